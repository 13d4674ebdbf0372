//! Appending to logs. The row that holds a log's head is locked first, so that appends to one log are serial and every
//! number is given once.

use super::{
    Batch, ForChange, Organisation, Scope, StoreError, Tx,
    entity::{org_log, organisation, part, part_log},
};
use api::{
    bytes::Bytes32,
    chain::{Entry, Head, next_head},
    ids::{OrganisationId, PartId},
    statement::{SignedStatement, Statement},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

/// A number of the database as the wire's; negative ones do not exist.
#[must_use]
pub fn number(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

/// A small number of the database as the wire's.
#[must_use]
pub fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or_default()
}

/// A number of the wire as the database's.
///
/// # Errors
/// [`StoreError::Damaged`] beyond 2⁶³−1, which no log reaches.
pub fn signed(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Damaged("number"))
}

/// 32 bytes of the database.
///
/// # Errors
/// [`StoreError::Damaged`] when they are not 32.
pub fn hash(bytes: &[u8]) -> Result<Bytes32, StoreError> {
    bytes.try_into().map(Bytes32).map_err(|_| StoreError::Damaged("hash"))
}

/// Head of an organisation's log.
///
/// # Errors
/// [`StoreError::Damaged`].
pub fn organisation_head(row: &organisation::Model) -> Result<Head, StoreError> {
    Ok(Head { n: number(row.head_n), hash: hash(&row.head_hash)? })
}

/// Head of a part's log.
///
/// # Errors
/// [`StoreError::Damaged`].
pub fn part_head(row: &part::Model) -> Result<Head, StoreError> {
    Ok(Head { n: number(row.head_n), hash: hash(&row.head_hash)? })
}

/// An organisation, locked until the transaction ends.
///
/// # Errors
/// [`StoreError`].
pub async fn lock_organisation(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
) -> Result<Option<organisation::Model>, StoreError> {
    Ok(organisation::Entity::find_by_id(organisation.0).for_change().one(tx.c()).await?)
}

/// An organisation that stays as it is until the transaction ends, for those who write under its key. Several may do so at the
/// same time; whoever changes the key waits for them.
///
/// # Errors
/// [`StoreError`].
pub async fn share_organisation(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
) -> Result<Option<organisation::Model>, StoreError> {
    Ok(organisation::Entity::find_by_id(organisation.0).lock(LockType::Share).one(tx.c()).await?)
}

/// A part, locked until the transaction ends.
///
/// # Errors
/// [`StoreError`].
pub async fn lock_part(tx: &Tx<Organisation>, part: PartId) -> Result<Option<part::Model>, StoreError> {
    Ok(part::Entity::find_by_id(part.0).for_change().one(tx.c()).await?)
}

/// Appends a statement to the log of a locked organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn append_to_organisation(
    tx: &Tx<Organisation>,
    organisation: &organisation::Model,
    signed_statement: &SignedStatement,
    statement: &Statement,
    at: i64,
) -> Result<Head, StoreError> {
    let object = statement.object();
    let entry = Entry { object, revision: 0, hash: signed_statement.hash() };
    let head = next_head(organisation.id.as_bytes(), &organisation_head(organisation)?, &entry);
    let n = signed(head.n)?;
    tx.insert(org_log::Model {
        organisation: organisation.id,
        n,
        hash: head.hash.0.to_vec(),
        object: Uuid::from_bytes(object),
        body: signed_statement.body.0.clone(),
        signature: signed_statement.signature.0.clone(),
        at,
    })
    .await?;
    organisation::Entity::update_many()
        .col_expr(organisation::Column::HeadN, Expr::value(n))
        .col_expr(organisation::Column::HeadHash, Expr::value(head.hash.0.to_vec()))
        .filter(organisation::Column::Id.eq(organisation.id))
        .exec(tx.c())
        .await?;
    Ok(head)
}

/// What is appended to a part's log.
#[derive(Debug)]
pub struct Append<'a> {
    /// What the chain commits to.
    pub entry: Entry,
    /// Body of a statement; none for revisions, which have a table of their own.
    pub body: Option<&'a [u8]>,
    /// Signature of statement or revision.
    pub signature: &'a [u8],
}

impl<'a> Append<'a> {
    /// A statement.
    #[must_use]
    pub fn statement(signed: &'a SignedStatement, statement: &Statement) -> Self {
        Self {
            entry: Entry { object: statement.object(), revision: 0, hash: signed.hash() },
            body: Some(&signed.body.0),
            signature: &signed.signature.0,
        }
    }
}

/// Appends to the log of a locked part, whose head moves along.
///
/// # Errors
/// [`StoreError`].
pub async fn append_to_part(
    tx: &Tx<Organisation>,
    part: &mut part::Model,
    append: Append<'_>,
    at: i64,
) -> Result<Head, StoreError> {
    let mut batch = tx.batch();
    let head = add_to_part(&mut batch, part, append, at)?;
    tx.run(batch).await?;
    Ok(head)
}

/// Adds to a batch what appends to the log of a locked part.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(crate) fn add_to_part(
    batch: &mut Batch,
    part: &mut part::Model,
    append: Append<'_>,
    at: i64,
) -> Result<Head, StoreError> {
    let head = next_head(part.id.as_bytes(), &part_head(part)?, &append.entry);
    part.head_n = signed(head.n)?;
    part.head_hash = head.hash.0.to_vec();
    batch.insert(part_log::Model {
        part: part.id,
        n: part.head_n,
        case_id: part.case_id,
        hash: part.head_hash.clone(),
        object: Uuid::from_bytes(append.entry.object),
        revision: i64::from(append.entry.revision),
        body: append.body.map(<[u8]>::to_vec),
        signature: append.signature.to_vec(),
        at,
    });
    batch.add(
        &part::Entity::update_many()
            .col_expr(part::Column::HeadN, Expr::value(part.head_n))
            .col_expr(part::Column::HeadHash, Expr::value(part.head_hash.clone()))
            .filter(part::Column::Id.eq(part.id)),
    );
    Ok(head)
}

/// Whether an organisation's log has this head. Statements that name another one would split the log for every reader.
///
/// # Errors
/// [`StoreError`].
pub async fn organisation_knows<S: Scope>(
    tx: &Tx<S>,
    organisation: OrganisationId,
    head: &Head,
) -> Result<bool, StoreError> {
    let Ok(n) = signed(head.n) else { return Ok(false) };
    if n == 0 {
        return Ok(head.hash == Bytes32::ZERO);
    }
    let row = org_log::Entity::find_by_id((organisation.0, n)).one(tx.c()).await?;
    Ok(row.is_some_and(|row| row.hash == head.hash.0))
}

/// Whether a part's log has this head.
///
/// # Errors
/// [`StoreError`].
pub async fn part_knows<S: Scope>(tx: &Tx<S>, part: PartId, head: &Head) -> Result<bool, StoreError> {
    let Ok(n) = signed(head.n) else { return Ok(false) };
    if n == 0 {
        return Ok(head.hash == Bytes32::ZERO);
    }
    let row = part_log::Entity::find_by_id((part.0, n)).one(tx.c()).await?;
    Ok(row.is_some_and(|row| row.hash == head.hash.0))
}
