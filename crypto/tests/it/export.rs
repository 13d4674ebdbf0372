//! The frozen export in `vectors/export/`: chains, signatures, keys and texts, read with the types of the interface. Which of
//! its statements count is the business of `vault`, and of the independent reader.

use api::{
    cases::CaseFile,
    chain::{Entry, Head, next_head, revision_hash_from, sha256},
    keys::KeyChain,
    organisations::LogPage,
    records::{LogContent, LogEntry, Revision},
    statement::{Payload, Statement},
};
use crypto::{
    CaseKey, CaseKeyContext, CheckValue, Header, Heads, JoinProof, KeyFile, KeyId, Kind, OneUsePublicKey,
    OrganisationKey, PartKey, PartKeyContext, PreviousKeyContext, RecordContext, RootPublicKey, Signature,
    VerifyingKey, open_record,
    statement::{
        ACCESS, ASSIGNMENT, CERTIFICATE, ENROLMENT, GENESIS, INVITATION, KEY_CHECK, KEY_EPOCH, RECOVERY,
        REVOCATION, RIGHTS, SUCCESSOR_ROOT, organisation_context, revision_message,
    },
    unwrap_case_key, unwrap_part_key, unwrap_previous_organisation_key,
};
use serde_json::Value;
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const EXPECTED: &str = include_str!("../../vectors/export/expected.json");

fn key_file() -> KeyFile {
    KeyFile::parse(include_bytes!("../../vectors/export/key-3.txt")).unwrap()
}

fn log() -> Vec<LogEntry> {
    let page = |text: &str| serde_json::from_str::<LogPage>(text).unwrap().entries;
    let mut entries = page(include_str!("../../vectors/export/log-1.json"));
    entries.extend(page(include_str!("../../vectors/export/log-2.json")));
    entries
}

fn cases() -> [CaseFile; 2] {
    [
        &include_bytes!("../../vectors/export/case-1.cbor")[..],
        include_bytes!("../../vectors/export/case-2.cbor"),
    ]
    .map(|bytes| minicbor_serde::from_slice(bytes).unwrap())
}

/// Recomputes a chain and returns its last head.
fn follow(log: &[u8; 16], entries: &[LogEntry]) -> Head {
    entries.iter().fold(Head::EMPTY, |head, entry| {
        let object = entry.object.0.as_slice().try_into().unwrap();
        let hash = match &entry.content {
            LogContent::Statement(signed) => signed.hash(),
            LogContent::Revision(revision) => revision_hash_from(&revision.envelope_hash, &revision.facts.0),
        };
        let next = next_head(log, &head, &Entry { object, revision: entry.revision, hash });
        assert_eq!((next.n, next.hash), (entry.n, entry.hash));
        next
    })
}

/// The signing keys by the hash of their certificates.
type Certified = BTreeMap<[u8; 32], VerifyingKey>;

fn signature(bytes: &[u8]) -> Signature {
    Signature::from_bytes(bytes).unwrap()
}

/// Verifies every statement of the organisation log under the key that must have signed it.
fn verify_log(file: &KeyFile, entries: &[LogEntry]) -> (RootPublicKey, Certified) {
    let context = organisation_context(&file.tenant, &file.organisation);
    let (mut root, mut certified): (Option<RootPublicKey>, Certified) = (None, BTreeMap::new());
    for entry in entries {
        let LogContent::Statement(signed) = &entry.content else { unreachable!() };
        let statement = signed.decode().unwrap();
        let (body, given) = (&signed.body.0, signature(&signed.signature.0));
        let by = certified.get(&statement.certificate.0);
        let account = |bytes: &[u8; 32]| VerifyingKey::from_bytes(bytes).unwrap();
        let verified = match &statement.payload {
            Payload::Genesis(genesis) => {
                certified.insert(signed.hash().0, account(&genesis.administrator.signing.0));
                let key = RootPublicKey::from_bytes(&genesis.root.0).unwrap();
                root = Some(key);
                key.verify(GENESIS, &context, body, &given)
            }
            Payload::Certificate(certificate) => {
                let invited = certificate.invitation.decode().unwrap();
                let Payload::Invitation(invitation) = &invited.payload else { unreachable!() };
                let inviter = certified[&invited.certificate.0];
                let by_inviter = signature(&certificate.invitation.signature.0);
                inviter.verify(INVITATION, &context, &certificate.invitation.body.0, &by_inviter).unwrap();
                let one_use = OneUsePublicKey::from_bytes(&invitation.one_use.0).unwrap();
                let keys = certificate.keys.to_cbor();
                one_use
                    .verify(ENROLMENT, &context, &keys, &signature(&certificate.one_use_signature.0))
                    .unwrap();
                let joined = [&certificate.invitation.hash().0[..], &keys].concat();
                let first = KeyFile::parse(include_bytes!("../../vectors/export/key-1.txt")).unwrap();
                let proof = JoinProof(certificate.join_proof.0);
                first.key.secrets().verify_join_proof(&context, &joined, &proof).unwrap();
                let own = account(&certificate.keys.signing.0);
                certified.insert(signed.hash().0, own);
                own.verify(CERTIFICATE, &context, body, &given)
            }
            Payload::Recovery(recovery) => {
                certified.insert(signed.hash().0, account(&recovery.keys.signing.0));
                root.unwrap().verify(RECOVERY, &context, body, &given)
            }
            Payload::SuccessorRoot(successor) => {
                let before = root.replace(RootPublicKey::from_bytes(&successor.root.0).unwrap()).unwrap();
                before.verify(SUCCESSOR_ROOT, &context, body, &given)
            }
            Payload::Rights(_) => by.unwrap().verify(RIGHTS, &context, body, &given),
            Payload::Revocation(_) => by.unwrap().verify(REVOCATION, &context, body, &given),
            Payload::KeyEpoch(_) => by.unwrap().verify(KEY_EPOCH, &context, body, &given),
            Payload::KeyCheck(_) => by.unwrap().verify(KEY_CHECK, &context, body, &given),
            Payload::Invitation(_) | Payload::Access(_) | Payload::Assignment(_) => unreachable!(),
        };
        assert_eq!(verified, Ok(()), "entry {}", entry.n);
    }
    (root.unwrap(), certified)
}

/// The keys of all epochs, from the newest back.
fn organisation_keys(file: &KeyFile) -> BTreeMap<u32, OrganisationKey> {
    let chain: KeyChain = serde_json::from_str(include_str!("../../vectors/export/keys.json")).unwrap();
    let mut keys = BTreeMap::from([(file.key.epoch(), file.key.clone())]);
    for previous in chain.previous.iter().rev() {
        let current = keys[&previous.epoch].secrets();
        let said = log().iter().find_map(|entry| {
            let LogContent::Statement(signed) = &entry.content else { return None };
            match signed.decode().unwrap().payload {
                Payload::Genesis(genesis) if previous.epoch == 2 => Some(genesis.epoch.key),
                Payload::KeyEpoch(epoch) if epoch.epoch + 1 == previous.epoch => Some(epoch.key),
                _ => None,
            }
        });
        let key = KeyId(*said.unwrap().as_bytes());
        let context = PreviousKeyContext { tenant: &file.tenant, organisation: &file.organisation, key };
        let opened = unwrap_previous_organisation_key(&current, &context, &previous.envelope.0).unwrap();
        keys.insert(opened.epoch(), opened);
    }
    keys
}

fn case_keys(file: &KeyFile, keys: &BTreeMap<u32, OrganisationKey>, case: &CaseFile) -> Vec<CaseKey> {
    let open = |slot: &api::cases::CaseSlot| {
        let context = CaseKeyContext {
            tenant: &file.tenant,
            organisation: &file.organisation,
            case: case.summary.id.as_bytes(),
            key: KeyId(*slot.key.as_bytes()),
        };
        unwrap_case_key(&keys[&slot.epoch].secrets(), &context, &slot.slot.0).unwrap()
    };
    case.slots.iter().map(open).collect()
}

/// What a statement of a part says is verified, and the key of an access statement opened.
fn part_key(file: &KeyFile, case: &CaseFile, statement: &Statement, keys: &[CaseKey]) -> Option<PartKey> {
    let Payload::Access(access) = &statement.payload else { return None };
    let part = &case.parts[0];
    let slot = part.slots.iter().find(|slot| slot.key == access.key).unwrap();
    let under = Header::parse(&slot.slot.0).unwrap().key;
    let context = PartKeyContext {
        tenant: &file.tenant,
        organisation: &file.organisation,
        case: case.summary.id.as_bytes(),
        part: part.id.as_bytes(),
        epoch: access.epoch,
        key: KeyId(*access.key.as_bytes()),
    };
    let key = keys.iter().find(|key| key.id() == under).unwrap();
    Some(unwrap_part_key(key, &context, &CheckValue(access.check.0), &slot.slot.0).unwrap())
}

/// Verifies a revision without its envelope, then opens it.
fn read(
    file: &KeyFile,
    revision: &Revision,
    key: &PartKey,
    author: &VerifyingKey,
) -> BTreeMap<String, String> {
    let facts_hash = sha256(&revision.facts.0).0;
    let context = RecordContext {
        tenant: &file.tenant,
        organisation: &file.organisation,
        case: revision.case.as_bytes(),
        part: revision.part.as_bytes(),
        record: revision.record.as_bytes(),
        form: &revision.form,
        form_version: revision.form_version,
        epoch: revision.epoch,
        revision: revision.revision,
        author: revision.author.as_bytes(),
        certificate: &revision.certificate.0,
        previous: &revision.previous.0,
        facts_hash: &facts_hash,
    };
    let head = |head: &Head| crypto::Head { n: head.n, hash: head.hash.0 };
    let heads = Heads { organisation: head(&revision.heads.organisation), part: head(&revision.heads.part) };
    let header = Header { kind: Kind::Record, schema: 1, key: key.id() };
    let message = revision_message(&context, &header, &revision.envelope_hash.0, &heads).unwrap();
    author.verify_message(&message, &signature(&revision.signature.0)).unwrap();
    let envelope = revision.envelope.as_ref().unwrap();
    open_record(key, &context, &envelope.0).unwrap().into_map()
}

#[test]
fn the_frozen_export_verifies_and_opens() {
    let file = key_file();
    let entries = log();
    let head = follow(&file.organisation, &entries);
    assert_eq!(file.checkpoint, crypto::Head { n: head.n, hash: head.hash.0 });
    let (root, certified) = verify_log(&file, &entries);
    assert_eq!(file.root, root);
    let keys = organisation_keys(&file);
    assert_eq!(keys.len(), 3);
    let context = organisation_context(&file.tenant, &file.organisation);
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    for (case, expected) in cases().iter().zip(expected["cases"].as_array().unwrap()) {
        let part = &case.parts[0];
        assert_eq!(follow(part.id.as_bytes(), &part.entries), part.head);
        let case_keys = case_keys(&file, &keys, case);
        let (mut part_keys, mut texts) = (Vec::new(), Vec::new());
        for entry in &part.entries {
            match &entry.content {
                LogContent::Statement(signed) => {
                    let statement = signed.decode().unwrap();
                    let by = certified[&statement.certificate.0];
                    let namespace =
                        if matches!(statement.payload, Payload::Access(_)) { ACCESS } else { ASSIGNMENT };
                    let given = signature(&signed.signature.0);
                    assert_eq!(by.verify(namespace, &context, &signed.body.0, &given), Ok(()));
                    part_keys.extend(part_key(&file, case, &statement, &case_keys));
                }
                LogContent::Revision(revision) => {
                    let author = &certified[&revision.certificate.0];
                    texts.push(read(&file, revision, &part_keys[revision.epoch as usize - 1], author));
                }
            }
        }
        let records = expected["parts"][0]["records"].as_array().unwrap();
        let expected = records.iter().flat_map(|record| record["revisions"].as_array().unwrap());
        let expected: Vec<BTreeMap<String, String>> =
            expected.map(|revision| serde_json::from_value(revision["texts"].clone()).unwrap()).collect();
        assert_eq!(texts, expected);
    }
}
