//! The `check` command: the same observation and judgement as the form's, printed as text or as one JSON object a line.
//!
//! A list is read as it is checked: memory stays the same, however long it is.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use futures_util::{StreamExt, stream};
use thiserror::Error;

use crate::agreement::Language;
use crate::clock::{Clock, Randomness};
use crate::federation::{Declared, Fqdn, NameError, Report, SipDomain, Verdict, judge};
use crate::i18n::findings::{self, NameKind, report_json};
use crate::i18n::{Translate, format};
use crate::probe::{Depth, DnsProbe, EdgeSettings, ProbeError, ProbeSettings, Roots, random_label};
use crate::x509::{TrustAnchors, TrustError};

mod list;
mod notes;

use list::{Entry, Known};
pub use notes::Notes;

/// Questions a second to one server, unless told otherwise: a list of 100,000 domains takes about ten minutes, and no resolver minds.
const RATE_OF_LISTS: u32 = 1_000;

/// What `check` is told.
#[derive(Debug, Clone, Default, Args)]
pub struct CheckArgs {
    /// SIP domains to check.
    #[arg(value_name = "DOMAIN")]
    pub domains: Vec<String>,
    /// A file with more domains, one a line; `-` for standard input. What follows a `#` is left out. A line that is no domain is told on
    /// standard error, and the others are checked.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The Edge server's public name, as the form gives it.
    #[arg(long, value_name = "FQDN")]
    pub edge: Option<String>,
    /// A supplier runs the service: a target in the supplier's domain is a warning only.
    #[arg(long)]
    pub supplier: bool,
    /// One JSON object a domain and line, as they finish.
    #[arg(long)]
    pub json: bool,
    /// Look at the domains of a file as closely as at those given by themselves: DNSSEC signatures and each name server besides.
    #[arg(long)]
    pub full: bool,
    /// The most questions a second to one server; 0 for no bound [default: 1000 with --from, else no bound]
    #[arg(long, value_name = "N")]
    pub rate: Option<u32>,
    /// An earlier output of --json: the domains in it are not checked again, and their verdicts count for the exit status.
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,
    /// The language of the texts: fi, sv or en; by the environment's LANG otherwise.
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub lang: Option<Language>,
    /// Only DNS is asked: no Edge server is connected to.
    #[arg(long)]
    pub dns_only: bool,
    /// A PEM file of further root certificates that Edge servers' certificates may lead to, beside the public ones.
    #[arg(long, value_name = "PEM")]
    pub roots: Option<PathBuf>,
    /// Addresses of the documentation and loopback ranges count as public: for the demonstration and tests.
    #[arg(long)]
    pub demonstration: bool,
    /// The port at which the demonstration's Edge servers listen.
    #[arg(long, value_name = "PORT", requires = "demonstration")]
    pub edge_port: Option<u16>,
}

fn language(code: &str) -> Result<Language, &'static str> {
    Language::from_code(code).ok_or("fi, sv or en")
}

/// How the check ended, as the contract has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// No errors, and all verified.
    Good,
    /// Errors were found.
    Errors,
    /// No errors, but some domains are not verified.
    Unverified,
    /// Some lines of the list are no domains: the check could not be run for all.
    Partial,
}

impl CheckOutcome {
    /// The exit status: 0, 1 or 3; 2 where something could not be checked at all, as for a [`CheckError`].
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Errors => 1,
            Self::Unverified => 3,
            Self::Partial => 2,
        }
    }

    /// This outcome and one more verdict.
    const fn and(self, verdict: Verdict) -> Self {
        match (verdict, self) {
            (_, Self::Partial) => Self::Partial,
            (Verdict::Errors, _) | (_, Self::Errors) => Self::Errors,
            (Verdict::Unverified, _) => Self::Unverified,
            (_, outcome) => outcome,
        }
    }
}

/// Why the check could not run: exit status 2.
#[derive(Debug, Error)]
pub enum CheckError {
    /// No domain was given.
    #[error("no domain was given")]
    Nothing,
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The file of root certificates cannot be used.
    #[error("--roots: {}", path.display())]
    Roots {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: TrustError,
    },
    /// A text is not a name. The message is in the language asked for, one line a name.
    #[error("{0}")]
    Names(String),
    /// There is nobody to ask.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// The report cannot be written.
    #[error("the report cannot be written")]
    Output(#[from] io::Error),
}

/// Checks the domains and writes each report to `out` as soon as it is there. `servers` empty asks the system's. What is for the person
/// who waits goes to `notes`.
///
/// # Errors
/// When the check cannot run at all; nothing is asked if any name on the command line is not one.
pub async fn run(
    args: &CheckArgs,
    servers: Vec<SocketAddr>,
    clock: &dyn Clock,
    randomness: &dyn Randomness,
    out: &mut impl Write,
    notes: Notes<'_>,
) -> Result<CheckOutcome, CheckError> {
    let language =
        args.lang.unwrap_or_else(|| language_of(std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok().as_deref()));
    let (domains, edge) = names(args, language)?;
    let known = match &args.resume {
        Some(path) => Known::of_output(path).map_err(|source| CheckError::File { path: path.clone(), source })?,
        None => Known::default(),
    };
    if known.ends_within_a_line() {
        // The earlier run was cut off: what follows begins a line of its own, where it is appended.
        writeln!(out)?;
    }
    let probe = DnsProbe::new(settings(args, servers)?)?;
    let declared = Declared {
        edge: edge.clone(),
        supplier_runs_it: args.supplier,
        // A list of many domains is of many organisations: each is judged by itself.
        domains: if args.from.is_none() && edge.is_some() { domains.clone() } else { Vec::new() },
        demonstration: args.demonstration,
        ..Declared::default()
    };
    let label = random_label(randomness);
    let depth = if args.from.is_none() || args.full { Depth::Full } else { Depth::Quick };
    let entries = list::read(domains, args.from.clone(), known, language)?;
    let tally = Mutex::new(Tally { notes, outcome: CheckOutcome::Good, entries: 0, bad: 0, broken: None });
    let with = |change: &mut dyn FnMut(&mut Tally<'_>)| change(&mut tally.lock().unwrap_or_else(PoisonError::into_inner));
    let to_ask =
        stream::unfold(entries, |mut entries| async { entries.recv().await.map(|entry| (entry, entries)) }).filter_map(|entry| {
            let mut domain = None;
            let mut entry = Some(entry);
            with(&mut |tally| domain = entry.take().and_then(|entry| tally.take(entry, language)));
            std::future::ready(domain)
        });
    let mut seen = std::pin::pin!(probe.observe_each(depth, to_ask, edge.as_ref(), || clock.now(), &label));
    while let Some(observation) = seen.next().await {
        let report = judge(&observation, &declared);
        if args.json {
            // In one piece: `out` may be a file without a buffer, and a reader sees whole lines only.
            let mut line = serde_json::to_vec(&report_json(language, &report)).map_err(io::Error::from)?;
            line.push(b'\n');
            out.write_all(&line)?;
        } else {
            write_report(language, &report, out)?;
        }
        out.flush()?;
        with(&mut |tally| {
            tally.outcome = tally.outcome.and(report.verdict);
            tally.notes.checked(language);
        });
    }
    with(&mut |tally| tally.notes.end());
    let mut ended = None;
    with(&mut |tally| ended = Some((tally.broken.take(), tally.entries, tally.bad, tally.outcome)));
    match ended {
        Some((Some(source), ..)) => Err(CheckError::File { path: args.from.clone().unwrap_or_default(), source }),
        Some((_, 0, ..)) | None => Err(CheckError::Nothing),
        Some((_, _, bad, _)) if bad > 0 => Ok(CheckOutcome::Partial),
        Some((.., outcome)) => Ok(outcome),
    }
}

/// What a list came to so far.
struct Tally<'a> {
    notes: Notes<'a>,
    outcome: CheckOutcome,
    entries: u64,
    bad: u64,
    broken: Option<io::Error>,
}

impl Tally<'_> {
    /// Counts an entry of the list, and gives the domain to ask about, if it is one.
    fn take(&mut self, entry: Entry, language: Language) -> Option<SipDomain> {
        self.entries += 1;
        match entry {
            Entry::Domain(domain) => return Some(domain),
            Entry::Done(verdict) => self.outcome = self.outcome.and(verdict),
            Entry::Bad { line, message } => {
                self.bad += 1;
                self.notes.say(&language.ta("check-line", &[("number", line.to_string().into()), ("message", message.into())]));
            }
            Entry::Broken(error) => self.broken = Some(error),
        }
        None
    }
}

fn settings(args: &CheckArgs, servers: Vec<SocketAddr>) -> Result<ProbeSettings, CheckError> {
    let of_lists = if args.from.is_some() { RATE_OF_LISTS } else { 0 };
    let (rate, edge) = (NonZeroU32::new(args.rate.unwrap_or(of_lists)), edge_settings(args)?);
    Ok(match servers.first() {
        Some(&server) if args.demonstration => ProbeSettings { servers, rate, edge, ..ProbeSettings::demonstration(server) },
        _ => ProbeSettings { servers, rate, edge, ..ProbeSettings::default() },
    })
}

/// How Edge servers are looked at; nothing where DNS alone is asked.
fn edge_settings(args: &CheckArgs) -> Result<Option<EdgeSettings>, CheckError> {
    if args.dns_only || (args.from.is_some() && !args.full) {
        return Ok(None);
    }
    let mut settings =
        EdgeSettings { special_addresses: args.demonstration, ..EdgeSettings::default() }.asking(args.demonstration);
    if let (true, Some(port)) = (args.demonstration, args.edge_port) {
        settings.port = port;
    }
    if let Some(path) = &args.roots {
        let text = std::fs::read_to_string(path).map_err(|source| CheckError::File { path: path.clone(), source })?;
        let further = TrustAnchors::from_pem(&text).map_err(|source| CheckError::Roots { path: path.clone(), source })?;
        settings.roots = Arc::new(Roots::with(further));
    }
    Ok(Some(settings))
}

/// The names on the command line in the order given; or what is wrong with them, all at once.
fn names(args: &CheckArgs, language: Language) -> Result<(Vec<SipDomain>, Option<Fqdn>), CheckError> {
    let mut wrong: Vec<String> = Vec::new();
    let mut refuse = |kind, error: &NameError, text: &str| wrong.push(findings::name_error(language, kind, error, text));
    let mut domains = Vec::with_capacity(args.domains.len());
    for text in &args.domains {
        match SipDomain::parse(text) {
            Ok(domain) => domains.push(domain),
            Err(error) => refuse(NameKind::Domain, &error, text),
        }
    }
    let edge = args.edge.as_deref().and_then(|text| Fqdn::parse(text).map_err(|error| refuse(NameKind::Host, &error, text)).ok());
    if !wrong.is_empty() {
        return Err(CheckError::Names(wrong.join("\n")));
    }
    if domains.is_empty() && args.from.is_none() {
        return Err(CheckError::Nothing);
    }
    Ok((domains, edge))
}

fn write_report(language: Language, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let verdict = language.t(report.verdict.key());
    writeln!(out, "{}: {verdict}", report.domain.to_unicode())?;
    writeln!(out, "  {}", findings::deployment(language, report.deployment))?;
    writeln!(
        out,
        "  {}, {}",
        format::moment(language, report.checked_at),
        language.ta("check-resolver", &[("resolver", report.resolver.clone().into())])
    )?;
    if let Some(dnssec) = report.dnssec {
        writeln!(out, "  {}", language.t(dnssec.key()))?;
    }
    for finding in &report.findings {
        writeln!(out, "  [{}] {}", finding.code.as_str(), findings::message(language, finding).replace('\n', "\n      "))?;
        writeln!(out, "      {}", language.ta("check-rule", &[("rule", finding.code.rule().into())]))?;
    }
    if report.findings.is_empty() {
        writeln!(out, "  {}", language.t("check-good"))?;
    }
    writeln!(out)
}

/// The language of an environment's `LANG`, such as `sv_FI.UTF-8`; English for any other.
fn language_of(lang: Option<&str>) -> Language {
    lang.and_then(|lang| lang.get(..2)).and_then(Language::from_code).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_environment() {
        for (lang, language) in [
            (Some("fi_FI.UTF-8"), Language::Fi),
            (Some("sv_FI"), Language::Sv),
            (Some("C"), Language::En),
            (Some("de_DE"), Language::En),
            (None, Language::En),
        ] {
            assert_eq!(language_of(lang), language, "{lang:?}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_told_before_anything_is_asked() {
        let args = CheckArgs {
            domains: vec!["kunta.example".into(), "https://www.kunta.example/yhteys".into()],
            edge: Some("sip".into()),
            ..CheckArgs::default()
        };
        let CheckError::Names(text) = names(&args, Language::En).unwrap_err() else { panic!() };
        assert_eq!(
            text.lines().next(),
            Some(
                "This is a web address, not a domain. You entered: https://www.kunta.example/yhteys. Enter the domain only, for example kunta.example."
            )
        );
        assert_eq!(text.lines().count(), 2);
        assert!(matches!(names(&CheckArgs::default(), Language::En), Err(CheckError::Nothing)));
    }

    #[test]
    fn lists_are_paced_unless_told_otherwise_and_single_domains_are_not() {
        let rate = |from: bool, rate| {
            let args = CheckArgs { from: from.then(|| "list".into()), rate, ..CheckArgs::default() };
            settings(&args, Vec::new()).unwrap().rate.map(NonZeroU32::get)
        };
        assert_eq!((rate(true, None), rate(true, Some(7)), rate(true, Some(0))), (Some(1_000), Some(7), None));
        assert_eq!((rate(false, None), rate(false, Some(7))), (None, Some(7)));
    }

    #[test]
    fn an_outcome_is_as_grave_as_its_gravest_verdict() {
        use Verdict::{Errors, Ok, Unverified, Warnings};
        let of = |verdicts: &[Verdict]| verdicts.iter().fold(CheckOutcome::Good, |outcome, verdict| outcome.and(*verdict));
        assert_eq!(of(&[Ok, Warnings]).exit_code(), 0);
        assert_eq!(of(&[Unverified, Ok]).exit_code(), 3);
        assert_eq!(of(&[Unverified, Errors, Ok, Unverified]).exit_code(), 1);
        assert_eq!(CheckOutcome::Partial.exit_code(), 2);
    }
}
