//! The tenant's configuration document, which pages render and facts are checked against.

use super::caller::Caller;
use crate::{
    http::{ApiError, ApiResult, Json},
    state::AppState,
    store::{
        Mode, Scope, StoreError, Tx,
        entity::configuration_document,
        logs::{hash, small},
    },
};
use api::{
    chain::sha256,
    configuration::{BUILTIN_JSON, Configuration},
    ids::TenantId,
    organisations::ConfigurationView,
    paths::v1,
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The shipped document as the first version of a new tenant.
pub(super) fn first(tenant: TenantId, now: i64) -> ApiResult<configuration_document::Model> {
    let document = Configuration::builtin().map_err(ApiError::internal)?;
    Ok(configuration_document::Model {
        tenant: tenant.0,
        version: i64::from(document.version),
        hash: sha256(BUILTIN_JSON.as_bytes()).0.to_vec(),
        document: BUILTIN_JSON.to_owned(),
        created_at: now,
    })
}

async fn current<S: Scope>(
    tx: &Tx<S>,
    tenant: TenantId,
) -> Result<configuration_document::Model, StoreError> {
    configuration_document::Entity::find()
        .filter(configuration_document::Column::Tenant.eq(tenant.0))
        .order_by_desc(configuration_document::Column::Version)
        .one(tx.c())
        .await?
        .ok_or(StoreError::Damaged("configuration_documents"))
}

/// The document in force.
pub(super) async fn load<S: Scope>(tx: &Tx<S>, tenant: TenantId) -> ApiResult<Configuration> {
    let row = current(tx, tenant).await?;
    // It was checked when it was stored.
    serde_json::from_str(&row.document).map_err(ApiError::internal)
}

/// The configuration document of the own tenant; operators see the shipped one.
#[utoipa::path(get, path = v1::CONFIGURATION, responses((status = 200, body = ConfigurationView)))]
async fn read(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<ConfigurationView>> {
    let row = if caller.operator {
        first(caller.tenant, state.now())?
    } else {
        let tx = caller.begin_everywhere(&state, Mode::Read).await?;
        current(&tx, caller.tenant).await?
    };
    Ok(Json(ConfigurationView {
        version: small(row.version),
        hash: hash(&row.hash)?,
        document: serde_json::from_str(&row.document).map_err(ApiError::internal)?,
    }))
}
