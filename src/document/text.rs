//! Paragraphs of styled text, and the setting of them into lines of a width (Unicode line breaking, UAX 14).

use std::ops::Range;
use std::sync::Arc;

use unicode_linebreak::linebreaks;

use super::fonts::{ASCENT, DESCENT, Face, Fonts, Run};

/// A colour of the look, as sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// Text.
pub(super) const INK: Colour = Colour(0x1b, 0x27, 0x2d);
/// Labels.
pub(super) const INK_2: Colour = Colour(0x4a, 0x59, 0x60);
/// Rules of tables.
pub(super) const RULE: Colour = Colour(0x9a, 0xa5, 0xa8);
/// The rule of the head.
pub(super) const LAKE: Colour = Colour(0x0c, 0x5a, 0x6b);
/// Headings.
pub(super) const LAKE_2: Colour = Colour(0x08, 0x3f, 0x4c);

/// How a span looks. Sizes are in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    /// Face.
    pub(super) face: Face,
    /// Size.
    pub(super) size: f32,
    /// Colour.
    pub(super) colour: Colour,
}

impl Style {
    /// A style of the regular face in ink.
    pub(super) const fn regular(size: f32) -> Self {
        Self { face: Face::Regular, size, colour: INK }
    }

    /// The same in the semi-bold face.
    pub(super) const fn bold(self) -> Self {
        Self { face: Face::SemiBold, ..self }
    }

    /// The same in another colour.
    pub(super) const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The fixed-width face, half a point smaller, so that both look alike in size.
    pub(super) const fn mono(self) -> Self {
        Self { face: Face::Mono, size: self.size - 0.5, colour: self.colour }
    }
}

/// A piece of text in one style.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// The text.
    pub(super) text: String,
    /// Its style.
    pub(super) style: Style,
}

/// A paragraph: spans that follow each other, and the distance of its lines in points.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// The spans.
    pub(super) spans: Vec<Span>,
    /// From line to line.
    pub(super) leading: f32,
}

impl Paragraph {
    /// A paragraph of one span.
    pub(super) fn new(text: impl Into<String>, style: Style, leading: f32) -> Self {
        Self { spans: vec![Span { text: text.into(), style }], leading }
    }

    /// The baseline of a line below the line's top.
    pub(super) fn baseline(&self) -> f32 {
        let size = self.spans.iter().map(|span| span.style.size).fold(0.0, f32::max);
        (self.leading - (ASCENT + DESCENT) * size) / 2.0 + ASCENT * size
    }
}

/// Glyphs of one run that stand in one line.
#[derive(Clone)]
pub(super) struct Piece {
    /// The run.
    pub(super) run: Arc<Run>,
    /// Which of its glyphs.
    pub(super) glyphs: Range<usize>,
    /// Its style.
    pub(super) style: Style,
    /// Distance from the line's start, in points.
    pub(super) x: f32,
}

/// A line as it was set.
#[derive(Clone, Default)]
pub(super) struct Line {
    /// What stands in it, from left to right.
    pub(super) pieces: Vec<Piece>,
    /// Its width in points, without the spaces at its end.
    pub(super) width: f32,
}

struct Slot {
    run: usize,
    glyph: usize,
    advance: f32,
    space: bool,
    /// How well a long name may be parted after this glyph: 0 not at all, 2 best.
    joint: usize,
    /// Where its text ends in the whole paragraph.
    end: usize,
}

/// Sets `paragraph` into lines of at most `width` points. A word that is wider than the line is parted, after a dot, hyphen or
/// the like where there is one, and nothing is inserted. An empty paragraph gives one empty line.
pub(super) fn set(fonts: &Fonts, paragraph: &Paragraph, width: f32) -> Vec<Line> {
    let runs: Vec<(Arc<Run>, Style)> =
        paragraph.spans.iter().map(|span| (fonts.shape(span.style.face, &span.text), span.style)).collect();
    let whole: String = runs.iter().map(|(run, _)| run.text.as_str()).collect();
    let slots = slots(&runs);
    let mut setting = Setting { runs: &runs, slots: &slots, width, lines: Vec::new(), start: 0, used: 0.0 };
    let mut from = 0;
    for (end, _) in linebreaks(&whole).filter(|(end, _)| !parts_a_name(&runs, &whole, *end)) {
        let to = from + slots.iter().skip(from).take_while(|slot| slot.end <= end).count();
        setting.word(from..to);
        from = to;
    }
    setting.close(slots.len());
    setting.lines
}

/// Whether a break at `at` would part a name in the fixed-width face, an address or a telephone number: these are parted only where
/// a line cannot hold them.
fn parts_a_name(runs: &[(Arc<Run>, Style)], whole: &str, at: usize) -> bool {
    let (before, after) = whole.split_at_checked(at).unwrap_or((whole, ""));
    if let Some(before) = before.strip_suffix(' ') {
        let number = before.rsplit(|c: char| !c.is_ascii_digit() && c != ' ').next().unwrap_or_default();
        let country = before.len() - number.len();
        return after.starts_with(|c: char| c.is_ascii_digit()) && before.get(..country).is_some_and(|rest| rest.ends_with('+'));
    }
    if after.is_empty() {
        return false;
    }
    let mut start = 0;
    let mono = runs.iter().any(|(run, style)| {
        let inside = start < at && at < start + run.text.len();
        start += run.text.len();
        inside && style.face == Face::Mono
    });
    let word = before.rsplit(' ').next().into_iter().chain(after.split(' ').next());
    mono || word.collect::<Vec<_>>().concat().contains('@')
}

fn slots(runs: &[(Arc<Run>, Style)]) -> Vec<Slot> {
    let mut before = 0;
    let mut slots = Vec::new();
    for (index, (run, style)) in runs.iter().enumerate() {
        for (number, glyph) in run.glyphs.iter().enumerate() {
            let text = run.text.get(glyph.text_range.clone()).unwrap_or_default();
            slots.push(Slot {
                run: index,
                glyph: number,
                advance: glyph.x_advance * style.size,
                space: text == " ",
                joint: match text {
                    "." | "@" | "/" | ":" => 2,
                    "-" | "_" | "=" | "&" => 1,
                    _ => 0,
                },
                end: before + glyph.text_range.end,
            });
        }
        before += run.text.len();
    }
    slots
}

struct Setting<'a> {
    runs: &'a [(Arc<Run>, Style)],
    slots: &'a [Slot],
    width: f32,
    lines: Vec<Line>,
    start: usize,
    used: f32,
}

impl Setting<'_> {
    fn measure(&self, range: Range<usize>) -> f32 {
        self.slots.get(range).unwrap_or_default().iter().map(|slot| slot.advance).sum()
    }

    /// The end of `range` without the spaces there.
    fn trimmed(&self, range: Range<usize>) -> usize {
        let spaces = self.slots.get(range.clone()).unwrap_or_default().iter().rev().take_while(|slot| slot.space).count();
        range.end - spaces
    }

    /// Takes up a word with the spaces after it.
    fn word(&mut self, range: Range<usize>) {
        let visible = self.measure(range.start..self.trimmed(range.clone()));
        if self.used > 0.0 && self.used + visible > self.width + 0.01 {
            self.close(range.start);
        }
        let mut rest = range.start;
        while self.used + self.measure(rest..self.trimmed(rest..range.end)) > self.width + 0.01 {
            let cut = self.cut(rest..range.end);
            if cut >= range.end {
                break;
            }
            self.close(cut);
            rest = cut;
        }
        self.used += self.measure(rest..range.end);
    }

    /// Where a word that is too wide for an empty line is parted.
    fn cut(&self, range: Range<usize>) -> usize {
        let (mut at, mut joints, mut sum) = (range.start, [range.start; 3], 0.0);
        for slot in self.slots.get(range.clone()).unwrap_or_default() {
            sum += slot.advance;
            if sum > self.width {
                break;
            }
            at += 1;
            if let Some(joint) = joints.get_mut(slot.joint) {
                *joint = at;
            }
        }
        // A joint far to the left would leave a ragged stub; then the word is parted at the edge.
        let near = |joint: &usize| (joint - range.start) * 2 >= at - range.start;
        joints.into_iter().skip(1).rev().find(near).unwrap_or(at).max(range.start + 1)
    }

    /// Ends the line before slot `end`.
    fn close(&mut self, end: usize) {
        let range = self.start..end;
        let mut line = Line { pieces: Vec::new(), width: self.measure(self.start..self.trimmed(range.clone())) };
        let (mut x, mut last) = (0.0, None);
        for slot in self.slots.get(range).unwrap_or_default() {
            // By number: two spans with the same text are one run in memory.
            match line.pieces.last_mut() {
                Some(piece) if last == Some(slot.run) => piece.glyphs.end = slot.glyph + 1,
                _ => {
                    if let Some((run, style)) = self.runs.get(slot.run) {
                        let glyphs = slot.glyph..slot.glyph + 1;
                        line.pieces.push(Piece { run: Arc::clone(run), glyphs, style: *style, x });
                    }
                }
            }
            (x, last) = (x + slot.advance, Some(slot.run));
        }
        self.lines.push(line);
        self.start = end;
        self.used = 0.0;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let paragraph = Paragraph::new(text, Style::regular(10.0), 13.0);
        let shown = |piece: &Piece| {
            let glyphs = &piece.run.glyphs[piece.glyphs.clone()];
            piece.run.text[glyphs[0].text_range.start..glyphs[glyphs.len() - 1].text_range.end].to_owned()
        };
        let lines = set(Fonts::get().unwrap(), &paragraph, width);
        assert!(lines.iter().all(|line| line.width <= width + 0.01));
        lines.iter().map(|line| line.pieces.iter().map(shown).collect()).collect()
    }

    #[test]
    fn lines_break_between_words_and_keep_their_space() {
        assert_eq!(
            lines("Sopimus SIP-federaatiosta: Esimerkkilän kunta", 130.0),
            ["Sopimus SIP-federaatiosta: ", "Esimerkkilän kunta"]
        );
    }

    #[test]
    fn a_long_name_is_parted_after_a_dot_and_nothing_is_inserted() {
        let name = "palvelu.koulutuskuntayhtyma.esimerkkila.example";
        let parts = lines(name, 150.0);
        assert_eq!(parts, ["palvelu.koulutuskuntayhtyma.", "esimerkkila.example"]);
        assert_eq!(parts.concat(), name);
        let long = "a".repeat(200);
        let parts = lines(&long, 100.0);
        assert!(parts.len() > 5);
        assert_eq!(parts.concat(), long);
    }

    #[test]
    fn an_address_is_not_parted_at_its_hyphen() {
        let parts = lines("Osoite: saara.sopija@esimerkki-kunta.example", 170.0);
        assert_eq!(parts, ["Osoite: ", "saara.sopija@esimerkki-kunta.", "example"]);
    }

    #[test]
    fn a_telephone_number_is_kept_whole() {
        assert_eq!(lines("Saara Sopija, +358 00 000 0001", 130.0), ["Saara Sopija, ", "+358 00 000 0001"]);
        assert_eq!(lines("Puhelimitse 20 11 kertaa", 100.0), ["Puhelimitse 20 11 ", "kertaa"]);
    }

    #[test]
    fn spans_of_the_same_text_are_each_drawn() {
        let style = Style::regular(10.0);
        let spans = ["ab", "ab", "ab"].map(|text| Span { text: text.to_owned(), style });
        let lines = set(Fonts::get().unwrap(), &Paragraph { spans: spans.to_vec(), leading: 13.0 }, 100.0);
        assert_eq!(lines[0].pieces.iter().map(|piece| piece.glyphs.clone()).collect::<Vec<_>>(), [0..2, 0..2, 0..2]);
        assert!(lines[0].pieces[1].x > lines[0].pieces[0].x);
    }

    #[test]
    fn an_empty_paragraph_is_a_line() {
        assert_eq!(lines("", 100.0), [""]);
    }
}
