//! Writing an entry.

use super::{
    append::{self, Incoming, Writing},
    load::{place, state_text, teams},
};
use crate::{
    http::{ApiError, ApiResult, Cbor},
    routes::{
        access::{Sight, sight},
        caller::{Caller, Colleague},
        configuration,
        extract::At,
        keys::in_force_since,
        member::Member,
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{case, part_log, revision},
        logs::{hash, number, part_head, signed, small},
        saving::{self, Ground},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    cases::CaseState,
    chain::Head,
    configuration::known,
    derive,
    ids::{AccountId, CaseId, OrganisationId},
    organisations::Receipt,
    paths::v1,
    records::Revision,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(write))
}

/// A case, and what the caller is in its organisation. A case that they don't see at all does not exist for them.
pub(super) async fn find(
    tx: &Tx<Organisation>,
    caller: &Caller,
    case: CaseId,
) -> ApiResult<(case::Model, Member)> {
    let row = case::Entity::find_by_id(case.0).one(tx.c()).await?;
    // SQLite knows no row-level security: what lies outside of the scope is left out here.
    let row = row.filter(|row| tx.scope().organisations.contains(&OrganisationId(row.organisation)));
    let row = row.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(tx, caller, OrganisationId(row.organisation)).await?;
    Ok((row, member))
}

/// Appends a revision of an entry. The same revision once more answers like the first time, with 200.
#[utoipa::path(post, path = v1::RECORDS, params(("case" = CaseId, Path)),
    request_body(content = Revision, content_type = "application/cbor"),
    responses((status = 201, body = Receipt, content_type = "application/cbor"),
              (status = 200, body = Receipt, content_type = "application/cbor")))]
async fn write(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Cbor(revision): Cbor<Revision>,
) -> ApiResult<(StatusCode, Cbor<Receipt>)> {
    let mut incoming = Incoming::read(&revision)?;
    if revision.case != case || revision.author != caller.account {
        return Err(ProblemCode::BadStatement.into());
    }
    incoming.verify_early(&caller);
    let now = state.now();
    let tx = caller.begin_everywhere(&state, Mode::Write).await?;
    let Some(ground) = saving::ground(&tx, case, revision.part).await? else {
        return Err(not_found(&tx, &caller, case).await?);
    };
    // Read under a lock: somebody else may have closed the case meanwhile (its own closing entry reopens it), and two
    // writes to different parts must not both derive the columns of the case from what they see of each other.
    let Ground { case: row, mut part, organisation, membership, on_team, configuration } = ground;
    let member = Member::of(&caller, membership)?;
    let team = if on_team { vec![member.account] } else { Vec::new() };
    if check_sight(&tx, &member, &row, team).await.is_err() {
        // Perhaps the case was given to others while its lock was waited for; then it is newer than its team.
        check_sight(&tx, &member, &row, team_of(&tx, case).await?).await?;
    }
    let signer = member.signer()?;
    let before = append::before(&tx, member.organisation, &part, &incoming).await?;
    if before.record.is_some()
        && let Some(receipt) = replayed(&tx, &revision, &part_head(&part)?).await?
    {
        return Ok((StatusCode::OK, Cbor(receipt)));
    }
    // Whoever has not seen yet that the organisation's key was renewed may have sealed under keys that somebody who left
    // knows.
    if signed(revision.heads.organisation.n)? < in_force_since(&tx, &organisation).await? {
        return Err(ProblemCode::KeyOutdated.into());
    }
    let was_closed = row.state == state_text(CaseState::Closed);
    if was_closed && revision.form != known::CLOSING {
        return Err(ProblemCode::CaseClosed.into());
    }
    let configuration = configuration::by_hash(&tx, member.tenant, configuration).await?;
    let writing = Writing { signer: &signer, configuration: &configuration, now };
    let head = append::append(&tx, &writing, &mut part, &incoming, &before).await?;
    if append::follows(&revision.form) {
        append::refresh(&tx, case.0, now).await?;
    }
    let closes = revision.form == known::CLOSING && derive::closes(&incoming.facts) != was_closed;
    let action = match (closes, incoming.facts.is_withdrawn()) {
        (true, _) => Some(AuditAction::CaseStateChanged),
        (false, true) => Some(AuditAction::EntryWithdrawn),
        (false, false) => None,
    };
    if let Some(action) = action {
        let act = Act::new(member.tenant, Some(member.account), action)
            .of(member.organisation)
            .on(case.0, row.code);
        audit::append(&tx, now, act).await?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Cbor(Receipt { head, at: now })))
}

async fn team_of(tx: &Tx<Organisation>, case: CaseId) -> Result<Vec<AccountId>, StoreError> {
    Ok(teams(tx, &[case.0]).await?.remove(&case.0).unwrap_or_default())
}

/// Whether the caller reads the texts of a case; of its team only they themselves matter.
async fn check_sight(
    tx: &Tx<Organisation>,
    member: &Member,
    row: &case::Model,
    team: Vec<AccountId>,
) -> ApiResult<()> {
    let chart = member.chart(tx).await?;
    match sight(&member.grants, member.account, &chart, &place(row, team)) {
        Sight::Nothing => Err(ProblemCode::NotFound.into()),
        Sight::Facts => Err(ProblemCode::Forbidden.into()),
        Sight::Texts => Ok(()),
    }
}

/// Why there is no such part of a case: only who sees the case is told that it is the part.
async fn not_found(tx: &Tx<Organisation>, caller: &Caller, case: CaseId) -> ApiResult<ApiError> {
    let (row, member) = find(tx, caller, case).await?;
    check_sight(tx, &member, &row, team_of(tx, case).await?).await?;
    member.signer()?;
    Ok(ProblemCode::BadStatement.into())
}

/// The receipt of exactly this revision, if it stands in the log already. Another one with the same number was faster.
async fn replayed(tx: &Tx<Organisation>, incoming: &Revision, head: &Head) -> ApiResult<Option<Receipt>> {
    let row = revision::Entity::find()
        .filter(revision::Column::Record.eq(incoming.record.0))
        .filter(revision::Column::Revision.eq(i64::from(incoming.revision)))
        .one(tx.c())
        .await?;
    let Some(row) = row.filter(|row| row.case_id == incoming.case.0) else { return Ok(None) };
    let entry = part_log::Entity::find_by_id((row.part, row.n)).one(tx.c()).await?;
    let entry = entry.ok_or(StoreError::Damaged("part_log"))?;
    let same = row.part == incoming.part.0
        && row.form == incoming.form
        && row.form_version == i64::from(incoming.form_version)
        && row.epoch == i64::from(incoming.epoch)
        && row.previous == incoming.previous.0
        && row.facts == incoming.facts.0
        && row.envelope_hash == incoming.envelope_hash.0
        && row.author == incoming.author.0
        && row.certificate == incoming.certificate.0
        && head_of(row.organisation_n, &row.organisation_hash)? == incoming.heads.organisation
        && head_of(row.part_n, &row.part_hash)? == incoming.heads.part
        && entry.signature == incoming.signature.0;
    if same {
        return Ok(Some(Receipt { head: head_of(entry.n, &entry.hash)?, at: entry.at }));
    }
    let current = crate::store::entity::record::Entity::find_by_id(row.record).one(tx.c()).await?;
    let current = current.map(|record| small(record.revision));
    Err(ApiError::conflict(current, Some(*head)))
}

fn head_of(n: i64, bytes: &[u8]) -> Result<Head, StoreError> {
    Ok(Head { n: number(n), hash: hash(bytes)? })
}
