//! A database for each test.

use crate::Trouble;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement, TryGetable};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// Asks PostgreSQL for the name of the write-ahead log file that it writes into.
const LOG_FILE: &str = "SELECT pg_walfile_name(pg_current_wal_insert_lsn()) AS answer";

/// Which database the proofs run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Kind {
    /// As `WIMES_TEST_DATABASE` says.
    ///
    /// # Errors
    /// When it says something else.
    pub fn of_environment() -> Result<Self, Trouble> {
        match env::var("WIMES_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Ok(Self::Sqlite),
            Ok("postgres") => Ok(Self::Postgres),
            Ok(other) => {
                Err(Trouble::new(format!("WIMES_TEST_DATABASE is neither sqlite nor postgres: {other}")))
            }
        }
    }
}

/// An empty database of its own. SQLite's lies in the portal's folder and goes with it.
#[derive(Debug)]
pub struct Database {
    /// Which one.
    pub kind: Kind,
    /// For the server's configuration; empty for SQLite.
    pub url: String,
    /// Name of PostgreSQL's write-ahead log file when the database was made.
    first_log: String,
}

impl Database {
    /// Makes one.
    ///
    /// # Errors
    /// When PostgreSQL is asked for and not named or not reachable.
    pub async fn make() -> Result<Self, Trouble> {
        Self::make_of(Kind::of_environment()?).await
    }

    /// Makes one of this kind.
    ///
    /// # Errors
    /// As for [`Database::make`].
    pub async fn make_of(kind: Kind) -> Result<Self, Trouble> {
        if kind == Kind::Sqlite {
            return Ok(Self { kind, url: String::new(), first_log: String::new() });
        }
        let base = env::var("WIMES_TEST_POSTGRES_URL").map_err(|_| {
            Trouble::new(
                "WIMES_TEST_POSTGRES_URL must name a PostgreSQL server whose role may create databases",
            )
        })?;
        let (server, _) = split(&base);
        let name = format!("wimes_proof_{}", Uuid::new_v4().simple());
        let administration = connect(&format!("{server}/postgres")).await?;
        administration.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        // Somebody set it so, for speed or by mistake: what was acknowledged has to be kept all the same.
        let careless = format!("ALTER DATABASE {name} SET synchronous_commit = off");
        administration.execute_unprepared(&careless).await?;
        let first_log = ask(&administration, LOG_FILE).await?;
        administration.close().await?;
        Ok(Self { kind, url: format!("{server}/{name}"), first_log })
    }

    /// A connection beside the server's, to look into PostgreSQL.
    ///
    /// # Errors
    /// When it can't be reached, or for SQLite, whose file is looked at directly.
    pub async fn connect(&self) -> Result<DatabaseConnection, Trouble> {
        match self.kind {
            Kind::Sqlite => Err(Trouble::new("SQLite is looked at through its file")),
            Kind::Postgres => Ok(connect(&self.url).await?),
        }
    }

    /// PostgreSQL's processes: the first one, and then all that it has started.
    ///
    /// # Errors
    /// When PostgreSQL runs on another machine, so that nobody can look at its processes from here.
    pub async fn processes(&self) -> Result<Vec<u32>, Trouble> {
        let connection = self.connect().await?;
        let own: i32 = ask(&connection, "SELECT pg_backend_pid() AS answer").await?;
        let elsewhere = || {
            Trouble::new("PostgreSQL must run on this machine, so that its processes and files can be seen")
        };
        // Its process lives as long as the connection.
        let first = u32::try_from(own).ok().and_then(parent).ok_or_else(elsewhere)?;
        connection.close().await?;
        let mut processes = vec![first];
        for entry in fs::read_dir("/proc")? {
            let id = entry?.file_name().to_string_lossy().parse::<u32>();
            if let Ok(id) = id
                && parent(id) == Some(first)
            {
                processes.push(id);
            }
        }
        Ok(processes)
    }

    /// What PostgreSQL's files hold of this database: its tables, and the write-ahead log since it was made.
    ///
    /// # Errors
    /// As for [`Database::processes`].
    pub(crate) async fn files(&self) -> Result<Vec<u8>, Trouble> {
        let processes = self.processes().await?;
        let first = processes.first().ok_or_else(|| Trouble::new("PostgreSQL has no process"))?;
        // PostgreSQL works in its data folder.
        let data = PathBuf::from(format!("/proc/{first}/cwd"));
        let connection = self.connect().await?;
        let sql = "SELECT oid::int8 AS answer FROM pg_database WHERE datname = current_database()";
        let id: i64 = ask(&connection, sql).await?;
        let last_log: String = ask(&connection, LOG_FILE).await?;
        connection.close().await?;
        let mut bytes = Vec::new();
        read_folder(&data.join("base").join(id.to_string()), &mut bytes)?;
        // Later names are files kept for use again; they hold what was written long ago.
        let mut logs = 0;
        for entry in fs::read_dir(data.join("pg_wal"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if self.first_log <= name && name <= last_log {
                bytes.extend(fs::read(entry.path())?);
                logs += 1;
            }
        }
        if logs == 0 {
            return Err(Trouble::new("PostgreSQL's write-ahead log is not where it should be"));
        }
        Ok(bytes)
    }
}

async fn ask<T: TryGetable>(connection: &DatabaseConnection, sql: &str) -> Result<T, Trouble> {
    let row = connection.query_one_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await?;
    let row = row.ok_or_else(|| Trouble::new("PostgreSQL answers nothing"))?;
    Ok(row.try_get("", "answer")?)
}

/// All files of a folder, one after the other. What goes away meanwhile is left out.
pub(crate) fn read_folder(folder: &Path, bytes: &mut Vec<u8>) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(&path, bytes)?;
        } else if path.exists() {
            bytes.extend(fs::read(path)?);
        }
    }
    Ok(())
}

/// Process id of the parent: the fourth field of `stat`, counted behind the name in brackets.
fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

async fn connect(url: &str) -> Result<DatabaseConnection, sea_orm::DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// The address without its database, and the database.
fn split(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    match url[host..].find('/') {
        Some(at) => (&url[..host + at], &url[host + at + 1..]),
        None => (url, ""),
    }
}
