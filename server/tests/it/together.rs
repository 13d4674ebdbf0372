//! The same thing done by several at once: one of them has done it, the others are told, nothing is lost or doubled.
//! SQLite's writers queue; PostgreSQL's really overlap, so each is tried several times.

use crate::{
    app::is_postgres,
    client::{Answer, Client, path},
    person::{Person, bundle},
    world::{Draft, World, case_code, caseworker, code, course_facts, facts, manager},
};
use api::{
    ProblemCode,
    cases::{CaseList, CaseReceipt},
    facts::Fact,
    ids::AccountId,
    organisations::{PostStatement, Receipt, UpdateOrganisation},
    paths::v1,
    records::LogContent,
    statement::{Payload, Revocation},
};
use axum::http::{Method, StatusCode};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait,
};
use std::pin::Pin;
use uuid::Uuid;

pub const ROUNDS: usize = 5;

/// The one that succeeded and the one that did not.
#[track_caller]
pub fn one_of(pair: (Answer, Answer)) -> (Answer, Answer) {
    let (first, second) = pair;
    let texts = [&first, &second].map(|answer| String::from_utf8_lossy(&answer.body).into_owned());
    assert_ne!(first.status.is_success(), second.status.is_success(), "{texts:?}");
    if first.status.is_success() { (first, second) } else { (second, first) }
}

#[tokio::test]
async fn the_same_case_at_once_is_one_case() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    for _ in 0..ROUNDS {
        let draft = world.draft(&jana, |_| {}).await;
        let (a, b) = tokio::join!(world.send(&jana, &draft.create), world.send(&jana, &draft.create));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED]);
        assert_eq!(a.ok::<CaseReceipt>(), b.ok::<CaseReceipt>());
    }
    let list: CaseList = jana.client.get(&world.app, &path(v1::CASES, &[&world.organisation])).await.ok();
    assert_eq!(list.cases.len(), ROUNDS);
}

#[tokio::test]
async fn a_case_code_that_two_take_at_once_belongs_to_one() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    for _ in 0..ROUNDS {
        let (mut by_jana, mut by_kai) =
            (world.draft(&jana, |_| {}).await.create, world.draft(&kai, |_| {}).await.create);
        by_jana.code = case_code();
        by_kai.code.clone_from(&by_jana.code);
        let (_, lost) = one_of(tokio::join!(world.send(&jana, &by_jana), world.send(&kai, &by_kai)));
        assert_eq!(lost.code(), ProblemCode::CaseCodeTaken);
    }
}

#[tokio::test]
async fn the_same_revision_at_once_is_written_once() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    for round in 0..ROUNDS {
        let entry = world.entry(&jana, &case, "course", &course_facts()).await;
        let (a, b) = tokio::join!(world.write(&jana, &entry), world.write(&jana, &entry));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED]);
        assert_eq!(a.ok::<Receipt>(), b.ok::<Receipt>());
        let file = world.file(&jana, case.id()).await;
        assert_eq!(file.parts.iter().find(|part| part.id == entry.part).unwrap().entries.len(), round + 2);
    }
}

#[tokio::test]
async fn a_form_that_exists_once_is_begun_by_one_of_two() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    for _ in 0..ROUNDS {
        let case = world.case(&jana).await;
        let closed =
            facts(&[("state", code("closed")), ("date", code("2026-11-20")), ("kind", code("planned"))]);
        let by_jana = world.entry(&jana, &case, "closing", &closed).await;
        let by_kai = world.entry(&kai, &case, "closing", &closed).await;
        let (_, lost) = one_of(tokio::join!(world.write(&jana, &by_jana), world.write(&kai, &by_kai)));
        assert_eq!(lost.code(), ProblemCode::SingletonExists);
        let file = world.file(&jana, case.id()).await;
        let closings = file.parts[0].entries.iter().filter(
            |entry| matches!(&entry.content, LogContent::Revision(revision) if revision.form == "closing"),
        );
        assert_eq!(closings.count(), 1);
    }
}

#[tokio::test]
async fn an_invitation_that_two_accept_at_once_is_used_once() {
    let world = World::new().await;
    for round in 0..ROUNDS {
        let account = AccountId(Uuid::new_v4());
        let invited = world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
        let guest = Person::new(world.tenant, "demo", &format!("guest{round}"), account);
        let thief = Person::new(world.tenant, "demo", &format!("thief{round}"), account);
        let (won, lost) = one_of(tokio::join!(
            guest.accept(&world.app, &invited, true),
            thief.accept(&world.app, &invited, true)
        ));
        assert_eq!(lost.code(), ProblemCode::InvitationUsed);
        let view: api::auth::SessionView = won.ok();
        let (winner, loser) = if view.login == guest.login { (&guest, &thief) } else { (&thief, &guest) };
        winner.login(&world.app).await.done();
        assert_eq!(loser.login(&world.app).await.code(), ProblemCode::LoginFailed);
    }
}

#[tokio::test]
async fn a_login_name_that_two_choose_at_once_belongs_to_one() {
    let world = World::new().await;
    for round in 0..ROUNDS {
        let mut both = Vec::new();
        for name in [format!("Name{round}"), format!("NAME{round}")] {
            let account = AccountId(Uuid::new_v4());
            let invited =
                world.admin.invite(&world.app, world.organisation, account, &[caseworker()], 1).await;
            both.push((Person::new(world.tenant, "demo", &name, account), invited));
        }
        let (accepts, clients) = (
            [0, 1].map(|i| both[i].1.accept(&both[i].0, Some(bundle()))),
            [Client::default(), Client::default()],
        );
        let (_, lost) = one_of(tokio::join!(
            both[0].1.send(&world.app, &clients[0], &accepts[0]),
            both[1].1.send(&world.app, &clients[1], &accepts[1])
        ));
        assert_eq!(lost.code(), ProblemCode::LoginTaken);
    }
}

#[tokio::test]
async fn two_administrators_who_block_each_other_at_once_leave_one() {
    for _ in 0..ROUNDS {
        let world = World::new().await;
        let second = world.person("second", &[crate::world::administrator()]).await;
        let (app, organisation) = (&world.app, world.organisation);
        let decide = async |signer: &Person, other: &Person| {
            let revocation = Revocation { account: other.account, version: 2 };
            let statement = signer.signed(app, organisation, Payload::Revocation(revocation)).await;
            (path(v1::BLOCK, &[&organisation, &other.account]), PostStatement { statement })
        };
        let (first_address, first) = decide(&world.admin, &second).await;
        let (second_address, other) = decide(&second, &world.admin).await;
        let (_, lost) = one_of(tokio::join!(
            world.admin.client.post(app, &first_address, &first),
            second.client.post(app, &second_address, &other)
        ));
        // Too late, in one way or another.
        let code = lost.code();
        let late = [ProblemCode::AccountBlocked, ProblemCode::SessionEnded, ProblemCode::LastAdministrator];
        assert!(late.contains(&code), "{code:?}");
    }
}

/// Lets go of a case as soon as two stand before it.
async fn let_two_overlap(world: &World, holding: Option<DatabaseTransaction>) {
    let Some(holding) = holding else { return };
    let raw = world.app.raw().await;
    let sql = "SELECT COUNT(*) AS n FROM pg_stat_activity \
               WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = async || -> i64 {
        let row = raw.query_one_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap();
        row.unwrap().try_get("", "n").unwrap()
    };
    while waiting().await < 2 {}
    holding.commit().await.unwrap();
}

/// Holds everybody up who changes the case; on PostgreSQL, where transactions overlap.
async fn hold(world: &World, case: &Draft, raw: &DatabaseConnection) -> Option<DatabaseTransaction> {
    if !is_postgres() {
        return None;
    }
    let holding = raw.begin().await.unwrap();
    let scope = format!(
        "SELECT set_config('wimes.scope', 'organisation', true), set_config('wimes.organisations', '{}', true)",
        world.organisation
    );
    holding.execute_unprepared(&scope).await.unwrap();
    let sql = format!("SELECT 1 FROM cases WHERE id = '{}' FOR NO KEY UPDATE", case.id());
    assert_eq!(holding.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    Some(holding)
}

#[tokio::test]
async fn what_is_written_to_different_parts_at_once_is_derived_together() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let raw = world.app.raw().await;
    for _ in 0..ROUNDS {
        let case = world.case(&jana).await;
        let help = case.create.records.iter().find(|revision| revision.form == "help").unwrap();
        let other_help = facts(&[("help_type", code("§35")), ("start", code("2026-01-07"))]);
        let help = world.next(&jana, &case, help, &other_help).await;
        let rating = facts(&[
            ("time_point", code("start")),
            ("date", code("2026-01-20")),
            ("rater_role", code("caseworker")),
            ("v.stability", Fact::Int(6)),
        ]);
        let rating = world.entry(&jana, &case, "rating", &rating).await;
        let holding = hold(&world, &case, &raw).await;
        let (first, second, ()) = tokio::join!(
            world.write(&jana, &help),
            world.write(&jana, &rating),
            let_two_overlap(&world, holding)
        );
        first.done();
        second.done();
        let summary = world.file(&jana, case.id()).await.summary;
        assert_eq!(summary.help_type.as_deref(), Some("§35"));
        assert_eq!((summary.rated, summary.need_first), (vec!["start".to_owned()], Some(6)));
        assert_eq!(summary.entries, 3);
    }
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
    let mut numbers = all_of(writes.collect()).await;
    numbers.sort_unstable();
    assert_eq!(numbers, (2..14).collect::<Vec<u64>>());
}

#[tokio::test]
async fn whoever_writes_beside_others_reaches_what_they_reach_alone() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[caseworker()]).await;
    let (by_jana, by_kai) = (world.case(&jana).await, world.case(&kai).await);
    let (world, mut acts) = (&world, Vec::new());
    for _ in 0..ROUNDS {
        for (person, case, own) in
            [(&jana, &by_jana, true), (&kai, &by_jana, false), (&kai, &by_kai, true), (&jana, &by_kai, false)]
        {
            let entry = world.entry(person, case, "course", &course_facts()).await;
            acts.push(async move { (own, world.write(person, &entry).await) });
        }
    }
    for (own, answer) in all_of(acts).await {
        if own { answer.done() } else { assert_eq!(answer.code(), ProblemCode::NotFound) }
    }
    for (person, case) in [(&jana, &by_jana), (&kai, &by_kai)] {
        let summary = world.file(person, case.id()).await.summary;
        assert_eq!(usize::try_from(summary.entries).unwrap(), 2 + ROUNDS);
    }
}

#[tokio::test]
async fn nobody_stands_in_the_way_of_anybody_on_a_busy_morning() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let kai = world.person("kai", &[manager()]).await;
    let case = world.case(&jana).await;
    let (world, jana, kai, case) = (&world, &jana, &kai, &case);
    let (app, organisation) = (&world.app, world.organisation);
    let looks = [
        path(v1::TENANT, &[&world.tenant]),
        path(v1::TENANT_CASES, &[&world.tenant]),
        path(v1::TENANT_CASE, &[&world.tenant, &case.id()]),
        path(v1::ORGANISATION_LOG, &[&organisation]),
    ];
    let hint = UpdateOrganisation { name: None, key_hint: Some("Regal 3".to_owned()) };
    let mut acts: Vec<Pin<Box<dyn Future<Output = Answer> + '_>>> = Vec::new();
    for round in 0..ROUNDS {
        let entry = world.entry(jana, case, "course", &course_facts()).await;
        let contact = world.entry(kai, case, "contact", &facts(&[("role", code("mother"))])).await;
        let draft = world.draft(jana, |_| {}).await;
        let invited =
            world.admin.invitation(app, organisation, AccountId(Uuid::new_v4()), &[caseworker()], 1).await;
        let look = &looks[round % looks.len()];
        let hint = &hint;
        acts.push(Box::pin(async move { world.write(jana, &entry).await }));
        acts.push(Box::pin(async move { world.write(kai, &contact).await }));
        acts.push(Box::pin(async move { world.send(jana, &draft.create).await }));
        acts.push(Box::pin(async move { world.open(kai, case.id()).await }));
        acts.push(Box::pin(async move { jana.login_on(app, &Client::default()).await }));
        acts.push(Box::pin(async move { world.operator.client.get(app, look).await }));
        acts.push(Box::pin(async move { world.admin.send_invitation(app, organisation, &invited).await }));
        acts.push(Box::pin(async move {
            let address = path(v1::ORGANISATION, &[&organisation]);
            world.admin.client.json(app, Method::PATCH, &address, hint).await
        }));
    }
    for answer in all_of(acts).await {
        answer.done();
    }
    let summary = world.file(jana, case.id()).await.summary;
    assert_eq!(usize::try_from(summary.entries).unwrap(), 2 + 2 * ROUNDS);
}

/// All of these at the same time.
async fn all_of<T: 'static, F: Future<Output = T>>(futures: Vec<F>) -> Vec<T> {
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
