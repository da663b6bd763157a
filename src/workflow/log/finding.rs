//! What the self-check finds: a fault, a table and a row.

use std::collections::BTreeSet;
use std::fmt;

use crate::store::StoreError;

/// The most findings that are kept: more of them say nothing more.
const MOST: usize = 1_000;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is not what it was.
    Changed,
    /// It is gone.
    Missing,
    /// Nobody of the service wrote it.
    Unexpected,
    /// It cannot be read.
    Unreadable,
    /// It is not signed by the log's key.
    Unsigned,
    /// It says otherwise than what was signed.
    Contradicts,
}

impl Fault {
    /// The code, in events.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Unexpected => "unexpected",
            Self::Unreadable => "unreadable",
            Self::Unsigned => "unsigned",
            Self::Contradicts => "contradicts",
        }
    }

    /// The key of the text that says it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Changed => "log-fault-changed",
            Self::Missing => "log-fault-missing",
            Self::Unexpected => "log-fault-unexpected",
            Self::Unreadable => "log-fault-unreadable",
            Self::Unsigned => "log-fault-unsigned",
            Self::Contradicts => "log-fault-contradicts",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Changed, Self::Missing, Self::Unexpected, Self::Unreadable, Self::Unsigned, Self::Contradicts];
        all.into_iter().find(|fault| fault.code() == code)
    }
}

/// Something that does not fit. It names tables and numbers, and no person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// In which table.
    pub table: &'static str,
    /// With which row: its number or id, or what it is about.
    pub row: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.fault.code(), self.table, self.row)
    }
}

/// Findings in order, each once.
#[derive(Default)]
pub(super) struct Findings(BTreeSet<Finding>);

impl Findings {
    pub(super) fn add(&mut self, fault: Fault, table: &'static str, row: impl fmt::Display) {
        if self.0.len() < MOST {
            self.0.insert(Finding { fault, table, row: row.to_string() });
        }
    }

    /// What was read, or nothing where a row of `table` cannot be understood.
    pub(super) fn readable<T: Default>(&mut self, table: &'static str, read: Result<T, StoreError>) -> Result<T, StoreError> {
        match read {
            Err(error) if error.is_of_a_row() => {
                self.add(Fault::Unreadable, table, "?");
                Ok(T::default())
            }
            other => other,
        }
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.0.into_iter().collect()
    }
}

pub(super) fn place(id: impl fmt::Display, number: impl fmt::Display) -> String {
    format!("{id}/{number}")
}
