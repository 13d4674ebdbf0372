//! Who may do what, as a table, and that nobody reaches into another organisation.

use crate::{
    client::path,
    person::Person,
    world::{World, administrator, caseworker, course_facts, evaluation, grant, manager, operator, tenant},
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
    let client = &operator_client(&world);
    let o = world.organisation;
    for address in [path(v1::ORGANISATION, &[&o]), path(v1::CASES, &[&o]), path(v1::CASE, &[&case.id()])] {
        assert_eq!(client.client.get(&world.app, &address).await.code(), ProblemCode::Forbidden, "{address}");
    }
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.author = client.account;
    assert_eq!(world.write(client, &entry).await.code(), ProblemCode::Forbidden);
    let _ = operator;
}

fn operator_client(world: &World) -> &Person {
    &world.operator
}
