//! Invitations: signed by an administrator, handed over as link, QR code or letter.

use super::{SECONDS_PER_DAY, admin_name, grants};
use crate::{
    AdminError, CallError, Method, Store, Transport, Vault,
    http::path,
    log::Author,
    view::{InvitationLetter, NewInvitation},
};
use api::{
    chain::Head,
    ids::{AccountId, InvitationId, OrganisationId},
    invitations::{CreateInvitation, InvitationState, InvitationView},
    organisations::{Grant, MemberState, OrganisationView},
    paths::v1,
    statement::{Invitation, Payload},
};
use crypto::statement::INVITATION;

/// Who is invited, and to what.
struct Invitee {
    account: AccountId,
    display_name: String,
    grants: Vec<Grant>,
    rights_version: u32,
    valid_days: u16,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Invites somebody.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn invite(&self, invitation: NewInvitation) -> Result<InvitationLetter, AdminError> {
        let invitee = Invitee {
            account: self.make_id()?,
            display_name: admin_name(&invitation.display_name)?,
            grants: grants(&invitation.grants)?,
            rights_version: 1,
            valid_days: invitation.valid_days,
        };
        self.send_invitation(invitation.organisation, invitee).await
    }

    /// Invites somebody of the tenant, who has a personal access already, into this organisation too. They join with
    /// the login name and password that they have.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn invite_existing(
        &self,
        account: AccountId,
        invitation: NewInvitation,
    ) -> Result<InvitationLetter, AdminError> {
        let invitee = Invitee {
            account,
            display_name: admin_name(&invitation.display_name)?,
            grants: grants(&invitation.grants)?,
            rights_version: 1,
            valid_days: invitation.valid_days,
        };
        self.send_invitation(invitation.organisation, invitee).await
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
        let view = self.organisation_view(organisation).await?;
        let found = view.invitations.iter().find(|candidate| candidate.id == invitation);
        let found = found.ok_or(CallError::NotFound)?;
        if found.state == InvitationState::Open {
            self.revoke_invitation(organisation, invitation).await?;
        }
        let person = view.people.iter().find(|person| person.account == found.account);
        let invitee = Invitee {
            account: found.account,
            display_name: found.display_name.clone(),
            grants: person.map_or(&found.grants, |person| &person.grants).clone(),
            rights_version: person.map_or(1, |person| person.rights_version.max(1)),
            valid_days,
        };
        self.send_invitation(organisation, invitee).await
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
        Ok(self.call(Method::Delete, path(v1::INVITATION, &[&organisation, &invitation])).await?)
    }

    /// Invites somebody anew who forgot the password: same account, same rights, nothing is lost. Also brings back
    /// somebody who was blocked.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn reinvite(
        &self,
        organisation: OrganisationId,
        account: AccountId,
        valid_days: u16,
    ) -> Result<InvitationLetter, AdminError> {
        let view = self.organisation_view(organisation).await?;
        let person = view.people.into_iter().find(|person| person.account == account);
        let person = person.ok_or(CallError::NotFound)?;
        let log = self.refresh_log(organisation).await?;
        let member = log.member(account);
        let version = member.map_or(person.rights_version, |member| member.version()).max(1);
        let blocked =
            person.state == MemberState::Blocked || member.is_some_and(|member| member.is_blocked());
        let signed = member.map(|member| member.grants().to_vec()).filter(|grants| !grants.is_empty());
        let invitee = Invitee {
            account,
            display_name: person.display_name,
            grants: signed.unwrap_or(person.grants),
            // Only newer rights end a block.
            rights_version: if blocked { version + 1 } else { version },
            valid_days,
        };
        self.send_invitation(organisation, invitee).await
    }

    pub(super) async fn organisation_view(
        &self,
        organisation: OrganisationId,
    ) -> Result<OrganisationView, CallError> {
        Ok(self.get(path(v1::ORGANISATION, &[&organisation])).await?)
    }

    async fn send_invitation(
        &self,
        organisation: OrganisationId,
        invitee: Invitee,
    ) -> Result<InvitationLetter, AdminError> {
        let author = self.fresh_author(organisation).await?;
        let expires_at = self.now() + i64::from(invitee.valid_days.max(1)) * SECONDS_PER_DAY;
        let page = Self::invitation_page(false);
        let (letter, one_use) = self.make_letter(page, invitee.account, &invitee.display_name, expires_at)?;
        let invitation = Invitation {
            id: letter.invitation,
            account: invitee.account,
            display_name: invitee.display_name,
            grants: invitee.grants,
            expires_at,
            one_use,
            rights_version: invitee.rights_version,
        };
        let statement = author.sign(INVITATION, Payload::Invitation(invitation), Head::EMPTY, self.now());
        let body = CreateInvitation { statement };
        let _view: InvitationView = self.post(path(v1::INVITATIONS, &[&organisation]), &body).await?;
        Ok(letter)
    }

    /// Who signs here, with the log as it is now.
    pub(super) async fn fresh_author(&self, organisation: OrganisationId) -> Result<Author, AdminError> {
        if !self.state.borrow().keys.contains_key(&organisation) {
            self.state.borrow().session()?;
            return Err(AdminError::KeyMissing);
        }
        self.refresh_log(organisation).await?;
        self.author(organisation).await?.ok_or(AdminError::KeyMissing)
    }
}
