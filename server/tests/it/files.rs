//! Opening several cases at once: the same as one by one, in one answer.

use crate::{
    client::{Answer, path},
    person::{Person, envelope},
    world::{World, caseworker, course_facts, evaluation},
};
use api::{
    Bytes, ProblemCode,
    audit::{AuditAction, AuditPage},
    cases::{CaseFile, CaseFiles, FILES_AT_ONCE},
    ids::CaseId,
    paths::v1,
    records::LogContent,
};
use uuid::Uuid;

async fn ask(world: &World, person: &Person, cases: &[CaseId]) -> Answer {
    let ids = cases.iter().flat_map(|case| case.as_bytes().to_vec()).collect();
    let address = path(v1::CASE_FILES, &[&world.organisation]);
    person.client.get(&world.app, &format!("{address}?only={}", Bytes(ids).to_base64url())).await
}

#[tokio::test]
async fn several_cases_at_once_are_what_each_is_alone() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let mut cases = Vec::new();
    for _ in 0..4 {
        let case = world.case(&jana).await;
        let entry = world.entry(&jana, &case, "course", &course_facts()).await;
        world.write(&jana, &entry).await.done();
        cases.push(case.id());
    }
    // In the order of the question, and each once.
    let asked = [cases[2], cases[0], cases[3], cases[2]];
    let answer: CaseFiles = ask(&world, &jana, &asked).await.ok();
    assert_eq!((answer.hidden, answer.later), (Vec::new(), Vec::new()));
    let mut alone: Vec<CaseFile> = Vec::new();
    for case in &asked[..3] {
        alone.push(world.file(&jana, *case).await);
    }
    assert_eq!(answer.files, alone);
}

#[tokio::test]
async fn who_may_see_what_is_asked_for_each_case() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let (eva, _) = world.joined("eva", &[evaluation()]).await;
    let (by_jana, by_kai) = (world.case(&jana).await.id(), world.case(&kai).await.id());
    let nowhere = CaseId(Uuid::new_v4());
    let asked = [by_jana, nowhere, by_kai];

    let answer: CaseFiles = ask(&world, &jana, &asked).await.ok();
    assert_eq!(answer.files.iter().map(|file| file.summary.id).collect::<Vec<_>>(), [by_jana]);
    assert_eq!(answer.hidden, [nowhere, by_kai]);

    let answer: CaseFiles = ask(&world, &eva, &asked).await.ok();
    assert_eq!(answer.hidden, [nowhere]);
    for file in &answer.files {
        assert!(!file.writable && file.slots.is_empty());
        for part in &file.parts {
            assert!(part.slots.is_empty());
            assert!(part.entries.iter().all(|entry| match &entry.content {
                LogContent::Revision(revision) => revision.envelope.is_none(),
                LogContent::Statement(_) => true,
            }));
        }
    }
    assert_eq!(answer.files.len(), 2);

    // An organisation that somebody does not belong to does not exist for them.
    let other = World::new().await;
    let stranger = other.person("stranger", &[caseworker()]).await;
    assert_eq!(ask(&world, &stranger, &asked).await.code(), ProblemCode::SessionEnded);
    let address = path(v1::CASE_FILES, &[&Uuid::new_v4()]);
    let only = Bytes(by_jana.as_bytes().to_vec()).to_base64url();
    let answer = jana.client.get(&world.app, &format!("{address}?only={only}")).await;
    assert_eq!(answer.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn the_audit_notes_every_case_of_the_answer_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let cases = [world.case(&jana).await.id(), world.case(&jana).await.id()];
    world.file(&jana, cases[0]).await;
    ask(&world, &jana, &cases).await.done();
    ask(&world, &jana, &cases).await.done();
    let audit: AuditPage = world.admin.client.get(&world.app, v1::AUDIT).await.ok();
    let mut opened: Vec<Option<Uuid>> = audit
        .entries
        .iter()
        .filter(|entry| entry.action == AuditAction::CaseOpened)
        .map(|entry| entry.object)
        .collect();
    opened.sort_unstable();
    let mut expected = cases.map(|case| Some(case.0));
    expected.sort_unstable();
    assert_eq!(opened, expected);
}

#[tokio::test]
async fn questions_and_answers_are_bounded() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let many: Vec<CaseId> = (0..=FILES_AT_ONCE).map(|_| CaseId(Uuid::new_v4())).collect();
    assert_eq!(ask(&world, &jana, &many).await.code(), ProblemCode::TooLarge);
    assert_eq!(ask(&world, &jana, &[]).await.code(), ProblemCode::BadRequest);
    let address = path(v1::CASE_FILES, &[&world.organisation]);
    for wrong in ["", "?only=AAAA", "?only=!"] {
        let answer = jana.client.get(&world.app, &format!("{address}{wrong}")).await;
        assert_eq!(answer.code(), ProblemCode::BadRequest, "{wrong}");
    }

    // Two cases of three megabytes each: one answer takes the first and names the second.
    let mut cases = Vec::new();
    for _ in 0..2 {
        let case = world.case(&jana).await;
        let mut entry = world.entry(&jana, &case, "course", &course_facts()).await;
        let text = vec![7; 3 * 1024 * 1024];
        let part = case.part_of("course");
        entry.envelope = Some(envelope(1, part.slot.key.as_bytes(), &text));
        world.resign(&jana, &mut entry);
        world.write(&jana, &entry).await.done();
        cases.push(case.id());
    }
    let answer: CaseFiles = ask(&world, &jana, &cases).await.ok();
    assert_eq!(answer.files.len(), 1);
    assert_eq!((answer.files[0].summary.id, answer.later), (cases[0], vec![cases[1]]));
    let rest: CaseFiles = ask(&world, &jana, &cases[1..]).await.ok();
    assert_eq!(rest.files.len(), 1);
}
