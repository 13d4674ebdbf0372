//! Rotation: the next epoch is announced, taken into use, and completed.

use super::{
    begin_as_administrator,
    log::{Epochs, is_free},
    slots,
};
use crate::{
    http::{ApiError, ApiResult, Json},
    routes::{
        access, caller::Colleague, check, extract::At, member::Member, password::put_bundle, setup, verify,
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{organisation, organisation_key},
        logs::{append_to_organisation, organisation_head, small},
    },
};
use api::{
    Bytes, ProblemCode,
    audit::AuditAction,
    ids::{KeyId, OrganisationId},
    keys::{KeyChain, PostKeyEpoch, PreviousKey},
    organisations::{PostStatement, Receipt, Role, needs_key},
    paths::v1,
    signing::{KIND_BUNDLE, KIND_PREVIOUS_KEY},
    statement::{EpochState, KeyCheck, KeyEpoch, Payload},
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(chain, step)).routes(routes!(checked))
}

/// Former organisation keys, each sealed under its successor, for everybody who needs the key.
#[utoipa::path(get, path = v1::KEYS, params(("organisation" = OrganisationId, Path)),
    responses((status = 200, body = KeyChain)))]
async fn chain(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
) -> ApiResult<Json<KeyChain>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    if !needs_key(&member.grants) {
        return Err(ProblemCode::Forbidden.into());
    }
    let row = organisation::Entity::find_by_id(organisation.0).one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::NotFound)?;
    let rows = organisation_key::Entity::find()
        .filter(organisation_key::Column::Organisation.eq(organisation.0))
        .order_by_asc(organisation_key::Column::Epoch)
        .all(tx.c())
        .await?;
    let previous = rows
        .into_iter()
        .map(|row| PreviousKey { epoch: small(row.epoch), envelope: Bytes(row.envelope) })
        .collect();
    let waiting =
        if access::is(&member.grants, Role::Administrator) { slots::waiting(&tx, &row).await? } else { 0 };
    Ok(Json(KeyChain { previous, waiting }))
}

/// A step of a rotation: begun, active, complete. The statement must directly follow the head that it names; of two
/// administrators at once one is told that somebody was faster. The same step once more answers like the first time.
#[utoipa::path(post, path = v1::KEYS, params(("organisation" = OrganisationId, Path)),
    request_body = PostKeyEpoch, responses((status = 200, body = Receipt)))]
async fn step(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(post): Json<PostKeyEpoch>,
) -> ApiResult<Json<Receipt>> {
    let now = state.now();
    let (tx, row, member) = begin_as_administrator(&state, &caller, organisation).await?;
    let statement = member.signer()?.verify(&tx, &post.statement).await?;
    let Payload::KeyEpoch(epoch) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    if let Some(known) = setup::receipt_of(&tx, organisation, &post.statement).await? {
        return Ok(Json(known));
    }
    let head = organisation_head(&row)?;
    if statement.heads.organisation != head {
        return Err(ApiError::conflict(None, Some(head)));
    }
    let epochs = Epochs::read(&tx, &row).await?;
    let action = match epoch.state {
        EpochState::Begun => {
            begin(&tx, &row, &epochs, epoch, &post).await?;
            AuditAction::KeyBegun
        }
        EpochState::Active => {
            activate(&tx, &row, &member, &epochs, epoch, &post).await?;
            AuditAction::KeyRenewed
        }
        EpochState::Complete => {
            complete(&tx, &row, &epochs, epoch, &post).await?;
            AuditAction::KeyCompleted
        }
    };
    let head = append_to_organisation(&tx, &row, &post.statement, &statement, now).await?;
    note(&tx, &member, row, action, now).await?;
    tx.commit().await?;
    Ok(Json(Receipt { head, at: now }))
}

fn require(fits: bool) -> ApiResult<()> {
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// Whether the oldest epoch under which clients may still seal is none of the future, and never falls back.
fn seals_from(epochs: &Epochs, epoch: &KeyEpoch) -> bool {
    (epochs.in_force.min_seal..=epoch.epoch).contains(&epoch.min_seal)
}

/// Announces the next epoch. Another announcement of the same epoch takes the place of one that nobody went on with.
async fn begin(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    epochs: &Epochs,
    epoch: &KeyEpoch,
    post: &PostKeyEpoch,
) -> ApiResult<()> {
    let fits = i64::from(epoch.epoch) == row.key_epoch.saturating_add(1)
        && epoch.fingerprint != epochs.in_force.fingerprint
        && verify::kem_key(&epoch.kem.0)
        && seals_from(epochs, epoch)
        && post.previous.is_none()
        && post.bundle.is_none();
    require(fits && is_free(tx, row, epoch.key, epoch.epoch).await?)
}

/// Takes the announced key into use; the one before it stays reachable for whoever holds the new one.
async fn activate(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    member: &Member,
    epochs: &Epochs,
    epoch: &KeyEpoch,
    post: &PostKeyEpoch,
) -> ApiResult<()> {
    let begun = epochs.begun.as_ref().ok_or(ProblemCode::BadStatement)?;
    let repeats = (begun.epoch, begun.key, begun.fingerprint, &begun.kem)
        == (epoch.epoch, epoch.key, epoch.fingerprint, &epoch.kem);
    require(repeats && seals_from(epochs, epoch))?;
    let (Some(previous), Some(bundle)) = (&post.previous, &post.bundle) else {
        return Err(ProblemCode::BadStatement.into());
    };
    check::sealed(previous, KIND_PREVIOUS_KEY, epoch.key)?;
    check::sealed(bundle, KIND_BUNDLE, epoch.key)?;
    tx.insert(organisation_key::Model {
        organisation: row.id,
        epoch: i64::from(epoch.epoch),
        envelope: previous.0.clone(),
    })
    .await?;
    put_bundle(tx, member.account.0, row.id, Some(bundle.0.clone()), None).await?;
    organisation::Entity::update_many()
        .col_expr(organisation::Column::KeyEpoch, Expr::value(i64::from(epoch.epoch)))
        .col_expr(organisation::Column::KeyId, Expr::value(epoch.key.0))
        .filter(organisation::Column::Id.eq(row.id))
        .exec(tx.c())
        .await?;
    Ok(())
}

/// Ends a rotation: every case key lies under the epoch in force, and older wrappings are deleted.
async fn complete(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    epochs: &Epochs,
    epoch: &KeyEpoch,
    post: &PostKeyEpoch,
) -> ApiResult<()> {
    let active = KeyEpoch { state: EpochState::Active, ..epoch.clone() };
    require(post.previous.is_none() && post.bundle.is_none() && epochs.in_force == active)?;
    if slots::waiting(tx, row).await? > 0 {
        return Err(ProblemCode::KeyIncomplete.into());
    }
    Ok(slots::delete_superseded(tx, row).await?)
}

async fn note(
    tx: &Tx<Organisation>,
    member: &Member,
    row: organisation::Model,
    action: AuditAction,
    now: i64,
) -> Result<(), StoreError> {
    let act =
        Act::new(member.tenant, Some(member.account), action).of(member.organisation).on(row.id, row.name);
    audit::append(tx, now, act).await
}

/// An administrator has opened both copies of the key in use.
#[utoipa::path(post, path = v1::KEY_CHECKS, params(("organisation" = OrganisationId, Path)),
    request_body = PostStatement, responses((status = 200, body = Receipt)))]
async fn checked(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(post): Json<PostStatement>,
) -> ApiResult<Json<Receipt>> {
    let now = state.now();
    let (tx, row, member) = begin_as_administrator(&state, &caller, organisation).await?;
    let statement = member.signer()?.verify(&tx, &post.statement).await?;
    let Payload::KeyCheck(KeyCheck { epoch, file, sheet }) = statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    if let Some(known) = setup::receipt_of(&tx, organisation, &post.statement).await? {
        return Ok(Json(known));
    }
    // One copy alone proves nothing about the other.
    require(file && sheet)?;
    if i64::from(epoch) != row.key_epoch {
        return Err(ProblemCode::KeyOutdated.into());
    }
    let head = append_to_organisation(&tx, &row, &post.statement, &statement, now).await?;
    note(&tx, &member, row, AuditAction::KeyChecked, now).await?;
    tx.commit().await?;
    Ok(Json(Receipt { head, at: now }))
}

/// Id of the key in use.
pub(in crate::routes) fn key_in_use(row: &organisation::Model) -> ApiResult<KeyId> {
    Ok(row.key_id.map(KeyId).ok_or(ProblemCode::NotSetUp)?)
}
