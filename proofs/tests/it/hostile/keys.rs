//! Bundles, key files, public halves.

use api::{
    Bytes, Bytes32,
    auth::{OwnMembership, SessionView},
    chain::{Head, Heads},
    organisations::{CreateCertificate, LogPage, Receipt},
    paths::v1,
    records::LogContent,
    statement::Payload,
};
use crypto::{
    AccountKeys, KeyFile, OrganisationKey, RootKey,
    statement::{GENESIS, INVITATION, organisation_context},
};
use proofs::{
    Chance,
    hostile::{Device, Forger, Injected, PASSWORD, Stage, Step, Trial, is_path, rechain_log},
};
use std::{cell::RefCell, rc::Rc};
use vault::{
    CallError, KeyError, LogError, Response,
    view::{KeyOrigin, LoadedKey},
};

async fn load(stage: &Stage, device: &Device, file: &str) -> Result<LoadedKey, KeyError> {
    let origin = KeyOrigin::File(file.into());
    device.vault.load_key(stage.organisation, origin, false, None).await
}

/// Berta without her key in memory, on the device that knows the organisation.
async fn logged_in_anew(stage: &Stage) {
    stage.berta.vault.logout().await.unwrap();
    stage.berta.log_in().await.unwrap();
}

#[tokio::test]
async fn mal_a07_any_bit_of_a_bundle_flipped_is_always_the_same_error() {
    let stage = Stage::build().await.unwrap();
    logged_in_anew(&stage).await;
    let length = stage.berta.session().await.unwrap().memberships[0].bundle.as_ref().unwrap().0.len();
    let mut chance = Chance::of_environment().unwrap();
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for _ in 0..40 {
        let (at, bit) = (chance.below(length), chance.below(8));
        stage.berta.wire.edit_session(move |session| {
            session.memberships[0].bundle.as_mut().unwrap().0[at] ^= 1 << bit;
        });
        stage.berta.vault.refresh_session().await.unwrap();
        let loaded = load(&stage, &stage.berta, stage.place.key_file().as_str()).await;
        assert_eq!(loaded, Err(KeyError::BundleDoesNotOpen), "byte {at}, bit {bit}");
        trial.noticed(&format!("byte {at}, bit {bit}"), &loaded).unwrap();
    }
    // Somebody else's bundle, none, an empty one, one that is too long.
    let other = stage.witness.session().await.unwrap().memberships[0].bundle.clone().unwrap();
    for bundle in [Some(other), None, Some(Bytes(Vec::new())), Some(Bytes(vec![0x57; 100_000]))] {
        let replaced = bundle.clone();
        stage.berta.wire.edit_session(move |session| session.memberships[0].bundle = replaced.clone());
        stage.berta.vault.refresh_session().await.unwrap();
        let loaded = load(&stage, &stage.berta, stage.place.key_file().as_str()).await;
        assert_eq!(loaded, Err(KeyError::BundleDoesNotOpen));
        trial.noticed("another bundle", &loaded).unwrap();
    }
    // Nothing was adopted, and with the right one everything goes on.
    trial.end().await.unwrap();
    stage.berta.vault.refresh_session().await.unwrap();
    load(&stage, &stage.berta, stage.place.key_file().as_str()).await.unwrap();
}

#[tokio::test]
async fn mal_a07_a_bundle_under_other_parameters_or_another_salt_does_not_open() {
    let stage = Stage::build().await.unwrap();
    logged_in_anew(&stage).await;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    for what in 0..3 {
        stage.berta.wire.edit_session(move |session| match what {
            0 => session.salt.0[0] ^= 1,
            1 => session.kdf.passes += 1,
            _ => session.kdf.memory_kib += 1,
        });
        stage.berta.vault.refresh_session().await.unwrap();
        let loaded = load(&stage, &stage.berta, stage.place.key_file().as_str()).await;
        assert_eq!(loaded, Err(KeyError::BundleDoesNotOpen), "{what}");
        trial.noticed(&format!("{what}"), &loaded).unwrap();
    }
    trial.end().await.unwrap();
}

/// Changes the public keys that a log names for an account, or those of the organisation's epoch.
fn change_public_keys(page: &mut LogPage, account: api::ids::AccountId, what: usize) {
    for entry in &mut page.entries {
        let LogContent::Statement(signed) = &mut entry.content else { continue };
        let mut statement = signed.decode().unwrap();
        let other = AccountKeys::make().unwrap();
        match &mut statement.payload {
            Payload::Certificate(certificate) if certificate.keys.account == account => match what {
                0 => certificate.keys.signing.0 = other.signing.public().to_bytes(),
                1 => certificate.keys.kem = Bytes(other.kem.public().as_bytes().to_vec()),
                _ => continue,
            },
            Payload::Genesis(genesis) => match what {
                2 => genesis.epoch.kem = Bytes(other.kem.public().as_bytes().to_vec()),
                3 => genesis.epoch.fingerprint.0[0] ^= 1,
                4 => genesis.administrator.signing.0 = other.signing.public().to_bytes(),
                _ => continue,
            },
            _ => continue,
        }
        signed.body = Bytes(statement.to_cbor());
    }
}

#[tokio::test]
async fn mal_a08_an_edited_public_half_of_a_stored_key_pair_is_refused() {
    let stage = Stage::build().await.unwrap();
    let organisation = stage.organisation;
    let account = stage.berta.session().await.unwrap().account;
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    fresh.log_in().await.unwrap();
    let mut trial = Trial::begin(&stage, &fresh).await.unwrap();
    for what in 0..5 {
        for fitting in [false, true] {
            fresh.wire.edit_log(move |page| {
                change_public_keys(page, account, what);
                if fitting {
                    rechain_log(organisation, page);
                }
            });
            let loaded = load(&stage, &fresh, stage.place.key_file().as_str()).await;
            trial.noticed(&format!("public half {what}, fitting: {fitting}"), &loaded).unwrap();
        }
    }
    fresh.wire.honest();
    load(&stage, &fresh, stage.place.key_file().as_str()).await.unwrap();
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a38_a_key_file_without_an_account_opens_nothing() {
    let stage = Stage::build().await.unwrap();
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    let finder = Device::fresh(&stage.portal.origin, "finderin").unwrap();
    let mut trial = Trial::begin(&stage, &finder).await.unwrap();
    let loaded = load(&stage, &finder, stage.place.key_file().as_str()).await;
    trial.noticed_off_wire("a key file without a login", &loaded).unwrap();
    let opened = finder.vault.open_case(stage.organisation, case).await;
    trial.noticed_off_wire("a case without a login", &opened).unwrap();
    // The server gives nothing to whoever has no session, whatever is asked for.
    let fill = |path: &str| {
        path.replace("{case}", &case.to_string()).replace("{organisation}", &stage.organisation.to_string())
    };
    for path in
        [v1::CASE, v1::CASES, v1::ORGANISATION, v1::ORGANISATION_LOG, v1::SESSION, v1::KEYS, v1::AUDIT]
    {
        let answer = finder.ask(fill(path)).await.unwrap();
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a38_the_key_file_of_another_organisation_opens_nothing_here() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let (_, house) = stage.other_organisation().await.unwrap();
    let (_, tenant) = stage.other_tenant("fremde").await.unwrap();
    logged_in_anew(&stage).await;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let own = KeyFile::parse(stage.place.key_file().as_str().as_bytes()).unwrap();
    for other in [house.key_file(), tenant.key_file()] {
        let loaded = load(&stage, &stage.berta, other.as_str()).await;
        assert!(matches!(loaded, Err(KeyError::ForeignOrganisation { .. })), "{loaded:?}");
        trial.noticed_off_wire("a foreign key file", &loaded).unwrap();
        // The same, edited so that it names this organisation, bit by bit more.
        let foreign = KeyFile::parse(other.as_str().as_bytes()).unwrap();
        let named = KeyFile { organisation: own.organisation, ..foreign };
        let with_tenant = KeyFile { tenant: own.tenant, ..named.clone() };
        let with_root = KeyFile { root: own.root, ..with_tenant.clone() };
        let with_all = KeyFile { checkpoint: own.checkpoint, ..with_root.clone() };
        for file in [named, with_tenant, with_root, with_all] {
            let loaded = load(&stage, &stage.berta, &file.to_text()).await;
            trial.noticed_off_wire("an edited foreign key file", &loaded).unwrap();
        }
    }
    trial.end().await.unwrap();
}

#[tokio::test]
async fn mal_a39_a_key_file_that_was_replaced_in_the_intranet_is_never_adopted() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let own = KeyFile::parse(stage.place.key_file().as_str().as_bytes()).unwrap();
    let (key, root) = (OrganisationKey::make(1).unwrap(), RootKey::make().unwrap());
    let other = crypto::Head { n: 1, hash: [7; 32] };
    let replaced = [
        ("key", KeyFile { key: key.clone(), ..own.clone() }),
        ("root", KeyFile { root: root.public(), ..own.clone() }),
        ("key and root", KeyFile { key, root: root.public(), ..own.clone() }),
        ("checkpoint", KeyFile { checkpoint: other, ..own.clone() }),
        ("tenant", KeyFile { tenant: [9; 16], ..own.clone() }),
        ("epoch", KeyFile { key: OrganisationKey::make(2).unwrap(), ..own.clone() }),
    ];
    let fresh = Device::fresh(&stage.portal.origin, "berta").unwrap();
    fresh.log_in().await.unwrap();
    logged_in_anew(&stage).await;
    // On the device that knows the organisation, and on one that does not.
    for device in [&stage.berta, &fresh] {
        let mut trial = Trial::begin(&stage, device).await.unwrap();
        for (what, file) in &replaced {
            let loaded = load(&stage, device, &file.to_text()).await;
            trial.noticed_off_wire(&format!("another {what}"), &loaded).unwrap();
            let known = device.vault.refresh_session().await.unwrap();
            assert_eq!(
                known.memberships[0].key,
                vault::view::KeyState::Missing,
                "another {what} was adopted"
            );
        }
        trial.end().await.unwrap();
    }
}

/// The intranet and the server together: a key file of their own, a log of their own that fits it, the enrolment of the
/// time before the first loading, an invitation by their own administrator, and whatever the device certifies is put into
/// their log. Nothing on the wire is wrong in itself; but the device has known another root.
#[tokio::test]
async fn mal_a39_a_replaced_key_file_with_a_server_that_plays_along_is_never_adopted() {
    let stage = Stage::build().await.unwrap();
    stage.case(&stage.berta, "Eins").await.unwrap();
    let own = KeyFile::parse(stage.place.key_file().as_str().as_bytes()).unwrap();
    let (root, key) = (RootKey::make().unwrap(), OrganisationKey::make(1).unwrap());
    let honest = stage.witness.log(stage.organisation).await.unwrap();
    let admin = Forger {
        tenant: stage.place.tenant,
        organisation: stage.organisation,
        account: stage.admin.session().await.unwrap().account,
        certificate: Bytes32::ZERO,
        keys: AccountKeys::make().unwrap(),
    };
    let forged = forged_log(&honest, &root, &key, &admin);
    let checkpoint = crypto::Head { n: 1, hash: forged.entries[0].hash.0 };
    let file = KeyFile { key, root: root.public(), checkpoint, ..own }.to_text();
    let own_before = before_the_first_loading(&stage, &forged, admin);
    logged_in_anew(&stage).await;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    let log = Rc::new(RefCell::new(forged));
    play_along(&stage, &stage.berta, &log, &own_before);
    stage.berta.vault.refresh_session().await.unwrap();
    let loaded = load(&stage, &stage.berta, &file).await;
    trial.noticed("a key file, a log and an enrolment of the attackers'", &loaded).unwrap();
    trial.end().await.unwrap();
    // After a page load, too.
    let reloaded = stage.berta.reload();
    reloaded.vault.resume().await.unwrap();
    let mut trial = Trial::begin(&stage, &reloaded).await.unwrap();
    play_along(&stage, &reloaded, &log, &own_before);
    reloaded.vault.refresh_session().await.unwrap();
    let loaded = reloaded.vault.load_key(
        stage.organisation,
        KeyOrigin::File(file.as_str().into()),
        false,
        Some(PASSWORD.into()),
    );
    trial.noticed("the same after a reload", &loaded.await).unwrap();
    trial.end().await.unwrap();
}

/// Berta's membership as the server had it before she was certified, with an invitation by the attackers' administrator
/// for the same one-use key.
fn before_the_first_loading(stage: &Stage, forged: &LogPage, admin: Forger) -> OwnMembership {
    let accepted = stage.berta.wire.answer(|request| is_path(v1::INVITATION_ACCEPT, &request.path)).unwrap();
    let before: SessionView = serde_json::from_slice(&accepted.body).unwrap();
    let own = before.memberships[0].clone();
    let Payload::Invitation(invitation) = own.invitation.as_ref().unwrap().decode().unwrap().payload else {
        panic!("no invitation")
    };
    let LogContent::Statement(genesis) = &forged.entries[0].content else { panic!("no genesis") };
    let admin = Forger { certificate: genesis.hash(), ..admin };
    let heads = Heads { organisation: forged.head, part: Head::EMPTY };
    let invitation = admin.statement(INVITATION, Payload::Invitation(invitation), heads);
    OwnMembership { invitation: Some(invitation), ..own }
}

fn play_along(stage: &Stage, device: &Device, log: &Rc<RefCell<LogPage>>, before: &OwnMembership) {
    let organisation = stage.organisation;
    let (written, shown) = (Rc::clone(log), Rc::clone(log));
    device.wire.intercept(move |request| {
        if !is_path(v1::CERTIFICATES, &request.path) {
            return Step::Pass;
        }
        let posted: CreateCertificate = serde_json::from_slice(&request.body).unwrap();
        let mut log = written.borrow_mut();
        log.entries.push(Injected::entry(posted.statement));
        rechain_log(organisation, &mut log);
        let receipt = Receipt { head: log.head, at: 1_795_000_000 };
        let body = serde_json::to_vec(&receipt).unwrap();
        Step::Answer(Response { status: 201, content_type: "application/json".to_owned(), body })
    });
    let before = before.clone();
    device.wire.tamper(move |request, response| {
        if is_path(v1::ORGANISATION_LOG, &request.path) {
            let mut page = shown.borrow().clone();
            let after = request.path.rsplit_once('=').map_or(0, |(_, n)| n.parse().unwrap());
            page.entries.retain(|entry| entry.n > after);
            response.body = serde_json::to_vec(&page).unwrap();
        }
        if is_path(v1::SESSION, &request.path) {
            let mut session: SessionView = serde_json::from_slice(&response.body).unwrap();
            session.memberships[0] = before.clone();
            response.body = serde_json::to_vec(&session).unwrap();
        }
    });
}

/// A log of one entry by a root of the attackers', with all public facts that a genesis needs.
fn forged_log(honest: &LogPage, root: &RootKey, key: &OrganisationKey, admin: &Forger) -> LogPage {
    let LogContent::Statement(signed) = &honest.entries[0].content else { panic!("no genesis") };
    let mut statement = signed.decode().unwrap();
    let Payload::Genesis(genesis) = &mut statement.payload else { panic!("no genesis") };
    genesis.root.0 = root.public().to_bytes();
    genesis.epoch.fingerprint.0 = key.fingerprint().to_bytes();
    genesis.epoch.key = api::ids::KeyId::from_bytes(key.id().0);
    genesis.epoch.kem = Bytes(key.secrets().kem().public().as_bytes().to_vec());
    genesis.administrator.signing.0 = admin.keys.signing.public().to_bytes();
    genesis.administrator.kem = Bytes(admin.keys.kem.public().as_bytes().to_vec());
    let context = organisation_context(admin.tenant.as_bytes(), admin.organisation.as_bytes());
    let body = statement.to_cbor();
    let signature = root.sign(GENESIS, &context, &body);
    let mut entry = honest.entries[0].clone();
    entry.content = LogContent::Statement(api::statement::SignedStatement {
        body: Bytes(body),
        signature: Bytes(signature.to_bytes().to_vec()),
    });
    let mut page = LogPage { entries: vec![entry], head: Head::EMPTY };
    rechain_log(admin.organisation, &mut page);
    page
}

/// A log that is refused says so with a typed error, and the same one for whichever entry was touched.
#[tokio::test]
async fn mal_a08_the_genesis_of_another_root_is_another_root() {
    let stage = Stage::build().await.unwrap();
    let root = RootKey::make().unwrap();
    let own = KeyFile::parse(stage.place.key_file().as_str().as_bytes()).unwrap();
    let honest = stage.witness.log(stage.organisation).await.unwrap();
    let admin = Forger {
        tenant: stage.place.tenant,
        organisation: stage.organisation,
        account: stage.admin.session().await.unwrap().account,
        certificate: Bytes32::ZERO,
        keys: AccountKeys::make().unwrap(),
    };
    let forged = forged_log(&honest, &root, &own.key, &admin);
    logged_in_anew(&stage).await;
    let mut trial = Trial::begin(&stage, &stage.berta).await.unwrap();
    stage.berta.wire.edit_log(move |page| *page = forged.clone());
    let loaded = load(&stage, &stage.berta, stage.place.key_file().as_str()).await;
    assert!(
        matches!(loaded, Err(KeyError::DoesNotFit | KeyError::Call(CallError::Log(LogError::OtherRoot)))),
        "{loaded:?}"
    );
    trial.noticed("another root", &loaded).unwrap();
    trial.end().await.unwrap();
}
