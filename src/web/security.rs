//! Who is asking, tokens, cookies, and the check that a form was posted from our own page.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieAge};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Role;
use crate::config::PublicUrl;

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    Visitor,
    /// Someone who opened the link mailed to this address.
    Filer {
        /// The address, as it was proved by the link.
        email: String,
    },
    /// Someone of Kela who signed in.
    Staff {
        /// The account's id.
        user_id: String,
        /// The person's name, for the desk menu.
        name: String,
        /// What they may do.
        role: Role,
    },
}

/// Whether a text can be a token at all.
pub(super) fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The CSRF token that belongs to a cookie's token.
pub(super) fn csrf_token(raw_cookie_token: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(b"csrf");
    digest.update(raw_cookie_token.as_bytes());
    hex::encode(digest.finalize())
}

pub(super) fn csrf_matches(expected: &str, given: &str) -> bool {
    bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}

/// The two cookies: a session's, and a visitor's, to which the CSRF token of a visitor is tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CookieKind {
    Session,
    Visitor,
}

/// The cookie's name. `__Host-` makes the browser refuse one set for a whole domain or without TLS (RFC 6265bis, 4.1.3.2).
pub(super) const fn cookie_name(kind: CookieKind, secure: bool) -> &'static str {
    match (kind, secure) {
        (CookieKind::Session, true) => "__Host-federointi-session",
        (CookieKind::Session, false) => "federointi-session",
        (CookieKind::Visitor, true) => "__Host-federointi-visitor",
        (CookieKind::Visitor, false) => "federointi-visitor",
    }
}

/// A cookie with its token; it ends with the browser, the session behind it by the workflow's own rule.
pub(super) fn cookie(kind: CookieKind, secure: bool, token: String) -> Cookie<'static> {
    Cookie::build(cookie_name(kind, secure), token).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}

pub(super) fn removed_cookie(kind: CookieKind, secure: bool) -> Cookie<'static> {
    let mut cookie = cookie(kind, secure, String::new());
    cookie.set_max_age(CookieAge::ZERO);
    cookie
}

pub(super) fn read_cookie(request: &HttpRequest, kind: CookieKind, secure: bool) -> Option<String> {
    let token = request.cookie(cookie_name(kind, secure))?.value().to_owned();
    is_token(&token).then_some(token)
}

/// Whether a POST comes from our own pages as far as the browser tells. `Origin: null` is what browsers send from pages whose
/// referrer policy is `no-referrer`, as ours is (Fetch, "append a request Origin header"); then `Sec-Fetch-Site` and the token decide.
pub(super) fn is_own_origin(request: &HttpRequest, public_url: &PublicUrl) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if !matches!(header("sec-fetch-site"), None | Some("same-origin" | "none")) {
        return false;
    }
    match header("origin") {
        None => !request.headers().contains_key("origin"),
        Some("null") => true,
        Some(origin) if origin.eq_ignore_ascii_case(public_url.origin()) => true,
        Some(origin) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            authority.is_some() && authority == header("host")
        }
    }
}

/// A path of this service to go on to after signing in, or `None` for anything that could lead elsewhere.
pub(super) fn local_path(candidate: &str) -> Option<&str> {
    let local = candidate.starts_with('/')
        && !candidate.starts_with("//")
        && candidate.len() <= 512
        && candidate.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    local.then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_csrf_token_belongs_to_one_cookie() {
        let expected = csrf_token("a");
        assert!(csrf_matches(&expected, &csrf_token("a")));
        assert!(!csrf_matches(&expected, &csrf_token("b")) && !csrf_matches(&expected, ""));
        assert_ne!(expected, crate::workflow::token::hash("a"), "what is stored of a token tells no CSRF token");
        let token = crate::workflow::token::new(&crate::clock::SystemRandomness);
        assert!(is_token(&token) && !is_token("") && !is_token(&token[1..]) && !is_token(&["A", &token[1..]].concat()));
    }

    #[test]
    fn cookies_are_locked_to_the_host_where_there_is_tls() {
        let text = cookie(CookieKind::Session, true, "x".into()).to_string();
        for part in ["__Host-federointi-session=x", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"));
        assert!(!cookie(CookieKind::Visitor, false, "x".into()).to_string().contains("Secure"));
    }

    #[test]
    fn a_foreign_origin_is_refused() {
        let public = PublicUrl::parse("https://federointi.example").unwrap();
        let own = |headers: &[(&'static str, &'static str)]| {
            let request = headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
            is_own_origin(&request.to_http_request(), &public)
        };
        assert!(own(&[]) && own(&[("origin", "null")]) && own(&[("origin", "https://federointi.example")]));
        assert!(own(&[("origin", "http://localhost:8080"), ("host", "localhost:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "federointi.example")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]) && !own(&[("sec-fetch-site", "same-site"), ("origin", "null")]));
    }

    #[test]
    fn only_a_local_path_is_gone_on_to() {
        assert_eq!(local_path("/fi/queue?state=new"), Some("/fi/queue?state=new"));
        for bad in ["", "fi", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/ä", "/a b"] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }
}
