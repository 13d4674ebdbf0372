//! Login, session and password.

use crate::{
    bytes::{Bytes, Bytes32},
    ids::{AccountId, ChallengeId, OrganisationId, TenantId},
    organisations::{Grant, MemberState, OrganisationState},
    statement::SignedStatement,
};
use serde::{Deserialize, Serialize};

/// Slug under which the institute's operators log in.
pub const INSTITUTE_SLUG: &str = "institut";
/// Header that every write carries; a foreign page cannot set it without a CORS permission, which is never given.
pub const CLIENT_HEADER: &str = "x-wimes-client";
/// Header of every answer: the release of the server's application.
pub const RELEASE_HEADER: &str = "x-app-release";

const LOGIN_LABEL: &[u8] = b"wimes/login/1";
const ACCEPT_LABEL: &[u8] = b"wimes/accept/1";
const LOOK_LABEL: &[u8] = b"wimes/look/1";
const PASSWORD_LABEL: &[u8] = b"wimes/password/1";

/// Argon2id parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kdf {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Kdf {
    /// Default: 64 MiB, 3 passes, 1 lane.
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
}

/// Who wants to log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginStart {
    /// Slug of the tenant, or [`INSTITUTE_SLUG`].
    pub tenant: String,
    /// Login name.
    pub login: String,
}

/// What to sign. Unknown names get an answer of the same shape with a stable salt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginChallenge {
    /// The challenge.
    pub challenge: ChallengeId,
    /// Random, single use.
    pub nonce: Bytes32,
    /// Salt of the account.
    pub salt: Bytes32,
    /// Argon2id parameters of the account.
    pub kdf: Kdf,
    /// Seconds since 1970 after which the challenge is void.
    pub expires_at: i64,
    /// The origin that the server believes to be at; the client signs its own origin, not this one.
    pub origin: String,
}

/// The signed challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginFinish {
    /// The challenge.
    pub challenge: ChallengeId,
    /// Ed25519 signature of the login key over [`login_message`].
    pub signature: Bytes,
}

fn field(message: &mut Vec<u8>, bytes: &[u8]) {
    message.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    message.extend_from_slice(bytes);
}

/// What the login key signs: `"wimes/login/1"`, then origin, tenant slug, login name, challenge id, nonce and expiry,
/// each with its length before it (8 bytes, big-endian).
#[must_use]
pub fn login_message(
    origin: &str,
    tenant: &str,
    login: &str,
    challenge: ChallengeId,
    nonce: &Bytes32,
    expires_at: i64,
) -> Vec<u8> {
    let mut message = LOGIN_LABEL.to_vec();
    field(&mut message, origin.as_bytes());
    field(&mut message, tenant.as_bytes());
    field(&mut message, login.as_bytes());
    field(&mut message, challenge.as_bytes());
    field(&mut message, &nonce.0);
    field(&mut message, &expires_at.to_be_bytes());
    message
}

/// What the one-use key of an invitation signs to look at it: label, origin and invitation id.
#[must_use]
pub fn look_message(origin: &str, invitation: &[u8; 16]) -> Vec<u8> {
    let mut message = LOOK_LABEL.to_vec();
    field(&mut message, origin.as_bytes());
    field(&mut message, invitation);
    message
}

/// What the one-use key signs to accept an invitation: label, origin, invitation id, login name, salt, parameters and
/// the new login public key.
#[must_use]
pub fn accept_message(
    origin: &str,
    invitation: &[u8; 16],
    login: &str,
    salt: &Bytes32,
    kdf: Kdf,
    login_public_key: &Bytes32,
) -> Vec<u8> {
    let mut message = ACCEPT_LABEL.to_vec();
    field(&mut message, origin.as_bytes());
    field(&mut message, invitation);
    field(&mut message, login.as_bytes());
    credential_fields(&mut message, salt, kdf, login_public_key);
    message
}

/// What the old login key signs to change the password: label, origin, account, new salt, parameters, login public key
/// and the SHA-256 of every new bundle in order.
#[must_use]
pub fn password_message(origin: &str, account: AccountId, change: &PasswordChange) -> Vec<u8> {
    let mut message = PASSWORD_LABEL.to_vec();
    field(&mut message, origin.as_bytes());
    field(&mut message, account.as_bytes());
    credential_fields(&mut message, &change.salt, change.kdf, &change.login_public_key);
    for bundle in &change.bundles {
        field(&mut message, bundle.organisation.as_bytes());
        field(&mut message, &crate::chain::sha256(&bundle.bundle.0).0);
    }
    message
}

fn credential_fields(message: &mut Vec<u8>, salt: &Bytes32, kdf: Kdf, login_public_key: &Bytes32) {
    field(message, &salt.0);
    field(message, &kdf.memory_kib.to_be_bytes());
    field(message, &kdf.passes.to_be_bytes());
    field(message, &kdf.lanes.to_be_bytes());
    field(message, &login_public_key.0);
}

/// A bundle of one membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationBundle {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The sealed bundle.
    pub bundle: Bytes,
}

/// A new password: everything that hangs on it, in one transaction. It must name a bundle for every certified
/// membership and an enrolment envelope for every membership that still waits for its first key loading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// New salt.
    pub salt: Bytes32,
    /// New parameters.
    pub kdf: Kdf,
    /// New login public key.
    pub login_public_key: Bytes32,
    /// Re-sealed bundles (or enrolment envelopes), sorted by organisation.
    pub bundles: Vec<OrganisationBundle>,
    /// Signature of the old login key over [`password_message`].
    pub signature: Bytes,
}

/// A membership as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnMembership {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Whether it has its key.
    pub organisation_state: OrganisationState,
    /// Where the key file lies, in the administrator's words.
    pub key_hint: String,
    /// Own rights.
    pub grants: Vec<Grant>,
    /// How far the membership is.
    pub state: MemberState,
    /// The sealed bundle, once certified.
    pub bundle: Option<Bytes>,
    /// The one-use seed under the password's bundle key, until certified.
    pub enrolment: Option<Bytes>,
    /// The administrator's signed invitation that the certificate must contain, until certified; none for the first
    /// administrator of an organisation.
    #[serde(default)]
    pub invitation: Option<SignedStatement>,
}

/// The session as the browser needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The account.
    pub account: AccountId,
    /// Login name.
    pub login: String,
    /// Display name.
    pub display_name: String,
    /// The tenant; none for the institute.
    pub tenant: Option<TenantId>,
    /// Slug of the tenant.
    pub tenant_slug: String,
    /// Name of the tenant.
    pub tenant_name: String,
    /// Whether this is one of the institute's operators.
    pub operator: bool,
    /// Memberships in organisations.
    pub memberships: Vec<OwnMembership>,
    /// Salt of the account (for the password on unlocking).
    pub salt: Bytes32,
    /// Argon2id parameters of the account.
    pub kdf: Kdf,
    /// Seconds since 1970 at which the session ends if nothing happens.
    pub idle_expires_at: i64,
    /// Seconds since 1970 at which the session ends in any case.
    pub expires_at: i64,
}

/// Second half of what opens a device's sealed memory; made by the client, kept by the server with the session or the
/// device, deleted on lock, logout, expiry or revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceShare {
    /// 32 random bytes.
    pub share: Bytes32,
}
