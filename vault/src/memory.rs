//! What this device has seen of an organisation, sealed under the organisation key: root, head of its log, heads of the
//! parts of cases. A server that shows something older or different is noticed.

use crate::{Store, Transport, Vault};
use api::{
    bytes::Bytes32,
    chain::Head,
    ids::{AccountId, DeviceId, OrganisationId, PartId, TenantId},
};
use crypto::{OrganisationDataContext, OrganisationSecrets, RootPublicKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FORM: &str = "device-memory";

/// What this device has seen of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    root: Option<Bytes32>,
    log: Option<Head>,
    parts: BTreeMap<PartId, Head>,
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

impl<T: Transport, S: Store> Vault<T, S> {
    /// What this device remembers. A blob that does not open counts as none: it may be of an earlier epoch.
    pub(crate) async fn load_memory(
        &self,
        account: AccountId,
        tenant: TenantId,
        organisation: OrganisationId,
        secrets: &OrganisationSecrets,
    ) -> Memory {
        let device = self.device_id().await;
        let kept = self.store.get(&blob(account, organisation)).await.ok().flatten();
        let opened = kept.and_then(|kept| {
            crypto::open_organisation_data(secrets, &context(&tenant, &organisation, &device), &kept).ok()
        });
        opened.and_then(|data| minicbor_serde::from_slice(&data).ok()).unwrap_or_default()
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
