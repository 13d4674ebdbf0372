//! Entries of a case: writing, correcting, withdrawing, and what is refused.

use crate::{
    client::path,
    person::{envelope, key, random},
    world::{Entry, World, caseworker, code, course_facts, facts, help_facts, manager},
};
use api::{
    Bytes, Bytes32, ProblemCode,
    cases::CaseState,
    chain::Head,
    facts::{Fact, Facts, WITHDRAWN},
    ids::PartId,
    limits::RECORD_ENVELOPE_MAX,
    organisations::Receipt,
    paths::v1,
    records::{LogContent, Revision},
};
use axum::http::{Method, StatusCode};
use uuid::Uuid;

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
    let file = world.file(&jana, case.id()).await;
    let course = file.parts.iter().find(|part| part.id == entry.part).unwrap();
    let stored: Vec<&Revision> = course
        .entries
        .iter()
        .filter_map(|entry| match &entry.content {
            LogContent::Revision(revision) => Some(revision),
            LogContent::Statement(_) => None,
        })
        .collect();
    let winner = if stored[1].author == jana.account { by_jana } else { by_kai };
    assert_eq!(stored, [&entry, &winner]);
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
        let body = Some((v1::CBOR, garbage.to_vec()));
        let answer = jana.client.send(&world.app, Method::POST, &address, body).await;
        assert_eq!(answer.code(), ProblemCode::BadRequest);
    }
    // A revision that breaks off anywhere, or has something behind it.
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    let whole = minicbor_serde::to_vec(&entry).unwrap();
    for length in 0..whole.len() {
        let body = Some((v1::CBOR, whole[..length].to_vec()));
        let answer = jana.client.send(&world.app, Method::POST, &address, body).await;
        assert_eq!(answer.code(), ProblemCode::BadRequest, "{length} of {}", whole.len());
    }
    let body = Some((v1::CBOR, [&whole[..], &[0]].concat()));
    let answer = jana.client.send(&world.app, Method::POST, &address, body).await;
    assert_eq!(answer.code(), ProblemCode::BadRequest);
    assert_eq!(world.file(&jana, case.id()).await.summary.entries, 2);
    world.write(&jana, &entry).await.done();
}
