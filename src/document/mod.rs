//! Documents (a stand-in until the branch is merged).
use crate::agreement::content::AgreementContent;
/// Why a document could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("not drawn")]
pub struct RenderError;
/// Draws a document.
///
/// # Errors
/// [`RenderError`].
pub fn render(_content: &AgreementContent, _demo: bool) -> Result<Vec<u8>, RenderError> {
    Err(RenderError)
}
