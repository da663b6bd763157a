//! The pages: a file each, with its handlers and its `ROUTES`.

pub mod agreement;
pub mod agreements;
pub mod case;
mod decision;
mod desk;
mod events;
mod halves;
pub mod password;
pub mod queue;
mod reports;
pub mod sign_in;
pub mod start;
pub mod system;
