use super::Locale;

/// The two languages of the portal. German is the default wherever nothing else was chosen on the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// German.
    #[default]
    German,
    /// English.
    English,
}

impl Language {
    /// BCP 47 tag, as stored on the device and set on the root element.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// The language of a stored tag; anything unknown is none.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "de" => Some(Self::German),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The locale of the generated translations.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::German => Locale::de,
            Self::English => Locale::en,
        }
    }
}
