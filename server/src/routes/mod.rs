//! The handlers of the HTTP interface, each with its part of the OpenAPI document.

mod accept;
mod access;
mod audit;
mod caller;
mod cases;
mod check;
mod configuration;
mod devices;
mod extract;
mod founding;
mod institute;
mod invitations;
mod keys;
mod login;
mod look;
mod member;
mod organisations;
mod password;
mod people;
mod session;
mod setup;
mod units;
mod verify;
mod views;

pub use founding::{create_tenant, invite_operator};

use crate::{
    http::{ApiError, Json},
    state::AppState,
    store::{Mode, StoreError, entity::tenant},
};
use api::paths::v1;
use axum::extract::State;
use sea_orm::{DbErr, EntityTrait, PaginatorTrait};
use utoipa_axum::{router::OpenApiRouter, routes};

/// All handlers with their descriptions.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .merge(login::router())
        .merge(session::router())
        .merge(devices::router())
        .merge(password::router())
        .merge(look::router())
        .merge(accept::router())
        .merge(organisations::router())
        .merge(units::router())
        .merge(setup::router())
        .merge(keys::router())
        .merge(invitations::router())
        .merge(people::router())
        .merge(audit::router())
        .merge(configuration::router())
        .merge(cases::router())
        .merge(institute::router())
}

/// Whether the server can answer and its database too.
#[utoipa::path(get, path = v1::HEALTH, responses((status = 200, description = "Server and database answer.")))]
async fn health(State(state): State<AppState>) -> Result<Json<()>, ApiError> {
    let tx = state.db.login(Mode::Read).await?;
    tenant::Entity::find().count(tx.c()).await?;
    Ok(Json(()))
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged(_) | StoreError::Randomness => Self::internal(error),
            _ => Self::storage(error),
        }
    }
}

impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        StoreError::from(error).into()
    }
}
