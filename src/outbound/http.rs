//! HTTP to public addresses only.

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::PublicOnly;

/// Resolves a name once and hands on what may be connected to: the connection is made to these addresses.
#[derive(Debug)]
struct PublicResolver {
    rule: PublicOnly,
    names: DefaultResolver,
}

impl Resolver for PublicResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        let allowed = self.rule.allowed(host, found.iter().copied()).map_err(|refused| ureq::Error::Other(refused.into()))?;
        let mut addresses = self.empty();
        allowed.into_iter().for_each(|address| addresses.push(address));
        Ok(addresses)
    }
}

/// An agent that follows no redirects, uses no proxy (which would resolve names by itself) and connects by `rule`.
#[must_use]
pub fn http_agent(rule: PublicOnly) -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent("federointi")
        .build();
    ureq::Agent::with_parts(config, DefaultConnector::default(), PublicResolver { rule, names: DefaultResolver::default() })
}
