//! Asking time-stamp servers, OCSP responders and the places of revocation lists, over HTTP.
//!
//! Addresses come from the settings, or from certificates whose path reached a trusted authority: a file that was sent in must not make the
//! service call out to a place of its author's choice. The one exception is the look at Edge servers (`probe::edge`), which fetches missing
//! authorities from where a server's certificate says, before anybody vouches for it: on port 80 only, and few of them. An authority that is
//! trusted may still name a place within the operator's own network, so what a certificate names is asked at public addresses only
//! ([`PublicOnly`]); what the operator named may be anywhere.

use std::time::{Duration, Instant};

use thiserror::Error;

use crate::outbound::{NotPublic, PublicOnly, http_agent};

/// Most bytes of an OCSP answer or a time stamp.
pub(crate) const MOST_ANSWER: u64 = 256 * 1024;
/// Most bytes of a revocation list.
pub(crate) const MOST_CRL: u64 = 10 * 1024 * 1024;

/// How many times the limit of one question all questions of one judgement or one seal may take together.
const WHOLE: u32 = 4;

/// Who named the address that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// The operator.
    Settings,
    /// A certificate.
    Certificate,
}

/// Why an answer was not had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{url}: {reason}")]
pub struct FetchError {
    /// Who was asked.
    pub url: String,
    /// Why.
    pub reason: FetchReason,
}

/// Why an answer was not had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchReason {
    /// Not an http or https address.
    #[error("not an http address")]
    Address,
    /// No whole answer within the time.
    #[error("no answer within {0:?}")]
    Time(Duration),
    /// All questions together have taken too long before this one.
    #[error("not asked: all questions together took more than {0:?}")]
    Whole(Duration),
    /// A certificate names a place within a network that is not public.
    #[error("{0}, and a certificate may name no other")]
    NotPublic(NotPublic),
    /// Another status than 200; redirects are not followed.
    #[error("HTTP status {0}")]
    Status(u16),
    /// More bytes than are accepted.
    #[error("an answer of more than {0} bytes")]
    TooLong(u64),
    /// No connection, or it broke.
    #[error("{0}")]
    Connection(String),
}

/// Asks over the network. Both methods block.
pub trait Fetch: Send + Sync {
    /// Gets `url`, which a certificate names; `most` bytes at most.
    ///
    /// # Errors
    /// When there is no answer with status 200, in time and within `most`, or it may not be asked.
    fn get(&self, url: &str, most: u64) -> Result<Vec<u8>, FetchError>;

    /// Posts `body` to `url`; `most` bytes of answer at most.
    ///
    /// # Errors
    /// When there is no answer with status 200, in time and within `most`, or it may not be asked.
    fn post(&self, named: NamedBy, url: &str, content_type: &str, body: &[u8], most: u64) -> Result<Vec<u8>, FetchError>;
}

/// Asks by HTTP: no redirects, no cookies, no credentials, one time limit for each question from name to last byte, and one for all of them.
#[derive(Debug, Clone)]
pub struct HttpFetch {
    public: ureq::Agent,
    anywhere: ureq::Agent,
    limit: Duration,
    until: Instant,
}

impl HttpFetch {
    /// With `limit` for a question as a whole, and four times as long for all questions, from now on. What certificates name is asked by
    /// `rule`.
    #[must_use]
    pub fn new(limit: Duration, rule: PublicOnly) -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent("federointi")
            .build();
        let until = Instant::now() + limit * WHOLE;
        Self { public: http_agent(rule), anywhere: ureq::Agent::new_with_config(config), limit, until }
    }

    /// The same with its time beginning now, for another document.
    pub(crate) fn begun(&self) -> Self {
        Self { until: Instant::now() + self.limit * WHOLE, ..self.clone() }
    }

    /// The time for the next question.
    fn time(&self, url: &str) -> Result<Duration, FetchError> {
        let left = self.until.saturating_duration_since(Instant::now());
        let over = || FetchError { url: url.to_owned(), reason: FetchReason::Whole(self.limit * WHOLE) };
        if left.is_zero() { Err(over()) } else { Ok(left.min(self.limit)) }
    }

    fn failed(&self, url: &str, most: u64, error: &ureq::Error) -> FetchError {
        let reason = match error {
            ureq::Error::Timeout(_) => FetchReason::Time(self.limit),
            ureq::Error::BodyExceedsLimit(_) => FetchReason::TooLong(most),
            ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => FetchReason::Time(self.limit),
            ureq::Error::Other(other) => match other.downcast_ref::<NotPublic>() {
                Some(refused) => FetchReason::NotPublic(refused.clone()),
                None => FetchReason::Connection(other.to_string()),
            },
            other => FetchReason::Connection(other.to_string()),
        };
        FetchError { url: url.to_owned(), reason }
    }

    fn read(&self, url: &str, most: u64, mut answer: ureq::http::Response<ureq::Body>) -> Result<Vec<u8>, FetchError> {
        if answer.status() != 200 {
            return Err(FetchError { url: url.to_owned(), reason: FetchReason::Status(answer.status().as_u16()) });
        }
        answer.body_mut().with_config().limit(most).read_to_vec().map_err(|error| self.failed(url, most, &error))
    }
}

fn check(url: &str) -> Result<(), FetchError> {
    let parsed = url::Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    match parsed {
        Some(url) if url.username().is_empty() && url.password().is_none() => Ok(()),
        _ => Err(FetchError { url: url.to_owned(), reason: FetchReason::Address }),
    }
}

impl Fetch for HttpFetch {
    fn get(&self, url: &str, most: u64) -> Result<Vec<u8>, FetchError> {
        check(url)?;
        let asked = self.public.get(url).config().timeout_global(Some(self.time(url)?)).build();
        let answer = asked.call().map_err(|error| self.failed(url, most, &error))?;
        self.read(url, most, answer)
    }

    fn post(&self, named: NamedBy, url: &str, content_type: &str, body: &[u8], most: u64) -> Result<Vec<u8>, FetchError> {
        check(url)?;
        let agent = match named {
            NamedBy::Settings => &self.anywhere,
            NamedBy::Certificate => &self.public,
        };
        let asked = agent.post(url).header("content-type", content_type);
        let asked = asked.config().timeout_global(Some(self.time(url)?)).build();
        let answer = asked.send(body).map_err(|error| self.failed(url, most, &error))?;
        self.read(url, most, answer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener};

    use super::*;

    fn fetch(limit: Duration, demonstration: bool) -> HttpFetch {
        HttpFetch::new(limit, PublicOnly::new(demonstration))
    }

    /// A server on loopback that answers `times` questions with `answer`.
    fn answering(times: usize, answer: &'static [u8]) -> (SocketAddr, std::thread::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            for _ in 0..times {
                let (mut asked, _) = listener.accept().unwrap();
                let _ = asked.read(&mut [0; 1024]).unwrap();
                asked.write_all(answer).unwrap();
            }
        });
        (address, answering)
    }

    #[test]
    fn only_plain_http_addresses_are_asked() {
        let fetch = fetch(Duration::from_secs(1), true);
        for url in ["ldap://ca.example/cn=x", "file:///etc/passwd", "http://user:secret@ca.example/", "ca.example", "", "http://"]
        {
            assert_eq!(fetch.get(url, 10).unwrap_err().reason, FetchReason::Address, "{url}");
            for named in [NamedBy::Settings, NamedBy::Certificate] {
                assert_eq!(fetch.post(named, url, "text/plain", b"", 10).unwrap_err().reason, FetchReason::Address, "{url}");
            }
        }
        assert!(check("http://ca.example/ocsp").is_ok() && check("https://ca.example:8443/tsa").is_ok());
    }

    #[test]
    fn redirects_are_not_followed() {
        let found = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let (address, answering) = answering(2, found);
        let fetch = fetch(Duration::from_secs(5), true);
        let answer = fetch.get(&format!("http://{address}/list.crl"), 10);
        assert_eq!(answer.unwrap_err().reason, FetchReason::Status(302));
        let answer = fetch.post(NamedBy::Settings, &format!("http://{address}/tsa"), "text/plain", b"", 10);
        assert_eq!(answer.unwrap_err().reason, FetchReason::Status(302));
        answering.join().unwrap();
    }

    /// Whoever a certificate names within the operator's network never hears of it; whom the operator names does.
    #[test]
    fn what_a_certificate_names_is_asked_at_public_addresses_only() {
        const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let strict = fetch(Duration::from_secs(5), false);
        for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "[::1]", "10.0.0.1", "169.254.169.254"] {
            let url = format!("http://{host}:{port}/ocsp");
            for answer in [strict.get(&url, 10), strict.post(NamedBy::Certificate, &url, "text/plain", b"", 10)] {
                let reason = answer.unwrap_err().reason;
                assert!(matches!(reason, FetchReason::NotPublic(_)), "{host}: {reason:?}");
            }
        }
        assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody was asked");
        drop(listener);
        let (address, answering) = answering(3, OK);
        let url = format!("http://{address}/");
        assert_eq!(strict.post(NamedBy::Settings, &url, "text/plain", b"", 10).unwrap(), b"ok");
        let shown = fetch(Duration::from_secs(5), true);
        assert_eq!(shown.get(&url, 10).unwrap(), b"ok");
        assert_eq!(shown.post(NamedBy::Certificate, &url, "text/plain", b"", 10).unwrap(), b"ok");
        answering.join().unwrap();
    }

    #[test]
    fn all_questions_together_have_one_limit() {
        // It takes connections and never answers.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let limit = Duration::from_millis(150);
        let first = fetch(limit, true);
        let started = Instant::now();
        let reasons: Vec<FetchReason> = (0..50).map(|_| first.get(&url, 10).unwrap_err().reason).collect();
        assert!(started.elapsed() < limit * (WHOLE + 3), "{:?}", started.elapsed());
        assert_eq!(reasons.first(), Some(&FetchReason::Time(limit)));
        assert_eq!(reasons.last(), Some(&FetchReason::Whole(limit * WHOLE)));
        assert_eq!(
            first.begun().get(&url, 10).unwrap_err().reason,
            FetchReason::Time(limit),
            "another document has its own time"
        );
    }
}
