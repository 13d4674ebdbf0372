//! Transactions in a named scope.

use super::{Database, StoreError, connect::Writer, connection::Connection};
use api::ids::{AccountId, OrganisationId, TenantId};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Insert, IntoActiveModel, TransactionTrait};

/// Whether a transaction writes. SQLite's writers take turns (see [`super::group`]);
/// PostgreSQL's readers see one snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only reads.
    Read,
    /// Reads and writes.
    Write,
}

/// Who asks the database.
pub trait Scope: Send + Sync {
    /// `wimes.scope`, `wimes.tenant` and `wimes.organisations` for row-level security.
    fn settings(&self) -> [String; 3];
}

/// An account of a tenant, in the name of organisations that it belongs to.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// The account.
    pub account: AccountId,
    /// Its tenant.
    pub tenant: TenantId,
    /// The organisations.
    pub organisations: Vec<OrganisationId>,
}

/// An operator of the institute.
#[derive(Debug, Clone, Copy)]
pub struct Institute {
    /// The operator; none on the command line of the server.
    pub operator: Option<AccountId>,
}

/// Nobody yet.
#[derive(Debug, Clone, Copy)]
pub struct Login;

impl Scope for Organisation {
    fn settings(&self) -> [String; 3] {
        let organisations: Vec<String> = self.organisations.iter().map(ToString::to_string).collect();
        ["organisation".to_owned(), self.tenant.to_string(), organisations.join(",")]
    }
}

impl Scope for Institute {
    fn settings(&self) -> [String; 3] {
        ["institute".to_owned(), String::new(), String::new()]
    }
}

impl Scope for Login {
    fn settings(&self) -> [String; 3] {
        ["login".to_owned(), String::new(), String::new()]
    }
}

/// A transaction in a scope. What is not committed is rolled back on drop.
#[derive(Debug)]
pub struct Tx<S> {
    scope: S,
    connection: Connection,
}

impl Database {
    /// Begins a transaction of an account in the name of organisations that it belongs to.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn organisation(
        &self,
        mode: Mode,
        account: AccountId,
        tenant: TenantId,
        organisations: Vec<OrganisationId>,
    ) -> Result<Tx<Organisation>, StoreError> {
        self.begin(mode, Organisation { account, tenant, organisations }).await
    }

    /// Begins a transaction of an operator.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn institute(
        &self,
        mode: Mode,
        operator: Option<AccountId>,
    ) -> Result<Tx<Institute>, StoreError> {
        self.begin(mode, Institute { operator }).await
    }

    /// Begins a transaction of somebody who is not known yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn login(&self, mode: Mode) -> Result<Tx<Login>, StoreError> {
        self.begin(mode, Login).await
    }

    async fn begin<S: Scope>(&self, mode: Mode, scope: S) -> Result<Tx<S>, StoreError> {
        let connection = match (mode, &self.writer) {
            (Mode::Write, Writer::Group(group)) => Connection::Shared(group.begin().await?),
            (Mode::Write, Writer::Pool(pool)) => Connection::Own(pool.begin().await?),
            (Mode::Read, Writer::Group(_)) => Connection::Own(self.readers.begin().await?),
            (Mode::Read, Writer::Pool(pool)) => Connection::Own(pool.begin().await?),
        };
        if self.is_postgres() {
            connection.execute_unprepared(&opening(mode, &scope)).await?;
        }
        Ok(Tx { scope, connection })
    }
}

/// What a transaction of PostgreSQL begins with, in one message: how it reads, and the scope for row-level security as
/// `SET LOCAL` would say it, which ends with the transaction.
fn opening(mode: Mode, scope: &impl Scope) -> String {
    let reading = match mode {
        Mode::Read => "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; ",
        Mode::Write => "",
    };
    // Nothing but names of scopes and ids; quoted all the same.
    let [name, tenant, organisations] = scope.settings().map(|value| value.replace('\'', "''"));
    format!(
        "{reading}SELECT set_config('wimes.scope', '{name}', true), set_config('wimes.tenant', '{tenant}', true), \
         set_config('wimes.organisations', '{organisations}', true)"
    )
}

impl<S: Scope> Tx<S> {
    /// Who asks.
    pub fn scope(&self) -> &S {
        &self.scope
    }

    /// For queries; lives as long as the transaction.
    pub(crate) fn c(&self) -> &Connection {
        &self.connection
    }

    /// Adds a row, without asking for it back: not every scope may read what it writes.
    pub(crate) async fn insert<M, A>(&self, row: M) -> Result<(), StoreError>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait,
        A::Entity: EntityTrait,
    {
        Insert::one(row.into_active_model()).exec_without_returning(self.c()).await?;
        Ok(())
    }

    /// Makes everything of this transaction durable. Only after this may a write be acknowledged.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written then.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.connection.commit().await
    }
}
