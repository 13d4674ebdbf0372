//! Epochs of the organisation key, as the log says.

use super::Member;
use api::{
    bytes::Bytes32,
    ids::{AccountId, KeyId},
    statement::{EpochState, KeyCheck, KeyEpoch},
};
use crypto::KemPublicKey;

/// A statement about an epoch that counts.
#[derive(Debug, Clone)]
struct Step {
    n: u64,
    by: AccountId,
    at: i64,
    said: KeyEpoch,
}

/// A next epoch that was announced and is not in force yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PendingEpoch<'a> {
    /// What was announced.
    pub epoch: &'a KeyEpoch,
    /// Who announced it.
    pub by: AccountId,
    /// When, by that person's clock.
    pub at: i64,
}

/// Somebody opened both copies of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CheckDone {
    /// Epoch of the key.
    pub epoch: u32,
    /// Who.
    pub by: AccountId,
    /// When, by that person's clock.
    pub at: i64,
}

/// The epochs of an organisation key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Epochs {
    steps: Vec<Step>,
    check: Option<CheckDone>,
}

impl Epochs {
    /// The first epoch, which the genesis names.
    pub(super) fn begin(&mut self, by: AccountId, at: i64, said: &KeyEpoch) {
        self.steps.push(Step { n: 1, by, at, said: said.clone() });
    }

    /// Takes a step at entry `n`; false where it does not follow. A key that was announced may be replaced by another
    /// one until it is in force, and then nothing about it changes any more.
    pub(super) fn take(&mut self, n: u64, by: AccountId, at: i64, said: &KeyEpoch) -> bool {
        let Some(current) = self.current() else { return false };
        let next = said.epoch == current.epoch.saturating_add(1);
        let follows = match said.state {
            EpochState::Begun => next && !self.steps.iter().any(|step| is_used(&step.said, said)),
            EpochState::Active => {
                next && self.pending().is_some_and(|pending| is_same_key(pending.epoch, said))
            }
            EpochState::Complete => {
                current.state == EpochState::Active
                    && current.epoch == said.epoch
                    && current.min_seal == said.min_seal
                    && is_same_key(current, said)
            }
        };
        let bounded = current.min_seal <= said.min_seal && said.min_seal <= said.epoch;
        if !follows || !bounded || KemPublicKey::from_bytes(&said.kem.0).is_err() {
            return false;
        }
        self.steps.push(Step { n, by, at, said: said.clone() });
        true
    }

    /// Somebody opened copies of the key in force; counts when it was both of them.
    pub(super) fn checked(&mut self, by: AccountId, at: i64, check: &KeyCheck) -> bool {
        let counts = check.file && check.sheet && check.epoch == self.number();
        if counts {
            self.check = Some(CheckDone { epoch: check.epoch, by, at });
        }
        counts
    }

    fn current(&self) -> Option<&KeyEpoch> {
        let mut steps = self.steps.iter().rev();
        steps.find(|step| step.said.state != EpochState::Begun).map(|step| &step.said)
    }

    fn number(&self) -> u32 {
        self.current().map_or(0, |epoch| epoch.epoch)
    }

    /// When an epoch came into force: entry and time.
    fn since(&self, number: u32) -> Option<&Step> {
        self.steps.iter().find(|step| step.said.epoch == number && step.said.state != EpochState::Begun)
    }

    fn pending(&self) -> Option<PendingEpoch<'_>> {
        let next = self.number().saturating_add(1);
        let step = self.steps.iter().rev().find(|step| step.said.epoch == next)?;
        Some(PendingEpoch { epoch: &step.said, by: step.by, at: step.at })
    }
}

/// Whether a key was in force before: no key comes back, neither under its id nor under its fingerprint.
fn is_used(before: &KeyEpoch, said: &KeyEpoch) -> bool {
    before.state != EpochState::Begun && (before.key == said.key || before.fingerprint == said.fingerprint)
}

fn is_same_key(one: &KeyEpoch, other: &KeyEpoch) -> bool {
    one.key == other.key && one.fingerprint == other.fingerprint && one.kem == other.kem
}

impl super::OrganisationLog {
    /// The epoch in force: the latest that is active or complete.
    pub(crate) fn epoch(&self) -> Option<&KeyEpoch> {
        self.epochs.current()
    }

    /// What the log says of an epoch: of several that were announced under one number, the one that came into force, or
    /// else the last.
    pub(crate) fn epoch_by_number(&self, number: u32) -> Option<&KeyEpoch> {
        self.epochs.steps.iter().rev().map(|step| &step.said).find(|said| said.epoch == number)
    }

    /// What the log says of an epoch that came into force, by the id of its key.
    pub(crate) fn epoch_by_key(&self, key: KeyId) -> Option<&KeyEpoch> {
        let mut steps = self.epochs.steps.iter().map(|step| &step.said);
        steps.find(|said| said.key == key && said.state != EpochState::Begun)
    }

    /// Whether a key was announced at any time, by its fingerprint.
    pub(crate) fn was_announced(&self, fingerprint: &Bytes32) -> bool {
        self.epochs.steps.iter().any(|step| step.said.fingerprint == *fingerprint)
    }

    /// The epoch that was announced last and is not in force.
    pub(crate) fn pending(&self) -> Option<PendingEpoch<'_>> {
        self.epochs.pending()
    }

    /// When the epoch in force began, in seconds since 1970 by the clock of whoever began it.
    pub(crate) fn epoch_since(&self) -> i64 {
        self.epochs.since(self.epochs.number()).map_or(self.made_at, |step| step.at)
    }

    /// Entry from which on keys are young enough to be sealed under: the one that put the oldest epoch in force that the
    /// epoch in force still permits.
    pub(crate) fn min_seal_entry(&self) -> u64 {
        let oldest = self.epoch().map_or(1, |epoch| epoch.min_seal);
        self.epochs.since(oldest).map_or(1, |step| step.n)
    }

    /// The last time that both copies of the key were opened.
    pub(crate) fn last_check(&self) -> Option<CheckDone> {
        self.epochs.check
    }

    /// Who had loaded the key and was blocked since the epoch in force began.
    pub(crate) fn left_since_epoch(&self) -> Vec<AccountId> {
        let began = self.epochs.since(self.epochs.number()).map_or(1, |step| step.n);
        let left = |member: &Member| member.certificate.is_some() && member.is_blocked_since(began);
        self.members.iter().filter(|(_, member)| left(member)).map(|(account, _)| *account).collect()
    }
}
