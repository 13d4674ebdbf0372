//! What this device has seen of an organisation, sealed under the organisation key: root, head of its log, heads of the
//! parts of cases. A server that shows something older or different is noticed.

use crate::{
    CallError, KeyError, LogError, Store, Transport, Vault, cases::SeenCases, convert, keys::OlderKeys,
    log::OrganisationLog, state::Unlocked,
};
use api::{
    bytes::Bytes32,
    chain::Head,
    ids::{AccountId, DeviceId, OrganisationId, PartId, TenantId},
};
use crypto::{Header, KeyId, OrganisationDataContext, OrganisationSecrets, RootPublicKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const FORM: &str = "device-memory";

/// What this device has seen of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    root: Option<Bytes32>,
    log: Option<Head>,
    parts: BTreeMap<PartId, Head>,
    /// What was opened, and how far its signatures were verified.
    #[serde(default)]
    pub cases: SeenCases,
}

impl Memory {
    /// The root that this device has seen.
    pub(crate) fn root(&self) -> Option<RootPublicKey> {
        self.root.and_then(|root| RootPublicKey::from_bytes(&root.0).ok())
    }

    /// Head of the organisation log that this device has seen.
    pub(crate) fn head(&self) -> Head {
        let seen = self.log.filter(|_| !crypto::mutated!("mutant-memory-not-compared"));
        seen.unwrap_or(Head::EMPTY)
    }

    /// Head of a part's log that this device has seen.
    pub(crate) fn part(&self, part: PartId) -> Head {
        let seen = self.parts.get(&part).filter(|_| !crypto::mutated!("mutant-memory-not-compared"));
        seen.copied().unwrap_or(Head::EMPTY)
    }

    pub(crate) fn remember_log(&mut self, root: &RootPublicKey, head: &Head) {
        self.root = Some(Bytes32(root.to_bytes()));
        if head.n >= self.head().n {
            self.log = Some(*head);
        }
    }

    pub(crate) fn remember_part(&mut self, part: PartId, head: Head) {
        if head.n > self.part(part).n {
            self.parts.insert(part, head);
        }
    }
}

/// Memory is sealed under this key, which is not at hand: never to be taken for no memory.
pub(crate) struct NotAtHand(KeyId);

impl NotAtHand {
    /// What that means, by the log.
    pub(crate) fn explain(&self, log: &OrganisationLog, newest: &OrganisationSecrets) -> KeyError {
        match log.epoch_by_key(convert::wire_key_id(self.0)) {
            // This device has worked with a newer key than the one that is loaded now.
            Some(epoch) if epoch.epoch > newest.epoch() => {
                KeyError::OutdatedEpoch { found: newest.epoch(), current: epoch.epoch }
            }
            Some(epoch) => KeyError::Chain { epoch: epoch.epoch },
            // It has worked with a key that the log does not know any more.
            None => CallError::Log(LogError::RolledBack).into(),
        }
    }
}

/// Name of the blob.
fn blob(account: AccountId, organisation: OrganisationId) -> String {
    format!("memory.{account}.{organisation}")
}

fn context<'a>(
    tenant: &'a TenantId,
    organisation: &'a OrganisationId,
    device: &'a DeviceId,
) -> OrganisationDataContext<'a> {
    OrganisationDataContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        object: device.as_bytes(),
        form: FORM,
        revision: 1,
    }
}

/// Where a piece of the local index belongs: it opens nowhere else.
pub(crate) struct LocalContext {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub device: DeviceId,
    pub account: AccountId,
}

impl LocalContext {
    fn context<'a>(&'a self, form: &'a str) -> OrganisationDataContext<'a> {
        OrganisationDataContext { form, ..context(&self.tenant, &self.organisation, &self.device) }
    }

    pub(crate) fn seal(&self, keys: &Unlocked, form: &str, data: &[u8]) -> Option<Vec<u8>> {
        crypto::seal_organisation_data(&keys.secrets, &self.context(form), data).ok()
    }

    /// The content, and whether it lies under a key of an earlier epoch.
    pub(crate) fn open(
        &self,
        keys: &Unlocked,
        form: &str,
        sealed: &[u8],
    ) -> Option<(Zeroizing<Vec<u8>>, bool)> {
        let secrets = keys.secrets_for(Header::parse(sealed).ok()?.key)?;
        let data = crypto::open_organisation_data(secrets, &self.context(form), sealed).ok()?;
        Some((data, secrets.epoch() != keys.secrets.epoch()))
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// What this device remembers, sealed under `newest` or a key that follows from it. What is damaged counts as nothing:
    /// only this device could do that, and it could delete it as well.
    pub(crate) async fn load_memory(
        &self,
        account: AccountId,
        tenant: TenantId,
        organisation: OrganisationId,
        newest: &OrganisationSecrets,
        older: &OlderKeys,
    ) -> Result<Memory, NotAtHand> {
        let device = self.device_id().await;
        let kept = self.store.get(&blob(account, organisation)).await.ok().flatten();
        let Some((kept, header)) =
            kept.and_then(|kept| Header::parse(&kept).ok().map(|header| (kept, header)))
        else {
            return Ok(Memory::default());
        };
        let Some(secrets) = older.find(newest, header.key) else {
            if crypto::mutated!("mutant-withheld-memory-ignored") {
                return Ok(Memory::default());
            }
            return Err(NotAtHand(header.key));
        };
        let context = context(&tenant, &organisation, &device);
        let opened = crypto::open_organisation_data(secrets, &context, &kept).ok();
        Ok(opened.and_then(|data| minicbor_serde::from_slice(&data).ok()).unwrap_or_default())
    }

    /// Keeps what this device has seen. Without storage it is kept until the page is left.
    pub(crate) async fn save_memory(&self, organisation: OrganisationId) {
        let device = self.device_id().await;
        let sealed = {
            let state = self.state.borrow();
            let (Ok(session), Ok(tenant)) = (state.session(), state.tenant()) else { return };
            let Some(keys) = state.keys.get(&organisation) else { return };
            let Ok(data) = minicbor_serde::to_vec(&keys.memory) else { return };
            let context = context(&tenant, &organisation, &device);
            match crypto::seal_organisation_data(&keys.secrets, &context, &data) {
                Ok(sealed) => (session.account, sealed),
                Err(_) => return,
            }
        };
        // Not being able to keep it weakens the noticing of rollbacks on this device and nothing else.
        let _kept = self.store.put(&blob(sealed.0, organisation), sealed.1).await;
    }
}
