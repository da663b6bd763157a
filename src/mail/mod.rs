//! Mail: messages, their words, and the ways out. Never decides whether to send.

mod compose;
mod message;

pub use compose::{ComposeError, Letter, compose};
pub use message::{About, Attachment, Message};
