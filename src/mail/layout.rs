//! The parts of a letter, and the two shapes that the same parts are given: plain text and HTML.

use maud::{DOCTYPE, Markup, html};

use crate::agreement::Language;

/// Where lines of plain text are broken (RFC 5322 section 2.1.1 recommends at most 78 characters).
const WIDTH: usize = 72;
/// The most characters that a fact given by people takes: an answer of the form is shorter.
const MOST: usize = 300;

/// One part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Sentences of ours.
    Paragraph(String),
    /// Labels and values, one a line. Values can be words of people.
    Facts(Vec<(String, String)>),
    /// A heading with sentences of ours under it.
    Section(String, String),
    /// What a person wrote, in the person's own lines.
    Quote(String, String),
    /// A label and an address of ours.
    Link(String, String),
    /// What stands at the end of every letter begins.
    Rule,
}

/// Takes out of words of people what has no place in one line: control characters, line breaks, and the marks that turn the
/// direction of writing, by which a text can be made to look like another.
pub(super) fn line(text: &str) -> String {
    let text: String = text.chars().filter(|character| !is_hidden(*character)).collect();
    let text = text.split(|character: char| character.is_whitespace() || character.is_control());
    let text = text.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    shortened(&text, MOST)
}

/// The same for words that may have lines of their own.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean = |line: &str| -> String {
        let visible = line.chars().filter(|character| !is_hidden(*character));
        visible.map(|character| if character.is_control() { ' ' } else { character }).collect()
    };
    text.trim().split('\n').map(|line| clean(line).trim_end().to_owned()).collect()
}

const fn is_hidden(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

/// At most `most` characters of `text`; what is cut off is shown by `…`.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    [kept.trim_end(), "…"].concat()
}

/// The letter as plain text.
pub(super) fn text(headline: &str, parts: &[Part]) -> String {
    let mut blocks = vec![wrapped(headline, "")];
    for part in parts {
        blocks.push(match part {
            Part::Paragraph(text) => wrapped(text, ""),
            Part::Facts(facts) => {
                let fact = |(label, value): &(String, String)| wrapped(&[label, ": ", &line(value)].concat(), "  ");
                facts.iter().map(fact).collect::<Vec<_>>().join("\n")
            }
            Part::Section(heading, text) => [wrapped(heading, ""), wrapped(text, "")].join("\n"),
            Part::Quote(label, text) => {
                // Every line is marked, so that nobody's words can pass for the service's.
                let quoted = lines(text).into_iter().flat_map(|line| broken(&line, WIDTH - 2)).map(|line| ["> ", &line].concat());
                [[label, ":"].concat()]
                    .into_iter()
                    .chain(quoted.map(|line| line.trim_end().to_owned()))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Part::Link(label, address) => [wrapped(&[label, ":"].concat(), ""), address.clone()].join("\n"),
            Part::Rule => "--".to_owned(),
        });
    }
    [blocks.join("\n\n"), "\n".to_owned()].concat()
}

/// `text` in lines of at most [`WIDTH`]; those after the first begin with `indent`.
fn wrapped(text: &str, indent: &str) -> String {
    let lines = broken(text, WIDTH - indent.len());
    lines.join(&["\n", indent].concat())
}

/// Breaks at spaces; a word that is longer than `width` keeps a line of its own.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

const BODY: &str = "margin:0;padding:24px 16px;background:#ffffff;color:#1b1b1b;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5";
const H1: &str = "margin:0 0 16px;font-size:22px;line-height:1.3";
const H2: &str = "margin:16px 0 0;font-size:16px";
const P: &str = "margin:0 0 16px";
const TH: &str = "padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:bold";
const TD: &str = "padding:2px 0;vertical-align:top;overflow-wrap:anywhere";
const QUOTE: &str = "margin:0 0 16px;padding:0 0 0 12px;border-left:4px solid #6b6b6b;overflow-wrap:anywhere";

/// The letter as HTML: no picture, nothing from elsewhere, and everything escaped.
pub(super) fn html(language: Language, headline: &str, parts: &[Part]) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (headline) }
            }
            body style=(BODY) {
                div style="max-width:640px" {
                    h1 style=(H1) { (headline) }
                    @for part in parts { (element(part)) }
                }
            }
        }
    };
    page.into_string()
}

fn element(part: &Part) -> Markup {
    html! {
        @match part {
            Part::Paragraph(text) => p style=(P) { (text) },
            Part::Facts(facts) => table style="margin:0 0 16px;border-collapse:collapse" {
                @for (label, value) in facts {
                    tr {
                        th scope="row" style=(TH) { (label) ":" }
                        td style=(TD) translate="no" { (line(value)) }
                    }
                }
            },
            Part::Section(heading, text) => {
                h2 style=(H2) { (heading) }
                p style=(P) { (text) }
            },
            Part::Quote(label, text) => {
                p style="margin:0" { (label) ":" }
                blockquote style=(QUOTE) {
                    @for (number, line) in lines(text).iter().enumerate() {
                        @if number > 0 { br; }
                        (line)
                    }
                }
            },
            Part::Link(label, address) => p style=(P) {
                (label) ":" br;
                a href=(address) style="color:#00437a;overflow-wrap:anywhere" { (address) }
            },
            Part::Rule => hr style="margin:24px 0 16px;border:0;border-top:1px solid #6b6b6b";,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_people_lose_what_breaks_a_line_or_turns_it() {
        assert_eq!(line(" a\r\nBcc: x\tb\u{202e}c\u{0} d "), "a Bcc: x bc d");
        assert_eq!(lines("a\r\nb\rc\u{7}\u{2066}\n\n"), ["a", "b", "c"]);
        assert_eq!(shortened("Esimerkkilän kunta", 11), "Esimerkkil…");
        assert_eq!(shortened("Ab", 2), "Ab");
    }

    #[test]
    fn lines_break_at_spaces_and_addresses_never() {
        let text = "sana ".repeat(40);
        assert!(broken(&text, 72).iter().all(|line| line.chars().count() <= 72 && !line.ends_with(' ')));
        let address = ["https://federointi.example/", &"x".repeat(100)].concat();
        assert_eq!(broken(&address, 72), [address]);
    }

    #[test]
    fn a_quote_is_marked_in_every_line() {
        let quote = Part::Quote("Kelan viesti".to_owned(), "Yksi.\n\n-- \nKela".to_owned());
        assert_eq!(text("Otsikko", &[quote]), "Otsikko\n\nKelan viesti:\n> Yksi.\n>\n> --\n> Kela\n");
    }
}
