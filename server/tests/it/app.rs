//! A portal of its own for each test: the real router on a real database, which is gone afterwards.

use axum::Router;
use sea_orm::{ConnectOptions, ConnectionTrait, Database as Connector, DatabaseConnection};
use server::{
    config::Config,
    http::router,
    routes,
    state::{AppState, Clock},
    store::Database,
};
use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;
use uuid::Uuid;

/// The origin that all clients of the tests are at.
pub const ORIGIN: &str = "http://localhost:8080";
/// When every test begins.
pub const BEGIN: i64 = 1_795_000_000;

pub struct TestApp {
    pub state: AppState,
    pub router: Router,
    pub url: String,
    now: Arc<AtomicI64>,
    _temporary: Temporary,
}

/// The folder and the database of one test; both go with it.
pub struct Temporary {
    pub folder: TempDir,
    postgres: Option<(String, String)>,
}

pub fn is_postgres() -> bool {
    match env::var("WIMES_TEST_DATABASE").as_deref() {
        Err(_) | Ok("sqlite") => false,
        Ok("postgres") => true,
        Ok(other) => panic!("WIMES_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

impl Temporary {
    /// An empty one, with its address. SQLite's file lies where a server with this folder as `data_dir` looks for it.
    pub async fn make() -> (Self, String) {
        let folder = tempfile::tempdir().unwrap();
        if !is_postgres() {
            let url = format!("sqlite://{}", folder.path().join("wimes.sqlite").display());
            return (Self { folder, postgres: None }, url);
        }
        let server =
            env::var("WIMES_TEST_POSTGRES_URL").expect("WIMES_TEST_POSTGRES_URL says where PostgreSQL is");
        let name = format!("wimes_test_{}", Uuid::new_v4().simple());
        let connection = connect(&server).await;
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        connection.close().await.unwrap();
        let (base, options) = server.split_once('?').map_or((server.as_str(), None), |(b, o)| (b, Some(o)));
        let (place, _) = base.rsplit_once('/').unwrap();
        let options = options.map(|options| format!("?{options}")).unwrap_or_default();
        let url = format!("{place}/{name}{options}");
        (Self { folder, postgres: Some((server, name)) }, url)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let Some((server, name)) = self.postgres.take() else { return };
        // A thread of its own, because dropping is not asynchronous.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let sql = format!("DROP DATABASE {name} WITH (FORCE)");
                connect(&server).await.execute_unprepared(&sql).await.unwrap();
            });
        });
        dropped.join().unwrap();
    }
}

/// A bare connection, past the store; for looking at what is really there.
pub async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Connector::connect(options).await.unwrap()
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A portal with a configuration of its own.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let (temporary, url) = Temporary::make().await;
        Self::on(temporary, url, change).await
    }

    /// A portal on a database that is there already.
    pub async fn on(temporary: Temporary, url: String, change: impl FnOnce(&mut Config)) -> Self {
        let now = Arc::new(AtomicI64::new(BEGIN));
        let many = std::num::NonZeroU32::new(1_000_000).unwrap();
        let mut config = Config { public_url: ORIGIN.to_owned(), ..Config::default() };
        config.data_dir = temporary.folder.path().to_owned();
        config.dist_dir = temporary.folder.path().join("dist");
        config.limits.login_burst = many;
        config.limits.peer_burst = many;
        config.limits.invitation_burst = many;
        if is_postgres() {
            config.database_url.0.clone_from(&url);
        }
        change(&mut config);
        let db = Database::open(&config, BEGIN).await.unwrap();
        let clock = Arc::clone(&now);
        let clock = Clock::new(move || clock.load(Ordering::SeqCst));
        let config = Arc::new(config);
        let state = AppState::new(db, Arc::clone(&config), clock);
        let router = router::build(&config, routes::router(), state.clone()).unwrap();
        Self { state, router, url, now, _temporary: temporary }
    }

    pub fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// A bare connection to the same database.
    pub async fn raw(&self) -> DatabaseConnection {
        connect(&self.url).await
    }
}
