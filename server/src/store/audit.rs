//! The audit: appended in the transaction of the act itself, hash-chained per tenant.
//!
//! `append` locks the tenant's chain until the transaction ends, so it is the last thing that a transaction does.

use super::{
    ForChange, Scope, StoreError, Tx,
    entity::{account, audit, tenant},
};
use api::{
    audit::{AuditAction, AuditEntry},
    bytes::Bytes32,
    ids::{AccountId, OrganisationId, TenantId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// An act that goes into the audit.
#[derive(Debug, Clone)]
pub struct Act {
    /// In whose chain it stands.
    pub tenant: TenantId,
    /// Who; none where nobody is logged in.
    pub account: Option<AccountId>,
    /// Organisation, where it concerns one.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub action: AuditAction,
    /// Object that it concerns.
    pub object: Option<Uuid>,
    /// Clear short name of the object. Never something that a stranger typed.
    pub label: Option<String>,
}

impl Act {
    /// An act without object.
    #[must_use]
    pub fn new(tenant: TenantId, account: Option<AccountId>, action: AuditAction) -> Self {
        Self { tenant, account, organisation: None, action, object: None, label: None }
    }

    /// With its organisation.
    #[must_use]
    pub fn of(mut self, organisation: OrganisationId) -> Self {
        self.organisation = Some(organisation);
        self
    }

    /// With its object.
    #[must_use]
    pub fn on(mut self, object: Uuid, label: impl Into<String>) -> Self {
        self.object = Some(object);
        self.label = Some(label.into());
        self
    }
}

/// Appends an act to its tenant's chain.
///
/// # Errors
/// [`StoreError`].
pub async fn append<S: Scope>(tx: &Tx<S>, at: i64, act: Act) -> Result<(), StoreError> {
    let chain = tenant::Entity::find_by_id(act.tenant.0)
        .for_change()
        .one(tx.c())
        .await?
        .ok_or(StoreError::Damaged("tenants"))?;
    let who = match act.account {
        Some(account) => account::Entity::find_by_id(account.0).one(tx.c()).await?,
        None => None,
    };
    let previous: [u8; 32] =
        chain.audit_hash.as_slice().try_into().map_err(|_| StoreError::Damaged("audit_hash"))?;
    let mut entry = AuditEntry {
        n: u64::try_from(chain.audit_n).unwrap_or_default() + 1,
        at,
        account: act.account,
        who: who.as_ref().map(|who| who.display_name.clone()),
        institute: who.is_some_and(|who| who.operator),
        organisation: act.organisation,
        action: act.action,
        object: act.object,
        label: act.label,
        hash: Bytes32::ZERO,
    };
    entry.hash = entry.chain_hash(act.tenant, &Bytes32(previous));
    let n = chain.audit_n + 1;
    tenant::Entity::update_many()
        .col_expr(tenant::Column::AuditN, Expr::value(n))
        .col_expr(tenant::Column::AuditHash, Expr::value(entry.hash.0.to_vec()))
        .filter(tenant::Column::Id.eq(act.tenant.0))
        .exec(tx.c())
        .await?;
    tx.insert(audit::Model {
        tenant: act.tenant.0,
        n,
        at,
        account: entry.account.map(|id| id.0),
        who: entry.who,
        institute: entry.institute,
        organisation: entry.organisation.map(|id| id.0),
        action: entry.action.as_str().to_owned(),
        object: entry.object,
        label: entry.label,
        hash: entry.hash.0.to_vec(),
    })
    .await
}
