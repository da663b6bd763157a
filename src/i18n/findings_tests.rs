//! Findings in words.

use super::*;
use crate::federation::{Fqdn, SipDomain};

const LINE: &str = "_sipfederationtls._tcp.kunta.example. 3600 IN SRV 100 1 5061 sip.kunta.example.";

fn finding(code: Code, severity: Severity) -> Finding {
    let evidence = Evidence::default()
        .with("domain", "kunta.example")
        .with("name", "_sipfederationtls._tcp.kunta.example")
        .with("port", "5060")
        .with("target", "sip.toimittaja.example")
        .with("proposed", "sip.kunta.example")
        .with("zone_line", LINE);
    Finding { code, severity, evidence }
}

#[test]
fn messages_read_as_the_language_guide_has_them() {
    let say = |language, code| message(language, &finding(code, Severity::Error));
    assert_eq!(
        say(Language::Fi, Code::SrvMissing),
        format!(
            "Federoinnin SRV-tietue puuttuu. Nimeä _sipfederationtls._tcp.kunta.example ei löytynyt. Lisää julkiseen nimipalveluun rivi: {LINE}"
        )
    );
    assert_eq!(
        say(Language::Sv, Code::SrvMissing),
        format!(
            "SRV-posten för federation saknas. Namnet _sipfederationtls._tcp.kunta.example hittades inte. Lägg till den här raden i er offentliga DNS: {LINE}"
        )
    );
    assert_eq!(
        say(Language::En, Code::SrvMissing),
        format!(
            "The SRV record for federation is missing. The name _sipfederationtls._tcp.kunta.example was not found. Add this line to your public DNS: {LINE}"
        )
    );
    assert!(
        say(Language::Fi, Code::SrvWrongPort)
            .starts_with("SRV-tietueessa on väärä portti. Toimialue: kunta.example, portti nyt: 5060. Vaihda portiksi 5061.")
    );
    assert!(say(Language::En, Code::TargetInOtherDomain).starts_with(
        "The target of the SRV record is in another domain. Domain: kunta.example, target now: sip.toimittaja.example. \
         Change the target to, for example, sip.kunta.example. If a supplier runs the service, say so under Deployment."
    ));
    assert_eq!(
        say(Language::Sv, Code::DnsTimeout),
        "DNS svarade inte inom 5 sekunder, så domänen är inte bekräftad. Domän: kunta.example. \
         Du behöver inte göra något: tjänsten kontrollerar den på nytt, och du kan skicka begäran."
    );
}

#[test]
fn every_finding_can_be_told_in_every_language() {
    for language in Language::ALL {
        for &code in Code::ALL {
            for severity in [Severity::Warning, Severity::Error] {
                let with_line = finding(code, severity);
                let without = Finding { evidence: Evidence::default().with("domain", "kunta.example"), ..with_line.clone() };
                for finding in [with_line, without] {
                    let texts = [
                        title(language, &finding),
                        seen(language, &finding),
                        why(language, &finding),
                        advice(language, &finding),
                    ];
                    assert!(
                        texts.iter().all(|text| text.len() > 5 && !text.contains('{') && !text.contains("finding-")),
                        "{code:?} {language:?}: {texts:?}"
                    );
                    assert!(!texts[0].ends_with('.'));
                }
            }
        }
        for one in [
            Deployment::OwnEdge,
            Deployment::Hosted,
            Deployment::Cloud,
            Deployment::HalfMigrated,
            Deployment::None,
            Deployment::Unknown,
        ] {
            assert!(!deployment(language, one).is_empty());
        }
    }
}

#[test]
fn a_refused_name_is_told_with_what_was_given_and_meant() {
    let given = "https://www.kunta.example/yhteys";
    let error = SipDomain::parse(given).unwrap_err();
    assert_eq!(
        name_error(Language::Fi, NameKind::Domain, &error, given),
        "Tässä on verkko-osoite, ei toimialue. Annoit: https://www.kunta.example/yhteys. Kirjoita pelkkä toimialue, esimerkiksi kunta.example."
    );
    assert_eq!(
        name_error(Language::Sv, NameKind::Domain, &error, given),
        "Det här är en webbadress, inte en domän. Du angav: https://www.kunta.example/yhteys. Skriv bara domänen, till exempel kunta.example."
    );
    let error = Fqdn::parse("").unwrap_err();
    assert_eq!(
        name_error(Language::Fi, NameKind::Host, &error, ""),
        "Kenttä on tyhjä. Kirjoita DNS-nimi, esimerkiksi sip.kunta.example."
    );
    for text in [
        "",
        "a b.example",
        "k\u{202e}.example",
        "a_b.example",
        "x",
        "10.0.0.1",
        "*.a.example",
        "a.example:1",
        "a.example/x",
        "é\u{fffd}.example",
    ] {
        let error = SipDomain::parse(text).unwrap_err();
        for language in Language::ALL {
            let told = name_error(language, NameKind::Domain, &error, text);
            assert!(!told.contains('\u{202e}') && !told.contains('{'), "{told:?}");
        }
    }
    let long = "ä".repeat(5_000);
    let error = SipDomain::parse(&long).unwrap_err();
    assert!(name_error(Language::En, NameKind::Domain, &error, &long).chars().count() < 300);
}

#[test]
fn a_pinned_edge_is_told_by_its_own_name() {
    for (code, fi, sv, en) in [
        (
            Code::TargetNoAddress,
            "Edge-palvelimen nimellä ei ole osoitetta",
            "Edge-serverns namn saknar adress",
            "The Edge server name has no address",
        ),
        (
            Code::TargetNotPublic,
            "Edge-palvelimen osoite ei ole julkinen",
            "Edge-serverns adress är inte offentlig",
            "The address of the Edge server is not public",
        ),
        (
            Code::TargetIsAlias,
            "Edge-palvelimen nimi on alias",
            "Edge-serverns namn är ett alias",
            "The Edge server name is an alias",
        ),
    ] {
        let of_target = finding(code, Severity::Error);
        let evidence = of_target.evidence.clone().with("edge", "edge.kunta.example");
        let of_edge = Finding { evidence, ..of_target.clone() };
        for (language, expected) in [(Language::Fi, fi), (Language::Sv, sv), (Language::En, en)] {
            assert_eq!(title(language, &of_edge), expected);
            assert_ne!(title(language, &of_target), expected);
            assert!(
                seen(language, &of_edge).contains("edge.kunta.example")
                    && !seen(language, &of_target).contains("edge.kunta.example")
            );
            assert!(!why(language, &of_edge).contains("SRV"), "{}", why(language, &of_edge));
        }
    }
}
