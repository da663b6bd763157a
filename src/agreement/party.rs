//! A party's sheet of the agreement: what the federation form holds once it has been checked. Each party fills the same sheet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{BusinessId, EmailAddress, PhoneNumber};
use crate::federation::{Fqdn, SipDomain};

/// An enum whose values travel in forms, JSON and the database under a fixed code, and are named to people by a text's key.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $key:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order that people see them in.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in forms, JSON and the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The key of the text that names it to people.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What kind of organisation the party is.
    OrganisationKind {
        /// Kunta.
        Municipality = "municipality", "kind-municipality";
        /// Kuntayhtymä.
        JointAuthority = "joint_authority", "kind-joint-authority";
        /// Hyvinvointialue.
        WellbeingCounty = "wellbeing_county", "kind-wellbeing-county";
        /// Hyvinvointiyhtymä.
        JointCountyAuthority = "joint_county_authority", "kind-joint-county-authority";
        /// Yksityinen palveluntuottaja.
        PrivateProvider = "private_provider", "kind-private-provider";
        /// Any other public body.
        Other = "other", "kind-other";
    }
}

coded! {
    /// How the party's service is built.
    Deployment {
        /// Servers of its own (or its supplier's), nothing in the cloud.
        Server = "server", "deployment-server";
        /// Own servers and the cloud together, in one SIP domain.
        Hybrid = "hybrid", "deployment-hybrid";
        /// Teams only.
        Cloud = "cloud", "deployment-cloud";
    }
}

coded! {
    /// The version of the party's server.
    ServerVersion {
        /// Lync Server 2010.
        Lync2010 = "lync_2010", "version-lync-2010";
        /// Lync Server 2013.
        Lync2013 = "lync_2013", "version-lync-2013";
        /// Skype for Business Server 2015.
        Sfb2015 = "sfb_2015", "version-sfb-2015";
        /// Skype for Business Server 2019.
        Sfb2019 = "sfb_2019", "version-sfb-2019";
        /// Skype for Business Server Subscription Edition.
        SfbSe = "sfb_se", "version-sfb-se";
    }
}

coded! {
    /// Who runs the service.
    Operator {
        /// The party itself.
        Own = "own", "operator-own";
        /// An ICT supplier.
        Supplier = "supplier", "operator-supplier";
    }
}

coded! {
    /// Whom the party's side federates with.
    Openness {
        /// Any organisation.
        Open = "open", "openness-open";
        /// Only the organisations on its allowed list.
        Closed = "closed", "openness-closed";
    }
}

coded! {
    /// Whether the party's licences let its staff create meetings.
    Meetings {
        /// They can create them.
        Create = "create", "meetings-create";
        /// They can only join others' meetings.
        JoinOnly = "join_only", "meetings-join-only";
        /// The filer does not know.
        Unknown = "unknown", "meetings-unknown";
    }
}

coded! {
    /// A feature that a party may have blocked for the federation: the four boxes of the form.
    Feature {
        /// Näytön tai sovelluksen jakaminen.
        Sharing = "sharing", "feature-sharing";
        /// Puhelinneuvottelu (IPVoice).
        Audio = "audio", "feature-audio";
        /// Videoneuvottelu (IPVideo).
        Video = "video", "feature-video";
        /// Tiedostojen välittäminen.
        Files = "files", "feature-files";
    }
}

coded! {
    /// What the guidance of Kela and Kuntaliitto recommends to switch off in client work (slides of 2016).
    Guidance {
        /// Saving of conversation history and call log.
        History = "history", "guidance-history";
        /// Recording of meetings.
        Recording = "recording", "guidance-recording";
        /// Presenting PowerPoint files.
        Powerpoint = "powerpoint", "guidance-powerpoint";
        /// Attachments to a meeting.
        Attachments = "attachments", "guidance-attachments";
        /// The whiteboard.
        Whiteboard = "whiteboard", "guidance-whiteboard";
    }
}

coded! {
    /// Whether the party follows an item of the guidance.
    Compliance {
        /// It does.
        Followed = "followed", "compliance-followed";
        /// It does not.
        NotFollowed = "not_followed", "compliance-not-followed";
        /// The filer does not know.
        Unknown = "unknown", "compliance-unknown";
    }
}

coded! {
    /// On what the signatory's authority rests.
    AuthorityBasis {
        /// Hallintosääntö.
        Regulations = "regulations", "authority-regulations";
        /// Nimenkirjoitusoikeus.
        RegisteredRight = "registered_right", "authority-registered-right";
        /// Valtuutus.
        Mandate = "mandate", "authority-mandate";
        /// A decision with its number.
        Decision = "decision", "authority-decision";
    }
}

coded! {
    /// The three matters that a contact is named for.
    ContactRole {
        /// Sopimusasiat.
        Agreement = "agreement", "contact-agreement";
        /// Toiminnalliset asiat.
        Operational = "operational", "contact-operational";
        /// Tekniset asiat.
        Technical = "technical", "contact-technical";
    }
}

/// The party itself (Sopijapuoli).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Official name.
    pub name: String,
    /// The name in Swedish, where it has one of its own: asked of Kela only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// Kind.
    pub kind: OrganisationKind,
    /// Statistics Finland's code, where it is a municipality.
    pub municipality_code: Option<String>,
    /// Y-tunnus.
    pub business_id: BusinessId,
    /// Street or box of the postal address.
    pub street: String,
    /// Five digits.
    pub postcode: String,
    /// Post office.
    pub place: String,
    /// The party's own case number (asianumero), if it has one.
    pub case_number: Option<String>,
}

/// A named person to be reached in a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: EmailAddress,
    /// Telephone.
    pub phone: PhoneNumber,
}

/// Where a fault is reported (Vikailmoitukset): at least one of e-mail and telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultReports {
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Telephone.
    pub phone: Option<PhoneNumber>,
    /// Service hours, in the party's words.
    pub hours: Option<String>,
}

/// The supplier that runs the service for the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Name of the company.
    pub name: String,
    /// Whom to reach there.
    pub contact: Contact,
}

/// Who runs the service and how it is built (Palvelun toteutus).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSetup {
    /// `None`: the party runs it itself.
    pub supplier: Option<Supplier>,
    /// How it is built.
    pub deployment: Deployment,
    /// The server's version; none in the cloud.
    pub server_version: Option<ServerVersion>,
    /// A planned move to Teams, if one is known.
    pub teams_move: Option<NaiveDate>,
}

/// Who signs for the party, and on what authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
    /// E-mail, for the signing link.
    pub email: EmailAddress,
    /// On what the authority rests.
    pub basis: AuthorityBasis,
    /// The section, decision number or the like.
    pub basis_detail: Option<String>,
}

/// How far one item of the guidance is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceAnswer {
    /// The item.
    pub item: Guidance,
    /// The answer.
    pub answer: Compliance,
}

/// One party's half of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartySheet {
    /// The party.
    pub organisation: Organisation,
    /// Who runs its service and how.
    pub service: ServiceSetup,
    /// Its SIP domains, each once, in the order given; 1 to 50.
    pub domains: Vec<SipDomain>,
    /// The Access Edge; none of a party in the cloud.
    pub edge: Option<Fqdn>,
    /// Open or closed federation.
    pub openness: Openness,
    /// Whether its staff can create meetings.
    pub meetings: Meetings,
    /// Contact for agreement matters.
    pub agreement_contact: Contact,
    /// Contact for operational matters.
    pub operational_contact: Contact,
    /// Contact for technical matters.
    pub technical_contact: Contact,
    /// Where faults are reported.
    pub fault_reports: FaultReports,
    /// The shared mailbox of its IT administration.
    pub it_mailbox: EmailAddress,
    /// Persons or addresses by which the other side's staff find the right people.
    pub find_people: Option<String>,
    /// With whom the connection is tested.
    pub test_with: Option<String>,
    /// What it has blocked.
    pub blocked: Vec<Feature>,
    /// How it follows the guidance: each item once.
    pub guidance: Vec<GuidanceAnswer>,
    /// Who signs.
    pub signatory: Signatory,
}

impl PartySheet {
    /// The three named contacts with their matters.
    #[must_use]
    pub const fn contacts(&self) -> [(ContactRole, &Contact); 3] {
        [
            (ContactRole::Agreement, &self.agreement_contact),
            (ContactRole::Operational, &self.operational_contact),
            (ContactRole::Technical, &self.technical_contact),
        ]
    }

    /// Where the party departs from the guidance.
    #[must_use]
    pub fn departures(&self) -> Vec<Departure> {
        let mut departures: Vec<Departure> = self
            .guidance
            .iter()
            .filter_map(|given| match given.answer {
                Compliance::Followed => None,
                Compliance::NotFollowed => Some(Departure::NotFollowed(given.item)),
                Compliance::Unknown => Some(Departure::NotKnown(given.item)),
            })
            .collect();
        // The guidance keeps two features on: sharing of the desktop or a program, and files between two persons.
        departures.extend(
            self.blocked
                .iter()
                .filter(|feature| matches!(feature, Feature::Sharing | Feature::Files))
                .map(|f| Departure::Blocked(*f)),
        );
        departures
    }

    /// Everybody whose personal data the sheet holds, each address once: contacts, the supplier's contact and the signatory.
    #[must_use]
    pub fn named_people(&self) -> Vec<(&str, &EmailAddress)> {
        let mut people: Vec<(&str, &EmailAddress)> = Vec::new();
        let contacts = self.contacts().into_iter().map(|(_, contact)| (contact.name.as_str(), &contact.email));
        let supplier = self.service.supplier.iter().map(|supplier| (supplier.contact.name.as_str(), &supplier.contact.email));
        let signatory = std::iter::once((self.signatory.name.as_str(), &self.signatory.email));
        for (name, email) in contacts.chain(supplier).chain(signatory) {
            if !people.iter().any(|(_, known)| known.folded() == email.folded()) {
                people.push((name, email));
            }
        }
        people
    }
}

/// One departure from the guidance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Departure {
    /// An item that is not followed.
    NotFollowed(Guidance),
    /// An item of which the party does not know.
    NotKnown(Guidance),
    /// A feature that the guidance keeps on and the party has blocked.
    Blocked(Feature),
}
