//! Two tenants in one database: row-level security keeps one out of the other, whatever a query says. On SQLite the
//! handlers alone keep the tenants apart; the roles' tests ask them.

use crate::{
    person::Person,
    world::{World, administrator, caseworker, tenant},
};
use api::ids::{KeyId, OrganisationId, TenantId};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use uuid::Uuid;

/// Tables with the condition under which a row is somebody's: `{t}` the tenant, `{o}` the organisation.
const TABLES: [(&str, &str); 21] = [
    ("tenants", "id = '{t}'"),
    ("organisations", "tenant = '{t}'"),
    ("org_units", "organisation = '{o}'"),
    ("configuration_documents", "tenant = '{t}'"),
    ("accounts", "tenant = '{t}'"),
    ("memberships", "organisation = '{o}'"),
    ("bundles", "organisation = '{o}'"),
    ("sessions", "tenant = '{t}'"),
    ("invitations", "organisation = '{o}'"),
    ("org_log", "organisation = '{o}'"),
    ("organisation_keys", "organisation = '{o}'"),
    ("cases", "organisation = '{o}'"),
    ("case_keys", "organisation = '{o}'"),
    ("part_slots", "organisation = '{o}'"),
    ("audit", "tenant = '{t}'"),
    ("parts", "true"),
    ("part_log", "true"),
    ("revisions", "true"),
    ("envelopes", "true"),
    ("records", "true"),
    ("case_team", "true"),
];
/// Tables without a column for their owner: their rows follow the case.
const OF_CASES: usize = 6;

async fn count(raw: &DatabaseConnection, table: &str, condition: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE {condition}");
    let row =
        raw.query_one_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

async fn scope(raw: &DatabaseConnection, tenant: TenantId, organisation: OrganisationId) {
    let sql = format!(
        "SELECT set_config('wimes.scope', 'organisation', false), set_config('wimes.tenant', '{tenant}', false), \
         set_config('wimes.organisations', '{organisation}', false)"
    );
    raw.execute_unprepared(&sql).await.unwrap();
}

fn of(condition: &str, tenant: TenantId, organisation: OrganisationId) -> String {
    condition.replace("{t}", &tenant.to_string()).replace("{o}", &organisation.to_string())
}

/// A second tenant with a case, beside the first one that has one too.
async fn two_tenants() -> (World, TenantId, OrganisationId) {
    super::insist();
    let mut world = World::new().await;
    world.rotate().await;
    world.unit("Gruppe", None).await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let draft = world.draft(&jana, |assignment| assignment.team = vec![kai.account]).await;
    world.send(&jana, &draft.create).await.done();

    let (create, invited) = tenant(&world.app, &world.operator, "other").await;
    let mut boss = Person::new(create.id, "other", "boss", invited.account);
    boss.accept(&world.app, &invited, true).await.done();
    let ok = KeyId(Uuid::new_v4());
    boss.set_up(&world.app, create.organisation, ok, &[administrator(), caseworker()]).await;
    let World { app, operator, admin, tenant, organisation, ok: first_ok, epoch } = world;
    let mut other = World {
        app,
        operator,
        admin: boss,
        tenant: create.id,
        organisation: create.organisation,
        ok,
        epoch: 1,
    };
    other.rotate().await;
    other.unit("Gruppe", None).await;
    // The same login name and the same case code exist in both.
    let namesake = other.invite_to("other", "jana", &[caseworker()]).await;
    let mut second = other.draft(&namesake, |assignment| assignment.team = vec![other.admin.account]).await;
    second.create.code.clone_from(&draft.create.code);
    other.send(&namesake, &second.create).await.done();
    let World { app, operator, .. } = other;
    (
        World { app, operator, admin, tenant, organisation, ok: first_ok, epoch },
        create.id,
        create.organisation,
    )
}

#[tokio::test]
async fn the_scope_of_one_tenant_sees_and_touches_nothing_of_another() {
    let (world, tenant, organisation) = two_tenants().await;
    let raw = world.app.raw().await;
    let (own_tenant, own) = (world.tenant, world.organisation);
    scope(&raw, tenant, organisation).await;
    let mut theirs = Vec::new();
    for (table, condition) in TABLES {
        let n = count(&raw, table, &of(condition, tenant, organisation)).await;
        assert!(n > 0, "the other tenant has nothing in {table}, so this shows nothing");
        theirs.push(n);
    }
    scope(&raw, own_tenant, own).await;
    for (position, (table, condition)) in TABLES.into_iter().enumerate() {
        let (mine, other) = (of(condition, own_tenant, own), of(condition, tenant, organisation));
        assert!(count(&raw, table, &mine).await > 0, "{table}");
        if position < TABLES.len() - OF_CASES {
            assert_eq!(count(&raw, table, &other).await, 0, "{table}");
            // Everything that is seen is one's own; a forgotten condition shows nothing more.
            assert_eq!(count(&raw, table, "true").await, count(&raw, table, &mine).await, "{table}");
        } else {
            let foreign = "case_id NOT IN (SELECT id FROM cases)";
            assert_eq!(count(&raw, table, foreign).await, 0, "{table}");
        }
    }
    for table in ["organisations", "org_units", "memberships", "cases", "bundles", "sessions", "invitations"]
    {
        let (_, condition) = TABLES.iter().find(|(name, _)| *name == table).unwrap();
        let sql = format!("DELETE FROM {table} WHERE {}", of(condition, tenant, organisation));
        assert_eq!(raw.execute_unprepared(&sql).await.unwrap().rows_affected(), 0, "{table}");
    }
    // Nothing can be slipped to another tenant, nor taken over from it.
    for sql in [
        format!("INSERT INTO org_units VALUES ('{}', '{organisation}', NULL, 'x', 0)", Uuid::new_v4()),
        format!("UPDATE cases SET organisation = '{organisation}'"),
        format!("UPDATE accounts SET tenant = '{tenant}'"),
    ] {
        let refused = raw.execute_unprepared(&sql).await.unwrap_err().to_string();
        assert!(refused.contains("row-level security"), "{sql}: {refused}");
    }
    scope(&raw, tenant, organisation).await;
    for ((table, condition), before) in TABLES.into_iter().zip(theirs) {
        assert_eq!(count(&raw, table, &of(condition, tenant, organisation)).await, before, "{table}");
    }
}
