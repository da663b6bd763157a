//! Whether a signature's widget can be seen, and where.
//!
//! What a signature shows on a page may cover the text of the agreement. So it shows nothing: its rectangle is empty, or lies outside
//! the page and has no appearance; or it stands wholly in the place that the document keeps free for it. Programs that sign without
//! a visible mark often write an appearance all the same: an empty one. What may be drawn in the free place: `drawn`.

use super::Refusal;
use super::change::Change;
use super::file::View;
use super::place::{Corners, is_within, media_box, overlap, rectangle};
use super::signature::fields;
use super::value::{Dictionary, Id, Value};

/// What a form XObject that draws nothing may have (ISO 32000-1, table 95).
pub(super) const FORM: &[&str] =
    &["Type", "Subtype", "FormType", "BBox", "Matrix", "Resources", "Length", "Filter", "DecodeParms", "Name", "Group"];

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

/// The widest border that is taken: half of it may be drawn around the rectangle.
const WIDEST_BORDER: f64 = 4.0;
/// Flags of an annotation that is shown on the page and on paper, at its place and in its size (ISO 32000-1, table 165): print, read only,
/// locked, contents locked.
const PLAIN_FLAGS: i64 = 4 | 64 | 128 | 512;

/// Whether no program draws a border of the field's own that reaches far out of its rectangle.
fn is_thinly_bordered(view: View<'_, '_>, field: &Dictionary<'_>) -> bool {
    let thin = |width: Option<&Value<'_>>| {
        width.is_none_or(|width| width.as_number().is_some_and(|width| (0.0..=WIDEST_BORDER).contains(&width)))
    };
    let style = view.dictionary(field, "BS").and_then(|style| view.get(style, "W"));
    let border = view.get(field, "Border").map(|border| border.as_array().unwrap_or_default());
    thin(style) && border.is_none_or(|border| thin(border.get(2)))
}

impl<'p, 'a> Change<'p, 'a> {
    /// What a field shows: nothing, or something in the place that is kept free for it. One that is `placed` has had its place before.
    pub(super) fn appearance(&mut self, field: &'p Dictionary<'a>, placed: bool) -> Result<(), Refusal> {
        if !is_thinly_bordered(self.new, field) {
            return Err(self.misplaced());
        }
        if is_empty(field) {
            return self.blank(field.get("AP"));
        }
        let page = field.get("P").and_then(Value::as_reference).ok_or_else(|| self.misplaced())?;
        if is_off_page(self.new, field, page) {
            return Ok(());
        }
        if !placed {
            self.place(field, page)?;
        }
        self.flags(field)?;
        self.drawn(field.get("AP"))
    }

    /// A field that has an area is shown as it is, or not at all.
    pub(super) fn flags(&self, field: &Dictionary<'a>) -> Result<(), Refusal> {
        let flags = field.get("F").map_or(Some(0), Value::as_integer);
        let plain = flags.is_some_and(|flags| flags & !PLAIN_FLAGS == 0);
        if plain || is_empty(field) { Ok(()) } else { Err(Refusal::SignatureFlags) }
    }

    /// Why a signature may not be seen where it is.
    pub(super) fn misplaced(&self) -> Refusal {
        self.free.map_or(Refusal::VisibleSignature, |free| Refusal::OutsideFrame { page: free.number })
    }

    /// The field lies wholly in the place kept free, and on no other field.
    fn place(&mut self, field: &Dictionary<'_>, page: Id) -> Result<(), Refusal> {
        let misplaced = self.misplaced();
        let free = self.free.filter(|free| free.page == page).ok_or(misplaced.clone())?;
        let area = |corners: &Corners| corners[0] < corners[2] && corners[1] < corners[3];
        let own = rectangle(field.get("Rect")).filter(|own| area(own) && is_within(*own, free.area)).ok_or(misplaced)?;
        let others = fields(self.old)?.into_iter().filter_map(|(_, other)| rectangle(self.old.get(other, "Rect")));
        if others.filter(area).chain(self.shown.iter().copied()).any(|other| overlap(own, other)) {
            return Err(Refusal::SignatureOverlaps { page: free.number });
        }
        self.shown.push(own);
        Ok(())
    }

    /// An appearance, if there is one, draws nothing.
    fn blank(&mut self, appearance: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let [_, appearance] = self.dictionaries(None, appearance, &self.misplaced())?;
        for (_, form) in appearance.into_iter().flat_map(Dictionary::iter) {
            self.blank_form(form, 0)?;
        }
        Ok(())
    }

    fn blank_form(&mut self, form: &'p Value<'a>, depth: usize) -> Result<(), Refusal> {
        let seen = self.misplaced();
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
