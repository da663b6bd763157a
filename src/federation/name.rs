//! Names (a stand-in until the DNS branch is merged).
#![allow(missing_docs)]
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SipDomain(String);
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fqdn(String);
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name")]
pub struct NameError;
impl NameError {
    pub const fn key(self) -> &'static str {
        "name-empty"
    }
}
impl SipDomain {
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.contains('.') && !text.contains('/') { Ok(Self(text.to_owned())) } else { Err(NameError) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn to_unicode(&self) -> String {
        self.0.clone()
    }
}
impl Fqdn {
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.contains('.') { Ok(Self(text.to_owned())) } else { Err(NameError) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn to_unicode(&self) -> String {
        self.0.clone()
    }
}
pub fn parse_list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
