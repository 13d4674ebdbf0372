//! Login and logout. The password never comes here: the client signs a challenge with a key made from it.

use super::{caller::session_of, check, session, verify};
use crate::{
    http::{ApiError, ApiResult, Json, Peer},
    state::AppState,
    store::{
        INSTITUTE, Login, Mode, StoreError, Tx,
        audit::{self, Act},
        entity::{account, login_challenge, membership, session as session_row, tenant},
        fake_salt_secret,
        logs::hash,
    },
};
use api::{
    Bytes32, ProblemCode,
    audit::AuditAction,
    auth::{Kdf, LoginChallenge, LoginFinish, LoginStart, SessionView, login_message},
    ids::{AccountId, ChallengeId, TenantId},
    limits::LOGIN_MAX,
    organisations::MemberState,
    paths::v1,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sha2::Sha256;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Seconds between challenge and answer; deriving the key on an old phone takes some of them.
const CHALLENGE_SECONDS: i64 = 300;

/// A sound public key that is looked at where there is no account, so that an unknown name costs what a wrong password
/// costs. Whatever it verifies counts for nothing. It is the base point of the curve (RFC 8032, 5.1).
const NOBODYS_KEY: [u8; 32] = {
    let mut point = [0x66; 32];
    point[0] = 0x58;
    point
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(start)).routes(routes!(finish)).routes(routes!(logout))
}

/// Begins a login. Whether tenant and name exist shows neither in the answer nor in what it costs.
#[utoipa::path(post, path = v1::LOGIN_START, request_body = LoginStart, responses((status = 200, body = LoginChallenge)))]
async fn start(
    State(state): State<AppState>,
    peer: Peer,
    Json(start): Json<LoginStart>,
) -> ApiResult<Json<LoginChallenge>> {
    if start.login.chars().count() > LOGIN_MAX || start.tenant.len() > LOGIN_MAX {
        return Err(ProblemCode::LoginFailed.into());
    }
    let slug = check::fold(&start.tenant);
    let login = check::fold(&start.login);
    // As the account is looked for: other spellings of a name get no attempts of their own.
    state.limits.login(&slug, &login, peer)?;
    let now = state.now();
    let tx = state.db.login(Mode::Write).await?;
    login_challenge::Entity::delete_many()
        .filter(login_challenge::Column::ExpiresAt.lte(now))
        .exec(tx.c())
        .await?;
    let tenant = tenant::Entity::find().filter(tenant::Column::Slug.eq(slug.clone())).one(tx.c()).await?;
    let account = account::Entity::find()
        .filter(account::Column::Tenant.eq(tenant.as_ref().map_or(Uuid::max(), |tenant| tenant.id)))
        .filter(account::Column::LoginFolded.eq(login.clone()))
        .one(tx.c())
        .await?;
    let fake = fake_salt(&fake_salt_secret(&tx).await?, &slug, &login)?;
    let (salt, kdf) = match &account {
        Some(account) => (hash(account.salt.as_deref().unwrap_or_default())?, session::kdf(account)),
        None => (fake, Kdf::DEFAULT),
    };
    let mut random = [0; 48];
    getrandom::fill(&mut random).map_err(|_| StoreError::Randomness)?;
    let challenge = LoginChallenge {
        challenge: ChallengeId(
            uuid::Builder::from_random_bytes(*random.first_chunk().unwrap_or(&[0; 16])).into_uuid(),
        ),
        nonce: Bytes32(*random.last_chunk().unwrap_or(&[0; 32])),
        salt,
        kdf,
        expires_at: now + CHALLENGE_SECONDS,
        origin: state.origin().to_owned(),
    };
    tx.insert(login_challenge::Model {
        id: challenge.challenge.0,
        tenant_slug: start.tenant,
        login: start.login,
        tenant: tenant.map(|tenant| tenant.id),
        account: account.map(|account| account.id),
        nonce: challenge.nonce.0.to_vec(),
        expires_at: challenge.expires_at,
    })
    .await?;
    tx.commit().await?;
    Ok(Json(challenge))
}

/// The same salt for the same unknown name, every time.
fn fake_salt(secret: &[u8], slug: &str, login: &str) -> Result<Bytes32, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| StoreError::Damaged("secrets"))?;
    for part in [slug, login] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    Ok(Bytes32(mac.finalize().into_bytes().into()))
}

/// Ends a login with the signed challenge. Every failure looks the same.
#[utoipa::path(post, path = v1::LOGIN_FINISH, request_body = LoginFinish, responses((status = 200, body = SessionView)))]
async fn finish(
    State(state): State<AppState>,
    headers: HeaderMap,
    Json(finish): Json<LoginFinish>,
) -> ApiResult<([(header::HeaderName, HeaderValue); 1], Json<SessionView>)> {
    let now = state.now();
    let tx = state.db.login(Mode::Write).await?;
    let challenge = login_challenge::Entity::find_by_id(finish.challenge.0).one(tx.c()).await?;
    let challenge = challenge.ok_or(ProblemCode::LoginFailed)?;
    // Deleting it tells whether it was still there: of two answers to one challenge only one finds it.
    let deleted = login_challenge::Entity::delete_by_id(finish.challenge.0).exec(tx.c()).await?;
    if deleted.rows_affected != 1 || challenge.expires_at <= now {
        tx.commit().await?;
        return Err(ProblemCode::LoginFailed.into());
    }
    let account = match challenge.account {
        Some(id) => account::Entity::find_by_id(id).one(tx.c()).await?,
        None => None,
    };
    let message = login_message(
        state.origin(),
        &challenge.tenant_slug,
        &challenge.login,
        finish.challenge,
        &hash(&challenge.nonce)?,
        challenge.expires_at,
    );
    let key = account.as_ref().and_then(|account| account.login_key.as_deref());
    let signed = verify::signature(key.unwrap_or(&NOBODYS_KEY), &message, &finish.signature.0).is_ok();
    let verified = account.filter(|account| signed && account.login_key.is_some());
    let Some(account) = verified else {
        if let Some(tenant) = challenge.tenant {
            let account = challenge.account.map(AccountId);
            audit::append(&tx, now, Act::new(TenantId(tenant), account, AuditAction::LoginFailed)).await?;
        }
        tx.commit().await?;
        return Err(ProblemCode::LoginFailed.into());
    };
    if !account.operator && is_blocked_everywhere(&tx, account.id).await? {
        tx.commit().await?;
        return Err(ProblemCode::AccountBlocked.into());
    }
    let made = begin_session(&tx, &state, &headers, &account, (AuditAction::LoggedIn, None)).await?;
    let view = session::view(&tx, &made.row).await?;
    tx.commit().await?;
    state.limits.login_succeeded(&check::fold(&challenge.tenant_slug), &check::fold(&challenge.login));
    Ok(([(header::SET_COOKIE, made.cookie)], Json(view)))
}

/// Makes a session, notes the login and says so in the audit. The session that this browser had before ends: its cookie is
/// replaced, so nobody could end it any more, and its share would outlive what it opened.
pub(super) async fn begin_session(
    tx: &Tx<Login>,
    state: &AppState,
    headers: &HeaderMap,
    account: &account::Model,
    (action, organisation): (AuditAction, Option<Uuid>),
) -> ApiResult<session::Made> {
    if let Some(before) = session_of(state, headers) {
        session_row::Entity::delete_by_id(before).exec(tx.c()).await?;
    }
    let made = session::make(tx, state, account).await?;
    account::Entity::update_many()
        .col_expr(account::Column::LastLoginAt, Expr::value(state.now()))
        .filter(account::Column::Id.eq(account.id))
        .exec(tx.c())
        .await?;
    let mut act = Act::new(TenantId(account.tenant), Some(AccountId(account.id)), action)
        .on(account.id, account.display_name.clone());
    act.organisation = organisation.map(api::ids::OrganisationId);
    audit::append(tx, state.now(), act).await?;
    Ok(made)
}

/// Whether every membership is blocked. Who has none was never let in.
async fn is_blocked_everywhere(tx: &Tx<Login>, account: Uuid) -> Result<bool, StoreError> {
    let rows = membership::Entity::find().filter(membership::Column::Account.eq(account)).all(tx.c()).await?;
    Ok(rows.iter().all(|row| row.state == super::member::text(MemberState::Blocked)))
}

/// Ends the session. Without one there is nothing to end.
#[utoipa::path(post, path = v1::LOGOUT, responses((status = 204)))]
async fn logout(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<(StatusCode, [(header::HeaderName, HeaderValue); 1]), ApiError> {
    if let Some(hash) = session_of(&state, &headers) {
        let tx = state.db.login(Mode::Write).await?;
        if let Some(row) = session_row::Entity::find_by_id(hash.clone()).one(tx.c()).await? {
            session_row::Entity::delete_by_id(hash).exec(tx.c()).await?;
            let act = Act::new(TenantId(row.tenant), Some(AccountId(row.account)), AuditAction::LoggedOut);
            audit::append(&tx, state.now(), act).await?;
        }
        tx.commit().await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, state.cookie().clear())]))
}

/// Whether this is the institute's own tenant.
pub(super) fn is_institute(tenant: Uuid) -> bool {
    tenant == INSTITUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_nobody_is_looked_at_like_any_other() {
        assert!(verify::public_key(&NOBODYS_KEY).is_some());
    }
}
