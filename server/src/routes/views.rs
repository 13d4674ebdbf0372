//! Rows of the database as types of the wire.

use super::member::{grants, parse_grants, state as member_state};
use crate::store::{
    Scope, StoreError, Tx,
    entity::{account, case, invitation, membership, org_unit, organisation},
    logs::small,
};
use api::{
    ids::{AccountId, InvitationId, OrganisationId, UnitId},
    invitations::{InvitationKind, InvitationState, InvitationView},
    organisations::{OrganisationState, PersonView, UnitView},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// State of an organisation as it stands in the database.
pub(super) fn organisation_text(state: OrganisationState) -> &'static str {
    match state {
        OrganisationState::Created => "created",
        OrganisationState::Ready => "ready",
    }
}

/// State of an organisation.
pub(super) fn organisation_state(row: &organisation::Model) -> Result<OrganisationState, StoreError> {
    [OrganisationState::Created, OrganisationState::Ready]
        .into_iter()
        .find(|state| organisation_text(*state) == row.state)
        .ok_or(StoreError::Damaged("organisations.state"))
}

/// Kind of an invitation as it stands in the database.
pub(super) fn invitation_kind_text(kind: InvitationKind) -> &'static str {
    match kind {
        InvitationKind::Setup => "setup",
        InvitationKind::Member => "member",
        InvitationKind::Operator => "operator",
    }
}

/// Kind of an invitation.
pub(super) fn invitation_kind(row: &invitation::Model) -> Result<InvitationKind, StoreError> {
    [InvitationKind::Setup, InvitationKind::Member, InvitationKind::Operator]
        .into_iter()
        .find(|kind| invitation_kind_text(*kind) == row.kind)
        .ok_or(StoreError::Damaged("invitations.kind"))
}

/// State of an invitation as it stands in the database, where none expires by itself.
pub(super) fn invitation_text(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "open",
        InvitationState::Used => "used",
        InvitationState::Revoked => "revoked",
        InvitationState::Expired => "expired",
    }
}

/// State of an invitation now.
pub(super) fn invitation_state(row: &invitation::Model, now: i64) -> Result<InvitationState, StoreError> {
    let state = [InvitationState::Open, InvitationState::Used, InvitationState::Revoked]
        .into_iter()
        .find(|state| invitation_text(*state) == row.state)
        .ok_or(StoreError::Damaged("invitations.state"))?;
    Ok(if state == InvitationState::Open && row.expires_at <= now { InvitationState::Expired } else { state })
}

/// An invitation for an administrator's list.
pub(super) fn invitation(row: &invitation::Model, now: i64) -> Result<InvitationView, StoreError> {
    Ok(InvitationView {
        id: InvitationId(row.id),
        account: AccountId(row.account),
        display_name: row.display_name.clone(),
        grants: parse_grants(&row.grants)?,
        state: invitation_state(row, now)?,
        expires_at: row.expires_at,
    })
}

/// A unit.
pub(super) fn unit(row: &org_unit::Model) -> UnitView {
    UnitView {
        id: UnitId(row.id),
        parent: row.parent.map(UnitId),
        name: row.name.clone(),
        position: small(row.position),
    }
}

/// An org chart, parents before children, siblings by position and name.
pub(super) fn chart(mut rows: Vec<org_unit::Model>) -> Vec<UnitView> {
    rows.sort_by(|a, b| (a.position, &a.name, a.id).cmp(&(b.position, &b.name, b.id)));
    let mut out: Vec<UnitView> = Vec::with_capacity(rows.len());
    let mut level: Vec<Option<Uuid>> = vec![None];
    while let Some(parent) = level.pop() {
        let children: Vec<&org_unit::Model> = rows.iter().filter(|row| row.parent == parent).collect();
        if let Some(id) = parent
            && let Some(row) = rows.iter().find(|row| row.id == id)
        {
            out.push(unit(row));
        }
        level.extend(children.iter().rev().map(|row| Some(row.id)));
    }
    out
}

/// The people of an organisation by name. `private` adds what only administrators and the institute see.
pub(super) async fn people<S: Scope>(
    tx: &Tx<S>,
    organisation: OrganisationId,
    private: bool,
) -> Result<Vec<PersonView>, StoreError> {
    let memberships = membership::Entity::find()
        .filter(membership::Column::Organisation.eq(organisation.0))
        .all(tx.c())
        .await?;
    let ids = membership::Entity::find()
        .select_only()
        .column(membership::Column::Account)
        .filter(membership::Column::Organisation.eq(organisation.0));
    let accounts = account::Entity::find()
        .filter(account::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(ids)))
        .all(tx.c())
        .await?;
    let accounts: HashMap<Uuid, account::Model> = accounts.into_iter().map(|row| (row.id, row)).collect();
    let responsible: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Responsible)
        .filter(case::Column::Organisation.eq(organisation.0))
        .filter(case::Column::State.eq("open"))
        .into_tuple()
        .all(tx.c())
        .await?;
    let mut people = Vec::with_capacity(memberships.len());
    for row in &memberships {
        let Some(account) = accounts.get(&row.account) else { continue };
        let count = responsible.iter().filter(|id| **id == row.account).count();
        people.push(PersonView {
            account: AccountId(row.account),
            login: account.login.clone().filter(|_| private),
            display_name: account.display_name.clone(),
            grants: grants(row)?,
            rights_version: small(row.rights_version),
            state: member_state(row)?,
            last_login_at: account.last_login_at.filter(|_| private),
            responsible_for: u32::try_from(count).unwrap_or(u32::MAX),
        });
    }
    people.sort_by(|a, b| (&a.display_name, a.account).cmp(&(&b.display_name, b.account)));
    Ok(people)
}
