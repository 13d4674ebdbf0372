//! Reading 10,000 envelopes, beside the database's own scan of them.

use crate::{load::exchange, world::World, writes::MOST_CONNECTIONS};
use api::{
    Bytes,
    cases::{CaseFile, CaseFiles, FILES_AT_ONCE},
    ids::CaseId,
    paths::v1,
    records::LogContent,
};
use proofs::{Kind, Trouble};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// How many there should be.
const ENVELOPES: usize = 10_000;

pub async fn measure(world: &World) -> Result<Value, Trouble> {
    let database = connect(world).await?;
    let stored = count(&database).await?;
    if stored < ENVELOPES {
        world.load(MOST_CONNECTIONS, ENVELOPES - stored).await?;
    }
    // The first round warms everything up: pages in memory, prepared statements, entries in the audit.
    let (mut scan, mut many, mut single) = (Vec::new(), Vec::new(), Vec::new());
    let mut stream = TcpStream::connect(world.address()).await?;
    for _ in 0..4 {
        let (rows, time) = scanned(&database).await?;
        scan.push(time);
        let (by_many, time) = asked_together(world, &mut stream).await?;
        many.push(time);
        let (by_one, time) = asked_alone(world, &mut stream).await?;
        single.push(time);
        if rows != by_many || rows != by_one || rows < ENVELOPES {
            return Err(Trouble::new(format!("{rows} rows, but {by_many} and {by_one} envelopes")));
        }
    }
    database.close().await?;
    let [scan, many, single] = [scan, many, single].map(|times| best(&times));
    Ok(json!({
        "envelopes": ENVELOPES,
        "scan_ms": scan * 1000.0, "many_ms": many * 1000.0, "single_ms": single * 1000.0,
        "many_to_scan": many / scan, "single_to_scan": single / scan,
    }))
}

/// The best of all but the first.
fn best(times: &[Duration]) -> f64 {
    times.iter().skip(1).min().copied().unwrap_or_default().as_secs_f64()
}

/// A connection beside the server's, which sees what the organisation sees.
async fn connect(world: &World) -> Result<DatabaseConnection, Trouble> {
    let postgres = world.portal.database.kind == Kind::Postgres;
    let url = match world.portal.database.kind {
        Kind::Sqlite => format!("sqlite://{}", world.portal.sqlite_file().display()),
        Kind::Postgres => world.portal.database.url.clone(),
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    if postgres {
        let sql = format!(
            "SELECT set_config('wimes.scope', 'organisation', false), set_config('wimes.organisations', '{}', false)",
            world.team.organisation
        );
        database.execute_unprepared(&sql).await?;
    }
    Ok(database)
}

fn select(database: &DatabaseConnection, sql: &str) -> Statement {
    Statement::from_string(database.get_database_backend(), sql)
}

async fn count(database: &DatabaseConnection) -> Result<usize, Trouble> {
    let row = database.query_one_raw(select(database, "SELECT COUNT(*) AS n FROM envelopes")).await?;
    let count: i64 = row.ok_or_else(|| Trouble::new("nothing was counted"))?.try_get("", "n")?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Reads all of them with nothing in between.
async fn scanned(database: &DatabaseConnection) -> Result<(usize, Duration), Trouble> {
    let begin = Instant::now();
    let rows =
        database.query_all_raw(select(database, "SELECT part, n, case_id, envelope FROM envelopes")).await?;
    let mut bytes = 0;
    for row in &rows {
        bytes += row.try_get::<Vec<u8>>("", "envelope")?.len();
    }
    let time = begin.elapsed();
    if bytes == 0 { Err(Trouble::new("the envelopes are empty")) } else { Ok((rows.len(), time)) }
}

async fn asked_together(world: &World, stream: &mut TcpStream) -> Result<(usize, Duration), Trouble> {
    let mut waiting = world.cases.clone();
    let (mut envelopes, mut time) = (0, Duration::ZERO);
    while !waiting.is_empty() {
        let asked: Vec<CaseId> = waiting.drain(..waiting.len().min(FILES_AT_ONCE)).collect();
        let ids = asked.iter().flat_map(|case| *case.as_bytes()).collect();
        let path = v1::CASE_FILES.replace("{organisation}", &world.team.organisation.to_string());
        let path = format!("{path}?only={}", Bytes(ids).to_base64url());
        let body = get(world, stream, &path, &mut time).await?;
        let answer: CaseFiles =
            minicbor_serde::from_slice(&body).map_err(|_| Trouble::new("the answer is damaged"))?;
        envelopes += answer.files.iter().map(sealed).sum::<usize>();
        waiting.extend(answer.later);
    }
    Ok((envelopes, time))
}

async fn asked_alone(world: &World, stream: &mut TcpStream) -> Result<(usize, Duration), Trouble> {
    let (mut envelopes, mut time) = (0, Duration::ZERO);
    for case in &world.cases {
        let body = get(world, stream, &v1::CASE.replace("{case}", &case.to_string()), &mut time).await?;
        let file: CaseFile =
            minicbor_serde::from_slice(&body).map_err(|_| Trouble::new("the answer is damaged"))?;
        envelopes += sealed(&file);
    }
    Ok((envelopes, time))
}

fn sealed(file: &CaseFile) -> usize {
    let entries = file.parts.iter().flat_map(|part| &part.entries);
    let sealed = |content: &LogContent| matches!(content, LogContent::Revision(revision) if revision.envelope.is_some());
    entries.filter(|entry| sealed(&entry.content)).count()
}

async fn get(
    world: &World,
    stream: &mut TcpStream,
    path: &str,
    time: &mut Duration,
) -> Result<Vec<u8>, Trouble> {
    let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", world.headers());
    let mut body = Vec::new();
    let begin = Instant::now();
    let (head, _) = exchange(stream, request.as_bytes(), &mut body).await?;
    *time += begin.elapsed();
    if head.split(' ').nth(1) == Some("200") {
        Ok(body)
    } else {
        Err(Trouble::new(format!("the server answered {head}")))
    }
}
