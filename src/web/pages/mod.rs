//! The pages: a file each, with its handlers and its `ROUTES`.

pub mod check;
pub mod check_api;
mod compare;
pub mod demo_mail;
pub mod desk;
pub mod filer;
pub mod log;
pub mod public;
pub mod sign;
mod signatory;
pub mod start;
pub mod system;
pub mod verify;
