//! Fetching, verifying and opening a case.

use super::{
    Reader,
    file::{OpenCase, OpenPart},
    revision::open_texts,
};
use crate::{
    CallError, CaseError, Store, Transport, Vault, convert, http::path, log::OrganisationLog, view::CaseView,
};
use api::{
    ProblemCode,
    cases::{CaseFile, CaseSlot},
    chain::Head,
    configuration::Configuration,
    ids::{CaseId, OrganisationId, PartId, TenantId},
    paths::v1,
    records::LogContent,
};
use crypto::{CaseKey, CaseKeyContext, OrganisationSecrets};
use std::{collections::BTreeMap, rc::Rc};

impl<T: Transport, S: Store> Vault<T, S> {
    /// Fetches, verifies and opens a case.
    ///
    /// # Errors
    /// [`CaseError`]. What does not verify or open is marked in the view and is no error.
    pub async fn open_case(&self, organisation: OrganisationId, case: CaseId) -> Result<CaseView, CaseError> {
        let open = self.fetch_case(organisation, case).await?;
        self.ask_names(organisation).await;
        self.keep_case(open).await?;
        self.show_case(case)
    }

    /// Keeps an opened case: its heads on this device, its texts in the search.
    pub(crate) async fn keep_case(&self, open: OpenCase) -> Result<(), CallError> {
        let organisation = open.organisation;
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            // The page may have been locked while the server was asked.
            state.session()?;
            if let Some(keys) = state.keys.get_mut(&organisation) {
                for part in open.parts.iter().filter(|part| !part.broken) {
                    keys.memory.remember_part(part.id, part.head());
                }
            }
            let case = open.summary.id;
            state.index.put_case(&open);
            state.cases.seen.insert(case);
            state.cases.open.insert(case, open);
        }
        self.save_memory(organisation).await;
        Ok(())
    }

    pub(crate) async fn fetch_case(
        &self,
        organisation: OrganisationId,
        case: CaseId,
    ) -> Result<OpenCase, CaseError> {
        let tenant = self.state.borrow().tenant()?;
        let configuration = self.configuration().await?;
        let path = format!("{}?organisation={organisation}", path(v1::CASE, &[&case]));
        let fetched = self.get_cbor::<CaseFile>(path).await;
        let file = fetched.map_err(|failure| match failure.code() {
            Some(ProblemCode::NotFound) => CaseError::NotFound,
            _ => CaseError::Call(failure.into()),
        })?;
        let keyed = self.state.borrow().keys.contains_key(&organisation);
        let log = if keyed { Some(self.log_for(organisation, &file).await?) } else { None };
        self.read_case(tenant, organisation, case, file, log.as_deref(), Some(&configuration))
    }

    /// The verified log, refreshed where the case names something that is not in it yet.
    async fn log_for(
        &self,
        organisation: OrganisationId,
        file: &CaseFile,
    ) -> Result<Rc<OrganisationLog>, CallError> {
        let log = self.log(organisation).await?;
        let mut named =
            file.parts.iter().flat_map(|part| &part.entries).filter_map(|entry| match &entry.content {
                LogContent::Statement(signed) => {
                    signed.decode().ok().map(|statement| statement.heads.organisation)
                }
                LogContent::Revision(revision) => Some(revision.heads.organisation),
            });
        let behind = named.any(|head| head.n > log.head().n);
        if behind { self.refresh_log(organisation).await } else { Ok(log) }
    }

    /// Reads what the server answered, by what was asked for.
    pub(crate) fn read_case(
        &self,
        tenant: TenantId,
        organisation: OrganisationId,
        case: CaseId,
        file: CaseFile,
        log: Option<&OrganisationLog>,
        configuration: Option<&Configuration>,
    ) -> Result<OpenCase, CaseError> {
        if file.summary.id != case || file.summary.organisation != organisation {
            return Err(CaseError::Mismatch);
        }
        let state = self.state.borrow();
        let keys = state.keys.get(&organisation);
        let case_keys = keys.map_or_else(Vec::new, |keys| {
            file.slots
                .iter()
                .filter_map(|slot| unwrap_case_key(&keys.secrets, &tenant, &organisation, &case, slot))
                .collect()
        });
        let seen: BTreeMap<PartId, Head> = keys.map_or_else(BTreeMap::new, |keys| {
            file.parts.iter().map(|part| (part.id, keys.memory.part(part.id))).collect()
        });
        let reader = Reader { tenant, organisation, case, log, configuration };
        let read = |part| {
            let mut part = reader.read(part, &case_keys, seen.get(&part.id).unwrap_or(&Head::EMPTY));
            open_latest((&tenant, &organisation, &case), &mut part);
            part
        };
        let parts = file.parts.iter().map(read).collect();
        let (summary, may_write) = (file.summary, file.writable);
        Ok(OpenCase { tenant, organisation, summary, may_write, parts })
    }
}

/// Opens the texts of the latest revision of every entry.
pub(super) fn open_latest(case: (&TenantId, &OrganisationId, &CaseId), part: &mut OpenPart) {
    for record in part.records() {
        let Some(latest) = part.latest(record) else { continue };
        let (revision, hash) = (latest.revision, latest.hash);
        let texts = open_texts(case, part, latest);
        let same = part.revisions.iter_mut().rev().find(|candidate| {
            candidate.record == record && candidate.revision == revision && candidate.hash == hash
        });
        if let Some(same) = same {
            same.texts = Some(texts);
        }
    }
}

/// Unwraps the case key of an organisation.
pub(super) fn unwrap_case_key(
    secrets: &OrganisationSecrets,
    tenant: &TenantId,
    organisation: &OrganisationId,
    case: &CaseId,
    slot: &CaseSlot,
) -> Option<CaseKey> {
    if slot.organisation != *organisation || slot.epoch != secrets.epoch() {
        return None;
    }
    let context = CaseKeyContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        key: convert::key_id(slot.key),
    };
    crypto::unwrap_case_key(secrets, &context, &slot.slot.0).ok()
}
