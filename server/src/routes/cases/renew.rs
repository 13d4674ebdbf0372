//! New keys of a case: a new case key, and a new epoch of its parts.

use super::{
    create::{alone, check_case_slot},
    load::{place, teams},
    write::find,
};
use crate::{
    http::{ApiError, ApiResult, Cbor},
    routes::{
        access::{Sight, sight},
        caller::Colleague,
        check,
        extract::At,
        member::{Member, chart},
        verify::{self, Signer},
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{case_key, part, part_log, part_slot},
        logs::{Append, append_to_part, hash, lock_part, number, part_head},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    cases::{CaseReceipt, PartHead},
    chain::{Head, statement_hash},
    ids::{CaseId, KeyId, PartId},
    keys::{RenewCase, RenewPart},
    paths::v1,
    statement::{Access, Payload, Statement},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::collections::BTreeMap;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Most parts in one request.
const PARTS_MAX: usize = 50;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(renew))
}

/// A new case key and new epochs of parts, all of them or none. The same once more answers like the first time, with 200.
/// What was sealed before stays as it is, and so do the keys that open it.
#[utoipa::path(post, path = v1::CASE_KEYS, params(("case" = CaseId, Path)),
    request_body(content = RenewCase, content_type = "application/cbor"),
    responses((status = 201, body = CaseReceipt, content_type = "application/cbor"),
              (status = 200, body = CaseReceipt, content_type = "application/cbor")))]
async fn renew(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Cbor(renew): Cbor<RenewCase>,
) -> ApiResult<(StatusCode, Cbor<CaseReceipt>)> {
    if renew.parts.is_empty() {
        return Err(ProblemCode::BadRequest.into());
    }
    if renew.parts.len() > PARTS_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    let now = state.now();
    let tx = caller.begin_everywhere(&state, Mode::Write).await?;
    let (row, member) = find(&tx, &caller, case).await?;
    let chart = chart(&tx, member.organisation).await?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    match sight(&member.grants, member.account, &chart, &place(&row, team)) {
        Sight::Nothing => return Err(ProblemCode::NotFound.into()),
        Sight::Facts => return Err(ProblemCode::Forbidden.into()),
        Sight::Texts => {}
    }
    let signer = member.signer()?;
    // The organisation before the parts, as everywhere; the parts in the order of their ids, so that two who renew the same
    // case at once do not wait for each other.
    let slot = check_case_slot(&tx, member.organisation, &renew.slot).await;
    let mut parts = lock_parts(&tx, case, &renew.parts).await?;
    if let Some(receipt) = replayed(&tx, &member, case, &renew).await? {
        return Ok((StatusCode::OK, Cbor(receipt)));
    }
    slot?;
    insert_case_key(&tx, case, &renew).await?;
    let mut heads = Vec::with_capacity(renew.parts.len());
    for new in &renew.parts {
        let part = parts.get_mut(&new.part.0).ok_or(ProblemCode::BadStatement)?;
        let head = renew_part(&tx, &signer, part, new, renew.slot.key, now).await?;
        heads.push(PartHead { part: new.part, head });
    }
    let act = Act::new(member.tenant, Some(member.account), AuditAction::CaseKeysRenewed)
        .of(member.organisation)
        .on(case.0, row.code);
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Cbor(CaseReceipt { heads, at: now })))
}

/// The named parts, which are distinct and of this case.
async fn lock_parts(
    tx: &Tx<Organisation>,
    case: CaseId,
    wanted: &[RenewPart],
) -> ApiResult<BTreeMap<Uuid, part::Model>> {
    let mut ids: Vec<PartId> = wanted.iter().map(|new| new.part).collect();
    ids.sort_unstable();
    let mut parts = BTreeMap::new();
    for id in ids {
        let part = lock_part(tx, id).await?.filter(|part| part.case_id == case.0);
        if parts.insert(id.0, part.ok_or(ProblemCode::BadStatement)?).is_some() {
            return Err(ProblemCode::BadStatement.into());
        }
    }
    Ok(parts)
}

async fn insert_case_key(tx: &Tx<Organisation>, case: CaseId, renew: &RenewCase) -> ApiResult<()> {
    let slot = &renew.slot;
    let known = case_key::Entity::find()
        .filter(case_key::Column::CaseId.eq(case.0))
        .filter(case_key::Column::KeyId.eq(slot.key.0))
        .one(tx.c())
        .await?;
    // A key that is there already under another epoch would be no new one.
    if known.is_some() {
        return Err(ProblemCode::IdTaken.into());
    }
    tx.insert(case_key::Model {
        case_id: case.0,
        organisation: slot.organisation.0,
        key_id: slot.key.0,
        epoch: i64::from(slot.epoch),
        slot: slot.slot.0.clone(),
    })
    .await?;
    Ok(())
}

/// Begins the next epoch of a locked part.
async fn renew_part(
    tx: &Tx<Organisation>,
    signer: &Signer<'_>,
    part: &mut part::Model,
    new: &RenewPart,
    case_key: KeyId,
    now: i64,
) -> ApiResult<Head> {
    let statement = signer.verify(tx, &new.access).await?;
    let Payload::Access(access) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    let head = part_head(part)?;
    if statement.heads.part != head {
        return Err(ApiError::case_key_outdated(head));
    }
    check_access(tx, signer, part, access).await?;
    check_slot(signer, new, access, case_key)?;
    let head = append_to_part(tx, part, Append::statement(&new.access, &statement), now).await?;
    part.epoch = i64::from(access.epoch);
    part.key_id = access.key.0;
    part::Entity::update_many()
        .col_expr(part::Column::Epoch, Expr::value(part.epoch))
        .col_expr(part::Column::KeyId, Expr::value(part.key_id))
        .filter(part::Column::Id.eq(part.id))
        .exec(tx.c())
        .await?;
    tx.insert(part_slot::Model {
        part: part.id,
        case_id: part.case_id,
        organisation: signer.organisation.0,
        epoch: part.epoch,
        key_id: part.key_id,
        slot: new.slot.slot.0.clone(),
    })
    .await?;
    Ok(head)
}

/// The statement follows the one before it: the next epoch, another key, the same owner, nobody else.
async fn check_access(
    tx: &Tx<Organisation>,
    signer: &Signer<'_>,
    part: &part::Model,
    access: &Access,
) -> ApiResult<()> {
    let mut about_key = part_log::Entity::find()
        .filter(part_log::Column::Part.eq(part.id))
        .filter(part_log::Column::Object.eq(part.key_id))
        .order_by_desc(part_log::Column::N)
        .all(tx.c())
        .await?;
    // A record could have the id of a key; a statement that is about it is the access statement.
    about_key.retain(|row| row.body.is_some());
    let latest = about_key.first().ok_or(StoreError::Damaged("part_log"))?;
    let body = latest.body.as_deref().unwrap_or_default();
    let known = Statement::from_cbor(body).map_err(|_| StoreError::Damaged("part_log.body"))?;
    let Payload::Access(known) = known.payload else {
        return Err(StoreError::Damaged("part_log.body").into());
    };
    let fits = access.case.0 == part.case_id
        && access.part.0 == part.id
        && access.kind == part.kind
        && i64::from(access.epoch) == part.epoch.saturating_add(1)
        && is_new(tx, part, access.key).await?
        && access.owner == known.owner
        && access.owner == signer.organisation
        && alone(&access.readers, access.owner)
        && alone(&access.writers, access.owner)
        && access.previous == statement_hash(body, &latest.signature);
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// Whether no key of the case has this id.
async fn is_new(tx: &Tx<Organisation>, part: &part::Model, key: KeyId) -> Result<bool, StoreError> {
    let known = part_slot::Entity::find()
        .filter(part_slot::Column::CaseId.eq(part.case_id))
        .filter(part_slot::Column::KeyId.eq(key.0))
        .one(tx.c())
        .await?;
    Ok(known.is_none())
}

fn check_slot(signer: &Signer<'_>, new: &RenewPart, access: &Access, case_key: KeyId) -> ApiResult<()> {
    check::slot(&new.slot.slot, case_key)?;
    let fits = new.part == access.part
        && new.slot.organisation == signer.organisation
        && new.slot.epoch == access.epoch
        && new.slot.key == access.key;
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// The receipt of exactly this renewal, if it stands in the logs already.
async fn replayed(
    tx: &Tx<Organisation>,
    member: &Member,
    case: CaseId,
    renew: &RenewCase,
) -> ApiResult<Option<CaseReceipt>> {
    let place = (case.0, member.organisation.0, renew.slot.key.0, i64::from(renew.slot.epoch));
    let known = case_key::Entity::find_by_id(place).one(tx.c()).await?;
    if known.is_none_or(|row| row.slot != renew.slot.slot.0) {
        return Ok(None);
    }
    let (mut heads, mut at) = (Vec::with_capacity(renew.parts.len()), 0);
    for new in &renew.parts {
        let object = verify::decode(&new.access)?.object();
        let entry = part_log::Entity::find()
            .filter(part_log::Column::Part.eq(new.part.0))
            .filter(part_log::Column::Object.eq(Uuid::from_bytes(object)))
            .filter(part_log::Column::Body.eq(new.access.body.0.clone()))
            .filter(part_log::Column::Signature.eq(new.access.signature.0.clone()))
            .one(tx.c())
            .await?;
        let Some(entry) = entry else { return Ok(None) };
        at = entry.at;
        let head = Head { n: number(entry.n), hash: hash(&entry.hash)? };
        heads.push(PartHead { part: new.part, head });
    }
    Ok(Some(CaseReceipt { heads, at }))
}
