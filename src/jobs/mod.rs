//! Work beside the requests: the outbox worker and the timers. They call workflows and the store, and decide nothing else.

mod awaited;
pub mod log;
pub mod outbox;
pub mod pauses;
pub mod watching;
pub mod work;
