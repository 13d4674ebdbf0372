//! Why a proof could not even begin.

use std::{fmt::Display, io};

/// Something that a proof needs is missing or did not work.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// In a sentence.
    #[error("{0}")]
    Sentence(String),
    /// Reading, writing, starting.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
    /// HTTP.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// A call of the vault.
    #[error("vault: {0}")]
    Vault(String),
}

impl Trouble {
    /// A sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self::Sentence(sentence.into())
    }

    /// A vault's error, with what was being done.
    pub fn vault(doing: &str, error: impl Display) -> Self {
        Self::Vault(format!("{doing}: {error}"))
    }
}

impl From<vault::CallError> for Trouble {
    fn from(error: vault::CallError) -> Self {
        Self::Vault(error.to_string())
    }
}
