//! Invitations and the log of each organisation.

use crate::sql;

const UP: &str = "
CREATE TABLE invitations (
    id {uuid} NOT NULL PRIMARY KEY,
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    organisation {uuid} REFERENCES organisations (id),
    account {uuid} NOT NULL,
    kind {text} NOT NULL,
    state {text} NOT NULL,
    display_name {text} NOT NULL,
    grants {text} NOT NULL,
    rights_version {int} NOT NULL,
    one_use {bytes} NOT NULL,
    body {bytes},
    signature {bytes},
    expires_at {int} NOT NULL,
    created_at {int} NOT NULL
) {strict};
CREATE INDEX invitations_organisation ON invitations (organisation);
CREATE INDEX invitations_account ON invitations (account);

CREATE TABLE org_log (
    organisation {uuid} NOT NULL REFERENCES organisations (id),
    n {int} NOT NULL,
    hash {bytes} NOT NULL,
    object {uuid} NOT NULL,
    body {bytes} NOT NULL,
    signature {bytes} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (organisation, n)
) {strict};
";

sql::step!("m0003_invitations", |manager| sql::run(manager, UP).await);
