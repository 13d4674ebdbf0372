//! Rotation of the organisation key: its steps, who takes them, and what is refused.

use crate::{
    client::path,
    person::{Person, kem_key, no_kem_keys, random},
    rotation::under,
    world::{World, administrator, caseworker, course_facts, evaluation, manager, tenant},
};
use api::{
    Bytes, Bytes32, ProblemCode,
    audit::{AuditAction, AuditPage},
    chain::sha256,
    ids::KeyId,
    keys::{KeyChain, PostKeyEpoch, ReplaceBundle},
    organisations::{LogPage, PostStatement, Receipt},
    paths::v1,
    records::LogContent,
    statement::{EpochState, KeyCheck, KeyEpoch, Payload},
};
use axum::http::{Method, StatusCode};
use uuid::Uuid;

use EpochState::{Active, Begun, Complete};

async fn chain(world: &World, person: &Person) -> KeyChain {
    person.client.get(&world.app, &world.keys()).await.ok()
}

async fn actions(world: &World) -> Vec<AuditAction> {
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    page.entries.iter().rev().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn a_rotation_goes_through_its_steps_and_keeps_the_former_key_for_those_with_the_new_one() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let first = world.case(&jana).await;
    let epoch = world.next_epoch();
    let begun: Receipt = world.step(&world.admin, &epoch, Begun).await.ok();
    assert_eq!(begun.head, world.head().await);
    assert_eq!(chain(&world, &jana).await, KeyChain::default());
    // Nothing has changed yet: cases still begin under the key in use.
    world.case(&jana).await;

    let active = world.step_of(&world.admin, &epoch, Active).await;
    let _: Receipt = world.post_step(&world.admin, &active).await.ok();
    (world.ok, world.epoch) = (epoch.key, 2);
    let seen = chain(&world, &jana).await;
    assert_eq!((seen.previous.len(), seen.waiting), (1, 0));
    assert_eq!((seen.previous[0].epoch, Some(&seen.previous[0].envelope)), (2, active.previous.as_ref()));
    assert_eq!(chain(&world, &world.admin).await.waiting, 2);
    let view = world.admin.session_view(&world.app).await;
    assert_eq!(view.memberships[0].bundle, active.bundle);
    // Who has not loaded the new key still opens everything by the old slots.
    assert_eq!(world.file(&jana, first.id()).await.slots, std::slice::from_ref(&first.create.slot));
    world.case(&jana).await;

    let slots = world.rewrap_all(&epoch).await;
    assert_eq!(slots.len(), 2);
    let both = world.file(&jana, first.id()).await.slots;
    assert_eq!(both.iter().map(|slot| slot.epoch).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(chain(&world, &world.admin).await.waiting, 0);

    let complete: Receipt = world.step(&world.admin, &epoch, Complete).await.ok();
    assert_eq!(complete.head, world.head().await);
    let left = world.file(&jana, first.id()).await.slots;
    let new = slots.iter().find(|held| held.case == first.id()).unwrap();
    assert_eq!(left, std::slice::from_ref(&new.slot));
    let wanted = [AuditAction::KeyBegun, AuditAction::KeyRenewed, AuditAction::KeyCompleted];
    let noted = actions(&world).await;
    assert_eq!(noted.iter().filter(|action| wanted.contains(action)).collect::<Vec<_>>(), wanted.each_ref());
}

#[tokio::test]
async fn every_step_once_more_answers_like_the_first_time() {
    let mut world = World::new().await;
    let epoch = world.next_epoch();
    for state in [Begun, Active, Complete] {
        let post = world.step_of(&world.admin, &epoch, state).await;
        let first: Receipt = world.post_step(&world.admin, &post).await.ok();
        world.app.wait(60);
        let again = world.post_step(&world.admin, &post).await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(again.ok::<Receipt>(), first);
        assert_eq!(world.head().await, first.head);
    }
    (world.ok, world.epoch) = (epoch.key, 2);
    assert_eq!(chain(&world, &world.admin).await.previous.len(), 1);
}

#[tokio::test]
async fn a_step_that_does_not_follow_the_current_head_is_told_which_it_is() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let epoch = world.next_epoch();
    let late = world.step_of(&world.admin, &epoch, Begun).await;
    world.admin.set_rights(&world.app, world.organisation, jana.account, &[manager()], 2).await.done();
    let problem = world.post_step(&world.admin, &late).await.problem();
    assert_eq!((problem.code, problem.head), (ProblemCode::Conflict, Some(world.head().await)));
    world.step(&world.admin, &epoch, Begun).await.done();
}

#[tokio::test]
async fn a_rotation_that_was_given_up_is_replaced_and_its_key_never_comes_into_use() {
    let mut world = World::new().await;
    let second = world.person("second", &[administrator()]).await;
    let (lost, kept) = (world.next_epoch(), world.next_epoch());
    world.step(&world.admin, &lost, Begun).await.done();
    world.step(&second, &kept, Begun).await.done();
    assert_eq!(world.step(&world.admin, &lost, Active).await.code(), ProblemCode::BadStatement);
    // Whoever holds the new file goes on, also with what somebody else has begun.
    world.step(&world.admin, &kept, Active).await.done();
    (world.ok, world.epoch) = (kept.key, 2);
    let jana = world.person("jana", &[caseworker()]).await;
    world.case(&jana).await;
    let third = KeyEpoch { key: lost.key, ..world.next_epoch() };
    assert_eq!(world.step(&world.admin, &third, Begun).await.code(), ProblemCode::BadStatement);
    let first = KeyEpoch { key: kept.key, ..world.next_epoch() };
    assert_eq!(world.step(&world.admin, &first, Begun).await.code(), ProblemCode::BadStatement);
}

/// Fingerprint of the first key.
async fn in_force(world: &World) -> Bytes32 {
    let address = path(v1::ORGANISATION_LOG, &[&world.organisation]);
    let log: LogPage = world.admin.client.get(&world.app, &address).await.ok();
    let LogContent::Statement(first) = &log.entries[0].content else { panic!("the genesis is a statement") };
    let Payload::Genesis(genesis) = first.decode().unwrap().payload else { panic!("the genesis") };
    genesis.epoch.fingerprint
}

#[tokio::test]
async fn steps_that_do_not_fit_together_are_refused_and_change_nothing() {
    let world = World::new().await;
    let epoch = world.next_epoch();
    let head = world.head().await;
    let refused = async |epoch: KeyEpoch, state| {
        let answer = world.step(&world.admin, &epoch, state).await;
        assert_eq!(answer.code(), ProblemCode::BadStatement, "{state:?} {}", epoch.epoch);
    };
    for wrong in [0, 1, 3, u32::MAX] {
        refused(KeyEpoch { epoch: wrong, ..epoch.clone() }, Begun).await;
    }
    refused(KeyEpoch { key: world.ok, ..epoch.clone() }, Begun).await;
    refused(KeyEpoch { fingerprint: in_force(&world).await, ..epoch.clone() }, Begun).await;
    for kem in no_kem_keys() {
        refused(KeyEpoch { kem, ..epoch.clone() }, Begun).await;
    }
    refused(KeyEpoch { min_seal: 3, ..epoch.clone() }, Begun).await;
    refused(KeyEpoch { min_seal: 0, ..epoch.clone() }, Begun).await;
    refused(epoch.clone(), Active).await;
    refused(epoch.clone(), Complete).await;
    assert_eq!(world.head().await, head);
    world.step(&world.admin, &epoch, Begun).await.done();
    let head = world.head().await;
    refused(KeyEpoch { key: KeyId(Uuid::new_v4()), ..epoch.clone() }, Active).await;
    refused(KeyEpoch { fingerprint: Bytes32(random()), ..epoch.clone() }, Active).await;
    refused(KeyEpoch { kem: kem_key(), ..epoch.clone() }, Active).await;
    refused(KeyEpoch { epoch: 3, ..epoch.clone() }, Active).await;
    refused(KeyEpoch { epoch: 1, ..epoch.clone() }, Active).await;
    assert_eq!(world.head().await, head);
}

#[tokio::test]
async fn the_former_key_and_the_bundle_come_with_the_new_key_and_under_it() {
    let world = World::new().await;
    let epoch = world.next_epoch();
    let mut begun = world.step_of(&world.admin, &epoch, Begun).await;
    begun.bundle = Some(under(3, epoch.key));
    assert_eq!(world.post_step(&world.admin, &begun).await.code(), ProblemCode::BadStatement);
    begun.bundle = None;
    world.post_step(&world.admin, &begun).await.done();
    let good = world.step_of(&world.admin, &epoch, Active).await;
    let huge = Bytes([under(8, epoch.key).0, vec![0; 5000]].concat());
    let table = [
        (PostKeyEpoch { previous: None, ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { bundle: None, ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { previous: Some(under(8, world.ok)), ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { previous: Some(under(2, epoch.key)), ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { bundle: Some(under(3, world.ok)), ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { bundle: Some(under(8, epoch.key)), ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { previous: Some(Bytes(vec![8; 200])), ..good.clone() }, ProblemCode::BadStatement),
        (PostKeyEpoch { previous: Some(huge), ..good.clone() }, ProblemCode::TooLarge),
    ];
    for (index, (post, expected)) in table.iter().enumerate() {
        assert_eq!(world.post_step(&world.admin, post).await.code(), *expected, "{index}");
    }
    world.post_step(&world.admin, &good).await.done();
}

#[tokio::test]
async fn the_oldest_epoch_to_seal_under_never_falls_back() {
    let mut world = World::new().await;
    let epoch = KeyEpoch { min_seal: 2, ..world.next_epoch() };
    for state in [Begun, Active, Complete] {
        world.step(&world.admin, &epoch, state).await.done();
    }
    (world.ok, world.epoch) = (epoch.key, 2);
    let back = KeyEpoch { min_seal: 1, ..world.next_epoch() };
    assert_eq!(world.step(&world.admin, &back, Begun).await.code(), ProblemCode::BadStatement);
    let onward = KeyEpoch { min_seal: 2, ..world.next_epoch() };
    world.step(&world.admin, &onward, Begun).await.done();
    assert_eq!(
        world.step(&world.admin, &KeyEpoch { min_seal: 1, ..onward }, Active).await.code(),
        ProblemCode::BadStatement
    );
}

#[tokio::test]
async fn completing_waits_for_every_case_key_and_repeats_what_is_in_force() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let epoch = world.rotate().await;
    assert_eq!(world.step(&world.admin, &epoch, Complete).await.code(), ProblemCode::KeyIncomplete);
    assert_eq!(world.file(&jana, case.id()).await.slots, std::slice::from_ref(&case.create.slot));
    world.rewrap_all(&epoch).await;
    let other = KeyEpoch { min_seal: 2, ..epoch.clone() };
    assert_eq!(world.step(&world.admin, &other, Complete).await.code(), ProblemCode::BadStatement);
    world.step(&world.admin, &epoch, Complete).await.done();
    // Once is enough.
    assert_eq!(world.step(&world.admin, &epoch, Complete).await.code(), ProblemCode::BadStatement);
}

#[tokio::test]
async fn only_certified_administrators_of_the_organisation_turn_the_key() {
    let world = World::new().await;
    let epoch = world.next_epoch();
    let jana = world.person("jana", &[caseworker(), manager()]).await;
    assert_eq!(world.step(&jana, &epoch, Begun).await.code(), ProblemCode::Forbidden);
    let (waiting, _) = world.joined("waiting", &[administrator()]).await;
    assert_eq!(world.step(&waiting, &epoch, Begun).await.code(), ProblemCode::NotCertified);
    let honest = world.step_of(&world.admin, &epoch, Begun).await;
    let mut forged = honest.clone();
    forged.statement.signature.0[5] ^= 1;
    assert_eq!(world.post_step(&world.admin, &forged).await.code(), ProblemCode::BadSignature);
    // Somebody else's statement, sent by an administrator.
    let mine = world.step_of(&jana, &epoch, Begun).await;
    assert_eq!(world.post_step(&world.admin, &mine).await.code(), ProblemCode::BadStatement);
    assert_eq!(world.post_step(&world.operator, &honest).await.code(), ProblemCode::Forbidden);
    let (create, invited) = tenant(&world.app, &world.operator, "other").await;
    let mut boss = Person::new(create.id, "other", "boss", invited.account);
    boss.accept(&world.app, &invited, true).await.done();
    boss.set_up(&world.app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]).await;
    assert_eq!(world.post_step(&boss, &honest).await.code(), ProblemCode::NotFound);
    assert_eq!(boss.client.get(&world.app, &world.keys()).await.code(), ProblemCode::NotFound);
    world.post_step(&world.admin, &honest).await.done();
}

#[tokio::test]
async fn former_keys_are_for_those_who_need_the_key() {
    let world = World::new().await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    assert_eq!(figures.client.get(&world.app, &world.keys()).await.code(), ProblemCode::Forbidden);
    assert_eq!(world.operator.client.get(&world.app, &world.keys()).await.code(), ProblemCode::Forbidden);
    let stranger = crate::client::Client::default();
    assert_eq!(stranger.get(&world.app, &world.keys()).await.code(), ProblemCode::SessionEnded);
    let jana = world.person("jana", &[caseworker()]).await;
    chain(&world, &jana).await;
}

#[tokio::test]
async fn a_case_begins_under_the_key_in_use_only() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let before = world.draft(&jana, |_| {}).await;
    let epoch = world.rotate().await;
    assert_eq!(world.send(&jana, &before.create).await.code(), ProblemCode::KeyOutdated);
    let mut half = world.draft(&jana, |_| {}).await.create;
    half.slot.slot = before.create.slot.slot.clone();
    assert_eq!(world.send(&jana, &half).await.code(), ProblemCode::BadStatement);
    half.slot.slot = under(2, epoch.key);
    world.send(&jana, &half).await.done();
}

#[tokio::test]
async fn an_entry_that_was_sealed_before_the_renewal_was_seen_is_refused() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let draft = world.case(&jana).await;
    let first = world.entry(&jana, &draft, "course", &course_facts()).await;
    let late = world.entry(&jana, &draft, "course", &course_facts()).await;
    world.write(&jana, &first).await.done();
    world.rotate().await;
    assert_eq!(world.write(&jana, &late).await.code(), ProblemCode::KeyOutdated);
    // What is stored already is confirmed once more, and whoever has seen the renewal writes on.
    world.write(&jana, &first).await.done();
    let seen = world.entry(&jana, &draft, "course", &course_facts()).await;
    world.write(&jana, &seen).await.done();
}

async fn put_bundle(
    world: &World,
    person: &Person,
    previous: &Bytes,
    bundle: &Bytes,
) -> crate::client::Answer {
    let body = ReplaceBundle { previous: sha256(&previous.0), bundle: bundle.clone() };
    let address = path(v1::BUNDLE, &[&world.organisation]);
    person.client.json(&world.app, Method::PUT, &address, &body).await
}

#[tokio::test]
async fn people_seal_their_bundle_anew_without_overwriting_one_they_have_not_seen() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let old = jana.session_view(&world.app).await.memberships[0].bundle.clone().unwrap();
    let epoch = world.rotate().await;
    let new = under(3, epoch.key);
    let outdated = put_bundle(&world, &jana, &old, &under(3, KeyId(Uuid::new_v4()))).await;
    assert_eq!(outdated.code(), ProblemCode::KeyOutdated);
    let slot = put_bundle(&world, &jana, &old, &under(2, epoch.key)).await;
    assert_eq!(slot.code(), ProblemCode::BadStatement);
    let blind = put_bundle(&world, &jana, &under(3, world.ok), &new).await;
    assert_eq!(blind.code(), ProblemCode::Conflict);
    assert_eq!(put_bundle(&world, &jana, &old, &new).await.status, StatusCode::NO_CONTENT);
    // An answer that got lost.
    assert_eq!(put_bundle(&world, &jana, &old, &new).await.status, StatusCode::NO_CONTENT);
    let stored = jana.session_view(&world.app).await.memberships[0].bundle.clone();
    assert_eq!(stored, Some(new));
    // Nobody is there whose bundle could be replaced.
    let (waiting, _) = world.joined("waiting", &[caseworker()]).await;
    assert_eq!(
        put_bundle(&world, &waiting, &old, &under(3, epoch.key)).await.code(),
        ProblemCode::NotCertified
    );
}

async fn check(world: &World, person: &Person, check: KeyCheck) -> crate::client::Answer {
    let statement = person.signed(&world.app, world.organisation, Payload::KeyCheck(check)).await;
    let address = path(v1::KEY_CHECKS, &[&world.organisation]);
    person.client.post(&world.app, &address, &PostStatement { statement }).await
}

#[tokio::test]
async fn opened_copies_stand_in_the_log_with_the_epoch_in_force() {
    let mut world = World::new().await;
    let both = KeyCheck { epoch: 1, file: true, sheet: true };
    let receipt: Receipt = check(&world, &world.admin, both.clone()).await.ok();
    assert_eq!(receipt.head, world.head().await);
    for (file, sheet) in [(false, false), (true, false), (false, true)] {
        let half = check(&world, &world.admin, KeyCheck { epoch: 1, file, sheet }).await;
        assert_eq!(half.code(), ProblemCode::BadStatement);
    }
    let jana = world.person("jana", &[manager()]).await;
    assert_eq!(check(&world, &jana, both.clone()).await.code(), ProblemCode::Forbidden);
    world.rotate().await;
    assert_eq!(check(&world, &world.admin, both.clone()).await.code(), ProblemCode::KeyOutdated);
    check(&world, &world.admin, KeyCheck { epoch: 2, ..both.clone() }).await.done();
    assert_eq!(actions(&world).await.iter().filter(|a| **a == AuditAction::KeyChecked).count(), 2);
    let address = path(v1::ORGANISATION_LOG, &[&world.organisation]);
    let log: LogPage = jana.client.get(&world.app, &address).await.ok();
    assert_eq!(log.head, world.head().await);
    // The same statement once more.
    let statement = world
        .admin
        .signed(&world.app, world.organisation, Payload::KeyCheck(KeyCheck { epoch: 2, ..both }))
        .await;
    let post = PostStatement { statement };
    let address = path(v1::KEY_CHECKS, &[&world.organisation]);
    let first: Receipt = world.admin.client.post(&world.app, &address, &post).await.ok();
    world.app.wait(9);
    assert_eq!(world.admin.client.post(&world.app, &address, &post).await.ok::<Receipt>(), first);
}
