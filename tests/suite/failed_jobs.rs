//! Jobs that failed are seen by the administrator, who can let them be tried at once. On both engines.

use chrono::TimeDelta;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::demo::parties;
use federointi::store::events::Cause;
use federointi::store::jobs::{self, JobKind};
use federointi::store::{agreements, events};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{Staff, password};

use crate::support::app::{App, PASSWORD};
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

async fn signed_in(app: &App, staff: &Staff) -> Visitor {
    let email = format!("{}@kela.example", staff.name.to_lowercase().replace(' ', "."));
    let token = password::sign_in(&app.service, &email, PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
    Visitor::with_session(&app.base, &token)
}

on_both_engines! {
    async fn a_failed_job_is_shown_with_its_reason_and_tried_again_at_once(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let grounds = Grounds { authority_check: "Soitettu.".to_owned(), ..Grounds::default() };
        let number = approve(&app.service, &reviewer, &id, revision, grounds).await.unwrap();
        let (by_administrator, by_reviewer) = (signed_in(&app, &administrator).await, signed_in(&app, &reviewer).await);
        assert!(!by_administrator.get("/fi/mail").await.body.contains("/fi/jobs/"), "nothing has failed yet");

        let now = app.service.now();
        let due = async || app.service.store.read(move |db| jobs::due(db, JobKind::MakeDocument, now)).await.unwrap();
        let job = due().await.unwrap().id;
        let later = now + TimeDelta::minutes(16);
        app.service.store.write(move |db| jobs::failed(db, job, "no <font> found", later, later)).await.unwrap();
        assert_eq!(due().await, None);

        let seen = by_administrator.get("/fi/mail").await;
        for part in [
            format!("/fi/agreements/{number}"),
            "<code lang=\"en\" translate=\"no\">no &lt;font&gt; found</code>".to_owned(),
            "21.11.2026 klo 10.18".to_owned(),
            format!("/fi/jobs/{job}/try"),
        ] {
            assert!(seen.body.contains(&part), "{part}: {}", seen.body);
        }
        let path = format!("/fi/jobs/{job}/try");
        assert_eq!(by_reviewer.post(&path, &[]).await.status, 403);
        assert_eq!(due().await, None);
        assert_eq!(by_administrator.post(&path, &[]).await.status, 303);
        assert_eq!(due().await.map(|due| (due.id, due.attempts)), Some((job, 1)));

        let agreement = app.service.store.read(move |db| agreements::find_by_number(db, &number)).await.unwrap().unwrap();
        let history = app.service.store.read(move |db| events::of_agreement(db, &agreement.id)).await.unwrap();
        let told: Vec<_> = history.iter().filter(|event| event.kind == EventKind::JobRetried).map(|event| event.cause.clone()).collect();
        assert_eq!(told, [Cause::Staff(administrator.id.clone())]);

        app.work().await;
        assert_eq!(by_administrator.post(&path, &[]).await.status, 404, "it is done");
        assert_eq!(by_administrator.post("/fi/jobs/0/try", &[]).await.status, 404);
        assert!(!by_administrator.get("/fi/mail").await.body.contains("/fi/jobs/"));
        app.stop().await;
    }
}
