//! The faces of the document, read once, and the shaping of text with them.
//!
//! A PDF has no fallback font and PDF/A refuses a missing glyph, so a character that a face lacks is drawn as a question mark;
//! the attached data keeps what was written.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, GlyphBuffer, GlyphInfo, ShapePlan, UnicodeBuffer, script};

static REGULAR: &[u8] = include_bytes!("../../assets/fonts/pdf/NotoSans-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/pdf/NotoSans-SemiBold.ttf");
static MONO: &[u8] = include_bytes!("../../assets/fonts/pdf/NotoSansMono-Regular.ttf");

/// What stands for a character that a face lacks.
const SUBSTITUTE: char = '?';

/// Height of Noto Sans above and below the baseline, in parts of the size (its `hhea` table); the fixed-width face has the same.
pub(super) const ASCENT: f32 = 1.069;
/// See [`ASCENT`].
pub(super) const DESCENT: f32 = 0.293;

/// A face of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// Noto Sans 400: text.
    Regular,
    /// Noto Sans 600: headings and names.
    SemiBold,
    /// Noto Sans Mono 400: domains and references.
    Mono,
}

/// The three faces.
pub(super) struct Fonts {
    regular: Typeface,
    semibold: Typeface,
    mono: Typeface,
    shaped: Shaped,
}

/// Texts that were shaped before: labels and terms are the same in every document, and shaping is half the cost of drawing one.
#[derive(Default)]
struct Shaped(Mutex<HashMap<(Face, String), Arc<Run>>>);

/// Most texts that are kept; then they are forgotten and gathered anew.
const MOST_SHAPED: usize = 4_096;
/// Bytes of the longest text that is kept.
const LONGEST_SHAPED: usize = 2_048;

struct Typeface {
    font: Font,
    shaper: rustybuzz::Face<'static>,
    plan: ShapePlan,
}

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
    Some(Fonts {
        regular: Typeface::read(REGULAR)?,
        semibold: Typeface::read(SEMIBOLD)?,
        mono: Typeface::read(MONO)?,
        shaped: Shaped::default(),
    })
});

/// Text as glyphs, in the order of the text; advances in parts of the size.
pub(super) struct Run {
    /// The text as it is drawn: without control characters, missing ones replaced.
    pub(super) text: String,
    /// The glyphs; their ranges lie in `text`.
    pub(super) glyphs: Vec<KrillaGlyph>,
}

impl Typeface {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        // Ligatures would hide letters from a search in some viewers.
        let features = [Feature::new(Tag::from_bytes(b"liga"), 0, ..)];
        let plan = ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &features);
        Some(Self { font: Font::new(Data::from(bytes), 0)?, shaper, plan })
    }

    fn drawable(&self, text: &str) -> String {
        text.chars()
            .filter(|c| !is_invisible(*c))
            .map(|c| if c.is_control() || c.is_whitespace() && c != '\u{a0}' { ' ' } else { c })
            .map(|c| if self.shaper.glyph_index(c).is_some() { c } else { SUBSTITUTE })
            .collect()
    }

    fn shape(&self, text: &str) -> Run {
        let mut text = self.drawable(text);
        let mut shaped = self.glyphs(&text);
        // A letter that a face has may still be taken apart into marks that it lacks.
        let lacking: Vec<usize> =
            shaped.glyph_infos().iter().filter(|info| info.glyph_id == 0).map(|info| info.cluster as usize).collect();
        if !lacking.is_empty() {
            text = Self::substituted(&text, &lacking, shaped.glyph_infos());
            shaped = self.glyphs(&text);
        }
        let units = self.font.units_per_em();
        let part = |value: i32| {
            #[expect(clippy::cast_precision_loss, reason = "font units are below 2^16")]
            let value = value as f32;
            value / units
        };
        let infos = shaped.glyph_infos();
        let glyphs = infos
            .iter()
            .zip(shaped.glyph_positions())
            .enumerate()
            .map(|(index, (info, position))| {
                let start = info.cluster as usize;
                let end = infos.iter().skip(index).map(|next| next.cluster as usize).find(|next| *next > start);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    part(position.x_advance),
                    part(position.x_offset),
                    part(position.y_offset),
                    part(position.y_advance),
                    start..end.unwrap_or(text.len()),
                    None,
                )
            })
            .collect();
        Run { text, glyphs }
    }
}

impl Typeface {
    fn glyphs(&self, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        rustybuzz::shape_with_plan(&self.shaper, &self.plan, buffer)
    }

    /// The text with a substitute for each cluster, letter and marks, that begins at one of `lacking`.
    fn substituted(text: &str, lacking: &[usize], infos: &[GlyphInfo]) -> String {
        let starts: BTreeSet<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        let mut skipping = false;
        let mut substituted = String::new();
        for (at, character) in text.char_indices() {
            if starts.contains(&at) {
                skipping = lacking.contains(&at);
                if skipping {
                    substituted.push(SUBSTITUTE);
                }
            }
            if !skipping {
                substituted.push(character);
            }
        }
        substituted
    }
}

/// Marks that direct or join text and draw nothing: joiners, direction marks, soft hyphens, the byte order mark.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

impl Fonts {
    /// The faces; none if the files built into the program cannot be read.
    pub(super) fn get() -> Option<&'static Self> {
        FONTS.as_ref()
    }

    const fn typeface(&self, face: Face) -> &Typeface {
        match face {
            Face::Regular => &self.regular,
            Face::SemiBold => &self.semibold,
            Face::Mono => &self.mono,
        }
    }

    /// The font as krilla embeds it.
    pub(super) fn font(&self, face: Face) -> Font {
        self.typeface(face).font.clone()
    }

    /// Shapes `text`.
    pub(super) fn shape(&self, face: Face, text: &str) -> Arc<Run> {
        if text.len() > LONGEST_SHAPED {
            return Arc::new(self.typeface(face).shape(text));
        }
        let key = (face, text.to_owned());
        // A poisoned lock guards nothing that could be half done: what is in the map is whole.
        let known = self.shaped.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let run = Arc::new(self.typeface(face).shape(text));
            let mut kept = self.shaped.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if kept.len() >= MOST_SHAPED {
                kept.clear();
            }
            kept.insert(key, Arc::clone(&run));
            run
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn what_a_face_lacks_is_replaced_and_what_draws_nothing_is_dropped() {
        let fonts = Fonts::get().unwrap();
        let run = fonts.shape(Face::Regular, "a\u{202e}b\u{7}c漢d\u{a0}e");
        assert_eq!(run.text, "ab c?d\u{a0}e");
        assert_eq!(run.glyphs.len(), 8);
        assert!(run.glyphs.iter().all(|glyph| glyph.glyph_id != GlyphId::new(0)));
    }

    #[test]
    fn the_letters_of_finland_and_its_neighbours_are_there() {
        let fonts = Fonts::get().unwrap();
        for face in [Face::Regular, Face::SemiBold, Face::Mono] {
            let letters = "ÅÄÖåäöŠšŽžÁáČčĐđŊŋŦŧÉéÕõÜü–”·•§×€";
            assert_eq!(fonts.shape(face, letters).text, letters, "{face:?}");
        }
    }
}
