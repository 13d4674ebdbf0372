//! Cases, their parts, keys, logs, revisions, and the columns that are derived from clear facts.

use crate::sql;

const UP: &str = "
CREATE TABLE cases (
    id {uuid} NOT NULL PRIMARY KEY,
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    code {text} NOT NULL,
    unit {uuid} REFERENCES org_units (id),
    responsible {uuid} NOT NULL REFERENCES accounts (id),
    deputy {uuid} REFERENCES accounts (id),
    assignment_version {int} NOT NULL,
    state {text} NOT NULL,
    help_type {text},
    help_start {text},
    help_end {text},
    review {text},
    sex {text},
    birth_month {text},
    ending {text},
    rated {text} NOT NULL,
    need_first {int},
    need_latest {int},
    entries {int} NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    UNIQUE (tenant, code)
) {strict};
CREATE INDEX cases_organisation ON cases (organisation);
CREATE INDEX cases_responsible ON cases (responsible);
CREATE INDEX cases_unit ON cases (unit);

CREATE TABLE case_team (
    case_id {uuid} NOT NULL REFERENCES cases (id),
    account {uuid} NOT NULL REFERENCES accounts (id),
    position {int} NOT NULL,
    PRIMARY KEY (case_id, account)
) {strict};
CREATE INDEX case_team_account ON case_team (account);

CREATE TABLE case_keys (
    case_id {uuid} NOT NULL REFERENCES cases (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    epoch {int} NOT NULL,
    key_id {uuid} NOT NULL,
    slot {bytes} NOT NULL,
    PRIMARY KEY (case_id, organisation, key_id)
) {strict};

CREATE TABLE parts (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    kind {text} NOT NULL,
    position {int} NOT NULL,
    epoch {int} NOT NULL,
    key_id {uuid} NOT NULL,
    head_n {int} NOT NULL,
    head_hash {bytes} NOT NULL,
    UNIQUE (case_id, kind)
) {strict};

CREATE TABLE part_slots (
    part {uuid} NOT NULL REFERENCES parts (id),
    case_id {uuid} NOT NULL REFERENCES cases (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    epoch {int} NOT NULL,
    key_id {uuid} NOT NULL,
    slot {bytes} NOT NULL,
    PRIMARY KEY (part, organisation, epoch)
) {strict};
CREATE INDEX part_slots_case ON part_slots (case_id);

CREATE TABLE part_log (
    part {uuid} NOT NULL REFERENCES parts (id),
    n {int} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    hash {bytes} NOT NULL,
    object {uuid} NOT NULL,
    revision {int} NOT NULL,
    body {bytes},
    signature {bytes} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (part, n)
) {strict};
CREATE INDEX part_log_case ON part_log (case_id);

CREATE TABLE revisions (
    part {uuid} NOT NULL,
    n {int} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    record {uuid} NOT NULL,
    form {text} NOT NULL,
    form_version {int} NOT NULL,
    revision {int} NOT NULL,
    epoch {int} NOT NULL,
    previous {bytes} NOT NULL,
    facts {bytes} NOT NULL,
    envelope_hash {bytes} NOT NULL,
    author {uuid} NOT NULL REFERENCES accounts (id),
    certificate {bytes} NOT NULL,
    organisation_n {int} NOT NULL,
    organisation_hash {bytes} NOT NULL,
    part_n {int} NOT NULL,
    part_hash {bytes} NOT NULL,
    PRIMARY KEY (part, n),
    UNIQUE (record, revision),
    FOREIGN KEY (part, n) REFERENCES part_log (part, n)
) {strict};
CREATE INDEX revisions_case ON revisions (case_id);

CREATE TABLE envelopes (
    part {uuid} NOT NULL,
    n {int} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    envelope {bytes} NOT NULL,
    PRIMARY KEY (part, n),
    FOREIGN KEY (part, n) REFERENCES revisions (part, n)
) {strict};
CREATE INDEX envelopes_case ON envelopes (case_id);

CREATE TABLE records (
    id {uuid} NOT NULL PRIMARY KEY,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    part {uuid} NOT NULL REFERENCES parts (id),
    form {text} NOT NULL,
    singleton {bool} NOT NULL,
    n {int} NOT NULL,
    revision {int} NOT NULL,
    hash {bytes} NOT NULL,
    withdrawn {bool} NOT NULL
) {strict};
CREATE INDEX records_case ON records (case_id);
CREATE UNIQUE INDEX records_singleton ON records (case_id, form) WHERE singleton;

CREATE TABLE ratings (
    record {uuid} NOT NULL REFERENCES records (id),
    dimension {text} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES cases (id),
    time_point {text} NOT NULL,
    date {text} NOT NULL,
    rater_role {text},
    value {int},
    relevant {bool},
    PRIMARY KEY (record, dimension)
) {strict};
CREATE INDEX ratings_case ON ratings (case_id);
";

sql::step!("m0004_cases", |manager| sql::run(manager, UP).await);
