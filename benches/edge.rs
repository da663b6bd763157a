//! What a look at an Edge server costs, against the same number of bare tokio-rustls handshakes that verify the same chain.
//!
//! `cargo bench --bench edge`; `-- 200` for fewer looks. The server is a process of its own, so that the CPU time is the client's. Looks and
//! handshakes take turns; the figure is the ratio of their CPU times. Learning the versions besides, which is three more connections to an
//! address, is told by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use federointi::clock::{Clock, SystemClock};
use federointi::federation::{Answer, HostSeen, Speech};
use federointi::probe::{EdgeProbe, EdgeSettings, Roots};
use federointi::x509::TrustAnchors;
use futures_util::StreamExt as _;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

const NAME: &str = "sip.kunta.example";
const ROUNDS: usize = 6;
const AT_ONCE: usize = 4;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--serve") {
        runtime.block_on(serve());
        return;
    }
    let each = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(2_000);
    let mut server = Command::new(std::env::current_exe().unwrap()).arg("--serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let port: u16 = lines.next().unwrap().unwrap().parse().unwrap();
    let root: Vec<String> = lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
    runtime.block_on(compare(port, &root.join("\n"), each));
    let _ = server.kill();
    let _ = server.wait();
}

async fn serve() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = params.self_signed(&key).unwrap();
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![NAME.to_owned()]).unwrap().signed_by(&leaf_key, &Issuer::new(params, key)).unwrap();
    let private = PrivateKeyDer::from_pem_slice(leaf_key.serialize_pem().as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], private)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}\n{}\n", listener.local_addr().unwrap().port(), root.pem().trim());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let acceptor = acceptor.clone();
        tokio::spawn(async move { drop(acceptor.accept(stream).await) });
    }
}

/// CPU seconds of this process: user and system, in ticks of a hundredth (proc(5)).
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

async fn compare(port: u16, root: &str, each: usize) {
    let mut totals = [0.0; 3];
    for _ in 0..ROUNDS {
        for (which, total) in totals.iter_mut().enumerate() {
            let before = cpu();
            match which {
                0 => bare(port, root, each).await,
                _ => looks(port, root, each, which == 2).await,
            }
            *total += cpu() - before;
        }
    }
    let [bare, look, versions] = totals;
    let micros = |total: f64| total * 1e6 / (ROUNDS * each) as f64;
    println!("bare handshake, chain verified: {:.0} µs CPU", micros(bare));
    println!("look at an Edge server:         {:.0} µs CPU, ratio {:.2} (at most 1.2 wanted)", micros(look), look / bare);
    println!("with the versions learnt:       {:.0} µs CPU, ratio {:.2}", micros(versions), versions / bare);
}

async fn bare(port: u16, root: &str, each: usize) {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots.add(CertificateDer::from_pem_slice(root.as_bytes()).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    let connector = TlsConnector::from(Arc::new(config));
    let name = ServerName::try_from(NAME).unwrap();
    let each = futures_util::stream::iter(0..each).for_each_concurrent(AT_ONCE, |_| async {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        connector.connect(name.clone(), stream).await.unwrap();
    });
    each.await;
}

async fn looks(port: u16, root: &str, each: usize, versions: bool) {
    let roots = Arc::new(Roots::with(TrustAnchors::from_pem(root).unwrap()));
    let probe = EdgeProbe::new(EdgeSettings { port, special_addresses: true, versions, roots, ..EdgeSettings::default() });
    let host = HostSeen { v4: Answer::Found(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]), ..HostSeen::NOT_ASKED };
    let each = futures_util::stream::iter(0..each).for_each_concurrent(AT_ONCE, |_| async {
        let seen = probe.look(NAME, &host, SystemClock.now(), Duration::from_secs(5)).await.unwrap();
        assert_eq!(seen.looks[0].tls.as_ref().unwrap().speech, Speech::Tls);
    });
    each.await;
}
