//! The messages that the service sends: what each needs to be written, in any language.

use chrono::{DateTime, NaiveDate, Utc};

use crate::agreement::EmailAddress;

/// A message before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The link by which a filer opens drafts and requests. Someone asked for it with this address.
    FilerLink {
        /// Address of the page with the button.
        link: String,
        /// Until when it can be used.
        valid_until: DateTime<Utc>,
    },
    /// A colleague handed a draft over.
    HandedOver {
        /// Who handed it over.
        by: EmailAddress,
        /// The organisation, if it was filled in.
        organisation: String,
        /// Address of the page with the button.
        link: String,
        /// Until when it can be used.
        valid_until: DateTime<Utc>,
    },
    /// The request has been filed (again): to the filer and to the party's IT administration.
    Filed {
        /// The request.
        about: About,
        /// Whether it is an answer to a request for changes.
        again: bool,
        /// How many domains have errors, and how many are not verified.
        findings: (usize, usize),
    },
    /// A request waits for review: to Kela's IT administration.
    ToReview {
        /// The request.
        about: About,
        /// Whether it was filed again.
        again: bool,
    },
    /// To a named contact, once: what is stored of them and why ((EU) 2016/679, article 14).
    ContactNotice {
        /// The request.
        about: About,
        /// Who named them.
        named_by: EmailAddress,
        /// Address of the privacy notice.
        privacy: String,
    },
    /// Kela asks for changes: to the filer and the contact for agreement matters.
    ChangesRequested {
        /// The request.
        about: About,
        /// What Kela wrote.
        message: String,
    },
    /// Kela rejected the request.
    Rejected {
        /// The request.
        about: About,
        /// Why.
        reason: String,
    },
    /// The filer withdrew the request: to the filer, and to Kela if it had been filed.
    Withdrawn {
        /// The request.
        about: About,
    },
    /// The agreement is ready to be signed. What goes with it is a copy that says so.
    Approved {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
        /// Who signs for the party, and in which position.
        signatory: (String, String),
        /// The document, attached; or its page only, by the setting.
        document: Option<Attachment>,
    },
    /// The personal link by which a signatory comes to sign.
    ToSign {
        /// The request, and the page to sign on.
        about: About,
        /// The agreement's number.
        number: String,
        /// Address of the page with the button.
        link: String,
        /// Until when the link can be used.
        valid_until: DateTime<Utc>,
        /// Until when it can be signed.
        lapses_at: Option<DateTime<Utc>>,
        /// Whether it was asked before.
        reminder: bool,
    },
    /// The signatory has been reminded: to the party's IT administration.
    SigningReminded {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
        /// Who signs for the party, and in which position.
        signatory: (String, String),
        /// Until when it can be signed.
        lapses_at: Option<DateTime<Utc>>,
    },
    /// Another was named to sign: to both sides.
    SignatoryNamed {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
        /// Who was to sign before.
        before: String,
        /// Who signs now, and in which position.
        signatory: (String, String),
        /// Until when it can be signed.
        lapses_at: Option<DateTime<Utc>>,
        /// Why.
        reason: String,
    },
    /// Another was named to sign: to whoever was to sign before.
    SignatoryReleased {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
    },
    /// Kela gives notice of an agreement, which is being reviewed: to the party.
    NoticeFiled {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
        /// The agreement's last day, as it is asked for.
        last_day: NaiveDate,
        /// Why, where a reason was given.
        reason: Option<String>,
    },
    /// The code that a signatory confirms a signature with.
    SigningCode {
        /// The request, and the page to sign on.
        about: About,
        /// The agreement's number.
        number: String,
        /// The digits.
        code: String,
        /// Until when it can be used.
        valid_until: DateTime<Utc>,
    },
    /// The party's signatory refused to sign: to both sides.
    SignatureDeclined {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
        /// Why.
        reason: String,
    },
    /// Nobody signed in time: to both sides.
    SigningLapsed {
        /// The request.
        about: About,
        /// The agreement's number.
        number: String,
    },
    /// A version of an agreement is complete: signed by the party, where that is needed, and sealed by Kela.
    Completed {
        /// The request that the version rests on.
        about: About,
        /// The agreement's number.
        number: String,
        /// The version, from 1.
        version: i32,
        /// Its first day.
        valid_from: NaiveDate,
        /// The agreement's last day, of a notice.
        last_day: Option<NaiveDate>,
        /// The document, attached; or its page only, by the setting.
        document: Option<Attachment>,
    },
    /// The certificate of Kela's seal runs out soon: to the administrators.
    SealKeyExpires {
        /// Whose certificate it is, as it says itself.
        subject: String,
        /// When it runs out.
        not_after: DateTime<Utc>,
        /// Address of the page about the seal.
        page: String,
    },
    /// Documents cannot be sealed: to the administrators.
    SealingStopped {
        /// The key of the text that says why.
        why: &'static str,
        /// What the program says, for whoever looks into it.
        detail: String,
        /// How many versions wait.
        waiting: i64,
        /// Address of the page about the seal.
        page: String,
    },
    /// The one-time link by which a user of Kela sets a password.
    PasswordLink {
        /// Address of the page.
        link: String,
        /// Until when it can be used.
        valid_until: DateTime<Utc>,
        /// Whether the account is new.
        new_account: bool,
    },
    /// The self-check of the log found something new: to every administrator.
    LogAlarm {
        /// What: the key of its text, and the table and row.
        findings: Vec<(&'static str, String)>,
        /// Address of the page that shows what is found now.
        page: String,
    },
    /// The newest checkpoint of the log: to the witness.
    Checkpoint {
        /// Whose log it is.
        origin: String,
        /// How many leaves it has.
        size: u64,
        /// The root, in base64.
        root: String,
        /// The text of the key that signed it.
        key: String,
        /// The signed note.
        note: Attachment,
        /// Address of the page about the log.
        page: String,
    },
    /// Something at a domain is otherwise than agreed or seen before: to the party's technical contact and to Kela, each once.
    IncidentOpened {
        /// The agreement: its number in the place of the reference, empty of Kela's own half.
        about: About,
        /// What.
        incident: Incident,
        /// Whether it was told before a time of silence.
        again: bool,
    },
    /// An incident has become more pressing.
    IncidentRose {
        /// The agreement.
        about: About,
        /// What.
        incident: Incident,
    },
    /// An incident is over.
    IncidentHealed {
        /// The agreement.
        about: About,
        /// What it was.
        incident: Incident,
    },
    /// Kela prepared a draft of an amendment: to the party's contact for agreement matters.
    AmendmentPrepared {
        /// The agreement: its number in the place of the reference.
        about: About,
        /// Address of the page with the button.
        link: String,
        /// Until when it can be used.
        valid_until: DateTime<Utc>,
    },
    /// Too many incidents at once, told to nobody yet: to every administrator.
    IncidentsHeld {
        /// How many so far.
        count: i64,
        /// Address of the page that shows them.
        page: String,
    },
    /// How watching stands, once a week: to Kela's IT administration.
    WatchSummary {
        /// The key of what is counted, and how many there are.
        counts: Vec<(&'static str, i64)>,
        /// The key of a heading, and what stands below it.
        lists: Vec<(&'static str, Vec<String>)>,
        /// Address of the page that shows them.
        page: String,
    },
}

/// What a message says of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The key of the text that says what is the case.
    pub title: &'static str,
    /// The key of the text that says why it matters.
    pub why: &'static str,
    /// The key of the text that says what its reader is to do.
    pub todo: &'static str,
    /// What was seen: the key of each name, and the value in the reader's language.
    pub facts: Vec<(&'static str, String)>,
    /// Whether the reader is of Kela, so that the page is the incident's own.
    pub at_desk: bool,
}

/// The request that a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The organisation's name.
    pub organisation: String,
    /// The reference number.
    pub reference: String,
    /// Address of the page where the reader sees it.
    pub page: String,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Message {
    /// Whether messages of a kind carry a one-time link or a code: their bytes are erased once they are sent, as tokens are stored hashed only.
    #[must_use]
    pub fn carries_token(kind: &str) -> bool {
        matches!(kind, "filer_link" | "handed_over" | "password_link" | "to_sign" | "signing_code" | "amendment_prepared")
    }

    /// The code of the message's kind, in the outbox.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::FilerLink { .. } => "filer_link",
            Self::HandedOver { .. } => "handed_over",
            Self::Filed { .. } => "filed",
            Self::ToReview { .. } => "to_review",
            Self::ContactNotice { .. } => "contact_notice",
            Self::ChangesRequested { .. } => "changes_requested",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Approved { .. } => "approved",
            Self::ToSign { .. } => "to_sign",
            Self::SigningReminded { .. } => "signing_reminded",
            Self::SignatoryNamed { .. } => "signatory_named",
            Self::SignatoryReleased { .. } => "signatory_released",
            Self::NoticeFiled { .. } => "notice_filed",
            Self::SigningCode { .. } => "signing_code",
            Self::SignatureDeclined { .. } => "signature_declined",
            Self::SigningLapsed { .. } => "signing_lapsed",
            Self::Completed { .. } => "completed",
            Self::SealKeyExpires { .. } => "seal_key_expires",
            Self::SealingStopped { .. } => "sealing_stopped",
            Self::PasswordLink { .. } => "password_link",
            Self::LogAlarm { .. } => "log_alarm",
            Self::Checkpoint { .. } => "checkpoint",
            Self::IncidentOpened { .. } => "incident_opened",
            Self::IncidentRose { .. } => "incident_rose",
            Self::IncidentHealed { .. } => "incident_healed",
            Self::AmendmentPrepared { .. } => "amendment_prepared",
            Self::IncidentsHeld { .. } => "incidents_held",
            Self::WatchSummary { .. } => "watch_summary",
        }
    }

    /// The key of the text that names a kind, by its code.
    #[must_use]
    pub fn kind_key(code: &str) -> Option<&'static str> {
        Some(match code {
            "filer_link" => "mail-kind-filer-link",
            "handed_over" => "mail-kind-handed-over",
            "filed" => "mail-kind-filed",
            "to_review" => "mail-kind-to-review",
            "contact_notice" => "mail-kind-contact-notice",
            "changes_requested" => "mail-kind-changes-requested",
            "rejected" => "mail-kind-rejected",
            "withdrawn" => "mail-kind-withdrawn",
            "approved" => "mail-kind-approved",
            "to_sign" => "mail-kind-to-sign",
            "signing_reminded" => "mail-kind-signing-reminded",
            "signatory_named" => "mail-kind-signatory-named",
            "signatory_released" => "mail-kind-signatory-released",
            "notice_filed" => "mail-kind-notice-filed",
            "signing_code" => "mail-kind-signing-code",
            "signature_declined" => "mail-kind-signature-declined",
            "signing_lapsed" => "mail-kind-signing-lapsed",
            "completed" => "mail-kind-completed",
            "seal_key_expires" => "mail-kind-seal-key-expires",
            "sealing_stopped" => "mail-kind-sealing-stopped",
            "password_link" => "mail-kind-password-link",
            "log_alarm" => "mail-kind-log-alarm",
            "checkpoint" => "mail-kind-checkpoint",
            "incident_opened" => "mail-kind-incident-opened",
            "incident_rose" => "mail-kind-incident-rose",
            "incident_healed" => "mail-kind-incident-healed",
            "amendment_prepared" => "mail-kind-amendment-prepared",
            "incidents_held" => "mail-kind-incidents-held",
            "watch_summary" => "mail-kind-watch-summary",
            _ => return None,
        })
    }
}
