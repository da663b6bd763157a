//! The page and its measures, and the filling of pages: what is composed as a row of units is put onto pages so that headings stay
//! with what follows, table heads are repeated and a unit is never split.

use super::structure::Element;
use super::text::{Colour, Line};

/// Millimetres in points.
pub(super) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// A4.
pub(super) const WIDTH: f32 = mm(210.0);
/// A4.
pub(super) const HEIGHT: f32 = mm(297.0);
/// Margins; the left one leaves room for punching.
pub(super) const LEFT: f32 = mm(22.0);
/// Top margin.
pub(super) const TOP: f32 = mm(13.0);
/// Bottom margin.
pub(super) const BOTTOM: f32 = mm(10.0);
/// Width between the margins.
pub(super) const MEASURE: f32 = WIDTH - LEFT - mm(18.0);

/// Something drawn. Distances are in points, `y` downwards, from the left margin and the top of the unit.
#[derive(Clone)]
pub(super) enum Mark {
    /// A line of text; `y` is its baseline. Text without an element is an artifact.
    Text { line: Line, x: f32, y: f32, element: Option<Element> },
    /// A horizontal rule; `y` is its middle.
    Rule { x: f32, y: f32, width: f32, thickness: f32, colour: Colour },
    /// A frame around a rectangle; crossed if it is a ticked box.
    Frame { x: f32, y: f32, width: f32, height: f32, thickness: f32, crossed: bool },
    /// The frame of a place that is kept free, with as much free space around it as `around` says.
    Place { x: f32, y: f32, width: f32, height: f32, around: f32, element: Element },
}

impl Mark {
    /// The same, moved.
    pub(super) fn moved(mut self, right: f32, down: f32) -> Self {
        match &mut self {
            Self::Text { x, y, .. } | Self::Rule { x, y, .. } | Self::Frame { x, y, .. } | Self::Place { x, y, .. } => {
                *x += right;
                *y += down;
            }
        }
        self
    }

    /// The same as an artifact: repeated content is read out once only.
    pub(super) fn into_artifact(mut self) -> Self {
        if let Self::Text { element, .. } = &mut self {
            *element = None;
        }
        self
    }
}

/// What is repeated at the top of a page that a table is continued on.
#[derive(Clone)]
pub(super) struct Repeated {
    /// Height in points.
    pub(super) height: f32,
    /// What is drawn.
    pub(super) marks: Vec<Mark>,
}

/// An entry of the outline.
#[derive(Clone)]
pub(super) struct Bookmark {
    /// Level from 1.
    pub(super) level: u16,
    /// The heading's text.
    pub(super) text: String,
}

/// A part of the document that is never split.
#[derive(Clone, Default)]
pub(super) struct Unit {
    /// Space above, dropped at the top of a page.
    pub(super) before: f32,
    /// Height.
    pub(super) height: f32,
    /// What is drawn.
    pub(super) marks: Vec<Mark>,
    /// Whether the next unit must be on the same page.
    pub(super) keep_next: bool,
    /// What is repeated above the unit if it comes first on a page: places in the list of repeated heads.
    pub(super) repeated: Option<usize>,
    /// Whether it begins a page.
    pub(super) new_page: bool,
    /// The outline's entry that leads here.
    pub(super) bookmark: Option<Bookmark>,
}

/// A page that was filled; distances from the page's top left corner.
#[derive(Default)]
pub(super) struct Page {
    /// What is drawn.
    pub(super) marks: Vec<Mark>,
    /// The outline's entries that lead here, with their distance from the top.
    pub(super) bookmarks: Vec<(Bookmark, f32)>,
}

/// Puts `units` onto pages whose content lies between `top` and `bottom`.
pub(super) fn paginate(units: Vec<Unit>, repeated: &[Repeated], top: f32, bottom: f32) -> Vec<Page> {
    let mut filling = Filling { repeated, top, bottom, pages: vec![Page::default()], y: top };
    let mut group: Vec<Unit> = Vec::new();
    for unit in units {
        let more = unit.keep_next;
        group.push(unit);
        if !more {
            filling.put(std::mem::take(&mut group));
        }
    }
    filling.put(group);
    filling.pages
}

struct Filling<'a> {
    repeated: &'a [Repeated],
    top: f32,
    bottom: f32,
    pages: Vec<Page>,
    y: f32,
}

impl Filling<'_> {
    fn is_at_top(&self) -> bool {
        self.y <= self.top
    }

    /// Puts units that belong together; those that fill more than a page are parted where they must be.
    fn put(&mut self, group: Vec<Unit>) {
        let height: f32 = group.iter().map(|unit| unit.before + unit.height).sum();
        if group.iter().any(|unit| unit.new_page) || self.y + height > self.bottom {
            self.turn();
        }
        for unit in group {
            if self.y + unit.before + unit.height > self.bottom {
                self.turn();
            }
            if self.is_at_top() {
                if let Some(head) = unit.repeated.and_then(|place| self.repeated.get(place)) {
                    let marks = head.marks.iter().cloned().map(|mark| mark.into_artifact().moved(LEFT, self.y)).collect();
                    self.draw(marks);
                    self.y += head.height;
                }
            } else {
                self.y += unit.before;
            }
            if let (Some(bookmark), Some(page)) = (unit.bookmark, self.pages.last_mut()) {
                page.bookmarks.push((bookmark, self.y));
            }
            let marks = unit.marks.into_iter().map(|mark| mark.moved(LEFT, self.y)).collect();
            self.draw(marks);
            self.y += unit.height;
        }
    }

    fn draw(&mut self, marks: Vec<Mark>) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.extend(marks);
        }
    }

    fn turn(&mut self) {
        if !self.is_at_top() {
            self.pages.push(Page::default());
            self.y = self.top;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn unit(height: f32) -> Unit {
        let rule = Mark::Rule { x: 0.0, y: 0.0, width: 1.0, thickness: 1.0, colour: super::super::text::INK };
        Unit { height, marks: vec![rule], ..Unit::default() }
    }

    fn counts(units: Vec<Unit>, repeated: &[Repeated]) -> Vec<usize> {
        paginate(units, repeated, 0.0, 100.0).iter().map(|page| page.marks.len()).collect()
    }

    #[test]
    fn a_unit_is_never_split_and_a_heading_never_ends_a_page() {
        assert_eq!(counts(vec![unit(60.0), unit(40.0), unit(10.0)], &[]), [2, 1]);
        let heading = Unit { keep_next: true, ..unit(20.0) };
        assert_eq!(counts(vec![unit(60.0), heading, unit(30.0)], &[]), [1, 2]);
    }

    #[test]
    fn units_that_belong_together_but_fill_more_than_a_page_are_parted() {
        let kept = Unit { keep_next: true, ..unit(60.0) };
        assert_eq!(counts(vec![unit(10.0), kept.clone(), kept, unit(30.0)], &[]), [1, 1, 2]);
    }

    #[test]
    fn a_table_head_is_repeated_where_a_row_begins_a_page() {
        let head = Repeated { height: 10.0, marks: unit(10.0).marks };
        let row = Unit { repeated: Some(0), ..unit(45.0) };
        let head_row = Unit { keep_next: true, ..unit(10.0) };
        assert_eq!(counts(vec![head_row, row.clone(), row.clone(), row], &[head]), [3, 2]);
    }

    #[test]
    fn space_above_is_dropped_at_the_top_of_a_page() {
        let spaced = Unit { before: 50.0, new_page: true, ..unit(10.0) };
        let pages = paginate(vec![unit(90.0), spaced], &[], 5.0, 100.0);
        assert!(matches!(pages[1].marks[0], Mark::Rule { y, .. } if y <= 5.0));
    }
}
