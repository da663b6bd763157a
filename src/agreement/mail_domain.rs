//! Whether the mail addresses of a request belong to the organisation.

use super::{EmailAddress, PartySheet};

/// The addresses of the filer, the contacts and the signatory whose domain is none of the party's: neither one of its SIP domains,
/// nor below or above one. The supplier's contact is not the party's and is left out. A reason to look, not a fault.
#[must_use]
pub fn foreign_addresses(sheet: &PartySheet, filer: &EmailAddress) -> Vec<EmailAddress> {
    let belongs = |address: &EmailAddress| {
        let mail = address.domain();
        sheet.domains.iter().any(|domain| is_within(mail, domain.as_str()) || is_within(domain.as_str(), mail))
    };
    let contacts = sheet.contacts();
    let given = std::iter::once(filer)
        .chain(contacts.iter().map(|(_, contact)| &contact.email))
        .chain([&sheet.it_mailbox, &sheet.signatory.email])
        .chain(sheet.fault_reports.email.as_ref());
    let mut foreign: Vec<EmailAddress> = Vec::new();
    for address in given {
        if !belongs(address) && !foreign.contains(address) {
            foreign.push(address.clone());
        }
    }
    foreign
}

/// Whether an address is of the party or of the supplier that runs its service: of a SIP domain, of the shared mailbox's domain, of the domain of
/// the signatory that Kela approved, or of the supplier's.
#[must_use]
pub fn is_of_party(sheet: &PartySheet, address: &EmailAddress) -> bool {
    let mail = address.domain();
    let supplier = sheet.service.supplier.as_ref().map(|supplier| supplier.contact.email.domain());
    let near = |known: &str| is_within(mail, known) || is_within(known, mail);
    sheet.domains.iter().any(|domain| near(domain.as_str()))
        || [sheet.it_mailbox.domain(), sheet.signatory.email.domain()]
            .into_iter()
            .chain(supplier)
            .any(|known| is_within(mail, known))
}

/// Whether a name is a domain or lies below it.
#[must_use]
pub fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_domain_holds_itself_and_what_is_below_it() {
        assert!(is_within("kunta.example", "kunta.example") && is_within("koulu.kunta.example", "kunta.example"));
        assert!(!is_within("valekunta.example", "kunta.example") && !is_within("kunta.example", "koulu.kunta.example"));
    }
}
