//! Giving a case to people.

use super::{
    load::{place, teams},
    write::find,
};
use crate::{
    http::{ApiError, ApiResult, Cbor},
    routes::{
        access::{Chart, may_assign},
        caller::Colleague,
        extract::At,
        member::{Member, chart, grants, state as member_state},
        verify,
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{case, case_team, membership, part, part_log},
        logs::{Append, append_to_part, hash, lock_part, number, part_head, part_knows, small},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    chain::Head,
    ids::{CaseId, OrganisationId, PartId},
    organisations::{MemberState, PostStatement, Receipt, opens_cases},
    paths::v1,
    statement::{Assignment, Payload, SignedStatement},
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::collections::BTreeSet;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Most further members of a team.
const TEAM_MAX: usize = 100;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(assign))
}

/// Whether unit and people of an assignment exist, and the responsible person can work on it.
pub(super) async fn check(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    chart: &Chart,
    assignment: &Assignment,
) -> ApiResult<()> {
    let distinct: BTreeSet<_> = assignment.team.iter().collect();
    let fits = assignment.unit.is_none_or(|unit| chart.has(unit))
        && assignment.team.len() <= TEAM_MAX
        && distinct.len() == assignment.team.len();
    if !fits {
        return Err(ProblemCode::BadStatement.into());
    }
    let people = [assignment.responsible].into_iter().chain(assignment.deputy).chain(assignment.team.clone());
    for person in people {
        let row = membership::Entity::find_by_id((person.0, organisation.0)).one(tx.c()).await?;
        let row = row.ok_or(ProblemCode::BadStatement)?;
        let acts = matches!(member_state(&row)?, MemberState::Joined | MemberState::Certified);
        if person == assignment.responsible && !(acts && opens_cases(&grants(&row)?)) {
            return Err(ProblemCode::BadStatement.into());
        }
    }
    Ok(())
}

/// Sets the members of a case's team.
pub(super) async fn set_team(
    tx: &Tx<Organisation>,
    case: Uuid,
    assignment: &Assignment,
) -> Result<(), StoreError> {
    case_team::Entity::delete_many().filter(case_team::Column::CaseId.eq(case)).exec(tx.c()).await?;
    for (position, account) in (0..).zip(&assignment.team) {
        tx.insert(case_team::Model { case_id: case, account: account.0, position }).await?;
    }
    Ok(())
}

/// Gives a case to other people: by an administrator, a manager of its place, or the responsible person.
#[utoipa::path(post, path = v1::ASSIGNMENT, params(("case" = CaseId, Path)),
    request_body(content = PostStatement, content_type = "application/cbor"),
    responses((status = 200, body = Receipt, content_type = "application/cbor")))]
async fn assign(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Cbor(post): Cbor<PostStatement>,
) -> ApiResult<Cbor<Receipt>> {
    let now = state.now();
    let statement = verify::decode(&post.statement)?;
    let Payload::Assignment(assignment) = statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    let tx = caller.begin_everywhere(&state, Mode::Write).await?;
    let (_, member) = find(&tx, &caller, case).await?;
    let mut core = core(&tx, case).await?;
    // Read after the lock on the core part, which every assignment takes.
    let (row, _) = find(&tx, &caller, case).await?;
    let chart = chart(&tx, member.organisation).await?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    // First, because whoever gave the case away has no right to do so any more.
    if statement.signer == caller.account
        && let Some(receipt) = replayed(&tx, &core, &post.statement).await?
    {
        return Ok(Cbor(receipt));
    }
    if !may_assign(&member.grants, member.account, &chart, &place(&row, team)) {
        return Err(refusal(&member));
    }
    let statement = member.signer()?.verify(&tx, &post.statement).await?;
    if assignment.case != case
        || assignment.part.0 != core.id
        || !part_knows(&tx, PartId(core.id), &statement.heads.part).await?
    {
        return Err(ProblemCode::BadStatement.into());
    }
    if i64::from(assignment.version) != row.assignment_version + 1 {
        return Err(ApiError::conflict(Some(small(row.assignment_version)), Some(part_head(&core)?)));
    }
    check(&tx, member.organisation, &chart, &assignment).await?;
    let head = append_to_part(&tx, &mut core, Append::statement(&post.statement, &statement), now).await?;
    case::Entity::update_many()
        .col_expr(case::Column::Unit, Expr::value(assignment.unit.map(|id| id.0)))
        .col_expr(case::Column::Responsible, Expr::value(assignment.responsible.0))
        .col_expr(case::Column::Deputy, Expr::value(assignment.deputy.map(|id| id.0)))
        .col_expr(case::Column::AssignmentVersion, Expr::value(i64::from(assignment.version)))
        .col_expr(case::Column::UpdatedAt, Expr::value(now))
        .filter(case::Column::Id.eq(case.0))
        .exec(tx.c())
        .await?;
    set_team(&tx, case.0, &assignment).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::CaseAssigned)
        .of(member.organisation)
        .on(case.0, row.code);
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok(Cbor(Receipt { head, at: now }))
}

/// Who opens cases may know that this one exists, others may not.
fn refusal(member: &Member) -> ApiError {
    if opens_cases(&member.grants) { ProblemCode::Forbidden.into() } else { ProblemCode::NotFound.into() }
}

async fn core(tx: &Tx<Organisation>, case: CaseId) -> ApiResult<part::Model> {
    let core = part::Entity::find()
        .filter(part::Column::CaseId.eq(case.0))
        .filter(part::Column::Position.eq(0))
        .one(tx.c())
        .await?
        .ok_or(StoreError::Damaged("parts"))?;
    Ok(lock_part(tx, PartId(core.id)).await?.ok_or(StoreError::Damaged("parts"))?)
}

/// The receipt of exactly this statement, if it is the last assignment in the log.
async fn replayed(
    tx: &Tx<Organisation>,
    core: &part::Model,
    signed: &SignedStatement,
) -> Result<Option<Receipt>, StoreError> {
    let row = part_log::Entity::find()
        .filter(part_log::Column::Part.eq(core.id))
        .filter(part_log::Column::Object.eq(core.case_id))
        .order_by_desc(part_log::Column::N)
        .one(tx.c())
        .await?;
    let same = |row: &part_log::Model| {
        row.body.as_deref() == Some(&signed.body.0) && row.signature == signed.signature.0
    };
    row.filter(same)
        .map(|row| Ok(Receipt { head: Head { n: number(row.n), hash: hash(&row.hash)? }, at: row.at }))
        .transpose()
}
