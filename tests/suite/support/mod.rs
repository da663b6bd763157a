//! What the integration tests stand on: databases of both engines, an SMTP server, a browser.
#![allow(dead_code, reason = "each area uses a part")]

pub mod app;
pub mod authority;
pub mod awaiting;
pub mod browser;
pub mod bundles;
pub mod complete;
#[macro_use]
pub mod database;
pub mod nsd;
pub mod process;
pub mod sample;
pub mod seal;
pub mod smtp;
pub mod visitor;
