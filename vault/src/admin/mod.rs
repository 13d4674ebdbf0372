//! Administration and institute.

mod institute;

use crate::{
    AdminError, CallError, Store, Transport, Vault,
    view::{Handover, InvitationLetter, NewInvitation, OrganisationOverview},
};
use api::{
    audit::AuditPage,
    ids::{AccountId, InvitationId, OrganisationId, UnitId},
    organisations::{Grant, HandoverCase, UnitView},
};

impl<T: Transport, S: Store> Vault<T, S> {
    /// An organisation with its org chart, people and (for administrators) invitations, compared with its log.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn organisation(
        &self,
        organisation: OrganisationId,
    ) -> Result<OrganisationOverview, CallError> {
        let _ = organisation;
        Err(CallError::Protocol)
    }

    /// Adds a further organisation to the tenant; this person becomes its first administrator and makes its key next.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn create_organisation(&self, name: String) -> Result<OrganisationId, AdminError> {
        let _ = name;
        Err(AdminError::Name)
    }

    /// Renames an organisation.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn rename_organisation(
        &self,
        organisation: OrganisationId,
        name: String,
    ) -> Result<(), AdminError> {
        let _ = (organisation, name);
        Err(AdminError::Name)
    }

    /// Says where the key file lies, in plain words (clear).
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_key_hint(&self, organisation: OrganisationId, hint: String) -> Result<(), AdminError> {
        let _ = (organisation, hint);
        Err(AdminError::Name)
    }

    /// Adds an org unit below another one or directly below the organisation.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn add_unit(
        &self,
        organisation: OrganisationId,
        parent: Option<UnitId>,
        name: String,
        position: u32,
    ) -> Result<UnitId, AdminError> {
        let _ = (organisation, parent, name, position);
        Err(AdminError::Name)
    }

    /// Renames or moves an org unit.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn change_unit(&self, organisation: OrganisationId, unit: UnitView) -> Result<(), AdminError> {
        let _ = (organisation, unit);
        Err(AdminError::Name)
    }

    /// Removes an empty org unit.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn remove_unit(&self, organisation: OrganisationId, unit: UnitId) -> Result<(), AdminError> {
        let _ = (organisation, unit);
        Err(AdminError::Name)
    }

    /// Invites somebody.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn invite(&self, invitation: NewInvitation) -> Result<InvitationLetter, AdminError> {
        let _ = invitation;
        Err(AdminError::Name)
    }

    /// Makes a new link for an invitation that was lost or has expired; the old one no longer works.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn renew_invitation(
        &self,
        organisation: OrganisationId,
        invitation: InvitationId,
        valid_days: u16,
    ) -> Result<InvitationLetter, AdminError> {
        let _ = (organisation, invitation, valid_days);
        Err(AdminError::Name)
    }

    /// Withdraws an open invitation.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn revoke_invitation(
        &self,
        organisation: OrganisationId,
        invitation: InvitationId,
    ) -> Result<(), AdminError> {
        let _ = (organisation, invitation);
        Err(AdminError::Name)
    }

    /// Invites somebody anew who forgot the password: same account, same rights, nothing is lost.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn reinvite(
        &self,
        organisation: OrganisationId,
        account: AccountId,
        valid_days: u16,
    ) -> Result<InvitationLetter, AdminError> {
        let _ = (organisation, account, valid_days);
        Err(AdminError::Name)
    }

    /// Replaces all rights of a person.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn set_rights(
        &self,
        organisation: OrganisationId,
        account: AccountId,
        grants: Vec<Grant>,
    ) -> Result<(), AdminError> {
        let _ = (organisation, account, grants);
        Err(AdminError::Name)
    }

    /// Blocks a person at once; their sessions end. Answers with the cases that must be handed over.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn block(
        &self,
        organisation: OrganisationId,
        account: AccountId,
    ) -> Result<Vec<HandoverCase>, AdminError> {
        let _ = (organisation, account);
        Err(AdminError::Name)
    }

    /// Open cases for which a person is responsible, named by what an administrator may see.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn handover_cases(
        &self,
        organisation: OrganisationId,
        account: AccountId,
    ) -> Result<Vec<HandoverCase>, AdminError> {
        let _ = (organisation, account);
        Err(AdminError::Name)
    }

    /// Hands cases over to somebody else by signed statements. Returns how many; repeating it does the rest.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn hand_over(&self, handover: Handover) -> Result<usize, AdminError> {
        let _ = handover;
        Err(AdminError::Name)
    }

    /// A page of the tenant's audit, newest first; `before` from the last page for older ones.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn audit(&self, before: Option<u64>) -> Result<AuditPage, CallError> {
        let _ = before;
        Err(CallError::Protocol)
    }
}
