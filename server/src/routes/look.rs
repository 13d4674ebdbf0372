//! What an invitation offers to whoever holds its secret.

use super::{extract::At, login::is_institute, member::parse_grants, verify, views};
use crate::{
    http::{ApiResult, Json, Peer},
    state::AppState,
    store::{
        ForChange, Login, Mode, StoreError, Tx,
        audit::{self, Act},
        entity::{account, invitation, organisation, tenant},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    auth::look_message,
    ids::{AccountId, InvitationId, OrganisationId, TenantId},
    invitations::{InvitationLook, InvitationOffer, InvitationState},
    paths::v1,
};
use axum::extract::State;
use sea_orm::EntityTrait;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(look))
}

/// An invitation whose secret the asker holds. Whether it exists at all is told to nobody else.
pub(super) async fn find(
    tx: &Tx<Login>,
    id: InvitationId,
    message: &[u8],
    signature: &[u8],
) -> ApiResult<invitation::Model> {
    let row = invitation::Entity::find_by_id(id.0).for_change().one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::InvitationUnknown)?;
    verify::signature(&row.one_use, message, signature).map_err(|_| ProblemCode::InvitationUnknown)?;
    Ok(row)
}

/// Goes on only with an open invitation. Whoever tries a used one once more is shown to the administrator.
pub(super) async fn usable(tx: Tx<Login>, row: &invitation::Model, now: i64) -> ApiResult<Tx<Login>> {
    let Some(code) = refusal(row, now)? else { return Ok(tx) };
    if code == ProblemCode::InvitationUsed {
        let mut act = Act::new(TenantId(row.tenant), None, AuditAction::InvitationReused)
            .on(row.id, row.display_name.clone());
        act.organisation = row.organisation.map(OrganisationId);
        audit::append(&tx, now, act).await?;
        tx.commit().await?;
    }
    Err(code.into())
}

/// Why an invitation can't be used, if so.
fn refusal(row: &invitation::Model, now: i64) -> Result<Option<ProblemCode>, StoreError> {
    Ok(match views::invitation_state(row, now)? {
        InvitationState::Open => None,
        InvitationState::Used => Some(ProblemCode::InvitationUsed),
        InvitationState::Revoked => Some(ProblemCode::InvitationRevoked),
        InvitationState::Expired => Some(ProblemCode::InvitationExpired),
    })
}

/// What an invitation offers. Uses nothing up.
#[utoipa::path(post, path = v1::INVITATION_LOOK, params(("invitation" = InvitationId, Path)),
    request_body = InvitationLook, responses((status = 200, body = InvitationOffer)))]
async fn look(
    State(state): State<AppState>,
    peer: Peer,
    At(id): At<InvitationId>,
    Json(look): Json<InvitationLook>,
) -> ApiResult<Json<InvitationOffer>> {
    state.limits.invitation(id, peer)?;
    let message = look_message(state.origin(), id.as_bytes());
    // Not a reader, because the row is locked like at its acceptance.
    let tx = state.db.login(Mode::Write).await?;
    let row = find(&tx, id, &message, &look.signature.0).await?;
    let tx = usable(tx, &row, state.now()).await?;
    let tenant = tenant::Entity::find_by_id(row.tenant).one(tx.c()).await?;
    let tenant = tenant.ok_or(StoreError::Damaged("invitations.tenant"))?;
    let organisation = match row.organisation {
        Some(id) => organisation::Entity::find_by_id(id).one(tx.c()).await?,
        None => None,
    };
    let account = account::Entity::find_by_id(row.account).one(tx.c()).await?;
    Ok(Json(InvitationOffer {
        kind: views::invitation_kind(&row)?,
        tenant: (!is_institute(tenant.id)).then_some(TenantId(tenant.id)),
        tenant_slug: tenant.slug,
        tenant_name: tenant.name,
        organisation: row.organisation.map(OrganisationId),
        organisation_name: organisation.map(|row| row.name),
        account: AccountId(row.account),
        existing_password: account
            .as_ref()
            .is_some_and(|account| account.login.is_some() && account.home != row.organisation),
        existing_login: account.and_then(|account| account.login),
        grants: parse_grants(&row.grants)?,
        display_name: row.display_name,
        expires_at: row.expires_at,
    }))
}
