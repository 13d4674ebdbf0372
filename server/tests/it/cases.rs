//! Cases: creating, listing, opening, assigning.

use crate::{
    client::path,
    person::{envelope, random},
    world::{World, case_code, caseworker, code, course_facts, facts, help_facts, person_facts},
};
use api::{
    Bytes, Bytes32, ProblemCode,
    cases::{CaseList, CaseReceipt},
    chain::{self, Head, next_head},
    ids::{CaseId, OrganisationId, RecordId, UnitId},
    organisations::Receipt,
    paths::v1,
    records::LogContent,
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
    assert_eq!(file.slots, std::slice::from_ref(&draft.create.slot));
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
    cases.push((next_epoch, ProblemCode::KeyOutdated));
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
async fn an_assignment_counts_up_and_the_late_one_is_told() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let both = |assignment: &mut api::statement::Assignment| {
        assignment.responsible = kai.account;
        assignment.deputy = Some(jana.account);
    };
    let first = case.assignment(&world, &jana, 2, both).await;
    let receipt: Receipt = case.assign(&world, &jana, &first).await.ok();
    // An answer that got lost: the same once more changes nothing.
    world.app.wait(60);
    assert_eq!(case.assign(&world, &jana, &first).await.ok::<Receipt>(), receipt);
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

#[tokio::test]
async fn a_case_that_no_reader_would_accept_is_not_made() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let mut draft = world.draft(&jana, |_| {}).await;
    let honest = draft.create.parts[1].access.clone();
    let mut statement = honest.decode().unwrap();
    statement.heads.part = Head { n: 7, hash: Bytes32(random()) };
    draft.create.parts[1].access = jana.seal(&jana.signing, &statement);
    assert_eq!(world.send(&jana, &draft.create).await.code(), ProblemCode::BadStatement);
    draft.create.parts[1].access = honest;
    let mut many = draft.create.clone();
    many.parts = many.parts.iter().cycle().take(51).cloned().collect();
    assert_eq!(world.send(&jana, &many).await.code(), ProblemCode::TooLarge);
    world.send(&jana, &draft.create).await.done();
}
