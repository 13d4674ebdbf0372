//! Nothing secret and nothing that somebody typed lies readable in the database or in the log.

use crate::{
    app::{TestApp, is_postgres},
    client::{Client, path},
    person::random,
    world::{World, caseworker, course_facts},
};
use api::{Bytes32, auth::DeviceShare, paths::v1};
use axum::http::Method;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::{cell::RefCell, io::Write, sync::Once};
use tracing_subscriber::{Layer, filter::dynamic_filter_fn, layer::SubscriberExt, util::SubscriberInitExt};

thread_local! {
    /// What this thread logs, as long as somebody wants to know.
    static LOG: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Writes into the log of the thread.
struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.with_borrow_mut(|log| log.as_mut().map(|log| log.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Catches everything that this thread logs from now on, at its most talkative. The subscriber is that of the whole
/// program: one of a single thread misses the places that another thread comes by first.
fn catch_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let wanted = dynamic_filter_fn(|_, _| LOG.with_borrow(Option::is_some));
        let layer = tracing_subscriber::fmt::layer().with_writer(|| Log).with_ansi(false);
        tracing_subscriber::registry().with(layer.with_filter(wanted)).init();
    });
    LOG.set(Some(Vec::new()));
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test]
async fn the_log_holds_no_token_no_secret_and_nothing_typed() {
    catch_log();
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let share = DeviceShare { share: Bytes32(random()) };
    jana.client.json(&world.app, Method::PUT, v1::SESSION_SHARE, &share).await.done();
    let mut bad = world.entry(&jana, &case, "course", &course_facts()).await;
    bad.form = "Mara-Lindqvist".to_owned();
    world.write(&jana, &bad).await.problem();
    let mut stranger = world.joined("stranger", &[caseworker()]).await.0;
    stranger.login = "CanaryTyped1234".to_owned();
    stranger.login_on(&world.app, &Client::default()).await.problem();
    let odd = path(v1::CASE, &[&"CanaryInAddress"]);
    jana.client.get(&world.app, &odd).await.problem();

    let log = LOG.take().unwrap();
    assert!(contains(&log, b"/api/v1/auth/start"), "the log was caught");
    let cookie = jana.client.cookie().unwrap();
    let token = cookie.split_once('=').unwrap().1;
    assert!(!contains(&log, token.as_bytes()));
    for typed in ["CanaryTyped1234", "Mara-Lindqvist", "sealed texts", "Jemand Neues"] {
        assert!(!contains(&log, typed.as_bytes()), "{typed}");
    }
    let share = api::Bytes(share.share.0.to_vec()).to_base64url();
    assert!(!contains(&log, share.as_bytes()));
    let envelope = case.create.records[0].envelope.clone().unwrap().to_base64url();
    assert!(!contains(&log, &envelope.as_bytes()[..60]));
}

#[tokio::test]
async fn the_database_holds_no_session_token() {
    let world = World::new().await;
    let cookie = world.admin.client.cookie().unwrap();
    let text = cookie.split_once('=').unwrap().1.to_owned();
    let token = api::Bytes::from_base64url(&text).unwrap().0;
    let everything = dump(&world.app).await;
    assert!(contains(&everything, b"Haus am See"), "the database was read");
    assert!(!contains(&everything, &token));
    assert!(!contains(&everything, text.as_bytes()));
}

/// All bytes of the database: of the file and its journal, or of the table of sessions.
async fn dump(app: &TestApp) -> Vec<u8> {
    if is_postgres() {
        let raw = app.raw().await;
        raw.execute_unprepared("SELECT set_config('wimes.scope', 'login', false)").await.unwrap();
        let sql = "SELECT coalesce(string_agg(s::text, ' '), '') || (SELECT string_agg(o::text, ' ') FROM organisations o) \
                   AS all_rows FROM sessions s";
        let row =
            raw.query_one_raw(Statement::from_string(DatabaseBackend::Postgres, sql)).await.unwrap().unwrap();
        return row.try_get::<String>("", "all_rows").unwrap().into_bytes();
    }
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&app.state.config.data_dir).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    bytes
}
