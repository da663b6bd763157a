//! Documents that were signed and changed as well: each refused with its own reason; and files that look like them, taken.

use super::samples::*;
use super::*;

pub(super) type Build<'t> = &'t dyn Fn(&mut Hand);

/// The small document, with an update that is signed by whoever made it, over everything: no attack fails for want of a signature.
fn attacked(form: Form, build: Build<'_>) -> Result<Additions, Refusal> {
    let base = small(form);
    let mut hand = Hand::signing(&base, form);
    build(&mut hand);
    only_signed(&base, &hand.finish())
}

#[track_caller]
pub(super) fn refused(code: &str, build: Build<'_>) {
    for form in FORMS {
        match attacked(form, build) {
            Err(refusal) => assert_eq!(refusal.code(), code, "{form:?}: {refusal}"),
            Ok(additions) => panic!("{form:?}: taken with {additions:?}"),
        }
    }
}

#[track_caller]
pub(super) fn taken(build: Build<'_>) {
    for form in FORMS {
        let additions = attacked(form, build).unwrap_or_else(|refusal| panic!("{form:?}: {} {refusal}", refusal.code()));
        assert_eq!(additions.signatures.len(), 1);
    }
}

#[test]
fn a_plain_signature_is_taken() {
    taken(&|_| {});
    for form in FORMS {
        let base = small(form);
        assert_eq!(only_signed(&base, &base), Ok(Additions::default()));
        let file = Hand::signing(&base, form).finish();
        let additions = only_signed(&base, &file).unwrap();
        assert_eq!((additions.updates, additions.validation_data), (1, false));
        let signature = &additions.signatures[0];
        assert_eq!((signature.field.as_str(), signature.revision, signature.covered_to), ("Sig1", 1, file.len()));
        let [one, other] = signature.covered(&file);
        assert_eq!(one.len() + other.len() + 82, file.len());
    }
}

#[test]
fn shadow_content_is_refused() {
    refused("refusal-content-changed", &|hand| hand.stream(is::CONTENT, "", b"BT /F 12 Tf 50 800 Td (Muu) Tj ET"));
    refused("refusal-content-changed", &|hand| hand.dictionary(is::FONT, "/Type /Font /Subtype /Type1 /BaseFont /Symbol"));
    refused("refusal-content-changed", &|hand| {
        hand.stream(is::FREE, "", b"0 0 100 100 re f");
        hand.dictionary(is::PAGE, &format!("{} /Annots [{ANNOTATIONS} 41 0 R]", PAGE.replace("6 0 R", "18 0 R")));
    });
    refused("refusal-content-changed", &|hand| {
        hand.dictionary(is::PAGE, &format!("{} /Annots [{ANNOTATIONS} 41 0 R]", PAGE.replace("16 0 R", "17 0 R")));
    });
}

#[test]
fn replaced_pages_are_refused() {
    refused("refusal-page-changed", &|hand| {
        hand.dictionary(is::PAGE, &format!("{} /Annots [{ANNOTATIONS} 41 0 R]", PAGE.replace("0 0 595 842", "0 400 595 842")));
    });
    refused("refusal-page-changed", &|hand| {
        hand.dictionary(is::PAGE, &format!("{PAGE} /Rotate 180 /Annots [{ANNOTATIONS} 41 0 R]"))
    });
    refused("refusal-page-changed", &|hand| hand.dictionary(is::PAGES, "/Type /Pages /Kids [5 0 R 4 0 R] /Count 2"));
    refused("refusal-page-changed", &|hand| {
        hand.dictionary(is::FREE, PAGE);
        hand.dictionary(is::PAGES, "/Type /Pages /Kids [4 0 R 5 0 R 18 0 R] /Count 3");
    });
    refused("refusal-page-changed", &|hand| {
        hand.dictionary(is::FREE, "/Type /Pages /Kids [4 0 R] /Count 1");
        hand.dictionary(is::CATALOG, &CATALOG.replace("/Pages 3 0 R", "/Pages 18 0 R"));
    });
    refused("refusal-page-changed", &|hand| {
        hand.dictionary(is::SECOND_PAGE, "/Type /Pages /Parent 3 0 R /MediaBox [0 0 595 842] /Contents 7 0 R")
    });
}

#[test]
fn changed_annotations_are_refused() {
    let annotated = |list: &str| format!("{PAGE} /Annots [{list}]");
    refused("refusal-annotations-changed", &|hand| {
        hand.dictionary(is::LINK, "/Type /Annot /Subtype /Link /Rect [50 50 90 60] /Dest [4 0 R /Fit]");
    });
    refused("refusal-annotations-changed", &|hand| {
        hand.dictionary(is::FREE, "/Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (100 000)");
        hand.dictionary(is::PAGE, &annotated("8 0 R 10 0 R 41 0 R 18 0 R"));
    });
    // One fewer, in another order, the widget twice, the widget of the signature in the place of the link.
    for list in ["8 0 R 41 0 R", "10 0 R 8 0 R 41 0 R", "8 0 R 10 0 R 41 0 R 41 0 R", "41 0 R 10 0 R"] {
        refused("refusal-annotations-changed", &|hand| hand.dictionary(is::PAGE, &annotated(list)));
    }
    taken(&|hand| hand.dictionary(is::PAGE, &annotated("41 0 R 8 0 R 10 0 R")));
    taken(&|hand| {
        hand.raw(is::FREE, b"[8 0 R 10 0 R 41 0 R]");
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots 18 0 R /Tabs /S"));
    });
    refused("refusal-active-content", &|hand| {
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R] /AA << /O << /S /JavaScript /JS (x) >> >>"));
    });
    refused("refusal-active-content", &|hand| {
        hand.dictionary(is::LINK, "/Type /Annot /Subtype /Link /Rect [50 50 90 60] /A << /S /URI /URI (http://a.example) >>");
    });
}

#[test]
fn changed_form_values_are_refused() {
    refused("refusal-form-changed", &|hand| {
        hand.dictionary(is::TEXT_FIELD, "/Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V (900) /Rect [50 70 90 80]");
    });
    refused("refusal-form-changed", &|hand| hand.dictionary(is::FORM, "/SigFlags 3 /Fields [41 0 R]"));
    refused("refusal-form-changed", &|hand| hand.dictionary(is::FORM, "/SigFlags 3 /Fields [41 0 R 10 0 R]"));
    refused("refusal-form-changed", &|hand| {
        hand.dictionary(is::FORM, "/NeedAppearances true /SigFlags 3 /Fields [10 0 R 41 0 R]")
    });
    refused("refusal-form-changed", &|hand| hand.dictionary(is::FORM, "/XFA (x) /SigFlags 3 /Fields [10 0 R 41 0 R]"));
    refused("refusal-form-changed", &|hand| {
        hand.dictionary(is::FREE, "/Type /Annot /Subtype /Widget /FT /Tx /T (more) /V (1) /Rect [0 0 0 0]");
        hand.dictionary(is::FORM, "/SigFlags 3 /Fields [10 0 R 41 0 R 18 0 R]");
    });
    refused("refusal-form-changed", &|hand| hand.dictionary(is::CATALOG, &CATALOG.replace("/AcroForm 9 0 R", "")));
    taken(&|hand| hand.dictionary(is::FORM, "/DA (/Helv 0 Tf) /DR << /Font << >> >> /SigFlags 3 /Fields [10 0 R 41 0 R]"));
    // Written again as it was.
    taken(&|hand| hand.dictionary(is::TEXT_FIELD, "/Subtype/Widget/Type/Annot/FT/Tx/T<73756D>/V(100)/Rect[50.0 70 90 80]"));
}

#[test]
fn changes_to_the_whole_document_are_refused() {
    let catalog = |more: &str| format!("{CATALOG} {more}");
    for (code, more) in [
        ("refusal-active-content", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        ("refusal-active-content", "/OpenAction [5 0 R /Fit]"),
        ("refusal-active-content", "/AA << >>"),
        ("refusal-setting-changed", "/PageMode /UseAttachments"),
        ("refusal-setting-changed", "/OCProperties << >>"),
        ("refusal-setting-changed", "/PageLabels << /Nums [0 << /P (x) >>] >>"),
        ("refusal-setting-changed", "/Version /9.9"),
        ("refusal-setting-changed", "/Extensions << /ESIC << /Stream 6 0 R >> >>"),
        ("refusal-setting-changed", "/Perms << /UR3 40 0 R >>"),
        ("refusal-setting-changed", "/Perms << /DocMDP 10 0 R >>"),
        ("refusal-attachments-changed", "/AF [13 0 R]"),
        ("refusal-attachments-changed", "/Collection << >>"),
        ("refusal-tags-changed", "/MarkInfo << /Marked true >>"),
    ] {
        refused(code, &|hand| hand.dictionary(is::CATALOG, &catalog(more)));
    }
    for (code, from, to) in [
        (
            "refusal-active-content",
            "/EmbeddedFiles",
            "/JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> /EmbeddedFiles",
        ),
        ("refusal-attachments-changed", "(data.json) 13 0 R", "(other.json) 13 0 R"),
        ("refusal-outline-changed", "/Outlines 11 0 R", ""),
        ("refusal-setting-changed", "(fi)", "(sv)"),
        ("refusal-metadata-changed", "/Metadata 15 0 R", ""),
    ] {
        refused(code, &|hand| hand.dictionary(is::CATALOG, &CATALOG.replace(from, to)));
    }
    refused("refusal-outline-changed", &|hand| hand.dictionary(12, "/Title (Loppu) /Parent 11 0 R /Dest [4 0 R /Fit]"));
    refused("refusal-outline-changed", &|hand| hand.dictionary(is::OUTLINE, "/Type /Outlines /Count 0"));
    refused("refusal-attachments-changed", &|hand| hand.stream(is::FILE_DATA, "/Type /EmbeddedFile", b"{ }"));
    refused("refusal-attachments-changed", &|hand| hand.dictionary(is::FILE, "/Type /Filespec /F (b) /EF << /F 14 0 R >>"));
    refused("refusal-tags-changed", &|hand| hand.dictionary(is::TAGS, "/Type /StructTreeRoot /K 4 0 R"));
    refused("refusal-metadata-changed", &|hand| {
        hand.dictionary(is::INFO, "/Title (Muu) /Producer (krilla) /ModDate (D:20261121120000Z)")
    });
    let xmp = |packet: &str| packet.as_bytes().to_vec();
    let with = "/Type /Metadata /Subtype /XML";
    refused("refusal-metadata-changed", &|hand| {
        hand.stream(is::METADATA, with, &xmp(&XMP.replace("application/pdf", "text/plain")))
    });
    taken(&|hand| hand.stream(is::METADATA, with, &xmp(&XMP.replace("T12:00", "T13:00"))));
    taken(&|hand| hand.dictionary(is::INFO, "/Title (Sopimus) /Producer (krilla; other) /ModDate (D:20261121130000Z)"));
    taken(&|hand| hand.dictionary(is::CATALOG, CATALOG));
    taken(&|hand| {
        let more = "/Version /2.0 /Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> /ISO_ [<< /URL (x) >>] >>";
        hand.dictionary(is::CATALOG, &catalog(more));
    });
    taken(&|hand| hand.dictionary(is::CATALOG, &catalog("/Perms << /DocMDP 40 0 R >>")));
}

#[test]
fn objects_without_a_use_are_refused() {
    refused("refusal-object-added", &|hand| hand.dictionary(is::FREE, "/Hidden true"));
    refused("refusal-object-added", &|hand| hand.stream(is::FREE, "", b"%PDF-1.7"));
    refused("refusal-active-content", &|hand| hand.dictionary(is::FREE, "/S /JavaScript /JS (x)"));
    // A stream is none of the things that an update may continue.
    for number in [is::LINK, is::PAGE, is::FORM, is::CATALOG, is::INFO] {
        refused("refusal-object-redefined", &|hand| hand.stream(number, "", b""));
    }
    refused("refusal-object-removed", &|hand| {
        hand.entries.insert(is::LINK, Some([0, 0, 1]));
    });
    // Object 0 stands free in every full table.
    taken(&|hand| {
        hand.entries.insert(0, Some([0, 0, 65_535]));
    });
    // A number that the document mentions without having it would come to life.
    for form in FORMS {
        let mut hand = Hand::of(&small(form), form);
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R]"));
        let base = hand.finish();
        let mut hand = Hand::of(&base, form);
        hand.signature("");
        hand.widget("");
        hand.dictionary(is::FORM, FORM);
        let refusal = only_signed(&base, &hand.finish()).unwrap_err();
        assert_eq!(refusal.code(), "refusal-object-redefined", "{form:?}");
    }
}

#[test]
fn visible_signatures_are_refused_where_no_place_is_kept_free() {
    let visible = |more: &str| refused("refusal-visible-signature", &|hand| hand.widget(more));
    visible("/Rect [50 50 300 300]");
    visible("/Rect [0 0 600 0]");
    visible("/Rect [-1 -1 1 1]");
    visible("/Rect [600 0 700 10] /AP << /N 18 0 R >>");
    visible("/Rect [0 0 0]");
    refused("refusal-visible-signature", &|hand| {
        hand.widget("/AP << /N 18 0 R >>");
        hand.stream(is::FREE, "/Subtype /Form /BBox [0 0 9 9]", b"0 0 9 9 re f");
    });
    refused("refusal-visible-signature", &|hand| {
        hand.widget("/AP << /N 18 0 R >>");
        hand.stream(is::FREE, "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 19 0 R >> >>", b"q /A Do Q");
        hand.stream(19, "/Subtype /Image", b"");
    });
    // A form that shows itself.
    refused("refusal-visible-signature", &|hand| {
        hand.widget("/AP << /N 18 0 R >>");
        hand.stream(is::FREE, "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 18 0 R >> >>", b"q /A Do Q");
    });
    // The page's own drawing as appearance.
    visible("/AP << /N 6 0 R >>");
    taken(&|hand| hand.widget("/Rect [600 0 700 10]"));
    taken(&|hand| {
        hand.widget("/AP << /N 18 0 R >>");
        hand.stream(
            is::FREE,
            "/Subtype /Form /BBox [0 0 0 0] /Resources << /ProcSet [/PDF] /XObject << /A 19 0 R >> >>",
            b"q /A Do Q",
        );
        hand.stream(19, "/Subtype /Form /BBox [0 0 0 0]", b"% DSBlank\n");
    });
}

#[test]
fn signatures_with_unknown_properties_are_refused() {
    for more in [
        "/SubFilter /adbe.pkcs7.sha1 /Type /Sig",
        "/SubFilter /ETSI.RFC3161 /Type /Sig",
        "/SubFilter /ETSI.CAdES.detached /Type /DocTimeStamp",
        "/Strange 1",
        "/Name 6 0 R",
        "/Reference [<< /TransformMethod /UR3 >>]",
        "/Reference [<< /TransformMethod /DocMDP /Strange 1 >>]",
        "/Reference [6 0 R]",
    ] {
        refused("refusal-signature-form", &|hand| hand.signature(more));
    }
    for more in ["/Strange 1", "/T (a.b)", "/T ()", "/T (sum)", "/MK << /I 6 0 R >>"] {
        refused("refusal-signature-form", &|hand| hand.widget(more));
    }
    refused("refusal-active-content", &|hand| hand.widget("/A << /S /JavaScript /JS (x) >>"));
    refused("refusal-active-content", &|hand| hand.widget("/AA << >>"));
    refused("refusal-active-content", &|hand| hand.widget("/MK << /S /Launch >>"));
    refused("refusal-locked", &|hand| {
        hand.signature("/Reference [<< /TransformMethod /DocMDP /TransformParams << /V /1.2 /P 1 >> /Data 1 0 R >>]");
    });
    for lock in ["/Action /All /P 1", "/Action /All", "/Action /Exclude /Fields [(a)]", "/Action /Include /Fields [(a)] /P 1"] {
        refused("refusal-locked", &|hand| hand.widget(&format!("/Lock << /Type /SigFieldLock {lock} >>")));
    }
    taken(&|hand| hand.widget("/Lock << /Type /SigFieldLock /Action /Include /Fields [(sum)] >> /TU (Leima) /MK << >> /Ff 0"));
    taken(&|hand| {
        hand.signature(
            "/Reference [<< /TransformMethod /DocMDP /TransformParams << /V /1.2 /P 2 >> /Data 1 0 R >>] \
             /Prop_Build << /App << /Name /Tool >> >> /M (D:20261121120000Z) /ContactInfo (x)",
        );
    });
    taken(&|hand| hand.signature("/SubFilter /ETSI.RFC3161 /Type /DocTimeStamp"));
    taken(&|hand| hand.signature("/SubFilter /adbe.pkcs7.detached"));
}

#[test]
fn two_signatures_need_two_updates() {
    refused("refusal-several-signatures", &|hand| {
        hand.dictionary(is::FREE, "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig2) /V 19 0 R /Rect [0 0 0 0]");
        hand.dictionary(19, "/Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <300130>");
        hand.dictionary(is::FORM, "/SigFlags 3 /Fields [10 0 R 41 0 R 18 0 R]");
    });
    for form in FORMS {
        let base = small(form);
        let twice = signed(&signed(&base, "One"), "Two");
        let additions = only_signed(&base, &twice).unwrap();
        assert_eq!(additions.signatures.iter().map(|signature| signature.field.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!(only_signed(&signed(&base, "One"), &twice).unwrap().signatures.len(), 1);
    }
}

#[test]
fn validation_data_is_judged_too() {
    let certificate = der(b"certificate");
    let data = ValidationData { certificates: vec![certificate.clone()], crls: vec![der(b"list")], ..ValidationData::default() };
    for form in FORMS {
        let base = small(form);
        let file = add_validation_data(&signed(&base, "One"), &data).unwrap();
        let additions = only_signed(&base, &file).unwrap();
        assert!(additions.validation_data && additions.updates == 2);
        let later = ValidationData { ocsp_responses: vec![der(b"answer")], ..ValidationData::default() };
        let file = signed(&add_validation_data(&file, &later).unwrap(), "Two");
        assert_eq!(only_signed(&base, &file).unwrap().signatures.len(), 2);
    }
    let store = |code: &str, store: &str, data: &[u8]| {
        refused(code, &|hand| {
            hand.dictionary(is::CATALOG, &format!("{CATALOG} /DSS << {store} >>"));
            hand.stream(is::FREE, "", data);
        });
    };
    store("refusal-validation-data", "/Certs [18 0 R]", b"not DER");
    store("refusal-validation-data", "/Certs [18 0 R]", &[certificate.clone(), vec![0]].concat());
    store("refusal-validation-data", "/Certs [18 0 R 6 0 R]", &certificate);
    store("refusal-validation-data", "/Strange [18 0 R]", &certificate);
    store("refusal-validation-data", "/Certs [18 0 R] /VRI << /A << /Cert [6 0 R] >> >>", &certificate);
    store("refusal-validation-data", "/Certs [18 0 R] /VRI << /A << /Strange 1 >> >>", &certificate);
    store("refusal-validation-data", "/Certs [18 0 R] /VRI << /A << /TU 6 0 R >> >>", &certificate);
    taken(&|hand| {
        hand.dictionary(is::CATALOG, &format!("{CATALOG} /DSS 19 0 R"));
        hand.dictionary(19, "/Type /DSS /Certs 20 0 R /VRI << /A 21 0 R >>");
        hand.raw(20, b"[18 0 R]");
        hand.dictionary(21, "/Type /VRI /Cert [18 0 R] /TU (D:20261121120000Z) /TS 22 0 R");
        hand.stream(is::FREE, "/Filter /FlateDecode", &deflated(&certificate));
        hand.stream(22, "", &certificate);
    });
    // What was there may not go.
    for form in FORMS {
        let base = add_validation_data(&small(form), &data).unwrap();
        for store in ["", "/DSS << >>", "/DSS << /Certs [18 0 R] >>"] {
            let mut hand = Hand::signing(&base, form);
            hand.dictionary(is::CATALOG, &format!("{CATALOG} {store}"));
            hand.trailer.insert("Size", "200".to_owned());
            assert_eq!(only_signed(&base, &hand.finish()).unwrap_err(), Refusal::ValidationData, "{form:?} {store}");
        }
    }
}

#[test]
fn what_no_signature_covers_is_refused() {
    for form in FORMS {
        let base = small(form);
        let file = Hand::signing(&base, form).finish();
        // Something harmless, but behind the last signature.
        let mut hand = Hand::of(&file, form);
        hand.dictionary(is::INFO, "/Title (Sopimus) /Producer (other) /ModDate (D:20261121120000Z)");
        let harmless = hand.finish();
        assert_eq!(only_signed(&base, &harmless), Err(Refusal::NotCovered));
        assert!(only_signed(&base, &signed(&harmless, "Two")).is_ok());
        // An empty field for somebody else to sign.
        let mut hand = Hand::of(&base, form);
        hand.dictionary(is::WIDGET, "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 132 /P 4 0 R /Rect [0 0 0 0]");
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R]"));
        hand.dictionary(is::FORM, FORM);
        let prepared = hand.finish();
        assert_eq!(only_signed(&base, &prepared), Err(Refusal::NotCovered));
        assert!(only_signed(&base, &signed(&prepared, "Two")).is_ok());
        // And somebody else signs in it, here or as the document's own field.
        let mut hand = Hand::of(&prepared, form);
        hand.signature("");
        hand.widget("");
        let filled = hand.finish();
        assert_eq!(only_signed(&base, &filled).unwrap().signatures.len(), 1);
        assert_eq!(only_signed(&prepared, &filled).unwrap().signatures.len(), 1);
        let mut hand = Hand::of(&prepared, form);
        hand.signature("");
        hand.widget("/Rect [0 0 100 100]");
        assert_eq!(only_signed(&prepared, &hand.finish()), Err(Refusal::FormChanged));
        // A signature that is in place stays.
        let mut hand = Hand::of(&file, form);
        hand.dictionary(is::WIDGET, "/Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /F 132 /P 4 0 R /Rect [0 0 0 0]");
        assert_eq!(only_signed(&file, &hand.finish()), Err(Refusal::FormChanged));
    }
}
