//! The org chart.

use super::{
    access::Chart,
    caller::Colleague,
    check,
    extract::At,
    member::{Member, chart, parse_grants},
    views,
};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        Mode, Organisation, Tx,
        audit::{self, Act},
        entity::{case, invitation, membership, org_unit},
        logs::lock_organisation,
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    ids::{OrganisationId, UnitId},
    organisations::{Grant, Role, UnitView},
    paths::v1,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(change, remove))
}

/// The unit above must exist and must not lie below.
fn check_place(chart: &Chart, unit: &UnitView) -> ApiResult<()> {
    let fits = unit.parent.is_none_or(|parent| chart.has(parent) && !chart.is_within(parent, unit.id));
    if fits { Ok(()) } else { Err(ProblemCode::BadRequest.into()) }
}

async fn begin(
    state: &AppState,
    caller: &super::caller::Caller,
    organisation: OrganisationId,
) -> ApiResult<(Tx<Organisation>, Member)> {
    let tx = caller.begin(state, Mode::Write, organisation).await?;
    // Two people who rearrange the chart at once could otherwise tie a ring.
    lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, caller, organisation).await?;
    member.require(Role::Administrator)?;
    Ok((tx, member))
}

async fn note(
    tx: &Tx<Organisation>,
    state: &AppState,
    member: &Member,
    unit: UnitId,
    name: &str,
) -> ApiResult<()> {
    let act = Act::new(member.tenant, Some(member.account), AuditAction::UnitChanged)
        .of(member.organisation)
        .on(unit.0, name);
    Ok(audit::append(tx, state.now(), act).await?)
}

/// Adds a unit.
#[utoipa::path(post, path = v1::UNITS, params(("organisation" = OrganisationId, Path)), request_body = UnitView,
    responses((status = 201, body = UnitView)))]
async fn create(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(unit): Json<UnitView>,
) -> ApiResult<(StatusCode, Json<UnitView>)> {
    check::name(&unit.name)?;
    let (tx, member) = begin(&state, &caller, organisation).await?;
    if let Some(known) = org_unit::Entity::find_by_id(unit.id.0).one(tx.c()).await? {
        let same = known.organisation == organisation.0 && views::unit(&known) == unit;
        return if same { Ok((StatusCode::CREATED, Json(unit))) } else { Err(ProblemCode::IdTaken.into()) };
    }
    check_place(&chart(&tx, organisation).await?, &unit)?;
    let row = org_unit::Model {
        id: unit.id.0,
        organisation: organisation.0,
        parent: unit.parent.map(|id| id.0),
        name: unit.name.clone(),
        position: i64::from(unit.position),
    };
    match tx.insert(row).await {
        Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
        outcome => outcome?,
    }
    note(&tx, &state, &member, unit.id, &unit.name).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(unit)))
}

/// Renames or moves a unit.
#[utoipa::path(put, path = v1::UNIT, params(("organisation" = OrganisationId, Path), ("unit" = UnitId, Path)),
    request_body = UnitView, responses((status = 200, body = UnitView)))]
async fn change(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, id)): At<(OrganisationId, UnitId)>,
    Json(unit): Json<UnitView>,
) -> ApiResult<Json<UnitView>> {
    check::name(&unit.name)?;
    if unit.id != id {
        return Err(ProblemCode::BadRequest.into());
    }
    let (tx, member) = begin(&state, &caller, organisation).await?;
    let chart = chart(&tx, organisation).await?;
    if !chart.has(id) {
        return Err(ProblemCode::NotFound.into());
    }
    check_place(&chart, &unit)?;
    org_unit::Entity::update_many()
        .col_expr(org_unit::Column::Parent, Expr::value(unit.parent.map(|id| id.0)))
        .col_expr(org_unit::Column::Name, Expr::value(unit.name.clone()))
        .col_expr(org_unit::Column::Position, Expr::value(i64::from(unit.position)))
        .filter(org_unit::Column::Id.eq(id.0))
        .filter(org_unit::Column::Organisation.eq(organisation.0))
        .exec(tx.c())
        .await?;
    note(&tx, &state, &member, unit.id, &unit.name).await?;
    tx.commit().await?;
    Ok(Json(unit))
}

/// Removes a unit that nothing hangs on.
#[utoipa::path(delete, path = v1::UNIT, params(("organisation" = OrganisationId, Path), ("unit" = UnitId, Path)),
    responses((status = 204)))]
async fn remove(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, id)): At<(OrganisationId, UnitId)>,
) -> ApiResult<StatusCode> {
    let (tx, member) = begin(&state, &caller, organisation).await?;
    let row = org_unit::Entity::find_by_id(id.0).one(tx.c()).await?;
    let row = row.filter(|row| row.organisation == organisation.0).ok_or(ProblemCode::NotFound)?;
    if is_in_use(&tx, organisation, id).await? {
        return Err(ProblemCode::UnitInUse.into());
    }
    org_unit::Entity::delete_by_id(id.0).exec(tx.c()).await?;
    note(&tx, &state, &member, id, &row.name).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a case, a unit below, or the rights of a person or of an open invitation hang on a unit.
async fn is_in_use(tx: &Tx<Organisation>, organisation: OrganisationId, unit: UnitId) -> ApiResult<bool> {
    let cases = case::Entity::find().filter(case::Column::Unit.eq(unit.0)).count(tx.c()).await?;
    let below = org_unit::Entity::find().filter(org_unit::Column::Parent.eq(unit.0)).count(tx.c()).await?;
    if cases + below > 0 {
        return Ok(true);
    }
    let memberships = membership::Entity::find()
        .filter(membership::Column::Organisation.eq(organisation.0))
        .all(tx.c())
        .await?;
    let invitations = invitation::Entity::find()
        .filter(invitation::Column::Organisation.eq(organisation.0))
        .filter(invitation::Column::State.eq("open"))
        .all(tx.c())
        .await?;
    let texts = memberships.iter().map(|row| &row.grants).chain(invitations.iter().map(|row| &row.grants));
    for text in texts {
        let names = |grant: &Grant| grant.unit == Some(unit);
        if parse_grants(text)?.iter().any(names) {
            return Ok(true);
        }
    }
    Ok(false)
}
