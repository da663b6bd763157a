//! The letters of watching: an incident opened, more pressing, over; an amendment prepared; too many at once; the weekly summary.

use super::layout::Part;
use super::letter::{Draft, Words};
use super::message::{About, Incident, Message};

impl Words {
    /// The letter of a message about watching; any other has no parts here.
    pub(super) fn watching(&self, message: &Message) -> Draft {
        match message {
            Message::IncidentOpened { about, incident, again } => {
                let what = if *again { "mail-incident-again-what" } else { "mail-incident-what" };
                let subject = if *again { "mail-incident-again-subject" } else { "mail-incident-subject" };
                self.incident(subject, what, about, incident, true)
            }
            Message::IncidentRose { about, incident } => {
                self.incident("mail-incident-rose-subject", "mail-incident-rose-what", about, incident, true)
            }
            Message::IncidentHealed { about, incident } => {
                self.incident("mail-incident-healed-subject", "mail-incident-healed-what", about, incident, false)
            }
            Message::AmendmentPrepared { about, link, valid_until } => {
                let mut facts: Vec<_> = self.organisation(&about.organisation).into_iter().collect();
                facts.push(self.fact("mail-fact-agreement", &about.reference));
                let parts = vec![
                    self.p("mail-amendment-what"),
                    Part::Facts(facts),
                    self.p("mail-amendment-open"),
                    self.link("mail-link-label", link),
                    self.valid_until(*valid_until),
                    self.p("mail-amendment-next"),
                ];
                self.about("mail-amendment-subject", about, parts)
            }
            Message::IncidentsHeld { count, page } => {
                let parts = vec![
                    self.p("mail-held-what"),
                    Part::Facts(vec![self.fact("mail-fact-held", count.to_string())]),
                    self.p("mail-held-next"),
                    self.link("mail-watch-label", page),
                ];
                self.plain("mail-held-subject", page, parts)
            }
            Message::WatchSummary { counts, lists, page } => {
                let mut parts = vec![
                    self.p("mail-summary-what"),
                    Part::Facts(counts.iter().map(|(key, count)| self.fact(key, count.to_string())).collect()),
                ];
                for (heading, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
                    parts.push(Part::Section(self.t(heading), lines.join("; ")));
                }
                parts.push(self.link("mail-watch-label", page));
                self.plain("mail-summary-subject", page, parts)
            }
            other => self.draft(other),
        }
    }

    fn incident(&self, subject: &str, what: &str, about: &About, incident: &Incident, advice: bool) -> Draft {
        let mut facts: Vec<_> = self.organisation(&about.organisation).into_iter().collect();
        if !about.reference.is_empty() {
            facts.push(self.fact("mail-fact-agreement", &about.reference));
        }
        facts.extend(incident.facts.iter().map(|(key, value)| self.fact(key, value)));
        let mut parts = vec![self.p(what), self.p(incident.title), Part::Facts(facts)];
        if advice {
            parts.push(self.p(incident.why));
            parts.push(self.p(incident.todo));
        }
        parts.push(self.link(if incident.at_desk { "mail-incident-label" } else { "mail-incident-service-label" }, &about.page));
        let draft = self.about(subject, about, parts);
        Draft { number: draft.number.filter(|number| !number.is_empty()), ..draft }
    }
}
