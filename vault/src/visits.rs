//! Which cases somebody has opened on this device, and up to where they know what others wrote. Says which cases a person
//! works on, and so it is sealed like drafts, under a name that says nothing.

use crate::{CallError, Store, StoreError, Transport, Vault};
use api::ids::{CaseId, OrganisationId};
use crypto::{Header, OrganisationDataContext};
use serde::{Deserialize, Serialize};

const FORM: &str = "visits";
const LABEL: &[u8] = b"wimes/device/visits/1";
/// Cases that are remembered, latest first.
const CASES_MAX: usize = 100;

/// A case that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The case.
    pub case: CaseId,
    /// When, by this device's clock, in seconds since 1970.
    pub at: i64,
    /// Its last write that was seen, by the server's clock.
    pub seen: i64,
}

/// What one person has looked at on this device, in one organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visits {
    /// Everything that others wrote before is known, by the server's clock.
    pub news_at: Option<i64>,
    /// Cases that were opened, latest first.
    pub cases: Vec<Visit>,
}

impl Visits {
    /// A case is opened.
    pub fn add(&mut self, visit: Visit) {
        self.cases.retain(|one| one.case != visit.case);
        self.cases.insert(0, visit);
        self.cases.truncate(CASES_MAX);
    }

    /// Whether something that was written then is known already.
    #[must_use]
    pub fn knows(&self, case: CaseId, at: i64) -> bool {
        self.news_at.is_some_and(|news_at| at < news_at)
            || self.cases.iter().any(|one| one.case == case && at <= one.seen)
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// What whoever is logged in has looked at on this device. Nothing where the organisation's key is not loaded.
    ///
    /// # Errors
    /// [`CallError::Device`] where the device offers no storage.
    pub async fn visits(&self, organisation: OrganisationId) -> Result<Visits, CallError> {
        let name = self.visits_name(organisation).await?;
        let sealed = self.store.get(&name).await?;
        Ok(sealed.and_then(|sealed| self.open_visits(organisation, &sealed)).unwrap_or_default())
    }

    /// Keeps what was looked at. Nothing is kept where the organisation's key is not loaded.
    ///
    /// # Errors
    /// [`CallError::Device`].
    pub async fn keep_visits(&self, organisation: OrganisationId, visits: &Visits) -> Result<(), CallError> {
        let name = self.visits_name(organisation).await?;
        let Some(sealed) = self.seal_visits(organisation, visits) else { return Ok(()) };
        Ok(self.store.put(&name, sealed).await?)
    }

    /// Deletes them in all organisations of whoever is logged in.
    pub(crate) async fn forget_visits(&self) -> Result<(), CallError> {
        let owner = self.visits_owner().await?;
        for name in self.store.names(&owner).await? {
            self.store.delete(&name).await?;
        }
        Ok(())
    }

    async fn visits_owner(&self) -> Result<String, CallError> {
        let owner = {
            let state = self.state.borrow();
            [*state.tenant()?.as_bytes(), *state.session()?.account.as_bytes()].concat()
        };
        Ok(format!("{}.", self.visits_code(&owner).await?))
    }

    async fn visits_name(&self, organisation: OrganisationId) -> Result<String, CallError> {
        let code = self.visits_code(organisation.as_bytes()).await?;
        Ok(format!("{}{code}", self.visits_owner().await?))
    }

    async fn visits_code(&self, about: &[u8]) -> Result<String, StoreError> {
        let code = self.store.device_mac(&[LABEL, about].concat()).await?;
        Ok(code.iter().take(12).map(|byte| format!("{byte:02x}")).collect())
    }

    fn seal_visits(&self, organisation: OrganisationId, visits: &Visits) -> Option<Vec<u8>> {
        let state = self.state.borrow();
        let (account, tenant) = (state.session().ok()?.account, state.tenant().ok()?);
        let context = OrganisationDataContext {
            tenant: tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            object: account.as_bytes(),
            form: FORM,
            revision: 1,
        };
        let text = serde_json::to_vec(visits).ok()?;
        crypto::seal_organisation_data(&state.keys.get(&organisation)?.secrets, &context, &text).ok()
    }

    fn open_visits(&self, organisation: OrganisationId, sealed: &[u8]) -> Option<Visits> {
        let state = self.state.borrow();
        let (account, tenant) = (state.session().ok()?.account, state.tenant().ok()?);
        let context = OrganisationDataContext {
            tenant: tenant.as_bytes(),
            organisation: organisation.as_bytes(),
            object: account.as_bytes(),
            form: FORM,
            revision: 1,
        };
        // They may have been sealed before the organisation key was renewed.
        let secrets = state.keys.get(&organisation)?.secrets_for(Header::parse(sealed).ok()?.key)?;
        let opened = crypto::open_organisation_data(secrets, &context, sealed).ok()?;
        serde_json::from_slice(&opened).ok()
    }
}
