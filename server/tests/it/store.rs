//! What the database itself refuses, whoever asks.

use crate::{
    app::TestApp,
    client::path,
    world::{World, caseworker},
};
use api::{paths::v1, presence::WritingHere};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use server::{config::Config, store::Database};

pub async fn count(connection: &impl ConnectionTrait, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// A bare connection that names a scope like the store does (only PostgreSQL knows it).
pub async fn set_scope(connection: &impl ConnectionTrait, scope: &str, tenant: &str, organisation: &str) {
    if connection.get_database_backend() == DatabaseBackend::Postgres {
        let sql = format!(
            "SELECT set_config('wimes.scope', '{scope}', false), set_config('wimes.tenant', '{tenant}', false), \
             set_config('wimes.organisations', '{organisation}', false)"
        );
        connection.execute_unprepared(&sql).await.unwrap();
    }
}

pub async fn world_with_case() -> (World, DatabaseConnection) {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let writing = WritingHere { record: None };
    jana.client.post(&world.app, &path(v1::PRESENCE, &[&case.id()]), &writing).await.done();
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
