//! What the database holds, compared with what was logged and signed: each event with its leaf, the leaves with the tiles, the tiles with
//! every checkpoint, and the rows that never change with the digests that events hold of them.

use super::finding::{Fault, Finding, Findings};
use super::regrown::{Regrown, Signed};
use super::retold::{self, Told};
use crate::log::{Checkpoint, VerifierKey};
use crate::store::{Db, StoreError, log as rows};

/// How many rows are read at a time.
const PAGE: i64 = 1_000;
/// The most gaps in the numbers of checkpoints that are told one by one.
const MOST_GAPS: usize = 20;

/// What the log is judged by, beside itself.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The keys that may have signed checkpoints.
    pub keys: Vec<VerifierKey>,
    /// The newest checkpoint that this process knows to have been signed.
    pub signed: Option<Checkpoint>,
}

/// What came of looking through the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audited {
    /// How many leaves there are.
    pub size: u64,
    /// What does not fit, in order and each once.
    pub findings: Vec<Finding>,
}

/// Looks through the log and the database. Events that are not logged yet are let be.
///
/// # Errors
/// [`StoreError`] where the database cannot be read; a row that cannot be understood is a finding.
pub fn audit(db: &mut Db, trust: &Trust) -> Result<Audited, StoreError> {
    let mut found = Findings::default();
    let checkpoints = checkpoints(db, trust, &mut found)?;
    let mut told = Told::default();
    let size = leaves(db, &checkpoints, &mut told, &mut found)?;
    if trust.signed.as_ref().is_some_and(|signed| signed.size > size) {
        found.add(Fault::Missing, "log_leaves", size);
    }
    retold::compare(db, &told, &mut found)?;
    Ok(Audited { size, findings: found.into_vec() })
}

fn checkpoints(db: &mut Db, trust: &Trust, found: &mut Findings) -> Result<Signed, StoreError> {
    const T: &str = "log_checkpoints";
    let mut signed = Signed::default();
    if let Some(known) = &trust.signed {
        signed.roots.insert(known.size, (known.root, known.size.to_string()));
    }
    loop {
        let page = found.readable(T, rows::checkpoints(db, signed.count, PAGE))?;
        if page.is_empty() {
            return Ok(signed);
        }
        for row in page {
            for missing in (signed.count + 1..row.number).take(MOST_GAPS) {
                found.add(Fault::Missing, T, missing);
            }
            signed.count = row.number;
            let claimed = u64::try_from(row.size).unwrap_or_default();
            let size = match Checkpoint::open(&row.note, &trust.keys) {
                Err(_) => {
                    found.add(Fault::Unsigned, T, row.number);
                    claimed
                }
                Ok(checkpoint) => {
                    let known = signed.roots.insert(checkpoint.size, (checkpoint.root, row.number.to_string()));
                    if known.is_some_and(|(root, _)| root != checkpoint.root) {
                        found.add(Fault::Contradicts, T, row.number);
                    }
                    checkpoint.size
                }
            };
            // Each is larger than the one before.
            if size != claimed || size <= signed.newest {
                found.add(Fault::Changed, T, row.number);
            }
            signed.newest = size.max(signed.newest);
        }
    }
}

/// Goes through events and leaves by the events' numbers, and builds the tree again over them. Gives how many leaves there are.
fn leaves(db: &mut Db, signed: &Signed, told: &mut Told, found: &mut Findings) -> Result<u64, StoreError> {
    let last_logged = found.readable("log_leaves", rows::last_leaf(db))?.map_or(0, |leaf| leaf.event);
    let mut tree = Regrown::new(signed);
    let (mut after, mut more) = (i64::MIN, true);
    while more {
        let events = found.readable("events", rows::events_after(db, after, PAGE))?;
        // The last page reaches to the end, to find leaves whose events are gone.
        more = events.len() == usize::try_from(PAGE).unwrap_or_default();
        let until = if more { events.last().map_or(i64::MAX, |event| event.id) } else { i64::MAX };
        retold::compare_contents(db, &events, (after, until), told, found)?;
        let mut events = events.into_iter().peekable();
        let mut from = after;
        loop {
            let page = found.readable("log_leaves", rows::leaves_of(db, from, until, PAGE))?;
            let Some(last) = page.last().map(|leaf| leaf.event) else { break };
            from = last;
            let mut page = page.into_iter().peekable();
            while let Some(leaf) = page.next() {
                while let Some(event) = events.next_if(|event| event.id < leaf.event) {
                    tree.without_leaf(event.id);
                    told.note(event);
                }
                let event = events.next_if(|event| event.id == leaf.event);
                let next = page.peek().map(|leaf| leaf.index);
                tree.leaf(db, &leaf, next, event.as_ref(), found)?;
                if let Some(event) = event {
                    told.note(event);
                }
            }
        }
        for event in events {
            if event.id <= last_logged {
                tree.without_leaf(event.id);
            }
            told.note(event);
        }
        after = until;
    }
    tree.end(db, found)
}
