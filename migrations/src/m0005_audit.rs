//! Who did what when, hash-chained per tenant.

use crate::sql;

const UP: &str = "
CREATE TABLE audit (
    tenant {uuid} NOT NULL REFERENCES tenants (id),
    n {int} NOT NULL,
    at {int} NOT NULL,
    account {uuid},
    who {text},
    institute {bool} NOT NULL,
    organisation {uuid},
    action {text} NOT NULL,
    object {uuid},
    label {text},
    hash {bytes} NOT NULL,
    PRIMARY KEY (tenant, n)
) {strict};
CREATE INDEX audit_object ON audit (tenant, object, action, at);
";

sql::step!("m0005_audit", |manager| sql::run(manager, UP).await);
