//! The `check` command: the same observation and judgement as the form's, printed as text or as one JSON object a line.

use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use futures_util::StreamExt;
use thiserror::Error;

use crate::agreement::Language;
use crate::clock::{Clock, Randomness};
use crate::federation::{Declared, Fqdn, NameError, Report, SipDomain, Verdict, judge};
use crate::i18n::findings::{self, NameKind, report_json};
use crate::i18n::{Translate, format};
use crate::probe::{DnsProbe, ProbeError, ProbeSettings, random_label};

/// What `check` is told.
#[derive(Debug, Clone, Default, Args)]
pub struct CheckArgs {
    /// SIP domains to check.
    #[arg(value_name = "DOMAIN")]
    pub domains: Vec<String>,
    /// A file with more domains, one a line; `-` for standard input. What follows a `#` is left out.
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
    /// The language of the texts: fi, sv or en; by the environment's LANG otherwise.
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub lang: Option<Language>,
    /// Addresses of the documentation and loopback ranges count as public: for the demonstration and tests.
    #[arg(long)]
    pub demonstration: bool,
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
}

impl CheckOutcome {
    /// The exit status: 0, 1 or 3. A [`CheckError`] is 2.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Errors => 1,
            Self::Unverified => 3,
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

/// Checks the domains and writes each report to `out` as soon as it is there. `servers` empty asks the system's.
///
/// # Errors
/// When the check cannot run at all; nothing is asked if any name is not one.
pub async fn run(
    args: &CheckArgs,
    servers: Vec<SocketAddr>,
    clock: &dyn Clock,
    randomness: &dyn Randomness,
    out: &mut impl Write,
) -> Result<CheckOutcome, CheckError> {
    let language =
        args.lang.unwrap_or_else(|| language_of(std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok().as_deref()));
    let (domains, edge) = names(args, language)?;
    let probe = DnsProbe::new(ProbeSettings { servers, ..ProbeSettings::default() })?;
    let declared = Declared {
        edge: edge.clone(),
        supplier_runs_it: args.supplier,
        demonstration: args.demonstration,
        ..Declared::default()
    };
    let label = random_label(randomness);
    let mut outcome = CheckOutcome::Good;
    let mut seen = std::pin::pin!(probe.observe_each(domains, edge.as_ref(), || clock.now(), &label));
    while let Some(observation) = seen.next().await {
        let report = judge(&observation, &declared);
        outcome = match (report.verdict, outcome) {
            (Verdict::Errors, _) | (_, CheckOutcome::Errors) => CheckOutcome::Errors,
            (Verdict::Unverified, _) => CheckOutcome::Unverified,
            (_, outcome) => outcome,
        };
        if args.json {
            serde_json::to_writer(&mut *out, &report_json(language, &report)).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_report(language, &report, out)?;
        }
        out.flush()?;
    }
    Ok(outcome)
}

/// All names, each once, in the order given; or what is wrong with them, all at once.
fn names(args: &CheckArgs, language: Language) -> Result<(Vec<SipDomain>, Option<Fqdn>), CheckError> {
    let mut given = args.domains.clone();
    if let Some(path) = &args.from {
        let failed = |source| CheckError::File { path: path.clone(), source };
        let reader: Box<dyn BufRead> = if path.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(io::BufReader::new(std::fs::File::open(path).map_err(failed)?))
        };
        for line in reader.lines() {
            let line = line.map_err(failed)?;
            let name = line.split('#').next().unwrap_or_default().trim();
            if !name.is_empty() {
                given.push(name.to_owned());
            }
        }
    }
    let mut wrong: Vec<String> = Vec::new();
    let mut refuse = |kind, error: &NameError, text: &str| wrong.push(findings::name_error(language, kind, error, text));
    let mut domains = Vec::with_capacity(given.len());
    let mut known = std::collections::HashSet::new();
    for text in &given {
        match SipDomain::parse(text) {
            Ok(domain) if known.insert(domain.clone()) => domains.push(domain),
            Ok(_) => {}
            Err(error) => refuse(NameKind::Domain, &error, text),
        }
    }
    let edge = args.edge.as_deref().and_then(|text| Fqdn::parse(text).map_err(|error| refuse(NameKind::Host, &error, text)).ok());
    if !wrong.is_empty() {
        return Err(CheckError::Names(wrong.join("\n")));
    }
    if domains.is_empty() {
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
    for finding in &report.findings {
        writeln!(out, "  [{}] {}", finding.code.as_str(), findings::message(language, finding).replace('\n', "\n      "))?;
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
    fn a_domain_given_twice_is_checked_once() {
        let args = CheckArgs { domains: vec!["kunta.example".into(), "KUNTA.example.".into()], ..CheckArgs::default() };
        assert_eq!(names(&args, Language::Fi).unwrap().0.len(), 1);
    }
}
