//! The organisation and its cases.

use crate::{
    Done,
    logs::{Log, Person, context, signed},
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::{CaseSlot, PartFile, PartSlot},
    chain::{Head, Heads, revision_hash_from, sha256},
    facts::{Fact, Facts},
    ids::{AccountId, CaseId, InvitationId, KeyId, OrganisationId, PartId, RecordId, TenantId},
    organisations::{Grant, Role, Scope},
    records::{LogContent, Revision},
    statement::{
        Access, Assignment, Certificate, EpochState, Genesis, Invitation, KeyCheck, KeyEpoch, Payload,
        Recovery, Revocation, Rights, SuccessorRoot,
    },
};
use crypto::{
    CaseKey, CaseKeyContext, OneUseSeed, OrganisationKey, PartKey, PartKeyContext, RecordContext, RecordText,
    RootKey,
    hazmat::{self, RawKey},
    seal_record,
    statement::{
        ACCESS, ASSIGNMENT, CERTIFICATE, ENROLMENT, GENESIS, INVITATION, KEY_CHECK, KEY_EPOCH, RECOVERY,
        REVOCATION, RIGHTS, SUCCESSOR_ROOT, sign_revision,
    },
    wrap_case_key, wrap_part_key,
};

pub const TENANT: [u8; 16] = [0x01; 16];
pub const ORGANISATION: [u8; 16] = [0x02; 16];

fn grant(role: Role) -> Grant {
    Grant { role, scope: Scope::Organisation, unit: None }
}

fn organisation_id() -> OrganisationId {
    OrganisationId::from_bytes(ORGANISATION)
}

fn key_epoch(key: &OrganisationKey, state: EpochState) -> KeyEpoch {
    KeyEpoch {
        epoch: key.epoch(),
        key: KeyId::from_bytes(key.id().0),
        fingerprint: Bytes32(key.fingerprint().to_bytes()),
        kem: Bytes(key.secrets().kem().public().as_bytes().to_vec()),
        state,
        min_seal: key.epoch().min(2),
    }
}

/// An organisation that keeps a log.
pub struct Organisation {
    pub log: Log,
    pub administrator: Person,
}

impl Organisation {
    pub fn begin(root: RootKey, key: &OrganisationKey) -> Done<Self> {
        let mut administrator = Person::new(0x11);
        let genesis = Genesis {
            tenant: TenantId::from_bytes(TENANT),
            root: Bytes32(root.public().to_bytes()),
            administrator: administrator.public(),
            display_name: "Anna Anfang".to_owned(),
            grants: vec![grant(Role::Administrator)],
            epoch: key_epoch(key, EpochState::Active),
        };
        let heads = Heads { organisation: Head::EMPTY, part: Head::EMPTY };
        let body = administrator.says(heads, Payload::Genesis(genesis)).to_cbor();
        let signature = root.sign(GENESIS, &context(), &body);
        let statement = signed(body, signature);
        administrator.certificate = statement.hash();
        let mut log = Log::new(ORGANISATION);
        log.statement(statement);
        Ok(Self { log, administrator })
    }

    pub fn heads(&self) -> Heads {
        Heads { organisation: self.log.head(), part: Head::EMPTY }
    }

    /// Invitation and certificate of a caseworker.
    pub fn join(&mut self, by: &Person, byte: u8, name: &str, key: &OrganisationKey) -> Done<Person> {
        let mut joined = Person::new(byte);
        let seed = OneUseSeed::from_raw(&[byte | 0x40; 32]);
        let invitation = Invitation {
            id: InvitationId::from_bytes([byte | 0x60; 16]),
            account: joined.account,
            display_name: name.to_owned(),
            grants: vec![grant(Role::Caseworker)],
            expires_at: 1_796_000_000,
            one_use: Bytes32(seed.key().public().to_bytes()),
            rights_version: 1,
        };
        let invitation = by.signs(INVITATION, self.heads(), Payload::Invitation(invitation));
        let keys = joined.public();
        let confirmed = seed.key().sign(ENROLMENT, &context(), &keys.to_cbor());
        let proved = [&invitation.hash().0[..], &keys.to_cbor()].concat();
        let certificate = Certificate {
            invitation,
            keys,
            display_name: name.to_owned(),
            one_use_signature: Bytes(confirmed.to_bytes().to_vec()),
            join_proof: Bytes32(key.secrets().join_proof(&context(), &proved).0),
        };
        let statement = joined.signs(CERTIFICATE, self.heads(), Payload::Certificate(certificate));
        joined.certificate = statement.hash();
        self.log.statement(statement);
        Ok(joined)
    }

    pub fn check_keys(&mut self, by: &Person, epoch: u32) {
        let check = KeyCheck { epoch, file: true, sheet: true };
        self.log.statement(by.signs(KEY_CHECK, self.heads(), Payload::KeyCheck(check)));
    }

    pub fn manager(&mut self, by: &Person, of: &Person, version: u32) {
        let rights = Rights { account: of.account, grants: vec![grant(Role::Manager)], version };
        self.log.statement(by.signs(RIGHTS, self.heads(), Payload::Rights(rights)));
    }

    pub fn block(&mut self, by: &Person, of: &Person, version: u32) {
        let revocation = Revocation { account: of.account, version };
        self.log.statement(by.signs(REVOCATION, self.heads(), Payload::Revocation(revocation)));
    }

    /// Begun, active and, where all case keys are wrapped anew, complete.
    pub fn rotate(&mut self, by: &Person, key: &OrganisationKey, complete: bool) {
        let steps = [EpochState::Begun, EpochState::Active, EpochState::Complete];
        for state in &steps[..if complete { 3 } else { 2 }] {
            let payload = Payload::KeyEpoch(key_epoch(key, *state));
            self.log.statement(by.signs(KEY_EPOCH, self.heads(), payload));
        }
    }

    /// A new administrator by the root.
    pub fn recover(&mut self, root: &RootKey, byte: u8, name: &str) -> Person {
        let mut recovered = Person::new(byte);
        let recovery = Recovery {
            keys: recovered.public(),
            display_name: name.to_owned(),
            grants: vec![grant(Role::Administrator)],
            version: 1,
        };
        let body = recovered.says(self.heads(), Payload::Recovery(recovery)).to_cbor();
        let signature = root.sign(RECOVERY, &context(), &body);
        let statement = signed(body, signature);
        recovered.certificate = statement.hash();
        self.log.statement(statement);
        recovered
    }

    /// A new root, signed by the one before.
    pub fn succeed(&mut self, before: &RootKey, root: &RootKey, by: &Person) {
        let payload = Payload::SuccessorRoot(SuccessorRoot { root: Bytes32(root.public().to_bytes()) });
        let mut statement = by.says(self.heads(), payload);
        statement.certificate = Bytes32::ZERO;
        let body = statement.to_cbor();
        let signature = before.sign(SUCCESSOR_ROOT, &context(), &body);
        self.log.statement(signed(body, signature));
    }
}

/// A case with its core part.
pub struct Case {
    pub id: CaseId,
    part: PartId,
    log: Log,
    keys: Vec<CaseKey>,
    part_keys: Vec<PartKey>,
    access: Bytes32,
    pub slots: Vec<CaseSlot>,
    part_slots: Vec<PartSlot>,
}

impl Case {
    pub fn begin(organisation: &Organisation, by: &Person, byte: u8, key: &OrganisationKey) -> Done<Self> {
        let part = PartId::from_bytes([byte | 0x80; 16]);
        let mut case = Self {
            id: CaseId::from_bytes([byte; 16]),
            part,
            log: Log::new(*part.as_bytes()),
            keys: Vec::new(),
            part_keys: Vec::new(),
            access: Bytes32::ZERO,
            slots: Vec::new(),
            part_slots: Vec::new(),
        };
        case.renew(organisation, by, key)?;
        Ok(case)
    }

    fn heads(&self, organisation: &Organisation) -> Heads {
        Heads { organisation: organisation.log.head(), part: self.log.head() }
    }

    /// A new case key, and a new epoch of the part.
    pub fn renew(&mut self, organisation: &Organisation, by: &Person, key: &OrganisationKey) -> Done {
        let epoch = u32::try_from(self.part_keys.len())? + 1;
        let byte = self.id.as_bytes()[0] ^ epoch.to_le_bytes()[0].rotate_right(2);
        let case_key = hazmat::case_key(crypto::KeyId([byte ^ 0x0f; 16]), &[byte ^ 0x1f; 32]);
        let part_key = hazmat::part_key(crypto::KeyId([byte ^ 0x2f; 16]), &[byte ^ 0x3f; 32]);
        let context = PartKeyContext {
            tenant: &TENANT,
            organisation: &ORGANISATION,
            case: self.id.as_bytes(),
            part: self.part.as_bytes(),
            epoch,
            key: part_key.id(),
        };
        self.part_slots.push(PartSlot {
            organisation: organisation_id(),
            epoch,
            key: KeyId::from_bytes(part_key.id().0),
            slot: Bytes(wrap_part_key(&case_key, &context, &part_key)?),
        });
        let access = Access {
            case: self.id,
            part: self.part,
            kind: "core".to_owned(),
            epoch,
            key: KeyId::from_bytes(part_key.id().0),
            check: Bytes32(part_key.check().0),
            owner: organisation_id(),
            readers: vec![organisation_id()],
            writers: vec![organisation_id()],
            expires_at: None,
            previous: self.access,
        };
        let statement = by.signs(ACCESS, self.heads(organisation), Payload::Access(access));
        self.access = statement.hash();
        self.log.statement(statement);
        self.keys.push(case_key);
        self.part_keys.push(part_key);
        self.rewrap(key)
    }

    /// Wraps all case keys under another organisation key.
    pub fn rewrap(&mut self, key: &OrganisationKey) -> Done {
        self.slots.clear();
        for case_key in &self.keys {
            let context = CaseKeyContext {
                tenant: &TENANT,
                organisation: &ORGANISATION,
                case: self.id.as_bytes(),
                key: case_key.id(),
            };
            self.slots.push(CaseSlot {
                organisation: organisation_id(),
                epoch: key.epoch(),
                key: KeyId::from_bytes(case_key.id().0),
                slot: Bytes(wrap_case_key(&key.secrets(), &context, case_key)?),
            });
        }
        Ok(())
    }

    pub fn assign(&mut self, organisation: &Organisation, by: &Person) {
        let assignment = Assignment {
            case: self.id,
            part: self.part,
            version: 1,
            unit: None,
            responsible: AccountId::from_bytes([0x12; 16]),
            deputy: None,
            team: Vec::new(),
        };
        let payload = Payload::Assignment(assignment);
        self.log.statement(by.signs(ASSIGNMENT, self.heads(organisation), payload));
    }

    /// The next revision of a record.
    pub fn write(
        &mut self,
        organisation: &Organisation,
        by: &Person,
        record: u8,
        form: &str,
        texts: &[(&str, &str)],
    ) -> Done {
        let record = RecordId::from_bytes([record; 16]);
        let before = self.log.entries.iter().rev().find_map(|entry| match &entry.content {
            LogContent::Revision(revision) if revision.record == record => Some(revision),
            _ => None,
        });
        let number = before.map_or(1, |before| before.revision + 1);
        let previous =
            before.map_or(Bytes32::ZERO, |before| revision_hash_from(&before.envelope_hash, &before.facts.0));
        let mut facts = Facts::new();
        facts.set("number", Fact::Int(i64::from(number)))?;
        facts.set("month", Fact::Code("2026-11".to_owned()))?;
        facts.set("by", Fact::Id(by.account.0))?;
        facts.set("kinds", Fact::Codes(vec!["a".to_owned(), "b".to_owned()]))?;
        facts.set("shared", Fact::Bool(false))?;
        let facts = facts.to_cbor();
        let key = self.part_keys.last().ok_or("no part key")?;
        let epoch = u32::try_from(self.part_keys.len())?;
        let heads = self.heads(organisation);
        let context = RecordContext {
            tenant: &TENANT,
            organisation: &ORGANISATION,
            case: self.id.as_bytes(),
            part: self.part.as_bytes(),
            record: record.as_bytes(),
            form,
            form_version: 1,
            epoch,
            revision: number,
            author: by.account.as_bytes(),
            certificate: &by.certificate.0,
            previous: &previous.0,
            facts_hash: &crypto::sha256(&facts),
        };
        let envelope = seal_record(key, &context, &RecordText::from_iter(texts.iter().copied()))?;
        let head = |head: Head| crypto::Head { n: head.n, hash: head.hash.0 };
        let named = crypto::Heads { organisation: head(heads.organisation), part: head(heads.part) };
        let signature = sign_revision(&by.keys.signing, &context, &envelope, &named)?;
        self.log.revision(Revision {
            case: self.id,
            part: self.part,
            record,
            form: form.to_owned(),
            form_version: 1,
            revision: number,
            epoch,
            previous,
            facts: Bytes(facts),
            envelope_hash: sha256(&envelope),
            envelope: Some(Bytes(envelope)),
            author: by.account,
            certificate: by.certificate,
            heads,
            signature: Bytes(signature.to_bytes().to_vec()),
        });
        Ok(())
    }

    pub fn part(&self) -> PartFile {
        PartFile {
            id: self.part,
            kind: "core".to_owned(),
            slots: self.part_slots.clone(),
            entries: self.log.entries.clone(),
            head: self.log.head(),
        }
    }
}
