//! What the pages of Kela's desk share: who may open them, and how verdicts, states and waiting are told there.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use crate::agreement::Language;
use crate::agreement::draft::is_plain;
use crate::agreement::incident::IncidentState;
use crate::agreement::lifecycle::RequestState;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::VersionState;
use crate::federation::Verdict;
use crate::i18n::{Translate, Value};
use crate::store::outbox::MailState;
use crate::web::components::{FieldErrors, verdict, verdict_sign, verdict_word};
use crate::web::route::Rule;
use crate::web::{PageError, Role};
use crate::workflow::{Service, Staff, kela};

/// Pages of the administrator.
pub(super) const ADMINISTRATOR: Rule = Rule::Staff(&[Role::Administrator]);
/// What only a reviewer does.
pub(super) const REVIEWER: Rule = Rule::Staff(&[Role::Reviewer]);
/// The queue, which the administrator reads too.
pub(super) const QUEUE: Rule = Rule::Staff(&[Role::Reviewer, Role::Administrator]);
/// Everybody of Kela.
pub(super) const STAFF: Rule = Rule::Staff(&[Role::Administrator, Role::Reviewer, Role::Auditor]);

/// Rows of a page of a list.
pub(super) const ROWS: usize = 50;

/// Where someone's work begins after signing in: an administrator's with Kela's half, until there is one.
pub(super) async fn first_page(service: &Service, staff: &Staff) -> Result<&'static str, PageError> {
    if may_at_desk(staff.role, DeskAction::KeepKelaHalf) && kela::half(service, staff).await?.is_none() {
        return Ok("/kela");
    }
    Ok(if may_at_desk(staff.role, DeskAction::SeeQueue) { "/queue" } else { "/agreements" })
}

/// A verdict as a tag.
pub(super) fn verdict_tag(lang: Language, of: Option<Verdict>, count: Option<usize>) -> Markup {
    verdict(verdict_sign(of), &verdict_word(lang, of), count)
}

/// The name of a state by its code, whatever it is a state of.
pub(super) fn state_word(lang: Language, code: &str) -> String {
    let key = RequestState::from_code(code)
        .map(RequestState::key)
        .or_else(|| VersionState::from_code(code).map(VersionState::key))
        .or_else(|| MailState::from_code(code).map(MailState::key))
        .or_else(|| IncidentState::from_code(code).map(IncidentState::key));
    key.map_or_else(|| code.to_owned(), |key| lang.t(key))
}

/// How long something has waited: in days, or in hours where it is less than one.
pub(super) fn waited(lang: Language, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let waited = now - since;
    match (waited.num_days(), waited.num_hours()) {
        (..=0, ..=0) => lang.t("desk-waited-less"),
        (..=0, hours) => lang.ta("desk-waited-hours", &[("n", hours.into())]),
        (days, _) => lang.ta("desk-waited-days", &[("n", days.into())]),
    }
}

/// Texts that may stand on several lines, one element a line.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) } }
}

/// A short answer of one line: without blanks around it, or `None` with what is wrong added to `errors`.
pub(super) fn line(
    lang: Language,
    errors: &mut FieldErrors,
    id: &str,
    label: &str,
    given: &str,
    required: bool,
) -> Option<String> {
    const MOST: usize = 200;
    let text = given.trim();
    let count = text.chars().count();
    let values: &[(&str, Value<'_>)] =
        &[("label", label.into()), ("given", "".into()), ("limit", MOST.into()), ("count", count.into())];
    let wrong = if text.is_empty() && required {
        "error-required"
    } else if count > MOST {
        "error-too-long"
    } else if !text.chars().all(is_plain) || text.contains(['\n', '\r', '\t']) {
        "error-hidden-characters"
    } else {
        return Some(text.to_owned());
    };
    errors.push(id, lang.ta(wrong, values));
    None
}

/// One row more than a page shows, so that it is known whether the list goes on.
pub(super) const ASKED: i64 = 51;
const _: () = assert!(ASKED == ROWS as i64 + 1);

/// Where a list by cursor goes on from the page that the cursors in `before` led to: the addresses of the page before it, and of the page
/// after it, which begins after the row `last` if there is one.
pub(super) fn pages_beside(
    path: &str,
    pairs: &[(&str, &str)],
    before: &[String],
    last: Option<String>,
) -> (Option<String>, Option<String>) {
    let address = |before: &[String]| {
        let cursors = before.iter().map(|cursor| ("before", cursor.as_str()));
        with_query(path, &pairs.iter().copied().chain(cursors).collect::<Vec<_>>())
    };
    let next = last.map(|last| address(&before.iter().cloned().chain([last]).collect::<Vec<_>>()));
    (before.split_last().map(|(_, earlier)| address(earlier)), next)
}

/// The address of a page with a query; pairs without a value are left out.
pub(super) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_html_form::to_string(&pairs) {
        Ok(query) if !query.is_empty() => [path, "?", &query].concat(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_hours_and_then_in_days() {
        let since: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        let after = |minutes| waited(Language::Fi, since, since + chrono::TimeDelta::minutes(minutes));
        assert_eq!((after(59), after(60), after(180)), ("alle tunti".into(), "1 tunti".into(), "3 tuntia".into()));
        assert_eq!(
            (after(24 * 60 - 1), after(24 * 60), after(49 * 60)),
            ("23 tuntia".into(), "1 päivä".into(), "2 päivää".into())
        );
    }

    #[test]
    fn a_state_is_named_whatever_it_is_a_state_of() {
        let words = ["submitted", "signed", "sent", "healed", "nothing"].map(|code| state_word(Language::Fi, code));
        assert_eq!(words[3..], ["Poistunut", "nothing"]);
        assert!(words[..3].iter().all(|word| !["submitted", "signed", "sent"].contains(&word.as_str())), "{words:?}");
    }

    #[test]
    fn an_address_holds_only_what_is_asked() {
        assert_eq!(with_query("/fi/queue", &[("q", ""), ("state", "")]), "/fi/queue");
        assert_eq!(with_query("/fi/queue", &[("q", "a&b ä"), ("after", "1")]), "/fi/queue?q=a%26b+%C3%A4&after=1");
    }

    #[test]
    fn a_list_goes_on_from_page_to_page_and_back() {
        let pairs = [("state", "sent")];
        let page = |before: &[&str], last: Option<&str>| {
            let before: Vec<String> = before.iter().map(|cursor| (*cursor).to_owned()).collect();
            pages_beside("/fi/mail", &pairs, &before, last.map(str::to_owned))
        };
        assert_eq!(page(&[], None), (None, None));
        assert_eq!(page(&[], Some("7")), (None, Some("/fi/mail?state=sent&before=7".into())));
        let (back, on) = page(&["7", "4"], Some("1"));
        assert_eq!(back.unwrap(), "/fi/mail?state=sent&before=7");
        assert_eq!(on.unwrap(), "/fi/mail?state=sent&before=7&before=4&before=1");
    }

    #[test]
    fn a_line_is_refused_with_its_reason() {
        let wrong = |given: &str| {
            let mut errors = FieldErrors::none();
            (line(Language::Fi, &mut errors, "name", "Nimi", given, true), errors.is_empty())
        };
        assert_eq!(wrong(" Kaisa "), (Some("Kaisa".into()), true));
        for bad in ["", "  ", "a\u{202e}b", "a\nb", &"a".repeat(201)] {
            assert_eq!(wrong(bad), (None, false), "{bad}");
        }
    }
}
