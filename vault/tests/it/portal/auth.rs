//! Login, session, invitations.

use super::{
    ORIGIN,
    db::{Account, Db, Invitation, Membership, Session},
    route::{Answer, json, no, nothing, read},
};
use api::{
    ProblemCode,
    auth::{
        DeviceShare, Kdf, LoginChallenge, LoginFinish, LoginStart, PasswordChange, accept_message,
        login_message, look_message, password_message,
    },
    bytes::{Bytes, Bytes32},
    ids::{AccountId, DeviceId, InvitationId},
    invitations::{AcceptInvitation, InvitationLook, InvitationOffer, InvitationState},
    organisations::MemberState,
};
use crypto::{LoginPublicKey, Signature};
use vault::{Method, Request};

fn signed(key: &Bytes32, message: &[u8], signature: &Bytes) -> bool {
    // Look and accept are signed by a one-use key over the raw message, as logins are by the login key.
    let Ok(signature) = Signature::from_bytes(&signature.0) else { return false };
    LoginPublicKey::from_bytes(&key.0).is_ok_and(|key| key.verify_login(message, &signature).is_ok())
}

impl Db {
    fn account_by_login(&self, tenant: &str, login: &str) -> Option<AccountId> {
        let tenant = self.tenants.iter().find(|known| known.slug == tenant).map(|known| known.id);
        self.accounts
            .iter()
            .find(|(_, account)| account.tenant == tenant && account.login == login)
            .map(|(id, _)| *id)
    }

    pub fn login_start(&mut self, start: LoginStart) -> Answer {
        let known = self.account_by_login(&start.tenant, &start.login).map(|id| &self.accounts[&id]);
        let (salt, kdf) =
            known.map_or((Bytes32([9; 32]), Kdf::DEFAULT), |account| (account.salt, account.kdf));
        let challenge = LoginChallenge {
            challenge: self.id(),
            nonce: Bytes32([u8::try_from(self.counter % 251).unwrap(); 32]),
            salt,
            kdf,
            expires_at: self.now + 60,
            origin: ORIGIN.to_owned(),
        };
        self.challenges.insert(challenge.challenge, (start.tenant, start.login, challenge.clone()));
        json(200, &challenge)
    }

    pub fn login_finish(&mut self, finish: LoginFinish, cookie: &mut Option<u64>) -> Answer {
        let Some((tenant, login, challenge)) = self.challenges.remove(&finish.challenge) else {
            return no(ProblemCode::LoginFailed);
        };
        let Some(account) = self.account_by_login(&tenant, &login) else {
            return no(ProblemCode::LoginFailed);
        };
        let message = login_message(
            ORIGIN,
            &tenant,
            &login,
            challenge.challenge,
            &challenge.nonce,
            challenge.expires_at,
        );
        if !signed(&self.accounts[&account].login_key, &message, &finish.signature) {
            return no(ProblemCode::LoginFailed);
        }
        let mut states = self.memberships.iter().filter(|((_, who), _)| *who == account).peekable();
        if states.peek().is_some() && states.all(|(_, member)| member.state == MemberState::Blocked) {
            return no(ProblemCode::AccountBlocked);
        }
        self.begin(account, cookie);
        json(200, &self.session_view(account))
    }

    fn begin(&mut self, account: AccountId, cookie: &mut Option<u64>) {
        if let Some(old) = cookie.take() {
            self.sessions.remove(&old);
        }
        self.counter += 1;
        self.sessions.insert(self.counter, Session { account, share: None });
        *cookie = Some(self.counter);
    }

    pub fn session_share(&mut self, request: &Request, session: u64) -> Answer {
        let Some(session) = self.sessions.get_mut(&session) else { return no(ProblemCode::SessionEnded) };
        match request.method {
            Method::Put => session.share = Some(read::<DeviceShare>(request)?.share),
            Method::Delete => session.share = None,
            _ => {
                return match session.share {
                    Some(share) => json(200, &DeviceShare { share }),
                    None => no(ProblemCode::NotFound),
                };
            }
        }
        nothing()
    }

    pub fn device_share(&mut self, request: &Request, who: AccountId, device: DeviceId) -> Answer {
        match request.method {
            Method::Put => {
                let share = read::<DeviceShare>(request)?.share;
                self.devices.insert((who, device), share);
            }
            Method::Delete => {
                self.devices.remove(&(who, device));
            }
            _ => {
                return match self.devices.get(&(who, device)) {
                    Some(share) => json(200, &DeviceShare { share: *share }),
                    None => no(ProblemCode::NotFound),
                };
            }
        }
        nothing()
    }

    pub fn change_password(&mut self, change: PasswordChange, who: AccountId, session: u64) -> Answer {
        let message = password_message(ORIGIN, who, &change);
        if !signed(&self.accounts[&who].login_key, &message, &change.signature) {
            return no(ProblemCode::BadSignature);
        }
        for ((organisation, account), member) in &mut self.memberships {
            let new = change.bundles.iter().find(|bundle| bundle.organisation == *organisation);
            if *account != who {
                continue;
            }
            match (member.bundle.is_some(), member.enrolment.is_some(), new) {
                (true, _, Some(new)) => member.bundle = Some(new.bundle.clone()),
                (false, true, Some(new)) => member.enrolment = Some(new.bundle.clone()),
                (false, false, None) => {}
                _ => return no(ProblemCode::BadRequest),
            }
        }
        let Some(account) = self.accounts.get_mut(&who) else { return no(ProblemCode::NotFound) };
        (account.salt, account.kdf, account.login_key) = (change.salt, change.kdf, change.login_public_key);
        self.sessions.retain(|id, other| *id == session || other.account != who);
        nothing()
    }

    fn usable(&self, id: InvitationId) -> Result<&Invitation, Box<api::Problem>> {
        let Some(invitation) = self.invitations.get(&id) else { return no(ProblemCode::InvitationUnknown) };
        match invitation.state {
            InvitationState::Used => no(ProblemCode::InvitationUsed),
            InvitationState::Revoked => no(ProblemCode::InvitationRevoked),
            _ if invitation.expires_at <= self.now => no(ProblemCode::InvitationExpired),
            _ => Ok(invitation),
        }
    }

    pub fn look(&mut self, id: InvitationId, look: &InvitationLook) -> Answer {
        let invitation = self.usable(id)?;
        if !signed(&invitation.one_use, &look_message(ORIGIN, id.as_bytes()), &look.signature) {
            return no(ProblemCode::InvitationUnknown);
        }
        let tenant = invitation.tenant.map(|tenant| self.tenant(tenant));
        json(
            200,
            &InvitationOffer {
                kind: invitation.kind,
                tenant: invitation.tenant,
                tenant_slug: tenant.map_or("institut", |tenant| &tenant.slug).to_owned(),
                tenant_name: tenant.map_or("Institut", |tenant| &tenant.name).to_owned(),
                organisation: invitation.organisation,
                organisation_name: invitation.organisation.map(|id| self.organisations[&id].name.clone()),
                account: invitation.account,
                display_name: invitation.display_name.clone(),
                existing_password: self
                    .accounts
                    .get(&invitation.account)
                    .is_some_and(|account| account.home != invitation.organisation),
                existing_login: self.accounts.get(&invitation.account).map(|account| account.login.clone()),
                grants: invitation.grants.clone(),
                expires_at: invitation.expires_at,
            },
        )
    }

    pub fn accept(&mut self, id: InvitationId, accept: AcceptInvitation, cookie: &mut Option<u64>) -> Answer {
        let invitation = self.usable(id)?;
        let message = accept_message(
            ORIGIN,
            id.as_bytes(),
            &accept.login,
            &accept.salt,
            accept.kdf,
            &accept.login_public_key,
        );
        if !signed(&invitation.one_use, &message, &accept.signature) {
            return no(ProblemCode::InvitationUnknown);
        }
        let (account, tenant) = (invitation.account, invitation.tenant);
        let taken = self
            .accounts
            .iter()
            .any(|(id, other)| *id != account && other.tenant == tenant && other.login == accept.login);
        if taken {
            return no(ProblemCode::LoginTaken);
        }
        let known = self.accounts.get(&account);
        let home = known.map_or(invitation.organisation, |known| known.home);
        if known.is_some_and(|known| known.login_key != accept.login_public_key) {
            if home != invitation.organisation {
                return no(ProblemCode::Forbidden);
            }
            for ((_, who), member) in &mut self.memberships {
                if *who == account && member.state == MemberState::Certified {
                    (member.state, member.bundle) = (MemberState::Joined, None);
                }
            }
        }
        let Some(invitation) = self.invitations.get(&id) else { return no(ProblemCode::InvitationUnknown) };
        let member = invitation.organisation.map(|organisation| {
            let member = Membership {
                grants: invitation.grants.clone(),
                version: invitation.rights_version,
                state: MemberState::Joined,
                bundle: None,
                enrolment: accept.enrolment.clone(),
                invitation: invitation.statement.clone(),
                display_name: accept.display_name.clone(),
            };
            ((organisation, account), member)
        });
        if let Some((key, member)) = member {
            assert!(member.enrolment.is_some(), "whatever the rights: others may follow");
            self.memberships.insert(key, member);
        }
        self.accounts.insert(
            account,
            Account {
                tenant,
                login: accept.login,
                display_name: accept.display_name,
                salt: accept.salt,
                kdf: accept.kdf,
                login_key: accept.login_public_key,
                home,
            },
        );
        if let Some(invitation) = self.invitations.get_mut(&id) {
            invitation.state = InvitationState::Used;
        }
        self.sessions.retain(|_, session| session.account != account);
        self.begin(account, cookie);
        json(200, &self.session_view(account))
    }
}
