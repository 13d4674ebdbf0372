//! What the database itself refuses, whoever asks.

use crate::{
    app::{TestApp, is_postgres},
    world::{World, caseworker},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement, TransactionTrait};
use server::{config::Config, store::Database};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

async fn count(connection: &impl ConnectionTrait, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// A bare connection that names a scope like the store does (only PostgreSQL knows it).
async fn set_scope(connection: &impl ConnectionTrait, scope: &str, tenant: &str, organisation: &str) {
    if connection.get_database_backend() == DatabaseBackend::Postgres {
        let sql = format!(
            "SELECT set_config('wimes.scope', '{scope}', false), set_config('wimes.tenant', '{tenant}', false), \
             set_config('wimes.organisations', '{organisation}', false)"
        );
        connection.execute_unprepared(&sql).await.unwrap();
    }
}

async fn world_with_case() -> (World, DatabaseConnection) {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    world.case(&jana).await;
    let raw = world.app.raw().await;
    (world, raw)
}

#[tokio::test]
async fn logs_revisions_envelopes_and_audit_are_append_only() {
    let (mut world, raw) = world_with_case().await;
    world.rotate().await;
    set_scope(&raw, "organisation", &world.tenant.to_string(), &world.organisation.to_string()).await;
    for (table, column) in [
        ("org_log", "n"),
        ("part_log", "n"),
        ("revisions", "form_version"),
        ("envelopes", "n"),
        ("audit", "at"),
        ("configuration_documents", "created_at"),
        ("organisation_keys", "epoch"),
    ] {
        let rows = count(&raw, table).await;
        assert!(rows > 0, "{table}");
        for sql in [format!("UPDATE {table} SET {column} = {column} + 1"), format!("DELETE FROM {table}")] {
            let error = raw.execute_unprepared(&sql).await.unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        assert_eq!(count(&raw, table).await, rows, "{table}");
    }
    if is_postgres() {
        let error = raw.execute_unprepared("TRUNCATE audit").await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

/// Tables that row-level security protects, with those that a scope sees of this world.
const TABLES: [&str; 25] = [
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
    if !is_postgres() {
        // SQLite knows no row-level security; there the handlers' own filters are what the role tests show.
        return;
    }
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
    if !is_postgres() {
        return;
    }
    let (_world, raw) = world_with_case().await;
    set_scope(&raw, "institute", "", "").await;
    for sql in ["UPDATE cases SET state = 'closed'", "DELETE FROM case_team", "UPDATE parts SET head_n = 0"] {
        assert_eq!(raw.execute_unprepared(sql).await.unwrap().rows_affected(), 0, "{sql}");
    }
}

#[tokio::test]
async fn the_scope_ends_with_its_transaction() {
    if !is_postgres() {
        return;
    }
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
    if !is_postgres() {
        return;
    }
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
async fn a_database_that_is_up_to_date_is_opened_again_and_keeps_what_it_holds() {
    let (world, raw) = world_with_case().await;
    set_scope(&raw, "organisation", &world.tenant.to_string(), &world.organisation.to_string()).await;
    let config = Config::clone(&world.app.state.config);
    let again = Database::open(&config, world.app.now()).await.unwrap();
    assert_eq!(count(&raw, "cases").await, 1);
    again.close().await.unwrap();
}

#[tokio::test]
async fn servers_that_start_at_the_same_time_make_one_database() {
    let app = TestApp::new().await;
    let mut config = Config::clone(&app.state.config);
    config.data_dir = config.data_dir.join("second");
    let (first, second, third) =
        tokio::join!(Database::open(&config, 1), Database::open(&config, 1), Database::open(&config, 1));
    for database in [first, second, third] {
        database.unwrap().close().await.unwrap();
    }
}

#[tokio::test]
async fn sqlite_connections_have_the_settings_that_durability_rests_on() {
    if is_postgres() {
        return;
    }
    let app = TestApp::new().await;
    let raw = app.raw().await;
    let row = raw
        .query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA journal_mode"))
        .await
        .unwrap()
        .unwrap();
    // The mode stands in the file; the settings of the connection are asserted by the store when it opens one, and
    // opening would have failed otherwise.
    assert_eq!(row.try_get::<String>("", "journal_mode").unwrap(), "wal");
}

#[tokio::test]
async fn nobody_else_on_the_machine_can_read_the_embedded_database() {
    if is_postgres() {
        return;
    }
    let (folder, config) = (tempfile::tempdir().unwrap(), Config::default());
    let config = Config { data_dir: folder.path().join("portal/data"), ..config };
    let database = Database::open(&config, 1).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&config.data_dir), 0o700);
    let files: Vec<_> = fs::read_dir(&config.data_dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 1, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    server::cli::backup(&config, &folder.path().join("copy")).await.unwrap();
    assert_eq!(mode(&folder.path().join("copy")), 0o600);
    database.close().await.unwrap();
}
