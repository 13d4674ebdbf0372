//! What was written once stays as it is: triggers refuse every change of the logs, the revisions, their envelopes
//! and the audit, whoever asks.

use crate::sql;
use std::fmt::Write;

/// Tables whose rows are never changed or deleted.
const APPEND_ONLY: &[&str] =
    &["org_log", "part_log", "revisions", "envelopes", "audit", "configuration_documents"];

fn statements(postgres: bool) -> String {
    let mut out = String::new();
    if postgres {
        out.push_str(
            "CREATE FUNCTION wimes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$;\n",
        );
    }
    for table in APPEND_ONLY {
        // Writing into a String cannot fail.
        let _ = if postgres {
            writeln!(
                out,
                "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                 FOR EACH ROW EXECUTE FUNCTION wimes_append_only();
                 CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                 FOR EACH STATEMENT EXECUTE FUNCTION wimes_append_only();"
            )
        } else {
            writeln!(
                out,
                "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
                 BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END;
                 CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
                 BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END;"
            )
        };
    }
    out
}

sql::step!("m0006_append_only", |manager| sql::run(manager, &statements(sql::is_postgres(manager))).await);
