//! Accounts, memberships, sealed bundles, login challenges, sessions, remembered devices.

use crate::sql;

const UP: &str = "
CREATE TABLE accounts (
    id {uuid} NOT NULL PRIMARY KEY,
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    home {uuid} REFERENCES organisations (id),
    login {text},
    login_folded {text},
    display_name {text} NOT NULL,
    salt {bytes},
    kdf_memory_kib {int} NOT NULL,
    kdf_passes {int} NOT NULL,
    kdf_lanes {int} NOT NULL,
    login_key {bytes},
    operator {bool} NOT NULL,
    created_at {int} NOT NULL,
    last_login_at {int},
    UNIQUE (tenant, login_folded)
) {strict};

CREATE TABLE memberships (
    account {uuid} NOT NULL REFERENCES accounts (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    grants {text} NOT NULL,
    rights_version {int} NOT NULL,
    state {text} NOT NULL,
    invitation {uuid},
    certificate {bytes},
    signing_key {bytes},
    kem_key {bytes},
    PRIMARY KEY (account, organisation)
) {strict};
CREATE INDEX memberships_organisation ON memberships (organisation);

CREATE TABLE bundles (
    account {uuid} NOT NULL REFERENCES accounts (id),
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    bundle {bytes},
    enrolment {bytes},
    PRIMARY KEY (account, organisation)
) {strict};

CREATE TABLE login_challenges (
    id {uuid} NOT NULL PRIMARY KEY,
    tenant_slug {text} NOT NULL,
    login {text} NOT NULL,
    tenant {uuid},
    account {uuid},
    nonce {bytes} NOT NULL,
    expires_at {int} NOT NULL
) {strict};
CREATE INDEX login_challenges_expiry ON login_challenges (expires_at);

CREATE TABLE sessions (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    account {uuid} NOT NULL REFERENCES accounts (id),
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    share {bytes},
    created_at {int} NOT NULL,
    idle_expires_at {int} NOT NULL,
    expires_at {int} NOT NULL
) {strict};
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE devices (
    account {uuid} NOT NULL REFERENCES accounts (id),
    id {uuid} NOT NULL,
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    share {bytes} NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (account, id)
) {strict};
";

sql::step!("m0002_accounts", |manager| sql::run(manager, UP).await);
