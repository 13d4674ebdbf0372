//! A backup of a database that is being written to.

use crate::{
    app::{BEGIN, Temporary, TestApp, connect},
    person::Person,
    program::Program,
    world::{Draft, World, caseworker, course_facts},
};
use api::{
    chain::{Entry, Head, next_head, revision_hash},
    organisations::Receipt,
    records::{LogContent, LogEntry},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::{cell::Cell, fs, path::Path};
use tempfile::TempDir;

/// Writes one entry and waits until it is acknowledged.
async fn write_one(world: &World, jana: &Person, case: &Draft) -> u64 {
    let entry = world.entry(jana, case, "course", &course_facts()).await;
    world.write(jana, &entry).await.ok::<Receipt>().head.n
}

async fn backup(program: Program, folder: TempDir, file: &Path) -> (std::process::Output, TempDir) {
    let file = file.to_str().unwrap().to_owned();
    let copied = tokio::task::spawn_blocking(move || (program.run(&["backup", &file]), folder)).await;
    copied.unwrap()
}

/// The value of the first column of the first row.
async fn pragma(file: &Path, name: &str) -> Option<String> {
    let raw = connect(&format!("sqlite://{}", file.display())).await;
    let sql = format!("PRAGMA {name}");
    let row = raw.query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await.unwrap();
    row.map(|row| row.try_get_by_index(0).unwrap())
}

#[track_caller]
fn assert_chain(part: &[u8; 16], entries: &[LogEntry]) -> Head {
    let mut head = Head::EMPTY;
    for entry in entries {
        let (object, revision, hash) = match &entry.content {
            LogContent::Statement(signed) => (signed.decode().unwrap().object(), 0, signed.hash()),
            LogContent::Revision(revision) => {
                let hash = revision_hash(&revision.envelope.as_ref().unwrap().0, &revision.facts.0);
                (*revision.record.as_bytes(), revision.revision, hash)
            }
        };
        head = next_head(part, &head, &Entry { object, revision, hash });
        assert_eq!((entry.n, entry.hash), (head.n, head.hash));
    }
    head
}

#[tokio::test]
async fn a_copy_made_while_people_write_opens_and_holds_everything_acknowledged_before() {
    super::insist();
    let world = World::new().await;
    let data = world.app.state.config.data_dir.clone();
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let mut before = 0;
    for _ in 0..10 {
        before = write_one(&world, &jana, &case).await;
    }

    let (copy, url) = Temporary::make().await;
    let file = copy.folder.path().join("wimes.sqlite");
    let program = Program::on(&world.app.url, &data, "");
    let copied = Cell::new(false);
    let writing = async {
        let mut last = before;
        while !copied.get() {
            last = write_one(&world, &jana, &case).await;
        }
        last
    };
    let copying = async {
        let (output, folder) = backup(program, tempfile::tempdir().unwrap(), &file).await;
        copied.set(true);
        drop(folder);
        output
    };
    let (after, output) = tokio::join!(writing, copying);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(after > before, "somebody wrote meanwhile");
    let beside: Vec<_> = fs::read_dir(copy.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside, ["wimes.sqlite"]);
    assert_eq!(pragma(&file, "integrity_check").await.as_deref(), Some("ok"));
    assert_eq!(pragma(&file, "foreign_key_check").await, None);

    // A server on the copy: the session is there too, and the logs are whole up to one moment.
    let app = TestApp::on(copy, url, |_| {}).await;
    assert_eq!(app.now(), BEGIN);
    let restored = World { app, ..world };
    let file = restored.file(&jana, case.id()).await;
    let course = file.parts.iter().find(|part| part.id == case.part_of("course").id).unwrap();
    assert_eq!(assert_chain(course.id.as_bytes(), &course.entries), course.head);
    assert!((before..=after).contains(&course.head.n), "{before} {} {after}", course.head.n);
    // And it goes on from there.
    assert_eq!(write_one(&restored, &jana, &case).await, course.head.n + 1);
}

#[tokio::test]
async fn a_backup_overwrites_nothing() {
    super::insist();
    let world = World::new().await;
    let program = Program::on(&world.app.url, &world.app.state.config.data_dir, "");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("precious");
    fs::write(&file, "precious").unwrap();
    let (output, folder) = backup(program, folder, &file).await;
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("exists already"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
