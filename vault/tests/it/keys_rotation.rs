//! Renewing the organisation key: every step may be repeated, and nothing is lost.

use crate::{
    support::test,
    world::{CASEWORKER, Disk, PASSWORD, Person, World},
};
use api::{configuration::known, ids::CaseId, statement::EpochState};
use vault::{
    CallError, KeyError, LoginError, RotationError,
    view::{CaseName, KeyOrigin, KeyState, RotationReason, SecretText, Start, Text},
};

fn key_state(person: &Person) -> KeyState {
    person.vault.session().unwrap().memberships[0].key
}

async fn load(world: &World, person: &Person, file: &SecretText) -> Result<u32, KeyError> {
    let origin = KeyOrigin::File(file.clone());
    person.vault.load_key(world.organisation, origin, false, None).await.map(|loaded| loaded.epoch)
}

async fn readable(world: &World, person: &Person, case: CaseId) -> bool {
    let view = person.vault.open_case(world.organisation, case).await.unwrap();
    matches!(view.name, CaseName::Open { .. })
}

fn epochs(world: &World) -> Vec<(u32, EpochState)> {
    let db = world.portal.0.borrow();
    let epoch = db.organisations[&world.organisation].epoch();
    vec![(epoch.epoch, epoch.state)]
}

#[test]
async fn a_renewed_key_opens_everything_old_and_new_and_the_old_file_is_told_to_be_outdated() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let mut cases = Vec::new();
    for number in 0..5 {
        cases.push(world.case(&berta, "Mara", &format!("Lindqvist {number}")).await);
    }
    let before = world.admin.vault.key_overview(world.organisation).await.unwrap();
    assert_eq!((before.epoch, before.complete, before.waiting, before.min_seal), (1, true, 0, false));
    assert_eq!((before.pending, before.check_due), (None, false));

    let begun = world.admin.vault.begin_rotation(world.organisation, RotationReason::Routine).await.unwrap();
    assert_eq!(begun.key_file_name, "wimes-schluessel-haus-am-weg-ausgabe-2.txt");
    assert_eq!((begun.epoch, begun.sheet.epoch), (2, 2));
    let pending = world.admin.vault.key_overview(world.organisation).await.unwrap().pending.unwrap();
    assert_eq!((pending.epoch, pending.own), (2, true));
    assert_eq!(pending.fingerprint, begun.sheet.key_fingerprint);
    let file = begun.key_file_text.clone();
    let overview = world.admin.vault.confirm_rotation(world.organisation, file.clone(), None).await.unwrap();
    assert_eq!((overview.epoch, overview.complete, overview.waiting), (2, false, 5));
    assert_eq!(overview.pending, None);

    // The old slots stand beside the new ones meanwhile: both epochs are readable.
    assert!(readable(&world, &berta, cases[0]).await);
    let first = world.admin.vault.rewrap(world.organisation, 2).await.unwrap();
    assert_eq!((first.done, first.remaining, first.complete), (2, 3, false));
    let last = world.rewrap(&world.admin).await;
    assert_eq!((last.done, last.complete, last.damaged.len()), (5, true, 0));
    assert_eq!(epochs(&world), [(2, EpochState::Complete)]);
    let slots = world.portal.0.borrow().cases.values().map(|case| case.slots.len()).sum::<usize>();
    assert_eq!(slots, 5, "the superseded slots are gone");

    assert_eq!(load(&world, &berta, &file).await, Ok(2));
    assert_eq!(key_state(&berta), KeyState::Loaded);
    for case in &cases {
        assert!(readable(&world, &berta, *case).await);
    }
    let outdated = load(&world, &berta, &world.key_file()).await;
    assert_eq!(outdated, Err(KeyError::OutdatedEpoch { found: 1, current: 2 }));
    let again = world.admin.vault.rewrap(world.organisation, 2).await.unwrap();
    assert!(again.complete && again.remaining == 0);
}

#[test]
async fn a_file_that_is_only_announced_is_not_in_use_yet() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let begun = world.admin.vault.begin_rotation(world.organisation, RotationReason::Routine).await.unwrap();
    assert_eq!(load(&world, &berta, &begun.key_file_text).await, Err(KeyError::NotInUse { found: 2 }));
    assert_eq!(load(&world, &berta, &world.key_file()).await, Ok(1));
}

#[test]
async fn only_exactly_the_saved_file_puts_the_new_key_in_force() {
    let world = World::make().await;
    let o = world.organisation;
    let admin = &world.admin.vault;
    let not_begun = admin.confirm_rotation(o, world.key_file(), None).await;
    assert_eq!(not_begun, Err(RotationError::NotBegun));
    let draft = admin.begin_rotation(o, RotationReason::Routine).await.unwrap();
    for (text, expected) in [
        (world.key_file(), RotationError::OtherFile),
        ("".into(), RotationError::File(KeyError::Empty)),
        ("Notizen".into(), RotationError::File(KeyError::NotAKeyFile)),
    ] {
        assert_eq!(admin.confirm_rotation(o, text, None).await, Err(expected));
        assert_eq!(epochs(&world), [(1, EpochState::Active)]);
    }
    assert!(admin.confirm_rotation(o, draft.key_file_text, None).await.is_ok());
}

#[test]
async fn answers_lost_at_every_step_lose_nothing() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let o = world.organisation;
    let (admin, weather) = (&world.admin.vault, &world.admin.device.weather);
    let timeout = RotationError::Call(CallError::Timeout);

    weather.lose_next_answer.set(true);
    let lost = admin.begin_rotation(o, RotationReason::Routine).await;
    assert_eq!(lost.map(drop), Err(timeout.clone()));
    // What was announced without a file ever being saved is replaced.
    let draft = admin.begin_rotation(o, RotationReason::Routine).await.unwrap();

    weather.lose_next_answer.set(true);
    let lost = admin.confirm_rotation(o, draft.key_file_text.clone(), None).await;
    assert_eq!(lost.map(drop), Err(timeout.clone()));
    assert_eq!(epochs(&world), [(2, EpochState::Active)], "it had arrived");
    let overview = admin.confirm_rotation(o, draft.key_file_text.clone(), None).await.unwrap();
    assert_eq!((overview.epoch, key_state(&world.admin)), (2, KeyState::Loaded));

    weather.lose_next_answer.set(true);
    assert_eq!(admin.rewrap(o, 10).await, Err(timeout.clone()));
    weather.lose_next_answer.set(true);
    assert_eq!(admin.rewrap(o, 10).await, Err(timeout), "the last step, complete");
    let progress = world.rewrap(&world.admin).await;
    assert!(progress.complete);
    assert_eq!(epochs(&world), [(2, EpochState::Complete)]);
    assert_eq!(load(&world, &berta, &draft.key_file_text).await, Ok(2));
    assert!(readable(&world, &berta, case).await);
}

#[test]
async fn a_closed_tab_goes_on_with_the_saved_file_alone() {
    let mut world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    for family in ["Eins", "Zwei", "Drei"] {
        world.case(&berta, "Mara", family).await;
    }
    let o = world.organisation;
    let draft = world.admin.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    let portal = world.portal.clone();
    world.admin.reload(&portal);
    assert!(matches!(world.admin.vault.resume().await, Ok(Start::Ready(_))));
    let pending = world.admin.vault.key_overview(o).await.unwrap().pending.unwrap();
    assert!(!pending.own);
    world.admin.vault.confirm_rotation(o, draft.key_file_text.clone(), None).await.unwrap();
    assert_eq!(world.admin.vault.rewrap(o, 1).await.unwrap().remaining, 2);

    world.admin.reload(&portal);
    assert!(matches!(world.admin.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(key_state(&world.admin), KeyState::Loaded, "a reload asks for nothing");
    let progress = world.rewrap(&world.admin).await;
    assert_eq!((progress.done, progress.complete), (2, true));
}

#[test]
async fn another_administrator_goes_on_where_the_first_one_stopped() {
    let world = World::make().await;
    let zoe = world.second_admin().await;
    let berta = world.colleague("berta", "Berta").await;
    for family in ["Eins", "Zwei", "Drei"] {
        world.case(&berta, "Mara", family).await;
    }
    let o = world.organisation;
    let draft = world.admin.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    // With the file that the first one saved.
    zoe.vault.confirm_rotation(o, draft.key_file_text.clone(), None).await.unwrap();
    assert_eq!(zoe.vault.rewrap(o, 1).await.unwrap().remaining, 2);
    assert_eq!(world.admin.vault.rewrap(o, 1).await, Err(RotationError::KeyOutdated));
    assert_eq!(key_state(&world.admin), KeyState::Outdated);
    let overview = world.admin.vault.confirm_rotation(o, draft.key_file_text, None).await.unwrap();
    assert_eq!((overview.epoch, overview.waiting), (2, 2));
    assert!(world.rewrap(&world.admin).await.complete);
    assert!(zoe.vault.rewrap(o, 1).await.unwrap().complete);
}

#[test]
async fn a_lock_in_between_costs_nothing_but_the_password() {
    let world = World::make().await;
    let o = world.organisation;
    let admin = &world.admin.vault;
    let draft = admin.begin_rotation(o, RotationReason::Routine).await.unwrap();
    admin.lock().await.unwrap();
    let locked = admin.confirm_rotation(o, draft.key_file_text.clone(), None).await;
    assert_eq!(locked, Err(RotationError::Call(CallError::Locked)));
    admin.unlock(PASSWORD.into()).await.unwrap();
    let missing = admin.confirm_rotation(o, draft.key_file_text.clone(), None).await;
    assert_eq!(missing, Err(RotationError::KeyMissing));
    assert_eq!(load(&world, &world.admin, &world.key_file()).await, Ok(1));
    assert!(admin.confirm_rotation(o, draft.key_file_text, None).await.is_ok());
}

#[test]
async fn a_mistyped_password_never_seals_the_personal_keys_anew() {
    let mut world = World::make().await;
    let o = world.organisation;
    let draft = world.admin.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    let portal = world.portal.clone();
    world.admin.disk = Disk::default();
    world.admin.reload(&portal);
    assert!(matches!(world.admin.vault.resume().await, Ok(Start::Ready(_))));
    let admin = &world.admin.vault;
    let origin = KeyOrigin::File(world.key_file());
    let needed = admin.load_key(o, origin.clone(), false, None).await;
    assert_eq!(needed, Err(KeyError::PasswordNeeded));
    admin.load_key(o, origin, false, Some(PASSWORD.into())).await.unwrap();
    let file = || draft.key_file_text.clone();
    let mistyped = admin.confirm_rotation(o, file(), Some("Sieben Birnen im Kor".into())).await;
    assert_eq!(mistyped, Err(RotationError::Password(LoginError::WrongCredentials)));
    assert_eq!(epochs(&world), [(1, EpochState::Active)]);
    admin.confirm_rotation(o, file(), Some(PASSWORD.into())).await.unwrap();
    let elsewhere = world.elsewhere("anna").await;
    assert_eq!(load(&world, &elsewhere, &file()).await, Ok(2), "the bundle opens with the right password");
}

#[test]
async fn a_case_key_that_does_not_open_is_shown_and_stops_nothing_else() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let mut cases = Vec::new();
    for family in ["Eins", "Zwei", "Drei", "Vier"] {
        cases.push(world.case(&berta, "Mara", family).await);
    }
    cases.sort_unstable();
    let broken = cases[1];
    let intact = world.portal.0.borrow().cases[&broken].slots[0].clone();
    world.portal.0.borrow_mut().cases.get_mut(&broken).unwrap().slots[0].slot.0[100] ^= 1;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    let progress = world.rewrap(&world.admin).await;
    assert_eq!((progress.done, progress.complete), (3, false));
    assert_eq!(progress.damaged.iter().map(|slot| slot.case).collect::<Vec<_>>(), [broken]);
    assert_eq!(epochs(&world), [(2, EpochState::Active)]);
    // Everything else works under the new key, also the next renewal.
    assert_eq!(load(&world, &berta, &file).await, Ok(2));
    assert!(readable(&world, &berta, cases[0]).await);
    assert!(!readable(&world, &berta, broken).await);
    // It was brought back from a backup.
    world.portal.0.borrow_mut().cases.get_mut(&broken).unwrap().slots[0] = intact;
    let progress = world.rewrap(&world.admin).await;
    assert_eq!((progress.complete, progress.damaged.len()), (true, 0));
    assert!(readable(&world, &berta, broken).await);
}

#[test]
async fn what_was_written_while_the_key_was_renewed_stays() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let o = world.organisation;
    let draft = world.admin.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    world.write(&berta, case, "Während der Erneuerung geschrieben").await;
    world.admin.vault.confirm_rotation(o, draft.key_file_text.clone(), None).await.unwrap();
    world.rewrap(&world.admin).await;
    assert_eq!(load(&world, &berta, &draft.key_file_text).await, Ok(2));
    let view = berta.vault.open_case(o, case).await.unwrap();
    assert_eq!(view.warnings, []);
    let entry = view.of_form(known::COURSE).next().unwrap();
    assert_eq!(entry.texts.get("text"), Text::Open("Während der Erneuerung geschrieben".to_owned()));
}

#[test]
async fn only_administrators_with_the_key_in_force_renew_it() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let o = world.organisation;
    let refused = berta.vault.begin_rotation(o, RotationReason::Routine).await;
    assert_eq!(refused.map(drop), Err(RotationError::Call(CallError::Forbidden)));
    let zoe = world.invited("zoe", "Zoe", crate::world::ADMINISTRATOR).await;
    let refused = zoe.vault.begin_rotation(o, RotationReason::Routine).await;
    assert_eq!(refused.map(drop), Err(RotationError::KeyMissing));
    assert_eq!(world.admin.vault.rewrap(o, 5).await, Err(RotationError::NotBegun));
    for person in [&berta, &zoe] {
        assert!(!person.sent().iter().any(|(path, body)| path.contains("/keys") && !body.is_empty()));
    }
}

#[test]
async fn several_renewals_follow_each_other_even_without_completing() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let mut file = world.key_file();
    for epoch in 2..=4 {
        file = world.renew(&world.admin, RotationReason::Routine).await;
        assert_eq!(world.admin.vault.key_overview(world.organisation).await.unwrap().epoch, epoch);
    }
    assert!(world.rewrap(&world.admin).await.complete);
    assert_eq!(load(&world, &berta, &file).await, Ok(4));
    assert!(readable(&world, &berta, case).await);
}
