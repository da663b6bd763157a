//! The files that a document carries (ISO 32000-1, 7.11.4).

use std::collections::BTreeSet;

use super::budget::MAX_DEPTH;
use super::file::{Pdf, View};
use super::value::{Dictionary, Value, text};
use super::{Limit, PdfError};

/// An embedded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its file name.
    pub name: String,
    /// Its media type, if it says one.
    pub media_type: Option<String>,
    /// Its bytes, unfolded.
    pub bytes: Vec<u8>,
}

impl Pdf<'_> {
    /// The files of the name tree `EmbeddedFiles`, in its order.
    ///
    /// # Errors
    /// If the tree or a file cannot be read, or unfolds to more than the limit.
    pub fn attachments(&self) -> Result<Vec<Attachment>, PdfError> {
        let view = self.view();
        let (_, catalog) = view.catalog()?;
        let Some(root) = view.dictionary(catalog, "Names").and_then(|names| names.get("EmbeddedFiles")) else {
            return Ok(Vec::new());
        };
        let mut files = Vec::new();
        leaves(view, root, 0, &mut BTreeSet::new(), &mut files)?;
        files.into_iter().map(|file| attachment(view, file)).collect()
    }
}

/// The file specifications below a node of the name tree.
fn leaves<'p, 'a>(
    view: View<'p, 'a>,
    node: &'p Value<'a>,
    depth: usize,
    met: &mut BTreeSet<u32>,
    files: &mut Vec<&'p Dictionary<'a>>,
) -> Result<(), PdfError> {
    let wrong = || PdfError::Structure("attachments");
    if depth > MAX_DEPTH {
        return Err(PdfError::Limit(Limit::Depth));
    }
    if node.as_reference().is_some_and(|id| !met.insert(id.number)) {
        return Err(wrong());
    }
    let node = view.resolve(node).as_dictionary().ok_or_else(wrong)?;
    if let Some(names) = view.get(node, "Names") {
        let names = names.as_array().ok_or_else(wrong)?;
        view.pdf.budget.values(names.len())?;
        for pair in names.chunks(2) {
            let [_, file] = pair else { return Err(wrong()) };
            files.push(view.resolve(file).as_dictionary().ok_or_else(wrong)?);
        }
    }
    if let Some(kids) = view.get(node, "Kids") {
        for kid in kids.as_array().ok_or_else(wrong)? {
            leaves(view, kid, depth + 1, met, files)?;
        }
    }
    Ok(())
}

fn attachment(view: View<'_, '_>, file: &Dictionary<'_>) -> Result<Attachment, PdfError> {
    let wrong = || PdfError::Structure("attachments");
    let name = file.get("UF").or_else(|| file.get("F")).and_then(Value::as_string).map(text).ok_or_else(wrong)?;
    let embedded = file.get("EF").and_then(Value::as_dictionary).ok_or_else(wrong)?;
    let id = embedded.get("F").or_else(|| embedded.get("UF")).and_then(Value::as_reference).ok_or_else(wrong)?;
    let object = view.object(id).ok_or_else(wrong)?;
    let media_type = object.dictionary().and_then(|dictionary| dictionary.get("Subtype")).and_then(Value::as_name).map(text);
    Ok(Attachment { name, media_type, bytes: view.data(object)?.into_owned() })
}
