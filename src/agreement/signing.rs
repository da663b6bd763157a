//! How the party signs, and what is kept of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::EmailAddress;
use super::draft::is_plain;
use super::mail_domain::is_within;
use super::party::{AuthorityBasis, PartySheet, coded};

coded! {
    /// How the party signs.
    Way {
        /// In the service: a simple electronic signature ((EU) 910/2014, article 3, point 10), proven by a document of its own.
        Service = "service", "signing-way-service";
        /// With a certificate of the signatory's own, in a program of their choice.
        Certificate = "certificate", "signing-way-certificate";
    }
}

/// What is kept of the act of signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The signatory's name as they stated it.
    pub name: String,
    /// Their position as they stated it.
    pub position: String,
    /// On what their authority to sign rests, as they stated it.
    pub authority: String,
    /// The address that the personal link was mailed to.
    pub email: EmailAddress,
    /// When the document was opened by the signatory, for a signature in the service.
    pub opened_at: Option<DateTime<Utc>>,
    /// When the code was mailed, for a signature in the service.
    pub code_sent_at: Option<DateTime<Utc>>,
    /// The texts that the signatory accepted, as they were shown.
    pub accepted: Vec<String>,
    /// What was found of the signatures of a file that came back, in words, for a signature with a certificate.
    pub found: Vec<String>,
    /// In whose place the signatory was named; none where they stand in the agreement themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<InPlaceOf>,
}

/// In whose place a signatory was named while the version waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPlaceOf {
    /// The signatory that stands in the agreement.
    pub name: String,
    /// Their position.
    pub position: String,
    /// When the other was named.
    pub named_at: DateTime<Utc>,
}

impl Act {
    /// What ties the act to the event of the signature: SHA-256 of its JSON without blanks, the members in the order of this type, in hex.
    #[must_use]
    pub fn digest(&self) -> String {
        // Strings, dates and lists of strings: nothing of it can fail to be written.
        hex::encode(Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }
}

/// The most characters of a line of a [`Statement`].
pub const LONGEST_LINE: usize = 200;

/// What a signatory states of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
    /// On what the authority to sign rests.
    pub authority: String,
}

/// What is wrong with a line of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineProblem {
    /// It is empty.
    Missing,
    /// It is longer than [`LONGEST_LINE`], or holds line ends or hidden characters.
    Unfit,
}

impl Statement {
    /// What was typed, without the spaces around it.
    #[must_use]
    pub fn typed(name: &str, position: &str, authority: &str) -> Self {
        let [name, position, authority] = [name, position, authority].map(|line| line.trim().to_owned());
        Self { name, position, authority }
    }

    /// What is wrong, by the name of the field; nothing where it can stand in a signature.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, LineProblem)> {
        [("name", &self.name), ("position", &self.position), ("authority", &self.authority)]
            .into_iter()
            .filter_map(|(field, line)| {
                let fits = line.chars().count() <= LONGEST_LINE && line.chars().all(|c| is_plain(c) && !c.is_control());
                match (line.trim().is_empty(), fits) {
                    (true, _) => Some((field, LineProblem::Missing)),
                    (false, false) => Some((field, LineProblem::Unfit)),
                    (false, true) => None,
                }
            })
            .collect()
    }
}

/// Whether the signatory must show a mandate before signing: the authority rests on one, or the address is of the supplier that runs the
/// party's service.
#[must_use]
pub fn needs_mandate(sheet: &PartySheet) -> bool {
    let of_supplier = sheet.service.supplier.as_ref().is_some_and(|supplier| {
        let (signatory, supplier) = (sheet.signatory.email.domain(), supplier.contact.email.domain());
        is_within(signatory, supplier) || is_within(supplier, signatory)
    });
    sheet.signatory.basis == AuthorityBasis::Mandate || of_supplier
}

/// Whether a file is a PDF by its beginning and its end (ISO 32000-1, 7.5.2 and 7.5.5): what a mandate is asked to be.
#[must_use]
pub fn looks_like_pdf(bytes: &[u8]) -> bool {
    let within = |part: Option<&[u8]>, mark: &[u8]| part.is_some_and(|part| part.windows(mark.len()).any(|at| at == mark));
    let head = bytes.get(..bytes.len().min(1024));
    let tail = bytes.get(bytes.len().saturating_sub(1024)..);
    within(head, b"%PDF-") && within(tail, b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_statement_is_needed_and_is_one_line() {
        let of = |name: &str, position: &str, authority: &str| Statement::typed(name, position, authority).problems();
        assert_eq!(of(" Johto Johtonen ", "kunnanjohtaja", "hallintosääntö 23 §"), []);
        assert_eq!(of("", " \n", "x"), [("name", LineProblem::Missing), ("position", LineProblem::Missing)]);
        assert_eq!(of("a\nb", "a\u{202e}b", &"ä".repeat(200)), [("name", LineProblem::Unfit), ("position", LineProblem::Unfit)]);
        assert_eq!(of("a", "b", &"ä".repeat(201)), [("authority", LineProblem::Unfit)]);
    }

    #[test]
    fn a_pdf_begins_and_ends_as_one() {
        assert!(looks_like_pdf(b"%PDF-1.7\n...\n%%EOF\n"));
        assert!(!looks_like_pdf(b"%PDF-1.7\n...") && !looks_like_pdf(b"PK\x03\x04 %%EOF") && !looks_like_pdf(b""));
    }
}
