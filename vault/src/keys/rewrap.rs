//! Wrapping the case keys under the organisation key in force: one small slot per case, in pages, by any administrator.
//!
//! A slot that does not open is left alone and shown. It does not stop the others, and the organisation works on without
//! it: the new key is in force long before, only the superseded slots stay until the damaged one was brought back from a
//! backup. The next renewal does not wait for that either.

use super::step::{Next, Step, same_key};
use crate::{
    CallError, KeyError, RotationError, Store, Transport, Vault, convert,
    http::path,
    log::OrganisationLog,
    state::Unlocked,
    view::{DamagedSlot, RewrapProgress},
};
use api::{
    ProblemCode,
    bytes::Bytes,
    cases::{CaseList, CaseSlot},
    ids::{CaseId, OrganisationId},
    keys::{HeldSlot, Rewrap, RewrapReceipt, SlotPage},
    limits::BATCH_MAX,
    paths::v1,
    statement::{EpochState, KeyEpoch},
};
use crypto::{CaseKeyContext, Header};

/// How far this page came.
pub(crate) struct RewrapCursor {
    organisation: OrganisationId,
    epoch: u32,
    /// Last case that was looked at.
    after: Option<CaseId>,
    done: u32,
    damaged: Vec<DamagedSlot>,
}

/// What became of a slot.
enum Outcome {
    Wrapped(HeldSlot),
    Damaged(CaseId),
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Wraps up to `limit` case keys under the organisation key in force. Call it until nothing remains; the last call
    /// completes the epoch. It may be stopped at any time and gone on with in any page, by any administrator.
    ///
    /// # Errors
    /// [`RotationError`]; calling again goes on.
    pub async fn rewrap(
        &self,
        organisation: OrganisationId,
        limit: usize,
    ) -> Result<RewrapProgress, RotationError> {
        let author = self.key_keeper(organisation).await?;
        let epoch = author.log.epoch().cloned().ok_or(RotationError::NotBegun)?;
        if epoch.epoch == 1 {
            return Err(RotationError::NotBegun);
        }
        if epoch.state == EpochState::Complete {
            return self.progress(organisation, &epoch, 0, true);
        }
        self.complete_chain(organisation).await?;
        let after = self.cursor(organisation, epoch.epoch)?;
        let page = self.slot_page(organisation, after).await?;
        let Some(last) = page.slots.iter().take(limit.clamp(1, BATCH_MAX)).next_back().map(|held| held.case)
        else {
            let complete = page.remaining == 0;
            if complete {
                self.complete(organisation, &epoch).await?;
            }
            return self.progress(organisation, &epoch, 0, complete);
        };
        let (mut wrapped, mut damaged) = (Vec::new(), Vec::new());
        // All keys of a case at once, so that the last case that was looked at says how far it is.
        for held in page.slots.iter().filter(|held| held.case <= last) {
            match self.wrap_anew(&author.log, held)? {
                Outcome::Wrapped(slot) => wrapped.push(slot),
                Outcome::Damaged(case) => damaged.push(case),
            }
        }
        let damaged = self.name_damaged(organisation, damaged).await;
        let done = u32::try_from(wrapped.len()).unwrap_or(u32::MAX);
        let mut remaining = page.remaining;
        if !wrapped.is_empty() {
            let receipt: RewrapReceipt = self
                .post_cbor(path(v1::KEY_SLOTS, &[&organisation]), &Rewrap { slots: wrapped })
                .await
                .map_err(|failure| match failure.code() {
                    // The next renewal began meanwhile.
                    Some(ProblemCode::KeyOutdated | ProblemCode::Conflict) => RotationError::Conflict,
                    _ => RotationError::Call(failure.into()),
                })?;
            remaining = receipt.remaining;
        }
        let known = {
            let mut state = self.state.borrow_mut();
            state.session()?;
            let cursor = state.rewrap.as_mut().ok_or(RotationError::NotBegun)?;
            cursor.after = Some(last);
            cursor.done = cursor.done.saturating_add(done);
            cursor.damaged.extend(damaged);
            u32::try_from(cursor.damaged.len()).unwrap_or(u32::MAX)
        };
        if remaining == 0 {
            self.complete(organisation, &epoch).await?;
        }
        self.progress(organisation, &epoch, remaining.saturating_sub(known), remaining == 0)
    }

    /// Where to go on; anew for another organisation or epoch.
    fn cursor(&self, organisation: OrganisationId, epoch: u32) -> Result<Option<CaseId>, CallError> {
        let mut state = self.state.borrow_mut();
        state.session()?;
        let same = |cursor: &RewrapCursor| cursor.organisation == organisation && cursor.epoch == epoch;
        if !state.rewrap.as_ref().is_some_and(same) {
            state.rewrap =
                Some(RewrapCursor { organisation, epoch, after: None, done: 0, damaged: Vec::new() });
        }
        Ok(state.rewrap.as_ref().and_then(|cursor| cursor.after))
    }

    async fn slot_page(
        &self,
        organisation: OrganisationId,
        after: Option<CaseId>,
    ) -> Result<SlotPage, CallError> {
        let mut path = path(v1::KEY_SLOTS, &[&organisation]);
        if let Some(after) = after {
            path = format!("{path}?after={after}");
        }
        let page: SlotPage = self.get_cbor(path).await?;
        let ordered = page.slots.is_sorted_by_key(|held| held.case);
        let follows = page.slots.first().is_none_or(|first| after.is_none_or(|after| first.case > after));
        // An answer that goes in circles would never end.
        if ordered && follows && page.slots.len() <= BATCH_MAX { Ok(page) } else { Err(CallError::Protocol) }
    }

    fn wrap_anew(&self, log: &OrganisationLog, held: &HeldSlot) -> Result<Outcome, RotationError> {
        let state = self.state.borrow();
        state.session()?;
        let keys = state.keys.get(&log.organisation).ok_or(RotationError::KeyMissing)?;
        // A step of the chain that is withheld is not the slot's fault.
        if let Some(epoch) = withheld(log, keys, &held.slot) {
            return Err(KeyError::Chain { epoch }.into());
        }
        Ok(match wrapped(log, keys, held) {
            Some(slot) => Outcome::Wrapped(slot?),
            None => Outcome::Damaged(held.case),
        })
    }

    async fn complete(&self, organisation: OrganisationId, epoch: &KeyEpoch) -> Result<(), RotationError> {
        let said = KeyEpoch { state: EpochState::Complete, ..epoch.clone() };
        let step = Step { epoch: said, previous: None, bundle: None };
        self.post_step(organisation, &step, |log| match log.epoch() {
            Some(current) if same_key(current, epoch) && current.state == EpochState::Complete => Next::Done,
            Some(current) if same_key(current, epoch) => Next::Send,
            _ => Next::Lost,
        })
        .await?;
        Ok(())
    }

    fn progress(
        &self,
        organisation: OrganisationId,
        epoch: &KeyEpoch,
        remaining: u32,
        complete: bool,
    ) -> Result<RewrapProgress, RotationError> {
        let mut state = self.state.borrow_mut();
        state.session()?;
        let same =
            |cursor: &&RewrapCursor| cursor.organisation == organisation && cursor.epoch == epoch.epoch;
        let cursor = state.rewrap.as_ref().filter(same);
        let progress = RewrapProgress {
            done: cursor.map_or(0, |cursor| cursor.done),
            remaining,
            damaged: cursor.map_or_else(Vec::new, |cursor| cursor.damaged.clone()),
            complete,
        };
        if remaining == 0 {
            // Whoever calls again looks at everything again: a damaged slot may have been brought back.
            state.rewrap = None;
        }
        Ok(progress)
    }

    /// Short codes of cases, where this person may see them.
    async fn name_damaged(&self, organisation: OrganisationId, cases: Vec<CaseId>) -> Vec<DamagedSlot> {
        if cases.is_empty() {
            return Vec::new();
        }
        let list: Option<CaseList> = self.get_cbor(path(v1::CASES, &[&organisation])).await.ok();
        let code = |case: CaseId| {
            let item = list.as_ref()?.cases.iter().find(|item| item.summary.id == case)?;
            Some(item.summary.code.clone())
        };
        cases.into_iter().map(|case| DamagedSlot { case, code: code(case) }).collect()
    }
}

/// Epoch whose key is missing to open a slot, although it should follow from the key that is loaded.
fn withheld(log: &OrganisationLog, keys: &Unlocked, slot: &CaseSlot) -> Option<u32> {
    let header = Header::parse(&slot.slot.0).ok()?;
    if keys.secrets_for(header.key).is_some() {
        return None;
    }
    let named = log.epoch_by_key(convert::wire_key_id(header.key))?;
    (named.epoch < keys.key.epoch()).then_some(named.epoch)
}

/// A case key under the newest organisation key; none where it does not open.
fn wrapped(
    log: &OrganisationLog,
    keys: &Unlocked,
    held: &HeldSlot,
) -> Option<Result<HeldSlot, RotationError>> {
    let header = Header::parse(&held.slot.slot.0).ok()?;
    let secrets = keys.secrets_for(header.key)?;
    if held.slot.organisation != log.organisation || held.slot.epoch != secrets.epoch() {
        return None;
    }
    let context = CaseKeyContext {
        tenant: log.tenant.as_bytes(),
        organisation: log.organisation.as_bytes(),
        case: held.case.as_bytes(),
        key: convert::key_id(held.slot.key),
    };
    let key = crypto::unwrap_case_key(secrets, &context, &held.slot.slot.0).ok()?;
    let slot = match crypto::wrap_case_key(&keys.secrets, &context, &key) {
        Ok(slot) => slot,
        Err(error) => return Some(Err(error.into())),
    };
    // The old slot is deleted one day: what takes its place must open.
    crypto::unwrap_case_key(&keys.secrets, &context, &slot).ok()?;
    let slot = CaseSlot { epoch: keys.secrets.epoch(), slot: Bytes(slot), ..held.slot.clone() };
    Some(Ok(HeldSlot { case: held.case, slot }))
}
