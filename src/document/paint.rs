//! Pages onto krilla's surfaces: glyphs, rules and frames, each tagged with its element or as an artifact, and the outline.

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};

use super::RenderError;
use super::fonts::Fonts;
use super::page::{HEIGHT, LEFT, Mark, Page, WIDTH};
use super::structure::{Element, Structure};
use super::text::{Colour, INK, Line, RULE};

/// Draws `pages`, each with its head and foot, and fills the structure.
pub(super) fn pages(
    document: &mut Document,
    fonts: &Fonts,
    pages: &[Page],
    furniture: impl Fn(usize) -> (Vec<Mark>, Vec<Mark>),
    structure: &mut Structure,
) -> Result<(), RenderError> {
    for (index, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(RenderError::Page)?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        let (head, foot) = furniture(index + 1);
        artifact(&mut surface, fonts, &head, ArtifactType::Header);
        content(&mut surface, fonts, (index, &page.marks), structure);
        artifact(&mut surface, fonts, &foot, ArtifactType::Footer);
        surface.finish();
        sheet.finish();
    }
    Ok(())
}

fn artifact(surface: &mut Surface<'_>, fonts: &Fonts, marks: &[Mark], kind: ArtifactType) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    for mark in marks {
        draw(surface, fonts, mark);
    }
    surface.end_tagged();
}

/// Draws the marks in their order; those of one element that follow each other are one piece of marked content.
fn content(surface: &mut Surface<'_>, fonts: &Fonts, (page, marks): (usize, &[Mark]), structure: &mut Structure) {
    let of = |mark: &Mark| match mark {
        Mark::Text { element, .. } => *element,
        Mark::Place { element, .. } => Some(*element),
        Mark::Rule { .. } | Mark::Frame { .. } => None,
    };
    for together in marks.chunk_by(|a, b| of(a) == of(b)) {
        let element: Option<Element> = together.first().and_then(of);
        let tag = match element {
            Some(_) => ContentTag::Other,
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        };
        let identifier = surface.start_tagged(tag);
        for mark in together {
            draw(surface, fonts, mark);
            if let Mark::Place { x, y, width, height, around, element } = mark
                && let Some(area) = Rect::from_xywh(x - around, y - around, width + 2.0 * around, height + 2.0 * around)
            {
                structure.stand(*element, page, area);
            }
        }
        surface.end_tagged();
        if let Some(element) = element {
            structure.fill(element, identifier);
        }
    }
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    match mark {
        Mark::Text { line, x, y, .. } => text(surface, fonts, line, *x, *y),
        Mark::Rule { x, y, width, thickness, colour } => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(*x, y - thickness / 2.0, *width, *thickness) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.set_stroke(None);
                surface.set_fill(Some(fill(*colour)));
                surface.draw_path(&path);
            }
        }
        Mark::Frame { x, y, width, height, thickness, crossed } => {
            frame(surface, Rect::from_xywh(*x, *y, *width, *height), *thickness, INK, *crossed);
        }
        Mark::Place { x, y, width, height, .. } => {
            frame(surface, Rect::from_xywh(*x, *y, *width, *height), PLACE_LINE, RULE, false);
        }
    }
}

/// The line around a place that is kept free.
const PLACE_LINE: f32 = 0.8;

fn frame(surface: &mut Surface<'_>, rect: Option<Rect>, width: f32, ink: Colour, crossed: bool) {
    let mut path = PathBuilder::new();
    let Some(rect) = rect else { return };
    path.push_rect(rect);
    if crossed {
        let inset = rect.width() * 0.24;
        path.move_to(rect.left() + inset, rect.top() + inset);
        path.line_to(rect.right() - inset, rect.bottom() - inset);
        path.move_to(rect.right() - inset, rect.top() + inset);
        path.line_to(rect.left() + inset, rect.bottom() - inset);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: colour(ink).into(), width, ..Stroke::default() }));
        surface.draw_path(&path);
    }
}

fn text(surface: &mut Surface<'_>, fonts: &Fonts, line: &Line, x: f32, y: f32) {
    surface.set_stroke(None);
    for piece in &line.pieces {
        if let Some(glyphs) = piece.run.glyphs.get(piece.glyphs.clone()) {
            surface.set_fill(Some(fill(piece.style.colour)));
            let (start, font) = (Point::from_xy(x + piece.x, y), fonts.font(piece.style.face));
            surface.draw_glyphs(start, glyphs, font, &piece.run.text, piece.style.size, false);
        }
    }
}

fn colour(Colour(red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Colour) -> Fill {
    Fill { paint: colour(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

/// The outline of the headings: sections at the top, what stands within them below.
pub(super) fn outline(pages: &[Page]) -> Outline {
    let mut sections: Vec<OutlineNode> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for (bookmark, y) in &page.bookmarks {
            let node = OutlineNode::new(bookmark.text.clone(), XyzDestination::new(index, Point::from_xy(LEFT, *y)));
            match sections.last_mut() {
                Some(section) if bookmark.level > 2 => section.push_child(node),
                _ => sections.push(node),
            }
        }
    }
    let mut outline = Outline::new();
    for section in sections {
        outline.push_child(section);
    }
    outline
}
