//! SIP domains and host names: parsed once, held as A-labels in lower case without the final dot.

use std::fmt;
use std::net::IpAddr;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

use super::NameError;

/// The most characters of a name written without its final dot (RFC 1035 section 2.3.4).
const NAME_LIMIT: usize = 253;
/// The most characters of a SIP domain: `_sipfederationtls._tcp.` must still fit in front of it.
const SIP_DOMAIN_LIMIT: usize = NAME_LIMIT - "_sipfederationtls._tcp.".len();
/// Longer texts are refused unread: decoding costs more than their length.
const INPUT_LIMIT: usize = 1_000;

/// The domain behind the `@` of sign-in addresses, such as `kunta.example`. Each is added by itself to the lists of both sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SipDomain(String);

/// The full name of a host, such as the Access Edge's `sip.kunta.example`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fqdn(String);

macro_rules! name {
    ($type:ident, $limit:expr) => {
        impl $type {
            /// Reads a name as people write it: spaces around it, upper case, a final dot and international letters are understood.
            ///
            /// # Errors
            /// Says why the text is not a name, with the name that was probably meant where it can be read off.
            pub fn parse(text: &str) -> Result<Self, NameError> {
                parse(text, $limit).map(Self)
            }

            /// The name in A-labels, lower case, without a final dot.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The name as people read it. Parts with letters of other scripts than Latin stay `xn--…`: they can imitate another name.
            #[must_use]
            pub fn to_unicode(&self) -> String {
                to_unicode(&self.0)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $type {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(SipDomain, SIP_DOMAIN_LIMIT);
name!(Fqdn, NAME_LIMIT);

impl SipDomain {
    /// Whether `host` lies in this domain: the same-domain rule of discovery (ms-diagnostics 1009), by whole labels.
    #[must_use]
    pub fn holds(&self, host: &str) -> bool {
        host == self.0 || host.strip_suffix(&self.0).is_some_and(|rest| rest.ends_with('.'))
    }

    /// The name with plain letters in place of those with marks, as Finnish and Swedish names are often registered besides; `None` where
    /// there are none, or letters that have no plain one.
    #[must_use]
    pub fn without_marks(&self) -> Option<Self> {
        let (text, _) = Uts46::new().to_unicode(self.0.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
        let plain: String = text
            .chars()
            .map(|letter| match letter {
                'ä' | 'å' | 'á' | 'â' => 'a',
                'ö' | 'ø' | 'õ' => 'o',
                'ü' => 'u',
                'é' | 'è' => 'e',
                'š' => 's',
                'ž' => 'z',
                'č' => 'c',
                'đ' => 'd',
                'ŋ' => 'n',
                'ŧ' => 't',
                other => other,
            })
            .collect();
        if plain == text || !plain.is_ascii() { None } else { Self::parse(&plain).ok() }
    }

    /// The host name that is customary for the Access Edge of this domain: `sip.` and the domain.
    #[must_use]
    pub fn customary_edge(&self) -> String {
        ["sip.", &self.0].concat()
    }
}

impl Fqdn {
    /// Whether this is one of Microsoft's targets of federation in the cloud.
    #[must_use]
    pub fn is_cloud(&self) -> bool {
        cloud_of(&self.0).is_some()
    }
}

/// Microsoft's clouds by the target of `_sipfederationtls._tcp`: the public one, GCC High, DoD, 21Vianet; `None` for any other host.
#[must_use]
pub fn cloud_of(target: &str) -> Option<&'static str> {
    match target {
        "sipfed.online.lync.com" => Some("worldwide"),
        "sipfed.online.gov.skypeforbusiness.us" => Some("gcc-high"),
        "sipfed.online.dod.skypeforbusiness.us" => Some("dod"),
        "sipfed.online.partner.lync.cn" => Some("21vianet"),
        _ => None,
    }
}

/// Splits a pasted list into raw entries: by lines, commas, semicolons and spaces, without bullets, numbering and quotes.
/// Nothing is judged or dropped as a repetition here.
#[must_use]
pub fn parse_list(text: &str) -> Vec<String> {
    const QUOTES: [char; 9] = ['"', '\'', '”', '“', '„', '’', '‘', '<', '>'];
    text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '|' | '\u{feff}'))
        .map(|entry| entry.trim_matches(QUOTES).trim_start_matches(['•', '·', '–', '—', '▪', '◦', '‣', '●']))
        .map(|entry| if entry.chars().all(|c| matches!(c, '-' | '*' | '+' | 'o')) { "" } else { entry })
        .map(|entry| entry.strip_prefix(['-', '+']).unwrap_or(entry))
        .filter(|entry| !entry.is_empty() && !is_numbering(entry))
        .map(ToOwned::to_owned)
        .collect()
}

fn is_numbering(entry: &str) -> bool {
    entry
        .strip_suffix(['.', ')'])
        .is_some_and(|number| !number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

fn parse(text: &str, limit: usize) -> Result<String, NameError> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text.len() > INPUT_LIMIT {
        return Err(NameError::TooLong { limit });
    }
    refuse_other_things(text, limit)?;
    if text.chars().any(char::is_whitespace) {
        return Err(NameError::Space);
    }
    // The ideographic full stops are dots to UTS 46 as well.
    let text = text.strip_suffix(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).unwrap_or(text);
    let labels: Vec<&str> = text.split('.').collect();
    if text.contains('_') {
        let rest = labels.iter().rposition(|label| label.contains('_')).and_then(|at| labels.get(at + 1..)).unwrap_or_default();
        return Err(NameError::Underscore { suggestion: suggest(&rest.join("."), limit) });
    }
    if let Some(character) = text.chars().find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.')) {
        return Err(NameError::BadCharacter { character });
    }
    if labels.iter().any(|label| label.is_empty()) {
        return Err(NameError::LabelEmpty);
    }
    if labels.iter().any(|label| label.starts_with('-') || label.ends_with('-')) {
        return Err(NameError::Hyphen);
    }
    if text.is_ascii() {
        check_lengths(text, limit)?;
    }
    let name = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore)
        .map_err(|_| NameError::NotInternational)?
        .into_owned();
    check_lengths(&name, limit)?;
    if name.split('.').any(str::is_empty) {
        return Err(NameError::LabelEmpty);
    }
    let Some((_, last)) = name.rsplit_once('.') else {
        return Err(NameError::SingleLabel);
    };
    // A name whose last part is a number would be read as an address, in notations such as 127.1 and 0x7f.1 too.
    if last.bytes().all(|b| b.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        return Err(NameError::IpAddress);
    }
    Ok(name)
}

/// Things that people paste in place of a name, told apart so that the message can say what it is.
fn refuse_other_things(text: &str, limit: usize) -> Result<(), NameError> {
    if text.chars().any(char::is_control) {
        return Err(NameError::Control);
    }
    if text.chars().any(is_invisible) {
        return Err(NameError::Invisible);
    }
    if text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
        || text.parse::<std::net::SocketAddr>().is_ok()
    {
        return Err(NameError::IpAddress);
    }
    let lower = text.to_ascii_lowercase();
    let scheme = lower.split_once("://").map(|(_, rest)| rest).or_else(|| lower.strip_prefix("//"));
    if let Some(rest) = scheme {
        let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        return Err(NameError::WebAddress { suggestion: suggest(host.strip_prefix("www.").unwrap_or(host), limit) });
    }
    if let Some((_, domain)) = lower.rsplit_once('@') {
        let domain = domain.split(['/', ':', ';', '?', '>', ' ']).next().unwrap_or_default();
        return Err(NameError::EmailAddress { suggestion: suggest(domain, limit) });
    }
    for prefix in ["sip:", "sips:", "mailto:"] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return Err(NameError::EmailAddress { suggestion: suggest(rest, limit) });
        }
    }
    if text.contains('*') {
        return Err(NameError::Wildcard { suggestion: lower.strip_prefix("*.").and_then(|rest| suggest(rest, limit)) });
    }
    if let Some((host, _)) = lower.split_once(['/', '\\', '?', '#']) {
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        return Err(NameError::WithPath { suggestion: suggest(host.strip_prefix("www.").unwrap_or(host), limit) });
    }
    match lower.split_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
            Err(NameError::WithPort { suggestion: suggest(host, limit) })
        }
        Some(_) => Err(NameError::BadCharacter { character: ':' }),
        None => Ok(()),
    }
}

fn suggest(text: &str, limit: usize) -> Option<String> {
    parse(text, limit).ok().map(|name| to_unicode(&name))
}

fn check_lengths(name: &str, limit: usize) -> Result<(), NameError> {
    if name.len() > limit {
        return Err(NameError::TooLong { limit });
    }
    if name.split('.').any(|label| label.len() > 63) {
        return Err(NameError::LabelTooLong);
    }
    Ok(())
}

/// Characters that change what is seen without being seen: direction marks, zero-width characters, soft hyphen, tags, fillers.
const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn to_unicode(name: &str) -> String {
    // Latin with its Finnish, Swedish, Sámi and other European letters; the rest could pass for them.
    let latin = |character: &char| character.is_ascii() || matches!(*character, '\u{c0}'..='\u{24f}');
    let (shown, outcome) =
        Uts46::new().to_user_interface(name.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, |label, _, _| {
            label.iter().all(latin)
        });
    if outcome.is_ok() { shown.into_owned() } else { name.to_owned() }
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
