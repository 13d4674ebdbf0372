//! The own bundle, sealed under a newer organisation key.

use super::epochs::key_in_use;
use crate::{
    http::{ApiResult, Json},
    routes::{caller::Colleague, check, extract::At, member::Member},
    state::AppState,
    store::{ForChange, Mode, entity::bundle, logs::share_organisation},
};
use api::{
    ProblemCode, chain::sha256, ids::OrganisationId, keys::ReplaceBundle, paths::v1, signing::KIND_BUNDLE,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(replace))
}

/// Replaces the own bundle by one under the organisation key in use. Whoever has seen another one before is told.
#[utoipa::path(put, path = v1::BUNDLE, params(("organisation" = OrganisationId, Path)),
    request_body = ReplaceBundle, responses((status = 204)))]
async fn replace(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(replace): Json<ReplaceBundle>,
) -> ApiResult<StatusCode> {
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let row = share_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.signer()?;
    let place = (member.account.0, organisation.0);
    let stored = bundle::Entity::find_by_id(place).for_change().one(tx.c()).await?;
    let stored = stored.and_then(|row| row.bundle).ok_or(ProblemCode::Conflict)?;
    if stored == replace.bundle.0 {
        return Ok(StatusCode::NO_CONTENT);
    }
    check::under_key_in_use(&replace.bundle, KIND_BUNDLE, key_in_use(&row)?)?;
    if sha256(&stored) != replace.previous {
        return Err(ProblemCode::Conflict.into());
    }
    bundle::Entity::update_many()
        .col_expr(bundle::Column::Bundle, Expr::value(replace.bundle.0))
        .filter(bundle::Column::Account.eq(member.account.0))
        .filter(bundle::Column::Organisation.eq(organisation.0))
        .exec(tx.c())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
