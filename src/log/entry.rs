//! What a leaf holds: a salted digest of an event, so that the public log discloses nothing of it, and the event cannot be changed
//! without being found.

use serde::{Deserialize, Serialize};

use super::merkle::sha256;

/// The 32 bytes that a leaf holds.
pub type Entry = [u8; 32];

/// An event as it is committed to: what its row holds, every member always there, `null` where the row has nothing.
///
/// Written by [`LoggedEvent::canonical`], the members stand in the order of RFC 8785. A member that a later version adds is written only
/// where it is not `null`, so that entries of before stay what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoggedEvent {
    /// `filer`, `staff` or `service`.
    pub actor: String,
    /// The account of someone at Kela.
    pub actor_user_id: Option<String>,
    /// The agreement.
    pub agreement_id: Option<String>,
    /// When, in UTC (RFC 3339): seconds without a fraction, or with 3, 6 or 9 digits of one, as few as hold it.
    pub at: String,
    /// What ties the personal part to the event: hexadecimal SHA-256 over its salt, a line feed and its JSON.
    pub content_digest: Option<String>,
    /// The state before, by its code.
    pub from_state: Option<String>,
    /// The event's number.
    pub id: i64,
    /// What happened, by its code.
    pub kind: String,
    /// The request.
    pub request_id: Option<String>,
    /// Another thing that it concerns: an account, a mail, the digest of a document.
    pub subject: Option<String>,
    /// The state after, by its code.
    pub to_state: Option<String>,
    /// The version of the agreement.
    pub version: Option<i32>,
}

impl LoggedEvent {
    /// The event as canonical JSON (RFC 8785): members in order, no blanks, UTF-8.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Strings and whole numbers only: nothing of it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads canonical JSON; any other way to write the same is refused.
    ///
    /// # Errors
    /// What serde_json says of it.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let event: Self = serde_json::from_str(json)?;
        if event.canonical() == json {
            Ok(event)
        } else {
            Err(<serde_json::Error as serde::de::Error>::custom("not canonical JSON (RFC 8785)"))
        }
    }

    /// The entry of the event: SHA-256 over the 32 bytes of the salt and the canonical JSON.
    #[must_use]
    pub fn entry(&self, salt: &[u8; 32]) -> Entry {
        sha256(&[salt, self.canonical().as_bytes()]).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> LoggedEvent {
        LoggedEvent {
            actor: "staff".to_owned(),
            actor_user_id: Some("019aa5b4-3e80-7000-8000-000000000001".to_owned()),
            agreement_id: None,
            at: "2026-11-21T08:02:00Z".to_owned(),
            content_digest: Some("ab".repeat(32)),
            from_state: Some("submitted".to_owned()),
            id: 17,
            kind: "request_rejected".to_owned(),
            request_id: Some("019aa5b4-3e80-7000-8000-000000000002".to_owned()),
            subject: Some("\u{e4} \"\\\u{1}\n".to_owned()),
            to_state: Some("rejected".to_owned()),
            version: None,
        }
    }

    #[test]
    fn the_json_is_canonical() {
        let expected = concat!(
            r#"{"actor":"staff","actor_user_id":"019aa5b4-3e80-7000-8000-000000000001","agreement_id":null,"at":"2026-11-21T08:02:00Z","#,
            r#""content_digest":"abababababababababababababababababababababababababababababababab","from_state":"submitted","id":17,"#,
            r#""kind":"request_rejected","request_id":"019aa5b4-3e80-7000-8000-000000000002","subject":"ä \"\\\u0001\n","#,
            r#""to_state":"rejected","version":null}"#
        );
        assert_eq!(event().canonical(), expected);
        assert_eq!(LoggedEvent::parse(expected).unwrap(), event());
        for other in
            [expected.replace(":17", ": 17"), expected.replace("}", ",\"more\":1}"), expected.replace(",\"version\":null", "")]
        {
            assert!(LoggedEvent::parse(&other).is_err(), "{other}");
        }
    }

    /// Computed by tests/log/reference.py, which knows nothing of this program.
    #[test]
    fn the_entry_is_the_one_that_others_compute() {
        assert_eq!(hex::encode(event().entry(&[5; 32])), "6c077111e3d2d1d682bfdb893ebbec84b8b76eae2d9c567b28fa3f2d77e28fc1");
    }

    #[test]
    fn every_member_counts() {
        let entry = event().entry(&[5; 32]);
        let changed: [fn(&mut LoggedEvent); 12] = [
            |event| event.actor.push('x'),
            |event| event.actor_user_id = None,
            |event| event.agreement_id = Some(String::new()),
            |event| event.at = "2026-11-21T08:02:00.001Z".to_owned(),
            |event| event.content_digest = None,
            |event| event.from_state = None,
            |event| event.id += 1,
            |event| event.kind = "request_approved".to_owned(),
            |event| event.request_id = None,
            |event| event.subject = None,
            |event| event.to_state = Some("approved".to_owned()),
            |event| event.version = Some(0),
        ];
        for change in changed {
            let mut event = event();
            change(&mut event);
            assert_ne!(event.entry(&[5; 32]), entry, "{}", event.canonical());
        }
        assert_ne!(event().entry(&[6; 32]), entry);
    }
}
