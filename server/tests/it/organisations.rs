//! Set-up, further organisations, org chart, certificates, log.

use crate::{
    app::TestApp,
    client::{Client, path},
    person::{Invited, Person, key, no_kem_keys},
    world::{World, administrator, caseworker, evaluation, grant, operator, tenant},
};
use api::{
    ProblemCode,
    chain::{Entry, Head, next_head},
    ids::{KeyId, OrganisationId, UnitId},
    invitations::InvitationKind,
    organisations::{
        CreateCertificate, CreateGenesis, CreateOrganisation, LogPage, MemberState, OrganisationState,
        OrganisationView, Receipt, Role, Scope, UnitView, UpdateOrganisation,
    },
    paths::v1,
    records::LogContent,
    statement::{Payload, Statement},
};
use axum::http::Method;
use uuid::Uuid;

#[tokio::test]
async fn an_organisation_is_ready_only_after_its_genesis() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    let (create, invited) = tenant(&app, &operator, "demo").await;
    let offer: api::invitations::InvitationOffer = invited.look(&app).await.ok();
    assert_eq!(offer.kind, InvitationKind::Setup);
    let mut admin = Person::new(create.id, "demo", "admin", invited.account);
    admin.accept(&app, &invited, true).await.done();
    let membership = admin.session_view(&app).await.memberships.remove(0);
    assert_eq!(membership.organisation_state, OrganisationState::Created);
    assert_eq!((membership.state, membership.invitation), (MemberState::Joined, None));
    admin.set_up(&app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]).await;
    let membership = admin.session_view(&app).await.memberships.remove(0);
    assert_eq!(membership.organisation_state, OrganisationState::Ready);
    assert_eq!(membership.state, MemberState::Certified);
    assert!(membership.bundle.is_some());
}

#[tokio::test]
async fn a_second_genesis_is_refused_and_the_same_once_more_is_not() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    let (create, invited) = tenant(&app, &operator, "demo").await;
    let admin = Person::new(create.id, "demo", "admin", invited.account);
    admin.accept(&app, &invited, true).await.done();
    let address = path(v1::GENESIS, &[&create.organisation]);
    let genesis = admin.genesis(&app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]);
    let first: Receipt = admin.client.post(&app, &address, &genesis).await.ok();
    assert_eq!(first.head.n, 1);
    assert_eq!(admin.client.post(&app, &address, &genesis).await.ok::<Receipt>(), first);
    let other = admin.genesis(&app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]);
    assert_eq!(admin.client.post(&app, &address, &other).await.code(), ProblemCode::AlreadySetUp);
}

#[tokio::test]
async fn a_genesis_must_be_the_roots_and_about_its_sender() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    let (create, invited) = tenant(&app, &operator, "demo").await;
    let admin = Person::new(create.id, "demo", "admin", invited.account);
    admin.accept(&app, &invited, true).await.done();
    let address = path(v1::GENESIS, &[&create.organisation]);
    let good = || admin.genesis(&app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]);
    let mut forged = good();
    let statement = forged.statement.decode().unwrap();
    forged.statement = admin.seal(&key(), &statement);
    assert_eq!(admin.client.post(&app, &address, &forged).await.code(), ProblemCode::BadSignature);
    let powerless = admin.genesis(&app, create.organisation, KeyId(Uuid::new_v4()), &[caseworker()]);
    assert_eq!(admin.client.post(&app, &address, &powerless).await.code(), ProblemCode::BadStatement);
    let elsewhere =
        admin.genesis(&app, OrganisationId(Uuid::new_v4()), KeyId(Uuid::new_v4()), &[administrator()]);
    assert_eq!(admin.client.post(&app, &address, &elsewhere).await.code(), ProblemCode::BadStatement);
    for kem in no_kem_keys() {
        for of_epoch in [true, false] {
            let mut statement = good().statement.decode().unwrap();
            let Payload::Genesis(genesis) = &mut statement.payload else { panic!("the genesis") };
            let place = if of_epoch { &mut genesis.epoch.kem } else { &mut genesis.administrator.kem };
            *place = kem.clone();
            let weak = CreateGenesis { statement: admin.seal(&admin.root, &statement), ..good() };
            let answer = admin.client.post(&app, &address, &weak).await;
            assert_eq!(answer.code(), ProblemCode::BadStatement, "of the epoch: {of_epoch}");
        }
    }
    let stranger = path(v1::GENESIS, &[&OrganisationId(Uuid::new_v4())]);
    assert_eq!(admin.client.post(&app, &stranger, &good()).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn the_organisation_log_is_one_unbroken_chain() {
    let world = World::new().await;
    world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    world.admin.set_rights(&world.app, world.organisation, kai.account, &[administrator()], 2).await.done();
    let address = path(v1::ORGANISATION_LOG, &[&world.organisation]);
    let page: LogPage = kai.client.get(&world.app, &address).await.ok();
    let mut head = Head::EMPTY;
    for entry in &page.entries {
        let LogContent::Statement(signed) = &entry.content else { panic!("no statement") };
        let object = signed.decode().unwrap().object();
        assert_eq!(entry.object.0, object);
        head = next_head(
            world.organisation.as_bytes(),
            &head,
            &Entry { object, revision: 0, hash: signed.hash() },
        );
        assert_eq!((entry.n, entry.hash), (head.n, head.hash));
    }
    assert_eq!((page.head, head.n), (head, 4));
    let rest: LogPage = kai.client.get(&world.app, &format!("{address}?after=3")).await.ok();
    assert_eq!(rest.entries, page.entries[3..]);
    assert_eq!(rest.head, page.head);
}

#[tokio::test]
async fn a_certificate_belongs_to_its_invitation_account_and_one_use_key() {
    let world = World::new().await;
    let (jana, invited) = world.joined("jana", &[caseworker()]).await;
    let (kai, other) = world.joined("kai", &[caseworker()]).await;
    let good = jana.certificate_for(&world.app, world.organisation, &invited).await;
    // Somebody else's invitation.
    let foreign = jana.certificate_for(&world.app, world.organisation, &other).await;
    assert_eq!(refusal(&world, &jana, &foreign).await, ProblemCode::BadStatement);
    // Sent by somebody else.
    assert_eq!(refusal(&world, &kai, &good).await, ProblemCode::BadStatement);
    // Confirmed by another key than the invitation's.
    let thief =
        Invited { id: invited.id, account: invited.account, one_use: key(), signed: invited.signed.clone() };
    let stolen = jana.certificate_for(&world.app, world.organisation, &thief).await;
    assert_eq!(refusal(&world, &jana, &stolen).await, ProblemCode::BadSignature);
    // Signed by another key than the one that it certifies.
    let mut forged = good.clone();
    forged.statement = jana.seal(&key(), &good.statement.decode().unwrap());
    assert_eq!(refusal(&world, &jana, &forged).await, ProblemCode::BadSignature);
    let first: Receipt = jana.send_certificate(&world.app, world.organisation, &good).await.ok();
    let again: Receipt = jana.send_certificate(&world.app, world.organisation, &good).await.ok();
    assert_eq!(first, again);
    // Keys in use are not replaced without a new invitation.
    let second = jana.certificate_for(&world.app, world.organisation, &invited).await;
    let second = CreateCertificate { statement: jana.seal(&jana.signing, &later(&second)), ..second };
    assert_eq!(refusal(&world, &jana, &second).await, ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_certificate_is_for_keys_that_every_client_takes() {
    let world = World::new().await;
    let (mut jana, invited) = world.joined("jana", &[caseworker()]).await;
    let head = world.head().await;
    let good = std::mem::take(&mut jana.kem);
    for kem in no_kem_keys() {
        jana.kem = kem;
        let weak = jana.certificate_for(&world.app, world.organisation, &invited).await;
        assert_eq!(refusal(&world, &jana, &weak).await, ProblemCode::BadStatement);
    }
    assert_eq!(world.head().await, head);
    jana.kem = good;
    let sound = jana.certificate_for(&world.app, world.organisation, &invited).await;
    let _: Receipt = jana.send_certificate(&world.app, world.organisation, &sound).await.ok();
}

fn later(create: &CreateCertificate) -> Statement {
    let mut statement = create.statement.decode().unwrap();
    statement.at += 1;
    statement
}

async fn refusal(world: &World, person: &Person, create: &CreateCertificate) -> ProblemCode {
    person.send_certificate(&world.app, world.organisation, create).await.code()
}

#[tokio::test]
async fn further_organisations_are_made_by_administrators_who_lead_them_first() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let create = CreateOrganisation { id: OrganisationId(Uuid::new_v4()), name: "Haus am Wald".to_owned() };
    let refused = jana.client.post(&world.app, v1::ORGANISATIONS, &create).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    let view: OrganisationView = world.admin.client.post(&world.app, v1::ORGANISATIONS, &create).await.ok();
    assert_eq!(view.state, OrganisationState::Created);
    assert_eq!(view.people[0].account, world.admin.account);
    assert_eq!(view.people[0].grants, [administrator()]);
    let again: OrganisationView = world.admin.client.post(&world.app, v1::ORGANISATIONS, &create).await.ok();
    assert_eq!(again, view);
    let taken = CreateOrganisation { id: world.organisation, name: "Anders".to_owned() };
    let refused = world.admin.client.post(&world.app, v1::ORGANISATIONS, &taken).await;
    assert_eq!(refused.code(), ProblemCode::IdTaken);
    // Not a member: it does not exist.
    let address = path(v1::ORGANISATION, &[&create.id]);
    assert_eq!(jana.client.get(&world.app, &address).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn name_and_key_hint_are_the_administrators() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let address = path(v1::ORGANISATION, &[&world.organisation]);
    let hint = "Im Intranet unter Verwaltung,\nRegal 3".to_owned();
    let update = UpdateOrganisation { name: None, key_hint: Some(hint.clone()) };
    let refused = jana.client.json(&world.app, Method::PATCH, &address, &update).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    world.admin.client.json(&world.app, Method::PATCH, &address, &update).await.done();
    let view = jana.organisation(&world.app, world.organisation).await;
    assert_eq!((view.name.as_str(), view.key_hint), ("Haus am See", hint));
    let empty = UpdateOrganisation { name: Some(" ".to_owned()), key_hint: None };
    let refused = world.admin.client.json(&world.app, Method::PATCH, &address, &empty).await;
    assert_eq!(refused.code(), ProblemCode::BadRequest);
}

#[tokio::test]
async fn colleagues_see_each_other_but_not_login_names_and_invitations() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let view = jana.organisation(&world.app, world.organisation).await;
    assert_eq!(view.people.len(), 2);
    assert!(view.people.iter().all(|person| person.login.is_none() && person.last_login_at.is_none()));
    assert!(view.invitations.is_empty());
    let view = world.admin.organisation(&world.app, world.organisation).await;
    assert!(view.people.iter().all(|person| person.login.is_some() && person.last_login_at.is_some()));
    assert_eq!(view.invitations.len(), 2);
}

#[tokio::test]
async fn the_org_chart_is_a_tree() {
    let world = World::new().await;
    let (app, client) = (&world.app, &world.admin.client);
    let top = world.unit("Bereich", None).await;
    let below = world.unit("Gruppe", Some(top)).await;
    let view = world.admin.organisation(app, world.organisation).await;
    assert_eq!(view.units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [top, below]);
    let unit = |id, parent| UnitView { id, parent, name: "Neu".to_owned(), position: 1 };
    let address = |id: UnitId| path(v1::UNIT, &[&world.organisation, &id]);
    let ring = client.json(app, Method::PUT, &address(top), &unit(top, Some(below))).await;
    assert_eq!(ring.code(), ProblemCode::BadRequest);
    let own = client.json(app, Method::PUT, &address(top), &unit(top, Some(top))).await;
    assert_eq!(own.code(), ProblemCode::BadRequest);
    let nowhere = UnitId(Uuid::new_v4());
    let lost = client.json(app, Method::PUT, &address(below), &unit(below, Some(nowhere))).await;
    assert_eq!(lost.code(), ProblemCode::BadRequest);
    client.json(app, Method::PUT, &address(below), &unit(below, None)).await.done();
    let unknown = client.json(app, Method::PUT, &address(nowhere), &unit(nowhere, None)).await;
    assert_eq!(unknown.code(), ProblemCode::NotFound);
    let jana = world.person("jana", &[caseworker()]).await;
    let refused = jana.client.delete(app, &address(below)).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
    client.delete(app, &address(below)).await.done();
    assert_eq!(client.delete(app, &address(below)).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_unit_that_something_hangs_on_stays() {
    let world = World::new().await;
    let address = |id: UnitId| path(v1::UNIT, &[&world.organisation, &id]);
    let remove = |id: UnitId| {
        let address = address(id);
        let (app, client): (&TestApp, &Client) = (&world.app, &world.admin.client);
        async move { client.delete(app, &address).await }
    };
    let top = world.unit("Bereich", None).await;
    world.unit("Gruppe", Some(top)).await;
    assert_eq!(remove(top).await.code(), ProblemCode::UnitInUse);
    let team = world.unit("Team", None).await;
    let jana = world.person("jana", &[grant(Role::Caseworker, Scope::Own, Some(team))]).await;
    assert_eq!(remove(team).await.code(), ProblemCode::UnitInUse);
    let place = world.unit("Ort", None).await;
    let draft = world.draft(&jana, |assignment| assignment.unit = Some(place)).await;
    world.send(&jana, &draft.create).await.done();
    assert_eq!(remove(place).await.code(), ProblemCode::UnitInUse);
}

#[tokio::test]
async fn who_only_evaluates_gets_no_certificate() {
    let world = World::new().await;
    let (figures, invited) = world.joined("figures", &[evaluation()]).await;
    let create = figures.certificate_for(&world.app, world.organisation, &invited).await;
    assert!(matches!(create.statement.decode().unwrap().payload, Payload::Certificate(_)));
    assert_eq!(refusal(&world, &figures, &create).await, ProblemCode::Forbidden);
}

#[tokio::test]
async fn organisations_of_the_same_age_are_listed_by_name() {
    let world = World::new().await;
    for name in ["Zeltplatz", "Anker", "Lotse"] {
        let create = CreateOrganisation { id: OrganisationId(Uuid::new_v4()), name: name.to_owned() };
        let _: OrganisationView = world.admin.client.post(&world.app, v1::ORGANISATIONS, &create).await.ok();
    }
    let view = world.admin.session_view(&world.app).await;
    let names: Vec<_> =
        view.memberships.iter().map(|membership| membership.organisation_name.as_str()).collect();
    assert_eq!(names, ["Anker", "Haus am See", "Lotse", "Zeltplatz"]);
}
