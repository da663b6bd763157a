//! Why a text is not a name, each reason with its own message and, where it can be read off, the name that was probably meant.

use thiserror::Error;

/// Why a text was refused as a domain or host name. `Display` is for logs and the command line; people get [`NameError::key`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("the name is empty")]
    Empty,
    /// Longer than DNS allows: 253 characters (RFC 1035 section 2.3.4), less where the name of the SRV record must fit as well.
    #[error("the name is longer than {limit} characters")]
    TooLong {
        /// The most characters the name may have.
        limit: usize,
    },
    /// A part between the dots is longer than 63 characters (RFC 1035 section 2.3.4).
    #[error("a part of the name is longer than 63 characters")]
    LabelTooLong,
    /// Two dots in a row, or a dot at the beginning.
    #[error("a part of the name is empty")]
    LabelEmpty,
    /// A part begins or ends with a hyphen (RFC 1123 section 2.1).
    #[error("a part of the name begins or ends with a hyphen")]
    Hyphen,
    /// A character that no host name holds.
    #[error("the character U+{:04X} is not allowed", u32::from(*character))]
    BadCharacter {
        /// The character.
        character: char,
    },
    /// A space within the name: two names, or a stray one.
    #[error("there is a space within the name")]
    Space,
    /// Control characters.
    #[error("the text holds control characters")]
    Control,
    /// Direction marks, zero-width or other characters that nobody sees.
    #[error("the text holds invisible characters")]
    Invisible,
    /// An underscore, which records such as `_sip._tls` have and domains have not.
    #[error("there is an underscore in the name")]
    Underscore {
        /// The domain behind the labels with an underscore.
        suggestion: Option<String>,
    },
    /// One word without a dot.
    #[error("the name has no dot")]
    SingleLabel,
    /// A numeric address.
    #[error("this is an IP address")]
    IpAddress,
    /// An address of the web, or another one with a scheme.
    #[error("this is a web address")]
    WebAddress {
        /// The host in it, without `www`.
        suggestion: Option<String>,
    },
    /// A mail or SIP address of a person.
    #[error("this is an e-mail or SIP address")]
    EmailAddress {
        /// What follows the `@`.
        suggestion: Option<String>,
    },
    /// A port behind the name.
    #[error("there is a port behind the name")]
    WithPort {
        /// What precedes the port.
        suggestion: Option<String>,
    },
    /// A path behind the name.
    #[error("there is a path behind the name")]
    WithPath {
        /// What precedes the path.
        suggestion: Option<String>,
    },
    /// `*.` in front: each domain is added by itself.
    #[error("wildcards are not domains")]
    Wildcard {
        /// What follows the `*.`.
        suggestion: Option<String>,
    },
    /// Letters or a `xn--` part that are not a valid internationalised name (UTS 46).
    #[error("the name is not a valid internationalised name")]
    NotInternational,
}

impl NameError {
    /// The key of the message for people.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Empty => "name-empty",
            Self::TooLong { .. } => "name-too-long",
            Self::LabelTooLong => "name-label-too-long",
            Self::LabelEmpty => "name-label-empty",
            Self::Hyphen => "name-hyphen",
            Self::BadCharacter { .. } => "name-bad-character",
            Self::Space => "name-space",
            Self::Control => "name-control",
            Self::Invisible => "name-invisible",
            Self::Underscore { .. } => "name-underscore",
            Self::SingleLabel => "name-single-label",
            Self::IpAddress => "name-ip-address",
            Self::WebAddress { .. } => "name-web-address",
            Self::EmailAddress { .. } => "name-email-address",
            Self::WithPort { .. } => "name-with-port",
            Self::WithPath { .. } => "name-with-path",
            Self::Wildcard { .. } => "name-wildcard",
            Self::NotInternational => "name-not-international",
        }
    }

    /// The name that was probably meant; always one that parses.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Underscore { suggestion }
            | Self::WebAddress { suggestion }
            | Self::EmailAddress { suggestion }
            | Self::WithPort { suggestion }
            | Self::WithPath { suggestion }
            | Self::Wildcard { suggestion } => suggestion.as_deref(),
            _ => None,
        }
    }
}
