//! Every column of every table of the database: what vouches for it. A test compares the list with the real schema, and
//! the table in `docs/THREAT-MODEL.md` is made from it.

use std::fmt::Write;

/// What vouches for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Covered by a signature, by the hash of a log that clients recompute, or by an envelope's context.
    Signed,
    /// Computed from signed bytes; clients show the signed bytes or compare.
    Derived,
    /// Shown, and nothing is decided by it.
    Display,
    /// The server's own business: sessions, challenges, hashes, bookkeeping.
    Operational,
}

impl Class {
    /// As it stands in the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Derived => "derived",
            Self::Display => "display only",
            Self::Operational => "operational",
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What vouches for it.
    pub class: Class,
    /// Why, in a sentence.
    pub why: &'static str,
}

use Class::{Derived, Display, Operational, Signed};

type Rows = &'static [(&'static str, Class, &'static str)];

const TABLES: &[(&str, Rows)] = &[
    (
        "secrets",
        &[
            (
                "name",
                Operational,
                "Names a secret of the server itself, for example the one that fake salts come from.",
            ),
            ("value", Operational, "Random bytes of the server itself; they open nothing that people wrote."),
        ],
    ),
    (
        "tenants",
        &[
            ("id", Signed, "Stands in the genesis, in the context of every envelope and in the key file."),
            (
                "slug",
                Display,
                "Part of the address of the login; the person types it and the login signature covers it.",
            ),
            ("name", Display, "Clear name of the tenant."),
            ("institute", Operational, "Marks the tenant of the operators."),
            ("created_at", Display, "The server's clock."),
            ("audit_n", Operational, "Length of the audit."),
            ("audit_hash", Operational, "Head of the audit's hash chain, which the server computes itself."),
        ],
    ),
    (
        "organisations",
        &[
            (
                "id",
                Signed,
                "Stands in every statement, in the context of every envelope and in the key file.",
            ),
            ("tenant", Signed, "Stands in the genesis and in the context of every signature."),
            ("name", Display, "Clear name of the organisation."),
            (
                "state",
                Derived,
                "Ready when the log has a genesis; a client with a key computes it from the log.",
            ),
            ("key_hint", Display, "Where the key file lies, in the administrator's words."),
            (
                "root",
                Derived,
                "From the genesis and its successors; clients take it from the key file, their memory and the log.",
            ),
            ("key_epoch", Derived, "From the key epochs in the log, which clients verify themselves."),
            ("key_id", Derived, "From the key epochs in the log, which clients verify themselves."),
            (
                "head_n",
                Derived,
                "Length of the log; clients count the entries and compare with the heads that others named.",
            ),
            ("head_hash", Derived, "Head of the log; clients recompute it."),
            ("created_at", Display, "The server's clock."),
        ],
    ),
    (
        "organisation_keys",
        &[
            ("organisation", Signed, "Part of the envelope's context."),
            ("epoch", Signed, "Part of the envelope's context, and of the key epochs in the log."),
            (
                "envelope",
                Signed,
                "The key of the epoch before, sealed; clients compare its fingerprint with the log.",
            ),
        ],
    ),
    (
        "org_units",
        &[
            ("id", Display, "Signed rights and assignments name it; its place in the org chart is unsigned."),
            ("organisation", Display, "Unsigned part of the org chart."),
            (
                "parent",
                Display,
                "Unsigned part of the org chart; the server decides by it which cases a scope reaches.",
            ),
            ("name", Display, "Clear name of the unit."),
            ("position", Display, "Order among the siblings."),
        ],
    ),
    (
        "configuration_documents",
        &[
            ("tenant", Operational, "Whose document it is."),
            (
                "version",
                Display,
                "Revisions name the version that they were written with, and that is signed.",
            ),
            ("hash", Display, "SHA-256 of the document, unsigned."),
            (
                "document",
                Display,
                "Forms and lists of codes; unsigned, so that labels are the server's. Codes in records are signed.",
            ),
            ("created_at", Display, "The server's clock."),
        ],
    ),
    (
        "accounts",
        &[
            (
                "id",
                Signed,
                "Stands in invitation and certificate, and in the context of bundles and records.",
            ),
            ("tenant", Signed, "Part of the context of the bundle."),
            ("home", Operational, "Which organisation renews a forgotten password."),
            ("login", Operational, "The login name; the login signature covers it."),
            ("login_folded", Operational, "The login name for comparing."),
            ("display_name", Display, "Certified names are shown instead, where there is a certificate."),
            ("salt", Signed, "Part of the bundle's context: another one opens no bundle."),
            ("kdf_memory_kib", Signed, "Part of the bundle's context; bounds are compiled in."),
            ("kdf_passes", Signed, "Part of the bundle's context; bounds are compiled in."),
            ("kdf_lanes", Signed, "Part of the bundle's context; bounds are compiled in."),
            (
                "login_key",
                Operational,
                "Public key of the login. Another one lets somebody else log in, who opens nothing.",
            ),
            ("operator", Operational, "Whether this is one of the institute's operators."),
            ("created_at", Display, "The server's clock."),
            ("last_login_at", Display, "The server's clock."),
        ],
    ),
    (
        "memberships",
        &[
            (
                "account",
                Derived,
                "From the log; a member whom the log does not have is marked and never counts.",
            ),
            ("organisation", Derived, "From the log."),
            (
                "grants",
                Derived,
                "From certificates and rights in the log; a difference is marked and never counts.",
            ),
            ("rights_version", Derived, "From the log."),
            ("state", Derived, "From the log; a difference is marked and never counts."),
            ("invitation", Operational, "The invitation that the certificate will contain."),
            ("certificate", Derived, "Hash of the certificate in the log; clients take it from there."),
            (
                "signing_key",
                Derived,
                "Public key from the certificate in the log; clients take it from there.",
            ),
            ("kem_key", Derived, "Public key from the certificate in the log; clients take it from there."),
        ],
    ),
    (
        "bundles",
        &[
            ("account", Signed, "Part of the envelope's context."),
            ("organisation", Signed, "Part of the envelope's context."),
            (
                "bundle",
                Signed,
                "Sealed under password and organisation key; the public half must be the certified one.",
            ),
            (
                "enrolment",
                Signed,
                "Sealed under the password; its public half stands in the administrator's invitation.",
            ),
        ],
    ),
    (
        "login_challenges",
        &[
            ("id", Operational, "Signed by whoever logs in, used once."),
            ("tenant_slug", Operational, "For which tenant."),
            ("login", Operational, "For which login name."),
            ("tenant", Operational, "For which tenant, if there is one."),
            ("account", Operational, "For which account, if there is one."),
            ("nonce", Operational, "Random, used once."),
            ("expires_at", Operational, "When it is void."),
        ],
    ),
    (
        "sessions",
        &[
            ("token_hash", Operational, "Hash of the cookie."),
            ("account", Operational, "Whose session it is."),
            ("tenant", Operational, "Whose session it is."),
            (
                "share",
                Operational,
                "One of two halves that open what a device keeps for this session; worthless alone.",
            ),
            ("created_at", Operational, "When it began."),
            ("idle_expires_at", Operational, "When it ends if nothing happens."),
            ("expires_at", Operational, "When it ends in any case."),
        ],
    ),
    (
        "devices",
        &[
            ("account", Operational, "Whose device it is."),
            ("id", Operational, "Part of the context of what the device keeps."),
            ("tenant", Operational, "Whose device it is."),
            ("share", Operational, "One of three parts that open what a device remembers; worthless alone."),
            ("created_at", Operational, "When it was remembered."),
        ],
    ),
    (
        "invitations",
        &[
            ("id", Signed, "Part of the administrator's statement; each counts once."),
            ("tenant", Operational, "Where it leads."),
            ("organisation", Signed, "Part of the administrator's statement."),
            ("account", Signed, "Part of the administrator's statement; the certificate must name the same."),
            ("kind", Operational, "Set-up, colleague or operator; set-ups and operators have no statement."),
            (
                "state",
                Operational,
                "Open, used, withdrawn; the log lets a certificate count once, whatever stands here.",
            ),
            ("display_name", Signed, "Part of the administrator's statement."),
            ("grants", Signed, "Part of the administrator's statement; that is what counts."),
            ("rights_version", Signed, "Part of the administrator's statement."),
            (
                "one_use",
                Signed,
                "Part of the administrator's statement; its secret half travels in the link only.",
            ),
            ("body", Signed, "The administrator's statement itself."),
            ("signature", Signed, "The administrator's signature."),
            ("expires_at", Signed, "Part of the administrator's statement; the server's clock decides."),
            ("created_at", Display, "The server's clock."),
        ],
    ),
    (
        "org_log",
        &[
            ("organisation", Signed, "Part of every hash of the chain."),
            ("n", Signed, "Part of every hash of the chain."),
            ("hash", Signed, "Recomputed by every client and named in signed statements."),
            ("object", Signed, "Part of the chain, and compared with the statement."),
            ("body", Signed, "The signed bytes."),
            ("signature", Signed, "The signature; part of the chain."),
            ("at", Display, "The server's clock; statements carry their author's."),
        ],
    ),
    (
        "cases",
        &[
            ("id", Signed, "Part of the context of every envelope, slot and statement of the case."),
            ("tenant", Signed, "Part of the context of every envelope and slot."),
            ("organisation", Signed, "Stands in the access statements and in the context of every slot."),
            ("code", Display, "Short code for people; cases are told apart by their ids."),
            (
                "unit",
                Derived,
                "From the signed assignment, which is shown; a difference is shown as a warning.",
            ),
            (
                "responsible",
                Derived,
                "From the signed assignment, which is shown; a difference is shown as a warning.",
            ),
            (
                "deputy",
                Derived,
                "From the signed assignment, which is shown; a difference is shown as a warning.",
            ),
            (
                "assignment_version",
                Derived,
                "From the signed assignment; a difference is shown as a warning.",
            ),
            ("state", Derived, "From the facts of the closing; a difference is shown as a warning."),
            ("help_type", Derived, "From the facts of the help; a difference is shown as a warning."),
            ("help_start", Derived, "From the facts of the help; a difference is shown as a warning."),
            ("help_end", Derived, "From the facts of help and closing; a difference is shown as a warning."),
            ("review", Derived, "From the facts of the help; a difference is shown as a warning."),
            ("sex", Derived, "From the facts of the person; a difference is shown as a warning."),
            ("birth_month", Derived, "From the facts of the person; a difference is shown as a warning."),
            ("ending", Derived, "From the facts of the closing; a difference is shown as a warning."),
            ("rated", Derived, "From the facts of the rating sheets; a difference is shown as a warning."),
            (
                "need_first",
                Derived,
                "From the facts of the rating sheets; a difference is shown as a warning.",
            ),
            (
                "need_latest",
                Derived,
                "From the facts of the rating sheets; a difference is shown as a warning.",
            ),
            (
                "entries",
                Derived,
                "Number of entries that are not withdrawn; a difference is shown as a warning.",
            ),
            ("created_at", Display, "The server's clock."),
            ("updated_at", Display, "The server's clock; orders the list."),
        ],
    ),
    (
        "case_team",
        &[
            (
                "case_id",
                Derived,
                "From the signed assignment, which is shown; a difference is shown as a warning.",
            ),
            (
                "account",
                Derived,
                "From the signed assignment, which is shown; a difference is shown as a warning.",
            ),
            ("position", Derived, "From the order in the signed assignment."),
        ],
    ),
    (
        "case_keys",
        &[
            ("case_id", Signed, "Part of the slot's context."),
            ("organisation", Signed, "Part of the slot's context."),
            ("epoch", Signed, "Part of the slot's context, and of the log."),
            ("key_id", Signed, "Part of the slot's context, and of the header of every slot below."),
            ("slot", Signed, "The case key, sealed; authenticated by its encryption."),
        ],
    ),
    (
        "parts",
        &[
            ("id", Signed, "Part of every hash of the part's chain and of the context of its envelopes."),
            ("case_id", Signed, "Stands in the access statements and in the context of every envelope."),
            ("kind", Signed, "Stands in the access statements."),
            ("position", Display, "Order of the parts; the core is known by its kind."),
            ("epoch", Derived, "From the access statements, which clients verify."),
            ("key_id", Derived, "From the access statements, which clients verify."),
            ("head_n", Derived, "Length of the log; clients count the entries."),
            ("head_hash", Derived, "Head of the log; clients recompute it."),
        ],
    ),
    (
        "part_slots",
        &[
            ("part", Signed, "Part of the slot's context."),
            ("case_id", Signed, "Part of the slot's context."),
            ("organisation", Signed, "Part of the slot's context."),
            ("epoch", Signed, "Part of the slot's context, and of the access statement."),
            ("key_id", Signed, "Part of the slot's context, and of the access statement."),
            ("slot", Signed, "The part key, sealed; compared with the check value of the access statement."),
        ],
    ),
    (
        "part_log",
        &[
            ("part", Signed, "Part of every hash of the chain."),
            ("n", Signed, "Part of every hash of the chain."),
            ("case_id", Signed, "Stands in every statement and in the context of every revision."),
            ("hash", Signed, "Recomputed by every client and named in signed statements and revisions."),
            ("object", Signed, "Part of the chain, and compared with statement or revision."),
            ("revision", Signed, "Part of the chain, and compared with the revision."),
            ("body", Signed, "The signed bytes of a statement."),
            ("signature", Signed, "The signature of a statement or revision."),
            ("at", Display, "The server's clock; statements carry their author's."),
        ],
    ),
    (
        "presences",
        &[
            ("case_id", Display, "Says that somebody writes in this case right now; nothing depends on it."),
            ("account", Display, "Says who writes; the name comes from the certified members."),
            ("place", Display, "Says in which entry; nothing depends on it."),
            ("expires_at", Operational, "Until when it counts."),
        ],
    ),
    (
        "revisions",
        &[
            ("part", Signed, "Part of the signed context."),
            ("n", Signed, "Place in the log, part of the chain."),
            ("case_id", Signed, "Part of the signed context."),
            ("record", Signed, "Part of the signed context and of the chain."),
            ("form", Signed, "Part of the signed context."),
            ("form_version", Signed, "Part of the signed context."),
            ("revision", Signed, "Part of the signed context and of the chain."),
            ("epoch", Signed, "Part of the signed context."),
            ("previous", Signed, "Part of the signed context; compared with the predecessor."),
            ("facts", Signed, "Signed verbatim; these bytes are what clients show."),
            ("envelope_hash", Signed, "Part of the chain and of the signature."),
            ("author", Signed, "Part of the signed context; must be the certificate's account."),
            ("certificate", Signed, "Part of the signed context; names the key that verifies the signature."),
            ("organisation_n", Signed, "Part of the signature; compared with the organisation log."),
            ("organisation_hash", Signed, "Part of the signature; compared with the organisation log."),
            ("part_n", Signed, "Part of the signature; compared with the part's log."),
            ("part_hash", Signed, "Part of the signature; compared with the part's log."),
        ],
    ),
    (
        "envelopes",
        &[
            ("part", Signed, "Part of the envelope's context."),
            ("n", Signed, "Place in the log; the chain covers the envelope's hash."),
            ("case_id", Signed, "Part of the envelope's context."),
            ("envelope", Signed, "Sealed and authenticated; its hash is part of chain and signature."),
        ],
    ),
    (
        "records",
        &[
            ("id", Derived, "From the revisions; clients compute the current revision from the log."),
            ("case_id", Derived, "From the revisions."),
            ("part", Derived, "From the revisions."),
            ("form", Derived, "From the revisions."),
            ("singleton", Derived, "From the configuration document."),
            (
                "n",
                Derived,
                "From the log; decides which name the list shows, which clients compare with what they have seen.",
            ),
            ("revision", Derived, "From the log."),
            ("hash", Derived, "From the latest revision; clients compute it."),
            ("withdrawn", Derived, "From the facts of the latest revision."),
        ],
    ),
    (
        "ratings",
        &[
            (
                "record",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "dimension",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "case_id",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "time_point",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "date",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "rater_role",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "value",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
            (
                "relevant",
                Derived,
                "From the facts of a rating sheet. Only the server's own reports read this table.",
            ),
        ],
    ),
    (
        "audit",
        &[
            (
                "tenant",
                Display,
                "Whose audit it is. Entries are chained by the server, not signed by people.",
            ),
            ("n", Display, "Number of the entry, part of the server's chain."),
            ("at", Display, "The server's clock, part of the server's chain."),
            ("account", Display, "Who, as the server knows it."),
            ("who", Display, "Name at that time."),
            ("institute", Display, "Whether it was an operator."),
            ("organisation", Display, "In which organisation."),
            ("action", Display, "What was done."),
            ("object", Display, "With what."),
            ("label", Display, "Short code or name at that time."),
            ("hash", Display, "Head of the server's chain after the entry."),
        ],
    ),
    (
        "seaql_migrations",
        &[
            ("version", Operational, "Which steps of the schema were done."),
            ("applied_at", Operational, "When."),
        ],
    ),
];

/// All columns, by table.
pub fn columns() -> impl Iterator<Item = Column> {
    TABLES.iter().flat_map(|(table, rows)| {
        rows.iter().map(|(name, class, why)| Column { table, name, class: *class, why })
    })
}

/// The table in `docs/THREAT-MODEL.md`.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from("| table | column | class | why |\n|---|---|---|---|\n");
    for Column { table, name, class, why } in columns() {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "| `{table}` | `{name}` | {} | {why} |", class.name());
    }
    out
}

/// Puts a table between its markers in a document; none where the markers are missing.
#[must_use]
pub fn put(document: &str, name: &str, table: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = document.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{table}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_replaces_what_stands_between_its_markers_and_nothing_else() {
        let document = "a\n<!-- columns -->\nold\n<!-- /columns -->\nb\n";
        let new = put(document, "columns", "new\n").unwrap_or_default();
        assert_eq!(new, "a\n<!-- columns -->\nnew\n<!-- /columns -->\nb\n");
        assert_eq!(put(&new, "columns", "new\n").unwrap_or_default(), new);
        assert_eq!(put("no markers", "columns", "new\n"), None);
    }
}
