//! The pages: a file each, with its handlers and its `ROUTES`.

pub mod demo_mail;
pub mod desk;
pub mod filer;
pub mod log;
pub mod public;
pub mod start;
pub mod system;
pub mod verify;
