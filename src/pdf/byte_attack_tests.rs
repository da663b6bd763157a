//! Files that hide something between, behind or beneath the bytes that a signature covers: each refused with its own reason.

use super::attack_tests::{refused, taken};
use super::samples::*;
use super::*;

#[test]
fn byte_ranges_that_leave_something_out_are_refused() {
    let range = |code: &str, change: &dyn Fn([usize; 4]) -> [usize; 4]| {
        for form in FORMS {
            let base = small(form);
            let refusal = only_signed(&base, &Hand::signing(&base, form).finish_with(change)).unwrap_err();
            assert_eq!(refusal.code(), code, "{form:?}: {refusal}");
        }
    };
    range("refusal-byte-range-start", &|[_, b, c, d]| [1, b - 1, c, d]);
    range("refusal-byte-range-start", &|[_, b, c, d]| [10, b, c, d]);
    range("refusal-byte-range-overlap", &|[a, b, _, d]| [a, b, b - 1, d]);
    range("refusal-byte-range-overlap", &|[a, _, c, d]| [a, c + 1, c, d]);
    range("refusal-byte-range-gap", &|[a, b, c, d]| [a, b - 1, c, d]);
    range("refusal-byte-range-gap", &|[a, b, c, d]| [a, b, c + 1, d - 1]);
    range("refusal-byte-range-gap", &|[a, b, c, d]| [a, b + 1, c - 1, d + 1]);
    range("refusal-byte-range-gap", &|[a, _, c, d]| [a, c, c, d]);
    range("refusal-byte-range-gap", &|[a, _, c, d]| [a, 0, c, d]);
    range("refusal-byte-range-gap", &|[a, b, c, d]| [a, b, c + 40, d - 40]);
    range("refusal-byte-range-end", &|[a, b, c, d]| [a, b, c, d - 2]);
    range("refusal-byte-range-end", &|[a, b, c, _]| [a, b, c, 0]);
    range("refusal-byte-range-form", &|[a, b, c, d]| [a, b, c, d + 1]);
    range("refusal-byte-range-form", &|[a, b, _, d]| [a, b, 9_999_999_999, d]);
    // Whether the end of line behind %%EOF is covered is left open by the standard.
    for form in FORMS {
        let base = small(form);
        let file = Hand::signing(&base, form).finish_with(|[a, b, c, d]| [a, b, c, d - 1]);
        assert_eq!(only_signed(&base, &file).unwrap().signatures[0].covered_to, file.len() - 1);
    }
    for list in ["[0 1 2]", "[0 1 2 3 4]", "[0 -1 2 3]", "[0 1 2 3.0]", "(0)", "6 0 R"] {
        refused("refusal-byte-range-form", &|hand| {
            let more = "/Type /Sig /SubFilter /ETSI.CAdES.detached";
            hand.dictionary(is::SIGNATURE, &format!("{more} /ByteRange {list} /Contents <300130>"));
        });
    }
}

#[test]
fn holes_that_hold_more_are_refused() {
    let contents = |code: &str, contents: &str| {
        refused(code, &|hand| hand.signature_with("", contents));
    };
    let der = hex::encode(der(b"signature"));
    contents("refusal-signature-contents", &format!("<{der}00000001>"));
    contents("refusal-signature-contents", &format!("<{der}{der}>"));
    contents("refusal-signature-contents", "<0000000000>");
    contents("refusal-signature-contents", "<>");
    contents("refusal-signature-contents", "<30800000>");
    contents("refusal-byte-range-gap", &format!("<{der} 0000>"));
    contents("refusal-byte-range-gap", &format!("<{der}\n>"));
    contents("refusal-byte-range-gap", "(0\\001\\060) /R 1 /V <>");
    taken(&|hand| hand.signature_with("", &format!("<{}>", der.to_uppercase())));
    // In an object stream there is nothing that could be left out.
    let base = small(Form::Stream);
    let mut hand = Hand::signing(&base, Form::Stream);
    let body = format!("<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <{der}> >>");
    hand.packed(is::FREE, &[(is::SIGNATURE, &body)]);
    assert_eq!(only_signed(&base, &hand.finish()).unwrap_err().code(), "refusal-byte-range-gap");
}

#[test]
fn hidden_documents_are_refused() {
    for form in FORMS {
        let base = small(form);
        let file = Hand::signing(&base, form).finish();
        let judge = |file: &[u8]| only_signed(&base, file).unwrap_err().code();
        // Before.
        assert_eq!(judge(&[&base[..], &file].concat()), "refusal-second-document");
        assert_eq!(judge(&[b"%PDF-1.7\n%%EOF\n", &file[..]].concat()), "refusal-bytes-changed");
        assert_eq!(judge(&[b"GIF89a", &file[..]].concat()), "refusal-not-pdf");
        // Behind, as it is and with fitting offsets.
        let mut whole = Hand { out: base.clone(), form, ..Hand::default() };
        for (number, body) in
            [(1, "/Type /Catalog /Pages 3 0 R"), (3, "/Type /Pages /Kids [4 0 R] /Count 1"), (4, "/Type /Page /Parent 3 0 R")]
        {
            whole.dictionary(number, body);
        }
        assert_eq!(judge(&whole.finish()), "refusal-second-document");
        // An update of an older state, so that the newer one is passed over.
        let mut hand = Hand::signing(&file, form);
        hand.previous = Hand::of(&base, form).previous;
        assert_eq!(only_signed(&file, &hand.finish()).unwrap_err().code(), "refusal-second-document");
    }
}

#[test]
fn bytes_outside_of_objects_are_refused() {
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = b"18 0 obj\n<< >>\nendobj\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = b"hidden\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = b"% 18 0 obj << >> endobj\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = [&b"% "[..], &[b'x'; 200], b"\n"].concat());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = b"%PDF-1.7\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[0] = b"%%EOF\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[1] = b"%startxref\n".to_vec());
    refused("refusal-hidden-bytes", &|hand| hand.gaps[1] = [&b"% "[..], &[b'x'; 200], b"\n"].concat());
    taken(&|hand| {
        hand.gaps[0] = b"\n\n%Tool-7.1 by Example\r\n".to_vec();
        hand.gaps[1] = b"%Tool-7.1\n".to_vec();
    });
    for form in FORMS {
        let base = small(form);
        let file = Hand::signing(&base, form).finish();
        let judge = |file: &[u8]| only_signed(&base, file).unwrap_err().code();
        for garbage in [&b"\n"[..], b" ", b"\0", b"hidden", b"\n%%EOF"] {
            assert!(
                matches!(judge(&[&file[..], garbage].concat()), "refusal-trailing-bytes" | "refusal-malformed"),
                "{garbage:?}"
            );
        }
        assert_eq!(judge(&file[..file.len() - 3]), "refusal-trailing-bytes");
        assert_eq!(judge(&base[..base.len() - 1]), "refusal-bytes-changed");
        // The document's own end of line, where it had none.
        let bare = &base[..base.len() - 1];
        assert!(only_signed(bare, &Hand::signing(&base, form).finish()).is_ok());
    }
}

#[test]
fn cross_references_that_hide_objects_are_refused() {
    // The old object again, from the new section; an object in the place of the signature; one in the middle of another.
    refused("refusal-hidden-objects", &|hand| {
        hand.entries.insert(is::LINK, Some([1, 15, 0]));
    });
    for form in FORMS {
        let base = small(form);
        let mut hand = Hand::signing(&base, form);
        hand.signature_with("", &format!("<{}>", hex::encode([0x30, 9].into_iter().chain(*b"8 0 obj\n1").collect::<Vec<_>>())));
        hand.entries.insert(is::LINK, Some([1, base.len() + 200, 0]));
        assert!(matches!(only_signed(&base, &hand.finish()), Err(Refusal::Unreadable(_))));
        // Two numbers for the same bytes.
        let mut hand = Hand::signing(&base, form);
        hand.entries.insert(is::FREE, Some([1, base.len(), 0]));
        assert!(matches!(only_signed(&base, &hand.finish()), Err(Refusal::Unreadable(_))));
        // A section that is listed under a number it does not have, or of another generation.
        let mut hand = Hand::signing(&base, form);
        hand.entries.insert(is::WIDGET, Some([1, base.len(), 0]));
        hand.entries.insert(is::SIGNATURE, None);
        assert!(matches!(only_signed(&base, &hand.finish()), Err(Refusal::Unreadable(_))));
    }
    let base = small(Form::Stream);
    let judge = |hand: Hand| only_signed(&base, &hand.finish()).unwrap_err().code();
    let page = format!("<< {PAGE} /Annots [{ANNOTATIONS} 41 0 R] >>");
    let packed = |objects: &[(u32, &str)]| {
        let mut hand = Hand::signing(&base, Form::Stream);
        hand.packed(is::FREE, objects);
        hand
    };
    assert!(only_signed(&base, &packed(&[(is::PAGE, &page), (is::FORM, &format!("<< {FORM} >>"))]).finish()).is_ok());
    assert_eq!(judge(packed(&[(is::PAGE, &page), (is::LINK, "<< /Type /Annot >>")])), "refusal-annotations-changed");
    // An object stream that holds more than is said, and one that holds itself.
    let mut hand = packed(&[(is::PAGE, &page), (is::LINK, "<< /Type /Annot >>")]);
    hand.entries.insert(is::LINK, None);
    assert_eq!(judge(hand), "refusal-hidden-objects");
    let mut hand = packed(&[(is::PAGE, &page)]);
    hand.entries.insert(is::FREE, Some([2, 18, 0]));
    assert_eq!(judge(hand), "refusal-hidden-objects");
    // A cross-reference stream in the place of a page.
    let mut hand = Hand::signing(&base, Form::Stream);
    hand.trailer.insert("Size", "100".to_owned());
    let file = String::from_utf8_lossy(&hand.finish()).into_owned();
    assert!(file.contains("/XRef"));
}

#[test]
fn what_readers_understand_differently_is_refused() {
    refused("refusal-malformed", &|hand| {
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R] /Contents 7 0 R"))
    });
    refused("refusal-malformed", &|hand| {
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R] /#43ontents 7 0 R"))
    });
    for length in ["3", "30", "9999999999", "-1", "6 0 R"] {
        refused("refusal-malformed", &|hand| hand.raw(is::FREE, &stream(&format!("/Length {length}"), b"18 0 obj")));
    }
    refused("refusal-encrypted", &|hand| drop(hand.trailer.insert("Encrypt", "6 0 R".to_owned())));
    refused("refusal-hidden-objects", &|hand| drop(hand.trailer.insert("XRefStm", "0".to_owned())));
    refused("refusal-setting-changed", &|hand| drop(hand.trailer.insert("Root", "18 0 R".to_owned())));
    refused("refusal-setting-changed", &|hand| drop(hand.trailer.insert("ID", "[(other) (second)]".to_owned())));
    refused("refusal-setting-changed", &|hand| drop(hand.trailer.insert("Strange", "1".to_owned())));
    refused("refusal-malformed", &|hand| drop(hand.trailer.insert("Size", "40".to_owned())));
    refused("refusal-second-document", &|hand| drop(hand.trailer.insert("Prev", String::new())));
    refused("refusal-malformed", &|hand| drop(hand.trailer.insert("Prev", "7".to_owned())));
    taken(&|hand| drop(hand.trailer.insert("ID", "[(first) (another)]".to_owned())));
    taken(&|hand| drop(hand.trailer.insert("Info", String::new())));
    for form in FORMS {
        // A section that comes before itself: the chain never ends.
        let base = small(form);
        let at = Hand::signing(&base, form).finish();
        let own = read(&at).unwrap().revisions()[1].section.at;
        let mut hand = Hand::signing(&base, form);
        hand.trailer.insert("Prev", format!("{own:0width$}", width = hand.previous.unwrap().to_string().len()));
        assert_eq!(only_signed(&base, &hand.finish()).unwrap_err().code(), "refusal-hidden-objects");
    }
}
