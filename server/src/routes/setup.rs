//! Keys come into being: the genesis of an organisation, the certificate of a person.

use super::{
    caller::Colleague,
    check,
    extract::At,
    member::{Member, grants_text, text},
    password::put_bundle,
    verify, views,
};
use crate::{
    http::{ApiResult, Json},
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{account, invitation, membership, org_log, organisation},
        logs::{append_to_organisation, hash, lock_organisation, number, organisation_knows},
    },
};
use api::{
    Bytes32, ProblemCode,
    audit::AuditAction,
    chain::{Head, Heads},
    ids::OrganisationId,
    organisations::{
        CreateCertificate, CreateGenesis, MemberState, OrganisationState, Receipt, Role, needs_key,
    },
    paths::v1,
    signing,
    statement::{AccountKeys, Certificate, EpochState, Genesis, Payload, SignedStatement, Statement},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(genesis)).routes(routes!(certificate))
}

/// Begins an organisation: root and organisation key have been made, saved and loaded back in the browser.
#[utoipa::path(post, path = v1::GENESIS, params(("organisation" = OrganisationId, Path)),
    request_body = CreateGenesis, responses((status = 201, body = Receipt)))]
async fn genesis(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(create): Json<CreateGenesis>,
) -> ApiResult<(StatusCode, Json<Receipt>)> {
    check::bundle(&create.bundle)?;
    let now = state.now();
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, &caller, organisation).await?;
    member.require(Role::Administrator)?;
    if views::organisation_state(&row)? == OrganisationState::Ready {
        let known = receipt_of(&tx, organisation, &create.statement).await?;
        return known.map(|known| (StatusCode::CREATED, Json(known))).ok_or(ProblemCode::AlreadySetUp.into());
    }
    let statement = verify::decode(&create.statement)?;
    let Payload::Genesis(genesis) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    check_genesis(&member, &statement, genesis)?;
    verify::statement(&genesis.root.0, member.tenant, &create.statement, &statement)?;
    let head = append_to_organisation(&tx, &row, &create.statement, &statement, now).await?;
    organisation::Entity::update_many()
        .col_expr(
            organisation::Column::State,
            Expr::value(views::organisation_text(OrganisationState::Ready)),
        )
        .col_expr(organisation::Column::Root, Expr::value(genesis.root.0.to_vec()))
        .col_expr(organisation::Column::KeyEpoch, Expr::value(i64::from(genesis.epoch.epoch)))
        .col_expr(organisation::Column::KeyId, Expr::value(genesis.epoch.key.0))
        .filter(organisation::Column::Id.eq(organisation.0))
        .exec(tx.c())
        .await?;
    let rights = (grants_text(&genesis.grants)?, 1);
    certify(&tx, &member, &genesis.administrator, create.statement.hash(), rights, &genesis.display_name)
        .await?;
    put_bundle(&tx, member.account.0, organisation.0, Some(create.bundle.0), None).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::OrganisationReady)
        .of(organisation)
        .on(organisation.0, row.name);
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Receipt { head, at: now })))
}

fn check_genesis(member: &Member, statement: &Statement, genesis: &Genesis) -> ApiResult<()> {
    verify::account_keys(&genesis.administrator)?;
    check::name(&genesis.display_name)?;
    check::grants(&genesis.grants)?;
    let epoch = &genesis.epoch;
    let fits = statement.organisation == member.organisation
        && statement.signer == member.account
        && statement.certificate == Bytes32::ZERO
        && statement.heads == Heads { organisation: Head::EMPTY, part: Head::EMPTY }
        && genesis.tenant == member.tenant
        && genesis.administrator.account == member.account
        && super::access::is(&genesis.grants, Role::Administrator)
        && verify::public_key(&genesis.root.0).is_some()
        && epoch.epoch == 1
        && epoch.state != EpochState::Begun
        && epoch.min_seal <= 1
        && verify::kem_key(&epoch.kem.0);
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// The receipt of a statement that stands in the log already, after an answer that got lost.
pub(super) async fn receipt_of(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    signed: &SignedStatement,
) -> Result<Option<Receipt>, StoreError> {
    let row = org_log::Entity::find()
        .filter(org_log::Column::Organisation.eq(organisation.0))
        .filter(org_log::Column::Body.eq(signed.body.0.clone()))
        .filter(org_log::Column::Signature.eq(signed.signature.0.clone()))
        .one(tx.c())
        .await?;
    row.map(|row| Ok(Receipt { head: Head { n: number(row.n), hash: hash(&row.hash)? }, at: row.at }))
        .transpose()
}

/// The columns that follow from a certificate, or from what takes its place.
pub(super) async fn certify(
    tx: &Tx<Organisation>,
    member: &Member,
    keys: &AccountKeys,
    certificate: Bytes32,
    (grants, version): (String, i64),
    display_name: &str,
) -> Result<(), StoreError> {
    membership::Entity::update_many()
        .col_expr(membership::Column::State, Expr::value(text(MemberState::Certified)))
        .col_expr(membership::Column::Grants, Expr::value(grants))
        .col_expr(membership::Column::RightsVersion, Expr::value(version))
        .col_expr(membership::Column::Certificate, Expr::value(certificate.0.to_vec()))
        .col_expr(membership::Column::SigningKey, Expr::value(keys.signing.0.to_vec()))
        .col_expr(membership::Column::KemKey, Expr::value(keys.kem.0.clone()))
        .filter(membership::Column::Account.eq(member.account.0))
        .filter(membership::Column::Organisation.eq(member.organisation.0))
        .exec(tx.c())
        .await?;
    account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::value(display_name))
        .filter(account::Column::Id.eq(member.account.0))
        .exec(tx.c())
        .await?;
    Ok(())
}

/// Certifies the keys that a person made at the first loading of the organisation key.
#[utoipa::path(post, path = v1::CERTIFICATES, params(("organisation" = OrganisationId, Path)),
    request_body = CreateCertificate, responses((status = 201, body = Receipt)))]
async fn certificate(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Json(create): Json<CreateCertificate>,
) -> ApiResult<(StatusCode, Json<Receipt>)> {
    check::bundle(&create.bundle)?;
    let now = state.now();
    let tx = caller.begin(&state, Mode::Write, organisation).await?;
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, &caller, organisation).await?;
    if views::organisation_state(&row)? == OrganisationState::Created {
        return Err(ProblemCode::NotSetUp.into());
    }
    if let Some(known) = receipt_of(&tx, organisation, &create.statement).await? {
        return Ok((StatusCode::CREATED, Json(known)));
    }
    // Keys of a membership that waits for none would replace those in use.
    if member.is_certified() || !needs_key(&member.grants) {
        return Err(ProblemCode::Forbidden.into());
    }
    let statement = verify::decode(&create.statement)?;
    let Payload::Certificate(certificate) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    let invitation = invitation_of(&tx, &member, certificate).await?;
    check_certificate(&tx, &member, &statement, certificate).await?;
    verify::statement(&certificate.keys.signing.0, member.tenant, &create.statement, &statement)?;
    let context = signing::organisation_context(member.tenant, organisation);
    let enrolment = signing::message(signing::ENROLMENT, &context, &certificate.keys.to_cbor());
    verify::signature(&invitation.one_use, &enrolment, &certificate.one_use_signature.0)?;
    let head = append_to_organisation(&tx, &row, &create.statement, &statement, now).await?;
    let rights = (member.row.grants.clone(), member.row.rights_version);
    certify(&tx, &member, &certificate.keys, create.statement.hash(), rights, &certificate.display_name)
        .await?;
    put_bundle(&tx, member.account.0, organisation.0, Some(create.bundle.0), None).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::Certified)
        .of(organisation)
        .on(member.account.0, certificate.display_name.clone());
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Receipt { head, at: now })))
}

/// The invitation with which the person came, exactly as the administrator signed it.
async fn invitation_of(
    tx: &Tx<Organisation>,
    member: &Member,
    certificate: &Certificate,
) -> ApiResult<invitation::Model> {
    let Some(id) = member.row.invitation else { return Err(ProblemCode::BadStatement.into()) };
    let row = invitation::Entity::find_by_id(id).one(tx.c()).await?.ok_or(ProblemCode::BadStatement)?;
    let same = row.organisation == Some(member.organisation.0)
        && row.account == member.account.0
        && row.body.as_deref() == Some(&certificate.invitation.body.0)
        && row.signature.as_deref() == Some(&certificate.invitation.signature.0);
    if same { Ok(row) } else { Err(ProblemCode::BadStatement.into()) }
}

async fn check_certificate(
    tx: &Tx<Organisation>,
    member: &Member,
    statement: &Statement,
    certificate: &Certificate,
) -> ApiResult<()> {
    verify::account_keys(&certificate.keys)?;
    check::name(&certificate.display_name)?;
    let fits = statement.organisation == member.organisation
        && statement.signer == member.account
        && statement.certificate == Bytes32::ZERO
        && certificate.keys.account == member.account
        && organisation_knows(tx, member.organisation, &statement.heads.organisation).await?;
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}
