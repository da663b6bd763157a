//! Links, sessions and accounts: who comes in, how often one may try, and when it ends. On both engines.

use chrono::TimeDelta;
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language};
use federointi::workflow::account::{self, Keeper, Profile};
use federointi::workflow::link::{self, Unusable};
use federointi::workflow::password::{self, Weakness};
use federointi::workflow::{Actor, WorkflowError, session};

use crate::support::app::{App, PASSWORD};
use crate::support::database::TestDatabase;

const NETWORK: &str = "192.0.2.0/24";

fn filer() -> EmailAddress {
    EmailAddress::parse("testi.tayttaja@esimerkkila.example").unwrap()
}

async fn mailed(app: &App) -> String {
    link::ask(&app.service, &filer(), Language::Fi, NETWORK, None).await.unwrap();
    app.work().await;
    app.mailed_link(filer().as_str(), "/link/").rsplit('/').next().unwrap().to_owned()
}

on_both_engines! {
    async fn a_link_works_once_and_looking_uses_nothing(database: TestDatabase) {
        let app = App::start(&database).await;
        let token = mailed(&app).await;
        for _ in 0..3 {
            link::look(&app.service, &token).await.unwrap();
        }
        let session_token = link::enter(&app.service, &token).await.unwrap().session;
        assert_eq!(session::find(&app.service, &session_token, app.service.now()).await.unwrap(), Some(Actor::Filer(filer())));
        assert!(matches!(link::enter(&app.service, &token).await, Err(WorkflowError::Link(Unusable::Used))));
        assert!(matches!(link::look(&app.service, &"0".repeat(64)).await, Err(WorkflowError::Link(Unusable::Unknown))));
        app.stop().await;
    }

    async fn a_link_runs_out(database: TestDatabase) {
        let app = App::start(&database).await;
        let token = mailed(&app).await;
        app.clock.advance(TimeDelta::hours(4));
        assert!(matches!(link::enter(&app.service, &token).await, Err(WorkflowError::Link(Unusable::Expired { .. }))));
        app.stop().await;
    }

    async fn one_click_of_two_uses_a_link(database: TestDatabase) {
        let app = App::start(&database).await;
        let token = mailed(&app).await;
        let (one, other) = tokio::join!(link::enter(&app.service, &token), link::enter(&app.service, &token));
        assert!(one.is_ok() != other.is_ok());
        app.stop().await;
    }

    async fn links_are_limited_by_address_and_by_network(database: TestDatabase) {
        let app = App::start(&database).await;
        for _ in 0..5 {
            link::ask(&app.service, &filer(), Language::Fi, NETWORK, None).await.unwrap();
        }
        assert!(matches!(link::ask(&app.service, &filer(), Language::Fi, "198.51.100.0/24", None).await, Err(WorkflowError::TooMany { .. })));
        for number in 0..25 {
            let other = EmailAddress::parse(&format!("nimi{number}@kunta.example")).unwrap();
            link::ask(&app.service, &other, Language::Fi, NETWORK, None).await.unwrap();
        }
        let one_more = EmailAddress::parse("uusi@kunta.example").unwrap();
        assert!(matches!(link::ask(&app.service, &one_more, Language::Fi, NETWORK, None).await, Err(WorkflowError::TooMany { .. })));
        link::ask(&app.service, &one_more, Language::Fi, "198.51.100.0/24", None).await.unwrap();
        app.clock.advance(TimeDelta::hours(1));
        link::ask(&app.service, &filer(), Language::Fi, NETWORK, None).await.unwrap();
        app.stop().await;
    }

    async fn a_wrong_password_is_refused_and_many_are_stopped(database: TestDatabase) {
        let app = App::start(&database).await;
        app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        let email = "kaisa.sitteli@kela.example";
        for _ in 0..8 {
            assert_eq!(password::sign_in(&app.service, email, "väärä salasana", NETWORK).await.unwrap(), None);
        }
        assert!(matches!(password::sign_in(&app.service, email, PASSWORD, NETWORK).await, Err(WorkflowError::TooMany { .. })));
        app.clock.advance(TimeDelta::minutes(15));
        let token = password::sign_in(&app.service, email, PASSWORD, NETWORK).await.unwrap().unwrap();
        assert!(matches!(session::find(&app.service, &token, app.service.now()).await.unwrap(), Some(Actor::Staff(_))));
        assert_eq!(password::sign_in(&app.service, "ei.ole@kela.example", PASSWORD, NETWORK).await.unwrap(), None);
        app.stop().await;
    }

    async fn sessions_end_by_time_by_leaving_and_by_revocation(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        let sign_in = || password::sign_in(&app.service, "kaisa.sitteli@kela.example", PASSWORD, NETWORK);
        let known = async |token: &str| session::find(&app.service, token, app.service.now()).await.unwrap().is_some();

        let idle = sign_in().await.unwrap().unwrap();
        app.clock.advance(TimeDelta::minutes(119));
        assert!(known(&idle).await);
        app.clock.advance(TimeDelta::minutes(121));
        assert!(!known(&idle).await, "two hours without use");

        let (one, other) = (sign_in().await.unwrap().unwrap(), sign_in().await.unwrap().unwrap());
        session::end(&app.service, &one).await.unwrap();
        assert!(!known(&one).await && known(&other).await);

        let third = sign_in().await.unwrap().unwrap();
        let changed = password::change(&app.service, &reviewer.id, &third, PASSWORD, "neljäs hauska lause", "neljäs hauska lause").await;
        changed.unwrap().unwrap();
        assert!(known(&third).await && !known(&other).await, "a new password ends the other sessions");
        let wrong = password::change(&app.service, &reviewer.id, &third, PASSWORD, "viides hauska lause", "viides hauska lause").await;
        assert_eq!(wrong.unwrap(), Err(Weakness::WrongPresent));

        let keeper = Keeper::Staff(administrator.clone());
        account::disable(&app.service, &keeper, &reviewer.id).await.unwrap();
        assert!(!known(&third).await, "a disabled account has no session");
        assert!(matches!(account::disable(&app.service, &keeper, &administrator.id).await, Err(WorkflowError::Forbidden)));
        app.stop().await;
    }

    async fn the_longest_session_ends_though_it_is_used(database: TestDatabase) {
        let app = App::start(&database).await;
        let token = mailed(&app).await;
        let session_token = link::enter(&app.service, &token).await.unwrap().session;
        for _ in 0..11 {
            app.clock.advance(TimeDelta::hours(1));
            assert!(session::find(&app.service, &session_token, app.service.now()).await.unwrap().is_some());
        }
        app.clock.advance(TimeDelta::hours(1));
        assert!(session::find(&app.service, &session_token, app.service.now()).await.unwrap().is_none());
        app.stop().await;
    }

    async fn weak_passwords_leave_the_link_usable(database: TestDatabase) {
        let app = App::start(&database).await;
        let email = EmailAddress::parse("uusi.ihminen@kela.example").unwrap();
        let profile = Profile {
            name: "Uusi Erityinen Ihminen".to_owned(),
            role: Role::Auditor,
            position: String::new(),
            authority: String::new(),
            language: Language::Sv,
        };
        let (_, link) = account::add(&app.service, &Keeper::Operator, email.clone(), profile.clone()).await.unwrap();
        let token = link.rsplit('/').next().unwrap();
        for (password, again, weakness) in [
            ("lyhyt", "lyhyt", Weakness::Short),
            ("tarpeeksi pitkä", "tarpeeksi pitka", Weakness::Differs),
            ("Uusi Erityinen Ihminen", "Uusi Erityinen Ihminen", Weakness::Guessable),
        ] {
            assert_eq!(password::set_by_link(&app.service, token, password, again).await.unwrap(), Err(weakness));
        }
        password::set_by_link(&app.service, token, PASSWORD, PASSWORD).await.unwrap().unwrap();
        assert!(matches!(password::set_by_link(&app.service, token, PASSWORD, PASSWORD).await, Err(WorkflowError::Link(Unusable::Used))));
        let again = account::add(&app.service, &Keeper::Operator, email, profile).await;
        assert!(matches!(again, Err(WorkflowError::Conflict(Some(_)))), "one account an address");
        app.stop().await;
    }

    async fn the_first_administrator_comes_by_a_link_and_only_the_first(database: TestDatabase) {
        let app = App::start(&database).await;
        let link = password::first_administrator_link(&app.service, Language::Fi).await.unwrap().unwrap();
        let newer = password::first_administrator_link(&app.service, Language::Fi).await.unwrap().unwrap();
        let given = || password::FirstAdministrator {
            email: EmailAddress::parse("ensimmainen@kela.example").unwrap(),
            name: "Ensi Mäinen".to_owned(),
            position: "tietohallintopäällikkö".to_owned(),
            language: Language::Fi,
            password: PASSWORD.to_owned(),
            again: PASSWORD.to_owned(),
        };
        let token = |link: &str| link.rsplit('/').next().unwrap().to_owned();
        let old = password::first_administrator(&app.service, &token(&link), given()).await;
        assert!(matches!(old, Err(WorkflowError::Link(Unusable::Used))), "a newer link ends the older");
        password::first_administrator(&app.service, &token(&newer), given()).await.unwrap().unwrap();
        assert_eq!(password::first_administrator_link(&app.service, Language::Fi).await.unwrap(), None);
        app.stop().await;
    }
}
