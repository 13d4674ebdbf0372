//! What must hold in a configuration beyond the form of its values.

use super::Config;
use axum::http::Uri;
use sea_orm::sqlx::postgres::PgConnectOptions;
use std::str::FromStr;
use tracing_subscriber::EnvFilter;

/// A value that is well-formed but can't work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidConfig {
    /// Not an origin.
    #[error(
        "public_url must be scheme and host (and port) only, e.g. https://portal.example.org, without a path"
    )]
    PublicUrl,
    /// Plain http beyond loopback.
    #[error("public_url must be https; http is allowed on localhost only")]
    PlainHttp,
    /// TLS here, http outside.
    #[error("tls is configured but public_url is not https")]
    TlsWithoutHttps,
    /// Only one of certificate and key.
    #[error("tls.certificate and tls.key must both be given or both be empty")]
    HalfTls,
    /// A file that is not there.
    #[error("{0}: there is no such file")]
    NoFile(String),
    /// Some other database.
    #[error("database_url must be empty or an address like postgres://user:password@host/database")]
    DatabaseUrl,
    /// Idle longer than absolute.
    #[error("session.idle_minutes must not exceed session.absolute_minutes")]
    Session,
    /// A filter that can't be read.
    #[error("log.filter is not a valid filter")]
    LogFilter,
}

impl Config {
    /// Finds what can't work.
    ///
    /// # Errors
    /// The first thing found.
    pub fn check(&self) -> Result<(), InvalidConfig> {
        self.check_public_url()?;
        let (certificate, key) = (&self.tls.certificate, &self.tls.key);
        if certificate.as_os_str().is_empty() != key.as_os_str().is_empty() {
            return Err(InvalidConfig::HalfTls);
        }
        if self.tls.is_on() {
            if !self.is_https() {
                return Err(InvalidConfig::TlsWithoutHttps);
            }
            for (name, file) in [("tls.certificate", certificate), ("tls.key", key)] {
                if !file.is_file() {
                    return Err(InvalidConfig::NoFile(name.to_owned()));
                }
            }
        }
        let scheme = |url: &str| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if self.postgres().is_some_and(|url| !scheme(url) || PgConnectOptions::from_str(url).is_err()) {
            return Err(InvalidConfig::DatabaseUrl);
        }
        if self.session.idle_minutes > self.session.absolute_minutes {
            return Err(InvalidConfig::Session);
        }
        EnvFilter::try_new(&self.log.filter).map_err(|_| InvalidConfig::LogFilter)?;
        Ok(())
    }

    fn check_public_url(&self) -> Result<(), InvalidConfig> {
        let uri: Uri = self.public_url.parse().map_err(|_| InvalidConfig::PublicUrl)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(InvalidConfig::PublicUrl);
        };
        let origin = format!("{scheme}://{authority}");
        // A browser's origin is lower case and leaves out the usual port; anything else would never match it.
        let usual = match scheme {
            "https" => ":443",
            _ => ":80",
        };
        if origin != self.public_url
            || authority.as_str().contains('@')
            || origin.to_lowercase() != origin
            || origin.ends_with(usual)
        {
            return Err(InvalidConfig::PublicUrl);
        }
        match scheme {
            "https" => Ok(()),
            "http" if matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]") => Ok(()),
            "http" => Err(InvalidConfig::PlainHttp),
            _ => Err(InvalidConfig::PublicUrl),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DatabaseUrl;

    fn with_url(url: &str) -> Config {
        Config { public_url: url.to_owned(), ..Config::default() }
    }

    #[test]
    fn only_origins_are_accepted() {
        for good in [
            "https://portal.example",
            "https://portal.example:8443",
            "http://localhost:8080",
            "http://127.0.0.1",
        ] {
            assert_eq!(with_url(good).check(), Ok(()), "{good}");
        }
        for bad in [
            "",
            "portal.example",
            "https://portal.example/",
            "https://portal.example/path",
            "https://user@portal.example",
            "https://Portal.example",
            "https://portal.example:443",
            "http://localhost:80",
            "ftp://portal.example",
        ] {
            assert_eq!(with_url(bad).check(), Err(InvalidConfig::PublicUrl), "{bad}");
        }
        for plain in ["http://portal.example", "http://192.168.0.7:8080"] {
            assert_eq!(with_url(plain).check(), Err(InvalidConfig::PlainHttp), "{plain}");
        }
    }

    #[test]
    fn a_certificate_needs_its_key_and_https() {
        let mut config = with_url("https://portal.example");
        config.tls.certificate = "Cargo.toml".into();
        assert_eq!(config.check(), Err(InvalidConfig::HalfTls));
        config.tls.key = "Cargo.toml".into();
        assert_eq!(config.check(), Ok(()));
        config.tls.key = "no such file".into();
        assert_eq!(config.check(), Err(InvalidConfig::NoFile("tls.key".to_owned())));
        config.public_url = "http://localhost:8080".to_owned();
        assert_eq!(config.check(), Err(InvalidConfig::TlsWithoutHttps));
    }

    #[test]
    fn other_databases_and_broken_addresses_are_refused() {
        for bad in
            ["mysql://x", "postgres", "postgres://name:pa/ss@host:port/database", "postgres://host:99999/x"]
        {
            let config = Config { database_url: DatabaseUrl(bad.to_owned()), ..Config::default() };
            assert_eq!(config.check(), Err(InvalidConfig::DatabaseUrl), "{bad}");
        }
    }
}
