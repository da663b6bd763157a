//! Ids of our own making: UUIDs of version 7 (RFC 9562), one type a kind of thing.

use chrono::{DateTime, Utc};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// A new id of the moment `at`, from fresh random bytes.
            #[must_use]
            pub fn new(at: DateTime<Utc>, random: [u8; 32]) -> Self {
                Self(fresh(at, random))
            }

            /// Reads an id from an address or the database.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let id = uuid::Uuid::parse_str(text).ok()?;
                (text.len() == 36).then(|| Self(id.hyphenated().to_string()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// The id of a request.
    RequestId;
    /// The id of an account at Kela.
    UserId;
    /// The id of an agreement.
    AgreementId;
    /// The id of an outgoing mail.
    MailId;
    /// The id of a session, which is not its token.
    SessionId;
}

fn fresh(at: DateTime<Utc>, random: [u8; 32]) -> String {
    let mut tail = [0; 10];
    for (to, from) in tail.iter_mut().zip(random) {
        *to = from;
    }
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid().hyphenated().to_string()
}
