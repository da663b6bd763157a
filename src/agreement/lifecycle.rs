//! The lifecycle of a request as a pure table, and what can happen: the kinds of event. Versions of agreements have theirs in `version`.

use super::party::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// The state of a federation request.
    RequestState {
        /// Being filled by the filer; raw strings.
        Draft = "draft", "state-draft";
        /// With Kela.
        Submitted = "submitted", "state-submitted";
        /// Waiting for the filer's changes.
        ChangesRequested = "changes_requested", "state-changes-requested";
        /// Approved: an agreement version exists.
        Approved = "approved", "state-approved";
        /// Rejected with a reason.
        Rejected = "rejected", "state-rejected";
        /// Withdrawn by the filer.
        Withdrawn = "withdrawn", "state-withdrawn";
    }
}

/// What can be done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestAction {
    /// Read it.
    View,
    /// Change its answers.
    Edit,
    /// Send it to Kela.
    File,
    /// Give it to a colleague.
    HandOver,
    /// Take it back.
    Withdraw,
    /// Take it for oneself to review.
    Assign,
    /// Ask the filer for changes.
    AskChanges,
    /// Approve.
    Approve,
    /// Reject.
    Reject,
}

impl RequestAction {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::View,
        Self::Edit,
        Self::File,
        Self::HandOver,
        Self::Withdraw,
        Self::Assign,
        Self::AskChanges,
        Self::Approve,
        Self::Reject,
    ];
}

coded! {
    /// What happened: the kinds of event in the history.
    EventKind {
        /// A draft was begun.
        RequestStarted = "request_started", "event-request-started";
        /// A draft was handed to a colleague.
        RequestHandedOver = "request_handed_over", "event-request-handed-over";
        /// A request was filed.
        RequestFiled = "request_filed", "event-request-filed";
        /// A request was filed again after changes.
        RequestRefiled = "request_refiled", "event-request-refiled";
        /// A request was withdrawn.
        RequestWithdrawn = "request_withdrawn", "event-request-withdrawn";
        /// A reviewer took a request.
        RequestAssigned = "request_assigned", "event-request-assigned";
        /// Changes were asked for.
        ChangesRequested = "changes_requested", "event-changes-requested";
        /// A request was rejected.
        RequestRejected = "request_rejected", "event-request-rejected";
        /// A request was approved.
        RequestApproved = "request_approved", "event-request-approved";
        /// Domains were checked again.
        DomainsRechecked = "domains_rechecked", "event-domains-rechecked";
        /// The token of an organisation was seen in its domain; the subject is the domain.
        DomainProven = "domain_proven", "event-domain-proven";
        /// The token that had been seen is gone; the subject is the domain.
        DomainLost = "domain_lost", "event-domain-lost";
        /// The token that was gone was seen again; the subject is the domain.
        DomainProvenAgain = "domain_proven_again", "event-domain-proven-again";
        /// The reviewer took domains that are not proven as they are; the subject names them.
        UnprovenAccepted = "unproven_accepted", "event-unproven-accepted";
        /// An agreement version came to be.
        VersionCreated = "version_created", "event-version-created";
        /// The document of a version was made.
        DocumentMade = "document_made", "event-document-made";
        /// The document of a version was sealed by Kela.
        DocumentSealed = "document_sealed", "event-document-sealed";
        /// What was lacking in a seal was added to it.
        SealUpgraded = "seal_upgraded", "event-seal-upgraded";
        /// Administrators were told that the seal's certificate runs out, or that sealing stopped.
        SealAlerted = "seal_alerted", "event-seal-alerted";
        /// An administrator had what waits for the seal tried at once.
        SealingRetried = "sealing_retried", "event-sealing-retried";
        /// The signatory was asked to sign.
        SignatureAsked = "signature_asked", "event-signature-asked";
        /// The signatory was reminded.
        SignatureReminded = "signature_reminded", "event-signature-reminded";
        /// More time was given to sign.
        SigningTimeExtended = "signing_time_extended", "event-signing-time-extended";
        /// A code to sign with was mailed to the signatory.
        SigningCodeSent = "signing_code_sent", "event-signing-code-sent";
        /// The signatory opened the document to sign.
        SigningDocumentOpened = "signing_document_opened", "event-signing-document-opened";
        /// A supplier's signatory showed a mandate.
        MandateShown = "mandate_shown", "event-mandate-shown";
        /// A mandate was shown in place of the one before it.
        MandateReplaced = "mandate_replaced", "event-mandate-replaced";
        /// Another was named to sign in place of the signatory.
        SignatoryNamed = "signatory_named", "event-signatory-named";
        /// A signed file was refused.
        SignedFileRefused = "signed_file_refused", "event-signed-file-refused";
        /// The party signed.
        VersionSigned = "version_signed", "event-version-signed";
        /// The proof of signature, of one given in the service was made.
        EvidenceMade = "evidence_made", "event-evidence-made";
        /// The party refused to sign.
        SignatureDeclined = "signature_declined", "event-signature-declined";
        /// Nobody signed in time.
        VersionLapsed = "version_lapsed", "event-version-lapsed";
        /// A version was complete: signed by the party, where that is needed, and sealed by Kela.
        VersionCompleted = "version_completed", "event-version-completed";
        /// A document was downloaded.
        DocumentDownloaded = "document_downloaded", "event-document-downloaded";
        /// The data of a version was downloaded.
        DataDownloaded = "data_downloaded", "event-data-downloaded";
        /// An audit bundle with the agreement in it was downloaded.
        BundleDownloaded = "bundle_downloaded", "event-bundle-downloaded";
        /// A mail was sent.
        MailSent = "mail_sent", "event-mail-sent";
        /// Sending of a mail was given up.
        MailGivenUp = "mail_given_up", "event-mail-given-up";
        /// A mail that was given up was put back to be sent.
        MailRetried = "mail_retried", "event-mail-retried";
        /// A job that failed was put forward to be tried at once.
        JobRetried = "job_retried", "event-job-retried";
        /// An account was added.
        UserAdded = "user_added", "event-user-added";
        /// An account was changed.
        UserChanged = "user_changed", "event-user-changed";
        /// An account was disabled.
        UserDisabled = "user_disabled", "event-user-disabled";
        /// A password was set by its owner.
        PasswordChanged = "password_changed", "event-password-changed";
        /// A one-time link to set a password was made for an account.
        PasswordReset = "password_reset", "event-password-reset";
        /// Someone signed in.
        SignedIn = "signed_in", "event-signed-in";
        /// Someone signed out, or sessions were ended.
        SignedOut = "signed_out", "event-signed-out";
        /// Kela's half was changed.
        KelaHalfChanged = "kela_half_changed", "event-kela-half-changed";
        /// Terms were published.
        TermsPublished = "terms_published", "event-terms-published";
        /// The personal part of an event was erased; the subject is the event's number.
        ContentErased = "content_erased", "event-content-erased";
        /// The self-check of the log found something; the subject says what.
        LogAlarm = "log_alarm", "event-log-alarm";
        /// The self-check does not find any more what it had found.
        LogAlarmOver = "log_alarm_over", "event-log-alarm-over";
        /// A checkpoint of the log was mailed to the witness; the subject is its size.
        CheckpointMailed = "checkpoint_mailed", "event-checkpoint-mailed";
        /// Watching confirmed that something has drifted; the subject is the incident's number, as of all that follow.
        IncidentOpened = "incident_opened", "event-incident-opened";
        /// An incident became more pressing.
        IncidentRose = "incident_rose", "event-incident-rose";
        /// An incident is over.
        IncidentHealed = "incident_healed", "event-incident-healed";
        /// An open incident was dropped: its domain is not watched any more.
        IncidentDropped = "incident_dropped", "event-incident-dropped";
        /// A reviewer acknowledged an incident.
        IncidentAcknowledged = "incident_acknowledged", "event-incident-acknowledged";
        /// A reviewer silenced an incident until a date.
        IncidentSilenced = "incident_silenced", "event-incident-silenced";
        /// The time of silence is up and the incident still there: it was told again.
        IncidentToldAgain = "incident_told_again", "event-incident-told-again";
        /// A reviewer had an amendment prepared from an incident.
        AmendmentPrepared = "amendment_prepared", "event-amendment-prepared";
        /// Too many incidents at once: they were held back and the administrators told.
        IncidentsHeld = "incidents_held", "event-incidents-held";
        /// An administrator had the incidents told that were held back.
        IncidentsReleased = "incidents_released", "event-incidents-released";
        /// The weekly summary of watching was mailed; the subject is the week.
        WatchSummaryMailed = "watch_summary_mailed", "event-watch-summary-mailed";
    }
}

/// A step of a lifecycle that is allowed: made only by the tables here, so that no state changes without its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition<S> {
    from: S,
    to: S,
    event: EventKind,
}

impl<S: Copy> Transition<S> {
    /// A step, for the tables of this folder alone.
    pub(super) const fn new(from: S, to: S, event: EventKind) -> Self {
        Self { from, to, event }
    }

    /// The state before.
    #[must_use]
    pub const fn from(&self) -> S {
        self.from
    }

    /// The state after.
    #[must_use]
    pub const fn to(&self) -> S {
        self.to
    }

    /// The event that tells it.
    #[must_use]
    pub const fn event(&self) -> EventKind {
        self.event
    }
}

/// An action that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a request that is {} does not allow {action:?}", state.code())]
pub struct InvalidTransition {
    /// The state.
    pub state: RequestState,
    /// What was tried.
    pub action: RequestAction,
}

impl RequestState {
    /// The step that `action` takes from this state.
    ///
    /// # Errors
    /// [`InvalidTransition`] where the state does not allow it, and for the actions that change no state.
    pub const fn step(self, action: RequestAction) -> Result<Transition<Self>, InvalidTransition> {
        use RequestAction as A;
        let (to, event) = match (self, action) {
            (Self::Draft, A::File) => (Self::Submitted, EventKind::RequestFiled),
            (Self::ChangesRequested, A::File) => (Self::Submitted, EventKind::RequestRefiled),
            (Self::Draft | Self::Submitted | Self::ChangesRequested, A::Withdraw) => {
                (Self::Withdrawn, EventKind::RequestWithdrawn)
            }
            (Self::Draft | Self::ChangesRequested, A::HandOver) => (self, EventKind::RequestHandedOver),
            (Self::Submitted, A::Assign) => (self, EventKind::RequestAssigned),
            (Self::Submitted, A::AskChanges) => (Self::ChangesRequested, EventKind::ChangesRequested),
            (Self::Submitted, A::Approve) => (Self::Approved, EventKind::RequestApproved),
            (Self::Submitted, A::Reject) => (Self::Rejected, EventKind::RequestRejected),
            _ => return Err(InvalidTransition { state: self, action }),
        };
        Ok(Transition::new(self, to, event))
    }

    /// Whether no further step is possible.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_state_and_action_is_as_written_here() {
        use RequestState as S;
        // Rows: states; columns: view edit file hand_over withdraw assign ask_changes approve reject. '-' refuses, a letter is the
        // state after: Draft, Submitted, Changes requested, Approved, Rejected, Withdrawn.
        let table = [
            (S::Draft, "--SDW----"),
            (S::Submitted, "----WSCAR"),
            (S::ChangesRequested, "--SCW----"),
            (S::Approved, "---------"),
            (S::Rejected, "---------"),
            (S::Withdrawn, "---------"),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (state, row) in table {
            for (action, cell) in RequestAction::ALL.iter().zip(row.chars()) {
                let expected = match cell {
                    'D' => Some(S::Draft),
                    'S' => Some(S::Submitted),
                    'C' => Some(S::ChangesRequested),
                    'A' => Some(S::Approved),
                    'R' => Some(S::Rejected),
                    'W' => Some(S::Withdrawn),
                    _ => None,
                };
                assert_eq!(state.step(*action).ok().map(|step| step.to()), expected, "{state:?} {action:?}");
            }
        }
    }
}
