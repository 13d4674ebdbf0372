//! A consistent copy of the embedded database, also while the server writes.

use crate::config::Config;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DbErr, Statement};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// No copy was made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The portal runs on PostgreSQL.
    #[error(
        "the portal runs on PostgreSQL: please use pg_dump, e.g. pg_dump --format=custom --file=FILE DATABASE"
    )]
    Postgres,
    /// There is nothing to copy.
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    /// The target is there.
    #[error("{0} exists already; a backup never overwrites anything")]
    Exists(PathBuf),
    /// The copy can't be written.
    #[error("cannot write {0}: {1}")]
    Write(PathBuf, io::Error),
    /// The database can't be read.
    #[error("cannot read the database: {0}")]
    Read(#[from] DbErr),
}

/// Copies the database into `file`, which must not exist. When this returns, the copy is on the disk: complete, without
/// anything beside it. An interrupted backup leaves at most a file whose name ends in `.part`.
///
/// # Errors
/// When there is no SQLite database, the file exists or can't be written.
pub async fn backup(config: &Config, file: &Path) -> Result<(), BackupError> {
    if config.postgres().is_some() {
        return Err(BackupError::Postgres);
    }
    let source = config.sqlite_file();
    if !source.is_file() {
        return Err(BackupError::NoDatabase(source));
    }
    if file.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", Uuid::new_v4().simple()));
    let part = PathBuf::from(part);
    let outcome = copy(&source, &part, file).await;
    // Already linked under its final name, or of no use.
    if let Err(error) = fs::remove_file(&part)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "cannot remove the unfinished copy");
    }
    outcome
}

async fn copy(source: &Path, part: &Path, file: &Path) -> Result<(), BackupError> {
    let write = |error| BackupError::Write(file.to_owned(), error);
    // Made beforehand, so that the copy never has wider permissions than the database; until it has the same ones, it is
    // nobody else's.
    let permissions = fs::metadata(source).map_err(write)?.permissions();
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part);
    made.and_then(|made| made.set_permissions(permissions)).map_err(write)?;

    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rw", source.display()));
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    let target = part.to_string_lossy().into_owned();
    let vacuum = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO ?", [target.into()]);
    let copied = database.execute_raw(vacuum).await;
    database.close().await?;
    copied?;

    File::open(part).and_then(|copy| copy.sync_all()).map_err(write)?;
    // A hard link fails when the name is taken meanwhile; renaming would overwrite.
    fs::hard_link(part, file).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(file.to_owned()),
        _ => BackupError::Write(file.to_owned(), error),
    })?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(write)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DatabaseUrl;
    use sea_orm::DatabaseConnection;

    async fn open(file: &Path) -> DatabaseConnection {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options.max_connections(1);
        Database::connect(options).await.unwrap()
    }

    async fn count(database: &DatabaseConnection) -> i64 {
        let row = database
            .query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, "SELECT count(*) AS n FROM t"))
            .await
            .unwrap()
            .unwrap();
        row.try_get("", "n").unwrap()
    }

    #[tokio::test]
    async fn a_running_database_is_copied_with_what_only_its_log_holds() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let running = open(&config.sqlite_file()).await;
        running.execute_unprepared("PRAGMA journal_mode=WAL").await.unwrap();
        running.execute_unprepared("CREATE TABLE t (x INTEGER)").await.unwrap();
        running.execute_unprepared("INSERT INTO t VALUES (1), (2), (3)").await.unwrap();
        let file = folder.path().join("copy.sqlite");
        backup(&config, &file).await.unwrap();
        running.execute_unprepared("INSERT INTO t VALUES (4)").await.unwrap();
        assert_eq!(count(&open(&file).await).await, 3);
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{names:?}");
    }

    #[tokio::test]
    async fn an_existing_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        open(&config.sqlite_file()).await.execute_unprepared("CREATE TABLE t (x INTEGER)").await.unwrap();
        let file = folder.path().join("precious");
        fs::write(&file, "precious").unwrap();
        assert!(matches!(backup(&config, &file).await, Err(BackupError::Exists(_))));
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    }

    #[tokio::test]
    async fn without_an_embedded_database_it_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let file = folder.path().join("copy");
        assert!(matches!(backup(&config, &file).await, Err(BackupError::NoDatabase(_))));
        config.database_url = DatabaseUrl("postgres://localhost/wimes".to_owned());
        assert!(backup(&config, &file).await.unwrap_err().to_string().contains("pg_dump"));
        assert!(!file.exists());
    }
}
