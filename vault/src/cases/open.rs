//! Fetching, verifying and opening a case.

use super::{
    Reader,
    file::{OpenCase, OpenPart},
    jobs::PartJobs,
    part::empty_damaged,
    revision::open_texts,
};
use crate::{
    CallError, CaseError, Store, Transport, Vault, convert,
    http::path,
    log::OrganisationLog,
    signature::Verdicts,
    state::Unlocked,
    together::together,
    view::{CaseView, CaseWarning},
};
use api::{
    ProblemCode,
    cases::{CaseFile, CaseSlot},
    chain::Head,
    ids::{CaseId, OrganisationId, PartId, TenantId},
    paths::v1,
    records::LogContent,
};
use crypto::{CaseKey, CaseKeyContext, Header};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Bytes of envelopes that are opened before the page may answer again: a few milliseconds.
const BYTES_AT_A_TIME: usize = 128 * 1024;

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
        let (organisation, case_id) = (open.organisation, open.summary.id);
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            // The page may have been locked while the server was asked.
            state.session()?;
            if let Some(keys) = state.keys.get_mut(&organisation) {
                for part in open.parts.iter().filter(|part| part.whole()) {
                    keys.memory.remember_part(part.id, part.head());
                }
                keys.memory.cases.remember(&open);
            }
            let case = open.summary.id;
            state.index.put_case(&open);
            state.cases.seen.insert(case);
            state.cases.open.insert(case, open);
        }
        self.note_texts(organisation, case_id);
        self.save_memory(organisation).await;
        Ok(())
    }

    pub(crate) async fn fetch_case(
        &self,
        organisation: OrganisationId,
        case: CaseId,
    ) -> Result<OpenCase, CaseError> {
        // A key of an earlier epoch that was withheld before may be there now.
        self.complete_chain(organisation).await?;
        let path = format!("{}?organisation={organisation}", path(v1::CASE, &[&case]));
        let fetched = self.get_cbor::<CaseFile>(path).await;
        let file = fetched.map_err(|failure| match failure.code() {
            Some(ProblemCode::NotFound) => CaseError::NotFound,
            _ => CaseError::Call(failure.into()),
        })?;
        self.open_fetched(organisation, case, file).await
    }

    /// Verifies and opens what the server answered when it was asked for this case.
    pub(super) async fn open_fetched(
        &self,
        organisation: OrganisationId,
        case: CaseId,
        mut file: CaseFile,
    ) -> Result<OpenCase, CaseError> {
        let tenant = self.state.borrow().tenant()?;
        let configuration = self.configuration().await?;
        empty_damaged(&mut file);
        let keyed = self.state.borrow().keys.contains_key(&organisation);
        let log = if keyed { Some(self.log_for(organisation, &file).await?) } else { None };
        let (log, configuration) = (log.as_deref(), Some(&*configuration));
        let presumed = Verdicts::presuming();
        let reader = Reader { tenant, organisation, case, log, configuration, verdicts: &presumed };
        let jobs: Vec<PartJobs> = match log {
            Some(_) => file.parts.iter().map(|part| PartJobs::collect(&reader, part)).collect(),
            None => Vec::new(),
        };
        // While other threads verify, the case is read and opened as if every signature were good. Nobody sees it before
        // each of those that it leans on has been found good.
        let opening = async {
            // Whoever verifies begins first.
            self.store.breathe().await;
            self.open_file(&reader, &file).await
        };
        let (verdicts, open) = together(self.verify_parts(organisation, &jobs), opening).await;
        self.remember_verified(organisation, &jobs, &verdicts)?;
        if presumed.confirmed_by(&verdicts) {
            return open;
        }
        self.open_file(&Reader { verdicts: &verdicts, ..reader }, &file).await
    }

    /// Reads what the server answered and opens the latest texts of every entry. The page can answer in between.
    async fn open_file(&self, reader: &Reader<'_>, file: &CaseFile) -> Result<OpenCase, CaseError> {
        let mut open = self.read_case(reader, file)?;
        let case = (&open.tenant, &open.organisation, &open.summary.id);
        for part in &mut open.parts {
            let places = part.closed();
            let mut places = places.as_slice();
            loop {
                places = open_some(case, part, places);
                if places.is_empty() {
                    break;
                }
                self.store.breathe().await;
            }
        }
        Ok(open)
    }

    /// Keeps how far everything verified; the caller saves it.
    fn remember_verified(
        &self,
        organisation: OrganisationId,
        jobs: &[PartJobs],
        verdicts: &Verdicts,
    ) -> Result<(), CallError> {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        // The page may have been locked while the signatures were verified.
        state.session()?;
        if let Some(keys) = state.keys.get_mut(&organisation) {
            for part in jobs {
                keys.memory.cases.remember_verified(part.part, part.prefix(verdicts));
            }
        }
        Ok(())
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
        // Case keys under a key of the organisation that the log does not know yet: it was renewed meanwhile.
        let epoch = log.epoch().map_or(0, |epoch| epoch.epoch);
        let renewed = file.slots.iter().any(|slot| slot.epoch > epoch);
        let behind = renewed || named.any(|head| head.n > log.head().n);
        if behind { self.refresh_log(organisation).await } else { Ok(log) }
    }

    /// Reads what the server answered, by what was asked for. The texts are not opened yet.
    pub(crate) fn read_case(&self, reader: &Reader<'_>, file: &CaseFile) -> Result<OpenCase, CaseError> {
        let Reader { tenant, organisation, case, .. } = *reader;
        if file.summary.id != case || file.summary.organisation != organisation {
            return Err(CaseError::Mismatch);
        }
        let state = self.state.borrow();
        let keys = state.keys.get(&organisation);
        let case_keys = keys.map_or_else(Vec::new, |keys| {
            let unwrap = |slot| unwrap_case_key(keys, &tenant, &organisation, &case, slot);
            file.slots.iter().filter_map(unwrap).collect()
        });
        let seen: BTreeMap<PartId, Head> = keys.map_or_else(BTreeMap::new, |keys| {
            file.parts.iter().map(|part| (part.id, keys.memory.part(part.id))).collect()
        });
        let served = reader.log.is_some()
            && (!file.slots.is_empty() || file.parts.iter().any(|part| !part.slots.is_empty()));
        let mut parts: Vec<OpenPart> = Vec::new();
        for part in &file.parts {
            // The same part twice: the first one stands, and the file does not.
            if let Some(twice) = parts.iter_mut().find(|other| other.id == part.id) {
                twice.broken = true;
                continue;
            }
            parts.push(reader.read(part, &case_keys, seen.get(&part.id).unwrap_or(&Head::EMPTY), served));
        }
        let mut open = OpenCase {
            tenant,
            organisation,
            missing: missing(reader, &parts, keys),
            summary: file.summary.clone(),
            differs: Vec::new(),
            verified: reader.log.is_some(),
            may_write: file.writable,
            parts,
        };
        open.compare_summary();
        Ok(open)
    }
}

/// Parts that the configuration names, or that this device has seen, and that the server does not show.
fn missing(reader: &Reader<'_>, parts: &[OpenPart], keys: Option<&Unlocked>) -> Vec<CaseWarning> {
    if reader.log.is_none() {
        return Vec::new();
    }
    let signed = |kind: &str| parts.iter().any(|part| part.kind == kind && !part.access.is_empty());
    let configured = reader.configuration.into_iter().flat_map(|configuration| &configuration.parts);
    let mut kinds: BTreeSet<String> =
        configured.map(|part| part.code.clone()).filter(|kind| !signed(kind)).collect();
    let shown: BTreeSet<PartId> = parts.iter().map(|part| part.id).collect();
    kinds.extend(keys.into_iter().flat_map(|keys| keys.memory.cases.lost(reader.case, &shown)));
    // A part whose log is broken is complained about already.
    kinds.retain(|kind| !parts.iter().any(|part| part.kind == *kind && part.broken));
    kinds.into_iter().map(|part| CaseWarning::PartMissing { part }).collect()
}

/// Opens the texts of the latest revision of every entry, where that has not been done.
pub(super) fn open_latest(case: (&TenantId, &OrganisationId, &CaseId), part: &mut OpenPart) {
    let places = part.closed();
    let mut places = places.as_slice();
    while !places.is_empty() {
        places = open_some(case, part, places);
    }
}

/// Opens the texts of the revisions at the first of these places, and returns the places that are left.
fn open_some<'a>(
    case: (&TenantId, &OrganisationId, &CaseId),
    part: &mut OpenPart,
    places: &'a [usize],
) -> &'a [usize] {
    let mut bytes = 0;
    for (count, place) in places.iter().enumerate() {
        if bytes >= BYTES_AT_A_TIME {
            return &places[count..];
        }
        let Some(revision) = part.revisions.get(*place) else { continue };
        bytes += revision.envelope.as_ref().map_or(0, |envelope| envelope.0.len());
        let texts = open_texts(case, part, revision);
        if let Some(revision) = part.revisions.get_mut(*place) {
            revision.texts = Some(texts);
        }
    }
    &[]
}

/// Unwraps a case key of an organisation, by the epoch of the organisation key that wraps it.
pub(super) fn unwrap_case_key(
    keys: &Unlocked,
    tenant: &TenantId,
    organisation: &OrganisationId,
    case: &CaseId,
    slot: &CaseSlot,
) -> Option<CaseKey> {
    let secrets = keys.secrets_for(Header::parse(&slot.slot.0).ok()?.key)?;
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
