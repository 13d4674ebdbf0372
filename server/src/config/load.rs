//! Reads file and environment.

use super::{Config, InvalidConfig};
use std::{
    io,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

const PREFIX: &str = "WIMES_";
/// Variables with our prefix that other programs of the project read.
const NOT_OURS: &[&str] = &["WIMES_CONFIG", "WIMES_SERVER", "WIMES_TEST_"];

/// The configuration can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("cannot read {0}: {1}")]
    Read(PathBuf, io::Error),
    /// The file is no TOML, or a key is unknown, or a value has the wrong form.
    #[error("the configuration is wrong: {0}")]
    Form(String),
    /// An environment variable with our prefix that belongs to no key.
    #[error("the environment variable {0} belongs to no key of the configuration")]
    UnknownVariable(String),
    /// An environment variable whose value does not fit.
    #[error("the value of the environment variable {0} has the wrong form")]
    Variable(String),
    /// A value that can't work.
    #[error("the configuration is wrong: {0}")]
    Invalid(#[from] InvalidConfig),
}

/// Reads `file` (none: all defaults), lets `environment` override it and checks the result.
///
/// # Errors
/// When the file can't be read, a key is unknown, or a value is wrong.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let text = match file {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| ConfigError::Read(path.to_owned(), error))?
        }
        None => String::new(),
    };
    // First alone, so that a mistake is shown with its line.
    toml::from_str::<Config>(&text).map_err(|error| form(&text, &error))?;
    let mut table: Table = text.parse().map_err(|error| form(&text, &error))?;
    for (name, value) in environment {
        override_by(&mut table, &name, &value)?;
    }
    let mut config: Config =
        table.try_into().map_err(|error: toml::de::Error| ConfigError::Form(error.message().to_owned()))?;
    if let Some(folder) = file.and_then(Path::parent) {
        for path in
            [&mut config.data_dir, &mut config.dist_dir, &mut config.tls.certificate, &mut config.tls.key]
        {
            if !path.as_os_str().is_empty() {
                *path = folder.join(&path);
            }
        }
    }
    config.check()?;
    Ok(config)
}

/// Number and key of the line and what is wrong there. Not the line itself, which could hold the database's password.
fn form(text: &str, error: &toml::de::Error) -> ConfigError {
    let message = error.message();
    let Some(span) = error.span() else { return ConfigError::Form(message.to_owned()) };
    let before = text.get(..span.start).unwrap_or(text);
    let number = before.matches('\n').count();
    let key = text.lines().nth(number).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim());
    let is_word = |key: &&str| key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let key = key.filter(is_word).map(|key| format!(" ({key})")).unwrap_or_default();
    ConfigError::Form(format!("line {}{key}: {message}", number + 1))
}

fn override_by(table: &mut Table, name: &str, value: &str) -> Result<(), ConfigError> {
    let key = if name == "DATABASE_URL" {
        "database_url".to_owned()
    } else if NOT_OURS.iter().any(|other| name.starts_with(other)) {
        return Ok(());
    } else if let Some(key) = name.strip_prefix(PREFIX) {
        key.to_lowercase()
    } else {
        return Ok(());
    };
    let unknown = || ConfigError::UnknownVariable(name.to_owned());
    let defaults = Table::try_from(Config::default()).map_err(|_| unknown())?;
    if let Some(default) = defaults.get(&key).filter(|default| !default.is_table()) {
        let value = parse(default, value).ok_or_else(|| ConfigError::Variable(name.to_owned()))?;
        table.insert(key, value);
        return Ok(());
    }
    let (section, key) = key.split_once('_').ok_or_else(unknown)?;
    let default =
        defaults.get(section).and_then(Value::as_table).and_then(|s| s.get(key)).ok_or_else(unknown)?;
    let value = parse(default, value).ok_or_else(|| ConfigError::Variable(name.to_owned()))?;
    if let Value::Table(section) = table.entry(section).or_insert_with(|| Value::Table(Table::new())) {
        section.insert(key.to_owned(), value);
    }
    Ok(())
}

/// The text as a value of the same type as the key's default.
fn parse(default: &Value, text: &str) -> Option<Value> {
    match default {
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.trim().parse().ok().map(Value::Boolean),
        Value::Array(_) => Some(
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(|item| Value::String(item.to_owned()))
                .collect::<Vec<_>>()
                .into(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{EXAMPLE, LogFormat};

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wimes.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_example_names_every_key_with_its_default() {
        let example: Table = EXAMPLE.parse().unwrap();
        let defaults = Table::try_from(Config::default()).unwrap();
        assert_eq!(example, defaults);
        assert_eq!(toml::from_str::<Config>(EXAMPLE).unwrap(), Config::default());
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        for text in ["lisen = \"127.0.0.1:1\"", "[session]\nidle = 5", "[sessions]\nidle_minutes = 5"] {
            let (_folder, path) = file(text);
            let error = load(Some(&path), []).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{error}");
        }
    }

    #[test]
    fn a_mistake_beside_the_database_password_does_not_show_it() {
        for line in [
            "database_url = postgres://u:secret@h/d",
            "database_url = \"postgres://u:secret@h/d",
            "database_url = [\"postgres://u:secret@h/d\"]",
            "database = \"postgres://u:secret@h/d\"",
            "database_url postgres://u:secret@h/d?sslmode=require",
        ] {
            let (_folder, path) = file(&format!("listen = \"127.0.0.1:1\"\n{line}\n"));
            let error = load(Some(&path), []).unwrap_err();
            for shown in [error.to_string(), format!("{error:?}")] {
                assert!(shown.contains("line 2") && !shown.contains("secret"), "{shown}");
            }
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let (_folder, path) = file("listen = \"127.0.0.1:1\"\n[session]\nidle_minutes = 5\n");
        let config = load(
            Some(&path),
            environment(&[
                ("WIMES_LISTEN", "127.0.0.1:2"),
                ("WIMES_SESSION_IDLE_MINUTES", "7"),
                ("WIMES_LOG_FORMAT", "json"),
                ("WIMES_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2"),
                ("WIMES_OPERATOR_ADDRESS", "Weg 1,12345 Ort"),
                ("DATABASE_URL", "postgres://u:secret@h/d"),
                ("WIMES_TEST_DATABASE", "sqlite"),
                ("WIMES_SERVER", "/usr/bin/wimes-server"),
                ("PATH", "/bin"),
            ]),
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.session.idle_minutes.get(), 7);
        assert_eq!(config.log.format, LogFormat::Json);
        assert_eq!(config.trusted_proxies.len(), 2);
        assert_eq!(config.operator.address, ["Weg 1", "12345 Ort"]);
        assert_eq!(config.postgres(), Some("postgres://u:secret@h/d"));
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn a_variable_that_belongs_to_no_key_is_an_error() {
        for (name, value) in [("WIMES_LISEN", "x"), ("WIMES_SESSION_IDLE", "5"), ("WIMES_SESSION", "5")] {
            let error = load(None, environment(&[(name, value)])).unwrap_err();
            assert!(matches!(error, ConfigError::UnknownVariable(_)), "{error}");
        }
        let error = load(None, environment(&[("WIMES_SESSION_IDLE_MINUTES", "long")])).unwrap_err();
        assert!(matches!(error, ConfigError::Variable(_)), "{error}");
    }

    #[test]
    fn relative_paths_count_from_the_folder_of_the_file() {
        let (folder, path) = file("dist_dir = \"web\"\ndata_dir = \"/srv/data\"");
        let config = load(Some(&path), []).unwrap();
        assert_eq!(config.dist_dir, folder.path().join("web"));
        assert_eq!(config.data_dir, Path::new("/srv/data"));
        assert_eq!(config.tls.certificate, Path::new(""));
    }

    #[test]
    fn a_value_of_zero_where_a_number_is_needed_is_an_error() {
        let (_folder, path) = file("[session]\nidle_minutes = 0");
        assert!(matches!(load(Some(&path), []), Err(ConfigError::Form(_))));
    }
}
