//! Cases: creating, listing, opening, writing, assigning.

use crate::{
    client::path,
    person::{envelope, key, random},
    world::{
        Entry, World, case_code, caseworker, code, course_facts, facts, help_facts, manager, person_facts,
    },
};
use api::{
    Bytes, Bytes32, ProblemCode,
    cases::{CaseList, CaseReceipt, CaseState},
    chain::{self, Head, next_head},
    facts::{Fact, Facts, WITHDRAWN},
    ids::{CaseId, OrganisationId, PartId, RecordId, UnitId},
    limits::RECORD_ENVELOPE_MAX,
    organisations::Receipt,
    paths::v1,
    records::{LogContent, Revision},
    statement::Payload,
};
use axum::http::StatusCode;
use uuid::Uuid;

async fn list(world: &World, person: &crate::person::Person) -> CaseList {
    person.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await.ok()
}

#[tokio::test]
async fn a_new_case_is_there_with_everything_that_opens_it() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let draft = world.draft(&jana, |_| {}).await;
    let answer = world.send(&jana, &draft.create).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let receipt: CaseReceipt = answer.ok();
    let file = world.file(&jana, draft.id()).await;
    assert!(file.writable);
    assert_eq!(file.slots, [draft.create.slot.clone()]);
    assert_eq!(file.parts.len(), draft.create.parts.len());
    for (part, new) in file.parts.iter().zip(&draft.create.parts) {
        assert_eq!((part.id, &part.kind, &part.slots), (new.id, &new.kind, &vec![new.slot.clone()]));
        let head = receipt.heads.iter().find(|head| head.part == part.id).unwrap().head;
        assert_eq!(part.head, head);
    }
    let core = &file.parts[0];
    let contents: Vec<&LogContent> = core.entries.iter().map(|entry| &entry.content).collect();
    let [access, assignment, person, help] = contents[..] else { panic!("four entries") };
    assert_eq!(access, &LogContent::Statement(draft.create.parts[0].access.clone()));
    assert_eq!(assignment, &LogContent::Statement(draft.create.assignment.clone()));
    assert_eq!(person, &LogContent::Revision(draft.create.records[0].clone()));
    assert_eq!(help, &LogContent::Revision(draft.create.records[1].clone()));
}

#[tokio::test]
async fn the_log_of_a_part_is_one_unbroken_chain() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    for part in world.file(&jana, case.id()).await.parts {
        let mut head = Head::EMPTY;
        for entry in part.entries {
            let (object, revision, hash) = match &entry.content {
                LogContent::Statement(signed) => (signed.decode().unwrap().object(), 0, signed.hash()),
                LogContent::Revision(revision) => {
                    let sealed = &revision.envelope.as_ref().unwrap().0;
                    let hash = chain::revision_hash(sealed, &revision.facts.0);
                    (*revision.record.as_bytes(), revision.revision, hash)
                }
            };
            assert_eq!((entry.object.0.as_slice(), entry.revision), (object.as_slice(), revision));
            head = next_head(part.id.as_bytes(), &head, &chain::Entry { object, revision, hash });
            assert_eq!((entry.n, entry.hash), (head.n, head.hash));
        }
        assert_eq!(part.head, head);
    }
}

#[tokio::test]
async fn the_same_case_twice_is_one_case_and_an_altered_one_is_refused() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let draft = world.draft(&jana, |_| {}).await;
    let first: CaseReceipt = world.send(&jana, &draft.create).await.ok();
    // Written on meanwhile: the answer is still that of the first time.
    let entry = world.entry(&jana, &draft, "contact", &facts(&[("role", code("mother"))])).await;
    world.write(&jana, &entry).await.done();
    world.app.wait(60);
    let again = world.send(&jana, &draft.create).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.ok::<CaseReceipt>(), first);
    let mut altered = draft.create.clone();
    altered.records.pop();
    altered.records.push(world.entry(&jana, &draft, "help", &help_facts()).await);
    assert_eq!(world.send(&jana, &altered).await.code(), ProblemCode::IdTaken);
    let other = world.draft(&jana, |_| {}).await;
    let mut same_id = other.create;
    same_id.code = draft.create.code.clone();
    assert_eq!(world.send(&jana, &same_id).await.code(), ProblemCode::CaseCodeTaken);
}

#[tokio::test]
async fn nothing_of_a_refused_case_is_stored() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let draft = world.draft(&jana, |_| {}).await;
    let mut bad = draft.create.clone();
    bad.records[1].signature.0[3] ^= 1;
    assert_eq!(world.send(&jana, &bad).await.code(), ProblemCode::BadSignature);
    assert_eq!(world.open(&jana, draft.id()).await.code(), ProblemCode::NotFound);
    assert_eq!(world.send(&jana, &draft.create).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_case_must_fit_together() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let good = || world.draft(&jana, |_| {});
    let mut cases = Vec::new();
    let mut missing_part = good().await.create;
    missing_part.parts.pop();
    cases.push((missing_part, ProblemCode::BadStatement));
    let mut core_last = good().await.create;
    core_last.parts.rotate_left(1);
    cases.push((core_last, ProblemCode::BadStatement));
    let mut unknown_kind = good().await.create;
    unknown_kind.parts[1].kind = "attic".to_owned();
    cases.push((unknown_kind, ProblemCode::BadStatement));
    let mut foreign_key = good().await.create;
    foreign_key.slot.slot = envelope(2, &random(), &random::<32>());
    cases.push((foreign_key, ProblemCode::BadStatement));
    let mut loose_part = good().await.create;
    loose_part.parts[1].slot.slot = envelope(2, &random(), &random::<32>());
    cases.push((loose_part, ProblemCode::BadStatement));
    let mut no_slot = good().await.create;
    no_slot.slot.slot = Bytes(vec![1; 200]);
    cases.push((no_slot, ProblemCode::BadStatement));
    let mut huge_slot = good().await.create;
    huge_slot.slot.slot.0.resize(5000, 0);
    cases.push((huge_slot, ProblemCode::TooLarge));
    let mut other_access = good().await.create;
    other_access.parts[2].access = other_access.parts[3].access.clone();
    cases.push((other_access, ProblemCode::BadStatement));
    let mut next_epoch = good().await.create;
    next_epoch.slot.epoch = 2;
    cases.push((next_epoch, ProblemCode::BadStatement));
    let mut free_text = good().await.create;
    free_text.code = "Mara".to_owned();
    cases.push((free_text, ProblemCode::BadRequest));
    let mut moved = good().await.create;
    moved.records[0].part = moved.parts[1].id;
    cases.push((moved, ProblemCode::BadStatement));
    for (index, (create, expected)) in cases.iter().enumerate() {
        assert_eq!(world.send(&jana, create).await.code(), *expected, "case {index}");
    }
}

#[tokio::test]
async fn the_responsible_person_must_exist_and_the_author_must_see_the_case() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let nobody = api::ids::AccountId(Uuid::new_v4());
    let refused = world.draft(&jana, |assignment| assignment.responsible = nobody).await;
    assert_eq!(world.send(&jana, &refused.create).await.code(), ProblemCode::BadStatement);
    let administrator = world.admin.account;
    let refused = world.draft(&jana, |assignment| assignment.responsible = administrator).await;
    assert_eq!(world.send(&jana, &refused.create).await.code(), ProblemCode::BadStatement);
    let nowhere = UnitId(Uuid::new_v4());
    let refused = world.draft(&jana, |assignment| assignment.unit = Some(nowhere)).await;
    assert_eq!(world.send(&jana, &refused.create).await.code(), ProblemCode::BadStatement);
    let refused = world.draft(&jana, |assignment| assignment.responsible = kai.account).await;
    assert_eq!(world.send(&jana, &refused.create).await.code(), ProblemCode::Forbidden);
    let together = world
        .draft(&jana, |assignment| {
            assignment.responsible = kai.account;
            assignment.team = vec![jana.account];
        })
        .await;
    world.send(&jana, &together.create).await.done();
    world.file(&kai, together.id()).await;
    assert_eq!(world.file(&jana, together.id()).await.summary.team, [jana.account]);
}

#[tokio::test]
async fn lists_bring_what_opens_the_name_and_the_newest_write_first() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let first = world.case(&jana).await;
    world.app.wait(10);
    let second = world.case(&jana).await;
    world.app.wait(10);
    let person = first.create.records[0].clone();
    let changed = world.next(&jana, &first, &person, &person_facts()).await;
    world.write(&jana, &changed).await.done();
    let cases = list(&world, &jana).await.cases;
    assert_eq!(cases.iter().map(|case| case.summary.id).collect::<Vec<_>>(), [first.id(), second.id()]);
    let name = cases[0].name.as_ref().unwrap();
    assert_eq!(name.case_slot, first.create.slot);
    assert_eq!(name.part_slot, first.create.parts[0].slot);
    assert_eq!(name.access, [first.create.parts[0].access.clone()]);
    assert_eq!(name.person, changed);
    assert_eq!(cases[1].name.as_ref().unwrap().person, second.create.records[0]);
}

#[tokio::test]
async fn clear_columns_follow_the_facts() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let summary = world.file(&jana, case.id()).await.summary;
    assert_eq!(summary.sex.as_deref(), Some("f"));
    assert_eq!(summary.birth_month.as_deref(), Some("2012-03"));
    assert_eq!(summary.help_type.as_deref(), Some("§34"));
    assert_eq!(summary.help_start.as_deref(), Some("2026-01-07"));
    assert_eq!((summary.state, summary.entries), (CaseState::Open, 2));
    let sheet = |point: &str, date: &str, value: i64| {
        let rater = ("rater_role", code("caseworker"));
        let rating = ("v.stability", Fact::Int(value));
        facts(&[("time_point", code(point)), ("date", code(date)), rater, rating])
    };
    let start = world.entry(&jana, &case, "rating", &sheet("start", "2026-01-20", 6)).await;
    world.write(&jana, &start).await.done();
    let weeks = world.entry(&jana, &case, "rating", &sheet("weeks8", "2026-03-05", 3)).await;
    world.write(&jana, &weeks).await.done();
    let summary = world.file(&jana, case.id()).await.summary;
    assert_eq!(summary.rated, ["start", "weeks8"]);
    assert_eq!((summary.need_first, summary.need_latest, summary.entries), (Some(6), Some(3), 4));
    let corrected = world.next(&jana, &case, &weeks, &sheet("weeks8", "2026-03-05", 4)).await;
    world.write(&jana, &corrected).await.done();
    assert_eq!(world.file(&jana, case.id()).await.summary.need_latest, Some(4));
    let mut withdrawn = Facts::new();
    withdrawn.set(WITHDRAWN, Fact::Bool(true)).unwrap();
    let gone = world.next(&jana, &case, &corrected, &withdrawn).await;
    world.write(&jana, &gone).await.done();
    let summary = world.file(&jana, case.id()).await.summary;
    assert_eq!((summary.rated, summary.need_latest, summary.entries), (vec!["start".to_owned()], Some(6), 3));
}

#[tokio::test]
async fn the_same_revision_twice_is_written_once_with_the_same_receipt() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    let first = world.write(&jana, &entry).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let first: Receipt = first.ok();
    let next = world.next(&jana, &case, &entry, &course_facts()).await;
    world.write(&jana, &next).await.done();
    world.app.wait(60);
    let again = world.write(&jana, &entry).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.ok::<Receipt>(), first);
    let file = world.file(&jana, case.id()).await;
    let course = file.parts.iter().find(|part| part.id == entry.part).unwrap();
    assert_eq!((course.entries.len(), course.head.n), (3, 3));
}

#[tokio::test]
async fn the_second_of_two_people_who_save_the_same_entry_is_told() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    world.write(&jana, &entry).await.done();
    let by_jana = world.next(&jana, &case, &entry, &course_facts()).await;
    let by_kai = world.next(&kai, &case, &entry, &course_facts()).await;
    let (first, second) = tokio::join!(world.write(&jana, &by_jana), world.write(&kai, &by_kai));
    let (won, lost) = if first.status.is_success() { (first, second) } else { (second, first) };
    let receipt: Receipt = won.ok();
    let problem = lost.problem();
    assert_eq!((problem.code, problem.head_revision), (ProblemCode::Conflict, Some(2)));
    assert_eq!(problem.head, Some(receipt.head));
    // A revision that skips one, or follows another predecessor, is refused as well.
    let winner = if receipt.head == problem.head.unwrap() { by_jana } else { by_kai };
    let mut skipping = world.next(&jana, &case, &winner, &course_facts()).await;
    skipping.revision = 4;
    world.resign(&jana, &mut skipping);
    assert_eq!(world.write(&jana, &skipping).await.code(), ProblemCode::Conflict);
    let mut orphan = world.next(&jana, &case, &entry, &course_facts()).await;
    orphan.revision = 3;
    orphan.previous = Bytes32(random());
    world.resign(&jana, &mut orphan);
    assert_eq!(world.write(&jana, &orphan).await.code(), ProblemCode::Conflict);
}

#[tokio::test]
async fn many_people_at_once_get_consecutive_numbers() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let mut entries = Vec::new();
    for _ in 0..12 {
        entries.push(world.entry(&jana, &case, "course", &course_facts()).await);
    }
    let (world, jana) = (&world, &jana);
    let writes =
        entries.iter().map(|entry| async move { world.write(jana, entry).await.ok::<Receipt>().head.n });
    let mut numbers = futures_join(writes.collect()).await;
    numbers.sort_unstable();
    assert_eq!(numbers, (2..14).collect::<Vec<u64>>());
}

/// All of these at the same time.
async fn futures_join<F: Future<Output = u64>>(futures: Vec<F>) -> Vec<u64> {
    let mut running: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(move |context| {
        running.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(n) => {
                done.push(n);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() {
            std::task::Poll::Ready(std::mem::take(&mut done))
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_form_that_exists_once_has_one_entry() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let second = world.entry(&jana, &case, "help", &help_facts()).await;
    assert_eq!(world.write(&jana, &second).await.code(), ProblemCode::SingletonExists);
}

#[tokio::test]
async fn a_closed_case_takes_nothing_until_it_is_reopened() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let closing = |state: &str| {
        facts(&[("state", code(state)), ("date", code("2026-11-20")), ("kind", code("planned"))])
    };
    let closed = world.entry(&jana, &case, "closing", &closing("closed")).await;
    world.write(&jana, &closed).await.done();
    let summary = world.file(&jana, case.id()).await.summary;
    assert_eq!((summary.state, summary.ending.as_deref()), (CaseState::Closed, Some("planned")));
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    assert_eq!(world.write(&jana, &entry).await.code(), ProblemCode::CaseClosed);
    let open = world.next(&jana, &case, &closed, &closing("open")).await;
    world.write(&jana, &open).await.done();
    assert_eq!(world.file(&jana, case.id()).await.summary.state, CaseState::Open);
    world.write(&jana, &entry).await.done();
}

#[tokio::test]
async fn clear_facts_hold_codes_and_nothing_else() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let refused = [
        facts(&[("date", code("2026-11-20")), ("kind", code("gossip"))]),
        facts(&[("date", code("2026-02-30")), ("kind", code("conversation"))]),
        facts(&[("kind", code("conversation"))]),
        facts(&[("date", code("2026-11-20")), ("kind", code("conversation")), ("title", code("Mara"))]),
        facts(&[("date", code("2026-11-20")), ("kind", code("conversation")), ("nick", code("Mara"))]),
    ];
    for facts in &refused {
        let entry = world.entry(&jana, &case, "course", facts).await;
        assert_eq!(world.write(&jana, &entry).await.code(), ProblemCode::BadFacts);
    }
    let mut text = world.entry(&jana, &case, "course", &course_facts()).await;
    // {"date": "Mara Lindqvist"}, by hand.
    text.facts = Bytes([b"\xa1\x64date\x6e".as_slice(), b"Mara Lindqvist"].concat());
    world.resign(&jana, &mut text);
    assert_eq!(world.write(&jana, &text).await.code(), ProblemCode::BadFacts);
    let mut trailing = world.entry(&jana, &case, "course", &course_facts()).await;
    trailing.facts.0.push(0);
    world.resign(&jana, &mut trailing);
    assert_eq!(world.write(&jana, &trailing).await.code(), ProblemCode::BadFacts);
    let mut old_form = world.entry(&jana, &case, "course", &course_facts()).await;
    old_form.form_version = 2;
    world.resign(&jana, &mut old_form);
    assert_eq!(world.write(&jana, &old_form).await.code(), ProblemCode::BadFacts);
}

#[tokio::test]
async fn a_revision_fits_its_place_or_is_refused() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    let good = world.entry(&jana, &case, "course", &course_facts()).await;
    let changed = |change: &dyn Fn(&mut Revision)| {
        let mut revision = good.clone();
        change(&mut revision);
        world.resign(&jana, &mut revision);
        revision
    };
    let core = case.create.parts[0].id;
    for (index, (revision, expected)) in [
        (changed(&|r| r.part = core), ProblemCode::BadStatement),
        (changed(&|r| r.part = PartId(Uuid::new_v4())), ProblemCode::BadStatement),
        (changed(&|r| r.epoch = 2), ProblemCode::BadStatement),
        (changed(&|r| r.revision = 0), ProblemCode::BadStatement),
        (changed(&|r| r.revision = 2), ProblemCode::BadStatement),
        (changed(&|r| r.previous = Bytes32([1; 32])), ProblemCode::BadStatement),
        (changed(&|r| r.author = kai.account), ProblemCode::BadStatement),
        (changed(&|r| r.certificate = kai.certificate), ProblemCode::NotCertified),
        (changed(&|r| r.heads.organisation.hash = Bytes32([1; 32])), ProblemCode::BadStatement),
        (changed(&|r| r.heads.part = Head { n: 9, hash: Bytes32([1; 32]) }), ProblemCode::BadStatement),
        (changed(&|r| r.envelope = Some(envelope(1, &random(), b"x"))), ProblemCode::BadStatement),
        (changed(&|r| r.envelope = Some(envelope(2, r.part.as_bytes(), b"x"))), ProblemCode::BadStatement),
        (changed(&|r| r.envelope = Some(Bytes(vec![0; 300]))), ProblemCode::BadStatement),
        (changed(&|r| r.envelope = Some(Bytes(vec![0; RECORD_ENVELOPE_MAX + 1]))), ProblemCode::TooLarge),
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(world.write(&jana, revision).await.code(), *expected, "case {index}");
    }
    let mut forged = good.clone();
    forged.signature = crate::person::sign(&key(), b"something");
    assert_eq!(world.write(&jana, &forged).await.code(), ProblemCode::BadSignature);
    let mut swapped = good.clone();
    swapped.envelope_hash = Bytes32([1; 32]);
    assert_eq!(world.write(&jana, &swapped).await.code(), ProblemCode::BadStatement);
    let mut without = good.clone();
    without.envelope = None;
    assert_eq!(world.write(&jana, &without).await.code(), ProblemCode::BadStatement);
    world.write(&jana, &good).await.done();
}

#[tokio::test]
async fn a_record_of_one_case_is_none_of_another() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (one, other) = (world.case(&jana).await, world.case(&jana).await);
    let entry = world.entry(&jana, &one, "course", &course_facts()).await;
    world.write(&jana, &entry).await.done();
    let head = jana.organisation(&world.app, world.organisation).await.head;
    for revision in [1, 2] {
        let previous = if revision == 1 { Bytes32::ZERO } else { Bytes32([1; 32]) };
        let place = Entry { record: entry.record, form: "course", revision, previous };
        let moved = world.revision(&jana, &other, other.part_of("course"), head, &place, &course_facts());
        assert_eq!(world.write(&jana, &moved).await.code(), ProblemCode::IdTaken);
    }
    let at_other = jana.client.cbor(&world.app, &path(v1::RECORDS, &[&other.id()]), &entry).await;
    assert_eq!(at_other.code(), ProblemCode::BadStatement);
}

#[tokio::test]
async fn random_bytes_are_no_request() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let address = path(v1::RECORDS, &[&case.id()]);
    for garbage in [&random::<500>()[..], &[0xff; 40], &[], &[0xbb; 9], &[0x9f; 2000]] {
        let answer = jana.client.cbor(&world.app, &address, &serde_bytes_like(garbage)).await;
        assert_eq!(answer.code(), ProblemCode::BadRequest);
    }
}

fn serde_bytes_like(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

#[tokio::test]
async fn an_assignment_counts_up_and_the_late_one_is_told() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let both = |assignment: &mut api::statement::Assignment| {
        assignment.responsible = kai.account;
        assignment.deputy = Some(jana.account);
    };
    case.reassign(&world, &jana, 2, both).await.done();
    let summary = world.file(&kai, case.id()).await.summary;
    assert_eq!((summary.responsible, summary.deputy), (kai.account, Some(jana.account)));
    assert_eq!(summary.assignment_version, 2);
    let late = case.reassign(&world, &kai, 2, both).await.problem();
    assert_eq!((late.code, late.head_revision), (ProblemCode::Conflict, Some(2)));
    let file = world.file(&kai, case.id()).await;
    assert_eq!(late.head, Some(file.parts[0].head));
    let LogContent::Statement(last) = &file.parts[0].entries.last().unwrap().content else { panic!() };
    assert!(matches!(last.decode().unwrap().payload, Payload::Assignment(a) if a.version == 2));
    // The deputy works on it but does not give it away.
    assert_eq!(case.reassign(&world, &jana, 3, both).await.code(), ProblemCode::Forbidden);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let nowhere = CaseId(Uuid::new_v4());
    assert_eq!(world.open(&jana, nowhere).await.code(), ProblemCode::NotFound);
    let elsewhere = path(v1::CASES, &[&OrganisationId(Uuid::new_v4())]);
    assert_eq!(jana.client.get(&world.app, &elsewhere).await.code(), ProblemCode::NotFound);
    let odd = jana.client.get(&world.app, "/api/v1/cases/no-id").await;
    assert_eq!(odd.code(), ProblemCode::NotFound);
    let case = world.case(&jana).await;
    let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
    entry.case = nowhere;
    world.resign(&jana, &mut entry);
    assert_eq!(world.write(&jana, &entry).await.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn case_codes_are_unique_in_the_tenant() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let first = world.case(&jana).await;
    let mut second = world.draft(&jana, |_| {}).await.create;
    second.code = first.create.code.clone();
    assert_eq!(world.send(&jana, &second).await.code(), ProblemCode::CaseCodeTaken);
    second.code = case_code();
    world.send(&jana, &second).await.done();
    assert_ne!(second.records[0].record, RecordId(Uuid::nil()));
}
