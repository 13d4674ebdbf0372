//! Verifying an organisation log entry by entry.

use super::{Certificate, LogError, Member, epochs::Epochs};
use api::{
    bytes::Bytes32,
    chain::{Entry, Head, next_head},
    ids::{AccountId, OrganisationId, TenantId},
    organisations::LogPage,
    records::{LogContent, LogEntry},
    statement::{Payload, SignedStatement, Statement},
};
use crypto::{
    RootPublicKey, Signature,
    statement::{self as namespace, organisation_context},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A verified organisation log and everything that follows from it.
#[derive(Debug, Clone)]
pub(crate) struct OrganisationLog {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    /// The root in force.
    pub root: RootPublicKey,
    /// Earlier roots, oldest first.
    pub(super) roots: Vec<RootPublicKey>,
    /// Seconds since 1970 of the genesis, by its maker's clock.
    pub made_at: i64,
    /// Head after each entry; index 0 is the empty log.
    heads: Vec<Bytes32>,
    pub(super) members: BTreeMap<AccountId, Member>,
    pub(super) certificates: HashMap<Bytes32, Certificate>,
    pub(super) used_invitations: BTreeSet<[u8; 16]>,
    pub(super) epochs: Epochs,
}

impl OrganisationLog {
    /// Begins a log with its first page. Whose log it is, [`knows_root`](Self::knows_root) says when it is complete.
    pub(crate) fn begin(
        tenant: TenantId,
        organisation: OrganisationId,
        page: &LogPage,
    ) -> Result<Self, LogError> {
        let (first, rest) = page.entries.split_first().ok_or(LogError::Genesis)?;
        let LogContent::Statement(signed) = &first.content else { return Err(LogError::Genesis) };
        let statement = signed.decode().map_err(|_| LogError::Genesis)?;
        let Payload::Genesis(genesis) = &statement.payload else { return Err(LogError::Genesis) };
        if statement.organisation != organisation || genesis.tenant != tenant || first.n != 1 {
            return Err(LogError::Genesis);
        }
        let root = RootPublicKey::from_bytes(&genesis.root.0).map_err(|_| LogError::Genesis)?;
        let signature = Signature::from_bytes(&signed.signature.0).map_err(|_| LogError::Genesis)?;
        let context = organisation_context(tenant.as_bytes(), organisation.as_bytes());
        root.verify(namespace::GENESIS, &context, &signed.body.0, &signature)
            .map_err(|_| LogError::Genesis)?;
        let mut log = Self {
            tenant,
            organisation,
            root,
            roots: Vec::new(),
            made_at: statement.at,
            heads: vec![Bytes32::ZERO],
            members: BTreeMap::new(),
            certificates: HashMap::new(),
            used_invitations: BTreeSet::new(),
            epochs: Epochs::default(),
        };
        log.chain(first, signed.hash(), statement.object())?;
        log.apply_genesis(signed.hash(), genesis).ok_or(LogError::Genesis)?;
        log.extend(&LogPage { entries: rest.to_vec(), head: page.head })?;
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
        if !named && !crypto::mutated!("mutant-head-not-compared") {
            return Err(LogError::Chain);
        }
        if entry.object.0 != object {
            return Err(LogError::Chain);
        }
        self.heads.push(next.hash);
        Ok(())
    }

    fn apply(&mut self, n: u64, signed: &SignedStatement, statement: &Statement) -> Result<(), LogError> {
        // A signed statement that names a head of another history proves a fork; only then is the log refused.
        let named = statement.heads.organisation;
        let fits = self.knows(&named) && named.n < n;
        let (signer, at) = (statement.signer, statement.at);
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
                let signed = self.signed_by_administrator(n, signed, statement, namespace::KEY_EPOCH);
                // Compare and swap: of two at once the first counts, and the other one evaluates anew.
                let follows = fits && named.n + 1 == n;
                signed && (!fits || (follows && self.epochs.take(n, signer, at, epoch)))
            }
            Payload::KeyCheck(check) => {
                self.signed_by_administrator(n, signed, statement, namespace::KEY_CHECK)
                    && self.epochs.checked(signer, at, check)
            }
            Payload::Recovery(recovery) => self.apply_recovery(n, signed, statement, recovery).is_some(),
            Payload::SuccessorRoot(successor) => self.apply_successor(signed, statement, successor).is_some(),
            // Statements of other logs and a second genesis don't count here.
            Payload::Genesis(_) | Payload::Invitation(_) | Payload::Access(_) | Payload::Assignment(_) => {
                false
            }
        };
        if verified && !fits { Err(LogError::RolledBack) } else { Ok(()) }
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
        let here = usize::try_from(head.n).ok().and_then(|n| self.heads.get(n));
        here == Some(&head.hash) || crypto::mutated!("mutant-head-not-compared")
    }

    /// All accounts that the log knows.
    pub(crate) fn members(&self) -> impl Iterator<Item = (AccountId, &Member)> {
        self.members.iter().map(|(account, member)| (*account, member))
    }

    /// An account by its id.
    pub(crate) fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.get(&account)
    }
}
