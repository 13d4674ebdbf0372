//! Certificates, recoveries and roots: who speaks for the organisation.

use super::{Certificate, OrganisationLog};
use api::{
    bytes::Bytes32,
    ids::AccountId,
    statement::{self, Genesis, Payload, Recovery, SignedStatement, Statement, SuccessorRoot},
};
use crypto::{
    KemPublicKey, OneUsePublicKey, RootPublicKey, Signature, VerifyingKey,
    signing::role::{Account, Root},
    statement::{self as namespace, Namespace},
};

/// Checked public keys of an account.
fn import(keys: &statement::AccountKeys) -> Option<(VerifyingKey, KemPublicKey)> {
    let signing = VerifyingKey::from_bytes(&keys.signing.0).ok()?;
    Some((signing, KemPublicKey::from_bytes(&keys.kem.0).ok()?))
}

impl OrganisationLog {
    /// The first administrator and the first epoch; none where a key is not in order.
    pub(super) fn apply_genesis(&mut self, hash: Bytes32, genesis: &Genesis) -> Option<()> {
        let account = genesis.administrator.account;
        let (signing, kem) = import(&genesis.administrator)?;
        KemPublicKey::from_bytes(&genesis.epoch.kem.0).ok()?;
        let member = self.members.entry(account).or_default();
        member.certify(1, hash, kem, genesis.display_name.clone(), 1, genesis.grants.clone());
        self.certificates.insert(hash, Certificate { account, signing, since: 1 });
        self.epochs.begin(account, self.made_at, &genesis.epoch);
        Some(())
    }

    pub(super) fn apply_certificate(
        &mut self,
        n: u64,
        signed: &SignedStatement,
        signer: AccountId,
        certificate: &statement::Certificate,
    ) -> Option<()> {
        let keys = &certificate.keys;
        let invited = certificate.invitation.decode().ok()?;
        let Payload::Invitation(invitation) = &invited.payload else { return None };
        let same = invitation.account == keys.account && signer == keys.account;
        if !same || invited.organisation != self.organisation || !self.knows(&invited.heads.organisation) {
            return None;
        }
        // Whoever was blocked meanwhile has invited nobody.
        self.verify_by(&certificate.invitation, &invited, namespace::INVITATION)?;
        if !self.members.get(&invited.signer)?.administers_at(n) {
            return None;
        }
        let (signing, kem) = import(keys)?;
        let one_use = OneUsePublicKey::from_bytes(&invitation.one_use.0).ok()?;
        let context = self.context();
        let one_use_signature = Signature::from_bytes(&certificate.one_use_signature.0).ok()?;
        one_use.verify(namespace::ENROLMENT, &context, &keys.to_cbor(), &one_use_signature).ok()?;
        let own = Signature::from_bytes(&signed.signature.0).ok()?;
        signing.verify(namespace::CERTIFICATE, &context, &signed.body.0, &own).ok()?;
        if !self.used_invitations.insert(*invitation.id.as_bytes()) {
            return None;
        }
        let hash = signed.hash();
        let name = certificate.display_name.clone();
        let member = self.members.entry(keys.account).or_default();
        if !member.certify(n, hash, kem, name, invitation.rights_version, invitation.grants.clone()) {
            return None;
        }
        self.certificates.insert(hash, Certificate { account: keys.account, signing, since: n });
        Some(())
    }

    /// An administrator by the root: when all others are lost. Also ends a block.
    pub(super) fn apply_recovery(
        &mut self,
        n: u64,
        signed: &SignedStatement,
        statement: &Statement,
        recovery: &Recovery,
    ) -> Option<()> {
        let account = recovery.keys.account;
        let own = statement.signer == account && statement.certificate == Bytes32::ZERO;
        let before = self.members.get(&account).map_or(0, super::Member::version);
        if !own || recovery.version <= before {
            return None;
        }
        self.signed_by_root(signed, namespace::RECOVERY)?;
        let (signing, kem) = import(&recovery.keys)?;
        let hash = signed.hash();
        let member = self.members.entry(account).or_default();
        let (name, grants) = (recovery.display_name.clone(), recovery.grants.clone());
        if !member.certify(n, hash, kem, name, recovery.version, grants) {
            return None;
        }
        self.certificates.insert(hash, Certificate { account, signing, since: n });
        Some(())
    }

    /// Another root takes the place of the one in force, which signs it. No root comes back.
    pub(super) fn apply_successor(
        &mut self,
        signed: &SignedStatement,
        statement: &Statement,
        successor: &SuccessorRoot,
    ) -> Option<()> {
        if statement.certificate != Bytes32::ZERO {
            return None;
        }
        self.signed_by_root(signed, namespace::SUCCESSOR_ROOT)?;
        let root = RootPublicKey::from_bytes(&successor.root.0).ok()?;
        if self.knows_root(&root) {
            return None;
        }
        self.roots.push(self.root);
        self.root = root;
        Some(())
    }

    fn signed_by_root(&self, signed: &SignedStatement, namespace: Namespace<Root>) -> Option<()> {
        let signature = Signature::from_bytes(&signed.signature.0).ok()?;
        self.root.verify(namespace, &self.context(), &signed.body.0, &signature).ok()
    }

    /// Whether a root is or was the organisation's. A later root pins the history before it only together with a head of
    /// this log, because anybody can lead a history of their own to it.
    pub(crate) fn knows_root(&self, root: &RootPublicKey) -> bool {
        self.root == *root || self.roots.contains(root)
    }

    pub(super) fn signed_by_administrator(
        &self,
        n: u64,
        signed: &SignedStatement,
        statement: &Statement,
        namespace: Namespace<Account>,
    ) -> bool {
        let Some(member) = self.members.get(&statement.signer) else { return false };
        member.certificate == Some(statement.certificate)
            && member.administers_at(n)
            && self.verify_by(signed, statement, namespace).is_some()
    }

    /// Verifies a statement by the certificate that it names.
    pub(crate) fn verify_by(
        &self,
        signed: &SignedStatement,
        statement: &Statement,
        namespace: Namespace<Account>,
    ) -> Option<()> {
        let certificate = self.certificates.get(&statement.certificate)?;
        let signature = Signature::from_bytes(&signed.signature.0).ok()?;
        (certificate.account == statement.signer && statement.organisation == self.organisation)
            .then_some(())?;
        certificate.signing.verify(namespace, &self.context(), &signed.body.0, &signature).ok()
    }

    /// A certificate by its hash.
    pub(crate) fn certificate(&self, hash: &Bytes32) -> Option<&Certificate> {
        self.certificates.get(hash)
    }

    /// The latest certified keys of an account.
    pub(crate) fn current_certificate(&self, account: AccountId) -> Option<(Bytes32, &Certificate)> {
        let hash = self.members.get(&account)?.certificate?;
        Some((hash, self.certificates.get(&hash)?))
    }
}
