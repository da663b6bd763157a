//! The look at Edge servers, against real servers on loopback: every fault of a certificate from an authority of our own, raw sockets for
//! what no proper server does, `openssl s_server` for what rustls does not speak any more. OpenSSL and testssl.sh look at the same servers.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use federointi::agreement::Language;
use federointi::check::{CheckArgs, Notes, run};
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::{Authority, ServerHolder};
use federointi::demo::dns::{Behaviour, DEMO_ZONES, DemoDns, DemoZone};
use federointi::demo::edges::{DemoEdges, EDGE_FINDINGS};
use federointi::federation::{
    Code, Declared, Fqdn, Observation, PathSeen, Reached, Report, RevocationSeen, SipDomain, Speech, TlsSeen, TlsVersion,
    Verdict, judge,
};
use federointi::i18n::findings;
use federointi::outbound::PublicOnly;
use federointi::probe::{DnsProbe, EdgeSettings, ProbeSettings, Roots, random_label};
use federointi::x509::{HttpFetch, TrustAnchors};
use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::rr::rdata::{A, AAAA, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose as Purpose, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_rustls::TlsAcceptor;

const EDGE: &str = "sip.kunta.example";

fn now() -> DateTime<Utc> {
    SystemClock.now()
}

fn zone(records: &'static str) -> DemoZone {
    DemoZone { name: "kunta.example", shows: "", finds: &[], behaviour: Behaviour::Answers, records }
}

const AT_LOOPBACK: &str = "_sipfederationtls._tcp 60 IN SRV 100 1 5061 sip\nsip 60 IN A 127.0.0.1\n";

fn edges(port: u16, roots: &str) -> EdgeSettings {
    let roots = if roots.is_empty() { Roots::default() } else { Roots::with(TrustAnchors::from_pem(roots).unwrap()) };
    EdgeSettings { port, special_addresses: true, roots: Arc::new(roots), ..EdgeSettings::default() }
}

fn probe(dns: SocketAddr, edge: EdgeSettings) -> DnsProbe {
    DnsProbe::new(ProbeSettings { servers: vec![dns], edge: Some(edge), ..ProbeSettings::default() }).unwrap()
}

async fn observed(edge: EdgeSettings) -> Observation {
    let dns = DemoDns::start_with(0, &[zone(AT_LOOPBACK)]).await.unwrap();
    let kunta = [SipDomain::parse("kunta.example").unwrap()];
    probe(dns.address(), edge).observe(&kunta, None, now(), &random_label(&SystemRandomness)).await.remove(0)
}

fn demonstration() -> Declared {
    Declared { demonstration: true, ..Declared::default() }
}

fn codes(report: &Report) -> Vec<Code> {
    report.findings.iter().map(|finding| finding.code).collect()
}

/// Every finding can be told whole: no text lacks what it speaks of.
fn told_whole(report: &Report) {
    for (language, finding) in
        Language::ALL.into_iter().flat_map(|language| report.findings.iter().map(move |one| (language, one)))
    {
        let texts = [findings::title(language, finding), findings::seen(language, finding), findings::advice(language, finding)];
        for text in texts {
            let gap =
                [": .", ": ,", "  ", " ."].iter().any(|gap| text.contains(gap)) || text.ends_with(": ") || text.ends_with(':');
            assert!(!gap && !text.is_empty(), "{:?} {language:?}: {text}", finding.code);
        }
    }
}

fn tls(seen: &Observation) -> &TlsSeen {
    seen.edges[0].looks[0].tls.as_ref().unwrap()
}

/// An authority of the test's own.
struct Ca {
    params: CertificateParams,
    key: String,
    pem: String,
}

impl Ca {
    fn new(name: &str, by: Option<&Self>) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let made = match by {
            None => params.self_signed(&key).unwrap(),
            Some(by) => params.signed_by(&key, &by.issuer()).unwrap(),
        };
        Self { params, key: key.serialize_pem(), pem: made.pem() }
    }

    fn issuer(&self) -> Issuer<'static, KeyPair> {
        Issuer::new(self.params.clone(), KeyPair::from_pem(&self.key).unwrap())
    }

    /// Chain and key, in PEM.
    fn leaf(&self, change: impl FnOnce(&mut CertificateParams)) -> (String, String) {
        let params = leaf_params(change);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer()).unwrap().pem(), key.serialize_pem())
    }
}

fn leaf_params(change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = CertificateParams::new(vec![EDGE.to_owned()]).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, EDGE);
    params.extended_key_usages = vec![Purpose::ServerAuth, Purpose::ClientAuth];
    valid(&mut params, -100, 300);
    change(&mut params);
    params
}

/// Valid from and until so many days from now.
fn valid(params: &mut CertificateParams, from: i64, until: i64) {
    let at = |days: i64| {
        let seconds = u64::try_from((now() + TimeDelta::days(days)).timestamp()).unwrap();
        rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds)
    };
    (params.not_before, params.not_after) = (at(from), at(until));
}

fn config(chain: &str, key: &str) -> ServerConfig {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain.as_bytes()).map(Result::unwrap).collect();
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap())
        .unwrap()
}

async fn serve_config(config: ServerConfig) -> u16 {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    raw(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let sent = stream.read(&mut [0; 64]).await.unwrap_or(0);
                assert_eq!(sent, 0, "nothing is sent after the handshake");
            }
        }
    })
    .await
}

async fn serve(chain: &str, key: &str) -> u16 {
    serve_config(config(chain, key)).await
}

/// A server that does with each connection what it is told.
async fn raw<F: Future<Output = ()> + Send>(talk: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = Arc::new(talk);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let talk = Arc::clone(&talk);
            tokio::spawn(async move { talk(stream).await });
        }
    });
    port
}

/// What `openssl s_client` says of the same server: the verify code, and the whole output.
async fn s_client(port: u16, roots: &str, more: &[&str]) -> (String, String) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("roots.pem");
    std::fs::write(&file, roots).unwrap();
    let has_roots = !roots.is_empty();
    let more: Vec<String> = more.iter().map(ToString::to_string).collect();
    let output = tokio::task::spawn_blocking(move || {
        Command::new("openssl")
            .args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-servername", EDGE, "-verify_hostname", EDGE])
            .args(if has_roots { vec!["-CAfile", file.to_str().unwrap()] } else { vec!["-no-CAfile"] })
            .args(["-no-CApath", "-no-CAstore"])
            .args(more)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let code = text.lines().rev().find_map(|line| line.trim().strip_prefix("Verify return code: ")).unwrap_or_default();
    (code.split(' ').next().unwrap().to_owned(), text)
}

/// What is the matter, chain and key, what is found, openssl's verify code.
type Case = (&'static str, (String, String), Vec<Code>, &'static str);

#[tokio::test]
async fn every_fault_of_a_certificate_is_found_and_openssl_agrees() {
    let root = Ca::new("Testijuuri", None);
    let stranger = Ca::new("Vieras juuri", None);
    let between = Ca::new("Testiväli", Some(&root));
    let own = {
        let key = KeyPair::generate().unwrap();
        (leaf_params(|_| {}).self_signed(&key).unwrap().pem(), key.serialize_pem())
    };
    let with_root = |(leaf, key): (String, String)| (leaf + &stranger.pem, key);
    let below = |(leaf, key): (String, String)| (leaf + &between.pem, key);
    let named = |names: &[&str]| {
        let names: Vec<rcgen::SanType> = names.iter().map(|name| rcgen::SanType::DnsName((*name).try_into().unwrap())).collect();
        root.leaf(|params| params.subject_alt_names = names)
    };
    let for_purposes = |purposes: Vec<Purpose>| root.leaf(|params| params.extended_key_usages = purposes);
    let revocation = Code::RevocationNotKnown;
    // The chain, what is found besides that it names nobody to ask about revocation, and openssl's verify code.
    let cases: Vec<Case> = vec![
        ("good", root.leaf(|_| {}), vec![], "0"),
        ("good, below an authority in between", below(between.leaf(|_| {})), vec![], "0"),
        ("expired", root.leaf(|params| valid(params, -100, -1)), vec![Code::CertificateExpired], "10"),
        ("not yet valid", root.leaf(|params| valid(params, 1, 100)), vec![Code::CertificateNotYetValid], "9"),
        ("ends soon", root.leaf(|params| valid(params, -100, 20)), vec![Code::CertificateEndsSoon], "0"),
        ("self-signed", own, vec![Code::CertificateSelfSigned], "18"),
        ("of an unknown root", with_root(stranger.leaf(|_| {})), vec![Code::CertificateUntrusted], "19"),
        ("without the authority in between", between.leaf(|_| {}), vec![Code::ChainIncomplete], "21"),
        ("of another name", named(&["www.kunta.example"]), vec![Code::CertificateNameMissing], "62"),
        ("of another domain's Edge", named(&["sip.emo.example"]), vec![Code::CertificateDomainMissing], "62"),
        ("by a wildcard", named(&["*.kunta.example"]), vec![Code::CertificateWildcard], "0"),
        ("for clients only", for_purposes(vec![Purpose::ClientAuth]), vec![Code::CertificateNotForServers], "26"),
        ("for servers only", for_purposes(vec![Purpose::ServerAuth]), vec![Code::CertificateNotForClients], "0"),
    ];
    for (what, (chain, key), expected, verify) in cases {
        let port = serve(&chain, &key).await;
        let seen = observed(EdgeSettings { fetch: None, ..edges(port, &root.pem) }).await;
        let report = judge(&seen, &demonstration());
        assert_eq!(codes(&report), expected, "{what}: {report:?}");
        told_whole(&report);
        assert!(report.finding(revocation).is_none(), "{what}: nobody was asked");
        assert_eq!(tls(&seen).version, Some(TlsVersion::Tls13), "{what}");
        assert_eq!(tls(&seen).offers, [TlsVersion::Tls12, TlsVersion::Tls13], "{what}");
        let (code, text) = s_client(port, &root.pem, &["-purpose", "sslserver"]).await;
        assert_eq!(code, verify, "{what}: {text}");
    }
}

#[tokio::test]
async fn a_server_that_wants_a_client_certificate_and_closes_is_reachable() {
    let root = Ca::new("Testijuuri", None);
    let (chain, key) = root.leaf(|_| {});
    for versions in [&[&rustls::version::TLS12][..], &[&rustls::version::TLS13]] {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut store = rustls::RootCertStore::empty();
        store.add(CertificateDer::from_pem_slice(root.pem.as_bytes()).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(store), Arc::clone(&provider)).build().unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(chain.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
            )
            .unwrap();
        let seen = observed(edges(serve_config(config).await, &root.pem)).await;
        assert_eq!(judge(&seen, &demonstration()).verdict, Verdict::Ok, "{seen:?}");
        assert!(tls(&seen).wants_client_certificate);
        assert_eq!(seen.edges[0].looks[0].reached, Reached::Connected);
        let expected =
            if versions[0].version == rustls::ProtocolVersion::TLSv1_2 { TlsVersion::Tls12 } else { TlsVersion::Tls13 };
        assert_eq!((tls(&seen).version, tls(&seen).offers.as_slice()), (Some(expected), &[expected][..]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn authorities_in_between_are_fetched_and_revocation_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let authority = Authority::start(&folder.path().join("ca"), Arc::new(SystemClock)).await.unwrap();
    let roots = std::fs::read_to_string(authority.trust_file()).unwrap();
    let holder = ServerHolder {
        names: &[EDGE],
        not_before: now() - TimeDelta::days(10),
        not_after: now() + TimeDelta::days(300),
        for_clients: true,
    };
    let issued = authority.issue_server(&holder).unwrap();
    let asking = |port: u16| EdgeSettings {
        fetch: Some(Arc::new(|| Box::new(HttpFetch::new(Duration::from_secs(2), PublicOnly::new(true))))),
        ..edges(port, &roots)
    };
    let whole = serve(&[issued.certificate.as_str(), &issued.authorities].concat(), &issued.key).await;
    let seen = observed(asking(whole)).await;
    let certificate = |seen: &Observation| *tls(seen).certificate.clone().unwrap();
    assert_eq!(certificate(&seen).revocation, RevocationSeen::Good { by: "ocsp".into() });
    assert_eq!(codes(&judge(&seen, &demonstration())), []);
    let alone = serve(&issued.certificate, &issued.key).await;
    let seen = observed(asking(alone)).await;
    assert!(matches!(certificate(&seen).path, PathSeen::IntermediateMissing { .. }), "{:?}", certificate(&seen).path);
    assert_eq!(codes(&judge(&seen, &demonstration())), [Code::IntermediateMissing]);
    authority.revoke(&issued.serial, now() - TimeDelta::days(1));
    let seen = observed(asking(whole)).await;
    assert!(matches!(certificate(&seen).revocation, RevocationSeen::Revoked { .. }));
    assert_eq!(codes(&judge(&seen, &demonstration())), [Code::CertificateRevoked]);
}

#[tokio::test]
async fn an_ocsp_answer_that_the_server_brings_is_taken_and_a_foreign_one_is_not() {
    let folder = TempDir::new().unwrap();
    let authority = Authority::start(&folder.path().join("ca"), Arc::new(SystemClock)).await.unwrap();
    let roots = std::fs::read_to_string(authority.trust_file()).unwrap();
    let holder = ServerHolder {
        names: &[EDGE],
        not_before: now() - TimeDelta::days(10),
        not_after: now() + TimeDelta::days(300),
        for_clients: true,
    };
    let (one, other) = (authority.issue_server(&holder).unwrap(), authority.issue_server(&holder).unwrap());
    let stapled = |name: &'static str| {
        let file = folder.path().join(name);
        let (leaf, issuer) = (folder.path().join("leaf.pem"), folder.path().join("issuer.pem"));
        let url = authority.time_stamp_url().replace("/tsa", "/ocsp");
        (file, leaf, issuer, url)
    };
    for (about, good) in [(&one, true), (&other, false)] {
        let (file, leaf, issuer, url) = stapled("answer.der");
        std::fs::write(&leaf, &about.certificate).unwrap();
        std::fs::write(&issuer, &one.authorities).unwrap();
        let answer = file.clone();
        tokio::task::spawn_blocking(move || {
            Command::new("openssl")
                .args(["ocsp", "-noverify", "-no_nonce", "-url", &url, "-issuer"])
                .arg(issuer)
                .arg("-cert")
                .arg(leaf)
                .arg("-respout")
                .arg(answer)
                .output()
                .unwrap()
        })
        .await
        .unwrap();
        let mut config = config(&[one.certificate.as_str(), &one.authorities].concat(), &one.key);
        let provider = rustls::crypto::ring::default_provider();
        let key = provider.key_provider.load_private_key(PrivateKeyDer::from_pem_slice(one.key.as_bytes()).unwrap()).unwrap();
        let chain = [&one.certificate, &one.authorities].map(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap());
        let mut certified = rustls::sign::CertifiedKey::new(chain.to_vec(), key);
        certified.ocsp = Some(std::fs::read(&file).unwrap());
        config.cert_resolver = Arc::new(rustls::sign::SingleCertAndKey::from(certified));
        let seen = observed(edges(serve_config(config).await, &roots)).await;
        let revocation = tls(&seen).certificate.as_ref().unwrap().revocation.clone();
        let expected = if good { RevocationSeen::Good { by: "stapled".into() } } else { RevocationSeen::NotAsked };
        assert_eq!(revocation, expected);
    }
}

fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3][..], &u16::try_from(body.len()).unwrap().to_be_bytes(), body].concat()
}

/// A ServerHello of TLS 1.2, and the beginning of a Certificate message of `length` bytes.
fn hello_and_certificate(length: usize) -> Vec<u8> {
    let hello = [&[2, 0, 0, 38, 3, 3][..], &[1; 32], &[0, 0xc0, 0x2f, 0]].concat();
    let length = u32::try_from(length).unwrap().to_be_bytes();
    record(22, &[&hello[..], &[11], &length[1..]].concat())
}

#[tokio::test]
async fn what_no_proper_server_does_costs_bounded_time_and_is_told() {
    async fn listening(mut stream: TcpStream, then: Vec<u8>, endless: bool) {
        let _ = stream.read(&mut [0; 4096]).await;
        let mut sent = 0_usize;
        while stream.write_all(&then).await.is_ok() {
            sent += then.len();
            if !endless || sent > 64 * 1024 * 1024 {
                break;
            }
        }
        assert!(sent < 8 * 1024 * 1024, "the peer stopped reading long before: {sent}");
        if !endless {
            let _ = stream.read(&mut [0; 64]).await;
        }
    }
    let silent = raw(|stream| async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        drop(stream);
    })
    .await;
    let closing = raw(|stream| async move { drop(stream) }).await;
    let http = raw(|stream| listening(stream, b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), false)).await;
    let garbage = raw(|stream| listening(stream, vec![0xa5; 9_000], true)).await;
    let alert = raw(|stream| listening(stream, record(21, &[2, 40]), false)).await;
    // HelloRequests without end, each of them proper.
    let endless = raw(|stream| listening(stream, record(22, &[0; 4 * 1_000]), true)).await;
    // A certificate of a megabyte, as a message that says so and comes.
    let huge = raw(|stream| async move {
        let mut stream = stream;
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(&hello_and_certificate(1_000_000)).await;
        for _ in 0..64 {
            if stream.write_all(&record(22, &[0x30; 16_000])).await.is_err() {
                return;
            }
        }
    })
    .await;
    // A message within bounds that never ends.
    let slow = raw(|stream| async move {
        let mut stream = stream;
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(&hello_and_certificate(60_000)).await;
        while stream.write_all(&record(22, &[0])).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let started = Instant::now();
    let cases = [
        ("refuses", closed, Code::EdgeRefused, None),
        ("is silent", silent, Code::TlsNotSpoken, Some(Speech::Silence)),
        ("closes", closing, Code::TlsNotSpoken, Some(Speech::Closed)),
        ("speaks HTTP", http, Code::TlsNotSpoken, Some(Speech::NotTls)),
        ("sends garbage without end", garbage, Code::TlsNotSpoken, Some(Speech::NotTls)),
        ("sends an alert", alert, Code::TlsRefused, Some(Speech::Alert)),
        ("sends requests without end", endless, Code::TlsNotSpoken, None),
        ("sends a certificate of 1 MB", huge, Code::CertificateUnreadable, Some(Speech::TooLong)),
        ("sends slowly without end", slow, Code::EdgeNotChecked, None),
    ];
    let seen = futures_util::future::join_all(cases.iter().map(|(_, port, _, _)| observed(edges(*port, "")))).await;
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    for ((what, _, code, speech), seen) in cases.iter().zip(&seen) {
        let report = judge(seen, &demonstration());
        let found = codes(&report);
        told_whole(&report);
        // However it is told: it is told, and nothing is called good.
        assert!(matches!(report.verdict, Verdict::Errors | Verdict::Warnings | Verdict::Unverified), "{what}: {report:?}");
        if let Some(speech) = speech {
            assert_eq!((found.as_slice(), tls(seen).speech), (&[*code][..], *speech), "{what}: {seen:?}");
        }
    }
    let alert = &seen[5];
    assert_eq!(tls(alert).alert.as_deref(), Some("handshake_failure"));
}

/// rustls alone found fault with it: our own ClientHello came to nothing, since the server takes one connection and no more.
#[tokio::test]
async fn what_rustls_alone_refuses_is_not_told() {
    for first in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], &record(21, &[2, 40])] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let first = first.to_vec();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            drop(listener);
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&first).await;
            let _ = stream.read(&mut [0; 64]).await;
        });
        let seen = observed(edges(port, "")).await;
        assert_eq!(codes(&judge(&seen, &demonstration())), [Code::EdgeNotChecked], "{seen:?}");
    }
}

/// The tarpits of one form leave the connections of all to others.
#[tokio::test(flavor = "multi_thread")]
async fn one_round_has_its_share_of_the_connections() {
    let accepted = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::clone(&accepted);
    tokio::spawn(async move {
        let mut held = vec![listener.accept().await.unwrap()];
        // Nobody gives up a silent connection within this time, so that all of them are open at once.
        let end = tokio::time::Instant::now() + Duration::from_millis(1_200);
        while let Ok(Ok(next)) = tokio::time::timeout_at(end, listener.accept()).await {
            held.push(next);
        }
        count.store(held.len(), Ordering::SeqCst);
    });
    let records: String = (0..50)
        .map(|number| {
            let address = format!("127.0.1.{}", number + 1);
            format!("_sipfederationtls._tcp.k{number} 60 IN SRV 1 1 5061 sip.k{number}\nsip.k{number} 60 IN A {address}\n")
        })
        .collect();
    let dns = DemoDns::start_with(0, &[zone(Box::leak(records.into_boxed_str()))]).await.unwrap();
    let domains: Vec<SipDomain> = (0..50).map(|number| SipDomain::parse(&format!("k{number}.kunta.example")).unwrap()).collect();
    probe(dns.address(), edges(port, "")).observe(&domains, None, now(), "x1").await;
    let most = accepted.load(Ordering::SeqCst);
    assert!((16..=32).contains(&most), "{most}");
}

/// An `openssl s_server` with a key and certificate of its own making.
struct Openssl {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Openssl {
    async fn start(request: &[&str], arguments: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (key, certificate) = (at("key.pem"), at("certificate.pem"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-nodes", "-days", "300", "-subj", "/CN=sip.kunta.example"])
            .args(["-addext", "subjectAltName=DNS:sip.kunta.example", "-keyout", &key, "-out", &certificate])
            .args(request)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let child = Command::new("openssl")
            .args(["s_server", "-accept", &port.to_string(), "-key", &key, "-cert", &certificate, "-quiet"])
            .args(["-cipher", "ALL:@SECLEVEL=0"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        Self { child, port, _folder: folder }
    }

    async fn observed(&self) -> Observation {
        // s_server talks to one peer after the other.
        observed(EdgeSettings { at_once_to_one: 1, ..edges(self.port, "") }).await
    }
}

impl Drop for Openssl {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn old_servers_that_rustls_cannot_speak_with_are_read() {
    const RSA: &[&str] = &["-newkey", "rsa:2048"];
    use TlsVersion::{Tls10, Tls11, Tls12};
    for (arguments, offers, code) in [
        (&["-tls1"][..], &[Tls10][..], Code::TlsOldVersionsOnly),
        (&["-tls1_1"], &[Tls11], Code::TlsOldVersionsOnly),
        (&["-no_tls1_3"], &[Tls10, Tls11, Tls12], Code::TlsOldVersionOffered),
    ] {
        let server = Openssl::start(RSA, arguments).await;
        let seen = server.observed().await;
        let report = judge(&seen, &demonstration());
        assert_eq!(tls(&seen).offers, offers, "{arguments:?}: {seen:?}");
        assert!(report.finding(code).is_some(), "{arguments:?}: {report:?}");
        assert!(report.finding(Code::CertificateSelfSigned).is_some(), "the certificate was read: {arguments:?}");
        // OpenSSL agrees on each version.
        for (flag, version) in [("-tls1", Tls10), ("-tls1_1", Tls11), ("-tls1_2", Tls12)] {
            let (_, text) = s_client(server.port, "", &[flag, "-cipher", "ALL:@SECLEVEL=0"]).await;
            assert_eq!(text.contains("BEGIN CERTIFICATE"), offers.contains(&version), "{arguments:?} {flag}: {text}");
        }
    }
    // TLS 1.2 by RSA key exchange alone: rustls has none of it, and that is nobody's fault.
    let server = Openssl::start(RSA, &["-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0"]).await;
    let seen = server.observed().await;
    assert_eq!(
        (tls(&seen).offers.as_slice(), tls(&seen).cipher.as_deref()),
        (&[Tls12][..], Some("TLS_RSA_WITH_AES_128_CBC_SHA"))
    );
    assert_eq!(codes(&judge(&seen, &demonstration())), [Code::CertificateSelfSigned]);
}

#[tokio::test]
async fn weak_keys_and_digests_are_told() {
    let short = Openssl::start(&["-newkey", "rsa:1024"], &["-tls1_2"]).await;
    let report = judge(&short.observed().await, &demonstration());
    assert_eq!(codes(&report), [Code::CertificateSelfSigned, Code::CertificateWeakKey]);
    told_whole(&report);
    assert_eq!(report.finding(Code::CertificateWeakKey).unwrap().evidence.get("key"), Some("RSA 1024"));
    let sha1 = Openssl::start(&["-newkey", "rsa:2048", "-sha1"], &["-tls1_2"]).await;
    assert_eq!(
        codes(&judge(&sha1.observed().await, &demonstration())),
        [Code::CertificateSelfSigned, Code::CertificateWeakSignature]
    );
    let p521 = Openssl::start(&["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp521r1"], &["-tls1_2"]).await;
    assert_eq!(
        codes(&judge(&p521.observed().await, &demonstration())),
        [Code::CertificateSelfSigned],
        "another curve is no fault"
    );
}

#[tokio::test]
async fn testssl_sees_the_same_versions() {
    assert!(std::path::Path::new("/usr/bin/testssl").exists(), "testssl.sh is missing: tests/run installs it");
    let server = Openssl::start(&["-newkey", "rsa:2048"], &["-no_tls1_3"]).await;
    let seen = server.observed().await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("out.csv");
    let (port, out) = (server.port, file.to_str().unwrap().to_owned());
    tokio::task::spawn_blocking(move || {
        Command::new("timeout")
            .args([
                "180",
                "/usr/bin/testssl",
                "-p",
                "--quiet",
                "--color",
                "0",
                "--warnings",
                "batch",
                "--nodns",
                "none",
                "--csvfile",
                &out,
            ])
            .arg(format!("127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    let told = std::fs::read_to_string(&file).unwrap_or_default();
    for (name, version) in
        [("TLS1", TlsVersion::Tls10), ("TLS1_1", TlsVersion::Tls11), ("TLS1_2", TlsVersion::Tls12), ("TLS1_3", TlsVersion::Tls13)]
    {
        let line =
            told.lines().find(|line| line.starts_with(&format!("\"{name}\","))).unwrap_or_else(|| panic!("{name}: {told}"));
        assert_eq!(!line.contains("not offered"), tls(&seen).offers.contains(&version), "{line}");
    }
}

/// A name server with these addresses for every `sip.` name; it counts its answers with addresses. Each answer is the next of the list, the
/// last one for ever.
async fn name_server(answers: Vec<&'static str>) -> (SocketAddr, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            let question = Message::from_vec(&buffer[..length]).unwrap();
            let query = question.queries[0].clone();
            let (name, text) = (query.name().clone(), query.name().to_ascii());
            let mut reply = question.into_response();
            if text.starts_with("_sipfederationtls") && query.query_type() == RecordType::SRV {
                let target = Name::from_ascii("sip.kunta.example.").unwrap();
                reply.add_answer(Record::from_rdata(name, 0, RData::SRV(SRV::new(1, 1, 5061, target))));
            } else if text.starts_with("sip.") {
                let index = if query.query_type() == RecordType::A { count.fetch_add(1, Ordering::SeqCst) } else { 0 };
                match (answers[index.min(answers.len() - 1)].parse().unwrap(), query.query_type()) {
                    (std::net::IpAddr::V4(v4), RecordType::A) => {
                        reply.add_answer(Record::from_rdata(name, 0, RData::A(A(v4))));
                    }
                    (std::net::IpAddr::V6(v6), RecordType::AAAA) => {
                        reply.add_answer(Record::from_rdata(name, 0, RData::AAAA(AAAA(v6))));
                    }
                    _ => {}
                }
            }
            let _ = socket.send_to(&reply.to_vec().unwrap(), from).await;
        }
    });
    (address, asked)
}

#[tokio::test]
async fn evil_targets_are_not_connected_to() {
    let connected = Arc::new(AtomicUsize::new(0));
    // Whatever a name leads to: this is what must not be reached.
    let listener = TcpListener::bind("[::]:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::clone(&connected);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    let edge = Fqdn::parse("sip.muu.example").unwrap();
    for evil in [
        "0.0.0.0",
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "5f00::1",
    ] {
        let (dns, _) = name_server(vec![evil]).await;
        let settings = EdgeSettings { port, ..EdgeSettings::default() };
        let kunta = [SipDomain::parse("kunta.example").unwrap()];
        let seen = probe(dns, settings).observe(&kunta, Some(&edge), now(), "x1").await.remove(0);
        assert!(seen.edges.is_empty(), "{evil}: {:?}", seen.edges);
        let report = judge(&seen, &Declared::default());
        assert!(report.finding(Code::TargetNotPublic).is_some(), "{evil}: {report:?}");
    }
    assert_eq!(connected.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_address_that_was_checked_is_connected_to_and_no_name_is_resolved_twice() {
    let root = Ca::new("Testijuuri", None);
    let (chain, key) = root.leaf(|_| {});
    let port = serve(&chain, &key).await;
    // What a second question would lead to.
    let trap = TcpListener::bind(("127.0.0.9", port)).await.unwrap();
    let (dns, asked) = name_server(vec!["127.0.0.1", "127.0.0.9"]).await;
    let kunta = [SipDomain::parse("kunta.example").unwrap()];
    let seen = probe(dns, edges(port, &root.pem)).observe(&kunta, None, now(), "x1").await.remove(0);
    assert_eq!(judge(&seen, &demonstration()).verdict, Verdict::Ok, "{seen:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert!(tokio::time::timeout(Duration::from_millis(100), trap.accept()).await.is_err(), "nobody came");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_shows_good_and_bad_edges() {
    let folder = TempDir::new().unwrap();
    let authority = Authority::start(&folder.path().join("ca"), Arc::new(SystemClock)).await.unwrap();
    let servers = DemoEdges::start(&authority, now()).await.unwrap();
    let dns = DemoDns::start(0).await.unwrap();
    let roots = std::fs::read_to_string(authority.trust_file()).unwrap();
    let settings = EdgeSettings {
        fetch: Some(Arc::new(|| Box::new(HttpFetch::new(Duration::from_secs(1), PublicOnly::new(true))))),
        ..edges(servers.port(), &roots)
    };
    let probe = probe(dns.address(), settings);
    let quiet = DEMO_ZONES.iter().filter(|zone| zone.behaviour == Behaviour::Answers);
    let mut names: Vec<(&str, Vec<Code>)> = quiet.map(|zone| (zone.name, zone.finds.to_vec())).collect();
    names.extend(["koulu.esimerkkila.example", "museo.esimerkkila.example", "koulu.kaksila.example"].map(|name| (name, vec![])));
    for (name, mut expected) in names {
        expected.extend(EDGE_FINDINGS.iter().filter(|(of, _)| *of == name).map(|(_, code)| *code));
        let domain = [SipDomain::parse(name).unwrap()];
        let seen = probe.observe(&domain, None, now(), &random_label(&SystemRandomness)).await.remove(0);
        let report = judge(&seen, &demonstration());
        told_whole(&report);
        let mut found = codes(&report);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_fifty_domains_on_one_edge_ends_in_time_and_asks_each_thing_once() {
    let root = Ca::new("Testijuuri", None);
    let names: Vec<String> = (0..50).map(|number| format!("k{number}.kunta.example")).collect();
    let sans: Vec<rcgen::SanType> =
        names.iter().map(|name| rcgen::SanType::DnsName(format!("sip.{name}").as_str().try_into().unwrap())).collect();
    let (chain, key) = root.leaf(|params| params.subject_alt_names = sans);
    let port = serve(&chain, &key).await;
    let records: String = (0..50)
        .map(|number| {
            format!("_sipfederationtls._tcp.k{number} 60 IN SRV 1 1 5061 sip.k{number}\nsip.k{number} 60 IN A 127.0.0.1\n")
        })
        .collect();
    let dns = DemoDns::start_with(0, &[zone(Box::leak(records.into_boxed_str()))]).await.unwrap();
    let domains: Vec<SipDomain> = names.iter().map(|name| SipDomain::parse(name).unwrap()).collect();
    let started = Instant::now();
    let seen = probe(dns.address(), edges(port, &root.pem)).observe(&domains, None, now(), "x1").await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    for seen in &seen {
        assert_eq!(judge(seen, &demonstration()).verdict, Verdict::Ok, "{seen:?}");
    }
}

#[tokio::test]
async fn the_command_looks_at_edges_unless_told_not_to() {
    let root = Ca::new("Testijuuri", None);
    let (chain, key) = root.leaf(|params| valid(params, -100, -1));
    let port = serve(&chain, &key).await;
    let dns = DemoDns::start_with(0, &[zone(AT_LOOPBACK)]).await.unwrap();
    let folder = TempDir::new().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, &root.pem).unwrap();
    let args = |dns_only, json, lang| CheckArgs {
        domains: vec!["kunta.example".into()],
        demonstration: true,
        edge_port: Some(port),
        roots: Some(roots.clone()),
        dns_only,
        json,
        lang: Some(lang),
        ..CheckArgs::default()
    };
    let told = async |args: CheckArgs| {
        let mut out = Vec::new();
        let outcome =
            run(&args, vec![dns.address()], &SystemClock, &SystemRandomness, &mut out, Notes::new(&mut Vec::new(), false))
                .await
                .unwrap();
        (outcome.exit_code(), String::from_utf8(out).unwrap())
    };
    let (status, out) = told(args(false, true, Language::Fi)).await;
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, report["findings"][0]["code"].as_str()), (1, Some("certificate_expired")));
    assert_eq!(report["findings"][0]["rule"].as_str(), Some("RFC 5280, 4.1"));
    assert!(report["findings"][0]["advice"].as_str().unwrap().ends_with("sip.kunta.example"));
    let (_, text) = told(args(false, false, Language::En)).await;
    assert!(text.contains("Source of the rule: RFC 5280, 4.1"), "{text}");
    assert_eq!(told(args(true, true, Language::Fi)).await.0, 0);
    let missing = CheckArgs { roots: Some("/no/such/file".into()), ..args(false, true, Language::Fi) };
    assert!(
        run(&missing, vec![dns.address()], &SystemClock, &SystemRandomness, &mut Vec::new(), Notes::new(&mut Vec::new(), false))
            .await
            .is_err()
    );
}
