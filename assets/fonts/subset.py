"""Cuts Noto down to the letters that the service writes: WOFF2 for the pages, TTF for the PDF. Called by subset.sh."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

source, target = Path(sys.argv[1]), Path(sys.argv[2])


def span(*ranges):
    return {c for low, high in ranges for c in range(low, high + 1)}


# Latin with every letter of Finnish, Swedish, English and the Sami languages, Romanian's comma letters, combining marks, punctuation, signs.
WEB = span((0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x1B7, 0x1B7), (0x1E4, 0x1EF), (0x218, 0x21B), (0x259, 0x259), (0x292, 0x292),
           (0x2BC, 0x2BC), (0x2C6, 0x2C7), (0x2D8, 0x2DD), (0x300, 0x304), (0x306, 0x308), (0x30A, 0x30C), (0x326, 0x327), (0x1E9E, 0x1E9E),
           (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x202F, 0x202F), (0x2030, 0x2030), (0x2032, 0x2033),
           (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2197, 0x2197),
           (0x2212, 0x2212), (0x2264, 0x2265))
# A PDF has no fallback font and PDF/A refuses a missing glyph: people's names may also hold Vietnamese, Greek and Cyrillic letters.
PDF = WEB | span((0x180, 0x24F), (0x250, 0x2AF), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
                 (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B), (0xFB00, 0xFB04), (0xFFFD, 0xFFFD))
# Signs that Noto Sans lacks, taken as plain outlines from its sister fonts (same em, same licence, no reserved font name).
BORROWED = {
    "NotoSansMath-Regular.ttf": [0x2190, 0x2191, 0x2192, 0x2193, 0x2197, 0x2212, 0x2264, 0x2265],
    "NotoSansSymbols2-Regular.ttf": [0x2610, 0x2611, 0x2612, 0x2713, 0x25CF, 0x25CB],
}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum", "case"]


def cut(name, unicodes, flavor):
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    font = subset.load_font(str(source / name), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    font.flavor = flavor
    font.recalcTimestamp = False
    return font


def borrow(font):
    known, order = font.getBestCmap(), font.getGlyphOrder()
    for donor_name, signs in BORROWED.items():
        donor = TTFont(source / donor_name)
        assert donor["head"].unitsPerEm == font["head"].unitsPerEm
        names, outlines = donor.getBestCmap(), donor.getGlyphSet()
        for sign in signs:
            if sign in known:
                continue
            glyph, pen = f"uni{sign:04X}", TTGlyphPen(None)
            outlines[names[sign]].draw(pen)
            drawn = pen.glyph()
            drawn.recalcBounds(font["glyf"])
            order = order + [glyph]
            font.setGlyphOrder(order)
            font["glyf"][glyph] = drawn
            font["hmtx"][glyph] = (outlines[names[sign]].width, getattr(drawn, "xMin", 0))
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[sign] = glyph
            if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
                font["GDEF"].table.GlyphClassDef.classDefs[glyph] = 1
    font["maxp"].numGlyphs = len(order)


for face in ("NotoSans-Regular", "NotoSans-SemiBold", "NotoSansMono-Regular"):
    for unicodes, flavor, path in ((WEB, "woff2", target / f"{face}.woff2"), (PDF, None, target / "pdf" / f"{face}.ttf")):
        font = cut(f"{face}.ttf", unicodes, flavor)
        if not face.startswith("NotoSansMono"):
            borrow(font)
        path.parent.mkdir(exist_ok=True)
        font.save(path)
        print(f"{path.name}: {path.stat().st_size} bytes, {len(font.getBestCmap())} characters")
