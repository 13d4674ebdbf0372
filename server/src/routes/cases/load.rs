//! Rows of cases as types of the wire.

use crate::{
    routes::access::Place,
    store::{
        Scope, StoreError, Tx,
        entity::{case, case_key, case_team, envelope, part, part_log, part_slot, revision},
        logs::{hash, number, part_head, small},
    },
};
use api::{
    Bytes,
    cases::{CaseSlot, CaseState, CaseSummary, PartFile, PartSlot},
    chain::{Head, Heads},
    ids::{AccountId, CaseId, KeyId, OrganisationId, PartId, RecordId, UnitId},
    records::{LogContent, LogEntry, Revision},
    statement::SignedStatement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// State of a case as it stands in the database.
pub(super) fn state_text(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "open",
        CaseState::Closed => "closed",
    }
}

/// Members of the teams of some cases, in order.
pub(in crate::routes) async fn teams<S: Scope>(
    tx: &Tx<S>,
    cases: &[Uuid],
) -> Result<HashMap<Uuid, Vec<AccountId>>, StoreError> {
    let rows = case_team::Entity::find()
        .filter(case_team::Column::CaseId.is_in(cases.iter().copied()))
        .order_by_asc(case_team::Column::Position)
        .all(tx.c())
        .await?;
    let mut out: HashMap<Uuid, Vec<AccountId>> = HashMap::new();
    for row in rows {
        out.entry(row.case_id).or_default().push(AccountId(row.account));
    }
    Ok(out)
}

/// Where a case hangs.
pub(super) fn place(row: &case::Model, team: Vec<AccountId>) -> Place {
    Place {
        unit: row.unit.map(UnitId),
        responsible: AccountId(row.responsible),
        deputy: row.deputy.map(AccountId),
        team,
    }
}

/// What is clear about a case.
pub(in crate::routes) fn summary(row: case::Model, team: Vec<AccountId>) -> Result<CaseSummary, StoreError> {
    let state = [CaseState::Open, CaseState::Closed]
        .into_iter()
        .find(|state| state_text(*state) == row.state)
        .ok_or(StoreError::Damaged("cases.state"))?;
    let need = |value: Option<i64>| value.and_then(|value| u8::try_from(value).ok());
    Ok(CaseSummary {
        id: CaseId(row.id),
        code: row.code,
        organisation: OrganisationId(row.organisation),
        unit: row.unit.map(UnitId),
        responsible: AccountId(row.responsible),
        deputy: row.deputy.map(AccountId),
        team,
        assignment_version: small(row.assignment_version),
        state,
        help_type: row.help_type,
        help_start: row.help_start,
        help_end: row.help_end,
        review: row.review,
        sex: row.sex,
        birth_month: row.birth_month,
        ending: row.ending,
        rated: serde_json::from_str(&row.rated).map_err(|_| StoreError::Damaged("cases.rated"))?,
        need_first: need(row.need_first),
        need_latest: need(row.need_latest),
        entries: small(row.entries),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// A wrapped case key.
pub(in crate::routes) fn case_slot(row: case_key::Model) -> CaseSlot {
    CaseSlot {
        organisation: OrganisationId(row.organisation),
        epoch: small(row.epoch),
        key: KeyId(row.key_id),
        slot: Bytes(row.slot),
    }
}

/// A wrapped part key.
pub(super) fn part_slot(row: part_slot::Model) -> PartSlot {
    PartSlot {
        organisation: OrganisationId(row.organisation),
        epoch: small(row.epoch),
        key: KeyId(row.key_id),
        slot: Bytes(row.slot),
    }
}

/// A revision, with or without its envelope.
pub(super) fn revision(
    row: revision::Model,
    signature: Vec<u8>,
    envelope: Option<Vec<u8>>,
) -> Result<Revision, StoreError> {
    let head = |n: i64, bytes: &[u8]| Ok::<_, StoreError>(Head { n: number(n), hash: hash(bytes)? });
    Ok(Revision {
        case: CaseId(row.case_id),
        part: PartId(row.part),
        record: RecordId(row.record),
        form_version: small(row.form_version),
        revision: small(row.revision),
        epoch: small(row.epoch),
        previous: hash(&row.previous)?,
        facts: Bytes(row.facts),
        envelope: envelope.map(Bytes),
        envelope_hash: hash(&row.envelope_hash)?,
        author: AccountId(row.author),
        certificate: hash(&row.certificate)?,
        heads: Heads {
            organisation: head(row.organisation_n, &row.organisation_hash)?,
            part: head(row.part_n, &row.part_hash)?,
        },
        signature: Bytes(signature),
        form: row.form,
    })
}

/// All parts of a case with their whole logs. With `texts` for this organisation, envelopes and slots come along.
pub(in crate::routes) async fn parts<S: Scope>(
    tx: &Tx<S>,
    case: Uuid,
    texts: Option<OrganisationId>,
) -> Result<Vec<PartFile>, StoreError> {
    let readable = texts.map(|_| vec![case]).unwrap_or_default();
    let organisation = texts.unwrap_or(OrganisationId(Uuid::nil()));
    Ok(parts_of(tx, &[case], &readable, organisation).await?.remove(&case).unwrap_or_default())
}

/// All parts of some cases with their whole logs. Envelopes and slots come along for those that are `readable`.
pub(super) async fn parts_of<S: Scope>(
    tx: &Tx<S>,
    cases: &[Uuid],
    readable: &[Uuid],
    organisation: OrganisationId,
) -> Result<HashMap<Uuid, Vec<PartFile>>, StoreError> {
    let all = || cases.iter().copied();
    let parts = part::Entity::find()
        .filter(part::Column::CaseId.is_in(all()))
        .order_by_asc(part::Column::Position)
        .all(tx.c())
        .await?;
    let log = part_log::Entity::find()
        .filter(part_log::Column::CaseId.is_in(all()))
        .order_by_asc(part_log::Column::N)
        .all(tx.c())
        .await?;
    let revisions =
        revision::Entity::find().filter(revision::Column::CaseId.is_in(all())).all(tx.c()).await?;
    let mut revisions: HashMap<(Uuid, i64), revision::Model> =
        revisions.into_iter().map(|row| ((row.part, row.n), row)).collect();
    let (mut envelopes, mut slots) = (HashMap::new(), HashMap::<Uuid, Vec<PartSlot>>::new());
    if !readable.is_empty() {
        let readable = || readable.iter().copied();
        let rows =
            envelope::Entity::find().filter(envelope::Column::CaseId.is_in(readable())).all(tx.c()).await?;
        envelopes = rows.into_iter().map(|row| ((row.part, row.n), row.envelope)).collect();
        let rows = part_slot::Entity::find()
            .filter(part_slot::Column::CaseId.is_in(readable()))
            .filter(part_slot::Column::Organisation.eq(organisation.0))
            .order_by_asc(part_slot::Column::Epoch)
            .all(tx.c())
            .await?;
        for row in rows {
            slots.entry(row.part).or_default().push(part_slot(row));
        }
    }
    let mut entries: HashMap<Uuid, Vec<LogEntry>> = HashMap::new();
    for row in log {
        let place = (row.part, row.n);
        entries.entry(row.part).or_default().push(entry(
            row,
            revisions.remove(&place),
            envelopes.remove(&place),
        )?);
    }
    let mut out: HashMap<Uuid, Vec<PartFile>> = HashMap::new();
    for row in parts {
        out.entry(row.case_id).or_default().push(PartFile {
            id: PartId(row.id),
            head: part_head(&row)?,
            slots: slots.remove(&row.id).unwrap_or_default(),
            entries: entries.remove(&row.id).unwrap_or_default(),
            kind: row.kind,
        });
    }
    Ok(out)
}

fn entry(
    row: part_log::Model,
    revision_row: Option<revision::Model>,
    envelope: Option<Vec<u8>>,
) -> Result<LogEntry, StoreError> {
    let content = match row.body {
        Some(body) => {
            LogContent::Statement(SignedStatement { body: Bytes(body), signature: Bytes(row.signature) })
        }
        None => {
            let revision_row = revision_row.ok_or(StoreError::Damaged("revisions"))?;
            LogContent::Revision(revision(revision_row, row.signature, envelope)?)
        }
    };
    Ok(LogEntry {
        n: number(row.n),
        hash: hash(&row.hash)?,
        object: Bytes(row.object.as_bytes().to_vec()),
        revision: small(row.revision),
        at: row.at,
        content,
    })
}
