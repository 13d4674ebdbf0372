//! Who has a form of a case open right now. Without content, for less than a minute at a time, by time alone: a row that has
//! expired counts nowhere, and whoever writes next takes it away.

use crate::sql;

const TABLE: &str = "
CREATE TABLE presences (
    case_id {uuid} NOT NULL REFERENCES cases (id),
    account {uuid} NOT NULL REFERENCES accounts (id),
    -- The entry; the case's own id for a new one.
    place {uuid} NOT NULL,
    -- Seconds since 1970.
    expires_at {int} NOT NULL,
    PRIMARY KEY (case_id, account, place)
) {strict};
";

/// As everything of a case: seen by its organisation and by nobody else, the institute included.
const POSTGRES: &str = "
ALTER TABLE presences ENABLE ROW LEVEL SECURITY;
ALTER TABLE presences FORCE ROW LEVEL SECURITY;
CREATE POLICY presences_own ON presences FOR ALL
    USING (wimes_scope() = 'organisation' AND EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id))
    WITH CHECK (wimes_scope() = 'organisation' AND EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
";

sql::step!("m0009_presences", |manager| {
    sql::run(manager, TABLE).await?;
    if sql::is_postgres(manager) { sql::run(manager, POSTGRES).await } else { Ok(()) }
});
