//! The mandate that a supplier's or another representative's signatory shows before signing.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::super::post::More;
use super::super::{Outcome, Service, WorkflowError, link};
use super::{Signing, load, of, view};
use crate::agreement::EmailAddress;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::SigningAction;
use crate::agreement::signing::looks_like_pdf;
use crate::agreement::version::DocumentKind;
use crate::store::documents::{self, Document};
use crate::store::events::Cause;
use crate::store::signatories;

/// The most bytes of a mandate.
pub const LARGEST_MANDATE: usize = 5_000_000;
/// Mandates shown for the versions of one agreement in a day.
const PER_DAY: i64 = 10;

/// Why a file was not taken as a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MandateProblem {
    /// No file was chosen, or it is empty.
    Empty,
    /// It is larger than [`LARGEST_MANDATE`].
    TooLarge,
    /// It is not a PDF.
    NotPdf,
}

/// Stores the mandate. What was shown is never changed; another takes its place while the version waits, and the last one counts.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger; [`WorkflowError::Conflict`] where the version no longer waits for the signature;
/// [`WorkflowError::TooMany`].
pub async fn show_mandate(
    service: &Service,
    email: &EmailAddress,
    number: &str,
    bytes: Vec<u8>,
) -> Outcome<Result<(), MandateProblem>> {
    let (desk, email, number) = (service.desk(), email.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = load(db, desk.now, &email, &number, SigningAction::ShowMandate)?;
            let problem = match bytes.len() {
                0 => Some(MandateProblem::Empty),
                size if size > LARGEST_MANDATE => Some(MandateProblem::TooLarge),
                _ if !looks_like_pdf(&bytes) => Some(MandateProblem::NotPdf),
                _ => None,
            };
            if let Some(problem) = problem {
                return Ok(Err(problem));
            }
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let seen = view(db, desk.now, agreement, version)?;
            let Signing { agreement, version, .. } = &seen;
            if seen.mandate.as_ref().is_some_and(|shown| shown.sha256 == sha256) {
                // A button pressed twice.
                return Ok(Ok(()));
            }
            link::limit(db, &desk, "mandate", agreement.id.as_str(), PER_DAY, TimeDelta::days(1))?;
            let document = Document { kind: DocumentKind::Mandate, bytes, sha256: sha256.clone(), created_at: desk.now };
            let is_first = documents::find(db, &agreement.id, version.version, DocumentKind::Mandate)?.is_none();
            let event = if is_first {
                documents::insert(db, &agreement.id, version.version, &document)?;
                EventKind::MandateShown
            } else {
                signatories::insert_mandate(db, &agreement.id, version.version, &document)?;
                EventKind::MandateReplaced
            };
            let more = More::by(email.as_str()).subject(sha256);
            desk.event(db, event, Cause::Filer, of(agreement, version), more)?;
            Ok::<_, WorkflowError>(Ok(()))
        })
        .await
}
