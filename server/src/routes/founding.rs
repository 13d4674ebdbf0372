//! Tenants and operators come into being: by an operator in the browser, or on the server's command line.

use super::{
    accept::blank_account,
    check, configuration,
    institute::view,
    member::{grants_text, text},
    organisations::{administrator, blank},
    verify, views,
};
use crate::{
    http::ApiResult,
    store::{
        INSTITUTE, Institute, StoreError, Tx,
        audit::{self, Act},
        entity::{account, invitation, membership, tenant},
    },
};
use api::{
    ProblemCode,
    audit::AuditAction,
    auth::INSTITUTE_SLUG,
    ids::{OrganisationId, TenantId},
    institute::{CreateTenant, TenantView},
    invitations::{InvitationKind, InvitationState, InvitationView, UnsignedInvitation},
    organisations::{Grant, MemberState},
};
use sea_orm::EntityTrait;

/// Creates a tenant with its first organisation and the invitation of its first administrator; the caller commits. Also
/// for the command line, where no operator is logged in.
///
/// # Errors
/// [`ApiError`]: what does not fit, `slug_taken`, `id_taken`.
pub async fn create_tenant(tx: &Tx<Institute>, create: &CreateTenant, now: i64) -> ApiResult<TenantView> {
    check::slug(&create.slug)?;
    check::name(&create.name)?;
    check::name(&create.organisation_name)?;
    check_unsigned(&create.invitation, now)?;
    if create.slug == INSTITUTE_SLUG {
        return Err(ProblemCode::SlugTaken.into());
    }
    if let Some(known) = tenant::Entity::find_by_id(create.id.0).one(tx.c()).await? {
        let invited = invitation::Entity::find_by_id(create.invitation.id.0).one(tx.c()).await?;
        let same = known.slug == create.slug && invited.is_some_and(|row| row.tenant == known.id);
        return if same { Ok(view(tx, &known).await?) } else { Err(ProblemCode::IdTaken.into()) };
    }
    let row = tenant::Model {
        id: create.id.0,
        slug: create.slug.clone(),
        name: create.name.clone(),
        institute: false,
        created_at: now,
        audit_n: 0,
        audit_hash: vec![0; 32],
    };
    taken(tx.insert(row.clone()).await, ProblemCode::SlugTaken)?;
    tx.insert(configuration::first(create.id, now)?).await?;
    let organisation = blank(create.organisation, create.id, &create.organisation_name, now);
    taken(tx.insert(organisation).await, ProblemCode::IdTaken)?;
    insert_setup(tx, create.id, create.organisation, &create.invitation, &administrator(), now).await?;
    let view = view(tx, &row).await?;
    let act = Act::new(create.id, tx.scope().operator, AuditAction::TenantCreated)
        .on(create.id.0, create.name.clone());
    audit::append(tx, now, act).await?;
    Ok(view)
}

/// Invites an operator of the institute; the caller commits.
///
/// # Errors
/// [`ApiError`]: what does not fit, `id_taken`.
pub async fn invite_operator(
    tx: &Tx<Institute>,
    invite: &UnsignedInvitation,
    now: i64,
) -> ApiResult<InvitationView> {
    check_unsigned(invite, now)?;
    if let Some(known) = invitation::Entity::find_by_id(invite.id.0).one(tx.c()).await? {
        let same = known.one_use == invite.one_use.0 && known.account == invite.account.0;
        return if same { Ok(views::invitation(&known, now)?) } else { Err(ProblemCode::IdTaken.into()) };
    }
    match account::Entity::find_by_id(invite.account.0).one(tx.c()).await? {
        Some(known) if known.tenant == INSTITUTE && known.operator => {}
        Some(_) => return Err(ProblemCode::IdTaken.into()),
        None => {
            let row = blank_account(invite.account, INSTITUTE, None, &invite.display_name, now);
            taken(tx.insert(row).await, ProblemCode::IdTaken)?;
        }
    }
    let row = unsigned(invite, TenantId(INSTITUTE), None, (InvitationKind::Operator, &[]), now)?;
    taken(tx.insert(row.clone()).await, ProblemCode::IdTaken)?;
    let act = Act::new(TenantId(INSTITUTE), tx.scope().operator, AuditAction::Invited)
        .on(invite.account.0, invite.display_name.clone());
    audit::append(tx, now, act).await?;
    Ok(views::invitation(&row, now)?)
}

fn taken(outcome: Result<(), StoreError>, code: ProblemCode) -> ApiResult<()> {
    match outcome {
        Err(error) if error.is_taken() => Err(code.into()),
        outcome => Ok(outcome?),
    }
}

pub(super) fn check_unsigned(invitation: &UnsignedInvitation, now: i64) -> ApiResult<()> {
    check::name(&invitation.display_name)?;
    check::expiry(invitation.expires_at, now)?;
    match verify::public_key(&invitation.one_use.0) {
        Some(_) => Ok(()),
        None => Err(ProblemCode::BadRequest.into()),
    }
}

/// Version of the rights that an unsigned invitation gives. None at all is none yet: the first one that the log names is 1.
fn first_version(grants: &[Grant]) -> i64 {
    i64::from(!grants.is_empty())
}

fn unsigned(
    invite: &UnsignedInvitation,
    tenant: TenantId,
    organisation: Option<OrganisationId>,
    (kind, grants): (InvitationKind, &[Grant]),
    now: i64,
) -> Result<invitation::Model, StoreError> {
    Ok(invitation::Model {
        id: invite.id.0,
        tenant: tenant.0,
        organisation: organisation.map(|id| id.0),
        account: invite.account.0,
        kind: views::invitation_kind_text(kind).to_owned(),
        state: views::invitation_text(InvitationState::Open).to_owned(),
        display_name: invite.display_name.clone(),
        grants: grants_text(grants)?,
        rights_version: first_version(grants),
        one_use: invite.one_use.0.to_vec(),
        body: None,
        signature: None,
        expires_at: invite.expires_at,
        created_at: now,
    })
}

/// Account, membership and invitation of a first administrator; without rights where an organisation has lost all of them.
pub(super) async fn insert_setup(
    tx: &Tx<Institute>,
    tenant: TenantId,
    organisation: OrganisationId,
    invite: &UnsignedInvitation,
    grants: &[Grant],
    now: i64,
) -> ApiResult<invitation::Model> {
    match account::Entity::find_by_id(invite.account.0).one(tx.c()).await? {
        Some(known) if known.tenant == tenant.0 => {}
        Some(_) => return Err(ProblemCode::IdTaken.into()),
        None => {
            let row = blank_account(invite.account, tenant.0, Some(organisation), &invite.display_name, now);
            taken(tx.insert(row).await, ProblemCode::IdTaken)?;
        }
    }
    let place = (invite.account.0, organisation.0);
    if membership::Entity::find_by_id(place).one(tx.c()).await?.is_none() {
        tx.insert(membership::Model {
            account: invite.account.0,
            organisation: organisation.0,
            grants: grants_text(grants)?,
            rights_version: first_version(grants),
            state: text(MemberState::Invited).to_owned(),
            invitation: None,
            certificate: None,
            signing_key: None,
            kem_key: None,
        })
        .await?;
    }
    let row = unsigned(invite, tenant, Some(organisation), (InvitationKind::Setup, grants), now)?;
    taken(tx.insert(row.clone()).await, ProblemCode::IdTaken)?;
    Ok(row)
}
