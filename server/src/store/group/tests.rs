//! What holds for writers that share a flush. The turns are arranged by hand, so nothing depends on how fast anything is.

use super::*;
use sea_orm::{ConnectOptions, Database};
use std::{future::poll_fn, path::Path, pin::pin, task::Poll};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(600);

struct Place {
    folder: TempDir,
    group: Arc<Group>,
}

impl Place {
    async fn new() -> Self {
        Self::with_turns_of(LONG, LONG).await
    }

    async fn with_turns_of(longest_turn: Duration, patience: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = connect(folder.path()).await;
        let sql =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY)";
        connection.execute_unprepared(sql).await.unwrap();
        Self { folder, group: Group::with_turns_of(longest_turn, connection, patience) }
    }

    /// What somebody else sees: only what was committed.
    async fn rows(&self) -> Vec<i64> {
        let reader = connect(self.folder.path()).await;
        let statement = Statement::from_string(DbBackend::Sqlite, "SELECT id FROM t ORDER BY id");
        let rows = reader.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
    }
}

async fn connect(folder: &Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("sqlite://{}/t.sqlite?mode=rwc", folder.display()));
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn insert(member: &Member, id: i64) -> Result<(), DbErr> {
    member.execute_unprepared(&format!("INSERT INTO t VALUES ({id})")).await.map(drop)
}

/// Lets a future go as far as it comes by itself, and says whether it has ended.
async fn nudged<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn a_failed_member_rolls_back_itself_and_nobody_else() {
    let place = Place::new().await;
    let first = place.group.begin().await.unwrap();
    let mut second = pin!(place.group.begin());
    let mut third = pin!(place.group.begin());
    assert!(nudged(second.as_mut()).await.is_none() && nudged(third.as_mut()).await.is_none());

    insert(&first, 1).await.unwrap();
    let first = tokio::spawn(first.commit());
    let second = second.await.unwrap();
    // In the same transaction: what the first one wrote is there, and nobody outside sees it.
    insert(&second, 2).await.unwrap();
    assert!(insert(&second, 1).await.is_err());
    insert(&second, 3).await.unwrap();
    assert!(place.rows().await.is_empty());
    drop(second);
    let third = third.await.unwrap();
    insert(&third, 3).await.unwrap();
    assert!(!first.is_finished());
    third.commit().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(place.rows().await, [1, 3]);
}

#[tokio::test]
async fn nobody_is_told_before_the_flush() {
    let place = Place::new().await;
    let first = place.group.begin().await.unwrap();
    let mut second = pin!(place.group.begin());
    assert!(nudged(second.as_mut()).await.is_none());
    insert(&first, 1).await.unwrap();
    let first = tokio::spawn(first.commit());
    // As long as this turn lasts, there is no flush.
    let second = second.await.unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
        assert!(!first.is_finished());
    }
    drop(second);
    first.await.unwrap().unwrap();
    assert_eq!(place.rows().await, [1]);
}

#[tokio::test]
async fn an_answer_that_rests_on_what_others_wrote_waits_for_their_flush() {
    let place = Place::new().await;
    let first = place.group.begin().await.unwrap();
    let group = Arc::clone(&place.group);
    // Finds what the first one wrote, writes nothing itself, and would answer "it is there already".
    let looked = Arc::new(tokio::sync::Notify::new());
    let ended = Arc::clone(&looked);
    let answer = tokio::spawn(after_flush(async move {
        let second = group.begin().await.unwrap();
        let there = insert(&second, 1).await.is_err();
        drop(second);
        ended.notify_one();
        there
    }));
    tokio::task::yield_now().await;
    insert(&first, 1).await.unwrap();
    let mut third = pin!(place.group.begin());
    assert!(nudged(third.as_mut()).await.is_none());
    let first = tokio::spawn(first.commit());
    looked.notified().await;
    let third = third.await.unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
        assert!(!answer.is_finished() && !first.is_finished());
    }
    drop(third);
    assert!(answer.await.unwrap().unwrap());
    first.await.unwrap().unwrap();
    assert_eq!(place.rows().await, [1]);
}

#[tokio::test]
async fn alone_nobody_is_waited_for() {
    let place = Place::new().await;
    for id in 0..20 {
        let member = place.group.begin().await.unwrap();
        insert(&member, id).await.unwrap();
        after_flush(member.commit()).await.unwrap().unwrap();
        assert_eq!(place.rows().await.len(), usize::try_from(id).unwrap() + 1);
    }
}

#[tokio::test]
async fn a_transaction_that_the_database_itself_took_back_acknowledges_nobody() {
    let place = Place::new().await;
    let first = place.group.begin().await.unwrap();
    let mut second = pin!(place.group.begin());
    let mut third = pin!(place.group.begin());
    assert!(nudged(second.as_mut()).await.is_none() && nudged(third.as_mut()).await.is_none());
    insert(&first, 1).await.unwrap();
    let first = tokio::spawn(first.commit());
    let second = second.await.unwrap();
    // What SQLite does when the disk is full.
    second.execute_unprepared("ROLLBACK").await.unwrap();
    drop(second);
    let third = third.await.unwrap();
    let _ = insert(&third, 3).await;
    assert!(third.commit().await.is_err());
    assert!(first.await.unwrap().is_err());
    assert!(!place.rows().await.contains(&1));

    let next = place.group.begin().await.unwrap();
    insert(&next, 4).await.unwrap();
    next.commit().await.unwrap();
    assert!(place.rows().await.contains(&4));
}

#[tokio::test]
async fn a_member_that_takes_too_long_loses_its_turn_and_the_others_get_their_answers() {
    let place = Place::with_turns_of(Duration::from_millis(50), LONG).await;
    let first = place.group.begin().await.unwrap();
    let mut slow = pin!(place.group.begin());
    assert!(nudged(slow.as_mut()).await.is_none());
    insert(&first, 1).await.unwrap();
    let first = tokio::spawn(first.commit());
    let slow = slow.await.unwrap();
    // It may have been taken away before: how fast this machine is, is nobody's business.
    let _ = insert(&slow, 2).await;
    first.await.unwrap().unwrap();
    assert!(insert(&slow, 3).await.is_err());
    assert!(matches!(slow.commit().await, Err(StoreError::Busy)));
    assert_eq!(place.rows().await, [1]);

    // Also where the others have not even begun.
    let slow = place.group.begin().await.unwrap();
    let next = place.group.begin().await.unwrap();
    insert(&next, 4).await.unwrap();
    next.commit().await.unwrap();
    drop(slow);
    assert_eq!(place.rows().await, [1, 4]);
}

#[tokio::test]
async fn a_turn_that_does_not_come_is_given_up() {
    let place = Place::with_turns_of(LONG, Duration::from_millis(50)).await;
    let holding = place.group.begin().await.unwrap();
    assert!(matches!(place.group.begin().await, Err(StoreError::Busy)));
    insert(&holding, 1).await.unwrap();
    holding.commit().await.unwrap();
    assert_eq!(place.rows().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_that_are_broken_off_at_any_moment_harm_nobody() {
    let place = Place::new().await;
    let mut kept = Vec::new();
    let mut broken = Vec::new();
    for id in 0..600_i64 {
        let group = Arc::clone(&place.group);
        let write = tokio::spawn(async move {
            let member = group.begin().await.unwrap();
            insert(&member, id).await.unwrap();
            member.commit().await.unwrap();
        });
        if id % 3 == 0 {
            broken.push(write)
        } else {
            kept.push((id, write))
        }
        if id % 7 == 0 {
            tokio::task::yield_now().await;
        }
        if id % 5 == 0
            && let Some(write) = broken.pop()
        {
            write.abort();
        }
    }
    for write in broken {
        write.abort();
    }
    let mut expected = Vec::new();
    for (id, write) in kept {
        write.await.unwrap();
        expected.push(id);
    }
    // What was broken off is there or not; what was acknowledged is there.
    let rows = place.rows().await;
    assert!(expected.iter().all(|id| rows.contains(id)));
    assert!(rows.iter().all(|id| id % 3 == 0 || expected.contains(id)));
    place.group.close().await.unwrap();
}
