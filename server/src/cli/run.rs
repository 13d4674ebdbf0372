//! Carries out what the command line says.

use super::{BackupError, Cli, Command, InviteError, OperatorCommand, TenantCommand, backup, invite};
use crate::{
    config::{self, Config, ConfigError},
    http::{RateLimits, router, serve, serve::ServeError},
    logging, routes,
    state::{AppState, Clock},
    store::{Database, StoreError},
};
use std::{env, io, sync::Arc, time::Duration};

/// How often what the rate limits no longer need is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// Why a command failed, in a sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Serving.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An invitation.
    #[error(transparent)]
    Invite(#[from] InviteError),
    /// The runtime.
    #[error("cannot start: {0}")]
    Start(#[from] io::Error),
    /// The OpenAPI document.
    #[error("cannot write the description of the interface: {0}")]
    OpenApi(#[from] serde_json::Error),
}

/// Carries out a command.
///
/// # Errors
/// [`RunError`], to be shown as it is.
pub fn run(cli: Cli) -> Result<(), RunError> {
    // Variables that are no text can't be ours.
    let environment =
        env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let config = config::load(cli.config.as_deref(), environment)?;
    logging::start(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(carry_out(config, cli.command))
}

async fn carry_out(config: Config, command: Command) -> Result<(), RunError> {
    let clock = Clock::system();
    let now = clock.now();
    match command {
        Command::Serve => serve_portal(config, clock).await?,
        Command::ValidateConfig => println!("The configuration is valid."),
        Command::Backup { file } => {
            backup(&config, &file).await?;
            println!("Copied the database to {}.", file.display());
        }
        Command::Migrate => {
            Database::open(&config, now).await?.close().await?;
            println!("The database is up to date.");
        }
        Command::Operator(OperatorCommand::Invite { name }) => {
            let database = Database::open(&config, now).await?;
            let invitation = invite::operator(&database, &config, &name, now).await?;
            database.close().await?;
            println!("{}", *invitation.text("Invitation of an operator"));
        }
        Command::Tenant(TenantCommand::Create(new)) => {
            let database = Database::open(&config, now).await?;
            let invitation = invite::tenant(&database, &config, &new, now).await?;
            database.close().await?;
            println!("{}", *invitation.text("Setup link of the first administrator"));
        }
    }
    Ok(())
}

async fn serve_portal(config: Config, clock: Clock) -> Result<(), RunError> {
    let now = clock.now();
    let database = Database::open(&config, now).await?;
    if let Some(invitation) = invite::first_operator(&database, &config, now).await? {
        println!("{}", *invitation.text("Invitation of the first operator"));
    }
    let config = Arc::new(config);
    let state = AppState::new(database.clone(), Arc::clone(&config), clock);
    let tidying = tokio::spawn(tidy(Arc::clone(&state.limits)));
    let router = router::build(&config, routes::router(), state)?;
    let outcome = serve::serve(&config, router).await;
    tidying.abort();
    database.close().await?;
    Ok(outcome?)
}

async fn tidy(limits: Arc<RateLimits>) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    loop {
        ticks.tick().await;
        limits.tidy();
    }
}
