//! What others have written since one last looked.

use crate::{
    client::path,
    person::Person,
    world::{World, caseworker, course_facts, evaluation, manager},
};
use api::{
    ProblemCode,
    news::{NEWS_MAX, News},
    paths::v1,
};

fn address(world: &World, since: i64) -> String {
    format!("{}?since={since}", path(v1::NEWS, &[&world.organisation]))
}

async fn news(world: &World, person: &Person, since: i64) -> News {
    person.client.get(&world.app, &address(world, since)).await.ok()
}

#[tokio::test]
async fn entries_of_others_are_told_once_each_and_own_ones_never() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    world.app.wait(60);
    let since = news(&world, &jana, 0).await.at;
    assert_eq!(since, world.app.now());
    world.app.wait(60);
    let entry = world.entry(&kai, &case, "course", &course_facts()).await;
    world.write(&kai, &entry).await.done();
    world.app.wait(60);
    let second = world.next(&kai, &case, &entry, &course_facts()).await;
    world.write(&kai, &second).await.done();
    let found = news(&world, &jana, since).await;
    assert!(!found.more);
    let [item] = found.entries.as_slice() else { panic!("{found:?}") };
    assert_eq!((item.case, item.record, item.author), (case.id(), entry.record, kai.account));
    assert_eq!((item.form.as_str(), item.revision, item.at), ("course", 2, world.app.now()));
    // Kai wrote it, and knows what Jana began with as little as she does not.
    assert_eq!(news(&world, &kai, since).await.entries, []);
    assert_eq!(news(&world, &kai, 0).await.entries.len(), 2);
    world.app.wait(1);
    assert_eq!(news(&world, &jana, world.app.now()).await.entries, []);
}

#[tokio::test]
async fn nobody_hears_of_cases_that_they_may_not_open() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let stranger = world.person("stranger", &[caseworker()]).await;
    let (figures, _) = world.joined("figures", &[evaluation()]).await;
    world.case(&jana).await;
    for person in [&stranger, &figures, &world.admin] {
        assert_eq!(news(&world, person, 0).await.entries, []);
    }
    let refused = world.operator.client.get(&world.app, &address(&world, 0)).await;
    assert_eq!(refused.code(), ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_long_absence_gives_the_latest_of_it() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    for _ in 0..=NEWS_MAX / 2 {
        world.case(&jana).await;
    }
    let found = news(&world, &kai, 0).await;
    assert!(found.more);
    assert_eq!(found.entries.len(), NEWS_MAX);
    assert!(found.entries.is_sorted_by_key(|item| std::cmp::Reverse(item.at)));
}
