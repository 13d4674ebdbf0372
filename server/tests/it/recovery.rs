//! What the root on the sheet can do: a new administrator, a new root.

use crate::{
    client::{Answer, path},
    invitations::second_organisation,
    person::{Invited, Person, key, no_kem_keys, public},
    rotation::under,
    world::{WEEK, World, administrator, caseworker, evaluation, manager},
};
use api::{
    Bytes32, ProblemCode,
    audit::{AuditAction, AuditPage},
    chain::{Head, Heads},
    ids::{AccountId, KeyId},
    institute::RenewSetup,
    keys::CreateRecovery,
    organisations::{MemberState, PostStatement, Receipt},
    paths::v1,
    statement::{EpochState, Payload, Recovery, SignedStatement, Statement, SuccessorRoot},
};
use axum::http::StatusCode;
use ed25519_dalek::SigningKey;
use uuid::Uuid;

/// A statement of the root for somebody, on the current head.
async fn by_root(world: &World, person: &Person, root: &SigningKey, payload: Payload) -> SignedStatement {
    person.seal(root, &unsigned(world, person, payload).await)
}

async fn unsigned(world: &World, person: &Person, payload: Payload) -> Statement {
    let heads = Heads { organisation: world.head().await, part: Head::EMPTY };
    let mut statement = person.statement(&world.app, world.organisation, heads, payload);
    statement.certificate = Bytes32::ZERO;
    statement
}

fn recovery(person: &Person, version: u32) -> Recovery {
    let grants = vec![administrator(), manager()];
    Recovery { keys: person.keys(), display_name: person.name.clone(), grants, version }
}

async fn recover(world: &World, person: &Person, root: &SigningKey, recovery: Recovery) -> Answer {
    let statement = by_root(world, person, root, Payload::Recovery(recovery)).await;
    send(world, person, &CreateRecovery { statement, bundle: under(3, world.ok) }).await
}

async fn send(world: &World, person: &Person, create: &CreateRecovery) -> Answer {
    person.client.post(&world.app, &path(v1::RECOVERY, &[&world.organisation]), create).await
}

#[tokio::test]
async fn the_root_makes_somebody_administrator_who_then_acts_as_one() {
    let world = World::new().await;
    let (mut jana, _) = world.joined("jana", &[evaluation()]).await;
    let payload = Payload::Recovery(recovery(&jana, 2));
    let statement = by_root(&world, &jana, &world.admin.root, payload).await;
    let create = CreateRecovery { statement, bundle: under(3, world.ok) };
    let first = send(&world, &jana, &create).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let receipt: Receipt = first.ok();
    assert_eq!(receipt.head, world.head().await);
    world.app.wait(60);
    let again = send(&world, &jana, &create).await;
    assert_eq!((again.status, again.ok::<Receipt>()), (StatusCode::OK, receipt));
    let view = jana.session_view(&world.app).await;
    let membership = &view.memberships[0];
    assert_eq!((membership.state, membership.grants.len()), (MemberState::Certified, 2));
    assert_eq!(membership.bundle.as_ref(), Some(&create.bundle));
    jana.certificate = create.statement.hash();
    // The others are as they were; the new administrator decides, also about them.
    jana.set_rights(&world.app, world.organisation, world.admin.account, &[caseworker()], 2).await.done();
    world.case(&jana).await;
    let page: AuditPage = jana.client.get(&world.app, v1::AUDIT).await.ok();
    let noted = page.entries.iter().find(|entry| entry.action == AuditAction::AdministratorRecovered);
    assert_eq!(noted.unwrap().object, Some(jana.account.0));
}

#[tokio::test]
async fn new_keys_of_somebody_who_is_certified_replace_the_old_ones() {
    let world = World::new().await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let old = world.entry(&jana, &case, "course", &crate::world::course_facts()).await;
    jana.signing = key();
    let payload = Payload::Recovery(recovery(&jana, 2));
    let statement = by_root(&world, &jana, &world.admin.root, payload).await;
    send(&world, &jana, &CreateRecovery { statement: statement.clone(), bundle: under(3, world.ok) })
        .await
        .done();
    assert_eq!(world.write(&jana, &old).await.code(), ProblemCode::NotCertified);
    jana.certificate = statement.hash();
    let new = world.entry(&jana, &case, "course", &crate::world::course_facts()).await;
    world.write(&jana, &new).await.done();
}

#[tokio::test]
async fn nobody_recovers_without_the_root_or_for_somebody_else() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let root = &world.admin.root;
    let head = world.head().await;
    for forger in [&jana.signing, &world.admin.signing, &key()] {
        let refused = recover(&world, &jana, forger, recovery(&jana, 2)).await;
        assert_eq!(refused.code(), ProblemCode::BadSignature);
    }
    let of_kai = recover(&world, &jana, root, recovery(&kai, 2)).await;
    assert_eq!(of_kai.code(), ProblemCode::BadStatement);
    let statement = by_root(&world, &kai, root, Payload::Recovery(recovery(&kai, 2))).await;
    let taken = CreateRecovery { statement, bundle: under(3, world.ok) };
    assert_eq!(send(&world, &jana, &taken).await.code(), ProblemCode::BadStatement);
    assert_eq!(send(&world, &world.operator, &taken).await.code(), ProblemCode::Forbidden);
    let stranger = Person::new(world.tenant, "demo", "stranger", AccountId(Uuid::new_v4()));
    assert_eq!(send(&world, &stranger, &taken).await.code(), ProblemCode::SessionEnded);
    assert_eq!(world.head().await, head);
}

#[tokio::test]
async fn a_recovery_must_fit_what_is_known() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let root = &world.admin.root;
    for version in [0, 1, 3, u32::MAX] {
        let problem = recover(&world, &jana, root, recovery(&jana, version)).await.problem();
        assert_eq!((problem.code, problem.head_revision), (ProblemCode::Conflict, Some(1)), "{version}");
    }
    let good = recovery(&jana, 2);
    let powerless = Recovery { grants: vec![manager()], ..good.clone() };
    assert_eq!(recover(&world, &jana, root, powerless).await.code(), ProblemCode::BadStatement);
    let nameless = Recovery { display_name: String::new(), ..good.clone() };
    assert_eq!(recover(&world, &jana, root, nameless).await.code(), ProblemCode::BadRequest);
    let mut weak = good.clone();
    weak.keys.signing = Bytes32([0; 32]);
    assert_eq!(recover(&world, &jana, root, weak).await.code(), ProblemCode::BadStatement);
    for kem in no_kem_keys() {
        let mut wrong = good.clone();
        wrong.keys.kem = kem;
        assert_eq!(recover(&world, &jana, root, wrong).await.code(), ProblemCode::BadStatement);
    }
    let mut statement = unsigned(&world, &jana, Payload::Recovery(good.clone())).await;
    statement.certificate = jana.certificate;
    let bundle = under(3, world.ok);
    let certified = CreateRecovery { statement: jana.seal(root, &statement), bundle: bundle.clone() };
    assert_eq!(send(&world, &jana, &certified).await.code(), ProblemCode::BadStatement);
    statement.certificate = Bytes32::ZERO;
    statement.heads.organisation.n += 1;
    let unknown = CreateRecovery { statement: jana.seal(root, &statement), bundle };
    assert_eq!(send(&world, &jana, &unknown).await.code(), ProblemCode::BadStatement);
    let statement = by_root(&world, &jana, root, Payload::Recovery(good)).await;
    let old = CreateRecovery { statement: statement.clone(), bundle: under(3, KeyId(Uuid::new_v4())) };
    assert_eq!(send(&world, &jana, &old).await.code(), ProblemCode::KeyOutdated);
    let slot = CreateRecovery { statement: statement.clone(), bundle: under(2, world.ok) };
    assert_eq!(send(&world, &jana, &slot).await.code(), ProblemCode::BadStatement);
    send(&world, &jana, &CreateRecovery { statement, bundle: under(3, world.ok) }).await.done();
}

#[tokio::test]
async fn who_was_blocked_stays_out() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    world.admin.block(&world.app, world.organisation, jana.account, 2).await.done();
    let refused = recover(&world, &jana, &world.admin.root, recovery(&jana, 3)).await;
    assert_eq!(refused.code(), ProblemCode::SessionEnded);
}

async fn replace_root(world: &World, person: &Person, old: &SigningKey, new: Bytes32) -> Answer {
    let payload = Payload::SuccessorRoot(SuccessorRoot { root: new });
    let statement = by_root(world, person, old, payload).await;
    post_root(world, person, &PostStatement { statement }).await
}

async fn post_root(world: &World, person: &Person, post: &PostStatement) -> Answer {
    person.client.post(&world.app, &path(v1::ROOT, &[&world.organisation]), post).await
}

#[tokio::test]
async fn a_successor_takes_the_place_of_the_root() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (old, new) = (&world.admin.root, key());
    let payload = Payload::SuccessorRoot(SuccessorRoot { root: public(&new) });
    let post = PostStatement { statement: by_root(&world, &world.admin, old, payload).await };
    let receipt: Receipt = post_root(&world, &world.admin, &post).await.ok();
    assert_eq!(receipt.head, world.head().await);
    world.app.wait(60);
    assert_eq!(post_root(&world, &world.admin, &post).await.ok::<Receipt>(), receipt);
    let refused = recover(&world, &jana, old, recovery(&jana, 2)).await;
    assert_eq!(refused.code(), ProblemCode::BadSignature);
    let refused = replace_root(&world, &world.admin, old, public(&key())).await;
    assert_eq!(refused.code(), ProblemCode::BadSignature);
    recover(&world, &jana, &new, recovery(&jana, 2)).await.done();
    // None comes back.
    for former in [public(old), public(&new)] {
        let back = replace_root(&world, &world.admin, &new, former).await;
        assert_eq!(back.code(), ProblemCode::BadStatement);
    }
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert!(page.entries.iter().any(|entry| entry.action == AuditAction::RootReplaced));
}

#[tokio::test]
async fn the_root_is_replaced_by_administrators_with_the_root_only() {
    let world = World::new().await;
    let jana = world.person("jana", &[manager()]).await;
    let (root, new) = (&world.admin.root, public(&key()));
    assert_eq!(replace_root(&world, &jana, root, new).await.code(), ProblemCode::Forbidden);
    let own = &world.admin.signing;
    assert_eq!(replace_root(&world, &world.admin, own, new).await.code(), ProblemCode::BadSignature);
    for weak in [public(root), Bytes32([0; 32]), Bytes32([0xff; 32])] {
        let refused = replace_root(&world, &world.admin, root, weak).await;
        assert_eq!(refused.code(), ProblemCode::BadStatement);
    }
    let (waiting, _) = world.joined("waiting", &[administrator()]).await;
    assert_eq!(replace_root(&world, &waiting, root, new).await.code(), ProblemCode::NotCertified);
    let other = by_root(&world, &world.admin, root, Payload::Recovery(recovery(&world.admin, 2))).await;
    let post = PostStatement { statement: other };
    assert_eq!(post_root(&world, &world.admin, &post).await.code(), ProblemCode::BadStatement);
    replace_root(&world, &world.admin, root, new).await.done();
}

#[tokio::test]
async fn a_recovered_administrator_finishes_what_was_begun() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    world.case(&jana).await;
    let epoch = world.rotate().await;
    let (mut kai, _) = world.joined("kai", &[caseworker()]).await;
    let payload = Payload::Recovery(recovery(&kai, 2));
    let statement = by_root(&world, &kai, &world.admin.root, payload).await;
    send(&world, &kai, &CreateRecovery { statement: statement.clone(), bundle: under(3, epoch.key) })
        .await
        .done();
    kai.certificate = statement.hash();
    world.rewrap_all(&epoch).await;
    world.step(&kai, &epoch, EpochState::Complete).await.done();
}

#[tokio::test]
async fn an_emergency_access_becomes_administrator_by_the_root_and_nothing_else() {
    let world = World::new().await;
    let invited = Invited::new();
    let invitation = invited.unsigned("Notzugang", world.app.now() + WEEK);
    let renew = RenewSetup { organisation: world.organisation, invitation };
    let address = path(v1::TENANT_SETUP, &[&world.tenant]);
    world.operator.client.post(&world.app, &address, &renew).await.done();
    let mut helper = Person::new(world.tenant, "demo", "helper", invited.account);
    helper.accept(&world.app, &invited, false).await.done();
    let refused = recover(&world, &helper, &world.operator.signing, recovery(&helper, 1)).await;
    assert_eq!(refused.code(), ProblemCode::BadSignature);
    let payload = Payload::Recovery(recovery(&helper, 1));
    let statement = by_root(&world, &helper, &world.admin.root, payload).await;
    let create = CreateRecovery { statement, bundle: under(3, world.ok) };
    send(&world, &helper, &create).await.done();
    helper.certificate = create.statement.hash();
    world.step(&helper, &world.next_epoch(), EpochState::Begun).await.done();
}

#[tokio::test]
async fn the_root_of_one_organisation_says_nothing_in_another() {
    let world = World::new().await;
    let (second, boss) = second_organisation(&world).await;
    let address = path(v1::RECOVERY, &[&second]);
    // Somebody of the first organisation who is no member of the second.
    let root = &boss.root;
    let statement = by_root(&world, &world.admin, root, Payload::Recovery(recovery(&world.admin, 2))).await;
    let create = CreateRecovery { statement, bundle: under(3, world.ok) };
    let outside = world.admin.client.post(&world.app, &address, &create).await;
    assert_eq!(outside.code(), ProblemCode::NotFound);
    assert_eq!(send(&world, &world.admin, &create).await.code(), ProblemCode::BadSignature);
    // A member of both: what the first root signed for the first is no statement of the second.
    let statement = by_root(&world, &boss, &world.admin.root, Payload::Recovery(recovery(&boss, 2))).await;
    let create = CreateRecovery { statement, bundle: under(3, world.ok) };
    let moved = boss.client.post(&world.app, &address, &create).await;
    assert_eq!(moved.code(), ProblemCode::BadStatement);
}
