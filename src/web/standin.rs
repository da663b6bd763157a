//! Stand-ins for what other modules will define. Each is replaced by a `use` when they land.

/// The workflows.
#[derive(Debug, Default)]
pub struct Service;
