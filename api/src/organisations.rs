//! Organisations, org chart, people and rights.

use crate::{
    bytes::{Bytes, Bytes32},
    chain::Head,
    ids::{AccountId, CaseId, OrganisationId, TenantId, UnitId},
    invitations::InvitationView,
    records::LogEntry,
    statement::SignedStatement,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What a person may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Organisation key, people, org chart. Opens no case.
    #[n(0)]
    Administrator,
    /// Leads: all cases in scope, assignment.
    #[n(1)]
    Manager,
    /// Works on cases in scope.
    #[n(2)]
    Caseworker,
    /// Sees figures of the cases in scope, no texts, has no key.
    #[n(3)]
    Evaluation,
}

/// How far a role reaches.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Cases where the person is responsible, stand-in or in the team.
    #[n(0)]
    Own,
    /// Cases of one unit.
    #[n(1)]
    Unit,
    /// Cases of a unit with everything below.
    #[n(2)]
    Subtree,
    /// All cases of the organisation.
    #[n(3)]
    Organisation,
}

/// One right of a person; several unite.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(map)]
pub struct Grant {
    /// Role.
    #[n(0)]
    pub role: Role,
    /// How far it reaches.
    #[n(1)]
    pub scope: Scope,
    /// The unit, for [`Scope::Unit`] and [`Scope::Subtree`]; with [`Scope::Own`] the unit the person works in.
    #[n(2)]
    pub unit: Option<UnitId>,
}

/// Whether any of these rights needs the organisation key: everything but evaluation alone.
#[must_use]
pub fn needs_key(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role != Role::Evaluation)
}

/// Whether any of these rights opens the texts of cases.
#[must_use]
pub fn opens_cases(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| matches!(grant.role, Role::Manager | Role::Caseworker))
}

/// How far an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationState {
    /// Waits for root and organisation key.
    Created,
    /// Has its genesis.
    Ready,
}

/// How far a membership is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Invited, no personal access yet.
    Invited,
    /// Has a personal access, has not loaded the key yet (or never needs it).
    Joined,
    /// Has signing keys in the organisation log.
    Certified,
    /// Blocked.
    Blocked,
}

/// A further organisation of the tenant; the asking administrator becomes its first administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateOrganisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name (clear).
    pub name: String,
}

/// Changes of an organisation; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateOrganisation {
    /// New name (clear).
    pub name: Option<String>,
    /// Where the key file lies, in plain words (clear).
    pub key_hint: Option<String>,
}

/// An org unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitView {
    /// Its id.
    pub id: UnitId,
    /// Unit above; none = directly below the organisation.
    pub parent: Option<UnitId>,
    /// Its name (clear).
    pub name: String,
    /// Position among its siblings.
    pub position: u32,
}

/// A person of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// The account.
    pub account: AccountId,
    /// Login name; only shown to administrators and the institute.
    pub login: Option<String>,
    /// Display name (clear).
    pub display_name: String,
    /// Rights.
    pub grants: Vec<Grant>,
    /// Version of the rights.
    pub rights_version: u32,
    /// State.
    pub state: MemberState,
    /// Seconds since 1970 of the last login; only shown to administrators and the institute.
    pub last_login_at: Option<i64>,
    /// Number of open cases for which the person is responsible.
    pub responsible_for: u32,
}

/// An organisation as its members see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationView {
    /// Its id.
    pub id: OrganisationId,
    /// Its tenant.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// State.
    pub state: OrganisationState,
    /// Where the key file lies.
    pub key_hint: String,
    /// Org chart, parents before children.
    pub units: Vec<UnitView>,
    /// People.
    pub people: Vec<PersonView>,
    /// Open and past invitations; only for administrators.
    pub invitations: Vec<InvitationView>,
    /// Head of the organisation log.
    pub head: Head,
}

/// Root and organisation key are made: the organisation becomes ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateGenesis {
    /// Statement with payload `Genesis`, signed by the root.
    pub statement: SignedStatement,
    /// Sealed bundle of the first administrator.
    pub bundle: Bytes,
}

/// First loading of the organisation key, or new keys after a renewed password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateCertificate {
    /// Statement with payload `Certificate`.
    pub statement: SignedStatement,
    /// Sealed bundle.
    pub bundle: Bytes,
}

/// A statement about a person: new rights, revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostStatement {
    /// The statement.
    pub statement: SignedStatement,
}

/// A piece of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// Entries in order.
    pub entries: Vec<LogEntry>,
    /// Head of the whole log.
    pub head: Head,
}

/// A case that must be handed over, named by what an administrator may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverCase {
    /// The case.
    pub case: CaseId,
    /// Its core part, whose log takes the assignment.
    pub part: crate::ids::PartId,
    /// Short code.
    pub code: String,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Current stand-in.
    pub deputy: Option<AccountId>,
    /// Current team.
    pub team: Vec<AccountId>,
    /// Version of the assignment.
    pub assignment_version: u32,
    /// Head of the core part's log.
    pub head: Head,
}

/// Answer to everything that is appended to a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Head of the log after this entry.
    pub head: Head,
    /// The server's clock, seconds since 1970.
    pub at: i64,
}

/// The tenant's configuration document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfigurationView {
    /// Version of the document.
    pub version: u32,
    /// SHA-256 of its bytes.
    pub hash: Bytes32,
    /// The document; see [`crate::configuration`].
    pub document: serde_json::Value,
}
