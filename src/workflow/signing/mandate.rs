//! The mandate that a supplier's or another representative's signatory shows before signing.

use sha2::{Digest, Sha256};

use super::super::post::More;
use super::super::{Outcome, Service, WorkflowError};
use super::{load, of};
use crate::agreement::EmailAddress;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::SigningAction;
use crate::agreement::signing::looks_like_pdf;
use crate::agreement::version::DocumentKind;
use crate::store::documents::{self, Document};
use crate::store::events::Cause;

/// The most bytes of a mandate.
pub const LARGEST_MANDATE: usize = 5_000_000;

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

/// Stores the mandate. A version has one, which is never changed; a second is not taken and the first one counts.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger; [`WorkflowError::Conflict`] where the version no longer waits for the signature.
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
            let (agreement, version) = load(db, &email, &number, SigningAction::ShowMandate)?;
            let problem = match bytes.len() {
                0 => Some(MandateProblem::Empty),
                size if size > LARGEST_MANDATE => Some(MandateProblem::TooLarge),
                _ if !looks_like_pdf(&bytes) => Some(MandateProblem::NotPdf),
                _ => None,
            };
            if let Some(problem) = problem {
                return Ok(Err(problem));
            }
            if documents::find(db, &agreement.id, version.version, DocumentKind::Mandate)?.is_some() {
                return Ok(Ok(()));
            }
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let document = Document { kind: DocumentKind::Mandate, bytes, sha256: sha256.clone(), created_at: desk.now };
            documents::insert(db, &agreement.id, version.version, &document)?;
            let more = More::by(email.as_str()).subject(sha256);
            desk.event(db, EventKind::MandateShown, Cause::Filer, of(&agreement, &version), more)?;
            Ok::<_, WorkflowError>(Ok(()))
        })
        .await
}
