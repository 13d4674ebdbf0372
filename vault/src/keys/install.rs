//! Checking an organisation key against the verified log, and adopting it.

use super::{OlderKeys, bundle::Opening};
use crate::{
    CallError, KeyError, LogError, Store, Transport, Vault, convert,
    log::OrganisationLog,
    memory::Memory,
    session::BundleKeyError,
    state::Unlocked,
    view::{KeyState, LoadedKey, SecretText},
};
use api::{bytes::Bytes32, chain::Head, ids::OrganisationId};
use crypto::{AccountKeys, Fingerprint, Id, OrganisationKey, RootPublicKey};

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
    /// Whether a key of an earlier epoch is good enough: for reading, from the memory of this device.
    pub outdated: bool,
}

impl Loading {
    /// A key that this device remembered.
    pub(crate) fn remembered(organisation: OrganisationId, key: OrganisationKey) -> Self {
        Self { organisation, key, tenant: None, root: None, checkpoint: None, password: None, outdated: true }
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
        let account = {
            let state = self.state.borrow();
            match state.key_state(state.membership(organisation)?) {
                KeyState::NotNeeded => return Err(KeyError::NotNeeded),
                KeyState::NotSetUp => return Err(KeyError::NotSetUp),
                KeyState::Missing | KeyState::Loaded | KeyState::Outdated => {}
            }
            state.session()?.account
        };
        let bundle_key = self.bundle_key(loading.password.as_ref()).await?;
        let log = self.pinned_log(&loading).await?;
        check_key(&loading, &log)?;
        let secrets = loading.key.secrets();
        let older = self.older_keys(&log, &secrets).await?;
        let memory = self.load_memory(account, log.tenant, organisation, &secrets, &older).await;
        let memory = memory.map_err(|memory| memory.explain(&log, &secrets))?;
        compare_memory(&memory, &log)?;
        let opening = Opening { organisation, secrets: &secrets, older: &older, bundle_key: &bundle_key };
        let (keys, log, first) = self.personal_keys(&opening, log).await?;
        let loaded = LoadedKey {
            organisation,
            organisation_name: self.state.borrow().membership(organisation)?.organisation_name.clone(),
            epoch: loading.key.epoch(),
            fingerprint: loading.key.fingerprint().to_string(),
            first,
            remembered: false,
        };
        let root = Some(log.root);
        let unlocked = Unlocked { key: loading.key, secrets, older, account: keys, root, memory };
        self.state.borrow_mut().hold(organisation, unlocked)?;
        self.adopt_log(log).await?;
        Ok(loaded)
    }

    /// The verified log, which must know the root and the checkpoint of a key file.
    pub(super) async fn pinned_log(&self, loading: &Loading) -> Result<OrganisationLog, KeyError> {
        let log = match self.fetch_log(loading.organisation, loading.root.as_ref()).await {
            Ok(log) => log,
            Err(CallError::Log(LogError::OtherRoot)) => return Err(KeyError::DoesNotFit),
            Err(error) => return Err(error.into()),
        };
        check_place(loading, &log)?;
        Ok(log)
    }

    /// Takes keys over that this device had already checked in this session, and looks whether there are newer ones. Where
    /// the log can't be had or does not verify, their first use says so.
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
        let log = self.fetch_log(organisation, None).await.ok();
        let older = match &log {
            Some(log) => self.older_keys(log, &secrets).await.ok(),
            None => None,
        };
        let older = older.unwrap_or_else(|| OlderKeys::unknown(&secrets));
        let Ok(memory) = self.load_memory(owner, tenant, organisation, &secrets, &older).await else {
            // Without its memory this device would not notice what it has noticed until now.
            return Ok(());
        };
        let log = log.filter(|log| compare_memory(&memory, log).is_ok());
        let root = memory.root();
        let unlocked = Unlocked { key, secrets, older, account, root, memory };
        self.state.borrow_mut().hold(organisation, unlocked)?;
        if let Some(log) = log {
            self.adopt_log(log).await?;
        }
        Ok(())
    }
}

/// Whether the key file is of this tenant, and its checkpoint in this history.
pub(super) fn check_place(loading: &Loading, log: &OrganisationLog) -> Result<(), KeyError> {
    if loading.tenant.is_some_and(|tenant| tenant != *log.tenant.as_bytes()) {
        return Err(KeyError::DoesNotFit);
    }
    let seen = loading.checkpoint.is_none_or(|checkpoint| log.knows(&checkpoint));
    if seen || crypto::mutated!("mutant-checkpoint-not-compared") {
        Ok(())
    } else {
        Err(CallError::Log(LogError::RolledBack).into())
    }
}

/// Whether the log is the one that this device remembers.
pub(super) fn compare_memory(memory: &Memory, log: &OrganisationLog) -> Result<(), KeyError> {
    let known = memory.root().is_none_or(|root| log.knows_root(&root));
    if !known && !crypto::mutated!("mutant-root-not-compared") {
        return Err(KeyError::DoesNotFit);
    }
    if log.knows(&memory.head()) { Ok(()) } else { Err(CallError::Log(LogError::RolledBack).into()) }
}

/// Whether the key is the one that the verified log names.
pub(super) fn check_key(loading: &Loading, log: &OrganisationLog) -> Result<(), KeyError> {
    let current = log.epoch().ok_or(KeyError::NotSetUp)?.epoch;
    let found = loading.key.epoch();
    let named = log.epoch_by_number(found).ok_or(KeyError::DoesNotFit)?;
    let same = Fingerprint::from_bytes(named.fingerprint.0) == loading.key.fingerprint()
        && convert::key_id(named.key) == loading.key.id();
    // Announced and not in force yet, or never because another key was faster.
    let announced = log.was_announced(&Bytes32(loading.key.fingerprint().to_bytes()));
    if announced && (found > current || !same) {
        return Err(KeyError::NotInUse { found });
    }
    if !same && !crypto::mutated!("mutant-fingerprint-not-compared") {
        return Err(KeyError::DoesNotFit);
    }
    if found < current && !loading.outdated && !crypto::mutated!("mutant-outdated-key-file-accepted") {
        return Err(KeyError::OutdatedEpoch { found, current });
    }
    Ok(())
}
