//! Rights, blocking, handing over.

use crate::{
    client::{Client, path},
    invitations::second_organisation,
    person::key,
    world::{World, administrator, caseworker, evaluation, manager},
};
use api::{
    ProblemCode,
    audit::{AuditAction, AuditPage},
    auth::DeviceShare,
    ids::{AccountId, DeviceId},
    organisations::{HandoverCase, MemberState, PostStatement, Receipt},
    paths::v1,
    statement::{Payload, Revocation, Rights},
};
use axum::http::Method;
use uuid::Uuid;

#[tokio::test]
async fn new_rights_replace_the_old_ones_at_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let case = world.case(&kai).await;
    assert_eq!(world.open(&jana, case.id()).await.code(), ProblemCode::NotFound);
    world.admin.set_rights(&world.app, world.organisation, jana.account, &[manager()], 2).await.done();
    world.file(&jana, case.id()).await;
    world.admin.set_rights(&world.app, world.organisation, jana.account, &[evaluation()], 3).await.done();
    assert!(world.file(&jana, case.id()).await.slots.is_empty());
    assert_eq!(jana.session_view(&world.app).await.memberships[0].grants, [evaluation()]);
}

#[tokio::test]
async fn rights_count_up_and_whoever_comes_late_is_told() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    for wrong in [1, 3] {
        let refused =
            world.admin.set_rights(&world.app, world.organisation, jana.account, &[manager()], wrong).await;
        let problem = refused.problem();
        assert_eq!((problem.code, problem.head_revision), (ProblemCode::Conflict, Some(1)));
        let head = world.admin.organisation(&world.app, world.organisation).await.head;
        assert_eq!(problem.head, Some(head));
    }
}

#[tokio::test]
async fn only_a_certified_administrator_decides_about_rights() {
    let world = World::new().await;
    let jana = world.person("jana", &[manager()]).await;
    let refused = jana.set_rights(&world.app, world.organisation, jana.account, &[administrator()], 2).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    // A statement about somebody else than the address says, and one that another key signed.
    let rights = Rights { account: jana.account, grants: vec![manager()], version: 2 };
    let statement = world.admin.signed(&world.app, world.organisation, Payload::Rights(rights)).await;
    let other = path(v1::RIGHTS, &[&world.organisation, &world.admin.account]);
    let post = PostStatement { statement: statement.clone() };
    assert_eq!(world.admin.client.post(&world.app, &other, &post).await.code(), ProblemCode::BadStatement);
    let forged = world.admin.seal(&key(), &statement.decode().unwrap());
    let own = path(v1::RIGHTS, &[&world.organisation, &jana.account]);
    let post = PostStatement { statement: forged };
    assert_eq!(world.admin.client.post(&world.app, &own, &post).await.code(), ProblemCode::BadSignature);
    // A statement of one kind at the address of another.
    let block = path(v1::BLOCK, &[&world.organisation, &jana.account]);
    let post = PostStatement { statement };
    assert_eq!(world.admin.client.post(&world.app, &block, &post).await.code(), ProblemCode::BadStatement);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let world = World::new().await;
    let (organisation, admin) = (world.organisation, &world.admin);
    let refused = admin.set_rights(&world.app, organisation, admin.account, &[manager()], 2).await;
    assert_eq!(refused.code(), ProblemCode::LastAdministrator);
    let refused = admin.block(&world.app, organisation, admin.account, 2).await;
    assert_eq!(refused.code(), ProblemCode::LastAdministrator);
    // One who has not loaded the key could not invite anybody.
    let (mut second, invited) = world.joined("second", &[administrator()]).await;
    let refused = admin.block(&world.app, organisation, admin.account, 2).await;
    assert_eq!(refused.code(), ProblemCode::LastAdministrator);
    second.certify(&world.app, organisation, &invited).await;
    admin.set_rights(&world.app, organisation, admin.account, &[manager()], 2).await.done();
    let refused = second.block(&world.app, organisation, second.account, 2).await;
    assert_eq!(refused.code(), ProblemCode::LastAdministrator);
}

#[tokio::test]
async fn a_blocked_persons_sessions_and_devices_end_at_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let device = path(v1::DEVICE_SHARE, &[&DeviceId(Uuid::new_v4())]);
    let share = DeviceShare { share: api::Bytes32([1; 32]) };
    jana.client.json(&world.app, Method::PUT, &device, &share).await.done();
    let other = Client::default();
    jana.login_on(&world.app, &other).await.done();
    let draft = world.draft(&jana, |_| {}).await;
    world.admin.block(&world.app, world.organisation, jana.account, 2).await.done();
    for client in [&jana.client, &other] {
        assert_eq!(client.get(&world.app, v1::SESSION).await.code(), ProblemCode::SessionEnded);
    }
    assert_eq!(world.send(&jana, &draft.create).await.code(), ProblemCode::SessionEnded);
    assert_eq!(jana.login(&world.app).await.code(), ProblemCode::AccountBlocked);
    let again = world.admin.block(&world.app, world.organisation, jana.account, 3).await;
    assert_eq!(again.code(), ProblemCode::Conflict);
    let people = world.admin.organisation(&world.app, world.organisation).await.people;
    let state = people.iter().find(|person| person.account == jana.account).unwrap().state;
    assert_eq!(state, MemberState::Blocked);
}

#[tokio::test]
async fn only_a_new_invitation_with_newer_rights_lets_a_blocked_person_back_in() {
    let world = World::new().await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let (app, organisation, admin) = (&world.app, world.organisation, &world.admin);
    admin.block(app, organisation, jana.account, 2).await.done();
    let refused = admin.set_rights(app, organisation, jana.account, &[caseworker()], 3).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    let old = admin.invitation(app, organisation, jana.account, &[caseworker()], 2).await;
    assert_eq!(admin.send_invitation(app, organisation, &old).await.code(), ProblemCode::Conflict);
    let invited = admin.invite(app, organisation, jana.account, &[caseworker()], 3).await;
    jana.accept(app, &invited, true).await.done();
    jana.certify(app, organisation, &invited).await;
    world.case(&jana).await;
}

#[tokio::test]
async fn who_is_blocked_in_one_organisation_still_works_in_the_other() {
    let world = World::new().await;
    let (second, boss) = second_organisation(&world).await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let invited = boss.invite(&world.app, second, jana.account, &[caseworker()], 1).await;
    jana.accept(&world.app, &invited, true).await.done();
    world.admin.block(&world.app, world.organisation, jana.account, 2).await.done();
    assert_eq!(jana.session(&world.app).await.code(), ProblemCode::SessionEnded);
    jana.login(&world.app).await.done();
    jana.client.get(&world.app, &path(v1::CASES, &[&second])).await.done();
    let refused = jana.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await;
    assert_eq!(refused.code(), ProblemCode::AccountBlocked);
    assert_eq!(world.open(&jana, case.id()).await.code(), ProblemCode::NotFound);
    let blocked = &jana.session_view(&world.app).await.memberships[0];
    assert_eq!(blocked.state, MemberState::Blocked);
    assert!(blocked.bundle.is_none() && blocked.enrolment.is_none());
}

#[tokio::test]
async fn blocking_ends_open_invitations_of_the_person() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (app, organisation) = (&world.app, world.organisation);
    let invited = world.admin.invite(app, organisation, jana.account, &[caseworker()], 1).await;
    world.admin.block(app, organisation, jana.account, 2).await.done();
    assert_eq!(invited.look(app).await.code(), ProblemCode::InvitationRevoked);
}

#[tokio::test]
async fn the_cases_of_a_leaving_person_are_listed_by_code_and_given_to_others() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let case = world.case(&jana).await;
    world.admin.block(&world.app, world.organisation, jana.account, 2).await.done();
    let address = path(v1::HANDOVER, &[&world.organisation, &jana.account]);
    assert_eq!(kai.client.get(&world.app, &address).await.code(), ProblemCode::Forbidden);
    let list: Vec<HandoverCase> = world.admin.client.get(&world.app, &address).await.ok();
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].case, &list[0].code), (case.id(), &case.create.code));
    assert_eq!((list[0].part, list[0].assignment_version), (case.create.parts[0].id, 1));
    // The administrator opens no case, but gives it away.
    assert_eq!(world.open(&world.admin, case.id()).await.code(), ProblemCode::NotFound);
    case.reassign(&world, &world.admin, 2, |assignment| assignment.responsible = kai.account).await.done();
    assert_eq!(world.file(&kai, case.id()).await.summary.responsible, kai.account);
    assert!(world.admin.client.get(&world.app, &address).await.ok::<Vec<HandoverCase>>().is_empty());
}

#[tokio::test]
async fn a_decision_whose_answer_got_lost_is_taken_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (app, organisation, admin) = (&world.app, world.organisation, &world.admin);
    let rights = Rights { account: jana.account, grants: vec![manager()], version: 2 };
    let statement = admin.signed(app, organisation, Payload::Rights(rights)).await;
    let address = path(v1::RIGHTS, &[&organisation, &jana.account]);
    let post = PostStatement { statement };
    let first: Receipt = admin.client.post(app, &address, &post).await.ok();
    app.wait(60);
    assert_eq!(admin.client.post(app, &address, &post).await.ok::<Receipt>(), first);
    assert_eq!(admin.organisation(app, organisation).await.head, first.head);

    let revocation = Revocation { account: jana.account, version: 3 };
    let statement = admin.signed(app, organisation, Payload::Revocation(revocation)).await;
    let address = path(v1::BLOCK, &[&organisation, &jana.account]);
    let block = PostStatement { statement };
    let first: Receipt = admin.client.post(app, &address, &block).await.ok();
    assert_eq!(admin.client.post(app, &address, &block).await.ok::<Receipt>(), first);
    assert_eq!(admin.organisation(app, organisation).await.head, first.head);
    let page: AuditPage = admin.client.get(app, v1::AUDIT).await.ok();
    let count = |action| page.entries.iter().filter(|entry| entry.action == action).count();
    assert_eq!((count(AuditAction::RightsChanged), count(AuditAction::Blocked)), (1, 1));
    // An old decision sent again does not come back to life.
    let rights = path(v1::RIGHTS, &[&organisation, &jana.account]);
    admin.client.post(app, &rights, &post).await;
    assert_eq!(jana.login(app).await.code(), ProblemCode::AccountBlocked);
}

#[tokio::test]
async fn nobody_becomes_unblockable_by_an_invitation_with_rights_far_ahead() {
    let world = World::new().await;
    let mut second = world.person("second", &[administrator()]).await;
    let (app, organisation, admin) = (&world.app, world.organisation, &world.admin);
    for ahead in [3, u32::MAX] {
        let own = second.invitation(app, organisation, second.account, &[administrator()], ahead).await;
        assert_eq!(second.send_invitation(app, organisation, &own).await.code(), ProblemCode::Conflict);
        let new =
            second.invitation(app, organisation, AccountId(Uuid::new_v4()), &[administrator()], ahead).await;
        assert_eq!(second.send_invitation(app, organisation, &new).await.code(), ProblemCode::Conflict);
    }
    // The next one may come with the invitation, and what follows it still counts.
    let invited = second.invite(app, organisation, second.account, &[administrator()], 2).await;
    second.login_key = key();
    second.accept(app, &invited, true).await.done();
    second.certify(app, organisation, &invited).await;
    admin.block(app, organisation, second.account, 3).await.done();
    assert_eq!(second.session(app).await.code(), ProblemCode::SessionEnded);
}
