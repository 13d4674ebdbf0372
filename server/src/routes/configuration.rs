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
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};
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

/// Documents by their hash, so that a write does not read a hundred kilobytes of JSON anew.
static READ: LazyLock<Mutex<HashMap<Vec<u8>, Arc<Configuration>>>> = LazyLock::new(Mutex::default);
/// Most documents that are kept.
const READ_MAX: usize = 64;

/// The document in force.
pub(super) async fn load<S: Scope>(tx: &Tx<S>, tenant: TenantId) -> ApiResult<Arc<Configuration>> {
    let hash: Option<Vec<u8>> = configuration_document::Entity::find()
        .select_only()
        .column(configuration_document::Column::Hash)
        .filter(configuration_document::Column::Tenant.eq(tenant.0))
        .order_by_desc(configuration_document::Column::Version)
        .into_tuple()
        .one(tx.c())
        .await?;
    by_hash(tx, tenant, hash).await
}

/// The document in force, whose hash this transaction has read already.
pub(super) async fn by_hash<S: Scope>(
    tx: &Tx<S>,
    tenant: TenantId,
    hash: Option<Vec<u8>>,
) -> ApiResult<Arc<Configuration>> {
    let hash = hash.ok_or(StoreError::Damaged("configuration_documents"))?;
    let known = READ.lock().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let row = current(tx, tenant).await?;
    // It was checked when it was stored.
    let document: Arc<Configuration> =
        Arc::new(serde_json::from_str(&row.document).map_err(ApiError::internal)?);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() >= READ_MAX {
        read.clear();
    }
    // Under the hash of what was read, not under the one that a row claims.
    read.insert(sha256(row.document.as_bytes()).0.to_vec(), Arc::clone(&document));
    Ok(document)
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
