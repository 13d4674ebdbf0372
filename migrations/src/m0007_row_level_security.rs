//! PostgreSQL says once more what the store's scopes say: a transaction without a scope sees no row at all, one of an
//! organisation sees that organisation, one of the institute sees structure and clear columns but no envelope, no
//! slot and no bundle, and one of the login sees accounts but no case.
//!
//! The store names its scope as the first statement of every transaction: `wimes.scope`, and with it `wimes.tenant`
//! and `wimes.organisations`. Row-level security is forced, so that it binds the owner of the tables too.

use crate::sql;
use std::fmt::Write;

const FUNCTIONS: &str = "
CREATE FUNCTION wimes_scope() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT current_setting('wimes.scope', true) $$;
CREATE FUNCTION wimes_tenant() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('wimes.tenant', true), '')::uuid $$;
CREATE FUNCTION wimes_organisations() RETURNS uuid[] LANGUAGE sql STABLE AS
    $$ SELECT string_to_array(nullif(current_setting('wimes.organisations', true), ''), ',')::uuid[] $$;
";

const LOGIN: &str = "wimes_scope() = 'login'";
const INSTITUTE: &str = "wimes_scope() = 'institute'";
const OWN_TENANT: &str = "wimes_scope() = 'organisation' AND tenant = wimes_tenant()";
const OWN_ORGANISATION: &str =
    "wimes_scope() = 'organisation' AND organisation = ANY (wimes_organisations())";
/// Visible cases decide; the policies of `cases` apply inside the sub-query too.
const OWN_CASE: &str =
    "wimes_scope() = 'organisation' AND EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id)";
const INSTITUTE_CHAIN: &str =
    "wimes_scope() = 'institute' AND tenant = (SELECT id FROM tenants WHERE tenants.institute)";

/// Table, commands (`ALL`, `SELECT`, `INSERT`), condition.
const POLICIES: &[(&str, &str, &str)] = &[
    ("secrets", "ALL", LOGIN),
    ("tenants", "ALL", LOGIN),
    ("tenants", "ALL", INSTITUTE),
    ("tenants", "ALL", "wimes_scope() = 'organisation' AND id = wimes_tenant()"),
    ("organisations", "SELECT", LOGIN),
    ("organisations", "ALL", INSTITUTE),
    ("organisations", "ALL", OWN_TENANT),
    ("org_units", "ALL", INSTITUTE),
    ("org_units", "ALL", OWN_ORGANISATION),
    ("configuration_documents", "ALL", INSTITUTE),
    ("configuration_documents", "ALL", OWN_TENANT),
    ("accounts", "ALL", LOGIN),
    ("accounts", "ALL", INSTITUTE),
    ("accounts", "ALL", OWN_TENANT),
    ("memberships", "ALL", LOGIN),
    ("memberships", "ALL", INSTITUTE),
    ("memberships", "ALL", OWN_ORGANISATION),
    ("bundles", "ALL", LOGIN),
    ("bundles", "ALL", OWN_ORGANISATION),
    ("login_challenges", "ALL", LOGIN),
    ("sessions", "ALL", LOGIN),
    ("sessions", "ALL", OWN_TENANT),
    ("devices", "ALL", LOGIN),
    ("devices", "ALL", OWN_TENANT),
    ("invitations", "ALL", LOGIN),
    ("invitations", "ALL", INSTITUTE),
    ("invitations", "ALL", OWN_ORGANISATION),
    ("org_log", "SELECT", INSTITUTE),
    ("org_log", "ALL", OWN_ORGANISATION),
    ("cases", "SELECT", INSTITUTE),
    ("cases", "ALL", OWN_ORGANISATION),
    ("case_team", "SELECT", INSTITUTE),
    ("case_team", "ALL", OWN_CASE),
    ("case_keys", "ALL", OWN_ORGANISATION),
    ("parts", "SELECT", INSTITUTE),
    ("parts", "ALL", OWN_CASE),
    ("part_slots", "ALL", OWN_ORGANISATION),
    ("part_log", "SELECT", INSTITUTE),
    ("part_log", "ALL", OWN_CASE),
    ("revisions", "SELECT", INSTITUTE),
    ("revisions", "ALL", OWN_CASE),
    ("envelopes", "ALL", OWN_CASE),
    ("records", "SELECT", INSTITUTE),
    ("records", "ALL", OWN_CASE),
    ("ratings", "SELECT", INSTITUTE),
    ("ratings", "ALL", OWN_CASE),
    ("audit", "INSERT", LOGIN),
    ("audit", "INSERT", INSTITUTE),
    ("audit", "SELECT", INSTITUTE_CHAIN),
    ("audit", "ALL", OWN_TENANT),
];

fn statements() -> String {
    let mut out = FUNCTIONS.to_owned();
    let mut protected = Vec::new();
    for (number, (table, command, condition)) in POLICIES.iter().enumerate() {
        if !protected.contains(table) {
            protected.push(*table);
            // Writing into a String cannot fail.
            let _ = writeln!(
                out,
                "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            );
        }
        let check = match *command {
            "SELECT" => format!("USING ({condition})"),
            "INSERT" => format!("WITH CHECK ({condition})"),
            _ => format!("USING ({condition}) WITH CHECK ({condition})"),
        };
        let _ = writeln!(out, "CREATE POLICY {table}_{number} ON {table} FOR {command} {check};");
    }
    out
}

sql::step!("m0007_row_level_security", |manager| {
    if sql::is_postgres(manager) { sql::run(manager, &statements()).await } else { Ok(()) }
});
