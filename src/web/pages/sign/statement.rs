//! Signing in the service: who signs, in which position and on what authority; the texts accepted; the code that confirms it.

use actix_web::HttpResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::{address, asked, mend, no_longer, own, too_late};
use crate::agreement::Language;
use crate::agreement::signing::{LONGEST_LINE, LineProblem, Statement};
use crate::i18n::{Translate, format};
use crate::web::components::{AnswerRow, FieldErrors, TextField, back, button, error_summary, summary_list, text_field, tick};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::WorkflowError;
use crate::workflow::signing::{self, CODE_DIGITS, CodeProblem, Signed, Signing, declarations};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/sign/{number}/statement", ask, Rule::Filer),
    route!(Post "/sign/{number}/statement", stated, Rule::Filer),
    route!(Get "/sign/{number}/signature", back_to_statement, Rule::Filer),
    route!(Post "/sign/{number}/signature", sign, Rule::Filer),
];

/// The ids of the boxes by which the texts are accepted.
const BOXES: [&str; 3] = ["accept_read", "accept_right", "accept_sign"];

/// What the signatory typed and ticked, and the digest of the document that the page showed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    position: String,
    authority: String,
    accept_read: String,
    accept_right: String,
    accept_sign: String,
    sha256: String,
    code: String,
}

impl Typed {
    fn of(lang: Language, seen: &Signing) -> Self {
        let signatory = seen.version.signatory();
        let basis = [Some(lang.t(signatory.basis.key())), signatory.basis_detail.clone()];
        Self {
            name: signatory.name.clone(),
            position: signatory.position.clone(),
            authority: basis.into_iter().flatten().collect::<Vec<_>>().join(", "),
            sha256: seen.document.as_ref().map(|document| document.sha256.clone()).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn statement(&self) -> Statement {
        Statement::typed(&self.name, &self.position, &self.authority)
    }

    fn accepted(&self) -> [bool; 3] {
        [&self.accept_read, &self.accept_right, &self.accept_sign].map(|given| given == "yes")
    }

    fn errors(&self, lang: Language) -> FieldErrors {
        let mut errors = FieldErrors::none();
        for (field, problem) in self.statement().problems() {
            let label = lang.t(label(field));
            let given = match field {
                "name" => &self.name,
                "position" => &self.position,
                _ => &self.authority,
            };
            let text = match problem {
                LineProblem::Missing => lang.ta("error-required", &[("label", label.into())]),
                LineProblem::Unfit => {
                    let count = given.chars().count();
                    let values = [("label", label.into()), ("limit", LONGEST_LINE.into()), ("count", count.into())];
                    lang.ta("signing-line-unfit", &values)
                }
            };
            errors.push(field, text);
        }
        for (id, accepted) in BOXES.into_iter().zip(self.accepted()) {
            if !accepted {
                errors.push(id, lang.t("signing-accept-lacks"));
            }
        }
        errors
    }
}

fn label(field: &str) -> &'static str {
    match field {
        "name" => "signing-name",
        "position" => "signing-position",
        _ => "signing-authority",
    }
}

async fn ask(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let Some(document) = &seen.document else { return Ok(no_longer(&cx, &number)) };
    if let Some(obstacle) = seen.obstacle(&document.sha256) {
        return Ok(mend(&cx, &number, obstacle));
    }
    Ok(form(&cx, &number, &seen, &Typed::of(cx.lang, &seen), &FieldErrors::none()))
}

async fn back_to_statement(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    Ok(cx.redirect(&[&signing::path(&number), "/statement"].concat()))
}

fn form(cx: &Cx, number: &str, seen: &Signing, typed: &Typed, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-statement-title");
    let field = |id: &'static str, value: &str, autocomplete: &'static str| {
        let label = lang.t(label(id));
        text_field(
            lang,
            &TextField { id, label: &label, value, autocomplete: Some(autocomplete), ..TextField::default() },
            errors,
        )
    };
    let texts = declarations(lang, &seen.agreement, &seen.version);
    let body = html! {
        (back(&address(cx, number, ""), &lang.t("signing-back")))
        (asked(seen, &html! {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.t("signing-statement-intro")) }
            form method="post" action=(address(cx, number, "/statement")) novalidate {
                (cx.csrf())
                input type="hidden" name="sha256" value=(typed.sha256);
                (field("name", &typed.name, "name"))
                (field("position", &typed.position, "organization-title"))
                (field("authority", &typed.authority, "off"))
                h2 { (lang.t("signing-accept")) }
                @for ((id, text), accepted) in BOXES.iter().zip(&texts).zip(typed.accepted()) { (tick(lang, id, text, accepted, errors)) }
                p.small.soft { (lang.t("signing-code-next")) }
                p.acts { button.btn { (lang.t("signing-statement-go")) } a href=(address(cx, number, "")) { (lang.t("filer-back")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

/// Has the code mailed and asks for it.
async fn stated(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let typed: Typed = cx.form()?;
    if seen.document.is_none() {
        return Ok(no_longer(&cx, &number));
    }
    let errors = typed.errors(cx.lang);
    if !errors.is_empty() {
        return Ok(form(&cx, &number, &seen, &typed, &errors));
    }
    match signing::send_code(cx.service(), &cx.filer_address()?, &number, &typed.sha256, cx.lang).await {
        Ok(Ok(_)) => Ok(confirm(&cx, &number, &seen, &typed, &FieldErrors::none())),
        Ok(Err(obstacle)) => Ok(mend(&cx, &number, obstacle)),
        Err(WorkflowError::TooMany { .. }) => {
            let errors = FieldErrors::from_iter([("code".to_owned(), cx.lang.t("signing-codes-many"))]);
            Ok(confirm(&cx, &number, &seen, &typed, &errors))
        }
        Err(error) => too_late(&cx, &number, error),
    }
}

/// What was stated goes along unseen: nothing of it is kept before the signature.
fn carried(cx: &Cx, typed: &Typed) -> Markup {
    let fields =
        [("name", &typed.name), ("position", &typed.position), ("authority", &typed.authority), ("sha256", &typed.sha256)];
    html! {
        (cx.csrf())
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
        @for id in BOXES { input type="hidden" name=(id) value="yes"; }
    }
}

fn confirm(cx: &Cx, number: &str, seen: &Signing, typed: &Typed, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-confirm-title");
    let email = seen.version.signatory().email.as_str();
    let fields = [("name", &typed.name), ("position", &typed.position), ("authority", &typed.authority)];
    let terms = fields.map(|(id, _)| lang.t(label(id)));
    let rows: Vec<AnswerRow<'_>> = terms
        .iter()
        .zip(fields)
        .map(|(term, (_, value))| AnswerRow { term, answer: Some(html! { (value) }), change: None })
        .collect();
    let body = html! {
        (back(&address(cx, number, "/statement"), &lang.t("signing-back-statement")))
        (asked(seen, &html! {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.ta("signing-code-sent", &[("email", email.into())])) }
            form method="post" action=(address(cx, number, "/signature")) novalidate {
                (carried(cx, typed))
                (text_field(lang, &TextField {
                    id: "code", label: &lang.t("signing-code"), hint: Some(&lang.t("signing-code-hint")), value: "",
                    autocomplete: Some("one-time-code"), inputmode: Some("numeric"), narrow: true, code: true, ..TextField::default()
                }, errors))
                h2 { (lang.t("signing-check")) }
                (summary_list(lang, &rows))
                ul { @for text in declarations(lang, &seen.agreement, &seen.version) { li { (text) } } }
                p { (lang.t("signing-simple")) }
                p.acts { (button(&lang.t("signing-sign"))) }
            }
            h2 { (lang.t("signing-code-lacks")) }
            p { (lang.t("signing-code-lacks-text")) }
            form method="post" action=(address(cx, number, "/statement")) {
                (carried(cx, typed))
                p.acts { button.btn.quiet.tiny { (lang.t("signing-code-again")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn sign(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let typed: Typed = cx.form()?;
    let errors = typed.errors(cx.lang);
    if !errors.is_empty() {
        return Ok(form(&cx, &number, &seen, &typed, &errors));
    }
    let outcome =
        signing::sign(cx.service(), &cx.filer_address()?, &number, &typed.sha256, typed.statement(), &typed.code, cx.lang).await;
    match outcome {
        Ok(Signed::Done | Signed::Already) => Ok(cx.redirect(&signing::path(&number))),
        Ok(Signed::Obstacle(obstacle)) => Ok(mend(&cx, &number, obstacle)),
        Ok(Signed::Code(problem)) => {
            let errors = FieldErrors::from_iter([("code".to_owned(), code_problem(cx.lang, problem, &typed.code))]);
            Ok(confirm(&cx, &number, &seen, &typed, &errors))
        }
        Err(WorkflowError::Invalid(_)) => Err(PageError::Unprocessable),
        Err(error) => too_late(&cx, &number, error),
    }
}

fn code_problem(lang: Language, problem: CodeProblem, typed: &str) -> String {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    match problem {
        CodeProblem::Wrong { left: 0 } => lang.t("signing-code-used-up"),
        CodeProblem::Wrong { left } if digits == CODE_DIGITS => lang.ta("signing-code-wrong", &[("left", left.into())]),
        CodeProblem::Wrong { left } => {
            lang.ta("signing-code-digits", &[("count", digits.into()), ("limit", CODE_DIGITS.into()), ("left", left.into())])
        }
        CodeProblem::Expired { until } => lang.ta("signing-code-expired", &[("moment", format::moment(lang, until).into())]),
        CodeProblem::None => lang.t("signing-code-none"),
    }
}
