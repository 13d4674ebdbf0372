//! The frozen vectors in `vectors/`: what they hold must open and verify for ever. The files are append-only.

use cobblestone::Key256;
use crypto::{
    AttachmentContext, BundleContext, BundleKey, CaseKeyContext, CheckValue, DeviceContext, DeviceKey,
    DeviceSecret, DeviceShare, Fingerprint, Hash, Head, Heads, Id, InvitationSecret, JoinProof, KdfParams,
    KeyFile, KeyId, OneUseKey, OneUseSeed, OpenError, OrganisationDataContext, OrganisationKey,
    OrganisationSheet, PartKeyContext, PasswordMaster, PreviousKeyContext, RecordContext, RecordText,
    RootKey, RootSheet, Salt, Signature, SigningKey,
    hazmat::{self, RawKey, SuiteKey},
    open_attachment, open_bundle, open_device_account_keys, open_device_bundle_key, open_device_data,
    open_device_organisation_key, open_enrolment_seed, open_organisation_data, open_record, sha256,
    statement::{self, verify_revision},
    unwrap_case_key, unwrap_part_key, unwrap_previous_organisation_key,
};
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn load(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn heads(v: &Value) -> Heads {
    let head = |v: &Value| Head { n: v["n"].as_u64().unwrap(), hash: array(&v["hash"]) };
    Heads { organisation: head(&v["organisation_head"]), part: head(&v["part_head"]) }
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

/// What we seal with the given salt is the frozen body, and `cobblestone` opens it: so the expected values are not ours.
#[test]
fn suite01() {
    for case in load(include_str!("../../vectors/suite01.json")).as_array().unwrap() {
        let (key, context, salt): ([u8; 32], _, Vec<u8>) =
            (array(&case["key"]), bytes(&case["context"]), bytes(&case["salt"]));
        let plaintext: Vec<u8> = (0..number(&case["length"])).map(|n| (n * 7 + n / 251) as u8).collect();
        let mut body = Vec::new();
        let fill = |out: &mut [u8]| {
            out.copy_from_slice(&salt);
            Ok(())
        };
        SuiteKey::new(&key).seal_with(&context, &plaintext, &mut body, fill).unwrap();
        assert_eq!(sha256(&body), array(&case["body_sha256"]));
        if !case["body"].is_null() {
            assert_eq!(body, bytes(&case["body"]));
        }
        assert_eq!(cobblestone::decrypt(&Key256::from_bytes(&key), &context, &body).unwrap(), plaintext);
        assert_eq!(*SuiteKey::new(&key).open(&context, &body).unwrap(), plaintext);
    }
}

#[test]
fn derivations() {
    let all = load(include_str!("../../vectors/derivations.json"));
    let v = &all["organisation"];
    let key = hazmat::organisation_key(number(&v["epoch"]), &array(&v["key"]));
    let secrets = key.secrets();
    assert_eq!(key.id().0, array(&v["id"]));
    assert_eq!(key.fingerprint().to_bytes(), array(&v["fingerprint"]));
    assert_eq!(secrets.kem().raw(), array(&v["kem_seed"]));
    assert_eq!(sha256(secrets.kem().public().as_bytes()), array(&v["kem_public_sha256"]));
    let proof = JoinProof(array(&v["join_proof"]));
    assert_eq!(
        secrets.verify_join_proof(&bytes(&v["join_context"]), &bytes(&v["join_body"]), &proof),
        Ok(())
    );
    let v = &all["part"];
    let part = hazmat::part_key(KeyId([0; 16]), &array(&v["key"]));
    assert_eq!(part.check(), CheckValue(array(&v["check"])));
    let v = &all["root"];
    let root = RootKey::from_raw(&array(&v["seed"])).public();
    assert_eq!(root.to_bytes(), array(&v["public"]));
    assert_eq!(Fingerprint::of_root(&root).to_bytes(), array(&v["fingerprint"]));
    let v = &all["password"];
    let master = PasswordMaster::from_raw(&array(&v["master"]));
    assert_eq!(master.login().raw(), array(&v["login_seed"]));
    assert_eq!(master.bundle().raw(), array(&v["bundle_key"]));
    let v = &all["invitation"];
    assert_eq!(OneUseSeed::from_raw(&array(&v["seed"])).key().raw(), array(&v["signing_seed"]));
}

/// One frozen envelope with what is needed to open it.
struct Envelope<'a>(&'a Value);

impl Envelope<'_> {
    fn key(&self, name: &str) -> [u8; 32] {
        array(&self.0["keys"][name])
    }

    fn id(&self, field: &str) -> Id {
        array(&self.0["fields"][field])
    }

    fn hash(&self, field: &str) -> Hash {
        array(&self.0["fields"][field])
    }

    fn number(&self, field: &str) -> u32 {
        number(&self.0["fields"][field])
    }

    fn form(&self) -> &str {
        self.0["fields"]["form"].as_str().unwrap()
    }

    fn organisation_key(&self) -> OrganisationKey {
        hazmat::organisation_key(self.number("epoch"), &self.key("organisation"))
    }

    fn device_key(&self) -> DeviceKey {
        let (device, share) = (DeviceSecret::new(&self.key("device")), DeviceShare::new(&self.key("share")));
        if self.0["keys"]["master"].is_null() {
            return DeviceKey::derive_session(&device, &share);
        }
        let password = PasswordMaster::from_raw(&self.key("master")).device();
        DeviceKey::derive_remembered(&device, &share, &password)
    }

    /// Opens `envelope` in the place of this one and says what it holds.
    fn open(&self, envelope: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (tenant, organisation) = (&self.id("tenant"), &self.id("organisation"));
        match self.0["what"].as_str().unwrap() {
            "record" => {
                let context = RecordContext {
                    tenant,
                    organisation,
                    case: &self.id("case"),
                    part: &self.id("part"),
                    record: &self.id("object"),
                    form: self.form(),
                    form_version: self.number("form_version"),
                    epoch: self.number("epoch"),
                    revision: self.number("revision"),
                    author: &self.id("author"),
                    certificate: &self.hash("certificate"),
                    previous: &self.hash("previous"),
                    facts_hash: &self.hash("facts"),
                };
                let key = hazmat::part_key(KeyId(array(&self.0["keys"]["part_id"])), &self.key("part"));
                let expected = self.0["holds"].as_object().unwrap();
                let expected = RecordText::from_iter(expected.iter().map(|(k, v)| (k, v.as_str().unwrap())));
                assert_eq!(open_record(&key, &context, envelope)?, expected);
                Ok(Vec::new())
            }
            "attachment" => {
                let context = AttachmentContext {
                    tenant,
                    organisation,
                    case: &self.id("case"),
                    part: &self.id("part"),
                    attachment: &self.id("object"),
                    form: self.form(),
                    form_version: self.number("form_version"),
                    epoch: self.number("epoch"),
                    revision: self.number("revision"),
                    author: &self.id("author"),
                    certificate: &self.hash("certificate"),
                    previous: &self.hash("previous"),
                    facts_hash: &self.hash("facts"),
                };
                let key = hazmat::part_key(KeyId(array(&self.0["keys"]["part_id"])), &self.key("part"));
                let file = open_attachment(&key, &context, envelope)?;
                let holds = &self.0["holds"];
                assert_eq!(
                    (file.name(), file.media_type()),
                    (text(&holds["name"]), text(&holds["media_type"]))
                );
                let content: Vec<u8> =
                    (0..number(&holds["length"])).map(|n| (n * 7 + n / 251) as u8).collect();
                assert_eq!(file.content(), content);
                let v = &self.0["revision"];
                let author = SigningKey::from_raw(&array(&v["seed"])).public();
                let signature = Signature::from_bytes(&bytes(&v["signature"])).unwrap();
                assert_eq!(verify_revision(&author, &context, envelope, &heads(v), &signature), Ok(()));
                Ok(Vec::new())
            }
            "case key" => {
                let context = CaseKeyContext {
                    tenant,
                    organisation,
                    case: &self.id("case"),
                    key: KeyId(self.id("object")),
                };
                let key = unwrap_case_key(&self.organisation_key().secrets(), &context, envelope)?;
                Ok(hazmat::case_key_bytes(&key).to_vec())
            }
            "part key" => {
                let id = KeyId(self.id("object"));
                let check = hazmat::part_key(id, &array(&self.0["holds"])).check();
                let context = PartKeyContext {
                    tenant,
                    organisation,
                    case: &self.id("case"),
                    part: &self.id("part"),
                    epoch: self.number("epoch"),
                    key: id,
                };
                let case = hazmat::case_key(KeyId(array(&self.0["keys"]["case_id"])), &self.key("case"));
                Ok(hazmat::part_key_bytes(&unwrap_part_key(&case, &context, &check, envelope)?).to_vec())
            }
            "previous organisation key" => {
                let context = PreviousKeyContext { tenant, organisation, key: KeyId(self.id("object")) };
                let key =
                    unwrap_previous_organisation_key(&self.organisation_key().secrets(), &context, envelope)?;
                Ok(hazmat::organisation_key_bytes(&key).to_vec())
            }
            "organisation data" => {
                let context = OrganisationDataContext {
                    tenant,
                    organisation,
                    object: &self.id("object"),
                    form: self.form(),
                    revision: self.number("revision"),
                };
                Ok(open_organisation_data(&self.organisation_key().secrets(), &context, envelope)?.to_vec())
            }
            what @ ("bundle" | "enrolment seed") => {
                let kdf = bytes(&self.0["fields"]["kdf"]);
                let number = |at: usize| u32::from_be_bytes(kdf[at..at + 4].try_into().unwrap());
                let context = BundleContext {
                    tenant,
                    organisation,
                    account: &self.id("account"),
                    kdf: &KdfParams::new(number(0), number(4), number(8)).unwrap(),
                    salt: &Salt(kdf[12..].try_into().unwrap()),
                };
                let password = BundleKey::from_raw(&self.key("bundle"));
                if what == "enrolment seed" {
                    return Ok(open_enrolment_seed(&password, &context, envelope)?.raw().to_vec());
                }
                let keys = open_bundle(&self.organisation_key().secrets(), &password, &context, envelope)?;
                Ok([keys.signing.raw(), keys.kem.raw()].concat())
            }
            what => {
                let context = DeviceContext {
                    tenant,
                    organisation,
                    account: &self.id("account"),
                    device: &self.id("device"),
                    object: &self.id("object"),
                };
                let device = self.device_key();
                match what {
                    "device organisation key" => {
                        let epoch = self.number("epoch");
                        let key = open_device_organisation_key(&device, &context, epoch, envelope)?;
                        Ok(hazmat::organisation_key_bytes(&key).to_vec())
                    }
                    "device account keys" => {
                        let keys = open_device_account_keys(&device, &context, envelope)?;
                        Ok([keys.signing.raw(), keys.kem.raw()].concat())
                    }
                    "device bundle key" => {
                        Ok(open_device_bundle_key(&device, &context, envelope)?.raw().to_vec())
                    }
                    "device data" => Ok(open_device_data(&device, &context, envelope)?.to_vec()),
                    other => unreachable!("{other}"),
                }
            }
        }
    }
}

/// Each frozen envelope opens in its own place, and (A11) nowhere else.
#[test]
fn mal_a11_envelopes_of_all_kinds() {
    let mut all = load(include_str!("../../vectors/envelopes.json")).as_array().unwrap().clone();
    all.extend(load(include_str!("../../vectors/attachments.json")).as_array().unwrap().clone());
    for (at, place) in all.iter().enumerate() {
        let holds = Envelope(place).open(&bytes(&place["envelope"])).unwrap();
        if let Some(expected) = place["holds"].as_str() {
            assert_eq!(hex::encode(holds), expected, "{}", place["what"]);
        }
        for (other, envelope) in all.iter().enumerate() {
            if other != at {
                assert_eq!(Envelope(place).open(&bytes(&envelope["envelope"])), Err(OpenError));
            }
        }
    }
}

#[test]
fn statements() {
    let all = load(include_str!("../../vectors/statements.json"));
    let (seed, context, body) = (array(&all["seed"]), bytes(&all["context"]), bytes(&all["body"]));
    let (root, account, one_use) =
        (RootKey::from_raw(&seed), SigningKey::from_raw(&seed), <OneUseKey as RawKey>::from_raw(&seed));
    assert_eq!(account.public().to_bytes(), array(&all["public"]));
    let given = |name: &str| {
        let found = all["signatures"].as_array().unwrap().iter().find(|s| s["namespace"] == name).unwrap();
        Signature::from_bytes(&bytes(&found["signature"])).unwrap()
    };
    for namespace in [statement::GENESIS, statement::RECOVERY, statement::SUCCESSOR_ROOT] {
        assert_eq!(root.sign(namespace, &context, &body), given(namespace.name()));
    }
    for namespace in [
        statement::INVITATION,
        statement::CERTIFICATE,
        statement::RIGHTS,
        statement::REVOCATION,
        statement::KEY_EPOCH,
        statement::KEY_CHECK,
        statement::PARTNER,
        statement::ACCESS,
        statement::ASSIGNMENT,
        statement::OWNERSHIP,
        statement::HAND_OVER,
    ] {
        assert_eq!(account.sign(namespace, &context, &body), given(namespace.name()));
    }
    assert_eq!(one_use.sign(statement::ENROLMENT, &context, &body), given("enrolment"));
}

#[test]
fn revisions() {
    let all = load(include_str!("../../vectors/statements.json"));
    let v = &all["revision"];
    let context = RecordContext {
        tenant: &[1; 16],
        organisation: &[2; 16],
        case: &[3; 16],
        part: &[4; 16],
        record: &[5; 16],
        form: "person",
        form_version: 2,
        epoch: 4,
        revision: 5,
        author: &[6; 16],
        certificate: &[0x11; 32],
        previous: &[0x12; 32],
        facts_hash: &[0x13; 32],
    };
    let key = SigningKey::from_raw(&array(&all["seed"])).public();
    let signature = Signature::from_bytes(&bytes(&v["signature"])).unwrap();
    assert_eq!(verify_revision(&key, &context, &bytes(&v["envelope"]), &heads(v), &signature), Ok(()));
}

#[test]
fn texts() {
    let all = load(include_str!("../../vectors/texts.json"));
    let text = |name: &str| all[name].as_str().unwrap();
    let groups = |name: &str| {
        all[name].as_array().unwrap().iter().map(|group| group.as_str().unwrap()).collect::<Vec<_>>()
    };
    let key = hazmat::organisation_key(3, &[0x21; 32]);
    let root = RootKey::from_raw(&[0x51; 32]);
    let file = KeyFile::parse(text("key_file").as_bytes()).unwrap();
    assert_eq!(*file.to_text(), text("key_file"));
    assert_eq!(file.key.id(), key.id());
    for typed in [text("organisation_qr"), &groups("organisation_sheet").join(" ")] {
        let parsed = OrganisationSheet::parse(typed).unwrap();
        assert_eq!((parsed.epoch(), parsed.id()), (3, key.id()));
    }
    assert_eq!(*OrganisationSheet::qr(&key), text("organisation_qr"));
    assert_eq!(key.fingerprint().to_string(), text("organisation_fingerprint"));
    for typed in [text("root_qr"), &groups("root_sheet").join(" ")] {
        assert_eq!(RootSheet::parse(typed).unwrap().public(), root.public());
    }
    assert_eq!(*RootSheet::qr(&root), text("root_qr"));
    assert_eq!(Fingerprint::of_root(&root.public()).to_string(), text("root_fingerprint"));
    let invitation = InvitationSecret::from_fragment(text("invitation_fragment")).unwrap();
    assert_eq!((invitation.id, invitation.seed.raw()), ([5; 16], [0x71; 32]));
    assert_eq!(*invitation.to_groups(), groups("invitation_groups"));
}
