//! The tenant's audit for its administrators.

use super::{caller::Caller, extract::Ask, organisations::administers_any};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        Mode, Scope, StoreError, Tx,
        entity::audit,
        logs::{hash, number, signed},
    },
};
use api::{
    ProblemCode,
    audit::{AuditAction, AuditEntry, AuditPage},
    ids::{AccountId, OrganisationId, TenantId},
    paths::v1,
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Entries of a page.
const PAGE: u64 = 100;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read))
}

/// How far back to begin.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// Number before which to read.
    before: Option<u64>,
}

/// Who did what when in the own tenant, newest first; for administrators, and for operators the institute's own.
#[utoipa::path(get, path = v1::AUDIT, params(Before), responses((status = 200, body = AuditPage)))]
async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Ask(Before { before }): Ask<Before>,
) -> ApiResult<Json<AuditPage>> {
    if caller.operator {
        let tx = state.db.institute(Mode::Read, Some(caller.account)).await?;
        return Ok(Json(page(&tx, caller.tenant, before).await?));
    }
    let tx = caller.begin_everywhere(&state, Mode::Read).await?;
    if !administers_any(&tx, &caller).await? {
        return Err(ProblemCode::Forbidden.into());
    }
    Ok(Json(page(&tx, caller.tenant, before).await?))
}

async fn page<S: Scope>(tx: &Tx<S>, tenant: TenantId, before: Option<u64>) -> ApiResult<AuditPage> {
    let before = before.map_or(Ok(i64::MAX), signed).map_err(|_| ProblemCode::BadRequest)?;
    let rows = audit::Entity::find()
        .filter(audit::Column::Tenant.eq(tenant.0))
        .filter(audit::Column::N.lt(before))
        .order_by_desc(audit::Column::N)
        .limit(PAGE)
        .all(tx.c())
        .await?;
    let entries = rows.into_iter().map(entry).collect::<Result<Vec<_>, StoreError>>()?;
    let before = entries.last().map(|entry| entry.n).filter(|n| *n > 1);
    Ok(AuditPage { entries, before })
}

fn entry(row: audit::Model) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        n: number(row.n),
        at: row.at,
        account: row.account.map(AccountId),
        who: row.who,
        institute: row.institute,
        organisation: row.organisation.map(OrganisationId),
        action: AuditAction::from_text(&row.action),
        object: row.object,
        label: row.label,
        hash: hash(&row.hash)?,
    })
}
