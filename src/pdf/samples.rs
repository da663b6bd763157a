//! Files for the tests: the service's own document, and small ones built by hand, with updates of any kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};

use super::{SignatureField, SignatureKind, read, reserve};

use crate::sample;

static AGREEMENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let content = sample::agreement(federointi::agreement::Language::Fi);
    federointi::document::render(&content, federointi::document::Marks::default()).unwrap()
});

/// An agreement as the service writes it: PDF/A-3a and PDF/UA-1, with its data attached.
pub(super) fn agreement() -> &'static [u8] {
    &AGREEMENT
}

/// The largest agreement that the form can bring about.
pub(super) fn largest() -> Vec<u8> {
    federointi::document::render(&sample::huge(federointi::agreement::Language::Fi), federointi::document::Marks::default())
        .unwrap()
}

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub(super) fn field(field_name: &str) -> SignatureField<'_> {
    SignatureField {
        field_name,
        kind: SignatureKind::Signature,
        tooltip: "Kelan sähköinen leima",
        reason: Some("Sopimus on hyväksytty"),
        name: Some("Kela"),
        location: None,
        at: noon(),
        space: 64,
    }
}

/// What stands for a signature where nobody checks it: one DER value.
pub(super) fn der(content: &[u8]) -> Vec<u8> {
    let mut der = vec![0x30, u8::try_from(content.len()).unwrap()];
    der.extend(content);
    der
}

/// `file` with a signature that is none.
pub(super) fn signed(file: &[u8], field_name: &str) -> Vec<u8> {
    reserve(file, &field(field_name)).unwrap().fill(&der(b"signature")).unwrap()
}

/// The form of cross-reference sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Table,
    Stream,
}

pub(super) const FORMS: [Form; 2] = [Form::Table, Form::Stream];

/// The objects of the small document by what they are.
pub(super) mod is {
    pub const CATALOG: u32 = 1;
    pub const INFO: u32 = 2;
    pub const PAGES: u32 = 3;
    pub const PAGE: u32 = 4;
    pub const SECOND_PAGE: u32 = 5;
    pub const CONTENT: u32 = 6;
    pub const LINK: u32 = 8;
    pub const FORM: u32 = 9;
    pub const TEXT_FIELD: u32 = 10;
    pub const OUTLINE: u32 = 11;
    pub const FILE: u32 = 13;
    pub const FILE_DATA: u32 = 14;
    pub const METADATA: u32 = 15;
    pub const FONT: u32 = 16;
    pub const TAGS: u32 = 17;
    /// The first number that is free.
    pub const FREE: u32 = 18;
    /// Where an update by hand has its signature and its field.
    pub const SIGNATURE: u32 = 40;
    pub const WIDGET: u32 = 41;
}

pub(super) const CATALOG: &str = "/Type /Catalog /Pages 3 0 R /AcroForm 9 0 R /Outlines 11 0 R /Metadata 15 0 R /Lang (fi) \
    /Names << /EmbeddedFiles << /Names [(data.json) 13 0 R] >> >> /StructTreeRoot 17 0 R";
pub(super) const PAGE: &str = "/Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents 6 0 R \
    /Resources << /Font << /F 16 0 R >> >>";
pub(super) const ANNOTATIONS: &str = "8 0 R 10 0 R";
pub(super) const FORM: &str = "/SigFlags 3 /Fields [10 0 R 41 0 R]";
pub(super) const XMP: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
    <rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:format>application/pdf</dc:format>\
    <xmp:ModifyDate>2026-11-21T12:00:00Z</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>";

/// A small document with one of everything: two pages, a link, a filled text field, a bookmark, an attachment, metadata and tags.
pub(super) fn small(form: Form) -> Vec<u8> {
    document(form, |hand| hand.dictionary(is::TAGS, "/Type /StructTreeRoot"))
}

/// The small document with a place on its first page that is kept free for signatures: from (50, 100) to (350, 250).
pub(super) fn framed(form: Form) -> Vec<u8> {
    document(form, |hand| {
        hand.dictionary(
            is::TAGS,
            "/Type /StructTreeRoot /K 30 0 R /IDTree << /Names [(Uother) 31 0 R (Usignature-place) 30 0 R] >>",
        );
        let layout = "/A [<< /O /List >> << /O /Layout /BBox [50 100 350 250] >>]";
        hand.dictionary(30, &format!("/Type /StructElem /S /Figure /P 17 0 R /Pg 4 0 R {layout}"));
        hand.dictionary(31, "/Type /StructElem /S /Figure /P 17 0 R /Pg 4 0 R /A << /O /Layout /BBox [0 0 595 842] >>");
    })
}

fn document(form: Form, tags: impl FnOnce(&mut Hand)) -> Vec<u8> {
    let mut hand = Hand { out: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), form, ..Hand::default() };
    hand.dictionary(is::CATALOG, CATALOG);
    hand.dictionary(is::INFO, "/Title (Sopimus) /Producer (krilla) /ModDate (D:20261121120000Z)");
    hand.dictionary(is::PAGES, "/Type /Pages /Kids [4 0 R 5 0 R] /Count 2");
    hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS}]"));
    hand.dictionary(is::SECOND_PAGE, "/Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents 7 0 R");
    hand.stream(is::CONTENT, "", b"BT /F 12 Tf 50 800 Td (Sopimus) Tj ET");
    hand.stream(7, "", b"0 0 10 10 re f");
    hand.dictionary(is::LINK, "/Type /Annot /Subtype /Link /Rect [50 50 90 60] /Dest [5 0 R /Fit]");
    hand.dictionary(is::FORM, "/Fields [10 0 R]");
    hand.dictionary(is::TEXT_FIELD, "/Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V (100) /Rect [50 70 90 80]");
    hand.dictionary(is::OUTLINE, "/Type /Outlines /First 12 0 R /Last 12 0 R /Count 1");
    hand.dictionary(12, "/Title (Alku) /Parent 11 0 R /Dest [4 0 R /Fit]");
    hand.dictionary(is::FILE, "/Type /Filespec /F (data.json) /UF (data.json) /EF << /F 14 0 R >>");
    hand.stream(is::FILE_DATA, "/Type /EmbeddedFile /Subtype /application#2Fjson", b"{}");
    hand.stream(is::METADATA, "/Type /Metadata /Subtype /XML", XMP.as_bytes());
    hand.dictionary(is::FONT, "/Type /Font /Subtype /Type1 /BaseFont /Helvetica");
    tags(&mut hand);
    hand.finish()
}

/// An update written by hand, with what a program would not let one write.
#[derive(Default)]
pub(super) struct Hand {
    /// The file as it was.
    pub(super) out: Vec<u8>,
    pub(super) form: Form,
    pub(super) objects: Vec<(u32, Vec<u8>)>,
    /// Entries of the cross-reference section that replace those of the objects: type, second and third field; or none.
    pub(super) entries: BTreeMap<u32, Option<[usize; 3]>>,
    /// Bytes between the objects and the cross-reference section, and behind that section.
    pub(super) gaps: [Vec<u8>; 2],
    pub(super) previous: Option<usize>,
    /// Entries of the trailer beside the usual ones, which they replace.
    pub(super) trailer: BTreeMap<&'static str, String>,
}

/// The number of a cross-reference stream is that of its revision: never one of another object.
const STREAMS: u32 = 90;

/// Room for a byte range.
const RANGE: usize = 40;

impl Hand {
    /// An update of `file`, which ends in a section of either form.
    pub(super) fn of(file: &[u8], form: Form) -> Self {
        let previous = read(file).unwrap().revisions().last().unwrap().section.at;
        Self { out: file.to_vec(), form, previous: Some(previous), ..Self::default() }
    }

    /// An update of the small document with a signature in it that covers everything, and all that belongs to it.
    pub(super) fn signing(file: &[u8], form: Form) -> Self {
        let mut hand = Self::of(file, form);
        hand.signature("");
        hand.widget("");
        hand.dictionary(is::PAGE, &format!("{PAGE} /Annots [{ANNOTATIONS} 41 0 R]"));
        hand.dictionary(is::FORM, FORM);
        hand
    }

    /// An object, in place of what the update had of this number.
    pub(super) fn raw(&mut self, number: u32, body: &[u8]) {
        match self.objects.iter_mut().find(|(other, _)| *other == number) {
            Some((_, old)) => *old = body.to_vec(),
            None => self.objects.push((number, body.to_vec())),
        }
    }

    pub(super) fn dictionary(&mut self, number: u32, entries: &str) {
        self.raw(number, format!("<< {entries} >>").as_bytes());
    }

    pub(super) fn stream(&mut self, number: u32, entries: &str, data: &[u8]) {
        self.raw(number, &stream(&format!("{entries} /Length {}", data.len()), data));
    }

    /// An object stream with these objects.
    pub(super) fn packed(&mut self, stream: u32, objects: &[(u32, &str)]) {
        let mut head = String::new();
        let mut body = String::new();
        for (index, (number, object)) in objects.iter().enumerate() {
            write!(head, "{number} {} ", body.len()).unwrap();
            writeln!(body, "{object}").unwrap();
            self.objects.retain(|(other, _)| other != number);
            self.entries.insert(*number, Some([2, usize::try_from(stream).unwrap(), index]));
        }
        let entries = format!("/Type /ObjStm /N {} /First {}", objects.len(), head.len());
        self.stream(stream, &entries, [head, body].concat().as_bytes());
    }

    pub(super) fn signature(&mut self, more: &str) {
        let contents = format!("<{:0<80}>", hex::encode(der(b"signature")));
        self.signature_with(more, &contents);
    }

    pub(super) fn signature_with(&mut self, more: &str, contents: &str) {
        let known = if more.contains("/SubFilter") { "" } else { "/Type /Sig /SubFilter /ETSI.CAdES.detached" };
        let entries = format!("{known} /Filter /Adobe.PPKLite {more} /ByteRange [{:RANGE$}] /Contents {contents}", "");
        self.dictionary(is::SIGNATURE, &entries);
    }

    pub(super) fn widget(&mut self, more: &str) {
        let rect = if more.contains("/Rect") { "" } else { "/Rect [0 0 0 0]" };
        let name = if more.contains("/T ") { "" } else { "/T (Sig1)" };
        let entries = format!("/Type /Annot /Subtype /Widget /FT /Sig {name} /V 40 0 R /F 132 /P 4 0 R {rect} {more}");
        self.dictionary(is::WIDGET, &entries);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.finish_with(|range| range)
    }

    /// Ends the file, with a byte range made from the right one.
    pub(super) fn finish_with(mut self, range: impl FnOnce([usize; 4]) -> [usize; 4]) -> Vec<u8> {
        let mut entries = BTreeMap::new();
        let mut signature = None;
        for (number, body) in std::mem::take(&mut self.objects) {
            entries.insert(number, [1, self.out.len(), 0]);
            writeln!(self.out, "{number} 0 obj").unwrap();
            if number == is::SIGNATURE {
                let place = |word: &[u8]| {
                    body.windows(word.len()).position(|window| window == word).map(|at| self.out.len() + at + word.len())
                };
                signature =
                    place(b"/ByteRange [                ").zip(place(b"/Contents ")).map(|(range, hole)| (range - 16, hole));
            }
            self.out.extend(body);
            self.out.extend(b"\nendobj\n");
        }
        for (number, entry) in std::mem::take(&mut self.entries) {
            entries.remove(&number);
            entries.extend(entry.map(|entry| (number, entry)));
        }
        self.out.extend(std::mem::take(&mut self.gaps[0]));
        let at = self.out.len();
        match self.form {
            Form::Table => self.table(&entries),
            Form::Stream => self.cross_reference_stream(&entries),
        }
        self.out.extend(std::mem::take(&mut self.gaps[1]));
        write!(self.out, "startxref\n{at}\n%%EOF\n").unwrap();
        if let Some((place, hole)) = signature {
            let end = hole + self.out[hole..].iter().position(|byte| *byte == b'>').unwrap() + 1;
            let [a, b, c, d] = range([0, hole, end, self.out.len() - end]);
            let range = format!("{:RANGE$}", format!("{a} {b} {c} {d}"));
            self.out[place..place + RANGE].copy_from_slice(range.as_bytes());
        }
        self.out
    }

    fn trailer(&mut self) -> String {
        let mut trailer = BTreeMap::from([
            ("Size", "99".to_owned()),
            ("Root", "1 0 R".to_owned()),
            ("Info", "2 0 R".to_owned()),
            ("ID", "[(first) (second)]".to_owned()),
        ]);
        trailer.extend(self.previous.map(|previous| ("Prev", previous.to_string())));
        trailer.extend(std::mem::take(&mut self.trailer));
        trailer.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("/{key} {value} ")).collect()
    }

    fn table(&mut self, entries: &BTreeMap<u32, [usize; 3]>) {
        self.out.extend(b"xref\n");
        for (number, [kind, second, third]) in entries {
            let letter = if *kind == 0 { 'f' } else { 'n' };
            write!(self.out, "{number} 1\n{second:010} {third:05} {letter} \n").unwrap();
        }
        let trailer = self.trailer();
        write!(self.out, "trailer\n<< {trailer}>>\n").unwrap();
    }

    fn cross_reference_stream(&mut self, entries: &BTreeMap<u32, [usize; 3]>) {
        let mut rows = Vec::new();
        let mut index = String::new();
        for (number, [kind, second, third]) in entries {
            write!(index, "{number} 1 ").unwrap();
            rows.push(u8::try_from(*kind).unwrap());
            rows.extend(u32::try_from(*second).unwrap().to_be_bytes());
            rows.extend(u16::try_from(*third).unwrap().to_be_bytes());
        }
        let rows = deflated(&rows);
        let number = STREAMS + self.previous.map_or(0, |previous| u32::try_from(previous % 8).unwrap() + 1);
        let trailer = self.trailer();
        let entries = format!("/Type /XRef /W [1 4 2] /Index [{index}] /Filter /FlateDecode {trailer} /Length {}", rows.len());
        writeln!(self.out, "{number} 0 obj").unwrap();
        self.out.extend(stream(&entries, &rows));
        self.out.extend(b"\nendobj\n");
    }
}

pub(super) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<< {entries} >>\nstream\n").as_bytes(), data, b"\nendstream"].concat()
}

pub(super) fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}
