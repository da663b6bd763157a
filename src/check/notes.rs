//! What the check tells the person who waits: lines that are no domains, and on a terminal how far it is.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::agreement::Language;
use crate::i18n::Translate;

/// How often progress is shown.
const EVERY: Duration = Duration::from_millis(500);

/// Notes to standard error.
pub struct Notes<'a> {
    to: &'a mut (dyn Write + Send),
    terminal: bool,
    started: Instant,
    shown: Option<Instant>,
    checked: u64,
}

impl std::fmt::Debug for Notes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notes").field("checked", &self.checked).finish_non_exhaustive()
    }
}

impl<'a> Notes<'a> {
    /// Writes to `to`; progress only where that is a terminal.
    pub fn new(to: &'a mut (dyn Write + Send), terminal: bool) -> Self {
        Self { to, terminal, started: Instant::now(), shown: None, checked: 0 }
    }

    /// Writes a line. That it cannot be written stops nothing.
    pub(super) fn say(&mut self, text: &str) {
        self.clear();
        let _ = writeln!(self.to, "{text}");
    }

    /// Counts a domain that is done.
    pub(super) fn checked(&mut self, language: Language) {
        self.checked += 1;
        if !self.terminal || self.shown.unwrap_or(self.started).elapsed() < EVERY {
            return;
        }
        let each_second = u128::from(self.checked) * 1_000 / self.started.elapsed().as_millis().max(1);
        let text = language
            .ta("check-progress", &[("count", self.checked.to_string().into()), ("rate", each_second.to_string().into())]);
        let _ = write!(self.to, "\r\x1b[K{text}");
        let _ = self.to.flush();
        self.shown = Some(Instant::now());
    }

    /// Leaves the terminal as it was.
    pub(super) fn end(&mut self) {
        self.clear();
        let _ = self.to.flush();
    }

    fn clear(&mut self) {
        if self.shown.is_some() {
            let _ = write!(self.to, "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_for_terminals_only() {
        for terminal in [false, true] {
            let mut written = Vec::new();
            let mut notes = Notes::new(&mut written, terminal);
            notes.started -= EVERY;
            notes.checked(Language::En);
            notes.checked(Language::En);
            notes.say("note");
            notes.end();
            let text = String::from_utf8(written).unwrap();
            assert_eq!(text.contains("1 checked"), terminal, "{text:?}");
            assert!(text.contains("note\n"));
        }
    }
}
