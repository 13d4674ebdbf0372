//! All cases that somebody may see, with what opens their names.

use super::load::{case_slot, part_slot, place, revision, summary, teams};
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        access::{Chart, Place, Sight, sight},
        caller::Colleague,
        extract::{Ask, At},
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
    Bytes, ProblemCode,
    cases::{
        CASES_AT_ONCE, CaseList, CaseListItem, CaseListQuery, CaseListState, CaseName, VisibleCase,
        visible_hash,
    },
    configuration::known,
    ids::{AccountId, CaseId, OrganisationId, UnitId},
    limits::BATCH_MAX,
    organisations::{Grant, Scope as Reach},
    paths::v1,
    records::Revision,
    signing::EnvelopeHeader,
    statement::{Payload, SignedStatement},
};
use axum::extract::State;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::{HashMap, HashSet};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// Longest page.
const PAGE_MAX: u16 = 2000;
/// A write gets its time before it is there for others. Whoever comes back is told of what was written shortly before the
/// last list once more.
const OVERLAP_SECONDS: i64 = 120;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, super::create::create))
}

/// Cases of an organisation that this person may see, newest write first: all of them, a page, what was written since, or
/// those that are named.
#[utoipa::path(get, path = v1::CASES, params(("organisation" = OrganisationId, Path), CaseListQuery),
    responses((status = 200, body = CaseList, content_type = "application/cbor")))]
async fn list(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Ask(query): Ask<CaseListQuery>,
) -> ApiResult<Cbor<CaseList>> {
    let asked = Asked::read(&query)?;
    let now = state.now();
    let tx = caller.begin(&state, Mode::Read, organisation).await?;
    let member = Member::load(&tx, &caller, organisation).await?;
    let chart = chart(&tx, organisation).await?;
    let mut find = case::Entity::find()
        .filter(case::Column::Organisation.eq(organisation.0))
        .filter(reachable(&member))
        .filter(asked.condition())
        .order_by_desc(case::Column::UpdatedAt)
        .order_by_asc(case::Column::Id);
    if let Some(limit) = asked.limit {
        // One more, to know whether there is a next page.
        find = find.limit(limit.saturating_add(1));
    }
    let mut rows = find.all(tx.c()).await?;
    let mut next = None;
    if let Some(limit) = asked.limit.and_then(|limit| usize::try_from(limit).ok())
        && rows.len() > limit
    {
        rows.truncate(limit);
        next = rows.last().map(|row| format!("{}.{}", row.updated_at, row.id));
    }
    let mut cases = Vec::with_capacity(rows.len());
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH_MAX));
        cases.extend(batch(&tx, &member, &chart, rows, asked.names).await?);
        rows = rest;
    }
    let whole = !asked.names && asked.after.is_none() && asked.only.is_none();
    let state = if whole { Some(whole_list(&tx, &member, &chart, &query, now).await?) } else { None };
    Ok(Cbor(CaseList { cases, next, state }))
}

/// A question that makes sense.
struct Asked {
    since: Option<i64>,
    after: Option<(i64, Uuid)>,
    only: Option<Vec<Uuid>>,
    limit: Option<u64>,
    names: bool,
}

impl Asked {
    fn read(query: &CaseListQuery) -> ApiResult<Self> {
        let after = match &query.after {
            None => None,
            Some(text) => Some(place_of(text).ok_or(ProblemCode::BadRequest)?),
        };
        let only = match &query.only {
            None => None,
            Some(ids) => {
                let (ids, rest) = ids.0.as_chunks::<16>();
                if !rest.is_empty() || ids.len() > CASES_AT_ONCE {
                    return Err(ProblemCode::BadRequest.into());
                }
                Some(ids.iter().map(|id| Uuid::from_bytes(*id)).collect())
            }
        };
        if query.limit.is_some_and(|limit| limit == 0 || limit > PAGE_MAX) {
            return Err(ProblemCode::BadRequest.into());
        }
        let names = query.names.unwrap_or(true);
        Ok(Self { since: query.since, after, only, limit: query.limit.map(u64::from), names })
    }

    fn condition(&self) -> Condition {
        let since = self.since.map(|since| case::Column::UpdatedAt.gte(since));
        let only = self.only.as_ref().map(|only| case::Column::Id.is_in(only.iter().copied()));
        let after = self.after.map(|(at, id)| {
            let same = Condition::all().add(case::Column::UpdatedAt.eq(at)).add(case::Column::Id.gt(id));
            Condition::any().add(case::Column::UpdatedAt.lt(at)).add(same)
        });
        Condition::all().add_option(since).add_option(only).add_option(after)
    }
}

/// Where a page begins: behind a case, by its last write and its id.
fn place_of(text: &str) -> Option<(i64, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// Which cases this person may see at all, said in full only where that is not what is known already.
async fn whole_list(
    tx: &Tx<Organisation>,
    member: &Member,
    chart: &Chart,
    query: &CaseListQuery,
    now: i64,
) -> ApiResult<CaseListState> {
    let rows: Vec<(Uuid, Option<Uuid>, Uuid, Option<Uuid>)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::Unit, case::Column::Responsible, case::Column::Deputy])
        .filter(case::Column::Organisation.eq(member.organisation.0))
        .filter(reachable(member))
        .into_tuple()
        .all(tx.c())
        .await?;
    // Only the own membership of a team decides anything here.
    let teams: HashSet<Uuid> = case_team::Entity::find()
        .filter(case_team::Column::Account.eq(member.account.0))
        .all(tx.c())
        .await?
        .into_iter()
        .map(|row| row.case_id)
        .collect();
    let seen = |(id, unit, responsible, deputy): (Uuid, Option<Uuid>, Uuid, Option<Uuid>)| {
        let place = Place {
            unit: unit.map(UnitId),
            responsible: AccountId(responsible),
            deputy: deputy.map(AccountId),
            team: teams.contains(&id).then_some(member.account).into_iter().collect(),
        };
        let sight = sight(&member.grants, member.account, chart, &place);
        let readable = sight == Sight::Texts && member.is_certified();
        (sight > Sight::Nothing).then_some(VisibleCase { case: CaseId(id), readable })
    };
    let cases: Vec<VisibleCase> = rows.into_iter().filter_map(seen).collect();
    let visible = visible_hash(cases.clone());
    let known = query.visible == Some(visible);
    let cases = (query.visible.is_some() && !known).then_some(cases);
    Ok(CaseListState { cursor: now - OVERLAP_SECONDS, visible, cases })
}

/// A filter that lets through at least what the rights show, so that the database does not carry everything here. What
/// decides is [`sight`].
pub(super) fn reachable(member: &Member) -> Condition {
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
    with_names: bool,
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
    let mut names = if with_names { names(tx, member.organisation, &open).await? } else { HashMap::new() };
    let mut items = Vec::with_capacity(seen.len());
    for (row, team, readable) in seen {
        let name = names.remove(&row.id);
        items.push(CaseListItem { summary: summary(row, team)?, name, readable });
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
