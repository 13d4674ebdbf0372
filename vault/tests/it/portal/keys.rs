//! The life of organisation keys, and new keys of a case.

use super::{
    db::{Case, Db, Org},
    route::{Answer, cbor, json, no, nothing},
};
use api::{
    Problem, ProblemCode,
    bytes::Bytes32,
    cases::{CaseReceipt, CaseSlot, PartHead},
    chain::{Head, sha256},
    ids::{AccountId, CaseId, OrganisationId},
    keys::{
        CreateRecovery, HeldSlot, KeyChain, PostKeyEpoch, PreviousKey, RenewCase, ReplaceBundle, Rewrap,
        RewrapReceipt, SlotPage,
    },
    organisations::{MemberState, PostStatement, Receipt, Role, needs_key},
    records::LogContent,
    statement::{EpochState, KeyEpoch, Payload, SignedStatement, Statement},
};
use crypto::Header;

/// Few, so that fetching several pages is the rule in tests.
const PAGE: usize = 3;

fn conflict<T>(head: Head) -> Result<T, Box<Problem>> {
    let mut problem = Problem::new(ProblemCode::Conflict);
    problem.head = Some(head);
    Err(Box::new(problem))
}

fn require(fits: bool) -> Result<(), Box<Problem>> {
    if fits { Ok(()) } else { no(ProblemCode::BadStatement) }
}

impl Org {
    fn epochs(&self) -> impl Iterator<Item = KeyEpoch> {
        self.log.entries.iter().filter_map(|entry| {
            let LogContent::Statement(signed) = &entry.content else { return None };
            match signed.decode().ok()?.payload {
                Payload::Genesis(genesis) => Some(genesis.epoch),
                Payload::KeyEpoch(epoch) => Some(epoch),
                _ => None,
            }
        })
    }

    /// The epoch in force.
    pub fn epoch(&self) -> KeyEpoch {
        self.epochs().filter(|epoch| epoch.state != EpochState::Begun).last().unwrap()
    }

    fn begun(&self) -> Option<KeyEpoch> {
        let next = self.epoch().epoch + 1;
        self.epochs().filter(|epoch| epoch.epoch == next).last()
    }

    fn receipt_of(&self, signed: &SignedStatement, at: i64) -> Option<Receipt> {
        let same = |content: &LogContent| matches!(content, LogContent::Statement(known) if known == signed);
        let entry = self.log.entries.iter().find(|entry| same(&entry.content))?;
        Some(Receipt { head: Head { n: entry.n, hash: entry.hash }, at })
    }
}

impl Case {
    /// The newest slot of each case key that has none of the epoch in force.
    fn behind(&self, epoch: u32) -> Vec<CaseSlot> {
        let mut newest: Vec<CaseSlot> = Vec::new();
        for slot in &self.slots {
            match newest.iter_mut().find(|other| other.key == slot.key) {
                Some(other) if other.epoch < slot.epoch => *other = slot.clone(),
                Some(_) => {}
                None => newest.push(slot.clone()),
            }
        }
        newest.retain(|slot| slot.epoch < epoch);
        newest
    }
}

impl Db {
    fn administers(&self, id: OrganisationId, who: AccountId) -> Result<(), Box<Problem>> {
        match self.memberships.get(&(id, who)) {
            Some(member) if member.state != MemberState::Certified => no(ProblemCode::NotCertified),
            Some(member) if member.grants.iter().any(|grant| grant.role == Role::Administrator) => Ok(()),
            Some(_) => no(ProblemCode::Forbidden),
            None => no(ProblemCode::NotFound),
        }
    }

    fn waiting(&self, id: OrganisationId) -> Vec<HeldSlot> {
        let epoch = self.organisations[&id].epoch().epoch;
        let cases = self.cases.iter().filter(|(_, case)| case.summary.organisation == id);
        cases
            .flat_map(|(case, held)| {
                held.behind(epoch).into_iter().map(|slot| HeldSlot { case: *case, slot })
            })
            .collect()
    }

    pub fn key_chain(&self, id: OrganisationId, who: AccountId) -> Answer {
        let Some(member) = self.memberships.get(&(id, who)) else { return no(ProblemCode::NotFound) };
        if !needs_key(&member.grants) || member.state == MemberState::Blocked {
            return no(ProblemCode::Forbidden);
        }
        let previous = self.organisations[&id].previous.iter();
        let previous = previous
            .map(|(epoch, envelope)| PreviousKey { epoch: *epoch, envelope: envelope.clone() })
            .collect();
        let administers = self.administers(id, who).is_ok();
        let waiting = if administers { self.waiting(id).len().try_into().unwrap() } else { 0 };
        json(200, &KeyChain { previous, waiting })
    }

    pub fn key_step(&mut self, id: OrganisationId, post: PostKeyEpoch, who: AccountId) -> Answer {
        self.administers(id, who)?;
        let now = self.now;
        let org = &self.organisations[&id];
        let statement = decode(&post.statement)?;
        let Payload::KeyEpoch(epoch) = &statement.payload else { return no(ProblemCode::BadStatement) };
        if let Some(known) = org.receipt_of(&post.statement, now) {
            return json(200, &known);
        }
        if statement.heads.organisation != org.log.head {
            return conflict(org.log.head);
        }
        let in_force = org.epoch();
        require((in_force.min_seal..=epoch.epoch).contains(&epoch.min_seal))?;
        let sealed = post.previous.is_some() && post.bundle.is_some();
        let bare = post.previous.is_none() && post.bundle.is_none();
        match epoch.state {
            EpochState::Begun => require(epoch.epoch == in_force.epoch + 1 && bare)?,
            EpochState::Active => {
                let Some(begun) = org.begun() else { return no(ProblemCode::BadStatement) };
                let same =
                    KeyEpoch { state: begun.state, min_seal: begun.min_seal, ..epoch.clone() } == begun;
                require(same && sealed)?;
            }
            EpochState::Complete => {
                let same = KeyEpoch { state: EpochState::Active, ..epoch.clone() } == in_force;
                require(same && bare)?;
                if !self.waiting(id).is_empty() {
                    return no(ProblemCode::KeyIncomplete);
                }
                for (id, case) in self.cases.iter_mut().filter(|(_, case)| case.summary.organisation == id) {
                    let (stay, go) = case.slots.drain(..).partition(|slot| slot.epoch == epoch.epoch);
                    case.slots = stay;
                    self.deleted.extend(go.into_iter().map(|slot| HeldSlot { case: *id, slot }));
                }
            }
        }
        let org = self.organisations.get_mut(&id).unwrap();
        let head = org.log.append_statement(&post.statement, now);
        if let (Some(previous), Some(bundle)) = (post.previous, post.bundle) {
            org.previous.insert(epoch.epoch, previous);
            let member = self.memberships.get_mut(&(id, who)).unwrap();
            member.bundle = Some(bundle);
        }
        json(200, &Receipt { head, at: now })
    }

    pub fn slot_page(&self, id: OrganisationId, query: &str, who: AccountId) -> Answer {
        self.administers(id, who)?;
        let after: Option<CaseId> = query.strip_prefix("after=").map(|after| after.parse().unwrap());
        let waiting = self.waiting(id);
        let remaining = waiting.len().try_into().unwrap();
        let slots = waiting.into_iter().filter(|held| after.is_none_or(|after| held.case > after)).take(PAGE);
        cbor(200, &SlotPage { slots: slots.collect(), remaining })
    }

    pub fn rewrap(&mut self, id: OrganisationId, rewrap: Rewrap, who: AccountId) -> Answer {
        self.administers(id, who)?;
        let epoch = self.organisations[&id].epoch();
        for HeldSlot { case, slot } in rewrap.slots {
            if slot.epoch != epoch.epoch {
                return no(ProblemCode::KeyOutdated);
            }
            let header = Header::parse(&slot.slot.0).map_err(|_| Problem::new(ProblemCode::BadStatement))?;
            require(header.key.0 == *epoch.key.as_bytes() && slot.organisation == id)?;
            let Some(case) = self.cases.get_mut(&case) else { return no(ProblemCode::BadStatement) };
            require(case.slots.iter().any(|known| known.key == slot.key))?;
            if !case.slots.iter().any(|known| known.key == slot.key && known.epoch == slot.epoch) {
                case.slots.push(slot);
            }
        }
        cbor(200, &RewrapReceipt { remaining: self.waiting(id).len().try_into().unwrap() })
    }

    pub fn key_check(&mut self, id: OrganisationId, post: PostStatement, who: AccountId) -> Answer {
        self.administers(id, who)?;
        let now = self.now;
        let Payload::KeyCheck(check) = decode(&post.statement)?.payload else {
            return no(ProblemCode::BadStatement);
        };
        let org = self.organisations.get_mut(&id).unwrap();
        if check.epoch != org.epoch().epoch {
            return no(ProblemCode::KeyOutdated);
        }
        let head = org.log.append_statement(&post.statement, now);
        json(200, &Receipt { head, at: now })
    }

    pub fn replace_bundle(&mut self, id: OrganisationId, replace: ReplaceBundle, who: AccountId) -> Answer {
        let epoch = self.organisations[&id].epoch();
        let Some(member) = self.memberships.get_mut(&(id, who)) else { return no(ProblemCode::NotFound) };
        let Some(stored) = &member.bundle else { return no(ProblemCode::Conflict) };
        let header = Header::parse(&replace.bundle.0).map_err(|_| Problem::new(ProblemCode::BadStatement))?;
        require(header.key.0 == *epoch.key.as_bytes())?;
        if sha256(&stored.0) != replace.previous {
            return no(ProblemCode::Conflict);
        }
        member.bundle = Some(replace.bundle);
        nothing()
    }

    pub fn recovery(&mut self, id: OrganisationId, create: CreateRecovery, who: AccountId) -> Answer {
        let now = self.now;
        let Some(member) = self.memberships.get_mut(&(id, who)) else { return no(ProblemCode::NotFound) };
        if member.state == MemberState::Blocked {
            return no(ProblemCode::AccountBlocked);
        }
        let org = self.organisations.get_mut(&id).unwrap();
        let statement = decode(&create.statement)?;
        let Payload::Recovery(recovery) = &statement.payload else { return no(ProblemCode::BadStatement) };
        require(recovery.keys.account == who && statement.signer == who)?;
        if recovery.version != member.version + 1 {
            return conflict(org.log.head);
        }
        require(by_root(org, &create.statement, crypto::statement::RECOVERY))?;
        let head = org.log.append_statement(&create.statement, now);
        member.version = recovery.version;
        member.grants.clone_from(&recovery.grants);
        member.state = MemberState::Certified;
        (member.enrolment, member.invitation) = (None, None);
        member.bundle = Some(create.bundle);
        json(201, &Receipt { head, at: now })
    }

    pub fn successor(&mut self, id: OrganisationId, post: PostStatement, who: AccountId) -> Answer {
        self.administers(id, who)?;
        let now = self.now;
        let org = self.organisations.get_mut(&id).unwrap();
        if let Some(known) = org.receipt_of(&post.statement, now) {
            return json(200, &known);
        }
        let Payload::SuccessorRoot(successor) = decode(&post.statement)?.payload else {
            return no(ProblemCode::BadStatement);
        };
        if !by_root(org, &post.statement, crypto::statement::SUCCESSOR_ROOT) {
            return no(ProblemCode::BadSignature);
        }
        org.root = successor.root;
        let head = org.log.append_statement(&post.statement, now);
        json(200, &Receipt { head, at: now })
    }

    pub fn renew_case(&mut self, id: CaseId, renew: RenewCase) -> Answer {
        let now = self.now;
        let Some(case) = self.cases.get_mut(&id) else { return no(ProblemCode::NotFound) };
        let receipt = |case: &Case| {
            let heads = case.parts.iter().map(|part| PartHead { part: part.id, head: part.log.head });
            CaseReceipt { heads: heads.collect(), at: now }
        };
        if case.slots.contains(&renew.slot) {
            return cbor(200, &receipt(case));
        }
        if renew.slot.epoch != self.organisations[&case.summary.organisation].epoch().epoch {
            return no(ProblemCode::KeyOutdated);
        }
        for new in &renew.parts {
            let Some(part) = case.parts.iter().find(|part| part.id == new.part) else {
                return no(ProblemCode::BadStatement);
            };
            let statement = decode(&new.access)?;
            if statement.heads.part != part.log.head {
                let mut problem = Problem::new(ProblemCode::CaseKeyOutdated);
                problem.head = Some(part.log.head);
                return Err(Box::new(problem));
            }
            let Payload::Access(access) = &statement.payload else { return no(ProblemCode::BadStatement) };
            require(access.epoch == part.epoch() + 1 && new.slot.epoch == access.epoch)?;
        }
        for new in renew.parts {
            let part = case.parts.iter_mut().find(|part| part.id == new.part).unwrap();
            part.log.append_statement(&new.access, now);
            part.slots.push(new.slot);
        }
        case.slots.push(renew.slot);
        cbor(201, &receipt(case))
    }
}

fn decode(signed: &SignedStatement) -> Result<Statement, Box<Problem>> {
    signed.decode().map_err(|_| Box::new(Problem::new(ProblemCode::BadStatement)))
}

fn by_root(
    org: &Org,
    signed: &SignedStatement,
    namespace: crypto::statement::Namespace<crypto::signing::role::Root>,
) -> bool {
    let context = crypto::statement::organisation_context(org.tenant.as_bytes(), &org.log.id);
    let key = crypto::RootPublicKey::from_bytes(&org.root.0).unwrap();
    crypto::Signature::from_bytes(&signed.signature.0)
        .is_ok_and(|signature| key.verify(namespace, &context, &signed.body.0, &signature).is_ok())
}

/// The root that a genesis names.
pub fn root_of(signed: &SignedStatement) -> Bytes32 {
    match signed.decode().unwrap().payload {
        Payload::Genesis(genesis) => genesis.root,
        _ => Bytes32::ZERO,
    }
}
