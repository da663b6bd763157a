//! The filer's pages: the link, the requests, the form section by section, sending, and what comes of it.

mod agreement;
mod answers;
mod change;
mod form;
pub(in crate::web) mod kept;
mod link;
mod progress;
mod requests;
mod signatory;
mod tasks;

pub(super) use form::explained;
pub(in crate::web::pages) use form::findings_for_anybody;

use crate::web::route::Route;

/// The routes of the filer.
pub const ROUTES: &[&[Route]] = &[
    link::ROUTES,
    requests::ROUTES,
    progress::ROUTES,
    answers::ROUTES,
    agreement::ROUTES,
    change::ROUTES,
    signatory::ROUTES,
    form::ROUTES,
];
