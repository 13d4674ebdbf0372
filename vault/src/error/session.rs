//! Errors of login, session and invitations.

use super::CallError;
use api::ids::OrganisationId;

/// Why a login failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Tenant, login name or password is wrong (the server does not say which).
    #[error("tenant, login name or password is wrong")]
    WrongCredentials,
    /// The server asks for password parameters outside the compiled bounds: nothing was derived.
    #[error("the server's password parameters are refused")]
    RefusedParameters,
    /// The device has too little memory to derive keys from the password.
    #[error("not enough memory for the key derivation")]
    OutOfMemory,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why unlocking failed.
pub type UnlockError = LoginError;

/// Why the password was not changed. The old one still holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangePasswordError {
    /// The current password is wrong.
    #[error("the current password is wrong")]
    WrongPassword,
    /// The keys of these organisations must be loaded first, because their bundles are sealed anew.
    #[error("the keys of {} organisations are not loaded", .0.len())]
    KeysMissing(Vec<OrganisationId>),
    /// The server asks for parameters outside the compiled bounds.
    #[error("the server's password parameters are refused")]
    RefusedParameters,
    /// The device has too little memory to derive keys from the password.
    #[error("not enough memory for the key derivation")]
    OutOfMemory,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why a link or typed code is not an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Not the link or code of an invitation.
    #[error("not an invitation")]
    NotAnInvitation,
    /// The code or link is cut off or has too many groups.
    #[error("the code is incomplete")]
    Incomplete,
    /// This group (from 1) has a wrong character.
    #[error("group {0} is wrong")]
    WrongGroup(usize),
    /// Every group is in order, but not all together (groups of two letters mixed).
    #[error("the groups do not belong together")]
    Mixed,
}

/// Why an invitation can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Unknown, or its secret is wrong.
    #[error("the invitation is unknown")]
    Unknown,
    /// Too old.
    #[error("the invitation has expired")]
    Expired,
    /// A personal access was already made with it. If that was somebody else, the administrator must know at once.
    #[error("the invitation has been used")]
    Used,
    /// Withdrawn or replaced by a newer one.
    #[error("the invitation was withdrawn")]
    Revoked,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why no personal access was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// The login name is taken in this tenant.
    #[error("the login name is taken")]
    LoginTaken,
    /// The login name has characters that are not allowed or is too long.
    #[error("the login name is not allowed")]
    LoginNotAllowed,
    /// The person has an access in another organisation of the tenant, and this is not its password.
    #[error("the password of the existing access is wrong")]
    WrongPassword,
    /// The invitation itself.
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    /// The device has too little memory to derive keys from the password.
    #[error("not enough memory for the key derivation")]
    OutOfMemory,
}
