//! Who is writing in a case right now.

use super::{
    load::{place, teams},
    write::find,
};
use crate::{
    http::{ApiResult, Json},
    routes::{
        access::{Sight, sight},
        caller::{Caller, Colleague},
        extract::{Ask, At},
        member::chart,
    },
    state::AppState,
    store::{Mode, Organisation, Tx, entity::presence},
};
use api::{
    ProblemCode,
    ids::{AccountId, CaseId, RecordId},
    paths::v1,
    presence::{PRESENCE_SECONDS, PresenceView, Writing, WritingHere},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Forms that one person can have open in one case. More is no person.
const PLACES_MAX: u64 = 16;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(here, gone))
}

/// A transaction of somebody who may write in the case.
async fn begin(state: &AppState, caller: &Caller, case: CaseId) -> ApiResult<Tx<Organisation>> {
    let tx = caller.begin_everywhere(state, Mode::Write).await?;
    let (row, member) = find(&tx, caller, case).await?;
    let chart = chart(&tx, member.organisation).await?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    match sight(&member.grants, member.account, &chart, &place(&row, team)) {
        Sight::Nothing => Err(ProblemCode::NotFound.into()),
        Sight::Facts => Err(ProblemCode::Forbidden.into()),
        Sight::Texts => Ok(tx),
    }
}

/// The place of a new entry is the case itself.
fn place_of(case: CaseId, here: WritingHere) -> uuid::Uuid {
    here.record.map_or(case.0, |record| record.0)
}

/// Says that the caller is writing here, for a while, and tells who else writes in the same case.
#[utoipa::path(post, path = v1::PRESENCE, params(("case" = CaseId, Path)), request_body = WritingHere,
    responses((status = 200, body = PresenceView)))]
async fn here(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Json(here): Json<WritingHere>,
) -> ApiResult<Json<PresenceView>> {
    let tx = begin(&state, &caller, case).await?;
    let now = state.now();
    let of_case = || presence::Entity::find().filter(presence::Column::CaseId.eq(case.0));
    presence::Entity::delete_many()
        .filter(presence::Column::CaseId.eq(case.0))
        .filter(presence::Column::ExpiresAt.lte(now))
        .exec(tx.c())
        .await?;
    let own = of_case().filter(presence::Column::Account.eq(caller.account.0)).count(tx.c()).await?;
    if own < PLACES_MAX {
        let row = presence::ActiveModel {
            case_id: Set(case.0),
            account: Set(caller.account.0),
            place: Set(place_of(case, here)),
            expires_at: Set(now + PRESENCE_SECONDS),
        };
        let key = [presence::Column::CaseId, presence::Column::Account, presence::Column::Place];
        // The same form may be open in two tabs, which say so at the same time.
        let again = OnConflict::columns(key).update_column(presence::Column::ExpiresAt).to_owned();
        presence::Entity::insert(row).on_conflict(again).exec_without_returning(tx.c()).await?;
    }
    let others = of_case()
        .filter(presence::Column::Account.ne(caller.account.0))
        .filter(presence::Column::ExpiresAt.gt(now))
        .order_by_asc(presence::Column::Account)
        .order_by_asc(presence::Column::Place)
        .all(tx.c())
        .await?;
    tx.commit().await?;
    let writing = others
        .into_iter()
        .map(|row| Writing {
            account: AccountId(row.account),
            record: (row.place != case.0).then_some(RecordId(row.place)),
        })
        .collect();
    Ok(Json(PresenceView { writing }))
}

/// Says that the caller is not writing here any more.
#[utoipa::path(delete, path = v1::PRESENCE, params(("case" = CaseId, Path), WritingHere),
    responses((status = 204)))]
async fn gone(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Ask(here): Ask<WritingHere>,
) -> ApiResult<StatusCode> {
    let tx = begin(&state, &caller, case).await?;
    presence::Entity::delete_by_id((case.0, caller.account.0, place_of(case, here))).exec(tx.c()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
