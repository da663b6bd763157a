//! The alarm of the self-check: an event for each finding that is new, one when it is found no more, and a mail to the administrators.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Fault, Finding};
use crate::agreement::Language;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::Role;
use crate::mail::Message;
use crate::store::accounts::User;
use crate::store::events::Cause;
use crate::store::{Db, accounts, events};
use crate::workflow::post::{Concerning, Desk, More};
use crate::workflow::{Outcome, Service};

/// New findings of one fault in one table that are told one by one; more are told as one, which stands for every further one too.
const ONE_BY_ONE: usize = 20;
/// What stands in the place of a row for all of them.
const ALL: &str = "*";

/// What an alarm is about: the subject of its event, as `changed/events/17`, or `changed/events/*` for many rows.
fn subject(fault: Fault, table: &str, row: &str) -> String {
    [fault.code(), table, row].join("/")
}

/// The fault, table and row of an alarm, by the subject of its event; a row of `*` stands for many.
#[must_use]
pub fn read_subject(text: &str) -> Option<(Fault, &str, &str)> {
    let mut parts = text.splitn(3, '/');
    Some((Fault::from_code(parts.next()?)?, parts.next()?, parts.next()?))
}

fn all_of(finding: &Finding) -> String {
    subject(finding.fault, finding.table, ALL)
}

fn own(finding: &Finding) -> String {
    subject(finding.fault, finding.table, &finding.row)
}

/// The alarms that are not over, by the subjects of their events.
fn active(db: &mut Db) -> Outcome<BTreeSet<String>> {
    let mut active = BTreeSet::new();
    for (kind, subject) in events::subjects_of(db, &[EventKind::LogAlarm, EventKind::LogAlarmOver])? {
        if kind == EventKind::LogAlarm.code() {
            active.insert(subject);
        } else {
            active.remove(&subject);
        }
    }
    Ok(active)
}

/// The subjects of alarms that begin and of those that are over.
fn changes(active: &BTreeSet<String>, findings: &[Finding]) -> (Vec<String>, Vec<String>) {
    let mut fresh: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut still = BTreeSet::new();
    for finding in findings {
        still.extend([all_of(finding), own(finding)]);
        if !active.contains(&all_of(finding)) && !active.contains(&own(finding)) {
            fresh.entry(all_of(finding)).or_default().push(own(finding));
        }
    }
    let begun = fresh.into_iter().flat_map(|(all, each)| if each.len() > ONE_BY_ONE { vec![all] } else { each });
    (begun.collect(), active.iter().filter(|alarm| !still.contains(*alarm)).cloned().collect())
}

/// Writes down what is new and what is over of `findings`, and mails what is new to every administrator: each distinct finding once, and
/// again if it comes back after it was over.
///
/// # Errors
/// [`WorkflowError::Store`](crate::workflow::WorkflowError::Store).
pub(super) async fn tell(service: &Service, findings: &[Finding]) -> Outcome<()> {
    let findings = findings.to_vec();
    let known = service.store.read(active).await?;
    if changes(&known, &findings) == (Vec::new(), Vec::new()) {
        return Ok(());
    }
    let desk = service.desk();
    let told = service
        .store
        .write(move |db| {
            let (begun, over) = changes(&active(db)?, &findings);
            for (kind, subjects) in [(EventKind::LogAlarm, &begun), (EventKind::LogAlarmOver, &over)] {
                for subject in subjects {
                    let more = More::default().subject(subject.as_str());
                    desk.event(db, kind, Cause::Service, Concerning::default(), more)?;
                }
            }
            if !begun.is_empty() {
                mail(db, &desk, &begun)?;
            }
            Ok::<_, crate::workflow::WorkflowError>(!begun.is_empty())
        })
        .await?;
    if told {
        service.wake();
    }
    Ok(())
}

fn mail(db: &mut Db, desk: &Desk, begun: &[String]) -> Outcome<()> {
    let findings: Vec<(&'static str, String)> = begun
        .iter()
        .filter_map(|alarm| read_subject(alarm))
        .map(|(fault, table, row)| match row {
            ALL => (fault.key(), format!("{table} (> {ONE_BY_ONE})")),
            row => (fault.key(), [table, " ", row].concat()),
        })
        .collect();
    let administrators = |user: &User| user.role == Role::Administrator && user.disabled_at.is_none();
    for user in accounts::all(db)?.into_iter().filter(administrators) {
        let page = |language: Language| desk.address(language, "/history");
        let message = Message::LogAlarm { findings: findings.clone(), page: page(user.language) };
        desk.mail(db, &message, user.language, &[&user.email], Concerning::default())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(rows: std::ops::Range<usize>) -> Vec<Finding> {
        rows.map(|row| Finding { fault: Fault::Changed, table: "events", row: row.to_string() }).collect()
    }

    #[test]
    fn each_finding_is_told_once_and_many_as_one() {
        let none = BTreeSet::new();
        let few = changes(&none, &findings(0..2));
        assert_eq!(few, (vec!["changed/events/0".to_owned(), "changed/events/1".to_owned()], vec![]));
        let known: BTreeSet<String> = few.0.into_iter().collect();
        assert_eq!(changes(&known, &findings(0..2)), (vec![], vec![]));
        assert_eq!(changes(&known, &findings(1..3)), (vec!["changed/events/2".to_owned()], vec!["changed/events/0".to_owned()]));
        assert_eq!(changes(&none, &findings(0..20)).0.len(), 20);
        let many = changes(&known, &findings(0..500));
        assert_eq!(many, (vec!["changed/events/*".to_owned()], vec![]));
        let known: BTreeSet<String> = known.into_iter().chain(many.0).collect();
        assert_eq!(changes(&known, &findings(0..900)), (vec![], vec![]));
        assert_eq!(changes(&known, &[]).1.len(), 3);
    }

    #[test]
    fn the_subject_of_an_alarm_is_read_back() {
        let subject = subject(Fault::Missing, "documents", "019aa5b4/1");
        assert_eq!(read_subject(&subject), Some((Fault::Missing, "documents", "019aa5b4/1")));
        assert_eq!(read_subject("nothing/events/1"), None);
        assert_eq!(read_subject("changed/events"), None);
    }
}
