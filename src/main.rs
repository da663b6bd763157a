//! The command line. Nothing but wiring.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language};
use federointi::check::{self, CheckArgs, Notes};
use federointi::clock::{Clock as _, SystemClock, SystemRandomness};
use federointi::config::{CommonOptions, Config, LogFormat, Purpose};
use federointi::mail::Transport;
use federointi::start::{self, Parts, Running};
use federointi::store::installation;
use federointi::verify::{self, VerifyArgs};
use federointi::workflow::account::{self, Keeper, Profile};
use federointi::workflow::log::audit;
use federointi::workflow::{Service, password};

/// Federation agreements between Kela and the municipalities.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service.
    Serve {
        #[command(flatten)]
        common: CommonOptions,
    },
    /// Run a demonstration with invented organisations, in one process.
    Demo {
        #[command(flatten)]
        common: CommonOptions,
        /// Begin anew.
        #[arg(long)]
        reset: bool,
    },
    /// Check SIP domains as the form does.
    Check {
        #[command(flatten)]
        common: CommonOptions,
        #[command(flatten)]
        check: CheckArgs,
    },
    /// Verify agreements and audit bundles offline: whether they are authentic, and where not.
    Verify {
        #[command(flatten)]
        verify: VerifyArgs,
    },
    /// Compare the database with the log of events; ends with 1 where they do not fit.
    Audit {
        #[command(flatten)]
        common: CommonOptions,
    },
    /// Keep the local accounts.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add an account; prints the link by which its password is set.
    Add {
        #[command(flatten)]
        common: CommonOptions,
        /// Address.
        email: String,
        /// Name, as it stands in agreements.
        #[arg(long)]
        name: String,
        /// administrator, reviewer or auditor.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Position, as it stands in agreements.
        #[arg(long, default_value = "")]
        position: String,
        /// On what the authority to approve rests.
        #[arg(long, default_value = "")]
        authority: String,
        /// Language of mails: fi, sv or en.
        #[arg(long, default_value = "fi", value_parser = language)]
        language: Language,
    },
    /// List the accounts.
    List {
        #[command(flatten)]
        common: CommonOptions,
    },
    /// Disable an account and end its sessions.
    Disable(OneUser),
    /// End the sessions of an account and print a link by which a new password is set.
    Reset(OneUser),
}

#[derive(Args)]
struct OneUser {
    #[command(flatten)]
    common: CommonOptions,
    /// Address.
    email: String,
}

fn role(code: &str) -> Result<Role, &'static str> {
    Role::from_code(code).ok_or("administrator, reviewer or auditor")
}

fn language(code: &str) -> Result<Language, &'static str> {
    Language::from_code(code).ok_or("fi, sv or en")
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // One line, whatever the chain of causes.
            eprintln!("federointi: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve { common } => serve(&Config::load(Purpose::Serve, &common)?).await,
        Command::Demo { common, reset } => {
            let config = Config::load(Purpose::Demo, &common)?;
            log(&config);
            federointi::demo::run(&config, reset, &mut std::io::stdout()).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { common, check } => {
            let config = Config::load(Purpose::Tool, &common)?;
            let mut standard_error = std::io::stderr();
            let terminal = standard_error.is_terminal();
            let notes = Notes::new(&mut standard_error, terminal);
            let outcome = check::run(&check, config.dns, &SystemClock, &SystemRandomness, &mut std::io::stdout(), notes).await?;
            Ok(ExitCode::from(outcome.exit_code()))
        }
        Command::Verify { verify } => {
            let lang = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok();
            let outcome = verify::run(&verify, lang.as_deref(), SystemClock.now(), &mut std::io::stdout())?;
            Ok(ExitCode::from(outcome.exit_code()))
        }
        Command::Audit { common } => audit(&Config::load(Purpose::Tool, &common)?).await,
        Command::User { command } => user(command).await,
    }
}

/// What is logged unless RUST_LOG says otherwise: the libraries below us only where something is wrong.
const QUIET: &str = "info,hickory_server=error,hickory_resolver=error,hickory_net=error,hickory_proto=error,actix_server=warn";

fn log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| QUIET.into());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}

#[expect(clippy::print_stdout, reason = "what is for the operator's terminal; the first administrator's link is not for the log")]
async fn serve(config: &Config) -> anyhow::Result<ExitCode> {
    log(config);
    let transport = start::transport(config)?;
    if let Transport::Files(directory) = &transport {
        // Whoever forgot the mail server would see every mail as sent, and nobody would get one.
        let directory = directory.display();
        tracing::warn!(%directory, "no mail server is set (--smtp-url): mail is written into files, and nobody receives it");
        println!("No mail server is set (--smtp-url): mail is written into files in {directory}, and nobody receives it.");
    }
    let public_url = config.public_url.clone().context("serve needs --public-url")?;
    let mut service = open(config).await?;
    service.log = Arc::new(start::keep_log(config, &service.store, &public_url).await?);
    let running = Running::start(service, transport);
    if let Some(link) = password::first_administrator_link(&running.service, Language::Fi).await? {
        println!("There is no account yet. Make the first administrator here, within seven days:\n{link}");
    }
    let listener = TcpListener::bind(config.listen).with_context(|| format!("{} cannot be listened on", config.listen))?;
    listener.set_nonblocking(true)?;
    tracing::info!(listen = %config.listen, engine = ?running.service.store.engine(), "serving");
    running.serve(config, public_url, listener).await?;
    Ok(ExitCode::SUCCESS)
}

async fn open(config: &Config) -> anyhow::Result<Service> {
    let public_url = config.public_url.clone().context("--public-url: the address that people open the service at is needed")?;
    let probe = start::probe(config)?;
    let parts = Parts {
        store: start::open_store(config, installation::Purpose::Service).await?,
        second_probes: start::second_probes(config, &probe)?,
        probe,
        clock: Arc::new(SystemClock),
        public_url,
        seal: start::seal(config)?,
        demo: false,
        special_addresses_count: false,
    };
    Ok(start::service(config, parts))
}

#[expect(clippy::print_stdout, reason = "what the command gives")]
async fn audit(config: &Config) -> anyhow::Result<ExitCode> {
    let store = start::open_store(config, installation::Purpose::Service).await?;
    let trust = start::log_trust(config, &store).await?;
    let found = store.snapshot(move |db| audit::audit(db, &trust)).await?;
    for finding in &found.findings {
        println!("{finding}");
    }
    println!("{} events logged, {} findings", found.size, found.findings.len());
    Ok(ExitCode::from(u8::from(!found.findings.is_empty())))
}

#[expect(clippy::print_stdout, reason = "what the command gives")]
async fn user(command: UserCommand) -> anyhow::Result<ExitCode> {
    let by = Keeper::Operator;
    match command {
        UserCommand::Add { common, email, name, role, position, authority, language } => {
            let service = open(&Config::load(Purpose::Tool, &common)?).await?;
            let profile = Profile { name, role, position, authority, language };
            let email = EmailAddress::parse(&email).with_context(|| email.clone())?;
            let (_, link) = account::add(&service, &by, email, profile).await.context("the account was not added")?;
            println!("{link}");
        }
        UserCommand::List { common } => {
            let service = open(&Config::load(Purpose::Tool, &common)?).await?;
            for user in account::all(&service, &by).await? {
                let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
                println!("{}\t{}\t{state}\t{}", user.email, user.role.code(), user.name);
            }
        }
        UserCommand::Disable(OneUser { common, email }) => {
            let (service, user) = find(&common, &email).await?;
            account::disable(&service, &by, &user.id).await?;
        }
        UserCommand::Reset(OneUser { common, email }) => {
            let (service, user) = find(&common, &email).await?;
            println!("{}", account::reset(&service, &by, &user.id).await?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn find(common: &CommonOptions, email: &str) -> anyhow::Result<(Service, federointi::store::accounts::User)> {
    let service = open(&Config::load(Purpose::Tool, common)?).await?;
    let address = EmailAddress::parse(email).with_context(|| email.to_owned())?;
    let user =
        account::find_by_email(&service, &Keeper::Operator, &address).await.with_context(|| format!("no account of {email}"))?;
    Ok((service, user))
}
