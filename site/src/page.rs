//! Which public pages there are.

use crate::text::{self, Text};
use api::{configuration::Language, paths::public};

/// A public page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicPage {
    /// What is protected and how.
    Protection,
    /// Accessibility statement.
    Accessibility,
    /// Imprint.
    Imprint,
    /// Privacy.
    Privacy,
}

impl PublicPage {
    /// All pages in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Protection, Self::Accessibility, Self::Imprint, Self::Privacy];

    /// The page of an address.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.path() == path)
    }

    /// The address without language.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Protection => public::PROTECTION,
            Self::Accessibility => public::ACCESSIBILITY,
            Self::Imprint => public::IMPRINT,
            Self::Privacy => public::PRIVACY,
        }
    }

    /// The address in a language. German needs no mark.
    #[must_use]
    pub fn href(self, language: Language) -> String {
        match language {
            Language::De => self.path().to_owned(),
            Language::En => format!("{}?lang=en", self.path()),
        }
    }

    /// What links to the page say.
    #[must_use]
    pub fn link_text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Protection, Language::De) => "Was geschützt ist",
            (Self::Protection, Language::En) => "What is protected",
            (Self::Accessibility, Language::De) => "Barrierefreiheit",
            (Self::Accessibility, Language::En) => "Accessibility",
            (Self::Imprint, Language::De) => "Impressum",
            (Self::Imprint, Language::En) => "Imprint",
            (Self::Privacy, Language::De) => "Datenschutz",
            (Self::Privacy, Language::En) => "Privacy",
        }
    }

    pub(crate) fn text(self, language: Language) -> &'static Text {
        match (self, language) {
            (Self::Protection, Language::De) => &text::protection_de::TEXT,
            (Self::Protection, Language::En) => &text::protection_en::TEXT,
            (Self::Accessibility, Language::De) => &text::accessibility::DE,
            (Self::Accessibility, Language::En) => &text::accessibility::EN,
            (Self::Imprint, Language::De) => &text::imprint::DE,
            (Self::Imprint, Language::En) => &text::imprint::EN,
            (Self::Privacy, Language::De) => &text::privacy::DE,
            (Self::Privacy, Language::En) => &text::privacy::EN,
        }
    }
}
