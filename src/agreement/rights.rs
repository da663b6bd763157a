//! Who may do what: one pure table.

use serde::{Deserialize, Serialize};

use super::incident::{IncidentAction, IncidentState};
use super::lifecycle::{RequestAction, RequestState};
use super::party::{PartySheet, coded};
use super::version::VersionState;
use crate::agreement::EmailAddress;

coded! {
    /// A role of Kela's local accounts.
    Role {
        /// Keeps Kela's half, the terms, users and the mail.
        Administrator = "administrator", "role-administrator";
        /// Reviews requests.
        Reviewer = "reviewer", "role-reviewer";
        /// Finds, reads and downloads; changes nothing.
        Auditor = "auditor", "role-auditor";
    }
}

/// Who acts on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The filer who holds the request.
    Filer,
    /// Someone signed in at Kela.
    Staff(Role),
    /// Anybody else, a filer of another request among them.
    Stranger,
}

impl Party {
    /// Every kind of actor.
    pub const ALL: [Self; 5] =
        [Self::Filer, Self::Staff(Role::Administrator), Self::Staff(Role::Reviewer), Self::Staff(Role::Auditor), Self::Stranger];
}

/// Whether `party` may take `action` on a request in `state`.
///
/// A draft is the filer's own: Kela does not see it before it is filed. A decision is a reviewer's, never an administrator's.
#[must_use]
pub const fn may(party: Party, action: RequestAction, state: RequestState) -> bool {
    use RequestAction as A;
    use RequestState as S;
    match (party, action) {
        (Party::Filer, A::View) => true,
        (Party::Filer, A::Edit | A::File | A::HandOver) => matches!(state, S::Draft | S::ChangesRequested),
        (Party::Filer, A::Withdraw) => matches!(state, S::Draft | S::Submitted | S::ChangesRequested),
        (Party::Staff(_), A::View) => !matches!(state, S::Draft),
        (Party::Staff(Role::Reviewer), A::Assign | A::AskChanges | A::Approve | A::Reject) => matches!(state, S::Submitted),
        _ => false,
    }
}

/// What someone is to the newest version of an agreement, by an address that a mailed link proved to be theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Reads the mailbox of the party's IT administration.
    ItAdministration,
    /// The party's contact for agreement matters.
    AgreementContact,
    /// Who signs for the party.
    Signatory,
    /// Anybody else, the party's other contacts among them.
    Stranger,
}

impl Reader {
    /// Every kind of reader.
    pub const ALL: [Self; 4] = [Self::ItAdministration, Self::AgreementContact, Self::Signatory, Self::Stranger];

    /// What the holder of `email` is to the agreement that holds `sheet`.
    #[must_use]
    pub fn of(email: &EmailAddress, sheet: &PartySheet) -> Self {
        let is = |known: &EmailAddress| known.folded() == email.folded();
        if is(&sheet.it_mailbox) {
            Self::ItAdministration
        } else if is(&sheet.agreement_contact.email) {
            Self::AgreementContact
        } else if is(&sheet.signatory.email) {
            Self::Signatory
        } else {
            Self::Stranger
        }
    }
}

/// What a reader does with the newest version of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderAction {
    /// See that it is there and how it stands.
    View,
    /// Download its document.
    Download,
}

impl ReaderAction {
    /// Every action.
    pub const ALL: [Self; 2] = [Self::View, Self::Download];
}

/// Whether `reader` may take `action` on an agreement whose newest version is in `state`. A document that is being made is nobody's yet.
#[must_use]
pub const fn may_read(reader: Reader, action: ReaderAction, state: VersionState) -> bool {
    match (reader, action) {
        (Reader::Stranger, _) => false,
        (_, ReaderAction::View) => true,
        (_, ReaderAction::Download) => !matches!(state, VersionState::Preparing),
    }
}

/// What someone is to the signing of a version, by an address that a mailed link proved to be theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Who signs for the party: the address stands in the agreement.
    Signatory,
    /// Anybody else, the party's other people among them.
    Stranger,
}

impl Signer {
    /// Every kind of signer.
    pub const ALL: [Self; 2] = [Self::Signatory, Self::Stranger];

    /// What the holder of `email` is to the version that holds `sheet`.
    #[must_use]
    pub fn of(email: &EmailAddress, sheet: &PartySheet) -> Self {
        if sheet.signatory.email.folded() == email.folded() { Self::Signatory } else { Self::Stranger }
    }
}

/// What is done on the way to a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningAction {
    /// See what is to be signed, or what became of it.
    View,
    /// Open the exact document that is to be signed.
    Read,
    /// Show the mandate that the signatory acts by.
    ShowMandate,
    /// Have a code mailed.
    AskCode,
    /// Sign in the service.
    Sign,
    /// Send the document back, signed with a certificate.
    Upload,
    /// Refuse to sign.
    Decline,
}

impl SigningAction {
    /// Every action.
    pub const ALL: [Self; 7] =
        [Self::View, Self::Read, Self::ShowMandate, Self::AskCode, Self::Sign, Self::Upload, Self::Decline];
}

/// Whether `signer` may take `action` on a version in `state`. What became of a version can always be seen; all else is possible only
/// while it waits for the signature.
#[must_use]
pub const fn may_sign(signer: Signer, action: SigningAction, state: VersionState) -> bool {
    match (signer, action) {
        (Signer::Stranger, _) => false,
        (Signer::Signatory, SigningAction::View) => true,
        (Signer::Signatory, _) => matches!(state, VersionState::AwaitingSignature),
    }
}

/// Who would name another signatory of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namer {
    /// Holds the request that the version rests on.
    Holder,
    /// The party's contact for agreement matters.
    AgreementContact,
    /// Someone signed in at Kela.
    Staff(Role),
    /// Anybody else, the signatory among them: whoever shall not sign refuses to.
    Stranger,
}

impl Namer {
    /// Every kind of namer.
    pub const ALL: [Self; 6] = [
        Self::Holder,
        Self::AgreementContact,
        Self::Staff(Role::Administrator),
        Self::Staff(Role::Reviewer),
        Self::Staff(Role::Auditor),
        Self::Stranger,
    ];

    /// What the holder of `email` is to the version that holds `sheet` and rests on the request of `holder`.
    #[must_use]
    pub fn of(email: &EmailAddress, sheet: &PartySheet, holder: &EmailAddress) -> Self {
        if holder.folded() == email.folded() {
            Self::Holder
        } else if sheet.agreement_contact.email.folded() == email.folded() {
            Self::AgreementContact
        } else {
            Self::Stranger
        }
    }
}

/// Whether `namer` may name another signatory of a version in `state`: while it waits for the signature.
#[must_use]
pub const fn may_name(namer: Namer, state: VersionState) -> bool {
    match namer {
        Namer::Holder | Namer::AgreementContact | Namer::Staff(Role::Reviewer) => {
            matches!(state, VersionState::AwaitingSignature)
        }
        Namer::Staff(Role::Administrator | Role::Auditor) | Namer::Stranger => false,
    }
}

/// What may be done at Kela's desk beside the handling of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskAction {
    /// See the queue.
    SeeQueue,
    /// Search and list agreements, read their history, download their documents.
    ReadAgreements,
    /// Send a signatory the link again, and give more time to sign.
    KeepSigning,
    /// Change Kela's half of the form.
    KeepKelaHalf,
    /// Write and publish terms.
    KeepTerms,
    /// Add, change and disable accounts.
    KeepUsers,
    /// See the outgoing mail, and send again what was given up.
    KeepMail,
    /// See how the seal stands, and have what waits for it tried at once.
    KeepSeal,
    /// See the jobs that failed, and let them be tried at once.
    KeepJobs,
}

impl DeskAction {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::SeeQueue,
        Self::ReadAgreements,
        Self::KeepSigning,
        Self::KeepKelaHalf,
        Self::KeepTerms,
        Self::KeepUsers,
        Self::KeepMail,
        Self::KeepSeal,
        Self::KeepJobs,
    ];
}

/// Whether a role may take a desk action.
#[must_use]
pub const fn may_at_desk(role: Role, action: DeskAction) -> bool {
    match action {
        DeskAction::SeeQueue => matches!(role, Role::Reviewer | Role::Administrator),
        DeskAction::ReadAgreements => true,
        DeskAction::KeepSigning => matches!(role, Role::Reviewer),
        DeskAction::KeepKelaHalf
        | DeskAction::KeepTerms
        | DeskAction::KeepUsers
        | DeskAction::KeepMail
        | DeskAction::KeepSeal
        | DeskAction::KeepJobs => matches!(role, Role::Administrator),
    }
}

/// Whether a role may take `action` on an incident in `state`. What is done about it is a reviewer's; that many at once are a fault of our own
/// resolver is the administrator's to rule out.
#[must_use]
pub const fn may_with_incident(role: Role, action: IncidentAction, state: IncidentState) -> bool {
    use IncidentAction as A;
    match (role, action) {
        (_, A::View) => true,
        (Role::Reviewer, A::Acknowledge | A::Silence | A::Amend) | (Role::Administrator, A::Release) => {
            matches!(state, IncidentState::Open)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_role_incident_state_and_action_is_as_written_here() {
        use IncidentState as S;
        // View, acknowledge, silence, amend, release; '-' refuses.
        let rows = [
            (Role::Administrator, S::Suspected, "v----"),
            (Role::Administrator, S::Open, "v---r"),
            (Role::Administrator, S::Healed, "v----"),
            (Role::Administrator, S::Dropped, "v----"),
            (Role::Reviewer, S::Suspected, "v----"),
            (Role::Reviewer, S::Open, "vasm-"),
            (Role::Reviewer, S::Healed, "v----"),
            (Role::Reviewer, S::Dropped, "v----"),
            (Role::Auditor, S::Suspected, "v----"),
            (Role::Auditor, S::Open, "v----"),
            (Role::Auditor, S::Healed, "v----"),
            (Role::Auditor, S::Dropped, "v----"),
        ];
        assert_eq!(rows.len(), Role::ALL.len() * S::ALL.len());
        for (role, state, row) in rows {
            let allowed: String = IncidentAction::ALL
                .into_iter()
                .zip("vasmr".chars())
                .map(|(action, letter)| if may_with_incident(role, action, state) { letter } else { '-' })
                .collect();
            assert_eq!(allowed, row, "{role:?} {state:?}");
        }
    }

    #[test]
    fn every_cell_of_role_state_and_action_is_as_written_here() {
        use RequestAction as A;
        // One line an actor and action; the states in which it is allowed: Draft, Submitted, Changes requested, Approved, Rejected,
        // Withdrawn.
        let filer = [
            (A::View, "DSCARW"),
            (A::Edit, "DC"),
            (A::File, "DC"),
            (A::HandOver, "DC"),
            (A::Withdraw, "DSC"),
            (A::Assign, ""),
            (A::AskChanges, ""),
            (A::Approve, ""),
            (A::Reject, ""),
        ];
        let reviewer = [
            (A::View, "SCARW"),
            (A::Edit, ""),
            (A::File, ""),
            (A::HandOver, ""),
            (A::Withdraw, ""),
            (A::Assign, "S"),
            (A::AskChanges, "S"),
            (A::Approve, "S"),
            (A::Reject, "S"),
        ];
        let letter = |state| match state {
            RequestState::Draft => 'D',
            RequestState::Submitted => 'S',
            RequestState::ChangesRequested => 'C',
            RequestState::Approved => 'A',
            RequestState::Rejected => 'R',
            RequestState::Withdrawn => 'W',
        };
        for party in Party::ALL {
            for action in RequestAction::ALL {
                for state in RequestState::ALL {
                    let lines: &[(A, &str)] = match party {
                        Party::Filer => &filer,
                        Party::Staff(Role::Reviewer) => &reviewer,
                        Party::Staff(_) if *action == A::View => &[(A::View, "SCARW")],
                        _ => &[],
                    };
                    let expected = lines.iter().any(|(line, states)| line == action && states.contains(letter(*state)));
                    assert_eq!(may(party, *action, *state), expected, "{party:?} {action:?} {state:?}");
                }
            }
        }
    }

    #[test]
    fn every_cell_of_reader_state_and_action_is_as_written_here() {
        use VersionState as S;
        // Columns: viewing and downloading, in each state.
        let states = [S::Preparing, S::AwaitingSignature, S::Signed, S::Declined, S::Lapsed];
        assert_eq!(states.as_slice(), S::ALL);
        for (reader, row) in [
            (Reader::ItAdministration, ["v-", "vd", "vd", "vd", "vd"]),
            (Reader::AgreementContact, ["v-", "vd", "vd", "vd", "vd"]),
            (Reader::Signatory, ["v-", "vd", "vd", "vd", "vd"]),
            (Reader::Stranger, ["--", "--", "--", "--", "--"]),
        ] {
            for (state, cell) in states.into_iter().zip(row) {
                let allowed = ReaderAction::ALL.map(|action| may_read(reader, action, state));
                assert_eq!(allowed, [cell.contains('v'), cell.contains('d')], "{reader:?} {state:?}");
            }
        }
    }

    #[test]
    fn every_cell_of_signer_state_and_signing_action_is_as_written_here() {
        use VersionState as S;
        // View, read, show the mandate, ask for a code, sign, upload, decline; '-' refuses.
        let rows = [
            (Signer::Signatory, S::Preparing, "v------"),
            (Signer::Signatory, S::AwaitingSignature, "vrmcsud"),
            (Signer::Signatory, S::Signed, "v------"),
            (Signer::Signatory, S::Declined, "v------"),
            (Signer::Signatory, S::Lapsed, "v------"),
            (Signer::Stranger, S::Preparing, "-------"),
            (Signer::Stranger, S::AwaitingSignature, "-------"),
            (Signer::Stranger, S::Signed, "-------"),
            (Signer::Stranger, S::Declined, "-------"),
            (Signer::Stranger, S::Lapsed, "-------"),
        ];
        assert_eq!(rows.len(), Signer::ALL.len() * S::ALL.len());
        for (signer, state, row) in rows {
            let allowed: String = SigningAction::ALL
                .into_iter()
                .zip("vrmcsud".chars())
                .map(|(action, letter)| if may_sign(signer, action, state) { letter } else { '-' })
                .collect();
            assert_eq!(allowed, row, "{signer:?} {state:?}");
        }
    }

    #[test]
    fn every_cell_of_namer_and_state_is_as_written_here() {
        use VersionState as S;
        // Preparing, awaiting signature, signed, declined, lapsed; '-' refuses.
        let rows = [
            (Namer::Holder, "-n---"),
            (Namer::AgreementContact, "-n---"),
            (Namer::Staff(Role::Administrator), "-----"),
            (Namer::Staff(Role::Reviewer), "-n---"),
            (Namer::Staff(Role::Auditor), "-----"),
            (Namer::Stranger, "-----"),
        ];
        assert_eq!(rows.map(|(namer, _)| namer), Namer::ALL);
        for (namer, row) in rows {
            let allowed: String = S::ALL.iter().map(|state| if may_name(namer, *state) { 'n' } else { '-' }).collect();
            assert_eq!(allowed, row, "{namer:?}");
        }
    }

    #[test]
    fn the_desk_is_parted_by_role() {
        let allowed = |role| DeskAction::ALL.into_iter().filter(|action| may_at_desk(role, *action)).collect::<Vec<_>>();
        assert_eq!(allowed(Role::Auditor), [DeskAction::ReadAgreements]);
        assert_eq!(allowed(Role::Reviewer), [DeskAction::SeeQueue, DeskAction::ReadAgreements, DeskAction::KeepSigning]);
        let all_but_signing: Vec<_> = DeskAction::ALL.into_iter().filter(|action| *action != DeskAction::KeepSigning).collect();
        assert_eq!(allowed(Role::Administrator), all_but_signing);
    }
}
