//! Fields of forms with their labels, hints and errors, and the summary of errors.

use maud::{Markup, html};

use super::icon::{Sign, icon};
use crate::agreement::Language;
use crate::i18n::Translate;

/// What is wrong with a form: the field's id and the message, in the order of the page. The summary and the fields show the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// Nothing is wrong.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a message, already in the reader's language.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    /// The first message of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(id, _)| id == field).map(|(_, message)| message.as_str())
    }

    /// These, and then those.
    #[must_use]
    pub fn followed_by(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for FieldErrors {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(errors: T) -> Self {
        Self(errors.into_iter().collect())
    }
}

/// The summary at the top of a refused form: how many things, and a link to each field. It takes the focus when the page opens.
#[must_use]
pub fn error_summary(lang: Language, errors: &FieldErrors) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.errors role="alert" aria-labelledby="error-summary" tabindex="-1" data-focus {
                h2 id="error-summary" { (icon(Sign::Error)) (lang.ta("common-error-summary", &[("count", errors.0.len().into())])) }
                ul { @for (field, message) in &errors.0 { li { a href=(["#", field].concat()) { (message) } } } }
            }
        }
    }
}

/// A field of one line, or of several with [`text_area`].
#[derive(Debug, Clone, Copy)]
pub struct TextField<'a> {
    /// Id and name.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What helps before typing.
    pub hint: Option<&'a str>,
    /// What is typed already. It stays, right or wrong.
    pub value: &'a str,
    /// Whether it may be left empty: the label says so.
    pub optional: bool,
    /// The input's type: `text`, `email`, `tel`, `password`, `search`.
    pub kind: &'static str,
    /// What browsers may fill in (HTML, "autofill"): `name`, `email`, `tel`, `off` …
    pub autocomplete: Option<&'static str>,
    /// The keyboard that a telephone offers, where the type does not say it: `numeric`.
    pub inputmode: Option<&'static str>,
    /// Short: a number or a date.
    pub narrow: bool,
    /// A name of DNS, an address or a code: no spelling, no capitals, no translation.
    pub code: bool,
    /// The label is the page's heading, where there is one field only.
    pub heading: bool,
}

impl Default for TextField<'_> {
    fn default() -> Self {
        Self {
            id: "",
            label: "",
            hint: None,
            value: "",
            optional: false,
            kind: "text",
            autocomplete: None,
            inputmode: None,
            narrow: false,
            code: false,
            heading: false,
        }
    }
}

/// What ties an input to its hint and its error.
struct Ties<'a> {
    hint: Option<(String, &'a str)>,
    error: Option<(String, &'a str)>,
}

impl<'a> Ties<'a> {
    fn new(id: &str, hint: Option<&'a str>, errors: &'a FieldErrors) -> Self {
        Self {
            hint: hint.map(|hint| ([id, "-hint"].concat(), hint)),
            error: errors.of(id).map(|error| ([id, "-error"].concat(), error)),
        }
    }

    fn ids(&self) -> Option<String> {
        let ids: Vec<&str> = self.hint.iter().chain(&self.error).map(|(id, _)| id.as_str()).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() { "field bad" } else { "field" }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn show(&self, lang: Language) -> Markup {
        html! {
            @if let Some((id, hint)) = &self.hint { p.hint id=(id) { (hint) } }
            @if let Some((id, error)) = &self.error {
                p.msg id=(id) { (icon(Sign::Error)) span { span.vh { (lang.t("common-error-word")) " " } (error) } }
            }
        }
    }
}

fn optional_mark(lang: Language, optional: bool) -> Markup {
    html! { @if optional { " " span.opt { (lang.t("common-optional")) } } }
}

fn label(lang: Language, field: &TextField<'_>) -> Markup {
    let label = html! { label for=(field.id) { (field.label) (optional_mark(lang, field.optional)) } };
    html! { @if field.heading { h1 { (label) } } @else { (label) } }
}

/// A field of one line.
#[must_use]
pub fn text_field(lang: Language, field: &TextField<'_>, errors: &FieldErrors) -> Markup {
    let ties = Ties::new(field.id, field.hint, errors);
    html! {
        div class=(ties.class()) {
            (label(lang, field))
            (ties.show(lang))
            (input(field, &ties, None))
        }
    }
}

fn input(field: &TextField<'_>, ties: &Ties<'_>, combo: Option<&str>) -> Markup {
    html! {
        input class=[field.narrow.then_some("w10")] type=(field.kind) id=(field.id) name=(field.id) value=(field.value)
            aria-describedby=[ties.ids()] aria-invalid=[ties.invalid()] autocomplete=[field.autocomplete] inputmode=[field.inputmode]
            autocapitalize=[field.code.then_some("none")] spellcheck=[field.code.then_some("false")]
            translate=[field.code.then_some("no")] data-combo=[combo];
    }
}

/// A field of several lines.
#[must_use]
pub fn text_area(lang: Language, field: &TextField<'_>, errors: &FieldErrors) -> Markup {
    let ties = Ties::new(field.id, field.hint, errors);
    html! {
        div class=(ties.class()) {
            (label(lang, field))
            (ties.show(lang))
            // The line break is dropped by browsers, and keeps one that the text begins with.
            textarea id=(field.id) name=(field.id) aria-describedby=[ties.ids()] aria-invalid=[ties.invalid()]
                spellcheck=[field.code.then_some("false")] autocapitalize=[field.code.then_some("none")] { "\n" (field.value) }
        }
    }
}

/// A field of one line that the script makes a type-ahead; without script it is a text field. `source` is the address that answers
/// `?q=` with JSON; a chosen row fills the form's `municipality_code` and, where empty or proposed before, `business_id`.
#[must_use]
pub fn combobox(lang: Language, field: &TextField<'_>, errors: &FieldErrors, source: &str) -> Markup {
    let ties = Ties::new(field.id, field.hint, errors);
    html! {
        div class=(ties.class()) {
            (label(lang, field))
            (ties.show(lang))
            div.combo data-suggestions=(lang.t("common-suggestions")) data-none=(lang.t("common-suggestions-none")) {
                (input(field, &ties, Some(source)))
                p.small.soft role="status" {}
            }
        }
    }
}

/// A field for a file, in a form of `multipart/form-data`.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileField<'a> {
    /// Id and name.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What helps before choosing.
    pub hint: Option<&'a str>,
    /// What the browser offers to choose (HTML, "accept"): endings and media types.
    pub accept: &'a str,
}

/// A field for a file.
#[must_use]
pub fn file_field(lang: Language, field: &FileField<'_>, errors: &FieldErrors) -> Markup {
    let ties = Ties::new(field.id, field.hint, errors);
    html! {
        div class=(ties.class()) {
            label for=(field.id) { (field.label) }
            (ties.show(lang))
            input type="file" id=(field.id) name=(field.id) accept=(field.accept) aria-describedby=[ties.ids()]
                aria-invalid=[ties.invalid()];
        }
    }
}

/// One thing to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice<'a> {
    /// The value that is posted.
    pub value: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What explains it.
    pub hint: Option<&'a str>,
    /// What is asked only with this choice; without script it is always shown.
    pub inner: Option<Markup>,
}

impl<'a> Choice<'a> {
    /// A choice with a value and a label.
    #[must_use]
    pub const fn new(value: &'a str, label: &'a str) -> Self {
        Self { value, label, hint: None, inner: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// A group of things to choose from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Name; also the id of the first choice, so that the summary's link leads there.
    pub id: &'a str,
    /// What is asked.
    pub legend: &'a str,
    /// What helps before choosing.
    pub hint: Option<&'a str>,
    /// What is there to choose.
    pub choices: &'a [Choice<'a>],
    /// What is chosen already.
    pub chosen: &'a [&'a str],
    /// The question is the page's heading.
    pub heading: bool,
    /// Whether it may be left unanswered.
    pub optional: bool,
}

/// One of several. Nothing is chosen beforehand where it is a decision.
#[must_use]
pub fn radios(lang: Language, options: &Options<'_>, errors: &FieldErrors) -> Markup {
    group(lang, options, errors, "radio")
}

/// Any of several.
#[must_use]
pub fn checkboxes(lang: Language, options: &Options<'_>, errors: &FieldErrors) -> Markup {
    group(lang, options, errors, "checkbox")
}

fn group(lang: Language, options: &Options<'_>, errors: &FieldErrors, kind: &str) -> Markup {
    let ties = Ties::new(options.id, options.hint, errors);
    html! {
        fieldset class=(ties.class()) aria-describedby=[ties.ids()] {
            legend {
                @if options.heading { h1 { (options.legend) } } @else { (options.legend) }
                (optional_mark(lang, options.optional))
            }
            (ties.show(lang))
            @for (index, choice) in options.choices.iter().enumerate() {
                (pick(options, kind, index, choice))
                @if let Some(inner) = &choice.inner { div.inner data-with=(options.id) data-value=(choice.value) { (inner) } }
            }
        }
    }
}

fn pick(options: &Options<'_>, kind: &str, index: usize, choice: &Choice<'_>) -> Markup {
    let id = if index == 0 { options.id.to_owned() } else { [options.id, "-", choice.value].concat() };
    let hint = choice.hint.map(|hint| ([id.as_str(), "-about"].concat(), hint));
    html! {
        div.pick {
            input type=(kind) id=(id) name=(options.id) value=(choice.value) checked[options.chosen.contains(&choice.value)]
                aria-describedby=[hint.as_ref().map(|(id, _)| id)];
            label for=(id) { (choice.label) }
            @if let Some((id, hint)) = &hint { p.hint id=(id) { (hint) } }
        }
    }
}

/// A single tick box, posted as `yes`.
#[must_use]
pub fn tick(lang: Language, id: &str, label: &str, ticked: bool, errors: &FieldErrors) -> Markup {
    let ties = Ties::new(id, None, errors);
    html! {
        div class=(ties.class()) {
            (ties.show(lang))
            div.pick {
                input type="checkbox" id=(id) name=(id) value="yes" checked[ticked] aria-describedby=[ties.ids()]
                    aria-invalid=[ties.invalid()];
                label for=(id) { (label) }
            }
        }
    }
}

/// A list to choose one of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Select<'a> {
    /// Id and name.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What helps before choosing.
    pub hint: Option<&'a str>,
    /// Values and words.
    pub choices: &'a [(&'a str, &'a str)],
    /// The value chosen already.
    pub chosen: &'a str,
}

/// A list to choose one of.
#[must_use]
pub fn select(lang: Language, list: &Select<'_>, errors: &FieldErrors) -> Markup {
    let ties = Ties::new(list.id, list.hint, errors);
    html! {
        div class=(ties.class()) {
            label for=(list.id) { (list.label) }
            (ties.show(lang))
            select id=(list.id) name=(list.id) aria-describedby=[ties.ids()] aria-invalid=[ties.invalid()] {
                @for (value, word) in list.choices { option value=(value) selected[*value == list.chosen] { (word) } }
            }
        }
    }
}
