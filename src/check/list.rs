//! The list of domains that a check is given: read line by line in a thread of its own, and never held as a whole.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tokio::sync::mpsc;

use super::CheckError;
use crate::agreement::Language;
use crate::federation::{SipDomain, Verdict};
use crate::i18n::findings::{self, NameKind};

/// How many entries are read ahead.
const AHEAD: usize = 256;
/// The longest line of a list (bytes); what is longer is no name.
const LINE_LIMIT: usize = 4_096;
/// The longest line of an earlier output (bytes).
const OUTPUT_LIMIT: usize = 1_048_576;
/// The most names that are remembered to check each once: 16 MB. What comes after may be checked twice.
const NAMES_KNOWN: usize = 1_000_000;

/// One entry of the list.
pub(super) enum Entry {
    /// A domain to check.
    Domain(SipDomain),
    /// A domain that an earlier output has, with its verdict.
    Done(Verdict),
    /// A line that is no domain.
    Bad { line: u64, message: String },
    /// The list cannot be read on.
    Broken(io::Error),
}

/// The names that came already, as digests: a list of 100,000 takes two megabytes.
#[derive(Default)]
pub(super) struct Known {
    state: RandomState,
    names: HashMap<u64, Option<Verdict>>,
    within_a_line: bool,
}

/// What is read of an earlier output.
#[derive(Deserialize)]
struct Told {
    domain: String,
    verdict: Verdict,
}

impl Known {
    /// The domains of an earlier output. Lines that were cut off or are no report are passed over.
    pub(super) fn of_output(path: &Path) -> io::Result<Self> {
        let mut known = Self::default();
        let mut reader = BufReader::new(File::open(path)?);
        while let Some(line) = next_line(&mut reader, OUTPUT_LIMIT)? {
            known.within_a_line = !line.ended;
            if let Ok(told) = serde_json::from_slice::<Told>(&line.bytes) {
                let digest = known.state.hash_one(&told.domain);
                known.names.insert(digest, Some(told.verdict));
            }
        }
        Ok(known)
    }

    /// Whether the earlier output ends within a line.
    pub(super) const fn ends_within_a_line(&self) -> bool {
        self.within_a_line
    }

    /// The entry of a domain; `None` where it came before.
    fn entry(&mut self, domain: SipDomain) -> Option<Entry> {
        let digest = self.state.hash_one(domain.as_str());
        match self.names.get_mut(&digest) {
            Some(told) => told.take().map(Entry::Done),
            None => {
                if self.names.len() < NAMES_KNOWN {
                    self.names.insert(digest, None);
                }
                Some(Entry::Domain(domain))
            }
        }
    }
}

/// Begins to read: first the domains given, then the file's. The thread ends when nobody takes entries any more.
pub(super) fn read(
    domains: Vec<SipDomain>,
    from: Option<PathBuf>,
    mut known: Known,
    language: Language,
) -> Result<mpsc::Receiver<Entry>, CheckError> {
    let (to, entries) = mpsc::channel(AHEAD);
    let reader: Option<Box<dyn BufRead + Send>> = match &from {
        None => None,
        Some(path) if path.as_os_str() == "-" => Some(Box::new(BufReader::new(io::stdin()))),
        Some(path) => {
            let file = File::open(path).map_err(|source| CheckError::File { path: path.clone(), source })?;
            Some(Box::new(BufReader::new(file)))
        }
    };
    std::thread::spawn(move || {
        let given = domains.into_iter().filter_map(|domain| known.entry(domain)).collect::<Vec<_>>();
        for entry in given {
            if to.blocking_send(entry).is_err() {
                return;
            }
        }
        let Some(mut reader) = reader else { return };
        let mut number = 0;
        loop {
            number += 1;
            let entry = match next_line(&mut reader, LINE_LIMIT) {
                Ok(Some(line)) => entry_of(&line.bytes, number, &mut known, language),
                Ok(None) => return,
                Err(error) => {
                    let _ = to.blocking_send(Entry::Broken(error));
                    return;
                }
            };
            if let Some(entry) = entry
                && to.blocking_send(entry).is_err()
            {
                return;
            }
        }
    });
    Ok(entries)
}

fn entry_of(line: &[u8], number: u64, known: &mut Known, language: Language) -> Option<Entry> {
    let line = String::from_utf8_lossy(line);
    let name = line.split('#').next().unwrap_or_default().trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if name.is_empty() {
        return None;
    }
    match SipDomain::parse(name) {
        Ok(domain) => known.entry(domain),
        Err(error) => Some(Entry::Bad { line: number, message: findings::name_error(language, NameKind::Domain, &error, name) }),
    }
}

struct Line {
    bytes: Vec<u8>,
    /// Whether a line feed ended it.
    ended: bool,
}

/// The next line, of which `limit` bytes are kept at most; `None` at the end.
fn next_line(reader: &mut impl BufRead, limit: usize) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let wanted = u64::try_from(limit).unwrap_or(u64::MAX);
    if reader.by_ref().take(wanted).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let mut ended = bytes.last() == Some(&b'\n');
    let mut rest = Vec::new();
    while !ended && bytes.len() >= limit {
        rest.clear();
        if reader.by_ref().take(wanted).read_until(b'\n', &mut rest)? == 0 {
            break;
        }
        ended = rest.last() == Some(&b'\n');
    }
    Ok(Some(Line { bytes, ended }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], limit: usize) -> Vec<(usize, bool)> {
        let mut reader = BufReader::with_capacity(3, text);
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut reader, limit).unwrap() {
            lines.push((line.bytes.len(), line.ended));
        }
        lines
    }

    #[test]
    fn a_line_without_an_end_is_cut_and_the_next_is_whole() {
        assert_eq!(lines(b"a\nbb\n", 100), [(2, true), (3, true)]);
        assert_eq!(lines(b"a\nbb", 100), [(2, true), (2, false)]);
        assert_eq!(lines(&[&[b'x'; 1_000][..], b"\nb\n"].concat(), 10), [(10, true), (2, true)]);
        assert_eq!(lines(&[b'x'; 1_000], 10), [(10, false)]);
        assert_eq!(lines(b"", 10), []);
        assert_eq!(lines(b"123456789\nb", 10), [(10, true), (1, false)], "a line that just fits");
    }

    #[test]
    fn each_domain_is_taken_once_and_an_earlier_verdict_counts_once() {
        let mut known = Known::default();
        let digest = known.state.hash_one("tehty.example");
        known.names.insert(digest, Some(Verdict::Errors));
        let mut entry = |text: &str| entry_of(text.as_bytes(), 7, &mut known, Language::En);
        assert!(matches!(entry("kunta.example # kommentti"), Some(Entry::Domain(_))));
        assert!(entry("KUNTA.example.").is_none());
        assert!(matches!(entry("\u{feff}tehty.example\r"), Some(Entry::Done(Verdict::Errors))));
        assert!(entry("tehty.example").is_none());
        assert!(entry("   # kommentti").is_none());
        assert!(matches!(entry("etu@kunta.example"), Some(Entry::Bad { line: 7, .. })));
        assert!(matches!(entry_of(b"\xff\xfe.example", 8, &mut Known::default(), Language::En), Some(Entry::Bad { .. })));
    }
}
