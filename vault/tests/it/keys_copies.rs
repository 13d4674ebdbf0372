//! Proving that copies still open, making further ones, and what the root is for.

use crate::{
    support::test,
    world::{ADMINISTRATOR, CASEWORKER, Person, World},
};
use api::organisations::Role;
use vault::{
    CallError, KeyError, RecoverError,
    view::{CopyCheck, KeyOrigin, KeyState, RotationReason, SecretText, Start},
};

const YEAR: i64 = 365 * 24 * 60 * 60;

fn root_groups(world: &World) -> SecretText {
    let groups: Vec<&str> = world.draft.sheet.root.groups.iter().map(SecretText::as_str).collect();
    groups.join(" ").into()
}

#[test]
async fn both_copies_are_proved_once_a_year_and_the_log_says_so() {
    let world = World::make().await;
    let (admin, o) = (&world.admin.vault, world.organisation);
    world.portal.wait(YEAR - 10);
    assert!(!admin.key_overview(o).await.unwrap().check_due);
    world.portal.wait(10);
    let due = admin.key_overview(o).await.unwrap();
    assert_eq!((due.check_due, due.last_check), (true, None));

    let file = admin.check_copy(o, KeyOrigin::File(world.key_file())).await.unwrap();
    assert_eq!(file, CopyCheck { file: true, sheet: false, recorded: false });
    assert!(admin.key_overview(o).await.unwrap().check_due, "one of two is not both");
    let sheet = KeyOrigin::Groups(world.draft.sheet.key.qr.clone());
    world.admin.device.weather.lose_next_answer.set(true);
    let lost = admin.check_copy(o, sheet.clone()).await;
    assert_eq!(lost, Err(KeyError::Call(CallError::Timeout)));
    let both = admin.check_copy(o, sheet).await.unwrap();
    assert_eq!(both, CopyCheck { file: true, sheet: true, recorded: true });
    let done = admin.key_overview(o).await.unwrap();
    assert_eq!((done.check_due, done.last_check), (false, Some(world.portal.now())));

    world.portal.wait(YEAR);
    assert!(admin.key_overview(o).await.unwrap().check_due);
    world.renew(&world.admin, RotationReason::Routine).await;
    let renewed = admin.key_overview(o).await.unwrap();
    assert_eq!((renewed.check_due, renewed.last_check), (false, None), "a new file was just loaded back");
}

#[test]
async fn a_copy_that_is_outdated_damaged_or_of_others_is_told_and_nothing_is_adopted() {
    let world = World::make().await;
    let (admin, o) = (&world.admin.vault, world.organisation);
    let before = admin.protection().unwrap();
    world.renew(&world.admin, RotationReason::Routine).await;
    let outdated = admin.check_copy(o, KeyOrigin::File(world.key_file())).await;
    assert_eq!(outdated, Err(KeyError::OutdatedEpoch { found: 1, current: 2 }));
    let root = admin.check_copy(o, KeyOrigin::Groups(root_groups(&world))).await;
    assert_eq!(root, Err(KeyError::RootGroups));
    assert_eq!(admin.check_copy(o, KeyOrigin::File("".into())).await, Err(KeyError::Empty));
    let after = admin.protection().unwrap();
    assert_eq!((before.epoch, after.epoch), (Some(1), Some(2)));
}

#[test]
async fn a_file_lost_while_the_sheet_is_there_is_made_anew() {
    let world = World::make().await;
    let o = world.organisation;
    let admin = world.elsewhere("anna").await;
    let sheet = KeyOrigin::Groups(world.draft.sheet.key.qr.clone());
    admin.vault.load_key(o, sheet, false, None).await.unwrap();
    let copy = admin.vault.copy_key(o).await.unwrap();
    assert_eq!(copy.sheet.key_fingerprint, world.draft.sheet.key_fingerprint);
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    assert!(world.load_file(&berta, &copy.key_file_text).await.unwrap().first);
    let refused = berta.vault.copy_key(o).await;
    assert_eq!(refused.map(drop), Err(vault::RotationError::Call(CallError::Forbidden)));
}

#[test]
async fn whoever_left_with_the_key_is_named_until_it_is_renewed() {
    let world = World::make().await;
    let (admin, o) = (&world.admin.vault, world.organisation);
    let berta = world.colleague("berta", "Berta").await;
    let carl = world.invited("carl", "Carl", CASEWORKER).await;
    for person in [&berta, &carl] {
        admin.block(o, person.session.account).await.unwrap();
    }
    let overview = admin.key_overview(o).await.unwrap();
    let names: Vec<&str> = overview.left.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Berta"], "Carl never had it");
    world.renew(&world.admin, RotationReason::SomebodyLeft).await;
    let overview = admin.key_overview(o).await.unwrap();
    assert!(overview.left.is_empty() && overview.min_seal);
    // A routine renewal after it does not bring the old keys back.
    world.renew(&world.admin, RotationReason::Routine).await;
    let db = world.portal.0.borrow();
    assert_eq!(db.organisations[&o].epoch().min_seal, 2);
}

/// All administrators are lost: somebody else recovers with the sheet. What `who` has and gives decides.
async fn recover(
    world: &World,
    who: &Person,
    origin: Option<KeyOrigin>,
) -> Result<vault::view::LoadedKey, RecoverError> {
    who.vault.recover_administration(world.organisation, root_groups(world), origin, None).await
}

#[test]
async fn a_colleague_with_the_key_becomes_administrator_by_the_root() {
    let world = World::make().await;
    let o = world.organisation;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    let loaded = recover(&world, &berta, None).await.unwrap();
    assert_eq!((loaded.epoch, loaded.first), (1, true));
    let session = berta.vault.session().unwrap();
    let roles: Vec<Role> = session.memberships[0].grants.iter().map(|grant| grant.role).collect();
    assert_eq!(roles, [Role::Caseworker, Role::Administrator], "what the log said stays");
    // Old signatures stay valid, and new ones count.
    let view = berta.vault.open_case(o, case).await.unwrap();
    assert_eq!(view.warnings, []);
    world.write(&berta, case, "Nach der Wiederherstellung").await;
    berta.vault.block(o, world.admin.session.account).await.unwrap();
    world.renew(&berta, RotationReason::SomebodyLeft).await;
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(world.key_state(&berta), KeyState::Loaded);
}

#[test]
async fn somebody_who_never_loaded_the_key_recovers_with_file_and_root() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    assert_eq!(recover(&world, &berta, None).await, Err(RecoverError::KeyNeeded));
    let file = KeyOrigin::File(world.key_file());
    berta.device.weather.lose_next_answer.set(true);
    let lost = recover(&world, &berta, Some(file.clone())).await;
    assert_eq!(lost, Err(RecoverError::Call(CallError::Timeout)));
    // It had arrived: the keys that were made then open.
    assert!(!world.load_file(&berta, &world.key_file()).await.unwrap().first);
    assert!(recover(&world, &berta, Some(file)).await.is_ok(), "the same call again renews it once more");
    let invited = world.invited("carl", "Carl", CASEWORKER).await;
    assert!(world.load_file(&invited, &world.key_file()).await.is_ok());
    let elsewhere = world.elsewhere("berta").await;
    assert!(!world.load_file(&elsewhere, &world.key_file()).await.unwrap().first);
    assert_eq!(
        elsewhere.vault.protection().unwrap().own_fingerprint,
        berta.vault.protection().unwrap().own_fingerprint
    );
}

/// All administrators are lost and nobody else is there: the institute gives an access without any right.
#[test]
async fn an_access_without_any_right_becomes_administrator_with_the_sheets_alone() {
    let world = World::make().await;
    let o = world.organisation;
    let berta = world.colleague("berta", "Berta").await;
    world.case(&berta, "Mara", "Lindqvist").await;
    let draft = world.admin.vault.begin_rotation(o, RotationReason::Routine).await.unwrap();
    world.admin.vault.confirm_rotation(o, draft.key_file_text, None).await.unwrap();
    let secret = crypto::InvitationSecret {
        id: crypto::make_id().unwrap(),
        seed: crypto::OneUseSeed::make().unwrap(),
    };
    {
        let mut db = world.portal.0.borrow_mut();
        let invitation = api::invitations::UnsignedInvitation {
            id: api::ids::InvitationId::from_bytes(secret.id),
            account: api::ids::AccountId::from_bytes(crypto::make_id().unwrap()),
            display_name: "Nora Neu".to_owned(),
            one_use: api::Bytes32(secret.seed.key().public().to_bytes()),
            expires_at: db.now + 1000,
        };
        db.invite_unsigned(&invitation, api::invitations::InvitationKind::Setup, Some(o));
        let made = db.invitations.get_mut(&invitation.id).unwrap();
        (made.grants, made.rights_version) = (Vec::new(), 0);
    }
    let link = format!("{}/einladung#{}", crate::portal::ORIGIN, *secret.to_fragment());
    let nora = Person::accept(&world.portal, &link, "nora", "Nora Neu").await;
    let refused = nora.vault.recover_administration(o, "".into(), None, None).await;
    assert_eq!(refused, Err(RecoverError::Sheet(KeyError::Empty)));
    let sheet = KeyOrigin::Groups(draft.sheet.key.qr);
    let loaded = recover(&world, &nora, Some(sheet)).await.unwrap();
    assert_eq!((loaded.epoch, world.key_state(&nora)), (2, KeyState::Loaded));
    assert!(world.rewrap(&nora).await.complete, "with the key of the epoch before");
}

#[test]
async fn every_wrong_root_has_its_own_error_and_signs_nothing() {
    let world = World::make().await;
    let o = world.organisation;
    let berta = world.colleague("berta", "Berta").await;
    let other = crypto::RootKey::make().unwrap();
    let key_groups: Vec<&str> = world.draft.sheet.key.groups.iter().map(SecretText::as_str).collect();
    let right = root_groups(&world);
    let cut: Vec<&str> = right.as_str().split(' ').take(3).collect();
    for (sheet, expected) in [
        ("".to_owned(), RecoverError::Sheet(KeyError::Empty)),
        (cut.join(" "), RecoverError::Sheet(KeyError::GroupCount { found: 3, expected: 16 })),
        (key_groups.join(" "), RecoverError::KeyGroups),
        (crypto::RootSheet::qr(&other).to_string(), RecoverError::OtherRoot),
    ] {
        let refused = berta.vault.recover_administration(o, sheet.into(), None, None).await;
        assert_eq!(refused, Err(expected));
    }
    assert!(!berta.sent().iter().any(|(path, _)| path.contains("/recovery")));
}

#[test]
async fn a_root_is_replaced_only_by_what_was_typed_back() {
    let world = World::make().await;
    let (admin, o) = (&world.admin.vault, world.organisation);
    let berta = world.colleague("berta", "Berta").await;
    let not_begun = admin.confirm_root(o, root_groups(&world)).await;
    assert_eq!(not_begun, Err(RecoverError::NotBegun));
    let first = admin.replace_root(o, root_groups(&world)).await.unwrap();
    let draft = admin.replace_root(o, world.draft.sheet.root.qr.clone()).await.unwrap();
    assert_eq!(draft.previous_fingerprint, world.draft.sheet.root_fingerprint);
    assert!(!world.admin.sent().iter().any(|(path, _)| path.ends_with("/root")));
    for wrong in [first.root.qr.clone(), root_groups(&world)] {
        assert_eq!(admin.confirm_root(o, wrong).await, Err(RecoverError::OtherSheet));
    }
    let typed: Vec<&str> = draft.root.groups.iter().map(SecretText::as_str).collect();
    let typed: SecretText = typed.join(" ").to_lowercase().into();
    world.admin.device.weather.lose_next_answer.set(true);
    assert_eq!(admin.confirm_root(o, typed.clone()).await, Err(RecoverError::Call(CallError::Timeout)));
    let overview = admin.confirm_root(o, typed).await.unwrap();
    assert_eq!(overview.root_fingerprint, draft.root_fingerprint);

    // The old sheet is worth nothing, the new one something; key files of before stay good.
    assert_eq!(recover(&world, &berta, None).await, Err(RecoverError::ReplacedRoot));
    let elsewhere = world.elsewhere("berta").await;
    assert!(world.load_file(&elsewhere, &world.key_file()).await.is_ok());
    let again = world.elsewhere("berta").await;
    let copy = admin.copy_key(o).await.unwrap();
    assert!(world.load_file(&again, &copy.key_file_text).await.is_ok(), "a file that names the new root");
    let new_root = draft.root.qr;
    assert!(berta.vault.recover_administration(o, new_root, None, None).await.is_ok());
}

#[test]
async fn a_second_administrator_stays_who_the_log_says() {
    let world = World::make().await;
    let zoe = world.invited("zoe", "Zoe", ADMINISTRATOR).await;
    world.load(&zoe, false).await;
    // No seed of the root is anywhere but on the sheet: not in what was sent, nor on the device.
    world.admin.vault.replace_root(world.organisation, root_groups(&world)).await.unwrap();
    let root = crypto::RootSheet::parse(root_groups(&world).as_str()).unwrap();
    let seed = crypto::hazmat::RawKey::raw(&root);
    let stored = world.admin.disk.0.blobs().into_iter();
    for (place, bytes) in world.admin.sent().into_iter().chain(stored) {
        assert!(!bytes.windows(32).any(|window| window == seed), "{place}");
    }
    assert_eq!(world.key_state(&zoe), KeyState::Loaded);
}
