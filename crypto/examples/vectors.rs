//! Prints test vectors: `vectors suite01|derivations|envelopes|statements|texts|attachments`.
//!
//! The files in `vectors/` were made with it once and are frozen: what they hold must open and verify for ever. New cases
//! are appended by hand; nothing that is there is made again.

use crypto::{
    Attachment, AttachmentContext, BundleContext, BundleKey, CaseKey, CaseKeyContext, DeviceContext,
    DeviceKey, DeviceSecret, DeviceShare, Fingerprint, Head, Heads, Id, InvitationSecret, KdfParams, KeyFile,
    KeyId, OneUseSeed, OrganisationDataContext, OrganisationKey, OrganisationSheet, PartKey, PartKeyContext,
    PasswordMaster, PreviousKeyContext, RecordContext, RecordText, RootKey, RootSheet, Salt, SealError,
    SigningKey,
    hazmat::{self, RawKey, SuiteKey},
    seal_attachment, seal_bundle, seal_device_account_keys, seal_device_bundle_key, seal_device_data,
    seal_device_organisation_key, seal_enrolment_seed, seal_organisation_data, seal_record, sha256,
    statement::{self, sign_revision},
    wrap_case_key, wrap_part_key, wrap_previous_organisation_key,
};
use serde_json::{Value, json};
use std::error::Error;

const TENANT: Id = [0x01; 16];
const ORGANISATION: Id = [0x02; 16];
const CASE: Id = [0x03; 16];
const PART: Id = [0x04; 16];
const OBJECT: Id = [0x05; 16];
const ACCOUNT: Id = [0x06; 16];
const DEVICE: Id = [0x07; 16];
const CERTIFICATE: [u8; 32] = [0x11; 32];
const PREVIOUS: [u8; 32] = [0x12; 32];
const FACTS: [u8; 32] = [0x13; 32];
const SALT: Salt = Salt([0x14; 32]);
const EPOCH: u32 = 3;

fn organisation_key() -> OrganisationKey {
    hazmat::organisation_key(EPOCH, &[0x21; 32])
}

fn case_key() -> CaseKey {
    hazmat::case_key(KeyId([0x31; 16]), &[0x32; 32])
}

fn part_key() -> PartKey {
    hazmat::part_key(KeyId([0x41; 16]), &[0x42; 32])
}

fn record_context() -> RecordContext<'static> {
    RecordContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        case: &CASE,
        part: &PART,
        record: &OBJECT,
        form: "person",
        form_version: 2,
        epoch: 4,
        revision: 5,
        author: &ACCOUNT,
        certificate: &CERTIFICATE,
        previous: &PREVIOUS,
        facts_hash: &FACTS,
    }
}

fn heads() -> Heads {
    Heads { organisation: Head { n: 7, hash: [0x71; 32] }, part: Head { n: 9, hash: [0x72; 32] } }
}

fn text() -> RecordText {
    RecordText::from_iter([("name", "Mia Muster"), ("note", "Größe ist kein Maß.")])
}

/// Plaintexts are `(7 n + ⌊n / 251⌋) mod 256` for each position n, so that long ones need no room here.
fn suite01() -> Result<Value, SealError> {
    let mut cases = Vec::new();
    for (number, length) in (1u8..).zip([0, 1, 100, 16_383, 16_384, 16_385, 32_768, 50_000]) {
        let (key, salt, context) =
            ([number; 32], [0x80 | number; 24], vec![0x40 | number; usize::from(number) * 9]);
        let plaintext: Vec<u8> = (0..length).map(|n: usize| (n * 7 + n / 251).to_le_bytes()[0]).collect();
        let mut body = Vec::new();
        SuiteKey::new(&key).seal_with(&context, &plaintext, &mut body, |out| {
            out.copy_from_slice(&salt);
            Ok(())
        })?;
        let mut case = json!({
            "key": hex::encode(key), "context": hex::encode(&context), "salt": hex::encode(salt),
            "length": length, "body_sha256": hex::encode(sha256(&body)),
        });
        if length < 1000 {
            case["body"] = hex::encode(&body).into();
        }
        cases.push(case);
    }
    Ok(json!(cases))
}

fn derivations() -> Value {
    let key = organisation_key();
    let master = PasswordMaster::from_raw(&[0x61; 32]);
    let root = RootKey::from_raw(&[0x51; 32]);
    json!({
        "organisation": {
            "key": hex::encode(hazmat::organisation_key_bytes(&key)),
            "epoch": EPOCH,
            "id": hex::encode(key.id().0),
            "fingerprint": hex::encode(key.fingerprint().to_bytes()),
            "kem_seed": hex::encode(key.secrets().kem().raw()),
            "kem_public_sha256": hex::encode(sha256(key.secrets().kem().public().as_bytes())),
            "join_context": hex::encode("context"),
            "join_body": hex::encode("body"),
            "join_proof": hex::encode(key.secrets().join_proof(b"context", b"body").0),
        },
        "part": { "key": hex::encode([0x42; 32]), "check": hex::encode(part_key().check().0) },
        "root": {
            "seed": hex::encode(root.raw()),
            "public": hex::encode(root.public().to_bytes()),
            "fingerprint": hex::encode(Fingerprint::of_root(&root.public()).to_bytes()),
        },
        "password": {
            "master": hex::encode(master.raw()),
            "login_seed": hex::encode(master.login().raw()),
            "bundle_key": hex::encode(master.bundle().raw()),
        },
        "invitation": {
            "seed": hex::encode([0x71; 32]),
            "signing_seed": hex::encode(OneUseSeed::from_raw(&[0x71; 32]).key().raw()),
        },
    })
}

fn envelopes() -> Result<Value, Box<dyn Error>> {
    let (t, o) = (&TENANT, &ORGANISATION);
    let id = |id: &Id| hex::encode(id);
    let key = organisation_key();
    let secrets = key.secrets();
    let previous = hazmat::organisation_key(EPOCH - 1, &[0x22; 32]);
    let password = BundleKey::from_raw(&[0x62; 32]);
    let kdf = KdfParams::DEFAULT;
    let device = DeviceKey::derive_session(&DeviceSecret::new(&[0x81; 32]), &DeviceShare::new(&[0x82; 32]));
    let remembered = DeviceKey::derive_remembered(
        &DeviceSecret::new(&[0x81; 32]),
        &DeviceShare::new(&[0x82; 32]),
        &PasswordMaster::from_raw(&[0x61; 32]).device(),
    );
    let mut seeds = [0x91; 64];
    seeds[32..].fill(0x92);
    let account = hazmat::account_keys(&seeds);
    let seed = OneUseSeed::from_raw(&[0x71; 32]);
    let bundle = BundleContext { tenant: t, organisation: o, account: &ACCOUNT, kdf: &kdf, salt: &SALT };
    let cache =
        DeviceContext { tenant: t, organisation: o, account: &ACCOUNT, device: &DEVICE, object: &OBJECT };
    let data =
        OrganisationDataContext { tenant: t, organisation: o, object: &OBJECT, form: "view", revision: 6 };
    let case = CaseKeyContext { tenant: t, organisation: o, case: &CASE, key: case_key().id() };
    let part = PartKeyContext {
        tenant: t,
        organisation: o,
        case: &CASE,
        part: &PART,
        epoch: 4,
        key: part_key().id(),
    };
    let before = PreviousKeyContext { tenant: t, organisation: o, key: previous.id() };
    let own = json!({ "tenant": id(t), "organisation": id(o) });
    let fields = |more: Value| {
        let mut fields = own.clone();
        for (name, value) in more.as_object().into_iter().flatten() {
            fields[name] = value.clone();
        }
        fields
    };
    let kdf_field = hex::encode([&kdf.to_bytes()[..], &SALT.0].concat());
    let bundle_fields = |epoch: Option<u32>, content: u8| {
        let mut fields = fields(json!({ "account": id(&ACCOUNT), "kdf": kdf_field, "content": content }));
        if let Some(epoch) = epoch {
            fields["epoch"] = epoch.into();
        }
        fields
    };
    let cache_fields = |epoch: Option<u32>, content: u8| {
        let mut fields = fields(json!({
            "account": id(&ACCOUNT), "device": id(&DEVICE), "object": id(&OBJECT), "content": content,
        }));
        if let Some(epoch) = epoch {
            fields["epoch"] = epoch.into();
        }
        fields
    };
    let entry = |what: &str, keys: Value, fields: Value, data: Value, envelope: Vec<u8>| json!({ "what": what, "keys": keys, "fields": fields, "holds": data, "envelope": hex::encode(envelope) });
    let ok = json!({ "organisation": hex::encode([0x21; 32]) });
    let both = json!({ "organisation": hex::encode([0x21; 32]), "bundle": hex::encode([0x62; 32]) });
    let session = json!({ "device": hex::encode([0x81; 32]), "share": hex::encode([0x82; 32]) });
    let with_password = json!({
        "device": hex::encode([0x81; 32]), "share": hex::encode([0x82; 32]), "master": hex::encode([0x61; 32]),
    });
    Ok(json!([
        entry(
            "record",
            json!({ "part": hex::encode([0x42; 32]), "part_id": id(&[0x41; 16]) }),
            fields(json!({
                "case": id(&CASE), "part": id(&PART), "object": id(&OBJECT), "form": "person", "form_version": 2,
                "epoch": 4, "revision": 5, "author": id(&ACCOUNT), "certificate": hex::encode(CERTIFICATE),
                "previous": hex::encode(PREVIOUS), "facts": hex::encode(FACTS),
            })),
            json!({ "name": "Mia Muster", "note": "Größe ist kein Maß." }),
            seal_record(&part_key(), &record_context(), &text())?,
        ),
        entry(
            "case key",
            ok.clone(),
            fields(json!({ "case": id(&CASE), "object": id(&[0x31; 16]), "epoch": EPOCH, "content": 1 })),
            hex::encode([0x32; 32]).into(),
            wrap_case_key(&secrets, &case, &case_key())?,
        ),
        entry(
            "part key",
            json!({ "case": hex::encode([0x32; 32]), "case_id": id(&[0x31; 16]) }),
            fields(json!({
                "case": id(&CASE), "part": id(&PART), "object": id(&[0x41; 16]), "epoch": 4, "content": 2,
            })),
            hex::encode([0x42; 32]).into(),
            wrap_part_key(&case_key(), &part, &part_key())?,
        ),
        entry(
            "previous organisation key",
            ok.clone(),
            fields(json!({ "object": id(&previous.id().0), "epoch": EPOCH, "content": 3 })),
            hex::encode([0x22; 32]).into(),
            wrap_previous_organisation_key(&secrets, &before, &previous)?,
        ),
        entry(
            "bundle",
            both,
            bundle_fields(Some(EPOCH), 4),
            hex::encode(seeds).into(),
            seal_bundle(&secrets, &password, &bundle, &account)?,
        ),
        entry(
            "enrolment seed",
            json!({ "bundle": hex::encode([0x62; 32]) }),
            bundle_fields(None, 5),
            hex::encode([0x71; 32]).into(),
            seal_enrolment_seed(&password, &bundle, &seed)?,
        ),
        entry(
            "organisation data",
            ok,
            fields(json!({ "object": id(&OBJECT), "form": "view", "epoch": EPOCH, "revision": 6 })),
            hex::encode("a saved view").into(),
            seal_organisation_data(&secrets, &data, b"a saved view")?,
        ),
        entry(
            "device organisation key",
            session.clone(),
            cache_fields(Some(EPOCH), 3),
            hex::encode([0x21; 32]).into(),
            seal_device_organisation_key(&device, &cache, &key)?,
        ),
        entry(
            "device account keys",
            session,
            cache_fields(None, 4),
            hex::encode(seeds).into(),
            seal_device_account_keys(&device, &cache, &account)?,
        ),
        entry(
            "device bundle key",
            with_password.clone(),
            cache_fields(None, 6),
            hex::encode([0x62; 32]).into(),
            seal_device_bundle_key(&remembered, &cache, &password)?,
        ),
        entry(
            "device data",
            with_password,
            cache_fields(None, 7),
            hex::encode("a draft").into(),
            seal_device_data(&remembered, &cache, b"a draft")?,
        ),
    ]))
}

fn statements() -> Result<Value, Box<dyn Error>> {
    let seed = [0x93; 32];
    let context = statement::organisation_context(&TENANT, &ORGANISATION);
    let body = b"\xa1\x00\x01";
    let (root, account) = (RootKey::from_raw(&seed), SigningKey::from_raw(&seed));
    let one_use = <crypto::OneUseKey as RawKey>::from_raw(&seed);
    let mut signatures = Vec::new();
    let mut add = |name: &str, signature: crypto::Signature| {
        signatures.push(json!({ "namespace": name, "signature": hex::encode(signature.to_bytes()) }));
    };
    for namespace in [statement::GENESIS, statement::RECOVERY, statement::SUCCESSOR_ROOT] {
        add(namespace.name(), root.sign(namespace, &context, body));
    }
    for namespace in [
        statement::INVITATION,
        statement::CERTIFICATE,
        statement::RIGHTS,
        statement::REVOCATION,
        statement::KEY_EPOCH,
        statement::PARTNER,
        statement::ACCESS,
        statement::ASSIGNMENT,
        statement::OWNERSHIP,
        statement::HAND_OVER,
    ] {
        add(namespace.name(), account.sign(namespace, &context, body));
    }
    add(statement::ENROLMENT.name(), one_use.sign(statement::ENROLMENT, &context, body));
    let envelope = seal_record(&part_key(), &record_context(), &text())?;
    let revision =
        sign_revision(&account, &record_context(), &envelope, &heads()).map_err(|e| e.to_string())?;
    Ok(json!({
        "seed": hex::encode(seed),
        "public": hex::encode(account.public().to_bytes()),
        "context": hex::encode(context),
        "body": hex::encode(body),
        "signatures": signatures,
        "revision": {
            "envelope": hex::encode(&envelope),
            "organisation_head": { "n": 7, "hash": hex::encode([0x71; 32]) },
            "part_head": { "n": 9, "hash": hex::encode([0x72; 32]) },
            "signature": hex::encode(revision.to_bytes()),
        },
    }))
}

/// Contents are as in `suite01`.
fn attachments() -> Result<Value, Box<dyn Error>> {
    let seed = [0x93; 32];
    let author = SigningKey::from_raw(&seed);
    let r = record_context();
    let mut cases = Vec::new();
    for (number, length) in (1u8..).zip([0, 100, 16_384]) {
        let id = [0xa0 | number; 16];
        let context = AttachmentContext {
            tenant: r.tenant,
            organisation: r.organisation,
            case: r.case,
            part: r.part,
            attachment: &id,
            form: "letter",
            form_version: r.form_version,
            epoch: r.epoch,
            revision: 1,
            author: r.author,
            certificate: r.certificate,
            previous: &[0; 32],
            facts_hash: r.facts_hash,
        };
        let content: Vec<u8> = (0..length).map(|n: usize| (n * 7 + n / 251).to_le_bytes()[0]).collect();
        let (name, media_type) = ("Hilfeplan Größe.pdf", "application/pdf");
        let envelope = seal_attachment(&part_key(), &context, &Attachment::new(name, media_type, content)?)?;
        let signature = sign_revision(&author, &context, &envelope, &heads())?;
        cases.push(json!({
            "what": "attachment",
            "keys": { "part": hex::encode([0x42; 32]), "part_id": hex::encode([0x41; 16]) },
            "fields": {
                "tenant": hex::encode(TENANT), "organisation": hex::encode(ORGANISATION), "case": hex::encode(CASE),
                "part": hex::encode(PART), "object": hex::encode(id), "form": "letter", "form_version": 2, "epoch": 4,
                "revision": 1, "author": hex::encode(ACCOUNT), "certificate": hex::encode(CERTIFICATE),
                "previous": hex::encode([0; 32]), "facts": hex::encode(FACTS),
            },
            "holds": { "name": name, "media_type": media_type, "length": length },
            "envelope": hex::encode(&envelope),
            "revision": {
                "seed": hex::encode(seed),
                "organisation_head": { "n": 7, "hash": hex::encode([0x71; 32]) },
                "part_head": { "n": 9, "hash": hex::encode([0x72; 32]) },
                "signature": hex::encode(signature.to_bytes()),
            },
        }));
    }
    Ok(json!(cases))
}

fn texts() -> Value {
    let key = organisation_key();
    let root = RootKey::from_raw(&[0x51; 32]);
    let file = KeyFile {
        organisation_name: "Jugendhilfe Größenwahn e. V.".to_owned(),
        organisation: ORGANISATION,
        tenant: TENANT,
        root: root.public(),
        checkpoint: Head { n: 12, hash: [0x77; 32] },
        key: key.clone(),
    };
    let invitation = InvitationSecret { id: OBJECT, seed: OneUseSeed::from_raw(&[0x71; 32]) };
    json!({
        "key_file": *file.to_text(),
        "organisation_sheet": *OrganisationSheet::groups(&key),
        "organisation_qr": *OrganisationSheet::qr(&key),
        "organisation_fingerprint": key.fingerprint().to_string(),
        "root_sheet": *RootSheet::groups(&root),
        "root_qr": *RootSheet::qr(&root),
        "root_fingerprint": Fingerprint::of_root(&root.public()).to_string(),
        "invitation_fragment": *invitation.to_fragment(),
        "invitation_groups": *invitation.to_groups(),
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let value = match std::env::args().nth(1).as_deref() {
        Some("suite01") => suite01()?,
        Some("derivations") => derivations(),
        Some("envelopes") => envelopes()?,
        Some("statements") => statements()?,
        Some("texts") => texts(),
        Some("attachments") => attachments()?,
        _ => return Err("usage: vectors suite01|derivations|envelopes|statements|texts|attachments".into()),
    };
    println!("{}", serde_json::to_string_pretty(&value)?);
    Ok(())
}
