//! Composing: headings, paragraphs, lists and boxes become units for the pages and elements of the structure.

use super::fonts::Fonts;
use super::page::{Bookmark, MEASURE, Mark, Repeated, Unit, mm};
use super::structure::{Element, Role, Structure};
use super::text::{LAKE_2, Paragraph, Style, set};
use crate::agreement::Language;

/// Running text: 9.5 on 13 points.
pub(super) const BODY: Style = Style::regular(9.5);
/// Line distance of running text.
pub(super) const BODY_LEADING: f32 = 13.0;
/// Space below a paragraph.
pub(super) const AFTER: f32 = mm(1.5);

/// The document as it is composed, from top to bottom.
pub(super) struct Flow {
    /// The document's language.
    pub(super) language: Language,
    /// The faces.
    pub(super) fonts: &'static Fonts,
    /// The structure.
    pub(super) structure: Structure,
    /// The units.
    pub(super) units: Vec<Unit>,
    /// The heads of tables, which [`Unit::repeated`] points into.
    pub(super) repeated: Vec<Repeated>,
    section: Option<Element>,
    space: f32,
    new_page: bool,
}

impl Flow {
    /// An empty document.
    pub(super) const fn new(language: Language, fonts: &'static Fonts) -> Self {
        let structure = Structure::new(language.tag());
        Self { language, fonts, structure, units: Vec::new(), repeated: Vec::new(), section: None, space: 0.0, new_page: false }
    }

    /// Adds an element to the section at hand.
    pub(super) fn element(&mut self, role: Role) -> Element {
        self.structure.add(self.section, role)
    }

    /// Begins a page with what comes next.
    pub(super) const fn turn_page(&mut self) {
        self.new_page = true;
    }

    /// Space above the next unit, if it is more than there is.
    pub(super) fn space(&mut self, points: f32) {
        self.space = self.space.max(points);
    }

    /// Adds a unit below the space that was asked for.
    pub(super) fn push(&mut self, mut unit: Unit) {
        unit.before += std::mem::take(&mut self.space);
        unit.new_page |= std::mem::take(&mut self.new_page);
        self.units.push(unit);
    }

    /// Keeps the last unit with the next one.
    pub(super) fn keep(&mut self) {
        self.keep_since(self.units.len().saturating_sub(1));
    }

    /// Keeps the units from the `first` on together, and with the next one.
    pub(super) fn keep_since(&mut self, first: usize) {
        for unit in self.units.iter_mut().skip(first) {
            unit.keep_next = true;
        }
    }

    /// The lines of `paragraph` as marks from (`x`, `y`) on, and their height.
    pub(super) fn lines(&self, paragraph: &Paragraph, x: f32, y: f32, width: f32, element: Option<Element>) -> (Vec<Mark>, f32) {
        let mut top = y;
        let mut marks = Vec::new();
        for line in set(self.fonts, paragraph, width) {
            marks.push(Mark::Text { line, x, y: top + paragraph.baseline(), element });
            top += paragraph.leading;
        }
        (marks, top - y)
    }

    /// The title: heading of the first level, in two parts that begin a line each.
    pub(super) fn title(&mut self, parts: [&str; 2]) {
        self.heading_of(1, &parts, BODY_TITLE, 19.0, mm(5.0), mm(2.5));
    }

    /// A section's heading; what follows belongs to the section.
    pub(super) fn heading(&mut self, text: &str) {
        self.section = Some(self.structure.add(None, Role::Section));
        self.heading_of(2, &[text], Style::regular(10.5).bold().coloured(LAKE_2), 14.0, mm(3.8), mm(0.8));
    }

    /// A heading within a section.
    pub(super) fn subheading(&mut self, text: &str) {
        self.heading_of(3, &[text], BODY.bold(), BODY_LEADING, mm(2.4), mm(0.5));
    }

    fn heading_of(&mut self, level: u16, parts: &[&str], style: Style, leading: f32, before: f32, after: f32) {
        let text = parts.concat();
        let element = self.element(Role::Heading(level, text.clone()));
        let (mut marks, mut height) = (Vec::new(), 0.0);
        for part in parts {
            let (lines, below) = self.lines(&Paragraph::new(*part, style, leading), 0.0, height, MEASURE, Some(element));
            marks.extend(lines);
            height += below;
        }
        self.space(before);
        let bookmark = Some(Bookmark { level, text });
        self.push(Unit { height, marks, keep_next: true, bookmark, ..Unit::default() });
        self.space(after);
    }

    /// A paragraph of running text.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.set_paragraph(&Paragraph::new(text, BODY, BODY_LEADING));
    }

    /// A paragraph, whose first two and last two lines are never parted.
    pub(super) fn set_paragraph(&mut self, paragraph: &Paragraph) {
        let element = self.element(Role::Paragraph);
        self.set_lines(paragraph, 0.0, element);
    }

    /// The lines of a paragraph as units that part between pages, two lines at the least on each.
    pub(super) fn set_lines(&mut self, paragraph: &Paragraph, indent: f32, element: Element) {
        let lines = set(self.fonts, paragraph, MEASURE - indent);
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let marks = vec![Mark::Text { line, x: indent, y: paragraph.baseline(), element: Some(element) }];
            let keep_next = index + 1 < count && (index == 0 || index + 2 == count);
            self.push(Unit { height: paragraph.leading, marks, keep_next, ..Unit::default() });
        }
        self.space(AFTER);
    }

    /// A list of short items.
    pub(super) fn list(&mut self, items: &[String]) {
        let list = self.element(Role::List);
        for text in items {
            let item = self.structure.add(Some(list), Role::Item);
            let body = self.structure.add(Some(item), Role::ItemBody);
            let dash = set(self.fonts, &Paragraph::new("–", BODY, BODY_LEADING), MEASURE).into_iter().next().unwrap_or_default();
            let paragraph = Paragraph::new(text.as_str(), BODY, BODY_LEADING);
            let first = self.units.len();
            self.set_lines(&paragraph, mm(4.0), body);
            if let Some(unit) = self.units.get_mut(first) {
                // The dash is an ornament: the list itself is told by its tags.
                unit.marks.push(Mark::Text { line: dash, x: 0.0, y: paragraph.baseline(), element: None });
            }
            self.space = 0.0;
        }
        self.space(AFTER);
    }

    /// A word in a frame, and a sentence after it or below it.
    pub(super) fn boxed(&mut self, word: &str, sentence: &str) {
        let (pad, element) = (mm(2.0), self.element(Role::Paragraph));
        let marked = Paragraph::new(word, BODY.bold(), BODY_LEADING);
        let width = set(self.fonts, &marked, MEASURE - 2.0 * pad).iter().map(|line| line.width).fold(0.0, f32::max);
        let (mut marks, word_height) = self.lines(&marked, pad, mm(0.3), MEASURE - 2.0 * pad, Some(element));
        let frame_height = word_height + mm(0.6);
        marks.push(Mark::Frame {
            x: 0.0,
            y: 0.0,
            width: width + 2.0 * pad,
            height: frame_height,
            thickness: 1.0,
            crossed: false,
        });
        let x = width + 2.0 * pad + mm(2.5);
        let mut height = frame_height;
        if !sentence.is_empty() {
            let text = Paragraph::new(sentence, BODY, BODY_LEADING);
            let second = self.element(Role::Paragraph);
            let (after, below) = if x < MEASURE / 2.0 {
                self.lines(&text, x, mm(0.3), MEASURE - x, Some(second))
            } else {
                let (after, below) = self.lines(&text, 0.0, frame_height + mm(1.0), MEASURE, Some(second));
                (after, below + frame_height)
            };
            marks.extend(after);
            height = frame_height.max(below + mm(1.0));
        }
        self.push(Unit { height, marks, ..Unit::default() });
        self.space(AFTER);
    }
}

const BODY_TITLE: Style = Style::regular(15.5).bold();
