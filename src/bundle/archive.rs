//! The ZIP file itself: written the same way every time, and read with nothing in it that readers understand differently and nothing
//! that unfolds without end. Nothing is ever written to a disk from one.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{Files, record};

/// The most files of a bundle.
pub const MAX_ENTRIES: usize = 20_000;
/// The most bytes that the files of a bundle unfold to.
pub const MAX_UNFOLDED: usize = 256 << 20;
/// How many times its own size a file may unfold to, above a small one: JSON and PDF stay far below.
const MAX_RATIO: usize = 200;
/// What every file may unfold to whatever its ratio.
const SMALL: usize = 64 << 10;
/// Letters of a path.
const MAX_PATH: usize = 200;
/// What the ZIP comment begins with; the SHA-256 of everything before its digits follows in hex.
const SEAL: &str = "federointi audit bundle, SHA-256 of all bytes before these digits: ";
/// How many bytes of digits end a bundle.
pub const SEAL_LENGTH: usize = 64;

/// Why bytes are not taken as a bundle, or one cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// No ZIP file, or one that is broken.
    #[error("not a ZIP file that can be read: {0}")]
    Zip(String),
    /// The digits at its end are not those of its bytes: some were changed, lost or added.
    #[error("the bytes of the bundle are not those that were written")]
    Damaged,
    /// Too many files, or they unfold to too much.
    #[error("the bundle is larger than this program is willing to read")]
    Limit,
    /// A path that is absolute, leads upwards, stands twice, or has signs that no path of ours has.
    #[error("the bundle has a file of a name that none of ours has")]
    Path,
    /// Something stands between the files, or a file is stored in another way than ours.
    #[error("the bundle holds something that is none of its files")]
    Structure,
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        Self::Zip(error.to_string())
    }
}

/// Writes the files in the order of their paths, with a fixed time and the digest of the whole at the end.
pub(super) fn write(files: &Files<'_>) -> Result<Vec<u8>, ArchiveError> {
    let whole: usize = files.values().map(|bytes| bytes.len()).sum();
    if files.len() > MAX_ENTRIES || whole > MAX_UNFOLDED {
        return Err(ArchiveError::Limit);
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(whole)));
    for (path, bytes) in files {
        if !is_path(path) {
            return Err(ArchiveError::Path);
        }
        writer.start_file(path.as_str(), options)?;
        writer.write_all(bytes).map_err(|error| ArchiveError::Zip(error.to_string()))?;
    }
    writer.set_comment([SEAL, &"0".repeat(SEAL_LENGTH)].concat())?;
    let mut bytes = writer.finish()?.into_inner();
    bytes.truncate(bytes.len().saturating_sub(SEAL_LENGTH));
    let digits = record::sha256(&bytes);
    bytes.extend(digits.as_bytes());
    Ok(bytes)
}

/// Reads a bundle: its files by their paths.
///
/// # Errors
/// [`ArchiveError`].
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
    read_within(bytes, MAX_UNFOLDED)
}

/// Reads a bundle whose files together unfold to `most` bytes, [`MAX_UNFOLDED`] at the most.
///
/// # Errors
/// [`ArchiveError`].
pub fn read_within(bytes: &[u8], most: usize) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
    let most = most.min(MAX_UNFOLDED);
    if bytes.len() > most {
        return Err(ArchiveError::Limit);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(ArchiveError::Zip("it does not begin as one".to_owned()));
    }
    let (before, digits) = bytes.split_at_checked(bytes.len().saturating_sub(SEAL_LENGTH)).ok_or(ArchiveError::Damaged)?;
    if !before.ends_with(SEAL.as_bytes()) || record::sha256(before).as_bytes() != digits {
        return Err(ArchiveError::Damaged);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAX_ENTRIES {
        return Err(ArchiveError::Limit);
    }
    let (mut files, mut unfolded, mut end) = (BTreeMap::new(), 0_usize, 0_u64);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let path = String::from_utf8(entry.name_raw().to_vec()).map_err(|_| ArchiveError::Path)?;
        let plain = !entry.encrypted() && matches!(entry.compression(), CompressionMethod::Deflated | CompressionMethod::Stored);
        // Each file follows the one before it at once, under the same name in both places.
        let local = local_name(bytes, entry.header_start()).ok_or(ArchiveError::Structure)?;
        if !plain || entry.header_start() != end || local != path.as_bytes() {
            return Err(ArchiveError::Structure);
        }
        if !is_path(&path) || files.contains_key(&path) {
            return Err(ArchiveError::Path);
        }
        let packed = usize::try_from(entry.compressed_size()).map_err(|_| ArchiveError::Limit)?;
        let room = most.saturating_sub(unfolded).min(SMALL.max(packed.saturating_mul(MAX_RATIO)));
        let limit = u64::try_from(room).map_err(|_| ArchiveError::Limit)?.saturating_add(1);
        let mut content = Vec::new();
        entry.by_ref().take(limit).read_to_end(&mut content).map_err(|error| ArchiveError::Zip(error.to_string()))?;
        if content.len() > room {
            return Err(ArchiveError::Limit);
        }
        end = entry.data_start().ok_or(ArchiveError::Structure)?.saturating_add(entry.compressed_size());
        unfolded += content.len();
        drop(entry);
        files.insert(path, content);
    }
    if archive.central_directory_start() == end { Ok(files) } else { Err(ArchiveError::Structure) }
}

/// The name in the header before a file's data (PKWARE APPNOTE 4.3.7).
fn local_name(bytes: &[u8], at: u64) -> Option<&[u8]> {
    let header = bytes.get(usize::try_from(at).ok()?..)?;
    let length = usize::from(u16::from_le_bytes([*header.get(26)?, *header.get(27)?]));
    header.get(30..30 + length)
}

/// Whether a path is such as a bundle of ours has: parts of plain letters, parted by `/`.
fn is_path(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    path.len() <= MAX_PATH
        && path.split('/').all(|part| !part.is_empty() && part.chars().all(plain) && !part.chars().all(|c| c == '.'))
}
