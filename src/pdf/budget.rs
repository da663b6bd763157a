//! How much this program is willing to read. Every loop over what a file says ends at one of these.

use std::cell::Cell;

use super::{Limit, PdfError};

/// Bytes of a file. The largest agreement is under one megabyte.
pub const MAX_FILE: usize = 32 << 20;
/// Revisions of a file: each signature brings one or two.
pub const MAX_REVISIONS: usize = 100;
/// Objects over all revisions. The largest agreement has about a thousand.
pub const MAX_OBJECTS: usize = 100_000;
/// Values over all objects; one takes about 60 bytes of memory.
pub const MAX_VALUES: usize = 1_000_000;
/// Arrays and dictionaries within each other, and levels of the page, name and field trees.
pub const MAX_DEPTH: usize = 64;
/// Bytes that all streams of a file together unfold to, those that are looked at. Streams that are stored as they are count too.
pub const MAX_INFLATED: usize = 32 << 20;

/// What one reading has used up.
#[derive(Debug, Default)]
pub(super) struct Budget {
    objects: Cell<usize>,
    values: Cell<usize>,
    inflated: Cell<usize>,
}

fn spend(used: &Cell<usize>, amount: usize, limit: usize, of: Limit) -> Result<(), PdfError> {
    let now = used.get().saturating_add(amount);
    used.set(now);
    if now > limit { Err(PdfError::Limit(of)) } else { Ok(()) }
}

impl Budget {
    pub(super) fn object(&self) -> Result<(), PdfError> {
        spend(&self.objects, 1, MAX_OBJECTS, Limit::Objects)
    }

    /// One more value is read, or looked at again.
    pub(super) fn value(&self) -> Result<(), PdfError> {
        self.values(1)
    }

    /// So many values are looked at again. An array may stand for the contents of a thousand others, so reading it once is no limit.
    pub(super) fn values(&self, count: usize) -> Result<(), PdfError> {
        spend(&self.values, count, MAX_VALUES, Limit::Values)
    }

    pub(super) fn inflate(&self, bytes: usize) -> Result<(), PdfError> {
        spend(&self.inflated, bytes, MAX_INFLATED, Limit::Inflated)
    }

    /// Objects, values and unfolded bytes so far.
    #[cfg(test)]
    pub(super) fn used(&self) -> [usize; 3] {
        [self.objects.get(), self.values.get(), self.inflated.get()]
    }

    /// Bytes that may still be unfolded.
    pub(super) fn inflatable(&self) -> usize {
        MAX_INFLATED.saturating_sub(self.inflated.get())
    }
}
