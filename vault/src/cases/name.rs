//! Opening the name of a case in a list.

use super::{
    Reader,
    jobs::{revision_job, statement_job},
    open::unwrap_case_key,
    revision::{open, revision_context},
};
use crate::{
    convert,
    log::OrganisationLog,
    signature::{SignatureJob, Verdicts},
    state::Unlocked,
    view::{CaseName, SignedPerson},
};
use api::{
    bytes::Bytes32,
    cases::{CaseName as SealedName, CaseSummary},
    chain::{revision_hash_from, sha256},
    configuration::known,
    facts::Facts,
    ids::{CaseId, OrganisationId, TenantId},
    statement::{Access, Payload, SignedStatement, Statement},
};
use crypto::{CheckValue, PartKeyContext, statement::ACCESS};
use zeroize::Zeroizing;

/// A name in memory, of one revision of the person record, and the signed facts beside it.
pub(super) enum KnownName {
    Open { given: Zeroizing<String>, family: Zeroizing<String>, facts: Facts },
    Damaged,
}

impl KnownName {
    pub(super) fn show(&self) -> CaseName {
        match self {
            Self::Open { given, family, .. } => {
                CaseName::Open { given: given.to_string(), family: family.to_string() }
            }
            Self::Damaged => CaseName::Damaged,
        }
    }

    /// What is signed, beside what the server's columns say.
    pub(super) fn signed(&self, shown: &CaseSummary) -> Option<SignedPerson> {
        let Self::Open { facts, .. } = self else { return None };
        if crypto::mutated!("mutant-unsigned-summary-shown") {
            return None;
        }
        let code = |field| facts.code(field).filter(|_| !facts.is_withdrawn()).map(str::to_owned);
        let (sex, birth_month) = (code(known::SEX), code(known::BIRTH_MONTH));
        let differs = sex != shown.sex || birth_month != shown.birth_month;
        Some(SignedPerson { case: shown.id, sex, birth_month, differs })
    }
}

/// The revision that a name is opened from.
pub(super) fn revision_of(sealed: &SealedName) -> Bytes32 {
    revision_hash_from(&sealed.person.envelope_hash, &sealed.person.facts.0)
}

/// The access statement of the person record's epoch.
fn access_of(sealed: &SealedName) -> Option<(&SignedStatement, Statement, Access)> {
    sealed.access.iter().find_map(|signed| {
        let statement = signed.decode().ok()?;
        let Payload::Access(access) = &statement.payload else { return None };
        let access = access.clone();
        (access.epoch == sealed.person.epoch).then_some((signed, statement, access))
    })
}

/// The signatures that a name depends on.
pub(super) fn name_jobs(
    (tenant, organisation): (TenantId, OrganisationId),
    case: CaseId,
    sealed: &SealedName,
    log: &OrganisationLog,
) -> Vec<(Bytes32, SignatureJob)> {
    let verdicts = Verdicts::default();
    let reader =
        Reader { tenant, organisation, case, log: Some(log), configuration: None, verdicts: &verdicts };
    let Some((signed, statement, access)) = access_of(sealed) else { return Vec::new() };
    let facts_hash = sha256(&sealed.person.facts.0);
    let by_access = statement_job(log, signed, &statement, ACCESS);
    let by_author = revision_job(&reader, &access.part, &sealed.person, &facts_hash, access.key);
    by_access.into_iter().chain(by_author).map(|job| (job.digest(), job)).collect()
}

/// Opens a name for the case that was asked for, by the verified access statement; none when anything does not fit.
pub(super) fn open_name(
    (tenant, organisation): (TenantId, OrganisationId),
    case: CaseId,
    sealed: &SealedName,
    keys: &Unlocked,
    log: &OrganisationLog,
    verdicts: &Verdicts,
) -> Option<KnownName> {
    let person = &sealed.person;
    if person.case != case || person.form != known::PERSON {
        return None;
    }
    let access = verified_access(sealed, organisation, case, log, verdicts)?;
    let part_context = PartKeyContext {
        tenant: tenant.as_bytes(),
        organisation: organisation.as_bytes(),
        case: case.as_bytes(),
        part: access.part.as_bytes(),
        epoch: access.epoch,
        key: convert::key_id(access.key),
    };
    let check = CheckValue(access.check.0);
    let part_key = [Some(&sealed.case_slot), sealed.older_slot.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|slot| unwrap_case_key(keys, &tenant, &organisation, &case, slot))
        .find_map(|key| {
            crypto::unwrap_part_key(&key, &part_context, &check, &sealed.part_slot.slot.0).ok()
        })?;
    let envelope = person.envelope.as_ref().filter(|bytes| sha256(&bytes.0) == person.envelope_hash)?;
    let facts_hash = sha256(&person.facts.0);
    let reader = Reader { tenant, organisation, case, log: Some(log), configuration: None, verdicts };
    let job = revision_job(&reader, &access.part, person, &facts_hash, access.key)?;
    let named = person.heads.organisation;
    let writer = access.writers.contains(&organisation)
        && log.knows(&named)
        && log.member(person.author).is_some_and(|author| author.writes_at(named.n));
    if !writer || !verdicts.verify(&job) {
        return None;
    }
    let facts = Facts::from_cbor(&person.facts.0).ok()?;
    let context = revision_context(&reader, &log.organisation, &access.part, person, &facts_hash);
    let texts = open(&part_key, &context, &envelope.0)?;
    let text = |key| Zeroizing::new(texts.get(key).unwrap_or_default().to_owned());
    Some(KnownName::Open { given: text(known::GIVEN), family: text(known::FAMILY), facts })
}

/// The access statement of the person record's epoch, signed by somebody of the organisation who may write.
fn verified_access(
    sealed: &SealedName,
    organisation: OrganisationId,
    case: CaseId,
    log: &OrganisationLog,
    verdicts: &Verdicts,
) -> Option<Access> {
    let (signed, statement, access) = access_of(sealed)?;
    let fits = access.case == case
        && access.part == sealed.person.part
        && access.owner == organisation
        && access.readers.contains(&organisation);
    let named = statement.heads.organisation;
    let may = log.knows(&named) && log.member(statement.signer).is_some_and(|by| by.writes_at(named.n));
    let verified = verdicts.verify(&statement_job(log, signed, &statement, ACCESS)?);
    (fits && may && verified).then_some(access)
}
