//! The authority's servers, over HTTP on one port.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::Method;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use chrono::{DateTime, Utc};
use der::Encode as _;
use futures_util::stream;

use super::AuthorityError;
use super::faults::{AnswerFault, Faults, TimeStampFault};
use super::keep::Kept;
use super::respond::{self, Revoked, Twist};
use super::stamp;
use crate::clock::Clock;

/// What every answer needs.
pub(super) struct State {
    pub kept: Kept,
    changing: Mutex<Changing>,
}

struct Changing {
    clock: Arc<dyn Clock>,
    faults: Faults,
    revoked: Revoked,
}

impl State {
    pub fn new(kept: Kept, clock: Arc<dyn Clock>) -> Self {
        Self { kept, changing: Mutex::new(Changing { clock, faults: Faults::default(), revoked: Revoked::new() }) }
    }

    fn changing(&self) -> MutexGuard<'_, Changing> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_clock(&self, clock: Arc<dyn Clock>) {
        self.changing().clock = clock;
    }

    pub fn set_faults(&self, faults: Faults) {
        self.changing().faults = faults;
    }

    pub fn revoke(&self, serial: &str, at: DateTime<Utc>) {
        self.changing().revoked.insert(hex::decode(serial).unwrap_or_default(), at);
    }
}

/// Serves on `listener`; the server is to be awaited.
pub(super) fn run(state: &Arc<State>, listener: std::net::TcpListener) -> std::io::Result<Server> {
    let state = Arc::clone(state);
    let server = HttpServer::new(move || {
        let state = Arc::clone(&state);
        App::new().default_service(web::to(move |request, body| answer(Arc::clone(&state), request, body)))
    });
    Ok(server.workers(1).disable_signals().shutdown_timeout(0).listen(listener)?.run())
}

async fn answer(state: Arc<State>, request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let (faults, revoked, now) = {
        let changing = state.changing();
        (changing.faults, changing.revoked.clone(), changing.clock.now())
    };
    let kept = &state.kept;
    let post = request.method() == Method::POST;
    match request.path() {
        "/tsa" if post => {
            let fault = faults.time_stamp;
            match fault.map(Trouble::of_stamp).unwrap_or_default().happen().await {
                Some(spoiled) => spoiled,
                None => give("application/timestamp-reply", stamp::answer(kept, &body, now, fault)),
            }
        }
        "/root.crl" | "/issuing.crl" => {
            let of_root = request.path() == "/root.crl";
            if faults.crl == Some(AnswerFault::Refuses) {
                return HttpResponse::NotFound().finish();
            }
            match faults.crl.map(Trouble::of_answer).unwrap_or_default().happen().await {
                Some(spoiled) => spoiled,
                None => give("application/pkix-crl", respond::list(kept, of_root, &revoked, now, twist(faults.crl))),
            }
        }
        "/issuing.cer" => give("application/pkix-cert", kept.issuing.der().map_err(Into::into)),
        "/root.cer" => give("application/pkix-cert", kept.root.der().map_err(Into::into)),
        path if path == "/ocsp" || path.starts_with("/ocsp/") => {
            let asked = if post { Some(body.to_vec()) } else { from_path(path) };
            match faults.ocsp.map(Trouble::of_answer).unwrap_or_default().happen().await {
                Some(spoiled) => spoiled,
                None if faults.ocsp == Some(AnswerFault::Refuses) => {
                    give("application/ocsp-response", x509_ocsp::OcspResponse::try_later().to_der().map_err(Into::into))
                }
                None => {
                    let asked = asked.unwrap_or_default();
                    give("application/ocsp-response", respond::ocsp(kept, &revoked, &asked, now, twist(faults.ocsp)))
                }
            }
        }
        _ => HttpResponse::NotFound().finish(),
    }
}

/// What goes wrong before the answer is made.
#[derive(Debug, Clone, Copy, Default)]
enum Trouble {
    #[default]
    None,
    Silent,
    Slow(Duration),
    Status500,
    Garbage,
    Endless,
}

impl Trouble {
    const fn of_stamp(fault: TimeStampFault) -> Self {
        match fault {
            TimeStampFault::Silent => Self::Silent,
            TimeStampFault::Slow(pause) => Self::Slow(pause),
            TimeStampFault::Status500 => Self::Status500,
            TimeStampFault::Garbage => Self::Garbage,
            TimeStampFault::Endless => Self::Endless,
            _ => Self::None,
        }
    }

    const fn of_answer(fault: AnswerFault) -> Self {
        match fault {
            AnswerFault::Silent => Self::Silent,
            AnswerFault::Slow(pause) => Self::Slow(pause),
            AnswerFault::Status500 => Self::Status500,
            AnswerFault::Garbage => Self::Garbage,
            AnswerFault::Endless => Self::Endless,
            _ => Self::None,
        }
    }

    /// Gives the spoiled answer, if there is one.
    async fn happen(self) -> Option<HttpResponse> {
        match self {
            Self::None => None,
            Self::Silent => std::future::pending().await,
            Self::Slow(pause) => {
                tokio::time::sleep(pause).await;
                None
            }
            Self::Status500 => Some(HttpResponse::InternalServerError().body("no")),
            Self::Garbage => Some(HttpResponse::Ok().body("not what you asked for")),
            Self::Endless => {
                let piece = || Ok::<_, std::io::Error>(web::Bytes::from_static(&[0x30; 4096]));
                Some(HttpResponse::Ok().streaming(stream::repeat_with(piece)))
            }
        }
    }
}

fn twist(fault: Option<AnswerFault>) -> Twist {
    Twist { outdated: fault == Some(AnswerFault::Outdated), other_key: fault == Some(AnswerFault::OtherAuthority) }
}

/// The request of `GET /ocsp/{base64}` (RFC 6960, A.1).
fn from_path(path: &str) -> Option<Vec<u8>> {
    let encoded = path.strip_prefix("/ocsp/")?;
    let encoded = encoded
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=")
        .replace("%2b", "+")
        .replace("%2f", "/")
        .replace("%3d", "=");
    base64::engine::general_purpose::STANDARD.decode(encoded).ok()
}

fn give(content_type: &str, made: Result<Vec<u8>, AuthorityError>) -> HttpResponse {
    match made {
        Ok(bytes) => HttpResponse::Ok().content_type(content_type).body(bytes),
        Err(error) => {
            tracing::error!(%error, "the demonstration's certificate authority cannot answer");
            HttpResponse::InternalServerError().finish()
        }
    }
}
