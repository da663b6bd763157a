//! The pages: a file each, with its handlers and its `ROUTES`.

pub mod answers;
pub mod demo_mail;
pub mod form;
pub(super) mod kept;
pub mod link;
pub mod progress;
pub mod public;
pub mod requests;
pub mod start;
pub mod system;
mod tasks;
