//! Organisation keys of earlier epochs: each is sealed under the one that followed it, so that whoever holds the newest
//! opens everything older.

use crate::{CallError, Store, Transport, Vault, convert, http::path, log::OrganisationLog};
use api::{ids::OrganisationId, keys::KeyChain, paths::v1};
use crypto::{KeyId, OrganisationKey, OrganisationSecrets, PreviousKeyContext};

/// The secrets of the epochs before the one whose key was loaded, as far as they follow from it.
#[derive(Default)]
pub(crate) struct OlderKeys {
    /// Newest first.
    secrets: Vec<OrganisationSecrets>,
    /// Newest epoch that should follow and does not: the server withholds it, or it was changed.
    missing: Option<u32>,
}

impl OlderKeys {
    /// The secrets of the key with this id, if it is `newest` or follows from it.
    pub(crate) fn find<'a>(
        &'a self,
        newest: &'a OrganisationSecrets,
        key: KeyId,
    ) -> Option<&'a OrganisationSecrets> {
        if newest.id() == key { Some(newest) } else { self.secrets.iter().find(|older| older.id() == key) }
    }

    /// Newest epoch whose key should follow and does not.
    pub(crate) fn missing(&self) -> Option<u32> {
        self.missing
    }

    /// What follows from a key, each step compared with the verified log.
    fn follow(log: &OrganisationLog, newest: &OrganisationSecrets, chain: &KeyChain) -> Self {
        let mut older = Self::default();
        let mut current = newest.clone();
        while current.epoch() > 1 {
            let Some(previous) = step(log, &current, chain) else {
                older.missing = Some(current.epoch().saturating_sub(1));
                break;
            };
            current = previous.secrets();
            older.secrets.push(current.clone());
        }
        older
    }

    /// Nothing is known of what follows from the key of an epoch.
    pub(super) fn unknown(newest: &OrganisationSecrets) -> Self {
        let missing = newest.epoch().checked_sub(1).filter(|epoch| *epoch > 0);
        Self { secrets: Vec::new(), missing }
    }
}

/// The key before that of `current`.
fn step(log: &OrganisationLog, current: &OrganisationSecrets, chain: &KeyChain) -> Option<OrganisationKey> {
    let named = log.epoch_by_number(current.epoch().checked_sub(1)?)?;
    let sealed = chain.previous.iter().find(|previous| previous.epoch == current.epoch())?;
    let context = PreviousKeyContext {
        tenant: log.tenant.as_bytes(),
        organisation: log.organisation.as_bytes(),
        key: convert::key_id(named.key),
    };
    let key = crypto::unwrap_previous_organisation_key(current, &context, &sealed.envelope.0).ok()?;
    (key.fingerprint().to_bytes() == named.fingerprint.0).then_some(key)
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// The keys of earlier epochs that follow from one. What the server withholds is noted, and an error where something
    /// needs it.
    pub(super) async fn older_keys(
        &self,
        log: &OrganisationLog,
        newest: &OrganisationSecrets,
    ) -> Result<OlderKeys, CallError> {
        if newest.epoch() <= 1 {
            return Ok(OlderKeys::default());
        }
        match self.get::<KeyChain>(path(v1::KEYS, &[&log.organisation])).await.map_err(CallError::from) {
            Ok(chain) => Ok(OlderKeys::follow(log, newest, &chain)),
            // What can't be understood is as good as withheld, and so is what somebody gets only after recovery.
            Err(
                CallError::Protocol | CallError::Server { .. } | CallError::NotFound | CallError::Forbidden,
            ) => Ok(OlderKeys::unknown(newest)),
            Err(error) => Err(error),
        }
    }

    /// Asks once more for earlier keys that did not follow, where something needs them.
    pub(crate) async fn complete_chain(&self, organisation: OrganisationId) -> Result<(), CallError> {
        let newest = {
            let state = self.state.borrow();
            state
                .keys
                .get(&organisation)
                .filter(|keys| keys.older.missing().is_some())
                .map(|keys| keys.secrets.clone())
        };
        let Some(newest) = newest else { return Ok(()) };
        let log = self.log(organisation).await?;
        let older = self.older_keys(&log, &newest).await?;
        let mut state = self.state.borrow_mut();
        state.session()?;
        if let Some(keys) = state.keys.get_mut(&organisation).filter(|keys| keys.secrets.id() == newest.id())
        {
            keys.older = older;
        }
        Ok(())
    }
}
