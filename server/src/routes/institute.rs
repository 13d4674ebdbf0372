//! What the institute's operators see and do. Each look into a tenant stands in that tenant's audit, in the same
//! transaction as the look.

use super::{
    caller::Operator,
    cases::load::{parts, summary, teams},
    extract::At,
    founding::{check_unsigned, create_tenant, insert_setup, invite_operator},
    member::text,
    organisations::administrator,
    views,
};
use crate::{
    http::{ApiError, ApiResult, Cbor, Json},
    state::AppState,
    store::{
        ForChange, Institute, Mode, Scope, StoreError, Tx,
        audit::{self, Act},
        entity::{account, case, invitation, membership, organisation, tenant},
        logs::small,
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    cases::{CaseFile, CaseSummary},
    ids::{AccountId, CaseId, OrganisationId, TenantId},
    institute::{CreateTenant, RenewSetup, TenantCases, TenantOrganisation, TenantStructure, TenantView},
    invitations::{InvitationKind, InvitationState, InvitationView, UnsignedInvitation},
    organisations::{MemberState, OrganisationState},
    paths::v1,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(structure))
        .routes(routes!(renew))
        .routes(routes!(cases))
        .routes(routes!(one_case))
        .routes(routes!(invite))
}

async fn find(tx: &Tx<Institute>, id: TenantId) -> ApiResult<tenant::Model> {
    let row = tenant::Entity::find_by_id(id.0).one(tx.c()).await?;
    Ok(row.filter(|row| !row.institute).ok_or(ProblemCode::NotFound)?)
}

async fn look(
    tx: &Tx<Institute>,
    operator: AccountId,
    tenant: &tenant::Model,
    action: AuditAction,
    object: Option<(Uuid, &str)>,
    now: i64,
) -> Result<(), StoreError> {
    let mut act = Act::new(TenantId(tenant.id), Some(operator), action);
    if let Some((id, label)) = object {
        act = act.on(id, label);
    }
    audit::append(tx, now, act).await
}

/// What is clear about a tenant.
pub(super) async fn view<S: Scope>(tx: &Tx<S>, row: &tenant::Model) -> Result<TenantView, StoreError> {
    let organisations =
        organisation::Entity::find().filter(organisation::Column::Tenant.eq(row.id)).all(tx.c()).await?;
    let people = account::Entity::find()
        .filter(account::Column::Tenant.eq(row.id))
        .filter(account::Column::Login.is_not_null())
        .count(tx.c())
        .await?;
    let all = case::Entity::find().filter(case::Column::Tenant.eq(row.id));
    let open = all.clone().filter(case::Column::State.eq("open")).count(tx.c()).await?;
    let all = all.count(tx.c()).await?;
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let ready = |row: &organisation::Model| row.state == views::organisation_text(OrganisationState::Ready);
    Ok(TenantView {
        id: TenantId(row.id),
        slug: row.slug.clone(),
        name: row.name.clone(),
        organisations: count(organisations.len() as u64),
        people: count(people),
        open_cases: count(open),
        cases: count(all),
        ready: organisations.iter().all(ready),
        created_at: row.created_at,
    })
}

/// All tenants.
#[utoipa::path(get, path = v1::TENANTS, responses((status = 200, body = Vec<TenantView>)))]
async fn list(State(state): State<AppState>, Operator(caller): Operator) -> ApiResult<Json<Vec<TenantView>>> {
    let tx = state.db.institute(Mode::Read, Some(caller.account)).await?;
    let rows = tenant::Entity::find()
        .filter(tenant::Column::Institute.eq(false))
        .order_by_asc(tenant::Column::Name)
        .all(tx.c())
        .await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in &rows {
        out.push(view(&tx, row).await?);
    }
    Ok(Json(out))
}

/// Creates a tenant with its first organisation.
#[utoipa::path(post, path = v1::TENANTS, request_body = CreateTenant, responses((status = 201, body = TenantView)))]
async fn create(
    State(state): State<AppState>,
    Operator(caller): Operator,
    Json(create): Json<CreateTenant>,
) -> ApiResult<(StatusCode, Json<TenantView>)> {
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    let view = create_tenant(&tx, &create, state.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Structure of a tenant: organisations, units, people.
#[utoipa::path(get, path = v1::TENANT, params(("tenant" = TenantId, Path)),
    responses((status = 200, body = TenantStructure)))]
async fn structure(
    State(state): State<AppState>,
    Operator(caller): Operator,
    At(id): At<TenantId>,
) -> ApiResult<Json<TenantStructure>> {
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    let tenant = find(&tx, id).await?;
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Tenant.eq(id.0))
        .order_by_asc(organisation::Column::CreatedAt)
        .order_by_asc(organisation::Column::Id)
        .all(tx.c())
        .await?;
    let mut organisations = Vec::with_capacity(rows.len());
    for row in rows {
        let id = OrganisationId(row.id);
        let cases = case::Entity::find().filter(case::Column::Organisation.eq(row.id)).count(tx.c()).await?;
        organisations.push(TenantOrganisation {
            id,
            state: views::organisation_state(&row)?,
            units: views::chart(super::member::units(&tx, id).await?),
            people: views::people(&tx, id, true).await?,
            cases: small(i64::try_from(cases).unwrap_or(i64::MAX)),
            name: row.name,
        });
    }
    let structure = TenantStructure { tenant: view(&tx, &tenant).await?, organisations };
    look(&tx, caller.account, &tenant, AuditAction::InstituteLooked, None, state.now()).await?;
    tx.commit().await?;
    Ok(Json(structure))
}

/// A new setup link for an organisation whose first administrator never arrived, or that has lost all its administrators. In
/// the second case the link makes a new account that nobody gives any rights: only the root on the organisation's own sheet
/// makes an administrator of it.
#[utoipa::path(post, path = v1::TENANT_SETUP, params(("tenant" = TenantId, Path)), request_body = RenewSetup,
    responses((status = 201, body = InvitationView)))]
async fn renew(
    State(state): State<AppState>,
    Operator(caller): Operator,
    At(id): At<TenantId>,
    Json(renew): Json<RenewSetup>,
) -> ApiResult<(StatusCode, Json<InvitationView>)> {
    let now = state.now();
    check_unsigned(&renew.invitation, now)?;
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    find(&tx, id).await?;
    let row = organisation::Entity::find_by_id(renew.organisation.0).for_change().one(tx.c()).await?;
    let row = row.filter(|row| row.tenant == id.0).ok_or(ProblemCode::NotFound)?;
    let (grants, action) = if views::organisation_state(&row)? == OrganisationState::Ready {
        // An account that is there has its rights, and its owner.
        let known = account::Entity::find_by_id(renew.invitation.account.0).one(tx.c()).await?;
        if known.is_some() {
            return Err(ProblemCode::IdTaken.into());
        }
        (Vec::new(), AuditAction::EmergencyAccess)
    } else if is_founded_from_within(&tx, renew.organisation).await? {
        return Err(ProblemCode::Forbidden.into());
    } else {
        (administrator(), AuditAction::Invited)
    };
    forget_open_setups(&tx, renew.organisation).await?;
    let made = insert_setup(&tx, id, renew.organisation, &renew.invitation, &grants, now).await?;
    let act = Act::new(id, Some(caller.account), action)
        .of(renew.organisation)
        .on(made.account, made.display_name.clone());
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(views::invitation(&made, now)?)))
}

/// Ends the open setup links of an organisation. Whoever was invited with one and never came is not a person of it.
async fn forget_open_setups(tx: &Tx<Institute>, organisation: OrganisationId) -> Result<(), StoreError> {
    let open = Condition::all()
        .add(invitation::Column::Organisation.eq(organisation.0))
        .add(invitation::Column::Kind.eq(views::invitation_kind_text(InvitationKind::Setup)))
        .add(invitation::Column::State.eq(views::invitation_text(InvitationState::Open)));
    let invited = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Account)
        .filter(open.clone())
        .into_query();
    membership::Entity::delete_many()
        .filter(membership::Column::Organisation.eq(organisation.0))
        .filter(membership::Column::State.eq(text(MemberState::Invited)))
        .filter(membership::Column::Account.in_subquery(invited))
        .exec(tx.c())
        .await?;
    invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(views::invitation_text(InvitationState::Revoked)))
        .filter(open)
        .exec(tx.c())
        .await?;
    Ok(())
}

/// Whether somebody of the tenant's other organisations made this one. Then its administrator is there, and an operator
/// who made another one would let himself into the tenant.
async fn is_founded_from_within(tx: &Tx<Institute>, organisation: OrganisationId) -> ApiResult<bool> {
    let founders = membership::Entity::find()
        .select_only()
        .column(membership::Column::Account)
        .filter(membership::Column::Organisation.eq(organisation.0))
        .filter(membership::Column::State.ne(text(MemberState::Invited)));
    let from_elsewhere = account::Entity::find()
        .filter(account::Column::Id.in_subquery(founders.into_query()))
        .filter(account::Column::Home.ne(organisation.0));
    Ok(from_elsewhere.count(tx.c()).await? > 0)
}

/// Cases of a tenant, clear columns only.
#[utoipa::path(get, path = v1::TENANT_CASES, params(("tenant" = TenantId, Path)),
    responses((status = 200, body = TenantCases)))]
async fn cases(
    State(state): State<AppState>,
    Operator(caller): Operator,
    At(id): At<TenantId>,
) -> ApiResult<Json<TenantCases>> {
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    let tenant = find(&tx, id).await?;
    let rows = case::Entity::find()
        .filter(case::Column::Tenant.eq(id.0))
        .order_by_desc(case::Column::UpdatedAt)
        .order_by_asc(case::Column::Id)
        .all(tx.c())
        .await?;
    let mut out: Vec<CaseSummary> = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(api::limits::BATCH_MAX) {
        let ids: Vec<Uuid> = chunk.iter().map(|row| row.id).collect();
        let mut teams = teams(&tx, &ids).await?;
        for row in chunk {
            out.push(summary(row.clone(), teams.remove(&row.id).unwrap_or_default())?);
        }
    }
    look(&tx, caller.account, &tenant, AuditAction::InstituteLookedAtCases, None, state.now()).await?;
    tx.commit().await?;
    Ok(Json(TenantCases { cases: out }))
}

/// One case as support sees it: no envelope, no slot.
#[utoipa::path(get, path = v1::TENANT_CASE, params(("tenant" = TenantId, Path), ("case" = CaseId, Path)),
    responses((status = 200, body = CaseFile, content_type = "application/cbor")))]
async fn one_case(
    State(state): State<AppState>,
    Operator(caller): Operator,
    At((id, case)): At<(TenantId, CaseId)>,
) -> Result<Cbor<CaseFile>, ApiError> {
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    let tenant = find(&tx, id).await?;
    let row = case::Entity::find_by_id(case.0).one(tx.c()).await?;
    let row = row.filter(|row| row.tenant == id.0).ok_or(ProblemCode::NotFound)?;
    let team = teams(&tx, &[case.0]).await?.remove(&case.0).unwrap_or_default();
    let code = row.code.clone();
    let file = CaseFile {
        summary: summary(row, team)?,
        slots: Vec::new(),
        parts: parts(&tx, case.0, None).await?,
        writable: false,
    };
    let object = Some((case.0, code.as_str()));
    look(&tx, caller.account, &tenant, AuditAction::InstituteLookedAtCase, object, state.now()).await?;
    tx.commit().await?;
    Ok(Cbor(file))
}

/// Invites a further operator.
#[utoipa::path(post, path = v1::OPERATORS, request_body = UnsignedInvitation,
    responses((status = 201, body = InvitationView)))]
async fn invite(
    State(state): State<AppState>,
    Operator(caller): Operator,
    Json(invitation): Json<UnsignedInvitation>,
) -> ApiResult<(StatusCode, Json<InvitationView>)> {
    let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
    let view = invite_operator(&tx, &invitation, state.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}
