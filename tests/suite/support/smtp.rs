//! An SMTP server that can fail: `tests/smtp/server.py`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tempfile::TempDir;

/// What the server does with mail; it may be changed while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Takes everything.
    Accept,
    /// 550 to every recipient.
    Refuse,
    /// 451 to every recipient.
    TempFail,
    /// Takes the connection and never greets.
    HangGreeting,
    /// Never answers MAIL.
    HangBeforeData,
    /// Takes the mail and never answers the end of DATA.
    HangAfterData,
    /// Takes the mail and answers the end of DATA after two seconds.
    SlowAfterData,
    /// Takes the mail and cuts the connection before answering the end of DATA.
    DieAfterData,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Not at all, and no login.
    None,
    /// STARTTLS and a login are required; the certificate is for `localhost`, by the authority of [`Smtp::authority`].
    StartTls,
    /// TLS from the first byte, and a login.
    Implicit,
}

/// The login that a protected server requires.
pub const LOGIN: (&str, &str) = ("federointi", "correct horse battery staple");

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who had logged in.
    pub login: Option<String>,
    /// The message, byte for byte.
    pub bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct Envelope {
    from: String,
    to: Vec<String>,
    tls: bool,
    login: Option<String>,
}

/// A server of one test on a free port of loopback; it ends when dropped, and by itself when the test is killed.
pub struct Smtp {
    server: Child,
    folder: TempDir,
    port: u16,
}

impl Smtp {
    /// Starts one. Without its Python packages the test fails: it is never skipped.
    pub fn start(protection: Protection, mode: Mode) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("mode"), mode.name()).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = python();
        let mut command = Command::new(&python);
        command.arg(root.join("tests/smtp/server.py")).arg(folder.path());
        command.args(["--tls", protection.name()]);
        if protection != Protection::None {
            command.args(["--login", &format!("{}:{}", LOGIN.0, LOGIN.1)]);
        }
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start ({error}): run tests/run once", python.display()));
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| {
            panic!("the SMTP server did not start: {}", std::fs::read_to_string(folder.path().join("log")).unwrap_or_default())
        });
        Self { server, folder, port }
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Lets it fail or heal, from the next step of any session on.
    pub fn set_mode(&self, mode: Mode) {
        let fresh = self.folder.path().join("mode.new");
        std::fs::write(&fresh, mode.name()).unwrap();
        std::fs::rename(fresh, self.folder.path().join("mode")).unwrap();
    }

    /// The PEM file of the authority that signed the certificate of a protected server.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// What it has taken so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        files
            .into_iter()
            .map(|file| {
                let about = std::fs::read(file.with_extension("json")).unwrap();
                let Envelope { from, to, tls, login } = serde_json::from_slice(&about).unwrap();
                Mail { from, to, tls, login, bytes: std::fs::read(file).unwrap() }
            })
            .collect()
    }

    /// Waits until it has taken `count` mails, for at most `limit`; then the test fails.
    pub async fn wait_for(&self, count: usize, limit: Duration) -> Vec<Mail> {
        let started = Instant::now();
        loop {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            assert!(started.elapsed() < limit, "{} mails of {count} after {limit:?}", mails.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The Python that `tests/run` put the tests' packages into.
pub fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::env::var_os("FEDEROINTI_TEST_PYTHON").map_or_else(|| root.join("target/test-tools/python/bin/python"), PathBuf::from)
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::TempFail => "tempfail",
            Self::HangGreeting => "hang-greeting",
            Self::HangBeforeData => "hang-before-data",
            Self::HangAfterData => "hang-after-data",
            Self::SlowAfterData => "slow-after-data",
            Self::DieAfterData => "die-after-data",
        }
    }
}

impl Protection {
    fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Implicit => "implicit",
        }
    }
}
