//! Opening several cases at once: one question, one transaction, one answer. Who may see what is asked for each case.

use super::{
    load::{case_slot, parts_of, place, summary, teams},
    open::{note, noted},
};
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        access::{Sight, sight},
        caller::Colleague,
        extract::{Ask, At},
        member::{Member, chart},
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        entity::{case, case_key, envelope},
    },
};
use api::{
    ProblemCode,
    cases::{CaseFile, CaseFiles, CaseFilesQuery, CaseSlot, FILES_AT_ONCE},
    ids::{AccountId, CaseId, OrganisationId},
    limits::FILES_BYTES,
    paths::v1,
};
use axum::extract::State;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func},
};
use std::collections::{HashMap, HashSet};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(open_several))
}

/// Several cases with all their parts and logs, each like the case alone: who may only evaluate gets neither envelopes
/// nor slots, what somebody may not see does not exist for them, and the audit notes each. The answer is bounded; what
/// does not fit is named.
#[utoipa::path(get, path = v1::CASE_FILES, params(("organisation" = OrganisationId, Path), CaseFilesQuery),
    responses((status = 200, body = CaseFiles, content_type = "application/cbor")))]
async fn open_several(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Ask(query): Ask<CaseFilesQuery>,
) -> ApiResult<Cbor<CaseFiles>> {
    let asked = ids(&query.only.0)?;
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    let mut cases = visible(&tx, &member, &asked).await?;
    let hidden = asked.iter().copied().filter(|case| !cases.contains_key(case)).map(CaseId).collect();
    let found: Vec<Uuid> = asked.into_iter().filter(|case| cases.contains_key(case)).collect();

    let readable = |case: &Uuid| cases.get(case).is_some_and(|case| case.readable);
    let sealed: Vec<Uuid> = found.iter().copied().filter(readable).collect();
    let fitting = fitting(&tx, &found, &sealed).await?;
    let (now, later) = found.split_at(fitting);
    let sealed: Vec<Uuid> = now.iter().copied().filter(readable).collect();
    let mut slots = slots(&tx, &sealed, organisation).await?;
    let mut parts = parts_of(&tx, now, &sealed, organisation).await?;
    let noted = noted(&tx, &member, now, state.now()).await?;
    drop(tx);

    let (mut files, mut unnoted) = (Vec::with_capacity(now.len()), Vec::new());
    for id in now {
        let Some(Visible { row, team, readable }) = cases.remove(id) else { continue };
        if !noted.contains(id) {
            unnoted.push((*id, row.code.clone()));
        }
        files.push(CaseFile {
            summary: summary(row, team)?,
            slots: slots.remove(id).unwrap_or_default(),
            parts: parts.remove(id).unwrap_or_default(),
            writable: readable,
        });
    }
    if !unnoted.is_empty() {
        note(&state, &caller, &member, unnoted).await?;
    }
    Ok(Cbor(CaseFiles { files, hidden, later: later.iter().copied().map(CaseId).collect() }))
}

/// The ids that were asked for, each once.
fn ids(bytes: &[u8]) -> ApiResult<Vec<Uuid>> {
    let (ids, rest) = bytes.as_chunks::<16>();
    if ids.is_empty() || !rest.is_empty() {
        return Err(ProblemCode::BadRequest.into());
    }
    if ids.len() > FILES_AT_ONCE {
        return Err(ProblemCode::TooLarge.into());
    }
    let mut seen = HashSet::new();
    Ok(ids.iter().map(|id| Uuid::from_bytes(*id)).filter(|id| seen.insert(*id)).collect())
}

/// A case that the caller may see.
struct Visible {
    row: case::Model,
    team: Vec<AccountId>,
    /// With texts.
    readable: bool,
}

async fn visible(
    tx: &Tx<Organisation>,
    member: &Member,
    asked: &[Uuid],
) -> Result<HashMap<Uuid, Visible>, StoreError> {
    let rows = case::Entity::find()
        .filter(case::Column::Organisation.eq(member.organisation.0))
        .filter(case::Column::Id.is_in(asked.iter().copied()))
        .all(tx.c())
        .await?;
    let chart = chart(tx, member.organisation).await?;
    let mut teams = teams(tx, asked).await?;
    let mut out = HashMap::new();
    for row in rows {
        let team = teams.remove(&row.id).unwrap_or_default();
        let sight = sight(&member.grants, member.account, &chart, &place(&row, team.clone()));
        if sight != Sight::Nothing {
            let readable = sight == Sight::Texts && member.is_certified();
            out.insert(row.id, Visible { row, team, readable });
        }
    }
    Ok(out)
}

/// How many of these cases, from the first one on, fit into one answer; at least one.
async fn fitting(tx: &Tx<Organisation>, found: &[Uuid], sealed: &[Uuid]) -> Result<usize, StoreError> {
    let length = Func::cust("LENGTH").arg(Expr::col(envelope::Column::Envelope));
    let sizes: Vec<(Uuid, i64)> = envelope::Entity::find()
        .select_only()
        .column(envelope::Column::CaseId)
        .column_as(Expr::expr(Func::sum(length)), "bytes")
        .filter(envelope::Column::CaseId.is_in(sealed.iter().copied()))
        .group_by(envelope::Column::CaseId)
        .into_tuple()
        .all(tx.c())
        .await?;
    let sizes: HashMap<Uuid, usize> =
        sizes.into_iter().map(|(case, bytes)| (case, usize::try_from(bytes).unwrap_or(usize::MAX))).collect();
    let mut bytes = 0_usize;
    for (number, case) in found.iter().enumerate() {
        bytes = bytes.saturating_add(sizes.get(case).copied().unwrap_or_default());
        if bytes > FILES_BYTES {
            return Ok(number.max(1));
        }
    }
    Ok(found.len())
}

async fn slots(
    tx: &Tx<Organisation>,
    cases: &[Uuid],
    organisation: OrganisationId,
) -> Result<HashMap<Uuid, Vec<CaseSlot>>, StoreError> {
    let rows = case_key::Entity::find()
        .filter(case_key::Column::CaseId.is_in(cases.iter().copied()))
        .filter(case_key::Column::Organisation.eq(organisation.0))
        .order_by_asc(case_key::Column::Epoch)
        .order_by_asc(case_key::Column::KeyId)
        .all(tx.c())
        .await?;
    let mut out: HashMap<Uuid, Vec<CaseSlot>> = HashMap::new();
    for row in rows {
        out.entry(row.case_id).or_default().push(case_slot(row));
    }
    Ok(out)
}
