//! Checking an organisation key against the verified log, and opening the personal keys with it.

use crate::{
    CallError, KeyError, LogError, Store, Transport, Vault, convert,
    log::OrganisationLog,
    session::BundleKeyError,
    state::Unlocked,
    view::{KeyState, LoadedKey, SecretText},
};
use api::{
    auth::SessionView,
    chain::Head,
    ids::{OrganisationId, TenantId},
};
use crypto::{
    AccountKeys, BundleContext, BundleKey, Fingerprint, Id, KdfParams, OrganisationKey, OrganisationSecrets,
    RootPublicKey, Salt,
};

/// A key that is about to be checked and adopted.
pub(crate) struct Loading {
    pub organisation: OrganisationId,
    pub key: OrganisationKey,
    /// From a key file only.
    pub tenant: Option<Id>,
    /// From a key file only.
    pub root: Option<RootPublicKey>,
    /// How far the log reached when the key file was made.
    pub checkpoint: Option<Head>,
    pub password: Option<SecretText>,
}

impl Loading {
    /// A key that this device remembered.
    pub(crate) fn remembered(organisation: OrganisationId, key: OrganisationKey) -> Self {
        Self { organisation, key, tenant: None, root: None, checkpoint: None, password: None }
    }
}

/// What the contexts of bundles are made of.
pub(super) struct BundlePlace {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub session: SessionView,
    pub kdf: KdfParams,
    pub salt: Salt,
}

impl BundlePlace {
    pub(super) fn context(&self) -> BundleContext<'_> {
        BundleContext {
            tenant: self.tenant.as_bytes(),
            organisation: self.organisation.as_bytes(),
            account: self.session.account.as_bytes(),
            kdf: &self.kdf,
            salt: &self.salt,
        }
    }
}

impl From<BundleKeyError> for KeyError {
    fn from(error: BundleKeyError) -> Self {
        match error {
            BundleKeyError::PasswordNeeded => Self::PasswordNeeded,
            BundleKeyError::Password(error) => Self::Password(error),
            BundleKeyError::Call(error) => Self::Call(error),
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Checks a key against the verified log and opens (or makes) the personal keys. Adopts all or nothing.
    pub(crate) async fn install_key(&self, loading: Loading) -> Result<LoadedKey, KeyError> {
        let organisation = loading.organisation;
        let (account, tenant) = {
            let state = self.state.borrow();
            match state.key_state(state.membership(organisation)?) {
                KeyState::NotNeeded => return Err(KeyError::NotNeeded),
                KeyState::NotSetUp => return Err(KeyError::NotSetUp),
                KeyState::Missing | KeyState::Loaded | KeyState::Outdated => {}
            }
            (state.session()?.account, state.tenant()?)
        };
        let bundle_key = self.bundle_key(loading.password.as_ref()).await?;
        let secrets = loading.key.secrets();
        let memory = self.load_memory(account, tenant, organisation, &secrets).await;
        let root = agree(loading.root, memory.root())?;
        let log = match self.fetch_log(organisation, root.as_ref()).await {
            Ok(log) => log,
            Err(CallError::Log(LogError::OtherRoot)) => return Err(KeyError::DoesNotFit),
            Err(error) => return Err(error.into()),
        };
        check_key(&loading, &log)?;
        for seen in loading.checkpoint.iter().chain([&memory.head()]) {
            if !log.knows(seen) {
                return Err(CallError::Log(LogError::RolledBack).into());
            }
        }
        let (keys, log, first) = self.personal_keys(&loading, &secrets, &bundle_key, log).await?;
        let loaded = LoadedKey {
            organisation,
            organisation_name: self.state.borrow().membership(organisation)?.organisation_name.clone(),
            epoch: loading.key.epoch(),
            fingerprint: loading.key.fingerprint().to_string(),
            first,
            remembered: false,
        };
        let unlocked = Unlocked { key: loading.key, secrets, account: keys, root: Some(log.root), memory };
        self.state.borrow_mut().hold(organisation, unlocked)?;
        self.adopt_log(log).await?;
        Ok(loaded)
    }

    /// Takes keys over that this device had already checked in this session.
    pub(crate) async fn hold_keys(
        &self,
        organisation: OrganisationId,
        key: OrganisationKey,
        account: AccountKeys,
    ) -> Result<(), CallError> {
        let (owner, tenant) = {
            let state = self.state.borrow();
            (state.session()?.account, state.tenant()?)
        };
        let secrets = key.secrets();
        let memory = self.load_memory(owner, tenant, organisation, &secrets).await;
        let root = memory.root();
        self.state.borrow_mut().hold(organisation, Unlocked { key, secrets, account, root, memory })
    }

    /// Opens the bundle; at the first loading, or after a renewed password, makes new keys and their certificate.
    async fn personal_keys(
        &self,
        loading: &Loading,
        secrets: &OrganisationSecrets,
        bundle_key: &BundleKey,
        log: OrganisationLog,
    ) -> Result<(AccountKeys, OrganisationLog, bool), KeyError> {
        let mut place = self.bundle_place(loading.organisation)?;
        if own(&place)?.bundle.is_none() {
            // The certificate may have been made just now, with the answer lost on its way.
            self.refresh_session().await?;
            place = self.bundle_place(loading.organisation)?;
        }
        let membership = own(&place)?.clone();
        if let Some(bundle) = &membership.bundle
            && let Ok(keys) = crypto::open_bundle(secrets, bundle_key, &place.context(), &bundle.0)
            && log
                .current_certificate(place.session.account)
                .is_some_and(|(_, certificate)| certificate.signing == keys.signing.public())
        {
            return Ok((keys, log, false));
        }
        let (Some(enrolment), Some(invitation)) = (&membership.enrolment, membership.invitation) else {
            return Err(KeyError::BundleDoesNotOpen);
        };
        let seed = crypto::open_enrolment_seed(bundle_key, &place.context(), &enrolment.0)
            .map_err(|_| KeyError::BundleDoesNotOpen)?;
        let keys = self.enrol(&place, secrets, bundle_key, &seed, invitation, &log).await?;
        let log = self.fetch_log(loading.organisation, Some(&log.root)).await?;
        match log.current_certificate(place.session.account) {
            Some((_, certificate)) if certificate.signing == keys.signing.public() => Ok((keys, log, true)),
            // The log must show what was just certified; a server that leaves it out is not trusted with writing.
            _ => Err(CallError::Log(LogError::RolledBack).into()),
        }
    }

    pub(super) fn bundle_place(&self, organisation: OrganisationId) -> Result<BundlePlace, KeyError> {
        let state = self.state.borrow();
        let session = state.session()?.clone();
        Ok(BundlePlace {
            tenant: state.tenant()?,
            organisation,
            kdf: convert::kdf(&session.kdf).map_err(|_| KeyError::BundleDoesNotOpen)?,
            salt: convert::salt(&session.salt),
            session,
        })
    }
}

fn own(place: &BundlePlace) -> Result<&api::auth::OwnMembership, CallError> {
    let mut memberships = place.session.memberships.iter();
    memberships.find(|own| own.organisation == place.organisation).ok_or(CallError::NotFound)
}

/// The pinned root: from the key file and from the device's memory, which must be the same.
fn agree(
    file: Option<RootPublicKey>,
    memory: Option<RootPublicKey>,
) -> Result<Option<RootPublicKey>, KeyError> {
    match (file, memory) {
        (Some(file), Some(memory)) if file != memory => Err(KeyError::DoesNotFit),
        (file, memory) => Ok(file.or(memory)),
    }
}

/// Whether the key is the one that the verified log names.
fn check_key(loading: &Loading, log: &OrganisationLog) -> Result<(), KeyError> {
    if loading.tenant.is_some_and(|tenant| tenant != *log.tenant.as_bytes()) {
        return Err(KeyError::DoesNotFit);
    }
    let current = log.epoch().ok_or(KeyError::NotSetUp)?.epoch;
    let found = loading.key.epoch();
    let named = log.epoch_by_number(found).ok_or(KeyError::DoesNotFit)?;
    if Fingerprint::from_bytes(named.fingerprint.0) != loading.key.fingerprint() {
        return Err(KeyError::DoesNotFit);
    }
    if found < current {
        return Err(KeyError::OutdatedEpoch { found, current });
    }
    Ok(())
}
