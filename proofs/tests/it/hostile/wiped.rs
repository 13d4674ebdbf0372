//! After a lock or a logout nothing unwrapped is left.

use proofs::{
    Search,
    hostile::{CANARY, Device, PASSWORD, Stage},
};
use vault::{
    CallError, CaseError,
    view::{KeyOrigin, KeyState, Start},
};

/// Whether anything that lies on the device holds a secret.
fn nothing_lies_here(device: &Device, search: &Search, when: &str) {
    for (name, blob) in device.disk.0.blobs() {
        assert!(search.find(&blob).is_empty(), "{when}: {name} holds a secret");
        assert!(search.find(name.as_bytes()).is_empty(), "{when}: the name {name} is a secret");
    }
}

async fn at_work(remember: bool) -> (Stage, api::ids::CaseId) {
    let stage = Stage::build().await.unwrap();
    if remember {
        let origin = KeyOrigin::File(stage.place.key_file());
        assert!(stage.berta.vault.load_key(stage.organisation, origin, true, None).await.unwrap().remembered);
    }
    let case = stage.case(&stage.berta, "Eins").await.unwrap();
    stage.entry(&stage.berta, case, "course", "Besuch").await.unwrap();
    stage.open(&stage.berta, case).await.unwrap();
    stage.berta.vault.list_cases(stage.organisation).await.unwrap();
    stage.berta.vault.open_names(stage.organisation, 9).await.unwrap();
    assert!(!stage.berta.vault.search(stage.organisation, "Kanarienvögel", 9).is_empty());
    (stage, case)
}

#[tokio::test]
async fn mal_a42_after_a_lock_or_logout_neither_storage_nor_vault_gives_anything_away() {
    for remember in [false, true] {
        for logout in [false, true] {
            let (stage, case) = at_work(remember).await;
            let secrets = Search::new(&stage.secrets().await.unwrap());
            let when = format!("remembered: {remember}, logged out: {logout}");
            // Even while unlocked, what lies on the device is sealed.
            nothing_lies_here(&stage.berta, &secrets, "unlocked");
            if logout {
                stage.berta.vault.logout().await.unwrap();
            } else {
                stage.berta.vault.lock().await.unwrap();
            }
            nothing_lies_here(&stage.berta, &secrets, &when);
            let vault = &stage.berta.vault;
            let expected = if logout { CallError::SessionEnded } else { CallError::Locked };
            assert_eq!(
                vault.open_case(stage.organisation, case).await,
                Err(CaseError::Call(expected.clone()))
            );
            assert_eq!(vault.list_cases(stage.organisation).await, Err(expected), "{when}");
            assert!(vault.search(stage.organisation, "Kanarienvögel", 9).is_empty(), "{when}");
            assert!(vault.history(case, vault.make_record().unwrap()).await.is_err(), "{when}");
            // The session's blob is gone; without it a page load brings no key back.
            assert!(stage.berta.disk.0.blobs().iter().all(|(name, _)| name != "session"), "{when}");
            let reloaded = stage.berta.reload();
            match reloaded.vault.resume().await.unwrap() {
                Start::LoggedOut { .. } => assert!(logout, "{when}"),
                Start::Locked(_) => assert!(!logout, "{when}"),
                Start::Ready(_) => panic!("{when}: a page load unlocks"),
            }
            nothing_lies_here(&reloaded, &secrets, &when);
        }
    }
}

/// The server does not play along: it keeps the session's share, loses the request, answers with an error.
#[tokio::test]
async fn mal_a42_a_server_that_keeps_the_share_after_a_lock_brings_nothing_back() {
    let (stage, case) = at_work(false).await;
    let share = stage.berta.ask(api::paths::v1::SESSION_SHARE.to_owned()).await.unwrap();
    assert_eq!(share.status, 200);
    let copied = stage.berta.disk.0.copy_without_key();
    stage.berta.wire.intercept(|request| {
        let deletes = request.path == api::paths::v1::SESSION_SHARE && request.method.writes();
        if deletes { proofs::hostile::Step::Lose } else { proofs::hostile::Step::Pass }
    });
    // The vault says that the server was not told; here everything is wiped all the same.
    assert_eq!(stage.berta.vault.lock().await, Err(CallError::Offline));
    let reloaded = stage.berta.reload();
    assert!(matches!(reloaded.vault.resume().await, Ok(Start::Locked(_)) | Err(_)));
    assert!(reloaded.vault.open_case(stage.organisation, case).await.is_err());
    // A copy of the disk from before the lock, with the share that the server kept, lacks the device's own key.
    let secrets = Search::new(&stage.secrets().await.unwrap());
    for (name, blob) in copied.blobs() {
        assert!(secrets.find(&blob).is_empty(), "{name} holds a secret");
    }
    let thief = Device::on(stage.berta.wire.clone(), proofs::hostile::Disk(copied.into()), "berta");
    stage.berta.wire.honest();
    if let Ok(Start::Ready(session)) = thief.vault.resume().await {
        assert_ne!(session.memberships[0].key, KeyState::Loaded, "the copied disk opens");
    }
    assert!(thief.vault.open_case(stage.organisation, case).await.map_or(true, |view| !view.readable));
}

/// A page that was left open: an answer that arrives after the lock lets nothing in.
#[tokio::test]
async fn mal_a42_an_answer_that_arrives_after_the_lock_lets_nothing_in() {
    let (stage, case) = at_work(false).await;
    let vault = &stage.berta.vault;
    let (opened, locked) = tokio::join!(vault.open_case(stage.organisation, case), vault.lock());
    locked.unwrap();
    drop(opened);
    assert_eq!(
        vault.open_case(stage.organisation, case).await,
        Err(CaseError::Call(CallError::Locked)),
        "something came in again"
    );
    assert!(vault.search(stage.organisation, CANARY, 9).is_empty());
    // With the password it goes on, and only with it.
    assert!(vault.unlock("falsch".into()).await.is_err());
    vault.unlock(PASSWORD.into()).await.unwrap();
}
