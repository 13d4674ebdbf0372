//! Writes the corpus: `cargo run -p fuzz --example corpus`. What is there already stays as it is.

use api::{
    Bytes, Bytes32,
    chain::{Head, Heads},
    facts::{Fact, Facts},
    ids::{AccountId, CaseId, InvitationId, KeyId, OrganisationId, PartId, TenantId, UnitId},
    organisations::{Grant, Role, Scope},
    statement::{
        Access, AccountKeys, Assignment, Certificate, EpochState, Genesis, Invitation, KeyCheck, KeyEpoch,
        Payload, Recovery, Revocation, Rights, SignedStatement, Statement, SuccessorRoot,
    },
};
use crypto::{RecordText, record};
use serde_json::{Value, json};
use std::{error::Error, fs, path::Path};
use uuid::Uuid;

type Inputs = Vec<(String, Vec<u8>)>;
type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    write("envelopes", envelopes()?)?;
    write("records", records()?)?;
    write("key_files", key_files()?)?;
    write("groups", groups()?)?;
    write("statements", statements())?;
    write("facts", facts()?)?;
    write("cbor_bodies", cbor_bodies()?)?;
    write("json_bodies", json_bodies()?)
}

fn write(target: &str, inputs: Inputs) -> Done {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    for (name, bytes) in inputs {
        let path = folder.join(name.replace(' ', "-"));
        if !path.exists() {
            fs::write(path, bytes)?;
        }
    }
    Ok(())
}

fn input(name: &str, bytes: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (name.to_owned(), bytes.into())
}

fn vectors(name: &str) -> Done<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crypto/vectors").join(format!("{name}.json"));
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn text(value: &Value) -> Done<&str> {
    value.as_str().ok_or_else(|| "a vector lacks a text".into())
}

/// The same bytes with `value` at `place`.
fn with(bytes: &[u8], place: usize, value: u8) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    if let Some(byte) = changed.get_mut(place) {
        *byte = value;
    }
    changed
}

fn envelopes() -> Done<Inputs> {
    let mut inputs = Inputs::new();
    for vector in vectors("envelopes")?.as_array().into_iter().flatten() {
        inputs.push(input(
            &format!("valid {}", text(&vector["what"])?),
            hex::decode(text(&vector["envelope"])?)?,
        ));
    }
    let record = inputs.first().map(|(_, bytes)| bytes.clone()).unwrap_or_default();
    let body = vectors("suite01")?[0]["body"].as_str().map(hex::decode).transpose()?.unwrap_or_default();
    inputs.extend([
        input("valid empty body", body.clone()),
        input("body with a chunk of nothing behind it", [&body[..], &[0; 16]].concat()),
        input("wrong magic", with(&record, 3, 2)),
        input("unknown suite", with(&record, 4, 0)),
        input("unknown kind", with(&record, 5, 9)),
        input("kind of a slot", with(&record, 5, 2)),
        input("unknown schema", with(&record, 7, 2)),
        input("other key", with(&record, 8, 0)),
        input("other salt", with(&record, 24, 0)),
        input("other commitment", with(&record, 48, 0)),
        input("cut in the header", &record[..23]),
        input("header alone", &record[..24]),
        input("cut in the commitment", &record[..60]),
        input("no chunk", &record[..80]),
        input("cut tag", &record[..record.len() - 1]),
    ]);
    Ok(inputs)
}

/// Length, CBOR and zeroes up to 256 bytes, as a record is padded.
fn padded(cbor: &[u8]) -> Vec<u8> {
    let mut plaintext = u32::try_from(cbor.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    plaintext.extend_from_slice(cbor);
    plaintext.resize(plaintext.len().max(256), 0);
    plaintext
}

fn records() -> Done<Inputs> {
    let encode = |texts: &[(&str, &str)]| {
        record::encode(&RecordText::from_iter(texts.iter().copied())).map(|bytes| bytes.to_vec())
    };
    let two = encode(&[("name", "Mia Muster"), ("note", "Größe ist kein Maß.")])?;
    Ok(vec![
        input("valid empty", encode(&[])?),
        input("valid two texts", two.clone()),
        input("valid more than the least size", encode(&[("report", &"Verlauf ".repeat(60))])?),
        input("not padded", &two[..64]),
        input("padded with ones", with(&two, 255, 1)),
        input("length beyond the end", with(&two, 0, 0xff)),
        input("length zero", with(&two, 3, 0)),
        input("keys in the wrong order", padded(b"\xa2\x61b\x61x\x61a\x61x")),
        input("key twice", padded(b"\xa2\x61a\x61x\x61a\x61x")),
        input("endless map", padded(b"\xbf\x61a\x61x\xff")),
        input("long form of a short length", padded(b"\xb8\x01\x61a\x61x")),
        input("text that is no UTF-8", padded(b"\xa1\x61a\x62\xc3\x28")),
        input("number as text", padded(b"\xa1\x61a\x01")),
        input("announces two to the power of 64 texts", padded(b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff")),
        input("announces a text of 4 GiB", padded(b"\xa1\x61a\x7a\xff\xff\xff\xff")),
        input("something behind the map", padded(b"\xa0\x00")),
    ])
}

fn key_files() -> Done<Inputs> {
    let texts = vectors("texts")?;
    let file = text(&texts["key_file"])?;
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(file.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin1: Vec<u8> = file.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap_or(b'?')).collect();
    Ok(vec![
        input("valid", file),
        input("valid with carriage returns", file.replace('\n', "\r\n")),
        input("valid with a byte order mark", format!("\u{feff}{file}")),
        input("valid in UTF-16", utf16.clone()),
        input("valid in Latin-1", latin1),
        input("blank", " \r\n\t"),
        input("another text", "Sehr geehrte Damen und Herren,\n"),
        input("cut in the key", file.split("key: I").next().unwrap_or_default()),
        input("cut in the checksum", &file[..file.len() - 8]),
        input("field twice", file.replace("epoch: 3\n", "epoch: 3\nepoch: 3\n")),
        input("field missing", file.replace("epoch: 3\n", "")),
        input("epoch too large", file.replace("epoch: 3", "epoch: 99999999999999999999")),
        input("unknown version", file.replace("wimes-key-file: 1", "wimes-key-file: 2")),
        input("UTF-16 with half a character", &utf16[..utf16.len() - 1]),
        input("UTF-16 with half a pair", b"\xff\xfe\x00\xd8".to_vec()),
        input("control characters", "\u{0}\u{1b}[2J\u{202e}"),
    ])
}

fn groups() -> Done<Inputs> {
    let texts = vectors("texts")?;
    let joined = |name: &str, between: &str| -> Done<String> {
        let groups = texts[name].as_array().ok_or("a vector lacks groups")?;
        Ok(groups.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(between))
    };
    let organisation = joined("organisation_sheet", " ")?;
    Ok(vec![
        input("valid organisation sheet", organisation.clone()),
        input("valid organisation sheet in small letters", organisation.to_lowercase()),
        input("valid organisation code", text(&texts["organisation_qr"])?),
        input("valid root sheet", joined("root_sheet", "\n")?),
        input("valid root code", text(&texts["root_qr"])?),
        input("valid invitation groups", joined("invitation_groups", "-")?),
        input("valid invitation fragment", text(&texts["invitation_fragment"])?),
        input("valid invitation fragment with hash", format!("#{}", text(&texts["invitation_fragment"])?)),
        input("letters that look like digits", organisation.replace('0', "O").replace('1', "l")),
        input("one group too few", &organisation[6..]),
        input("one group twice", format!("{} {organisation}", &organisation[..5])),
        input(
            "two groups exchanged",
            format!("{} {} {}", &organisation[6..11], &organisation[..5], &organisation[12..]),
        ),
        input("wrong character", organisation.replace('J', "!")),
        input("umlauts", "ÄÖÜß".repeat(20)),
        input("fragment without a seed", "BQUFBQUFBQUFBQUFBQUFBQ."),
        input("fragment that is too long", format!("{0}{0}", text(&texts["invitation_fragment"])?)),
        input("no UTF-8", b"\xff\xfe\xfd".to_vec()),
    ])
}

fn account(byte: u8) -> AccountId {
    AccountId(Uuid::from_bytes([byte; 16]))
}

const ORGANISATION: OrganisationId = OrganisationId(Uuid::from_bytes([2; 16]));
const CASE: CaseId = CaseId(Uuid::from_bytes([3; 16]));
const PART: PartId = PartId(Uuid::from_bytes([4; 16]));

fn keys() -> AccountKeys {
    AccountKeys { account: account(6), signing: Bytes32([0x61; 32]), kem: Bytes(vec![0x62; 40]) }
}

fn grants() -> Vec<Grant> {
    let unit = Some(UnitId(Uuid::from_bytes([8; 16])));
    vec![
        Grant { role: Role::Administrator, scope: Scope::Organisation, unit: None },
        Grant { role: Role::Caseworker, scope: Scope::Subtree, unit },
    ]
}

fn epoch(state: EpochState) -> KeyEpoch {
    KeyEpoch {
        epoch: 3,
        key: KeyId(Uuid::from_bytes([0x21; 16])),
        fingerprint: Bytes32([0x22; 32]),
        kem: Bytes(vec![0x23; 40]),
        state,
        min_seal: 2,
    }
}

fn statement(payload: Payload) -> Statement {
    Statement {
        organisation: ORGANISATION,
        signer: account(6),
        certificate: Bytes32([0x11; 32]),
        heads: Heads { organisation: Head { n: 7, hash: Bytes32([0x71; 32]) }, part: Head::EMPTY },
        at: 1_700_000_000,
        payload,
    }
}

fn signed(payload: Payload) -> SignedStatement {
    SignedStatement { body: statement(payload).to_cbor().into(), signature: vec![0x5a; 64].into() }
}

fn access() -> Access {
    Access {
        case: CASE,
        part: PART,
        kind: "core".to_owned(),
        epoch: 1,
        key: KeyId(Uuid::from_bytes([0x41; 16])),
        check: Bytes32([0x42; 32]),
        owner: ORGANISATION,
        readers: vec![ORGANISATION],
        writers: vec![ORGANISATION],
        expires_at: Some(1_800_000_000),
        previous: Bytes32::ZERO,
    }
}

fn assignment() -> Assignment {
    Assignment {
        case: CASE,
        part: PART,
        version: 1,
        unit: Some(UnitId(Uuid::from_bytes([8; 16]))),
        responsible: account(6),
        deputy: None,
        team: vec![account(7)],
    }
}

fn statements() -> Inputs {
    let invitation = Invitation {
        id: InvitationId(Uuid::from_bytes([5; 16])),
        account: account(7),
        display_name: "Mia Muster".to_owned(),
        grants: grants(),
        expires_at: 1_800_000_000,
        one_use: Bytes32([0x51; 32]),
        rights_version: 1,
    };
    let certificate = Certificate {
        invitation: signed(Payload::Invitation(invitation.clone())),
        keys: keys(),
        one_use_signature: Bytes(vec![0x52; 64]),
        join_proof: Bytes32([0x53; 32]),
        display_name: "Mia Muster".to_owned(),
    };
    let genesis = Genesis {
        tenant: TenantId(Uuid::from_bytes([1; 16])),
        root: Bytes32([0x31; 32]),
        administrator: keys(),
        display_name: "Mia Muster".to_owned(),
        grants: grants(),
        epoch: epoch(EpochState::Active),
    };
    let recovery =
        Recovery { keys: keys(), display_name: "Mia Muster".to_owned(), grants: grants(), version: 2 };
    let body = |payload: Payload| statement(payload).to_cbor();
    let short = body(Payload::SuccessorRoot(SuccessorRoot { root: Bytes32([0x32; 32]) }));
    vec![
        input("valid genesis", body(Payload::Genesis(genesis))),
        input("valid invitation", body(Payload::Invitation(invitation))),
        input("valid certificate", body(Payload::Certificate(certificate))),
        input(
            "valid rights",
            body(Payload::Rights(Rights { account: account(7), grants: grants(), version: 2 })),
        ),
        input("valid revocation", body(Payload::Revocation(Revocation { account: account(7), version: 3 }))),
        input("valid key epoch", body(Payload::KeyEpoch(epoch(EpochState::Begun)))),
        input("valid recovery", body(Payload::Recovery(recovery))),
        input("valid successor root", short.clone()),
        input("valid key check", body(Payload::KeyCheck(KeyCheck { epoch: 3, file: true, sheet: true }))),
        input("valid access", body(Payload::Access(access()))),
        input("valid assignment", body(Payload::Assignment(assignment()))),
        input("long form of the map", [&[0xb8, short[0] & 0x1f], &short[1..]].concat()),
        input("endless map", [&[0xbf], &short[1..], &[0xff]].concat()),
        input("something behind it", [&short[..], &[0]].concat()),
        input("cut in the middle", &short[..short.len() / 2]),
        input("announces a string of 4 GiB", b"\xa6\x00\x5a\xff\xff\xff\xff".to_vec()),
        input(
            "announces endless grants",
            b"\xa6\x05\x82\x03\xa1\x01\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        ),
    ]
}

fn some_facts() -> Done<Facts> {
    let mut facts = Facts::new();
    facts.set("date", Fact::Code("2026-11-23".to_owned()))?;
    facts.set("minutes", Fact::Int(-90))?;
    facts.set("_withdrawn", Fact::Bool(true))?;
    facts.set("topics", Fact::Codes(vec!["school".to_owned(), "family".to_owned()]))?;
    facts.set("person", Fact::Id(Uuid::from_bytes([6; 16])))?;
    Ok(facts)
}

fn facts() -> Done<Inputs> {
    Ok(vec![
        input("valid none", Facts::new().to_cbor()),
        input("valid one of each kind", some_facts()?.to_cbor()),
        input("valid smallest number", b"\xa1\x61n\x3b\x7f\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        input("number beyond 64 bits", b"\xa1\x61n\x3b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        input("long form of a number", b"\xa1\x61n\x18\x01".to_vec()),
        input("keys in the wrong order", b"\xa2\x61b\x01\x61a\x01".to_vec()),
        input("key twice", b"\xa2\x61a\x01\x61a\x01".to_vec()),
        input("free text", b"\xa1\x61a\x6aMia Muster".to_vec()),
        input("id of 15 bytes", b"\xa1\x61a\x4faaaaaaaaaaaaaaa".to_vec()),
        input("fraction", b"\xa1\x61a\xf9\x3c\x00".to_vec()),
        input("null", b"\xa1\x61a\xf6".to_vec()),
        input("tagged", b"\xa1\x61a\xc1\x01".to_vec()),
        input("map in a map", b"\xa1\x61a\xa1\x61b\x01".to_vec()),
        input("endless map", b"\xbf\x61a\x01\xff".to_vec()),
        input("announces two to the power of 64 facts", b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        input("announces endless codes", b"\xa1\x61a\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        input("not a map", b"\x80".to_vec()),
    ])
}

fn revision() -> Done<api::records::Revision> {
    Ok(api::records::Revision {
        case: CASE,
        part: PART,
        record: api::ids::RecordId(Uuid::from_bytes([5; 16])),
        form: "person".to_owned(),
        form_version: 1,
        revision: 1,
        epoch: 1,
        previous: Bytes32::ZERO,
        facts: some_facts()?.to_cbor().into(),
        envelope: Some(vec![0x57; 96].into()),
        envelope_hash: Bytes32([0x12; 32]),
        author: account(6),
        certificate: Bytes32([0x11; 32]),
        heads: Heads { organisation: Head { n: 7, hash: Bytes32([0x71; 32]) }, part: Head::EMPTY },
        signature: vec![0x5a; 64].into(),
    })
}

fn cbor_bodies() -> Done<Inputs> {
    use api::cases::{CaseSlot, CreateCase, CreatePart, PartSlot};
    let key = KeyId(Uuid::from_bytes([0x31; 16]));
    let case_slot = CaseSlot { organisation: ORGANISATION, key, epoch: 3, slot: vec![0x57; 128].into() };
    let part_slot = PartSlot {
        organisation: ORGANISATION,
        key: KeyId(Uuid::from_bytes([0x41; 16])),
        epoch: 1,
        slot: vec![0x57; 128].into(),
    };
    let part = CreatePart {
        id: PART,
        kind: "core".to_owned(),
        slot: part_slot,
        access: signed(Payload::Access(access())),
    };
    let create = CreateCase {
        id: CASE,
        code: "K7-2M".to_owned(),
        slot: case_slot.clone(),
        parts: vec![part],
        assignment: signed(Payload::Assignment(assignment())),
        records: vec![revision()?],
    };
    let rewrap = api::keys::Rewrap { slots: vec![api::keys::HeldSlot { case: CASE, slot: case_slot }] };
    let post = api::organisations::PostStatement { statement: signed(Payload::Assignment(assignment())) };
    let one = minicbor_serde::to_vec(revision()?)?;
    Ok(vec![
        input("valid create case", minicbor_serde::to_vec(&create)?),
        input("valid revision", one.clone()),
        input("valid rewrap", minicbor_serde::to_vec(&rewrap)?),
        input("valid post statement", minicbor_serde::to_vec(&post)?),
        input("something behind the revision", [&one[..], &[0]].concat()),
        input("cut in the middle", &one[..one.len() / 2]),
        input("field twice", b"\xa2\x65slots\x80\x65slots\x80".to_vec()),
        input("slots that are a text", b"\xa1\x65slots\x61a".to_vec()),
        input("announces endless slots", b"\xa1\x65slots\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        input("announces slots that never come", b"\xa1\x65slots\x9a\x00\xff\xff\xff".to_vec()),
        input("unknown field with deep arrays", [&b"\xa1\x61?"[..], &[0x81; 2000], &[0x80]].concat()),
        input(
            "announces a byte string of 4 GiB",
            b"\xa1\x69statement\xa1\x64body\x5a\xff\xff\xff\xff".to_vec(),
        ),
        input("endless byte string", b"\xa1\x69statement\xa1\x64body\x5f\x41a\xff".to_vec()),
        input("null", b"\xf6".to_vec()),
    ])
}

fn json_bodies() -> Done<Inputs> {
    let id = |byte: u8| Uuid::from_bytes([byte; 16]).to_string();
    let bytes = |byte: u8, length: usize| Bytes(vec![byte; length]).to_base64url();
    let salt = bytes(0x14, 32);
    let kdf = json!({"memory_kib": 65536, "passes": 3, "lanes": 1});
    let statement =
        serde_json::to_value(signed(Payload::Revocation(Revocation { account: account(7), version: 3 })))?;
    let valid = [
        ("login start", json!({"tenant": "demo", "login": "m.muster"})),
        (
            "login challenge",
            json!({"challenge": id(9), "nonce": salt, "salt": salt, "kdf": kdf,
            "expires_at": 1_800_000_000, "origin": "https://portal.example"}),
        ),
        ("login finish", json!({"challenge": id(9), "signature": bytes(0x5a, 64)})),
        (
            "password change",
            json!({"salt": salt, "kdf": kdf, "login_public_key": salt,
            "bundles": [{"organisation": id(2), "bundle": bytes(0x57, 160)}], "signature": bytes(0x5a, 64),
            "share": null}),
        ),
        (
            "accept invitation",
            json!({"login": "m.muster", "display_name": "Mia Muster", "salt": salt, "kdf": kdf,
            "login_public_key": salt, "enrolment": bytes(0x57, 128), "signature": bytes(0x5a, 64)}),
        ),
        ("unit", json!({"id": id(8), "parent": null, "name": "Team Süd", "position": 3})),
        ("post statement", json!({"statement": statement})),
        ("create genesis", json!({"statement": statement, "bundle": bytes(0x57, 160)})),
        ("receipt", json!({"head": {"n": 7, "hash": salt}, "at": 1_700_000_000})),
        ("update organisation", json!({"name": "Haus Linde", "key_hint": "Laufwerk S"})),
        (
            "log page",
            json!({"entries": [{"n": 1, "hash": salt, "object": bytes(2, 16), "revision": 0, "at": 1,
            "content": {"statement": statement}}], "head": {"n": 1, "hash": salt}}),
        ),
        ("problem", json!({"type": "about:blank", "title": "x", "status": 409, "code": "conflict"})),
    ];
    let mut inputs = Inputs::new();
    for (name, value) in valid {
        inputs.push(input(&format!("valid {name}"), serde_json::to_vec(&value)?));
    }
    inputs.extend([
        input("field twice", r#"{"tenant":"a","tenant":"b","login":"c"}"#),
        input(
            "number beyond 64 bits",
            r#"{"id":"08080808-0808-0808-0808-080808080808","parent":null,"name":"","position":1e400}"#,
        ),
        input("half a surrogate pair", r#"{"tenant":"\ud800","login":"a"}"#),
        input("byte order mark", "\u{feff}{}"),
        input("deep arrays", "[".repeat(2000)),
        input("unknown field with deep arrays", format!("{{\"?\":{}", "[".repeat(2000))),
        input("digest of 31 bytes", format!(r#"{{"head":{{"n":1,"hash":"{}"}},"at":1}}"#, bytes(1, 31))),
        input("padded base64", r#"{"signature":"AA=="}"#),
        input("base64 with a bit too many", r#"{"signature":"AB"}"#),
        input("not UTF-8", b"{\"tenant\":\"\xff\",\"login\":\"\"}".to_vec()),
    ]);
    Ok(inputs)
}
