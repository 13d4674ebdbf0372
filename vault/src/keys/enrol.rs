//! The first loading of the organisation key: signing keys, bundle, certificate.

use super::bundle::BundlePlace;
use crate::{CallError, KeyError, Store, Transport, Vault, http::path, log::OrganisationLog};
use api::{
    bytes::{Bytes, Bytes32},
    chain::{Head, Heads},
    ids::AccountId,
    organisations::{CreateCertificate, Receipt},
    paths::v1,
    statement::{AccountKeys as PublicKeys, Certificate, Invitation, Payload, SignedStatement, Statement},
};
use crypto::{
    AccountKeys, BundleKey, OneUsePublicKey, OneUseSeed, OrganisationSecrets,
    statement::{CERTIFICATE, ENROLMENT, INVITATION},
};

/// Public half of an account's keys.
pub(super) fn public_keys(account: AccountId, keys: &AccountKeys) -> PublicKeys {
    PublicKeys {
        account,
        signing: Bytes32(keys.signing.public().to_bytes()),
        kem: Bytes(keys.kem.public().as_bytes().to_vec()),
    }
}

/// What an administrator has signed in this invitation, if it is for this account and the one-use key of its link.
fn said(
    invitation: &SignedStatement,
    log: &OrganisationLog,
    account: AccountId,
    one_use: &OneUsePublicKey,
) -> Option<Invitation> {
    let statement = invitation.decode().ok()?;
    log.verify_by(invitation, &statement, INVITATION)?;
    let administers = log.member(statement.signer)?.administers_at(log.head().n);
    let Payload::Invitation(said) = statement.payload else { return None };
    let ours = said.account == account && said.one_use.0 == one_use.to_bytes();
    (administers && ours).then_some(said)
}

impl<T: Transport, S: Store> Vault<T, S> {
    /// Makes keys, proves the invitation and the organisation key, and puts the certificate into the log.
    pub(super) async fn enrol(
        &self,
        place: &BundlePlace,
        secrets: &OrganisationSecrets,
        bundle_key: &BundleKey,
        seed: &OneUseSeed,
        invitation: SignedStatement,
        log: &OrganisationLog,
    ) -> Result<AccountKeys, KeyError> {
        let account = place.session.account;
        // Nothing is signed, neither by the one-use key nor under the organisation key, for an invitation that no
        // administrator has made for exactly this account and this link.
        let Some(invited) = said(&invitation, log, account, &seed.key().public()) else {
            return Err(KeyError::DoesNotFit);
        };
        let keys = AccountKeys::make().map_err(CallError::from)?;
        let public = public_keys(account, &keys);
        let context = log.context();
        let encoded = public.to_cbor();
        let joined = [invitation.hash().0.as_slice(), &encoded].concat();
        let certificate = Certificate {
            one_use_signature: Bytes(seed.key().sign(ENROLMENT, &context, &encoded).to_bytes().to_vec()),
            join_proof: Bytes32(secrets.join_proof(&context, &joined).0),
            invitation,
            keys: public,
            // Not the name that the server says: colleagues would see it as certified.
            display_name: invited.display_name,
        };
        let statement = Statement {
            organisation: place.organisation,
            signer: account,
            certificate: Bytes32::ZERO,
            heads: Heads { organisation: log.head(), part: Head::EMPTY },
            at: self.now(),
            payload: Payload::Certificate(certificate),
        };
        let body = statement.to_cbor();
        let signature = keys.signing.sign(CERTIFICATE, &context, &body);
        let bundle =
            crypto::seal_bundle(secrets, bundle_key, &place.context(), &keys).map_err(CallError::from)?;
        let request = CreateCertificate {
            statement: SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) },
            bundle: Bytes(bundle),
        };
        let path = path(v1::CERTIFICATES, &[&place.organisation]);
        let _receipt: Receipt = self.post(path, &request).await.map_err(CallError::from)?;
        self.refresh_session().await?;
        Ok(keys)
    }
}
