//! Proving that both copies of the organisation key still open: the law keeps files for decades.

use super::install::check_key;
use crate::{
    CallError, KeyError, Store, Transport, Vault,
    http::path,
    view::{CopyCheck, KeyOrigin},
};
use api::{
    chain::Head,
    ids::OrganisationId,
    organisations::{PostStatement, Receipt},
    paths::v1,
    statement::{KeyCheck, Payload},
};
use crypto::statement::KEY_CHECK;
use std::collections::BTreeMap;

/// Which copies of which epoch were opened.
pub(crate) type Copies = BTreeMap<(OrganisationId, u32), CopyCheck>;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Opens a copy of the key in force and compares it with the verified log; adopts nothing. Once file and sheet were
    /// both opened in this session, that is signed into the log, for which the key has to be loaded.
    ///
    /// # Errors
    /// [`KeyError`] as in [`load_key`](Self::load_key). Where only the signing failed, either copy again repeats it.
    pub async fn check_copy(
        &self,
        organisation: OrganisationId,
        origin: KeyOrigin,
    ) -> Result<CopyCheck, KeyError> {
        let loading = self.read_key(organisation, &origin)?;
        let log = self.pinned_log(&loading).await?;
        check_key(&loading, &log)?;
        if self.state.borrow().keys.contains_key(&organisation) {
            // What this device remembers counts too.
            self.adopt_log(log).await?;
        }
        let epoch = loading.key.epoch();
        let check = {
            let mut state = self.state.borrow_mut();
            state.session()?;
            let check = state.copies.entry((organisation, epoch)).or_default();
            match origin {
                KeyOrigin::File(_) => check.file = true,
                KeyOrigin::Groups(_) => check.sheet = true,
            }
            *check
        };
        if !(check.file && check.sheet) {
            return Ok(check);
        }
        let Some(author) = self.author(organisation).await? else { return Ok(check) };
        let payload = Payload::KeyCheck(KeyCheck { epoch, file: true, sheet: true });
        let statement = author.sign(KEY_CHECK, payload, Head::EMPTY, self.now());
        let path = path(v1::KEY_CHECKS, &[&organisation]);
        let _receipt: Receipt =
            self.post(path, &PostStatement { statement }).await.map_err(CallError::from)?;
        self.refresh_log(organisation).await?;
        self.state.borrow_mut().copies.remove(&(organisation, epoch));
        Ok(CopyCheck { recorded: true, ..check })
    }
}
