//! Kela's desk: signing in, the queue and its requests, agreements, and what the administrator keeps.

mod administration;
mod agreement;
mod agreements;
mod bundle;
mod case;
mod decision;
mod events;
mod failed_jobs;
mod frame;
mod halves;
mod kela_form;
mod kela_half;
mod notice;
mod on_day;
mod outgoing;
mod ownership;
mod password;
mod queue;
mod reports;
mod seal;
mod sign_in;
mod signatory;
mod signing;
mod terms;
mod time_line;
mod users;
mod watch;
mod watch_incident;

use crate::web::route::Route;

/// The routes of the desk.
pub const ROUTES: &[&[Route]] = &[
    sign_in::ROUTES,
    password::ROUTES,
    queue::ROUTES,
    case::ROUTES,
    agreements::ROUTES,
    agreement::ROUTES,
    bundle::ROUTES,
    on_day::ROUTES,
    notice::ROUTES,
    signatory::ROUTES,
    signing::ROUTES,
    watch::ROUTES,
    watch_incident::ROUTES,
    kela_half::ROUTES,
    terms::ROUTES,
    users::ROUTES,
    outgoing::ROUTES,
    seal::ROUTES,
    failed_jobs::ROUTES,
    administration::ROUTES,
];
