//! One text for both databases: the names of types in braces become the database's own.

use sea_orm_migration::{
    DbErr, SchemaManager,
    sea_orm::{ConnectionTrait, DbBackend},
};

const TOKENS: &[(&str, &str, &str)] = &[
    // token, SQLite, PostgreSQL
    ("{uuid}", "BLOB", "uuid"),
    ("{bytes}", "BLOB", "bytea"),
    ("{int}", "INTEGER", "bigint"),
    ("{bool}", "INTEGER", "boolean"),
    ("{text}", "TEXT", "text"),
    ("{strict}", "STRICT", ""),
];

/// Runs statements that both databases understand once the types have their names.
pub(crate) async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let postgres = is_postgres(manager);
    let text = TOKENS.iter().fold(text.to_owned(), |text, (token, sqlite, other)| {
        text.replace(token, if postgres { other } else { sqlite })
    });
    manager.get_connection().execute_unprepared(&text).await.map(drop)
}

pub(crate) fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}

/// A migration of plain statements, in one transaction on both databases.
macro_rules! step {
    ($name:literal, |$manager:ident| $up:expr) => {
        pub(crate) struct Migration;

        impl sea_orm_migration::MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Migration {
            async fn up(
                &self,
                $manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::DbErr> {
                $up
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}

pub(crate) use step;
