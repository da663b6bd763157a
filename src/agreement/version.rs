//! The lifecycle of an agreement version as a pure table: its document is made, the party signs, Kela seals; in which order is the
//! operator's choice. Which version is in force on a day follows from the signed ones.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::lifecycle::{EventKind, Transition};
use super::party::coded;

coded! {
    /// The state of an agreement version.
    VersionState {
        /// The service has something to do: make the document, or seal it.
        Preparing = "preparing", "state-preparing";
        /// It waits for the party's signature.
        AwaitingSignature = "awaiting_signature", "state-awaiting-signature";
        /// Signed by the party, where that is needed, and sealed by Kela.
        Signed = "signed", "state-signed";
        /// The party refused to sign.
        Declined = "declined", "state-declined";
        /// Nobody signed in time.
        Lapsed = "lapsed", "state-lapsed";
    }
}

coded! {
    /// What a version is to its agreement, and what a request asks for.
    VersionKind {
        /// The agreement itself.
        First = "first", "version-kind-first";
        /// Changed contents.
        Amendment = "amendment", "version-kind-amendment";
        /// Changed contacts alone, which take no new signature.
        Contacts = "contacts", "version-kind-contacts";
        /// The same agreement, gone through and confirmed anew.
        Renewal = "renewal", "version-kind-renewal";
        /// The end of the agreement on a day.
        Termination = "termination", "version-kind-termination";
    }
}

impl VersionKind {
    /// Whether the party signs it.
    #[must_use]
    pub const fn needs_signature(self) -> bool {
        !matches!(self, Self::Contacts)
    }
}

coded! {
    /// Who comes first: the party's signature or Kela's seal.
    SigningOrder {
        /// The party signs, then Kela seals: the seal covers the signature.
        PartyFirst = "party_first", "signing-order-party-first";
        /// Kela seals, then the party signs the sealed document.
        KelaFirst = "kela_first", "signing-order-kela-first";
    }
}

coded! {
    /// The documents of a version. Each of the first four is the one before it with something added at its end.
    DocumentKind {
        /// As made.
        Base = "base", "document-kind-base";
        /// With the signature that the party added with a certificate of its own.
        PartySigned = "party_signed", "document-kind-party-signed";
        /// With Kela's seal.
        Sealed = "sealed", "document-kind-sealed";
        /// With the proofs that could not be had when it was sealed.
        Upgraded = "upgraded", "document-kind-upgraded";
        /// Another document: how the party signed in the service.
        Evidence = "evidence", "document-kind-evidence";
        /// What a supplier's signatory showed of being allowed to sign.
        Mandate = "mandate", "document-kind-mandate";
    }
}

/// How far a version has come: what was planned for it, and what has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Who comes first.
    pub order: SigningOrder,
    /// Whether the party signs at all.
    pub needs_signature: bool,
    /// The document has been made.
    pub made: bool,
    /// The party has signed.
    pub party_signed: bool,
    /// Kela has sealed.
    pub sealed: bool,
}

/// What can happen to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionAction {
    /// Its document is made.
    Make,
    /// The party signs.
    Sign,
    /// Kela seals.
    Seal,
    /// The party refuses to sign.
    Decline,
    /// The time to sign runs out.
    Lapse,
}

impl VersionAction {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::Make, Self::Sign, Self::Seal, Self::Decline, Self::Lapse];
}

/// An action that the state of a version does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version that is {} does not allow {action:?}", state.code())]
pub struct InvalidVersionStep {
    /// The state.
    pub state: VersionState,
    /// What was tried.
    pub action: VersionAction,
}

impl Course {
    /// The state that what was done amounts to, as long as nobody refused and the time did not run out.
    #[must_use]
    pub const fn state(self) -> VersionState {
        let signature_lacks = self.needs_signature && !self.party_signed;
        match self.order {
            _ if !self.made => VersionState::Preparing,
            SigningOrder::PartyFirst if signature_lacks => VersionState::AwaitingSignature,
            _ if !self.sealed => VersionState::Preparing,
            _ if signature_lacks => VersionState::AwaitingSignature,
            _ => VersionState::Signed,
        }
    }

    /// The step that `action` takes from `state`.
    ///
    /// # Errors
    /// [`InvalidVersionStep`] where the state, or what was done so far, does not allow it.
    pub const fn step(self, state: VersionState, action: VersionAction) -> Result<Transition<VersionState>, InvalidVersionStep> {
        use VersionAction as A;
        use VersionState as S;
        let (to, event) = match (state, action) {
            (S::Preparing, A::Make) if !self.made => (Self { made: true, ..self }.state(), EventKind::DocumentMade),
            (S::Preparing, A::Seal) if self.made && !self.sealed => {
                (Self { sealed: true, ..self }.state(), EventKind::DocumentSealed)
            }
            (S::AwaitingSignature, A::Sign) => (Self { party_signed: true, ..self }.state(), EventKind::VersionSigned),
            (S::AwaitingSignature, A::Decline) => (S::Declined, EventKind::SignatureDeclined),
            (S::AwaitingSignature, A::Lapse) => (S::Lapsed, EventKind::VersionLapsed),
            _ => return Err(InvalidVersionStep { state, action }),
        };
        Ok(Transition::new(state, to, event))
    }
}

/// The first day of a version: the day that was wished, but not before the version is complete, nor before the signed version before it
/// began.
#[must_use]
pub fn first_day(completed: NaiveDate, wished: Option<NaiveDate>, previous: Option<NaiveDate>) -> NaiveDate {
    [wished, previous].into_iter().flatten().fold(completed, NaiveDate::max)
}

/// The first and the last day of a version that is complete on the day `completed`. `wished` is the request's day: the first day of a
/// version, or the last day of an agreement whose notice is given; a notice that is complete later than that ends it then, so that no day
/// that has passed is decided anew.
#[must_use]
pub fn days(
    kind: VersionKind,
    completed: NaiveDate,
    wished: Option<NaiveDate>,
    previous: Option<NaiveDate>,
) -> (NaiveDate, Option<NaiveDate>) {
    match kind {
        VersionKind::Termination => {
            let first = completed;
            (first, Some(first_day(first, wished, previous)))
        }
        _ => (first_day(completed, wished, previous), None),
    }
}

/// The signed version that the next one changes: the last one to begin, whether or not it has begun.
#[must_use]
pub fn basis(versions: &[Validity]) -> Option<&Validity> {
    let agreed = versions.iter().filter(|validity| validity.kind != VersionKind::Termination);
    agreed.max_by_key(|validity| (validity.from, validity.version))
}

/// From when to when a signed version holds, as far as it is known without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The version, from 1.
    pub version: i32,
    /// What it is.
    pub kind: VersionKind,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, where one was agreed; for a termination the agreement's last day.
    pub until: Option<NaiveDate>,
}

/// The version in force on `day`, of the signed versions of one agreement: the newest that has begun, unless its time is over or a
/// termination ended the agreement before `day`.
#[must_use]
pub fn in_force(versions: &[Validity], day: NaiveDate) -> Option<i32> {
    let ended = |validity: &Validity| validity.kind == VersionKind::Termination && validity.until.is_some_and(|last| last < day);
    if versions.iter().any(ended) {
        return None;
    }
    let begun = versions.iter().filter(|validity| validity.kind != VersionKind::Termination && validity.from <= day);
    begun
        .max_by_key(|validity| (validity.from, validity.version))
        .filter(|validity| validity.until.is_none_or(|last| day <= last))
        .map(|validity| validity.version)
}

/// How an agreement stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is signed.
    NotYet,
    /// Its first version begins later.
    Begins(NaiveDate),
    /// This version is in force.
    InForce(i32),
    /// This version is in force until the agreement's last day.
    UnderNotice {
        /// The version in force; none while the first has not begun.
        version: Option<i32>,
        /// The last day.
        last: NaiveDate,
    },
    /// It has ended.
    Ended,
}

impl Standing {
    /// The version in force.
    #[must_use]
    pub const fn version(self) -> Option<i32> {
        match self {
            Self::InForce(version) => Some(version),
            Self::UnderNotice { version, .. } => version,
            Self::NotYet | Self::Begins(_) | Self::Ended => None,
        }
    }

    /// The code in data.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Begins(_) => "begins",
            Self::InForce(_) => "in_force",
            Self::UnderNotice { .. } => "under_notice",
            Self::Ended => "ended",
        }
    }
}

/// How the agreement of these signed versions stands on `day`.
#[must_use]
pub fn standing(versions: &[Validity], day: NaiveDate) -> Standing {
    let version = in_force(versions, day);
    let notices = versions.iter().filter(|validity| validity.kind == VersionKind::Termination && validity.from <= day);
    let last = notices.filter_map(|validity| validity.until).min();
    let begins =
        || versions.iter().filter(|validity| validity.kind != VersionKind::Termination).map(|validity| validity.from).min();
    match (version, last) {
        (version, Some(last)) if day <= last => Standing::UnderNotice { version, last },
        (_, Some(_)) => Standing::Ended,
        (Some(version), None) => Standing::InForce(version),
        (None, None) => match begins() {
            Some(first) if day < first => Standing::Begins(first),
            Some(_) => Standing::Ended,
            None => Standing::NotYet,
        },
    }
}

/// How a signed version stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDay {
    /// It begins later; of a notice: it is given later.
    Begins(NaiveDate),
    /// It is in force.
    InForce,
    /// A later version took its place.
    Replaced,
    /// Its time is over.
    Over,
    /// It is a notice: the agreement ends on this day.
    Ends(NaiveDate),
    /// It is a notice, and the agreement has ended.
    Ended,
}

/// How the signed `version` stands on `day` among the signed versions of its agreement; `None` where it is not among them.
#[must_use]
pub fn on_day(versions: &[Validity], version: i32, day: NaiveDate) -> Option<OnDay> {
    let own = versions.iter().find(|validity| validity.version == version)?;
    let current = in_force(versions, day);
    Some(match (own.kind, own.until) {
        _ if day < own.from => OnDay::Begins(own.from),
        (VersionKind::Termination, Some(last)) if day <= last => OnDay::Ends(last),
        (VersionKind::Termination, _) => OnDay::Ended,
        _ if current == Some(version) => OnDay::InForce,
        _ if current.is_some() => OnDay::Replaced,
        _ => OnDay::Over,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(order: SigningOrder, needs_signature: bool, done: &str) -> Course {
        let has = |letter| done.contains(letter);
        Course { order, needs_signature, made: has('m'), party_signed: has('p'), sealed: has('s') }
    }

    #[test]
    fn every_cell_of_course_and_action_is_as_written_here() {
        use SigningOrder::{KelaFirst, PartyFirst};
        // What was done; the state; then the state after make, sign, seal, decline, lapse: Preparing, Awaiting signature, Signed, Declined,
        // Lapsed; '-' refuses.
        let table = [
            (PartyFirst, true, "", 'P', "A----"),
            (PartyFirst, true, "m", 'A', "-P-DL"),
            (PartyFirst, true, "mp", 'P', "--S--"),
            (PartyFirst, true, "mps", 'S', "-----"),
            (KelaFirst, true, "", 'P', "P----"),
            (KelaFirst, true, "m", 'P', "--A--"),
            (KelaFirst, true, "ms", 'A', "-S-DL"),
            (KelaFirst, true, "msp", 'S', "-----"),
            (PartyFirst, false, "", 'P', "P----"),
            (PartyFirst, false, "m", 'P', "--S--"),
            (PartyFirst, false, "ms", 'S', "-----"),
            (KelaFirst, false, "m", 'P', "--S--"),
        ];
        let letter = |state| match state {
            VersionState::Preparing => 'P',
            VersionState::AwaitingSignature => 'A',
            VersionState::Signed => 'S',
            VersionState::Declined => 'D',
            VersionState::Lapsed => 'L',
        };
        for (order, needs, done, state, row) in table {
            let course = course(order, needs, done);
            assert_eq!(letter(course.state()), state, "{order:?} {needs} {done}");
            for (action, cell) in VersionAction::ALL.into_iter().zip(row.chars()) {
                let after = course.step(course.state(), action).map_or('-', |step| letter(step.to()));
                assert_eq!(after, cell, "{order:?} {needs} {done} {action:?}");
            }
            for state in [VersionState::Declined, VersionState::Lapsed, VersionState::Signed] {
                for action in VersionAction::ALL {
                    assert!(course.step(state, action).is_err(), "{state:?} {action:?}");
                }
            }
        }
    }

    #[test]
    fn one_version_is_in_force_on_a_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let validity =
            |version, kind, from, until: Option<&str>| Validity { version, kind, from: day(from), until: until.map(day) };
        let first = validity(1, VersionKind::First, "2026-12-01", None);
        let second = validity(2, VersionKind::Amendment, "2027-03-01", None);
        let contacts = validity(3, VersionKind::Contacts, "2027-01-15", None);
        let end = validity(4, VersionKind::Termination, "2027-05-01", Some("2027-12-31"));
        let all = [first, second, contacts, end];
        for (on, expected) in [
            ("2026-11-30", None),
            ("2026-12-01", Some(1)),
            ("2027-01-14", Some(1)),
            ("2027-01-15", Some(3)),
            ("2027-02-28", Some(3)),
            ("2027-03-01", Some(2)),
            ("2027-06-01", Some(2)),
            ("2027-12-31", Some(2)),
            ("2028-01-01", None),
        ] {
            assert_eq!(in_force(&all, day(on)), expected, "{on}");
        }
        let short = validity(1, VersionKind::First, "2026-12-01", Some("2026-12-31"));
        assert_eq!(in_force(&[short], day("2026-12-31")), Some(1));
        assert_eq!(in_force(&[short], day("2027-01-01")), None);
        assert_eq!(in_force(&[], day("2027-01-01")), None);
    }

    #[test]
    fn a_version_begins_when_wished_but_never_before_it_is_complete_or_before_the_one_before() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (completed, wished, previous, expected) in [
            ("2026-12-01", None, None, "2026-12-01"),
            ("2026-12-01", Some("2027-01-01"), None, "2027-01-01"),
            ("2026-12-01", Some("2026-11-01"), None, "2026-12-01"),
            ("2026-12-01", None, Some("2027-03-01"), "2027-03-01"),
            ("2026-12-01", Some("2027-01-01"), Some("2027-03-01"), "2027-03-01"),
            ("2026-12-01", Some("2027-04-01"), Some("2027-03-01"), "2027-04-01"),
        ] {
            let (wished, previous) = (wished.map(day), previous.map(day));
            assert_eq!(first_day(day(completed), wished, previous), day(expected));
            assert_eq!(days(VersionKind::Amendment, day(completed), wished, previous), (day(expected), None));
            // A notice counts from its completion; its day is the agreement's last.
            let notice = days(VersionKind::Termination, day(completed), wished, previous);
            assert_eq!(notice, (day(completed), Some(day(expected))));
        }
    }

    #[test]
    fn an_agreement_and_its_versions_stand_on_a_day_as_written_here() {
        use OnDay as O;
        use Standing as S;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let validity =
            |version, kind, from, until: Option<&str>| Validity { version, kind, from: day(from), until: until.map(day) };
        let (second, last) = (day("2027-03-01"), day("2027-12-31"));
        let all = [
            validity(1, VersionKind::First, "2026-12-01", None),
            validity(2, VersionKind::Amendment, "2027-03-01", None),
            validity(3, VersionKind::Termination, "2027-05-01", Some("2027-12-31")),
        ];
        let begins = |text| O::Begins(day(text));
        for (on, agreement, versions) in [
            ("2026-11-30", S::Begins(day("2026-12-01")), [begins("2026-12-01"), begins("2027-03-01"), begins("2027-05-01")]),
            ("2026-12-01", S::InForce(1), [O::InForce, O::Begins(second), begins("2027-05-01")]),
            ("2027-02-28", S::InForce(1), [O::InForce, O::Begins(second), begins("2027-05-01")]),
            ("2027-03-01", S::InForce(2), [O::Replaced, O::InForce, begins("2027-05-01")]),
            ("2027-05-01", S::UnderNotice { version: Some(2), last }, [O::Replaced, O::InForce, O::Ends(last)]),
            ("2027-12-31", S::UnderNotice { version: Some(2), last }, [O::Replaced, O::InForce, O::Ends(last)]),
            ("2028-01-01", S::Ended, [O::Over, O::Over, O::Ended]),
        ] {
            assert_eq!(standing(&all, day(on)), agreement, "{on}");
            for (version, expected) in (1..).zip(versions) {
                assert_eq!(on_day(&all, version, day(on)), Some(expected), "{on} {version}");
            }
        }
        assert_eq!(standing(&[], day("2027-01-01")), S::NotYet);
        assert_eq!(on_day(&all, 4, day("2027-01-01")), None);
        assert_eq!(basis(&all).map(|validity| validity.version), Some(2));
        assert_eq!(basis(&[]), None);
    }
}
