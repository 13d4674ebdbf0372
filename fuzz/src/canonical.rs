//! What is signed: statements of the logs and clear facts. One meaning has one byte string.

use api::{
    facts::Facts,
    signing::EnvelopeHeader,
    statement::{Payload, SignedStatement, Statement},
};

/// The body of a statement.
pub fn statements(bytes: &[u8]) -> bool {
    // The header of an envelope as the server reads it; any bytes may be one.
    let _ = EnvelopeHeader::read(bytes);
    let Ok(statement) = Statement::from_cbor(bytes) else { return false };
    assert!(statement.to_cbor() == bytes, "a statement was read that would be written otherwise");
    assert!(!statement.namespace().is_empty(), "a statement without a namespace");
    let _ = statement.object();
    if let Payload::Certificate(certificate) = &statement.payload {
        // What the one-use key signs is written anew from what was read.
        let _ = certificate.keys.to_cbor();
    }
    let signed = SignedStatement { body: bytes.to_vec().into(), signature: vec![0; 64].into() };
    assert!(signed.decode().is_ok_and(|again| again == statement), "a signed statement reads otherwise");
    true
}

/// The clear facts of a record.
pub fn facts(bytes: &[u8]) -> bool {
    let Ok(facts) = Facts::from_cbor(bytes) else { return false };
    assert!(facts.to_cbor() == bytes, "facts were read that would be written otherwise");
    assert!(facts.iter().count() == facts.len(), "facts are counted otherwise than listed");
    let _ = (facts.is_withdrawn(), facts.hash());
    let _ = api::derive::rated(&facts);
    let _ = api::derive::closes(&facts);
    true
}
