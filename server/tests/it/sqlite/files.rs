//! The file of the embedded database, and the settings of its connections.

use crate::app::TestApp;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use server::{config::Config, store::Database};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

#[tokio::test]
async fn sqlite_connections_have_the_settings_that_durability_rests_on() {
    super::insist();
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
    super::insist();
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
