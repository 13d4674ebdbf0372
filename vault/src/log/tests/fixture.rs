//! An organisation log that is signed by hand.

use super::super::{LogError, OrganisationLog};
use api::{
    bytes::{Bytes, Bytes32},
    chain::{Entry, Head, Heads, next_head},
    ids::{AccountId, InvitationId, KeyId, OrganisationId, TenantId},
    organisations::{Grant, LogPage, Role, Scope},
    records::{LogContent, LogEntry},
    statement::{
        AccountKeys as PublicKeys, Certificate, EpochState, Genesis, Invitation, KeyEpoch, Payload,
        SignedStatement, Statement,
    },
};
use crypto::{
    AccountKeys, OneUseSeed, OrganisationKey, RootKey, Signature,
    statement::{self as namespace, organisation_context},
};

pub const TENANT: TenantId = TenantId(uuid::Uuid::from_u128(1));
pub const ORGANISATION: OrganisationId = OrganisationId(uuid::Uuid::from_u128(2));
pub const ADMINISTRATOR: Grant = Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None };
pub const CASEWORKER: Grant = Grant { role: Role::Caseworker, scope: Scope::Organisation, unit: None };

pub fn context() -> [u8; 32] {
    organisation_context(TENANT.as_bytes(), ORGANISATION.as_bytes())
}

/// Somebody with keys and a certificate.
#[derive(Clone)]
pub struct Someone {
    pub account: AccountId,
    pub keys: AccountKeys,
    pub certificate: Bytes32,
}

impl Someone {
    pub fn new(number: u128) -> Self {
        let account = AccountId(uuid::Uuid::from_u128(number));
        Self { account, keys: AccountKeys::make().unwrap(), certificate: Bytes32::ZERO }
    }

    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            account: self.account,
            signing: Bytes32(self.keys.signing.public().to_bytes()),
            kem: Bytes(self.keys.kem.public().as_bytes().to_vec()),
        }
    }

    /// What this person says, naming a head.
    pub fn says(&self, payload: Payload, head: Head) -> Statement {
        Statement {
            organisation: ORGANISATION,
            signer: self.account,
            certificate: self.certificate,
            heads: Heads { organisation: head, part: Head::EMPTY },
            at: 1_795_000_000 + i64::try_from(head.n).unwrap(),
            payload,
        }
    }

    /// Signs in the namespace of the statement, whatever rights this person has.
    pub fn sign(&self, statement: &Statement) -> SignedStatement {
        let namespace = match statement.payload {
            Payload::Rights(_) => namespace::RIGHTS,
            Payload::Revocation(_) => namespace::REVOCATION,
            Payload::KeyEpoch(_) => namespace::KEY_EPOCH,
            Payload::KeyCheck(_) => namespace::KEY_CHECK,
            Payload::Invitation(_) => namespace::INVITATION,
            _ => namespace::CERTIFICATE,
        };
        let body = statement.to_cbor();
        let signature = self.keys.signing.sign(namespace, &context(), &body);
        signed(body, signature)
    }
}

pub fn signed(body: Vec<u8>, signature: Signature) -> SignedStatement {
    SignedStatement { body: Bytes(body), signature: Bytes(signature.to_bytes().to_vec()) }
}

/// An epoch with a new key.
pub fn epoch(number: u32, state: EpochState, min_seal: u32) -> KeyEpoch {
    let key = OrganisationKey::make(number).unwrap();
    KeyEpoch {
        epoch: number,
        key: KeyId::from_bytes(key.id().0),
        fingerprint: Bytes32(key.fingerprint().to_bytes()),
        kem: Bytes(key.secrets().kem().public().as_bytes().to_vec()),
        state,
        min_seal,
    }
}

/// A log with its root and first administrator.
pub struct Maker {
    pub root: RootKey,
    pub admin: Someone,
    pub entries: Vec<LogEntry>,
}

impl Maker {
    pub fn new() -> Self {
        let mut made = Self { root: RootKey::make().unwrap(), admin: Someone::new(10), entries: Vec::new() };
        let genesis = made.genesis();
        made.admin.certificate = genesis.hash();
        made.append(&genesis);
        made
    }

    /// A genesis by this root, with a new epoch each time.
    pub fn genesis(&self) -> SignedStatement {
        let genesis = Genesis {
            tenant: TENANT,
            root: Bytes32(self.root.public().to_bytes()),
            administrator: self.admin.public(),
            display_name: "Anna".to_owned(),
            grants: vec![ADMINISTRATOR],
            epoch: epoch(1, EpochState::Active, 1),
        };
        let mut statement = self.admin.says(Payload::Genesis(genesis), Head::EMPTY);
        statement.certificate = Bytes32::ZERO;
        let body = statement.to_cbor();
        let signature = self.root.sign(namespace::GENESIS, &context(), &body);
        signed(body, signature)
    }

    pub fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, |entry| Head { n: entry.n, hash: entry.hash })
    }

    /// Appends as a server does: with a chain that fits, whatever the statement says.
    pub fn append(&mut self, statement: &SignedStatement) {
        let object = statement.decode().unwrap().object();
        let entry = Entry { object, revision: 0, hash: statement.hash() };
        let head = next_head(ORGANISATION.as_bytes(), &self.head(), &entry);
        self.entries.push(LogEntry {
            n: head.n,
            hash: head.hash,
            object: Bytes(object.to_vec()),
            revision: 0,
            at: 0,
            content: LogContent::Statement(statement.clone()),
        });
    }

    /// Somebody says something with the current head.
    pub fn say(&mut self, who: &Someone, payload: Payload) {
        let statement = who.sign(&who.says(payload, self.head()));
        self.append(&statement);
    }

    /// The root says something for somebody.
    pub fn root_says(&mut self, root: &RootKey, who: &Someone, payload: Payload) -> Bytes32 {
        let namespace = match payload {
            Payload::SuccessorRoot(_) => namespace::SUCCESSOR_ROOT,
            _ => namespace::RECOVERY,
        };
        let mut statement = who.says(payload, self.head());
        statement.certificate = Bytes32::ZERO;
        let body = statement.to_cbor();
        let signature = root.sign(namespace, &context(), &body);
        let signed = signed(body, signature);
        self.append(&signed);
        signed.hash()
    }

    /// A certificate for somebody, by an inviter.
    pub fn certificate(&self, inviter: &Someone, of: &Someone, grant: Grant) -> SignedStatement {
        let seed = OneUseSeed::make().unwrap();
        let invitation = Invitation {
            id: InvitationId::from_bytes(crypto::make_id().unwrap()),
            account: of.account,
            display_name: "Berta".to_owned(),
            grants: vec![grant],
            expires_at: i64::MAX,
            one_use: Bytes32(seed.key().public().to_bytes()),
            rights_version: 1,
        };
        let invitation = inviter.sign(&inviter.says(Payload::Invitation(invitation), self.head()));
        let keys = of.public();
        let one_use = seed.key().sign(namespace::ENROLMENT, &context(), &keys.to_cbor());
        let certificate = Certificate {
            invitation,
            keys,
            display_name: "Berta".to_owned(),
            one_use_signature: Bytes(one_use.to_bytes().to_vec()),
            join_proof: Bytes32([0; 32]),
        };
        let mut statement = of.says(Payload::Certificate(certificate), self.head());
        statement.certificate = Bytes32::ZERO;
        of.sign(&statement)
    }

    /// Somebody joins.
    pub fn join(&mut self, number: u128, grant: Grant) -> Someone {
        let mut joined = Someone::new(number);
        let certificate = self.certificate(&self.admin.clone(), &joined, grant);
        joined.certificate = certificate.hash();
        self.append(&certificate);
        joined
    }

    pub fn page(&self) -> LogPage {
        LogPage { entries: self.entries.clone(), head: self.head() }
    }

    pub fn log(&self) -> Result<OrganisationLog, LogError> {
        OrganisationLog::begin(TENANT, ORGANISATION, &self.page())
    }
}
