//! The words of the public pages, apart from their HTML, so that both languages can be read side by side.

pub(crate) mod accessibility;
pub(crate) mod imprint;
pub(crate) mod privacy;
pub(crate) mod protection_de;
pub(crate) mod protection_en;

/// A page.
pub(crate) struct Text {
    /// Heading and title of the document.
    pub title: &'static str,
    /// One sentence for search results and the top of the page.
    pub lead: &'static str,
    /// Whether the page is incomplete without the operator's data.
    pub needs_operator: bool,
    /// Sections in order.
    pub sections: &'static [Section],
}

/// A section with its heading.
pub(crate) struct Section {
    /// Fragment to link to; the same in both languages.
    pub id: &'static str,
    /// Heading.
    pub heading: &'static str,
    /// What stands below.
    pub blocks: &'static [Block],
}

/// A block of text.
pub(crate) enum Block {
    /// A paragraph.
    P(&'static str),
    /// A list.
    List(&'static [&'static str]),
    /// Terms and what they mean.
    Terms(&'static [(&'static str, &'static str)]),
    /// Facts that only the operator knows, each with what it is called.
    Operator(&'static [(Fact, &'static str)]),
}

/// A fact that only the operator knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    /// Name and address.
    Address,
    /// Mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Who represents the operator.
    RepresentedBy,
    /// Register and number; left out when there is none.
    Register,
    /// VAT number; left out when there is none.
    VatId,
    /// Data protection officer.
    DataProtectionOfficer,
    /// Supervisory authority.
    SupervisoryAuthority,
    /// Who runs the machines.
    Hosting,
    /// How long logs are kept.
    LogRetention,
    /// Who enforces accessibility.
    AccessibilityEnforcement,
}

impl Fact {
    /// Whether the fact is simply left out when the operator has none.
    pub(crate) fn is_optional(self) -> bool {
        matches!(self, Self::Register | Self::VatId)
    }
}
