//! What the device keeps sealed: the keys of this session, so that a reload asks for nothing, and the keys that it
//! remembers beyond the session.
//!
//! Both are sealed under a key that nobody has alone: the device's non-extractable HMAC key, a share that the server
//! keeps and deletes on lock or revocation, and for remembered keys the password as well.

use crate::{CallError, Method, Store, Transport, Vault, http::path, keys::Loading, state::PasswordKeys};
use api::{
    auth::DeviceShare as WireShare,
    bytes::{Bytes, Bytes32},
    ids::{AccountId, DeviceId, OrganisationId, TenantId},
    paths::v1,
};
use crypto::{DeviceContext, DeviceKey, DeviceSecret, DeviceShare};
use serde::{Deserialize, Serialize};

const SESSION_BLOB: &str = "session";
const SESSION_LABEL: &[u8] = b"wimes/device/session";
const REMEMBERED_LABEL: &[u8] = b"wimes/device/remembered";
/// Objects in the contexts of what the device keeps.
const SESSION_OBJECT: [u8; 16] = *b"wimes-session-01";
const REMEMBERED_OBJECT: [u8; 16] = *b"wimes-remember01";
const NO_ORGANISATION: OrganisationId = OrganisationId(uuid::Uuid::nil());

/// Keys of an organisation as the device keeps them. Ids are clear, keys are sealed.
#[derive(Serialize, Deserialize)]
struct KeptKeys {
    organisation: OrganisationId,
    epoch: u32,
    key: Bytes,
    /// Only for the session; remembered keys open the bundle with the password.
    account: Option<Bytes>,
}

/// What the device keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    account: AccountId,
    bundle: Option<Bytes>,
    keys: Vec<KeptKeys>,
}

fn remembered_blob(account: AccountId) -> String {
    format!("remembered.{account}")
}

/// What the contexts of everything that the device keeps have in common.
struct Place {
    tenant: TenantId,
    account: AccountId,
    device: DeviceId,
    object: [u8; 16],
}

impl Place {
    fn context<'a>(&'a self, organisation: &'a OrganisationId) -> DeviceContext<'a> {
        DeviceContext {
            tenant: self.tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            account: self.account.as_bytes(),
            device: self.device.as_bytes(),
            object: &self.object,
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    async fn place(&self, object: [u8; 16]) -> Result<Place, CallError> {
        let device = self.device_id().await;
        let state = self.state.borrow();
        Ok(Place { tenant: state.tenant()?, account: state.session()?.account, device, object })
    }

    async fn device_secret(&self, label: &[u8]) -> Result<DeviceSecret, CallError> {
        Ok(DeviceSecret::new(&self.store.device_mac(label).await?))
    }

    async fn kept(&self, blob: &str) -> Option<Kept> {
        let kept = self.store.get(blob).await.ok().flatten()?;
        serde_json::from_slice(&kept).ok()
    }

    /// Forgets the sealed keys of the session on this device.
    pub(crate) async fn drop_session_cache(&self) {
        let _gone = self.store.delete(SESSION_BLOB).await;
    }

    /// Keeps the keys of the session for a reload. Where device or server don't help, a reload asks again.
    pub(crate) async fn keep_session_keys(&self) {
        if self.try_keep_session_keys().await.is_err() {
            self.drop_session_cache().await;
        }
    }

    async fn try_keep_session_keys(&self) -> Result<(), CallError> {
        let place = self.place(SESSION_OBJECT).await?;
        let known = self.state.borrow().session_key.clone();
        let device_key = match known {
            Some(key) => key,
            None => {
                let secret = self.device_secret(SESSION_LABEL).await?;
                let share = DeviceShare::make()?;
                let wire = WireShare { share: Bytes32(*share.as_bytes()) };
                self.tell(Method::Put, v1::SESSION_SHARE.to_owned(), &wire).await.map_err(CallError::from)?;
                let key = DeviceKey::derive_session(&secret, &share);
                self.state.borrow_mut().hold_session_key(key.clone())?;
                key
            }
        };
        let kept = {
            let state = self.state.borrow();
            state.session()?;
            let mut kept = Kept { account: place.account, bundle: None, keys: Vec::new() };
            if let Some(password) = &state.password {
                let context = place.context(&NO_ORGANISATION);
                let sealed = crypto::seal_device_bundle_key(&device_key, &context, &password.bundle)?;
                kept.bundle = Some(Bytes(sealed));
            }
            for (organisation, keys) in &state.keys {
                let context = place.context(organisation);
                kept.keys.push(KeptKeys {
                    organisation: *organisation,
                    epoch: keys.key.epoch(),
                    key: Bytes(crypto::seal_device_organisation_key(&device_key, &context, &keys.key)?),
                    account: Some(Bytes(crypto::seal_device_account_keys(
                        &device_key,
                        &context,
                        &keys.account,
                    )?)),
                });
            }
            kept
        };
        let text = serde_json::to_vec(&kept).map_err(|_| CallError::Protocol)?;
        Ok(self.store.put(SESSION_BLOB, text).await?)
    }

    /// Takes the keys of the session back after a reload. What does not open is as if it were not there.
    pub(super) async fn restore_session_keys(&self) {
        // Where device, server or a lock meanwhile don't let it, the key is loaded again.
        let _restored = self.try_restore_session_keys().await;
    }

    async fn try_restore_session_keys(&self) -> Result<(), CallError> {
        let place = self.place(SESSION_OBJECT).await?;
        let Some(kept) = self.kept(SESSION_BLOB).await.filter(|kept| kept.account == place.account) else {
            return Ok(());
        };
        let share: WireShare = self.get(v1::SESSION_SHARE.to_owned()).await.map_err(CallError::from)?;
        let secret = self.device_secret(SESSION_LABEL).await?;
        let device_key = DeviceKey::derive_session(&secret, &DeviceShare::new(&share.share.0));
        if let Some(sealed) = &kept.bundle {
            let context = place.context(&NO_ORGANISATION);
            if let Ok(bundle) = crypto::open_device_bundle_key(&device_key, &context, &sealed.0) {
                self.state.borrow_mut().hold_password(PasswordKeys { bundle, device: None })?;
            }
        }
        for keys in &kept.keys {
            let context = place.context(&keys.organisation);
            let key = crypto::open_device_organisation_key(&device_key, &context, keys.epoch, &keys.key.0);
            let account = keys
                .account
                .as_ref()
                .map(|sealed| crypto::open_device_account_keys(&device_key, &context, &sealed.0));
            if let (Ok(key), Some(Ok(account))) = (key, account) {
                self.hold_keys(keys.organisation, key, account).await?;
            }
        }
        self.state.borrow_mut().hold_session_key(device_key)
    }

    /// Notes whether this device remembers keys of this account.
    pub(super) async fn look_whether_remembered(&self) {
        let account = self.state.borrow().session_even_locked().map(|session| session.account);
        let Some(account) = account else { return };
        let remembered = self.kept(&remembered_blob(account)).await.is_some();
        self.state.borrow_mut().remembered = remembered;
    }

    async fn remembered_key(&self, share: &DeviceShare) -> Result<DeviceKey, CallError> {
        let secret = self.device_secret(REMEMBERED_LABEL).await?;
        let state = self.state.borrow();
        let password = state.password.as_ref().and_then(|password| password.device.as_ref());
        let password = password.ok_or(CallError::Locked)?;
        state.session()?;
        Ok(DeviceKey::derive_remembered(&secret, share, password))
    }

    async fn remembered_share(&self, device: DeviceId) -> Result<DeviceShare, CallError> {
        let share: WireShare = self.get(path(v1::DEVICE_SHARE, &[&device])).await?;
        Ok(DeviceShare::new(&share.share.0))
    }

    /// Keeps a loaded organisation key beyond the session. Needs the password of this session.
    pub(crate) async fn remember_keys(&self, organisations: &[OrganisationId]) -> Result<(), CallError> {
        let place = self.place(REMEMBERED_OBJECT).await?;
        let share = match self.remembered_share(place.device).await {
            Ok(share) => share,
            Err(CallError::NotFound) => {
                let share = DeviceShare::make()?;
                let wire = WireShare { share: Bytes32(*share.as_bytes()) };
                let path = path(v1::DEVICE_SHARE, &[&place.device]);
                self.tell(Method::Put, path, &wire).await.map_err(CallError::from)?;
                share
            }
            Err(error) => return Err(error),
        };
        let device_key = self.remembered_key(&share).await?;
        let blob = remembered_blob(place.account);
        let mut kept =
            self.kept(&blob).await.unwrap_or(Kept { account: place.account, bundle: None, keys: Vec::new() });
        {
            let state = self.state.borrow();
            for organisation in organisations {
                let Some(keys) = state.keys.get(organisation) else { continue };
                let sealed = crypto::seal_device_organisation_key(
                    &device_key,
                    &place.context(organisation),
                    &keys.key,
                )?;
                kept.keys.retain(|kept| kept.organisation != *organisation);
                kept.keys.push(KeptKeys {
                    organisation: *organisation,
                    epoch: keys.key.epoch(),
                    key: Bytes(sealed),
                    account: None,
                });
            }
        }
        let text = serde_json::to_vec(&kept).map_err(|_| CallError::Protocol)?;
        self.store.put(&blob, text).await?;
        self.state.borrow_mut().remembered = true;
        Ok(())
    }

    /// Keeps a newer key of an organisation beyond the session, where this device remembers an older one; where it can't,
    /// it remembers none, because the older one would not be good for writing. Whether it remembers the newer one.
    pub(crate) async fn renew_remembered(&self, organisation: OrganisationId) -> bool {
        let Ok(place) = self.place(REMEMBERED_OBJECT).await else { return false };
        let blob = remembered_blob(place.account);
        let Some(mut kept) = self.kept(&blob).await else { return false };
        let epoch = self.state.borrow().keys.get(&organisation).map(|keys| keys.key.epoch());
        match kept.keys.iter().find(|kept| kept.organisation == organisation) {
            None => return false,
            Some(kept) if Some(kept.epoch) == epoch => return true,
            Some(_) => {}
        }
        if self.remember_keys(&[organisation]).await.is_ok() {
            return true;
        }
        kept.keys.retain(|kept| kept.organisation != organisation);
        if let Ok(text) = serde_json::to_vec(&kept) {
            let _kept = self.store.put(&blob, text).await;
        }
        false
    }

    /// Loads the keys that this device remembers. A share that the server no longer has was revoked.
    pub(super) async fn load_remembered_keys(&self) {
        let Ok(place) = self.place(REMEMBERED_OBJECT).await else { return };
        let blob = remembered_blob(place.account);
        let Some(kept) = self.kept(&blob).await.filter(|kept| kept.account == place.account) else { return };
        let share = match self.remembered_share(place.device).await {
            Ok(share) => share,
            Err(CallError::NotFound) => {
                let _gone = self.store.delete(&blob).await;
                self.forget_all_local(place.account).await;
                self.state.borrow_mut().remembered = false;
                return;
            }
            Err(_) => return,
        };
        let Ok(device_key) = self.remembered_key(&share).await else { return };
        for keys in &kept.keys {
            let loaded = self.state.borrow().keys.contains_key(&keys.organisation);
            let context = place.context(&keys.organisation);
            if !loaded
                && let Ok(key) =
                    crypto::open_device_organisation_key(&device_key, &context, keys.epoch, &keys.key.0)
            {
                // What does not fit any more shows as a missing key, and loading it again says why.
                let _loaded = self.install_key(Loading::remembered(keys.organisation, key)).await;
            }
        }
    }

    /// This device no longer remembers any key, here and on the server, and keeps neither drafts nor visits of this person any more.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn forget_device(&self) -> Result<(), CallError> {
        let place = self.place(REMEMBERED_OBJECT).await?;
        // Either half alone is worthless: where one can't be deleted, the other is all the same.
        let here = self.store.delete(&remembered_blob(place.account)).await;
        self.state.borrow_mut().remembered = here.is_err();
        let drafts = self.forget_drafts().await.and(self.forget_visits().await);
        self.forget_all_local(place.account).await;
        let path = path(v1::DEVICE_SHARE, &[&place.device]);
        match self.call(Method::Delete, path).await.map_err(CallError::from) {
            Ok(()) | Err(CallError::NotFound) => {
                here?;
                drafts
            }
            Err(error) => Err(error),
        }
    }
}
