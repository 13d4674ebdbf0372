//! What the same database does without a server: single rows, each made durable by itself.

use crate::{load::Timing, world::World};
use proofs::{Kind, Trouble};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement, sqlx,
};
use std::time::Instant;

/// Bytes of a row, as many as an envelope of a short entry.
const ROW: usize = 600;

/// A table of its own in a database of the same kind, with the server's settings.
pub struct Bare {
    connection: DatabaseConnection,
    backend: DbBackend,
}

impl Bare {
    pub async fn make(world: &World, connections: u32) -> Result<Self, Trouble> {
        let (url, backend) = match world.portal.database.kind {
            Kind::Sqlite => {
                let file = world.portal.sqlite_file().with_file_name("bare.sqlite");
                (format!("sqlite://{}?mode=rwc", file.display()), DbBackend::Sqlite)
            }
            Kind::Postgres => (world.portal.database.url.clone(), DbBackend::Postgres),
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).min_connections(connections).sqlx_logging(false);
        options.record_stmt_in_spans(false);
        options.map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
        });
        options.map_sqlx_postgres_pool_opts(|options| {
            options.after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query("SET synchronous_commit = on").execute(connection).await.map(drop)
                })
            })
        });
        let connection = Database::connect(options).await?;
        let bytes = if backend == DbBackend::Sqlite { "BLOB" } else { "BYTEA" };
        let key = if backend == DbBackend::Sqlite { "INTEGER PRIMARY KEY" } else { "BIGSERIAL PRIMARY KEY" };
        let sql = format!("CREATE TABLE IF NOT EXISTS bare (id {key}, content {bytes} NOT NULL)");
        connection.execute_unprepared(&sql).await?;
        Ok(Self { connection, backend })
    }

    /// Inserts so many rows over so many connections.
    pub async fn commits(&self, connections: usize, rows: usize) -> Result<Timing, Trouble> {
        let begin = Instant::now();
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let (connection, backend) = (self.connection.clone(), self.backend);
            tasks.push(tokio::spawn(async move {
                let mut each = Vec::new();
                for _ in 0..rows / connections {
                    let begin = Instant::now();
                    insert(&connection, backend).await?;
                    each.push(begin.elapsed());
                }
                Ok::<_, DbErr>(each)
            }));
        }
        let mut each = Vec::new();
        for task in tasks {
            each.extend(task.await.map_err(|_| Trouble::new("a connection was given up"))??);
        }
        Ok(Timing::of(each, begin.elapsed()))
    }
}

async fn insert(connection: &DatabaseConnection, backend: DbBackend) -> Result<(), DbErr> {
    let sql = "INSERT INTO bare (content) VALUES ($1)";
    connection
        .execute_raw(Statement::from_sql_and_values(backend, sql, [vec![7_u8; ROW].into()]))
        .await
        .map(drop)
}
