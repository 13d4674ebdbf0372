//! Session and memberships.

use crate::InvitationCode;
use api::{
    ids::{AccountId, OrganisationId, TenantId},
    organisations::{Grant, MemberState, OrganisationState, Role},
};
use std::fmt;
use zeroize::Zeroizing;

/// A text that is wiped when it is dropped and never shown: passwords, key files, typed groups.
#[derive(Clone, Default)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(redacted)")
    }
}

/// What a page load begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Nobody is logged in. The tenant that was last used on this device, for the form.
    LoggedOut {
        /// Slug of the tenant.
        tenant: Option<String>,
    },
    /// Somebody is logged in, but the vault is locked: ask for the password.
    Locked(SessionInfo),
    /// Somebody is logged in; keys are loaded as [`Membership::key`] says.
    Ready(SessionInfo),
}

/// Somebody logs in.
#[derive(Debug, Clone)]
pub struct Login {
    /// Slug of the tenant.
    pub tenant: String,
    /// Login name.
    pub login: String,
    /// Password.
    pub password: SecretText,
}

/// Somebody makes a personal access, or renews a forgotten password.
#[derive(Debug, Clone)]
pub struct Accept {
    /// The invitation.
    pub code: InvitationCode,
    /// Login name; the existing one when a password is renewed.
    pub login: String,
    /// Name as colleagues see it (clear).
    pub display_name: String,
    /// New password.
    pub password: SecretText,
}

/// Somebody changes the password.
#[derive(Debug, Clone)]
pub struct ChangePassword {
    /// The current one.
    pub current: SecretText,
    /// The new one.
    pub new: SecretText,
}

/// How far the key of an organisation is here and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// This person needs none (evaluation only).
    NotNeeded,
    /// The organisation has none yet; an administrator makes it.
    NotSetUp,
    /// Must be loaded: everything sealed shows "verschlüsselt".
    Missing,
    /// Loaded.
    Loaded,
    /// Loaded, but the organisation has a newer one: reading goes on, nothing can be sealed until the new key file is
    /// loaded.
    Outdated,
}

/// A membership of the person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Whether it has its key.
    pub state: OrganisationState,
    /// Where the key file lies, in the administrator's words.
    pub key_hint: String,
    /// Own rights.
    pub grants: Vec<Grant>,
    /// How far the membership is.
    pub member: MemberState,
    /// How far the key is here and now.
    pub key: KeyState,
}

impl Membership {
    /// Whether the person has a role, with any scope.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the person may open texts of cases (manager or caseworker).
    #[must_use]
    pub fn opens_cases(&self) -> bool {
        api::organisations::opens_cases(&self.grants)
    }

    /// Whether the person sees any case, with or without texts.
    #[must_use]
    pub fn sees_cases(&self) -> bool {
        self.grants.iter().any(|grant| grant.role != Role::Administrator)
    }
}

/// Who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// The account.
    pub account: AccountId,
    /// Login name.
    pub login: String,
    /// Display name.
    pub display_name: String,
    /// The tenant; none for the institute.
    pub tenant: Option<TenantId>,
    /// Slug of the tenant, or of the institute.
    pub tenant_slug: String,
    /// Name of the tenant.
    pub tenant_name: String,
    /// Whether this is one of the institute's operators.
    pub operator: bool,
    /// Memberships.
    pub memberships: Vec<Membership>,
    /// The organisation in use: the first, or the one chosen by `use_organisation`. None for operators.
    pub current: Option<OrganisationId>,
    /// Whether the password of this session is at hand in memory; after a reload it is not, and the first loading of a
    /// key asks for it.
    pub password_at_hand: bool,
    /// Whether this device remembers the keys beyond the session.
    pub remembered: bool,
    /// Seconds since 1970 at which the session ends if nothing happens.
    pub idle_expires_at: i64,
    /// Seconds since 1970 at which the session ends in any case.
    pub expires_at: i64,
}

impl SessionInfo {
    /// The membership in the organisation in use.
    #[must_use]
    pub fn membership(&self) -> Option<&Membership> {
        self.memberships.iter().find(|membership| Some(membership.organisation) == self.current)
    }
}

/// The real state of the five protections for this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// Whether the connection is encrypted (https), by the own origin.
    pub transport: bool,
    /// The own origin.
    pub origin: String,
    /// State of the key of the organisation in use.
    pub key: KeyState,
    /// Fingerprint of the organisation key, once the log was verified.
    pub key_fingerprint: Option<String>,
    /// Fingerprint of the organisation's root, once the log was verified.
    pub root_fingerprint: Option<String>,
    /// Epoch of the key.
    pub epoch: Option<u32>,
    /// Fingerprint of the own signing key, once it is loaded.
    pub own_fingerprint: Option<String>,
    /// Number of entries of the organisation log that were verified.
    pub log_entries: Option<u64>,
    /// Case files opened and verified since the login.
    pub cases_opened: usize,
}
