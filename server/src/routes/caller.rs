//! Who asks: the session behind the cookie, looked up for every request.

use crate::{
    http::ApiError,
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        entity::{membership, session},
        saving::{self, Known},
    },
};
use api::{
    Bytes, ProblemCode,
    chain::sha256,
    ids::{AccountId, OrganisationId, TenantId},
    organisations::MemberState,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// A session is moved forward at most this often, so that reading does not mean writing every time.
const SLIDE_SECONDS: i64 = 60;

/// Somebody with a session.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub account: AccountId,
    pub tenant: TenantId,
    pub operator: bool,
    pub session: Vec<u8>,
    /// As they were when the request came: they say in whose name to ask, and what somebody may do there is looked at anew
    /// in the transaction (see [`super::member::Member`]).
    pub memberships: Vec<membership::Model>,
}

/// Somebody of a tenant.
pub(super) struct Colleague(pub Caller);

/// An operator of the institute.
pub(super) struct Operator(pub Caller);

impl Caller {
    /// Begins a transaction in the name of one organisation.
    pub(super) async fn begin(
        &self,
        state: &AppState,
        mode: Mode,
        organisation: OrganisationId,
    ) -> Result<Tx<Organisation>, StoreError> {
        state.db.organisation(mode, self.account, self.tenant, vec![organisation]).await
    }

    /// Begins a transaction in the name of all organisations where the caller may act.
    pub(super) async fn begin_everywhere(
        &self,
        state: &AppState,
        mode: Mode,
    ) -> Result<Tx<Organisation>, StoreError> {
        let acting = [super::member::text(MemberState::Joined), super::member::text(MemberState::Certified)];
        let organisations = self
            .memberships
            .iter()
            .filter(|row| acting.contains(&row.state.as_str()))
            .map(|row| OrganisationId(row.organisation))
            .collect();
        state.db.organisation(mode, self.account, self.tenant, organisations).await
    }
}

/// What the database knows of a token: only its hash, so that a copy of the database opens no session.
pub(super) fn token_hash(token: &str) -> Option<Vec<u8>> {
    let token = Bytes::from_base64url(token).ok()?;
    (token.0.len() == 32).then(|| sha256(&token.0).0.to_vec())
}

/// Hash of the token in the cookie, whether or not it is still good.
pub(super) fn session_of(state: &AppState, headers: &HeaderMap) -> Option<Vec<u8>> {
    state.cookie().read(headers).and_then(token_hash)
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let hash = session_of(state, &parts.headers).ok_or(ProblemCode::SessionEnded)?;
        let now = state.now();
        let tx = state.db.login(Mode::Read).await?;
        let known = saving::known(&tx, &hash).await?;
        let known =
            known.filter(|known| known.session.idle_expires_at > now && known.session.expires_at > now);
        let Known { session: found, account, memberships } = known.ok_or(ProblemCode::SessionEnded)?;
        drop(tx);
        let idle_expires_at = (now + state.session_idle()).min(found.expires_at);
        if idle_expires_at >= found.idle_expires_at + SLIDE_SECONDS {
            let tx = state.db.login(Mode::Write).await?;
            session::Entity::update_many()
                .col_expr(session::Column::IdleExpiresAt, Expr::value(idle_expires_at))
                .filter(session::Column::TokenHash.eq(hash.clone()))
                .exec(tx.c())
                .await?;
            tx.commit().await?;
        }
        Ok(Self {
            account: AccountId(found.account),
            tenant: TenantId(found.tenant),
            operator: account.operator,
            session: hash,
            memberships,
        })
    }
}

impl FromRequestParts<AppState> for Colleague {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        if caller.operator { Err(ProblemCode::Forbidden.into()) } else { Ok(Self(caller)) }
    }
}

impl FromRequestParts<AppState> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        if caller.operator { Ok(Self(caller)) } else { Err(ProblemCode::Forbidden.into()) }
    }
}
