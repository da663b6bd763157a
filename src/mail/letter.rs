//! A message put into the words of a language: subject, plain text and HTML.

use chrono::{DateTime, NaiveDate, Utc};

use super::layout::{self, Part, line, shortened};
use super::message::{About, Attachment, Message};
use crate::agreement::Language;
use crate::i18n::{Translate, format};

/// The most characters of a subject: it is to be read whole in a list.
const SUBJECT: usize = 69;

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The language that it is written in.
    pub language: Language,
    /// Subject, under 70 characters: what happened – organisation (number). No person, domain or finding.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML of the same content.
    pub html: String,
    /// A file.
    pub attachment: Option<Attachment>,
}

impl Letter {
    /// Puts `message` into the words of `language`.
    #[must_use]
    pub fn of(message: &Message, language: Language) -> Self {
        let words = Words(language);
        let Draft { headline, organisation, number, mut parts, start } = words.draft(message);
        parts.push(Part::Rule);
        parts.push(Part::Paragraph(words.t("mail-footer-service")));
        parts.push(Part::Paragraph(words.t("mail-footer-replies")));
        parts.push(Part::Link(words.t("mail-footer-ask"), start));
        let attachment = match message {
            Message::Approved { document, .. } | Message::Completed { document, .. } => document.clone(),
            Message::Checkpoint { note, .. } => Some(note.clone()),
            _ => None,
        };
        Self {
            language,
            subject: subject(&headline, &named(&organisation), number.as_deref()),
            text: layout::text(&headline, &parts),
            html: layout::html(language, &headline, &parts),
            attachment,
        }
    }
}

/// An organisation's name as letters give it: nothing where it is not filled in, or looks like an address of the web or of mail. Anyone
/// can file, and name any address as a colleague's or a contact's: what was typed as the organisation must not serve as a lure.
fn named(organisation: &str) -> String {
    // As the letter would show it: hidden characters do not hide an address.
    let organisation = line(organisation);
    let lure = ["://", "www.", "@"].iter().any(|sign| organisation.to_lowercase().contains(sign));
    if lure { String::new() } else { organisation }
}

/// What happened – organisation (number). A long organisation gives way.
fn subject(headline: &str, organisation: &str, number: Option<&str>) -> String {
    let number = number.map(|number| [" (", &line(number), ")"].concat()).unwrap_or_default();
    let room = SUBJECT.saturating_sub(headline.chars().count() + " – ".chars().count() + number.chars().count());
    let subject = if organisation.is_empty() || room < 2 {
        [headline, &number].concat()
    } else {
        [headline, " – ", &shortened(organisation, room), &number].concat()
    };
    shortened(&subject, SUBJECT)
}

/// A letter before its end and its shapes.
pub(super) struct Draft {
    pub(super) headline: String,
    pub(super) organisation: String,
    pub(super) number: Option<String>,
    pub(super) parts: Vec<Part>,
    /// Address of the service's start page.
    pub(super) start: String,
}

pub(super) struct Words(Language);

impl Words {
    /// A moment in the letter's language.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> String {
        format::moment(self.0, at)
    }

    /// A day in the letter's language.
    pub(super) fn date(&self, day: chrono::NaiveDate) -> String {
        format::date(self.0, day)
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.0.t(key)
    }

    pub(super) fn p(&self, key: &str) -> Part {
        Part::Paragraph(self.t(key))
    }

    pub(super) fn fact(&self, key: &str, value: impl Into<String>) -> (String, String) {
        (self.t(key), value.into())
    }

    pub(super) fn link(&self, key: &str, address: &str) -> Part {
        Part::Link(self.t(key), address.to_owned())
    }

    pub(super) fn valid_until(&self, at: DateTime<Utc>) -> Part {
        Part::Paragraph(self.0.ta("mail-valid-until", &[("moment", format::moment(self.0, at).into())]))
    }

    /// The start page in the letter's language, on the host of `address`.
    fn start(&self, address: &str) -> String {
        let (scheme, rest) = address.split_once("://").unwrap_or(("https", address));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        [scheme, "://", host, "/", self.0.code()].concat()
    }

    /// The only way that an organisation's name comes into a letter's text.
    pub(super) fn organisation(&self, organisation: &str) -> Option<(String, String)> {
        Some(named(organisation)).filter(|name| !name.is_empty()).map(|name| self.fact("mail-fact-organisation", name))
    }

    fn request(&self, about: &About) -> Vec<(String, String)> {
        let reference = self.fact("mail-fact-reference", &about.reference);
        self.organisation(&about.organisation).into_iter().chain([reference]).collect()
    }

    pub(super) fn about(&self, headline: &str, about: &About, parts: Vec<Part>) -> Draft {
        Draft {
            headline: self.t(headline),
            organisation: about.organisation.clone(),
            number: Some(about.reference.clone()),
            parts,
            start: self.start(&about.page),
        }
    }

    pub(super) fn plain(&self, headline: &str, link: &str, parts: Vec<Part>) -> Draft {
        Draft { headline: self.t(headline), organisation: String::new(), number: None, parts, start: self.start(link) }
    }

    pub(super) fn draft(&self, message: &Message) -> Draft {
        match message {
            Message::FilerLink { link, valid_until } => self.plain(
                "mail-filer-link-subject",
                link,
                vec![
                    self.p("mail-filer-link-who"),
                    self.p("mail-filer-link-open"),
                    self.link("mail-link-label", link),
                    self.valid_until(*valid_until),
                    self.p("mail-filer-link-not-asked"),
                ],
            ),
            Message::HandedOver { by, organisation, link, valid_until } => {
                self.handed_over(by.as_str(), organisation, link, *valid_until)
            }
            Message::Filed { about, again, findings } => self.filed(about, *again, *findings),
            Message::ToReview { about, again } => self.about(
                if *again { "mail-to-review-again-subject" } else { "mail-to-review-subject" },
                about,
                vec![
                    self.p(if *again { "mail-to-review-again" } else { "mail-to-review-first" }),
                    Part::Facts(self.request(about)),
                    self.p("mail-to-review-next"),
                    self.link("mail-request-label", &about.page),
                ],
            ),
            Message::ContactNotice { about, named_by, privacy } => self.contact_notice(about, named_by.as_str(), privacy),
            Message::ChangesRequested { about, message } => self.about(
                "mail-changes-subject",
                about,
                vec![
                    self.p("mail-changes-what"),
                    Part::Facts(self.request(about)),
                    Part::Quote(self.t("mail-changes-message"), message.clone()),
                    self.p("mail-changes-next"),
                    self.link("mail-request-label", &about.page),
                ],
            ),
            Message::Rejected { about, reason } => self.about(
                "mail-rejected-subject",
                about,
                vec![
                    self.p("mail-rejected-what"),
                    Part::Facts(self.request(about)),
                    Part::Quote(self.t("mail-rejected-reason"), reason.clone()),
                    self.p("mail-rejected-next"),
                    self.link("mail-request-label", &about.page),
                ],
            ),
            Message::Withdrawn { about } => self.about(
                "mail-withdrawn-subject",
                about,
                vec![
                    self.p("mail-withdrawn-what"),
                    Part::Facts(self.request(about)),
                    self.p("mail-withdrawn-next"),
                    self.link("mail-request-label", &about.page),
                ],
            ),
            Message::Approved { about, number, signatory, document } => {
                self.approved(about, number, signatory, document.as_ref())
            }
            Message::ToSign { .. }
            | Message::SigningReminded { .. }
            | Message::SigningCode { .. }
            | Message::SignatoryNamed { .. }
            | Message::SignatoryReleased { .. }
            | Message::NoticeFiled { .. }
            | Message::SignatureDeclined { .. }
            | Message::SigningLapsed { .. } => self.signing(message),
            Message::Completed { about, number, version, valid_from, last_day, document } => {
                let day = match last_day {
                    Some(last) => ("field-last-day", *last),
                    None => ("mail-fact-valid-from", *valid_from),
                };
                self.completed(about, number, *version, day, document.as_ref())
            }
            Message::SealKeyExpires { subject, not_after, page } => self.plain(
                "mail-seal-expires-subject",
                page,
                vec![
                    self.p("mail-seal-expires-what"),
                    Part::Facts(vec![
                        self.fact("mail-fact-certificate", subject),
                        self.fact("mail-fact-not-after", format::moment_with_zone(self.0, *not_after)),
                    ]),
                    self.p("mail-seal-expires-next"),
                    self.link("mail-seal-page-label", page),
                ],
            ),
            Message::SealingStopped { why, detail, waiting, page } => self.plain(
                "mail-sealing-stopped-subject",
                page,
                vec![
                    self.p("mail-sealing-stopped-what"),
                    self.p(why),
                    Part::Facts(vec![
                        self.fact("mail-fact-waiting-for-seal", waiting.to_string()),
                        self.fact("mail-fact-seal-detail", detail),
                    ]),
                    self.p("mail-sealing-stopped-next"),
                    self.link("mail-seal-page-label", page),
                ],
            ),
            Message::IncidentOpened { .. }
            | Message::IncidentRose { .. }
            | Message::IncidentHealed { .. }
            | Message::AmendmentPrepared { .. }
            | Message::IncidentsHeld { .. }
            | Message::WatchSummary { .. } => self.watching(message),
            Message::LogAlarm { findings, page } => self.log_alarm(findings, page),
            Message::Checkpoint { origin, size, root, key, note, page } => self.plain(
                "mail-checkpoint-subject",
                page,
                vec![
                    self.p("mail-checkpoint-what"),
                    Part::Facts(vec![
                        self.fact("log-origin", origin),
                        self.fact("log-size", size.to_string()),
                        self.fact("log-root", root),
                        self.fact("log-key", key),
                        self.fact("mail-fact-document", &note.name),
                    ]),
                    self.p("mail-checkpoint-keep"),
                    self.link("mail-checkpoint-label", page),
                ],
            ),
            Message::PasswordLink { link, valid_until, new_account } => self.plain(
                if *new_account { "mail-account-subject" } else { "mail-password-subject" },
                link,
                vec![
                    self.p(if *new_account { "mail-account-what" } else { "mail-password-what" }),
                    self.p("mail-password-open"),
                    self.link("mail-link-label", link),
                    self.valid_until(*valid_until),
                    self.p("mail-password-not-expected"),
                ],
            ),
        }
    }

    fn log_alarm(&self, findings: &[(&'static str, String)], page: &str) -> Draft {
        let parts = vec![
            self.p("mail-log-alarm-what"),
            Part::Facts(findings.iter().map(|(key, place)| self.fact(key, place)).collect()),
            self.p("mail-log-alarm-next"),
            self.link("mail-log-alarm-label", page),
        ];
        self.plain("mail-log-alarm-subject", page, parts)
    }

    fn handed_over(&self, by: &str, organisation: &str, link: &str, valid_until: DateTime<Utc>) -> Draft {
        let mut facts = vec![self.fact("mail-fact-handed-by", by)];
        facts.extend(self.organisation(organisation));
        let parts = vec![
            self.p("mail-handed-over-what"),
            Part::Facts(facts),
            self.p("mail-handed-over-open"),
            self.link("mail-link-label", link),
            self.valid_until(valid_until),
            self.p("mail-handed-over-unknown"),
        ];
        Draft { organisation: organisation.to_owned(), ..self.plain("mail-handed-over-subject", link, parts) }
    }

    fn filed(&self, about: &About, again: bool, (errors, unverified): (usize, usize)) -> Draft {
        let mut facts = self.request(about);
        let mut checks = Vec::new();
        if errors > 0 {
            facts.push(self.fact("mail-fact-errors", errors.to_string()));
            checks.push(self.p("mail-filed-errors"));
        }
        if unverified > 0 {
            facts.push(self.fact("mail-fact-unverified", unverified.to_string()));
            checks.push(self.p("mail-filed-unverified"));
        }
        let mut parts = vec![self.p(if again { "mail-filed-again" } else { "mail-filed-first" }), Part::Facts(facts)];
        parts.append(&mut checks);
        parts.push(self.p("mail-filed-next"));
        parts.push(self.link("mail-request-label", &about.page));
        self.about(if again { "mail-filed-again-subject" } else { "mail-filed-subject" }, about, parts)
    }

    fn contact_notice(&self, about: &About, named_by: &str, privacy: &str) -> Draft {
        let section = |heading: &str, text: &str| Part::Section(self.t(heading), self.t(text));
        let mut facts = self.request(about);
        facts.push(self.fact("mail-fact-named-by", named_by));
        let parts = vec![
            self.p("mail-notice-what"),
            Part::Facts(facts),
            section("mail-notice-data-heading", "mail-notice-data"),
            section("mail-notice-source-heading", "mail-notice-source"),
            section("mail-notice-why-heading", "mail-notice-why"),
            section("mail-notice-seen-heading", "mail-notice-seen"),
            section("mail-notice-kept-heading", "mail-notice-kept"),
            section("mail-notice-rights-heading", "mail-notice-rights"),
            section("mail-notice-controller-heading", "mail-notice-controller"),
            self.link("mail-notice-privacy-label", privacy),
        ];
        Draft { start: self.start(privacy), ..self.about("mail-notice-subject", about, parts) }
    }

    fn approved(&self, about: &About, number: &str, signatory: &(String, String), document: Option<&Attachment>) -> Draft {
        let (name, position) = signatory;
        let mut facts: Vec<_> = self.organisation(&about.organisation).into_iter().collect();
        facts.extend([
            self.fact("mail-fact-agreement", number),
            self.fact("mail-fact-reference", &about.reference),
            self.fact("mail-fact-signatory", name),
        ]);
        if !position.trim().is_empty() {
            facts.push(self.fact("mail-fact-position", position));
        }
        if let Some(document) = document {
            facts.push(self.fact("mail-fact-document", &document.name));
        }
        let parts = vec![
            self.p("mail-approved-what"),
            Part::Facts(facts),
            self.p(if document.is_some() { "mail-approved-attached" } else { "mail-approved-on-page" }),
            self.p("mail-approved-next"),
            self.link("mail-approved-label", &about.page),
            self.p("mail-approved-address"),
        ];
        Draft { number: Some(number.to_owned()), ..self.about("mail-approved-subject", about, parts) }
    }

    fn completed(
        &self,
        about: &About,
        number: &str,
        version: i32,
        (label, day): (&'static str, NaiveDate),
        document: Option<&Attachment>,
    ) -> Draft {
        let mut facts: Vec<_> = self.organisation(&about.organisation).into_iter().collect();
        facts.extend([
            self.fact("mail-fact-agreement", number),
            self.fact("mail-fact-version", version.to_string()),
            self.fact(label, format::date(self.0, day)),
        ]);
        if let Some(document) = document {
            facts.push(self.fact("mail-fact-document", &document.name));
        }
        let parts = vec![
            self.p("mail-completed-what"),
            Part::Facts(facts),
            self.p(if document.is_some() { "mail-completed-attached" } else { "mail-completed-on-page" }),
            self.p("mail-completed-keep"),
            self.link("mail-approved-label", &about.page),
            self.p("mail-approved-address"),
        ];
        Draft { number: Some(number.to_owned()), ..self.about("mail-completed-subject", about, parts) }
    }
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
