//! Tables: a column of labels and columns of values. Rows are kept whole where they fit a page; the head is repeated.

use super::flow::Flow;
use super::fonts::Face;
use super::page::{HEIGHT, MEASURE, Mark, Repeated, Unit, mm};
use super::structure::{Element, Role};
use super::text::{INK, INK_2, Line, Paragraph, RULE, Style, set};

/// Text of tables: 8.75 on 11.5 points.
pub(super) const CELL: Style = Style::regular(8.75);
/// Line distance in tables.
pub(super) const CELL_LEADING: f32 = 11.5;
/// The column of labels.
pub(super) const LABELS: f32 = mm(46.0);
/// Labels and two equal columns.
pub(super) const THREE: [f32; 3] = [LABELS, (MEASURE - LABELS) / 2.0, (MEASURE - LABELS) / 2.0];
/// Labels and one wide column.
pub(super) const TWO: [f32; 2] = [LABELS, MEASURE - LABELS];

const PAD: f32 = mm(0.9);
const GUTTER: f32 = mm(3.0);
const BOX: f32 = mm(2.8);
/// A row higher than this is set line by line: it could not be kept whole.
const HIGHEST: f32 = HEIGHT - mm(70.0);
/// How far the further lines of a name are set in, so that one name is told from the next.
const HANG: f32 = mm(2.5);
/// How many lines of a row that is parted stay together at either end.
const TOGETHER: usize = 3;

/// What a cell holds.
#[derive(Clone, Default)]
pub(super) struct Cell {
    /// Its paragraphs; none: the cell is empty.
    pub(super) paragraphs: Vec<Paragraph>,
    /// A box before the first line, ticked or not.
    pub(super) ticked: Option<bool>,
}

impl Cell {
    /// A cell of plain text, a paragraph an item.
    pub(super) fn text(items: impl IntoIterator<Item = String>) -> Self {
        Self { paragraphs: items.into_iter().map(plain).collect(), ticked: None }
    }

    /// A cell of names in the fixed-width face.
    pub(super) fn names(items: impl IntoIterator<Item = String>) -> Self {
        let paragraphs = items.into_iter().map(|name| Paragraph::new(name, CELL.mono(), CELL_LEADING)).collect();
        Self { paragraphs, ticked: None }
    }
}

/// A paragraph of a table's text.
pub(super) fn plain(text: String) -> Paragraph {
    Paragraph::new(text, CELL, CELL_LEADING)
}

/// A row: its heading and its cells.
pub(super) struct Row {
    /// The heading.
    pub(super) label: Paragraph,
    /// The cells, as many as there are columns after the first.
    pub(super) cells: Vec<Cell>,
}

impl Row {
    /// A row with a label in the second ink.
    pub(super) fn new(label: String, cells: Vec<Cell>) -> Self {
        Self { label: Paragraph::new(label, CELL.coloured(INK_2), CELL_LEADING), cells }
    }
}

/// A line of a cell, in its place below the row's top.
struct Slot {
    line: Line,
    x: f32,
    top: f32,
    baseline: f32,
    element: Element,
    tick: Option<bool>,
    /// Whether the name goes on in the next line.
    goes_on: bool,
}

impl Slot {
    fn marks(self, down: f32) -> Vec<Mark> {
        let y = self.top + down;
        let mut marks = Vec::new();
        if let Some(crossed) = self.tick {
            let x = self.x - BOX - mm(1.5);
            marks.push(Mark::Frame { x, y: y + self.baseline - BOX + mm(0.2), width: BOX, height: BOX, thickness: 0.7, crossed });
        }
        marks.push(Mark::Text { line: self.line, x: self.x, y: y + self.baseline, element: Some(self.element) });
        marks
    }
}

impl Flow {
    /// A table. `head` are the headings of the columns; the first may be empty. Without a head the rows' labels alone head the table.
    pub(super) fn table(&mut self, widths: &[f32], head: &[String], rows: Vec<Row>) {
        let table = self.element(Role::Table);
        let repeated = (!head.is_empty()).then(|| self.table_head(table, widths, head));
        let body = self.structure.add(Some(table), Role::TableBody);
        for row in rows {
            self.table_row(body, widths, row, repeated);
        }
    }

    fn table_head(&mut self, table: Element, widths: &[f32], head: &[String]) -> usize {
        let group = self.structure.add(Some(table), Role::TableHead);
        let row = self.structure.add(Some(group), Role::Row);
        let (mut marks, mut height, mut x) = (Vec::new(), 0.0_f32, 0.0);
        for (text, width) in head.iter().zip(widths) {
            let role = if text.is_empty() { Role::Cell } else { Role::ColumnHeader };
            let cell = self.structure.add(Some(row), role);
            // A cell without content would be left out of the structure, and the row would lack a cell.
            let text = if text.is_empty() { " " } else { text.as_str() };
            let paragraph = Paragraph::new(text, Style::regular(9.5).bold(), CELL_LEADING);
            let (lines, below) = self.lines(&paragraph, x, PAD, width - GUTTER, Some(cell));
            marks.extend(lines);
            height = height.max(below);
            x += width;
        }
        height += 2.0 * PAD;
        marks.push(Mark::Rule { x: 0.0, y: height, width: x, thickness: 1.0, colour: INK });
        self.repeated.push(Repeated { height, marks: marks.clone() });
        self.push(Unit { height, marks, keep_next: true, ..Unit::default() });
        self.repeated.len() - 1
    }

    fn table_row(&mut self, body: Element, widths: &[f32], row: Row, repeated: Option<usize>) {
        let element = self.structure.add(Some(body), Role::Row);
        let header = self.structure.add(Some(element), Role::RowHeader);
        let label = Cell { paragraphs: vec![row.label], ticked: None };
        let cells = std::iter::once((label, header))
            .chain(row.cells.into_iter().map(|cell| (cell, self.structure.add(Some(element), Role::Cell))))
            .collect::<Vec<_>>();
        let (mut slots, mut x, mut height) = (Vec::new(), 0.0, 0.0_f32);
        for ((cell, element), width) in cells.into_iter().zip(widths) {
            let below = self.cell(&mut slots, cell, element, x, width - GUTTER);
            height = height.max(below);
            x += width;
        }
        let total = height + 2.0 * PAD;
        let rule = |y| Mark::Rule { x: 0.0, y, width: x, thickness: 0.4, colour: RULE };
        if total <= HIGHEST {
            let mut marks: Vec<Mark> = slots.into_iter().flat_map(|slot| slot.marks(PAD)).collect();
            marks.push(rule(total));
            self.push(Unit { height: total, marks, repeated, ..Unit::default() });
            return;
        }
        let continued = repeated.and_then(|head| self.continued(head, &slots, header));
        self.parted_row(slots, rule, continued.or(repeated));
    }

    /// The head of a table together with the label of a row that goes on below it.
    fn continued(&mut self, head: usize, slots: &[Slot], header: Element) -> Option<usize> {
        let mut head = self.repeated.get(head)?.clone();
        head.height += PAD;
        for slot in slots.iter().filter(|slot| slot.element == header) {
            let y = head.height + slot.top + slot.baseline;
            head.marks.push(Mark::Text { line: slot.line.clone(), x: slot.x, y, element: None });
        }
        self.repeated.push(head);
        Some(self.repeated.len() - 1)
    }

    /// A row that no page holds: a unit a line, the ends kept together.
    fn parted_row(&mut self, mut slots: Vec<Slot>, rule: impl Fn(f32) -> Mark, repeated: Option<usize>) {
        slots.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut units: Vec<(f32, Unit)> = Vec::new();
        for slot in slots {
            let top = slot.top;
            if units.last().is_none_or(|(at, _)| *at < top - 0.01) {
                units.push((top, Unit { height: CELL_LEADING, repeated, ..Unit::default() }));
            }
            if let Some((_, unit)) = units.last_mut() {
                unit.keep_next |= slot.goes_on;
                unit.marks.extend(slot.marks(-top));
            }
        }
        let count = units.len();
        for (index, (_, mut unit)) in units.into_iter().enumerate() {
            let left = count - index - 1;
            unit.keep_next = left > 0 && (unit.keep_next || index + 1 < TOGETHER || left < TOGETHER);
            if index == 0 {
                unit.before += PAD;
            }
            if left == 0 {
                unit.height += PAD;
                unit.marks.push(rule(unit.height));
            }
            self.push(unit);
        }
    }

    /// Sets a cell's lines and gives their height.
    fn cell(&mut self, slots: &mut Vec<Slot>, cell: Cell, element: Element, x: f32, width: f32) -> f32 {
        let many = cell.paragraphs.len() > 1;
        let indent = if cell.ticked.is_some() { BOX + mm(1.5) } else { 0.0 };
        let mut tick = cell.ticked;
        let mut top = 0.0;
        for paragraph in cell.paragraphs {
            let element = if many { self.structure.add(Some(element), Role::Paragraph) } else { element };
            let baseline = paragraph.baseline();
            let name = paragraph.spans.iter().all(|span| span.style.face == Face::Mono);
            let lines = set(self.fonts, &paragraph, if name { width - HANG } else { width - indent });
            let last = lines.len().saturating_sub(1);
            for (index, line) in lines.into_iter().enumerate() {
                let hang = if name && index > 0 { HANG } else { 0.0 };
                let goes_on = name && index < last;
                slots.push(Slot { line, x: x + indent + hang, top, baseline, element, tick: tick.take(), goes_on });
                top += paragraph.leading;
            }
        }
        top
    }
}
