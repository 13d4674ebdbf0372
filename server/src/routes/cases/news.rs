//! What others have written in the cases that somebody may open.

use super::{
    list::reachable,
    load::{place, teams},
};
use crate::{
    http::{ApiResult, Json},
    routes::{
        access::{Sight, sight},
        caller::Colleague,
        extract::{Ask, At},
        member::{Member, chart},
    },
    state::AppState,
    store::{
        Mode,
        entity::{case, part_log, revision},
        logs::small,
    },
};
use api::{
    ids::{AccountId, CaseId, OrganisationId, RecordId},
    news::{NEWS_MAX, News, NewsItem, NewsQuery},
    paths::v1,
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Cases that are looked into, latest write first. Whoever was away for longer sees the latest of it.
const CASES_MAX: u64 = 200;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(news))
}

/// Entries that others have written or changed since then, latest first.
#[utoipa::path(get, path = v1::NEWS, params(("organisation" = OrganisationId, Path), NewsQuery),
    responses((status = 200, body = News)))]
async fn news(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Ask(NewsQuery { since }): Ask<NewsQuery>,
) -> ApiResult<Json<News>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    let chart = chart(&tx, organisation).await?;
    let rows = case::Entity::find()
        .filter(case::Column::Organisation.eq(organisation.0))
        .filter(case::Column::UpdatedAt.gte(since))
        .filter(reachable(&member))
        .order_by_desc(case::Column::UpdatedAt)
        .limit(CASES_MAX)
        .all(tx.c())
        .await?;
    let mut teams = teams(&tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let open: Vec<Uuid> = rows
        .iter()
        .filter(|row| {
            let place = place(row, teams.remove(&row.id).unwrap_or_default());
            sight(&member.grants, member.account, &chart, &place) == Sight::Texts && member.is_certified()
        })
        .map(|row| row.id)
        .collect();
    let log = part_log::Entity::find()
        .filter(part_log::Column::CaseId.is_in(open.iter().copied()))
        .filter(part_log::Column::At.gte(since))
        .all(tx.c())
        .await?;
    let times: HashMap<(Uuid, i64), i64> = log.into_iter().map(|row| ((row.part, row.n), row.at)).collect();
    let parts: HashSet<Uuid> = times.keys().map(|(part, _)| *part).collect();
    let written: Vec<(Uuid, i64, Uuid, Uuid, String, i64, Uuid)> = revision::Entity::find()
        .select_only()
        .columns([
            revision::Column::Part,
            revision::Column::N,
            revision::Column::CaseId,
            revision::Column::Record,
            revision::Column::Form,
            revision::Column::Revision,
            revision::Column::Author,
        ])
        .filter(revision::Column::Part.is_in(parts))
        .filter(revision::Column::Author.ne(caller.account.0))
        .into_tuple()
        .all(tx.c())
        .await?;
    let mut latest: HashMap<Uuid, NewsItem> = HashMap::new();
    for (part, n, case, record, form, number, author) in written {
        let Some(at) = times.get(&(part, n)).copied() else { continue };
        let revision = small(number);
        if latest.get(&record).is_none_or(|known| known.revision < revision) {
            let (case, author) = (CaseId(case), AccountId(author));
            latest.insert(record, NewsItem { case, record: RecordId(record), form, revision, author, at });
        }
    }
    let mut entries: Vec<NewsItem> = latest.into_values().collect();
    entries.sort_by_key(|item| (std::cmp::Reverse(item.at), item.record));
    let more = entries.len() > NEWS_MAX;
    entries.truncate(NEWS_MAX);
    Ok(Json(News { entries, more, at: state.now() }))
}
