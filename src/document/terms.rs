//! The terms, as they were frozen into the agreement.

use super::flow::Flow;
use crate::agreement::content::Terms;
use crate::i18n::{Translate, format};

/// Composes section 4. Paragraphs are parted by an empty line; one that begins with `## ` is a heading.
pub(super) fn compose(flow: &mut Flow, terms: &Terms, sample: bool) {
    let language = flow.language;
    flow.heading(&language.t("document-section-terms"));
    if terms.sample || sample {
        flow.boxed(&language.t("document-sample-word"), &language.t("document-terms-sample"));
        flow.keep();
    }
    let published = format::date(language, format::day(terms.published_at));
    flow.paragraph(
        &language.ta("document-terms-version", &[("version", terms.version.to_string().into()), ("date", published.into())]),
    );
    flow.keep();
    let before = flow.structure.mark();
    for paragraph in paragraphs(&terms.text) {
        match paragraph.strip_prefix("## ") {
            Some(heading) => flow.subheading(heading.trim()),
            None => flow.paragraph(&paragraph),
        }
    }
    flow.structure.set_language_since(before, terms.language.tag());
}

/// The paragraphs of a text, each in one line. A heading ends with its line.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let heading = line.starts_with("## ");
        match paragraphs.last_mut() {
            Some(last) if open && !heading && !line.is_empty() => {
                last.push(' ');
                last.push_str(line);
            }
            _ if !line.is_empty() => paragraphs.push(line.to_owned()),
            _ => {}
        }
        open = !line.is_empty() && !heading;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_parted_by_empty_lines_and_headings_stand_alone() {
        let text = "## 1 Purpose\nThe first\nparagraph.\n\n\nThe second.\r\n\r\n## 2 Costs\n\nNone.";
        assert_eq!(paragraphs(text), ["## 1 Purpose", "The first paragraph.", "The second.", "## 2 Costs", "None."]);
        assert!(paragraphs(" \n\n").is_empty());
    }
}
