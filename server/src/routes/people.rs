//! Rights, blocking, and what a leaving person must hand over.

use super::{
    access,
    caller::Colleague,
    extract::At,
    invitations::revoke_open,
    member::{Member, check_grants, grants, grants_text, state as member_state, text},
    setup::receipt_of,
};
use crate::{
    http::{ApiError, ApiResult, Json},
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{account, case, case_team, device, membership, organisation, part, session},
        logs::{append_to_organisation, lock_organisation, organisation_head, part_head, small},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    ids::{AccountId, CaseId, OrganisationId, PartId, UnitId},
    organisations::{Grant, HandoverCase, MemberState, PostStatement, Receipt, Role},
    paths::v1,
    statement::{Payload, Statement},
};
use axum::extract::State;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(rights)).routes(routes!(block)).routes(routes!(handover))
}

/// A statement of an administrator about a person, verified, with everything locked that it changes.
struct Decision {
    tx: Tx<Organisation>,
    organisation: organisation::Model,
    administrator: Member,
    target: membership::Model,
    statement: Statement,
}

async fn decide(
    state: &AppState,
    caller: &super::caller::Caller,
    organisation: OrganisationId,
    account: AccountId,
    post: &PostStatement,
) -> ApiResult<Decision> {
    let tx = caller.begin(state, Mode::Write, organisation).await?;
    // The lock serialises: two administrators who remove each other at once find one of them gone.
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let administrator = Member::load(&tx, caller, organisation).await?;
    administrator.require(Role::Administrator)?;
    let statement = administrator.signer()?.verify(&tx, &post.statement).await?;
    let target = membership::Entity::find_by_id((account.0, organisation.0)).one(tx.c()).await?;
    let target = target.ok_or(ProblemCode::NotFound)?;
    Ok(Decision { tx, organisation: row, administrator, target, statement })
}

impl Decision {
    /// Statements about a person count up; whoever decided on an older state is told.
    fn check_version(&self, version: u32) -> ApiResult<()> {
        if i64::from(version) == self.target.rights_version + 1 {
            return Ok(());
        }
        let head = organisation_head(&self.organisation)?;
        Err(ApiError::conflict(Some(small(self.target.rights_version)), Some(head)))
    }

    /// Refuses to take the last administrator away, who alone could make another one.
    async fn keep_an_administrator(&self, after: &[Grant]) -> ApiResult<()> {
        if access::is(after, Role::Administrator) {
            return Ok(());
        }
        let others = membership::Entity::find()
            .filter(membership::Column::Organisation.eq(self.organisation.id))
            .filter(membership::Column::Account.ne(self.target.account))
            .filter(membership::Column::State.eq(text(MemberState::Certified)))
            .all(self.tx.c())
            .await?;
        for other in &others {
            if access::is(&grants(other)?, Role::Administrator) {
                return Ok(());
            }
        }
        Err(ProblemCode::LastAdministrator.into())
    }

    async fn write(
        &self,
        post: &PostStatement,
        grants: String,
        version: u32,
        state: MemberState,
        now: i64,
    ) -> Result<Receipt, StoreError> {
        let (tx, target) = (&self.tx, &self.target);
        let head =
            append_to_organisation(tx, &self.organisation, &post.statement, &self.statement, now).await?;
        membership::Entity::update_many()
            .col_expr(membership::Column::Grants, Expr::value(grants))
            .col_expr(membership::Column::RightsVersion, Expr::value(i64::from(version)))
            .col_expr(membership::Column::State, Expr::value(text(state)))
            .filter(membership::Column::Account.eq(target.account))
            .filter(membership::Column::Organisation.eq(target.organisation))
            .exec(tx.c())
            .await?;
        Ok(Receipt { head, at: now })
    }

    async fn finish(self, action: AuditAction, now: i64) -> ApiResult<()> {
        let name = account::Entity::find_by_id(self.target.account).one(self.tx.c()).await?;
        let act = Act::new(self.administrator.tenant, Some(self.administrator.account), action)
            .of(self.administrator.organisation)
            .on(self.target.account, name.map(|row| row.display_name).unwrap_or_default());
        audit::append(&self.tx, now, act).await?;
        Ok(self.tx.commit().await?)
    }
}

/// Gives a person other rights, replacing the earlier ones.
#[utoipa::path(post, path = v1::RIGHTS,
    params(("organisation" = OrganisationId, Path), ("account" = AccountId, Path)),
    request_body = PostStatement, responses((status = 200, body = Receipt)))]
async fn rights(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, account)): At<(OrganisationId, AccountId)>,
    Json(post): Json<PostStatement>,
) -> ApiResult<Json<Receipt>> {
    let decision = decide(&state, &caller, organisation, account, &post).await?;
    let Payload::Rights(rights) = &decision.statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    if rights.account != account {
        return Err(ProblemCode::BadStatement.into());
    }
    if let Some(known) = receipt_of(&decision.tx, organisation, &post.statement).await? {
        return Ok(Json(known));
    }
    let member_state = member_state(&decision.target)?;
    // Who was blocked comes back by a new invitation only, who was only invited gets another one.
    if matches!(member_state, MemberState::Blocked | MemberState::Invited) {
        return Err(ProblemCode::Forbidden.into());
    }
    check_grants(&decision.tx, organisation, &rights.grants).await?;
    decision.check_version(rights.version)?;
    decision.keep_an_administrator(&rights.grants).await?;
    let now = state.now();
    let text = grants_text(&rights.grants)?;
    let receipt = decision.write(&post, text, rights.version, member_state, now).await?;
    decision.finish(AuditAction::RightsChanged, now).await?;
    Ok(Json(receipt))
}

/// Blocks a person at once: sessions and remembered devices end in the same transaction.
#[utoipa::path(post, path = v1::BLOCK,
    params(("organisation" = OrganisationId, Path), ("account" = AccountId, Path)),
    request_body = PostStatement, responses((status = 200, body = Receipt)))]
async fn block(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, account)): At<(OrganisationId, AccountId)>,
    Json(post): Json<PostStatement>,
) -> ApiResult<Json<Receipt>> {
    let decision = decide(&state, &caller, organisation, account, &post).await?;
    let Payload::Revocation(revocation) = &decision.statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    if revocation.account != account {
        return Err(ProblemCode::BadStatement.into());
    }
    if let Some(known) = receipt_of(&decision.tx, organisation, &post.statement).await? {
        return Ok(Json(known));
    }
    if member_state(&decision.target)? == MemberState::Blocked {
        return Err(ProblemCode::Conflict.into());
    }
    decision.check_version(revocation.version)?;
    decision.keep_an_administrator(&[]).await?;
    let now = state.now();
    let grants = decision.target.grants.clone();
    let receipt = decision.write(&post, grants, revocation.version, MemberState::Blocked, now).await?;
    let tx = &decision.tx;
    session::Entity::delete_many().filter(session::Column::Account.eq(account.0)).exec(tx.c()).await?;
    device::Entity::delete_many().filter(device::Column::Account.eq(account.0)).exec(tx.c()).await?;
    revoke_open(tx, organisation, account.0).await?;
    decision.finish(AuditAction::Blocked, now).await?;
    Ok(Json(receipt))
}

/// Open cases for which a person is responsible, named by what an administrator may see of them.
#[utoipa::path(get, path = v1::HANDOVER,
    params(("organisation" = OrganisationId, Path), ("account" = AccountId, Path)),
    responses((status = 200, body = Vec<HandoverCase>)))]
async fn handover(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, account)): At<(OrganisationId, AccountId)>,
) -> ApiResult<Json<Vec<HandoverCase>>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    let cases = case::Entity::find()
        .filter(case::Column::Organisation.eq(organisation.0))
        .filter(case::Column::Responsible.eq(account.0))
        .filter(case::Column::State.eq("open"))
        .order_by_asc(case::Column::Code)
        .all(tx.c())
        .await?;
    let mut out = Vec::with_capacity(cases.len());
    for case in cases {
        let core = part::Entity::find()
            .filter(part::Column::CaseId.eq(case.id))
            .filter(part::Column::Position.eq(0))
            .one(tx.c())
            .await?
            .ok_or(StoreError::Damaged("parts"))?;
        let team = case_team::Entity::find()
            .filter(case_team::Column::CaseId.eq(case.id))
            .order_by_asc(case_team::Column::Position)
            .all(tx.c())
            .await?;
        out.push(HandoverCase {
            case: CaseId(case.id),
            part: PartId(core.id),
            code: case.code,
            unit: case.unit.map(UnitId),
            deputy: case.deputy.map(AccountId),
            team: team.into_iter().map(|row| AccountId(row.account)).collect(),
            assignment_version: small(case.assignment_version),
            head: part_head(&core)?,
        });
    }
    Ok(Json(out))
}
