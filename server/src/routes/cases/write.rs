//! Writing an entry.

use super::{
    append::{self, Incoming},
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
        ForChange, Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{case, part_log, revision},
        logs::{hash, lock_part, number, part_head, share_organisation, signed, small},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    cases::CaseState,
    chain::Head,
    configuration::known,
    derive,
    ids::{CaseId, OrganisationId},
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
    let incoming = Incoming::read(&revision)?;
    if revision.case != case || revision.author != caller.account {
        return Err(ProblemCode::BadStatement.into());
    }
    let now = state.now();
    let tx = caller.begin_everywhere(&state, Mode::Write).await?;
    let (row, member) = find(&tx, &caller, case).await?;
    let chart = member.chart(&tx).await?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    match sight(&member.grants, member.account, &chart, &place(&row, team)) {
        Sight::Nothing => return Err(ProblemCode::NotFound.into()),
        Sight::Facts => return Err(ProblemCode::Forbidden.into()),
        Sight::Texts => {}
    }
    let signer = member.signer()?;
    let organisation = share_organisation(&tx, member.organisation).await?.ok_or(ProblemCode::NotFound)?;
    let mut part = lock_part(&tx, revision.part).await?.ok_or(ProblemCode::BadStatement)?;
    if part.case_id != case.0 {
        return Err(ProblemCode::BadStatement.into());
    }
    let known = append::known(&tx, &incoming).await?;
    if known.is_some()
        && let Some(receipt) = replayed(&tx, &revision, &part_head(&part)?).await?
    {
        return Ok((StatusCode::OK, Cbor(receipt)));
    }
    // Whoever has not seen yet that the organisation's key was renewed may have sealed under keys that somebody who left
    // knows.
    if signed(revision.heads.organisation.n)? < in_force_since(&tx, &organisation).await? {
        return Err(ProblemCode::KeyOutdated.into());
    }
    // Read under a lock: somebody else may have closed the case meanwhile (its own closing entry reopens it), and two
    // writes to different parts must not both derive the columns of the case from what they see of each other.
    let row = case::Entity::find_by_id(case.0).for_change().one(tx.c()).await?.unwrap_or(row);
    let was_closed = row.state == state_text(CaseState::Closed);
    if was_closed && revision.form != known::CLOSING {
        return Err(ProblemCode::CaseClosed.into());
    }
    let configuration = configuration::load(&tx, member.tenant).await?;
    let head =
        append::append(&tx, &signer, &configuration, &mut part, &incoming, known.as_ref(), now).await?;
    append::refresh_after(&tx, case.0, &revision.form, now).await?;
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
