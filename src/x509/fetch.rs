//! Asking time-stamp servers, OCSP responders and the places of revocation lists, over HTTP.
//!
//! Addresses come from the settings, or from certificates whose path reached a trusted authority, and from nowhere else: a file that was
//! sent in must not make the service call out to a place of its author's choice.

use std::time::Duration;

use thiserror::Error;

/// Most bytes of an OCSP answer or a time stamp.
pub(crate) const MOST_ANSWER: u64 = 256 * 1024;
/// Most bytes of a revocation list.
pub(crate) const MOST_CRL: u64 = 10 * 1024 * 1024;

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
    /// Gets `url`; `most` bytes at most.
    ///
    /// # Errors
    /// When there is no answer with status 200, in time and within `most`.
    fn get(&self, url: &str, most: u64) -> Result<Vec<u8>, FetchError>;

    /// Posts `body` to `url`; `most` bytes of answer at most.
    ///
    /// # Errors
    /// When there is no answer with status 200, in time and within `most`.
    fn post(&self, url: &str, content_type: &str, body: &[u8], most: u64) -> Result<Vec<u8>, FetchError>;
}

/// Asks by HTTP: no redirects, no cookies, no credentials, and one time limit for each question from name to last byte.
#[derive(Debug, Clone)]
pub struct HttpFetch {
    agent: ureq::Agent,
    limit: Duration,
}

impl HttpFetch {
    /// With `limit` for a question as a whole.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(limit))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent("federointi")
            .build();
        Self { agent: ureq::Agent::new_with_config(config), limit }
    }

    fn failed(&self, url: &str, most: u64, error: &ureq::Error) -> FetchError {
        let reason = match error {
            ureq::Error::Timeout(_) => FetchReason::Time(self.limit),
            ureq::Error::BodyExceedsLimit(_) => FetchReason::TooLong(most),
            ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => FetchReason::Time(self.limit),
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
        let answer = self.agent.get(url).call().map_err(|error| self.failed(url, most, &error))?;
        self.read(url, most, answer)
    }

    fn post(&self, url: &str, content_type: &str, body: &[u8], most: u64) -> Result<Vec<u8>, FetchError> {
        check(url)?;
        let answer = self
            .agent
            .post(url)
            .header("content-type", content_type)
            .send(body)
            .map_err(|error| self.failed(url, most, &error))?;
        self.read(url, most, answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_addresses_are_asked() {
        let fetch = HttpFetch::new(Duration::from_secs(1));
        for url in ["ldap://ca.example/cn=x", "file:///etc/passwd", "http://user:secret@ca.example/", "ca.example", "", "http://"]
        {
            assert_eq!(fetch.get(url, 10).unwrap_err().reason, FetchReason::Address, "{url}");
            assert_eq!(fetch.post(url, "text/plain", b"", 10).unwrap_err().reason, FetchReason::Address, "{url}");
        }
        assert!(check("http://ca.example/ocsp").is_ok() && check("https://ca.example:8443/tsa").is_ok());
    }

    #[test]
    fn redirects_are_not_followed() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            use std::io::{Read as _, Write as _};
            let (mut asked, _) = listener.accept().unwrap();
            let _ = asked.read(&mut [0; 1024]).unwrap();
            asked.write_all(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n").unwrap();
        });
        let answer = HttpFetch::new(Duration::from_secs(5)).get(&format!("http://{address}/list.crl"), 10);
        assert_eq!(answer.unwrap_err().reason, FetchReason::Status(302));
        answering.join().unwrap();
    }
}
