//! From an invitation to a personal access, or to a renewed one after a forgotten password.

use super::{
    check,
    extract::At,
    login::begin_session,
    look,
    member::{self, parse_grants, state as member_state},
    password::put_bundle,
    session as session_view, verify, views,
};
use crate::{
    http::{ApiResult, Json, Peer},
    state::AppState,
    store::{
        ForChange, Login, Mode, StoreError, Tx,
        entity::{account, device, invitation, membership, organisation, session},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    auth::{SessionView, accept_message},
    ids::{AccountId, InvitationId, OrganisationId},
    invitations::{AcceptInvitation, InvitationKind, InvitationState},
    organisations::{MemberState, OrganisationState, needs_key},
    paths::v1,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(accept))
}

/// Makes the personal access and logs in. A second use of the same invitation is refused and shown to the
/// administrator.
#[utoipa::path(post, path = v1::INVITATION_ACCEPT, params(("invitation" = InvitationId, Path)),
    request_body = AcceptInvitation, responses((status = 200, body = SessionView)))]
async fn accept(
    State(state): State<AppState>,
    peer: Peer,
    At(id): At<InvitationId>,
    headers: HeaderMap,
    Json(accept): Json<AcceptInvitation>,
) -> ApiResult<([(HeaderName, HeaderValue); 1], Json<SessionView>)> {
    state.limits.invitation(id, peer)?;
    let now = state.now();
    let message = accept_message(
        state.origin(),
        id.as_bytes(),
        &accept.login,
        &accept.salt,
        accept.kdf,
        &accept.login_public_key,
    );
    let tx = state.db.login(Mode::Write).await?;
    let row = look::find(&tx, id, &message, &accept.signature.0).await?;
    let tx = look::usable(tx, &row, now).await?;
    check_form(&tx, &row, &accept).await?;
    let account = account::Entity::find_by_id(row.account).for_change().one(tx.c()).await?;
    let account = account.ok_or(ProblemCode::InvitationRevoked)?;
    if account.login.is_some() {
        renew(&tx, &row, &account, &accept, &message).await?;
    }
    match store_account(&tx, &account, &accept).await {
        Err(error) if error.is_taken() => return Err(ProblemCode::LoginTaken.into()),
        outcome => outcome?,
    }
    if let Some(organisation) = row.organisation {
        join(&tx, &row, organisation, &accept).await?;
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(views::invitation_text(InvitationState::Used)))
        .filter(invitation::Column::Id.eq(row.id))
        .exec(tx.c())
        .await?;
    let account = account::Entity::find_by_id(row.account).one(tx.c()).await?;
    let account = account.ok_or(StoreError::Damaged("accounts"))?;
    let made =
        begin_session(&tx, &state, &headers, &account, (AuditAction::InvitationUsed, row.organisation))
            .await?;
    let view = session_view::view(&tx, &made.row).await?;
    tx.commit().await?;
    Ok(([(header::SET_COOKIE, made.cookie)], Json(view)))
}

async fn check_form(tx: &Tx<Login>, row: &invitation::Model, accept: &AcceptInvitation) -> ApiResult<()> {
    check::login(&accept.login)?;
    check::name(&accept.display_name)?;
    check::kdf(accept.kdf)?;
    if verify::public_key(&accept.login_public_key.0).is_none() {
        return Err(ProblemCode::BadRequest.into());
    }
    // The first administrator of an organisation makes its key instead of loading it, and needs no enrolment.
    let kind = views::invitation_kind(row)?;
    let wants_key = kind == InvitationKind::Member && needs_key(&parse_grants(&row.grants)?);
    match &accept.enrolment {
        Some(enrolment) => check::bundle(enrolment)?,
        None if wants_key => return Err(ProblemCode::BadRequest.into()),
        None => {}
    }
    if kind == InvitationKind::Setup {
        let organisation =
            organisation::Entity::find_by_id(row.organisation.unwrap_or_default()).one(tx.c()).await?;
        let organisation = organisation.ok_or(ProblemCode::InvitationRevoked)?;
        // One without rights is for an organisation that has lost its administrators.
        let founds = !parse_grants(&row.grants)?.is_empty();
        if founds && views::organisation_state(&organisation)? == OrganisationState::Ready {
            return Err(ProblemCode::InvitationRevoked.into());
        }
    }
    Ok(())
}

/// An account that exists keeps its login name. A new password ends everything that rests on the old one; only the
/// organisation that made the account may bring that about, others can merely let the person in with the password that
/// they have.
async fn renew(
    tx: &Tx<Login>,
    row: &invitation::Model,
    account: &account::Model,
    accept: &AcceptInvitation,
    message: &[u8],
) -> ApiResult<()> {
    if account.login_folded.as_deref() != Some(&check::fold(&accept.login)) {
        return Err(ProblemCode::BadRequest.into());
    }
    if account.login_key.as_deref() == Some(&accept.login_public_key.0) {
        // A session of this account begins: whoever merely knows the public key must not get it.
        let signature = accept.login_signature.as_ref().ok_or(ProblemCode::Forbidden)?;
        return verify::signature(&accept.login_public_key.0, message, &signature.0)
            .map_err(|_| ProblemCode::Forbidden.into());
    }
    if account.home != row.organisation {
        return Err(ProblemCode::Forbidden.into());
    }
    session::Entity::delete_many().filter(session::Column::Account.eq(account.id)).exec(tx.c()).await?;
    device::Entity::delete_many().filter(device::Column::Account.eq(account.id)).exec(tx.c()).await?;
    let rows =
        membership::Entity::find().filter(membership::Column::Account.eq(account.id)).all(tx.c()).await?;
    for membership in rows {
        put_bundle(tx, account.id, membership.organisation, None, None).await?;
        if member_state(&membership)? == MemberState::Certified {
            set_state(tx, account.id, membership.organisation, MemberState::Joined).await?;
        }
    }
    Ok(())
}

async fn set_state(
    tx: &Tx<Login>,
    account: Uuid,
    organisation: Uuid,
    state: MemberState,
) -> Result<(), StoreError> {
    membership::Entity::update_many()
        .col_expr(membership::Column::State, Expr::value(member::text(state)))
        .filter(membership::Column::Account.eq(account))
        .filter(membership::Column::Organisation.eq(organisation))
        .exec(tx.c())
        .await?;
    Ok(())
}

async fn store_account(
    tx: &Tx<Login>,
    account: &account::Model,
    accept: &AcceptInvitation,
) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::Login, Expr::value(accept.login.clone()))
        .col_expr(account::Column::LoginFolded, Expr::value(check::fold(&accept.login)))
        .col_expr(account::Column::DisplayName, Expr::value(accept.display_name.clone()))
        .col_expr(account::Column::Salt, Expr::value(accept.salt.0.to_vec()))
        .col_expr(account::Column::KdfMemoryKib, Expr::value(i64::from(accept.kdf.memory_kib)))
        .col_expr(account::Column::KdfPasses, Expr::value(i64::from(accept.kdf.passes)))
        .col_expr(account::Column::KdfLanes, Expr::value(i64::from(accept.kdf.lanes)))
        .col_expr(account::Column::LoginKey, Expr::value(accept.login_public_key.0.to_vec()))
        .filter(account::Column::Id.eq(account.id))
        .exec(tx.c())
        .await?;
    Ok(())
}

/// The membership waits for its first key loading from now on. Rights that were changed after the invitation stay.
async fn join(
    tx: &Tx<Login>,
    row: &invitation::Model,
    organisation: Uuid,
    accept: &AcceptInvitation,
) -> ApiResult<()> {
    let membership = membership::Entity::find_by_id((row.account, organisation)).one(tx.c()).await?;
    let membership = membership.ok_or(ProblemCode::InvitationRevoked)?;
    let new_rights = match member_state(&membership)? {
        MemberState::Invited | MemberState::Blocked => true,
        MemberState::Joined | MemberState::Certified => row.rights_version > membership.rights_version,
    };
    let (grants, version) = if new_rights {
        (row.grants.clone(), row.rights_version)
    } else {
        (membership.grants, membership.rights_version)
    };
    membership::Entity::update_many()
        .col_expr(membership::Column::Grants, Expr::value(grants))
        .col_expr(membership::Column::RightsVersion, Expr::value(version))
        .col_expr(membership::Column::State, Expr::value(member::text(MemberState::Joined)))
        .col_expr(membership::Column::Invitation, Expr::value(row.id))
        .filter(membership::Column::Account.eq(row.account))
        .filter(membership::Column::Organisation.eq(organisation))
        .exec(tx.c())
        .await?;
    put_bundle(tx, row.account, organisation, None, accept.enrolment.clone().map(|bytes| bytes.0)).await?;
    Ok(())
}

/// The account that an invitation makes, before it is accepted.
pub(super) fn blank_account(
    id: AccountId,
    tenant: Uuid,
    home: Option<OrganisationId>,
    display_name: &str,
    now: i64,
) -> account::Model {
    account::Model {
        id: id.0,
        tenant,
        home: home.map(|id| id.0),
        login: None,
        login_folded: None,
        display_name: display_name.to_owned(),
        salt: None,
        kdf_memory_kib: 0,
        kdf_passes: 0,
        kdf_lanes: 0,
        login_key: None,
        operator: home.is_none(),
        created_at: now,
        last_login_at: None,
    }
}
