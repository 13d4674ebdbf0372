//! Case keys that still lie under an older organisation key, and their way under the one in use.

use super::epochs::key_in_use;
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        caller::Colleague,
        cases::load::case_slot,
        check,
        extract::{Ask, At},
        member::Member,
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        entity::{case_key, organisation},
        logs::lock_organisation,
    },
};
use api::{
    ProblemCode,
    ids::{CaseId, OrganisationId},
    keys::{HeldSlot, Rewrap, RewrapReceipt, SlotPage},
    limits::BATCH_MAX,
    organisations::Role,
    paths::v1,
};
use axum::extract::State;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(page, rewrap))
}

/// The same case key under another epoch.
const SAME_KEY: &str = "SELECT 1 FROM case_keys AS other WHERE other.case_id = case_keys.case_id \
    AND other.organisation = case_keys.organisation AND other.key_id = case_keys.key_id";

/// The newest slot of each case key that has none of the epoch in force.
fn behind(row: &organisation::Model) -> Select<case_key::Entity> {
    case_key::Entity::find()
        .filter(case_key::Column::Organisation.eq(row.id))
        .filter(case_key::Column::Epoch.lt(row.key_epoch))
        .filter(Expr::cust(format!("NOT EXISTS ({SAME_KEY} AND other.epoch > case_keys.epoch)")))
}

/// How many case keys have no slot of the epoch in force.
pub(super) async fn waiting(tx: &Tx<Organisation>, row: &organisation::Model) -> Result<u32, StoreError> {
    Ok(u32::try_from(behind(row).count(tx.c()).await?).unwrap_or(u32::MAX))
}

/// Deletes the slots of older epochs whose key has one of the epoch in force.
pub(super) async fn delete_superseded(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
) -> Result<(), StoreError> {
    let newer = format!("EXISTS ({SAME_KEY} AND other.epoch = {})", row.key_epoch);
    case_key::Entity::delete_many()
        .filter(case_key::Column::Organisation.eq(row.id))
        .filter(case_key::Column::Epoch.lt(row.key_epoch))
        .filter(Expr::cust(newer))
        .exec(tx.c())
        .await?;
    Ok(())
}

/// From where on to read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The last case of the page before.
    after: Option<CaseId>,
}

/// Case keys that are not wrapped under the epoch in force yet, in the order of their cases.
#[utoipa::path(get, path = v1::KEY_SLOTS, params(("organisation" = OrganisationId, Path), After),
    responses((status = 200, body = SlotPage, content_type = "application/cbor")))]
async fn page(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Ask(After { after }): Ask<After>,
) -> ApiResult<Cbor<SlotPage>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    member.signer()?;
    let row = organisation::Entity::find_by_id(organisation.0).one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::NotFound)?;
    let mut rows = behind(&row);
    if let Some(after) = after {
        rows = rows.filter(case_key::Column::CaseId.gt(after.0));
    }
    let mut rows = rows
        .order_by_asc(case_key::Column::CaseId)
        .order_by_asc(case_key::Column::KeyId)
        .limit(BATCH_MAX as u64 + 1)
        .all(tx.c())
        .await?;
    if rows.len() > BATCH_MAX {
        // The next page begins after the last case of this one, which is therefore here with all its keys.
        let cut = rows.last().map(|row| row.case_id);
        if rows.first().map(|row| row.case_id) != cut {
            rows.retain(|row| Some(row.case_id) != cut);
        }
        rows.truncate(BATCH_MAX);
    }
    let remaining = waiting(&tx, &row).await?;
    let slots =
        rows.into_iter().map(|row| HeldSlot { case: CaseId(row.case_id), slot: case_slot(row) }).collect();
    Ok(Cbor(SlotPage { slots, remaining }))
}

/// Adds wrappings of known case keys under the epoch in force. What is there is never changed.
#[utoipa::path(post, path = v1::KEY_SLOTS, params(("organisation" = OrganisationId, Path)),
    request_body(content = Rewrap, content_type = "application/cbor"),
    responses((status = 200, body = RewrapReceipt, content_type = "application/cbor")))]
async fn rewrap(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Cbor(rewrap): Cbor<Rewrap>,
) -> ApiResult<Cbor<RewrapReceipt>> {
    if rewrap.slots.len() > BATCH_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    member.signer()?;
    let key = key_in_use(&row)?;
    let known = known(&tx, organisation, &rewrap).await?;
    let mut seen = HashSet::new();
    for HeldSlot { case, slot } in &rewrap.slots {
        if i64::from(slot.epoch) != row.key_epoch {
            return Err(ProblemCode::KeyOutdated.into());
        }
        check::slot(&slot.slot, key)?;
        let place = (case.0, slot.key.0);
        let Some(epochs) = known.get(&place) else { return Err(ProblemCode::BadStatement.into()) };
        if slot.organisation != organisation || !seen.insert(place) {
            return Err(ProblemCode::BadStatement.into());
        }
        if epochs.contains(&row.key_epoch) {
            continue;
        }
        tx.insert(case_key::Model {
            case_id: case.0,
            organisation: organisation.0,
            key_id: slot.key.0,
            epoch: row.key_epoch,
            slot: slot.slot.0.clone(),
        })
        .await?;
    }
    let remaining = waiting(&tx, &row).await?;
    tx.commit().await?;
    Ok(Cbor(RewrapReceipt { remaining }))
}

/// Epochs under which the case keys of these cases are wrapped.
async fn known(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    rewrap: &Rewrap,
) -> Result<HashMap<(Uuid, Uuid), Vec<i64>>, StoreError> {
    let cases: HashSet<Uuid> = rewrap.slots.iter().map(|held| held.case.0).collect();
    let rows = case_key::Entity::find()
        .filter(case_key::Column::Organisation.eq(organisation.0))
        .filter(case_key::Column::CaseId.is_in(cases))
        .all(tx.c())
        .await?;
    let mut out: HashMap<(Uuid, Uuid), Vec<i64>> = HashMap::new();
    for row in rows {
        out.entry((row.case_id, row.key_id)).or_default().push(row.epoch);
    }
    Ok(out)
}
