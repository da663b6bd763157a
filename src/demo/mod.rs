//! The demonstration: invented organisations, everything in one process.

pub mod authority;
pub mod dns;
pub mod edges;
pub mod parties;
mod run;
pub mod seed;
pub mod zones;

pub use run::run;
