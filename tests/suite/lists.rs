//! Lists at the desk go on from page to page until everything was seen once, and back. On both engines.

use std::collections::BTreeMap;

use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language};
use federointi::workflow::{kela, link, password};

use crate::support::app::{App, PASSWORD};
use crate::support::database::TestDatabase;
use crate::support::visitor::{Seen, Visitor};

/// The address of the pager's link of this relation.
fn beside(seen: &Seen, relation: &str) -> Option<String> {
    let text = seen.text();
    let (before, _) = text.split_once(&format!("\" rel=\"{relation}\""))?;
    Some(before.rsplit("href=\"").next().unwrap().to_owned())
}

/// How often each of `marks` stands on the pages from `path` on; the way back must lead through the same pages.
async fn walked(visitor: &Visitor, path: &str, marks: &[String]) -> (BTreeMap<String, usize>, usize) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut page, mut earlier) = (path.to_owned(), Vec::new());
    loop {
        let seen = visitor.get(&page).await;
        assert_eq!(seen.status, 200, "{page}");
        assert_eq!(beside(&seen, "prev"), earlier.last().cloned(), "{page}");
        for mark in marks {
            *counts.entry(mark.clone()).or_default() += seen.body.matches(mark.as_str()).count();
        }
        earlier.push(page);
        match beside(&seen, "next") {
            Some(next) => page = next,
            None => return (counts, earlier.len()),
        }
    }
}

on_both_engines! {
    async fn outgoing_mail_and_the_history_are_seen_whole(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        let token = password::sign_in(&app.service, "paavo.pitaa@kela.example", PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
        let visitor = Visitor::with_session(&app.base, &token);
        app.work().await;

        // All of one moment, of which the order is not told by the time.
        let recipients: Vec<String> = (100..220).map(|number| format!("nimi{number}@kunta.example")).collect();
        for (number, recipient) in recipients.iter().enumerate() {
            let email = EmailAddress::parse(recipient).unwrap();
            link::ask(&app.service, &email, Language::Fi, &format!("198.51.{number}.0/24"), None).await.unwrap();
        }
        for (path, pages) in [("/fi/mail", 3), ("/fi/mail?state=waiting", 3), ("/fi/mail?state=given_up", 1)] {
            let (counts, walked) = walked(&visitor, path, &recipients).await;
            assert_eq!(walked, pages, "{path}");
            assert!(counts.values().all(|count| *count == usize::from(pages > 1)), "{path}: {counts:?}");
        }

        let published: Vec<String> = (1..=110).map(|version| format!("fi/{version}<")).collect();
        for version in 1..=110 {
            kela::publish_terms(&app.service, &administrator, Language::Fi, version, "## Tarkoitus\n\nTeksti.", false).await.unwrap().unwrap();
        }
        let (counts, pages) = walked(&visitor, "/fi/history", &published).await;
        assert!(pages == 3 && counts.values().all(|count| *count == 1), "{pages}: {counts:?}");

        // A cursor that is none leads to the beginning, and one that nobody gave out to nothing.
        assert_eq!(visitor.get("/fi/mail?before=rubbish").await.status, 200);
        assert_eq!(visitor.get("/fi/history?before=-").await.status, 200);
        app.stop().await;
    }
}
