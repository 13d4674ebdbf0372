//! What is typed and not saved outlives the page, the lock and the logout, for the one who typed it.

use crate::{
    support::test,
    world::{self, Disk, Person, World, login},
};
use api::ids::OrganisationId;
use vault::{
    DraftId,
    view::{RotationReason, Start},
};

const TEXT: &str = "Mara hat heute zum ersten Mal erzählt";

async fn keep(person: &Person, organisation: OrganisationId, text: &str) -> DraftId {
    let id = person.vault.make_draft().unwrap();
    let sealed = person.vault.seal_draft(organisation, &text.into()).unwrap();
    let place = person.vault.draft_place(organisation).await.unwrap();
    person.vault.keep_draft(&place, id, sealed).await.unwrap();
    id
}

async fn readable(person: &Person, organisation: OrganisationId) -> Vec<String> {
    let place = person.vault.draft_place(organisation).await.unwrap();
    let drafts = person.vault.drafts(&place).await.unwrap();
    let open = drafts.iter().filter_map(|(_, sealed)| person.vault.open_draft(organisation, sealed));
    open.map(|text| text.as_str().to_owned()).collect()
}

#[test]
async fn a_draft_outlives_the_page_the_lock_and_the_logout() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let id = keep(&berta, world.organisation, TEXT).await;
    // A crash: the page is gone without a word.
    berta.reload(&world.portal);
    assert!(matches!(berta.vault.resume().await, Ok(Start::Ready(_))));
    assert_eq!(readable(&berta, world.organisation).await, [TEXT]);
    let place = berta.vault.draft_place(world.organisation).await.unwrap();
    assert!(berta.vault.draft(&place, id).await.unwrap().is_some());

    berta.vault.lock().await.unwrap();
    assert!(berta.vault.draft_place(world.organisation).await.is_err(), "nobody is told where they lie");
    berta.vault.unlock(world::PASSWORD.into()).await.unwrap();
    assert!(readable(&berta, world.organisation).await.is_empty(), "the key is not loaded yet");
    assert_eq!(berta.vault.count_drafts().await, 1);
    world.load(&berta, false).await;
    assert_eq!(readable(&berta, world.organisation).await, [TEXT]);

    berta.vault.logout().await.unwrap();
    berta.vault.login(login("berta")).await.unwrap();
    world.load(&berta, false).await;
    assert_eq!(readable(&berta, world.organisation).await, [TEXT]);
    berta.vault.drop_draft(&place, id).await.unwrap();
    assert_eq!(berta.vault.count_drafts().await, 0);
}

#[test]
async fn another_person_on_the_same_device_finds_opens_and_deletes_none() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let carla = world.colleague("carla", "Carla").await;
    keep(&berta, world.organisation, TEXT).await;
    berta.vault.logout().await.unwrap();
    let second = world::on(&world.portal, &carla.device, &berta.disk);
    let session = second.login(login("carla")).await.unwrap();
    let second = Person { vault: second, device: carla.device.clone(), disk: berta.disk.clone(), session };
    world.load(&second, false).await;
    assert!(readable(&second, world.organisation).await.is_empty());
    assert_eq!(second.vault.count_drafts().await, 0);
    let own = keep(&second, world.organisation, "Carlas Entwurf").await;
    second.vault.forget_device().await.unwrap();
    assert_eq!(second.vault.count_drafts().await, 0);
    let place = second.vault.draft_place(world.organisation).await.unwrap();
    assert_eq!(second.vault.draft(&place, own).await, Ok(None));
    second.vault.logout().await.unwrap();

    berta.vault.login(login("berta")).await.unwrap();
    world.load(&berta, false).await;
    assert_eq!(readable(&berta, world.organisation).await, [TEXT]);
}

#[test]
async fn a_forgotten_device_keeps_no_drafts() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    keep(&berta, world.organisation, TEXT).await;
    keep(&berta, world.organisation, "Und noch einer").await;
    assert_eq!(berta.vault.count_drafts().await, 2);
    berta.vault.forget_device().await.unwrap();
    assert_eq!(berta.vault.count_drafts().await, 0);
    assert!(readable(&berta, world.organisation).await.is_empty());
}

#[test]
async fn a_draft_typed_under_an_earlier_key_opens_with_the_renewed_one() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    keep(&berta, world.organisation, TEXT).await;
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    world.load_file(&berta, &file).await.unwrap();
    assert_eq!(readable(&berta, world.organisation).await, [TEXT]);
}

#[test]
async fn neither_content_nor_name_of_a_draft_says_anything() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let before = berta.disk.0.blobs();
    keep(&berta, world.organisation, TEXT).await;
    let added: Vec<_> = berta.disk.0.blobs().into_iter().filter(|blob| !before.contains(blob)).collect();
    let [(name, blob)] = added.as_slice() else { panic!("one blob per draft") };
    assert!(!blob.windows(4).any(|window| window == b"Mara"));
    assert!(name.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '.'), "{name}");
    let plain = name.replace('.', "");
    for id in [berta.session.account.to_string(), world.organisation.to_string()] {
        assert!(!plain.contains(&id.replace('-', "")[..8]), "{name} names {id}");
    }
}

#[test]
async fn the_names_are_worth_nothing_on_another_device() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    keep(&berta, world.organisation, TEXT).await;
    let copy = Disk::new(berta.disk.0.copy_without_key());
    let (device, _) = (world.portal.device(), ());
    let vault = world::on(&world.portal, &device, &copy);
    vault.login(login("berta")).await.unwrap();
    assert_eq!(vault.count_drafts().await, 0);
}
