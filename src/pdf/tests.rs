//! Reading and extending, over the service's own document and small ones of both kinds.

use super::samples::{Form, agreement, der, field, signed, small};
use super::*;

#[test]
fn the_services_own_document_is_read() {
    let file = agreement();
    let pdf = read(file).unwrap();
    assert_eq!(pdf.revisions().len(), 1);
    let revision = &pdf.revisions()[0];
    assert_eq!((revision.start, revision.end), (0, file.len()));
    assert!(revision.objects().count() > 100);
    assert!(pdf.signatures().unwrap().is_empty());
    let attachments = pdf.attachments().unwrap();
    assert_eq!(attachments.len(), 1);
    assert_eq!(attachments[0].name, federointi::document::ATTACHMENT);
    serde_json::from_slice::<serde_json::Value>(&attachments[0].bytes).unwrap();
}

/// A document sealed, given validation data and stamped with the time: three updates.
fn sealed(base: &[u8]) -> Vec<u8> {
    let data = ValidationData { certificates: vec![der(b"certificate")], crls: vec![der(b"list")], ..ValidationData::default() };
    let file = add_validation_data(&signed(base, "Seal"), &data).unwrap();
    let stamp = SignatureField { kind: SignatureKind::DocumentTimeStamp, ..field("Stamp") };
    reserve(&file, &stamp).unwrap().fill(&der(b"stamp")).unwrap()
}

#[test]
fn an_update_leaves_the_document_as_it_was() {
    for base in [agreement().to_vec(), small(Form::Table), small(Form::Stream)] {
        let file = sealed(&base);
        assert!(file.starts_with(&base));
        assert_eq!(file, sealed(&base), "the same update of the same file is the same bytes");
        let pdf = read(&file).unwrap();
        assert_eq!(pdf.revisions().len(), 4);
        let kind = |revision: &Revision<'_>| matches!(revision.section.kind, xref::Kind::Table);
        assert!(
            pdf.revisions().iter().all(|revision| kind(revision) == kind(&pdf.revisions()[0])),
            "each section is as the first"
        );
        let [seal, stamp] = pdf.signatures().unwrap().try_into().unwrap();
        assert_eq!(
            (seal.field.as_str(), seal.kind, seal.revision, seal.der),
            ("Seal", SignatureKind::Signature, 1, der(b"signature"))
        );
        assert_eq!(seal.signing_time.as_deref(), Some("D:20261121120000+00'00'"));
        assert_eq!(
            (seal.name.as_deref(), seal.reason.as_deref(), seal.location),
            (Some("Kela"), Some("Sopimus on hyväksytty"), None)
        );
        assert_eq!(seal.covered_to, pdf.revisions()[1].end);
        assert_eq!((stamp.kind, stamp.revision, stamp.covered_to), (SignatureKind::DocumentTimeStamp, 3, file.len()));
        assert_eq!((stamp.signing_time, stamp.name, stamp.reason), (None, None, None));
        assert_eq!(pdf.validation_data().unwrap().crls, [der(b"list")]);
        assert_eq!(only_signed(&base, &file).unwrap().signatures.len(), 2);
    }
}

#[test]
fn what_is_signed_is_what_is_covered() {
    let reserved = reserve(agreement(), &field("Seal")).unwrap();
    let before: Vec<Vec<u8>> = reserved.covered().map(<[u8]>::to_vec).to_vec();
    let file = reserved.fill(&der(b"signature")).unwrap();
    let signature = read(&file).unwrap().signatures().unwrap().remove(0);
    assert_eq!(signature.covered(&file).map(<[u8]>::to_vec).to_vec(), before);
    assert_eq!(signature.covered(&file[..100]), [b"", b""]);
}

/// What PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of an update such as ours.
#[test]
fn an_update_keeps_the_profiles() {
    let file = sealed(agreement());
    let pdf = read(&file).unwrap();
    for revision in &pdf.revisions()[1..] {
        for object in revision.objects.values() {
            // 6.1.9: an end of line before an object's number, behind `obj` and around `endobj`.
            let extent = &object.extent;
            assert_eq!(file[extent.start - 1], b'\n');
            let text = &file[extent.clone()];
            assert!(text.starts_with(format!("{} 0 obj\n", object.id.number).as_bytes()) && text.ends_with(b"\nendobj"));
            assert_eq!(file[extent.end], b'\n');
            // 6.1.7: a line feed behind `stream`, an end of line before `endstream`, and the right length.
            if let Some(data) = &object.stream {
                assert_eq!((file[data.start - 1], &file[data.end..data.end + 10]), (b'\n', &b"\nendstream"[..]));
            }
        }
        // 6.1.3: the identifier, its first part the same for ever.
        let [old, new] =
            [&pdf.revisions()[0], revision].map(|revision| revision.section.trailer.get("ID").unwrap().as_array().unwrap());
        assert!(new[0].same_as(&old[0]) && !new[1].same_as(&old[1]));
    }
    let view = pdf.view();
    for (_, widget) in signature::fields(view).unwrap() {
        // 6.3.2: printed, and none of the flags that hide. 6.3.3: no appearance is needed where there is nothing to see.
        assert_eq!(widget.get("F").unwrap().as_integer(), Some(4 | 128));
        assert!(
            appearance::is_empty(widget) && widget.get("AP").is_none() && widget.get("A").is_none() && widget.get("AA").is_none()
        );
        // PDF/UA-1, 7.18.1: a description; outside the page, so that no tag is needed for it.
        assert!(!widget.get("TU").unwrap().as_string().unwrap().is_empty());
        let page = view.object(widget.get("P").unwrap().as_reference().unwrap()).unwrap().dictionary().unwrap();
        assert_eq!(page.get("Annots").unwrap().as_array().unwrap().len(), 2);
        // PDF/UA-1, 7.18.3.
        assert!(page.get("Tabs").unwrap().is_name("S"));
    }
    let (_, catalog) = view.catalog().unwrap();
    let form = view.dictionary(catalog, "AcroForm").unwrap();
    assert!(form.get("NeedAppearances").is_none() && form.get("XFA").is_none());
    assert_eq!(pdf.attachments().unwrap(), read(agreement()).unwrap().attachments().unwrap());
}

#[test]
fn what_cannot_be_reserved_or_filled_is_said() {
    let file = signed(agreement(), "Seal");
    assert_eq!(reserve(&file, &field("Seal")).unwrap_err(), PdfError::FieldExists);
    let reserved = reserve(&file, &SignatureField { space: 10, ..field("Other") }).unwrap();
    assert_eq!(reserved.fill(&der(b"much too long")).unwrap_err(), PdfError::Space { needed: 15, space: 10 });
    assert_eq!(reserve(b"GIF89a", &field("Seal")).unwrap_err(), PdfError::NotPdf);
}

#[test]
fn validation_data_is_added_once() {
    let base = signed(agreement(), "Seal");
    let data = |certificates: &[&[u8]]| ValidationData {
        certificates: certificates.iter().map(|content| der(content)).collect(),
        ..ValidationData::default()
    };
    assert_eq!(add_validation_data(&base, &ValidationData::default()).unwrap(), base);
    let once = add_validation_data(&base, &data(&[b"one", b"two", b"one"])).unwrap();
    assert_eq!(read(&once).unwrap().validation_data().unwrap(), data(&[b"one", b"two"]));
    assert_eq!(add_validation_data(&once, &data(&[b"two"])).unwrap(), once);
    let more = add_validation_data(&once, &data(&[b"two", b"three"])).unwrap();
    assert_eq!(read(&more).unwrap().validation_data().unwrap(), data(&[b"one", b"two", b"three"]));
    assert!(ends_in_own_validation_data(&more).unwrap());
    // The same data from another program, or in another order of writing, is not what this one writes.
    let tail = more.len() - once.len();
    let mut other = more.clone();
    let at = once.len() + other[once.len()..].windows(4).position(|window| window == b"/DSS").unwrap_or(tail / 2);
    other[at] = b' ';
    assert!(!ends_in_own_validation_data(&other).unwrap_or(false));
}
