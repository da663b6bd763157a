//! The levels of PAdES baseline.

/// The levels of PAdES baseline (ETSI EN 319 142-1, 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// B-B: who sealed, and that nothing changed since.
    BaselineB,
    /// B-T: when, by a time stamp, too.
    BaselineT,
    /// B-LT: with everything that it takes to check it, too.
    BaselineLt,
}

impl Level {
    /// Every level, from the lowest.
    pub const ALL: [Self; 3] = [Self::BaselineB, Self::BaselineT, Self::BaselineLt];

    /// Its code, in settings and rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BaselineB => "b-b",
            Self::BaselineT => "b-t",
            Self::BaselineLt => "b-lt",
        }
    }

    /// The level of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}
