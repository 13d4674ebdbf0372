//! Organisations: further ones of a tenant, what members see, name and key hint, the log.

use super::{
    access,
    caller::{Caller, Colleague},
    check,
    extract::{Ask, At},
    member::{Member, grants, grants_text, state as member_state, text, units},
    views,
};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        ForChange, Institute, Mode, Organisation, Scope, StoreError, Tx,
        audit::{self, Act},
        entity::{invitation, membership, org_log, organisation},
        logs::{hash, number, organisation_head, signed},
    },
};
use api::{
    Bytes, ProblemCode,
    audit::AuditAction,
    ids::{AccountId, OrganisationId, TenantId},
    limits::BATCH_MAX,
    organisations::{
        CreateOrganisation, Grant, LogPage, MemberState, OrganisationState, OrganisationView, Role,
        Scope as Reach, UpdateOrganisation,
    },
    paths::v1,
    records::{LogContent, LogEntry},
    statement::SignedStatement,
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(read, update)).routes(routes!(log))
}

/// All rights of a first administrator.
pub(super) fn administrator() -> Vec<Grant> {
    vec![Grant { role: Role::Administrator, scope: Reach::Organisation, unit: None }]
}

/// An organisation without keys.
pub(super) fn blank(id: OrganisationId, tenant: TenantId, name: &str, now: i64) -> organisation::Model {
    organisation::Model {
        id: id.0,
        tenant: tenant.0,
        name: name.to_owned(),
        state: views::organisation_text(OrganisationState::Created).to_owned(),
        key_hint: String::new(),
        root: None,
        key_epoch: 0,
        key_id: None,
        head_n: 0,
        head_hash: vec![0; 32],
        created_at: now,
    }
}

/// Adds a further organisation to the tenant. The asking administrator becomes its first administrator.
#[utoipa::path(post, path = v1::ORGANISATIONS, request_body = CreateOrganisation,
    responses((status = 201, body = OrganisationView)))]
async fn create(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    Json(create): Json<CreateOrganisation>,
) -> ApiResult<(StatusCode, Json<OrganisationView>)> {
    check::name(&create.name)?;
    let mine = caller.begin_everywhere(&state, Mode::Read).await?;
    let mut organisations = mine.scope().organisations.clone();
    if !administers_any(&mine, &caller).await? {
        return Err(ProblemCode::Forbidden.into());
    }
    drop(mine);
    if !organisations.contains(&create.id) {
        organisations.push(create.id);
    }
    let tx = state.db.organisation(Mode::Write, caller.account, caller.tenant, organisations).await?;
    // Once more, now that nothing can change any more.
    if !administers_any(&tx, &caller).await? {
        return Err(ProblemCode::Forbidden.into());
    }
    match organisation::Entity::find_by_id(create.id.0).one(tx.c()).await? {
        Some(known) => {
            let member = Member::load(&tx, &caller, create.id).await.map_err(|_| ProblemCode::IdTaken)?;
            if known.name != create.name || !access::is(&member.grants, Role::Administrator) {
                return Err(ProblemCode::IdTaken.into());
            }
            return Ok((StatusCode::CREATED, Json(view(&tx, &member, known, state.now()).await?)));
        }
        None => make(&tx, &caller, &create, state.now()).await?,
    }
    let act = Act::new(caller.tenant, Some(caller.account), AuditAction::OrganisationCreated)
        .of(create.id)
        .on(create.id.0, create.name);
    audit::append(&tx, state.now(), act).await?;
    let member = Member::load(&tx, &caller, create.id).await?;
    let row =
        organisation::Entity::find_by_id(create.id.0).one(tx.c()).await?.ok_or(ProblemCode::NotFound)?;
    let view = view(&tx, &member, row, state.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn make(
    tx: &Tx<Organisation>,
    caller: &Caller,
    create: &CreateOrganisation,
    now: i64,
) -> ApiResult<()> {
    match tx.insert(blank(create.id, caller.tenant, &create.name, now)).await {
        Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
        outcome => outcome?,
    }
    tx.insert(membership::Model {
        account: caller.account.0,
        organisation: create.id.0,
        grants: grants_text(&administrator())?,
        rights_version: 1,
        state: text(MemberState::Joined).to_owned(),
        invitation: None,
        certificate: None,
        signing_key: None,
        kem_key: None,
    })
    .await?;
    Ok(())
}

/// Whether the caller administers one of the organisations of this transaction.
pub(super) async fn administers_any(tx: &Tx<Organisation>, caller: &Caller) -> ApiResult<bool> {
    let rows = membership::Entity::find()
        .filter(membership::Column::Account.eq(caller.account.0))
        .filter(membership::Column::Organisation.is_in(tx.scope().organisations.iter().map(|id| id.0)))
        .all(tx.c())
        .await?;
    for row in &rows {
        let acts = matches!(member_state(row)?, MemberState::Joined | MemberState::Certified);
        if acts && access::is(&grants(row)?, Role::Administrator) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn view(
    tx: &Tx<Organisation>,
    member: &Member,
    row: organisation::Model,
    now: i64,
) -> ApiResult<OrganisationView> {
    let administrator = access::is(&member.grants, Role::Administrator);
    let invitations = if administrator {
        invitation::Entity::find()
            .filter(invitation::Column::Organisation.eq(row.id))
            .order_by_desc(invitation::Column::CreatedAt)
            .order_by_asc(invitation::Column::Id)
            .all(tx.c())
            .await?
    } else {
        Vec::new()
    };
    Ok(OrganisationView {
        id: member.organisation,
        tenant: member.tenant,
        state: views::organisation_state(&row)?,
        units: views::chart(units(tx, member.organisation).await?),
        people: views::people(tx, member.organisation, administrator).await?,
        invitations: invitations
            .iter()
            .map(|row| views::invitation(row, now))
            .collect::<Result<Vec<_>, StoreError>>()?,
        head: organisation_head(&row)?,
        name: row.name,
        key_hint: row.key_hint,
    })
}

/// An organisation with org chart, people and, for administrators, invitations.
#[utoipa::path(get, path = v1::ORGANISATION, params(("organisation" = OrganisationId, Path)),
    responses((status = 200, body = OrganisationView)))]
async fn read(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
) -> ApiResult<Json<OrganisationView>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    let row = organisation::Entity::find_by_id(organisation.0).one(tx.c()).await?;
    Ok(Json(view(&tx, &member, row.ok_or(ProblemCode::NotFound)?, state.now()).await?))
}

/// Changes name or key hint.
#[utoipa::path(patch, path = v1::ORGANISATION, params(("organisation" = OrganisationId, Path)),
    request_body = UpdateOrganisation, responses((status = 200, body = OrganisationView)))]
async fn update(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(update): Json<UpdateOrganisation>,
) -> ApiResult<Json<OrganisationView>> {
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    let row = organisation::Entity::find_by_id(organisation.0).for_change().one(tx.c()).await?;
    let mut row = row.ok_or(ProblemCode::NotFound)?;
    if let Some(name) = update.name {
        check::name(&name)?;
        row.name = name;
    }
    if let Some(key_hint) = update.key_hint {
        check::hint(&key_hint)?;
        row.key_hint = key_hint;
    }
    organisation::Entity::update_many()
        .col_expr(organisation::Column::Name, Expr::value(row.name.clone()))
        .col_expr(organisation::Column::KeyHint, Expr::value(row.key_hint.clone()))
        .filter(organisation::Column::Id.eq(organisation.0))
        .exec(tx.c())
        .await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::OrganisationChanged)
        .of(organisation)
        .on(organisation.0, row.name.clone());
    audit::append(&tx, state.now(), act).await?;
    let view = view(&tx, &member, row, state.now()).await?;
    tx.commit().await?;
    Ok(Json(view))
}

/// From where on to read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// Number of the last entry that is known already.
    #[serde(default)]
    after: u64,
}

/// A piece of the organisation log. Its statements are public within the organisation, and operators may verify them.
#[utoipa::path(get, path = v1::ORGANISATION_LOG, params(("organisation" = OrganisationId, Path), After),
    responses((status = 200, body = LogPage)))]
async fn log(
    State(state): State<AppState>,
    caller: Caller,
    At(organisation): At<OrganisationId>,
    Ask(After { after }): Ask<After>,
) -> ApiResult<Json<LogPage>> {
    if caller.operator {
        let tx = state.db.institute(Mode::Write, Some(caller.account)).await?;
        let page = page(&tx, organisation, after).await?;
        look_at_organisation(&tx, caller.account, organisation, state.now()).await?;
        tx.commit().await?;
        return Ok(Json(page));
    }
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    Member::load(&tx, &caller, organisation).await?;
    Ok(Json(page(&tx, organisation, after).await?))
}

/// Enters an operator's look into the audit of the tenant whose organisation it is.
async fn look_at_organisation(
    tx: &Tx<Institute>,
    operator: AccountId,
    organisation: OrganisationId,
    now: i64,
) -> ApiResult<()> {
    let row = organisation::Entity::find_by_id(organisation.0).one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::NotFound)?;
    let act = Act::new(TenantId(row.tenant), Some(operator), AuditAction::InstituteLooked)
        .of(organisation)
        .on(organisation.0, row.name);
    Ok(audit::append(tx, now, act).await?)
}

async fn page<S: Scope>(tx: &Tx<S>, organisation: OrganisationId, after: u64) -> ApiResult<LogPage> {
    let row = organisation::Entity::find_by_id(organisation.0).one(tx.c()).await?;
    let row = row.ok_or(ProblemCode::NotFound)?;
    let after = signed(after).map_err(|_| ProblemCode::BadRequest)?;
    let rows = org_log::Entity::find()
        .filter(org_log::Column::Organisation.eq(organisation.0))
        .filter(org_log::Column::N.gt(after))
        .order_by_asc(org_log::Column::N)
        .limit(BATCH_MAX as u64)
        .all(tx.c())
        .await?;
    let entries = rows.into_iter().map(entry).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(LogPage { entries, head: organisation_head(&row)? })
}

fn entry(row: org_log::Model) -> Result<LogEntry, StoreError> {
    Ok(LogEntry {
        n: number(row.n),
        hash: hash(&row.hash)?,
        object: Bytes(row.object.as_bytes().to_vec()),
        revision: 0,
        at: row.at,
        content: LogContent::Statement(SignedStatement {
            body: Bytes(row.body),
            signature: Bytes(row.signature),
        }),
    })
}
