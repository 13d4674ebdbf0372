//! What only the root may say, whose seed lies on the sheet in the safe: a new administrator, a new root.

use super::{begin_as_administrator, epochs::key_in_use};
use crate::{
    http::{ApiError, ApiResult, Json},
    routes::{
        access,
        caller::{Caller, Colleague},
        check,
        extract::At,
        member::{Member, check_grants, grants, grants_text, state as member_state},
        password::put_bundle,
        setup::{certify, receipt_of},
        verify,
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{membership, org_log, organisation},
        logs::{append_to_organisation, lock_organisation, organisation_head, organisation_knows, small},
    },
};
use api::{
    Bytes32, ProblemCode,
    audit::AuditAction,
    ids::OrganisationId,
    keys::CreateRecovery,
    organisations::{MemberState, PostStatement, Receipt, Role},
    paths::v1,
    signing::KIND_BUNDLE,
    statement::{Payload, Recovery, SignedStatement, Statement, SuccessorRoot},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(recover)).routes(routes!(succeed))
}

/// Reads a statement that the root signed for the caller. It must name a head that the log has.
async fn by_root(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    caller: &Caller,
    signed: &SignedStatement,
) -> ApiResult<Statement> {
    let root = row.root.as_deref().ok_or(ProblemCode::NotSetUp)?;
    let statement = verify::decode(signed)?;
    if statement.organisation.0 != row.id
        || statement.signer != caller.account
        || statement.certificate != Bytes32::ZERO
    {
        return Err(ProblemCode::BadStatement.into());
    }
    verify::statement(root, caller.tenant, signed, &statement)?;
    if organisation_knows(tx, statement.organisation, &statement.heads.organisation).await? {
        Ok(statement)
    } else {
        Err(ProblemCode::BadStatement.into())
    }
}

/// The caller's membership, however far it is. Who was blocked stays blocked.
async fn membership_of(
    tx: &Tx<Organisation>,
    caller: &Caller,
    organisation: OrganisationId,
) -> ApiResult<Member> {
    let row = membership::Entity::find_by_id((caller.account.0, organisation.0)).one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::NotFound)?;
    if member_state(&row)? == MemberState::Blocked {
        return Err(ProblemCode::AccountBlocked.into());
    }
    let grants = grants(&row)?;
    Ok(Member { tenant: caller.tenant, organisation, account: caller.account, grants, row })
}

/// The caller administers from now on, with the keys that the root names. The same once more is 200.
#[utoipa::path(post, path = v1::RECOVERY, params(("organisation" = OrganisationId, Path)),
    request_body = CreateRecovery,
    responses((status = 201, body = Receipt), (status = 200, body = Receipt)))]
async fn recover(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(create): Json<CreateRecovery>,
) -> ApiResult<(StatusCode, Json<Receipt>)> {
    let now = state.now();
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = membership_of(&tx, &caller, organisation).await?;
    if let Some(known) = receipt_of(&tx, organisation, &create.statement).await? {
        return Ok((StatusCode::OK, Json(known)));
    }
    let statement = by_root(&tx, &row, &caller, &create.statement).await?;
    let Payload::Recovery(recovery) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    check_recovery(&tx, &row, &member, recovery).await?;
    check::under_key_in_use(&create.bundle, KIND_BUNDLE, key_in_use(&row)?)?;
    let head = append_to_organisation(&tx, &row, &create.statement, &statement, now).await?;
    let rights = (grants_text(&recovery.grants)?, i64::from(recovery.version));
    certify(&tx, &member, &recovery.keys, create.statement.hash(), rights, &recovery.display_name).await?;
    put_bundle(&tx, member.account.0, organisation.0, Some(create.bundle.0), None).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::AdministratorRecovered)
        .of(organisation)
        .on(member.account.0, recovery.display_name.clone());
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Receipt { head, at: now })))
}

async fn check_recovery(
    tx: &Tx<Organisation>,
    row: &organisation::Model,
    member: &Member,
    recovery: &Recovery,
) -> ApiResult<()> {
    verify::account_keys(&recovery.keys)?;
    check::name(&recovery.display_name)?;
    check_grants(tx, member.organisation, &recovery.grants).await?;
    if recovery.keys.account != member.account || !access::is(&recovery.grants, Role::Administrator) {
        return Err(ProblemCode::BadStatement.into());
    }
    // Versions count up one by one: behind the highest number no statement could follow.
    if i64::from(recovery.version) != member.row.rights_version.saturating_add(1) {
        let known = small(member.row.rights_version);
        return Err(ApiError::conflict(Some(known), Some(organisation_head(row)?)));
    }
    Ok(())
}

/// Whether a root is or was the organisation's. None comes back.
async fn was_root(tx: &Tx<Organisation>, row: &organisation::Model, root: &Bytes32) -> ApiResult<bool> {
    let entries = org_log::Entity::find()
        .filter(org_log::Column::Organisation.eq(row.id))
        .filter(org_log::Column::Object.eq(row.id))
        .all(tx.c())
        .await?;
    for entry in &entries {
        let statement = Statement::from_cbor(&entry.body).map_err(|_| StoreError::Damaged("org_log.body"))?;
        let known = match &statement.payload {
            Payload::Genesis(genesis) => genesis.root == *root,
            Payload::SuccessorRoot(successor) => successor.root == *root,
            _ => false,
        };
        if known {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Another root takes the place of the one that signs.
#[utoipa::path(post, path = v1::ROOT, params(("organisation" = OrganisationId, Path)),
    request_body = PostStatement, responses((status = 200, body = Receipt)))]
async fn succeed(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(post): Json<PostStatement>,
) -> ApiResult<Json<Receipt>> {
    let now = state.now();
    let (tx, row, member) = begin_as_administrator(&state, &caller, organisation).await?;
    // First, because the successor verifies no signature of the root before it.
    if let Some(known) = receipt_of(&tx, organisation, &post.statement).await? {
        return Ok(Json(known));
    }
    let statement = by_root(&tx, &row, &caller, &post.statement).await?;
    let Payload::SuccessorRoot(SuccessorRoot { root }) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    if verify::public_key(&root.0).is_none() || was_root(&tx, &row, root).await? {
        return Err(ProblemCode::BadStatement.into());
    }
    let head = append_to_organisation(&tx, &row, &post.statement, &statement, now).await?;
    organisation::Entity::update_many()
        .col_expr(organisation::Column::Root, Expr::value(root.0.to_vec()))
        .filter(organisation::Column::Id.eq(organisation.0))
        .exec(tx.c())
        .await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::RootReplaced)
        .of(organisation)
        .on(row.id, row.name);
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok(Json(Receipt { head, at: now }))
}
