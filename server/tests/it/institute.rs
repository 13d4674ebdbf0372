//! What the institute's operators see and do.

use crate::{
    app::TestApp,
    client::path,
    person::{Invited, Person},
    world::{WEEK, World, administrator, caseworker, operator, tenant},
};
use api::{
    ProblemCode,
    audit::{AuditAction, AuditPage},
    auth::SessionView,
    cases::CaseFile,
    ids::{AccountId, CaseId, KeyId, OrganisationId, TenantId},
    institute::{CreateTenant, RenewSetup, TenantCases, TenantStructure, TenantView},
    invitations::{InvitationKind, InvitationOffer},
    organisations::{CreateOrganisation, LogPage, MemberState},
    paths::v1,
    records::LogContent,
};
use server::store::Mode;
use uuid::Uuid;

#[tokio::test]
async fn an_operator_logs_in_to_the_institute_and_has_no_membership() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    operator.login(&app).await.done();
    let view: SessionView = operator.session_view(&app).await;
    assert!(view.operator && view.tenant.is_none() && view.memberships.is_empty());
    assert_eq!(view.tenant_slug, "institut");
    let configuration: api::organisations::ConfigurationView =
        operator.client.get(&app, v1::CONFIGURATION).await.ok();
    assert_eq!(configuration.version, 1);
}

#[tokio::test]
async fn operators_invite_further_operators() {
    let app = TestApp::new().await;
    let first = operator(&app).await;
    let invited = Invited::new();
    let unsigned = invited.unsigned("Zweite", app.now() + WEEK);
    first.client.post(&app, v1::OPERATORS, &unsigned).await.done();
    let offer: InvitationOffer = invited.look(&app).await.ok();
    assert_eq!((offer.kind, offer.tenant), (InvitationKind::Operator, None));
    let second = Person::new(first.tenant, "institut", "second", invited.account);
    second.accept(&app, &invited, false).await.done();
    second.client.get(&app, v1::TENANTS).await.done();
}

#[tokio::test]
async fn slugs_are_unique_and_the_institutes_is_reserved() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    let (first, _) = tenant(&app, &operator, "demo").await;
    let again: TenantView = operator.client.post(&app, v1::TENANTS, &first).await.ok();
    assert_eq!(again.id, first.id);
    let other = |slug: &str| CreateTenant {
        id: TenantId(Uuid::new_v4()),
        slug: slug.to_owned(),
        name: "Träger".to_owned(),
        organisation: OrganisationId(Uuid::new_v4()),
        organisation_name: "Haus".to_owned(),
        invitation: Invited::new().unsigned("Erste", app.now() + WEEK),
    };
    for (slug, expected) in [
        ("demo", ProblemCode::SlugTaken),
        ("institut", ProblemCode::SlugTaken),
        ("De mo", ProblemCode::BadRequest),
    ] {
        let refused = operator.client.post(&app, v1::TENANTS, &other(slug)).await;
        assert_eq!(refused.code(), expected);
    }
    let list: Vec<TenantView> = operator.client.get(&app, v1::TENANTS).await.ok();
    assert_eq!(list.len(), 1);
    assert!(!list[0].ready);
}

#[tokio::test]
async fn a_setup_link_is_renewed_until_the_organisation_is_ready() {
    let app = TestApp::new().await;
    let operator = operator(&app).await;
    let (create, first) = tenant(&app, &operator, "demo").await;
    let second = Invited::new();
    let renew = RenewSetup {
        organisation: create.organisation,
        invitation: second.unsigned("Andere Verwaltung", app.now() + WEEK),
    };
    let address = path(v1::TENANT_SETUP, &[&create.id]);
    operator.client.post(&app, &address, &renew).await.done();
    assert_eq!(first.look(&app).await.code(), ProblemCode::InvitationRevoked);
    let mut admin = Person::new(create.id, "demo", "admin", second.account);
    admin.accept(&app, &second, true).await.done();
    // The password was forgotten before the set-up: the same account once more.
    let third = Invited { account: second.account, ..Invited::new() };
    let renew = RenewSetup { invitation: third.unsigned("Verwaltung", app.now() + WEEK), ..renew };
    operator.client.post(&app, &address, &renew).await.done();
    admin.login_key = crate::person::key();
    admin.accept(&app, &third, true).await.done();
    admin.set_up(&app, create.organisation, KeyId(Uuid::new_v4()), &[administrator()]).await;
    // From now on the institute takes over nobody's account.
    let taken = Invited { account: second.account, ..Invited::new() };
    let late = RenewSetup {
        organisation: create.organisation,
        invitation: taken.unsigned("Zu spät", app.now() + WEEK),
    };
    assert_eq!(operator.client.post(&app, &address, &late).await.code(), ProblemCode::IdTaken);
}

#[tokio::test]
async fn the_institute_sees_structure_and_clear_columns_and_nothing_sealed() {
    let world = World::new().await;
    let unit = world.unit("Bereich", None).await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let operator = &world.operator.client;
    let structure: TenantStructure = operator.get(&world.app, &path(v1::TENANT, &[&world.tenant])).await.ok();
    assert_eq!((structure.tenant.people, structure.tenant.cases, structure.tenant.open_cases), (2, 1, 1));
    assert!(structure.tenant.ready);
    assert_eq!(structure.organisations[0].units[0].id, unit);
    assert_eq!(structure.organisations[0].people.len(), 2);
    let cases: TenantCases = operator.get(&world.app, &path(v1::TENANT_CASES, &[&world.tenant])).await.ok();
    assert_eq!((cases.cases.len(), cases.cases[0].sex.as_deref()), (1, Some("f")));
    let file = operator.get(&world.app, &path(v1::TENANT_CASE, &[&world.tenant, &case.id()])).await;
    let sealed = &case.create.records[0].envelope.as_ref().unwrap().0;
    assert!(!file.body.windows(40).any(|window| window == &sealed[..40]));
    let file: CaseFile = file.ok();
    assert!(!file.writable && file.slots.is_empty());
    let entries: Vec<_> = file.parts.iter().flat_map(|part| &part.entries).collect();
    assert_eq!(entries.len(), case.create.parts.len() + 3);
    for part in &file.parts {
        assert!(part.slots.is_empty());
    }
    for entry in entries {
        if let LogContent::Revision(revision) = &entry.content {
            assert!(revision.envelope.is_none() && !revision.facts.0.is_empty());
        }
    }
    // What it is signed with can be verified without any key.
    let log: LogPage =
        operator.get(&world.app, &path(v1::ORGANISATION_LOG, &[&world.organisation])).await.ok();
    assert_eq!(log.head.n, 2);
}

#[tokio::test]
async fn each_look_stands_in_the_tenants_audit() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let operator = &world.operator;
    for address in [
        path(v1::TENANT, &[&world.tenant]),
        path(v1::TENANT_CASES, &[&world.tenant]),
        path(v1::TENANT_CASE, &[&world.tenant, &case.id()]),
        path(v1::ORGANISATION_LOG, &[&world.organisation]),
    ] {
        operator.client.get(&world.app, &address).await.done();
    }
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    let actions: Vec<_> = page.entries[..4].iter().map(|entry| entry.action).collect();
    let expected = [
        AuditAction::InstituteLooked,
        AuditAction::InstituteLookedAtCase,
        AuditAction::InstituteLookedAtCases,
        AuditAction::InstituteLooked,
    ];
    assert_eq!(actions, expected);
    for entry in &page.entries[..4] {
        assert!(entry.institute);
        assert_eq!(entry.account, Some(operator.account));
        assert_eq!(entry.who.as_deref(), Some(operator.name.as_str()));
    }
    assert_eq!(page.entries[0].organisation, Some(world.organisation));
    assert_eq!(page.entries[1].label.as_ref(), Some(&case.create.code));
    // Each look is a look of its own, and everything that an operator can read of a tenant is one.
    let case = path(v1::TENANT_CASE, &[&world.tenant, &case.id()]);
    operator.client.get(&world.app, &case).await.done();
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert_eq!(page.entries[0].action, AuditAction::InstituteLookedAtCase);
    assert_eq!(page.entries[1].action, AuditAction::InstituteLooked);
    assert_eq!(page.entries[0].n, page.entries[1].n + 1);
}

#[tokio::test]
async fn a_look_at_nothing_is_no_look() {
    let world = World::new().await;
    let operator = &world.operator.client;
    let nowhere = TenantId(Uuid::new_v4());
    let unknown = operator.get(&world.app, &path(v1::TENANT, &[&nowhere])).await;
    assert_eq!(unknown.code(), ProblemCode::NotFound);
    let institute = operator.get(&world.app, &path(v1::TENANT, &[&server::store::INSTITUTE])).await;
    assert_eq!(institute.code(), ProblemCode::NotFound);
    let case = path(v1::TENANT_CASE, &[&world.tenant, &CaseId(Uuid::new_v4())]);
    assert_eq!(operator.get(&world.app, &case).await.code(), ProblemCode::NotFound);
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    assert!(page.entries.iter().all(|entry| entry.action != AuditAction::InstituteLookedAtCase));
}

#[tokio::test]
async fn an_account_of_a_tenant_cannot_be_invited_as_operator() {
    let world = World::new().await;
    let stolen = Invited { account: world.admin.account, ..Invited::new() };
    let unsigned = stolen.unsigned("Verwaltung", world.app.now() + WEEK);
    let refused = world.operator.client.post(&world.app, v1::OPERATORS, &unsigned).await;
    assert_eq!(refused.code(), ProblemCode::IdTaken);
    let tx = world.app.state.db.institute(Mode::Write, None).await.unwrap();
    let late = Invited { account: AccountId(Uuid::new_v4()), ..Invited::new() };
    let expired = late.unsigned("Zu spät", world.app.now());
    let refused = server::routes::invite_operator(&tx, &expired, world.app.now()).await;
    assert_eq!(refused.unwrap_err().code(), ProblemCode::BadRequest);
}

#[tokio::test]
async fn operators_do_not_let_themselves_into_an_organisation_that_the_tenant_founds() {
    let world = World::new().await;
    let id = OrganisationId(Uuid::new_v4());
    let create = CreateOrganisation { id, name: "Haus am Wald".to_owned() };
    world.admin.client.post(&world.app, v1::ORGANISATIONS, &create).await.done();
    let address = path(v1::TENANT_SETUP, &[&world.tenant]);
    for account in [AccountId(Uuid::new_v4()), world.admin.account] {
        let invited = Invited { account, ..Invited::new() };
        let invitation = invited.unsigned("Verwaltung", world.app.now() + WEEK);
        let renew = RenewSetup { organisation: id, invitation };
        let refused = world.operator.client.post(&world.app, &address, &renew).await;
        assert_eq!(refused.code(), ProblemCode::Forbidden);
        assert_eq!(invited.look(&world.app).await.code(), ProblemCode::InvitationUnknown);
    }
    let people = world.admin.organisation(&world.app, id).await.people;
    assert_eq!(people.iter().map(|person| person.account).collect::<Vec<_>>(), [world.admin.account]);
}

#[tokio::test]
async fn an_organisation_that_lost_its_administrators_gets_an_access_without_any_rights() {
    let world = World::new().await;
    let (jana, open) = {
        let account = AccountId(Uuid::new_v4());
        let invited = world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
        (account, invited)
    };
    let address = path(v1::TENANT_SETUP, &[&world.tenant]);
    let renew = async |invited: &Invited| {
        let invitation = invited.unsigned("Notzugang", world.app.now() + WEEK);
        let renew = RenewSetup { organisation: world.organisation, invitation };
        world.operator.client.post(&world.app, &address, &renew).await
    };
    let (lost, invited) = (Invited::new(), Invited::new());
    renew(&lost).await.done();
    renew(&invited).await.done();
    assert_eq!(lost.look(&world.app).await.code(), ProblemCode::InvitationRevoked);
    // What administrators have invited is left alone.
    open.look(&world.app).await.done();
    let people = world.admin.organisation(&world.app, world.organisation).await.people;
    assert!(people.iter().any(|person| person.account == jana));
    assert!(people.iter().all(|person| person.account != lost.account));

    let helper = Person::new(world.tenant, "demo", "helper", invited.account);
    helper.accept(&world.app, &invited, false).await.done();
    let view = helper.session_view(&world.app).await;
    assert_eq!((view.memberships[0].state, view.memberships[0].grants.len()), (MemberState::Joined, 0));
    let client = &helper.client;
    for (address, expected) in [
        (v1::AUDIT.to_owned(), ProblemCode::Forbidden),
        (world.keys(), ProblemCode::Forbidden),
        (world.key_slots(), ProblemCode::Forbidden),
        (path(v1::HANDOVER, &[&world.organisation, &helper.account]), ProblemCode::Forbidden),
    ] {
        assert_eq!(client.get(&world.app, &address).await.code(), expected, "{address}");
    }
    let rights =
        helper.set_rights(&world.app, world.organisation, helper.account, &[administrator()], 1).await;
    assert_eq!(rights.code(), ProblemCode::Forbidden);
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    let noted: Vec<_> =
        page.entries.iter().filter(|entry| entry.action == AuditAction::EmergencyAccess).collect();
    assert_eq!(noted.len(), 2);
    assert!(noted.iter().all(|entry| entry.institute && entry.organisation == Some(world.organisation)));
}
