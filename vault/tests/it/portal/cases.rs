//! Cases and their logs.

use super::{
    db::{Case, Db, Log, Part},
    route::{Answer, cbor, no},
};
use api::{
    Bytes, Problem, ProblemCode,
    cases::{
        CaseFile, CaseFiles, CaseList, CaseListItem, CaseListQuery, CaseListState, CaseName, CaseReceipt,
        CaseState, CaseSummary, CreateCase, PartFile, PartHead, VisibleCase, visible_hash,
    },
    chain::{revision_hash, sha256},
    facts::Facts,
    ids::{AccountId, CaseId, OrganisationId},
    organisations::{MemberState, PostStatement, Receipt, opens_cases},
    records::{LogContent, Revision},
    statement::{Assignment, Payload},
};

const SINGLE: [&str; 3] = ["person", "help", "closing"];

impl Case {
    fn latest(&self, record: api::ids::RecordId) -> Option<&Revision> {
        self.revisions().filter(|revision| revision.record == record).last()
    }

    fn revisions(&self) -> impl Iterator<Item = &Revision> {
        self.parts.iter().flat_map(|part| &part.log.entries).filter_map(|entry| match &entry.content {
            LogContent::Revision(revision) => Some(revision),
            LogContent::Statement(_) => None,
        })
    }

    fn file(&self, readable: bool) -> CaseFile {
        let part = |part: &Part| {
            let mut entries = part.log.entries.clone();
            if !readable {
                for entry in &mut entries {
                    if let LogContent::Revision(revision) = &mut entry.content {
                        revision.envelope = None;
                    }
                }
            }
            PartFile {
                id: part.id,
                kind: part.kind.clone(),
                slots: if readable { part.slots.clone() } else { Vec::new() },
                entries,
                head: part.log.head,
            }
        };
        CaseFile {
            summary: self.summary.clone(),
            slots: if readable { self.slots.clone() } else { Vec::new() },
            parts: self.parts.iter().map(part).collect(),
            writable: readable,
        }
    }

    fn name(&self) -> Option<CaseName> {
        let person = self.revisions().filter(|revision| revision.form == "person").last()?.clone();
        let core = &self.parts[0];
        let access = core.log.entries.iter().filter_map(|entry| match &entry.content {
            LogContent::Statement(signed) => {
                let statement = signed.decode().ok()?;
                matches!(statement.payload, Payload::Access(_)).then(|| signed.clone())
            }
            LogContent::Revision(_) => None,
        });
        // The part key that sealed the person record, and the case key that it is wrapped under.
        let part_slot = core.slots.iter().find(|slot| slot.epoch == person.epoch)?.clone();
        let wrapping = crypto::Header::parse(&part_slot.slot.0).ok()?.key;
        let mut slots: Vec<_> = self.slots.iter().filter(|slot| *slot.key.as_bytes() == wrapping.0).collect();
        slots.sort_by_key(|slot| std::cmp::Reverse(slot.epoch));
        Some(CaseName {
            case_slot: (*slots.first()?).clone(),
            older_slot: slots.get(1).map(|slot| (*slot).clone()),
            part_slot,
            access: access.collect(),
            person,
        })
    }
}

impl Db {
    /// Whether somebody sees texts; an error for whoever sees no cases at all.
    fn sees(&self, organisation: OrganisationId, who: AccountId) -> Result<bool, Box<Problem>> {
        match self.memberships.get(&(organisation, who)) {
            Some(member) if member.state != MemberState::Blocked => Ok(opens_cases(&member.grants)),
            _ => no(ProblemCode::NotFound),
        }
    }

    /// Lists cases. Pages are left to the real server.
    pub fn list_cases(&self, organisation: OrganisationId, query: &CaseListQuery, who: AccountId) -> Answer {
        let readable = self.sees(organisation, who)?;
        let cases: Vec<&Case> =
            self.cases.values().filter(|case| case.summary.organisation == organisation).collect();
        let seen = |case: &&Case| VisibleCase { case: case.summary.id, readable };
        let visible: Vec<VisibleCase> = cases.iter().map(seen).collect();
        let names = query.names != Some(false);
        let item = |case: &Case| CaseListItem {
            summary: case.summary.clone(),
            name: if readable && names { case.name() } else { None },
            readable,
        };
        let asked = |case: &&&Case| {
            let id = case.summary.id;
            let only = query.only.as_ref().map(|ids| ids.0.chunks(16).any(|one| one == id.as_bytes()));
            only.unwrap_or(true) && query.since.is_none_or(|since| case.summary.updated_at >= since)
        };
        let hash = visible_hash(visible.clone());
        let state = (!names).then(|| CaseListState {
            cursor: self.now,
            visible: hash,
            cases: query.visible.filter(|known| *known != hash).map(|_| visible),
        });
        let cases = cases.iter().filter(asked).map(|case| item(case)).collect();
        cbor(200, &CaseList { cases, next: None, state })
    }

    pub fn open_case(&self, case: CaseId, who: AccountId) -> Answer {
        let Some(case) = self.cases.get(&case) else { return no(ProblemCode::NotFound) };
        let readable = self.sees(case.summary.organisation, who)?;
        cbor(200, &case.file(readable))
    }

    pub fn case_files(&self, query: &str, who: AccountId) -> Answer {
        let only = query.strip_prefix("only=").and_then(|ids| Bytes::from_base64url(ids).ok());
        let Some(only) = only else { return no(ProblemCode::BadRequest) };
        let (mut files, mut hidden) = (Vec::new(), Vec::new());
        for id in only.0.chunks(16) {
            let id = CaseId::from_bytes(id.try_into().unwrap());
            match self.cases.get(&id) {
                Some(case) => files.push(case.file(self.sees(case.summary.organisation, who)?)),
                None => hidden.push(id),
            }
        }
        cbor(200, &CaseFiles { files, hidden, later: Vec::new() })
    }

    pub fn support_case(&self, case: CaseId, who: AccountId) -> Answer {
        if self.accounts[&who].tenant.is_some() {
            return no(ProblemCode::Forbidden);
        }
        match self.cases.get(&case) {
            Some(case) => cbor(200, &case.file(false)),
            None => no(ProblemCode::NotFound),
        }
    }

    pub fn create_case(
        &mut self,
        organisation: OrganisationId,
        create: CreateCase,
        who: AccountId,
    ) -> Answer {
        if !self.sees(organisation, who)? {
            return no(ProblemCode::Forbidden);
        }
        if self.refuse_codes > 0 {
            self.refuse_codes -= 1;
            return no(ProblemCode::CaseCodeTaken);
        }
        if let Some(known) = self.cases.get(&create.id) {
            if !known.parts.iter().map(|part| part.id).eq(create.parts.iter().map(|part| part.id)) {
                return no(ProblemCode::IdTaken);
            }
            let heads = known.parts.iter().map(|part| PartHead { part: part.id, head: part.log.head });
            return cbor(200, &CaseReceipt { heads: heads.collect(), at: self.now });
        }
        if create.slot.epoch != self.organisations[&organisation].epoch().epoch {
            return no(ProblemCode::KeyOutdated);
        }
        let now = self.now;
        let mut parts = Vec::new();
        for part in create.parts {
            let mut log = Log::new(*part.id.as_bytes());
            log.append_statement(&part.access, now);
            parts.push(Part { id: part.id, kind: part.kind, slots: vec![part.slot], log });
        }
        parts[0].log.append_statement(&create.assignment, now);
        let Payload::Assignment(assignment) = create.assignment.decode().unwrap().payload else {
            return no(ProblemCode::BadStatement);
        };
        let mut case = Case {
            summary: summary(create.id, create.code, organisation, &assignment, now),
            slots: vec![create.slot],
            parts,
        };
        for revision in create.records {
            case.append(revision, now)?;
        }
        case.derive();
        let heads = case.parts.iter().map(|part| PartHead { part: part.id, head: part.log.head });
        let receipt = CaseReceipt { heads: heads.collect(), at: now };
        self.cases.insert(create.id, case);
        cbor(201, &receipt)
    }

    pub fn write(&mut self, case: CaseId, revision: Revision, who: AccountId) -> Answer {
        let now = self.now;
        let Some(case) = self.cases.get_mut(&case) else { return no(ProblemCode::NotFound) };
        assert_eq!(revision.author, who);
        if case.revisions().any(|known| *known == revision) {
            let part = case.parts.iter().find(|part| part.id == revision.part).unwrap();
            let same =
                |content: &LogContent| matches!(content, LogContent::Revision(known) if *known == revision);
            let entry = part.log.entries.iter().find(|entry| same(&entry.content)).unwrap();
            let head = api::chain::Head { n: entry.n, hash: entry.hash };
            return cbor(200, &Receipt { head, at: now });
        }
        if case.summary.state == CaseState::Closed && revision.form != "closing" {
            return no(ProblemCode::CaseClosed);
        }
        let head = case.append(revision, now)?;
        case.derive();
        cbor(201, &Receipt { head, at: now })
    }

    pub fn assign(&mut self, case: CaseId, post: PostStatement) -> Answer {
        let now = self.now;
        let Some(case) = self.cases.get_mut(&case) else { return no(ProblemCode::NotFound) };
        let Ok(statement) = post.statement.decode() else { return no(ProblemCode::BadStatement) };
        let Payload::Assignment(said) = statement.payload else { return no(ProblemCode::BadStatement) };
        if said.version != case.summary.assignment_version + 1 {
            return no(ProblemCode::Conflict);
        }
        case.summary.assignment_version = said.version;
        case.summary.unit = said.unit;
        case.summary.responsible = said.responsible;
        case.summary.deputy = said.deputy;
        case.summary.team = said.team;
        let head = case.parts[0].log.append_statement(&post.statement, now);
        cbor(200, &Receipt { head, at: now })
    }
}

impl Case {
    /// Derives the columns from the current revisions, as the contract says.
    pub fn derive(&mut self) {
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|part| part.id);
        let revisions = parts.iter().flat_map(|part| &part.log.entries).filter_map(|entry| {
            let LogContent::Revision(revision) = &entry.content else { return None };
            let current = self.latest(revision.record).is_some_and(|latest| latest == revision);
            current.then(|| (revision.form.clone(), Facts::from_cbor(&revision.facts.0).unwrap()))
        });
        let current: Vec<_> = revisions.collect();
        let columns = api::derive::columns(&current);
        let standing = current.iter().filter(|(_, facts)| !facts.is_withdrawn()).count();
        let need = |value: Option<i64>| value.map(|value| u8::try_from(value).unwrap());
        self.summary = CaseSummary {
            state: columns.state,
            help_type: columns.help_type,
            help_start: columns.help_start,
            help_end: columns.help_end,
            review: columns.review,
            sex: columns.sex,
            birth_month: columns.birth_month,
            ending: columns.ending,
            rated: columns.rated,
            need_first: need(columns.need_first),
            need_latest: need(columns.need_latest),
            entries: u32::try_from(standing).unwrap(),
            ..self.summary.clone()
        };
    }

    fn append(&mut self, revision: Revision, now: i64) -> Result<api::chain::Head, Box<Problem>> {
        if Facts::from_cbor(&revision.facts.0).is_err() {
            return no(ProblemCode::BadFacts);
        }
        let envelope =
            revision.envelope.as_ref().ok_or_else(|| Box::new(Problem::new(ProblemCode::BadRequest)))?;
        assert_eq!(sha256(&envelope.0), revision.envelope_hash);
        let hash = revision_hash(&envelope.0, &revision.facts.0);
        let current = self.latest(revision.record).map_or(0, |latest| latest.revision);
        if current + 1 != revision.revision {
            let mut problem = Problem::new(ProblemCode::Conflict);
            problem.head_revision = Some(current);
            return Err(Box::new(problem));
        }
        let single = SINGLE.contains(&revision.form.as_str());
        if single && current == 0 && self.revisions().any(|other| other.form == revision.form) {
            return no(ProblemCode::SingletonExists);
        }
        self.summary.updated_at = now;
        let part = self.parts.iter_mut().find(|part| part.id == revision.part);
        let part = part.ok_or_else(|| Box::new(Problem::new(ProblemCode::BadRequest)))?;
        if revision.epoch != part.epoch() {
            let mut problem = Problem::new(ProblemCode::CaseKeyOutdated);
            problem.head = Some(part.log.head);
            return Err(Box::new(problem));
        }
        let object = *revision.record.as_bytes();
        Ok(part.log.append(object, revision.revision, hash, LogContent::Revision(revision), now))
    }
}

fn summary(
    id: CaseId,
    code: String,
    organisation: OrganisationId,
    said: &Assignment,
    now: i64,
) -> CaseSummary {
    CaseSummary {
        id,
        code,
        organisation,
        unit: said.unit,
        responsible: said.responsible,
        deputy: said.deputy,
        team: said.team.clone(),
        assignment_version: said.version,
        state: CaseState::Open,
        help_type: None,
        help_start: None,
        help_end: None,
        review: None,
        sex: None,
        birth_month: None,
        ending: None,
        rated: Vec::new(),
        need_first: None,
        need_latest: None,
        entries: 0,
        created_at: now,
        updated_at: now,
    }
}
