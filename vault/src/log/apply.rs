//! Verifying an organisation log entry by entry.

use super::{Certificate, LogError, Member};
use api::{
    bytes::Bytes32,
    chain::{Entry, Head, next_head},
    ids::{AccountId, OrganisationId, TenantId},
    organisations::LogPage,
    records::{LogContent, LogEntry},
    statement::{self, EpochState, Genesis, KeyEpoch, Payload, SignedStatement, Statement},
};
use crypto::{
    KemPublicKey, OneUsePublicKey, RootPublicKey, Signature, VerifyingKey,
    signing::role::Account,
    statement::{self as namespace, Namespace, organisation_context},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A verified organisation log and everything that follows from it.
#[derive(Debug, Clone)]
pub(crate) struct OrganisationLog {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub root: RootPublicKey,
    /// Seconds since 1970 of the genesis, by its maker's clock.
    pub made_at: i64,
    /// Head after each entry; index 0 is the empty log.
    heads: Vec<Bytes32>,
    members: BTreeMap<AccountId, Member>,
    certificates: HashMap<Bytes32, Certificate>,
    used_invitations: BTreeSet<[u8; 16]>,
    epochs: Vec<KeyEpoch>,
}

impl OrganisationLog {
    /// Begins a log with its first page. `root` is pinned where something trustworthy names it.
    pub(crate) fn begin(
        tenant: TenantId,
        organisation: OrganisationId,
        root: Option<&RootPublicKey>,
        page: &LogPage,
    ) -> Result<Self, LogError> {
        let first = page.entries.first().ok_or(LogError::Genesis)?;
        let LogContent::Statement(signed) = &first.content else { return Err(LogError::Genesis) };
        let statement = signed.decode().map_err(|_| LogError::Genesis)?;
        let Payload::Genesis(genesis) = &statement.payload else { return Err(LogError::Genesis) };
        if statement.organisation != organisation || genesis.tenant != tenant || first.n != 1 {
            return Err(LogError::Genesis);
        }
        let named = RootPublicKey::from_bytes(&genesis.root.0).map_err(|_| LogError::Genesis)?;
        if root.is_some_and(|root| *root != named) {
            return Err(LogError::OtherRoot);
        }
        let signature = Signature::from_bytes(&signed.signature.0).map_err(|_| LogError::Genesis)?;
        let context = organisation_context(tenant.as_bytes(), organisation.as_bytes());
        named
            .verify(namespace::GENESIS, &context, &signed.body.0, &signature)
            .map_err(|_| LogError::Genesis)?;
        let mut log = Self {
            tenant,
            organisation,
            root: named,
            made_at: statement.at,
            heads: vec![Bytes32::ZERO],
            members: BTreeMap::new(),
            certificates: HashMap::new(),
            used_invitations: BTreeSet::new(),
            epochs: Vec::new(),
        };
        log.chain(first, signed.hash(), statement.object())?;
        log.apply_genesis(signed.hash(), genesis)?;
        log.extend(&LogPage { entries: page.entries[1..].to_vec(), head: page.head })?;
        Ok(log)
    }

    /// Appends a page that follows directly.
    pub(crate) fn extend(&mut self, page: &LogPage) -> Result<(), LogError> {
        for entry in &page.entries {
            let LogContent::Statement(signed) = &entry.content else { return Err(LogError::Chain) };
            // The chain covers every entry, also kinds that this release does not know and entries that don't count.
            let object = entry.object.0.as_slice().try_into().map_err(|_| LogError::Chain)?;
            self.chain(entry, signed.hash(), object)?;
            if let Ok(statement) = signed.decode()
                && statement.organisation == self.organisation
                && statement.object() == object
            {
                self.apply(entry.n, signed, &statement)?;
            }
        }
        // The rest of the log is on the next page; a head that is behind was rolled back.
        if page.head.n < self.head().n || (page.head.n == self.head().n && page.head != self.head()) {
            return Err(LogError::RolledBack);
        }
        Ok(())
    }

    fn chain(&mut self, entry: &LogEntry, hash: Bytes32, object: [u8; 16]) -> Result<(), LogError> {
        let next =
            next_head(self.organisation.as_bytes(), &self.head(), &Entry { object, revision: 0, hash });
        let named = entry.n == next.n && entry.hash == next.hash && entry.revision == 0;
        if !named || entry.object.0 != object {
            return Err(LogError::Chain);
        }
        self.heads.push(next.hash);
        Ok(())
    }

    fn apply_genesis(&mut self, hash: Bytes32, genesis: &Genesis) -> Result<(), LogError> {
        let keys = &genesis.administrator;
        let signing = VerifyingKey::from_bytes(&keys.signing.0).map_err(|_| LogError::Genesis)?;
        let kem = KemPublicKey::from_bytes(&keys.kem.0).map_err(|_| LogError::Genesis)?;
        KemPublicKey::from_bytes(&genesis.epoch.kem.0).map_err(|_| LogError::Genesis)?;
        let member = self.members.entry(keys.account).or_default();
        member.certify(1, hash, kem, genesis.display_name.clone(), 1, genesis.grants.clone());
        self.certificates.insert(hash, Certificate { account: keys.account, signing, since: 1 });
        self.epochs.push(genesis.epoch.clone());
        Ok(())
    }

    fn apply(&mut self, n: u64, signed: &SignedStatement, statement: &Statement) -> Result<(), LogError> {
        // A signed statement that names a head of another history proves a fork; only then is the log refused.
        let fits = self.knows(&statement.heads.organisation) && statement.heads.organisation.n < n;
        let signer = statement.signer;
        let verified = match &statement.payload {
            Payload::Certificate(certificate) => {
                self.apply_certificate(n, signed, signer, certificate).is_some()
            }
            Payload::Rights(rights) => {
                self.signed_by_administrator(n, signed, statement, namespace::RIGHTS)
                    && self.members.entry(rights.account).or_default().set_rights(
                        n,
                        rights.version,
                        rights.grants.clone(),
                    )
            }
            Payload::Revocation(revocation) => {
                self.signed_by_administrator(n, signed, statement, namespace::REVOCATION)
                    && self.members.entry(revocation.account).or_default().block(n, revocation.version)
            }
            Payload::KeyEpoch(epoch) => {
                self.signed_by_administrator(n, signed, statement, namespace::KEY_EPOCH)
                    && self.apply_epoch(epoch)
            }
            // Statements of other logs and a second genesis don't count here.
            Payload::Genesis(_) | Payload::Invitation(_) | Payload::Access(_) | Payload::Assignment(_) => {
                false
            }
        };
        if verified && !fits { Err(LogError::RolledBack) } else { Ok(()) }
    }

    fn apply_epoch(&mut self, epoch: &KeyEpoch) -> bool {
        let current = self.epoch_number();
        let follows = match epoch.state {
            EpochState::Begun => epoch.epoch == current + 1,
            EpochState::Active => epoch.epoch == current + 1 || epoch.epoch == current,
            EpochState::Complete => epoch.epoch == current,
        };
        if !follows || KemPublicKey::from_bytes(&epoch.kem.0).is_err() {
            return false;
        }
        self.epochs.push(epoch.clone());
        true
    }

    fn apply_certificate(
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
        let signing = VerifyingKey::from_bytes(&keys.signing.0).ok()?;
        let kem = KemPublicKey::from_bytes(&keys.kem.0).ok()?;
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

    fn signed_by_administrator(
        &self,
        n: u64,
        signed: &SignedStatement,
        statement: &Statement,
        namespace: Namespace<Account>,
    ) -> bool {
        let current =
            |member: &Member| member.certificate == Some(statement.certificate) && member.administers_at(n);
        self.members.get(&statement.signer).is_some_and(current)
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

    /// Context of the organisation's statements.
    pub(crate) fn context(&self) -> [u8; 32] {
        organisation_context(self.tenant.as_bytes(), self.organisation.as_bytes())
    }

    /// How far the log reaches.
    pub(crate) fn head(&self) -> Head {
        let n = self.heads.len().saturating_sub(1);
        Head { n: n as u64, hash: self.heads.last().copied().unwrap_or(Bytes32::ZERO) }
    }

    /// Whether this history contains a head.
    pub(crate) fn knows(&self, head: &Head) -> bool {
        usize::try_from(head.n).ok().and_then(|n| self.heads.get(n)) == Some(&head.hash)
    }

    /// A certificate by its hash.
    pub(crate) fn certificate(&self, hash: &Bytes32) -> Option<&Certificate> {
        self.certificates.get(hash)
    }

    /// An account by its id.
    pub(crate) fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.get(&account)
    }

    /// The latest certified keys of an account.
    pub(crate) fn current_certificate(&self, account: AccountId) -> Option<(Bytes32, &Certificate)> {
        let hash = self.members.get(&account)?.certificate?;
        Some((hash, self.certificates.get(&hash)?))
    }

    fn epoch_number(&self) -> u32 {
        self.epoch().map_or(0, |epoch| epoch.epoch)
    }

    /// The epoch in use: the latest that is active.
    pub(crate) fn epoch(&self) -> Option<&KeyEpoch> {
        self.epochs.iter().rev().find(|epoch| epoch.state != EpochState::Begun)
    }

    /// What the log says of an epoch.
    pub(crate) fn epoch_by_number(&self, number: u32) -> Option<&KeyEpoch> {
        self.epochs.iter().rev().find(|epoch| epoch.epoch == number)
    }
}
