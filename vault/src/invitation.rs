//! From an invitation to a personal access.

use crate::{
    AcceptError, CallError, CodeError, InvitationError, Store, Transport, Vault,
    view::{Accept, SessionInfo},
};
use api::{ids::InvitationId, invitations::InvitationOffer};
use std::{fmt, str::FromStr};

/// Id and one-use secret of an invitation, from a link, a QR code or typed groups.
#[derive(Clone)]
pub struct InvitationCode {
    id: InvitationId,
}

impl InvitationCode {
    /// The invitation.
    #[must_use]
    pub fn id(&self) -> InvitationId {
        self.id
    }
}

impl fmt::Debug for InvitationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationCode").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Reads a whole link, only its fragment, or typed groups.
impl FromStr for InvitationCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let _ = text;
        Err(CodeError::NotAnInvitation)
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// What an invitation offers. Uses nothing up.
    ///
    /// # Errors
    /// [`InvitationError`].
    pub async fn look_at_invitation(
        &self,
        code: &InvitationCode,
    ) -> Result<InvitationOffer, InvitationError> {
        let _ = code;
        Err(CallError::Protocol.into())
    }

    /// Makes the personal access (or renews it after a forgotten password) and logs in.
    ///
    /// # Errors
    /// [`AcceptError`]; nothing was made then, apart from a lost connection, where logging in tells.
    pub async fn accept_invitation(&self, accept: Accept) -> Result<SessionInfo, AcceptError> {
        let _ = accept;
        Err(InvitationError::Call(CallError::Protocol).into())
    }
}
