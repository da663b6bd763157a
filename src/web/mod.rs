//! The pages. A request comes through the one table of [`route`]; [`dispatch`] finds its language and session, checks the route's rule,
//! the CSRF token and the limits, and calls the page's handler with a [`Cx`]; the handler parses, calls one workflow and answers.
//! Nothing here knows the database, and no rule of the domain is kept here.
//!
//! A page is a file of [`pages`]: its handlers (`async fn(Cx) -> Answer`) and its `ROUTES`, which [`route`] collects.

pub mod assets;
mod client;
pub mod components;
mod context;
mod dispatch;
mod error;
mod form;
mod ground;
mod headers;
mod layout;
pub mod pages;
pub mod problem;
pub mod route;
mod security;
mod site;
mod upload;

pub use crate::workflow::Service;
pub use context::Cx;
pub use dispatch::{configure, serve};
pub use error::PageError;
pub use layout::{Page, SWITCH, SavedForm};
pub use route::Answer;
pub use security::Actor;
pub use site::{Ground, Site};
pub use upload::{Doors, Held, MAX_UPLOAD, Upload};

pub use crate::agreement::rights::Role;

#[cfg(test)]
mod tests;
