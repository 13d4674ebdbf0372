//! What is typed and not saved: sealed under the organisation key as it is typed, and kept on the device until the server
//! has given its receipt. A closed page, a lock and a logout leave it there; the same person finds it again.
//!
//! Names of the blobs come from the device's non-extractable key: they say neither whose a draft is nor what about, and
//! another person on the same device finds none of them.

use crate::{CallError, Store, StoreError, Transport, Vault, view::SecretText};
use api::ids::{AccountId, OrganisationId, TenantId};
use crypto::{Header, OrganisationDataContext};
use std::{fmt, str::FromStr};

const FORM: &str = "draft";
const LABEL: &[u8] = b"wimes/device/drafts/1";
/// Bytes of the device's code that stand in a name.
const CODE_BYTES: usize = 12;

/// Names a draft on this device; random, says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(u128);

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for DraftId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// Where the drafts of one person in one organisation lie on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPlace {
    prefix: String,
}

impl DraftPlace {
    /// Name of the blob of a draft.
    #[must_use]
    pub fn name(&self, id: DraftId) -> String {
        format!("{}{id}", self.prefix)
    }
}

fn context<'a>(
    tenant: &'a TenantId,
    organisation: &'a OrganisationId,
    account: &'a AccountId,
) -> OrganisationDataContext<'a> {
    OrganisationDataContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        object: account.as_bytes(),
        form: FORM,
        revision: 1,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Seals a draft for whoever is logged in. None where the organisation's key is not loaded.
    #[must_use]
    pub fn seal_draft(&self, organisation: OrganisationId, draft: &SecretText) -> Option<Vec<u8>> {
        let state = self.state.borrow();
        let (account, tenant) = (state.session().ok()?.account, state.tenant().ok()?);
        let keys = state.keys.get(&organisation)?;
        let context = context(&tenant, &organisation, &account);
        crypto::seal_organisation_data(&keys.secrets, &context, draft.as_str().as_bytes()).ok()
    }

    /// Opens a draft of whoever is logged in. None where the organisation's key is not loaded, or somebody else typed it.
    #[must_use]
    pub fn open_draft(&self, organisation: OrganisationId, sealed: &[u8]) -> Option<SecretText> {
        let state = self.state.borrow();
        let (account, tenant) = (state.session().ok()?.account, state.tenant().ok()?);
        let keys = state.keys.get(&organisation)?;
        let context = context(&tenant, &organisation, &account);
        // It may have been typed before the organisation key was renewed.
        let secrets = keys.secrets_for(Header::parse(sealed).ok()?.key)?;
        let opened = crypto::open_organisation_data(secrets, &context, sealed).ok()?;
        core::str::from_utf8(&opened).ok().map(|text| text.to_owned().into())
    }

    /// Name for a new draft.
    ///
    /// # Errors
    /// [`CallError::Randomness`].
    pub fn make_draft(&self) -> Result<DraftId, CallError> {
        Ok(DraftId(u128::from_be_bytes(crypto::make_id()?)))
    }

    /// Where the drafts of whoever is logged in lie. It stays right through a lock and a logout.
    ///
    /// # Errors
    /// [`CallError::Device`] where the device offers no storage.
    pub async fn draft_place(&self, organisation: OrganisationId) -> Result<DraftPlace, CallError> {
        let owner = self.draft_owner().await?;
        let organisation = self.draft_code(organisation.as_bytes()).await?;
        Ok(DraftPlace { prefix: format!("{owner}{organisation}.") })
    }

    /// What the names of all drafts of whoever is logged in begin with.
    async fn draft_owner(&self) -> Result<String, CallError> {
        let owner = {
            let state = self.state.borrow();
            [*state.tenant()?.as_bytes(), *state.session()?.account.as_bytes()].concat()
        };
        Ok(format!("{}.", self.draft_code(&owner).await?))
    }

    async fn draft_code(&self, about: &[u8]) -> Result<String, CallError> {
        let code = self.store.device_mac(&[LABEL, about].concat()).await?;
        Ok(hex(code.get(..CODE_BYTES).unwrap_or_default()))
    }

    /// Keeps a sealed draft on the device, in place of what was kept under this name before.
    ///
    /// # Errors
    /// [`StoreError`]: it is not kept, and what was kept before still is.
    pub async fn keep_draft(
        &self,
        place: &DraftPlace,
        id: DraftId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.store.put(&place.name(id), sealed).await
    }

    /// One sealed draft; none when it is not there any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn draft(&self, place: &DraftPlace, id: DraftId) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.get(&place.name(id)).await
    }

    /// All sealed drafts that lie there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drafts(&self, place: &DraftPlace) -> Result<Vec<(DraftId, Vec<u8>)>, StoreError> {
        let mut drafts = Vec::new();
        for name in self.store.names(&place.prefix).await? {
            let id = name.strip_prefix(place.prefix.as_str()).and_then(|id| id.parse().ok());
            if let (Some(id), Some(sealed)) = (id, self.store.get(&name).await?) {
                drafts.push((id, sealed));
            }
        }
        Ok(drafts)
    }

    /// Forgets a draft, because it was saved or discarded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drop_draft(&self, place: &DraftPlace, id: DraftId) -> Result<(), StoreError> {
        self.store.delete(&place.name(id)).await
    }

    /// How many drafts of whoever is logged in lie on this device, in all organisations: what
    /// [`forget_device`](Self::forget_device) would delete. Where the device offers no storage there are none.
    pub async fn count_drafts(&self) -> usize {
        let Ok(owner) = self.draft_owner().await else { return 0 };
        self.store.names(&owner).await.map_or(0, |names| names.len())
    }

    /// Deletes all drafts of whoever is logged in from this device.
    pub(crate) async fn forget_drafts(&self) -> Result<(), CallError> {
        let owner = self.draft_owner().await?;
        for name in self.store.names(&owner).await? {
            self.store.delete(&name).await?;
        }
        Ok(())
    }
}
