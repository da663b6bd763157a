//! Where on its pages a document keeps room for signatures that can be seen (docs/decisions/0010-visible-signatures.md).
//!
//! The document says so itself, in its tags: a figure of the name [`SIGNATURE_PLACE`] in the tree of identifiers, with its page and the
//! box around it (ISO 32000-1, 14.7.2 and 14.8.5.4.3). Its bytes are compared one by one, so nobody else can say so.

use super::budget::MAX_DEPTH;
use super::file::View;
use super::object::Object;
use super::value::{Dictionary, Id, Value};

/// The identifier of the figure that is kept free for visible signatures.
pub const SIGNATURE_PLACE: &str = "signature-place";

/// krilla sets this letter before the identifiers that it is given.
const PREFIX: u8 = b'U';

/// Left, bottom, right, top, in points from the page's bottom left corner.
pub(super) type Corners = [f64; 4];

/// A part of a page that is kept free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) page: Id,
    /// The page's number, from 1.
    pub(super) number: usize,
    pub(super) area: Corners,
}

/// Four numbers in either order of the corners.
pub(super) fn rectangle(value: Option<&Value<'_>>) -> Option<Corners> {
    let numbers: Vec<f64> = value?.as_array()?.iter().map(Value::as_number).collect::<Option<_>>()?;
    let &[a, b, c, d] = numbers.as_slice() else { return None };
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// Whether `inner` lies wholly in `outer`.
pub(super) fn is_within([left, bottom, right, top]: Corners, outer: Corners) -> bool {
    let [outer_left, outer_bottom, outer_right, outer_top] = outer;
    left >= outer_left && bottom >= outer_bottom && right <= outer_right && top <= outer_top
}

/// Whether two rectangles share more than an edge.
pub(super) fn overlap([left, bottom, right, top]: Corners, other: Corners) -> bool {
    let [other_left, other_bottom, other_right, other_top] = other;
    left < other_right && other_left < right && bottom < other_top && other_bottom < top
}

/// The place that the document keeps free, if it keeps one.
pub(super) fn place(view: View<'_, '_>) -> Option<Place> {
    let (_, catalog) = view.catalog().ok()?;
    let identifiers = view.dictionary(view.dictionary(catalog, "StructTreeRoot")?, "IDTree")?;
    let names = view.get(identifiers, "Names")?.as_array()?;
    view.pdf.budget.values(names.len()).ok()?;
    let figure = names.chunks(2).find_map(|pair| match pair {
        [name, element] if is_place(name) => view.resolve(element).as_dictionary(),
        _ => None,
    });
    let figure = figure.filter(|figure| figure.get("S").is_some_and(|kind| kind.is_name("Figure")))?;
    let page = page_of(view, figure)?;
    let number = view.pages().ok()?.iter().position(|id| *id == page)? + 1;
    Some(Place { page, number, area: boxed(view, figure)? })
}

fn is_place(name: &Value<'_>) -> bool {
    name.as_string().and_then(<[u8]>::split_first) == Some((&PREFIX, SIGNATURE_PLACE.as_bytes()))
}

/// The page of an element: its own, or that of its marked content.
fn page_of(view: View<'_, '_>, element: &Dictionary<'_>) -> Option<Id> {
    let own = element.get("Pg").and_then(Value::as_reference);
    own.or_else(|| {
        let content = view.get(element, "K")?;
        let first = content.as_array().map_or(Some(content), <[_]>::first)?;
        view.resolve(first).as_dictionary()?.get("Pg")?.as_reference()
    })
}

/// The box of an element among its attributes, of which there may be one or several.
fn boxed(view: View<'_, '_>, element: &Dictionary<'_>) -> Option<Corners> {
    let attributes = view.get(element, "A")?;
    let each = attributes.as_array().unwrap_or(std::slice::from_ref(attributes));
    let layout = each.iter().filter_map(|one| view.resolve(one).as_dictionary());
    layout
        .filter(|one| one.get("O").is_some_and(|owner| owner.is_name("Layout")))
        .find_map(|one| rectangle(view.get(one, "BBox")))
}

/// The page's own `/MediaBox`, or the one it inherits.
pub(super) fn media_box(view: View<'_, '_>, page: Id) -> Option<Corners> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        let dictionary = view.object(node).and_then(Object::dictionary)?;
        if let Some(value) = dictionary.get("MediaBox") {
            return rectangle(Some(view.resolve(value)));
        }
        node = dictionary.get("Parent")?.as_reference()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::super::samples::{FORMS, agreement, framed, small};
    use super::*;

    #[test]
    fn the_services_own_document_keeps_a_place_free() {
        let pdf = read(agreement()).unwrap();
        let place = place(pdf.view()).unwrap();
        assert_eq!(pdf.view().pages().unwrap()[place.number - 1], place.page);
        let [left, bottom, right, top] = place.area;
        assert!(
            right - left > 450.0 && top - bottom > 100.0 && is_within(place.area, media_box(pdf.view(), place.page).unwrap())
        );
    }

    #[test]
    fn a_document_without_the_figure_keeps_none() {
        for form in FORMS {
            assert_eq!(place(read(&small(form)).unwrap().view()), None);
            let place = place(read(&framed(form)).unwrap().view()).unwrap();
            assert_eq!((place.number, place.area), (1, [50.0, 100.0, 350.0, 250.0]));
        }
    }

    #[test]
    fn rectangles_are_within_or_over_each_other() {
        let area = [0.0, 0.0, 10.0, 10.0];
        assert!(is_within(area, area) && is_within([1.0, 1.0, 2.0, 2.0], area));
        for outside in [[-1.0, 0.0, 5.0, 5.0], [0.0, -1.0, 5.0, 5.0], [0.0, 0.0, 10.1, 5.0], [0.0, 0.0, 5.0, 10.1]] {
            assert!(!is_within(outside, area) && overlap(outside, area));
        }
        assert!(!overlap([10.0, 0.0, 20.0, 10.0], area), "an edge alone is not an overlap");
        assert!(!overlap([0.0, 10.0, 10.0, 20.0], area));
    }
}
