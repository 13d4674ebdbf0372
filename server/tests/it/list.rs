//! The list of cases in parts: pages, what was written since, those that are named, and who may see them at all.

use crate::{
    client::{Answer, path},
    person::Person,
    world::{World, caseworker, course_facts, evaluation, grant, manager},
};
use api::{
    Bytes, Bytes32, ProblemCode,
    cases::{CASES_AT_ONCE, CaseList, CaseListQuery, CaseListState, VisibleCase, visible_hash},
    ids::CaseId,
    organisations::{Role, Scope},
    paths::v1,
};

async fn ask(world: &World, person: &Person, query: &CaseListQuery) -> Answer {
    let address = format!("{}{}", path(v1::CASES, &[&world.organisation]), query.to_query());
    person.client.get(&world.app, &address).await
}

async fn list(world: &World, person: &Person, query: CaseListQuery) -> CaseList {
    ask(world, person, &query).await.ok()
}

/// Without names, as somebody asks who goes on with them later.
fn bare() -> CaseListQuery {
    CaseListQuery { names: Some(false), ..CaseListQuery::default() }
}

fn ids(list: &CaseList) -> Vec<CaseId> {
    list.cases.iter().map(|item| item.summary.id).collect()
}

fn hash_of(cases: &[(CaseId, bool)]) -> Bytes32 {
    visible_hash(
        cases.iter().map(|(case, readable)| VisibleCase { case: *case, readable: *readable }).collect(),
    )
}

/// What was known, and what is asked the next time.
fn later(state: &CaseListState) -> CaseListQuery {
    CaseListQuery { since: Some(state.cursor), visible: Some(state.visible), ..bare() }
}

#[tokio::test]
async fn whoever_comes_back_is_told_only_what_was_written_since() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let (one, two) = (world.case(&jana).await, world.case(&jana).await);
    world.app.wait(1000);
    let first = list(&world, &jana, bare()).await;
    assert!(first.cases.iter().all(|item| item.name.is_none() && item.readable));
    let state = first.state.unwrap();
    assert_eq!((state.visible, &state.cases), (hash_of(&[(one.id(), true), (two.id(), true)]), &None));

    let nothing = list(&world, &jana, later(&state)).await;
    assert_eq!((nothing.cases.len(), nothing.next, nothing.state.unwrap().cases), (0, None, None));
    world.app.wait(10);
    let entry = world.entry(&jana, &one, "course", &course_facts()).await;
    world.write(&jana, &entry).await.done();
    world.app.wait(10);
    let changed = list(&world, &jana, later(&state)).await;
    assert_eq!(ids(&changed), [one.id()]);
    assert_eq!(changed.cases[0].summary.entries, 3);
    assert_eq!(changed.state.unwrap().cases, None);
    // What was written shortly before the list is told again, in case it was not there yet for everybody.
    let again = list(&world, &jana, later(&list(&world, &jana, bare()).await.state.unwrap())).await;
    assert_eq!(ids(&again), [one.id()]);
}

#[tokio::test]
async fn access_that_is_lost_or_gained_is_said_at_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let (given, kept) = (world.case(&jana).await, world.case(&jana).await);
    let theirs = world.case(&kai).await;
    world.app.wait(1000);
    let before = list(&world, &jana, bare()).await.state.unwrap();
    let kais = list(&world, &kai, bare()).await.state.unwrap();
    given.reassign(&world, &jana, 2, |assignment| assignment.responsible = kai.account).await.done();
    let after = list(&world, &jana, later(&before)).await;
    assert_eq!(ids(&after), []);
    let state = after.state.unwrap();
    assert_eq!(state.visible, hash_of(&[(kept.id(), true)]));
    assert_eq!(state.cases, Some(vec![VisibleCase { case: kept.id(), readable: true }]));
    // Whoever gained it sees it among the changes, and who asks with the right hash hears nothing more.
    let gained = list(&world, &kai, later(&kais)).await;
    assert_eq!(ids(&gained), [given.id()]);
    let right = hash_of(&[(given.id(), true), (theirs.id(), true)]);
    let state =
        list(&world, &kai, CaseListQuery { visible: Some(right), ..later(&kais) }).await.state.unwrap();
    assert_eq!((state.visible, state.cases), (right, None));
}

#[tokio::test]
async fn who_may_see_which_case_is_what_the_whole_list_shows() {
    let world = World::new().await;
    let owner = world.person("owner", &[caseworker()]).await;
    let top = world.unit("Bereich", None).await;
    let place = world.unit("Gruppe", Some(top)).await;
    let unit = |scope, at| grant(Role::Caseworker, scope, Some(at));
    let mut people = vec![
        world.person("all", &[manager()]).await,
        world.person("within", &[unit(Scope::Subtree, top)]).await,
        world.person("here", &[unit(Scope::Unit, place), evaluation()]).await,
        world.joined("counts", &[evaluation()]).await.0,
    ];
    let member = world.person("team", &[caseworker()]).await;
    for (number, at) in [None, Some(top), Some(place)].into_iter().enumerate() {
        let draft = world
            .draft(&owner, |assignment| {
                assignment.unit = at;
                if number == 1 {
                    assignment.team = vec![member.account];
                }
            })
            .await;
        world.send(&owner, &draft.create).await.done();
    }
    people.extend([owner, member]);
    for person in &people {
        let whole = list(&world, person, CaseListQuery::default()).await;
        assert!(whole.cases.iter().all(|item| item.readable == item.name.is_some()) && whole.state.is_none());
        let shown: Vec<(CaseId, bool)> =
            whole.cases.iter().map(|item| (item.summary.id, item.readable)).collect();
        let asked = CaseListQuery { visible: Some(Bytes32::ZERO), ..bare() };
        let state = list(&world, person, asked).await.state.unwrap();
        let mut visible = state.cases.unwrap();
        visible.sort_unstable();
        let mut expected: Vec<VisibleCase> =
            shown.iter().map(|(case, readable)| VisibleCase { case: *case, readable: *readable }).collect();
        expected.sort_unstable();
        assert_eq!((visible, state.visible), (expected, hash_of(&shown)));
    }
}

#[tokio::test]
async fn pages_bring_every_case_once_newest_write_first() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    // Some of them written within the same second.
    for number in 0..7 {
        world.case(&jana).await;
        if number % 3 == 0 {
            world.app.wait(1);
        }
    }
    let whole = ids(&list(&world, &jana, CaseListQuery::default()).await);
    assert_eq!(whole.len(), 7);
    for limit in [1, 3, 7, 8] {
        let mut query = CaseListQuery { limit: Some(limit), ..bare() };
        let (mut found, mut states) = (Vec::new(), 0);
        loop {
            let page = list(&world, &jana, query.clone()).await;
            assert!(page.cases.len() <= usize::from(limit));
            found.extend(ids(&page));
            states += usize::from(page.state.is_some());
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!((found, states), (whole.clone(), 1), "{limit} at a time");
    }
}

#[tokio::test]
async fn named_cases_come_with_their_names_and_only_to_those_who_see_them() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let (one, two) = (world.case(&jana).await, world.case(&jana).await);
    world.case(&jana).await;
    let only = |cases: &[CaseId]| {
        let only = Bytes(cases.iter().flat_map(|case| *case.as_bytes()).collect());
        CaseListQuery { only: Some(only), ..CaseListQuery::default() }
    };
    let both = list(&world, &jana, only(&[one.id(), two.id()])).await;
    assert_eq!((both.cases.len(), &both.state), (2, &None));
    for item in &both.cases {
        let draft = if item.summary.id == one.id() { &one } else { &two };
        assert_eq!(item.name.as_ref().unwrap().person, draft.create.records[0]);
    }
    assert_eq!(list(&world, &kai, only(&[one.id()])).await.cases, []);
    let many = vec![one.id(); CASES_AT_ONCE];
    assert_eq!(list(&world, &jana, only(&many)).await.cases.len(), 1);
    let mut refused = vec![
        only(&vec![one.id(); CASES_AT_ONCE + 1]),
        CaseListQuery { only: Some(Bytes(vec![1; 15])), ..bare() },
        CaseListQuery { limit: Some(0), ..bare() },
        CaseListQuery { limit: Some(2001), ..bare() },
    ];
    refused.extend(
        ["", "x", "1", "1.x", "x.y"].map(|after| CaseListQuery { after: Some(after.to_owned()), ..bare() }),
    );
    for query in refused {
        assert_eq!(ask(&world, &jana, &query).await.code(), ProblemCode::BadRequest, "{query:?}");
    }
}
