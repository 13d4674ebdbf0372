//! What the institute's operators see and do. Each look into a tenant stands in that tenant's audit.

use crate::{
    cases::CaseSummary,
    ids::{OrganisationId, TenantId},
    invitations::UnsignedInvitation,
    organisations::{OrganisationState, PersonView, UnitView},
};
use serde::{Deserialize, Serialize};

/// A new tenant with its first organisation and the invitation of its first administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateTenant {
    /// Its id.
    pub id: TenantId,
    /// Slug in addresses and at login: `a–z 0–9 -`, 3 to 40 characters, unique, not `institut`.
    pub slug: String,
    /// Its name (clear).
    pub name: String,
    /// Its first organisation.
    pub organisation: OrganisationId,
    /// Name of the first organisation (clear).
    pub organisation_name: String,
    /// Setup invitation of the first administrator.
    pub invitation: UnsignedInvitation,
}

/// A new setup link for an organisation whose first administrator never arrived, or that has lost all its administrators. In
/// the second case it makes a new account without rights, which only the root on the organisation's sheet turns into an
/// administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewSetup {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The new invitation; replaces open ones. For an organisation that is ready the account must be a new one.
    pub invitation: UnsignedInvitation,
}

/// A tenant in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantView {
    /// Its id.
    pub id: TenantId,
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Number of organisations.
    pub organisations: u32,
    /// Number of people.
    pub people: u32,
    /// Number of open cases.
    pub open_cases: u32,
    /// Number of all cases.
    pub cases: u32,
    /// Whether every organisation is ready.
    pub ready: bool,
    /// Seconds since 1970.
    pub created_at: i64,
}

/// An organisation of a tenant as the institute sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantOrganisation {
    /// Its id.
    pub id: OrganisationId,
    /// Name.
    pub name: String,
    /// State.
    pub state: OrganisationState,
    /// Org chart.
    pub units: Vec<UnitView>,
    /// People.
    pub people: Vec<PersonView>,
    /// Number of cases.
    pub cases: u32,
}

/// Structure of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantStructure {
    /// The tenant.
    pub tenant: TenantView,
    /// Its organisations.
    pub organisations: Vec<TenantOrganisation>,
}

/// Cases of a tenant, clear columns only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantCases {
    /// The cases.
    pub cases: Vec<CaseSummary>,
}
