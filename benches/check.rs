//! A list of domains against an authoritative server on loopback: whether all verdicts are right, what a domain costs beside a bare
//! hickory-resolver client that does the same lookups, and whether memory stays the same however long the list is.
//!
//! `cargo bench --bench check` for 100,000 domains, `-- 2000` for another number. Needs NSD, and dnsperf for the ceiling.
//! Each measurement is a process of its own (this program again), so that its CPU and its highest memory are its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use federointi::agreement::Language;
use federointi::check::{self, CheckArgs, Notes};
use federointi::clock::{SystemClock, SystemRandomness};
use futures_util::StreamExt;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};

const DOMAINS: usize = 100_000;
const ROUNDS: usize = 3;
const AT_ONCE: usize = 32;
const CLOUD: &str = "sipfed.online.lync.com";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["ours", list, server, out] => of_this_process(|| block_on(ours(list, server.parse().unwrap(), out))),
        ["bare", list, server] => of_this_process(|| block_on(bare(list, server.parse().unwrap()))),
        [] => measure(DOMAINS),
        [domains] => measure(domains.parse().unwrap()),
        _ => panic!("{arguments:?}"),
    }
}

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(future);
}

/// What the judgement has to find for the domain `n`, with its records.
fn domain(n: usize) -> (String, &'static [&'static str], &'static str) {
    const KINDS: [(&[&str], &str); 8] = [
        (&[], "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5061 sip.@\nsip.@ 3600 IN A 198.51.100.1\n"),
        (&["srv_wrong_port"], "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5060 sip.@\nsip.@ 3600 IN A 198.51.100.1\n"),
        (&["srv_missing"], "@ 3600 IN A 198.51.100.1\n"),
        (&["target_no_address"], "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5061 sip.@\n"),
        (&["target_not_public"], "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5061 sip.@\nsip.@ 3600 IN A 10.0.0.1\n"),
        (&["cloud_target"], "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5061 sipfed.online.lync.com.\n"),
        (
            &["target_is_alias"],
            "_sipfederationtls._tcp.@ 3600 IN SRV 100 1 5061 sip.@\nsip.@ 3600 IN CNAME edge.@\nedge.@ 3600 IN A 198.51.100.1\n",
        ),
        (&["domain_not_found"], ""),
    ];
    let (finds, records) = KINDS[n % KINDS.len()];
    (format!("k{n}.example"), finds, records)
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

fn serve(folder: &Path, domains: usize) -> Server {
    let mut zone = String::from(
        "example. 3600 IN SOA ns.example. h.example. 1 3600 600 86400 60\nexample. 3600 IN NS ns.example.\nns.example. 3600 IN A 127.0.0.1\n",
    );
    for n in 0..domains {
        let (name, _, records) = domain(n);
        write!(zone, "{}", records.replace('@', &format!("{name}."))).unwrap();
    }
    std::fs::write(folder.join("example.zone"), zone).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let at = folder.display();
    let config = format!(
        "server:\n  ip-address: 127.0.0.1@{port}\n  server-count: 1\n  username: \"\"\n  chroot: \"\"\n  database: \"\"\n  pidfile: \"{at}/pid\"\n  \
         xfrdfile: \"{at}/xfrd\"\n  xfrdir: \"{at}\"\n  zonelistfile: \"{at}/zonelist\"\n  logfile: \"{at}/log\"\n  rrl-ratelimit: 0\n\
         remote-control:\n  control-enable: no\nzone:\n  name: \"example\"\n  zonefile: \"{at}/example.zone\"\n"
    );
    std::fs::write(folder.join("nsd.conf"), config).unwrap();
    let program = if Path::new("/usr/sbin/nsd").exists() { "/usr/sbin/nsd" } else { "nsd" };
    let child = Command::new(program)
        .args(["-d", "-c"])
        .arg(folder.join("nsd.conf"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("NSD is installed");
    let server = Server { child, address: SocketAddr::from(([127, 0, 0, 1], port)) };
    let started = Instant::now();
    let answers = || {
        let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let mut question = hickory_resolver::proto::op::Message::query();
        let name = hickory_resolver::proto::rr::Name::from_ascii("example.").unwrap();
        question.add_query(hickory_resolver::proto::op::Query::query(name, RecordType::SOA));
        socket.send_to(&question.to_vec().unwrap(), server.address).unwrap();
        socket.recv(&mut [0; 512]).is_ok()
    };
    while !answers() {
        assert!(started.elapsed() < Duration::from_secs(60), "NSD does not answer");
        std::thread::sleep(Duration::from_millis(100));
    }
    server
}

/// CPU in seconds and highest memory in kilobytes.
#[derive(Clone, Copy)]
struct Cost {
    cpu: f64,
    wall: f64,
    memory: u64,
}

/// Does the work and prints what this process took for it.
fn of_this_process(work: impl FnOnce()) {
    let before = cpu();
    let started = Instant::now();
    work();
    println!("COST {} {} {}", cpu() - before, started.elapsed().as_secs_f64(), highest_memory());
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0
}

fn highest_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn in_a_process(arguments: &[&str]) -> Cost {
    let output = Command::new(std::env::current_exe().unwrap()).args(arguments).stderr(Stdio::inherit()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.starts_with("COST ")).unwrap_or_else(|| panic!("{arguments:?}: {text}"));
    let numbers: Vec<f64> = line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect();
    Cost { cpu: numbers[0], wall: numbers[1], memory: numbers[2] as u64 }
}

fn measure(domains: usize) {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path(), domains);
    let at = server.address.to_string();
    let list = |domains: usize| {
        let file = folder.path().join(format!("list-{domains}"));
        std::fs::write(&file, (0..domains).map(|n| domain(n).0 + "\n").collect::<String>()).unwrap();
        file.display().to_string()
    };
    let (whole, tenth) = (list(domains), list(domains / 10));
    let out = folder.path().join("out.jsonl").display().to_string();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Turn by turn, and each first every other time.
        for first in [round % 2 == 0, round % 2 != 0] {
            if first {
                ours.push(in_a_process(&["ours", &whole, &at, &out]));
            } else {
                bare.push(in_a_process(&["bare", &whole, &at]));
            }
        }
    }
    verdicts(&out, domains);
    let small = in_a_process(&["ours", &tenth, &at, &out]);
    let each = |costs: &[Cost]| {
        let mut cpu: Vec<f64> = costs.iter().map(|cost| cost.cpu / domains as f64 * 1e6).collect();
        cpu.sort_by(f64::total_cmp);
        cpu[cpu.len() / 2]
    };
    let rate = |costs: &[Cost]| domains as f64 / costs.iter().map(|cost| cost.wall).fold(f64::MAX, f64::min);
    println!("check of {domains} domains of mixed faults, NSD on loopback, {AT_ONCE} at once, median of {ROUNDS}:");
    println!("  all verdicts right");
    println!("  client CPU a domain: ours {:>6.0} µs, bare hickory-resolver {:>6.0} µs", each(&ours), each(&bare));
    println!("  ratio               {:>6.2}   (1.2 at most is asked for)", each(&ours) / each(&bare));
    println!("  domains a second     ours {:>6.0}, bare {:>6.0}", rate(&ours), rate(&bare));
    println!("  highest memory       {} kB for {domains}, {} kB for {}", ours[0].memory, small.memory, domains / 10);
    println!("  dnsperf's ceiling    {}", ceiling(folder.path(), server.address, domains));
}

/// Every domain once, with exactly the findings that its records have.
fn verdicts(out: &str, domains: usize) {
    let text = std::fs::read_to_string(out).unwrap();
    let mut seen = vec![false; domains];
    for line in text.lines() {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = report["domain"].as_str().unwrap();
        let n: usize = name.strip_prefix('k').unwrap().strip_suffix(".example").unwrap().parse().unwrap();
        let found: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
        assert_eq!(found, domain(n).1, "{line}");
        assert!(!std::mem::replace(&mut seen[n], true), "{name} twice");
    }
    assert!(seen.iter().all(|seen| *seen), "every domain is reported");
}

/// The questions a second that the server answers dnsperf.
fn ceiling(folder: &Path, server: SocketAddr, domains: usize) -> String {
    let questions: String = (0..domains).map(|n| format!("_sipfederationtls._tcp.{} SRV\n", domain(n).0)).collect();
    let file = folder.join("questions");
    std::fs::write(&file, questions).unwrap();
    let output =
        Command::new("dnsperf").args(["-s", "127.0.0.1", "-p", &server.port().to_string(), "-l", "5", "-d"]).arg(&file).output();
    let Ok(output) = output else { return "dnsperf is not installed".to_owned() };
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.contains("Queries per second")).unwrap_or("no figure");
    line.trim().to_owned()
}

async fn ours(list: &str, server: SocketAddr, out: &str) {
    let args = CheckArgs {
        from: Some(list.into()),
        json: true,
        rate: Some(0),
        lang: Some(Language::En),
        demonstration: true,
        ..CheckArgs::default()
    };
    let mut file = std::fs::File::create(out).unwrap();
    let mut told = std::io::sink();
    let notes = Notes::new(&mut told, false);
    check::run(&args, vec![server], &SystemClock, &SystemRandomness, &mut file, notes).await.unwrap();
}

/// The same lookups in the same order, and nothing else.
async fn bare(list: &str, server: SocketAddr) {
    let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = server.port();
    }
    let servers = vec![NameServerConfig::new(server.ip(), true, connections)];
    let config = ResolverConfig::from_parts(None, Vec::new(), servers);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    let options = builder.options_mut();
    options.timeout = Duration::from_millis(1_300);
    options.attempts = 1;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.preserve_intermediates = true;
    let resolver = builder.build().unwrap();
    let names: Vec<String> = std::fs::read_to_string(list).unwrap().lines().map(ToOwned::to_owned).collect();
    let mut done = futures_util::stream::iter(names).map(|name| of_domain(&resolver, name)).buffer_unordered(AT_ONCE);
    while done.next().await.is_some() {}
}

async fn of_domain(resolver: &TokioResolver, domain: String) {
    let ask = async |prefix: &str, kind| resolver.lookup(format!("{prefix}{domain}."), kind).await;
    let host = async |prefix: &str| {
        let (v4, v6) = tokio::join!(ask(prefix, RecordType::A), ask(prefix, RecordType::AAAA));
        let absent = |answer: &Result<_, NetError>| answer.as_ref().is_err_and(NetError::is_no_records_found);
        absent(&v4) && absent(&v6)
    };
    let (srv, ..) = tokio::join!(
        ask("_sipfederationtls._tcp.", RecordType::SRV),
        host("xguardguardguardgua."),
        ask("xguardguardguardgua.", RecordType::SRV)
    );
    let cloud = match &srv {
        Ok(lookup) => {
            let record = lookup.answers().iter().find_map(|record| match &record.data {
                RData::SRV(srv) => Some(srv.target.to_ascii()),
                _ => None,
            });
            record.unwrap().starts_with(CLOUD)
        }
        Err(_) => false,
    };
    let clients = async || tokio::join!(host("lyncdiscover."), host("sip."), ask("_sip._tls.", RecordType::SRV));
    match srv {
        Ok(_) if cloud => drop(clients().await),
        Ok(_) => {
            if host("sip.").await {
                let _ = ask("sip.", RecordType::CNAME).await;
            }
        }
        Err(_) => {
            let doubled = format!("_sipfederationtls._tcp.{domain}.{domain}.");
            let _ = tokio::join!(
                ask("", RecordType::SOA),
                clients(),
                ask("_sipfederationtls._tls.", RecordType::SRV),
                ask("_sipfederation._tcp.", RecordType::SRV),
                ask("_sip._tcp.", RecordType::SRV),
                ask("_tcp._sipfederationtls.", RecordType::SRV),
                ask("sipfederationtls._tcp.", RecordType::SRV),
                resolver.lookup(doubled.as_str(), RecordType::SRV),
            );
        }
    }
}
