//! Addresses without a language: the root, assets, and whether the service lives and is ready.

use actix_web::HttpResponse;

use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, assets};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Root Get "/", root, Rule::Anyone),
    route!(Root Get "/assets/{name:.+}", assets::serve, Rule::Anyone),
    route!(Root Get "/healthz", alive, Rule::Anyone),
    route!(Root Get "/readyz", ready, Rule::Anyone),
];

/// On to the start page in the language that the browser asks for.
async fn root(cx: Cx) -> Answer {
    Ok(cx.redirect_to(["/", cx.preferred_language().code()].concat().as_str()))
}

async fn alive(_cx: Cx) -> Answer {
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n"))
}

async fn ready(cx: Cx) -> Answer {
    let (mut response, word) = if cx.site().ground.is_ready().await {
        (HttpResponse::Ok(), "ready\n")
    } else {
        (HttpResponse::ServiceUnavailable(), "not ready\n")
    };
    Ok(response.content_type("text/plain; charset=utf-8").body(word))
}
