//! What a scoped transaction speaks to: a transaction of its own, or a turn in one that several writers share.

use super::{StoreError, group::Member};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait,
};

/// A transaction. What is not committed is rolled back on drop.
#[derive(Debug)]
pub(crate) enum Connection {
    /// Of its own.
    Own(DatabaseTransaction),
    /// Among others, on SQLite.
    Shared(Member),
}

impl Connection {
    /// Returns when everything is durable.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Own(transaction) => Ok(transaction.commit().await?),
            Self::Shared(member) => member.commit().await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Connection {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Own(transaction) => transaction.get_database_backend(),
            Self::Shared(member) => member.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Own(transaction) => transaction.execute_raw(statement).await,
            Self::Shared(member) => member.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Own(transaction) => transaction.execute_unprepared(sql).await,
            Self::Shared(member) => member.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Own(transaction) => transaction.query_one_raw(statement).await,
            Self::Shared(member) => member.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Own(transaction) => transaction.query_all_raw(statement).await,
            Self::Shared(member) => member.query_all_raw(statement).await,
        }
    }
}
