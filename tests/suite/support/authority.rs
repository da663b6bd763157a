//! A certificate authority of one test, and sealers that use it.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use federointi::clock::{Clock, SystemClock};
use federointi::demo::authority::{Authority, Faults, Holder, Issued};
use federointi::outbound::PublicOnly;
use federointi::seal::{Level, SealKey, SealSettings, SealText, Sealer, TrustAnchors};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::process;

/// What the tests' seals say.
pub const TEXT: SealText<'static> = SealText {
    field_name: "Kela",
    tooltip: "Kelan sähköinen leima",
    reason: Some("Sopimuksen alkuperän ja eheyden vahvistaminen"),
};

/// What the time stamps of upgrades say.
pub const STAMP: SealText<'static> = SealText { field_name: "Aikaleima", tooltip: "Aikaleima", reason: None };

/// A running authority with a folder of its own.
pub struct TestAuthority {
    /// Taken out when it is stopped: judging must do without it.
    authority: Option<Authority>,
    runtime: Runtime,
    pub folder: TempDir,
}

impl TestAuthority {
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let authority = runtime.block_on(Authority::start(&folder.path().join("authority"), Arc::new(SystemClock))).unwrap();
        Self { authority: Some(authority), runtime, folder }
    }

    pub fn running(&self) -> &Authority {
        self.authority.as_ref().expect("the authority runs")
    }

    /// Stops it, and starts it again from its folder.
    pub fn restart(&mut self) {
        self.stop();
        self.restart_anew();
    }

    /// Starts it again from its folder, after it was stopped.
    pub fn restart_anew(&mut self) {
        let folder = self.folder.path().join("authority");
        self.authority = Some(self.runtime.block_on(Authority::start(&folder, Arc::new(SystemClock))).unwrap());
    }

    /// Stops it: from now on nobody answers.
    pub fn stop(&mut self) {
        let port = self.port();
        self.authority = None;
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the authority goes on");
    }

    pub fn port(&self) -> u16 {
        let url = url::Url::parse(&self.running().time_stamp_url()).unwrap();
        url.port().unwrap()
    }

    pub fn set_faults(&self, faults: Faults) {
        self.running().set_faults(faults);
    }

    pub fn trust(&self) -> TrustAnchors {
        TrustAnchors::from_pem(&std::fs::read_to_string(self.running().trust_file()).unwrap()).unwrap()
    }

    /// A certificate for a seal, valid now.
    pub fn issue(&self, key: Option<&str>) -> Issued {
        self.running().issue(&holder(key)).unwrap()
    }

    /// Settings that use this authority.
    pub fn settings(&self, key: SealKey, level: Level) -> SealSettings {
        SealSettings {
            key,
            level,
            lower_allowed: false,
            time_stamp_url: Some(self.running().time_stamp_url()),
            trust: self.trust(),
            name: None,
            location: Some("Helsinki".to_owned()),
            patience: Duration::from_secs(2),
            outbound: PublicOnly::new(true),
        }
    }

    /// A sealer with a fresh certificate.
    pub fn sealer(&self, level: Level) -> Sealer {
        let key = SealKey::from_pem(&self.issue(None).all()).unwrap();
        Sealer::new(self.settings(key, level))
    }
}

/// Who the tests' certificates are for.
pub fn holder(key: Option<&str>) -> Holder<'_> {
    let now = SystemClock.now();
    Holder {
        common_name: "Kela (testi)",
        organization: "Kela (testi)",
        organization_identifier: Some("NTRFI-0000021-1"),
        person: None,
        not_before: now - TimeDelta::days(10),
        not_after: now + TimeDelta::days(300),
        for_signatures: true,
        key,
    }
}

/// Runs `openssl`; gives what it printed.
pub fn openssl(args: &[&str]) -> String {
    let mut command = Command::new("openssl");
    command.args(args);
    let ended = process::run(command, Duration::from_secs(60));
    assert!(ended.success, "openssl {args:?}: {}", ended.stderr);
    ended.stdout
}

/// A private key in PEM (PKCS#8): `P-256`, `P-384`, `RSA-2048` and so on.
pub fn private_key(kind: &str) -> String {
    match kind.split_once('-').unwrap() {
        ("P", _) => openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", &format!("ec_paramgen_curve:{kind}")]),
        (_, bits) => openssl(&["genpkey", "-algorithm", "RSA", "-pkeyopt", &format!("rsa_keygen_bits:{bits}")]),
    }
}

/// The path of `name` in `folder` with `content` in it.
pub fn file(folder: &std::path::Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}
