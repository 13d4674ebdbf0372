//! What is typed and not saved: sealed under the organisation key as it is typed, so that it may be kept through a lock.

use crate::{Store, Transport, Vault, view::SecretText};
use api::ids::{AccountId, OrganisationId, TenantId};
use crypto::{Header, OrganisationDataContext};

const FORM: &str = "draft";

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
}
