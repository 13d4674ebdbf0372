//! New keys of a case: a new case key and new epochs of its parts, all of them or none.

use crate::{
    client::{Answer, path},
    person::{Person, envelope, random},
    rotation::under,
    world::{Draft, Entry, World, caseworker, course_facts, evaluation, manager, person_facts},
};
use api::{
    Bytes32, ProblemCode,
    audit::{AuditAction, AuditPage},
    cases::{CaseFile, CaseList, CaseReceipt, CaseSlot, PartSlot},
    chain::{Head, Heads},
    ids::{KeyId, OrganisationId, PartId, RecordId},
    keys::{RenewCase, RenewPart},
    paths::v1,
    records::{LogContent, Revision},
    statement::{Access, Payload, SignedStatement},
};
use axum::http::StatusCode;
use uuid::Uuid;

/// A renewal of all parts of a case, and how it is sent.
pub async fn renewal_of(world: &World, author: &Person, case: &Draft) -> RenewCase {
    Renewal::new(world, author, case).await.all()
}

/// The latest access statement of a part.
fn latest(file: &CaseFile, part: PartId) -> (SignedStatement, Access) {
    let part = file.parts.iter().find(|known| known.id == part).unwrap();
    let statements = part.entries.iter().rev().filter_map(|entry| match &entry.content {
        LogContent::Statement(signed) => Some(signed.clone()),
        LogContent::Revision(_) => None,
    });
    statements
        .filter_map(|signed| match signed.decode().unwrap().payload {
            Payload::Access(access) => Some((signed, access)),
            _ => None,
        })
        .next()
        .unwrap()
}

struct Renewal<'a> {
    world: &'a World,
    author: &'a Person,
    file: CaseFile,
    head: Head,
    slot: CaseSlot,
}

impl<'a> Renewal<'a> {
    async fn new(world: &'a World, author: &'a Person, case: &Draft) -> Self {
        let slot = CaseSlot {
            organisation: world.organisation,
            epoch: world.epoch,
            key: KeyId(Uuid::new_v4()),
            slot: under(2, world.ok),
        };
        let head = author.organisation(&world.app, world.organisation).await.head;
        Self { world, author, file: world.file(author, case.id()).await, head, slot }
    }

    /// The next epoch of a part, changed before it is signed.
    fn part(&self, part: PartId, change: impl FnOnce(&mut Access, &mut Heads)) -> RenewPart {
        let (before, access) = latest(&self.file, part);
        let key = KeyId(Uuid::new_v4());
        let mut access = Access {
            epoch: access.epoch + 1,
            key,
            check: Bytes32(random()),
            previous: before.hash(),
            ..access
        };
        let head = self.file.parts.iter().find(|known| known.id == part).unwrap().head;
        let mut heads = Heads { organisation: self.head, part: head };
        change(&mut access, &mut heads);
        let slot = PartSlot {
            organisation: self.world.organisation,
            epoch: access.epoch,
            key: access.key,
            slot: envelope(2, self.slot.key.as_bytes(), &random::<32>()),
        };
        let statement =
            self.author.statement(&self.world.app, self.world.organisation, heads, Payload::Access(access));
        RenewPart { part, slot, access: self.author.seal(&self.author.signing, &statement) }
    }

    fn all(&self) -> RenewCase {
        let parts = self.file.parts.iter().map(|part| self.part(part.id, |_, _| {})).collect();
        RenewCase { slot: self.slot.clone(), parts }
    }
}

pub async fn send(world: &World, person: &Person, case: &Draft, renew: &RenewCase) -> Answer {
    person.client.cbor(&world.app, &path(v1::CASE_KEYS, &[&case.id()]), renew).await
}

/// A revision of a new record under an epoch of a part's key.
fn sealed(world: &World, author: &Person, case: &Draft, head: Head, new: &RenewPart, form: &str) -> Revision {
    let entry = Entry { record: RecordId(Uuid::new_v4()), form, revision: 1, previous: Bytes32::ZERO };
    let mut part = case.part_of(form).clone();
    part.slot = new.slot.clone();
    let mut revision = world.revision(author, case, &part, head, &entry, &course_facts());
    revision.epoch = new.slot.epoch;
    world.resign(author, &mut revision);
    revision
}

#[tokio::test]
async fn a_renewed_case_has_new_keys_and_keeps_those_that_open_what_was_written_before() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    world.rotate().await;
    let renewal = Renewal::new(&world, &jana, &case).await;
    let renew = renewal.all();
    let answer = send(&world, &jana, &case, &renew).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let receipt: CaseReceipt = answer.ok();
    let file = world.file(&jana, case.id()).await;
    assert_eq!(file.slots, [case.create.slot.clone(), renew.slot.clone()]);
    for (part, new) in file.parts.iter().zip(&renew.parts) {
        let created = case.create.parts.iter().find(|created| created.id == part.id).unwrap();
        assert_eq!(part.slots, [created.slot.clone(), new.slot.clone()]);
        assert_eq!(part.entries.last().unwrap().content, LogContent::Statement(new.access.clone()));
        let head = receipt.heads.iter().find(|head| head.part == part.id).unwrap().head;
        assert_eq!(part.head, head);
    }
    // What is written from now on is sealed under the new keys.
    let old = world.entry(&jana, &case, "course", &course_facts()).await;
    let problem = world.write(&jana, &old).await.problem();
    let part = case.part_of("course").id;
    let head = file.parts.iter().find(|known| known.id == part).unwrap().head;
    assert_eq!((problem.code, problem.head), (ProblemCode::CaseKeyOutdated, Some(head)));
    let new = renew.parts.iter().find(|new| new.part == part).unwrap();
    let entry = sealed(&world, &jana, &case, renewal.head, new, "course");
    world.write(&jana, &entry).await.done();
    let page: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    let noted: Vec<_> =
        page.entries.iter().filter(|entry| entry.action == AuditAction::CaseKeysRenewed).collect();
    assert_eq!((noted.len(), noted[0].object), (1, Some(case.id().0)));
}

#[tokio::test]
async fn the_name_in_a_list_comes_with_the_key_that_it_lies_under() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let renewal = Renewal::new(&world, &jana, &case).await;
    let renew = renewal.all();
    send(&world, &jana, &case, &renew).await.done();
    let address = path(v1::CASES, &[&world.organisation]);
    let list: CaseList = jana.client.get(&world.app, &address).await.ok();
    let name = list.cases[0].name.clone().unwrap();
    // The person record is still the one of the first epoch.
    assert_eq!((name.case_slot, name.older_slot), (case.create.slot.clone(), None));
    assert_eq!(name.part_slot, case.create.parts[0].slot);
    assert_eq!(name.access, [case.create.parts[0].access.clone(), renew.parts[0].access.clone()]);
    let person = &case.create.records[0];
    let mut next = world.next(&jana, &case, person, &person_facts()).await;
    next.epoch = 2;
    next.envelope = Some(envelope(1, renew.parts[0].slot.key.as_bytes(), b"sealed texts"));
    world.resign(&jana, &mut next);
    world.write(&jana, &next).await.done();
    let list: CaseList = jana.client.get(&world.app, &address).await.ok();
    let name = list.cases[0].name.clone().unwrap();
    assert_eq!((name.case_slot, name.part_slot), (renew.slot.clone(), renew.parts[0].slot.clone()));
    assert_eq!(name.person, next);
}

#[tokio::test]
async fn some_parts_can_be_renewed_and_others_later() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let mut renew = Renewal::new(&world, &jana, &case).await.all();
    renew.parts.truncate(1);
    let receipt: CaseReceipt = send(&world, &jana, &case, &renew).await.ok();
    assert_eq!(receipt.heads.len(), 1);
    let whole = Renewal::new(&world, &jana, &case).await.all();
    send(&world, &jana, &case, &whole).await.done();
    let file = world.file(&jana, case.id()).await;
    let epochs: Vec<u32> = file.parts.iter().map(|part| part.slots.last().unwrap().epoch).collect();
    assert_eq!((epochs[0], epochs[1]), (3, 2));
}

#[tokio::test]
async fn the_same_renewal_once_more_answers_like_the_first_time() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let renewal = Renewal::new(&world, &jana, &case).await;
    let renew = renewal.all();
    let first: CaseReceipt = send(&world, &jana, &case, &renew).await.ok();
    world.app.wait(60);
    let part = case.part_of("course").id;
    let new = renew.parts.iter().find(|new| new.part == part).unwrap();
    world.write(&jana, &sealed(&world, &jana, &case, renewal.head, new, "course")).await.done();
    let again = send(&world, &jana, &case, &renew).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.ok::<CaseReceipt>(), first);
    let mut other = renew.clone();
    other.slot.slot = under(2, world.ok);
    assert_eq!(send(&world, &jana, &case, &other).await.code(), ProblemCode::IdTaken);
}

#[tokio::test]
async fn a_part_that_moved_on_is_a_conflict_and_nothing_of_the_renewal_is_stored() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let late = Renewal::new(&world, &jana, &case).await.all();
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    world.write(&jana, &entry).await.done();
    let before = world.file(&jana, case.id()).await;
    let problem = send(&world, &jana, &case, &late).await.problem();
    let head = before.parts.iter().find(|part| part.id == entry.part).unwrap().head;
    assert_eq!((problem.code, problem.head), (ProblemCode::CaseKeyOutdated, Some(head)));
    assert_eq!(world.file(&jana, case.id()).await, before);
    let renew = Renewal::new(&world, &jana, &case).await.all();
    send(&world, &jana, &case, &renew).await.done();
}

#[tokio::test]
async fn a_renewal_must_follow_what_stands_in_the_log() {
    let mut world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (case, foreign) = (world.case(&jana).await, world.case(&jana).await);
    let before = world.file(&jana, case.id()).await;
    let renewal = Renewal::new(&world, &jana, &case).await;
    let core = renewal.file.parts[0].id;
    let other = OrganisationId(Uuid::new_v4());
    let old_key = case.create.parts[0].slot.key;
    type Change<'a> = Box<dyn Fn(&mut Access, &mut Heads) + 'a>;
    let refused: Vec<Change<'_>> = vec![
        Box::new(|access, _| access.epoch = 1),
        Box::new(|access, _| access.epoch = 3),
        Box::new(|access, _| access.previous = Bytes32::ZERO),
        Box::new(|access, _| access.previous = Bytes32(random())),
        Box::new(|access, _| access.kind = "attic".to_owned()),
        Box::new(|access, _| access.case = foreign.id()),
        Box::new(|access, _| access.key = old_key),
        Box::new(|access, _| access.owner = other),
        Box::new(|access, _| access.readers.push(other)),
        Box::new(|access, _| access.writers = vec![other]),
        Box::new(|access, _| access.readers.clear()),
        Box::new(|access, _| access.writers.clear()),
        Box::new(|_, heads| heads.organisation.hash = Bytes32(random())),
    ];
    for (index, change) in refused.iter().enumerate() {
        let renew = RenewCase { slot: renewal.slot.clone(), parts: vec![renewal.part(core, change)] };
        assert_eq!(send(&world, &jana, &case, &renew).await.code(), ProblemCode::BadStatement, "{index}");
    }
    let good = renewal.all();
    let mut table = Vec::new();
    let mut add = |expected, change: &dyn Fn(&mut RenewCase)| {
        let mut renew = good.clone();
        change(&mut renew);
        table.push((renew, expected));
    };
    add(ProblemCode::BadRequest, &|renew| renew.parts.clear());
    add(ProblemCode::BadStatement, &|renew| renew.parts[1] = renew.parts[0].clone());
    add(ProblemCode::TooLarge, &|renew| renew.parts = vec![renew.parts[0].clone(); 51]);
    add(ProblemCode::BadStatement, &|renew| renew.parts[0].part = foreign.create.parts[0].id);
    add(ProblemCode::BadStatement, &|renew| renew.parts[0].slot.slot = under(2, world.ok));
    add(ProblemCode::BadStatement, &|renew| renew.parts[0].slot.key = KeyId(Uuid::new_v4()));
    add(ProblemCode::BadStatement, &|renew| renew.parts[0].slot.epoch = 1);
    add(ProblemCode::BadStatement, &|renew| renew.parts[0].slot.organisation = other);
    add(ProblemCode::BadStatement, &|renew| renew.slot.organisation = other);
    add(ProblemCode::BadStatement, &|renew| renew.slot.slot = under(2, KeyId(Uuid::new_v4())));
    add(ProblemCode::KeyOutdated, &|renew| renew.slot.epoch = 2);
    add(ProblemCode::IdTaken, &|renew| renew.slot.key = case.create.slot.key);
    add(ProblemCode::BadSignature, &|renew| renew.parts[0].access.signature.0[1] ^= 1);
    for (index, (renew, expected)) in table.iter().enumerate() {
        assert_eq!(send(&world, &jana, &case, renew).await.code(), *expected, "{index}");
    }
    assert_eq!(world.file(&jana, case.id()).await, before);
    drop(refused);
    drop(renewal);
    world.rotate().await;
    assert_eq!(send(&world, &jana, &case, &good).await.code(), ProblemCode::KeyOutdated);
}

#[tokio::test]
async fn keys_are_renewed_by_those_who_write_in_the_case() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let good = Renewal::new(&world, &jana, &case).await.all();
    let kai = world.person("kai", &[caseworker()]).await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    let (waiting, _) = world.joined("waiting", &[manager()]).await;
    for (person, expected) in [
        (&kai, ProblemCode::NotFound),
        (&world.admin, ProblemCode::NotFound),
        (&figures, ProblemCode::Forbidden),
        (&waiting, ProblemCode::NotCertified),
        (&world.operator, ProblemCode::Forbidden),
    ] {
        assert_eq!(send(&world, person, &case, &good).await.code(), expected, "{}", person.login);
    }
    // Signed by one, sent by another who may write as well.
    let boss = world.person("boss", &[manager()]).await;
    assert_eq!(send(&world, &boss, &case, &good).await.code(), ProblemCode::BadStatement);
    let mine = Renewal::new(&world, &boss, &case).await.all();
    send(&world, &boss, &case, &mine).await.done();
}
