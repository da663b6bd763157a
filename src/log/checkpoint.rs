//! The signed state of the log (C2SP tlog-checkpoint): whose it is, how many leaves it has, its root.

use super::merkle::Hash;
use super::note::{self, NoteError, Signer, VerifierKey};

/// The state of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: an address without scheme, such as `federointi.example/log`.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// Why a checkpoint cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is no note that a trusted key signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The note's text is no checkpoint.
    #[error("the signed text is no checkpoint")]
    Form,
    /// It is of another log.
    #[error("the checkpoint is of another log")]
    Origin,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        [&self.origin, "\n", &self.size.to_string(), "\n", &self.root.base64(), "\n"].concat()
    }

    /// Reads the text. Lines after the third are let be, as the specification wants.
    ///
    /// # Errors
    /// [`CheckpointError::Form`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines: Vec<&str> = text.strip_suffix('\n').ok_or(CheckpointError::Form)?.split('\n').collect();
        let [origin, size, root, ..] = lines.as_slice() else { return Err(CheckpointError::Form) };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(CheckpointError::Form);
        }
        let number: u64 = size.parse().map_err(|_| CheckpointError::Form)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Form)?;
        // One way to write a number: no sign, no leading zero.
        if number.to_string() != *size {
            return Err(CheckpointError::Form);
        }
        Ok(Self { origin: (*origin).to_owned(), size: number, root })
    }

    /// The note by which `signer` vouches for it.
    #[must_use]
    pub fn sign(&self, signer: &Signer) -> String {
        signer.sign(&self.text())
    }

    /// Reads the checkpoint of a note that one of `keys` signed. The log's key is named like the log: a checkpoint of another origin is
    /// refused.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let checkpoint = Self::parse(note::open(note, keys)?)?;
        if keys.iter().any(|key| key.name() == checkpoint.origin) { Ok(checkpoint) } else { Err(CheckpointError::Origin) }
    }

    /// Reads the checkpoint of a note without looking who signed it: to tell what it claims to be.
    ///
    /// # Errors
    /// [`CheckpointError::Form`].
    pub fn claimed(note: &str) -> Result<Self, CheckpointError> {
        let (text, _) = note.rsplit_once("\n\n").ok_or(CheckpointError::Form)?;
        Self::parse(&[text, "\n"].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_note_claims_is_read_without_its_key() {
        let note = "log.example/log\n20852163\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n\u{2014} somebody AAAAAAA=\n";
        let checkpoint = Checkpoint::claimed(note).unwrap();
        assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("log.example/log", 20_852_163));
        assert!(note.starts_with(&checkpoint.text()));
        assert!(Checkpoint::open(note, &[]).is_err());
    }

    #[test]
    fn a_checkpoint_opens_for_its_log_only() {
        let signer = Signer::from_seed("log.example/log", &[1; 32]).unwrap();
        let checkpoint = Checkpoint { origin: "log.example/log".to_owned(), size: 7, root: Hash([9; 32]) };
        let keys = [signer.verifier().clone()];
        assert_eq!(Checkpoint::open(&checkpoint.sign(&signer), &keys), Ok(checkpoint.clone()));
        let of_another = Checkpoint { origin: "other.example/log".to_owned(), ..checkpoint.clone() };
        assert_eq!(Checkpoint::open(&of_another.sign(&signer), &keys), Err(CheckpointError::Origin));
        let further = signer.sign(&[&checkpoint.text(), "a further line\n"].concat());
        assert_eq!(Checkpoint::open(&further, &keys), Ok(checkpoint));
        assert_eq!(Checkpoint::open(&signer.sign("log.example/log\n7\n"), &keys), Err(CheckpointError::Form));
    }

    #[test]
    fn a_number_is_written_in_one_way() {
        let root = Hash([0; 32]).base64();
        for (size, fits) in [("0", true), ("7", true), ("07", false), ("+7", false), ("-7", false), ("7 ", false), ("", false)] {
            assert_eq!(Checkpoint::parse(&format!("o\n{size}\n{root}\n")).is_ok(), fits, "{size}");
        }
        for text in [
            "",
            "\n",
            "o\n1\n",
            &format!("o\n1\n{root}"),
            &format!("\n1\n{root}\n"),
            &format!("o\n1\n{root}\n\n"),
            "o\n1\nAAAA\n",
        ] {
            assert_eq!(Checkpoint::parse(text), Err(CheckpointError::Form), "{text:?}");
        }
    }
}
