//! Steps of the database that change tables with rows in them.

use crate::app::{Temporary, connect, is_postgres};
use ::migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;

const TENANT: u128 = 1;
const ORGANISATION: u128 = 2;
const ACCOUNT: u128 = 3;
const CASE: u128 = 4;

/// An id as both databases write it down.
fn id(number: u128) -> String {
    let id = uuid::Uuid::from_u128(number);
    if is_postgres() { format!("'{id}'") } else { format!("X'{}'", id.simple()) }
}

fn bytes(hex: &str) -> String {
    if is_postgres() { format!("'\\x{hex}'") } else { format!("X'{hex}'") }
}

async fn act(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.unwrap();
}

/// In the name of an organisation, for this connection.
async fn set_scope(connection: &DatabaseConnection, organisation: u128) {
    if is_postgres() {
        let (tenant, organisation) = (uuid::Uuid::from_u128(TENANT), uuid::Uuid::from_u128(organisation));
        let sql = format!(
            "SELECT set_config('wimes.scope', 'organisation', false), \
             set_config('wimes.tenant', '{tenant}', false), \
             set_config('wimes.organisations', '{organisation}', false)"
        );
        act(connection, &sql).await;
    }
}

async fn rows(connection: &DatabaseConnection) -> Vec<(i64, u8, Vec<u8>)> {
    let sql = "SELECT epoch, key_id, slot FROM case_keys ORDER BY key_id, epoch";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            let key: uuid::Uuid = row.try_get("", "key_id").unwrap();
            (row.try_get("", "epoch").unwrap(), key.as_bytes()[15], row.try_get("", "slot").unwrap())
        })
        .collect()
}

fn slot(epoch: i64, key: u128, hex: &str) -> String {
    let (case, organisation, key, slot) = (id(CASE), id(ORGANISATION), id(key), bytes(hex));
    format!(
        "INSERT INTO case_keys (case_id, organisation, epoch, key_id, slot) \
         VALUES ({case}, {organisation}, {epoch}, {key}, {slot})"
    )
}

/// A case with two wrapped keys, in the tables as they were before keys had several epochs.
async fn fill(connection: &DatabaseConnection) {
    let zeroes = bytes(&"00".repeat(32));
    let (tenant, organisation, account, case) = (id(TENANT), id(ORGANISATION), id(ACCOUNT), id(CASE));
    let no = if is_postgres() { "false" } else { "0" };
    set_scope(connection, ORGANISATION).await;
    for sql in [
        format!("INSERT INTO tenants VALUES ({tenant}, 'demo', 'Träger', {no}, 5, 0, {zeroes})"),
        format!(
            "INSERT INTO organisations VALUES \
             ({organisation}, {tenant}, 'Haus', 'ready', '', {zeroes}, 1, {organisation}, 0, {zeroes}, 5)"
        ),
        format!(
            "INSERT INTO accounts (id, tenant, display_name, kdf_memory_kib, kdf_passes, kdf_lanes, operator, \
             created_at) VALUES ({account}, {tenant}, 'Jana', 0, 0, 0, {no}, 5)"
        ),
        format!(
            "INSERT INTO cases (id, tenant, organisation, code, responsible, assignment_version, state, rated, \
             entries, created_at, updated_at) VALUES \
             ({case}, {tenant}, {organisation}, 'K7-2M', {account}, 1, 'open', '[]', 0, 5, 5)"
        ),
        slot(1, 7, "aa01"),
        slot(1, 8, "bb02"),
    ] {
        act(connection, &sql).await;
    }
}

#[tokio::test]
async fn wrapped_case_keys_survive_the_step_that_lets_them_have_several_epochs() {
    let (_temporary, url) = Temporary::make().await;
    let url = if is_postgres() { url } else { format!("{url}?mode=rwc") };
    let connection = connect(&url).await;
    Migrator::up(&connection, Some(7)).await.unwrap();
    fill(&connection).await;
    let twice = slot(2, 7, "aa03");
    assert!(connection.execute_unprepared(&twice).await.is_err());
    Migrator::up(&connection, None).await.unwrap();
    let kept = vec![(1, 7, vec![0xaa, 1]), (1, 8, vec![0xbb, 2])];
    assert_eq!(rows(&connection).await, kept);
    act(&connection, &twice).await;
    assert_eq!(rows(&connection).await.len(), 3);
    assert!(connection.execute_unprepared(&twice).await.is_err());
    // The rows still belong to a case and an organisation that are there.
    let nowhere = twice.replace(&id(CASE), &id(99));
    assert!(connection.execute_unprepared(&nowhere).await.is_err());
    if connection.get_database_backend() == DatabaseBackend::Postgres {
        set_scope(&connection, 99).await;
        assert!(rows(&connection).await.is_empty());
    }
}
