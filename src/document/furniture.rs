//! Head and foot of each page. They are artifacts: what they say stands in the document too.

use super::fonts::Fonts;
use super::page::{BOTTOM, HEIGHT, LEFT, MEASURE, Mark, TOP, mm};
use super::text::{INK_2, LAKE, Paragraph, RULE, Span, Style, set};

const GAP: f32 = mm(9.0);
const HEAD: Style = Style::regular(8.5);
const HEAD_LEADING: f32 = 11.5;
const FOOT: Style = Style::regular(7.5).coloured(INK_2);
const FOOT_LEADING: f32 = 10.0;
const FOOT_GAP: f32 = mm(8.0);

/// What head and foot say.
pub(super) struct Furniture {
    /// The agency.
    pub(super) agency: String,
    /// Its unit.
    pub(super) unit: String,
    /// The kind of document.
    pub(super) kind: String,
    /// The word before the date.
    pub(super) dated: String,
    /// The date.
    pub(super) date: String,
    /// The agreement's number.
    pub(super) number: String,
    /// The version in words.
    pub(super) version: String,
    /// Number and version together.
    pub(super) reference: String,
    /// What is attached, and how the document is verified.
    pub(super) foot: String,
    /// What the document is marked as.
    pub(super) marks: Vec<String>,
    /// The page of so many, in words.
    pub(super) page: fn(crate::agreement::Language, usize, usize) -> String,
    /// The language of those words.
    pub(super) language: crate::agreement::Language,
}

fn paragraph(text: &str, style: Style, leading: f32) -> Paragraph {
    Paragraph::new(text, style, leading)
}

/// A column of paragraphs as marks from (`x`, `y`) on; gives its width and height.
fn column(fonts: &Fonts, paragraphs: &[Paragraph], (x, y): (f32, f32), width: f32, marks: &mut Vec<Mark>) -> (f32, f32) {
    let (mut widest, mut top) = (0.0_f32, y);
    for paragraph in paragraphs {
        for line in set(fonts, paragraph, width) {
            widest = widest.max(line.width);
            marks.push(Mark::Text { line, x, y: top + paragraph.baseline(), element: None });
            top += paragraph.leading;
        }
    }
    (widest, top - y)
}

impl Furniture {
    fn right(&self, page: usize, pages: usize) -> [Paragraph; 2] {
        let second = [self.version.as_str(), " \u{a0}·\u{a0} ", &(self.page)(self.language, page, pages)].concat();
        [paragraph(&self.number, Style::regular(9.5).bold(), HEAD_LEADING), paragraph(&second, HEAD, HEAD_LEADING)]
    }

    fn middle(&self) -> [Paragraph; 2] {
        let spans = vec![
            Span { text: [self.dated.as_str(), " "].concat(), style: HEAD.coloured(INK_2) },
            Span { text: self.date.clone(), style: HEAD },
        ];
        [paragraph(&self.kind, Style::regular(9.5).bold(), HEAD_LEADING), Paragraph { spans, leading: HEAD_LEADING }]
    }

    /// The head of a page and its height.
    pub(super) fn head(&self, fonts: &Fonts, page: usize, pages: usize) -> (Vec<Mark>, f32) {
        let (mut marks, mut scratch) = (Vec::new(), Vec::new());
        // The columns stand alike on every page, so they are as wide as the longest number needs.
        let (right_width, right_height) = column(fonts, &self.right(pages, pages), (0.0, 0.0), MEASURE / 2.0, &mut scratch);
        let (middle_width, middle_height) = column(fonts, &self.middle(), (0.0, 0.0), MEASURE / 3.0, &mut scratch);
        let right = LEFT + MEASURE - right_width;
        let middle = right - GAP - middle_width;
        column(fonts, &self.right(page, pages), (right, TOP), right_width + 0.1, &mut marks);
        column(fonts, &self.middle(), (middle, TOP), middle_width + 0.1, &mut marks);
        let left =
            [paragraph(&self.agency, Style::regular(11.0).bold(), HEAD_LEADING), paragraph(&self.unit, HEAD, HEAD_LEADING)];
        let (_, mut height) = column(fonts, &left, (LEFT, TOP), middle - GAP - LEFT, &mut marks);
        height = height.max(right_height).max(middle_height);
        for mark in &self.marks {
            let top = TOP + height + mm(1.2);
            let text = [paragraph(mark, HEAD.bold(), HEAD_LEADING)];
            let (width, below) = column(fonts, &text, (LEFT + mm(2.0), top + mm(0.3)), MEASURE - mm(4.0), &mut marks);
            let frame = (width + mm(4.0), below + mm(0.6));
            marks.push(Mark::Frame { x: LEFT, y: top, width: frame.0, height: frame.1, thickness: 1.0, crossed: false });
            height += frame.1 + mm(1.2);
        }
        height += mm(3.0);
        marks.push(Mark::Rule { x: LEFT, y: TOP + height, width: MEASURE, thickness: 1.5, colour: LAKE });
        (marks, height)
    }

    /// The foot of a page and its height.
    pub(super) fn foot(&self, fonts: &Fonts, page: usize, pages: usize) -> (Vec<Mark>, f32) {
        let (mut marks, mut scratch) = (Vec::new(), Vec::new());
        let right =
            |page| [&self.reference, &(self.page)(self.language, page, pages)].map(|text| paragraph(text, FOOT, FOOT_LEADING));
        let (right_width, right_height) = column(fonts, &right(pages), (0.0, 0.0), MEASURE / 2.0, &mut scratch);
        let left_width = MEASURE - FOOT_GAP - right_width;
        let text = [paragraph(&self.foot, FOOT, FOOT_LEADING)];
        let (_, left_height) = column(fonts, &text, (0.0, 0.0), left_width, &mut scratch);
        let height = mm(2.0) + left_height.max(right_height);
        let top = HEIGHT - BOTTOM - height;
        marks.push(Mark::Rule { x: LEFT, y: top, width: MEASURE, thickness: 0.6, colour: RULE });
        column(fonts, &text, (LEFT, top + mm(2.0)), left_width, &mut marks);
        column(fonts, &right(page), (LEFT + MEASURE - right_width, top + mm(2.0)), right_width + 0.1, &mut marks);
        (marks, height)
    }
}
