//! Invitations that only somebody with access to the server's machine makes: of operators, and of the first
//! administrator of a new tenant.

use super::{InvitationLink, InvitationPage, NewTenant, NoRandomness};
use crate::{
    config::Config,
    http::ApiError,
    routes::{create_tenant, invite_operator},
    store::{
        Database, ForChange, INSTITUTE, Institute, Mode, StoreError, Tx,
        entity::{account, invitation, tenant},
    },
};
use api::{
    ProblemCode,
    ids::{AccountId, OrganisationId, TenantId},
    institute::CreateTenant,
    invitations::UnsignedInvitation,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use std::fmt;
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

const DAY: i64 = 24 * 3600;
const OPERATOR_DAYS: i64 = 7;
const SETUP_DAYS: i64 = 14;

/// No invitation was made.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// What was asked for is not possible.
    #[error("{}", sentence(.0.code()))]
    Refused(#[from] ApiError),
}

impl From<sea_orm::DbErr> for InviteError {
    fn from(error: sea_orm::DbErr) -> Self {
        StoreError::from(error).into()
    }
}

fn sentence(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::SlugTaken => "this short name is taken or reserved; please choose another --slug",
        ProblemCode::TooLarge => "a name is too long (at most 120 characters)",
        ProblemCode::BadRequest => {
            "--slug takes 3 to 40 characters of a–z, 0–9 and - (not at the ends); names must not be empty or have \
             spaces at their ends"
        }
        _ => "the database could not do it; the log says more",
    }
}

/// An invitation to be printed, with its secret.
pub struct Printed {
    link: Zeroizing<String>,
    expires_at: i64,
}

/// Without the secret.
impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printed").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Printed {
    /// What is printed under a heading.
    #[must_use]
    pub fn text(&self, heading: &str) -> Zeroizing<String> {
        let until = OffsetDateTime::from_unix_timestamp(self.expires_at).map(OffsetDateTime::date);
        let until = until.map(|date| format!(", valid until {date}")).unwrap_or_default();
        Zeroizing::new(format!(
            "{heading}{until}:\n\n  {}\n\nThe link holds a secret and works once. Open it in a browser, or hand it over \
             by a way that only its receiver reads.\n",
            *self.link
        ))
    }
}

fn unsigned(link: &InvitationLink, name: &str, expires_at: i64) -> UnsignedInvitation {
    UnsignedInvitation {
        id: link.id,
        account: AccountId(Uuid::new_v4()),
        display_name: name.to_owned(),
        one_use: link.one_use_public_key,
        expires_at,
    }
}

/// Makes the invitation of the first operator. None when there is an operator, or an open invitation of one.
///
/// # Errors
/// [`InviteError`].
pub async fn first_operator(
    database: &Database,
    config: &Config,
    now: i64,
) -> Result<Option<Printed>, InviteError> {
    let tx = database.institute(Mode::Write, None).await?;
    lock(&tx).await?;
    let open = open_invitations().add(invitation::Column::ExpiresAt.gt(now));
    let invited = invitation::Entity::find().filter(open).count(tx.c()).await? > 0;
    if invited || has_operator(&tx).await? {
        return Ok(None);
    }
    make_operator(tx, config, "Betrieb", now).await.map(Some)
}

/// Makes the invitation of a further operator. As long as none has come, it replaces the earlier ones, so that no link
/// is left over in a journal of the server's output.
///
/// # Errors
/// [`InviteError`].
pub async fn operator(
    database: &Database,
    config: &Config,
    name: &str,
    now: i64,
) -> Result<Printed, InviteError> {
    let tx = database.institute(Mode::Write, None).await?;
    lock(&tx).await?;
    if !has_operator(&tx).await? {
        invitation::Entity::update_many()
            .col_expr(invitation::Column::State, Expr::value("revoked"))
            .filter(open_invitations())
            .exec(tx.c())
            .await?;
    }
    make_operator(tx, config, name, now).await
}

async fn make_operator(
    tx: Tx<Institute>,
    config: &Config,
    name: &str,
    now: i64,
) -> Result<Printed, InviteError> {
    let link = InvitationLink::make()?;
    let expires_at = now + OPERATOR_DAYS * DAY;
    invite_operator(&tx, &unsigned(&link, name, expires_at), now).await?;
    tx.commit().await?;
    Ok(Printed { link: link.text(config.origin(), InvitationPage::Access), expires_at })
}

/// Servers that start at the same time make one first invitation.
async fn lock(tx: &Tx<Institute>) -> Result<(), InviteError> {
    let row = tenant::Entity::find_by_id(INSTITUTE).for_change().one(tx.c()).await?;
    row.map(drop).ok_or(StoreError::Damaged("tenants").into())
}

fn open_invitations() -> Condition {
    Condition::all().add(invitation::Column::Kind.eq("operator")).add(invitation::Column::State.eq("open"))
}

/// Whether an operator has a personal access.
async fn has_operator(tx: &Tx<Institute>) -> Result<bool, InviteError> {
    let operators = account::Entity::find()
        .filter(account::Column::Operator.eq(true))
        .filter(account::Column::Login.is_not_null());
    Ok(operators.count(tx.c()).await? > 0)
}

/// Creates a tenant with its first organisation, and makes the setup invitation of its first administrator.
///
/// # Errors
/// [`InviteError`].
pub async fn tenant(
    database: &Database,
    config: &Config,
    new: &NewTenant,
    now: i64,
) -> Result<Printed, InviteError> {
    let link = InvitationLink::make()?;
    let expires_at = now + SETUP_DAYS * DAY;
    let create = CreateTenant {
        id: TenantId(Uuid::new_v4()),
        slug: new.slug.clone(),
        name: new.name.clone(),
        organisation: OrganisationId(Uuid::new_v4()),
        organisation_name: new.organisation.clone(),
        invitation: unsigned(&link, &new.administrator, expires_at),
    };
    let tx = database.institute(Mode::Write, None).await?;
    create_tenant(&tx, &create, now).await?;
    tx.commit().await?;
    Ok(Printed { link: link.text(config.origin(), InvitationPage::Setup), expires_at })
}
