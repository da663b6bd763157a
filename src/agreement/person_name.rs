//! Names of persons compared, as agreements and certificates write them.

/// Whether two names can be of the same person: the parts of the shorter one, two at least, are all among those of the other, in any order and
/// case, with or without diacritics. Certificates put the surname first, have every given name, and may end in a number that tells persons of one
/// name apart (`VÄLIMÄKI MATTI JUHANI 12345678X`).
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    // Of a single part nothing can be told but that it is the same.
    let enough = shorter.len() >= 2 || (shorter.len() == 1 && longer.len() == 1);
    enough && are_among(&shorter, longer)
}

/// Whether every part of the surname `surname` is in the name `name`.
#[must_use]
pub fn has_surname(name: &str, surname: &str) -> bool {
    are_among(&parts(surname), parts(name))
}

fn are_among(some: &[String], mut all: Vec<String>) -> bool {
    some.iter().all(|part| {
        let found = all.iter().position(|other| is_same_part(part, other));
        found.map(|at| all.swap_remove(at)).is_some()
    })
}

/// The parts of a name in lower case, hyphens and commas parting them too, without those that hold digits.
fn parts(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let parts = lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | ',' | '.'));
    parts.filter(|part| !part.is_empty() && !part.chars().any(|c| c.is_ascii_digit())).map(str::to_owned).collect()
}

/// `ä` is written as `a` where a program has no more letters, or as `ae` by the rule for passports (ICAO Doc 9303-3, section 6).
fn is_same_part(one: &str, other: &str) -> bool {
    let (one_bare, other_bare) = (written(one, bare), written(other, bare));
    one_bare == other_bare || written(one, spelled) == other_bare || one_bare == written(other, spelled)
}

fn written(part: &str, as_ascii: fn(char) -> Option<&'static str>) -> String {
    let mut text = String::new();
    for c in part.chars().filter(|c| !matches!(*c, '\u{300}'..='\u{36f}' | '\'' | '\u{2019}')) {
        match as_ascii(c) {
            Some(ascii) => text.push_str(ascii),
            None => text.push(c),
        }
    }
    text
}

/// The letter without its marks.
const fn bare(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ė' | 'ě' => "e",
        'ģ' | 'ğ' => "g",
        'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ľ' | 'ļ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'ŧ' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// The letter as passports spell it, where that is more than the bare one.
const fn spelled(c: char) -> Option<&'static str> {
    match c {
        'ä' => Some("ae"),
        'å' => Some("aa"),
        'ö' | 'ø' => Some("oe"),
        'ü' => Some("ue"),
        other => bare(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_a_certificate_writes_it() {
        for (agreement, certificate) in [
            ("Johto Johtonen", "JOHTONEN JOHTO 12345678X"),
            ("Johto Johtonen", "JOHTONEN JOHTO JUHANI 12345678X"),
            ("Väinö Välimäki", "VALIMAKI VAINO"),
            ("Väinö Välimäki", "VAELIMAEKI VAEINOE"),
            ("Åke Öst", "Öst Åke"),
            ("Åke Öst", "OEST AAKE"),
            ("Anna-Maija Meikäläinen", "Meika\u{308}la\u{308}inen Anna Maija"),
            ("José Núñez", "nunez, jose"),
        ] {
            assert!(is_same_name(agreement, certificate) && is_same_name(certificate, agreement), "{agreement} {certificate}");
        }
    }

    #[test]
    fn another_name_is_another() {
        for (agreement, certificate) in [
            ("Johto Johtonen", "TOINEN JOHTO 12345678X"),
            ("Johto Johtonen", "JOHTONEN MATTI"),
            ("Johto Johtonen", "Johtonen"),
            ("Johto Johto", "Johto Johtonen"),
            ("Saara Sopija", "SOPIJA SARA"),
            ("Johto Johtonen", "12345678X"),
            ("Johto Johtonen", ""),
            ("", ""),
        ] {
            assert!(!is_same_name(agreement, certificate) && !is_same_name(certificate, agreement), "{agreement} {certificate}");
        }
        // Given names alone are of nobody in particular.
        assert!(has_surname("Matti Juhani Virtanen", "VIRTANEN") && !has_surname("Matti Juhani", "Virtanen"));
    }
}
