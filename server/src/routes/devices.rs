//! Shares of remembered devices.

use super::{caller::Caller, extract::At};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        Mode,
        audit::{self, Act},
        entity::device,
        logs::hash,
    },
};
use api::{ProblemCode, audit::AuditAction, auth::DeviceShare, ids::DeviceId, paths::v1};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Most remembered devices of an account.
const DEVICES_MAX: u64 = 50;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read, put, forget))
}

/// The share that the server keeps for a remembered device of this account.
#[utoipa::path(get, path = v1::DEVICE_SHARE, params(("device" = DeviceId, Path)),
    responses((status = 200, body = DeviceShare)))]
async fn read(
    State(state): State<AppState>,
    caller: Caller,
    At(device): At<DeviceId>,
) -> ApiResult<Json<DeviceShare>> {
    let tx = state.db.login(Mode::Read).await?;
    let row = device::Entity::find_by_id((caller.account.0, device.0)).one(tx.c()).await?;
    Ok(Json(DeviceShare { share: hash(&row.ok_or(ProblemCode::NotFound)?.share)? }))
}

/// Remembers a device.
#[utoipa::path(put, path = v1::DEVICE_SHARE, params(("device" = DeviceId, Path)), request_body = DeviceShare,
    responses((status = 204)))]
async fn put(
    State(state): State<AppState>,
    caller: Caller,
    At(device): At<DeviceId>,
    Json(share): Json<DeviceShare>,
) -> ApiResult<StatusCode> {
    let tx = state.db.login(Mode::Write).await?;
    let share = share.share.0.to_vec();
    let changed = device::Entity::update_many()
        .col_expr(device::Column::Share, Expr::value(share.clone()))
        .filter(device::Column::Account.eq(caller.account.0))
        .filter(device::Column::Id.eq(device.0))
        .exec(tx.c())
        .await?;
    if changed.rows_affected == 0 {
        let own = device::Entity::find().filter(device::Column::Account.eq(caller.account.0));
        if own.count(tx.c()).await? >= DEVICES_MAX {
            return Err(ProblemCode::TooLarge.into());
        }
        let (account, tenant, created_at) = (caller.account.0, caller.tenant.0, state.now());
        tx.insert(device::Model { account, id: device.0, tenant, share, created_at }).await?;
        let act = Act::new(caller.tenant, Some(caller.account), AuditAction::DeviceChanged);
        audit::append(&tx, state.now(), act).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a device.
#[utoipa::path(delete, path = v1::DEVICE_SHARE, params(("device" = DeviceId, Path)), responses((status = 204)))]
async fn forget(
    State(state): State<AppState>,
    caller: Caller,
    At(device): At<DeviceId>,
) -> ApiResult<StatusCode> {
    let tx = state.db.login(Mode::Write).await?;
    let gone = device::Entity::delete_by_id((caller.account.0, device.0)).exec(tx.c()).await?;
    if gone.rows_affected > 0 {
        let act = Act::new(caller.tenant, Some(caller.account), AuditAction::DeviceChanged);
        audit::append(&tx, state.now(), act).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
