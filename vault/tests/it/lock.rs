//! Reload, lock, remembered devices, password change.

use crate::{
    support::test,
    world::{self, CASEWORKER, Disk, PASSWORD, Person, World, login},
};
use vault::{
    CallError, ChangePasswordError, KeyError, LoginError,
    view::{ChangePassword, KeyOrigin, KeyState, Login, Start},
};

fn key(person: &Person) -> KeyState {
    person.vault.session().unwrap().memberships[0].key
}

#[test]
async fn a_reload_within_the_lock_time_asks_for_nothing() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.reload(&world.portal);
    world.portal.wait(600);
    let Start::Ready(session) = berta.vault.resume().await.unwrap() else { panic!("locked") };
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
    assert!(berta.vault.open_case(world.organisation, case).await.unwrap().readable);
    world.case(&berta, "Noch", "Eins").await;
}

#[test]
async fn a_reload_asks_for_nothing_either_after_an_ended_session_was_renewed() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    world.portal.0.borrow_mut().sessions.clear();
    assert_eq!(berta.vault.list_cases(world.organisation).await, Err(CallError::SessionEnded));
    let session = berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
    berta.reload(&world.portal);
    let Start::Ready(session) = berta.vault.resume().await.unwrap() else { panic!("locked") };
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
    assert!(berta.vault.open_case(world.organisation, case).await.unwrap().readable);
}

#[test]
async fn a_draft_stays_sealed_through_a_lock_and_opens_for_the_same_person_only() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carla = world.colleague("carla", "Carla").await;
    let text = "Mara hat heute";
    let sealed = berta.vault.seal_draft(world.organisation, &text.into()).unwrap();
    assert!(!sealed.windows(4).any(|window| window == b"Mara"));
    assert!(carla.vault.open_draft(world.organisation, &sealed).is_none());
    berta.vault.lock().await.unwrap();
    assert!(berta.vault.open_draft(world.organisation, &sealed).is_none());
    assert_eq!(berta.vault.seal_draft(world.organisation, &text.into()), None);
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert!(berta.vault.open_draft(world.organisation, &sealed).is_none(), "the key is not loaded yet");
    world.load(&berta, false).await;
    assert_eq!(berta.vault.open_draft(world.organisation, &sealed).unwrap().as_str(), text);
}

#[test]
async fn a_reload_after_the_lock_time_is_locked() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    world.portal.wait(901);
    assert_eq!(berta.vault.seconds_until_lock().await, 0);
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Locked(_))));
    assert!(berta.vault.is_locked() && berta.vault.session().is_none());
}

#[test]
async fn a_touch_begins_the_lock_time_anew() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    berta.vault.set_lock_after(120).await.unwrap();
    world.portal.wait(100);
    assert_eq!(berta.vault.seconds_until_lock().await, 20);
    berta.vault.touch().await;
    assert_eq!(berta.vault.seconds_until_lock().await, 120);
    berta.vault.set_lock_after(1).await.unwrap();
    assert_eq!(berta.vault.lock_after().await, 60, "brought into range");
}

#[test]
async fn whoever_works_in_one_tab_is_not_locked_out_by_another() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let second = world::on(&world.portal, &berta.device.reload(), &berta.disk);
    assert!(matches!(second.resume().await, Ok(Start::Ready(_))));
    world.portal.wait(800);
    berta.vault.touch().await;
    world.portal.wait(200);
    assert_eq!(second.seconds_until_lock().await, 700);
    second.set_lock_after(120).await.unwrap();
    assert_eq!(second.seconds_until_lock().await, 0, "nobody was there for longer than that");
}

#[test]
async fn a_second_tab_forgets_with_the_first_and_disturbs_no_new_login() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let second = world::on(&world.portal, &berta.device.reload(), &berta.disk);
    assert!(matches!(second.resume().await, Ok(Start::Ready(_))));
    berta.vault.logout().await.unwrap();
    berta.vault.login(login("berta")).await.unwrap();
    world.load(&berta, false).await;
    // The message of the logout reaches a sleeping tab late.
    second.forget();
    assert!(second.session().is_none() && second.protection().is_none());
    berta.reload(&world.portal);
    let Start::Ready(session) = berta.vault.resume().await.unwrap() else { panic!("locked") };
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
}

#[test]
async fn mal_a42_after_a_lock_nothing_opens_not_even_after_a_reload() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    berta.vault.lock().await.unwrap();
    assert_eq!(berta.vault.list_cases(world.organisation).await, Err(CallError::Locked));
    assert_eq!(berta.vault.search(world.organisation, "mara", 5), []);
    assert!(berta.vault.protection().is_none());
    let share = world
        .portal
        .0
        .borrow()
        .sessions
        .values()
        .any(|session| session.account == berta.session.account && session.share.is_some());
    assert!(!share, "the server deleted the share");
    assert!(!berta.disk.0.blobs().iter().any(|(name, _)| name == "session"));
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Locked(_))));

    let session = berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Missing, "this device remembers nothing");
    world.load(&berta, false).await;
    assert!(berta.vault.open_case(world.organisation, case).await.unwrap().readable);
}

#[test]
async fn a_lock_without_a_connection_wipes_all_the_same() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    berta.device.weather.offline.set(true);
    assert_eq!(berta.vault.lock().await, Err(CallError::Offline));
    assert!(berta.vault.is_locked());
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Locked(_))));
}

#[test]
async fn a_logout_that_the_server_did_not_hear_of_is_made_up_for() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let logged_out = Ok(Start::LoggedOut { tenant: Some(world::TENANT.to_owned()) });
    berta.device.weather.offline.set(true);
    assert_eq!(berta.vault.logout().await, Err(CallError::Offline));
    assert!(berta.vault.session().is_none());
    berta.device.weather.offline.set(false);
    berta.reload(&world.portal);
    assert_eq!(berta.vault.resume().await, logged_out);
    berta.reload(&world.portal);
    assert_eq!(berta.vault.resume().await, logged_out, "the session ended on the server too");
    berta.vault.login(login("berta")).await.unwrap();
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
}

#[test]
async fn mal_a42_a_copied_session_is_worthless_without_the_device_or_without_the_share() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    // All blobs and the cookie, but not the device's non-extractable key.
    let thief = Disk::new(berta.disk.0.copy_without_key());
    let vault = world::on(&world.portal, &berta.device.reload(), &thief);
    let Start::Ready(session) = vault.resume().await.unwrap() else { panic!("locked") };
    assert_eq!(session.memberships[0].key, KeyState::Missing);
    // The device itself, but the session ended on the server.
    berta.device.end_session();
    let vault = world::on(&world.portal, &berta.device.reload(), &berta.disk);
    assert_eq!(vault.resume().await, Ok(Start::LoggedOut { tenant: Some(world::TENANT.to_owned()) }));
}

#[test]
async fn a_remembered_device_needs_only_the_password() {
    let world = World::make().await;
    let mut berta = world.invited("berta", "Berta", CASEWORKER).await;
    world.load(&berta, true).await;
    berta.vault.logout().await.unwrap();
    assert!(berta.vault.session().is_none());
    berta.reload(&world.portal);
    let wrong = Login { password: "Falsches Kennwort".into(), ..login("berta") };
    assert_eq!(berta.vault.login(wrong).await, Err(LoginError::WrongCredentials));
    let session = berta.vault.login(login("berta")).await.unwrap();
    assert!(session.remembered);
    assert_eq!(session.memberships[0].key, KeyState::Loaded);

    berta.vault.lock().await.unwrap();
    let session = berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Loaded);
}

#[test]
async fn a_remembered_device_that_was_revoked_forgets() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    world.load(&berta, true).await;
    berta.vault.logout().await.unwrap();
    world.portal.0.borrow_mut().devices.clear();
    let session = berta.vault.login(login("berta")).await.unwrap();
    assert!(!session.remembered);
    assert_eq!(session.memberships[0].key, KeyState::Missing);
}

#[test]
async fn a_device_forgets_when_told() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    world.load(&berta, true).await;
    berta.vault.forget_device().await.unwrap();
    assert!(world.portal.0.borrow().devices.is_empty());
    berta.vault.logout().await.unwrap();
    let session = berta.vault.login(login("berta")).await.unwrap();
    assert_eq!((session.remembered, session.memberships[0].key), (false, KeyState::Missing));
}

#[test]
async fn remembering_after_a_reload_asks_for_the_password_again() {
    let world = World::make().await;
    let mut berta = world.invited("berta", "Berta", CASEWORKER).await;
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    let origin = || KeyOrigin::File(world.key_file());
    let refused = berta.vault.load_key(world.organisation, origin(), true, None).await;
    assert_eq!(refused, Err(KeyError::PasswordNeeded));
    let wrong = Some("Falsches Kennwort".into());
    let refused = berta.vault.load_key(world.organisation, origin(), true, wrong).await;
    assert_eq!(refused, Err(KeyError::Password(LoginError::WrongCredentials)));
    let loaded =
        berta.vault.load_key(world.organisation, origin(), true, Some(PASSWORD.into())).await.unwrap();
    assert!(loaded.first && loaded.remembered);
}

#[test]
async fn a_session_that_ended_while_typing_is_renewed_and_nothing_is_lost() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.open_case(world.organisation, case).await.unwrap();
    berta.device.end_session();
    let write = vault::view::WriteEntry {
        case,
        record: berta.vault.make_record().unwrap(),
        form: "course".to_owned(),
        based_on: 0,
        draft: crate::support::course("Was gerade getippt wird"),
    };
    let ended = berta.vault.write_entry(write.clone()).await;
    assert_eq!(ended, Err(vault::WriteError::Call(CallError::SessionEnded)));
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    assert_eq!(key(&berta), KeyState::Loaded);
    assert_eq!(berta.vault.write_entry(write).await.unwrap().revision, 1);
}

#[test]
async fn a_changed_password_opens_everything_and_the_old_one_nothing() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    world.load(&berta, true).await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let new = "Acht Quitten im Keller";
    let change = |current: &str| ChangePassword { current: current.into(), new: new.into() };
    let wrong = berta.vault.change_password(change("Falsches Kennwort")).await;
    assert_eq!(wrong, Err(ChangePasswordError::WrongPassword));
    berta.vault.change_password(change(PASSWORD)).await.unwrap();
    berta.vault.lock().await.unwrap();
    assert_eq!(berta.vault.unlock(PASSWORD.into()).await, Err(LoginError::WrongCredentials));
    let session = berta.vault.unlock(new.into()).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Loaded, "the device still remembers");
    assert!(berta.vault.open_case(world.organisation, case).await.unwrap().writable);

    let (vault, _, _) = world::fresh(&world.portal);
    vault.login(Login { password: new.into(), ..login("berta") }).await.unwrap();
    let origin = KeyOrigin::File(world.key_file());
    assert!(!vault.load_key(world.organisation, origin, false, None).await.unwrap().first);
}

#[test]
async fn a_password_can_be_changed_before_the_first_loading_and_not_while_a_key_is_missing() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let new = "Acht Quitten im Keller";
    let change = |current: &str, new: &str| ChangePassword { current: current.into(), new: new.into() };
    berta.vault.change_password(change(PASSWORD, new)).await.unwrap();
    world.load(&berta, false).await;

    let (vault, _, _) = world::fresh(&world.portal);
    vault.login(Login { password: new.into(), ..login("berta") }).await.unwrap();
    let missing = vault.change_password(change(new, PASSWORD)).await;
    assert_eq!(missing, Err(ChangePasswordError::KeysMissing(vec![world.organisation])));
}

#[test]
async fn parameters_outside_the_compiled_bounds_are_refused_before_anything_is_derived() {
    let world = World::make().await;
    let (vault, device, _) = world::fresh(&world.portal);
    for (memory, passes) in [(1024, 1), (2 * 1024 * 1024, 3), (64 * 1024, 1000)] {
        device.tamper(move |request, response| {
            if request.path.ends_with("/auth/start") {
                let mut challenge: api::auth::LoginChallenge =
                    serde_json::from_slice(&response.body).unwrap();
                challenge.kdf.memory_kib = memory;
                challenge.kdf.passes = passes;
                response.body = serde_json::to_vec(&challenge).unwrap();
            }
        });
        assert_eq!(vault.login(login("anna")).await, Err(LoginError::RefusedParameters));
    }
}

#[test]
async fn somebody_else_at_the_same_device_finds_nothing_unlocked() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.case(&berta, "Mara", "Lindqvist").await;
    berta.vault.list_cases(world.organisation).await.unwrap();
    berta.vault.open_names(world.organisation, 9).await.unwrap();
    world.colleague("carl", "Carl").await;
    let session = berta.vault.login(login("carl")).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Missing);
    assert_eq!(berta.vault.search(world.organisation, "mara", 5), []);
}
