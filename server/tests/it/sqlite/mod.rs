//! What only the embedded database can answer.

mod backup;
mod files;

/// Says what is wrong when these tests run on the other database.
#[track_caller]
fn insist() {
    assert!(
        !crate::app::is_postgres(),
        "this needs SQLite; on PostgreSQL the suite runs with `--skip sqlite::`"
    );
}
