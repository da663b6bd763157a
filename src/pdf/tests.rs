//! Reading and extending, over the service's own document and small ones of both kinds.

use super::samples::{agreement, der, field, signed};
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
    println!("{} bytes, {} objects", file.len(), revision.objects().count());
}

#[test]
fn dump() {
    std::fs::write("/tmp/pdfx/base.pdf", agreement()).unwrap();
    std::fs::write("/tmp/wt-pdf-x/smallT.pdf", super::samples::small(super::samples::Form::Table)).unwrap();
    std::fs::write("/tmp/wt-pdf-x/smallS.pdf", super::samples::small(super::samples::Form::Stream)).unwrap();
    let one = signed(agreement(), "Seal");
    std::fs::write("/tmp/pdfx/one.pdf", &one).unwrap();
    let data = ValidationData { certificates: vec![der(b"certificate")], crls: vec![der(b"list")], ocsp_responses: vec![] };
    let two = add_validation_data(&one, &data).unwrap();
    std::fs::write("/tmp/pdfx/two.pdf", &two).unwrap();
    let three = reserve(&two, &SignatureField { kind: SignatureKind::DocumentTimeStamp, ..field("Stamp") }).unwrap();
    let three = three.fill(&der(b"stamp")).unwrap();
    std::fs::write("/tmp/pdfx/three.pdf", &three).unwrap();
    println!("{:?}", read(&three).unwrap().signatures());
}

#[test]
fn outside() {
    let base = std::fs::read("/tmp/pdfx/base.pdf").unwrap();
    for name in std::env::var("OUTSIDE").unwrap_or_default().split_whitespace() {
        let (base, name) = match name.split_once(':') {
            Some((base, name)) => (std::fs::read(base).unwrap(), name),
            None => (base.clone(), name),
        };
        let file = std::fs::read(name).unwrap();
        match only_signed(&base, &file) {
            Ok(additions) => {
                println!("OUTSIDE {name}: taken, {} updates, data {}", additions.updates, additions.validation_data);
                for signature in additions.signatures {
                    println!(
                        "OUTSIDE   {} {:?} {} {:?}",
                        signature.field, signature.kind, signature.sub_filter, signature.byte_range
                    );
                }
            }
            Err(refusal) => println!("OUTSIDE {name}: {} {refusal}", refusal.code()),
        }
    }
}
