//! The flush to the disk happens before the answer. Killing a process leaves what the system has in memory intact, so
//! the crash test alone does not show it; here the kernel's own view does.

use crate::support::create_case;
use api::ids::CaseId;
use proofs::{Attached, Event, Kind, Person, Portal, Team, after_kill, draft, strace};
use std::collections::{BTreeMap, BTreeSet};
use vault::view::WriteEntry;

const WRITES: usize = 25;
/// People who write at the same time.
const PEOPLE: usize = 4;

#[tokio::test]
async fn the_flush_to_the_disk_happens_before_the_answer() {
    match Kind::of_environment().unwrap() {
        Kind::Sqlite => on_sqlite().await,
        Kind::Postgres => on_postgres().await,
    }
}

/// Seen from the server's process, which holds the database: in each write-ahead log write, flush, answer.
async fn on_sqlite() {
    let report = tempfile::tempdir().unwrap();
    let file = report.path().join("strace");
    let mut portal = Portal::start_under(|_| strace(&file).expect("strace works")).await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    write_entries(&team).await;
    let server = portal.id().unwrap();
    portal.kill().unwrap();
    let events = after_kill(&file, server).await.unwrap();

    let is_wal = |event: &Event| event.arguments.contains("wimes.sqlite-wal>");
    let (mut answers, mut flushed, mut unflushed) = (0, 0, BTreeSet::new());
    let mut flushing = BTreeSet::new();
    for (number, event) in events.iter().enumerate() {
        if is_write(event) && event.begins && is_wal(event) {
            unflushed.insert(number);
        } else if is_flush(event) && event.begins && is_wal(event) {
            flushing.insert((event.thread, number));
        } else if is_flush(event) && !event.begins && event.result == Some(0) {
            // The flush of this thread has ended: what was written before it began is on the disk.
            if let Some(begun) = flushing.iter().copied().find(|(thread, _)| *thread == event.thread) {
                flushing.remove(&begun);
                let before = unflushed.len();
                unflushed.retain(|written| *written > begun.1);
                flushed += usize::from(unflushed.len() < before);
            }
        } else if is_answer(event, "HTTP/1.1 201") {
            answers += 1;
            assert!(unflushed.is_empty(), "answer {answers} was sent before its flush");
            assert!(flushed > 0, "answer {answers} was sent without any flush since the one before");
            flushed = 0;
        }
    }
    assert!(answers >= WRITES, "only {answers} answers were seen");
}

/// Many people at once share flushes. For each of their answers: after its request had been read, the write-ahead log was
/// written, a flush began after that, and it had ended when the answer left.
#[tokio::test]
async fn whoever_shares_a_flush_is_answered_after_it() {
    if Kind::of_environment().unwrap() == Kind::Postgres {
        // It shares flushes by itself, which `on_postgres` follows for each COMMIT.
        return on_postgres().await;
    }
    let report = tempfile::tempdir().unwrap();
    let file = report.path().join("strace");
    let mut portal = Portal::start_under(|_| strace(&file).expect("strace works")).await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(team.caseworker_elsewhere().await.unwrap());
    }
    let [one, two, three, four] = &people[..] else { unreachable!() };
    let mut cases = Vec::new();
    for _ in 0..PEOPLE {
        cases.push(create_case(&team, |key| key.to_owned()).await);
    }
    let write = async |person: &Person, case: CaseId| {
        person.vault.open_case(team.organisation, case).await.unwrap();
        write_into(person, case).await;
    };
    tokio::join!(write(one, cases[0]), write(two, cases[1]), write(three, cases[2]), write(four, cases[3]));
    let server = portal.id().unwrap();
    portal.kill().unwrap();
    let events = after_kill(&file, server).await.unwrap();

    let is_wal = |event: &Event| event.arguments.contains("wimes.sqlite-wal>");
    // What each thread reads from; by the number of the event: requests that wait for their answer, the latest write, and
    // for each flush that runs the latest write before it.
    let mut reading = BTreeMap::new();
    let mut asked = BTreeMap::new();
    let mut last_write = None;
    let mut flushing = BTreeMap::new();
    // The latest write that lay before the begin of a flush that has ended.
    let mut durable = None;
    let mut answers = 0;
    for (number, event) in events.iter().enumerate() {
        if is_read(event) && event.begins {
            reading.insert(event.thread, connection(event));
        } else if is_read(event) && event.arguments.contains("/records HTTP/1.1") {
            asked
                .extend(reading.get(&event.thread).copied().flatten().map(|connection| (connection, number)));
        } else if is_write(event) && event.begins && is_wal(event) {
            last_write = Some(number);
        } else if is_flush(event) && event.begins && is_wal(event) {
            flushing.insert(event.thread, last_write);
        } else if is_flush(event) && !event.begins {
            let before = flushing.remove(&event.thread).flatten().filter(|_| event.result == Some(0));
            durable = durable.max(before);
        } else if is_answer(event, "HTTP/1.1 201")
            && let Some(asked) = connection(event).and_then(|connection| asked.remove(&connection))
        {
            answers += 1;
            assert!(
                durable > Some(asked),
                "answer {answers} was sent before what it acknowledges was flushed"
            );
        }
    }
    assert!(answers >= WRITES * PEOPLE, "only {answers} answers were seen");
}

/// Seen from both sides: PostgreSQL flushes before it reports COMMIT, and the server waits for that before it answers.
async fn on_postgres() {
    let portal = Portal::start().await.unwrap();
    let team = Team::make(&portal).await.unwrap();
    let processes = portal.database.processes().await.unwrap();
    let report = tempfile::tempdir().unwrap();
    let database = Attached::to(&processes, &report.path().join("database")).unwrap();
    let server = Attached::to(&[portal.id().unwrap()], &report.path().join("server")).unwrap();
    write_entries(&team).await;
    let server = server.finish().unwrap();
    let database = database.finish().unwrap();

    let is_commit = |event: &&Event| event.begins && event.arguments.contains("COMMIT\\0");
    let ours = server.iter().filter(is_commit).filter_map(|event| Some(connection(event)?.0)).collect();
    let commits = flushed_commits(&database, &ours);
    assert!(commits >= WRITES, "only {commits} flushed commits for {WRITES} writes");

    let (mut commits, mut answers) = (0, 0);
    for event in &server {
        if !event.begins && event.call.starts_with("re") && event.arguments.contains("COMMIT\\0") {
            commits += 1;
        } else if is_answer(event, "HTTP/1.1 201") {
            answers += 1;
            assert!(commits > 0, "answer {answers} was sent before PostgreSQL had reported its COMMIT");
            commits = 0;
        }
    }
    assert!(answers >= WRITES, "only {answers} answers were seen");
}

/// Counts the commits of PostgreSQL's processes for these ports of the server. Between the request and the report of
/// each, the write-ahead log must have been flushed, by this process or by another one on its behalf.
fn flushed_commits(events: &[Event], ports: &BTreeSet<u16>) -> usize {
    let is_wal = |event: &Event| event.arguments.contains("/pg_wal/");
    let mut asked = BTreeMap::new();
    let mut flushing = BTreeMap::new();
    // Where the latest flush began that has ended.
    let mut flushed = None;
    let mut commits = 0;
    for (number, event) in events.iter().enumerate() {
        if is_flush(event) && event.begins && is_wal(event) {
            flushing.insert(event.thread, number);
        } else if is_flush(event) && !event.begins {
            let begun = flushing.remove(&event.thread).filter(|_| event.result == Some(0));
            flushed = flushed.max(begun);
        } else if event.call.starts_with("re") && !event.begins && event.arguments.contains("COMMIT\\0") {
            asked.insert(event.thread, number);
        } else if is_answer(event, "COMMIT\\0")
            && let Some(asked) = asked.remove(&event.thread)
            && connection(event).is_some_and(|(_, port)| ports.contains(&port))
        {
            commits += 1;
            assert!(flushed > Some(asked), "PostgreSQL reported commit {commits} before its flush");
        }
    }
    commits
}

/// The ports of a connection, this side's first, as strace shows them: `9<TCP:[127.0.0.1:1->127.0.0.1:2]>`.
fn connection(event: &Event) -> Option<(u16, u16)> {
    let (_, connection) = event.arguments.split_once("<TCP")?;
    let (here, there) = connection.split_once("]>")?.0.split_once("->")?;
    let port = |address: &str| address.rsplit_once(':')?.1.parse().ok();
    Some((port(here)?, port(there)?))
}

async fn write_entries(team: &Team) {
    let case = create_case(team, |key| key.to_owned()).await;
    write_into(&team.caseworker, case).await;
}

async fn write_into(person: &Person, case: CaseId) {
    let configuration = person.vault.configuration().await.unwrap();
    for number in 0..WRITES {
        let draft = draft(&configuration, "course", |_| format!("Eintrag {number}")).unwrap();
        let record = person.vault.make_record().unwrap();
        let write = WriteEntry { case, record, form: "course".to_owned(), based_on: 0, draft };
        person.vault.write_entry(write).await.unwrap();
    }
}

fn is_write(event: &Event) -> bool {
    ["pwrite64", "pwritev", "pwritev2", "write", "writev"].contains(&event.call.as_str())
}

fn is_flush(event: &Event) -> bool {
    ["fsync", "fdatasync"].contains(&event.call.as_str())
}

fn is_read(event: &Event) -> bool {
    ["recvfrom", "recvmsg", "read", "readv"].contains(&event.call.as_str())
}

/// The begin of a call that sends an answer with this text.
fn is_answer(event: &Event, text: &str) -> bool {
    let sends = ["sendto", "sendmsg", "write", "writev"].contains(&event.call.as_str());
    sends && event.begins && event.arguments.contains(text)
}
