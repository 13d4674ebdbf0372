//! How somebody looks at the list: saved views and what was chosen last, sealed on this device for exactly this person.

use super::local::Part;
use crate::{CallError, Store, StoreError, Transport, Vault, view::SecretText};
use api::ids::OrganisationId;

/// The only chunk.
const CHUNK: &str = "list";

impl<T: Transport, S: Store> Vault<T, S> {
    /// Keeps how the list is looked at, on this device only. The application decides what the text says.
    ///
    /// # Errors
    /// [`CallError`] where the key is not loaded, or the device keeps nothing.
    pub async fn keep_list_views(
        &self,
        organisation: OrganisationId,
        text: &SecretText,
    ) -> Result<(), CallError> {
        let place = self.local_context(organisation).await.ok_or(CallError::Locked)?;
        let form = Part::Views.form(place.account, CHUNK);
        let sealed = self.seal_chunk(&place, &form, &text.as_str()).ok_or(CallError::Locked)?;
        let kept = self.store.put(&Part::Views.blob(place.account, organisation, CHUNK), sealed).await;
        kept.map_err(|error: StoreError| error.into())
    }

    /// How the list was looked at the last time. None where nothing was kept or the key is not loaded.
    pub async fn list_views(&self, organisation: OrganisationId) -> Option<SecretText> {
        let place = self.local_context(organisation).await?;
        let sealed = self.store.get(&Part::Views.blob(place.account, organisation, CHUNK)).await.ok()??;
        let (data, _) = self.open_chunk(&place, &Part::Views.form(place.account, CHUNK), &sealed)?;
        minicbor_serde::from_slice::<String>(&data).ok().map(SecretText::from)
    }
}
