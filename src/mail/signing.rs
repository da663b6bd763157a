//! The letters around the party's signature.

use chrono::{DateTime, Utc};

use super::layout::Part;
use super::letter::{Draft, Words};
use super::message::{About, Message};

impl Words {
    /// The letter of a message about signing; any other has no parts here.
    pub(super) fn signing(&self, message: &Message) -> Draft {
        match message {
            Message::ToSign { about, number, link, valid_until, lapses_at, reminder } => {
                let (subject, what) = if *reminder {
                    ("mail-to-sign-again-subject", "mail-to-sign-again")
                } else {
                    ("mail-to-sign-subject", "mail-to-sign-what")
                };
                let parts = vec![
                    self.p(what),
                    Part::Facts(self.signed_facts(about, number, *lapses_at)),
                    self.p("mail-to-sign-open"),
                    self.link("mail-link-label", link),
                    self.valid_until(*valid_until),
                    self.p("mail-to-sign-later"),
                    self.link("mail-to-sign-page", &about.page),
                    self.p("mail-to-sign-not-you"),
                ];
                self.numbered(subject, about, number, parts)
            }
            Message::SigningReminded { about, number, signatory: (name, position), lapses_at } => {
                let mut facts = self.signed_facts(about, number, *lapses_at);
                facts.push(self.fact("mail-fact-signatory", name));
                facts.push(self.fact("mail-fact-position", position));
                let parts = vec![
                    self.p("mail-signing-reminded-what"),
                    Part::Facts(facts),
                    self.p("mail-signing-reminded-next"),
                    self.link("mail-approved-label", &about.page),
                ];
                self.numbered("mail-signing-reminded-subject", about, number, parts)
            }
            Message::SigningCode { about, number, code, valid_until } => {
                let (first, second) = code.split_at_checked(code.len() / 2).unwrap_or((code, ""));
                let facts = vec![
                    self.fact("mail-fact-code", [first, " ", second].concat()),
                    self.fact("mail-fact-code-until", self.moment(*valid_until)),
                    self.fact("mail-fact-agreement", number),
                ];
                let parts = vec![
                    self.p("mail-signing-code-what"),
                    Part::Facts(facts),
                    self.p("mail-signing-code-use"),
                    self.p("mail-signing-code-not-you"),
                ];
                self.numbered("mail-signing-code-subject", about, number, parts)
            }
            Message::SignatoryNamed { about, number, before, signatory: (name, position), lapses_at, reason } => {
                let mut facts = self.signed_facts(about, number, *lapses_at);
                facts.push(self.fact("mail-fact-signatory-before", before));
                facts.push(self.fact("mail-fact-signatory", name));
                facts.push(self.fact("mail-fact-position", position));
                let parts = vec![
                    self.p("mail-signatory-named-what"),
                    Part::Facts(facts),
                    Part::Quote(self.t("mail-declined-reason"), reason.clone()),
                    self.p("mail-signatory-named-next"),
                    self.link("mail-approved-label", &about.page),
                ];
                self.numbered("mail-signatory-named-subject", about, number, parts)
            }
            Message::SignatoryReleased { about, number } => {
                let parts = vec![
                    self.p("mail-signatory-released-what"),
                    Part::Facts(self.signed_facts(about, number, None)),
                    self.p("mail-signatory-released-next"),
                    self.link("mail-service-label", &about.page),
                ];
                self.numbered("mail-signatory-released-subject", about, number, parts)
            }
            Message::NoticeFiled { about, number, last_day, reason } => {
                let mut facts = self.signed_facts(about, number, None);
                facts.push(self.fact("field-last-day", self.date(*last_day)));
                let mut parts = vec![self.p("mail-notice-filed-what"), Part::Facts(facts)];
                parts.extend(reason.iter().map(|reason| Part::Quote(self.t("mail-declined-reason"), reason.clone())));
                parts.push(self.p("mail-notice-filed-next"));
                parts.push(self.link("mail-approved-label", &about.page));
                self.numbered("mail-notice-filed-subject", about, number, parts)
            }
            Message::SignatureDeclined { about, number, reason } => {
                let parts = vec![
                    self.p("mail-declined-what"),
                    Part::Facts(self.signed_facts(about, number, None)),
                    Part::Quote(self.t("mail-declined-reason"), reason.clone()),
                    self.p("mail-declined-next"),
                    self.link("mail-approved-label", &about.page),
                ];
                self.numbered("mail-declined-subject", about, number, parts)
            }
            Message::SigningLapsed { about, number } => {
                let parts = vec![
                    self.p("mail-lapsed-what"),
                    Part::Facts(self.signed_facts(about, number, None)),
                    self.p("mail-lapsed-next"),
                    self.link("mail-approved-label", &about.page),
                ];
                self.numbered("mail-lapsed-subject", about, number, parts)
            }
            other => self.draft(other),
        }
    }

    fn numbered(&self, subject: &str, about: &About, number: &str, parts: Vec<Part>) -> Draft {
        Draft { number: Some(number.to_owned()), ..self.about(subject, about, parts) }
    }

    fn signed_facts(&self, about: &About, number: &str, lapses_at: Option<DateTime<Utc>>) -> Vec<(String, String)> {
        let mut facts: Vec<_> = self.organisation(&about.organisation).into_iter().collect();
        facts.push(self.fact("mail-fact-agreement", number));
        facts.push(self.fact("mail-fact-reference", &about.reference));
        facts.extend(lapses_at.map(|at| self.fact("mail-fact-sign-by", self.moment(at))));
        facts
    }
}
