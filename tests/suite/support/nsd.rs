//! Authoritative name servers of our own: NSD on loopback addresses and a port of one's own, over zones that the test writes; and the
//! tools that sign zones and look at answers independently.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A port that is free for UDP and TCP on each of the addresses.
pub fn free_port(addresses: &[&str]) -> u16 {
    for _ in 0..50 {
        let first = std::net::UdpSocket::bind((addresses[0], 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        drop(first);
        let free = addresses.iter().all(|address| {
            std::net::UdpSocket::bind((*address, port)).is_ok() && std::net::TcpListener::bind((*address, port)).is_ok()
        });
        if free {
            return port;
        }
    }
    panic!("no port is free on {addresses:?}");
}

/// A running server; it ends when it is dropped.
pub struct Nsd {
    child: Child,
    pub address: SocketAddr,
}

impl Drop for Nsd {
    fn drop(&mut self) {
        // Its own children end with it on SIGTERM, not on SIGKILL.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Nsd {
    /// Serves zone files, each with its zone's name without the final dot (`.` for the root).
    pub fn start(folder: &Path, address: SocketAddr, zones: &[(&str, PathBuf)]) -> Self {
        let own = folder.join(address.to_string().replace([':', '.'], "-"));
        std::fs::create_dir_all(&own).unwrap();
        let at = |name: &str| own.join(name).display().to_string();
        let mut config = format!(
            "server:\n  ip-address: {}@{}\n  server-count: 1\n  username: \"\"\n  chroot: \"\"\n  database: \"\"\n  pidfile: \"{}\"\n  \
             xfrdfile: \"{}\"\n  xfrdir: \"{}\"\n  zonelistfile: \"{}\"\n  logfile: \"{}\"\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no\n",
            address.ip(),
            address.port(),
            at("pid"),
            at("xfrd"),
            own.display(),
            at("zonelist"),
            at("log")
        );
        for (zone, file) in zones {
            config += &format!("zone:\n  name: \"{zone}\"\n  zonefile: \"{}\"\n", file.display());
        }
        let file = own.join("nsd.conf");
        std::fs::write(&file, config).unwrap();
        let program =
            ["/usr/sbin/nsd", "/usr/bin/nsd"].into_iter().find(|path| Path::new(path).exists()).expect("NSD is installed");
        let child =
            Command::new(program).args(["-d", "-c"]).arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { child, address };
        let started = Instant::now();
        let zone = zones[0].0;
        while !dig(address, zone, "SOA", &["+norec"]).contains("SOA") {
            let log = std::fs::read_to_string(own.join("log")).unwrap_or_default();
            assert!(started.elapsed() < Duration::from_secs(20), "NSD at {address} does not answer for {zone}: {log}");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let error = String::from_utf8_lossy(&output.stderr);
    [String::from_utf8(output.stdout).unwrap(), error.into_owned()].concat()
}

/// The answer section as dig prints it, single spaces between the parts.
pub fn dig(server: SocketAddr, name: &str, kind: &str, more: &[&str]) -> String {
    let name = if name == "." { ".".to_owned() } else { format!("{name}.") };
    let text = output(
        Command::new("dig")
            .arg(format!("@{}", server.ip()))
            .args(["-p", &server.port().to_string(), "+noall", "+answer", "+time=1", "+tries=1"])
            .args(more)
            .args([&name, kind]),
    );
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// What delv says of the signatures: `secure`, `insecure` or `bogus`.
pub fn delv(server: SocketAddr, anchors: &Path, name: &str, kind: &str) -> &'static str {
    let text = output(
        Command::new("delv").arg(format!("@{}", server.ip())).args(["-p", &server.port().to_string(), "-a"]).arg(anchors).args([
            "+root=.",
            &format!("{name}."),
            kind,
        ]),
    );
    if text.contains("fully validated") {
        "secure"
    } else if text.contains("unsigned answer") {
        "insecure"
    } else if text.contains("resolution failed") {
        "bogus"
    } else {
        panic!("delv on {name}: {text}")
    }
}

/// How a zone is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    Nsec,
    Nsec3,
    Expired,
}

/// A signed zone file and what the zone above needs to know.
pub struct SignedZone {
    pub file: PathBuf,
    /// The DS line.
    pub ds: String,
    /// The DNSKEY line of the key that signs keys.
    pub key: String,
}

/// Signs a zone.
pub fn sign(folder: &Path, zone: &str, text: &str, how: Signing) -> SignedZone {
    let label = if zone == "." { "root" } else { zone };
    let file = folder.join(format!("{label}.zone"));
    std::fs::write(&file, text).unwrap();
    let keygen = |more: &[&str]| {
        let base = output(Command::new("ldns-keygen").args(["-a", "ECDSAP256SHA256"]).args(more).arg(zone).current_dir(folder));
        base.lines().next().unwrap().to_owned()
    };
    let (signs_keys, signs_zone) = (keygen(&["-k"]), keygen(&[]));
    let signed = folder.join(format!("{label}.signed"));
    let mut command = Command::new("ldns-signzone");
    command.args(["-o", zone, "-f"]).arg(&signed).current_dir(folder);
    match how {
        Signing::Nsec => {}
        Signing::Nsec3 => {
            command.arg("-n");
        }
        Signing::Expired => {
            command.args(["-i", "20250101000000", "-e", "20250201000000"]);
        }
    }
    let told = output(command.arg(&file).args([&signs_zone, &signs_keys]));
    assert!(signed.exists(), "ldns-signzone: {told}");
    let read = |end: &str| std::fs::read_to_string(folder.join(format!("{signs_keys}.{end}"))).unwrap().trim().to_owned();
    SignedZone { file: signed, ds: read("ds"), key: read("key") }
}
