//! The lifecycle of an incident: what has drifted at a watched domain, from the first suspicion to its end.

use super::party::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// The state of an incident.
    IncidentState {
        /// One look showed it; nobody is told yet.
        Suspected = "suspected", "incident-state-suspected";
        /// A second look confirmed it.
        Open = "open", "incident-state-open";
        /// Two looks did not show it any more.
        Healed = "healed", "incident-state-healed";
        /// The second look did not show it, or the domain is not watched any more.
        Dropped = "dropped", "incident-state-dropped";
    }
}

impl IncidentState {
    /// Whether something can still come of it.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Suspected | Self::Open)
    }
}

/// What is done with an incident at Kela.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentAction {
    /// Read it.
    View,
    /// Say that it is known and taken care of.
    Acknowledge,
    /// Have no mail sent about it until a date.
    Silence,
    /// Prepare an amendment for the party with the new values.
    Amend,
    /// Have those told that were held back.
    Release,
}

impl IncidentAction {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::View, Self::Acknowledge, Self::Silence, Self::Amend, Self::Release];
}
