//! The pages: a file each, with its handlers and its `ROUTES`.

pub mod administration;
pub mod agreement;
pub mod agreements;
pub mod case;
mod decision;
pub mod demo_mail;
mod desk;
mod events;
mod halves;
mod kela_form;
pub mod kela_half;
pub mod outgoing;
pub mod password;
pub mod queue;
mod reports;
pub mod sign_in;
pub mod start;
pub mod system;
pub mod terms;
pub mod users;
