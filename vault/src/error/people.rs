//! Errors of administration and institute.

use super::CallError;

/// Why an act of administration failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdminError {
    /// The organisation key is not loaded, so that nothing can be signed.
    #[error("the organisation key is not loaded")]
    KeyMissing,
    /// The last administrator can't be removed or blocked.
    #[error("the last administrator can't be removed")]
    LastAdministrator,
    /// Org unit still has cases, people or units below it.
    #[error("the unit is in use")]
    UnitInUse,
    /// Somebody else changed it in between; the view was out of date.
    #[error("somebody changed it in between")]
    Conflict,
    /// A name is empty or longer than [`api::limits::NAME_MAX`].
    #[error("the name is empty or too long")]
    Name,
    /// A right names no unit although its scope needs one, or there are no rights at all.
    #[error("the rights are incomplete")]
    Grants,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why a tenant was not created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// The slug is taken or reserved.
    #[error("the short name is taken")]
    SlugTaken,
    /// The slug has other characters than `a–z 0–9 -` or is not 3 to 40 characters long.
    #[error("the short name is not allowed")]
    SlugNotAllowed,
    /// A name is empty or too long.
    #[error("a name is empty or too long")]
    Name,
    /// The organisation has its key already and needs no set-up link.
    #[error("the organisation has its key already")]
    AlreadySetUp,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}
