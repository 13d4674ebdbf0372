//! A21, A38: what thieves of this and that can open. Every 32 bytes that stand anywhere in the loot are tried as every key.

use crate::{
    fixture::*,
    places::{ALL, Keys, World},
};
use crypto::{
    AccountKeys, BundleContext, BundleKey, CaseKeyContext, DeviceContext, DeviceKey, DeviceSecret,
    DeviceShare, KeyFile, KeyFileExpectation, KeyFileMismatch, KeyId, LoginKey, OneUseSeed,
    OrganisationDataContext, OrganisationSheet, PartKeyContext, PasswordMaster, RecordText, RootKey,
    RootSheet,
    hazmat::{self, RawKey},
    open_bundle, open_device_organisation_key, open_enrolment_seed, open_organisation_data, open_record,
    seal_bundle, seal_device_organisation_key, seal_enrolment_seed, seal_organisation_data, seal_record,
    sha256, statement, unwrap_case_key, unwrap_part_key, wrap_case_key, wrap_part_key,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CK: KeyId = KeyId([0x31; 16]);
const PK: KeyId = KeyId([0x41; 16]);

/// What an organisation has stored at the operator, all of it.
struct Database {
    record: Vec<u8>,
    case_slot: Vec<u8>,
    part_slot: Vec<u8>,
    bundle: Vec<u8>,
    enrolment: Vec<u8>,
    data: Vec<u8>,
    remembered: Vec<u8>,
    share: [u8; 32],
    login_public: [u8; 32],
    check: [u8; 32],
    fingerprint: [u8; 32],
    kem: Vec<u8>,
    certificate: Vec<u8>,
}

fn master() -> PasswordMaster {
    PasswordMaster::from_raw(&[0x71; 32])
}

fn bundle_context() -> BundleContext<'static> {
    BundleContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        account: &ACCOUNT,
        kdf: &PARAMS,
        salt: &SALT,
    }
}

fn device_context() -> DeviceContext<'static> {
    DeviceContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        account: &ACCOUNT,
        device: &DEVICE,
        object: &OBJECT,
    }
}

fn case_context() -> CaseKeyContext<'static> {
    CaseKeyContext { tenant: &TENANT, organisation: &ORGANISATION, case: &CASE, key: CK }
}

fn part_context() -> PartKeyContext<'static> {
    PartKeyContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        case: &CASE,
        part: &PART,
        epoch: 1,
        key: PK,
    }
}

fn data_context() -> OrganisationDataContext<'static> {
    OrganisationDataContext {
        tenant: &TENANT,
        organisation: &ORGANISATION,
        object: &OBJECT,
        form: "view",
        revision: 1,
    }
}

fn device_key(secret: [u8; 32], share: [u8; 32], master: &PasswordMaster) -> DeviceKey {
    DeviceKey::derive_remembered(&DeviceSecret::new(&secret), &DeviceShare::new(&share), &master.device())
}

impl Database {
    fn new() -> Self {
        let (organisation, secrets) = (organisation_key(1), secrets(1));
        let account = AccountKeys::make().unwrap();
        let share = [0x72; 32];
        let device = device_key([0x73; 32], share, &master());
        let context = statement::organisation_context(&TENANT, &ORGANISATION);
        let certificate = account.signing.sign(statement::CERTIFICATE, &context, b"certificate");
        Self {
            record: seal_record(&part_key(), &record_context(), &RecordText::from_iter([("name", "Mia")]))
                .unwrap(),
            case_slot: wrap_case_key(&secrets, &case_context(), &case_key()).unwrap(),
            part_slot: wrap_part_key(&case_key(), &part_context(), &part_key()).unwrap(),
            bundle: seal_bundle(&secrets, &master().bundle(), &bundle_context(), &account).unwrap(),
            enrolment: seal_enrolment_seed(
                &master().bundle(),
                &bundle_context(),
                &OneUseSeed::from_raw(&[0x74; 32]),
            )
            .unwrap(),
            data: seal_organisation_data(&secrets, &data_context(), b"a saved view").unwrap(),
            remembered: seal_device_organisation_key(&device, &device_context(), &organisation).unwrap(),
            share,
            login_public: master().login().public().to_bytes(),
            check: part_key().check().0,
            fingerprint: organisation.fingerprint().to_bytes(),
            kem: secrets.kem().public().as_bytes().to_vec(),
            certificate: certificate.to_bytes().to_vec(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        [
            &self.record[..],
            &self.case_slot,
            &self.part_slot,
            &self.bundle,
            &self.enrolment,
            &self.data,
            &self.remembered,
            &self.share,
            &self.login_public,
            &self.check,
            &self.fingerprint,
            &self.kem,
            &self.certificate,
            &SALT.0,
            &TENANT,
            &ORGANISATION,
        ]
        .concat()
    }

    /// What 32 bytes open, taken for each of the keys in turn.
    fn opened_by(&self, bytes: &[u8; 32]) -> Vec<&'static str> {
        let mut opened = Vec::new();
        let mut note = |what, opens: bool| {
            if opens {
                opened.push(what);
            }
        };
        let part = hazmat::part_key(PK, bytes);
        note("record", open_record(&part, &record_context(), &self.record).is_ok());
        let case = hazmat::case_key(CK, bytes);
        let slot = unwrap_part_key(&case, &part_context(), &part_key().check(), &self.part_slot);
        note("part key", slot.is_ok());
        let secrets = hazmat::organisation_key(1, bytes).secrets();
        note("case key", unwrap_case_key(&secrets, &case_context(), &self.case_slot).is_ok());
        note("data", open_organisation_data(&secrets, &data_context(), &self.data).is_ok());
        for password in [BundleKey::from_raw(bytes), PasswordMaster::from_raw(bytes).bundle()] {
            note("seed", open_enrolment_seed(&password, &bundle_context(), &self.enrolment).is_ok());
            note("bundle", open_bundle(&secrets, &password, &bundle_context(), &self.bundle).is_ok());
        }
        let device = device_key(*bytes, self.share, &PasswordMaster::from_raw(bytes));
        let kept = open_device_organisation_key(&device, &device_context(), 1, &self.remembered);
        note("remembered key", kept.is_ok());
        opened
    }

    /// What any 32 bytes of the loot open.
    fn opened_by_any_of(&self, loot: &[u8]) -> Vec<&'static str> {
        loot.windows(32).flat_map(|window| self.opened_by(window.try_into().unwrap())).collect()
    }
}

/// The set-up is real: who holds the keys opens everything.
#[test]
fn the_right_bytes_open_the_database() {
    let database = Database::new();
    assert_eq!(database.opened_by(&[0x21; 32]), ["case key", "data"]);
    assert_eq!(database.opened_by(&[0x32; 32]), ["part key"]);
    assert_eq!(database.opened_by(&[0x42; 32]), ["record"]);
    assert_eq!(database.opened_by(&[0x71; 32]), ["seed"]);
}

/// Everything at the operator, and everything that logging in and enrolling send.
#[test]
fn mal_a21_database_and_login_transcript_open_nothing() {
    let database = Database::new();
    let login = master().login();
    let challenge = b"wimes/login/1 origin tenant name challenge nonce expiry";
    let transcript = [
        challenge.to_vec(),
        login.sign_login(challenge).to_bytes().to_vec(),
        login.public().to_bytes().to_vec(),
        secrets(1).join_proof(b"context", b"keys").0.to_vec(),
    ]
    .concat();
    assert_eq!(database.opened_by_any_of(&[database.bytes(), transcript].concat()), [""; 0]);
}

/// Not even the login key itself, guessed or stolen, opens anything; nor does a key that opens log in.
#[test]
fn mal_a21_the_login_key_opens_nothing_and_no_other_key_logs_in() {
    let database = Database::new();
    let login = master().login().raw();
    assert_eq!(database.opened_by(&login), [""; 0]);
    let others = [master().raw(), master().bundle().raw(), [0x21; 32], [0x32; 32], [0x42; 32]];
    for key in others {
        assert_ne!(LoginKey::from_raw(&key).public().to_bytes(), database.login_public);
    }
    // The outputs for the three purposes share no bytes.
    let device = device_key([0x73; 32], [0x72; 32], &master());
    let kept = open_device_organisation_key(&device, &device_context(), 1, &database.remembered);
    assert!(kept.is_ok());
    assert_ne!(login, master().bundle().raw());
    let by_login = device_key([0x73; 32], [0x72; 32], &PasswordMaster::from_raw(&login));
    let by_bundle = device_key([0x73; 32], [0x72; 32], &PasswordMaster::from_raw(&master().bundle().raw()));
    for device in [by_login, by_bundle] {
        assert!(open_device_organisation_key(&device, &device_context(), 1, &database.remembered).is_err());
    }
}

fn key_file(byte: u8) -> KeyFile {
    KeyFile {
        organisation_name: "Jugendhilfe".to_owned(),
        organisation: ORGANISATION,
        tenant: TENANT,
        root: RootKey::from_raw(&[0x51; 32]).public(),
        checkpoint: crypto::Head { n: 3, hash: sha256(b"head") },
        key: hazmat::organisation_key(1, &[byte; 32]),
    }
}

#[test]
fn mal_a38_the_database_alone_opens_nothing() {
    let database = Database::new();
    assert_eq!(database.opened_by_any_of(&database.bytes()), [""; 0]);
}

/// File and sheet hold the organisation key and the root, and nothing of what they open: no name, no text, nothing that logs
/// in, nothing that signs for a member.
#[test]
fn mal_a38_key_file_and_sheet_alone_open_nothing_and_log_in_nowhere() {
    let database = Database::new();
    let file = key_file(0x21);
    let parsed = KeyFile::parse(file.to_text().as_bytes()).unwrap();
    let sheet = OrganisationSheet::parse(&OrganisationSheet::groups(&file.key).join(" ")).unwrap();
    let root = RootSheet::parse(&RootSheet::qr(&RootKey::from_raw(&[0x51; 32]))).unwrap();
    for key in [&parsed.key, &sheet] {
        let bytes = hazmat::organisation_key_bytes(key);
        assert_ne!(LoginKey::from_raw(&bytes).public().to_bytes(), database.login_public);
        // With the file and the whole database, but without the password, nobody signs as a member.
        for password in [&bytes, &root.raw(), &database.login_public, &SALT.0] {
            let password = BundleKey::from_raw(password);
            assert!(open_bundle(&key.secrets(), &password, &bundle_context(), &database.bundle).is_err());
        }
    }
    assert_eq!(database.opened_by(&root.raw()), [""; 0]);
    let mut texts = file.to_text().to_string();
    texts.push_str(&OrganisationSheet::groups(&file.key).concat());
    assert!(!texts.contains("Mia"));
}

/// The file of another organisation is refused before anything is tried, and would open nothing of any kind.
#[test]
fn mal_a38_a_foreign_key_file_opens_nothing() {
    let database = Database::new();
    let foreign = key_file(0x99);
    assert_eq!(database.opened_by(&[0x99; 32]), [""; 0]);
    assert_eq!(database.opened_by_any_of(foreign.to_text().as_bytes()), [""; 0]);
    let expected = KeyFileExpectation {
        tenant: TENANT,
        organisation: ORGANISATION,
        root: foreign.root,
        epoch: 1,
        fingerprint: organisation_key(1).fingerprint(),
    };
    assert_eq!(foreign.check(&expected), Err(KeyFileMismatch::Fingerprint));
    let other = KeyFileExpectation { organisation: OTHER, ..expected };
    assert_eq!(foreign.check(&other), Err(KeyFileMismatch::Foreign));
    let keys = Keys::new();
    let world = World::base();
    let secrets = hazmat::organisation_key(2, &[0x99; 32]).secrets();
    for what in ALL {
        let sealed = keys.seal(what, &world);
        assert!(unwrap_case_key(&secrets, &case_context(), &sealed).is_err(), "{what:?}");
        let opens = open_bundle(&secrets, &BundleKey::from_raw(&[0x61; 32]), &bundle_context(), &sealed);
        assert!(opens.is_err(), "{what:?}");
        assert!(open_organisation_data(&secrets, &data_context(), &sealed).is_err(), "{what:?}");
    }
}
