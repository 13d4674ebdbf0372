//! Who may do what, as a table, and that nobody reaches into another organisation.

use crate::{
    client::path,
    person::Person,
    world::{World, administrator, caseworker, course_facts, evaluation, grant, manager, tenant},
};
use api::{
    ProblemCode,
    cases::CaseList,
    ids::{KeyId, OrganisationId},
    organisations::{CreateOrganisation, Grant, Role, Scope, UpdateOrganisation},
    paths::v1,
    records::LogContent,
};
use axum::http::{Method, StatusCode};
use uuid::Uuid;

/// What somebody can do with the case of somebody else.
#[derive(Debug, PartialEq, Eq)]
struct Reach {
    listed: bool,
    named: bool,
    opens: bool,
    reads: bool,
    writes: bool,
    assigns: bool,
}

const NOTHING: Reach =
    Reach { listed: false, named: false, opens: false, reads: false, writes: false, assigns: false };
const FACTS: Reach = Reach { listed: true, opens: true, ..NOTHING };
const WORKS: Reach =
    Reach { listed: true, named: true, opens: true, reads: true, writes: true, assigns: false };
const LEADS: Reach = Reach { assigns: true, ..WORKS };

async fn reach(world: &World, case: &crate::world::Draft, owner: &Person, person: &Person) -> Reach {
    let list = person.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await;
    let list: CaseList = list.ok();
    let item = list.cases.iter().find(|item| item.summary.id == case.id());
    let opened = world.open(person, case.id()).await;
    let mut reads = false;
    if opened.status.is_success() {
        let file: api::cases::CaseFile = opened.ok();
        let sealed = file.parts.iter().flat_map(|part| &part.entries).any(|entry| match &entry.content {
            LogContent::Revision(revision) => revision.envelope.is_some(),
            LogContent::Statement(_) => false,
        });
        let slots = !file.slots.is_empty() && file.parts.iter().all(|part| !part.slots.is_empty());
        let none = file.slots.is_empty() && file.parts.iter().all(|part| part.slots.is_empty());
        // Either everything or nothing of what is sealed.
        assert!(if sealed { slots } else { none });
        assert_eq!(file.writable, sealed);
        reads = sealed;
    }
    let entry = world.entry(person, case, "course", &course_facts()).await;
    let writes = world.write(person, &entry).await.status == StatusCode::CREATED;
    let assigned = case.reassign(world, person, 2, |assignment| assignment.responsible = owner.account).await;
    Reach {
        listed: item.is_some(),
        named: item.is_some_and(|item| item.name.is_some()),
        opens: opened.status.is_success(),
        reads,
        writes,
        assigns: assigned.status.is_success(),
    }
}

#[tokio::test]
async fn what_roles_and_scopes_reach() {
    let world = World::new().await;
    let owner = world.person("owner", &[caseworker()]).await;
    let top = world.unit("Bereich", None).await;
    let place = world.unit("Gruppe", Some(top)).await;
    let aside = world.unit("Anderes", None).await;
    use Role::{Administrator, Caseworker, Evaluation, Manager};
    use Scope::{Own, Subtree, Unit};
    let table: Vec<(&str, Vec<Grant>, Reach)> = vec![
        ("caseworker-own", vec![caseworker()], NOTHING),
        ("caseworker-unit", vec![grant(Caseworker, Unit, Some(place))], WORKS),
        ("caseworker-above", vec![grant(Caseworker, Unit, Some(top))], NOTHING),
        ("caseworker-subtree", vec![grant(Caseworker, Subtree, Some(top))], WORKS),
        ("caseworker-all", vec![grant(Caseworker, Scope::Organisation, None)], WORKS),
        ("manager-unit", vec![grant(Manager, Unit, Some(place))], LEADS),
        ("manager-aside", vec![grant(Manager, Subtree, Some(aside))], NOTHING),
        ("manager-subtree", vec![grant(Manager, Subtree, Some(top))], LEADS),
        ("manager-all", vec![manager()], LEADS),
        ("evaluation-own", vec![grant(Evaluation, Own, None)], NOTHING),
        ("evaluation-unit", vec![grant(Evaluation, Unit, Some(place))], FACTS),
        ("evaluation-all", vec![evaluation()], FACTS),
        (
            "administrator",
            vec![grant(Administrator, Scope::Organisation, None)],
            Reach { assigns: true, ..NOTHING },
        ),
        ("administrator-evaluation", vec![administrator(), evaluation()], Reach { assigns: true, ..FACTS }),
        ("both", vec![evaluation(), grant(Caseworker, Unit, Some(place))], WORKS),
    ];
    for (login, grants, expected) in table {
        let person = if api::organisations::needs_key(&grants) {
            world.person(login, &grants).await
        } else {
            world.joined(login, &grants).await.0
        };
        let draft = world.draft(&owner, |assignment| assignment.unit = Some(place)).await;
        world.send(&owner, &draft.create).await.done();
        assert_eq!(reach(&world, &draft, &owner, &person).await, expected, "{login}");
    }
}

#[tokio::test]
async fn a_person_without_certificate_sees_facts_and_no_envelopes() {
    let world = World::new().await;
    let owner = world.person("owner", &[caseworker()]).await;
    let case = world.case(&owner).await;
    let (waiting, _) = world.joined("waiting", &[manager()]).await;
    let seen = reach(&world, &case, &owner, &waiting).await;
    assert_eq!(seen, FACTS);
}

#[tokio::test]
async fn the_administration_is_closed_to_everybody_else() {
    let world = World::new().await;
    let others = [
        world.person("jana", &[caseworker()]).await,
        world.person("kai", &[manager()]).await,
        world.joined("figures", &[evaluation()]).await.0,
    ];
    for person in &others {
        let app = &world.app;
        let organisation = world.organisation;
        let unit = api::organisations::UnitView {
            id: api::ids::UnitId(Uuid::new_v4()),
            parent: None,
            name: "Neu".to_owned(),
            position: 0,
        };
        let client = &person.client;
        let further = CreateOrganisation { id: OrganisationId(Uuid::new_v4()), name: "Neu".to_owned() };
        let invited = Uuid::new_v4();
        for answer in [
            client.post(app, &path(v1::UNITS, &[&organisation]), &unit).await,
            client.json(app, Method::PUT, &path(v1::UNIT, &[&organisation, &unit.id]), &unit).await,
            client.delete(app, &path(v1::UNIT, &[&organisation, &unit.id])).await,
            client
                .json(
                    app,
                    Method::PATCH,
                    &path(v1::ORGANISATION, &[&organisation]),
                    &UpdateOrganisation::default(),
                )
                .await,
            client.delete(app, &path(v1::INVITATION, &[&organisation, &invited])).await,
            client.get(app, &path(v1::HANDOVER, &[&organisation, &person.account])).await,
            client.get(app, v1::AUDIT).await,
            client.post(app, v1::ORGANISATIONS, &further).await,
            client.get(app, v1::TENANTS).await,
            client.get(app, &path(v1::TENANT, &[&world.tenant])).await,
            client.get(app, &path(v1::TENANT_CASES, &[&world.tenant])).await,
        ] {
            assert_eq!(answer.code(), ProblemCode::Forbidden, "{}", person.login);
        }
    }
}

#[tokio::test]
async fn nobody_comes_in_without_a_session() {
    let world = World::new().await;
    let client = crate::client::Client::default();
    let (o, id) = (world.organisation, Uuid::new_v4());
    for address in [
        v1::SESSION.to_owned(),
        v1::SESSION_SHARE.to_owned(),
        v1::AUDIT.to_owned(),
        v1::CONFIGURATION.to_owned(),
        v1::TENANTS.to_owned(),
        path(v1::DEVICE_SHARE, &[&id]),
        path(v1::ORGANISATION, &[&o]),
        path(v1::ORGANISATION_LOG, &[&o]),
        path(v1::HANDOVER, &[&o, &id]),
        path(v1::KEYS, &[&o]),
        path(v1::KEY_SLOTS, &[&o]),
        path(v1::CASES, &[&o]),
        path(v1::CASE, &[&id]),
        path(v1::TENANT, &[&id]),
        path(v1::TENANT_CASES, &[&id]),
        path(v1::TENANT_CASE, &[&id, &id]),
    ] {
        assert_eq!(client.get(&world.app, &address).await.code(), ProblemCode::SessionEnded, "{address}");
    }
}

#[tokio::test]
async fn another_tenant_finds_nothing_of_this_one() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let (create, invited) = tenant(&world.app, &world.operator, "other").await;
    let mut boss = Person::new(create.id, "other", "boss", invited.account);
    boss.accept(&world.app, &invited, true).await.done();
    let grants = [administrator(), manager()];
    boss.set_up(&world.app, create.organisation, KeyId(Uuid::new_v4()), &grants).await;
    let o = world.organisation;
    for address in [
        path(v1::ORGANISATION, &[&o]),
        path(v1::ORGANISATION_LOG, &[&o]),
        path(v1::HANDOVER, &[&o, &jana.account]),
        path(v1::KEYS, &[&o]),
        path(v1::KEY_SLOTS, &[&o]),
        path(v1::CASES, &[&o]),
        path(v1::CASE, &[&case.id()]),
        format!("{}?organisation={o}", path(v1::CASE, &[&case.id()])),
        format!("{}?organisation={}", path(v1::CASE, &[&case.id()]), create.organisation),
    ] {
        assert_eq!(boss.client.get(&world.app, &address).await.code(), ProblemCode::NotFound, "{address}");
    }
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.author = boss.account;
    assert_eq!(world.write(&boss, &entry).await.code(), ProblemCode::NotFound);
    // The same login name and case code may exist in both.
    let page: api::audit::AuditPage = boss.client.get(&world.app, v1::AUDIT).await.ok();
    assert!(page.entries.iter().all(|entry| entry.object != Some(case.id().0)));
}

#[tokio::test]
async fn operators_reach_into_no_organisation() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let client = &world.operator;
    let o = world.organisation;
    for address in [path(v1::ORGANISATION, &[&o]), path(v1::CASES, &[&o]), path(v1::CASE, &[&case.id()])] {
        assert_eq!(client.client.get(&world.app, &address).await.code(), ProblemCode::Forbidden, "{address}");
    }
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.author = client.account;
    assert_eq!(world.write(client, &entry).await.code(), ProblemCode::Forbidden);
}

#[tokio::test]
async fn own_cases_are_those_that_one_is_responsible_for_or_helps_with() {
    let world = World::new().await;
    let owner = world.person("owner", &[caseworker()]).await;
    let figures = grant(Role::Evaluation, Scope::Own, None);
    let table = [
        ("deputy", vec![caseworker()], WORKS),
        ("team", vec![caseworker()], WORKS),
        ("manager", vec![grant(Role::Manager, Scope::Own, None)], LEADS),
        ("evaluation", vec![figures], FACTS),
        ("both", vec![figures, caseworker()], WORKS),
        // Being in a team opens nothing to whom the administration is all they have.
        ("administrator", vec![administrator()], Reach { assigns: true, ..NOTHING }),
    ];
    for (login, grants, expected) in table {
        let person = if api::organisations::needs_key(&grants) {
            world.person(login, &grants).await
        } else {
            world.joined(login, &grants).await.0
        };
        let draft = world
            .draft(&owner, |assignment| {
                if login == "deputy" {
                    assignment.deputy = Some(person.account);
                } else {
                    assignment.team = vec![person.account];
                }
            })
            .await;
        world.send(&owner, &draft.create).await.done();
        assert_eq!(reach(&world, &draft, &owner, &person).await, expected, "{login}");
    }
}

#[tokio::test]
async fn cases_are_made_by_those_who_open_cases_where_they_reach() {
    let world = World::new().await;
    let place = world.unit("Gruppe", None).await;
    let aside = world.unit("Anderes", None).await;
    let table = [
        ("caseworker", vec![caseworker()], Some(StatusCode::CREATED)),
        ("manager", vec![manager()], Some(StatusCode::CREATED)),
        ("here", vec![grant(Role::Manager, Scope::Unit, Some(place))], Some(StatusCode::CREATED)),
        ("aside", vec![grant(Role::Manager, Scope::Unit, Some(aside))], None),
        ("administrator", vec![administrator()], None),
    ];
    let worker = world.person("worker", &[caseworker()]).await;
    for (login, grants, expected) in table {
        let person = world.person(login, &grants).await;
        let own = grants.contains(&caseworker());
        let draft = world
            .draft(&person, |assignment| {
                assignment.unit = Some(place);
                assignment.responsible = if own { person.account } else { worker.account };
            })
            .await;
        let answer = world.send(&person, &draft.create).await;
        match expected {
            Some(status) => assert_eq!(answer.status, status, "{login}"),
            None => assert_eq!(answer.code(), ProblemCode::Forbidden, "{login}"),
        }
    }
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    let draft = world.draft(&figures, |assignment| assignment.responsible = worker.account).await;
    assert_eq!(world.send(&figures, &draft.create).await.code(), ProblemCode::Forbidden);
    // Nobody has made a case that is not there, or none that is.
    let boss = world.person("boss", &[manager()]).await;
    let list: CaseList = boss.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await.ok();
    assert_eq!(list.cases.len(), 3);
}

#[tokio::test]
async fn evaluation_gets_no_sealed_byte_whatever_it_asks_for() {
    let world = World::new().await;
    let owner = world.person("owner", &[caseworker()]).await;
    let case = world.case(&owner).await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    let view = figures.session_view(&world.app).await;
    let membership = &view.memberships[0];
    assert!(membership.bundle.is_none() && membership.enrolment.is_none());
    let sealed: Vec<&[u8]> = case
        .create
        .records
        .iter()
        .map(|revision| revision.envelope.as_ref().unwrap().0.as_slice())
        .chain(case.create.parts.iter().map(|part| part.slot.slot.0.as_slice()))
        .chain([case.create.slot.slot.0.as_slice()])
        .collect();
    for address in [
        path(v1::CASES, &[&world.organisation]),
        path(v1::CASE, &[&case.id()]),
        format!("{}?organisation={}", path(v1::CASE, &[&case.id()]), world.organisation),
        path(v1::ORGANISATION, &[&world.organisation]),
        path(v1::ORGANISATION_LOG, &[&world.organisation]),
    ] {
        let answer = figures.client.get(&world.app, &address).await;
        answer.done();
        for envelope in &sealed {
            let found = answer.body.windows(40).any(|window| window == &envelope[..40]);
            assert!(!found, "{address}");
        }
    }
}

#[tokio::test]
async fn another_organisation_of_the_tenant_reaches_nothing_of_this_one() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    // Leads both organisations, but administers only the second.
    let mut boss = world.person("boss", &[administrator()]).await;
    let second = OrganisationId(Uuid::new_v4());
    let create = CreateOrganisation { id: second, name: "Haus am Wald".to_owned() };
    boss.client.post(&world.app, v1::ORGANISATIONS, &create).await.done();
    let first = boss.certificate;
    boss.set_up(&world.app, second, KeyId(Uuid::new_v4()), &[administrator(), manager()]).await;
    let stranger_account = api::ids::AccountId(Uuid::new_v4());
    let invited = boss.invite(&world.app, second, stranger_account, &[manager()], 1).await;
    let mut stranger = Person::new(world.tenant, "demo", "stranger", stranger_account);
    stranger.accept(&world.app, &invited, true).await.done();
    stranger.certify(&world.app, second, &invited).await;
    let o = world.organisation;
    for address in [
        path(v1::ORGANISATION, &[&o]),
        path(v1::ORGANISATION_LOG, &[&o]),
        path(v1::HANDOVER, &[&o, &jana.account]),
        path(v1::KEYS, &[&o]),
        path(v1::KEY_SLOTS, &[&o]),
        path(v1::CASES, &[&o]),
        path(v1::CASE, &[&case.id()]),
        format!("{}?organisation={o}", path(v1::CASE, &[&case.id()])),
        format!("{}?organisation={second}", path(v1::CASE, &[&case.id()])),
    ] {
        let answer = stranger.client.get(&world.app, &address).await;
        assert_eq!(answer.code(), ProblemCode::NotFound, "{address}");
    }
    // Rights of one organisation do not reach into the other, even for somebody who is in both.
    assert_eq!(world.open(&boss, case.id()).await.code(), ProblemCode::NotFound);
    let list: CaseList = boss.client.get(&world.app, &path(v1::CASES, &[&second])).await.ok();
    assert!(list.cases.is_empty());
    let list: CaseList = boss.client.get(&world.app, &path(v1::CASES, &[&o])).await.ok();
    assert!(list.cases.is_empty());
    boss.certificate = first;
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.author = stranger.account;
    entry.certificate = stranger.certificate;
    world.resign(&stranger, &mut entry);
    assert_eq!(world.write(&stranger, &entry).await.code(), ProblemCode::NotFound);
    let post = case.assignment(&world, &jana, 2, |_| {}).await;
    assert_eq!(case.assign(&world, &stranger, &post).await.code(), ProblemCode::NotFound);
    let decision = stranger.client.post(&world.app, &path(v1::BLOCK, &[&o, &jana.account]), &post).await;
    assert_eq!(decision.code(), ProblemCode::NotFound);
    // The case as a case of the second organisation.
    let moved = stranger.client.cbor(&world.app, &path(v1::CASES, &[&second]), &case.create).await;
    assert!(moved.status.is_client_error());
    world.file(&jana, case.id()).await;
}
