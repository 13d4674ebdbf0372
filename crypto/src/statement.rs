//! What is signed: `prefix ‖ namespace ‖ context ‖ body`, each part with its length.
//!
//! The bodies are opaque canonical bytes here. Their types live in the crate `api`, because the server derives its
//! columns from them.

use crate::{
    Id,
    envelope::{Header, RevisionContext},
    error::SignatureError,
    hash::{Hash, Heads, sha256},
    signing::{
        Signature, SigningKey, VerifyingKey,
        role::{Account, OneUse, Role, Root},
    },
};
use core::{fmt, marker::PhantomData};

const PREFIX: &[u8] = b"wimes/statement/1";

/// What a signature means. The type parameter says whose key may give it.
pub struct Namespace<R: Role>(&'static str, PhantomData<R>);

impl<R: Role> Namespace<R> {
    const fn new(name: &'static str) -> Self {
        Self(name, PhantomData)
    }

    /// The name as it stands in the signed bytes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl<R: Role> Clone for Namespace<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Role> Copy for Namespace<R> {}

impl<R: Role> PartialEq for Namespace<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<R: Role> Eq for Namespace<R> {}

impl<R: Role> fmt::Debug for Namespace<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Namespace({})", self.0)
    }
}

macro_rules! namespaces {
    ($($(#[$doc:meta])* $constant:ident: $role:ident = $name:literal;)*) => {
        $(
            $(#[$doc])*
            pub const $constant: Namespace<$role> = Namespace::new($name);
        )*
        /// The names of all namespaces, in the order of `docs/CRYPTO.md`.
        pub const ALL_NAMES: &[&str] = &[$($name),*];
    };
}

namespaces! {
    /// An organisation begins.
    GENESIS: Root = "genesis";
    /// A new administrator after all administrators were lost.
    RECOVERY: Root = "recovery";
    /// The root hands over to its successor.
    SUCCESSOR_ROOT: Root = "successor-root";
    /// Somebody may make a personal access.
    INVITATION: Account = "invitation";
    /// The keys of an account, signed by the new signing key itself.
    CERTIFICATE: Account = "certificate";
    /// New rights of an account.
    RIGHTS: Account = "rights";
    /// An account is blocked.
    REVOCATION: Account = "revocation";
    /// State of an epoch of the organisation key.
    KEY_EPOCH: Account = "key-epoch";
    /// Copies of the organisation key were opened.
    KEY_CHECK: Account = "key-check";
    /// A partner organisation was verified.
    PARTNER: Account = "partner";
    /// Who reads and writes a part of a case.
    ACCESS: Account = "access";
    /// Who works on a case.
    ASSIGNMENT: Account = "assignment";
    /// A case changes its owner.
    OWNERSHIP: Account = "ownership";
    /// A revision of a record; see [`sign_revision`].
    REVISION: Account = "revision";
    /// Keys handed over to another organisation.
    HAND_OVER: Account = "hand-over";
    /// The one-use key of an invitation confirms the new keys of the account.
    ENROLMENT: OneUse = "enrolment";
}

/// The bytes that are signed: `"wimes/statement/1" ‖ len ‖ namespace ‖ len ‖ context ‖ len ‖ body`, lengths as 8 bytes
/// big-endian.
#[must_use]
pub fn message(namespace: &str, context: &[u8], body: &[u8]) -> Vec<u8> {
    let namespace = if mutated!("mutant-namespace-left-out") { "" } else { namespace };
    let mut out = Vec::with_capacity(PREFIX.len() + namespace.len() + context.len() + body.len() + 24);
    out.extend_from_slice(PREFIX);
    for part in [namespace.as_bytes(), context, body] {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Context of the statements of an organisation and its parts: tenant ‖ organisation of the signer, as certified.
#[must_use]
pub fn organisation_context(tenant: &Id, organisation: &Id) -> [u8; 32] {
    let mut out = [0; 32];
    out[..16].copy_from_slice(tenant);
    out[16..].copy_from_slice(organisation);
    out
}

/// The exact bytes that the author of a revision signs: facts hash, hash of the envelope and the heads that the author
/// last verified, in the full context of the record or attachment.
///
/// Takes the envelope's header and SHA-256 instead of the envelope, so that a revision can be verified whose envelope
/// is not at hand. Who has the envelope passes [`Header::parse`] and [`sha256`] of it; who has not rebuilds the header from
/// [`Kind::Record`](crate::Kind::Record) (or `Attachment`), the schema that is claimed and the part key's id of the access statement.
/// [`VerifyingKey::verify_message`] takes the bytes, and so does any other Ed25519, see [`Signature::is_strict`].
///
/// # Errors
/// [`SignatureError`] when `header` is not of the context's kind.
pub fn revision_message(
    context: &impl RevisionContext,
    header: &Header,
    envelope_hash: &Hash,
    heads: &Heads,
) -> Result<Vec<u8>, SignatureError> {
    let (context, body) = revision_parts(context, header, envelope_hash, heads)?;
    Ok(message(REVISION.name(), &context, &body))
}

/// Signs a revision; see [`revision_message`].
///
/// # Errors
/// [`SignatureError`] when `envelope` is not of the context's kind.
pub fn sign_revision(
    key: &SigningKey,
    context: &impl RevisionContext,
    envelope: &[u8],
    heads: &Heads,
) -> Result<Signature, SignatureError> {
    let header = Header::parse(envelope).map_err(|_| SignatureError)?;
    let (context, body) = revision_parts(context, &header, &sha256(envelope), heads)?;
    Ok(key.sign(REVISION, &context, &body))
}

/// Verifies a revision. Needs no secret, so that support can verify what it cannot read.
///
/// # Errors
/// [`SignatureError`] when anything differs from what the author signed.
pub fn verify_revision(
    key: &VerifyingKey,
    context: &impl RevisionContext,
    envelope: &[u8],
    heads: &Heads,
    signature: &Signature,
) -> Result<(), SignatureError> {
    let header = Header::parse(envelope).map_err(|_| SignatureError)?;
    key.verify_message(&revision_message(context, &header, &sha256(envelope), heads)?, signature)
}

fn revision_parts(
    context: &impl RevisionContext,
    header: &Header,
    envelope_hash: &Hash,
    heads: &Heads,
) -> Result<(Vec<u8>, [u8; 144]), SignatureError> {
    let mut body = [0; 144];
    body[..32].copy_from_slice(context.signed_facts());
    body[32..64].copy_from_slice(envelope_hash);
    body[64..].copy_from_slice(&heads.to_bytes());
    Ok((context.signed_bytes(header).ok_or(SignatureError)?, body))
}
