//! Several writes that go to the database in one message. A round trip costs more than what most of them do.

use super::{Scope, StoreError, Tx};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, Insert, IntoActiveModel, QueryTrait,
    Statement, Value,
};

/// Writes that belong together. None may rest on what another one of them writes, except through a foreign key:
/// PostgreSQL runs all of them on what was there before.
#[derive(Debug)]
pub(crate) struct Batch {
    backend: DbBackend,
    writes: Vec<Statement>,
}

impl Batch {
    /// Adds a write.
    pub(crate) fn add(&mut self, write: &impl QueryTrait) {
        self.writes.push(write.build(self.backend));
    }

    /// Adds a row, without asking for it back.
    pub(crate) fn insert<M, A>(&mut self, row: M)
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait,
        A::Entity: EntityTrait,
    {
        self.add(&Insert::one(row.into_active_model()));
    }

    /// All of them as one: for SQLite one after the other, for PostgreSQL as parts of the last one.
    fn into_statement(mut self) -> Option<Statement> {
        let last = self.writes.pop()?;
        let mut values: Vec<Value> = Vec::new();
        let mut sql = String::new();
        for (number, write) in self.writes.into_iter().enumerate() {
            match self.backend {
                DbBackend::Postgres => {
                    sql.push_str(if number == 0 { "WITH " } else { ", " });
                    sql.push_str(&format!("w{number} AS ({})", shifted(&write.sql, values.len())));
                }
                _ => sql.push_str(&format!("{}; ", write.sql)),
            }
            values.extend(write.values.into_iter().flatten());
        }
        if self.backend == DbBackend::Postgres {
            sql.push(' ');
            sql.push_str(&shifted(&last.sql, values.len()));
        } else {
            sql.push_str(&last.sql);
        }
        values.extend(last.values.into_iter().flatten());
        Some(Statement::from_sql_and_values(self.backend, sql, values))
    }
}

/// The same with the numbers of its parameters (`$1`) this much higher. Every value is a parameter, so no `$` stands for
/// anything else.
fn shifted(sql: &str, by: usize) -> String {
    let mut pieces = sql.split('$');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
        let (number, rest) = piece.split_at(end);
        out.push('$');
        match number.parse::<usize>() {
            Ok(number) => out.push_str(&(number + by).to_string()),
            Err(_) => out.push_str(number),
        }
        out.push_str(rest);
    }
    out
}

impl<S: Scope> Tx<S> {
    /// Begins to collect writes.
    pub(crate) fn batch(&self) -> Batch {
        Batch { backend: self.c().get_database_backend(), writes: Vec::new() }
    }

    /// Does all of them. Where one fails, the transaction can only be rolled back.
    pub(crate) async fn run(&self, batch: Batch) -> Result<(), StoreError> {
        if let Some(statement) = batch.into_statement() {
            self.c().execute_raw(statement).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::entity::envelope;
    use uuid::Uuid;

    fn of(backend: DbBackend) -> Statement {
        let mut batch = Batch { backend, writes: Vec::new() };
        for n in 1..=3 {
            let (part, case_id) = (Uuid::nil(), Uuid::nil());
            batch.insert(envelope::Model { part, n, case_id, envelope: vec![7] });
        }
        batch.into_statement().unwrap()
    }

    #[test]
    fn parameters_of_all_writes_are_counted_through_on_postgres() {
        let statement = of(DbBackend::Postgres);
        let insert = r#"INSERT INTO "envelopes" ("part", "n", "case_id", "envelope") VALUES"#;
        assert_eq!(
            statement.sql,
            format!(
                "WITH w0 AS ({insert} ($1, $2, $3, $4)), w1 AS ({insert} ($5, $6, $7, $8)) {insert} ($9, $10, $11, $12)"
            )
        );
        assert_eq!(statement.values.unwrap().0.len(), 12);
    }

    #[test]
    fn writes_follow_each_other_on_sqlite() {
        let statement = of(DbBackend::Sqlite);
        assert_eq!(statement.sql.matches("; INSERT").count(), 2);
        assert_eq!(statement.sql.matches('?').count(), 12);
        assert_eq!(statement.values.unwrap().0.len(), 12);
    }
}
