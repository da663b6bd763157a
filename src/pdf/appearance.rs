//! Whether a signature's widget can be seen.
//!
//! What a signature shows on a page may cover the text of the agreement, so it must show nothing: its rectangle is empty, or lies
//! outside the page and has no appearance. Programs that sign without a visible mark often write an appearance all the same: an
//! empty one.

use super::Refusal;
use super::budget::MAX_DEPTH;
use super::change::Change;
use super::file::View;
use super::value::{Dictionary, Id, Value};

/// What a form XObject that draws nothing may have (ISO 32000-1, table 95).
const FORM: &[&str] =
    &["Type", "Subtype", "FormType", "BBox", "Matrix", "Resources", "Length", "Filter", "DecodeParms", "Name", "Group"];

/// Left, bottom, right, top.
type Corners = [f64; 4];

fn rectangle(value: Option<&Value<'_>>) -> Option<Corners> {
    let numbers: Vec<f64> = value?.as_array()?.iter().map(Value::as_number).collect::<Option<_>>()?;
    let &[a, b, c, d] = numbers.as_slice() else { return None };
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// Whether the field's rectangle has neither width nor height.
pub(super) fn is_empty(field: &Dictionary<'_>) -> bool {
    let empty = |[left, bottom, right, top]: Corners| left.total_cmp(&right).is_eq() && bottom.total_cmp(&top).is_eq();
    rectangle(field.get("Rect")).is_some_and(empty)
}

/// Whether the field lies outside the page and has no appearance. With one, it might be drawn at a fixed size and reach into the page.
pub(super) fn is_off_page(view: View<'_, '_>, field: &Dictionary<'_>, page: Id) -> bool {
    let (Some(field_box), Some(page_box)) = (rectangle(field.get("Rect")), media_box(view, page)) else { return false };
    let [left, bottom, right, top] = field_box;
    let [page_left, page_bottom, page_right, page_top] = page_box;
    let outside = right < page_left || left > page_right || top < page_bottom || bottom > page_top;
    outside && field.get("AP").is_none()
}

/// The page's own `/MediaBox`, or the one it inherits.
fn media_box(view: View<'_, '_>, page: Id) -> Option<Corners> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        let dictionary = view.object(node)?.dictionary()?;
        if let Some(value) = dictionary.get("MediaBox") {
            return match value {
                Value::Reference(id) => rectangle(view.object(*id).map(|object| &object.value)),
                direct => rectangle(Some(direct)),
            };
        }
        node = dictionary.get("Parent")?.as_reference()?;
    }
    None
}

impl<'p, 'a> Change<'p, 'a> {
    /// An appearance, if there is one, draws nothing.
    pub(super) fn blank(&mut self, appearance: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let [_, appearance] = self.dictionaries(None, appearance, &Refusal::VisibleSignature)?;
        for (_, form) in appearance.into_iter().flat_map(Dictionary::iter) {
            self.blank_form(form, 0)?;
        }
        Ok(())
    }

    fn blank_form(&mut self, form: &'p Value<'a>, depth: usize) -> Result<(), Refusal> {
        let seen = Refusal::VisibleSignature;
        let object = form.as_reference().filter(|_| depth < 4).and_then(|id| self.added(id)).ok_or(seen.clone())?;
        let dictionary = object.dictionary().filter(|_| object.stream.is_some()).ok_or(seen.clone())?;
        let known = dictionary.iter().all(|(key, _)| FORM.iter().any(|known| known.as_bytes() == key));
        let is_form = dictionary.get("Subtype").is_some_and(|kind| kind.is_name("Form"));
        if !known || !is_form || !draws_nothing(&self.new.data(object)?) {
            return Err(seen);
        }
        for key in ["BBox", "Matrix", "Group"] {
            if let Some(value) = dictionary.get(key) {
                self.inert(value)?;
            }
        }
        let [_, resources] = self.dictionaries(None, dictionary.get("Resources"), &seen)?;
        for (key, entry) in resources.into_iter().flat_map(Dictionary::iter) {
            match key {
                b"XObject" => {
                    let [_, forms] = self.dictionaries(None, Some(entry), &seen)?;
                    for (_, form) in forms.into_iter().flat_map(Dictionary::iter) {
                        self.blank_form(form, depth + 1)?;
                    }
                }
                // Fonts and the like, which nothing uses: `Do` is the only operator that takes a resource.
                _ => self.inert(entry)?,
            }
        }
        Ok(())
    }
}

/// Whether a content stream has only operators that mark nothing: state saved and restored, a matrix, the end of a path, and other
/// forms, which are looked at themselves. Adobe's blank layer is a comment.
fn draws_nothing(content: &[u8]) -> bool {
    content.split(|byte| matches!(byte, b'\r' | b'\n')).all(|line| {
        let code = line.split(|byte| *byte == b'%').next().unwrap_or_default();
        let words = code.split(|byte| matches!(byte, b' ' | b'\t' | 0 | 0x0C)).filter(|word| !word.is_empty());
        words.map(std::str::from_utf8).all(|word| match word {
            Ok("q" | "Q" | "n" | "cm" | "Do") => true,
            Ok(word) => {
                word.parse::<f64>().is_ok()
                    || word.strip_prefix('/').is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            }
            Err(_) => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blank_content_draws_nothing() {
        for blank in ["", "% DSBlank\n", "q\nQ\n", "q 1 0 0 1 0 0 cm /n0 Do Q"] {
            assert!(draws_nothing(blank.as_bytes()), "{blank}");
        }
        for drawn in ["0 0 10 10 re f", "BT (x) Tj ET", "q Q S", "/n0(x) Do", "EI", "q%\nf"] {
            assert!(!draws_nothing(drawn.as_bytes()), "{drawn}");
        }
    }

    #[test]
    fn a_rectangle_is_empty_in_both_directions_or_not_at_all() {
        let field = |corners: [i64; 4]| {
            let mut field = Dictionary::default();
            field.set("Rect", Value::Array(corners.map(Value::Integer).to_vec()));
            field
        };
        assert!(is_empty(&field([0; 4])));
        assert!(is_empty(&field([-1; 4])));
        assert!(is_empty(&field([7, 9, 7, 9])));
        assert!(!is_empty(&field([0, 0, 600, 0])));
        assert!(!is_empty(&field([0, 0, 0, 800])));
        assert!(!is_empty(&Dictionary::default()));
    }
}
