//! Statements about epochs of the organisation key. Each names the head that it follows, so that of two administrators
//! at once one wins.

use crate::{
    CallError, KeyError, RotationError, Store, Transport, Vault,
    http::path,
    log::{Author, OrganisationLog},
    session::BundleKeyError,
};
use api::{
    ProblemCode,
    bytes::Bytes,
    chain::Head,
    ids::OrganisationId,
    keys::PostKeyEpoch,
    organisations::Receipt,
    paths::v1,
    statement::{KeyEpoch, Payload},
};
use crypto::statement::KEY_EPOCH;
use std::rc::Rc;

/// How often a step is tried anew when something else was appended to the log meanwhile.
const ATTEMPTS: usize = 5;

impl From<KeyError> for RotationError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Call(error) => Self::Call(error),
            KeyError::PasswordNeeded => Self::PasswordNeeded,
            KeyError::Password(error) => Self::Password(error),
            error => Self::File(error),
        }
    }
}

impl From<BundleKeyError> for RotationError {
    fn from(error: BundleKeyError) -> Self {
        KeyError::from(error).into()
    }
}

impl From<crypto::SealError> for RotationError {
    fn from(error: crypto::SealError) -> Self {
        Self::Call(error.into())
    }
}

/// What a step means once the log was read again.
pub(super) enum Next {
    /// It still follows.
    Send,
    /// Somebody has done it already.
    Done,
    /// Something else was done instead.
    Lost,
}

/// A step to be posted.
pub(super) struct Step {
    pub epoch: KeyEpoch,
    pub previous: Option<Bytes>,
    pub bundle: Option<Bytes>,
}

/// Whether two statements speak of the same key.
pub(super) fn same_key(one: &KeyEpoch, other: &KeyEpoch) -> bool {
    one.epoch == other.epoch && one.key == other.key && one.fingerprint == other.fingerprint
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Who renews the key: an administrator with the key in force, and the log as it is now.
    pub(super) async fn key_keeper(&self, organisation: OrganisationId) -> Result<Author, RotationError> {
        if !self.state.borrow().keys.contains_key(&organisation) {
            self.state.borrow().membership(organisation)?;
            return Err(RotationError::KeyMissing);
        }
        self.refresh_log(organisation).await?;
        if self.state.borrow().key_outdated(organisation) {
            return Err(RotationError::KeyOutdated);
        }
        let author = self.author(organisation).await?.ok_or(RotationError::KeyMissing)?;
        let administers = author
            .log
            .member(author.account)
            .is_some_and(|member| member.administers_at(author.log.head().n));
        if administers { Ok(author) } else { Err(CallError::Forbidden.into()) }
    }

    /// Posts a step. Where the log moved on meanwhile, `next` says what that means. The log as it is afterwards.
    pub(super) async fn post_step(
        &self,
        organisation: OrganisationId,
        step: &Step,
        next: impl Fn(&OrganisationLog) -> Next,
    ) -> Result<Rc<OrganisationLog>, RotationError> {
        for _ in 0..ATTEMPTS {
            let log = self.refresh_log(organisation).await?;
            match next(&log) {
                Next::Send => {}
                Next::Done => return Ok(log),
                Next::Lost => return Err(RotationError::Conflict),
            }
            let author = self.key_keeper(organisation).await?;
            let payload = Payload::KeyEpoch(step.epoch.clone());
            let request = PostKeyEpoch {
                statement: author.sign(KEY_EPOCH, payload, Head::EMPTY, self.now()),
                previous: step.previous.clone(),
                bundle: step.bundle.clone(),
            };
            let posted: Result<Receipt, _> = self.post(path(v1::KEYS, &[&organisation]), &request).await;
            match posted {
                Ok(_) => return Ok(self.refresh_log(organisation).await?),
                Err(failure) if failure.code() == Some(ProblemCode::Conflict) => {}
                Err(failure) => return Err(CallError::from(failure).into()),
            }
        }
        Err(RotationError::Conflict)
    }
}
