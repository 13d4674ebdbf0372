//! Verifying signatures: with public keys only, strictly, and with the same demands on keys as the clients have.

use crate::{
    http::ApiError,
    store::{Organisation, Tx, logs},
};
use api::{
    Bytes32, ProblemCode,
    ids::{AccountId, OrganisationId, TenantId},
    limits::STATEMENT_MAX,
    signing,
    statement::{AccountKeys, SignedStatement, Statement, StatementError},
};
use ed25519_dalek::{Signature, VerifyingKey};

/// Length of an X-Wing public key.
const KEM_KEY: usize = 1216;

/// A public key: canonical, of full order.
pub(super) fn public_key(bytes: &[u8]) -> Option<VerifyingKey> {
    let bytes: &[u8; 32] = bytes.try_into().ok()?;
    let key = VerifyingKey::from_bytes(bytes).ok()?;
    let point = key.to_edwards();
    let sound = !point.is_small_order() && point.is_torsion_free() && point.compress().to_bytes() == *bytes;
    sound.then_some(key)
}

/// Whether `signature` is `key`'s over `message`.
pub(super) fn signature(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), ApiError> {
    let verified = public_key(key)
        .zip(Signature::from_slice(signature).ok())
        .is_some_and(|(key, signature)| key.verify_strict(message, &signature).is_ok());
    if verified { Ok(()) } else { Err(ProblemCode::BadSignature.into()) }
}

/// Reads the body of a statement.
pub(super) fn decode(signed: &SignedStatement) -> Result<Statement, ApiError> {
    if signed.signature.0.len() != 64 {
        return Err(ProblemCode::BadSignature.into());
    }
    signed.decode().map_err(|error| {
        debug_assert!(error != StatementError::TooLarge || signed.body.0.len() > STATEMENT_MAX);
        match error {
            StatementError::TooLarge => ProblemCode::TooLarge.into(),
            StatementError::NotCanonical => ProblemCode::BadStatement.into(),
        }
    })
}

/// Whether `key` signed the statement in its namespace, in the name of its organisation.
pub(super) fn statement(
    key: &[u8],
    tenant: TenantId,
    signed: &SignedStatement,
    statement: &Statement,
) -> Result<(), ApiError> {
    let context = signing::organisation_context(tenant, statement.organisation);
    let message = signing::message(statement.namespace(), &context, &signed.body.0);
    signature(key, &message, &signed.signature.0)
}

/// Whether the new keys of an account are sound.
pub(super) fn account_keys(keys: &AccountKeys) -> Result<(), ApiError> {
    if public_key(&keys.signing.0).is_some() && keys.kem.0.len() == KEM_KEY {
        Ok(())
    } else {
        Err(ProblemCode::BadStatement.into())
    }
}

/// Who signs a statement here, as the server has them certified.
#[derive(Debug)]
pub(super) struct Signer<'a> {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub account: AccountId,
    pub certificate: Bytes32,
    pub key: &'a [u8],
}

impl Signer<'_> {
    /// Reads and verifies a statement of this signer in its organisation's name. It must name a head that the
    /// organisation's log has: one that does not would make every reader refuse the log.
    pub(super) async fn verify(
        &self,
        tx: &Tx<Organisation>,
        signed: &SignedStatement,
    ) -> Result<Statement, ApiError> {
        let read = decode(signed)?;
        if read.organisation != self.organisation || read.signer != self.account {
            return Err(ProblemCode::BadStatement.into());
        }
        if read.certificate != self.certificate {
            return Err(ProblemCode::NotCertified.into());
        }
        statement(self.key, self.tenant, signed, &read)?;
        if !logs::organisation_knows(tx, self.organisation, &read.heads.organisation).await? {
            return Err(ProblemCode::BadStatement.into());
        }
        Ok(read)
    }
}
