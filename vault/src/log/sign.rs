//! Signing statements in one's own name.

use super::OrganisationLog;
use crate::{CallError, Store, Transport, Vault};
use api::{
    ProblemCode,
    bytes::{Bytes, Bytes32},
    chain::{Head, Heads},
    ids::{AccountId, OrganisationId},
    statement::{Payload, SignedStatement, Statement},
};
use crypto::{AccountKeys, signing::role::Account, statement::Namespace};
use std::rc::Rc;

/// Somebody who can sign: certified keys and the verified log that certifies them.
pub(crate) struct Author {
    pub account: AccountId,
    pub certificate: Bytes32,
    pub keys: AccountKeys,
    pub log: Rc<OrganisationLog>,
}

impl Author {
    /// Signs a statement of the organisation. `part` is the verified head of the part's log, empty for statements of the
    /// organisation log.
    pub(crate) fn sign(
        &self,
        namespace: Namespace<Account>,
        payload: Payload,
        part: Head,
        at: i64,
    ) -> SignedStatement {
        let statement = Statement {
            organisation: self.log.organisation,
            signer: self.account,
            certificate: self.certificate,
            heads: self.heads(part),
            at,
            payload,
        };
        let body = statement.to_cbor();
        let signature = self.keys.signing.sign(namespace, &self.log.context(), &body);
        SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) }
    }

    /// The heads that this author has verified.
    pub(crate) fn heads(&self, part: Head) -> Heads {
        Heads { organisation: self.log.head(), part }
    }
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Who signs here; none while the organisation key is not loaded.
    pub(crate) async fn author(&self, organisation: OrganisationId) -> Result<Option<Author>, CallError> {
        let (account, keys) = {
            let state = self.state.borrow();
            let account = state.session()?.account;
            let Some(keys) = state.keys.get(&organisation) else { return Ok(None) };
            (account, keys.account.clone())
        };
        let log = self.log(organisation).await?;
        // Somebody else may have renewed this access meanwhile: then the keys held here no longer count.
        let certificate = match log.current_certificate(account) {
            Some((hash, certificate)) if certificate.signing == keys.signing.public() => hash,
            _ => return Err(CallError::Refused(ProblemCode::NotCertified)),
        };
        Ok(Some(Author { account, certificate, keys, log }))
    }
}
