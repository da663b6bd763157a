//! The municipalities of Finland, to choose the filing organisation from. Sources: `assets/SOURCES.md`.

use std::sync::OnceLock;

use serde::Deserialize;

/// Which of the national languages a municipality uses (Language Act 423/2003, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum LanguageStatus {
    /// Finnish only.
    #[serde(rename = "0")]
    Finnish,
    /// Both, with a Finnish-speaking majority.
    #[serde(rename = "1")]
    BilingualFinnishMajority,
    /// Swedish only.
    #[serde(rename = "2")]
    Swedish,
    /// Both, with a Swedish-speaking majority.
    #[serde(rename = "3")]
    BilingualSwedishMajority,
}

/// A municipality as of 1 January 2026.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Municipality {
    /// Statistics Finland's number of three digits, for example `005`.
    pub code: String,
    /// Its name in Finnish.
    pub name_fi: String,
    /// Its name in Swedish; the same word where it has no name of its own.
    pub name_sv: String,
    /// Its region in Finnish.
    #[serde(rename = "region")]
    pub region_fi: String,
    /// Its region in Swedish.
    pub region_sv: String,
    /// Its languages.
    #[serde(rename = "language_status_code")]
    pub language_status: LanguageStatus,
    /// The customer service unit of Kela whose area it is in, by its Finnish name.
    pub kela_service_area: String,
    /// Its official name in Finnish, as a proposal that the filer confirms; unknown for Lohja and Åland.
    pub organisation_name: Option<String>,
    /// Its Y-tunnus, as a proposal that the filer confirms; unknown for Lohja and Åland.
    pub business_id: Option<String>,
}

/// Every municipality, in the order of their numbers (nearly that of the alphabet).
///
/// The list is compiled in. A list that cannot be read is a defect, which the tests find: the program would stop.
#[must_use]
#[expect(clippy::expect_used, reason = "the list is part of the program, and a test reads it")]
pub fn all() -> &'static [Municipality] {
    static ALL: OnceLock<Vec<Municipality>> = OnceLock::new();
    ALL.get_or_init(|| {
        csv::Reader::from_reader(include_bytes!("../../assets/municipalities.csv").as_slice())
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("assets/municipalities.csv is well formed")
    })
}

/// At most `limit` municipalities for what has been typed so far, in either language: names that begin with it first, then names
/// with a word that begins with it, then names that hold it. Case, diacritics and surrounding space do not matter, so that `aanekoski`
/// finds Äänekoski; where the typed letters match exactly, that name comes before one that matches without its dots.
/// Nothing typed finds nothing.
#[must_use]
pub fn search(query: &str, limit: usize) -> Vec<&'static Municipality> {
    let (exact, folded) = (lower(query), fold(query));
    if folded.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, &Municipality)> = all()
        .iter()
        .filter_map(|municipality| {
            let names = [&municipality.name_fi, &municipality.name_sv];
            names.into_iter().filter_map(|name| rank(name, &exact, &folded)).min().map(|rank| (rank, municipality))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(limit).map(|(_, municipality)| municipality).collect()
}

/// The municipality whose Finnish or Swedish name is `name`, whatever its case and surrounding space; diacritics matter.
#[must_use]
pub fn find_exact(name: &str) -> Option<&'static Municipality> {
    let wanted = lower(name);
    all().iter().find(|municipality| lower(&municipality.name_fi) == wanted || lower(&municipality.name_sv) == wanted)
}

/// The municipality with this number.
#[must_use]
pub fn find_code(code: &str) -> Option<&'static Municipality> {
    all().iter().find(|municipality| municipality.code == code)
}

/// How well `name` answers: lower is better, `None` not at all.
fn rank(name: &str, exact: &str, folded: &str) -> Option<u8> {
    let whole = lower(name);
    let plain = fold(name);
    let begins_a_word = |name: &str, typed: &str| name.split([' ', '-']).any(|word| word.starts_with(typed));
    if whole.starts_with(exact) {
        Some(0)
    } else if plain.starts_with(folded) {
        Some(1)
    } else if begins_a_word(&plain, folded) {
        Some(2)
    } else if plain.contains(folded) {
        Some(3)
    } else {
        None
    }
}

/// Lower case, one space between words, none around.
fn lower(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`lower`], and without the diacritics that occur in the names of Finland's municipalities, composed or combining.
fn fold(text: &str) -> String {
    lower(text)
        .chars()
        .filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'))
        .map(|letter| match letter {
            'å' | 'ä' | 'á' | 'à' | 'â' => 'a',
            'ö' | 'ó' | 'ò' | 'ô' | 'ø' => 'o',
            'é' | 'è' | 'ê' => 'e',
            'ü' => 'u',
            'š' => 's',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;
    use crate::agreement::BusinessId;
    use std::collections::BTreeSet;

    fn names(query: &str) -> Vec<&'static str> {
        search(query, 10).into_iter().map(|municipality| municipality.name_fi.as_str()).collect()
    }

    #[test]
    fn there_are_308_with_numbers_and_names_of_their_own() {
        assert_eq!(all().len(), 308);
        assert_eq!(all().iter().map(|m| &m.code).collect::<BTreeSet<_>>().len(), 308);
        assert_eq!(all().iter().map(|m| &m.name_fi).collect::<BTreeSet<_>>().len(), 308);
        assert!(all().iter().all(|m| m.code.len() == 3 && !m.name_fi.is_empty() && !m.name_sv.is_empty()));
    }

    #[test]
    fn a_proposal_is_whole_or_absent_and_its_check_digit_holds() {
        let ids: BTreeSet<_> = all().iter().filter_map(|m| m.business_id.as_deref()).collect();
        assert_eq!(ids.len(), 291);
        assert!(ids.iter().all(|id| BusinessId::parse(id).is_ok_and(|parsed| parsed.as_str() == *id)));
        assert!(all().iter().all(|m| m.business_id.is_some() == m.organisation_name.is_some()));
        assert_eq!(find_exact("Lohja").unwrap().business_id, None);
    }

    #[test]
    fn names_that_begin_with_the_typed_letters_come_first() {
        assert_eq!(names("espo"), ["Espoo"]);
        assert_eq!(names("lahti")[0], "Lahti");
        let found = names("salo");
        assert_eq!(found[0], "Salo");
        assert_eq!(search("a", 3).len(), 3);
    }

    #[test]
    fn both_languages_and_bare_letters_find_it() {
        assert_eq!(names("esbo"), ["Espoo"]);
        assert_eq!(names("ÅBO")[0], "Turku");
        assert_eq!(names("  aanekoski "), ["Äänekoski"]);
        assert_eq!(names("a\u{308}a\u{308}nekoski"), ["Äänekoski"]);
        assert_eq!(names("mariehamn"), ["Maarianhamina"]);
        assert_eq!(names("tl"), ["Koski Tl"]);
    }

    #[test]
    fn nothing_is_found_for_nothing_or_nonsense() {
        assert!(names("").is_empty());
        assert!(names("  \t").is_empty());
        assert!(names("'; --").is_empty());
        assert!(names("\u{301}").is_empty());
        assert!(search("helsinki", 0).is_empty());
    }

    #[test]
    fn an_exact_name_needs_its_diacritics() {
        assert_eq!(find_exact(" helsingfors ").unwrap().code, "091");
        assert_eq!(find_exact("HELSINKI").unwrap().language_status, LanguageStatus::BilingualFinnishMajority);
        assert_eq!(find_exact("Aanekoski"), None);
        assert_eq!(find_exact("Hels"), None);
        assert_eq!(find_code("091").unwrap().name_sv, "Helsingfors");
        assert_eq!(find_code("91"), None);
    }
}
