//! Organisation keys: made, printed, loaded, remembered.

use crate::{
    CallError, KeyError, SetupError, Store, Transport, Vault,
    view::{KeyOrigin, LoadedKey, SecretText, SetupDraft},
};
use api::ids::OrganisationId;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes root and organisation key in memory. Nothing is sent; a second call begins anew.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn begin_setup(&self, organisation: OrganisationId) -> Result<SetupDraft, SetupError> {
        let _ = organisation;
        Err(SetupError::NotBegun)
    }

    /// Ends the set-up with the text of the file that was saved and loaded back. Only now the organisation begins.
    /// The root seed is wiped afterwards. `password` is needed only when [`SetupError::PasswordNeeded`] says so.
    ///
    /// # Errors
    /// [`SetupError`]; after any of them the draft still stands (apart from `NotBegun` and `AlreadySetUp`).
    pub async fn confirm_setup(
        &self,
        organisation: OrganisationId,
        loaded_file: SecretText,
        password: Option<SecretText>,
    ) -> Result<LoadedKey, SetupError> {
        let _ = (organisation, loaded_file, password);
        Err(SetupError::NotBegun)
    }

    /// Drops a set-up that was begun; root and key are wiped.
    pub fn cancel_setup(&self) {}

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
        let _ = (organisation, origin, remember, password);
        Err(CallError::Protocol.into())
    }

    /// Whether what was typed into the field of group `number` (from 1) of the sheet is in order.
    pub fn is_key_group(&self, number: usize, text: &str) -> bool {
        let _ = (number, text);
        false
    }
}
