//! From an invitation to a personal access.

use crate::{
    client::{Client, path},
    person::{Invited, Person, bundle, key, random},
    world::{WEEK, World, administrator, caseworker, evaluation, grant},
};
use api::{
    Bytes32, ProblemCode,
    audit::{AuditAction, AuditPage},
    auth::DeviceShare,
    ids::{AccountId, DeviceId, OrganisationId, UnitId},
    invitations::{AcceptInvitation, CreateInvitation, InvitationKind, InvitationOffer, InvitationState},
    organisations::{CreateOrganisation, MemberState, OrganisationView, Role, Scope},
    paths::v1,
};
use axum::http::Method;
use uuid::Uuid;

fn new_account() -> AccountId {
    AccountId(Uuid::new_v4())
}

async fn state_of(world: &World, invited: &Invited) -> InvitationState {
    let view = world.admin.organisation(&world.app, world.organisation).await;
    view.invitations.into_iter().find(|invitation| invitation.id == invited.id).unwrap().state
}

#[tokio::test]
async fn the_holder_sees_the_offer_and_others_see_nothing() {
    let world = World::new().await;
    let invited = world.admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let offer: InvitationOffer = invited.look(&world.app).await.ok();
    assert_eq!(offer.kind, InvitationKind::Member);
    assert_eq!((offer.tenant, offer.tenant_slug.as_str()), (Some(world.tenant), "demo"));
    assert_eq!(offer.organisation_name.as_deref(), Some("Haus am See"));
    assert_eq!((offer.account, offer.existing_login), (invited.account, None));
    assert_eq!(offer.grants, [caseworker()]);
    let thief = Invited { one_use: key(), ..Invited::new() };
    let thief = Invited { id: invited.id, ..thief };
    assert_eq!(thief.look(&world.app).await.code(), ProblemCode::InvitationUnknown);
    assert_eq!(Invited::new().look(&world.app).await.code(), ProblemCode::InvitationUnknown);
}

#[tokio::test]
async fn an_accepted_invitation_is_an_access_with_a_session() {
    let world = World::new().await;
    let (jana, invited) = world.joined("jana", &[caseworker()]).await;
    let view = jana.session_view(&world.app).await;
    assert_eq!(view.memberships[0].state, MemberState::Joined);
    assert_eq!(view.memberships[0].invitation, invited.signed);
    assert!(view.memberships[0].enrolment.is_some() && view.memberships[0].bundle.is_none());
    assert_eq!(state_of(&world, &invited).await, InvitationState::Used);
    assert_eq!(invited.look(&world.app).await.code(), ProblemCode::InvitationUsed);
}

#[tokio::test]
async fn a_look_at_a_used_invitation_is_shown_to_the_administrator() {
    let world = World::new().await;
    let (_, invited) = world.joined("jana", &[caseworker()]).await;
    assert_eq!(invited.look(&world.app).await.code(), ProblemCode::InvitationUsed);
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert_eq!(page.entries[0].action, AuditAction::InvitationReused);
    assert_eq!(page.entries[0].account, None);
}

#[tokio::test]
async fn a_second_use_is_refused_and_shown_to_the_administrator() {
    let world = World::new().await;
    let (_, invited) = world.joined("jana", &[caseworker()]).await;
    let second = Person::new(world.tenant, "demo", "mallory", invited.account);
    let refused = second.accept(&world.app, &invited, true).await;
    assert_eq!(refused.code(), ProblemCode::InvitationUsed);
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert_eq!(page.entries[0].action, AuditAction::InvitationReused);
    assert_eq!(page.entries[0].account, None);
    assert_eq!(second.login(&world.app).await.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn an_invitation_expires() {
    let world = World::new().await;
    let invited = world.admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    world.app.wait(WEEK);
    assert_eq!(invited.look(&world.app).await.code(), ProblemCode::InvitationExpired);
    let jana = Person::new(world.tenant, "demo", "jana", invited.account);
    assert_eq!(jana.accept(&world.app, &invited, true).await.code(), ProblemCode::InvitationExpired);
    world.admin.login(&world.app).await.done();
    assert_eq!(state_of(&world, &invited).await, InvitationState::Expired);
}

#[tokio::test]
async fn a_withdrawn_invitation_and_the_one_before_a_renewal_are_void() {
    let world = World::new().await;
    let account = new_account();
    let first = world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
    let second = world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
    assert_eq!(first.look(&world.app).await.code(), ProblemCode::InvitationRevoked);
    let address = path(v1::INVITATION, &[&world.organisation, &second.id]);
    world.admin.client.delete(&world.app, &address).await.done();
    assert_eq!(second.look(&world.app).await.code(), ProblemCode::InvitationRevoked);
    let view = world.admin.organisation(&world.app, world.organisation).await;
    assert!(view.people.iter().all(|person| person.account != account));
    // Withdrawing once more is no failure.
    world.admin.client.delete(&world.app, &address).await.done();
    let third = world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
    third.look(&world.app).await.done();
}

#[tokio::test]
async fn a_used_invitation_cannot_be_withdrawn() {
    let world = World::new().await;
    let (_, invited) = world.joined("jana", &[caseworker()]).await;
    let address = path(v1::INVITATION, &[&world.organisation, &invited.id]);
    let refused = world.admin.client.delete(&world.app, &address).await;
    assert_eq!(refused.code(), ProblemCode::InvitationUsed);
}

#[tokio::test]
async fn login_names_are_unique_in_the_tenant_also_in_other_letters() {
    let world = World::new().await;
    world.joined("jana", &[caseworker()]).await;
    let invited = world.admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let mut other = Person::new(world.tenant, "demo", "JANA", invited.account);
    assert_eq!(other.accept(&world.app, &invited, true).await.code(), ProblemCode::LoginTaken);
    // Nothing was used up.
    other.login = "jana2".to_owned();
    other.accept(&world.app, &invited, true).await.done();
}

#[tokio::test]
async fn an_access_that_will_need_the_key_must_bring_its_sealed_seed_and_evaluation_need_not() {
    let world = World::new().await;
    let invited = world.admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let jana = Person::new(world.tenant, "demo", "jana", invited.account);
    assert_eq!(jana.accept(&world.app, &invited, false).await.code(), ProblemCode::BadRequest);
    jana.accept(&world.app, &invited, true).await.done();
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    assert!(figures.session_view(&world.app).await.memberships[0].enrolment.is_none());
}

#[tokio::test]
async fn only_what_fits_becomes_an_access() {
    let world = World::new().await;
    let invited = world.admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let jana = Person::new(world.tenant, "demo", "jana", invited.account);
    let client = Client::default();
    let good = invited.accept(&jana, Some(bundle()));
    let mut forged = good.clone();
    forged.salt = Bytes32(random());
    assert_eq!(invited.send(&world.app, &client, &forged).await.code(), ProblemCode::InvitationUnknown);
    for login in ["", "jana reuter", "jana\u{200b}"] {
        let person =
            Person { login: login.to_owned(), ..Person::new(world.tenant, "demo", "x", invited.account) };
        let accept = invited.accept(&person, Some(bundle()));
        assert_eq!(invited.send(&world.app, &client, &accept).await.code(), ProblemCode::BadRequest);
    }
    let mut no_envelope = good.clone();
    no_envelope.enrolment = Some(api::Bytes(vec![0; 200]));
    assert_eq!(invited.send(&world.app, &client, &no_envelope).await.code(), ProblemCode::BadStatement);
    let mut huge = good;
    huge.enrolment = Some(api::Bytes(vec![0; 5000]));
    assert_eq!(invited.send(&world.app, &client, &huge).await.code(), ProblemCode::TooLarge);
}

#[tokio::test]
async fn a_renewed_password_ends_old_sessions_and_replaces_the_login_key_but_not_the_account() {
    let world = World::new().await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let device = path(v1::DEVICE_SHARE, &[&DeviceId(Uuid::new_v4())]);
    let share = DeviceShare { share: Bytes32(random()) };
    jana.client.json(&world.app, Method::PUT, &device, &share).await.done();
    let old = Client::default();
    old.set_cookie(jana.client.cookie());

    let invited = world.admin.invite(&world.app, world.organisation, jana.account, &[caseworker()], 1).await;
    let offer: InvitationOffer = invited.look(&world.app).await.ok();
    assert_eq!(offer.existing_login.as_deref(), Some("jana"));
    // Until it is used, nothing changes.
    jana.session(&world.app).await.done();
    let forgotten = std::mem::replace(&mut jana.login_key, key());
    jana.accept(&world.app, &invited, true).await.done();

    assert_eq!(old.get(&world.app, v1::SESSION).await.code(), ProblemCode::SessionEnded);
    assert_eq!(jana.client.get(&world.app, &device).await.code(), ProblemCode::NotFound);
    let view = jana.session_view(&world.app).await;
    assert_eq!((view.account, view.memberships[0].state), (jana.account, MemberState::Joined));
    let new = std::mem::replace(&mut jana.login_key, forgotten);
    assert_eq!(jana.login_on(&world.app, &old).await.code(), ProblemCode::LoginFailed);
    jana.login_key = new;
    // Not certified any more: writes wait for the new certificate, then the case is there as before.
    let draft = world.draft(&jana, |_| {}).await;
    assert_eq!(world.send(&jana, &draft.create).await.code(), ProblemCode::NotCertified);
    jana.signing = key();
    jana.certify(&world.app, world.organisation, &invited).await;
    assert_eq!(world.file(&jana, case.id()).await.summary.responsible, jana.account);
}

#[tokio::test]
async fn a_renewed_access_keeps_its_login_name() {
    let world = World::new().await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let invited = world.admin.invite(&world.app, world.organisation, jana.account, &[caseworker()], 1).await;
    jana.login = "other".to_owned();
    assert_eq!(jana.accept(&world.app, &invited, true).await.code(), ProblemCode::BadRequest);
}

/// A second organisation of the tenant whose administrator is somebody else.
pub async fn second_organisation(world: &World) -> (OrganisationId, Person) {
    let (mut boss, first) = world.joined("boss", &[administrator()]).await;
    boss.certify(&world.app, world.organisation, &first).await;
    let id = OrganisationId(Uuid::new_v4());
    let create = CreateOrganisation { id, name: "Haus am Wald".to_owned() };
    // Organisations are listed by age.
    world.app.wait(1);
    let _: OrganisationView = boss.client.post(&world.app, v1::ORGANISATIONS, &create).await.ok();
    boss.set_up(&world.app, id, api::ids::KeyId(Uuid::new_v4()), &[administrator()]).await;
    (id, boss)
}

#[tokio::test]
async fn another_organisation_lets_a_colleague_in_but_cannot_reset_the_password() {
    let world = World::new().await;
    let (second, boss) = second_organisation(&world).await;
    let mut jana = world.person("jana", &[caseworker()]).await;
    let invited = boss.invite(&world.app, second, jana.account, &[caseworker()], 1).await;
    let own = std::mem::replace(&mut jana.login_key, key());
    assert_eq!(jana.accept(&world.app, &invited, true).await.code(), ProblemCode::Forbidden);
    jana.login_key = own;
    let earlier = Client::default();
    jana.login_on(&world.app, &earlier).await.done();
    jana.accept(&world.app, &invited, true).await.done();
    earlier.get(&world.app, v1::SESSION).await.done();
    let view = jana.session_view(&world.app).await;
    let states: Vec<_> = view.memberships.iter().map(|m| (m.organisation, m.state)).collect();
    assert_eq!(states, [(world.organisation, MemberState::Certified), (second, MemberState::Joined)]);
}

#[tokio::test]
async fn knowing_the_public_key_of_a_login_opens_no_session() {
    let world = World::new().await;
    let (second, boss) = second_organisation(&world).await;
    let jana = world.person("jana", &[caseworker()]).await;
    // The inviting administrator holds the secret of the invitation, and has seen a copy of the database.
    let invited = boss.invite(&world.app, second, jana.account, &[caseworker()], 1).await;
    let honest = invited.accept(&jana, Some(bundle()));
    let unsigned = AcceptInvitation { login_signature: None, ..honest.clone() };
    let by_one_use = AcceptInvitation { login_signature: Some(honest.signature.clone()), ..honest.clone() };
    for forged in [unsigned, by_one_use] {
        let thief = Client::default();
        assert_eq!(invited.send(&world.app, &thief, &forged).await.code(), ProblemCode::Forbidden);
        assert!(thief.cookie().is_none());
    }
    invited.send(&world.app, &jana.client, &honest).await.done();
}

#[tokio::test]
async fn the_same_invitation_sent_twice_is_one_and_another_under_its_id_is_refused() {
    let world = World::new().await;
    let admin = &world.admin;
    let invited = admin.invite(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    admin.send_invitation(&world.app, world.organisation, &invited).await.done();
    let other = admin.invitation(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let mut statement = other.signed.clone().unwrap().decode().unwrap();
    if let api::statement::Payload::Invitation(invitation) = &mut statement.payload {
        invitation.id = invited.id;
    }
    let create = CreateInvitation { statement: admin.seal(&admin.signing, &statement) };
    let address = path(v1::INVITATIONS, &[&world.organisation]);
    assert_eq!(admin.client.post(&world.app, &address, &create).await.code(), ProblemCode::IdTaken);
}

#[tokio::test]
async fn invitations_need_a_certified_administrators_signature() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let by_jana = jana.invitation(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let refused = jana.send_invitation(&world.app, world.organisation, &by_jana).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    // Jana's signature in the administrator's mouth.
    let refused = world.admin.send_invitation(&world.app, world.organisation, &by_jana).await;
    assert_eq!(refused.code(), ProblemCode::BadStatement);
    let mut forged =
        world.admin.invitation(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let statement = forged.signed.clone().unwrap().decode().unwrap();
    forged.signed = Some(world.admin.seal(&jana.signing, &statement));
    let refused = world.admin.send_invitation(&world.app, world.organisation, &forged).await;
    assert_eq!(refused.code(), ProblemCode::BadSignature);
    let nowhere = grant(Role::Caseworker, Scope::Unit, Some(UnitId(Uuid::new_v4())));
    let unknown = world.admin.invitation(&world.app, world.organisation, new_account(), &[nowhere], 1).await;
    let refused = world.admin.send_invitation(&world.app, world.organisation, &unknown).await;
    assert_eq!(refused.code(), ProblemCode::BadRequest);
    let (joined, _) = world.joined("second", &[administrator()]).await;
    let early = joined.invitation(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let refused = joined.send_invitation(&world.app, world.organisation, &early).await;
    assert_eq!(refused.code(), ProblemCode::NotCertified);
}

#[tokio::test]
async fn a_statement_on_an_unknown_head_of_the_log_is_refused() {
    let world = World::new().await;
    let invited =
        world.admin.invitation(&world.app, world.organisation, new_account(), &[caseworker()], 1).await;
    let mut statement = invited.signed.unwrap().decode().unwrap();
    statement.heads.organisation.hash = Bytes32(random());
    let create = CreateInvitation { statement: world.admin.seal(&world.admin.signing, &statement) };
    let address = path(v1::INVITATIONS, &[&world.organisation]);
    let refused = world.admin.client.post(&world.app, &address, &create).await;
    assert_eq!(refused.code(), ProblemCode::BadStatement);
}
