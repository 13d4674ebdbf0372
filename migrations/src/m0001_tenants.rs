//! Tenants, their organisations with org charts, configuration documents, and the server's own secrets.

use crate::sql;

const UP: &str = "
CREATE TABLE secrets (
    name {text} NOT NULL PRIMARY KEY,
    value {bytes} NOT NULL
) {strict};

CREATE TABLE tenants (
    id {uuid} NOT NULL PRIMARY KEY,
    slug {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    institute {bool} NOT NULL,
    created_at {int} NOT NULL,
    audit_n {int} NOT NULL,
    audit_hash {bytes} NOT NULL
) {strict};

CREATE TABLE organisations (
    id {uuid} NOT NULL PRIMARY KEY,
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    name {text} NOT NULL,
    state {text} NOT NULL,
    key_hint {text} NOT NULL,
    root {bytes},
    key_epoch {int} NOT NULL,
    key_id {uuid},
    head_n {int} NOT NULL,
    head_hash {bytes} NOT NULL,
    created_at {int} NOT NULL
) {strict};
CREATE INDEX organisations_tenant ON organisations (tenant);

CREATE TABLE org_units (
    id {uuid} NOT NULL PRIMARY KEY,
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    parent {uuid} REFERENCES org_units (id),
    name {text} NOT NULL,
    position {int} NOT NULL
) {strict};
CREATE INDEX org_units_organisation ON org_units (organisation);

CREATE TABLE configuration_documents (
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    version {int} NOT NULL,
    hash {bytes} NOT NULL,
    document {text} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (tenant, version)
) {strict};
";

sql::step!("m0001_tenants", |manager| sql::run(manager, UP).await);
