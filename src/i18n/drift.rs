//! What has drifted, in words: the keys of its texts, what was seen, and what changed between looks.

use chrono::DateTime;

use super::{Translate, format};
use crate::agreement::Language;
use crate::federation::drift::{Change, DriftKind, Item};
use crate::federation::{Code, Evidence};

/// The key of the text that says what is the case, without a full stop.
#[must_use]
pub const fn title(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::MovedToCloudWhilePinned => "drift-moved-to-cloud-while-pinned",
        DriftKind::DomainGone => "drift-domain-gone",
        DriftKind::SrvGone => "drift-srv-gone",
        DriftKind::SupplierChanged => "drift-supplier-changed",
        DriftKind::EdgeMoved => "drift-edge-moved",
        DriftKind::CertificateEnds => "drift-certificate-ends",
        DriftKind::SanLostDomain => "drift-san-lost-domain",
        DriftKind::OwnershipLost => "drift-ownership-lost",
        DriftKind::CheckFails => "drift-check-fails",
    }
}

/// The key of the text that says why it matters.
#[must_use]
pub const fn why(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::MovedToCloudWhilePinned => "drift-why-moved-to-cloud-while-pinned",
        DriftKind::DomainGone => "drift-why-domain-gone",
        DriftKind::SrvGone => "drift-why-srv-gone",
        DriftKind::SupplierChanged => "drift-why-supplier-changed",
        DriftKind::EdgeMoved => "drift-why-edge-moved",
        DriftKind::CertificateEnds => "drift-why-certificate-ends",
        DriftKind::SanLostDomain => "drift-why-san-lost-domain",
        DriftKind::OwnershipLost => "drift-why-ownership-lost",
        DriftKind::CheckFails => "drift-why-check-fails",
    }
}

/// The key of the text that says what the party is to do.
#[must_use]
pub const fn todo(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::MovedToCloudWhilePinned => "drift-todo-moved-to-cloud-while-pinned",
        DriftKind::DomainGone => "drift-todo-domain-gone",
        DriftKind::SrvGone => "drift-todo-srv-gone",
        DriftKind::SupplierChanged => "drift-todo-supplier-changed",
        DriftKind::EdgeMoved => "drift-todo-edge-moved",
        DriftKind::CertificateEnds => "drift-todo-certificate-ends",
        DriftKind::SanLostDomain => "drift-todo-san-lost-domain",
        DriftKind::OwnershipLost => "drift-todo-ownership-lost",
        DriftKind::CheckFails => "drift-todo-check-fails",
    }
}

/// The key of the text that says what Kela is to do.
#[must_use]
pub const fn todo_of_kela(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::MovedToCloudWhilePinned => "drift-kela-moved-to-cloud-while-pinned",
        DriftKind::DomainGone => "drift-kela-domain-gone",
        DriftKind::SrvGone => "drift-kela-srv-gone",
        DriftKind::SupplierChanged => "drift-kela-supplier-changed",
        DriftKind::EdgeMoved => "drift-kela-edge-moved",
        DriftKind::CertificateEnds => "drift-kela-certificate-ends",
        DriftKind::SanLostDomain => "drift-kela-san-lost-domain",
        DriftKind::OwnershipLost => "drift-kela-ownership-lost",
        DriftKind::CheckFails => "drift-kela-check-fails",
    }
}

/// What was seen, each with the key of its name; times and codes in words.
#[must_use]
pub fn facts(language: Language, evidence: &Evidence) -> Vec<(&'static str, String)> {
    evidence
        .iter()
        .filter_map(|(name, value)| {
            let key = match name {
                "domain" => "drift-fact-domain",
                "before" => "drift-fact-before",
                "target" => "drift-fact-target",
                "edge" => "drift-fact-edge",
                "addresses_before" => "drift-fact-addresses-before",
                "addresses" => "drift-fact-addresses",
                "not_after" => "drift-fact-not-after",
                "codes" => "drift-fact-codes",
                "seen" => "drift-fact-seen",
                "zone_line" => "drift-fact-line",
                "resolver" => "drift-fact-resolver",
                "at" => "drift-fact-at",
                "alone" => "drift-fact-alone",
                _ => return None,
            };
            let value = match name {
                "not_after" | "at" | "alone" => moment(language, value),
                "codes" => codes(language, value),
                _ => value.to_owned(),
            };
            Some((key, value)).filter(|(_, value)| !value.is_empty())
        })
        .collect()
}

fn moment(language: Language, value: &str) -> String {
    DateTime::parse_from_rfc3339(value).map_or_else(|_| value.to_owned(), |at| format::moment(language, at.to_utc()))
}

/// Codes of findings by their titles; one that this version does not know stays a code.
fn codes(language: Language, value: &str) -> String {
    let named = |code: &str| match Code::ALL.iter().find(|known| known.as_str() == code) {
        Some(known) => language.t(&["finding-", &known.as_str().replace('_', "-"), "-title"].concat()),
        None => code.to_owned(),
    };
    value.split(", ").filter(|code| !code.is_empty()).map(named).collect::<Vec<_>>().join("; ")
}

/// The key of the text that names what changed.
#[must_use]
pub const fn item(item: Item) -> &'static str {
    match item {
        Item::Verdict => "change-verdict",
        Item::Deployment => "change-deployment",
        Item::Targets => "change-targets",
        Item::Addresses => "change-addresses",
        Item::Findings => "change-findings",
        Item::Certificate => "change-certificate",
    }
}

/// A change's values before and now, in words; nothing where there was or is none.
#[must_use]
pub fn values(language: Language, change: &Change) -> (String, String) {
    let word = |value: &str| match change.item {
        Item::Verdict => match value {
            "ok" => language.t("verdict-ok"),
            "warnings" => language.t("verdict-warnings"),
            "errors" => language.t("verdict-errors"),
            "unverified" => language.t("verdict-unverified"),
            other => other.to_owned(),
        },
        Item::Deployment => match value {
            "own_edge" => language.t("change-deployment-own-edge"),
            "hosted" => language.t("change-deployment-hosted"),
            "cloud" => language.t("change-deployment-cloud"),
            "half_migrated" => language.t("change-deployment-half-migrated"),
            "none" => language.t("change-deployment-none"),
            "unknown" => language.t("change-deployment-unknown"),
            other => other.to_owned(),
        },
        Item::Findings => codes(language, value),
        Item::Certificate => moment(language, value),
        Item::Targets | Item::Addresses => value.to_owned(),
    };
    (word(&change.before), word(&change.after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_item_is_named_in_every_language() {
        for language in Language::ALL {
            for kind in DriftKind::ALL {
                let keys = [title(*kind), why(*kind), todo(*kind), todo_of_kela(*kind)];
                assert!(keys.iter().all(|key| !language.t(key).is_empty()), "{kind:?}");
            }
            for of in Item::ALL {
                let change = Change { item: of, before: String::new(), after: "hosted".into() };
                assert!(!language.t(item(of)).is_empty() && !values(language, &change).1.is_empty());
            }
        }
    }

    #[test]
    fn what_was_seen_is_told_in_words_and_what_means_nothing_is_left_out() {
        let evidence = Evidence::default()
            .with("codes", "srv_wrong_port, something_new")
            .with("at", "2026-11-21T08:00:00Z")
            .with("asked", "SRV x")
            .with("target", "");
        assert_eq!(
            facts(Language::Fi, &evidence),
            [
                ("drift-fact-codes", "SRV-tietueessa on väärä portti; something_new".to_owned()),
                ("drift-fact-at", "21.11.2026 klo 10.00".to_owned())
            ]
        );
    }
}
