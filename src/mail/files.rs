//! Mail that was written into files, read back for whoever lists it.

use std::path::Path;

use mailparse::{MailHeaderMap, ParsedMail};

/// A mail as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMail {
    /// The file's name, which begins with the time of writing.
    pub name: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Date, as the header has it.
    pub date: String,
    /// The plain text.
    pub text: String,
    /// Names of attached files.
    pub attachments: Vec<String>,
}

/// The mails of a directory, newest first. Files that are no mails are passed over.
///
/// # Errors
/// Where the directory cannot be read.
pub fn list(directory: &Path) -> std::io::Result<Vec<ReadMail>> {
    if !directory.exists() {
        return Ok(Vec::new());
    }
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        mails.extend(read(directory, &name)?);
    }
    mails.sort_by(|one, other| other.name.cmp(&one.name));
    Ok(mails)
}

/// One mail; `None` where `name` is not that of a mail here.
///
/// # Errors
/// Where the file cannot be read.
pub fn read(directory: &Path, name: &str) -> std::io::Result<Option<ReadMail>> {
    let is_mail =
        name.strip_suffix(".eml").is_some_and(|stem| stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    let file = directory.join(name);
    if !is_mail || !file.exists() {
        return Ok(None);
    }
    let bytes = std::fs::read(file)?;
    let Ok(parsed) = mailparse::parse_mail(&bytes) else { return Ok(None) };
    let header = |name: &str| parsed.headers.get_first_value(name).unwrap_or_default();
    Ok(Some(ReadMail {
        name: name.to_owned(),
        to: header("To"),
        subject: header("Subject"),
        date: header("Date"),
        text: plain_text(&parsed).unwrap_or_default(),
        attachments: parsed.parts().filter_map(|part| part.get_content_disposition().params.get("filename").cloned()).collect(),
    }))
}

fn plain_text(mail: &ParsedMail<'_>) -> Option<String> {
    mail.parts().find(|part| part.ctype.mimetype == "text/plain").and_then(|part| part.get_body().ok())
}
