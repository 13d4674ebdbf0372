//! Administrators invite people, and take invitations back.

use super::{
    accept::blank_account,
    caller::Colleague,
    check,
    extract::At,
    member::{Member, check_grants, grants_text, state as member_state, text},
    verify, views,
};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        ForChange, Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{account, invitation, membership},
        logs::lock_organisation,
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    ids::{InvitationId, OrganisationId},
    invitations::{CreateInvitation, InvitationKind, InvitationState, InvitationView},
    organisations::{MemberState, Role},
    paths::v1,
    statement::{Invitation, Payload},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(withdraw))
}

/// Invites somebody, or somebody once more who forgot the password. Earlier open invitations of the account end.
#[utoipa::path(post, path = v1::INVITATIONS, params(("organisation" = OrganisationId, Path)),
    request_body = CreateInvitation, responses((status = 201, body = InvitationView)))]
async fn create(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(create): Json<CreateInvitation>,
) -> ApiResult<(StatusCode, Json<InvitationView>)> {
    let now = state.now();
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    if let Some(known) = known(&tx, &create).await? {
        return Ok((StatusCode::CREATED, Json(views::invitation(&known, now)?)));
    }
    let statement = member.signer()?.verify(&tx, &create.statement).await?;
    let Payload::Invitation(invitation) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    check::name(&invitation.display_name)?;
    check::expiry(invitation.expires_at, now)?;
    check_grants(&tx, organisation, &invitation.grants).await?;
    if verify::public_key(&invitation.one_use.0).is_none() {
        return Err(ProblemCode::BadStatement.into());
    }
    prepare_membership(&tx, &member, invitation, now).await?;
    revoke_open(&tx, organisation, invitation.account.0).await?;
    let row = invitation::Model {
        id: invitation.id.0,
        tenant: member.tenant.0,
        organisation: Some(organisation.0),
        account: invitation.account.0,
        kind: views::invitation_kind_text(InvitationKind::Member).to_owned(),
        state: views::invitation_text(InvitationState::Open).to_owned(),
        display_name: invitation.display_name.clone(),
        grants: grants_text(&invitation.grants)?,
        rights_version: i64::from(invitation.rights_version),
        one_use: invitation.one_use.0.to_vec(),
        body: Some(create.statement.body.0),
        signature: Some(create.statement.signature.0),
        expires_at: invitation.expires_at,
        created_at: now,
    };
    match tx.insert(row.clone()).await {
        Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
        outcome => outcome?,
    }
    let act = Act::new(member.tenant, Some(member.account), AuditAction::Invited)
        .of(organisation)
        .on(invitation.account.0, invitation.display_name.clone());
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(views::invitation(&row, now)?)))
}

/// The same invitation once more, after an answer that got lost.
async fn known(tx: &Tx<Organisation>, create: &CreateInvitation) -> ApiResult<Option<invitation::Model>> {
    let Payload::Invitation(invitation) = verify::decode(&create.statement)?.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    let Some(row) = invitation::Entity::find_by_id(invitation.id.0).one(tx.c()).await? else {
        return Ok(None);
    };
    let same = row.body.as_deref() == Some(&create.statement.body.0)
        && row.signature.as_deref() == Some(&create.statement.signature.0);
    if same { Ok(Some(row)) } else { Err(ProblemCode::IdTaken.into()) }
}

/// Makes account and membership where there are none yet. The version of the rights must not fall behind the one in
/// force, must be newer where somebody was blocked, and is never more than one ahead: whoever gave themselves the
/// highest number there is could not be blocked any more, because no statement could follow.
async fn prepare_membership(
    tx: &Tx<Organisation>,
    inviter: &Member,
    invitation: &Invitation,
    now: i64,
) -> ApiResult<()> {
    let organisation = inviter.organisation;
    let account = invitation.account.0;
    let version = i64::from(invitation.rights_version);
    if version < 1 {
        return Err(ProblemCode::BadStatement.into());
    }
    match account::Entity::find_by_id(account).one(tx.c()).await? {
        Some(row) if row.tenant != inviter.tenant.0 => return Err(ProblemCode::IdTaken.into()),
        Some(_) => {}
        None => {
            let home = Some(organisation);
            let row =
                blank_account(invitation.account, inviter.tenant.0, home, &invitation.display_name, now);
            match tx.insert(row).await {
                Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
                outcome => outcome?,
            }
        }
    }
    let membership = membership::Entity::find_by_id((account, organisation.0)).one(tx.c()).await?;
    if version > membership.as_ref().map_or(0, |row| row.rights_version) + 1 {
        return Err(ProblemCode::Conflict.into());
    }
    let Some(row) = membership else {
        tx.insert(membership::Model {
            account,
            organisation: organisation.0,
            grants: grants_text(&invitation.grants)?,
            rights_version: version,
            state: text(MemberState::Invited).to_owned(),
            invitation: None,
            certificate: None,
            signing_key: None,
            kem_key: None,
        })
        .await?;
        return Ok(());
    };
    let fits = match member_state(&row)? {
        MemberState::Invited => true,
        MemberState::Blocked => version > row.rights_version,
        MemberState::Joined | MemberState::Certified => version >= row.rights_version,
    };
    if !fits {
        return Err(ProblemCode::Conflict.into());
    }
    if member_state(&row)? == MemberState::Invited {
        membership::Entity::update_many()
            .col_expr(membership::Column::Grants, Expr::value(grants_text(&invitation.grants)?))
            .col_expr(membership::Column::RightsVersion, Expr::value(version))
            .filter(membership::Column::Account.eq(account))
            .filter(membership::Column::Organisation.eq(organisation.0))
            .exec(tx.c())
            .await?;
    }
    Ok(())
}

/// Ends the open invitations of an account in an organisation.
pub(super) async fn revoke_open(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    account: Uuid,
) -> Result<(), StoreError> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(views::invitation_text(InvitationState::Revoked)))
        .filter(invitation::Column::Organisation.eq(organisation.0))
        .filter(invitation::Column::Account.eq(account))
        .filter(invitation::Column::State.eq(views::invitation_text(InvitationState::Open)))
        .exec(tx.c())
        .await?;
    Ok(())
}

/// Takes an open invitation back. Somebody who never came disappears from the list of people.
#[utoipa::path(delete, path = v1::INVITATION,
    params(("organisation" = OrganisationId, Path), ("invitation" = InvitationId, Path)),
    responses((status = 204)))]
async fn withdraw(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At((organisation, id)): At<(OrganisationId, InvitationId)>,
) -> ApiResult<StatusCode> {
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    let row = invitation::Entity::find_by_id(id.0).for_change().one(tx.c()).await?;
    let row = row.filter(|row| row.organisation == Some(organisation.0)).ok_or(ProblemCode::NotFound)?;
    match views::invitation_state(&row, state.now())? {
        InvitationState::Used => return Err(ProblemCode::InvitationUsed.into()),
        InvitationState::Revoked => return Ok(StatusCode::NO_CONTENT),
        InvitationState::Open | InvitationState::Expired => {}
    }
    revoke_open(&tx, organisation, row.account).await?;
    forget_invited(&tx, organisation, row.account).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::InvitationRevoked)
        .of(organisation)
        .on(row.account, row.display_name);
    audit::append(&tx, state.now(), act).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn forget_invited(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    account: Uuid,
) -> Result<(), StoreError> {
    // The bare account stays: it holds nothing but a name, and another organisation may have invited it too.
    membership::Entity::delete_many()
        .filter(membership::Column::Account.eq(account))
        .filter(membership::Column::Organisation.eq(organisation.0))
        .filter(membership::Column::State.eq(text(MemberState::Invited)))
        .exec(tx.c())
        .await?;
    Ok(())
}
