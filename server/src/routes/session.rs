//! The session as its owner sees it, and its device share.

use super::{
    caller::Caller,
    member::{grants, state as member_state},
    views,
};
use crate::{
    http::{ApiError, ApiResult, Json},
    state::AppState,
    store::{
        Login, Mode, StoreError, Tx,
        entity::{account, bundle, invitation, membership, organisation, session, tenant},
        logs::hash,
    },
};
use api::{
    Bytes, ProblemCode,
    auth::{DeviceShare, Kdf, OwnMembership, SessionView},
    ids::{AccountId, OrganisationId, TenantId},
    organisations::MemberState,
    paths::v1,
    statement::SignedStatement,
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(share, put_share, delete_share))
}

/// A session that has just been made.
pub(super) struct Made {
    pub cookie: HeaderValue,
    pub row: session::Model,
}

/// Makes a session. Only the hash of its token is stored.
pub(super) async fn make(tx: &Tx<Login>, state: &AppState, account: &account::Model) -> ApiResult<Made> {
    let mut token = [0; 32];
    getrandom::fill(&mut token).map_err(|_| StoreError::Randomness)?;
    let now = state.now();
    let row = session::Model {
        token_hash: api::chain::sha256(&token).0.to_vec(),
        account: account.id,
        tenant: account.tenant,
        share: None,
        created_at: now,
        idle_expires_at: now + state.session_idle(),
        expires_at: now + state.session_absolute(),
    };
    tx.insert(row.clone()).await?;
    // Whoever logs in sweeps up what has ended, and with it the shares that opened something on a device.
    let ended = Condition::any()
        .add(session::Column::IdleExpiresAt.lte(now))
        .add(session::Column::ExpiresAt.lte(now));
    session::Entity::delete_many().filter(ended).exec(tx.c()).await?;
    let text = Bytes(token.to_vec()).to_base64url();
    let cookie = state.cookie().set(&text, state.session_absolute());
    Ok(Made {
        cookie: cookie.ok_or_else(|| ApiError::internal("the session token is no header value"))?,
        row,
    })
}

/// Everything that a browser needs to know of its session.
pub(super) async fn view(tx: &Tx<Login>, row: &session::Model) -> ApiResult<SessionView> {
    let account = account::Entity::find_by_id(row.account).one(tx.c()).await?;
    let account = account.ok_or(ProblemCode::SessionEnded)?;
    let tenant = tenant::Entity::find_by_id(row.tenant).one(tx.c()).await?;
    let tenant = tenant.ok_or(StoreError::Damaged("sessions.tenant"))?;
    let mut memberships = Vec::new();
    for (membership, organisation) in with_organisations(tx, account.id).await? {
        if member_state(&membership)? != MemberState::Invited {
            memberships.push(own_membership(tx, &membership, organisation).await?);
        }
    }
    Ok(SessionView {
        account: AccountId(account.id),
        login: account.login.clone().unwrap_or_default(),
        display_name: account.display_name.clone(),
        tenant: (!tenant.institute).then_some(TenantId(tenant.id)),
        tenant_slug: tenant.slug,
        tenant_name: tenant.name,
        operator: account.operator,
        memberships,
        salt: hash(account.salt.as_deref().unwrap_or_default())?,
        kdf: kdf(&account),
        idle_expires_at: row.idle_expires_at,
        expires_at: row.expires_at,
    })
}

/// The memberships of an account with their organisations: oldest organisation first, by name among those of one age.
async fn with_organisations(
    tx: &Tx<Login>,
    account: uuid::Uuid,
) -> Result<Vec<(membership::Model, organisation::Model)>, StoreError> {
    let memberships =
        membership::Entity::find().filter(membership::Column::Account.eq(account)).all(tx.c()).await?;
    let organisations = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(memberships.iter().map(|row| row.organisation)))
        .order_by_asc(organisation::Column::CreatedAt)
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(tx.c())
        .await?;
    let of = |organisation: &organisation::Model| {
        memberships.iter().find(|row| row.organisation == organisation.id).cloned()
    };
    Ok(organisations.into_iter().filter_map(|row| Some((of(&row)?, row))).collect())
}

async fn own_membership(
    tx: &Tx<Login>,
    row: &membership::Model,
    organisation: organisation::Model,
) -> ApiResult<OwnMembership> {
    let sealed = bundle::Entity::find_by_id((row.account, row.organisation)).one(tx.c()).await?;
    let (bundle, enrolment) = sealed.map_or((None, None), |sealed| (sealed.bundle, sealed.enrolment));
    let state = member_state(row)?;
    let invitation = match row.invitation {
        Some(id) if state == MemberState::Joined => invitation::Entity::find_by_id(id).one(tx.c()).await?,
        _ => None,
    };
    let invitation = invitation
        .and_then(|row| Some(SignedStatement { body: Bytes(row.body?), signature: Bytes(row.signature?) }));
    Ok(OwnMembership {
        organisation: OrganisationId(organisation.id),
        organisation_state: views::organisation_state(&organisation)?,
        organisation_name: organisation.name,
        key_hint: organisation.key_hint,
        grants: grants(row)?,
        state,
        bundle: bundle.filter(|_| state == MemberState::Certified).map(Bytes),
        enrolment: enrolment.filter(|_| state == MemberState::Joined).map(Bytes),
        invitation,
    })
}

/// Argon2id parameters of an account.
pub(super) fn kdf(account: &account::Model) -> Kdf {
    let number = |value: i64| u32::try_from(value).unwrap_or_default();
    Kdf {
        memory_kib: number(account.kdf_memory_kib),
        passes: number(account.kdf_passes),
        lanes: number(account.kdf_lanes),
    }
}

async fn own(tx: &Tx<Login>, caller: &Caller) -> ApiResult<session::Model> {
    let row = session::Entity::find_by_id(caller.session.clone()).one(tx.c()).await?;
    Ok(row.ok_or(ProblemCode::SessionEnded)?)
}

/// Who is logged in.
#[utoipa::path(get, path = v1::SESSION, responses((status = 200, body = SessionView)))]
async fn read(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<SessionView>> {
    let tx = state.db.login(Mode::Read).await?;
    let row = own(&tx, &caller).await?;
    Ok(Json(view(&tx, &row).await?))
}

/// The share that the server keeps with this session.
#[utoipa::path(get, path = v1::SESSION_SHARE, responses((status = 200, body = DeviceShare)))]
async fn share(State(state): State<AppState>, caller: Caller) -> ApiResult<Json<DeviceShare>> {
    let tx = state.db.login(Mode::Read).await?;
    let share = own(&tx, &caller).await?.share.ok_or(ProblemCode::NotFound)?;
    Ok(Json(DeviceShare { share: hash(&share)? }))
}

async fn set_share(state: &AppState, caller: &Caller, share: Option<Vec<u8>>) -> ApiResult<StatusCode> {
    let tx = state.db.login(Mode::Write).await?;
    session::Entity::update_many()
        .col_expr(session::Column::Share, Expr::value(share))
        .filter(session::Column::TokenHash.eq(caller.session.clone()))
        .exec(tx.c())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a share with this session.
#[utoipa::path(put, path = v1::SESSION_SHARE, request_body = DeviceShare, responses((status = 204)))]
async fn put_share(
    State(state): State<AppState>,
    caller: Caller,
    Json(share): Json<DeviceShare>,
) -> ApiResult<StatusCode> {
    set_share(&state, &caller, Some(share.share.0.to_vec())).await
}

/// Forgets the share of this session.
#[utoipa::path(delete, path = v1::SESSION_SHARE, responses((status = 204)))]
async fn delete_share(State(state): State<AppState>, caller: Caller) -> ApiResult<StatusCode> {
    set_share(&state, &caller, None).await
}
