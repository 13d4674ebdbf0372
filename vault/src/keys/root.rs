//! Another root takes the place of the one in force, which signs it: for a sheet that was seen by others.

use super::{
    copies::root_sheet,
    recover::{check_root, read_root},
};
use crate::{
    CallError, RecoverError, RotationError, Store, Transport, Vault,
    http::path,
    view::{KeyOverview, RootDraft, SecretText},
};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    chain::{Head, Heads},
    ids::OrganisationId,
    organisations::{PostStatement, Receipt},
    paths::v1,
    statement::{Payload, SignedStatement, Statement, SuccessorRoot},
};
use crypto::{Fingerprint, RootKey, RootPublicKey, statement::SUCCESSOR_ROOT};

/// A new root that waits to be typed back. Neither seed is in here.
pub(crate) struct RootSuccession {
    organisation: OrganisationId,
    root: RootPublicKey,
    statement: SignedStatement,
}

impl From<RotationError> for RecoverError {
    fn from(error: RotationError) -> Self {
        match error {
            RotationError::Call(error) => Self::Call(error),
            RotationError::File(error) => Self::Key(error),
            RotationError::PasswordNeeded => Self::PasswordNeeded,
            RotationError::Password(error) => Self::Password(error),
            RotationError::Conflict => Self::Conflict,
            RotationError::OtherFile | RotationError::NotBegun => Self::NotBegun,
            RotationError::KeyMissing | RotationError::KeyOutdated => Self::KeyNeeded,
        }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes a new root, signed by the one on the old sheet. Nothing is sent before the new sheet was typed back. Both
    /// seeds are wiped here; the new one is in the draft only.
    ///
    /// # Errors
    /// [`RecoverError`].
    pub async fn replace_root(
        &self,
        organisation: OrganisationId,
        old_sheet: SecretText,
    ) -> Result<RootDraft, RecoverError> {
        let old = read_root(&old_sheet)?;
        drop(old_sheet);
        let keeper = self.key_keeper(organisation).await?;
        check_root(&old, &keeper.log)?;
        let new = RootKey::make().map_err(CallError::from)?;
        let statement = Statement {
            organisation,
            signer: keeper.account,
            certificate: Bytes32::ZERO,
            heads: Heads { organisation: keeper.log.head(), part: Head::EMPTY },
            at: self.now(),
            payload: Payload::SuccessorRoot(SuccessorRoot { root: Bytes32(new.public().to_bytes()) }),
        };
        let body = statement.to_cbor();
        let signature = old.sign(SUCCESSOR_ROOT, &keeper.log.context(), &body);
        drop(old);
        let statement =
            SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) };
        let mut state = self.state.borrow_mut();
        let organisation_name = state.membership(organisation)?.organisation_name.clone();
        state.succession = Some(RootSuccession { organisation, root: new.public(), statement });
        Ok(RootDraft {
            organisation_name,
            root: root_sheet(&new),
            root_fingerprint: Fingerprint::of_root(&new.public()).to_string(),
            previous_fingerprint: Fingerprint::of_root(&keeper.log.root).to_string(),
        })
    }

    /// Puts the new root in force, once its groups were typed back from the printed sheet. Key files that name the old root
    /// stay good, because the log leads from one to the other.
    ///
    /// # Errors
    /// [`RecoverError`]; after `OtherSheet` the draft still stands.
    pub async fn confirm_root(
        &self,
        organisation: OrganisationId,
        typed_back: SecretText,
    ) -> Result<KeyOverview, RecoverError> {
        let typed = read_root(&typed_back)?.public();
        let (root, statement) = {
            let state = self.state.borrow();
            let own = state.succession.as_ref().filter(|own| own.organisation == organisation);
            let own = own.ok_or(RecoverError::NotBegun)?;
            (own.root, own.statement.clone())
        };
        if typed != root {
            return Err(RecoverError::OtherSheet);
        }
        let before = self.key_keeper(organisation).await?.log;
        if before.root != root {
            // A root that was replaced meanwhile has no say any more.
            let request = PostStatement { statement };
            let posted: Result<Receipt, _> = self.post(path(v1::ROOT, &[&organisation]), &request).await;
            posted.map_err(|failure| match failure.code() {
                Some(ProblemCode::Conflict | ProblemCode::BadSignature) => RecoverError::Conflict,
                _ => RecoverError::Call(failure.into()),
            })?;
        }
        let log = self.refresh_log(organisation).await?;
        if log.root != root {
            return Err(RecoverError::Conflict);
        }
        self.state.borrow_mut().succession = None;
        Ok(self.key_overview(organisation).await?)
    }
}
