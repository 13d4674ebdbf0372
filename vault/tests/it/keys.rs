//! Making and loading organisation keys.

use crate::{
    support::test,
    world::{self, CASEWORKER, Disk, EVALUATION, PASSWORD, Person, World, login},
};
use api::ids::{OrganisationId, TenantId};
use crypto::KeyFile;
use vault::{
    KeyError, LoginError, SetupError,
    view::{KeyOrigin, KeyState, NewTenant, SecretText, Start},
};

fn file(text: impl Into<String>) -> KeyOrigin {
    KeyOrigin::File(text.into().into())
}

fn groups(text: impl Into<String>) -> KeyOrigin {
    KeyOrigin::Groups(text.into().into())
}

fn sheet_text(world: &World) -> String {
    let groups: Vec<&str> = world.draft.sheet.key.groups.iter().map(SecretText::as_str).collect();
    groups.join(" ")
}

#[test]
async fn every_bad_key_file_has_its_own_error_and_changes_nothing() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let good = world.key_file();
    let good = good.as_str();
    let mut damaged = good.to_owned();
    let at = damaged.find("key: ").unwrap() + 8;
    let other = if damaged.as_bytes()[at] == b'A' { "B" } else { "A" };
    damaged.replace_range(at..=at, other);
    let cut = &good[..good.find("checkpoint:").unwrap()];
    for (origin, expected) in [
        (file(""), KeyError::Empty),
        (file("   \n"), KeyError::Empty),
        (file("Liebe Kolleginnen und Kollegen"), KeyError::NotAKeyFile),
        (file(damaged), KeyError::Damaged),
        (file(cut), KeyError::Truncated),
        (file(good.replace("wimes-key-file: 1", "wimes-key-file: 2")), KeyError::NewerVersion),
    ] {
        let refused = berta.vault.load_key(world.organisation, origin, false, None).await;
        assert_eq!(refused, Err(expected));
        assert_eq!(berta.vault.session().unwrap().memberships[0].key, KeyState::Missing);
    }
    world.load(&berta, false).await;
}

#[test]
async fn a_foreign_key_file_names_both_organisations() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let mut other = KeyFile::parse(world.key_file().as_str().as_bytes()).unwrap();
    other.organisation = [7; 16];
    other.organisation_name = "Haus am See".to_owned();
    let refused = berta.vault.load_key(world.organisation, file(other.to_text().as_str()), false, None).await;
    let expected =
        KeyError::ForeignOrganisation { found: "Haus am See".to_owned(), expected: "Haus am Weg".to_owned() };
    assert_eq!(refused, Err(expected));
}

#[test]
async fn a_key_file_that_was_replaced_is_never_adopted() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let honest = KeyFile::parse(world.key_file().as_str().as_bytes()).unwrap();
    let other_key = KeyFile { key: crypto::OrganisationKey::make(1).unwrap(), ..honest.clone() };
    let other_root = KeyFile { root: crypto::RootKey::make().unwrap().public(), ..honest.clone() };
    let other_tenant = KeyFile { tenant: [9; 16], ..honest.clone() };
    let later = KeyFile { key: crypto::OrganisationKey::make(2).unwrap(), ..honest };
    for replaced in [other_key, other_root, other_tenant, later] {
        let origin = file(replaced.to_text().as_str());
        let refused = berta.vault.load_key(world.organisation, origin, false, None).await;
        assert_eq!(refused, Err(KeyError::DoesNotFit));
    }
}

#[test]
async fn typed_groups_open_and_a_wrong_character_names_its_group() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let right = sheet_text(&world);
    let mut letters: Vec<String> = right.split(' ').map(str::to_owned).collect();
    let changed = if letters[4].starts_with('A') { "B" } else { "A" };
    letters[4].replace_range(0..1, changed);
    let few = letters[..3].join(" ");
    let root: Vec<&str> = world.draft.sheet.root.groups.iter().map(SecretText::as_str).collect();
    let total = letters.len();
    for (origin, expected) in [
        (groups(""), KeyError::Empty),
        (groups(letters.join(" ")), KeyError::WrongGroup(5)),
        (groups(root.join(" ")), KeyError::RootGroups),
    ] {
        let refused = berta.vault.load_key(world.organisation, origin, false, None).await;
        assert_eq!(refused, Err(expected));
    }
    let refused = berta.vault.load_key(world.organisation, groups(few), false, None).await;
    assert_eq!(refused, Err(KeyError::GroupCount { found: 3, expected: total }));
    assert!(berta.vault.is_key_group(5, right.split(' ').nth(4).unwrap()));
    assert!(!berta.vault.is_key_group(5, &letters[4]));
    let loaded = berta.vault.load_key(world.organisation, groups(right.to_lowercase()), false, None).await;
    assert!(loaded.unwrap().first);
}

#[test]
async fn the_text_of_the_qr_code_opens_too() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let qr = KeyOrigin::Groups(world.draft.sheet.key.qr.clone());
    assert!(berta.vault.load_key(world.organisation, qr, false, None).await.is_ok());
}

#[test]
async fn a_second_device_opens_the_same_personal_keys() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let (vault, device, disk) = world::fresh(&world.portal);
    let session = vault.login(login("berta")).await.unwrap();
    assert_eq!(session.memberships[0].key, KeyState::Missing);
    let elsewhere = Person { vault, device, disk, session };
    let origin = KeyOrigin::File(world.key_file());
    let loaded = elsewhere.vault.load_key(world.organisation, origin, false, None).await.unwrap();
    assert!(!loaded.first);
    let own = |vault: &world::TestVault| vault.protection().unwrap().own_fingerprint.unwrap();
    assert_eq!(own(&berta.vault), own(&elsewhere.vault));
}

#[test]
async fn a_certificate_whose_answer_was_lost_is_not_made_twice() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let origin = || KeyOrigin::File(world.key_file());
    berta.device.weather.lose_next_answer.set(true);
    let lost = berta.vault.load_key(world.organisation, origin(), false, None).await;
    assert_eq!(lost, Err(KeyError::Call(vault::CallError::Timeout)));
    let loaded = berta.vault.load_key(world.organisation, origin(), false, None).await.unwrap();
    assert!(!loaded.first, "the first try had arrived");
    assert_eq!(world.portal.0.borrow().organisations[&world.organisation].log.head.n, 2);
}

#[test]
async fn people_who_only_evaluate_are_never_asked_for_a_key() {
    let world = World::make().await;
    let figures = world.invited("figures", "Figures", EVALUATION).await;
    assert_eq!(figures.session.memberships[0].key, KeyState::NotNeeded);
    let origin = KeyOrigin::File(world.key_file());
    let refused = figures.vault.load_key(world.organisation, origin, false, None).await;
    assert_eq!(refused, Err(KeyError::NotNeeded));
}

#[test]
async fn set_up_ends_only_with_exactly_the_file_that_was_saved() {
    let world = World::make().await;
    let second = world.admin.vault.create_organisation("Haus am See".to_owned()).await.unwrap();
    let own = world.admin.vault.session().unwrap();
    let membership = own.memberships.iter().find(|own| own.organisation == second).unwrap();
    assert_eq!(membership.key, KeyState::NotSetUp);

    let not_begun = world.admin.vault.confirm_setup(second, world.key_file(), None).await;
    assert_eq!(not_begun, Err(SetupError::NotBegun));
    let first_draft = world.admin.vault.begin_setup(second).await.unwrap();
    let draft = world.admin.vault.begin_setup(second).await.unwrap();
    for (text, expected) in [
        (first_draft.key_file_text.clone(), SetupError::OtherFile),
        (world.key_file(), SetupError::OtherFile),
        ("".into(), SetupError::File(KeyError::Empty)),
        ("Notizen".into(), SetupError::File(KeyError::NotAKeyFile)),
    ] {
        assert_eq!(world.admin.vault.confirm_setup(second, text, None).await, Err(expected));
        assert_eq!(world.portal.0.borrow().organisations[&second].log.head.n, 0, "nothing was sent");
    }
    assert_eq!(draft.key_file_name, "wimes-schluessel-haus-am-see.txt");
    world.admin.vault.confirm_setup(second, draft.key_file_text.clone(), None).await.unwrap();
    let again = world.admin.vault.begin_setup(second).await;
    assert_eq!(again.map(drop), Err(SetupError::AlreadySetUp));
    let session = world.admin.vault.use_organisation(second).await.unwrap();
    assert_eq!((session.current, session.membership().unwrap().key), (Some(second), KeyState::Loaded));
}

#[test]
async fn a_mistyped_password_never_seals_the_keys_of_the_first_administrator() {
    let (portal, operator) = world::portal().await;
    let tenant = NewTenant {
        slug: world::TENANT.to_owned(),
        name: "Träger Demo".to_owned(),
        organisation_name: "Haus am Weg".to_owned(),
        administrator_name: "Anna Admin".to_owned(),
    };
    let made = operator.vault.create_tenant(tenant).await.unwrap();
    let mut admin = Person::accept(&portal, made.letter.link.as_str(), "anna", "Anna Admin").await;
    // A browser without storage forgets the password with every reload.
    admin.disk = Disk::default();
    admin.reload(&portal);
    assert!(matches!(admin.vault.resume().await, Ok(Start::Ready(_))));
    let draft = admin.vault.begin_setup(made.organisation).await.unwrap();
    let saved = || draft.key_file_text.clone();
    let confirm = async |password| admin.vault.confirm_setup(made.organisation, saved(), password).await;
    assert_eq!(confirm(None).await, Err(SetupError::PasswordNeeded));
    let mistyped = confirm(Some("Sieben Birnen im Kor".into())).await;
    assert_eq!(mistyped, Err(SetupError::Password(LoginError::WrongCredentials)));
    assert!(confirm(Some(PASSWORD.into())).await.unwrap().first);

    let (vault, _, _) = world::fresh(&portal);
    vault.login(login("anna")).await.unwrap();
    let loaded = vault.load_key(made.organisation, file(saved().as_str()), false, None).await.unwrap();
    assert!(!loaded.first, "the keys that were made at the set-up open again");
}

#[test]
async fn a_set_up_whose_answer_was_lost_is_confirmed_by_the_log() {
    let world = World::make().await;
    let second = world.admin.vault.create_organisation("Haus am See".to_owned()).await.unwrap();
    let draft = world.admin.vault.begin_setup(second).await.unwrap();
    world.admin.device.weather.lose_next_answer.set(true);
    let lost = world.admin.vault.confirm_setup(second, draft.key_file_text.clone(), None).await;
    assert_eq!(lost, Err(SetupError::Call(vault::CallError::Timeout)));
    let confirmed = world.admin.vault.confirm_setup(second, draft.key_file_text.clone(), None).await;
    assert!(confirmed.is_ok());
}

#[test]
async fn mal_a33_neither_root_nor_organisation_key_nor_password_ever_leaves_the_browser() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    world.case(&berta, "Mara", "Lindqvist").await;
    let parsed = KeyFile::parse(world.key_file().as_str().as_bytes()).unwrap();
    let key = crypto::hazmat::organisation_key_bytes(&parsed.key);
    let root: Vec<&str> = world.draft.sheet.root.groups.iter().map(SecretText::as_str).collect();
    let root = crypto::RootSheet::parse(&root.join(" ")).unwrap();
    let root = crypto::hazmat::RawKey::raw(&root);
    let mut needles: Vec<Vec<u8>> = vec![PASSWORD.as_bytes().to_vec()];
    for secret in [key, root] {
        needles.push(secret.to_vec());
        needles.push(api::Bytes(secret.to_vec()).to_base64url().into_bytes());
        needles.push(hex::encode(secret).into_bytes());
    }
    for person in [&world.admin, &berta] {
        let stored = person.disk.0.blobs().into_iter();
        for (place, bytes) in person.sent().into_iter().chain(stored) {
            for needle in &needles {
                assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{place}");
            }
        }
    }
}

#[test]
async fn mal_a40_a_log_of_another_tenant_or_organisation_is_refused() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", CASEWORKER).await;
    let other = world.admin.vault.create_organisation("Haus am See".to_owned()).await.unwrap();
    let draft = world.admin.vault.begin_setup(other).await.unwrap();
    world.admin.vault.confirm_setup(other, draft.key_file_text.clone(), None).await.unwrap();
    // The server answers with the other organisation's genesis.
    let page = {
        let db = world.portal.0.borrow();
        let log = &db.organisations[&other].log;
        api::organisations::LogPage { entries: log.entries.clone(), head: log.head }
    };
    berta.device.tamper(move |request, response| {
        if request.path.contains("/log?") {
            response.body = serde_json::to_vec(&page).unwrap();
        }
    });
    let origin = KeyOrigin::File(world.key_file());
    let refused = berta.vault.load_key(world.organisation, origin, false, None).await;
    assert_eq!(refused, Err(KeyError::Call(vault::CallError::Log(vault::LogError::Genesis))));
}

#[test]
async fn nobody_is_logged_in_on_a_new_device() {
    let world = World::make().await;
    let (vault, _, _) = world::fresh(&world.portal);
    assert_eq!(vault.resume().await, Ok(Start::LoggedOut { tenant: None }));
    let nowhere = OrganisationId::from_bytes([1; 16]);
    assert_eq!(vault.list_cases(nowhere).await.map(drop), Err(vault::CallError::SessionEnded));
    let tenant = TenantId::from_bytes([1; 16]);
    assert_eq!(vault.tenant(tenant).await.map(drop), Err(vault::CallError::SessionEnded));
}
