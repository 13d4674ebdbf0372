//! Bodies of signed statements: everything that decides who may read or write.
//!
//! A statement travels and is stored as [`SignedStatement`]: canonical body bytes and an Ed25519 signature over
//! `namespace ‖ context ‖ body`. The bodies live here and not in `crypto`, because the server derives its columns
//! (unit, responsible, grants) from exactly the bytes that clients verify; it needs to read them, not to sign them.

use crate::{
    bytes::{Bytes, Bytes32},
    chain::{Heads, statement_hash},
    ids::{AccountId, CaseId, InvitationId, KeyId, OrganisationId, PartId, TenantId, UnitId},
    limits::STATEMENT_MAX,
    organisations::Grant,
};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A statement as it travels and is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cbor(array)]
pub struct SignedStatement {
    /// Deterministic CBOR of a [`Statement`].
    #[n(0)]
    pub body: Bytes,
    /// Ed25519 signature, 64 bytes.
    #[n(1)]
    pub signature: Bytes,
}

impl SignedStatement {
    /// What the log names of this statement.
    #[must_use]
    pub fn hash(&self) -> Bytes32 {
        statement_hash(&self.body.0, &self.signature.0)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// [`StatementError`] when it is too large or not canonical.
    pub fn decode(&self) -> Result<Statement, StatementError> {
        Statement::from_cbor(&self.body.0)
    }
}

/// What every statement says about itself, and its payload.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Statement {
    /// Organisation in whose name it is made.
    #[n(0)]
    pub organisation: OrganisationId,
    /// Account that signs.
    #[n(1)]
    pub signer: AccountId,
    /// Hash of the signer's certificate ([`SignedStatement::hash`] of its certificate or genesis); zeroes where the
    /// statement is the signer's own certificate or the genesis.
    #[n(2)]
    pub certificate: Bytes32,
    /// Heads of both logs that the signer last verified.
    #[n(3)]
    pub heads: Heads,
    /// The signer's clock, seconds since 1970 (display only).
    #[n(4)]
    pub at: i64,
    /// What it says.
    #[n(5)]
    pub payload: Payload,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Payload {
    /// First entry of an organisation log.
    #[n(0)]
    Genesis(#[n(0)] Genesis),
    /// Permission to make a personal access; stands inside a certificate.
    #[n(1)]
    Invitation(#[n(0)] Invitation),
    /// Keys of an account.
    #[n(2)]
    Certificate(#[n(0)] Certificate),
    /// New rights of an account.
    #[n(3)]
    Rights(#[n(0)] Rights),
    /// An account may no longer write or sign.
    #[n(4)]
    Revocation(#[n(0)] Revocation),
    /// State of an epoch of the organisation key.
    #[n(5)]
    KeyEpoch(#[n(0)] KeyEpoch),
    /// A new administrator after all were lost; signed by the root.
    #[n(6)]
    Recovery(#[n(0)] Recovery),
    /// The root hands over to its successor; signed by the old root.
    #[n(7)]
    SuccessorRoot(#[n(0)] SuccessorRoot),
    /// Both copies of the organisation key were opened.
    #[n(8)]
    KeyCheck(#[n(0)] KeyCheck),
    /// Who reads and writes a part of a case.
    #[n(16)]
    Access(#[n(0)] Access),
    /// Who works on a case.
    #[n(17)]
    Assignment(#[n(0)] Assignment),
}

/// Signed by the root key: the organisation begins.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Genesis {
    /// Tenant that the organisation belongs to.
    #[n(0)]
    pub tenant: TenantId,
    /// The organisation's root: Ed25519 public key.
    #[n(1)]
    pub root: Bytes32,
    /// Keys of the first administrator.
    #[n(2)]
    pub administrator: AccountKeys,
    /// Display name of the first administrator.
    #[n(3)]
    pub display_name: String,
    /// Rights of the first administrator.
    #[n(4)]
    pub grants: Vec<Grant>,
    /// First epoch of the organisation key.
    #[n(5)]
    pub epoch: KeyEpoch,
}

/// Public keys of an account in one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AccountKeys {
    /// The account.
    #[n(0)]
    pub account: AccountId,
    /// Ed25519 public key for statements and revisions.
    #[n(1)]
    pub signing: Bytes32,
    /// X-Wing public key, 1216 bytes.
    #[n(2)]
    pub kem: Bytes,
}

/// Signed by an administrator: somebody may make a personal access.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invitation {
    /// The invitation.
    #[n(0)]
    pub id: InvitationId,
    /// Account that it makes, or renews after a forgotten password.
    #[n(1)]
    pub account: AccountId,
    /// Name of the person as colleagues see it (clear).
    #[n(2)]
    pub display_name: String,
    /// Rights that the person gets.
    #[n(3)]
    pub grants: Vec<Grant>,
    /// Seconds since 1970 after which it is void.
    #[n(4)]
    pub expires_at: i64,
    /// Ed25519 public key of the one-use seed that travels in the link's fragment.
    #[n(5)]
    pub one_use: Bytes32,
    /// Version of the account's rights, from 1.
    #[n(6)]
    pub rights_version: u32,
}

/// Signed by the new signing key itself: the keys of an account.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Certificate {
    /// The administrator's signed invitation.
    #[n(0)]
    pub invitation: SignedStatement,
    /// The new keys.
    #[n(1)]
    pub keys: AccountKeys,
    /// Name of the person as colleagues see it (clear).
    #[n(2)]
    pub display_name: String,
    /// Signature by the one-use key over the deterministic CBOR of `keys` (namespace enrolment).
    #[n(3)]
    pub one_use_signature: Bytes,
    /// HMAC under OK.join over invitation hash and `keys`: this account holds the key file.
    #[n(4)]
    pub join_proof: Bytes32,
}

/// Signed by an administrator: all rights of an account, replacing earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Rights {
    /// The account.
    #[n(0)]
    pub account: AccountId,
    /// Its rights from now on.
    #[n(1)]
    pub grants: Vec<Grant>,
    /// Version of the account's rights; higher wins.
    #[n(2)]
    pub version: u32,
}

/// Signed by an administrator: an account is blocked.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Revocation {
    /// The account.
    #[n(0)]
    pub account: AccountId,
    /// Version of the account's rights at which it ends.
    #[n(1)]
    pub version: u32,
}

/// State of an epoch of the organisation key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum EpochState {
    /// A new key is being made.
    #[n(0)]
    Begun,
    /// The key is in use.
    #[n(1)]
    Active,
    /// All case keys are wrapped under it.
    #[n(2)]
    Complete,
}

/// An epoch of the organisation key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyEpoch {
    /// Number of the epoch, from 1.
    #[n(0)]
    pub epoch: u32,
    /// Id of the organisation key as a wrapping key.
    #[n(1)]
    pub key: KeyId,
    /// Fingerprint of the organisation key.
    #[n(2)]
    pub fingerprint: Bytes32,
    /// X-Wing public key of the organisation in this epoch.
    #[n(3)]
    pub kem: Bytes,
    /// State.
    #[n(4)]
    pub state: EpochState,
    /// Oldest epoch under which clients may still seal.
    #[n(5)]
    pub min_seal: u32,
}

/// Signed by the root, from the sheet in the safe: an account administers from now on, with these keys. The hash of the
/// statement takes the place of the account's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Recovery {
    /// Keys of the administrator.
    #[n(0)]
    pub keys: AccountKeys,
    /// Name of the person as colleagues see it (clear).
    #[n(1)]
    pub display_name: String,
    /// All rights of the account from now on.
    #[n(2)]
    pub grants: Vec<Grant>,
    /// Version of the account's rights; higher than the one in force.
    #[n(3)]
    pub version: u32,
}

/// Signed by the root that was in force until now: another root takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SuccessorRoot {
    /// Ed25519 public key of the new root.
    #[n(0)]
    pub root: Bytes32,
}

/// Signed by an administrator: copies of the organisation key were found and open.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyCheck {
    /// Epoch of the key.
    #[n(0)]
    pub epoch: u32,
    /// Whether the key file was loaded.
    #[n(1)]
    pub file: bool,
    /// Whether the sheet in the safe was scanned or typed.
    #[n(2)]
    pub sheet: bool,
}

/// Signed by an account of the part's owner: who reads and writes a part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Access {
    /// The case.
    #[n(0)]
    pub case: CaseId,
    /// The part.
    #[n(1)]
    pub part: PartId,
    /// Kind of the part, as the configuration document names it.
    #[n(2)]
    pub kind: String,
    /// Epoch of the part key, from 1.
    #[n(3)]
    pub epoch: u32,
    /// Id of the part key.
    #[n(4)]
    pub key: KeyId,
    /// HKDF(PK, "check"): receivers compare before they use a key.
    #[n(5)]
    pub check: Bytes32,
    /// Organisation that owns the part.
    #[n(6)]
    pub owner: OrganisationId,
    /// Organisations that may read.
    #[n(7)]
    pub readers: Vec<OrganisationId>,
    /// Organisations that may write.
    #[n(8)]
    pub writers: Vec<OrganisationId>,
    /// Seconds since 1970 after which readers other than the owner lose access.
    #[n(9)]
    pub expires_at: Option<i64>,
    /// Hash of the part's previous access statement; zeroes for the first.
    #[n(10)]
    pub previous: Bytes32,
}

/// Who works on a case. Needs no re-sealing. Stands in the log of the case's core part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Assignment {
    /// The case.
    #[n(0)]
    pub case: CaseId,
    /// Its core part.
    #[n(1)]
    pub part: PartId,
    /// Version, from 1: consecutive, so that two people at once notice each other.
    #[n(2)]
    pub version: u32,
    /// Org unit; none = the organisation itself.
    #[n(3)]
    pub unit: Option<UnitId>,
    /// The one responsible person.
    #[n(4)]
    pub responsible: AccountId,
    /// Stand-in.
    #[n(5)]
    pub deputy: Option<AccountId>,
    /// Further members of the team.
    #[n(6)]
    pub team: Vec<AccountId>,
}

/// Why a statement is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Longer than [`STATEMENT_MAX`].
    #[error("the statement is too large")]
    TooLarge,
    /// Not the deterministic CBOR of a known statement.
    #[error("the statement is not in canonical form")]
    NotCanonical,
}

impl Statement {
    /// The canonical bytes that are signed.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads a body and insists on the canonical form.
    ///
    /// # Errors
    /// [`StatementError`] when it is too large or not canonical.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, StatementError> {
        if bytes.len() > STATEMENT_MAX {
            return Err(StatementError::TooLarge);
        }
        let statement: Self = minicbor::decode(bytes).map_err(|_| StatementError::NotCanonical)?;
        if statement.to_cbor() == bytes { Ok(statement) } else { Err(StatementError::NotCanonical) }
    }

    /// The namespace that its signature stands in.
    #[must_use]
    pub fn namespace(&self) -> &'static str {
        match &self.payload {
            Payload::Genesis(_) => "genesis",
            Payload::Invitation(_) => "invitation",
            Payload::Certificate(_) => "certificate",
            Payload::Rights(_) => "rights",
            Payload::Revocation(_) => "revocation",
            Payload::KeyEpoch(_) => "key-epoch",
            Payload::Recovery(_) => "recovery",
            Payload::SuccessorRoot(_) => "successor-root",
            Payload::KeyCheck(_) => "key-check",
            Payload::Access(_) => "access",
            Payload::Assignment(_) => "assignment",
        }
    }

    /// The object that a log entry names for this statement ([`crate::chain::Entry::object`]): the organisation for a
    /// genesis, a successor of the root and a check of the key's copies, the account for certificates, recoveries, rights
    /// and revocations, the key for key epochs and access, the case for assignments, the invitation for invitations (which stand in no log of their own).
    #[must_use]
    pub fn object(&self) -> [u8; 16] {
        *match &self.payload {
            Payload::Genesis(_) => self.organisation.as_bytes(),
            Payload::Invitation(invitation) => invitation.id.as_bytes(),
            Payload::Certificate(certificate) => certificate.keys.account.as_bytes(),
            Payload::Rights(rights) => rights.account.as_bytes(),
            Payload::Revocation(revocation) => revocation.account.as_bytes(),
            Payload::KeyEpoch(epoch) => epoch.key.as_bytes(),
            Payload::Recovery(recovery) => recovery.keys.account.as_bytes(),
            Payload::SuccessorRoot(_) | Payload::KeyCheck(_) => self.organisation.as_bytes(),
            Payload::Access(access) => access.key.as_bytes(),
            Payload::Assignment(assignment) => assignment.case.as_bytes(),
        }
    }
}

impl AccountKeys {
    /// The canonical bytes that the one-use key signs.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        to_cbor(self)
    }
}

fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    // Writing into a Vec cannot fail; an empty result would not decode and so can never be mistaken.
    minicbor::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Head;
    use uuid::Uuid;

    fn revocation() -> Statement {
        Statement {
            organisation: OrganisationId(Uuid::from_bytes([1; 16])),
            signer: AccountId(Uuid::from_bytes([2; 16])),
            certificate: Bytes32([3; 32]),
            heads: Heads { organisation: Head { n: 7, hash: Bytes32([4; 32]) }, part: Head::EMPTY },
            at: 1_700_000_000,
            payload: Payload::Revocation(Revocation {
                account: AccountId(Uuid::from_bytes([5; 16])),
                version: 2,
            }),
        }
    }

    /// Written out by hand after RFC 8949: map(6), keys ascending, byte strings, [4, [map]] for the payload.
    #[test]
    fn statement_bodies_are_deterministic_cbor() {
        let mut expected = vec![0xa6, 0x00, 0x50];
        expected.extend([1; 16]);
        expected.extend([0x01, 0x50]);
        expected.extend([2; 16]);
        expected.extend([0x02, 0x58, 0x20]);
        expected.extend([3; 32]);
        expected.extend([0x03, 0x82, 0x82, 0x07, 0x58, 0x20]);
        expected.extend([4; 32]);
        expected.extend([0x82, 0x00, 0x58, 0x20]);
        expected.extend([0; 32]);
        expected.extend([0x04, 0x1a, 0x65, 0x53, 0xf1, 0x00]);
        expected.extend([0x05, 0x82, 0x04, 0x81, 0xa2, 0x00, 0x50]);
        expected.extend([5; 16]);
        expected.extend([0x01, 0x02]);
        assert_eq!(revocation().to_cbor(), expected);
        assert_eq!(Statement::from_cbor(&expected), Ok(revocation()));
    }

    #[test]
    fn a_second_encoding_of_the_same_statement_is_refused() {
        let mut bytes = revocation().to_cbor();
        bytes.push(0);
        assert_eq!(Statement::from_cbor(&bytes), Err(StatementError::NotCanonical));
    }

    #[test]
    fn gigantic_statements_are_refused_unread() {
        assert_eq!(Statement::from_cbor(&vec![0; STATEMENT_MAX + 1]), Err(StatementError::TooLarge));
    }
}
