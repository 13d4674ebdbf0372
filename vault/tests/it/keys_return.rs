//! People who come back after the organisation key was renewed, with what their devices remember.

use crate::{
    support::test,
    world::{CASEWORKER, PASSWORD, World},
};
use api::keys::KeyChain;
use vault::{
    CallError, ChangePasswordError, KeyError, LogError,
    view::{CaseName, ChangePassword, KeyOrigin, KeyState, RotationReason, Start},
};

#[test]
async fn whoever_comes_back_after_weeks_just_loads_the_new_file() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let own = berta.vault.protection().unwrap().own_fingerprint;
    let mut file = world.key_file();
    for _ in 0..3 {
        file = world.renew(&world.admin, RotationReason::Routine).await;
        assert!(world.rewrap(&world.admin).await.complete);
    }
    let back = world.elsewhere("berta").await;
    assert_eq!(
        world.load_file(&back, &world.key_file()).await,
        Err(KeyError::OutdatedEpoch { found: 1, current: 4 })
    );
    let loaded = world.load_file(&back, &file).await.unwrap();
    assert_eq!((loaded.epoch, loaded.first), (4, false));
    assert_eq!(back.vault.protection().unwrap().own_fingerprint, own, "the same personal keys");
    let view = back.vault.open_case(world.organisation, case).await.unwrap();
    assert!(matches!(view.name, CaseName::Open { .. }));
    // The bundle lies under the newest key now: it opens without any of the older ones.
    let organisation = world.organisation;
    world.portal.0.borrow_mut().organisations.get_mut(&organisation).unwrap().previous.clear();
    let again = world.elsewhere("berta").await;
    assert!(world.load_file(&again, &file).await.is_ok());
}

#[test]
async fn two_devices_that_seal_the_bundle_anew_at_once_do_not_disturb_each_other() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    let (one, two) = (world.elsewhere("berta").await, world.elsewhere("berta").await);
    // Both know the old bundle; the second comes too late.
    assert!(world.load_file(&one, &file).await.is_ok());
    assert!(world.load_file(&two, &file).await.is_ok());
    assert!(world.load_file(&berta, &file).await.is_ok());
    let bundles = [&one, &two, &berta].map(|who| who.vault.protection().unwrap().own_fingerprint);
    assert!(bundles[0] == bundles[1] && bundles[1] == bundles[2]);
}

#[test]
async fn a_session_whose_key_is_outdated_reads_on_and_says_so() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(world.key_state(&berta), KeyState::Outdated);
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert!(matches!(view.name, CaseName::Open { .. }));
    // A bundle under the old key would be no good.
    let change = ChangePassword { current: PASSWORD.into(), new: "Acht Birnen im Korb".into() };
    let refused = berta.vault.change_password(change).await;
    assert_eq!(refused, Err(ChangePasswordError::KeysMissing(vec![world.organisation])));

    world.load_file(&berta, &file).await.unwrap();
    assert_eq!(world.key_state(&berta), KeyState::Loaded);
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(world.key_state(&berta), KeyState::Loaded);
}

#[test]
async fn an_open_page_learns_of_the_new_key_from_the_cases_that_it_can_no_longer_read() {
    let world = World::make().await;
    let (berta, carl) = (world.colleague("berta", "Berta").await, world.colleague("carl", "Carl").await);
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    assert!(world.rewrap(&world.admin).await.complete);
    let o = world.organisation;
    berta.vault.list_cases(o).await.unwrap();
    berta.vault.open_names(o, 10).await.unwrap();
    assert_eq!(world.key_state(&berta), KeyState::Outdated);
    let view = carl.vault.open_case(o, case).await.unwrap();
    assert!(!view.readable && !view.writable);
    assert_eq!(world.key_state(&carl), KeyState::Outdated);
    world.load_file(&carl, &file).await.unwrap();
    assert!(carl.vault.open_case(o, case).await.unwrap().readable);
}

#[test]
async fn a_remembered_key_that_is_outdated_reads_on_and_the_new_file_takes_its_place() {
    let world = World::make().await;
    let mut berta = world.invited("berta", "Berta", CASEWORKER).await;
    world.load(&berta, true).await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    berta.vault.lock().await.unwrap();
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(world.key_state(&berta), KeyState::Outdated);
    let view = berta.vault.open_case(world.organisation, case).await.unwrap();
    assert!(matches!(view.name, CaseName::Open { .. }));

    let loaded = world.load_file(&berta, &file).await.unwrap();
    assert!(loaded.remembered, "the device goes on remembering, the new key from now on");
    berta.vault.lock().await.unwrap();
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Locked(_))));
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(world.key_state(&berta), KeyState::Loaded);
}

#[test]
async fn somebody_invited_before_the_renewal_enrols_with_the_new_file() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    assert!(world.load_file(&berta, &world.key_file()).await.is_err());
    assert!(world.load_file(&berta, &file).await.unwrap().first);
}

#[test]
async fn typed_groups_of_the_new_sheet_open_and_those_of_the_old_one_are_outdated() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let draft = world.admin.vault.begin_rotation(world.organisation, RotationReason::CopyLost).await.unwrap();
    world.admin.vault.confirm_rotation(world.organisation, draft.key_file_text, None).await.unwrap();
    let old = KeyOrigin::Groups(world.draft.sheet.key.qr.clone());
    let refused = berta.vault.load_key(world.organisation, old, false, None).await;
    assert_eq!(refused, Err(KeyError::OutdatedEpoch { found: 1, current: 2 }));
    let new = KeyOrigin::Groups(draft.sheet.key.qr);
    assert!(berta.vault.load_key(world.organisation, new, false, None).await.is_ok());
}

#[test]
async fn a_draft_typed_before_the_renewal_opens_after_it() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let sealed = berta.vault.seal_draft(world.organisation, &"Angefangen".into()).unwrap();
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    world.load_file(&berta, &file).await.unwrap();
    let opened = berta.vault.open_draft(world.organisation, &sealed).unwrap();
    assert_eq!(opened.as_str(), "Angefangen");
}

/// The device has seen the new history; a server that goes back to before the renewal, and an old file from a backup.
#[test]
async fn mal_a13_a_device_that_worked_with_the_new_key_notices_a_server_from_before_it() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.invited("carl", "Carl", CASEWORKER).await;
    let before = {
        let db = world.portal.0.borrow();
        let log = &db.organisations[&world.organisation].log;
        (log.entries.clone(), log.head)
    };
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    world.load_file(&berta, &file).await.unwrap();
    {
        let mut db = world.portal.0.borrow_mut();
        let log = &mut db.organisations.get_mut(&world.organisation).unwrap().log;
        (log.entries, log.head) = before;
    }
    berta.vault.lock().await.unwrap();
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(world.key_state(&berta), KeyState::Missing);
    let refused = world.load_file(&berta, &world.key_file()).await;
    assert_eq!(refused, Err(KeyError::Call(CallError::Log(LogError::RolledBack))));
    // On a device that has never worked there, the new file itself does not fit to the old history.
    assert!(world.load_file(&carl, &file).await.is_err());
}

#[test]
async fn mal_a13_a_withheld_key_of_an_earlier_epoch_is_never_taken_for_no_memory() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    // The bundle was sealed anew on another device. The memory of this one lies under the first key, and the server hands
    // out nothing that opens it.
    let elsewhere = world.elsewhere("berta").await;
    world.load_file(&elsewhere, &file).await.unwrap();
    berta.vault.refresh_session().await.unwrap();
    berta.device.tamper(|request, response| {
        if request.path.ends_with("/keys") {
            response.body = serde_json::to_vec(&KeyChain::default()).unwrap();
        }
    });
    let refused = world.load_file(&berta, &file).await;
    assert_eq!(refused, Err(KeyError::Chain { epoch: 1 }));
    berta.device.honest();
    world.load_file(&berta, &file).await.unwrap();
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(world.key_state(&berta), KeyState::Loaded);
}
