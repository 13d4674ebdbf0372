//! A database for each test.

use crate::Trouble;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use std::env;
use uuid::Uuid;

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
}

impl Database {
    /// Makes one.
    ///
    /// # Errors
    /// When PostgreSQL is asked for and not named or not reachable.
    pub async fn make() -> Result<Self, Trouble> {
        let kind = Kind::of_environment()?;
        if kind == Kind::Sqlite {
            return Ok(Self { kind, url: String::new() });
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
        administration.close().await?;
        Ok(Self { kind, url: format!("{server}/{name}") })
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
