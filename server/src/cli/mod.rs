//! The command line of `wimes-server`.

mod backup;
mod invitation;
mod invite;
mod run;

pub use backup::{BackupError, backup};
pub use invitation::{InvitationLink, InvitationPage, NoRandomness};
pub use invite::{InviteError, Printed};
pub use run::{RunError, run};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The server of the WIMES portal.
#[derive(Debug, Parser)]
#[command(name = "wimes-server", version, about)]
pub struct Cli {
    /// Configuration file (TOML). Without it all defaults hold.
    #[arg(long, global = true, env = "WIMES_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal. Brings the database up to date first; when it has no operator yet, the first operator's
    /// invitation is printed.
    Serve,
    /// Bring the database up to date and end.
    Migrate,
    /// Check the configuration and end.
    ValidateConfig,
    /// The institute's operators.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Tenants.
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Copy the embedded database consistently, also while the server runs.
    Backup {
        /// File to make; must not exist.
        file: PathBuf,
    },
}

/// About operators.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Print the invitation link of a further operator.
    Invite {
        /// Name of the person.
        #[arg(long, default_value = "Betrieb")]
        name: String,
    },
}

/// About tenants.
#[derive(Debug, Subcommand)]
pub enum TenantCommand {
    /// Create a tenant with its first organisation and print the setup link of its first administrator.
    Create(NewTenant),
}

/// A new tenant.
#[derive(Debug, Args)]
pub struct NewTenant {
    /// Short name at login and in addresses: a–z, 0–9 and -, 3 to 40 characters.
    #[arg(long)]
    pub slug: String,
    /// Name of the tenant (stored in clear).
    #[arg(long)]
    pub name: String,
    /// Name of its first organisation (stored in clear).
    #[arg(long)]
    pub organisation: String,
    /// Name of its first administrator (stored in clear).
    #[arg(long)]
    pub administrator: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_configuration_may_stand_before_or_behind_the_command() {
        for line in
            [["wimes-server", "--config", "a.toml", "serve"], ["wimes-server", "serve", "--config", "a.toml"]]
        {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.config, Some(PathBuf::from("a.toml")));
        }
    }
}
