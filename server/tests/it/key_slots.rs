//! Case keys on their way under a new organisation key: nothing is lost, nothing is touched that is there.

use crate::{
    app::is_postgres,
    person::{Person, envelope, random},
    rotation::{under, wrapped},
    world::{World, administrator, caseworker, evaluation, manager, tenant},
};
use api::{
    ProblemCode,
    cases::{CaseList, CaseSlot},
    ids::{CaseId, KeyId, OrganisationId},
    keys::{HeldSlot, Rewrap, RewrapReceipt, SlotPage},
    limits::BATCH_MAX,
    paths::v1,
    statement::EpochState,
};
use sea_orm::ConnectionTrait;
use std::collections::HashSet;
use uuid::Uuid;

async fn slots_of(world: &World, person: &Person, case: CaseId) -> Vec<CaseSlot> {
    world.file(person, case).await.slots
}

#[tokio::test]
async fn only_the_newest_slot_of_keys_that_wait_is_handed_out_in_the_order_of_cases() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.case(&jana).await);
    }
    assert_eq!(world.slot_page("").await, SlotPage::default());
    let second = world.rotate().await;
    cases.sort_by_key(crate::world::Draft::id);
    let page = world.slot_page("").await;
    assert_eq!(page.remaining, 3);
    let expected: Vec<HeldSlot> =
        cases.iter().map(|case| HeldSlot { case: case.id(), slot: case.create.slot.clone() }).collect();
    assert_eq!(page.slots, expected);
    // From a case on: the rest, while the number stays that of all.
    let rest = world.slot_page(&format!("?after={}", cases[0].id())).await;
    assert_eq!((rest.slots.as_slice(), rest.remaining), (&expected[1..], 3));
    // One is wrapped; a further rotation begins before the others are. Its newest slot counts.
    let newer = HeldSlot { case: cases[1].id(), slot: wrapped(&cases[1].create.slot, &second) };
    let receipt: RewrapReceipt = world.send_slots(&world.admin, vec![newer.clone()]).await.ok();
    assert_eq!(receipt.remaining, 2);
    let third = world.rotate().await;
    let page = world.slot_page("").await;
    assert_eq!(page.slots, [expected[0].clone(), newer, expected[2].clone()]);
    world.rewrap_all(&third).await;
    let epochs: Vec<u32> =
        slots_of(&world, &jana, cases[1].id()).await.iter().map(|slot| slot.epoch).collect();
    assert_eq!(epochs, [1, 2, 3]);
    world.step(&world.admin, &third, EpochState::Complete).await.done();
    for case in &cases {
        let left = slots_of(&world, &jana, case.id()).await;
        assert_eq!(left.iter().map(|slot| slot.epoch).collect::<Vec<_>>(), [3]);
    }
}

#[tokio::test]
async fn wrapping_again_changes_nothing_that_is_there() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let epoch = world.rotate().await;
    let first = world.rewrap_all(&epoch).await;
    let before = slots_of(&world, &jana, case.id()).await;
    // Another administrator was at it at the same time, with other bytes for the same key.
    let again = vec![HeldSlot { case: case.id(), slot: wrapped(&case.create.slot, &epoch) }];
    let receipt: RewrapReceipt = world.send_slots(&world.admin, again).await.ok();
    assert_eq!(receipt.remaining, 0);
    assert_eq!(slots_of(&world, &jana, case.id()).await, before);
    assert_eq!(before, [case.create.slot.clone(), first[0].slot.clone()]);
}

#[tokio::test]
async fn slots_that_do_not_fit_are_refused_as_a_whole() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (case, other) = (world.case(&jana).await, world.case(&jana).await);
    let early = HeldSlot { case: case.id(), slot: wrapped(&case.create.slot, &world.next_epoch()) };
    assert_eq!(world.send_slots(&world.admin, vec![early]).await.code(), ProblemCode::KeyOutdated);
    let epoch = world.rotate().await;
    let good = HeldSlot { case: case.id(), slot: wrapped(&case.create.slot, &epoch) };
    let with = |change: &dyn Fn(&mut HeldSlot)| {
        let mut held = HeldSlot { case: other.id(), slot: wrapped(&other.create.slot, &epoch) };
        change(&mut held);
        held
    };
    let organisation = OrganisationId(Uuid::new_v4());
    let mut huge = under(2, epoch.key);
    huge.0.resize(5000, 0);
    let table = [
        (with(&|held| held.slot.epoch = 1), ProblemCode::KeyOutdated),
        (with(&|held| held.slot.epoch = 3), ProblemCode::KeyOutdated),
        (with(&|held| held.slot.key = KeyId(Uuid::new_v4())), ProblemCode::BadStatement),
        (with(&|held| held.case = CaseId(Uuid::new_v4())), ProblemCode::BadStatement),
        // A key of another case.
        (with(&|held| held.case = case.id()), ProblemCode::BadStatement),
        (with(&|held| held.slot.organisation = organisation), ProblemCode::BadStatement),
        (with(&|held| held.slot.slot = other.create.slot.slot.clone()), ProblemCode::BadStatement),
        (with(&|held| held.slot.slot = under(3, epoch.key)), ProblemCode::BadStatement),
        (with(&|held| held.slot.slot = envelope(2, &random(), b"")), ProblemCode::BadStatement),
        (with(&|held| held.slot.slot = huge.clone()), ProblemCode::TooLarge),
    ];
    for (index, (held, expected)) in table.into_iter().enumerate() {
        let answer = world.send_slots(&world.admin, vec![good.clone(), held]).await;
        assert_eq!(answer.code(), expected, "{index}");
    }
    let twice = world.send_slots(&world.admin, vec![good.clone(), good.clone()]).await;
    assert_eq!(twice.code(), ProblemCode::BadStatement);
    let many = world.send_slots(&world.admin, vec![good.clone(); BATCH_MAX + 1]).await;
    assert_eq!(many.code(), ProblemCode::TooLarge);
    assert_eq!(world.slot_page("").await.remaining, 2);
    for case in [&case, &other] {
        let slots = slots_of(&world, &jana, case.id()).await;
        assert_eq!(slots, std::slice::from_ref(&case.create.slot));
    }
    world.send_slots(&world.admin, vec![good]).await.done();
}

#[tokio::test]
async fn case_keys_are_handed_to_certified_administrators_of_the_organisation_only() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let epoch = world.rotate().await;
    let held = HeldSlot { case: case.id(), slot: wrapped(&case.create.slot, &epoch) };
    let (create, invited) = tenant(&world.app, &world.operator, "other").await;
    let mut boss = Person::new(create.id, "other", "boss", invited.account);
    boss.accept(&world.app, &invited, true).await.done();
    boss.set_up(&world.app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    let (waiting, _) = world.joined("waiting", &[administrator()]).await;
    for (person, expected) in [
        (&jana, ProblemCode::Forbidden),
        (&kai, ProblemCode::Forbidden),
        (&figures, ProblemCode::Forbidden),
        (&waiting, ProblemCode::NotCertified),
        (&world.operator, ProblemCode::Forbidden),
        (&boss, ProblemCode::NotFound),
    ] {
        let read = person.client.get(&world.app, &world.key_slots()).await;
        assert_eq!(read.code(), expected, "{}", person.login);
        let write = world.send_slots(person, vec![held.clone()]).await;
        assert_eq!(write.code(), expected, "{}", person.login);
    }
    // The administrator of another organisation, with slots for a case of this one.
    let foreign = crate::client::path(v1::KEY_SLOTS, &[&create.organisation]);
    let body = Rewrap { slots: vec![HeldSlot { slot: CaseSlot { epoch: 1, ..held.slot }, ..held }] };
    assert!(boss.client.cbor(&world.app, &foreign, &body).await.status.is_client_error());
    assert_eq!(slots_of(&world, &jana, case.id()).await, std::slice::from_ref(&case.create.slot));
}

#[tokio::test]
async fn lists_bring_both_slots_while_a_rotation_runs() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let address = crate::client::path(v1::CASES, &[&world.organisation]);
    let epoch = world.rotate().await;
    let list: CaseList = jana.client.get(&world.app, &address).await.ok();
    let name = list.cases[0].name.clone().unwrap();
    assert_eq!((name.case_slot, name.older_slot), (case.create.slot.clone(), None));
    let slots = world.rewrap_all(&epoch).await;
    let list: CaseList = jana.client.get(&world.app, &address).await.ok();
    let name = list.cases[0].name.clone().unwrap();
    assert_eq!((name.case_slot, name.older_slot), (slots[0].slot.clone(), Some(case.create.slot.clone())));
    world.step(&world.admin, &epoch, EpochState::Complete).await.done();
    let list: CaseList = jana.client.get(&world.app, &address).await.ok();
    let name = list.cases[0].name.clone().unwrap();
    assert_eq!((name.case_slot, name.older_slot), (slots[0].slot.clone(), None));
}

/// Gives a case further keys of the first epoch, past the store.
async fn add_keys(world: &World, case: CaseId, number: u32) {
    let raw = world.app.raw().await;
    let (tenant, organisation) = (world.tenant, world.organisation);
    let sql = if is_postgres() {
        let scope = format!(
            "SELECT set_config('wimes.scope', 'organisation', false), \
             set_config('wimes.tenant', '{tenant}', false), \
             set_config('wimes.organisations', '{organisation}', false)"
        );
        raw.execute_unprepared(&scope).await.unwrap();
        format!(
            "INSERT INTO case_keys (case_id, organisation, epoch, key_id, slot) \
             SELECT '{case}', '{organisation}', 1, gen_random_uuid(), '\\x00' FROM generate_series(1, {number})"
        )
    } else {
        let (case, organisation) = (case.0.simple(), organisation.0.simple());
        format!(
            "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {number}) \
             INSERT INTO case_keys (case_id, organisation, epoch, key_id, slot) \
             SELECT X'{case}', X'{organisation}', 1, randomblob(16), X'00' FROM counted"
        )
    };
    assert_eq!(raw.execute_unprepared(&sql).await.unwrap().rows_affected(), u64::from(number));
}

#[tokio::test]
async fn no_key_is_passed_over_where_one_page_ends_and_the_next_begins() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let mut cases = Vec::new();
    for number in [300, 299, 3] {
        let case = world.case(&jana).await;
        cases.push((case.id(), number + 1));
        add_keys(&world, case.id(), number).await;
    }
    cases.sort_unstable();
    world.rotate().await;
    let (mut query, mut seen) = (String::new(), Vec::new());
    loop {
        let page = world.slot_page(&query).await;
        assert_eq!(page.remaining, 605);
        assert!(page.slots.len() <= BATCH_MAX);
        let Some(last) = page.slots.last() else { break };
        query = format!("?after={}", last.case);
        seen.extend(page.slots.iter().map(|held| (held.case, held.slot.key)));
    }
    for (case, number) in cases {
        let keys: HashSet<_> = seen.iter().filter(|(of, _)| *of == case).map(|(_, key)| key).collect();
        assert_eq!(keys.len(), usize::try_from(number).unwrap());
    }
    assert_eq!(seen.len(), 605);
}
