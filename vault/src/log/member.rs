//! Who is in an organisation, as the log says.

use api::{
    bytes::Bytes32,
    ids::AccountId,
    organisations::{Grant, Role, opens_cases},
};
use crypto::{KemPublicKey, VerifyingKey};

/// A certified key of an account.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub account: AccountId,
    pub signing: VerifyingKey,
    /// Number of the entry that certified it.
    pub since: u64,
}

/// Rights from an entry on.
#[derive(Debug, Clone)]
struct RightsSince {
    since: u64,
    grants: Vec<Grant>,
}

/// An account of the organisation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Member {
    pub display_name: String,
    /// Hash of the latest certificate; none while only rights are known.
    pub certificate: Option<Bytes32>,
    /// Entry of the latest certificate.
    pub certified_at: u64,
    /// Receives keys that are sealed to this account alone; certified together with the signing key.
    pub kem: Option<KemPublicKey>,
    rights: Vec<RightsSince>,
    /// Entries between which the account is blocked.
    blocks: Vec<(u64, Option<u64>)>,
    version: u32,
}

impl Member {
    /// Version of the rights or of the block, whichever was last.
    pub(crate) fn version(&self) -> u32 {
        self.version
    }

    /// Rights in force now.
    pub(crate) fn grants(&self) -> &[Grant] {
        self.rights.last().map_or(&[], |rights| &rights.grants)
    }

    /// Whether the account is blocked now.
    pub(crate) fn is_blocked(&self) -> bool {
        self.blocks.last().is_some_and(|(_, until)| until.is_none())
    }

    /// Whether the account is blocked now and was not yet when the log had reached entry `n`.
    pub(crate) fn is_blocked_since(&self, n: u64) -> bool {
        self.blocks.last().is_some_and(|(from, until)| until.is_none() && *from > n)
    }

    /// New rights at entry `n`; refused unless their version is higher.
    pub(super) fn set_rights(&mut self, n: u64, version: u32, grants: Vec<Grant>) -> bool {
        if version <= self.version {
            return false;
        }
        self.version = version;
        self.rights.push(RightsSince { since: n, grants });
        true
    }

    /// Blocked from entry `n` on; refused unless the version is higher.
    pub(super) fn block(&mut self, n: u64, version: u32) -> bool {
        if version <= self.version || self.is_blocked() {
            return false;
        }
        self.version = version;
        self.blocks.push((n, None));
        true
    }

    /// A new certificate at entry `n`, with the rights of its invitation where they are newer.
    pub(super) fn certify(
        &mut self,
        n: u64,
        hash: Bytes32,
        kem: KemPublicKey,
        name: String,
        version: u32,
        grants: Vec<Grant>,
    ) -> bool {
        if version <= self.version && self.is_blocked() {
            return false;
        }
        if self.is_blocked()
            && let Some(block) = self.blocks.last_mut()
        {
            block.1 = Some(n);
        }
        // A renewed password repeats the rights in force; newer rights than the invitation's stay.
        if version > self.version || self.rights.is_empty() {
            self.version = self.version.max(version);
            self.rights.push(RightsSince { since: n, grants });
        }
        self.certificate = Some(hash);
        self.certified_at = n;
        self.kem = Some(kem);
        self.display_name = name;
        true
    }

    fn rights_at(&self, n: u64) -> &[Grant] {
        self.rights.iter().rev().find(|rights| rights.since <= n).map_or(&[], |rights| &rights.grants)
    }

    /// Whether the account was blocked when the log had reached entry `n`.
    pub(crate) fn blocked_at(&self, n: u64) -> bool {
        self.blocks.iter().any(|(from, until)| *from <= n && until.is_none_or(|until| n < until))
    }

    /// Whether the account could administer when the log had reached entry `n`.
    pub(crate) fn administers_at(&self, n: u64) -> bool {
        let may = self.rights_at(n).iter().any(|grant| grant.role == Role::Administrator);
        (!self.blocked_at(n) && may) || crypto::mutated!("mutant-signer-rights-ignored")
    }

    /// Whether the account could write in cases when the log had reached entry `n`.
    pub(crate) fn writes_at(&self, n: u64) -> bool {
        let may = !self.blocked_at(n) && opens_cases(self.rights_at(n));
        may || crypto::mutated!("mutant-signer-rights-ignored")
    }
}
