//! Organisation keys: made, printed, loaded, remembered, renewed, recovered.

mod bundle;
mod chain;
mod check;
mod copies;
mod enrol;
mod install;
mod origin;
mod overview;
mod recover;
mod rewrap;
mod root;
mod rotate;
mod setup;
mod step;

pub(crate) use chain::OlderKeys;
pub(crate) use check::Copies;
pub(crate) use install::Loading;
pub(crate) use rewrap::RewrapCursor;
pub(crate) use root::RootSuccession;
pub(crate) use rotate::Rotation;
pub(crate) use setup::Setup;

use crate::{
    KeyError, Store, Transport, Vault,
    view::{KeyOrigin, LoadedKey, SecretText},
};
use api::ids::OrganisationId;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Loads the organisation key from a key file or typed groups, checks it against the verified organisation log, and
    /// opens the personal keys; at the first loading makes them, with their certificate. A newer key takes the place of
    /// one that is loaded. `remember` keeps it on this device beyond the session; where the device remembers an older key
    /// already, it remembers the newer one from now on. `password` is needed only when [`KeyError::PasswordNeeded`] says
    /// so.
    ///
    /// # Errors
    /// [`KeyError`]; nothing was adopted then.
    pub async fn load_key(
        &self,
        organisation: OrganisationId,
        origin: KeyOrigin,
        remember: bool,
        password: Option<SecretText>,
    ) -> Result<LoadedKey, KeyError> {
        let mut loading = self.read_key(organisation, &origin)?;
        loading.password = password;
        if remember {
            self.password_for_remembering(&loading)?;
        }
        let loaded = self.install_key(loading).await?;
        Ok(self.keep_loaded(loaded, remember).await)
    }

    /// Reads a key for an organisation.
    fn read_key(&self, organisation: OrganisationId, origin: &KeyOrigin) -> Result<Loading, KeyError> {
        let expected = self.state.borrow().membership(organisation)?.organisation_name.clone();
        origin::read(organisation, &expected, origin)
    }

    /// Keeps a key that was just adopted on this device. Not being able to remember is no reason to work without it.
    async fn keep_loaded(&self, loaded: LoadedKey, remember: bool) -> LoadedKey {
        self.keep_session_keys().await;
        let remembered = if remember {
            self.remember_keys(&[loaded.organisation]).await.is_ok()
        } else {
            self.renew_remembered(loaded.organisation).await
        };
        LoadedKey { remembered, ..loaded }
    }

    /// Remembering needs the password itself, which a reload does not bring back.
    fn password_for_remembering(&self, loading: &Loading) -> Result<(), KeyError> {
        let state = self.state.borrow();
        let known = state.password.as_ref().is_some_and(|password| password.device.is_some());
        if known || loading.password.is_some() { Ok(()) } else { Err(KeyError::PasswordNeeded) }
    }

    /// Whether what was typed into the field of group `number` (from 1) of the sheet is in order.
    pub fn is_key_group(&self, number: usize, text: &str) -> bool {
        crypto::sheet::is_group(number, text)
    }
}
