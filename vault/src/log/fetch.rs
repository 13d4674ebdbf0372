//! Fetching an organisation log and comparing it with what this device remembers.

use super::{LogError, OrganisationLog};
use crate::{CallError, Store, Transport, Vault, http::path};
use api::{ids::OrganisationId, organisations::LogPage, paths::v1};
use crypto::RootPublicKey;
use std::rc::Rc;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Fetches and verifies a whole log. `root` is pinned where the key file or the device's memory names it: the root in
    /// force or an earlier one.
    pub(crate) async fn fetch_log(
        &self,
        organisation: OrganisationId,
        root: Option<&RootPublicKey>,
    ) -> Result<OrganisationLog, CallError> {
        let tenant = self.state.borrow().tenant()?;
        let page: LogPage = self.log_page(organisation, 0).await?;
        let log = OrganisationLog::begin(tenant, organisation, &page)?;
        let log = self.fetch_rest(log, page.head.n).await?;
        let pinned = root.is_none_or(|root| log.knows_root(root));
        if pinned || crypto::mutated!("mutant-root-not-compared") {
            Ok(log)
        } else {
            Err(LogError::OtherRoot.into())
        }
    }

    async fn fetch_rest(
        &self,
        mut log: OrganisationLog,
        mut until: u64,
    ) -> Result<OrganisationLog, CallError> {
        while log.head().n < until {
            let page = self.log_page(log.organisation, log.head().n).await?;
            if page.entries.is_empty() {
                return Err(LogError::Chain.into());
            }
            log.extend(&page)?;
            until = page.head.n;
        }
        Ok(log)
    }

    async fn log_page(&self, organisation: OrganisationId, after: u64) -> Result<LogPage, CallError> {
        let path = format!("{}?after={after}", path(v1::ORGANISATION_LOG, &[&organisation]));
        Ok(self.get(path).await?)
    }

    /// The verified log of an organisation whose key is loaded; fetched once and then kept.
    pub(crate) async fn log(&self, organisation: OrganisationId) -> Result<Rc<OrganisationLog>, CallError> {
        let known = self.state.borrow().logs.get(&organisation).cloned();
        match known {
            Some(log) => Ok(log),
            None => {
                let root = self.state.borrow().keys.get(&organisation).and_then(|keys| keys.root);
                let log = self.fetch_log(organisation, root.as_ref()).await?;
                self.adopt_log(log).await
            }
        }
    }

    /// The verified log with everything that was appended meanwhile.
    pub(crate) async fn refresh_log(
        &self,
        organisation: OrganisationId,
    ) -> Result<Rc<OrganisationLog>, CallError> {
        let known = self.state.borrow().logs.get(&organisation).cloned();
        let Some(known) = known else { return self.log(organisation).await };
        let page = self.log_page(organisation, known.head().n).await?;
        if page.entries.is_empty() && page.head == known.head() {
            return Ok(known);
        }
        let mut log = OrganisationLog::clone(&known);
        log.extend(&page)?;
        let log = self.fetch_rest(log, page.head.n).await?;
        self.adopt_log(log).await
    }

    /// Keeps a verified log, unless this device has seen more or another one.
    pub(crate) async fn adopt_log(&self, log: OrganisationLog) -> Result<Rc<OrganisationLog>, CallError> {
        let organisation = log.organisation;
        let log = Rc::new(log);
        {
            let mut state = self.state.borrow_mut();
            // The page may have been locked while the server was asked.
            state.session()?;
            if let Some(keys) = state.keys.get_mut(&organisation) {
                if !log.knows(&keys.memory.head()) {
                    return Err(LogError::RolledBack.into());
                }
                keys.root = Some(log.root);
                keys.memory.remember_log(&log.root, &log.head());
            }
            state.logs.insert(organisation, Rc::clone(&log));
        }
        self.save_memory(organisation).await;
        Ok(log)
    }
}
