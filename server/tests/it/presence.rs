//! Who is writing in a case right now.

use crate::{
    client::path,
    person::Person,
    world::{World, caseworker, evaluation, manager},
};
use api::{
    ProblemCode,
    ids::{CaseId, RecordId},
    paths::v1,
    presence::{PRESENCE_BEAT_SECONDS, PRESENCE_SECONDS, PresenceView, Writing, WritingHere},
};
use uuid::Uuid;

async fn write(world: &World, person: &Person, case: CaseId, record: Option<RecordId>) -> Vec<Writing> {
    let answer = person.client.post(&world.app, &path(v1::PRESENCE, &[&case]), &WritingHere { record }).await;
    answer.ok::<PresenceView>().writing
}

fn leaving(case: CaseId, record: Option<RecordId>) -> String {
    let query = record.map(|record| format!("?record={record}")).unwrap_or_default();
    format!("{}{query}", path(v1::PRESENCE, &[&case]))
}

async fn leave(world: &World, person: &Person, case: CaseId, record: Option<RecordId>) {
    person.client.delete(&world.app, &leaving(case, record)).await.done();
}

#[tokio::test]
async fn whoever_writes_sees_who_else_writes_until_they_leave() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    let other = world.case(&jana).await;
    let record = Some(RecordId(Uuid::new_v4()));
    assert_eq!(write(&world, &jana, case.id(), record).await, []);
    assert_eq!(write(&world, &kai, case.id(), None).await, [Writing { account: jana.account, record }]);
    assert_eq!(
        write(&world, &jana, case.id(), record).await,
        [Writing { account: kai.account, record: None }]
    );
    assert_eq!(write(&world, &kai, other.id(), record).await, [], "another case says nothing of this one");
    leave(&world, &jana, case.id(), record).await;
    assert_eq!(write(&world, &kai, case.id(), None).await, []);
    // Leaving twice, or a place where one never was, is the same.
    leave(&world, &jana, case.id(), record).await;
    leave(&world, &jana, case.id(), None).await;
    assert_eq!(write(&world, &jana, case.id(), None).await, [Writing { account: kai.account, record: None }]);
}

#[tokio::test]
async fn whoever_falls_silent_is_not_writing_any_more() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    write(&world, &jana, case.id(), None).await;
    let beat = i64::try_from(PRESENCE_BEAT_SECONDS).unwrap();
    world.app.wait(2 * beat);
    assert_eq!(write(&world, &kai, case.id(), None).await.len(), 1, "one lost request makes nobody vanish");
    write(&world, &jana, case.id(), None).await;
    world.app.wait(PRESENCE_SECONDS - 1);
    assert_eq!(write(&world, &kai, case.id(), None).await.len(), 1);
    world.app.wait(1);
    assert_eq!(write(&world, &kai, case.id(), None).await, []);
}

#[tokio::test]
async fn nobody_without_the_right_to_write_sees_or_says_anything() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let stranger = world.person("stranger", &[caseworker()]).await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    let case = world.case(&jana).await;
    write(&world, &jana, case.id(), None).await;
    let address = path(v1::PRESENCE, &[&case.id()]);
    let here = WritingHere { record: None };
    for (person, code) in [
        (&stranger, ProblemCode::NotFound),
        (&world.admin, ProblemCode::NotFound),
        (&figures, ProblemCode::Forbidden),
        (&world.operator, ProblemCode::Forbidden),
    ] {
        assert_eq!(person.client.post(&world.app, &address, &here).await.code(), code);
        assert_eq!(person.client.delete(&world.app, &leaving(case.id(), None)).await.code(), code);
    }
    assert_eq!(write(&world, &jana, case.id(), None).await, []);
}

#[tokio::test]
async fn the_same_form_in_two_tabs_and_a_flood_of_places_do_no_harm() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    tokio::join!(write(&world, &jana, case.id(), None), write(&world, &jana, case.id(), None));
    assert_eq!(write(&world, &kai, case.id(), None).await.len(), 1);
    for _ in 0..40 {
        write(&world, &jana, case.id(), Some(RecordId(Uuid::new_v4()))).await;
    }
    assert!(write(&world, &kai, case.id(), None).await.len() <= 16);
}
