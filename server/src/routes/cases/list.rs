//! All cases that somebody may see, with what opens their names.

use super::load::{case_slot, part_slot, place, revision, summary, teams};
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        access::{Chart, Sight, sight},
        caller::Colleague,
        extract::At,
        member::{Member, chart},
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        entity::{
            case, case_key, case_team, envelope, part, part_log, part_slot as part_slots, record,
            revision as revisions,
        },
    },
};
use api::{
    Bytes,
    cases::{CaseList, CaseListItem, CaseName},
    configuration::known,
    ids::OrganisationId,
    limits::BATCH_MAX,
    organisations::{Grant, Scope as Reach},
    paths::v1,
    records::Revision,
    signing::EnvelopeHeader,
    statement::{Payload, SignedStatement},
};
use axum::extract::State;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, super::create::create))
}

/// All cases of an organisation that this person may see, newest write first.
#[utoipa::path(get, path = v1::CASES, params(("organisation" = OrganisationId, Path)),
    responses((status = 200, body = CaseList, content_type = "application/cbor")))]
async fn list(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
) -> ApiResult<Cbor<CaseList>> {
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    let chart = chart(&tx, organisation).await?;
    let mut rows = case::Entity::find()
        .filter(case::Column::Organisation.eq(organisation.0))
        .filter(reachable(&member))
        .order_by_desc(case::Column::UpdatedAt)
        .order_by_asc(case::Column::Id)
        .all(tx.c())
        .await?;
    let mut cases = Vec::with_capacity(rows.len());
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH_MAX));
        cases.extend(batch(&tx, &member, &chart, rows).await?);
        rows = rest;
    }
    Ok(Cbor(CaseList { cases }))
}

/// A filter that lets through at least what the rights show, so that the database does not carry everything here. What
/// decides is [`sight`].
fn reachable(member: &Member) -> Condition {
    let me = member.account.0;
    let whole = |grant: &Grant| matches!(grant.scope, Reach::Organisation | Reach::Subtree);
    if member.grants.iter().any(whole) {
        return Condition::all();
    }
    let team = case_team::Entity::find()
        .select_only()
        .column(case_team::Column::CaseId)
        .filter(case_team::Column::Account.eq(me))
        .into_query();
    let units =
        member.grants.iter().filter(|grant| grant.scope == Reach::Unit).filter_map(|grant| grant.unit);
    Condition::any()
        .add(case::Column::Responsible.eq(me))
        .add(case::Column::Deputy.eq(me))
        .add(case::Column::Id.in_subquery(team))
        .add(case::Column::Unit.is_in(units.map(|unit| unit.0)))
}

async fn batch(
    tx: &Tx<Organisation>,
    member: &Member,
    chart: &Chart,
    rows: Vec<case::Model>,
) -> ApiResult<Vec<CaseListItem>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut teams = teams(tx, &ids).await?;
    let mut seen = Vec::with_capacity(rows.len());
    for row in rows {
        let team = teams.remove(&row.id).unwrap_or_default();
        let sight = sight(&member.grants, member.account, chart, &place(&row, team.clone()));
        if sight > Sight::Nothing {
            seen.push((row, team, sight == Sight::Texts && member.is_certified()));
        }
    }
    let open: Vec<Uuid> = seen.iter().filter(|(_, _, texts)| *texts).map(|(row, ..)| row.id).collect();
    let mut names = names(tx, member.organisation, &open).await?;
    let mut items = Vec::with_capacity(seen.len());
    for (row, team, _) in seen {
        let name = names.remove(&row.id);
        items.push(CaseListItem { summary: summary(row, team)?, name });
    }
    Ok(items)
}

/// Both slots, the access statements of the core part and the current person record of each case.
async fn names(
    tx: &Tx<Organisation>,
    organisation: OrganisationId,
    cases: &[Uuid],
) -> Result<HashMap<Uuid, CaseName>, StoreError> {
    let cases = || cases.iter().copied();
    let rows = case_key::Entity::find()
        .filter(case_key::Column::Organisation.eq(organisation.0))
        .filter(case_key::Column::CaseId.is_in(cases()))
        .order_by_asc(case_key::Column::Epoch)
        .all(tx.c())
        .await?;
    let mut keys: HashMap<(Uuid, Uuid), Vec<case_key::Model>> = HashMap::new();
    for row in rows {
        keys.entry((row.case_id, row.key_id)).or_default().push(row);
    }
    let cores = part::Entity::find()
        .filter(part::Column::CaseId.is_in(cases()))
        .filter(part::Column::Position.eq(0))
        .all(tx.c())
        .await?;
    let slots = part_slots::Entity::find()
        .filter(part_slots::Column::Organisation.eq(organisation.0))
        .filter(part_slots::Column::CaseId.is_in(cases()))
        .all(tx.c())
        .await?;
    let mut slots: HashMap<(Uuid, i64), part_slots::Model> =
        slots.into_iter().map(|row| ((row.part, row.epoch), row)).collect();
    let cores_only = || cores.iter().map(|row| row.id);
    let mut access: HashMap<Uuid, Vec<SignedStatement>> = HashMap::new();
    let statements = part_log::Entity::find()
        .filter(part_log::Column::Part.is_in(cores_only()))
        .filter(part_log::Column::Body.is_not_null())
        .order_by_asc(part_log::Column::N)
        .all(tx.c())
        .await?;
    for row in statements {
        let Some(body) = row.body else { continue };
        let signed = SignedStatement { body: Bytes(body), signature: Bytes(row.signature) };
        if signed.decode().is_ok_and(|statement| matches!(statement.payload, Payload::Access(_))) {
            access.entry(row.part).or_default().push(signed);
        }
    }
    let mut people = people(tx, cores_only().collect()).await?;
    let mut out = HashMap::new();
    for core in &cores {
        let Some(person) = people.remove(&core.id) else { continue };
        let Some(slot) = slots.remove(&(core.id, i64::from(person.epoch))) else { continue };
        // A case that got new keys has several: the one that this part key lies under opens the name.
        let Some(wrapping) = EnvelopeHeader::read(&slot.slot) else { continue };
        let mut epochs = keys.remove(&(core.case_id, Uuid::from_bytes(wrapping.key))).unwrap_or_default();
        let Some(key) = epochs.pop() else { continue };
        out.insert(
            core.case_id,
            CaseName {
                case_slot: case_slot(key),
                older_slot: epochs.pop().map(case_slot),
                part_slot: part_slot(slot),
                access: access.remove(&core.id).unwrap_or_default(),
                person,
            },
        );
    }
    Ok(out)
}

/// The current person record of each core part.
async fn people(tx: &Tx<Organisation>, cores: Vec<Uuid>) -> Result<HashMap<Uuid, Revision>, StoreError> {
    let cores = || cores.iter().copied();
    let records = record::Entity::find()
        .filter(record::Column::Part.is_in(cores()))
        .filter(record::Column::Form.eq(known::PERSON))
        .all(tx.c())
        .await?;
    let current: HashMap<Uuid, i64> = records.iter().map(|row| (row.part, row.n)).collect();
    let is_current = |part: Uuid, n: i64| current.get(&part) == Some(&n);
    let numbers = || current.values().copied();
    let signatures = part_log::Entity::find()
        .filter(part_log::Column::Part.is_in(cores()))
        .filter(part_log::Column::N.is_in(numbers()))
        .all(tx.c())
        .await?;
    let mut signatures: HashMap<Uuid, Vec<u8>> = signatures
        .into_iter()
        .filter(|row| is_current(row.part, row.n))
        .map(|row| (row.part, row.signature))
        .collect();
    let envelopes = envelope::Entity::find()
        .filter(envelope::Column::Part.is_in(cores()))
        .filter(envelope::Column::N.is_in(numbers()))
        .all(tx.c())
        .await?;
    let mut envelopes: HashMap<Uuid, Vec<u8>> = envelopes
        .into_iter()
        .filter(|row| is_current(row.part, row.n))
        .map(|row| (row.part, row.envelope))
        .collect();
    let rows = revisions::Entity::find()
        .filter(revisions::Column::Part.is_in(cores()))
        .filter(revisions::Column::N.is_in(numbers()))
        .all(tx.c())
        .await?;
    let mut out = HashMap::new();
    for row in rows.into_iter().filter(|row| is_current(row.part, row.n)) {
        let part = row.part;
        let signature = signatures.remove(&part).ok_or(StoreError::Damaged("part_log"))?;
        out.insert(part, revision(row, signature, envelopes.remove(&part))?);
    }
    Ok(out)
}
