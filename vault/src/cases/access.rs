//! Who reads and writes a part: the access statements that count.

use super::file::OpenPart;
use api::{
    bytes::Bytes32,
    ids::{KeyId, OrganisationId},
    statement::Access,
};
use crypto::{CheckValue, PartKey};

/// A verified access statement.
#[derive(Debug, Clone)]
pub(crate) struct AccessInForce {
    pub said: Access,
    /// Hash of the statement.
    pub hash: Bytes32,
    /// Entry of the organisation log that its author knew.
    pub known: u64,
}

impl AccessInForce {
    /// What a part key must fit to.
    pub(crate) fn check(&self) -> CheckValue {
        CheckValue(self.said.check.0)
    }
}

/// Why nothing can be sealed in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoSealing {
    /// The key is not at hand.
    Missing,
    /// The key is older than the organisation permits: the case needs new keys first.
    TooOld,
}

impl OpenPart {
    /// The access statement in force.
    pub(crate) fn access_now(&self) -> Option<&AccessInForce> {
        self.access.last()
    }

    /// Number of the epoch in force; 0 before the first.
    pub(crate) fn epoch(&self) -> u32 {
        self.access_now().map_or(0, |access| access.said.epoch)
    }

    /// The statement that introduced the key of an epoch.
    pub(crate) fn access_of(&self, epoch: u32) -> Option<&AccessInForce> {
        self.access.iter().find(|access| access.said.epoch == epoch)
    }

    /// The key of the epoch in force, unless its access statement was signed before entry `min_seal` of the organisation
    /// log.
    pub(crate) fn sealing_key(&self, min_seal: u64) -> Result<(u32, &PartKey), NoSealing> {
        let epoch = self.epoch();
        let introduced = self.access_of(epoch).ok_or(NoSealing::Missing)?;
        if introduced.known < min_seal && !crypto::mutated!("mutant-min-seal-ignored") {
            return Err(NoSealing::TooOld);
        }
        Ok((epoch, self.keys.get(&epoch).ok_or(NoSealing::Missing)?))
    }

    /// Whether an access statement follows from those before it. Under the key in force readers and writers are only
    /// added; whoever is removed, or whose time is cut, must not know the key from then on, so that needs a new one.
    pub(super) fn follows(&self, said: &Access) -> bool {
        let sound = said.readers.contains(&said.owner)
            && said.writers.contains(&said.owner)
            && includes(&said.readers, &said.writers);
        if !sound && !crypto::mutated!("mutant-readers-ignored") {
            return false;
        }
        let Some(before) = self.access_now() else {
            return said.epoch == 1 && said.previous == Bytes32::ZERO;
        };
        let linked = said.previous == before.hash || crypto::mutated!("mutant-previous-hash-ignored");
        let before = &before.said;
        if !linked || said.owner != before.owner {
            return false;
        }
        if said.epoch == before.epoch {
            let kept = includes(&said.readers, &before.readers)
                && includes(&said.writers, &before.writers)
                && lasts_as_long(before.expires_at, said.expires_at);
            return said.key == before.key
                && said.check == before.check
                && (kept || crypto::mutated!("mutant-readers-ignored"));
        }
        said.epoch == before.epoch.saturating_add(1) && !self.is_used(said.key, said.check)
    }

    fn is_used(&self, key: KeyId, check: Bytes32) -> bool {
        self.access.iter().any(|access| access.said.key == key || access.said.check == check)
    }
}

fn includes(all: &[OrganisationId], some: &[OrganisationId]) -> bool {
    some.iter().all(|organisation| all.contains(organisation))
}

fn lasts_as_long(before: Option<i64>, after: Option<i64>) -> bool {
    match (before, after) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(before), Some(after)) => after >= before,
    }
}
