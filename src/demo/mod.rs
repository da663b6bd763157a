//! The demonstration: invented organisations, everything in one process.

pub mod dns;
pub mod zones;
