//! What is sealed: envelopes under fixed keys, and the plaintext of records behind them.

use crypto::{
    CaseKeyContext, Hash, Id, KeyId, PartKeyContext, RecordContext,
    envelope::Header,
    hazmat::{self, SALT_SIZE, SuiteKey},
    open_record, record, unwrap_case_key, unwrap_part_key,
};

const TENANT: Id = [0x01; 16];
const ORGANISATION: Id = [0x02; 16];
const CASE: Id = [0x03; 16];
const PART: Id = [0x04; 16];
const OBJECT: Id = [0x05; 16];
const AUTHOR: Id = [0x06; 16];
const CERTIFICATE: Hash = [0x11; 32];
const PREVIOUS: Hash = [0x12; 32];
const FACTS: Hash = [0x13; 32];

/// The context of the record in `crypto/vectors/envelopes.json`, so that this vector is an input that opens.
const RECORD: RecordContext<'_> = RecordContext {
    tenant: &TENANT,
    organisation: &ORGANISATION,
    case: &CASE,
    part: &PART,
    record: &OBJECT,
    form: "person",
    form_version: 2,
    epoch: 4,
    revision: 5,
    author: &AUTHOR,
    certificate: &CERTIFICATE,
    previous: &PREVIOUS,
    facts_hash: &FACTS,
};

/// An envelope from the server: the header is read as it is written, what opens as a raw body seals to the same bytes,
/// and the typed functions refuse or open, with one error.
pub fn envelopes(bytes: &[u8]) -> bool {
    let header = Header::parse(bytes);
    if let Ok(header) = &header {
        assert!(bytes.starts_with(&header.to_bytes()), "a header was read that would be written otherwise");
    }
    let key = hazmat::part_key(KeyId([0x41; 16]), &[0x42; 32]);
    if let Ok(text) = open_record(&key, &RECORD, bytes) {
        assert!(record::encode(&text).is_ok(), "a record was opened that cannot be sealed");
    }
    let case_key = hazmat::case_key(KeyId([0x31; 16]), &[0x32; 32]);
    let part = PartKeyContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        case: &CASE,
        part: &PART,
        epoch: 4,
        key: KeyId([0x41; 16]),
    };
    let _ = unwrap_part_key(&case_key, &part, &key.check(), bytes);
    let secrets = hazmat::organisation_key(3, &[0x21; 32]).secrets();
    let case =
        CaseKeyContext { tenant: &TENANT, organisation: &ORGANISATION, case: &CASE, key: KeyId([0x31; 16]) };
    let _ = unwrap_case_key(&secrets, &case, bytes);
    body(bytes) || header.is_ok()
}

/// Suite 01 alone, under the first key of `crypto/vectors/suite01.json`.
fn body(bytes: &[u8]) -> bool {
    let (key, context) = (SuiteKey::new(&[1; 32]), [0x41; 9]);
    let Ok(plaintext) = key.open(&context, bytes) else { return false };
    let mut again = Vec::new();
    let sealed = key.seal_with(&context, &plaintext, &mut again, |salt| {
        salt.copy_from_slice(&bytes[..SALT_SIZE]);
        Ok(())
    });
    assert!(sealed.is_ok() && again == bytes, "a body was opened that would be sealed otherwise");
    true
}

/// The plaintext of a record: padding, CBOR, texts. There is exactly one for given texts.
pub fn records(bytes: &[u8]) -> bool {
    let Ok(text) = record::decode(bytes) else { return false };
    let again = record::encode(&text);
    assert!(again.is_ok_and(|again| *again == bytes), "a record was read that would be written otherwise");
    true
}
