use super::*;

fn load(
    purpose: Purpose,
    options: &CommonOptions,
    environment: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("federointi.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let environment = environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Config::load_from(purpose, options, environment, &path)
}

fn refusal(purpose: Purpose, options: &CommonOptions, environment: &[(&str, &str)], file: Option<&str>) -> String {
    let line = load(purpose, options, environment, file).unwrap_err().to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

fn none() -> CommonOptions {
    CommonOptions::default()
}

#[test]
fn defaults_are_those_of_the_contract() {
    let config = load(Purpose::Tool, &none(), &[], None).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, Path::new("./data"));
    assert!(config.database_url.is_none() && config.dns.is_empty() && config.smtp_url.is_none());
    assert_eq!((config.log_format, config.agreement_mail), (LogFormat::Text, AgreementMail::Attach));
    assert_eq!(load(Purpose::Demo, &none(), &[], None).unwrap().data_dir, Path::new("./demo-data"));
}

#[test]
fn a_flag_goes_over_the_environment_over_the_file_over_the_default() {
    let file = Some("listen = \"127.0.0.1:3\"\nlog-format = \"json\"\ndns = [\"127.0.0.1:53\", \"[::1]:53\"]");
    let environment = [("FEDEROINTI_LISTEN", "127.0.0.1:2")];
    let flag = CommonOptions { listen: Some("127.0.0.1:1".into()), ..none() };
    assert_eq!(load(Purpose::Tool, &flag, &environment, file).unwrap().listen.port(), 1);
    assert_eq!(load(Purpose::Tool, &none(), &environment, file).unwrap().listen.port(), 2);
    let config = load(Purpose::Tool, &none(), &[], file).unwrap();
    assert_eq!((config.listen.port(), config.log_format, config.dns.len()), (3, LogFormat::Json, 2));
    let several = [("FEDEROINTI_DNS", "192.0.2.1:53, 192.0.2.2:5353"), ("FEDEROINTI_TRUSTED_PROXY", "::1")];
    let config = load(Purpose::Tool, &none(), &several, file).unwrap();
    assert_eq!(config.dns.iter().map(SocketAddr::port).collect::<Vec<_>>(), [53, 5353]);
    assert_eq!(config.trusted_proxies.len(), 1);
}

#[test]
fn what_is_unknown_or_wrong_is_named_in_one_line() {
    let at = Purpose::Tool;
    assert!(refusal(at, &none(), &[], Some("liisten = \"x\"")).starts_with("liisten in "));
    assert!(refusal(at, &none(), &[], Some("listen = 5")).starts_with("listen in "));
    assert!(refusal(at, &none(), &[], Some("listen = ")).contains("federointi.toml"));
    assert_eq!(refusal(at, &none(), &[("FEDEROINTI_LISTN", "x")], None), "FEDEROINTI_LISTN: unknown environment variable");
    assert!(refusal(at, &none(), &[("FEDEROINTI_LOG_FORMAT", "xml")], None).starts_with("FEDEROINTI_LOG_FORMAT: "));
    let flag = CommonOptions { dns: vec!["127.0.0.1".into()], ..none() };
    assert!(refusal(at, &flag, &[], None).starts_with("--dns: "));
    let missing = CommonOptions { config: Some("/no/such/federointi.toml".into()), ..none() };
    assert!(refusal(at, &missing, &[], None).starts_with("/no/such/federointi.toml: "));
    load(at, &none(), &[("FEDEROINTI_TEST_POSTGRES", "x"), ("OTHER", "y"), ("FEDEROINTI_SMTP_URL", "")], None).unwrap();
}

#[test]
fn a_refusal_repeats_no_password() {
    let line = refusal(Purpose::Tool, &none(), &[("FEDEROINTI_SMTP_URL", "http://user:secret@mail.example")], None);
    assert!(!line.contains("secret"), "{line}");
    let line = refusal(Purpose::Tool, &none(), &[("FEDEROINTI_DATABASE_URL", "mysql://user:secret@db.example")], None);
    assert!(!line.contains("secret"), "{line}");
}

#[test]
fn serve_needs_its_public_address() {
    assert!(refusal(Purpose::Serve, &none(), &[], None).contains("--public-url"));
    let environment = [("FEDEROINTI_PUBLIC_URL", "https://Federointi.example/")];
    let url = load(Purpose::Serve, &none(), &environment, None).unwrap().public_url.unwrap();
    assert_eq!((url.origin(), url.is_secure()), ("https://federointi.example", true));
    for wrong in
        ["federointi.example", "ftp://x.example", "https://x.example/path", "https://x.example/?q", "https://a@x.example", ""]
    {
        assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_mail_server_needs_a_sender() {
    let server = ("FEDEROINTI_SMTP_URL", "smtps://user:secret@mail.example");
    let line = refusal(Purpose::Tool, &none(), &[server], None);
    assert!(line.starts_with("--mail-from: ") && !line.contains("secret"), "{line}");
    let config = load(Purpose::Tool, &none(), &[server, ("FEDEROINTI_MAIL_FROM", "noreply@kela.example")], None).unwrap();
    assert_eq!(config.mail_from.as_deref(), Some("noreply@kela.example"));
    // Mail that goes to files has a sender of its own.
    assert!(load(Purpose::Tool, &none(), &[], None).unwrap().mail_from.is_none());
}

#[test]
fn the_demonstration_stays_on_this_machine() {
    for (name, value) in [
        ("FEDEROINTI_LISTEN", "0.0.0.0:8080"),
        ("FEDEROINTI_DATABASE_URL", "postgres://localhost/x"),
        ("FEDEROINTI_SMTP_URL", "smtp://mail.example"),
    ] {
        assert!(refusal(Purpose::Demo, &none(), &[(name, value)], None).starts_with(name));
    }
    load(Purpose::Demo, &none(), &[("FEDEROINTI_LISTEN", "[::1]:0")], None).unwrap();
}

#[test]
fn the_log_s_settings_are_read() {
    let key = "log.example/log+ab49a063+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    let environment = [
        ("FEDEROINTI_LOG_ORIGIN", "log.example/log"),
        ("FEDEROINTI_LOG_KEY", "/etc/federointi/log.key"),
        ("FEDEROINTI_LOG_FORMER_KEY", key),
        ("FEDEROINTI_WITNESS", "todistaja@muualla.example"),
    ];
    let config = load(Purpose::Tool, &none(), &environment, None).unwrap();
    assert_eq!(
        (config.log_origin.as_deref(), config.log_key.as_deref()),
        (Some("log.example/log"), Some(Path::new("/etc/federointi/log.key")))
    );
    assert_eq!(
        (config.log_former_keys[0].to_string().as_str(), config.witness.unwrap().as_str()),
        (key, "todistaja@muualla.example")
    );
    let config = load(Purpose::Tool, &none(), &[], Some(&format!("log-former-key = [\"{key}\", \"{key}\"]"))).unwrap();
    assert_eq!((config.log_former_keys.len(), config.log_origin, config.witness), (2, None, None));
    for (name, value) in [
        ("FEDEROINTI_LOG_ORIGIN", "log example"),
        ("FEDEROINTI_LOG_ORIGIN", "log+example"),
        ("FEDEROINTI_LOG_FORMER_KEY", "log.example/log"),
        ("FEDEROINTI_WITNESS", "nobody"),
    ] {
        assert!(refusal(Purpose::Tool, &none(), &[(name, value)], None).starts_with(name), "{name}");
    }
}

#[test]
fn what_unproven_domains_mean_is_one_of_three_words() {
    let of = |value| load(Purpose::Tool, &none(), &[("FEDEROINTI_UNPROVEN_DOMAINS", value)], None);
    assert_eq!(of("").unwrap().unproven_domains, UnprovenDomains::Allow);
    assert_eq!(of("warn").unwrap().unproven_domains, UnprovenDomains::Warn);
    let file = Some("unproven-domains = \"refuse\"");
    assert_eq!(load(Purpose::Tool, &none(), &[], file).unwrap().unproven_domains, UnprovenDomains::Refuse);
    let flag = CommonOptions { unproven_domains: Some("allow".into()), ..none() };
    assert_eq!(load(Purpose::Tool, &flag, &[], file).unwrap().unproven_domains, UnprovenDomains::Allow);
    assert_eq!(
        of("maybe").unwrap_err().to_string(),
        "FEDEROINTI_UNPROVEN_DOMAINS: expected allow, warn or refuse (given: maybe)"
    );
}

#[test]
fn the_options_are_the_keys() {
    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: CommonOptions,
    }
    let flags: Vec<_> = <Line as clap::CommandFactory>::command()
        .get_arguments()
        .filter_map(|argument| argument.get_long().map(str::to_owned))
        .filter(|flag| flag != "config" && flag != "help")
        .collect();
    // The password of the seal's key is the one setting that no command line may show.
    let of_flags: Vec<&str> = KEYS.into_iter().filter(|key| *key != "seal-password").collect();
    assert_eq!(flags.len(), of_flags.len());
    assert!(of_flags.iter().all(|key| flags.iter().any(|flag| flag == key)));
    let line = <Line as clap::Parser>::try_parse_from(["federointi", "--dns", "127.0.0.1:53", "--dns", "127.0.0.1:54"]).unwrap();
    assert_eq!(line.options.dns.len(), 2);
}
