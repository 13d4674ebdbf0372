//! The whole database in the hands of somebody who guesses the right password.

use api::{auth::SessionView, cases::CaseFile, records::LogContent, statement::Payload};
use crypto::{
    BundleContext, BundleKey, CaseKey, CheckValue, KdfParams, KeyId, LoginKey, OrganisationKey,
    PartKeyContext, PasswordMaster, Salt,
    hazmat::{self, RawKey},
};
use proofs::{
    Kind,
    hostile::{Books, Device, PASSWORD, Stage, is_path},
};
use std::collections::BTreeSet;
use vault::{Transport, view::KeyState};

/// Every run of 32 bytes in what a thief has: in statements, envelopes and documents too.
fn candidates(found: &[Vec<u8>]) -> BTreeSet<[u8; 32]> {
    found.iter().flat_map(|cell| cell.windows(32)).filter_map(|window| window.try_into().ok()).collect()
}

/// The places where a key would show that it is one.
struct Locks {
    session: SessionView,
    file: CaseFile,
    fingerprint: [u8; 32],
}

impl Locks {
    async fn of(stage: &Stage, device: &Device, case: api::ids::CaseId) -> Self {
        let log = stage.witness.log(stage.organisation).await.unwrap();
        let LogContent::Statement(signed) = &log.entries[0].content else { panic!("no genesis") };
        let Payload::Genesis(genesis) = signed.decode().unwrap().payload else { panic!("no genesis") };
        Self {
            session: device.session().await.unwrap(),
            file: stage.witness.case_file(stage.organisation, case).await.unwrap(),
            fingerprint: genesis.epoch.fingerprint.0,
        }
    }

    /// What some bytes open: as organisation key, as case key, as part key.
    fn opens(&self, stage: &Stage, bytes: &[u8; 32]) -> Option<&'static str> {
        if hazmat::organisation_key(1, bytes).fingerprint().to_bytes() == self.fingerprint {
            return Some("organisation key");
        }
        let slot_of_case = &self.file.slots[0];
        let case = hazmat::case_key(KeyId(*slot_of_case.key.as_bytes()), bytes);
        for part in &self.file.parts {
            let slot = &part.slots[0];
            let LogContent::Statement(signed) = &part.entries[0].content else { panic!() };
            let Payload::Access(access) = signed.decode().unwrap().payload else { panic!() };
            if hazmat::part_key(KeyId(*slot.key.as_bytes()), bytes).check() == CheckValue(access.check.0) {
                return Some("part key");
            }
            if self.unwraps(stage, &case, part, &access) {
                return Some("case key");
            }
        }
        None
    }

    fn unwraps(
        &self,
        stage: &Stage,
        case: &CaseKey,
        part: &api::cases::PartFile,
        access: &api::statement::Access,
    ) -> bool {
        let slot = &part.slots[0];
        let context = PartKeyContext {
            tenant: stage.place.tenant.as_bytes(),
            organisation: stage.organisation.as_bytes(),
            case: self.file.summary.id.as_bytes(),
            part: part.id.as_bytes(),
            epoch: slot.epoch,
            key: KeyId(*slot.key.as_bytes()),
        };
        crypto::unwrap_part_key(case, &context, &CheckValue(access.check.0), &slot.slot.0).is_ok()
    }

    /// Whether a bundle opens with an organisation key and a bundle key.
    fn bundle_opens(&self, stage: &Stage, key: &OrganisationKey, password: &BundleKey) -> bool {
        let kdf = self.kdf();
        let context = BundleContext {
            tenant: stage.place.tenant.as_bytes(),
            organisation: stage.organisation.as_bytes(),
            account: self.session.account.as_bytes(),
            kdf: &kdf,
            salt: &Salt(self.session.salt.0),
        };
        let bundle = self.session.memberships[0].bundle.as_ref().unwrap();
        crypto::open_bundle(&key.secrets(), password, &context, &bundle.0).is_ok()
    }

    /// What the server has handed out of its database for this case: that much at least must be in the thief's hands.
    fn stored(&self) -> Vec<Vec<u8>> {
        let bundle = self.session.memberships[0].bundle.as_ref().unwrap();
        let mut stored = vec![bundle.0.clone(), self.session.salt.0.to_vec()];
        stored.extend(self.file.slots.iter().map(|slot| slot.slot.0.clone()));
        for part in &self.file.parts {
            stored.extend(part.slots.iter().map(|slot| slot.slot.0.clone()));
            for entry in &part.entries {
                match &entry.content {
                    LogContent::Statement(signed) => stored.push(signed.body.0.clone()),
                    LogContent::Revision(revision) => {
                        stored.extend(revision.envelope.as_ref().map(|envelope| envelope.0.clone()));
                    }
                }
            }
        }
        stored
    }

    fn kdf(&self) -> KdfParams {
        let kdf = self.session.kdf;
        KdfParams::new(kdf.memory_kib, kdf.passes, kdf.lanes).unwrap()
    }
}

#[tokio::test]
async fn mal_a20_the_right_password_on_the_full_database_opens_no_data_key() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    stage.entry(&stage.berta, case, "course", "Besuch").await.unwrap();
    let locks = Locks::of(&stage, &stage.berta, case).await;
    let books = Books::open(&stage.portal).await.unwrap();
    let found = books.everything().await.unwrap();
    assert!(found.len() > 300, "only {} cells", found.len());

    // The guess is right, and the database says so: the login key is the one that stands there.
    let master = PasswordMaster::derive(PASSWORD, &Salt(locks.session.salt.0), &locks.kdf()).unwrap();
    let login = master.login().public().to_bytes();
    assert!(found.iter().any(|cell| *cell == login), "the guess is no hit");
    let mut tried = candidates(&found);
    let stored = candidates(&locks.stored());
    assert!(stored.len() > 2_000, "only {} candidates in the case", stored.len());
    assert!(stored.is_subset(&tried), "the thief has not seen the whole case");
    tried.extend([master.raw(), master.login().raw(), master.bundle().raw()]);
    for bytes in &tried {
        assert_eq!(locks.opens(&stage, bytes), None, "something in the database is a data key");
    }
    // Nor the personal keys: their other half is the key file.
    for bytes in [master.raw(), master.login().raw(), master.bundle().raw(), [0; 32]] {
        let key = hazmat::organisation_key(1, &bytes);
        assert!(!locks.bundle_opens(&stage, &key, &master.bundle()));
    }
    // What the hit does yield is a login that shows everything sealed.
    let thief = Device::fresh(&stage.portal.origin, "berta").unwrap();
    let session = thief.log_in().await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Missing);
    let view = thief.vault.open_case(stage.organisation, case).await.unwrap();
    assert!(!view.readable && view.entries.iter().all(|entry| !entry.texts.is_open()));

    // The same eyes see a key where there is one,
    let keys = stage.keys(&stage.berta).await.unwrap();
    let open = stage.case_keys(case, &keys).await.unwrap();
    let real = hazmat::organisation_key_bytes(&keys.organisation);
    assert_eq!(locks.opens(&stage, &real), Some("organisation key"));
    assert_eq!(locks.opens(&stage, &hazmat::case_key_bytes(&open.case)), Some("case key"));
    let part = open.parts.iter().find(|(part, ..)| *part == locks.file.parts[0].id).unwrap();
    assert_eq!(locks.opens(&stage, &hazmat::part_key_bytes(&part.2)), Some("part key"));
    assert!(locks.bundle_opens(&stage, &keys.organisation, &master.bundle()));
    // and find it in the midst of a cell that somebody has put it into.
    let planted = hazmat::case_key_bytes(&open.case);
    let cell: String = planted.iter().map(|byte| format!("{byte:02x}")).collect();
    let cell = format!("{}{cell}0f", "a5".repeat(5_000));
    let changed = books.run(&format!("UPDATE accounts SET salt = x'{cell}'")).await.unwrap();
    assert!(changed > 0 && !tried.contains(&planted));
    assert!(candidates(&books.everything().await.unwrap()).contains(&planted), "a planted key is not found");
}

#[tokio::test]
async fn mal_a21_the_database_and_everything_that_a_login_sends_open_nothing_together() {
    let stage = Stage::build_on(Kind::Sqlite).await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let locks = Locks::of(&stage, &stage.berta, case).await;
    // Somebody who listens, or the server itself, writes down a whole login and the loading of the key.
    let device = Device::fresh(&stage.portal.origin, "berta").unwrap();
    device.log_in().await.unwrap();
    stage.load_key(&device).await.unwrap();
    let mut heard: Vec<Vec<u8>> = Vec::new();
    for request in device.wire.sent() {
        // Binary values travel as base64url in JSON.
        for word in String::from_utf8_lossy(&request.body).split('"') {
            heard.extend(api::Bytes::from_base64url(word).ok().map(|bytes| bytes.0));
        }
        heard.push(request.body);
        let answer = device.wire.answer(|asked| asked.path == request.path);
        heard.extend(answer.map(|answer| answer.body));
    }
    let finish = api::paths::v1::LOGIN_FINISH;
    assert!(device.wire.sent().iter().any(|request| is_path(finish, &request.path)), "nobody logged in");
    let books = Books::open(&stage.portal).await.unwrap();
    heard.extend(books.everything().await.unwrap());
    for bytes in &candidates(&heard) {
        assert_eq!(locks.opens(&stage, bytes), None);
    }
    drop(device.wire.origin());

    // What the password makes for one purpose is of no use for the other, with the key file at hand too.
    let master = PasswordMaster::derive(PASSWORD, &Salt(locks.session.salt.0), &locks.kdf()).unwrap();
    let keys = stage.keys(&stage.berta).await.unwrap();
    for other in [master.login().raw(), master.login().public().to_bytes(), master.raw()] {
        assert!(!locks.bundle_opens(&stage, &keys.organisation, &BundleKey::from_raw(&other)));
    }
    let login = master.login().public().to_bytes();
    for other in [master.bundle().raw(), master.raw(), hazmat::organisation_key_bytes(&keys.organisation)] {
        assert_ne!(LoginKey::from_raw(&other).public().to_bytes(), login);
    }
}
