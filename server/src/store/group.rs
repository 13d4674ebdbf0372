//! Group commit for SQLite, which knows one writer at a time. Writers of this process take turns in one transaction: each
//! works in a savepoint of its own, and one flush to the disk makes all of them durable together.
//!
//! - A turn that ends badly rolls back its savepoint and nothing else.
//! - Whoever ends the first turn of a batch puts the flush at the end of the queue: everybody who waited already comes
//!   along, nobody is waited for. Alone, a writer flushes at once.
//! - A batch is bounded ([`MEMBERS`], [`AGE`]); a turn that takes too long while others wait is ended ([`TURN`]).
//! - Later turns see what earlier ones of the batch wrote. So whatever a request answers, it waits for the flush of the
//!   batches that it had a turn in: see [`after_flush`].

use super::StoreError;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, prelude::async_trait,
};
use std::{
    cell::RefCell,
    fmt,
    sync::{Arc, PoisonError, Weak},
    time::{Duration, Instant},
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, watch},
};

/// Most turns in one batch.
const MEMBERS: usize = 64;
/// A batch that is older takes nobody along any more.
const AGE: Duration = Duration::from_millis(100);
/// How long a turn may take while others wait. Nothing that a handler does between its first statement and its last
/// comes near it.
const TURN: Duration = Duration::from_secs(3);
/// Around everything in a batch. SQLite rolls back a whole transaction by itself when the disk is full or broken; then
/// this savepoint is gone, and the batch fails as a whole instead of acknowledging what is lost.
const BATCH: &str = "wimes_batch";

/// The outcome of a batch, once it is known.
type Outcome = Option<Result<(), Arc<DbErr>>>;
/// Whoever holds it has the turn.
type Guard = OwnedMutexGuard<Option<Batch>>;

/// The one writer, and who waits for it.
pub(crate) struct Group {
    connection: DatabaseConnection,
    /// The open batch. The lock is fair: first come, first served.
    batch: Arc<Mutex<Option<Batch>>>,
    /// Whose turn it is, and since when.
    turn: std::sync::Mutex<Option<(Instant, Weak<Seat>)>>,
    runtime: Handle,
    patience: Duration,
    longest_turn: Duration,
}

/// A transaction that several share.
struct Batch {
    transaction: DatabaseTransaction,
    begun: Instant,
    members: usize,
    flush_is_queued: bool,
    outcome: watch::Sender<Outcome>,
}

/// Empty when the turn was taken away.
type Seat = Mutex<Option<Turn>>;

/// The right to write, until it is dropped.
struct Turn {
    group: Arc<Group>,
    savepoint: Option<DatabaseTransaction>,
    guard: Option<Guard>,
}

/// A write of its own among those of others.
pub(crate) struct Member {
    group: Arc<Group>,
    seat: Arc<Seat>,
}

impl Group {
    /// Writers on this connection; `patience` is how long one waits for its turn. Must be called within a runtime.
    pub(super) fn new(connection: DatabaseConnection, patience: Duration) -> Arc<Self> {
        Self::with_turns_of(TURN, connection, patience)
    }

    fn with_turns_of(
        longest_turn: Duration,
        connection: DatabaseConnection,
        patience: Duration,
    ) -> Arc<Self> {
        Arc::new(Self {
            connection,
            batch: Arc::default(),
            turn: std::sync::Mutex::default(),
            runtime: Handle::current(),
            patience,
            longest_turn,
        })
    }

    /// Waits for a turn and begins it.
    pub(super) async fn begin(self: &Arc<Self>) -> Result<Member, StoreError> {
        let guard = self.queue().await?;
        let mut turn = Turn { group: Arc::clone(self), savepoint: None, guard: Some(guard) };
        turn.begin().await?;
        let seat = Arc::new(Mutex::new(Some(turn)));
        self.note(Some((Instant::now(), Arc::downgrade(&seat))));
        Ok(Member { group: Arc::clone(self), seat })
    }

    /// Waits until everything before is flushed, and closes the connection.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let mut guard = Arc::clone(&self.batch).lock_owned().await;
        if let Some(batch) = guard.take() {
            batch.flush().await;
        }
        Ok(self.connection.close_by_ref().await?)
    }

    async fn queue(self: &Arc<Self>) -> Result<Guard, StoreError> {
        let deadline = Instant::now() + self.patience;
        let mut turn = std::pin::pin!(Arc::clone(&self.batch).lock_owned());
        loop {
            let patience = self.longest_turn.min(deadline.saturating_duration_since(Instant::now()));
            match tokio::time::timeout(patience, &mut turn).await {
                Ok(guard) => return Ok(guard),
                Err(_) if Instant::now() >= deadline => return Err(StoreError::Busy),
                Err(_) => self.end_overlong_turn().await,
            }
        }
    }

    /// Takes the turn away from whoever has had it for too long.
    async fn end_overlong_turn(&self) {
        let current = self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((since, seat)) = current else { return };
        let Some(seat) = seat.upgrade().filter(|_| since.elapsed() >= self.longest_turn) else { return };
        // Behind the statement that is running.
        if seat.lock().await.take().is_some() {
            tracing::warn!("a write took too long while others waited; it was rolled back");
        }
    }

    fn note(&self, turn: Option<(Instant, Weak<Seat>)>) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = turn;
    }

    /// Waits for the outcome of a batch. Whoever waits sees to it that nobody holds everybody up.
    async fn outcome(&self, mut outcome: watch::Receiver<Outcome>) -> Result<(), StoreError> {
        loop {
            let known = async { outcome.wait_for(Option::is_some).await.map(|known| known.clone()) };
            match tokio::time::timeout(self.longest_turn, known).await {
                Ok(Ok(Some(Ok(())))) => return Ok(()),
                Ok(Ok(Some(Err(error)))) => return Err(StoreError::Flush(error)),
                // Nobody is left who could tell: the server is ending.
                Ok(Ok(None) | Err(_)) => return Err(StoreError::Busy),
                Err(_) => self.end_overlong_turn().await,
            }
        }
    }
}

/// Flushes the batch that is open when this one's turn has come.
async fn flush(batch: Arc<Mutex<Option<Batch>>>) {
    let mut guard = batch.lock_owned().await;
    flush_now(&mut guard).await;
}

async fn flush_now(guard: &mut Guard) {
    if let Some(batch) = guard.take() {
        batch.flush().await;
    }
}

impl Batch {
    async fn begin(connection: &DatabaseConnection) -> Result<Self, DbErr> {
        let immediate = SqliteTransactionMode::Immediate;
        let options = TransactionOptions { sqlite_transaction_mode: Some(immediate), ..Default::default() };
        let transaction = connection.begin_with_options(options).await?;
        transaction.execute_unprepared(&format!("SAVEPOINT {BATCH}")).await?;
        let outcome = watch::Sender::default();
        Ok(Self { transaction, begun: Instant::now(), members: 0, flush_is_queued: false, outcome })
    }

    fn is_full(&self) -> bool {
        self.members >= MEMBERS || self.begun.elapsed() >= AGE
    }

    /// Makes everything in it durable and tells those who wait.
    async fn flush(self) {
        let released = self.transaction.execute_unprepared(&format!("RELEASE SAVEPOINT {BATCH}")).await;
        let committed = match released {
            Ok(_) => self.transaction.commit().await,
            Err(error) => Err(error),
        };
        // Nobody is left to be told when all of them rolled back.
        self.outcome.send_replace(Some(committed.map_err(Arc::new)));
    }
}

impl Turn {
    async fn begin(&mut self) -> Result<(), StoreError> {
        let Some(guard) = &mut self.guard else { return Err(StoreError::Busy) };
        let batch = match &mut **guard {
            Some(batch) => batch,
            empty => empty.insert(Batch::begin(&self.group.connection).await?),
        };
        self.savepoint = Some(batch.transaction.begin().await?);
        Ok(())
    }

    /// Lets the batch have what was written in this turn.
    async fn release(mut self) -> Result<watch::Receiver<Outcome>, StoreError> {
        let batch = self.guard.as_mut().and_then(|guard| guard.as_mut()).ok_or(StoreError::Busy)?;
        // Before, so that nobody forgets to wait for it when this very moment is the last of the request.
        batch.members += 1;
        let outcome = batch.outcome.subscribe();
        if let Some(savepoint) = self.savepoint.take() {
            savepoint.commit().await?;
        }
        Ok(outcome)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.group.note(None);
        // What was not released is rolled back, before the next turn begins.
        drop(self.savepoint.take());
        let Some(mut guard) = self.guard.take() else { return };
        let Some(batch) = guard.as_mut() else { return };
        if batch.members > 0 {
            remember(&self.group, &batch.outcome);
        }
        if batch.is_full() {
            self.group.runtime.spawn(async move { flush_now(&mut guard).await });
        } else if !batch.flush_is_queued {
            batch.flush_is_queued = true;
            self.group.runtime.spawn(flush(Arc::clone(&self.group.batch)));
        }
    }
}

impl Member {
    /// Makes this member's writes durable, together with those of others.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        let turn = self.seat.lock().await.take().ok_or(StoreError::Busy)?;
        let outcome = turn.release().await?;
        self.group.outcome(outcome).await
    }

    fn taken_away() -> DbErr {
        DbErr::Custom("the turn was taken away".to_owned())
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Group")
    }
}

/// Does something with the savepoint of a member.
macro_rules! with {
    ($member:expr, $act:ident($argument:expr)) => {{
        let seat = $member.seat.lock().await;
        let savepoint = seat.as_ref().and_then(|turn| turn.savepoint.as_ref());
        savepoint.ok_or_else(Member::taken_away)?.$act($argument).await
    }};
}

#[async_trait::async_trait]
impl ConnectionTrait for Member {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        with!(self, execute_raw(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        with!(self, execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        with!(self, query_one_raw(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        with!(self, query_all_raw(statement))
    }
}

tokio::task_local! {
    /// Batches that the current request had a turn in and that others had written to before.
    static SEEN: RefCell<Vec<(Arc<Group>, watch::Receiver<Outcome>)>>;
}

fn remember(group: &Arc<Group>, outcome: &watch::Sender<Outcome>) {
    // Outside of a request nobody answers anything.
    let _ = SEEN.try_with(|seen| seen.borrow_mut().push((Arc::clone(group), outcome.subscribe())));
}

/// Makes an answer and gives it out only after everything is durable that it may rest on, also where it wrote nothing
/// itself: whoever sends the same entry twice at the same time must not be told "it is there already" before it is.
///
/// # Errors
/// [`StoreError`] when that did not become durable; the answer must not leave then.
pub async fn after_flush<T>(answer: impl Future<Output = T>) -> Result<T, StoreError> {
    SEEN.scope(RefCell::default(), async {
        let answer = answer.await;
        for (group, outcome) in SEEN.with(RefCell::take) {
            group.outcome(outcome).await?;
        }
        Ok(answer)
    })
    .await
}

#[cfg(test)]
mod tests;
