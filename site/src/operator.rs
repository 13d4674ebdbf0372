//! Who operates the portal.

use serde::{Deserialize, Serialize};

/// What the public pages say about the operator of the portal. Comes from the server's configuration; what is empty
/// is shown as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    /// Name of the legal person or authority.
    pub name: String,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// Mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Who represents the operator.
    pub represented_by: String,
    /// Register and number, where there is one.
    pub register: String,
    /// VAT identification number, where there is one.
    pub vat_id: String,
    /// Data protection officer and how to reach them.
    pub data_protection_officer: String,
    /// Data protection supervisory authority.
    pub supervisory_authority: String,
    /// Who runs the machines and where.
    pub hosting: String,
    /// How long technical logs are kept, in words.
    pub log_retention: String,
    /// Body that enforces accessibility, where one is responsible.
    pub accessibility_enforcement: String,
}

impl Operator {
    /// Whether what every imprint needs is there: name, address and a quick way to get in touch.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.name.trim().is_empty() && !self.address.is_empty() && !self.email.trim().is_empty()
    }
}
