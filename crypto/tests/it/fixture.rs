//! Ids, keys and contexts that the tests share.

use crypto::{
    CaseKey, Hash, Id, KdfParams, KeyId, OrganisationKey, OrganisationSecrets, PartKey, RecordContext, Salt,
    hazmat,
};
use proptest::prelude::ProptestConfig;

pub const TENANT: Id = [0x01; 16];
pub const ORGANISATION: Id = [0x02; 16];
pub const CASE: Id = [0x03; 16];
pub const PART: Id = [0x04; 16];
pub const RECORD: Id = [0x05; 16];
pub const AUTHOR: Id = [0x06; 16];
pub const ACCOUNT: Id = [0x07; 16];
pub const DEVICE: Id = [0x08; 16];
pub const OBJECT: Id = [0x09; 16];
pub const OTHER: Id = [0xee; 16];
pub const CERTIFICATE: Hash = [0x11; 32];
pub const PREVIOUS: Hash = [0x12; 32];
pub const FACTS: Hash = [0x13; 32];
pub const OTHER_HASH: Hash = [0xee; 32];
pub const PARAMS: KdfParams = KdfParams::FLOOR;
pub const OTHER_PARAMS: KdfParams = KdfParams::DEFAULT;
pub const SALT: Salt = Salt([0x14; 32]);
pub const OTHER_SALT: Salt = Salt([0xee; 32]);

pub fn organisation_key(epoch: u32) -> OrganisationKey {
    hazmat::organisation_key(epoch, &[0x21; 32])
}

pub fn secrets(epoch: u32) -> OrganisationSecrets {
    organisation_key(epoch).secrets()
}

pub fn case_key() -> CaseKey {
    hazmat::case_key(KeyId([0x31; 16]), &[0x32; 32])
}

pub fn part_key() -> PartKey {
    hazmat::part_key(KeyId([0x41; 16]), &[0x42; 32])
}

pub fn record_context() -> RecordContext<'static> {
    RecordContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        case: &CASE,
        part: &PART,
        record: &RECORD,
        form: "person",
        form_version: 1,
        epoch: 1,
        revision: 1,
        author: &AUTHOR,
        certificate: &CERTIFICATE,
        previous: &PREVIOUS,
        facts_hash: &FACTS,
    }
}

/// Every context that differs from [`record_context`] in exactly one field.
pub fn changed_record_contexts() -> Vec<RecordContext<'static>> {
    let c = record_context();
    vec![
        RecordContext { tenant: &OTHER, ..c },
        RecordContext { organisation: &OTHER, ..c },
        RecordContext { case: &OTHER, ..c },
        RecordContext { part: &OTHER, ..c },
        RecordContext { record: &OTHER, ..c },
        RecordContext { form: "persons", ..c },
        RecordContext { form: "", ..c },
        RecordContext { form_version: 2, ..c },
        RecordContext { epoch: 2, ..c },
        RecordContext { revision: 2, ..c },
        RecordContext { author: &OTHER, ..c },
        RecordContext { certificate: &OTHER_HASH, ..c },
        RecordContext { previous: &OTHER_HASH, ..c },
        RecordContext { facts_hash: &OTHER_HASH, ..c },
        // Exchanged with each other.
        RecordContext { case: &PART, part: &CASE, ..c },
        RecordContext { previous: &FACTS, facts_hash: &PREVIOUS, ..c },
    ]
}

pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
