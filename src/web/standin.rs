//! Stand-ins for what other modules will define. Each is replaced by a `use` when they land.

/// A role of Kela's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Keeps Kela's half, the terms and the users.
    Administrator,
    /// Decides on requests.
    Reviewer,
    /// Reads agreements and their history.
    Auditor,
}

/// The workflows.
#[derive(Debug, Default)]
pub struct Service;
