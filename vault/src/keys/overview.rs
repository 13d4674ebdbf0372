//! What the verified log says about the life of the organisation key.

use super::Rotation;
use crate::{
    CallError, Store, Transport, Vault,
    http::path,
    view::{CHECK_EVERY_DAYS, KeyOverview, PendingRotation, PersonRef},
};
use api::{
    ProblemCode,
    ids::{AccountId, OrganisationId},
    keys::KeyChain,
    paths::v1,
    statement::EpochState,
};
use crypto::Fingerprint;

const DAY: i64 = 24 * 60 * 60;

impl<T: Transport, S: Store> Vault<T, S> {
    /// The epoch in force, a renewal that runs, and what should be done. Everything but the number of case keys that
    /// wait follows from the verified log. Needs a loaded key, because without one nothing says whose log it is.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn key_overview(&self, organisation: OrganisationId) -> Result<KeyOverview, CallError> {
        if !self.state.borrow().keys.contains_key(&organisation) {
            self.state.borrow().membership(organisation)?;
            return Err(CallError::Refused(ProblemCode::NotCertified));
        }
        let log = self.refresh_log(organisation).await?;
        let chain: KeyChain = self.get(path(v1::KEYS, &[&organisation])).await?;
        let epoch = log.epoch().ok_or(CallError::Refused(ProblemCode::NotSetUp))?;
        let since = log.epoch_since();
        let last_check = log.last_check().filter(|check| check.epoch == epoch.epoch).map(|check| check.at);
        let complete = epoch.epoch == 1 || epoch.state == EpochState::Complete;
        let state = self.state.borrow();
        state.session()?;
        let person = |account: AccountId| PersonRef { account, name: state.name(organisation, account) };
        let own = |rotation: &Rotation| {
            log.pending().is_some_and(|pending| rotation.is_of(organisation, pending.epoch))
        };
        Ok(KeyOverview {
            epoch: epoch.epoch,
            fingerprint: Fingerprint::from_bytes(epoch.fingerprint.0).to_string(),
            since,
            min_seal: epoch.epoch > 1 && epoch.min_seal == epoch.epoch,
            complete,
            waiting: if complete { 0 } else { chain.waiting },
            pending: log.pending().map(|pending| PendingRotation {
                epoch: pending.epoch.epoch,
                fingerprint: Fingerprint::from_bytes(pending.epoch.fingerprint.0).to_string(),
                by: person(pending.by),
                at: pending.at,
                own: state.rotation.as_ref().is_some_and(own),
            }),
            last_check,
            check_due: self.now() - last_check.unwrap_or(since).max(since) >= CHECK_EVERY_DAYS * DAY,
            left: log.left_since_epoch().into_iter().map(person).collect(),
            root_fingerprint: Fingerprint::of_root(&log.root).to_string(),
        })
    }
}
