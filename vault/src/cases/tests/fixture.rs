//! The log of a part that is signed by hand.

use super::super::{
    Reader,
    file::OpenPart,
    jobs::PartJobs,
    write::{Place, seal},
};
use crate::{
    log::{
        Author, OrganisationLog,
        tests::fixture::{CASEWORKER, Maker, ORGANISATION, Someone, TENANT, signed},
    },
    signature::Verdicts,
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::{PartFile, PartSlot},
    chain::{Entry, Head, Heads, next_head, revision_hash_from},
    configuration::Configuration,
    facts::{Fact, Facts},
    ids::{CaseId, KeyId, PartId, RecordId},
    records::{LogContent, LogEntry, Revision},
    statement::{Access, Assignment, Payload, SignedStatement},
};
use crypto::{
    CaseKey, PartKey, PartKeyContext, RecordText,
    statement::{ACCESS, ASSIGNMENT},
};
use std::rc::Rc;

pub const CASE: CaseId = CaseId(uuid::Uuid::from_u128(0xca5e));
pub const PART: PartId = PartId(uuid::Uuid::from_u128(0x9a27));
pub const RECORD: RecordId = RecordId(uuid::Uuid::from_u128(0x4ec0));

/// A part of a case with somebody who writes in it.
pub struct Bench {
    pub maker: Maker,
    pub berta: Someone,
    pub case_key: CaseKey,
    pub entries: Vec<LogEntry>,
    pub slots: Vec<PartSlot>,
}

impl Bench {
    pub fn new() -> Self {
        let mut maker = Maker::new();
        let berta = maker.join(11, CASEWORKER);
        let case_key = CaseKey::make().unwrap();
        Self { maker, berta, case_key, entries: Vec::new(), slots: Vec::new() }
    }

    /// With a first epoch, whose key and statement are given back.
    pub fn opened() -> (Self, PartKey, Access) {
        let mut bench = Self::new();
        let key = PartKey::make().unwrap();
        let access = bench.access(1, &key, Bytes32::ZERO);
        bench.say(&bench.berta.clone(), Payload::Access(access.clone()));
        (bench, key, access)
    }

    pub fn log(&self) -> OrganisationLog {
        self.maker.log().unwrap()
    }

    pub fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, |entry| Head { n: entry.n, hash: entry.hash })
    }

    /// Hash of the last statement.
    pub fn last(&self) -> Bytes32 {
        let statements = self.entries.iter().rev().filter_map(|entry| match &entry.content {
            LogContent::Statement(signed) => Some(signed.hash()),
            LogContent::Revision(_) => None,
        });
        statements.into_iter().next().unwrap()
    }

    /// An access statement for the own organisation alone, and its slot.
    pub fn access(&mut self, epoch: u32, key: &PartKey, previous: Bytes32) -> Access {
        let context = PartKeyContext {
            tenant: TENANT.as_bytes(),
            organisation: ORGANISATION.as_bytes(),
            case: CASE.as_bytes(),
            part: PART.as_bytes(),
            epoch,
            key: key.id(),
        };
        let slot = crypto::wrap_part_key(&self.case_key, &context, key).unwrap();
        let id = KeyId::from_bytes(key.id().0);
        self.slots.push(PartSlot { organisation: ORGANISATION, epoch, key: id, slot: Bytes(slot) });
        Access {
            case: CASE,
            part: PART,
            kind: "core".to_owned(),
            epoch,
            key: id,
            check: Bytes32(key.check().0),
            owner: ORGANISATION,
            readers: vec![ORGANISATION],
            writers: vec![ORGANISATION],
            expires_at: None,
            previous,
        }
    }

    pub fn assignment(&self, version: u32) -> Payload {
        Payload::Assignment(Assignment {
            case: CASE,
            part: PART,
            version,
            unit: None,
            responsible: self.berta.account,
            deputy: None,
            team: Vec::new(),
        })
    }

    /// Signs in the name of somebody, naming the heads as they are.
    pub fn sign(&self, who: &Someone, payload: Payload) -> SignedStatement {
        let namespace = match payload {
            Payload::Access(_) => ACCESS,
            _ => ASSIGNMENT,
        };
        let mut statement = who.says(payload, self.maker.head());
        statement.heads.part = self.head();
        let body = statement.to_cbor();
        let signature = who.keys.signing.sign(namespace, &self.log().context(), &body);
        signed(body, signature)
    }

    pub fn say(&mut self, who: &Someone, payload: Payload) {
        let statement = self.sign(who, payload);
        self.append_statement(statement);
    }

    pub fn append_statement(&mut self, statement: SignedStatement) {
        let object = statement.decode().unwrap().object();
        let hash = statement.hash();
        self.append(object, 0, hash, LogContent::Statement(statement));
    }

    /// Appends as a server does: with a chain that fits, whatever it is.
    fn append(&mut self, object: [u8; 16], revision: u32, hash: Bytes32, content: LogContent) {
        let head = next_head(PART.as_bytes(), &self.head(), &Entry { object, revision, hash });
        let object = Bytes(object.to_vec());
        self.entries.push(LogEntry { n: head.n, hash: head.hash, object, revision, at: 0, content });
    }

    /// A revision by somebody, sealed under a key of an epoch, with the heads as they are.
    pub fn seal(
        &self,
        who: &Someone,
        (epoch, key): (u32, &PartKey),
        revision: u32,
        previous: Bytes32,
    ) -> Revision {
        let configuration = Configuration::builtin().unwrap();
        let author = Author {
            account: who.account,
            certificate: who.certificate,
            keys: who.keys.clone(),
            log: Rc::new(self.log()),
        };
        let mut facts = Facts::new();
        facts.set("sex", Fact::Code("f".to_owned())).unwrap();
        let mut texts = RecordText::new();
        texts.insert("given", "Mara");
        let place = Place {
            case: CASE,
            part: PART,
            record: RECORD,
            form: configuration.form("person").unwrap(),
            revision,
            previous,
            epoch,
            part_head: self.head(),
        };
        seal(&author, key, &place, &facts, &texts).unwrap()
    }

    /// Appends a revision and gives back what the next one names.
    pub fn append_revision(&mut self, revision: Revision) -> Bytes32 {
        let hash = revision_hash_from(&revision.envelope_hash, &revision.facts.0);
        self.append(*revision.record.as_bytes(), revision.revision, hash, LogContent::Revision(revision));
        hash
    }

    /// Signs a revision anew with other heads.
    pub fn with_heads(&self, who: &Someone, mut revision: Revision, heads: Heads) -> Revision {
        let (log, empty) = (self.log(), Verdicts::default());
        let reader = reader(&log, &empty);
        revision.heads = heads;
        let facts = api::chain::sha256(&revision.facts.0);
        let context =
            super::super::revision::revision_context(&reader, &log.organisation, &PART, &revision, &facts);
        let envelope = &revision.envelope.as_ref().unwrap().0;
        let heads = crate::convert::heads(&heads);
        let signature =
            crypto::statement::sign_revision(&who.keys.signing, &context, envelope, &heads).unwrap();
        revision.signature = Bytes(signature.to_bytes().to_vec());
        revision
    }

    pub fn file(&self) -> PartFile {
        PartFile {
            id: PART,
            kind: "core".to_owned(),
            slots: self.slots.clone(),
            entries: self.entries.clone(),
            head: self.head(),
        }
    }

    /// What somebody with all keys makes of it.
    pub fn read(&self) -> OpenPart {
        self.read_file(&self.file())
    }

    pub fn read_file(&self, file: &PartFile) -> OpenPart {
        let (log, verdicts) = (self.log(), Verdicts::default());
        reader(&log, &verdicts).read(file, std::slice::from_ref(&self.case_key), &Head::EMPTY, true)
    }

    /// The signatures of the part.
    pub fn jobs(&self, file: &PartFile) -> PartJobs {
        let (log, verdicts) = (self.log(), Verdicts::default());
        PartJobs::collect(&reader(&log, &verdicts), file)
    }
}

pub fn reader<'a>(log: &'a OrganisationLog, verdicts: &'a Verdicts) -> Reader<'a> {
    Reader {
        tenant: TENANT,
        organisation: ORGANISATION,
        case: CASE,
        log: Some(log),
        configuration: None,
        verdicts,
    }
}
