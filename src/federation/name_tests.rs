//! What is taken as a name, what is refused, and why.

use super::*;

fn name(text: &str) -> Result<String, NameError> {
    SipDomain::parse(text).map(String::from)
}

fn key(text: &str) -> &'static str {
    SipDomain::parse(text).unwrap_err().key()
}

#[test]
fn names_are_understood_as_people_write_them() {
    for (given, taken) in [
        ("kunta.example", "kunta.example"),
        ("  Kunta.EXAMPLE. \n", "kunta.example"),
        ("koulu.kunta.example", "koulu.kunta.example"),
        ("jämsälä.example", "xn--jmsl-loacb.example"),
        ("JÄMSÄLÄ.example", "xn--jmsl-loacb.example"),
        ("XN--JMSL-LOACB.example", "xn--jmsl-loacb.example"),
        ("ja\u{308}msa\u{308}la\u{308}.example", "xn--jmsl-loacb.example"),
        ("kunta\u{3002}example", "kunta.example"),
        ("1kunta.example", "1kunta.example"),
        ("ab--cd.example", "ab--cd.example"),
    ] {
        assert_eq!(name(given).as_deref(), Ok(taken), "{given:?}");
    }
}

#[test]
fn each_refusal_has_its_own_reason() {
    for (given, reason) in [
        ("", "name-empty"),
        (" \t ", "name-empty"),
        ("kunta", "name-single-label"),
        ("kunta.", "name-single-label"),
        (".kunta.example", "name-label-empty"),
        ("kunta..example", "name-label-empty"),
        ("kunta.example..", "name-label-empty"),
        ("-kunta.example", "name-hyphen"),
        ("kunta-.example", "name-hyphen"),
        ("kun ta.example", "name-space"),
        ("kunta.example koulu.example", "name-space"),
        ("kunta_1.example", "name-underscore"),
        ("https://www.kunta.example/yhteys", "name-web-address"),
        ("//kunta.example", "name-web-address"),
        ("etu.suku@kunta.example", "name-email-address"),
        ("sip:etu.suku@kunta.example", "name-email-address"),
        ("kunta.example:5061", "name-with-port"),
        ("kunta.example/", "name-with-path"),
        ("kunta.example?x=1", "name-with-path"),
        ("*.kunta.example", "name-wildcard"),
        ("192.0.2.1", "name-ip-address"),
        ("192.0.2.1:5061", "name-ip-address"),
        ("[2001:db8::1]", "name-ip-address"),
        ("2001:db8::1", "name-ip-address"),
        ("127.1", "name-ip-address"),
        ("0x7f.0x1", "name-ip-address"),
        ("kunta.1", "name-ip-address"),
        ("kun:ta.example", "name-bad-character"),
        ("<b>kunta.example<b>", "name-bad-character"),
        ("'; --", "name-space"),
        ("kunta.example';--", "name-bad-character"),
        ("kunta%2eexample.fi", "name-bad-character"),
        ("kun\u{0}ta.example", "name-control"),
        ("kunta.example\r\nx", "name-control"),
        ("kun\u{202e}ta.example", "name-invisible"),
        ("kunta\u{200f}.example", "name-invisible"),
        ("kun\u{200b}ta.example", "name-invisible"),
        ("kun\u{ad}ta.example", "name-invisible"),
        ("xn--.example", "name-hyphen"),
        ("xn--99999999999999.example", "name-not-international"),
        ("xn--kunta-.example", "name-hyphen"),
        ("\u{1f4a9}\u{fffd}.example", "name-not-international"),
    ] {
        assert_eq!(key(given), reason, "{given:?}");
    }
}

#[test]
fn the_meant_name_is_suggested() {
    for (given, meant) in [
        ("https://www.kunta.example/yhteys", Some("kunta.example")),
        ("https://matti@Kunta.example:8443/x", Some("kunta.example")),
        ("etu.suku@jämsälä.example", Some("jämsälä.example")),
        ("sip:kunta.example", Some("kunta.example")),
        ("kunta.example:5061", Some("kunta.example")),
        ("www.kunta.example/x", Some("kunta.example")),
        ("*.kunta.example", Some("kunta.example")),
        ("_sipfederationtls._tcp.kunta.example.", Some("kunta.example")),
        ("https://", None),
        ("https://<script>/", None),
        ("@", None),
        ("k*nta.example", None),
    ] {
        assert_eq!(SipDomain::parse(given).unwrap_err().suggestion(), meant, "{given:?}");
    }
}

#[test]
fn lengths_are_those_of_dns() {
    let label = "a".repeat(63);
    assert!(name(&format!("{label}.example")).is_ok());
    assert_eq!(key(&format!("{label}a.example")), "name-label-too-long");
    let long = [label.as_str(), &label, &label, &"a".repeat(61)].join(".");
    assert_eq!(long.len(), 253);
    assert!(Fqdn::parse(&long).is_ok());
    assert!(Fqdn::parse(&format!("{long}.")).is_ok(), "the final dot is not counted");
    assert_eq!(Fqdn::parse(&format!("{long}a")).unwrap_err(), NameError::TooLong { limit: 253 });
    assert_eq!(name(&long).unwrap_err(), NameError::TooLong { limit: 230 }, "the SRV name would not fit");
    assert_eq!(key(&format!("{}.example", "ä".repeat(120))), "name-label-too-long");
    assert_eq!(key(&"ä".repeat(400)), "name-too-long");
    assert_eq!(key(&"ä.".repeat(4_000)), "name-too-long");
    assert_eq!(key(&format!("xn--{}.example", "z".repeat(900))), "name-too-long");
}

#[test]
fn what_parses_parses_again_to_itself_and_through_serde() {
    // A small deterministic generator: every name it makes is either refused or a fixed point.
    let alphabet: Vec<char> = "abåäöŠ019-.xn_ Øß‑ıΣж日\u{200d}@:/*".chars().collect();
    let mut state = 7_u64;
    let mut taken = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..(state >> 33) % 12 + 3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(alphabet[(state >> 33) as usize % alphabet.len()]);
        }
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let Ok(parsed) = SipDomain::parse(&format!("{text}.example")) else { continue };
        taken += 1;
        let ldh = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        assert!(parsed.as_str().chars().all(ldh), "{text:?} gave {parsed}");
        assert_eq!(SipDomain::parse(parsed.as_str()).as_ref(), Ok(&parsed), "{text:?}");
        assert_eq!(SipDomain::parse(&parsed.to_unicode()).as_ref(), Ok(&parsed), "{text:?}");
        let json = serde_json::to_string(&parsed).unwrap();
        assert_eq!(serde_json::from_str::<SipDomain>(&json).unwrap(), parsed);
    }
    assert!(taken > 500, "the generator makes names: {taken}");
}

#[test]
fn a_stored_name_is_parsed_when_it_is_loaded() {
    assert!(serde_json::from_str::<SipDomain>("\"<script>\"").is_err());
    assert!(serde_json::from_str::<Fqdn>("\"10.0.0.1\"").is_err());
}

#[test]
fn imitating_letters_are_not_shown_as_they_look() {
    assert_eq!(SipDomain::parse("jämsälä.example").unwrap().to_unicode(), "jämsälä.example");
    let imitation = SipDomain::parse("kunt\u{430}.example").unwrap();
    assert_eq!(imitation.to_unicode(), imitation.as_str());
    assert!(imitation.as_str().starts_with("xn--"));
}

#[test]
fn a_domain_holds_hosts_by_whole_labels() {
    let domain = SipDomain::parse("kunta.example").unwrap();
    assert!(domain.holds("sip.kunta.example") && domain.holds("kunta.example"));
    assert!(!domain.holds("sip.toinenkunta.example") && !domain.holds("sip.kunta.example.test") && !domain.holds("example"));
}

#[test]
fn a_pasted_list_falls_into_entries() {
    let pasted = "• kunta.example\n- koulu.kunta.example;kunta.koulu.example, *.kunta.example\n1. Museo.example\t\"\u{201d}x.example\u{201d}\"\r\n\n * y.example |-z.example";
    let entries = parse_list(pasted);
    assert_eq!(
        entries,
        [
            "kunta.example",
            "koulu.kunta.example",
            "kunta.koulu.example",
            "*.kunta.example",
            "Museo.example",
            "x.example",
            "y.example",
            "z.example"
        ]
    );
    assert!(parse_list(" \n;,, - • ").is_empty());
}
