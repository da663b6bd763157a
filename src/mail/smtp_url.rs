//! The address of the mail server as the operator writes it.

use url::{Host, Url};

/// How a connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// STARTTLS (RFC 3207), without which nothing is sent.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// None: only to the machine itself.
    None,
}

/// The mail server: `smtp://[USER:PASSWORD@]HOST[:PORT]` (STARTTLS required, port 587), `smtps://…` (TLS from the first byte, port 465), or
/// `smtp://…?tls=none` to a server on loopback (port 25). `?tls=required` may be written out.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) protection: Protection,
    pub(super) login: Option<(String, String)>,
}

/// The password stays out of logs.
impl std::fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpUrl").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why the address of the mail server was refused. Its text never repeats the address, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text())]
pub enum SmtpUrlError {
    /// Not smtp:// or smtps:// and a host.
    Form,
    /// A path, a fragment, or a parameter other than `tls`.
    More,
    /// `tls` is neither `required` nor `none`, or `smtps://` was weakened.
    Tls,
    /// Plain SMTP to another machine.
    PlainBeyondLoopback,
    /// A user without a password, a password without a user, or one that is not UTF-8.
    Login,
}

impl SmtpUrlError {
    /// The reason, as one line for the operator.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Form => "expected smtp:// or smtps:// and a host",
            Self::More => "expected nothing after the host and port but ?tls=required or ?tls=none",
            Self::Tls => "expected tls=required (STARTTLS) or, on loopback, tls=none; smtps:// always has TLS",
            Self::PlainBeyondLoopback => "mail without TLS (tls=none) goes to 127.0.0.1, [::1] or localhost only",
            Self::Login => "expected USER:PASSWORD@ before the host, with other characters than letters and digits as %XX",
        }
    }
}

impl SmtpUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// [`SmtpUrlError`].
    pub fn parse(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError::Form)?;
        let tls = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(SmtpUrlError::Form),
        };
        let (host, loopback) = match url.host() {
            Some(Host::Domain(name)) if !name.is_empty() => {
                let ip = name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
                (name.to_owned(), ip || name.eq_ignore_ascii_case("localhost"))
            }
            Some(Host::Ipv4(ip)) => (ip.to_string(), ip.is_loopback()),
            Some(Host::Ipv6(ip)) => (ip.to_string(), ip.is_loopback()),
            _ => return Err(SmtpUrlError::Form),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::More);
        }
        let mut protection = if tls { Protection::Tls } else { Protection::StartTls };
        for (name, value) in url.query_pairs() {
            protection = match (&*name, &*value) {
                ("tls", "required") => protection,
                ("tls", "none") if !tls && loopback => Protection::None,
                ("tls", "none") if !tls => return Err(SmtpUrlError::PlainBeyondLoopback),
                ("tls", _) => return Err(SmtpUrlError::Tls),
                _ => return Err(SmtpUrlError::More),
            };
        }
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() && !password.is_empty() => Some((decoded(user)?, decoded(password)?)),
            _ => return Err(SmtpUrlError::Login),
        };
        let port = url.port().unwrap_or(match protection {
            Protection::StartTls => 587,
            Protection::Tls => 465,
            Protection::None => 25,
        });
        Ok(Self { host, port, protection, login })
    }
}

/// Undoes percent-encoding (RFC 3986 section 2.1).
fn decoded(text: &str) -> Result<String, SmtpUrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).ok_or(SmtpUrlError::Login);
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).map_err(|_| SmtpUrlError::Login)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| SmtpUrlError::Login)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, u16, Protection) {
        let url = SmtpUrl::parse(text).unwrap();
        (url.host, url.port, url.protection)
    }

    #[test]
    fn a_server_has_tls_unless_it_is_the_machine_itself() {
        use Protection as P;
        for (text, host, port, protection) in [
            ("smtp://mail.example", "mail.example", 587, P::StartTls),
            ("smtp://mail.example:2525?tls=required", "mail.example", 2525, P::StartTls),
            ("smtps://mail.example", "mail.example", 465, P::Tls),
            ("smtps://mail.example:4650?tls=required", "mail.example", 4650, P::Tls),
            ("smtp://127.0.0.1?tls=none", "127.0.0.1", 25, P::None),
            ("smtp://localhost:2525/?tls=none", "localhost", 2525, P::None),
            ("smtp://[::1]:2525?tls=none", "::1", 2525, P::None),
        ] {
            assert_eq!(parsed(text), (host.to_owned(), port, protection), "{text}");
        }
    }

    #[test]
    fn a_login_may_hold_any_character() {
        let url = SmtpUrl::parse("smtps://fede%40kela.example:p%C3%A4%2F%3A%40@mail.example").unwrap();
        assert_eq!(url.login, Some(("fede@kela.example".to_owned(), "pä/:@".to_owned())));
        assert!(!format!("{url:?}").contains("pä"));
    }

    #[test]
    fn what_is_unsafe_or_unknown_is_refused_without_repeating_it() {
        use SmtpUrlError as E;
        for (text, error) in [
            ("", E::Form),
            ("mail.example", E::Form),
            ("http://mail.example", E::Form),
            ("smtp://", E::Form),
            ("smtp:mail.example", E::Form),
            ("smtp://mail.example/path", E::More),
            ("smtp://mail.example?starttls=1", E::More),
            ("smtp://mail.example#x", E::More),
            ("smtp://mail.example?tls=opportunistic", E::Tls),
            ("smtps://127.0.0.1?tls=none", E::Tls),
            ("smtp://mail.example?tls=none", E::PlainBeyondLoopback),
            ("smtp://10.0.0.1?tls=none", E::PlainBeyondLoopback),
            ("smtp://localhost.example?tls=none", E::PlainBeyondLoopback),
            ("smtp://user@mail.example", E::Login),
            ("smtp://user:%zz@mail.example", E::Login),
            ("smtp://user:%ff@mail.example", E::Login),
        ] {
            assert_eq!(SmtpUrl::parse(text), Err(error), "{text}");
            assert!(!error.to_string().contains("mail.example"));
        }
    }
}
