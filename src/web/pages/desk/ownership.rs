//! Which domains the party has proven to control, in as few words as there are states.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::federation::{Ownership, SipDomain};
use crate::i18n::{Translate, format};
use crate::web::components::{Sign, verdict};

/// How the proofs stand: a paragraph for each state that occurs, with its domains.
pub(super) fn told(lang: Language, standing: &[(SipDomain, Ownership)]) -> Markup {
    let of = |wanted: fn(&Ownership) -> bool| standing.iter().filter(move |(_, state)| wanted(state)).collect::<Vec<_>>();
    let groups = [
        (of(|state| matches!(state, Ownership::Lost { .. })), Sign::Warning, lang.t("desk-ownership-lost")),
        (of(|state| matches!(state, Ownership::NeverProven)), Sign::Unverified, lang.t("desk-ownership-never")),
        (of(|state| state.is_proven()), Sign::Ok, lang.t("desk-ownership-proven")),
    ];
    html! {
        @for (domains, sign, word) in groups.iter().filter(|(domains, ..)| !domains.is_empty()) {
            p {
                (verdict(*sign, word, Some(domains.len()))) " "
                @for (index, (domain, state)) in domains.iter().enumerate() {
                    @if index > 0 { ", " }
                    code translate="no" { (domain.to_unicode()) }
                    @if let Ownership::Proven { since } | Ownership::Lost { since } = state {
                        " " span.soft { "(" (format::date(lang, format::day(*since))) ")" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_domain_stands_under_its_state_with_its_day() {
        let since = "2026-11-21T08:02:00Z".parse().unwrap();
        let of = |name: &str, state| (SipDomain::parse(name).unwrap(), state);
        let page = told(
            Language::En,
            &[
                of("never.example", Ownership::NeverProven),
                of("proven.example", Ownership::Proven { since }),
                of("lost.example", Ownership::Lost { since }),
            ],
        )
        .into_string();
        let places: Vec<usize> = ["lost.example", "never.example", "proven.example"].map(|name| page.find(name).unwrap()).into();
        assert!(places.is_sorted(), "what asks for attention comes first: {page}");
        assert_eq!((page.matches("<p>").count(), page.matches("21 November 2026").count()), (3, 2), "{page}");
        assert_eq!(told(Language::En, &[]).into_string(), "");
    }
}
