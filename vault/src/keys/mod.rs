//! Organisation keys: made, printed, loaded, remembered.

mod enrol;
mod install;
mod origin;
mod setup;

pub(crate) use install::Loading;
pub(crate) use setup::Setup;

use crate::{
    KeyError, Store, Transport, Vault,
    view::{KeyOrigin, LoadedKey, SecretText},
};
use api::ids::OrganisationId;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Loads the organisation key from a key file or typed groups, checks it against the verified organisation log, and
    /// opens the personal keys; at the first loading makes them, with their certificate. `remember` keeps it on this
    /// device beyond the session. `password` is needed only when [`KeyError::PasswordNeeded`] says so.
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
        let expected = self.state.borrow().membership(organisation)?.organisation_name.clone();
        let mut loading = origin::read(organisation, &expected, &origin)?;
        loading.password = password;
        if remember {
            self.password_for_remembering(&loading)?;
        }
        let mut loaded = self.install_key(loading).await?;
        self.keep_session_keys().await;
        // Not being able to remember is no reason to work without the key.
        loaded.remembered = remember && self.remember_keys(&[organisation]).await.is_ok();
        Ok(loaded)
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
