//! Signatures that can be seen: taken in the place kept free for them, and refused with a reason of its own wherever a drawing could
//! show, or hide, anything else.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::samples::*;
use super::*;

type Build<'t> = &'t dyn Fn(&mut Hand);

/// Where most of these signatures stand, wholly in the place.
const RECT: &str = "/Rect [60 110 160 160]";
const SEEN: &str = "/Rect [60 110 160 160] /AP << /N 18 0 R >>";
const BOX: &str = "/Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 100 50]";
const FONT: &str = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding";

/// An update of the document with the place, signed by whoever made it, whose appearance is a line of text; then changed.
fn seen(form: Form, build: Build<'_>) -> Result<Additions, Refusal> {
    let base = framed(form);
    let file = one(&base, form, build);
    only_signed(&base, &file)
}

fn one(base: &[u8], form: Form, build: Build<'_>) -> Vec<u8> {
    let mut hand = Hand::signing(base, form);
    hand.widget(SEEN);
    plain(&mut hand, is::FREE);
    build(&mut hand);
    hand.finish()
}

/// An appearance with its font behind it.
fn plain(hand: &mut Hand, at: u32) {
    let font = at + 1;
    hand.stream(
        at,
        &format!("{BOX} /Resources << /ProcSet [/PDF /Text] /Font << /F1 {font} 0 R >> >>"),
        b"q 1 1 98 48 re S BT /F1 9 Tf 4 30 Td (Johto Johtonen) Tj ET Q",
    );
    hand.dictionary(font, FONT);
}

#[track_caller]
fn refused(code: &str, build: Build<'_>) {
    for form in FORMS {
        match seen(form, build) {
            Err(refusal) => assert_eq!(refusal.code(), code, "{form:?}: {refusal}"),
            Ok(additions) => panic!("{form:?}: taken with {additions:?}"),
        }
    }
}

#[track_caller]
fn taken(build: Build<'_>) {
    for form in FORMS {
        let additions = seen(form, build).unwrap_or_else(|refusal| panic!("{form:?}: {} {refusal}", refusal.code()));
        assert_eq!(additions.signatures.len(), 1);
    }
}

/// The appearance with these resources and this drawing.
fn drawn(hand: &mut Hand, resources: &str, content: &str) {
    hand.stream(is::FREE, &format!("{BOX} /Resources << {resources} >>"), content.as_bytes());
}

#[test]
fn a_signature_in_its_place_is_taken() {
    // For other programs to sign, where somebody wants to: FEDEROINTI_TEST_PDF names a folder.
    if let Ok(kept) = std::env::var("FEDEROINTI_TEST_PDF") {
        for form in FORMS {
            std::fs::write(std::path::PathBuf::from(&kept).join(format!("framed-{form:?}.pdf")), framed(form)).unwrap();
        }
    }
    taken(&|_| {});
    // The whole place; turned about; without an appearance; with flags that hide nothing.
    taken(&|hand| hand.widget("/Rect [50 100 350 250] /AP << /N 18 0 R >>"));
    taken(&|hand| hand.widget("/Rect [350 250 50 100] /AP << /N 18 0 R >> /MK << /R 90 >> /BS << /W 1 /S /S >>"));
    taken(&|hand| {
        hand.widget(RECT);
        hand.objects.retain(|(number, _)| ![18, 19].contains(number));
    });
    for flags in [4, 68, 132, 644] {
        taken(&|hand| {
            let entries = "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 40 0 R /P 4 0 R";
            hand.dictionary(is::WIDGET, &format!("{entries} {SEEN} /F {flags}"));
        });
    }
    // One that nobody sees is taken here too.
    taken(&|hand| {
        hand.widget("");
        hand.objects.retain(|(number, _)| ![18, 19].contains(number));
    });
}

#[test]
fn a_signature_outside_its_place_is_refused() {
    for rect in [
        "50 780 300 820",
        "0 0 595 842",
        "49 110 160 160",
        "60 99 160 160",
        "60 110 351 160",
        "60 110 160 251",
        "400 110 500 160",
        "60 110 160 110",
        "60 110 60 160",
        "-50 110 160 160",
        "700 110 800 160",
    ] {
        refused("refusal-outside-frame", &|hand| hand.widget(&format!("/Rect [{rect}] /AP << /N 18 0 R >>")));
    }
    assert_eq!(seen(Form::Table, &|hand| hand.widget("/Rect [1 1 9 9]")), Err(Refusal::OutsideFrame { page: 1 }));
    // An area without a size cannot show this appearance, but programs differ in what they do with one.
    refused("refusal-outside-frame", &|hand| hand.widget("/AP << /N 18 0 R >>"));
    // Half of a border lies outside the rectangle.
    refused("refusal-outside-frame", &|hand| hand.widget(&format!("{SEEN} /Border [0 0 900]")));
    refused("refusal-outside-frame", &|hand| hand.widget(&format!("{SEEN} /BS << /W 900 >>")));
    refused("refusal-outside-frame", &|hand| hand.widget(&format!("{SEEN} /BS << /W -900 >>")));
    refused("refusal-outside-frame", &|hand| hand.widget("/Rect [60 110 60 110] /Border [0 0 900]"));
    // On another page, by what the field says or by where it stands.
    let second = "/Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents 7 0 R /Annots [41 0 R]";
    let widget = "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 40 0 R /F 132";
    refused("refusal-outside-frame", &|hand| {
        hand.dictionary(is::WIDGET, &format!("{widget} /P 5 0 R {SEEN}"));
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS}]"));
        hand.dictionary(is::SECOND_PAGE, second);
    });
    refused("refusal-outside-frame", &|hand| {
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS}]"));
        hand.dictionary(is::SECOND_PAGE, second);
    });
    refused("refusal-outside-frame", &|hand| hand.dictionary(is::WIDGET, &format!("{widget} {SEEN}")));
    // Neither on the page of its field alone, nor on both.
    refused("refusal-annotations-changed", &|hand| {
        hand.dictionary(is::SECOND_PAGE, second);
    });
}

#[test]
fn any_rectangle_is_taken_in_the_place_and_nowhere_else() {
    let base = framed(Form::Table);
    let mut random = StdRng::seed_from_u64(5);
    let mut times = [0; 2];
    for _ in 0..1_000 {
        let [a, b, c, d] = [30..370, 80..270, 30..370, 80..270].map(|range| random.random_range::<i32, _>(range));
        let file = one(&base, Form::Table, &|hand| hand.widget(&format!("/Rect [{a}.5 {b}.5 {c} {d}] /AP << /N 18 0 R >>")));
        let within = |first: i32, second: i32, from: i32, to: i32| (from..to).contains(&first) && (from..=to).contains(&second);
        let wholly = within(a, c, 50, 350) && within(b, d, 100, 250);
        times[usize::from(wholly)] += 1;
        assert_eq!(only_signed(&base, &file).is_ok(), wholly, "{a}.5 {b}.5 {c} {d}");
    }
    assert!(times.iter().all(|count| *count > 100), "{times:?}");
}

#[test]
fn the_place_is_the_documents_own_behind_a_seal_too() {
    for form in FORMS {
        let sealed = signed(&framed(form), "Seal");
        let mut hand = Hand::of(&sealed, form);
        let widget = "/Type /Annot /Subtype /Widget /FT /Sig /V 40 0 R /F 132 /P 4 0 R /T (Sig1)";
        hand.signature("");
        hand.dictionary(is::WIDGET, &format!("{widget} {SEEN}"));
        plain(&mut hand, is::FREE);
        let view = read(&sealed).unwrap();
        let written = |number: u32| {
            let mut out = Vec::new();
            write::value(&mut out, &view.view().numbered(number).unwrap().1.value);
            String::from_utf8(out).unwrap()
        };
        let page = written(is::PAGE).replace("10 0 R", "10 0 R 41 0 R");
        hand.raw(is::PAGE, page.as_bytes());
        hand.raw(is::FORM, written(is::FORM).replace("]", " 41 0 R]").as_bytes());
        hand.trailer.insert("Size", "300".to_owned());
        let file = hand.finish();
        assert_eq!(only_signed(&sealed, &file).unwrap().signatures.len(), 1);
        assert_eq!(only_signed(&framed(form), &file).unwrap().signatures.len(), 2);
    }
}

#[test]
fn what_is_shown_at_times_only_is_refused() {
    for flags in ["1", "2", "8", "16", "32", "256", "134", "140", "148", "(x)", "-1"] {
        let entries = format!("/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 40 0 R /P 4 0 R {SEEN} /F {flags}");
        refused("refusal-signature-flags", &|hand| hand.dictionary(is::WIDGET, &entries));
    }
    for states in ["/N 18 0 R /D 18 0 R", "/N 18 0 R /R 18 0 R", "/N << /On 18 0 R >>", "/D 18 0 R", "/N 19 0 R", "/N null"] {
        refused("refusal-appearance-states", &|hand| hand.widget(&format!("{RECT} /AP << {states} >>")));
    }
    refused("refusal-signature-form", &|hand| hand.widget(&format!("{SEEN} /OC 20 0 R")));
    refused("refusal-appearance-content", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /Properties << /Layer 20 0 R >>", "/OC /Layer BDC EMC");
        hand.dictionary(20, "/Type /OCG /Name (Layer)");
    });
    refused("refusal-appearance-content", &|hand| drawn(hand, "/Font << /F1 19 0 R >>", "/OC /Layer BDC EMC"));
    refused("refusal-appearance-content", &|hand| {
        hand.stream(is::FREE, &format!("{BOX} /OC 20 0 R /Resources << /Font << /F1 19 0 R >> >>"), b"");
        hand.dictionary(20, "/Type /OCG /Name (Layer)");
    });
}

#[test]
fn two_widgets_and_other_relations_of_fields_are_refused() {
    let widget = "/Type /Annot /Subtype /Widget /P 4 0 R /F 4";
    refused("refusal-signature-form", &|hand| {
        hand.dictionary(is::WIDGET, "/FT /Sig /T (Sig1) /V 40 0 R /Kids [42 0 R 43 0 R]");
        hand.dictionary(42, &format!("{widget} /Parent 41 0 R {SEEN}"));
        hand.dictionary(43, &format!("{widget} /Parent 41 0 R /Rect [50 780 300 820] /AP << /N 18 0 R >>"));
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 42 0 R 43 0 R]"));
    });
    refused("refusal-signature-form", &|hand| hand.widget(&format!("{SEEN} /Parent 10 0 R")));
    refused("refusal-annotations-changed", &|hand| {
        hand.dictionary(20, &format!("/Type /Annot /Subtype /Stamp /P 4 0 R {SEEN}"));
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R 20 0 R]"));
    });
    refused("refusal-annotations-changed", &|hand| hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [10 0 R 8 0 R 41 0 R]")));
    refused("refusal-active-content", &|hand| hand.widget(&format!("{SEEN} /A << /S /JavaScript /JS (x) >>")));
    refused("refusal-active-content", &|hand| hand.widget(&format!("{SEEN} /AA << /E << /S /URI /URI (x) >> >>")));
}

#[test]
fn a_box_that_is_moved_or_turned_is_clipped_to_the_rectangle() {
    // By ISO 32000-1, 12.5.5, whatever box and matrix are, the box ends up in the rectangle, and what is outside it is not drawn.
    for form in [
        "/BBox [0 0 1 1]",
        "/BBox [0 0 100 50] /Matrix [0 1 -1 0 50 0]",
        "/BBox [-900 -900 900 900] /Matrix [9 0 0 9 -500 700]",
        "/BBox [0 0 100 50] /Matrix [1 0.5 0 1 0 0]",
    ] {
        taken(&|hand| {
            let entries = format!("/Type /XObject /Subtype /Form {form} /Resources << /Font << /F1 19 0 R >> >>");
            hand.stream(is::FREE, &entries, b"-900 -900 9999 9999 re f");
        });
    }
    for form in [
        "",
        "/BBox [0 0 0 0]",
        "/BBox [0 0 100 0]",
        "/BBox [0 0 100]",
        "/BBox [0 0 (x) 1]",
        "/BBox [0 0 9 9] /Matrix [0 0 0 0 0 0]",
        "/BBox [0 0 9 9] /Matrix [1 1 1 1 0 0]",
        "/BBox [0 0 9 9] /Matrix [1 0 0 1]",
        "/BBox [0 0 9 9] /Matrix 1",
    ] {
        refused("refusal-appearance-content", &|hand| {
            let entries = format!("/Type /XObject /Subtype /Form {form} /Resources << /Font << /F1 19 0 R >> >>");
            hand.stream(is::FREE, &entries, b"0 0 9 9 re f");
        });
    }
    // Programs that take away the clipping where more states are restored than were saved.
    for content in ["Q Q Q Q 0 0 9999 9999 re f", "q Q Q q", "q q 0 0 9 9 re f Q"] {
        refused("refusal-appearance-content", &|hand| drawn(hand, "/Font << /F1 19 0 R >>", content));
    }
}

#[test]
fn what_usual_appearances_are_made_of_is_taken() {
    // Adobe's layers, with an image that has a mask of its own, a gradient and a mask of a form.
    taken(&|hand| {
        drawn(hand, "/XObject << /FRM 20 0 R >>", "q 1 0 0 1 0 0 cm /FRM Do Q");
        hand.stream(20, &format!("{BOX} /Resources << /XObject << /n0 21 0 R /n2 22 0 R >> >>"), b"q /n0 Do Q q /n2 Do Q");
        hand.stream(21, &format!("{BOX} /Resources << >>"), b"% DSBlank\n");
        let resources = "/Font << /F1 19 0 R /F2 25 0 R >> /XObject << /Im 23 0 R >> /ColorSpace << /CS [/ICCBased 29 0 R] >> \
            /Shading << /Sh << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 32 0 R >> >> \
            /Pattern << /P1 33 0 R >> /ExtGState << /G << /ca 0.5 /SMask << /S /Luminosity /G 34 0 R >> >> >>";
        let group = "/Group << /S /Transparency /CS /DeviceRGB >>";
        hand.stream(
            22,
            &format!("{BOX} {group} /Matrix [1 0 0 1 0 0] /Resources << {resources} >>"),
            b"/G gs q 9 0 0 9 0 0 cm /Im Do Q",
        );
        let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8";
        hand.stream(23, &format!("{image} /ColorSpace /DeviceRGB /SMask 24 0 R /Filter /FlateDecode"), &deflated(&[0, 0, 0]));
        hand.stream(24, &format!("{image} /ColorSpace /DeviceGray /Filter [/ASCII85Decode /DCTDecode]"), b"~>");
        hand.dictionary(25, "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Noto /Encoding /Identity-H /DescendantFonts [26 0 R]");
        hand.dictionary(26, "/Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Noto /FontDescriptor 27 0 R /W [0 [500]]");
        hand.dictionary(27, "/Type /FontDescriptor /FontName /ABCDEF+Noto /Flags 4 /FontFile2 28 0 R");
        hand.stream(28, "/Length1 4", b"true");
        hand.stream(29, "/N 3 /Alternate /DeviceRGB", b"profile");
        hand.dictionary(32, "/FunctionType 2 /Domain [0 1] /N 1");
        let tile = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>";
        hand.stream(33, tile, b"0 0 4 4 re f");
        hand.stream(34, &format!("{BOX} /Resources << >>"), b"0 0 9 9 re f");
    });
    // Packed, and with the font that the form is given too.
    taken(&|hand| {
        let data = deflated(b"q BT /F1 9 Tf (x) Tj ET Q");
        hand.stream(is::FREE, &format!("{BOX} /Filter /FlateDecode /Resources << /Font << /F1 19 0 R >> >>"), &data);
        hand.dictionary(is::FORM, "/SigFlags 3 /DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 19 0 R >> >> /Fields [10 0 R 41 0 R]");
    });
    // A form that is shown twice is no loop.
    taken(&|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 20 0 R /B 20 0 R >>", "/A Do /B Do");
        hand.stream(20, &format!("{BOX} /Resources << >>"), b"0 0 9 9 re f");
    });
}

#[test]
fn what_no_appearance_needs_is_refused() {
    #[track_caller]
    fn with(resources: &str, object: &dyn Fn(&mut Hand)) {
        refused("refusal-appearance-content", &|hand| {
            drawn(hand, &format!("/Font << /F1 19 0 R >> {resources}"), "");
            object(hand);
        });
    }
    let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, "/Type /XObject /Subtype /PS", b"showpage"));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{image} /Alternates [<< /Image 21 0 R >>]"), b"x"));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{image} /F (other.bin)"), b"x"));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{image} /Filter /JBIG2Decode"), b"x"));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{image} /OC << /Type /OCG >>"), b"x"));
    with("/XObject << /A 20 0 R >>", &|hand| {
        hand.stream(20, &format!("{BOX} /Ref << /F (other.pdf) /Page 0 >> /Resources << >>"), b"")
    });
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{BOX} /PS (x) /Resources << >>"), b""));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, &format!("{BOX} /Filter /LZWDecode /Resources << >>"), b""));
    with("/XObject << /A 20 0 R >>", &|hand| hand.stream(20, BOX, b"/Fm Do"));
    with("/XObject << /A << >> >>", &|_| {});
    with("/ExtGState << /G << /Font [20 0 R 9] >> >>", &|hand| {
        hand.dictionary(20, "/Type /Font /Subtype /Type3 /CharProcs << /x 21 0 R >>");
        hand.stream(21, "", b"1000 0 d0 Q Q Q");
    });
    with("/ColorSpace << /C 20 0 R >>", &|hand| hand.stream(20, image, b"x"));
    with("/Shading << /C 20 0 R >>", &|hand| hand.stream(20, "/ShadingType 4 /F (other.bin)", b"x"));
    with("/Pattern << /P 20 0 R >>", &|hand| {
        hand.stream(20, "/PatternType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>", b"Q Q 0 0 9 9 re f");
    });
    with("/Strange << /A 1 >>", &|_| {});
    refused("refusal-active-content", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /ExtGState << /G << /AA << /S /JavaScript /JS (x) >> >> >>", "");
    });
}

#[test]
fn parts_of_the_document_are_not_shown_again() {
    for number in [is::CONTENT, is::METADATA, is::FILE_DATA, is::PAGE] {
        refused("refusal-appearance-shared", &|hand| {
            drawn(hand, &format!("/Font << /F1 19 0 R >> /XObject << /A {number} 0 R >>"), "/A Do");
        });
    }
    refused("refusal-appearance-shared", &|hand| drawn(hand, "/Font << /F1 19 0 R /F2 16 0 R >>", ""));
    refused("refusal-appearance-shared", &|hand| {
        hand.widget(&format!("{RECT} /AP << /N 6 0 R >>"));
    });
    // One thing is not two: a font that is also a form, and what is not there is nothing.
    refused("refusal-appearance-shared", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /ExtGState << /G << /SMask << /S /Alpha /G 19 0 R >> >> >>", "/G gs");
    });
    refused("refusal-appearance-shared", &|hand| drawn(hand, "/Font << /F1 19 0 R /F2 20 0 R >>", ""));
}

#[test]
fn loops_and_large_appearances_are_refused() {
    refused("refusal-appearance-loop", &|hand| drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 18 0 R >>", "/A Do"));
    refused("refusal-appearance-loop", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 20 0 R >>", "/A Do");
        hand.stream(20, &format!("{BOX} /Resources << /XObject << /B 18 0 R >> >>"), b"/B Do");
    });
    refused("refusal-appearance-loop", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /ExtGState << /G << /SMask << /S /Alpha /G 18 0 R >> >> >>", "/G gs");
    });
    let nested = |hand: &mut Hand, levels: u32| {
        drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 50 0 R >>", "/A Do");
        for number in 50..50 + levels {
            let next = number + 1;
            let resources = if next < 50 + levels { format!("/XObject << /A {next} 0 R >>") } else { String::new() };
            hand.stream(number, &format!("{BOX} /Resources << {resources} >>"), b"");
        }
    };
    taken(&|hand| nested(hand, 6));
    refused("refusal-appearance-too-large", &|hand| nested(hand, 20));
    let image = "/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray";
    refused("refusal-appearance-too-large", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 20 0 R >>", "/A Do");
        hand.stream(20, &format!("{image} /Width 100 /Height 100"), &vec![b' '; 5 << 20]);
    });
    refused("refusal-appearance-too-large", &|hand| {
        drawn(hand, "/Font << /F1 19 0 R >> /XObject << /A 20 0 R >>", "/A Do");
        hand.stream(20, &format!("{image} /Width 60000 /Height 60000 /Filter /FlateDecode"), &deflated(&[0; 100]));
    });
    refused("refusal-appearance-too-large", &|hand| {
        let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
        drawn(hand, &format!("/Font << /F1 19 0 R >> /ColorSpace << /C {deep} >>"), "");
    });
}

#[test]
fn a_second_signature_stands_beside_the_first_and_leaves_it_alone() {
    let second = |rect: &str, more: &dyn Fn(&mut Hand)| {
        FORMS.map(|form| {
            let base = framed(form);
            let file = one(&base, form, &|_| {});
            let mut hand = Hand::of(&file, form);
            let widget = format!("/Type /Annot /Subtype /Widget /FT /Sig /T (Sig2) /V 62 0 R /F 132 /P 4 0 R /Rect [{rect}]");
            hand.signature("");
            hand.dictionary(61, &format!("{widget} /AP << /N 63 0 R >>").replace("62 0 R", "60 0 R"));
            hand.objects.retain(|(number, _)| *number != is::SIGNATURE);
            plain(&mut hand, 63);
            hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R 61 0 R]"));
            hand.dictionary(is::FORM, "/SigFlags 3 /Fields [10 0 R 41 0 R 61 0 R]");
            hand.dictionary(
                60,
                "/Type /Sig /SubFilter /ETSI.CAdES.detached /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <300130>",
            );
            more(&mut hand);
            only_signed(&base, &hand.finish())
        })
    };
    // The byte range of the second is not filled in here: that it is what is complained of says that the rest was taken.
    for result in second("170 110 300 160", &|_| {}) {
        assert!(matches!(result, Err(Refusal::Unreadable(PdfError::ByteRange { .. }))), "{result:?}");
    }
    for rect in ["60 110 160 160", "150 150 300 200", "50 100 350 250"] {
        for result in second(rect, &|_| {}) {
            assert_eq!(result, Err(Refusal::SignatureOverlaps { page: 1 }));
        }
    }
    // The first one's appearance, font or rectangle changed by the second.
    for result in second("170 110 300 160", &|hand| hand.stream(18, &format!("{BOX} /Resources << >>"), b"0 0 99 49 re f")) {
        assert_eq!(result.unwrap_err().code(), "refusal-annotations-changed");
    }
    for result in second("170 110 300 160", &|hand| hand.dictionary(19, "/Type /Font /Subtype /Type1 /BaseFont /Symbol")) {
        assert_eq!(result.unwrap_err().code(), "refusal-annotations-changed");
    }
    for result in second("170 110 300 160", &|hand| hand.widget("/Rect [200 200 300 240] /AP << /N 18 0 R >>")) {
        assert_eq!(result.unwrap_err().code(), "refusal-form-changed");
    }
    for result in second("170 110 300 160", &|hand| {
        let widget = "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig2) /V 60 0 R /F 132 /P 4 0 R /Rect [170 110 300 160]";
        hand.dictionary(61, &format!("{widget} /AP << /N 18 0 R >>"));
    }) {
        assert_eq!(result.unwrap_err().code(), "refusal-appearance-shared");
    }
}

#[test]
fn a_field_that_was_prepared_in_the_place_is_filled() {
    for form in FORMS {
        let base = framed(form);
        let prepare = |rect: &str| {
            let mut hand = Hand::of(&base, form);
            let entries = format!("/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 4 /P 4 0 R /Rect [{rect}]");
            hand.dictionary(is::WIDGET, &entries);
            hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R]"));
            hand.dictionary(is::FORM, FORM);
            hand.finish()
        };
        let fill = |file: &[u8], flags: u32| {
            let mut hand = Hand::of(file, form);
            hand.signature("");
            let entries = format!("/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F {flags} /P 4 0 R {SEEN} /V 40 0 R");
            hand.dictionary(is::WIDGET, &entries);
            plain(&mut hand, is::FREE);
            only_signed(&base, &hand.finish())
        };
        let prepared = prepare("60 110 160 160");
        assert_eq!(only_signed(&base, &prepared), Err(Refusal::NotCovered));
        assert_eq!(fill(&prepared, 132).unwrap().signatures.len(), 1);
        assert_eq!(fill(&prepared, 140), Err(Refusal::SignatureFlags));
        assert_eq!(fill(&prepare("60 700 160 750"), 132), Err(Refusal::OutsideFrame { page: 1 }));
    }
}

/// What Acrobat writes beside the signature, by the descriptions of its updates: no file of its own could be had.
#[test]
fn what_acrobat_writes_besides_is_taken() {
    taken(&|hand| {
        let catalog = "/Version /1.7 /Perms << /DocMDP 40 0 R >> \
            /Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>";
        hand.dictionary(is::CATALOG, &format!("{CATALOG} {catalog}"));
        let signed = "/Type /Sig /SubFilter /adbe.pkcs7.detached /M (D:20261121140000+02'00') /Name (Johto Johtonen) /Reason (x) \
            /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 /P 2 >> >>] \
            /Prop_Build << /Filter << /Name /Adobe.PPKLite /Date (x) /R 131104 >> /PubSec << /Name /Adobe.PPKLite /NonEFontNoWarn true >> \
            /App << /Name /Exchange-Pro /OS [/Win] /R 1507584 /TrustedMode true /REx (2024) >> >>";
        hand.signature(signed);
        hand.widget(&format!("{SEEN} /MK << >> /DA (/Helv 0 Tf 0 g) /Ff 0 /DR << >> /Border [0 0 0] /H /N"));
        hand.dictionary(
            is::FORM,
            "/SigFlags 3 /DA (/Helv 0 Tf 0 g ) /DR << /Encoding << /PDFDocEncoding 36 0 R >> /Font << /Helv 37 0 R /ZaDb 38 0 R >> >> \
             /Fields [10 0 R 41 0 R]",
        );
        hand.dictionary(36, "/Type /Encoding /Differences [24 /breve /caron]");
        hand.dictionary(37, "/Type /Font /Subtype /Type1 /Name /Helv /BaseFont /Helvetica /Encoding 36 0 R");
        hand.dictionary(38, "/Type /Font /Subtype /Type1 /Name /ZaDb /BaseFont /ZapfDingbats");
        hand.raw(39, b"[8 0 R 10 0 R 41 0 R]");
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots 39 0 R /Tabs /S"));
        hand.dictionary(is::INFO, "/Title (Sopimus) /Producer (krilla) /ModDate (D:20261121140000+02'00')");
        hand.stream(is::METADATA, "/Type /Metadata /Subtype /XML", XMP.replace("T12:00", "T14:00").as_bytes());
        hand.trailer.insert("ID", "[(first) (third)]".to_owned());
    });
    // All but the signature and streams in an object stream.
    let base = framed(Form::Stream);
    let mut hand = Hand::signing(&base, Form::Stream);
    plain(&mut hand, is::FREE);
    let widget = format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 40 0 R /F 132 /P 4 0 R {SEEN} >>");
    let page = format!("<< {PAGE} /Annots [{ANNOTATIONS} 41 0 R] >>");
    let form = format!("<< {FORM} >>");
    let font = format!("<< {FONT} >>");
    hand.packed(39, &[(is::PAGE, &page), (is::FORM, &form), (19, &font), (is::WIDGET, &widget)]);
    assert_eq!(only_signed(&base, &hand.finish()).unwrap().signatures.len(), 1);
    // What changes how the document is shown or filled in is refused, from Acrobat too.
    refused("refusal-form-changed", &|hand| {
        hand.dictionary(is::FORM, "/NeedAppearances true /SigFlags 3 /Fields [10 0 R 41 0 R]")
    });
    refused("refusal-setting-changed", &|hand| hand.dictionary(is::CATALOG, &format!("{CATALOG} /Legal << /Attestation (x) >>")));
    refused("refusal-locked", &|hand| hand.widget(&format!("{SEEN} /Lock << /Type /SigFieldLock /Action /All >>")));
}
