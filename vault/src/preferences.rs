//! What the device keeps in clear: nothing that is secret.

use crate::{Store, StoreError, Transport, Vault};
use api::ids::{AccountId, DeviceId, OrganisationId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const BLOB: &str = "preferences";
/// Blob of its own, because every page of this device writes it, each with preferences of its own in memory.
const TOUCHED: &str = "touched";
/// Lock time without another choice, in seconds.
pub(crate) const LOCK_AFTER: u32 = 15 * 60;
/// Shortest and longest lock time, in seconds.
pub(crate) const LOCK_AFTER_RANGE: (u32, u32) = (60, 60 * 60);

/// What the device keeps in clear.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Preferences {
    /// This device, as sealed contexts name it.
    pub device: Option<DeviceId>,
    /// Slug of the tenant that was last used.
    pub tenant: Option<String>,
    /// Whether the vault was locked.
    pub locked: bool,
    /// Somebody logged out, and the server may not know yet.
    #[serde(default)]
    pub logged_out: bool,
    /// Lock time in seconds.
    pub lock_after: Option<u32>,
    /// When somebody last did something on this page, seconds since 1970.
    #[serde(skip)]
    pub touched_at: Option<i64>,
    /// The organisation in use, per account.
    pub organisations: BTreeMap<AccountId, OrganisationId>,
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// The preferences, read once per page.
    pub(crate) async fn preferences(&self) -> Preferences {
        if let Some(known) = self.state.borrow().preferences.clone() {
            return known;
        }
        let kept = self.store.get(BLOB).await.ok().flatten();
        let kept: Preferences = kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default();
        self.state.borrow_mut().preferences.get_or_insert(kept).clone()
    }

    /// Changes the preferences. Where the device offers no storage they hold until the page is left.
    pub(crate) async fn prefer(&self, change: impl FnOnce(&mut Preferences)) -> Result<(), StoreError> {
        let mut preferences = self.preferences().await;
        change(&mut preferences);
        self.state.borrow_mut().preferences = Some(preferences.clone());
        let text = serde_json::to_vec(&preferences).map_err(|_| StoreError::Failed)?;
        self.store.put(BLOB, text).await
    }

    /// When somebody last did something on any page of this device.
    pub(crate) async fn touched_at(&self) -> Option<i64> {
        let here = self.preferences().await.touched_at;
        let kept = self.store.get(TOUCHED).await.ok().flatten();
        let kept = kept.and_then(|kept| kept.try_into().ok()).map(i64::from_be_bytes);
        here.max(kept)
    }

    /// Somebody did something now.
    pub(crate) async fn set_touched(&self) {
        let now = self.now();
        self.preferences().await;
        if let Some(preferences) = &mut self.state.borrow_mut().preferences {
            preferences.touched_at = Some(now);
        }
        let _kept = self.store.put(TOUCHED, now.to_be_bytes().to_vec()).await;
    }

    /// Id of this device, made at the first use.
    pub(crate) async fn device_id(&self) -> DeviceId {
        if let Some(device) = self.preferences().await.device {
            return device;
        }
        // Without randomness nothing can be sealed either, so that this id is never used for anything.
        let device = crypto::make_id().map(DeviceId::from_bytes).unwrap_or(DeviceId::from_bytes([0; 16]));
        let _kept = self.prefer(|preferences| preferences.device = Some(device)).await;
        device
    }
}
