//! Files that would take all time or memory: each ends at a limit that is counted, not timed.

use super::attack_tests::Build;
use super::samples::*;
use super::*;

fn refusal(file: &[u8]) -> PdfError {
    read(file).map(|_| ()).unwrap_err()
}

/// The small document with something more in it, as a file of its own.
fn with(form: Form, build: impl FnOnce(&mut Hand)) -> Vec<u8> {
    let mut hand = Hand::of(&small(form), form);
    build(&mut hand);
    hand.finish()
}

/// Compressed zeros, so many megabytes of them.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut compress = flate2::Compress::new(flate2::Compression::fast(), false);
    let mut block = Vec::with_capacity(1 << 20);
    compress.compress_vec(&vec![0; 1 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    // The checksum of so many zeros (RFC 1950, 9).
    let sum = u32::try_from((megabytes << 20) % 65_521).unwrap() << 16 | 1;
    [&[0x78, 0x01][..], &block.repeat(megabytes), &[0x03, 0x00], &sum.to_be_bytes()].concat()
}

#[test]
fn the_largest_agreement_is_far_below_the_limits() {
    let base = largest();
    let mut file = base.clone();
    for number in 0..5 {
        file = signed(&file, &format!("Signature{number}"));
    }
    let pdf = read(&file).unwrap();
    let used = pdf.budget.used();
    println!("{} bytes; objects, values, unfolded bytes: {used:?}", file.len());
    assert!(file.len() < MAX_FILE / 10);
    assert!(used[0] < MAX_OBJECTS / 5 && used[1] < MAX_VALUES / 5 && used[2] < MAX_INFLATED / 10, "{used:?}");
    assert_eq!(only_signed(&base, &file).unwrap().signatures.len(), 5);
}

#[test]
fn a_file_has_a_size() {
    let mut file = small(Form::Table);
    file.resize(MAX_FILE + 1, b' ');
    assert_eq!(refusal(&file), PdfError::Limit(Limit::FileSize));
}

#[test]
fn streams_unfold_to_so_much_and_no_more() {
    let bomb = zeros(100);
    assert!(bomb.len() < 1 << 20);
    // As an attachment: read only when it is asked for.
    let stream = super::samples::stream(&format!("/Type /EmbeddedFile /Filter /FlateDecode /Length {}", bomb.len()), &bomb);
    let file = with(Form::Table, |hand| hand.raw(is::FILE_DATA, &stream));
    assert_eq!(read(&file).unwrap().attachments(), Err(PdfError::Limit(Limit::Inflated)));
    // As an object stream and as a cross-reference stream, which are read at once.
    let file = with(Form::Stream, |hand| {
        hand.packed(is::FREE, &[(19, "1")]);
        let stream = format!("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length {}", bomb.len());
        hand.raw(is::FREE, &super::samples::stream(&stream, &bomb));
    });
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Inflated));
    let mut file = b"%PDF-1.7\n1 0 obj\n".to_vec();
    file.extend(super::samples::stream(
        &format!("/Type /XRef /Size 1 /Root 1 0 R /W [1 4 2] /Filter /FlateDecode /Length {}", bomb.len()),
        &bomb,
    ));
    file.extend(b"\nendobj\nstartxref\n9\n%%EOF\n");
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Inflated));
    // The same stored stream under thousands of names.
    let names: String = (0..10_000).map(|number| format!("({number:05}) 13 0 R ")).collect();
    let file = with(Form::Table, |hand| {
        hand.stream(is::FILE_DATA, "/Type /EmbeddedFile", &[b'x'; 10_000]);
        hand.dictionary(is::CATALOG, &format!("/Type /Catalog /Pages 3 0 R /Names << /EmbeddedFiles << /Names [{names}] >> >>"));
    });
    assert_eq!(read(&file).unwrap().attachments(), Err(PdfError::Limit(Limit::Inflated)));
}

#[test]
fn a_million_objects_are_too_many() {
    let rows = b"0000000009 00000 f \n".repeat(1_000_000);
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend(b"xref\n0 1000000\n");
    file.extend(rows);
    file.extend(b"trailer\n<< /Size 1000000 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Objects));
    // In an object stream they are one stream and a million rows.
    let rows = zeros(7);
    let mut file = b"%PDF-1.7\n1 0 obj\n".to_vec();
    let entries = "/Type /XRef /Size 1000000 /Root 1 0 R /W [1 4 2] /Filter /FlateDecode";
    file.extend(super::samples::stream(&format!("{entries} /Length {}", rows.len()), &rows));
    file.extend(b"\nendobj\nstartxref\n9\n%%EOF\n");
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Objects));
}

#[test]
fn a_million_values_are_too_many() {
    let many = b"1 ".repeat(MAX_VALUES);
    let file = with(Form::Table, |hand| hand.raw(is::FREE, &[b"[", &many[..], b"]"].concat()));
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Values));
    let many = b"<<>>".repeat(MAX_VALUES);
    let file = with(Form::Table, |hand| hand.raw(is::FREE, &[b"[", &many[..], b"]"].concat()));
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Values));
}

#[test]
fn what_is_too_deep_is_not_read() {
    for (open, close) in [("[", "]"), ("<< /A ", " >>")] {
        let deep = [open.repeat(100_000), close.repeat(100_000)].concat();
        let file = with(Form::Table, |hand| hand.raw(is::FREE, deep.as_bytes()));
        assert_eq!(refusal(&file), PdfError::Limit(Limit::Depth));
        let file = with(Form::Stream, |hand| hand.packed(is::FREE, &[(19, &deep)]));
        assert_eq!(refusal(&file), PdfError::Limit(Limit::Depth));
    }
    // Trees of objects, each the only child of the one before.
    let chain = |hand: &mut Hand, node: &dyn Fn(u32) -> String| {
        for number in 1_000..2_000 {
            hand.dictionary(number, &node(number));
        }
        hand.trailer.insert("Size", "3000".to_owned());
    };
    let file = with(Form::Table, |hand| {
        chain(hand, &|number| format!("/Kids [{} 0 R]", number + 1));
        hand.dictionary(is::CATALOG, "/Type /Catalog /Pages 3 0 R /Names << /EmbeddedFiles 1000 0 R >>");
    });
    assert_eq!(read(&file).unwrap().attachments(), Err(PdfError::Limit(Limit::Depth)));
    let file = with(Form::Table, |hand| {
        chain(hand, &|number| format!("/T (a) /Kids [{} 0 R]", number + 1));
        hand.dictionary(is::FORM, "/Fields [1000 0 R]");
    });
    assert_eq!(read(&file).unwrap().signatures(), Err(PdfError::Limit(Limit::Depth)));
    let base = small(Form::Table);
    let mut hand = Hand::signing(&base, Form::Table);
    chain(&mut hand, &|number| format!("/Next1 {} 0 R", number + 1));
    hand.widget("/MK 1000 0 R");
    assert_eq!(only_signed(&base, &hand.finish()), Err(Refusal::Unreadable(PdfError::Limit(Limit::Depth))));
}

#[test]
fn loops_end() {
    let loops: [(&str, Build<'_>); 6] = [
        ("pages", &|hand| hand.dictionary(is::PAGES, "/Type /Pages /Kids [3 0 R]")),
        ("pages", &|hand| hand.dictionary(is::PAGES, "/Type /Pages /Kids [4 0 R 4 0 R]")),
        ("form", &|hand| hand.dictionary(is::FORM, "/Fields [10 0 R 10 0 R]")),
        ("form", &|hand| hand.dictionary(is::TEXT_FIELD, "/T (a) /Kids [10 0 R]")),
        ("attachments", &|hand| {
            hand.dictionary(is::FREE, "/Kids [18 0 R]");
            hand.dictionary(is::CATALOG, "/Type /Catalog /Pages 3 0 R /Names << /EmbeddedFiles 18 0 R >>");
        }),
        ("attachments", &|hand| {
            hand.raw(is::FREE, b"18 0 R");
            hand.dictionary(is::CATALOG, "/Type /Catalog /Pages 3 0 R /Names << /EmbeddedFiles 18 0 R >>");
        }),
    ];
    for (part, build) in loops {
        for form in FORMS {
            let file = with(form, build);
            let pdf = read(&file).unwrap();
            let found = match part {
                "pages" => pdf.view().pages().map(|_| ()),
                "form" => pdf.signatures().map(|_| ()),
                _ => pdf.attachments().map(|_| ()),
            };
            assert_eq!(found, Err(PdfError::Structure(part)), "{form:?}");
        }
    }
    // A stream whose length is the stream itself, and two that are each other's.
    for lengths in [[18, 18], [19, 18]] {
        let file = with(Form::Table, |hand| {
            for (number, length) in [18, 19].into_iter().zip(lengths) {
                hand.raw(number, &super::samples::stream(&format!("/Length {length} 0 R"), b""));
            }
        });
        assert!(matches!(refusal(&file), PdfError::StreamLength { .. }));
    }
}

#[test]
fn numbers_that_promise_too_much_are_not_believed() {
    let form = Form::Stream;
    for (key, value) in [("Size", "9999999999"), ("Size", "4294967296")] {
        let file = with(form, |hand| drop(hand.trailer.insert(key, value.to_owned())));
        // A size that is too large says nothing by itself; but no number follows it that could be given.
        assert!(read(&file).is_ok());
        assert!(reserve(&file, &field("Seal")).is_err());
        assert!(add_validation_data(&file, &ValidationData { crls: vec![der(b"x")], ..ValidationData::default() }).is_err());
    }
    for index in ["[0 9999999999]", "[9999999999 1]", "[0]", "[0 -1]", "(x)"] {
        let file = with(form, |hand| drop(hand.trailer.insert("Index", index.to_owned())));
        assert!(matches!(refusal(&file), PdfError::DuplicateKey { .. } | PdfError::Xref { .. }), "{index}");
    }
    let section = |entries: &str, data: &[u8]| {
        let mut file = b"%PDF-1.7\n1 0 obj\n".to_vec();
        file.extend(super::samples::stream(&format!("/Type /XRef /Root 1 0 R {entries} /Length {}", data.len()), data));
        file.extend(b"\nendobj\nstartxref\n9\n%%EOF\n");
        refusal(&file)
    };
    for entries in [
        "/Size 9 /W [1 9999999999 1]",
        "/Size 9 /W [0 0 0]",
        "/Size 9 /W [1 9 1]",
        "/Size 9 /W [1 1]",
        "/Size 9999999999 /W [1 2 1]",
        "/Size 1 /W [1 2 1] /Index [4294967295 1]",
        "/Size 1 /W [1 2 1] /Index [9999999999 1]",
    ] {
        assert!(matches!(section(entries, &[0; 4]), PdfError::Xref { .. }), "{entries}");
    }
    for (count, first) in [("9999999999", "5"), ("1", "9999999999"), ("-1", "5"), ("1", "2")] {
        let file = with(form, |hand| {
            hand.packed(is::FREE, &[(19, "1")]);
            hand.raw(
                is::FREE,
                &super::samples::stream(&format!("/Type /ObjStm /N {count} /First {first} /Length 7"), b"19 0 1 "),
            );
        });
        assert!(matches!(refusal(&file), PdfError::ObjectStream { .. }), "{count} {first}");
    }
}

#[test]
fn a_hundred_revisions_are_enough() {
    let mut file = small(Form::Table);
    for _ in 1..MAX_REVISIONS {
        file = Hand::of(&file, Form::Table).finish();
    }
    assert_eq!(read(&file).unwrap().revisions().len(), MAX_REVISIONS);
    let file = Hand::of(&file, Form::Table).finish();
    assert_eq!(refusal(&file), PdfError::Limit(Limit::Revisions));
}

#[test]
fn what_stands_for_much_is_not_looked_at_without_end() {
    // One array of ten thousand, which a thousand fields have as their children.
    let kids: String = (0..10_000).map(|_| "8 0 R ").collect();
    let fields: String = (1_000..2_000).map(|number| format!("{number} 0 R ")).collect();
    let file = with(Form::Table, |hand| {
        hand.raw(is::FREE, format!("[{kids}]").as_bytes());
        for number in 1_000..2_000 {
            hand.dictionary(number, &format!("/T ({number}) /Kids 18 0 R"));
        }
        hand.dictionary(is::FORM, &format!("/Fields [{fields}]"));
        hand.trailer.insert("Size", "3000".to_owned());
    });
    assert_eq!(read(&file).unwrap().signatures(), Err(PdfError::Limit(Limit::Values)));
    // A thousand entries of the store with one array of ten thousand, each of them changed.
    let entries = |more: &str| (0..1_000).map(|number| format!("/E{number} << /Cert 18 0 R {more} >> ")).collect::<String>();
    let store = |hand: &mut Hand, entries: &str| {
        hand.dictionary(is::CATALOG, &format!("{CATALOG} /DSS << /VRI << {entries} >> >>"));
    };
    let streams: String = (0..10_000).map(|_| "20 0 R ").collect();
    let base = with(Form::Table, |hand| {
        hand.stream(20, "", &der(b"certificate"));
        hand.raw(is::FREE, format!("[{streams}]").as_bytes());
        store(hand, &entries(""));
    });
    let mut hand = Hand::signing(&base, Form::Table);
    store(&mut hand, &entries("/TU (x)"));
    let judged = only_signed(&base, &hand.finish());
    assert_eq!(judged, Err(Refusal::Unreadable(PdfError::Limit(Limit::Values))));
}
