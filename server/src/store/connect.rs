//! Opening the database with the settings that durability rests on.

use super::{StoreError, group::Group, prepare};
use crate::config::Config;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement,
    sqlx::{
        self, Connection as _, Row,
        pool::PoolOptions,
        postgres::PgConnection,
        sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::{
    fs::{DirBuilder, OpenOptions},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
    time::Duration,
};

/// How long a transaction waits for its turn.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a connection may have been idle to be used without asking whether it still answers.
const UNTESTED: Duration = Duration::from_secs(1);
const SQLITE_READERS: u32 = 4;
/// As many as people write at the same moment on a busy morning: each waits in one of them for the common flush.
const POSTGRES_CONNECTIONS: u32 = 40;

/// An opened database; cheap to clone. Connections are never handed out, only transactions in a scope.
#[derive(Debug, Clone)]
pub struct Database {
    pub(super) writer: Writer,
    pub(super) readers: DatabaseConnection,
}

/// Who writes.
#[derive(Debug, Clone)]
pub(super) enum Writer {
    /// SQLite's one writer.
    Group(Arc<Group>),
    /// PostgreSQL's connections, whose flushes it puts together itself.
    Pool(DatabaseConnection),
}

impl Database {
    /// Opens the configured database, brings it up to date and prepares what the server itself needs in it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(config: &Config, now: i64) -> Result<Self, StoreError> {
        match config.postgres() {
            Some(url) => Self::open_postgres(url, now).await,
            None => {
                make_private_folder(&config.data_dir)?;
                Self::open_sqlite(&config.sqlite_file(), now).await
            }
        }
    }

    /// Opens an SQLite file, which is made when it is missing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_sqlite(file: &Path, now: i64) -> Result<Self, StoreError> {
        // Before SQLite makes it; what it makes beside it gets the same permissions.
        private().append(true).open(file)?;
        let writer = sqlite(file, 1).await?;
        {
            // Two processes must not migrate one file at the same time. Waiting for the lock blocks a thread, which must
            // not be the one that whoever holds it needs in order to go on.
            let lock = private().append(true).open(file.with_extension("lock"))?;
            let waited = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await;
            let _lock = waited.map_err(std::io::Error::other)??;
            migrations::migrate(&writer).await?;
        }
        let readers = sqlite(file, SQLITE_READERS).await?;
        let database = Self { writer: Writer::Group(Group::new(writer, PATIENCE)), readers };
        prepare::prepare(&database, now).await?;
        Ok(database)
    }

    /// Opens a PostgreSQL database.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Role`] when row-level security would not bind the role.
    pub async fn open_postgres(url: &str, now: i64) -> Result<Self, StoreError> {
        let migrating = postgres(url, 1).await?;
        let sql = "SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user";
        let role = migrating.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        if role.ok_or(StoreError::Damaged("pg_roles"))?.try_get::<bool>("", "free")? {
            return Err(StoreError::Role);
        }
        warn_about_server(&migrating).await?;
        migrations::migrate(&migrating).await?;
        migrating.close().await?;
        let pool = postgres(url, POSTGRES_CONNECTIONS).await?;
        let database = Self { writer: Writer::Pool(pool.clone()), readers: pool };
        prepare::prepare(&database, now).await?;
        Ok(database)
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not let go.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close_by_ref().await?;
        match self.writer {
            Writer::Group(group) => group.close().await,
            Writer::Pool(pool) => Ok(pool.close_by_ref().await?),
        }
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.readers.get_database_backend() == DbBackend::Postgres
    }
}

/// A folder that only this server's user can look into: hashes of sessions, shares of devices and who works where are
/// nobody else's on this machine. One that is there stays as its owner made it.
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes files that only this server's user can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).mode(0o600);
    options
}

/// Nothing of a statement goes into logs, not even its text: it could hold more than intended one day.
fn quiet(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

/// A connection that somebody gave back a moment ago answered then; asking it again would be a round trip of its own for every
/// transaction.
fn tested_when_idle<D: sqlx::Database>(options: PoolOptions<D>) -> PoolOptions<D> {
    options.test_before_acquire(false).before_acquire(|connection, metadata| {
        Box::pin(async move {
            if metadata.idle_for >= UNTESTED {
                connection.ping().await?;
            }
            Ok(true)
        })
    })
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection, StoreError> {
    let mut options = quiet(url, connections);
    options.set_application_name("wimes-server");
    options.map_sqlx_postgres_pool_opts(|options| {
        tested_when_idle(options).after_connect(|connection, _| Box::pin(insist_on_flush(connection)))
    });
    Ok(sea_orm::Database::connect(options).await?)
}

/// With `synchronous_commit` off PostgreSQL reports a commit before it is on the disk. Where somebody chose that for the
/// database or the role, our connections choose otherwise; stronger settings stay.
async fn insist_on_flush(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let sql = "SELECT set_config('synchronous_commit', 'on', false) \
               WHERE current_setting('synchronous_commit') = 'off'";
    sqlx::query(sql).execute(connection).await.map(drop)
}

/// Settings of the whole PostgreSQL server, which only its own administrator can change.
async fn warn_about_server(connection: &DatabaseConnection) -> Result<(), StoreError> {
    for name in ["fsync", "full_page_writes"] {
        let sql = format!("SELECT current_setting('{name}') = 'on' AS safe");
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        if !row.ok_or(StoreError::Setting(name))?.try_get::<bool>("", "safe")? {
            tracing::warn!(
                setting = name,
                "PostgreSQL runs with this setting off: a power failure can take back what was saved"
            );
        }
    }
    Ok(())
}

async fn sqlite(file: &Path, connections: u32) -> Result<DatabaseConnection, StoreError> {
    let file = file.to_owned();
    let mut options = quiet("sqlite://wimes.sqlite", connections);
    options.map_sqlx_sqlite_opts(move |options: SqliteConnectOptions| {
        options
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
    });
    options.map_sqlx_sqlite_pool_opts(|options| {
        tested_when_idle(options).after_connect(|connection, _| {
            Box::pin(async move {
                assert_settings(connection).await.map_err(|error| sqlx::Error::Configuration(error.into()))
            })
        })
    });
    Ok(sea_orm::Database::connect(options).await?)
}

/// Settings of SQLite belong to the connection; one without them would acknowledge what a power cut takes back.
async fn assert_settings(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let settings = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("ignore_check_constraints", "0"),
    ];
    for (name, expected) in settings {
        let sql = format!("PRAGMA {name}");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_one(&mut *connection)
            .await
            .map_err(|_| StoreError::Setting(name))?;
        let found = row
            .try_get::<String, _>(0)
            .or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
            .unwrap_or_default();
        if found != expected {
            return Err(StoreError::Setting(name));
        }
    }
    Ok(())
}
