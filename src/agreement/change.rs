//! A change of an agreement that was made: what it can be, who may begin it, what stands in its way, and what is asked for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::draft::{ChangeAnswers, Section};
use super::filing::Filing;
use super::rights::Reader;
use super::version::{Standing, Validity, VersionKind, standing};
use super::{EmailAddress, PartySheet};

/// The changes, in the order in which they are offered.
pub const KINDS: [VersionKind; 4] =
    [VersionKind::Contacts, VersionKind::Amendment, VersionKind::Renewal, VersionKind::Termination];

/// What a request for a change starts from, beside the answers of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDraft {
    /// What is asked for.
    pub kind: VersionKind,
    /// The agreement's number.
    pub number: String,
    /// The signed version that is changed.
    pub version: i32,
    /// What that version holds of the party: what is not asked stays as it is there.
    pub base: Filing,
    /// The first day of that version: no other may begin before it.
    pub not_before: NaiveDate,
    /// Whether Kela gives the notice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_kela: bool,
    /// What was typed.
    pub answers: ChangeAnswers,
}

/// A change as it was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledChange {
    /// What is asked for.
    pub kind: VersionKind,
    /// The signed version that is changed.
    pub version: i32,
    /// From which day; none: as soon as the new version is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<NaiveDate>,
    /// The agreement's last day, of a termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<NaiveDate>,
    /// Why, in the words of who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether Kela gives the notice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_kela: bool,
}

impl FiledChange {
    /// The day that the request wishes: the first of the new version, or the agreement's last.
    #[must_use]
    pub const fn wished(&self) -> Option<NaiveDate> {
        match self.kind {
            VersionKind::Termination => self.last_day,
            _ => self.first_day,
        }
    }

    /// Whether the party signs the version: Kela's notice takes effect without.
    #[must_use]
    pub const fn needs_signature(&self) -> bool {
        self.kind.needs_signature() && !self.by_kela
    }

    /// Whether the domains, the terms and Kela's half are agreed anew.
    #[must_use]
    pub const fn is_agreed_anew(&self) -> bool {
        is_agreed_anew(self.kind)
    }
}

/// Whether a version of this kind takes the terms and Kela's half as they are now. Contacts change without a new signature, and a notice
/// changes nothing but the end: both leave everything else as it was signed.
#[must_use]
pub const fn is_agreed_anew(kind: VersionKind) -> bool {
    matches!(kind, VersionKind::First | VersionKind::Amendment | VersionKind::Renewal)
}

/// Whether a section is a part of the form for a change of `kind`; `None` is a first request.
#[must_use]
pub const fn has_section(kind: Option<VersionKind>, section: Section) -> bool {
    match kind {
        None | Some(VersionKind::First) => !matches!(section, Section::Change),
        Some(VersionKind::Contacts) => {
            matches!(section, Section::Contacts | Section::Support | Section::People | Section::Change)
        }
        Some(VersionKind::Termination) => matches!(section, Section::Signing | Section::Change),
        Some(VersionKind::Amendment | VersionKind::Renewal) => true,
    }
}

/// What someone is to an agreement that they would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Holds a request that led to one of its versions.
    Holder,
    /// Reads the IT administration's mailbox, is the contact for agreement matters or signs, by the newest version.
    Named,
    /// A reviewer of Kela.
    Reviewer,
    /// Anybody else.
    Stranger,
}

impl Asker {
    /// Every kind of asker.
    pub const ALL: [Self; 4] = [Self::Holder, Self::Named, Self::Reviewer, Self::Stranger];

    /// What the proven address `email` is to an agreement whose newest version holds `sheet`, and whose requests `holders` hold.
    #[must_use]
    pub fn of(email: &EmailAddress, sheet: &PartySheet, holders: &[EmailAddress]) -> Self {
        let is = |known: &EmailAddress| known.folded() == email.folded();
        if holders.iter().any(is) {
            Self::Holder
        } else if Reader::of(email, sheet) == Reader::Stranger {
            Self::Stranger
        } else {
            Self::Named
        }
    }
}

/// Whether `asker` may ask for a change of `kind`. Kela gives notice, and changes nothing else of the party's.
#[must_use]
pub const fn may_begin(asker: Asker, kind: VersionKind) -> bool {
    match asker {
        Asker::Holder | Asker::Named => !matches!(kind, VersionKind::First),
        Asker::Reviewer => matches!(kind, VersionKind::Termination),
        Asker::Stranger => false,
    }
}

/// How far the versions and requests of an agreement are, as far as a new change depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation<'a> {
    /// The signed versions.
    pub signed: &'a [Validity],
    /// A version that is being prepared or waits for its signature.
    pub pending: Option<i32>,
    /// Whether a request for a change is being filled or is with Kela.
    pub requested: bool,
}

/// Why a change cannot be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// No version is signed yet.
    NothingSigned,
    /// The agreement has ended.
    Ended,
    /// Notice was given; the agreement's last day.
    UnderNotice(NaiveDate),
    /// A version waits to be completed.
    Pending(i32),
    /// Somebody has asked for a change already.
    Requested,
}

/// What keeps a change of `kind` from being begun on `today`: one change at a time, and none of what has ended. Contacts can be changed as
/// long as the agreement holds.
#[must_use]
pub fn obstacle(kind: VersionKind, situation: Situation<'_>, today: NaiveDate) -> Option<Obstacle> {
    if situation.signed.is_empty() {
        return Some(Obstacle::NothingSigned);
    }
    match standing(situation.signed, today) {
        Standing::Ended => return Some(Obstacle::Ended),
        Standing::UnderNotice { last, .. } if kind != VersionKind::Contacts => return Some(Obstacle::UnderNotice(last)),
        _ => {}
    }
    if let Some(version) = situation.pending {
        return Some(Obstacle::Pending(version));
    }
    situation.requested.then_some(Obstacle::Requested)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_cell_of_asker_and_kind_is_as_written_here() {
        // First, amendment, contacts, renewal, termination.
        let table = [
            (Asker::Holder, [false, true, true, true, true]),
            (Asker::Named, [false, true, true, true, true]),
            (Asker::Reviewer, [false, false, false, false, true]),
            (Asker::Stranger, [false; 5]),
        ];
        assert_eq!(table.map(|(asker, _)| asker), Asker::ALL);
        for (asker, row) in table {
            for (kind, expected) in VersionKind::ALL.iter().zip(row) {
                assert_eq!(may_begin(asker, *kind), expected, "{asker:?} {kind:?}");
            }
        }
    }

    #[test]
    fn every_cell_of_situation_and_kind_is_as_written_here() {
        let of = |version, kind, from, until: Option<&str>| Validity { version, kind, from: day(from), until: until.map(day) };
        let first = [of(1, VersionKind::First, "2026-12-01", None)];
        let ending = [first[0], of(2, VersionKind::Termination, "2026-12-10", Some("2026-12-31"))];
        let at = |signed, pending, requested| Situation { signed, pending, requested };
        let none: &[Validity] = &[];
        // Contacts, amendment, renewal, termination.
        let notice = Some(Obstacle::UnderNotice(day("2026-12-31")));
        let table = [
            (at(none, Some(1), false), "2026-12-20", [Some(Obstacle::NothingSigned); 4]),
            (at(&first, None, false), "2026-12-20", [None; 4]),
            (at(&first, None, false), "2026-11-20", [None; 4]),
            (at(&first, Some(2), false), "2026-12-20", [Some(Obstacle::Pending(2)); 4]),
            (at(&first, None, true), "2026-12-20", [Some(Obstacle::Requested); 4]),
            (at(&ending, None, false), "2026-12-20", [None, notice, notice, notice]),
            (at(&ending, None, true), "2026-12-20", [Some(Obstacle::Requested), notice, notice, notice]),
            (at(&ending, None, false), "2027-01-01", [Some(Obstacle::Ended); 4]),
        ];
        for (situation, today, row) in table {
            for (kind, expected) in KINDS.into_iter().zip(row) {
                assert_eq!(obstacle(kind, situation, day(today)), expected, "{situation:?} {kind:?} {today}");
            }
        }
    }

    #[test]
    fn each_kind_asks_its_own_sections() {
        let asked = |kind| Section::ALL.iter().copied().filter(|section| has_section(kind, *section)).collect::<Vec<_>>();
        use Section as S;
        assert_eq!(asked(Some(VersionKind::Contacts)), [S::Contacts, S::Support, S::People, S::Change]);
        assert_eq!(asked(Some(VersionKind::Termination)), [S::Signing, S::Change]);
        assert_eq!(asked(Some(VersionKind::Amendment)), S::ALL);
        assert_eq!(asked(Some(VersionKind::Renewal)), S::ALL);
        assert_eq!(asked(None), S::ALL.iter().copied().filter(|section| *section != S::Change).collect::<Vec<_>>());
    }
}
