//! What a mail server answers, without the addresses that it repeats: for logs and the list of outgoing mail.

/// The most characters that are kept of an answer.
const MOST: usize = 300;

/// `text` on one line, with the local part of every address masked (`s…@kunta.example`), and that of `recipient` also where it
/// stands alone, as in "user saara.sopija unknown".
pub(super) fn masked(text: &str, recipient: &str) -> String {
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let local = recipient.rsplit_once('@').map_or("", |(local, _)| local);
    let mut out = String::new();
    for piece in text.split_inclusive(|character: char| !is_of_address(character)) {
        let (word, end) = match piece.char_indices().next_back() {
            Some((place, last)) if !is_of_address(last) => piece.split_at(place),
            _ => (piece, ""),
        };
        if let Some((user, host)) = word.rsplit_once('@') {
            out.extend(user.chars().take(1).chain("…@".chars()).chain(host.chars()));
        } else if !local.is_empty() && word.trim_matches('.').eq_ignore_ascii_case(local) {
            out.push('…');
        } else {
            out.push_str(word);
        }
        out.push_str(end);
    }
    out.chars().take(MOST).collect()
}

/// The characters of an address without quotes (RFC 5322 section 3.2.3, `atext`, and dots).
const fn is_of_address(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '@' | '.'
                | '!'
                | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
        )
        || !character.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_answer_keeps_its_sense_and_no_address() {
        let to = "saara.sopija@kunta.example";
        for (given, kept) in [
            ("550 5.1.1 <saara.sopija@kunta.example>: unknown", "550 5.1.1 <s…@kunta.example>: unknown"),
            ("no mailbox for Saara.Sopija. Ask postmaster@kunta.example", "no mailbox for … Ask p…@kunta.example"),
            ("user=saara.sopija@kunta.example", "u…@kunta.example"),
            ("try\r\nagain", "try  again"),
            ("no such mailbox", "no such mailbox"),
        ] {
            assert_eq!(masked(given, to), kept);
        }
        assert_eq!(masked(&"x".repeat(1000), to).len(), 300);
    }
}
