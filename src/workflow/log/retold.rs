//! What the events say of rows that never change, and of states, compared with what stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Fault, Findings, place};
use crate::agreement::lifecycle::{EventKind, RequestState};
use crate::agreement::version::{DocumentKind, VersionState};
use crate::log::LoggedEvent;
use crate::store::{Db, StoreError, agreements, documents, events, requests, signatories as named, signatures, submissions};

/// What the events say of other rows.
#[derive(Default)]
pub(super) struct Told {
    /// Events whose content the service erased.
    erased: BTreeSet<i64>,
    /// Events whose content is not there.
    bare: Vec<i64>,
    /// By agreement, version and kind: the digest and the moment.
    documents: BTreeMap<(String, i32, String), (Option<String>, String)>,
    filings: BTreeMap<(String, i32), Option<String>>,
    filed: BTreeMap<String, i32>,
    versions: BTreeMap<(String, i32), Option<String>>,
    /// The digests of the days of complete versions.
    completed: BTreeMap<(String, i32), Option<String>>,
    /// By agreement, version and number: who was named to sign in place of another.
    named: BTreeMap<(String, i32, i32), Option<String>>,
    /// By agreement, version and number, from the second: digest and moment of a mandate shown in place of the one before it.
    later_mandates: BTreeMap<(String, i32, i32), (Option<String>, String)>,
    /// What the party signed, and when.
    signed: BTreeMap<(String, i32), (Option<String>, String)>,
    /// The digests of the acts, of signatures since events tell them and as long as they do.
    acts: BTreeMap<(String, i32), String>,
    request_states: BTreeMap<String, String>,
    version_states: BTreeMap<(String, i32), String>,
}

impl Told {
    /// Takes what an event says. Events come in the order of their numbers.
    pub(super) fn note(&mut self, event: LoggedEvent) {
        let LoggedEvent { at, kind, request_id, agreement_id, version, subject, from_state, to_state, .. } = event;
        let version = agreement_id.zip(version);
        let of = |state: &Option<String>, is: fn(&str) -> bool| state.as_deref().is_some_and(is);
        if let (Some(request), Some(to)) = (&request_id, &to_state)
            && of(&from_state, |code| RequestState::from_code(code).is_some())
            && of(&to_state, |code| RequestState::from_code(code).is_some())
        {
            self.request_states.insert(request.clone(), to.clone());
        }
        if let (Some(version), Some(to)) = (&version, &to_state)
            && of(&from_state, |code| VersionState::from_code(code).is_some())
            && of(&to_state, |code| VersionState::from_code(code).is_some())
        {
            self.version_states.insert(version.clone(), to.clone());
        }
        let kind = EventKind::from_code(&kind);
        if let (Some((agreement, version)), Some(document)) = (&version, kind.and_then(document_of)) {
            self.documents.insert((agreement.clone(), *version, document.code().to_owned()), (subject.clone(), at.clone()));
        }
        match (kind, request_id, version) {
            (Some(EventKind::ContentErased), ..) => self.erased.extend(subject.and_then(|id| id.parse::<i64>().ok())),
            (Some(EventKind::VersionCompleted), _, Some(version)) => {
                self.completed.insert(version, subject);
            }
            (Some(EventKind::VersionSigned), _, Some((agreement, version))) => {
                self.signed.insert((agreement.clone(), version), (subject.clone(), at.clone()));
                // In the service the party signs a document that is there already; with a certificate it sends back another.
                let place = |kind: DocumentKind| (agreement.clone(), version, kind.code().to_owned());
                let ours = [DocumentKind::Base, DocumentKind::Sealed].map(|kind| self.documents.get(&place(kind)));
                if !ours.into_iter().flatten().any(|(digest, _)| *digest == subject) {
                    self.documents.insert(place(DocumentKind::PartySigned), (subject, at));
                }
            }
            (Some(EventKind::SignatoryNamed), _, Some(version)) => {
                let number = next_number(&self.named, &version, 1);
                self.named.insert((version.0, version.1, number), subject);
            }
            (Some(EventKind::MandateReplaced), _, Some(version)) => {
                // The first one is among the documents.
                let number = next_number(&self.later_mandates, &version, 2);
                self.later_mandates.insert((version.0, version.1, number), (subject, at));
            }
            (Some(EventKind::VersionCreated), _, Some(version)) => {
                self.versions.insert(version, subject);
            }
            (Some(EventKind::RequestFiled | EventKind::RequestRefiled), Some(request), _) => {
                let number = self.filed.entry(request.clone()).and_modify(|number| *number += 1).or_insert(1);
                self.filings.insert((request, *number), subject);
            }
            _ => {}
        }
    }
}

impl Told {
    fn note_act(&mut self, event: &LoggedEvent, content: &str) {
        if EventKind::from_code(&event.kind) != Some(EventKind::VersionSigned) {
            return;
        }
        let act = serde_json::from_str::<events::EventContent>(content).ok().and_then(|content| content.act);
        let version = event.agreement_id.clone().zip(event.version);
        self.acts.extend(version.zip(act));
    }
}

/// The number of the next row of a version, where the first has the number `first`.
fn next_number<T>(known: &BTreeMap<(String, i32, i32), T>, (agreement, version): &(String, i32), first: i32) -> i32 {
    let of_version = known.keys().filter(|(of, number, _)| of == agreement && number == version);
    i32::try_from(of_version.count()).unwrap_or(i32::MAX).saturating_add(first)
}

/// The document that came to be with an event; its digest is the event's subject.
const fn document_of(event: EventKind) -> Option<DocumentKind> {
    Some(match event {
        EventKind::DocumentMade => DocumentKind::Base,
        EventKind::DocumentSealed => DocumentKind::Sealed,
        EventKind::SealUpgraded => DocumentKind::Upgraded,
        EventKind::EvidenceMade => DocumentKind::Evidence,
        EventKind::MandateShown => DocumentKind::Mandate,
        _ => return None,
    })
}

/// Compares the contents of a run of events, those after number `after` and up to `until`, with their digests.
pub(super) fn compare_contents(
    db: &mut Db,
    run: &[LoggedEvent],
    (after, until): (i64, i64),
    told: &mut Told,
    found: &mut Findings,
) -> Result<(), StoreError> {
    const T: &str = "event_contents";
    let read = found.readable(T, events::contents_between(db, after, until))?;
    let mut there: BTreeMap<i64, (String, String)> =
        read.into_iter().map(|(event, salt, content)| (event, (salt, content))).collect();
    for event in run {
        match (&event.content_digest, there.remove(&event.id)) {
            (None, Some(_)) => found.add(Fault::Unexpected, T, event.id),
            (Some(digest), Some((salt, content))) if *digest != events::digest(&salt, &content) => {
                found.add(Fault::Changed, T, event.id);
            }
            (Some(_), None) => told.bare.push(event.id),
            (Some(_), Some((_, content))) => told.note_act(event, &content),
            (None, None) => {}
        }
    }
    for event in there.into_keys() {
        found.add(Fault::Unexpected, T, event);
    }
    Ok(())
}

/// What is frozen is what the events say it was, and states are those that the events led to.
pub(super) fn compare(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    for event in told.bare.iter().filter(|event| !told.erased.contains(event)) {
        found.add(Fault::Missing, "event_contents", event);
    }
    documents(db, told, found)?;
    filings(db, told, found)?;
    versions(db, told, found)?;
    signatures(db, told, found)?;
    signatories(db, told, found)?;
    later_mandates(db, told, found)?;
    for (request, state) in found.readable("requests", requests::states(db))? {
        if told.request_states.get(&request).is_some_and(|told| *told != state) {
            found.add(Fault::Changed, "requests", request);
        }
    }
    Ok(())
}

fn documents(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    const T: &str = "documents";
    let row = |(agreement, version, kind): &(String, i32, String)| place(place(agreement, version), kind);
    let places: BTreeSet<_> = found.readable(T, documents::places(db))?.into_iter().collect();
    for gone in told.documents.keys().filter(|at| !places.contains(*at)) {
        found.add(Fault::Missing, T, row(gone));
    }
    for at in &places {
        let Some((digest, moment)) = told.documents.get(at) else {
            found.add(Fault::Unexpected, T, row(at));
            continue;
        };
        let read = found.readable(T, documents::digest(db, (&at.0, at.1, &at.2)))?;
        let fits = read.is_some_and(|(bytes, written, made)| bytes == written && Some(bytes) == *digest && made == *moment);
        if !fits {
            found.add(Fault::Changed, T, row(at));
        }
    }
    Ok(())
}

fn filings(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    let places = found.readable("submissions", submissions::places(db))?;
    compare_places(&places, &told.filings, "submissions", found);
    for at in &places {
        // Events of the first release say nothing of what was filed.
        let Some(Some(digest)) = told.filings.get(at) else { continue };
        if found.readable("submissions", submissions::digest(db, &at.0, at.1))?.as_ref() != Some(digest) {
            found.add(Fault::Changed, "submissions", place(&at.0, at.1));
        }
    }
    Ok(())
}

fn versions(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    let states = found.readable("agreement_versions", agreements::version_states(db))?;
    let places: Vec<_> = states.iter().map(|(agreement, version, _)| (agreement.clone(), *version)).collect();
    compare_places(&places, &told.versions, "agreement_versions", found);
    for (at, (.., state)) in places.iter().zip(&states) {
        let moved = told.version_states.get(at).is_some_and(|told| told != state);
        let digest = told.versions.get(at).cloned().flatten();
        let now = found.readable("agreement_versions", agreements::version_digest(db, &at.0, at.1))?;
        let days = found.readable("agreement_versions", agreements::days_digest(db, &at.0, at.1))?;
        let other_days = days != told.completed.get(at).cloned().flatten();
        if moved || other_days || (digest.is_some() && now != digest) {
            found.add(Fault::Changed, "agreement_versions", place(&at.0, at.1));
        }
    }
    Ok(())
}

fn signatures(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    const T: &str = "signatures";
    let rows = found.readable(T, signatures::places(db))?;
    let places: Vec<_> = rows.iter().map(|row| row.at.clone()).collect();
    compare_places(&places, &told.signed, T, found);
    for row in rows {
        let signed = told.signed.get(&row.at);
        let other = signed.is_some_and(|(signed, when)| signed.as_ref() != Some(&row.sha256) || *when != row.moment);
        if other || told.acts.get(&row.at).is_some_and(|act| *act != row.act) {
            found.add(Fault::Changed, T, place(&row.at.0, row.at.1));
        }
    }
    Ok(())
}

/// Who was named to sign in place of another is who the events say.
fn signatories(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    const T: &str = "signatories";
    let row = |(agreement, version, number): &(String, i32, i32)| place(place(agreement, version), number);
    let places: BTreeSet<_> = found.readable(T, named::places(db))?.into_iter().collect();
    for gone in told.named.keys().filter(|at| !places.contains(*at)) {
        found.add(Fault::Missing, T, row(gone));
    }
    for at in &places {
        let now = found.readable(T, named::digest(db, &at.0, at.1, at.2))?;
        match told.named.get(at) {
            None => found.add(Fault::Unexpected, T, row(at)),
            Some(digest) if *digest != now => found.add(Fault::Changed, T, row(at)),
            Some(_) => {}
        }
    }
    Ok(())
}

/// The mandates after the first are what the events say was shown.
fn later_mandates(db: &mut Db, told: &Told, found: &mut Findings) -> Result<(), StoreError> {
    const T: &str = "later_mandates";
    let row = |(agreement, version, number): &(String, i32, i32)| place(place(agreement, version), number);
    let rows: BTreeMap<_, _> = found.readable(T, named::later(db))?.into_iter().collect();
    for gone in told.later_mandates.keys().filter(|at| !rows.contains_key(*at)) {
        found.add(Fault::Missing, T, row(gone));
    }
    for (at, (bytes, written, moment)) in &rows {
        let fits = |(digest, told_at): &(Option<String>, String)| {
            bytes == written && Some(bytes) == digest.as_ref() && moment == told_at
        };
        match told.later_mandates.get(at) {
            None => found.add(Fault::Unexpected, T, row(at)),
            Some(told) if !fits(told) => found.add(Fault::Changed, T, row(at)),
            Some(_) => {}
        }
    }
    Ok(())
}

/// There is a row for each event that says so, and no other.
fn compare_places<T>(places: &[(String, i32)], told: &BTreeMap<(String, i32), T>, table: &'static str, found: &mut Findings) {
    let there: BTreeSet<&(String, i32)> = places.iter().collect();
    for (id, number) in told.keys().filter(|place| !there.contains(place)) {
        found.add(Fault::Missing, table, place(id, number));
    }
    for (id, number) in there.into_iter().filter(|place| !told.contains_key(*place)) {
        found.add(Fault::Unexpected, table, place(id, number));
    }
}
