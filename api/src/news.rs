//! What others have written since one last looked: which entry of which case, by whom and when, and nothing of what it says.
//! Nobody signs this list; the case file itself shows what is verified.

use crate::ids::{AccountId, CaseId, RecordId};
use serde::{Deserialize, Serialize};

/// Longest list.
pub const NEWS_MAX: usize = 50;

/// Since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct NewsQuery {
    /// Seconds since 1970, the server's clock: [`News::at`] of the last time.
    pub since: i64,
}

/// An entry that somebody else wrote or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewsItem {
    /// The case.
    pub case: CaseId,
    /// The entry.
    pub record: RecordId,
    /// Form code.
    pub form: String,
    /// Number of the latest revision by somebody else.
    pub revision: u32,
    /// Who wrote it.
    pub author: AccountId,
    /// Seconds since 1970, the server's clock.
    pub at: i64,
}

/// What others have written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct News {
    /// Latest first, each entry once.
    pub entries: Vec<NewsItem>,
    /// There is more than the list holds.
    pub more: bool,
    /// The server's clock now, to ask from the next time.
    pub at: i64,
}
