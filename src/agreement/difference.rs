//! What changed between two filings of one request.

use super::filing::Filing;
use super::summary::{Shown, filing_rows};

/// What changed in one row: values that went and values that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row's label, by its key.
    pub label: &'static str,
    /// What was there before and is no longer.
    pub was: Vec<Shown>,
    /// What is there now and was not before.
    pub now: Vec<Shown>,
}

/// The rows of which the answer changed, in the order of the form.
#[must_use]
pub fn difference(before: &Filing, after: &Filing) -> Vec<Change> {
    let (before, after) = (filing_rows(before), filing_rows(after));
    let without = |of: &[Shown], others: &[Shown]| of.iter().filter(|value| !others.contains(value)).cloned().collect::<Vec<_>>();
    after
        .iter()
        .filter_map(|row| {
            let old = before.iter().find(|old| old.label == row.label).map_or(&[][..], |old| &old.values);
            let change = Change { label: row.label, was: without(old, &row.values), now: without(&row.values, old) };
            (!change.was.is_empty() || !change.now.is_empty()).then_some(change)
        })
        .collect()
}
