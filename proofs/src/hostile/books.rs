//! Whoever has the database's file writes into it as they please, while the server runs.

use crate::{Portal, Trouble};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};

/// A connection of an attacker's to the file of a running server.
pub struct Books {
    connection: DatabaseConnection,
}

/// A column of the real schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealColumn {
    /// Its table.
    pub table: String,
    /// Its name.
    pub name: String,
    /// `BLOB`, `INTEGER` or `TEXT`.
    pub kind: String,
}

/// A cell that can be changed and put back.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its table.
    pub table: String,
    /// Its column.
    pub column: String,
    /// Row id in SQLite.
    row: i64,
    /// What stands there, as an SQL literal.
    value: String,
}

impl Books {
    /// Opens the file and drops all triggers that guard it.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn open(portal: &Portal) -> Result<Self, Trouble> {
        let url = format!("sqlite://{}?mode=rw", portal.sqlite_file().display());
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let books = Self { connection: sea_orm::Database::connect(options).await? };
        books.run("PRAGMA foreign_keys = OFF").await?;
        books.run("PRAGMA busy_timeout = 10000").await?;
        for trigger in books.texts("SELECT name FROM sqlite_master WHERE type = 'trigger'").await? {
            books.run(&format!("DROP TRIGGER {trigger}")).await?;
        }
        Ok(books)
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn run(&self, sql: &str) -> Result<u64, Trouble> {
        Ok(self.connection.execute_unprepared(sql).await?.rows_affected())
    }

    /// The first column of all rows, as text.
    ///
    /// # Errors
    /// When the database refuses it, or it is no text.
    pub async fn texts(&self, sql: &str) -> Result<Vec<String>, Trouble> {
        let rows =
            self.connection.query_all_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }

    /// All columns of all tables.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn schema(&self) -> Result<Vec<RealColumn>, Trouble> {
        let sql = "SELECT m.name || ' ' || c.name || ' ' || c.type FROM sqlite_master m, pragma_table_info(m.name) c \
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid";
        let read = |line: String| {
            let mut words = line.split(' ').map(str::to_owned);
            let mut next = || words.next().unwrap_or_default();
            RealColumn { table: next(), name: next(), kind: next() }
        };
        Ok(self.texts(sql).await?.into_iter().map(read).collect())
    }

    /// Everything in all tables, cell by cell: what a thief of the database has.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn everything(&self) -> Result<Vec<Vec<u8>>, Trouble> {
        let mut out = Vec::new();
        for RealColumn { table, name, .. } in self.schema().await? {
            let sql = format!("SELECT hex(\"{name}\") FROM \"{table}\" WHERE \"{name}\" IS NOT NULL");
            out.extend(self.texts(&sql).await?.iter().map(|hex| bytes(hex)));
        }
        Ok(out)
    }

    /// Some cells of a column: of the first, the middle and the last row that fit.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn cells(&self, table: &str, column: &str, fits: &str) -> Result<Vec<Cell>, Trouble> {
        let sql = format!(
            "SELECT rowid || ' ' || quote(\"{column}\") FROM \"{table}\" WHERE {fits} ORDER BY rowid"
        );
        let all = self.texts(&sql).await?;
        let mut places = vec![0, all.len() / 2, all.len().saturating_sub(1)];
        places.dedup();
        let cell = |at: &usize| {
            let (row, value) = all.get(*at)?.split_once(' ')?;
            let (table, column) = (table.to_owned(), column.to_owned());
            Some(Cell { table, column, row: row.parse().ok()?, value: value.to_owned() })
        };
        Ok(places.iter().filter_map(cell).collect())
    }

    /// Values that could stand in a cell instead: another one of the column, and values of its kind near the one that
    /// stands there and far from it.
    ///
    /// # Errors
    /// When the column can't be read.
    pub async fn others(&self, cell: &Cell, kind: &str) -> Result<Vec<String>, Trouble> {
        let Cell { table, column, value, .. } = cell;
        let sql = format!(
            "SELECT quote(\"{column}\") FROM \"{table}\" WHERE quote(\"{column}\") <> '{}' LIMIT 1",
            quoted(value)
        );
        let mut others = self.texts(&sql).await?;
        match kind {
            "INTEGER" => others.extend(["0", "1", "2", "7", "4294967295"].map(str::to_owned)),
            "TEXT" => {
                let texts = [
                    "'erfunden'",
                    "'closed'",
                    "'open'",
                    "'2001-02'",
                    "'2001-02-03'",
                    "'[]'",
                    "'[\"start\"]'",
                ];
                others.extend(texts.map(str::to_owned));
            }
            _ => {
                others.push(format!("x'{}'", "09".repeat(16)));
                others.push(format!("x'{}'", "09".repeat(32)));
                others.push("x''".to_owned());
                if let Some(hex) = value.strip_prefix("X'").and_then(|value| value.strip_suffix('\''))
                    && let Some(last) = hex.chars().last()
                {
                    let other = if last == '0' { '1' } else { '0' };
                    others.push(format!("x'{}{other}'", &hex[..hex.len() - 1]));
                }
            }
        }
        others.push("NULL".to_owned());
        others.retain(|other| !other.eq_ignore_ascii_case(value));
        others.dedup();
        Ok(others)
    }

    /// Writes something into a cell. False where the schema itself does not take it.
    pub async fn write(&self, cell: &Cell, value: &str) -> bool {
        let Cell { table, column, row, .. } = cell;
        let sql = format!("UPDATE \"{table}\" SET \"{column}\" = {value} WHERE rowid = {row}");
        self.run(&sql).await.is_ok_and(|changed| changed == 1)
    }

    /// Puts back what stood there.
    ///
    /// # Errors
    /// When that does not work.
    pub async fn restore(&self, cell: &Cell) -> Result<(), Trouble> {
        if self.write(cell, &cell.value).await {
            return Ok(());
        }
        Err(Trouble::new(format!("{}.{} can't be put back", cell.table, cell.column)))
    }
}

/// An SQL literal as the text of another one.
fn quoted(literal: &str) -> String {
    literal.replace('\'', "''")
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.bytes().filter_map(|digit| (digit as char).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
