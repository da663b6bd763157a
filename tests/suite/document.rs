//! The agreement as a document: what other programs read in it. Needs qpdf and poppler-utils, which `tests/run` installs.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use federointi::agreement::Language;
use federointi::agreement::content::AgreementContent;
use federointi::agreement::signing::Act;
use federointi::document::{ATTACHMENT, EVIDENCE_ATTACHMENT, Evidence, Marks, json, render, render_evidence};
use federointi::federation::{Report, Verdict};
use federointi::i18n::Translate;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::process;
use crate::support::sample;

/// A rendered document in a folder of its own.
struct Rendered {
    folder: TempDir,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Rendered {
    fn of(content: &AgreementContent, sample: bool) -> Self {
        Self::marked(content, Marks { sample, to_be_signed: false })
    }

    fn marked(content: &AgreementContent, marks: Marks) -> Self {
        let bytes = render(content, marks).unwrap();
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("agreement.pdf");
        std::fs::write(&path, &bytes).unwrap();
        // For looking at, where somebody wants to: FEDEROINTI_TEST_PDF names a folder.
        if let Ok(kept) = std::env::var("FEDEROINTI_TEST_PDF") {
            let size = if content.party.domains.len() > 3 { "huge" } else { "short" };
            let kind = if marks.to_be_signed {
                "copy"
            } else if marks.sample {
                "sample"
            } else {
                "real"
            };
            let name = format!("{}-{size}-{kind}-{}.pdf", content.kind().code(), content.language.code());
            std::fs::write(PathBuf::from(kept).join(name), &bytes).unwrap();
        }
        Self { folder, path, bytes }
    }

    fn tool(&self, program: &str, args: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(args.iter().map(|arg| if *arg == "PDF" { self.path.to_str().unwrap() } else { arg }));
        let ended = process::run(command, Duration::from_secs(60));
        assert!(ended.success, "{program} {args:?}: {}{}", ended.stdout, ended.stderr);
        ended.stdout
    }

    /// The words of the document with single spaces between them.
    fn words(&self) -> String {
        self.tool("pdftotext", &["-layout", "PDF", "-"]).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text in reading order, without any white space: long names are parted by line ends only.
    fn letters(&self) -> String {
        self.tool("pdftotext", &["-raw", "PDF", "-"]).split_whitespace().collect()
    }

    fn objects(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.tool("qpdf", &["--json=2", "--json-stream-data=none", "PDF"])).unwrap();
        let objects = json["qpdf"][1].as_object().unwrap();
        objects.values().map(|object| object.get("value").or_else(|| object["stream"].get("dict")).unwrap().clone()).collect()
    }

    fn pages(&self) -> usize {
        self.tool("qpdf", &["--show-npages", "PDF"]).trim().parse().unwrap()
    }
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let content = sample::agreement(Language::Fi);
    assert_eq!(render(&content, Marks::default()).unwrap(), render(&content, Marks::default()).unwrap());
    let mut other = content.clone();
    other.version = 2;
    assert_ne!(render(&content, Marks::default()).unwrap(), render(&other, Marks::default()).unwrap());
}

#[test]
fn each_language_gives_a_tagged_document_that_conforms() {
    for language in Language::ALL {
        let content = sample::agreement(language);
        let pdf = Rendered::of(&content, false);
        pdf.tool("qpdf", &["--check", "PDF"]);
        let info = pdf.tool("pdfinfo", &["PDF"]);
        assert!(info.contains("Tagged:          yes"), "{info}");
        assert!(info.contains("PDF version:     1.7"), "{info}");
        assert!(info.contains("Esimerkkilän kunta"), "{info}");
        assert!(info.contains("Page size:       595.276 x 841.89 pts (A4)"), "{info}");

        let fonts = pdf.tool("pdffonts", &["PDF"]);
        assert_eq!(fonts.lines().skip(2).count(), 3, "{fonts}");
        // Embedded, subset, with a map to Unicode.
        assert!(fonts.lines().skip(2).all(|font| font.contains("yes yes yes")), "{fonts}");
        assert!(pdf.bytes.len() < 200_000, "{} bytes", pdf.bytes.len());

        let objects = pdf.objects();
        let catalogue = objects.iter().find(|object| object["/Type"] == "/Catalog").unwrap();
        assert_eq!(catalogue["/Lang"], format!("u:{}", language.tag()));
        assert_eq!(catalogue["/MarkInfo"]["/Marked"], true);
        assert_eq!(catalogue["/ViewerPreferences"]["/DisplayDocTitle"], true);
        assert!(catalogue["/StructTreeRoot"].is_string());
        assert!(catalogue["/Outlines"].is_string());
        assert!(catalogue["/AF"].is_array() || catalogue["/AF"].is_string());
        assert!(!catalogue["/OutputIntents"].is_null());
        let scopes = |scope: &str| {
            objects.iter().filter(|object| object["/S"] == "/TH" && object["/A"].to_string().contains(scope)).count()
        };
        assert!(scopes("/Column") >= 10, "{} columns", scopes("/Column"));
        assert!(scopes("/Row") >= 30, "{} rows", scopes("/Row"));
        for role in ["/Document", "/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/THead", "/TBody", "/TR", "/TD"] {
            assert!(objects.iter().any(|object| object["/S"] == role), "{role} in {language:?}");
        }
        let text = String::from_utf8_lossy(&pdf.bytes);
        assert!(text.contains("<pdfaid:part>3</pdfaid:part>"));
        assert!(text.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
        assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    }
}

#[test]
fn every_row_of_a_table_has_as_many_cells_as_its_head() {
    let pdf = Rendered::of(&sample::agreement(Language::Sv), false);
    let rows: Vec<usize> =
        pdf.objects().iter().filter(|object| object["/S"] == "/TR").map(|row| row["/K"].as_array().map_or(1, Vec::len)).collect();
    // The table of the approval has two columns, all others three.
    assert_eq!(rows.iter().filter(|cells| **cells == 2).count(), 6);
    assert!(rows.iter().all(|cells| matches!(cells, 2 | 3)), "{rows:?}");
}

#[test]
fn a_change_tells_its_changes_in_an_annex_and_a_notice_is_short() {
    for language in Language::ALL {
        let (amendment, notice, contacts) =
            (sample::amendment(language), sample::notice(language), sample::contacts_change(language));
        for (content, parts) in [(&amendment, 3), (&notice, 2), (&contacts, 3)] {
            let pdf = Rendered::of(content, false);
            pdf.tool("qpdf", &["--check", "PDF"]);
            assert!(pdf.tool("pdfinfo", &["PDF"]).contains("Tagged:          yes"));
            let objects = pdf.objects();
            let rows = objects.iter().filter(|object| object["/S"] == "/TR").map(|row| row["/K"].as_array().map_or(1, Vec::len));
            assert!(rows.into_iter().all(|cells| (2..=parts).contains(&cells) || cells == 3));
            let headings = objects.iter().filter(|object| object["/S"] == "/H2").count();
            let bookmarks =
                objects.iter().filter(|object| object["/Title"].is_string() && object["/Dest"] != Value::Null).count();
            assert!(bookmarks > headings, "each heading and the title: {bookmarks} of {headings}");
            let out = pdf.folder.path().join("detached.json");
            pdf.tool("pdfdetach", &["-save", "1", "-o", out.to_str().unwrap(), "PDF"]);
            assert_eq!(serde_json::from_slice::<AgreementContent>(&std::fs::read(&out).unwrap()).unwrap(), *content);
        }
        let changed = Rendered::of(&amendment, false).words();
        let annex = language.ta("document-annex-changes", &[("version", "1".into())]).replace("  ", " ");
        let (_, annex) = changed.rsplit_once(&annex).unwrap_or_else(|| panic!("{annex}: {changed}"));
        for value in ["uusi.esimerkkila.example", "koulu.esimerkkila.example", "sip2.esimerkkila.example", "Uusi Sopija"] {
            assert!(annex.contains(value), "{value}: {annex}");
        }
        let short = Rendered::of(&notice, false);
        assert!(short.pages() <= 2, "{} pages", short.pages());
        assert!(!short.words().contains("esimerkkila.example koulu"), "not the form again");
    }
    // What was before there were changes reads and writes as it did.
    let first = serde_json::to_string(&sample::agreement(Language::Fi)).unwrap();
    assert!(!first.contains("\"change\""));
    assert_eq!(serde_json::from_str::<AgreementContent>(&first).unwrap(), sample::agreement(Language::Fi));
}

#[test]
fn the_data_is_attached_as_it_was() {
    let content = sample::agreement(Language::Fi);
    let pdf = Rendered::of(&content, false);
    let listed = pdf.tool("pdfdetach", &["-list", "PDF"]);
    assert!(listed.contains(ATTACHMENT), "{listed}");
    let out = pdf.folder.path().join("detached.json");
    pdf.tool("pdfdetach", &["-save", "1", "-o", out.to_str().unwrap(), "PDF"]);
    let detached = std::fs::read(&out).unwrap();
    assert_eq!(detached, json(&content).unwrap());
    assert_eq!(serde_json::from_slice::<AgreementContent>(&detached).unwrap(), content);
    let objects = pdf.objects();
    let file = objects.iter().find(|object| !object["/AFRelationship"].is_null()).unwrap();
    assert_eq!(file["/AFRelationship"], "/Data");
    assert!(objects.iter().any(|object| object["/Subtype"] == "/application/json"));
}

/// The answers of a half, as a person reads them.
fn answers(content: &AgreementContent) -> Vec<String> {
    let mut answers = vec![content.number.clone(), content.request.clone()];
    for sheet in [&content.party, &content.kela] {
        answers.push(sheet.organisation.name.clone());
        answers.push(sheet.organisation.business_id.as_str().to_owned());
        answers.push(sheet.organisation.street.clone());
        answers.push(sheet.organisation.place.clone());
        answers.extend(sheet.organisation.case_number.clone());
        for (_, contact) in sheet.contacts() {
            answers.extend([contact.name.clone(), contact.email.as_str().to_owned(), contact.phone.readable()]);
        }
        if let Some(supplier) = &sheet.service.supplier {
            answers.extend([supplier.name.clone(), supplier.contact.email.as_str().to_owned()]);
        }
        answers.extend(sheet.fault_reports.email.iter().map(|email| email.as_str().to_owned()));
        answers.extend(sheet.fault_reports.hours.clone());
        answers.push(sheet.it_mailbox.as_str().to_owned());
        answers.extend(sheet.edge.iter().map(|edge| edge.as_str().to_owned()));
        answers.extend(sheet.domains.iter().flat_map(|domain| [domain.as_str().to_owned(), domain.to_unicode()]));
        answers.extend(sheet.find_people.iter().flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()));
        answers.extend(sheet.test_with.clone());
        answers.extend([sheet.signatory.name.clone(), sheet.signatory.position.clone()]);
        answers.extend(sheet.signatory.basis_detail.clone());
    }
    answers.extend([content.approval.name.clone(), content.approval.position.clone(), content.approval.authority.clone()]);
    answers.extend(content.approval.over_errors.clone());
    answers.extend(content.approval.authority_check.clone());
    answers.extend(content.terms.text.lines().map(|line| line.trim_start_matches("## ").to_owned()));
    answers
}

#[test]
fn every_answer_stands_in_the_document() {
    for language in Language::ALL {
        for content in [sample::agreement(language), sample::huge(language)] {
            let pdf = Rendered::of(&content, false);
            let letters = pdf.letters();
            for answer in answers(&content) {
                let wanted: String = answer.split_whitespace().collect();
                // A paragraph may go on on the next page, with a foot and a head between.
                let found = letters.contains(&wanted) || wanted.chars().count() > 60 && parted(&letters, &wanted);
                assert!(found, "{language:?}: {answer}");
            }
        }
    }
}

/// Whether `wanted` stands in `letters` in two parts, the first one directly before a page's end.
fn parted(letters: &str, wanted: &str) -> bool {
    let cuts = wanted.char_indices().map(|(at, _)| at).skip(1);
    cuts.into_iter().any(|at| {
        let (first, second) = wanted.split_at(at);
        letters.find(first).is_some_and(|found| letters[found + first.len()..].contains(second))
    })
}

#[test]
fn a_party_in_the_cloud_has_no_edge_and_the_document_says_so() {
    let mut content = sample::agreement(Language::Fi);
    assert!(!Rendered::of(&content, false).words().contains("Ei Edge-palvelinta"));
    content.party.service.deployment = federointi::agreement::Deployment::Cloud;
    content.party.edge = None;
    assert!(Rendered::of(&content, false).letters().contains("EiEdge-palvelinta:pilvipalvelu"));
}

#[test]
fn a_sample_and_a_translation_say_what_they_are() {
    let content = sample::agreement(Language::En);
    let real = Rendered::of(&content, false).words();
    assert!(real.contains("Translation. The Finnish or Swedish text is binding."));
    assert!(!real.contains("Sample"));
    let marked = Rendered::of(&content, true);
    let words = marked.words();
    assert!(words.matches("Sample: the details are invented").count() >= marked.pages());
    assert!(words.contains("These terms are a sample"));
    let finnish = Rendered::of(&sample::agreement(Language::Fi), false).words();
    assert!(!finnish.contains("Käännös"));
    assert!(!finnish.contains("Näyte"));
}

#[test]
fn a_copy_to_be_signed_says_so_on_every_page_and_the_document_itself_says_nothing_of_its_state() {
    for (language, mark) in
        [(Language::Fi, "Allekirjoitettava:"), (Language::Sv, "Att undertecknas:"), (Language::En, "To be signed:")]
    {
        let content = sample::agreement(language);
        let copy = Rendered::marked(&content, Marks { sample: false, to_be_signed: true });
        copy.tool("qpdf", &["--check", "PDF"]);
        assert_eq!(copy.words().matches(mark).count(), copy.pages(), "{language:?}");
        let itself = Rendered::of(&content, false);
        assert!(!itself.words().contains(mark.trim_end_matches(':')) && itself.bytes != copy.bytes);
        let both = Rendered::marked(&content, Marks { sample: true, to_be_signed: true });
        assert_eq!(both.words().matches(mark).count(), both.pages());
        for state in ["state-awaiting-signature", "state-preparing"] {
            assert!(!itself.words().contains(&federointi::i18n::Translate::t(language, state)), "{language:?} {state}");
        }
    }
}

#[test]
fn the_approver_is_named_and_the_seal_is_no_signature() {
    let words = Rendered::of(&sample::agreement(Language::Fi), false).words();
    let approval = sample::agreement(Language::Fi).approval;
    assert!(words.contains(&format!("Hyväksyjä: {}, {}", approval.name, approval.position)), "{words}");
    assert!(words.contains(&format!("Toimivallan peruste: {}", approval.authority)));
    assert!(words.contains("Leima ei ole allekirjoitus."));
}

#[test]
fn a_huge_agreement_is_laid_out_over_many_pages() {
    let content = sample::huge(Language::Fi);
    let pdf = Rendered::of(&content, true);
    pdf.tool("qpdf", &["--check", "PDF"]);
    let pages = pdf.pages();
    assert!((15..60).contains(&pages), "{pages} pages");
    for page in 1..=pages {
        let number = page.to_string();
        let text = pdf.tool("pdftotext", &["-layout", "-f", &number, "-l", &number, "PDF", "-"]);
        assert!(text.contains(&format!("Sivu {page} ({pages})")), "page {page}: {text}");
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let foot = lines.iter().position(|line| line.starts_with("Sopimuksen tiedot ovat")).unwrap();
        let last = lines[foot - 1];
        assert!(!last.starts_with("Liite ") && !last.ends_with("Pykälä"), "page {page} ends with a heading: {last}");
    }
    // The head of the table of domains stands on every page that the table fills.
    let heads = pdf.words().matches("Tulos ja havainnot").count();
    assert!(heads >= 3, "{heads} heads");
}

#[test]
fn letters_that_no_face_has_do_not_stop_the_document() {
    let mut content = sample::agreement(Language::Fi);
    content.party.organisation.name = "漢字 \u{1f600} Esimerkkilä\u{7}\u{202e} \u{e000}".to_owned();
    content.party.test_with = Some("  \n ".to_owned());
    content.terms.text = String::new();
    content.party_reports = Vec::<Report>::new();
    let pdf = Rendered::of(&content, false);
    pdf.tool("qpdf", &["--check", "PDF"]);
    assert!(pdf.words().contains("Esimerkkilä"));
    assert!(pdf.words().contains("Toimialueita ei ole tarkistettu"));
}

#[test]
fn every_character_can_be_given() {
    let mut content = sample::agreement(Language::Sv);
    let rare = (0xa000..0x1_fa00_u32).step_by(41);
    let characters: Vec<char> = (0..0x3000_u32).chain(rare).filter_map(char::from_u32).collect();
    content.terms.text = characters.chunks(60).map(|chunk| chunk.iter().collect::<String>() + "\n\n").collect();
    content.party.organisation.name = characters[0xa0..0x180].iter().collect();
    Rendered::of(&content, false).tool("qpdf", &["--check", "PDF"]);
}

#[test]
fn findings_stand_with_verdict_time_and_resolver() {
    let content = sample::agreement(Language::Fi);
    let words = Rendered::of(&content, false).words();
    assert!(content.party_reports.iter().any(|report| report.verdict == Verdict::Unverified));
    let swedish = Rendered::of(&sample::agreement(Language::Sv), false).words();
    assert!(swedish.contains("1 inte bekräftad (bilaga 1)"));
    for wanted in ["1 kunnossa, 1 korjattavaa", "Varmistamatta", "Nimipalvelin: 192.0.2.53", "21.11.2026 klo 9.58 Suomen"] {
        assert!(words.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_proof_of_signature_conforms_and_says_who_what_and_how() {
    for language in Language::ALL {
        let content = sample::agreement(language);
        let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let act = Act {
            name: "Johto Johtonen".to_owned(),
            position: "vt. kunnanjohtaja".to_owned(),
            authority: "Hallintosääntö 23 §".to_owned(),
            email: content.party.signatory.email.clone(),
            opened_at: Some(at("2026-11-21T08:10:00Z")),
            code_sent_at: Some(at("2026-11-21T08:20:00Z")),
            accepted: vec!["Olen lukenut sopimuksen.".to_owned(), "Minulla on oikeus allekirjoittaa se.".to_owned()],
            found: Vec::new(),
            in_place_of: (language == Language::Fi).then(|| federointi::agreement::signing::InPlaceOf {
                name: "Edellinen Johtaja".to_owned(),
                position: "kunnanjohtaja".to_owned(),
                named_at: at("2026-11-21T08:05:00Z"),
            }),
        };
        let sha256 = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
        let evidence = Evidence {
            number: &content.number,
            version: content.version,
            organisation: &content.party.organisation.name,
            signed_at: at("2026-11-21T08:21:07Z"),
            sha256,
            size: 71_234,
            act: &act,
        };
        let bytes = render_evidence(&evidence, &content, false).unwrap();
        assert_eq!(bytes, render_evidence(&evidence, &content, false).unwrap(), "the same arguments give the same bytes");
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("evidence.pdf");
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(kept) = std::env::var("FEDEROINTI_TEST_PDF") {
            std::fs::write(PathBuf::from(kept).join(format!("evidence-{}.pdf", language.code())), &bytes).unwrap();
        }
        let rendered = Rendered { folder, path, bytes };
        rendered.tool("qpdf", &["--check", "PDF"]);
        let info = rendered.tool("pdfinfo", &["PDF"]);
        assert!(info.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{info}");
        let xmp = rendered.tool("pdfinfo", &["-meta", "PDF"]);
        for claim in
            ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
        {
            assert!(xmp.contains(claim), "{claim}: {xmp}");
        }
        let letters = rendered.letters();
        for said in
            ["JohtoJohtonen", "vt.kunnanjohtaja", "Hallintosääntö23§", sha256, "johto.johtonen@esimerkkila.example", "910/2014"]
        {
            assert!(letters.contains(said), "{said}: {letters}");
        }
        assert!(rendered.tool("pdfdetach", &["-list", "PDF"]).contains(EVIDENCE_ATTACHMENT));
        assert_eq!(rendered.pages(), 1, "one page tells it");
    }
}
