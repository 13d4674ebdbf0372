//! Epochs of the organisation key: each key sealed under its successor, and the wrapped case keys of several epochs beside
//! each other.

use crate::sql;

const KEYS: &str = "
CREATE TABLE organisation_keys (
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    epoch {int} NOT NULL,
    envelope {bytes} NOT NULL,
    PRIMARY KEY (organisation, epoch)
) {strict};
";

/// SQLite cannot change a primary key: the table is made anew and takes the rows over. Nothing refers to it.
const SQLITE: &str = "
CREATE TRIGGER organisation_keys_no_update BEFORE UPDATE ON organisation_keys
BEGIN SELECT RAISE(ABORT, 'append-only: organisation_keys'); END;
CREATE TRIGGER organisation_keys_no_delete BEFORE DELETE ON organisation_keys
BEGIN SELECT RAISE(ABORT, 'append-only: organisation_keys'); END;

CREATE TABLE case_keys_of_epochs (
    case_id {uuid} NOT NULL REFERENCES cases (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    epoch {int} NOT NULL,
    key_id {uuid} NOT NULL,
    slot {bytes} NOT NULL,
    PRIMARY KEY (case_id, organisation, key_id, epoch)
) {strict};
INSERT INTO case_keys_of_epochs (case_id, organisation, epoch, key_id, slot)
    SELECT case_id, organisation, epoch, key_id, slot FROM case_keys;
DROP TABLE case_keys;
ALTER TABLE case_keys_of_epochs RENAME TO case_keys;
CREATE INDEX case_keys_organisation ON case_keys (organisation, case_id);
";

/// PostgreSQL changes the key in place, which keeps rows and policies.
const POSTGRES: &str = "
CREATE TRIGGER organisation_keys_append_only BEFORE UPDATE OR DELETE ON organisation_keys
    FOR EACH ROW EXECUTE FUNCTION wimes_append_only();
CREATE TRIGGER organisation_keys_no_truncate BEFORE TRUNCATE ON organisation_keys
    FOR EACH STATEMENT EXECUTE FUNCTION wimes_append_only();
ALTER TABLE organisation_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation_keys_own ON organisation_keys FOR ALL
    USING (wimes_scope() = 'organisation' AND organisation = ANY (wimes_organisations()))
    WITH CHECK (wimes_scope() = 'organisation' AND organisation = ANY (wimes_organisations()));

ALTER TABLE case_keys DROP CONSTRAINT case_keys_pkey,
    ADD PRIMARY KEY (case_id, organisation, key_id, epoch);
CREATE INDEX case_keys_organisation ON case_keys (organisation, case_id);
";

sql::step!("m0008_key_epochs", |manager| {
    sql::run(manager, KEYS).await?;
    sql::run(manager, if sql::is_postgres(manager) { POSTGRES } else { SQLITE }).await
});
