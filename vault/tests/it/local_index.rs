//! The local index: names and texts that lie sealed on the device, and what it must not hide.

use crate::{
    support::{is_list, test},
    world::{PASSWORD, Person, World},
};
use api::{
    cases::{CaseList, CaseListItem},
    ids::CaseId,
};
use vault::{
    CallError,
    view::{CaseName, RotationReason, SecretText, WriteEntry},
};

fn name(given: &str, family: &str) -> CaseName {
    CaseName::Open { given: given.to_owned(), family: family.to_owned() }
}

/// Lists, opens all names and keeps what was learned.
async fn visit(world: &World, who: &Person) {
    who.vault.list_cases(world.organisation).await.unwrap();
    while who.vault.open_names(world.organisation, 9).await.unwrap().remaining > 0 {}
    who.vault.keep_index(world.organisation).await;
}

async fn come_back(world: &World, who: &mut Person) {
    who.reload(&world.portal);
    who.vault.resume().await.unwrap();
}

/// Names of the blobs of the local index.
fn kept(who: &Person) -> Vec<String> {
    let names = who.disk.0.blobs().into_iter().map(|(name, _)| name);
    names.filter(|name| ["cases.", "texts.", "views."].iter().any(|part| name.starts_with(part))).collect()
}

fn change_items(who: &Person, change: impl Fn(&mut CaseListItem) + 'static) {
    who.device.tamper(move |request, response| {
        if is_list(&request.path) {
            let mut list: CaseList = minicbor_serde::from_slice(&response.body).unwrap();
            list.cases.iter_mut().for_each(&change);
            response.body = minicbor_serde::to_vec(&list).unwrap();
        }
    });
}

async fn change_name(world: &World, who: &Person, case: CaseId, given: &str) {
    let view = who.vault.open_case(world.organisation, case).await.unwrap();
    let entry = view.single("person").unwrap();
    let write = WriteEntry {
        case,
        record: entry.record,
        form: "person".to_owned(),
        based_on: entry.revision,
        draft: crate::support::person(given, "Lindqvist").1,
    };
    who.vault.write_entry(write).await.unwrap();
}

#[test]
async fn names_are_there_at_once_on_the_next_visit_and_none_is_fetched_again() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    world.portal.wait(60);
    visit(&world, &berta).await;
    come_back(&world, &mut berta).await;
    let before = berta.sent().len();
    let rows = berta.vault.list_cases(world.organisation).await.unwrap();
    assert_eq!((rows[0].summary.id, rows[0].name.clone()), (case, name("Mara", "Lindqvist")));
    assert_eq!(berta.vault.search(world.organisation, "lindqvist", 9).len(), 1);
    let batch = berta.vault.open_names(world.organisation, 9).await.unwrap();
    assert_eq!((batch.names, batch.remaining), (Vec::new(), 0));
    let sent: Vec<String> = berta.sent()[before..].iter().map(|(path, _)| path.clone()).collect();
    assert!(sent.iter().any(|path| path.contains("since=")), "{sent:?}");
    assert!(!sent.iter().any(|path| path.contains("only=")), "{sent:?}");
}

#[test]
async fn texts_stay_searchable_and_are_fetched_again_only_where_something_was_written() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let carl = world.colleague("carl", "Carl").await;
    let o = world.organisation;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    world.case(&berta, "Jona", "Weiß").await;
    world.write(&berta, case, "Die Murmelbahn steht").await;
    visit(&world, &berta).await;
    let progress = berta.vault.index_cases(o, 9).await.unwrap();
    assert_eq!((progress.done, progress.total), (2, 2));
    come_back(&world, &mut berta).await;
    visit(&world, &berta).await;
    let progress = berta.vault.index_progress(o).await.unwrap();
    assert_eq!((progress.done, progress.total), (2, 2));
    assert_eq!(
        berta.vault.find(o, "murmelbahn").first().map(|one| (one.case, one.in_text)),
        Some((case, true))
    );
    assert_eq!(berta.vault.find(o, "Murmlbahn").len(), 1, "with a typing error");

    world.portal.wait(60);
    carl.vault.open_case(o, case).await.unwrap();
    world.write(&carl, case, "Ein Drachen fliegt").await;
    visit(&world, &berta).await;
    assert_eq!(
        berta.vault.index_progress(o).await.unwrap().done,
        1,
        "what was written since counts as not searched"
    );
    assert!(berta.vault.find(o, "drachen").is_empty());
    assert_eq!(berta.vault.index_own_cases(o, 9).await.unwrap().done, 2);
    assert_eq!(berta.vault.find(o, "drachen").len(), 1);
}

#[test]
async fn mal_a33_the_local_index_holds_no_plaintext_and_opens_on_no_other_device() {
    let world = World::make().await;
    let berta = world.colleague("berta", "Berta").await;
    let case = world.case(&berta, "Kanarienvogel", "Lindqvist").await;
    world.write(&berta, case, "Kanarienvogel im Text").await;
    visit(&world, &berta).await;
    berta.vault.index_cases(world.organisation, 9).await.unwrap();
    let views = SecretText::from("Kanarienvogel als Suche");
    berta.vault.keep_list_views(world.organisation, &views).await.unwrap();
    assert_eq!(berta.vault.list_views(world.organisation).await.unwrap().as_str(), views.as_str());
    assert!(kept(&berta).len() >= 4, "{:?}", kept(&berta));
    for (place, bytes) in berta.disk.0.blobs() {
        for needle in ["Kanarienvogel", "kanarienvogel", "Lindqvist", "lindqvist"] {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found && !place.contains(needle), "{place}");
        }
    }
    // The same blobs under the names of a colleague, with the same organisation key.
    let carl = world.colleague("carl", "Carl").await;
    for (name, blob) in berta.disk.0.blobs() {
        let theirs = name.replace(&berta.session.account.to_string(), &carl.session.account.to_string());
        vault::Store::put(&*carl.disk.0, &theirs, blob).await.unwrap();
    }
    assert!(carl.vault.list_views(world.organisation).await.is_none());
    assert!(
        carl.vault
            .list_cases(world.organisation)
            .await
            .unwrap()
            .iter()
            .all(|row| row.name == CaseName::Pending)
    );
}

#[test]
async fn mal_a12_a_kept_name_hides_no_older_and_no_other_revision() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let o = world.organisation;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    visit(&world, &berta).await;
    let old = berta.disk.0.blobs();
    world.portal.wait(60);
    change_name(&world, &berta, case, "Mascha").await;
    visit(&world, &berta).await;
    // The local index of yesterday beside today's memory: the name counts as not known.
    for (name, blob) in old.into_iter().filter(|(name, _)| name.starts_with("cases.")) {
        vault::Store::put(&*berta.disk.0, &name, blob).await.unwrap();
    }
    come_back(&world, &mut berta).await;
    let rows = berta.vault.list_cases(o).await.unwrap();
    assert_ne!(rows[0].name, name("Mara", "Lindqvist"));
    let batch = berta.vault.open_names(o, 9).await.unwrap();
    assert_eq!(batch.names, [(case, name("Mascha", "Lindqvist"))]);
    berta.vault.keep_index(o).await;
    // The server says that something has changed, and shows a name that does not verify.
    come_back(&world, &mut berta).await;
    change_items(&berta, |item| {
        item.summary.updated_at += 1;
        if let Some(sealed) = &mut item.name {
            sealed.person.envelope_hash.0[0] ^= 1;
        }
    });
    berta.vault.list_cases(o).await.unwrap();
    let batch = berta.vault.open_names(o, 9).await.unwrap();
    assert_eq!(batch.names, [(case, CaseName::Damaged)]);
    assert!(berta.vault.find(o, "mascha").is_empty(), "what is damaged is not found");
}

#[test]
async fn whoever_loses_a_case_or_the_texts_finds_them_no_more() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let o = world.organisation;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    world.case(&berta, "Jona", "Weiß").await;
    visit(&world, &berta).await;
    berta.vault.index_cases(o, 9).await.unwrap();
    come_back(&world, &mut berta).await;
    world.portal.0.borrow_mut().cases.remove(&case);
    visit(&world, &berta).await;
    assert!(berta.vault.find(o, "lindqvist").is_empty());
    assert_eq!(berta.vault.find(o, "weiss").len(), 1);
    berta.vault.index_progress(o).await.unwrap();
    assert!(berta.vault.find(o, "lindqvist").is_empty(), "its texts lie on the device no more either");
}

#[test]
async fn the_index_goes_with_the_device_that_is_forgotten_and_with_the_access() {
    let world = World::make().await;
    let berta = world.invited("berta", "Berta", crate::world::CASEWORKER).await;
    world.load(&berta, true).await;
    let o = world.organisation;
    world.case(&berta, "Mara", "Lindqvist").await;
    visit(&world, &berta).await;
    berta.vault.index_cases(o, 9).await.unwrap();
    assert!(!kept(&berta).is_empty());
    berta.vault.forget_device().await.unwrap();
    assert_eq!(kept(&berta), Vec::<String>::new());
    visit(&world, &berta).await;
    world.case(&berta, "Jona", "Weiß").await;
    visit(&world, &berta).await;
    assert!(!kept(&berta).is_empty());
    berta.device.tamper(|request, response| {
        if is_list(&request.path) {
            response.status = 403;
            response.content_type = "application/problem+json".to_owned();
            response.body = serde_json::to_vec(&api::Problem::new(api::ProblemCode::Forbidden)).unwrap();
        }
    });
    assert_eq!(berta.vault.list_cases(o).await, Err(CallError::Forbidden));
    assert_eq!(kept(&berta), Vec::<String>::new());
}

#[test]
async fn after_a_renewal_the_index_is_sealed_anew_under_the_new_key() {
    let world = World::make().await;
    let mut berta = world.colleague("berta", "Berta").await;
    let o = world.organisation;
    let case = world.case(&berta, "Mara", "Lindqvist").await;
    visit(&world, &berta).await;
    berta.vault.index_cases(o, 9).await.unwrap();
    let file = world.renew(&world.admin, RotationReason::Routine).await;
    world.rewrap(&world.admin).await;
    berta.vault.lock().await.unwrap();
    come_back(&world, &mut berta).await;
    berta.vault.unlock(PASSWORD.into()).await.unwrap();
    world.load_file(&berta, &file).await.unwrap();
    let before: Vec<_> = berta.disk.0.blobs();
    let rows = berta.vault.list_cases(o).await.unwrap();
    assert_eq!((rows[0].summary.id, rows[0].name.clone()), (case, name("Mara", "Lindqvist")));
    berta.vault.index_progress(o).await.unwrap();
    berta.vault.keep_index(o).await;
    let key = |blob: &[u8]| blob[8..24].to_vec();
    for (name, blob) in
        before.iter().filter(|(name, _)| name.starts_with("cases.") || name.starts_with("texts."))
    {
        let after = berta.disk.0.blobs().into_iter().find(|(other, _)| other == name).unwrap().1;
        assert_ne!(key(&after), key(blob), "{name} still lies under the old key");
    }
}
