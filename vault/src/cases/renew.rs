//! New keys for a case whose keys are older than the organisation permits, because somebody left who may know them.

use super::{
    access::NoSealing,
    file::{OpenCase, OpenPart},
};
use crate::{
    CallError, CaseError, Store, Transport, Vault, WriteError, convert, http::path, log::Author,
    state::Unlocked,
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    cases::{CaseReceipt, CaseSlot, PartSlot},
    ids::CaseId,
    keys::{RenewCase, RenewPart},
    paths::v1,
    statement::{Access, Payload},
};
use crypto::{CaseKey, CaseKeyContext, PartKey, PartKeyContext, statement::ACCESS};

/// Tries, because others may write in the case meanwhile.
const ATTEMPTS: usize = 4;

impl<T: Transport, S: Store> Vault<T, S> {
    /// Whether a case needs new keys before anything may be sealed in it.
    pub(super) async fn needs_renewal(&self, case: CaseId) -> Result<bool, WriteError> {
        let organisation = self.organisation_of(case)?;
        if !self.state.borrow().keys.contains_key(&organisation) {
            return Ok(false);
        }
        // What was renewed since the case was opened counts from the next write on.
        let min_seal = self.refresh_log(organisation).await?.min_seal_entry();
        if self.state.borrow().key_outdated(organisation) {
            return Err(WriteError::KeyOutdated);
        }
        let read_before = self.state.borrow().cases.open.get(&case).is_some_and(was_read_before);
        if read_before {
            self.open_case(organisation, case).await?;
        }
        let state = self.state.borrow();
        let open = state.cases.open.get(&case).ok_or(CaseError::NotFound)?;
        Ok(is_too_old(open, min_seal))
    }

    /// Makes a new case key and new epochs of all parts, and reads the case anew. Nothing is sealed again that is there.
    /// Repeating it after a lost answer does no harm: then the keys are young, or they are made now.
    pub(super) async fn renew_case(&self, case: CaseId) -> Result<(), WriteError> {
        let organisation = self.organisation_of(case)?;
        for _ in 0..ATTEMPTS {
            let author = self.author(organisation).await?.ok_or(WriteError::KeyMissing)?;
            let Some(request) = self.renewal(case, &author)? else { return Ok(()) };
            let posted = self.post_cbor::<_, CaseReceipt>(path(v1::CASE_KEYS, &[&case]), &request).await;
            match posted.as_ref().err().map(crate::http::Failure::code) {
                None => {
                    self.open_case(organisation, case).await?;
                    return Ok(());
                }
                // Somebody wrote or renewed meanwhile: look again whether there is anything to do.
                Some(Some(ProblemCode::Conflict | ProblemCode::CaseKeyOutdated)) => {
                    self.refresh_log(organisation).await?;
                    self.open_case(organisation, case).await?;
                }
                Some(Some(ProblemCode::KeyOutdated)) => {
                    self.refresh_log(organisation).await?;
                    return Err(WriteError::KeyOutdated);
                }
                Some(_) => {
                    posted.map_err(CallError::from)?;
                }
            }
        }
        Err(WriteError::Call(CallError::Refused(ProblemCode::Conflict)))
    }

    /// The request; none when the keys are young enough.
    fn renewal(&self, case: CaseId, author: &Author) -> Result<Option<RenewCase>, WriteError> {
        let state = self.state.borrow();
        let open = state.cases.open.get(&case).ok_or(CaseError::NotFound)?;
        let keys = state.keys.get(&open.organisation).ok_or(WriteError::KeyMissing)?;
        if state.key_outdated(open.organisation) {
            return Err(WriteError::KeyOutdated);
        }
        if !is_too_old(open, author.log.min_seal_entry()) {
            return Ok(None);
        }
        // Heads that did not verify are not signed.
        if open.parts.iter().any(|part| part.broken) {
            return Err(WriteError::Unreadable);
        }
        let case_key = CaseKey::make().map_err(CallError::from)?;
        let slot = wrap(open, keys, &case_key)?;
        let mut parts = Vec::new();
        for part in &open.parts {
            parts.extend(renew_part(open, part, author, &case_key, self.now())?);
        }
        Ok(Some(RenewCase { slot, parts }))
    }
}

/// Whether a case was read before the key was loaded that opens it now.
fn was_read_before(open: &OpenCase) -> bool {
    let closed = |part: &OpenPart| {
        let epoch = part.epoch();
        part.slots.contains(&epoch) && !part.keys.contains_key(&epoch)
    };
    !open.verified || open.parts.iter().any(closed)
}

/// Whether a part has a key that may not be sealed under any more.
fn is_too_old(open: &OpenCase, min_seal: u64) -> bool {
    open.parts.iter().any(|part| matches!(part.sealing_key(min_seal), Err(NoSealing::TooOld)))
}

fn wrap(open: &OpenCase, keys: &Unlocked, case_key: &CaseKey) -> Result<CaseSlot, CallError> {
    let context = CaseKeyContext {
        tenant: open.tenant.as_bytes(),
        organisation: open.organisation.as_bytes(),
        case: open.summary.id.as_bytes(),
        key: case_key.id(),
    };
    Ok(CaseSlot {
        organisation: open.organisation,
        epoch: keys.secrets.epoch(),
        key: convert::wire_key_id(case_key.id()),
        slot: Bytes(crypto::wrap_case_key(&keys.secrets, &context, case_key)?),
    })
}

/// The next epoch of an own part, for the same readers and writers.
fn renew_part(
    open: &OpenCase,
    part: &OpenPart,
    author: &Author,
    case_key: &CaseKey,
    now: i64,
) -> Result<Option<RenewPart>, CallError> {
    let Some(before) = part.access_now().filter(|before| before.said.owner == open.organisation) else {
        return Ok(None);
    };
    let key = PartKey::make()?;
    let epoch = before.said.epoch.checked_add(1).ok_or(CallError::Protocol)?;
    let context = PartKeyContext {
        tenant: open.tenant.as_bytes(),
        organisation: open.organisation.as_bytes(),
        case: open.summary.id.as_bytes(),
        part: part.id.as_bytes(),
        epoch,
        key: key.id(),
    };
    let slot = PartSlot {
        organisation: open.organisation,
        epoch,
        key: convert::wire_key_id(key.id()),
        slot: Bytes(crypto::wrap_part_key(case_key, &context, &key)?),
    };
    let access = Access {
        epoch,
        key: slot.key,
        check: Bytes32(key.check().0),
        previous: before.hash,
        ..before.said.clone()
    };
    let access = author.sign(ACCESS, Payload::Access(access), part.head(), now);
    Ok(Some(RenewPart { part: part.id, slot, access }))
}
