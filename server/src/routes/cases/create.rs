//! A new case: statements, keys and first entries in one transaction.

use super::{
    append::{self, Incoming, Writing},
    assign,
    load::state_text,
};
use crate::{
    http::{ApiResult, Cbor},
    routes::{
        access::{Place, Sight, sight},
        caller::{Caller, Colleague},
        check, configuration,
        extract::At,
        keys::key_in_use,
        member::{Member, chart},
        verify::{self, Signer},
    },
    state::AppState,
    store::{
        Mode, Organisation, StoreError, Tx,
        audit::{self, Act},
        entity::{case, case_key, part, part_log, part_slot},
        logs::{Append, append_to_part, part_head, part_knows, share_organisation, signed},
    },
};
use api::{
    Bytes32, ProblemCode,
    audit::AuditAction,
    cases::{CaseReceipt, CaseSlot, CaseState, CreateCase, CreatePart, PartHead},
    chain::{Entry, Head, next_head},
    configuration::Configuration,
    ids::{OrganisationId, PartId},
    organisations::opens_cases,
    paths::v1,
    statement::{Access, Assignment, Payload, Statement},
};
use axum::{extract::State, http::StatusCode};
use sea_orm::EntityTrait;
use std::collections::{BTreeSet, HashMap};

/// Kind of the part that holds person, help and closing, and the assignments.
const CORE: &str = "core";
/// Most first entries of a new case, and most parts.
const RECORDS_MAX: usize = 50;

/// Creates a case. The same case once more answers like the first time, with 200.
#[utoipa::path(post, path = v1::CASES, params(("organisation" = OrganisationId, Path)),
    request_body(content = CreateCase, content_type = "application/cbor"),
    responses((status = 201, body = CaseReceipt, content_type = "application/cbor"),
              (status = 200, body = CaseReceipt, content_type = "application/cbor")))]
pub(super) async fn create(
    State(state): State<AppState>,
    Colleague(caller): Colleague,
    At(organisation): At<OrganisationId>,
    Cbor(create): Cbor<CreateCase>,
) -> ApiResult<(StatusCode, Cbor<CaseReceipt>)> {
    check::case_code(&create.code)?;
    if create.records.len().max(create.parts.len()) > RECORDS_MAX {
        return Err(ProblemCode::TooLarge.into());
    }
    let records = create.records.iter().map(Incoming::read).collect::<ApiResult<Vec<_>>>()?;
    match attempt(&state, &caller, organisation, &create, &records).await {
        // Perhaps by the very same request, sent twice and answered at the same time: now its case can be seen.
        Err(error) if matches!(error.code(), ProblemCode::CaseCodeTaken | ProblemCode::IdTaken) => {
            attempt(&state, &caller, organisation, &create, &records).await
        }
        outcome => outcome,
    }
}

async fn attempt(
    state: &AppState,
    caller: &Caller,
    organisation: OrganisationId,
    create: &CreateCase,
    records: &[Incoming<'_>],
) -> ApiResult<(StatusCode, Cbor<CaseReceipt>)> {
    let now = state.now();
    let tx = caller.begin(state, Mode::Write, organisation).await?;
    let member = Member::load(&tx, caller, organisation).await?;
    if !opens_cases(&member.grants) {
        return Err(ProblemCode::Forbidden.into());
    }
    let signer = member.signer()?;
    if let Some(known) = case::Entity::find_by_id(create.id.0).one(tx.c()).await? {
        let receipt = replayed(&tx, &known, organisation, create, records).await?;
        return Ok((StatusCode::OK, Cbor(receipt)));
    }
    let configuration = configuration::load(&tx, member.tenant).await?;
    check_slots(&tx, organisation, create).await?;
    let statement = signer.verify(&tx, &create.assignment).await?;
    let Payload::Assignment(assignment) = &statement.payload else {
        return Err(ProblemCode::BadStatement.into());
    };
    check_assignment(&tx, &member, create, assignment).await?;
    insert_case(&tx, &member, create, assignment, now).await?;
    let mut parts = insert_parts(&tx, &signer, &configuration, create, now).await?;
    append_assignment(&tx, create, &statement, &mut parts, now).await?;
    let writing = Writing { signer: &signer, configuration: &configuration, now };
    for incoming in records {
        let part = parts.iter_mut().find(|part| part.id == incoming.revision.part.0);
        let part = part.ok_or(ProblemCode::BadStatement)?;
        let before = append::before(&tx, organisation, part, incoming).await?;
        append::append(&tx, &writing, part, incoming, &before).await?;
    }
    append::refresh(&tx, create.id.0, now).await?;
    let act = Act::new(member.tenant, Some(member.account), AuditAction::CaseCreated)
        .of(organisation)
        .on(create.id.0, create.code.clone());
    audit::append(&tx, now, act).await?;
    tx.commit().await?;
    let heads = parts
        .iter()
        .map(|part| Ok(PartHead { part: PartId(part.id), head: part_head(part)? }))
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok((StatusCode::CREATED, Cbor(CaseReceipt { heads, at: now })))
}

/// A case key lies under the organisation key in use, which stays in use until the transaction ends.
pub(super) async fn check_case_slot(
    tx: &Tx<Organisation>,
    id: OrganisationId,
    slot: &CaseSlot,
) -> ApiResult<()> {
    let organisation = share_organisation(tx, id).await?.ok_or(ProblemCode::NotFound)?;
    let key = key_in_use(&organisation)?;
    if i64::from(slot.epoch) != organisation.key_epoch {
        return Err(ProblemCode::KeyOutdated.into());
    }
    check::slot(&slot.slot, key)?;
    if slot.organisation == id { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// The case key lies under the organisation key in use, every part key under the case key.
async fn check_slots(tx: &Tx<Organisation>, id: OrganisationId, create: &CreateCase) -> ApiResult<()> {
    check_case_slot(tx, id, &create.slot).await?;
    for part in &create.parts {
        check::slot(&part.slot.slot, create.slot.key)?;
        if part.slot.organisation != id || part.slot.epoch != 1 {
            return Err(ProblemCode::BadStatement.into());
        }
    }
    Ok(())
}

async fn check_assignment(
    tx: &Tx<Organisation>,
    member: &Member,
    create: &CreateCase,
    assignment: &Assignment,
) -> ApiResult<()> {
    let core = create.parts.first().ok_or(ProblemCode::BadStatement)?;
    if assignment.case != create.id || assignment.part != core.id || assignment.version != 1 {
        return Err(ProblemCode::BadStatement.into());
    }
    let chart = chart(tx, member.organisation).await?;
    assign::check(tx, member.organisation, &chart, assignment).await?;
    let place = Place {
        unit: assignment.unit,
        responsible: assignment.responsible,
        deputy: assignment.deputy,
        team: assignment.team.clone(),
    };
    // Nobody makes a case that they could not open a moment later.
    if sight(&member.grants, member.account, &chart, &place) == Sight::Texts {
        Ok(())
    } else {
        Err(ProblemCode::Forbidden.into())
    }
}

async fn insert_case(
    tx: &Tx<Organisation>,
    member: &Member,
    create: &CreateCase,
    assignment: &Assignment,
    now: i64,
) -> ApiResult<()> {
    let row = case::Model {
        id: create.id.0,
        tenant: member.tenant.0,
        organisation: member.organisation.0,
        code: create.code.clone(),
        unit: assignment.unit.map(|id| id.0),
        responsible: assignment.responsible.0,
        deputy: assignment.deputy.map(|id| id.0),
        assignment_version: 1,
        state: state_text(CaseState::Open).to_owned(),
        help_type: None,
        help_start: None,
        help_end: None,
        review: None,
        sex: None,
        birth_month: None,
        ending: None,
        rated: "[]".to_owned(),
        need_first: None,
        need_latest: None,
        entries: 0,
        created_at: now,
        updated_at: now,
    };
    match tx.insert(row).await {
        Err(error) if error.is_taken() => return Err(ProblemCode::CaseCodeTaken.into()),
        outcome => outcome?,
    }
    tx.insert(case_key::Model {
        case_id: create.id.0,
        organisation: member.organisation.0,
        epoch: i64::from(create.slot.epoch),
        key_id: create.slot.key.0,
        slot: create.slot.slot.0.clone(),
    })
    .await?;
    assign::set_team(tx, create.id.0, assignment).await?;
    Ok(())
}

/// Makes the parts, exactly those that the configuration names, each beginning with its access statement.
async fn insert_parts(
    tx: &Tx<Organisation>,
    signer: &Signer<'_>,
    configuration: &Configuration,
    create: &CreateCase,
    now: i64,
) -> ApiResult<Vec<part::Model>> {
    let wanted: BTreeSet<&str> = configuration.parts.iter().map(|part| part.code.as_str()).collect();
    let given: BTreeSet<&str> = create.parts.iter().map(|part| part.kind.as_str()).collect();
    let core_first = create.parts.first().is_some_and(|part| part.kind == CORE);
    if wanted != given || given.len() != create.parts.len() || !core_first {
        return Err(ProblemCode::BadStatement.into());
    }
    let mut parts = Vec::with_capacity(create.parts.len());
    for (position, new) in (0..).zip(&create.parts) {
        let statement = signer.verify(tx, &new.access).await?;
        let Payload::Access(access) = &statement.payload else {
            return Err(ProblemCode::BadStatement.into());
        };
        check_access(signer, create, new, access)?;
        // It opens the log. One that names a later head would be refused by every reader, and the case with it.
        if statement.heads.part != Head::EMPTY {
            return Err(ProblemCode::BadStatement.into());
        }
        let mut row = part::Model {
            id: new.id.0,
            case_id: create.id.0,
            kind: new.kind.clone(),
            position,
            epoch: 1,
            key_id: new.slot.key.0,
            head_n: 0,
            head_hash: Bytes32::ZERO.0.to_vec(),
        };
        match tx.insert(row.clone()).await {
            Err(error) if error.is_taken() => return Err(ProblemCode::IdTaken.into()),
            outcome => outcome?,
        }
        tx.insert(part_slot::Model {
            part: row.id,
            case_id: row.case_id,
            organisation: signer.organisation.0,
            epoch: 1,
            key_id: new.slot.key.0,
            slot: new.slot.slot.0.clone(),
        })
        .await?;
        append_to_part(tx, &mut row, Append::statement(&new.access, &statement), now).await?;
        parts.push(row);
    }
    Ok(parts)
}

fn check_access(
    signer: &Signer<'_>,
    create: &CreateCase,
    part: &CreatePart,
    access: &Access,
) -> ApiResult<()> {
    let fits = access.case == create.id
        && access.part == part.id
        && access.kind == part.kind
        && access.epoch == 1
        && access.key == part.slot.key
        && access.owner == signer.organisation
        && alone(&access.readers, signer.organisation)
        && alone(&access.writers, signer.organisation)
        && access.previous == Bytes32::ZERO;
    if fits { Ok(()) } else { Err(ProblemCode::BadStatement.into()) }
}

/// Whether exactly the owner is named. Others come with hand-over between organisations.
pub(super) fn alone(organisations: &[OrganisationId], owner: OrganisationId) -> bool {
    organisations == [owner]
}

async fn append_assignment(
    tx: &Tx<Organisation>,
    create: &CreateCase,
    statement: &Statement,
    parts: &mut [part::Model],
    now: i64,
) -> ApiResult<()> {
    let core = parts.first_mut().ok_or(ProblemCode::BadStatement)?;
    if !part_knows(tx, PartId(core.id), &statement.heads.part).await? {
        return Err(ProblemCode::BadStatement.into());
    }
    append_to_part(tx, core, Append::statement(&create.assignment, statement), now).await?;
    Ok(())
}

/// The receipt of exactly this case, if it was created already. The chain of its entries decides.
async fn replayed(
    tx: &Tx<Organisation>,
    known: &case::Model,
    organisation: OrganisationId,
    create: &CreateCase,
    records: &[Incoming<'_>],
) -> ApiResult<CaseReceipt> {
    let mut heads: HashMap<PartId, Head> = HashMap::new();
    let mut push = |part: PartId, entry: &Entry| {
        let head = heads.entry(part).or_insert(Head::EMPTY);
        *head = next_head(part.as_bytes(), head, entry);
    };
    for part in &create.parts {
        let statement = verify::decode(&part.access)?;
        push(part.id, &Append::statement(&part.access, &statement).entry);
    }
    let assignment = verify::decode(&create.assignment)?;
    let core = create.parts.first().ok_or(ProblemCode::BadStatement)?;
    push(core.id, &Append::statement(&create.assignment, &assignment).entry);
    for incoming in records {
        push(incoming.revision.part, &incoming.entry());
    }
    let mut same = known.organisation == organisation.0 && known.code == create.code;
    let mut out = Vec::with_capacity(create.parts.len());
    for part in &create.parts {
        let head = heads.get(&part.id).copied().unwrap_or(Head::EMPTY);
        let row = part_log::Entity::find_by_id((part.id.0, signed(head.n)?)).one(tx.c()).await?;
        same &= row.is_some_and(|row| row.case_id == known.id && row.hash == head.hash.0);
        out.push(PartHead { part: part.id, head });
    }
    if same { Ok(CaseReceipt { heads: out, at: known.created_at }) } else { Err(ProblemCode::IdTaken.into()) }
}
