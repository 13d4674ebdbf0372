//! What the caller is in an organisation, asked anew in every transaction.

use super::{
    access::{self, Chart},
    caller::Caller,
    verify::Signer,
};
use crate::{
    http::ApiError,
    store::{
        Organisation, Scope, StoreError, Tx,
        entity::{membership, org_unit},
        logs::hash,
    },
};
use api::{
    ProblemCode,
    ids::{AccountId, OrganisationId, TenantId, UnitId},
    organisations::{Grant, MemberState, Role, Scope as Reach},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A membership that may act: not only invited, not blocked.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub tenant: TenantId,
    pub organisation: OrganisationId,
    pub account: AccountId,
    pub grants: Vec<Grant>,
    pub row: membership::Model,
}

impl Member {
    /// The caller's membership. An organisation that they don't belong to does not exist for them.
    pub(super) async fn load(
        tx: &Tx<Organisation>,
        caller: &Caller,
        organisation: OrganisationId,
    ) -> Result<Self, ApiError> {
        let row = membership::Entity::find_by_id((caller.account.0, organisation.0)).one(tx.c()).await?;
        Self::of(caller, row.ok_or(ProblemCode::NotFound)?)
    }

    /// The same with a row of the caller that this transaction has read already.
    pub(super) fn of(caller: &Caller, row: membership::Model) -> Result<Self, ApiError> {
        match state(&row)? {
            MemberState::Joined | MemberState::Certified => {}
            MemberState::Invited => return Err(ProblemCode::NotFound.into()),
            MemberState::Blocked => return Err(ProblemCode::AccountBlocked.into()),
        }
        let grants = grants(&row)?;
        let organisation = OrganisationId(row.organisation);
        Ok(Self { tenant: caller.tenant, organisation, account: caller.account, grants, row })
    }

    pub(super) fn require(&self, role: Role) -> Result<(), ApiError> {
        if access::is(&self.grants, role) { Ok(()) } else { Err(ProblemCode::Forbidden.into()) }
    }

    pub(super) fn is_certified(&self) -> bool {
        self.row.state == text(MemberState::Certified)
    }

    /// As much of the org chart as these rights ask for: units below each other only where a subtree is among them.
    pub(super) async fn chart(&self, tx: &Tx<Organisation>) -> Result<Chart, StoreError> {
        if self.grants.iter().any(|grant| grant.scope == Reach::Subtree) {
            chart(tx, self.organisation).await
        } else {
            Ok(Chart::default())
        }
    }

    /// The keys with which this person signs.
    pub(super) fn signer(&self) -> Result<Signer<'_>, ApiError> {
        let (Some(certificate), Some(key)) = (&self.row.certificate, &self.row.signing_key) else {
            return Err(ProblemCode::NotCertified.into());
        };
        if !self.is_certified() {
            return Err(ProblemCode::NotCertified.into());
        }
        let certificate = hash(certificate)?;
        Ok(Signer {
            tenant: self.tenant,
            organisation: self.organisation,
            account: self.account,
            certificate,
            key,
        })
    }
}

/// State of a membership as it stands in the database.
pub(super) fn text(state: MemberState) -> &'static str {
    match state {
        MemberState::Invited => "invited",
        MemberState::Joined => "joined",
        MemberState::Certified => "certified",
        MemberState::Blocked => "blocked",
    }
}

/// State of a membership.
pub(super) fn state(row: &membership::Model) -> Result<MemberState, StoreError> {
    [MemberState::Invited, MemberState::Joined, MemberState::Certified, MemberState::Blocked]
        .into_iter()
        .find(|state| text(*state) == row.state)
        .ok_or(StoreError::Damaged("memberships.state"))
}

/// Rights of a membership.
pub(super) fn grants(row: &membership::Model) -> Result<Vec<Grant>, StoreError> {
    parse_grants(&row.grants)
}

pub(super) fn parse_grants(text: &str) -> Result<Vec<Grant>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged("grants"))
}

pub(super) fn grants_text(grants: &[Grant]) -> Result<String, StoreError> {
    serde_json::to_string(grants).map_err(|_| StoreError::Damaged("grants"))
}

/// Units of an organisation, in no order.
pub(super) async fn units<S: Scope>(
    tx: &Tx<S>,
    organisation: OrganisationId,
) -> Result<Vec<org_unit::Model>, StoreError> {
    Ok(org_unit::Entity::find().filter(org_unit::Column::Organisation.eq(organisation.0)).all(tx.c()).await?)
}

/// The org chart of an organisation.
pub(super) async fn chart(tx: &Tx<Organisation>, organisation: OrganisationId) -> Result<Chart, StoreError> {
    let units = units(tx, organisation).await?;
    Ok(Chart::new(units.into_iter().map(|unit| (UnitId(unit.id), unit.parent.map(UnitId)))))
}

/// Whether every unit that rights name exists in the organisation.
pub(super) async fn check_grants(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    grants: &[Grant],
) -> Result<(), ApiError> {
    super::check::grants(grants)?;
    let chart = chart(tx, organisation).await?;
    let known = |grant: &Grant| match (grant.scope, grant.unit) {
        (Reach::Organisation, _) | (_, None) => true,
        (_, Some(unit)) => chart.has(unit),
    };
    if grants.iter().all(known) { Ok(()) } else { Err(ProblemCode::BadRequest.into()) }
}
