//! Configuration: one TOML file that documents every key with its default ([`EXAMPLE`]), overridden by the
//! environment. Unknown keys are errors, so that a typing mistake never goes unnoticed.

mod check;
mod load;

pub use check::InvalidConfig;
pub use load::{ConfigError, load};

use serde::{Deserialize, Serialize};
use site::Operator;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroU64},
    path::PathBuf,
};

/// The commented configuration file with every key and its default.
pub const EXAMPLE: &str = include_str!("../../wimes.example.toml");

/// Everything that an operator can decide. The comments stand in [`EXAMPLE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Origin of the portal as people type it, without a slash at the end.
    pub public_url: String,
    /// Folder of the embedded database.
    pub data_dir: PathBuf,
    /// Folder of the built browser application.
    pub dist_dir: PathBuf,
    /// Empty for SQLite in `data_dir`, or a PostgreSQL address.
    pub database_url: DatabaseUrl,
    /// Proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpAddr>,
    /// Seconds that the upload of a request may take.
    pub upload_seconds: NonZeroU64,
    /// Seconds that running requests get when the server stops.
    pub shutdown_seconds: u64,
    /// TLS.
    pub tls: TlsSettings,
    /// Sessions.
    pub session: SessionSettings,
    /// Rate limits.
    pub limits: LimitSettings,
    /// Log.
    pub log: LogSettings,
    /// Who runs the portal, for the public pages. Empty where not said.
    pub operator: Operator,
}

/// Address of the database. May hold a password, so it is never shown.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "DatabaseUrl(SQLite)" } else { "DatabaseUrl(PostgreSQL)" })
    }
}

/// Certificate and key in PEM files; both empty when there is no TLS here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TlsSettings {
    /// Certificate chain.
    pub certificate: PathBuf,
    /// Private key.
    pub key: PathBuf,
}

impl TlsSettings {
    /// Whether this server speaks TLS itself.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.certificate.as_os_str().is_empty()
    }
}

/// How long sessions live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionSettings {
    /// Minutes without a request.
    pub idle_minutes: NonZeroU32,
    /// Minutes in any case.
    pub absolute_minutes: NonZeroU32,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self { idle_minutes: number(60), absolute_minutes: number(720) }
    }
}

/// Rate limits: so many at once, then so many per minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    /// Logins per name, at once.
    pub login_burst: NonZeroU32,
    /// Logins per name, each minute.
    pub login_per_minute: NonZeroU32,
    /// Attempts per invitation, at once.
    pub invitation_burst: NonZeroU32,
    /// Attempts per invitation, each minute.
    pub invitation_per_minute: NonZeroU32,
    /// Attempts per address, at once.
    pub peer_burst: NonZeroU32,
    /// Attempts per address, each minute.
    pub peer_per_minute: NonZeroU32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            login_burst: number(10),
            login_per_minute: number(2),
            invitation_burst: number(20),
            invitation_per_minute: number(2),
            peer_burst: number(200),
            peer_per_minute: number(120),
        }
    }
}

/// How the log is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Form of the lines.
    pub format: LogFormat,
    /// Directives of `tracing_subscriber::EnvFilter`.
    pub filter: String,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info,sea_orm_migration=warn".to_owned() }
    }
}

/// Form of the log's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object per line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://localhost:8080".to_owned(),
            data_dir: PathBuf::from("data"),
            dist_dir: PathBuf::from("dist"),
            database_url: DatabaseUrl::default(),
            trusted_proxies: Vec::new(),
            upload_seconds: NonZeroU64::MIN.saturating_add(119),
            shutdown_seconds: 20,
            tls: TlsSettings::default(),
            session: SessionSettings::default(),
            limits: LimitSettings::default(),
            log: LogSettings::default(),
            operator: Operator::default(),
        }
    }
}

impl Config {
    /// Whether people reach the portal over https (here or through a proxy).
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The origin that logins are bound to: `public_url`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.public_url
    }

    /// PostgreSQL's address, or none for the embedded SQLite.
    #[must_use]
    pub fn postgres(&self) -> Option<&str> {
        (!self.database_url.0.is_empty()).then_some(self.database_url.0.as_str())
    }

    /// File of the embedded database.
    #[must_use]
    pub fn sqlite_file(&self) -> PathBuf {
        self.data_dir.join("wimes.sqlite")
    }
}

fn number(value: u32) -> NonZeroU32 {
    NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN)
}
