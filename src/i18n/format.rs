//! Dates, times and phone numbers as people of each language read them (fi: SFS 4175; Finnish time).

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Helsinki;

use super::Translate;
use crate::agreement::Language;

/// A date: `21.11.2026` in Finnish and Swedish, `21 November 2026` in English.
#[must_use]
pub fn date(language: Language, date: NaiveDate) -> String {
    match language {
        Language::Fi | Language::Sv => [date.day().to_string(), date.month().to_string(), date.year().to_string()].join("."),
        Language::En => [date.day().to_string(), month(date.month()).to_owned(), date.year().to_string()].join(" "),
    }
}

/// The day of a moment in Finland.
#[must_use]
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Helsinki).date_naive()
}

/// The time of day in Finland: `klo 9.05`, `kl. 9.05`, `09:05`.
#[must_use]
pub fn time(language: Language, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&Helsinki);
    let (hour, minute) = (local.hour().to_string(), local.minute());
    let minute = if minute < 10 { ["0", &minute.to_string()].concat() } else { minute.to_string() };
    match language {
        Language::Fi => ["klo ", &hour, ".", &minute].concat(),
        Language::Sv => ["kl. ", &hour, ".", &minute].concat(),
        Language::En if hour.len() < 2 => ["0", &hour, ":", &minute].concat(),
        Language::En => [&hour, ":", &minute].concat(),
    }
}

/// A moment in Finnish time: `21.11.2026 klo 10.02`, `21.11.2026 kl. 10.02`, `10:02 on 21 November 2026`.
#[must_use]
pub fn moment(language: Language, at: DateTime<Utc>) -> String {
    let (day, time) = (date(language, day(at)), time(language, at));
    match language {
        Language::Fi | Language::Sv => [day, time].join(" "),
        Language::En => [time, day].join(" on "),
    }
}

/// A moment with its zone named, for documents and audit pages.
#[must_use]
pub fn moment_with_zone(language: Language, at: DateTime<Utc>) -> String {
    language.ta("common-moment-zone", &[("moment", moment(language, at).into())])
}

const fn month(number: u32) -> &'static str {
    match number {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_finnish_time_by_the_habits_of_each_language() {
        let at = "2026-11-21T08:02:00Z".parse().unwrap();
        assert_eq!(moment(Language::Fi, at), "21.11.2026 klo 10.02");
        assert_eq!(moment(Language::Sv, at), "21.11.2026 kl. 10.02");
        assert_eq!(moment(Language::En, at), "10:02 on 21 November 2026");
        let summer = "2026-07-01T21:30:00Z".parse().unwrap();
        assert_eq!(moment(Language::Fi, summer), "2.7.2026 klo 0.30");
        assert_eq!(moment(Language::En, summer), "00:30 on 2 July 2026");
    }
}
