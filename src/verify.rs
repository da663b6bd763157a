//! The `verify` command: examines documents and audit bundles offline, with no settings and no data of a service. It says whether a file is
//! authentic; whether an agreement is in force it cannot know, and does not say.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;
use thiserror::Error;

use crate::agreement::{BusinessId, Language};
use crate::bundle::MAX_UNFOLDED;
use crate::i18n::Translate;
use crate::log::{NoteError, VerifierKey};
use crate::proof::{self, Against, Examination, Told, Unreadable};
use crate::seal::{TrustAnchors, TrustError};

/// The most bytes of a file that are read.
const MAX_FILE: u64 = 256 << 20;

/// What `verify` is told.
#[derive(Debug, Clone, Default, Args)]
pub struct VerifyArgs {
    /// PDF files and audit bundles.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// A PEM file of the certificate authorities that are trusted for seals, signatures and time stamps, repeatable.
    #[arg(long, value_name = "PEM")]
    pub trust: Vec<PathBuf>,
    /// The Y-tunnus of the organisation that must have sealed: Kela's. Without it the seal is told, and comparing is left to you.
    #[arg(long, value_name = "Y-TUNNUS", value_parser = business_id)]
    pub sealer: Option<BusinessId>,
    /// The key of the log, NAME+ID+KEY, as it was published elsewhere than in the bundle; repeatable, where it changed.
    #[arg(long, value_name = "KEY")]
    pub log_key: Vec<String>,
    /// One JSON object a file and line.
    #[arg(long)]
    pub json: bool,
    /// The language of the texts: fi, sv or en; by the environment's LANG otherwise.
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub lang: Option<Language>,
}

fn language(code: &str) -> Result<Language, &'static str> {
    Language::from_code(code).ok_or("fi, sv or en")
}

fn business_id(text: &str) -> Result<BusinessId, String> {
    BusinessId::parse(text).map_err(|error| error.to_string())
}

/// How it ended, as the contract has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VerifyOutcome {
    /// Every file is authentic.
    Authentic,
    /// A file is not.
    NotAuthentic,
    /// A file could not be read as what it seems to be.
    Unreadable,
}

impl VerifyOutcome {
    /// The exit status: 0, 1 or 2. A [`VerifyError`] is 2.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Authentic => 0,
            Self::NotAuthentic => 1,
            Self::Unreadable => 2,
        }
    }
}

/// Why nothing could be verified: exit status 2.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// A file cannot be read.
    #[error("{} cannot be read", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A file of authorities cannot be used.
    #[error("--trust: {}", path.display())]
    Trust {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: TrustError,
    },
    /// The key of the log cannot be read.
    #[error("--log-key")]
    LogKey(#[source] NoteError),
    /// The report cannot be written.
    #[error("the report cannot be written")]
    Output(#[from] io::Error),
}

/// Examines the files as of `now` and writes what was found of each to `out`. `environment` is the value of `LANG`.
///
/// # Errors
/// When a file, the authorities or the key cannot be read at all; files before it have been told by then.
pub fn run(
    args: &VerifyArgs,
    environment: Option<&str>,
    now: DateTime<Utc>,
    out: &mut impl Write,
) -> Result<VerifyOutcome, VerifyError> {
    let lang = args
        .lang
        .unwrap_or_else(|| environment.and_then(|lang| lang.get(..2)).and_then(Language::from_code).unwrap_or(Language::En));
    let trust = trust(&args.trust)?;
    let log_keys: Result<Vec<_>, _> = args.log_key.iter().map(|key| VerifierKey::parse(key)).collect();
    let log_keys = log_keys.map_err(VerifyError::LogKey)?;
    let against =
        Against { trust: trust.as_ref(), sealer: args.sealer.as_ref(), log_keys: &log_keys, now, most_unfolded: MAX_UNFOLDED };
    let mut outcome = VerifyOutcome::Authentic;
    for path in &args.files {
        let bytes = read(path)?;
        let found = proof::examine(&bytes, &against);
        outcome = outcome.max(match &found {
            Ok(found) if found.is_authentic() => VerifyOutcome::Authentic,
            Ok(_) => VerifyOutcome::NotAuthentic,
            Err(_) => VerifyOutcome::Unreadable,
        });
        let name = path.display().to_string();
        if args.json {
            serde_json::to_writer(&mut *out, &proof::json(lang, &name, &found)).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_text(lang, &name, &found, out)?;
        }
        out.flush()?;
    }
    Ok(outcome)
}

fn trust(paths: &[PathBuf]) -> Result<Option<TrustAnchors>, VerifyError> {
    let mut pem = String::new();
    for path in paths {
        let bytes = read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        // Each file is read alone first, so that the message names the one that is wrong.
        TrustAnchors::from_pem(&text).map_err(|source| VerifyError::Trust { path: path.clone(), source })?;
        pem.push_str(&text);
        pem.push('\n');
    }
    match paths.first() {
        None => Ok(None),
        Some(path) => {
            let anchors = TrustAnchors::from_pem(&pem);
            anchors.map(Some).map_err(|source| VerifyError::Trust { path: path.clone(), source })
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, VerifyError> {
    let failed = |source| VerifyError::File { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn write_text(lang: Language, name: &str, found: &Result<Examination, Unreadable>, out: &mut impl Write) -> io::Result<()> {
    let told = match found {
        Ok(found) => proof::told(lang, found),
        Err(error) => Told {
            authentic: false,
            if_of_kela: false,
            verdict: lang.t("proof-verdict-unreadable"),
            faults: vec![[lang.t(error.key()), ["(", &error.to_string(), ")"].concat()].join(" ")],
            remarks: Vec::new(),
            sections: Vec::new(),
        },
    };
    writeln!(out, "{name}: {}", told.verdict)?;
    for fault in &told.faults {
        writeln!(out, "  ! {fault}")?;
    }
    for remark in &told.remarks {
        writeln!(out, "  * {remark}")?;
    }
    for section in &told.sections {
        writeln!(out, "\n  {}", section.title)?;
        for (term, answer) in &section.rows {
            writeln!(out, "    {term}: {answer}")?;
        }
        for note in &section.notes {
            writeln!(out, "    - {note}")?;
        }
    }
    writeln!(out)
}
