//! A log that grows, and people who say something in it.

use crate::world::{ORGANISATION, TENANT};
use api::{
    bytes::{Bytes, Bytes32},
    chain::{Entry, Head, Heads, next_head, revision_hash_from},
    ids::{AccountId, OrganisationId},
    organisations::LogPage,
    records::{LogContent, LogEntry, Revision},
    statement::{AccountKeys as PublicKeys, Payload, SignedStatement, Statement},
};
use crypto::{
    AccountKeys, Signature, hazmat,
    signing::role::Account,
    statement::{Namespace, organisation_context},
};

/// Seconds since 1970 of everything.
const AT: i64 = 1_795_000_000;

/// Context of the organisation's statements.
pub fn context() -> [u8; 32] {
    organisation_context(&TENANT, &ORGANISATION)
}

/// A statement with its signature.
pub fn signed(body: Vec<u8>, signature: Signature) -> SignedStatement {
    SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) }
}

/// Somebody with keys and a certificate.
#[derive(Clone)]
pub struct Person {
    pub account: AccountId,
    pub keys: AccountKeys,
    pub certificate: Bytes32,
}

impl Person {
    /// Account and keys are made of one byte.
    pub fn new(byte: u8) -> Self {
        let mut seeds = [byte; 64];
        seeds[32..].fill(byte | 0x80);
        let account = AccountId::from_bytes([byte; 16]);
        Self { account, keys: hazmat::account_keys(&seeds), certificate: Bytes32::ZERO }
    }

    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            account: self.account,
            signing: Bytes32(self.keys.signing.public().to_bytes()),
            kem: Bytes(self.keys.kem.public().as_bytes().to_vec()),
        }
    }

    pub fn says(&self, heads: Heads, payload: Payload) -> Statement {
        Statement {
            organisation: OrganisationId::from_bytes(ORGANISATION),
            signer: self.account,
            certificate: self.certificate,
            heads,
            at: AT,
            payload,
        }
    }

    pub fn signs(&self, namespace: Namespace<Account>, heads: Heads, payload: Payload) -> SignedStatement {
        let body = self.says(heads, payload).to_cbor();
        let signature = self.keys.signing.sign(namespace, &context(), &body);
        signed(body, signature)
    }
}

/// A log as the server keeps it.
#[derive(Clone)]
pub struct Log {
    id: [u8; 16],
    pub entries: Vec<LogEntry>,
}

impl Log {
    pub fn new(id: [u8; 16]) -> Self {
        Self { id, entries: Vec::new() }
    }

    pub fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, |entry| Head { n: entry.n, hash: entry.hash })
    }

    pub fn statement(&mut self, statement: SignedStatement) {
        let object = statement.decode().map_or([0; 16], |statement| statement.object());
        let entry = Entry { object, revision: 0, hash: statement.hash() };
        self.append(entry, LogContent::Statement(statement));
    }

    pub fn revision(&mut self, revision: Revision) {
        let entry = Entry {
            object: *revision.record.as_bytes(),
            revision: revision.revision,
            hash: revision_hash_from(&revision.envelope_hash, &revision.facts.0),
        };
        self.append(entry, LogContent::Revision(revision));
    }

    fn append(&mut self, entry: Entry, content: LogContent) {
        let head = next_head(&self.id, &self.head(), &entry);
        let (n, hash, object) = (head.n, head.hash, Bytes(entry.object.to_vec()));
        self.entries.push(LogEntry { n, hash, object, revision: entry.revision, at: AT, content });
    }

    /// The log in two pages.
    pub fn pages(&self) -> (LogPage, LogPage) {
        let (one, two) = self.entries.split_at(self.entries.len() / 2);
        let page = |entries: &[LogEntry]| LogPage { entries: entries.to_vec(), head: self.head() };
        (page(one), page(two))
    }
}
