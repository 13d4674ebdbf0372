//! The list of cases, and their names.

use super::{
    Reader,
    open::unwrap_case_key,
    revision::{context, open, signature_verifies},
};
use crate::{
    CallError, Store, Transport, Vault, convert,
    http::path,
    log::OrganisationLog,
    state::Unlocked,
    view::{CaseName, CaseRow, NameBatch},
};
use api::{
    bytes::Bytes32,
    cases::{CaseList, CaseListItem, CaseName as SealedName},
    chain::{revision_hash_from, sha256},
    configuration::known,
    ids::{CaseId, OrganisationId, TenantId},
    paths::v1,
    statement::{Access, Payload},
};
use crypto::{CheckValue, PartKeyContext, statement::ACCESS};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A name in memory, of one revision of the person record.
enum KnownName {
    Open { given: Zeroizing<String>, family: Zeroizing<String> },
    Damaged,
}

impl KnownName {
    fn show(&self) -> CaseName {
        match self {
            Self::Open { given, family } => {
                CaseName::Open { given: given.to_string(), family: family.to_string() }
            }
            Self::Damaged => CaseName::Damaged,
        }
    }
}

/// The last list of an organisation.
#[derive(Default)]
struct List {
    items: Vec<CaseListItem>,
    /// By case, with the hash of the revision that the name was opened from.
    names: BTreeMap<CaseId, (Bytes32, KnownName)>,
}

/// The last lists.
#[derive(Default)]
pub(crate) struct Lists(BTreeMap<OrganisationId, List>);

impl Lists {
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Cases of the last list whose texts this person may open.
    pub(crate) fn readable(&self, organisation: OrganisationId) -> Vec<CaseId> {
        self.0.get(&organisation).map_or_else(Vec::new, |list| {
            list.items.iter().filter(|item| item.name.is_some()).map(|item| item.summary.id).collect()
        })
    }
}

impl List {
    fn name(&self, item: &CaseListItem, keyed: bool) -> CaseName {
        let Some(sealed) = item.name.as_ref().filter(|_| keyed) else { return CaseName::Sealed };
        match self.names.get(&item.summary.id) {
            Some((hash, name)) if *hash == revision_of(sealed) => name.show(),
            _ => CaseName::Pending,
        }
    }
}

fn revision_of(sealed: &SealedName) -> Bytes32 {
    revision_hash_from(&sealed.person.envelope_hash, &sealed.person.facts.0)
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// All cases that this person may see, newest write first. Names known already are filled in, others `Pending`.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn list_cases(&self, organisation: OrganisationId) -> Result<Vec<CaseRow>, CallError> {
        self.state.borrow().membership(organisation)?;
        let list: CaseList = self.get_cbor(path(v1::CASES, &[&organisation])).await?;
        if list.cases.iter().any(|item| item.summary.organisation != organisation) {
            return Err(CallError::Protocol);
        }
        if self.state.borrow().keys.contains_key(&organisation) {
            // Names of colleagues, and what names are checked against. Without it they stay pending.
            let _log = self.log(organisation).await;
        }
        self.ask_names(organisation).await;
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.session()?;
        let kept = state.lists.0.entry(organisation).or_default();
        kept.items = list.cases;
        let still: std::collections::BTreeSet<CaseId> =
            kept.items.iter().map(|item| item.summary.id).collect();
        kept.names.retain(|case, _| still.contains(case));
        let codes = kept.items.iter().map(|item| (item.summary.id, item.summary.code.as_str()));
        state.index.put_codes(organisation, codes);
        let keyed = state.keys.contains_key(&organisation);
        let list = state.lists.0.get(&organisation);
        let rows = list.into_iter().flat_map(|list| {
            list.items.iter().map(|item| CaseRow {
                summary: item.summary.clone(),
                responsible_name: state.name(organisation, item.summary.responsible),
                name: list.name(item, keyed),
            })
        });
        Ok(rows.collect())
    }

    /// Opens up to `limit` pending names of the last list. Call it until `remaining` is 0, giving the page a breath in
    /// between.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn open_names(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<NameBatch, CallError> {
        if !self.state.borrow().keys.contains_key(&organisation) {
            self.state.borrow().session()?;
            return Ok(NameBatch::default());
        }
        let mut log = self.log(organisation).await?;
        let behind = self.state.borrow().lists.0.get(&organisation).is_some_and(|list| {
            let named = list.items.iter().filter_map(|item| item.name.as_ref());
            named.into_iter().any(|name| name.person.heads.organisation.n > log.head().n)
        });
        if behind {
            log = self.refresh_log(organisation).await?;
        }
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let tenant = state.tenant()?;
        let (Some(keys), Some(list)) = (state.keys.get(&organisation), state.lists.0.get_mut(&organisation))
        else {
            return Ok(NameBatch::default());
        };
        let pending: Vec<usize> = (0..list.items.len())
            .filter(|at| list.name(&list.items[*at], true) == CaseName::Pending)
            .collect();
        let mut batch = NameBatch { names: Vec::new(), remaining: pending.len().saturating_sub(limit) };
        for at in pending.into_iter().take(limit) {
            let item = &list.items[at];
            let Some(sealed) = &item.name else { continue };
            let case = item.summary.id;
            let known =
                open_name(tenant, organisation, case, sealed, keys, &log).unwrap_or(KnownName::Damaged);
            let shown = known.show();
            if let KnownName::Open { given, family } = &known {
                state.index.put_name(organisation, case, given, family);
            }
            list.names.insert(case, (revision_of(sealed), known));
            batch.names.push((case, shown));
        }
        Ok(batch)
    }
}

/// Opens a name for the case that was asked for, by the verified access statement; none when anything does not fit.
fn open_name(
    tenant: TenantId,
    organisation: OrganisationId,
    case: CaseId,
    sealed: &SealedName,
    keys: &Unlocked,
    log: &OrganisationLog,
) -> Option<KnownName> {
    let person = &sealed.person;
    if person.case != case || person.form != known::PERSON {
        return None;
    }
    let access = verified_access(sealed, organisation, case, log)?;
    let case_key = unwrap_case_key(&keys.secrets, &tenant, &organisation, &case, &sealed.case_slot)?;
    let part_context = PartKeyContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        part: access.part.as_bytes(),
        epoch: access.epoch,
        key: convert::key_id(access.key),
    };
    let check = CheckValue(access.check.0);
    let part_key =
        crypto::unwrap_part_key(&case_key, &part_context, &check, &sealed.part_slot.slot.0).ok()?;
    let envelope = person.envelope.as_ref()?;
    let facts_hash = sha256(&person.facts.0);
    let reader = Reader { tenant, organisation, case, log: Some(log), configuration: None };
    let context = context(&reader, &access.part, person, &facts_hash);
    let author = log.certificate(&person.certificate)?;
    if author.account != person.author || !signature_verifies(log, &context, &envelope.0, person) {
        return None;
    }
    let texts = open(&part_key, &context, &envelope.0)?;
    let text = |key| Zeroizing::new(texts.get(key).unwrap_or_default().to_owned());
    Some(KnownName::Open { given: text(known::GIVEN), family: text(known::FAMILY) })
}

/// The access statement of the person record's epoch, signed by somebody of the organisation who may write.
fn verified_access(
    sealed: &SealedName,
    organisation: OrganisationId,
    case: CaseId,
    log: &OrganisationLog,
) -> Option<Access> {
    sealed.access.iter().find_map(|signed| {
        let statement = signed.decode().ok()?;
        let Payload::Access(access) = &statement.payload else { return None };
        let fits = access.case == case
            && access.part == sealed.person.part
            && access.epoch == sealed.person.epoch
            && access.owner == organisation
            && access.readers.contains(&organisation);
        let may = log
            .member(statement.signer)
            .is_some_and(|member| member.writes_at(statement.heads.organisation.n));
        log.verify_by(signed, &statement, ACCESS)?;
        (fits && may && log.knows(&statement.heads.organisation)).then(|| access.clone())
    })
}
