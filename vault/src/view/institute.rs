//! Institute.

use super::InvitationLetter;
use api::ids::{OrganisationId, TenantId};

/// A new tenant with its first organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTenant {
    /// Slug in addresses and at login: `a–z 0–9 -`, 3 to 40 characters.
    pub slug: String,
    /// Name (clear).
    pub name: String,
    /// Name of the first organisation (clear).
    pub organisation_name: String,
    /// Name of the first administrator (clear).
    pub administrator_name: String,
}

/// The set-up link of an organisation's first administrator.
#[derive(Debug, Clone)]
pub struct SetupLetter {
    /// The tenant.
    pub tenant: TenantId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Link and groups.
    pub letter: InvitationLetter,
}
