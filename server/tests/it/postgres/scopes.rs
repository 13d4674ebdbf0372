//! What row-level security shows to which scope. SQLite has none; there the handlers' own filters are what the tests of the
//! roles show.

use crate::{
    app::TestApp,
    store::{count, set_scope, world_with_case},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement, TransactionTrait};

/// Tables that row-level security protects, with those that a scope sees of this world.
const TABLES: [&str; 26] = [
    "secrets",
    "tenants",
    "organisations",
    "org_units",
    "configuration_documents",
    "accounts",
    "memberships",
    "bundles",
    "login_challenges",
    "sessions",
    "devices",
    "invitations",
    "org_log",
    "cases",
    "case_team",
    "case_keys",
    "organisation_keys",
    "parts",
    "part_slots",
    "part_log",
    "presences",
    "revisions",
    "envelopes",
    "records",
    "ratings",
    "audit",
];

/// The tables of which a scope sees something.
async fn seen(raw: &DatabaseConnection) -> Vec<&'static str> {
    let mut out = Vec::new();
    for table in TABLES {
        if count(raw, table).await > 0 {
            out.push(table);
        }
    }
    out
}

#[tokio::test]
async fn a_query_outside_of_its_scope_sees_nothing() {
    super::insist();
    let (mut world, raw) = world_with_case().await;
    world.rotate().await;
    assert!(seen(&raw).await.is_empty());
    set_scope(&raw, "made-up", "", "").await;
    assert!(seen(&raw).await.is_empty());
    set_scope(&raw, "organisation", "", "").await;
    assert!(seen(&raw).await.is_empty());

    let other = uuid::Uuid::new_v4().to_string();
    set_scope(&raw, "organisation", &other, &other).await;
    assert!(seen(&raw).await.is_empty());

    let tenant = world.tenant.to_string();
    set_scope(&raw, "organisation", &tenant, &other).await;
    for table in [
        "memberships",
        "organisation_keys",
        "invitations",
        "org_log",
        "cases",
        "case_keys",
        "parts",
        "envelopes",
    ] {
        assert_eq!(count(&raw, table).await, 0, "{table}");
    }
    set_scope(&raw, "organisation", &tenant, &world.organisation.to_string()).await;
    for table in
        ["memberships", "bundles", "org_log", "organisation_keys", "cases", "case_keys", "parts", "envelopes"]
    {
        assert!(count(&raw, table).await > 0, "{table}");
    }
    assert_eq!((count(&raw, "secrets").await, count(&raw, "tenants").await), (0, 1));

    set_scope(&raw, "login", "", "").await;
    let login = seen(&raw).await;
    for table in [
        "org_log",
        "organisation_keys",
        "cases",
        "case_keys",
        "parts",
        "part_slots",
        "part_log",
        "presences",
        "revisions",
        "envelopes",
        "audit",
    ] {
        assert!(!login.contains(&table), "{table}");
    }
    set_scope(&raw, "institute", "", "").await;
    let institute = seen(&raw).await;
    for table in [
        "secrets",
        "bundles",
        "sessions",
        "devices",
        "organisation_keys",
        "case_keys",
        "part_slots",
        "presences",
        "envelopes",
    ] {
        assert!(!institute.contains(&table), "{table}");
    }
    for table in ["cases", "parts", "part_log", "revisions", "records"] {
        assert!(institute.contains(&table), "{table}");
    }
    // The institute's own chain, and no tenant's.
    assert!(count(&raw, "audit").await < 5);
}

#[tokio::test]
async fn the_institute_changes_no_case_even_when_its_code_tried() {
    super::insist();
    let (_world, raw) = world_with_case().await;
    set_scope(&raw, "institute", "", "").await;
    for sql in ["UPDATE cases SET state = 'closed'", "DELETE FROM case_team", "UPDATE parts SET head_n = 0"] {
        assert_eq!(raw.execute_unprepared(sql).await.unwrap().rows_affected(), 0, "{sql}");
    }
}

#[tokio::test]
async fn the_scope_ends_with_its_transaction() {
    super::insist();
    let (world, raw) = world_with_case().await;
    let transaction = raw.begin().await.unwrap();
    let sql = format!(
        "SELECT set_config('wimes.scope', 'organisation', true), set_config('wimes.organisations', '{}', true)",
        world.organisation
    );
    transaction.execute_unprepared(&sql).await.unwrap();
    assert_eq!(count(&transaction, "cases").await, 1);
    transaction.commit().await.unwrap();
    assert_eq!(count(&raw, "cases").await, 0);
}

#[tokio::test]
async fn every_table_has_row_level_security_that_binds_its_owner() {
    super::insist();
    let app = TestApp::new().await;
    let raw = app.raw().await;
    let sql = "SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
               AND relname <> 'seaql_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)";
    let rows = raw.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap();
    let open: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    assert!(open.is_empty(), "{open:?}");
    let sql = "SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
               AND relname <> 'seaql_migrations'";
    let rows = raw.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap();
    assert_eq!(rows.len(), TABLES.len());
}

#[tokio::test]
async fn nothing_that_is_append_only_can_be_emptied() {
    super::insist();
    let (mut world, raw) = world_with_case().await;
    world.rotate().await;
    for table in ["audit", "org_log", "part_log", "revisions", "envelopes", "organisation_keys"] {
        let error =
            raw.execute_unprepared(&format!("TRUNCATE {table} CASCADE")).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{table}: {error}");
    }
}
