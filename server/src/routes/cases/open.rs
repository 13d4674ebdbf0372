//! Opening a case.

use super::{
    load::{case_slot, parts, place, summary, teams},
    write::find,
};
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        access::{Sight, sight},
        caller::{Caller, Colleague},
        extract::{Ask, At},
        member::{Member, chart},
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{audit as audit_row, case_key},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    cases::CaseFile,
    ids::{CaseId, OrganisationId},
    paths::v1,
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// A case that stays open on a screen is read again and again; one entry in so many seconds says enough.
const SAME_LOOK_SECONDS: i64 = 900;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(open))
}

/// In whose name to open.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct In {
    /// The organisation; none for the one that owns the case.
    organisation: Option<OrganisationId>,
}

/// A case with all its parts and logs. Who may only evaluate gets neither envelopes nor slots.
#[utoipa::path(get, path = v1::CASE, params(("case" = CaseId, Path), In),
    responses((status = 200, body = CaseFile, content_type = "application/cbor")))]
async fn open(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(case): At<CaseId>,
    Ask(In { organisation }): Ask<In>,
) -> ApiResult<Cbor<CaseFile>> {
    let tx = match organisation {
        Some(organisation) => caller.begin(&state, Mode::Read, organisation).await?,
        None => caller.begin_everywhere(&state, Mode::Read).await?,
    };
    let (row, member) = find(&tx, &caller, case).await?;
    let chart = chart(&tx, member.organisation).await?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    let sight = sight(&member.grants, member.account, &chart, &place(&row, team.clone()));
    if sight == Sight::Nothing {
        return Err(ProblemCode::NotFound.into());
    }
    let texts = (sight == Sight::Texts && member.is_certified()).then_some(member.organisation);
    let slots = match texts {
        Some(organisation) => {
            case_key::Entity::find()
                .filter(case_key::Column::CaseId.eq(case.0))
                .filter(case_key::Column::Organisation.eq(organisation.0))
                .order_by_asc(case_key::Column::Epoch)
                .order_by_asc(case_key::Column::KeyId)
                .all(tx.c())
                .await?
        }
        None => Vec::new(),
    };
    let code = row.code.clone();
    let file = CaseFile {
        summary: summary(row, team)?,
        slots: slots.into_iter().map(case_slot).collect(),
        parts: parts(&tx, case.0, texts).await?,
        writable: texts.is_some(),
    };
    let noted = noted(&tx, &member, &[case.0], state.now()).await?;
    drop(tx);
    if noted.is_empty() {
        note(&state, &caller, &member, vec![(case.0, code)]).await?;
    }
    Ok(Cbor(file))
}

/// Which of these cases the audit says that this person has just opened.
pub(super) async fn noted(
    tx: &Tx<Organisation>,
    member: &Member,
    cases: &[Uuid],
    now: i64,
) -> Result<HashSet<Uuid>, StoreError> {
    let entries = audit_row::Entity::find()
        .filter(audit_row::Column::Tenant.eq(member.tenant.0))
        .filter(audit_row::Column::Object.is_in(cases.iter().copied()))
        .filter(audit_row::Column::Action.eq(AuditAction::CaseOpened.as_str()))
        .filter(audit_row::Column::At.gt(now - SAME_LOOK_SECONDS))
        .filter(audit_row::Column::Account.eq(member.account.0))
        .all(tx.c())
        .await?;
    Ok(entries.into_iter().filter_map(|entry| entry.object).collect())
}

/// Before the answer leaves: what is not in the audit was not read.
pub(super) async fn note(
    state: &AppState,
    caller: &Caller,
    member: &Member,
    cases: Vec<(Uuid, String)>,
) -> ApiResult<()> {
    let tx = caller.begin(state, Mode::Write, member.organisation).await?;
    for (case, code) in cases {
        let act = Act::new(member.tenant, Some(member.account), AuditAction::CaseOpened)
            .of(member.organisation)
            .on(case, code);
        audit::append(&tx, state.now(), act).await?;
    }
    Ok(tx.commit().await?)
}
