//! Every message in every language, with the worst that people can write.

use super::*;
use crate::agreement::EmailAddress;

const NASTY: [&str; 9] = [
    "Esimerkkilän kunta",
    "",
    "   ",
    "Kunta\r\nBcc: uhri@kunta.example\r\n\r\n<p>",
    "<script>alert(1)</script>\"'&amp;",
    "'; DROP TABLE outbox; --",
    "Kunta \u{202e}gnp.exe\u{2066} \u{0}\u{7}\u{1b}[2J",
    "{ $moment } { mail-link-label } %s %n",
    "Pitkänimisenkaupunginjamaalaiskunnanyhdistetynpalvelukeskuksentietohallintoyksikkö ja sen kaikkien naapurien \
     yhteinen kuntayhtymä, jonka nimi ei mahdu mihinkään",
];

fn messages(organisation: &str, words: &str) -> Vec<Message> {
    let email = |text: &str| EmailAddress::parse(text).unwrap();
    let about = || About {
        organisation: organisation.to_owned(),
        reference: "FP-2026-0412".to_owned(),
        page: "https://federointi.example:8443/fi/requests/1?a=b&c=d".to_owned(),
    };
    let until: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
    let link =
        || "https://federointi.example:8443/fi/links/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789".to_owned();
    let document = |name: &str| Attachment { name: name.to_owned(), media_type: "application/pdf", bytes: vec![1] };
    let mut messages = vec![
        Message::FilerLink { link: link(), valid_until: until },
        Message::HandedOver {
            by: email("saara.sopija@kunta.example"),
            organisation: organisation.to_owned(),
            link: link(),
            valid_until: until,
        },
        Message::ContactNotice {
            about: about(),
            named_by: email("saara.sopija@kunta.example"),
            privacy: "https://federointi.example:8443/fi/privacy".to_owned(),
        },
        Message::ChangesRequested { about: about(), message: words.to_owned() },
        Message::Rejected { about: about(), reason: words.to_owned() },
        Message::Withdrawn { about: about() },
    ];
    for yes in [false, true] {
        let findings = if yes { (2, 1) } else { (0, 0) };
        messages.push(Message::Filed { about: about(), again: yes, findings });
        messages.push(Message::ToReview { about: about(), again: yes });
        messages.push(Message::Approved {
            about: about(),
            number: "KELA-FED-2026-0131".to_owned(),
            signatory: (words.to_owned(), words.to_owned()),
            document: yes.then(|| document("sopimus-KELA-FED-2026-0131.pdf")),
        });
        messages.push(Message::PasswordLink { link: link(), valid_until: until, new_account: yes });
    }
    messages.push(Message::SignatoryNamed {
        about: about(),
        number: "KELA-FED-2026-0131".to_owned(),
        before: words.to_owned(),
        signatory: (words.to_owned(), words.to_owned()),
        lapses_at: Some(until),
        reason: words.to_owned(),
    });
    messages.push(Message::SignatoryReleased { about: about(), number: "KELA-FED-2026-0131".to_owned() });
    messages.push(Message::NoticeFiled {
        about: about(),
        number: "KELA-FED-2026-0131".to_owned(),
        last_day: "2027-12-31".parse().unwrap(),
        reason: Some(words.to_owned()),
    });
    messages.push(Message::LogAlarm {
        findings: vec![("log-fault-changed", "events 17".to_owned()), ("log-fault-missing", "documents 019aa5b4/1".to_owned())],
        page: "https://federointi.example:8443/fi/history".to_owned(),
    });
    let incident = |at_desk| crate::mail::Incident {
        title: "drift-srv-gone",
        why: "drift-why-srv-gone",
        todo: if at_desk { "drift-kela-srv-gone" } else { "drift-todo-srv-gone" },
        facts: vec![("drift-fact-target", words.to_owned()), ("drift-fact-resolver", "127.0.0.1:53".to_owned())],
        at_desk,
    };
    for yes in [false, true] {
        messages.push(Message::IncidentOpened { about: about(), incident: incident(yes), again: yes });
    }
    messages.push(Message::IncidentRose { about: about(), incident: incident(false) });
    messages.push(Message::IncidentHealed { about: about(), incident: incident(true) });
    messages.push(Message::AmendmentPrepared { about: about(), link: link(), valid_until: until });
    messages.push(Message::IncidentsHeld { count: 12, page: "https://federointi.example:8443/fi/incidents".to_owned() });
    messages.push(Message::WatchSummary {
        counts: vec![("mail-summary-watched", 308), ("mail-summary-open", 2)],
        lists: vec![
            ("mail-summary-open-domains", vec!["kunta.test".to_owned(), "kaupunki.test".to_owned()]),
            ("mail-summary-unverified", vec![]),
        ],
        page: "https://federointi.example:8443/fi/incidents".to_owned(),
    });
    messages.push(Message::Checkpoint {
        origin: "federointi.example/log".to_owned(),
        size: 1_234_567,
        root: "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=".to_owned(),
        key: "federointi.example/log+ab49a063+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c".to_owned(),
        note: Attachment { name: "checkpoint-1234567.txt".to_owned(), media_type: "text/plain", bytes: b"note".to_vec() },
        page: "https://federointi.example:8443/fi/log".to_owned(),
    });
    messages
}

fn each(mut see: impl FnMut(&str, &Message, Letter)) {
    for language in Language::ALL {
        for nasty in NASTY {
            for message in messages(nasty, nasty) {
                see(nasty, &message, Letter::of(&message, language));
            }
        }
    }
}

/// The words of a text, however it is laid out.
fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| !matches!(*word, ">" | "--")).map(ToOwned::to_owned).collect()
}

fn words_of_html(html: &str) -> Vec<String> {
    let body = html.split_once("<body").unwrap().1;
    let mut text = String::new();
    let mut in_tag = true;
    for character in body.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            _ if in_tag => {}
            _ => text.push(character),
        }
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        text = text.replace(entity, character);
    }
    words_of(&text.replace(" :", ":"))
}

#[test]
fn a_subject_is_short_and_one_line_and_names_the_matter() {
    each(|nasty, message, letter| {
        let subject = &letter.subject;
        assert!(subject.chars().count() < 70, "{subject}");
        assert!(subject.chars().all(|c| !c.is_control() && !is_direction(c)), "{subject:?}");
        assert!(!subject.contains("example") || nasty.contains("Bcc"), "{subject}");
        match message {
            Message::FilerLink { .. }
            | Message::HandedOver { .. }
            | Message::PasswordLink { .. }
            | Message::LogAlarm { .. }
            | Message::IncidentsHeld { .. }
            | Message::WatchSummary { .. }
            | Message::Checkpoint { .. } => assert!(!subject.contains("(FP-"), "{subject}"),
            Message::Approved { .. }
            | Message::SignatoryNamed { .. }
            | Message::SignatoryReleased { .. }
            | Message::NoticeFiled { .. } => assert!(subject.ends_with(" (KELA-FED-2026-0131)"), "{subject}"),
            _ => assert!(subject.ends_with(" (FP-2026-0412)"), "{subject}"),
        }
    });
}

const fn is_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn a_subject_is_what_happened_whose_and_which() {
    let subject = |message: &Message, language| Letter::of(message, language).subject;
    let [changes, approved] = [3, 8].map(|place| messages("Esimerkkilän kunta", "")[place].clone());
    assert_eq!(subject(&changes, Language::Fi), "Täydennä federointipyyntö – Esimerkkilän kunta (FP-2026-0412)");
    assert_eq!(subject(&changes, Language::Sv), "Komplettera begäran om federation – Esimerkkilän kunta (FP-2026-0412)");
    assert_eq!(subject(&changes, Language::En), "Changes requested – Esimerkkilän kunta (FP-2026-0412)");
    let long = &messages("Esimerkkilän kaupunki ja sen liikelaitokset", "")[3];
    assert_eq!(subject(long, Language::Sv), "Komplettera begäran om federation – Esimerkkilän kaup… (FP-2026-0412)");
    assert_eq!(subject(&approved, Language::Fi), "Sopimus allekirjoitettavana – Esimerkkilän kunta (KELA-FED-2026-0131)");
}

#[test]
fn text_and_html_say_the_same() {
    each(|_, message, letter| {
        // A quoted line is marked in plain text; the words of a quote are compared without the mark.
        assert_eq!(words_of(&letter.text), words_of_html(&letter.html), "{}: {}", message.kind(), letter.html);
    });
}

#[test]
fn words_of_people_stay_words() {
    each(|_, message, letter| {
        for text in [&letter.text, &letter.html] {
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()) && !text.chars().any(is_direction), "{text:?}");
        }
        assert!(!letter.html.contains("<script"), "{}", message.kind());
        assert!(!letter.text.lines().any(|line| line.starts_with("Bcc:") || line.starts_with("<p>")), "{}", letter.text);
        assert!(!letter.html.contains("src=") && !letter.html.contains("url("), "{}", message.kind());
    });
}

#[test]
fn plain_text_stays_within_its_width() {
    each(|_, _, letter| {
        for line in letter.text.lines() {
            assert!(line.chars().count() <= 72 || !line.trim_start_matches(['>', ' ']).contains(' '), "{line}");
        }
    });
}

#[test]
fn every_letter_names_its_language_and_ends_with_where_to_ask() {
    each(|_, message, letter| {
        let tag = letter.language.tag();
        assert!(letter.html.starts_with(&["<!DOCTYPE html><html lang=\"", tag, "\">"].concat()), "{}", letter.html);
        let start = ["\nhttps://federointi.example:8443/", letter.language.code(), "\n"].concat();
        assert!(letter.text.ends_with(&start), "{}: {}", message.kind(), letter.text);
    });
}

#[test]
fn a_link_is_told_with_its_end_and_what_if_nobody_asked() {
    for (language, until, nothing) in [
        (Language::Fi, "21.11.2026 klo 10.00 asti", "ei tarvitse tehdä mitään"),
        (Language::Sv, "21.11.2026 kl. 10.00", "behöver du inte göra något"),
        (Language::En, "10:00 on 21 November 2026", "you need not do anything"),
    ] {
        for message in messages("Esimerkkilän kunta", "") {
            let link = match &message {
                Message::FilerLink { link, .. } | Message::HandedOver { link, .. } | Message::PasswordLink { link, .. } => link,
                _ => continue,
            };
            let text = Letter::of(&message, language).text;
            assert!(text.lines().any(|line| line == link), "{text}");
            let joined = text.replace('\n', " ");
            assert!(joined.contains(until) && joined.contains(nothing), "{text}");
        }
    }
}

#[test]
fn a_lure_typed_as_an_organisation_is_in_no_letter() {
    let lures = [
        "Voitit! http://paha.example",
        "katso WWW.paha.example",
        "soita paha@paha.example",
        "katso w\u{200b}ww.paha.example",
        "http:/\u{2060}/paha.example",
    ];
    for language in Language::ALL {
        for message in lures.iter().flat_map(|lure| messages(lure, "")) {
            let letter = Letter::of(&message, language);
            for text in [&letter.subject, &letter.text, &letter.html] {
                assert!(!text.contains("paha") && !text.contains("Voitit"), "{}: {text}", message.kind());
            }
            // Nothing is said of an organisation then, rather than that it has no name; the number stays.
            assert!(
                !letter.text.contains(&[&language.t("mail-fact-organisation"), ":"].concat()),
                "{}: {}",
                message.kind(),
                letter.text
            );
            if matches!(message, Message::Filed { .. } | Message::ContactNotice { .. }) {
                assert!(
                    letter.subject.ends_with(" (FP-2026-0412)") && letter.text.contains("FP-2026-0412"),
                    "{}",
                    letter.subject
                );
            }
        }
    }
}

#[test]
fn an_organisation_is_named_to_those_who_can_know_it() {
    for message in messages("Esimerkkilän kunta", "") {
        let letter = Letter::of(&message, Language::Fi);
        let silent = matches!(
            message,
            Message::FilerLink { .. }
                | Message::PasswordLink { .. }
                | Message::LogAlarm { .. }
                | Message::IncidentsHeld { .. }
                | Message::WatchSummary { .. }
                | Message::Checkpoint { .. }
        );
        assert_eq!(letter.text.contains("Organisaatio: Esimerkkilän kunta"), !silent, "{}: {}", message.kind(), letter.text);
    }
}

#[test]
fn the_log_s_letters_say_what_is_found_and_carry_the_checkpoint() {
    let messages = messages("", "");
    let alarm = Letter::of(messages.iter().find(|message| message.kind() == "log_alarm").unwrap(), Language::Fi);
    assert!(alarm.text.contains("Rivi on muuttunut: events 17") && alarm.text.contains("/fi/history"), "{}", alarm.text);
    let checkpoint = Letter::of(messages.iter().find(|message| message.kind() == "checkpoint").unwrap(), Language::Fi);
    assert!(checkpoint.text.contains("1234567") && checkpoint.text.contains("XcnaeacGWamtVZy3Ad7Z"), "{}", checkpoint.text);
    assert_eq!(checkpoint.attachment.unwrap().bytes, b"note");
}

#[test]
fn an_incident_says_what_was_seen_and_what_its_reader_does() {
    for (language, title, party, kela) in [
        (Language::Fi, "SRV-tietue on poistunut", "Palauta SRV-tietue", "Ota yhteys sopijapuolen"),
        (Language::Sv, "SRV-posten för federation är borta", "Återställ SRV-posten", "Kontakta avtalspartens"),
        (Language::En, "SRV record for federation is gone", "Publish the SRV record", "Contact the party's"),
    ] {
        for message in messages("Esimerkkilän kunta", "sip.kunta.test") {
            let (desk, over) = match &message {
                Message::IncidentOpened { incident, .. } | Message::IncidentRose { incident, .. } => (incident.at_desk, false),
                Message::IncidentHealed { incident, .. } => (incident.at_desk, true),
                _ => continue,
            };
            let text = Letter::of(&message, language).text.replace('\n', " ");
            assert!(text.contains(title) && text.contains("sip.kunta.test") && text.contains("127.0.0.1:53"), "{text}");
            assert_eq!((text.contains(party), text.contains(kela)), (!desk && !over, desk && !over), "{text}");
        }
    }
}

#[test]
fn the_weekly_summary_counts_and_lists_and_leaves_out_empty_lists() {
    let messages = messages("", "");
    let summary = Letter::of(messages.iter().find(|message| message.kind() == "watch_summary").unwrap(), Language::Fi).text;
    assert!(summary.contains("Valvottuja toimialueita: 308") && summary.contains("kunta.test; kaupunki.test"), "{summary}");
    assert!(!summary.contains("Ei varmistettu viikkoon"), "{summary}");
    let held = Letter::of(messages.iter().find(|message| message.kind() == "incidents_held").unwrap(), Language::Fi).text;
    assert!(held.contains("Häiriöitä viimeisen tunnin aikana: 12") && held.contains("second-dns"), "{held}");
}

#[test]
fn the_agreement_is_attached_or_on_its_page() {
    for message in messages("Esimerkkilän kunta", "Aino Allekirjoittaja") {
        let Message::Approved { document, .. } = &message else { continue };
        let letter = Letter::of(&message, Language::Fi);
        assert_eq!(&letter.attachment, document);
        assert_eq!(letter.text.contains("sopimus-KELA-FED-2026-0131.pdf"), document.is_some());
        assert!(letter.text.contains("Allekirjoittaja: Aino Allekirjoittaja") && !letter.subject.contains("Aino"));
        assert!(letter.text.contains("https://federointi.example:8443/fi/requests/1?a=b&c=d"));
    }
}
