//! How an agreement and its versions stand on a day, in words.

use chrono::NaiveDate;

use super::{Translate, format};
use crate::agreement::Language;
use crate::agreement::version::{OnDay, Standing, Validity};

/// How an agreement stands.
#[must_use]
pub fn standing(language: Language, standing: Standing) -> String {
    match standing {
        Standing::NotYet => language.t("agreement-not-yet"),
        Standing::Begins(first) => begins(language, first),
        Standing::InForce(_) => language.t("version-in-force"),
        Standing::UnderNotice { last, .. } => ends(language, last),
        Standing::Ended => language.t("agreement-ended"),
    }
}

/// How a version stands on `day` among the signed versions of its agreement; a dash where it is not signed.
#[must_use]
pub fn on_day(language: Language, signed: &[Validity], version: i32, day: NaiveDate) -> String {
    match crate::agreement::version::on_day(signed, version, day) {
        None => "–".to_owned(),
        Some(OnDay::Begins(first)) => begins(language, first),
        Some(OnDay::InForce) => language.t("version-in-force"),
        Some(OnDay::Replaced) => language.t("version-replaced"),
        Some(OnDay::Over) => language.t("version-over"),
        Some(OnDay::Ends(last)) => ends(language, last),
        Some(OnDay::Ended) => language.t("agreement-ended"),
    }
}

fn begins(language: Language, first: NaiveDate) -> String {
    language.ta("version-begins", &[("date", format::date(language, first).into())])
}

fn ends(language: Language, last: NaiveDate) -> String {
    language.ta("agreement-under-notice", &[("date", format::date(language, last).into())])
}
