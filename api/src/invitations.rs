//! From an invitation to a personal access.

use crate::{
    auth::Kdf,
    bytes::{Bytes, Bytes32},
    ids::{AccountId, InvitationId, OrganisationId, TenantId},
    organisations::Grant,
    statement::SignedStatement,
};
use serde::{Deserialize, Serialize};

/// What an invitation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationKind {
    /// First administrator of a new organisation, made by the institute.
    Setup,
    /// Colleague of an organisation, signed by an administrator.
    Member,
    /// Operator of the institute.
    Operator,
}

/// State of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Waits to be used.
    Open,
    /// A personal access was made with it.
    Used,
    /// Withdrawn or replaced.
    Revoked,
    /// Too old.
    Expired,
}

/// An administrator invites somebody. Rights, account, expiry and name stand in the signed statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateInvitation {
    /// Statement with payload `Invitation`.
    pub statement: SignedStatement,
}

/// A setup or operator invitation, which no administrator signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnsignedInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// Account that it makes.
    pub account: AccountId,
    /// Name of the person (clear).
    pub display_name: String,
    /// Public key of the one-use seed; the seed stays with whoever made it.
    pub one_use: Bytes32,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// An invitation in the administrator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The invitation.
    pub id: InvitationId,
    /// Account that it makes or renews.
    pub account: AccountId,
    /// Name of the person.
    pub display_name: String,
    /// Rights.
    pub grants: Vec<Grant>,
    /// State.
    pub state: InvitationState,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// Proof that somebody holds the one-use seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationLook {
    /// One-use signature over [`crate::auth::look_message`].
    pub signature: Bytes,
}

/// What the invited person sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationOffer {
    /// What it is for.
    pub kind: InvitationKind,
    /// The tenant; none for the institute. Part of the context of the sealed one-use seed.
    #[serde(default)]
    pub tenant: Option<TenantId>,
    /// Slug of the tenant (or of the institute).
    pub tenant_slug: String,
    /// Name of the tenant.
    pub tenant_name: String,
    /// The organisation, for colleagues and first administrators.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub organisation_name: Option<String>,
    /// Account that it makes or renews.
    pub account: AccountId,
    /// Proposed display name.
    pub display_name: String,
    /// Login name of the existing account, when a forgotten password is renewed or a further organisation is joined.
    pub existing_login: Option<String>,
    /// Whether the account is at home in another organisation of the tenant: then this invitation renews no password,
    /// and the person gives the one that they have.
    #[serde(default)]
    pub existing_password: bool,
    /// Rights.
    pub grants: Vec<Grant>,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// The new personal access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// Login name, unique in the tenant. Must be the existing one when a password is renewed.
    pub login: String,
    /// Display name (clear).
    pub display_name: String,
    /// Salt.
    pub salt: Bytes32,
    /// Parameters.
    pub kdf: Kdf,
    /// Login public key.
    pub login_public_key: Bytes32,
    /// The one-use seed sealed under the password's bundle key, needed at the first loading of the organisation key;
    /// none for operators, for first administrators, who make that key, and for people who only evaluate.
    pub enrolment: Option<Bytes>,
    /// One-use signature over [`crate::auth::accept_message`].
    pub signature: Bytes,
    /// The login key's own signature over the same message. Needed where an existing account keeps its password: the
    /// public key alone proves nothing.
    #[serde(default)]
    pub login_signature: Option<Bytes>,
}
