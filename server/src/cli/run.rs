//! Carries out what the command line says.

use super::{BackupError, Cli, Command, backup};
use crate::{
    config::{self, Config, ConfigError},
    http::{router, serve, serve::ServeError},
    logging,
};
use std::{env, io};
use utoipa_axum::router::OpenApiRouter;

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
    /// The runtime.
    #[error("cannot start: {0}")]
    Start(#[from] io::Error),
    /// The command needs the store, which this build does not have.
    #[error("this build has no store yet: {0} cannot be carried out")]
    NoStore(&'static str),
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
    runtime.block_on(carry_out(&config, cli.command))
}

async fn carry_out(config: &Config, command: Command) -> Result<(), RunError> {
    match command {
        Command::Serve => {
            let router = router::build(config, OpenApiRouter::<()>::new(), ())?;
            serve::serve(config, router).await?;
        }
        Command::ValidateConfig => println!("The configuration is valid."),
        Command::Backup { file } => {
            backup(config, &file).await?;
            println!("Copied the database to {}.", file.display());
        }
        Command::Migrate => return Err(RunError::NoStore("migrate")),
        Command::Operator(_) => return Err(RunError::NoStore("operator")),
        Command::Tenant(_) => return Err(RunError::NoStore("tenant")),
    }
    Ok(())
}
