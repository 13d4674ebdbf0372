//! What a request that saves an entry asks, in as few round trips as it can: who asks; the case and all that stands around
//! it, locked; what the entry rests on.

use super::{
    Login, Organisation, StoreError, Tx,
    entity::{account, case, membership, organisation, part, record, session},
    logs::signed,
};
use api::{
    bytes::Bytes32,
    chain::Head,
    ids::{CaseId, OrganisationId, PartId, RecordId},
};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryResult, Statement,
    Value,
};
use std::sync::LazyLock;
use uuid::Uuid;

/// All columns of a table that is called `alias` in the query, each with that name before it.
fn columns<E: EntityTrait>(alias: &str) -> String {
    let columns = E::Column::iter().map(|column| format!("{alias}.{0} AS {alias}_{0}", column.as_str()));
    columns.collect::<Vec<_>>().join(", ")
}

/// A row of a table that may have none here; `key` is never empty in one that is there.
fn optional<M: FromQueryResult>(row: &QueryResult, prefix: &str, key: &str) -> Result<Option<M>, StoreError> {
    let there = row.try_get::<Option<Uuid>>(prefix, key)?.is_some();
    Ok(if there { Some(M::from_query_result(row, prefix)?) } else { None })
}

fn statement<const N: usize>(backend: DbBackend, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(backend, sql, values)
}

/// Who stands behind a session.
#[derive(Debug)]
pub(crate) struct Known {
    pub session: session::Model,
    pub account: account::Model,
    /// In whatever state.
    pub memberships: Vec<membership::Model>,
}

static KNOWN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {}, {} FROM sessions s JOIN accounts a ON a.id = s.account \
         LEFT JOIN memberships m ON m.account = s.account WHERE s.token_hash = $1",
        columns::<session::Entity>("s"),
        columns::<account::Entity>("a"),
        columns::<membership::Entity>("m")
    )
});

/// The session with this hash, whether or not it is still good.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn known(tx: &Tx<Login>, token_hash: &[u8]) -> Result<Option<Known>, StoreError> {
    let query = statement(tx.c().get_database_backend(), &KNOWN, [token_hash.to_vec().into()]);
    let rows = tx.c().query_all_raw(query).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut memberships = Vec::new();
    for row in &rows {
        memberships.extend(optional::<membership::Model>(row, "m_", "organisation")?);
    }
    Ok(Some(Known {
        session: session::Model::from_query_result(first, "s_")?,
        account: account::Model::from_query_result(first, "a_")?,
        memberships,
    }))
}

/// Where somebody saves: a case with all that stands around it.
#[derive(Debug)]
pub(crate) struct Ground {
    pub case: case::Model,
    pub part: part::Model,
    pub organisation: organisation::Model,
    /// Of who saves.
    pub membership: membership::Model,
    /// Whether who saves belongs to the case's team.
    pub on_team: bool,
    /// Hash of the tenant's configuration document.
    pub configuration: Option<Vec<u8>>,
}

static GROUND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {}, {}, {}, \
         EXISTS (SELECT 1 FROM case_team t WHERE t.case_id = c.id AND t.account = $3) AS on_team, \
         (SELECT d.hash FROM configuration_documents d WHERE d.tenant = $4 ORDER BY d.version DESC LIMIT 1) \
         AS configuration \
         FROM cases c JOIN parts p ON p.case_id = c.id JOIN organisations o ON o.id = c.organisation \
         JOIN memberships m ON m.organisation = c.organisation AND m.account = $3 \
         WHERE c.id = $1 AND p.id = $2",
        columns::<case::Entity>("c"),
        columns::<part::Entity>("p"),
        columns::<organisation::Entity>("o"),
        columns::<membership::Entity>("m")
    )
});

/// Locks in the order in which everybody takes them: the organisation, which several may hold as it is; the part; the case.
static GROUND_LOCKED: LazyLock<String> =
    LazyLock::new(|| format!("{} FOR SHARE OF o FOR NO KEY UPDATE OF p FOR NO KEY UPDATE OF c", *GROUND));

/// A part of a case, locked until the transaction ends together with the case and the organisation's key. None when the part
/// or the case is not there, or who asks does not belong to the case's organisation.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn ground(
    tx: &Tx<Organisation>,
    case: CaseId,
    part: PartId,
) -> Result<Option<Ground>, StoreError> {
    let scope = tx.scope();
    let backend = tx.c().get_database_backend();
    let sql = if backend == DbBackend::Postgres { &GROUND_LOCKED } else { &GROUND };
    let values = [case.0.into(), part.0.into(), scope.account.0.into(), scope.tenant.0.into()];
    let Some(row) = tx.c().query_one_raw(statement(backend, sql, values)).await? else { return Ok(None) };
    let organisation = organisation::Model::from_query_result(&row, "o_")?;
    // SQLite knows no row-level security: what lies outside of the scope is left out here.
    if !scope.organisations.contains(&OrganisationId(organisation.id)) {
        return Ok(None);
    }
    Ok(Some(Ground {
        case: case::Model::from_query_result(&row, "c_")?,
        part: part::Model::from_query_result(&row, "p_")?,
        organisation,
        membership: membership::Model::from_query_result(&row, "m_")?,
        on_team: row.try_get("", "on_team")?,
        configuration: row.try_get("", "configuration")?,
    }))
}

/// What an entry rests on.
#[derive(Debug)]
pub(crate) struct Before {
    /// Its record, if that is there already.
    pub record: Option<record::Model>,
    /// Whether the organisation's log has the head that it names.
    pub organisation: bool,
    /// Whether the part's log has the head that it names.
    pub part: bool,
}

static BEFORE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, (SELECT l.hash FROM org_log l WHERE l.organisation = $2 AND l.n = $3) AS organisation_hash, \
         (SELECT l.hash FROM part_log l WHERE l.part = $4 AND l.n = $5) AS part_hash \
         FROM (SELECT 1 AS one) AS always LEFT JOIN records r ON r.id = $1",
        columns::<record::Entity>("r")
    )
});

/// What an entry rests on. Asked after its part is locked, so that nothing of it changes any more.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn before(
    tx: &Tx<Organisation>,
    record: RecordId,
    (organisation, organisation_head): (OrganisationId, &Head),
    (part, part_head): (PartId, &Head),
) -> Result<Before, StoreError> {
    // No log has an entry with a number that the database cannot hold.
    let n = |head: &Head| signed(head.n).unwrap_or(-1);
    let values = [
        record.0.into(),
        organisation.0.into(),
        n(organisation_head).into(),
        part.0.into(),
        n(part_head).into(),
    ];
    let query = statement(tx.c().get_database_backend(), &BEFORE, values);
    let row = tx.c().query_one_raw(query).await?.ok_or(StoreError::Damaged("records"))?;
    let stands = |head: &Head, column: &str| -> Result<bool, StoreError> {
        let found: Option<Vec<u8>> = row.try_get("", column)?;
        Ok(if head.n == 0 {
            head.hash == Bytes32::ZERO
        } else {
            found.is_some_and(|hash| hash == head.hash.0)
        })
    };
    Ok(Before {
        record: optional(&row, "r_", "id")?,
        organisation: stands(organisation_head, "organisation_hash")?,
        part: stands(part_head, "part_hash")?,
    })
}
