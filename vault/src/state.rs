//! What is in memory while somebody is logged in. Everything secret in it is wiped when it is dropped.

use crate::{
    CallError,
    cases::{AllLocalTexts, CaseState, Lists},
    keys::{Copies, OlderKeys, RewrapCursor, RootSuccession, Rotation, Setup},
    log::OrganisationLog,
    memory::Memory,
    preferences::Preferences,
    search::Index,
    view::{KeyState, Membership, SessionInfo},
};
use api::{
    auth::{OwnMembership, SessionView},
    configuration::Configuration,
    ids::{AccountId, OrganisationId, TenantId},
    organisations::{MemberState, OrganisationState, needs_key},
};
use crypto::{
    AccountKeys, BundleKey, DeviceKey, KeyId, OrganisationKey, OrganisationSecrets, PasswordDeviceKey,
    RootPublicKey,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// The unlocked keys of one organisation.
pub(crate) struct Unlocked {
    pub key: OrganisationKey,
    pub secrets: OrganisationSecrets,
    /// Secrets of earlier epochs.
    pub older: OlderKeys,
    pub account: AccountKeys,
    pub root: Option<RootPublicKey>,
    pub memory: Memory,
}

impl Unlocked {
    /// The secrets of an organisation key by its id, as it stands in the header of what is sealed under it: of the key
    /// that was loaded, or of an earlier epoch that follows from it. For opening only; sealing takes `secrets`.
    pub(crate) fn secrets_for(&self, key: KeyId) -> Option<&OrganisationSecrets> {
        self.older.find(&self.secrets, key)
    }
}

/// What comes from the password of the session.
pub(crate) struct PasswordKeys {
    pub bundle: BundleKey,
    /// Only right after a login; a reload does not bring it back.
    pub device: Option<PasswordDeviceKey>,
}

/// What is in memory.
#[derive(Default)]
pub(crate) struct State {
    pub preferences: Option<Preferences>,
    session: Option<SessionView>,
    pub locked: bool,
    pub current: Option<OrganisationId>,
    pub password: Option<PasswordKeys>,
    pub session_key: Option<DeviceKey>,
    pub remembered: bool,
    pub keys: BTreeMap<OrganisationId, Unlocked>,
    pub logs: BTreeMap<OrganisationId, Rc<OrganisationLog>>,
    pub setup: Option<Setup>,
    pub rotation: Option<Rotation>,
    pub rewrap: Option<RewrapCursor>,
    pub succession: Option<RootSuccession>,
    /// Which copies of which key were opened in this session.
    pub copies: Copies,
    pub configuration: Option<Rc<Configuration>>,
    /// Names as the server says them, for accounts that no verified log names.
    pub names: BTreeMap<AccountId, String>,
    /// Organisations whose names were asked for.
    pub named: BTreeSet<OrganisationId>,
    pub cases: CaseState,
    pub lists: Lists,
    pub index: Index,
    /// Texts that lie sealed on the device.
    pub local_texts: AllLocalTexts,
}

impl State {
    /// Who is logged in and not locked.
    pub(crate) fn session(&self) -> Result<&SessionView, CallError> {
        if self.locked {
            return Err(CallError::Locked);
        }
        self.session.as_ref().ok_or(CallError::SessionEnded)
    }

    /// Who is logged in, locked or not.
    pub(crate) fn session_even_locked(&self) -> Option<&SessionView> {
        self.session.as_ref()
    }

    /// The tenant of whoever is logged in.
    pub(crate) fn tenant(&self) -> Result<TenantId, CallError> {
        self.session()?.tenant.ok_or(CallError::Forbidden)
    }

    /// The own membership in an organisation.
    pub(crate) fn membership(&self, organisation: OrganisationId) -> Result<&OwnMembership, CallError> {
        let memberships = &self.session()?.memberships;
        memberships
            .iter()
            .find(|membership| membership.organisation == organisation)
            .ok_or(CallError::NotFound)
    }

    /// Takes over what the server says about the session.
    pub(crate) fn adopt(&mut self, session: SessionView) {
        let preferred = self
            .preferences
            .as_ref()
            .and_then(|preferences| preferences.organisations.get(&session.account).copied());
        let member = |organisation: &OrganisationId| {
            session
                .memberships
                .iter()
                .any(|own| own.organisation == *organisation && own.state != MemberState::Blocked)
        };
        let first = session.memberships.iter().find(|own| own.state != MemberState::Blocked);
        self.current = self
            .current
            .filter(member)
            .or(preferred.filter(member))
            .or(first.map(|membership| membership.organisation));
        self.session = Some(session);
    }

    /// Takes over the keys of an organisation. Not while locked: the page may have been locked while server or device were
    /// asked.
    pub(crate) fn hold(&mut self, organisation: OrganisationId, keys: Unlocked) -> Result<(), CallError> {
        self.session()?;
        self.keys.insert(organisation, keys);
        Ok(())
    }

    /// Takes over what comes from the password; not while locked.
    pub(crate) fn hold_password(&mut self, keys: PasswordKeys) -> Result<(), CallError> {
        self.session()?;
        self.password = Some(keys);
        Ok(())
    }

    /// Takes over the key of the session's device memory; not while locked.
    pub(crate) fn hold_session_key(&mut self, key: DeviceKey) -> Result<(), CallError> {
        self.session()?;
        self.session_key = Some(key);
        Ok(())
    }

    /// Drops everything that is unwrapped; what is clear or sealed stays.
    pub(crate) fn wipe(&mut self) {
        *self = Self {
            preferences: self.preferences.take(),
            session: self.session.take(),
            locked: self.locked,
            current: self.current,
            remembered: self.remembered,
            configuration: self.configuration.take(),
            ..Self::default()
        };
    }

    /// Drops everything but the preferences.
    pub(crate) fn forget(&mut self) {
        *self = Self { preferences: self.preferences.take(), ..Self::default() };
    }

    /// Whether nothing unwrapped is in memory.
    #[cfg(test)]
    pub(crate) fn is_wiped(&self) -> bool {
        self.password.is_none()
            && self.session_key.is_none()
            && self.keys.is_empty()
            && self.logs.is_empty()
            && self.setup.is_none()
            && self.rotation.is_none()
            && self.rewrap.is_none()
            && self.succession.is_none()
            && self.copies.is_empty()
            && self.names.is_empty()
            && self.cases.is_empty()
            && self.lists.is_empty()
            && self.index.is_empty()
    }

    /// Whether the key that is loaded is of an earlier epoch than the one that the verified log says is in force. It
    /// opens what it opened, and seals nothing.
    pub(crate) fn key_outdated(&self, organisation: OrganisationId) -> bool {
        let (Some(keys), Some(log)) = (self.keys.get(&organisation), self.logs.get(&organisation)) else {
            return false;
        };
        log.epoch().is_some_and(|epoch| keys.key.epoch() < epoch.epoch)
    }

    pub(crate) fn key_state(&self, membership: &OwnMembership) -> KeyState {
        // Whoever has no rights at all came to recover the administration, and needs the key for that.
        let needed = needs_key(&membership.grants) || membership.grants.is_empty();
        if !needed || membership.state == MemberState::Blocked {
            KeyState::NotNeeded
        } else if membership.organisation_state == OrganisationState::Created {
            KeyState::NotSetUp
        } else if self.key_outdated(membership.organisation) {
            KeyState::Outdated
        } else if self.keys.contains_key(&membership.organisation) {
            KeyState::Loaded
        } else {
            KeyState::Missing
        }
    }

    /// Name of an account: as certified, else as the server says, else empty.
    pub(crate) fn name(&self, organisation: OrganisationId, account: AccountId) -> String {
        let certified = self.logs.get(&organisation).and_then(|log| log.member(account));
        certified
            .map(|member| member.display_name.clone())
            .filter(|name| !name.is_empty())
            .or_else(|| self.names.get(&account).cloned())
            .unwrap_or_default()
    }

    /// The session as the interface sees it.
    pub(crate) fn info(&self) -> Option<SessionInfo> {
        let session = self.session.as_ref()?;
        let membership = |own: &OwnMembership| Membership {
            organisation: own.organisation,
            name: own.organisation_name.clone(),
            state: own.organisation_state,
            key_hint: own.key_hint.clone(),
            grants: own.grants.clone(),
            member: own.state,
            key: self.key_state(own),
        };
        Some(SessionInfo {
            account: session.account,
            login: session.login.clone(),
            display_name: session.display_name.clone(),
            tenant: session.tenant,
            tenant_slug: session.tenant_slug.clone(),
            tenant_name: session.tenant_name.clone(),
            operator: session.operator,
            memberships: session.memberships.iter().map(membership).collect(),
            current: self.current,
            password_at_hand: self.password.is_some(),
            remembered: self.remembered,
            idle_expires_at: session.idle_expires_at,
            expires_at: session.expires_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::{DeviceSecret, DeviceShare, KdfParams, PasswordMaster, Salt};

    fn unlocked() -> State {
        let mut state = State { locked: true, remembered: true, ..State::default() };
        let organisation = OrganisationId::from_bytes([1; 16]);
        let key = OrganisationKey::make(1).unwrap();
        let keys = Unlocked {
            secrets: key.secrets(),
            key,
            older: OlderKeys::default(),
            account: AccountKeys::make().unwrap(),
            root: None,
            memory: Memory::default(),
        };
        state.keys.insert(organisation, keys);
        let master = PasswordMaster::derive("kennwort", &Salt::make().unwrap(), &KdfParams::FLOOR).unwrap();
        state.password = Some(PasswordKeys { bundle: master.bundle(), device: Some(master.device()) });
        let share = DeviceShare::make().unwrap();
        state.session_key = Some(DeviceKey::derive_session(&DeviceSecret::new(&[1; 32]), &share));
        state.names.insert(AccountId::from_bytes([2; 16]), "Berta".to_owned());
        state.index.put_name(organisation, api::ids::CaseId::from_bytes([3; 16]), "Mara", "Lindqvist");
        state
    }

    #[test]
    fn a_wipe_leaves_nothing_unwrapped_and_keeps_the_lock() {
        let mut state = unlocked();
        assert!(!state.is_wiped());
        state.wipe();
        assert!(state.is_wiped());
        assert!(state.locked && state.remembered);
    }

    #[test]
    fn a_lock_that_overtakes_an_answer_of_the_server_lets_no_key_in() {
        let mut before = unlocked();
        let mut locked = State { locked: true, ..State::default() };
        let organisation = OrganisationId::from_bytes([1; 16]);
        let keys = before.keys.remove(&organisation).unwrap();
        assert_eq!(locked.hold(organisation, keys), Err(CallError::Locked));
        assert_eq!(locked.hold_password(before.password.unwrap()), Err(CallError::Locked));
        assert_eq!(locked.hold_session_key(before.session_key.unwrap()), Err(CallError::Locked));
        assert!(locked.is_wiped());
    }

    #[test]
    fn a_logout_leaves_the_preferences_and_nothing_else() {
        let mut state = unlocked();
        state.preferences = Some(Preferences { tenant: Some("demo".to_owned()), ..Preferences::default() });
        state.forget();
        assert!(state.is_wiped() && !state.locked && state.info().is_none());
        assert!(state.preferences.is_some());
    }
}
