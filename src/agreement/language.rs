//! The languages that people read the service in, and that an agreement is written in.

use serde::{Deserialize, Serialize};

/// A language of the service. Finnish and Swedish are Finland's national languages (act 423/2003); English is a courtesy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Finnish.
    Fi,
    /// Swedish of Finland.
    Sv,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order of the page header.
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    /// The code in addresses, files and the database: `fi`, `sv`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The BCP 47 tag for `lang` attributes and the PDF: Finland's Swedish is `sv-FI`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv-FI",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fi => "Suomi",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// Reads a code as [`Language::code`] writes it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Whether an agreement in this language binds: only the Finnish or the Swedish text does.
    #[must_use]
    pub const fn binds(self) -> bool {
        !matches!(self, Self::En)
    }
}
