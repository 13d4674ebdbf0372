//! A new password: new salt, parameters, login key and everything that is sealed under the old one, in one transaction.

use super::{caller::Caller, check, member::state as member_state, verify};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        ForChange, Login, Mode, StoreError, Tx,
        audit::{self, Act},
        entity::{account, bundle, membership, session},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    auth::{PasswordChange, password_message},
    ids::OrganisationId,
    organisations::MemberState,
    paths::v1,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::BTreeMap;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(change))
}

/// Changes the own password. All other sessions of the account end.
#[utoipa::path(post, path = v1::PASSWORD, request_body = PasswordChange, responses((status = 204)))]
async fn change(
    State(state): State<AppState>,
    caller: Caller,
    Json(change): Json<PasswordChange>,
) -> ApiResult<StatusCode> {
    state.limits.password(caller.account)?;
    check::kdf(change.kdf)?;
    if verify::public_key(&change.login_public_key.0).is_none() {
        return Err(ProblemCode::BadRequest.into());
    }
    let tx = state.db.login(Mode::Write).await?;
    let account = account::Entity::find_by_id(caller.account.0).for_change().one(tx.c()).await?;
    let account = account.ok_or(ProblemCode::SessionEnded)?;
    let message = password_message(state.origin(), caller.account, &change);
    verify::signature(account.login_key.as_deref().unwrap_or_default(), &message, &change.signature.0)?;
    replace_bundles(&tx, caller.account.0, &change).await?;
    account::Entity::update_many()
        .col_expr(account::Column::Salt, Expr::value(change.salt.0.to_vec()))
        .col_expr(account::Column::KdfMemoryKib, Expr::value(i64::from(change.kdf.memory_kib)))
        .col_expr(account::Column::KdfPasses, Expr::value(i64::from(change.kdf.passes)))
        .col_expr(account::Column::KdfLanes, Expr::value(i64::from(change.kdf.lanes)))
        .col_expr(account::Column::LoginKey, Expr::value(change.login_public_key.0.to_vec()))
        .filter(account::Column::Id.eq(caller.account.0))
        .exec(tx.c())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::Account.eq(caller.account.0))
        .filter(session::Column::TokenHash.ne(caller.session.clone()))
        .exec(tx.c())
        .await?;
    let act = Act::new(caller.tenant, Some(caller.account), AuditAction::PasswordChanged);
    audit::append(&tx, state.now(), act).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nothing may be left behind under the old password: there is exactly one new bundle per certified membership and one
/// new enrolment envelope per membership that waits for its key, or may need it under later rights.
async fn replace_bundles(tx: &Tx<Login>, account: Uuid, change: &PasswordChange) -> ApiResult<()> {
    let rows = membership::Entity::find().filter(membership::Column::Account.eq(account)).all(tx.c()).await?;
    let mut expected = BTreeMap::new();
    for row in &rows {
        let sealed = bundle::Entity::find_by_id((account, row.organisation)).one(tx.c()).await?;
        let waits = |sealed: &bundle::Model| sealed.enrolment.is_some();
        match member_state(row)? {
            MemberState::Certified => {
                expected.insert(OrganisationId(row.organisation), true);
            }
            MemberState::Joined if sealed.as_ref().is_some_and(waits) => {
                expected.insert(OrganisationId(row.organisation), false);
            }
            MemberState::Joined | MemberState::Invited | MemberState::Blocked => {}
        }
    }
    let named: Vec<OrganisationId> = change.bundles.iter().map(|bundle| bundle.organisation).collect();
    if !expected.keys().eq(named.iter()) {
        return Err(ProblemCode::BadRequest.into());
    }
    for new in &change.bundles {
        check::bundle(&new.bundle)?;
        let certified = expected.get(&new.organisation) == Some(&true);
        let sealed = new.bundle.0.clone();
        let (bundle, enrolment) = if certified { (Some(sealed), None) } else { (None, Some(sealed)) };
        put_bundle(tx, account, new.organisation.0, bundle, enrolment).await?;
    }
    Ok(())
}

/// Sets what is sealed of a membership.
pub(super) async fn put_bundle<S: crate::store::Scope>(
    tx: &Tx<S>,
    account: Uuid,
    organisation: Uuid,
    bundle: Option<Vec<u8>>,
    enrolment: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    bundle::Entity::delete_by_id((account, organisation)).exec(tx.c()).await?;
    if bundle.is_some() || enrolment.is_some() {
        tx.insert(bundle::Model { account, organisation, bundle, enrolment }).await?;
    }
    Ok(())
}
