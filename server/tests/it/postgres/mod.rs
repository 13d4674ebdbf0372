//! What only PostgreSQL can answer.

mod backup;
mod isolation;
mod scopes;

/// Says what is wrong when these tests run on the other database.
#[track_caller]
fn insist() {
    assert!(
        crate::app::is_postgres(),
        "this needs PostgreSQL; on SQLite the suite runs with `--skip postgres::`"
    );
}
