#![doc = include_str!("../README.md")]

mod m0001_tenants;
mod m0002_accounts;
mod m0003_invitations;
mod m0004_cases;
mod m0005_audit;
mod m0006_append_only;
mod m0007_row_level_security;
mod m0008_key_epochs;
mod m0009_presences;
mod sql;

use sea_orm_migration::{
    DbErr, MigrationTrait, MigratorTrait, async_trait,
    sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend},
};

/// Number of the advisory lock that keeps two servers from migrating one PostgreSQL database at the same time
/// (the letters "wimes" as a number).
const LOCK: i64 = 0x77_696d_6573;

/// All steps in order. A step that was released is never edited; a change is a further step.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_tenants::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_invitations::Migration),
            Box::new(m0004_cases::Migration),
            Box::new(m0005_audit::Migration),
            Box::new(m0006_append_only::Migration),
            Box::new(m0007_row_level_security::Migration),
            Box::new(m0008_key_epochs::Migration),
            Box::new(m0009_presences::Migration),
        ]
    }
}

/// Brings the database up to date. `connection` must be a pool of exactly one connection, because the advisory lock
/// of PostgreSQL belongs to a connection.
///
/// # Errors
/// [`DbErr`] of the first step that failed; earlier steps stay.
pub async fn migrate(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let locked = connection.get_database_backend() == DbBackend::Postgres;
    if locked {
        connection.execute_unprepared(&format!("SELECT pg_advisory_lock({LOCK})")).await?;
    }
    let outcome = Migrator::up(connection, None).await;
    if locked {
        connection.execute_unprepared(&format!("SELECT pg_advisory_unlock({LOCK})")).await?;
    }
    outcome
}
