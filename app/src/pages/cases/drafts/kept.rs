//! What a draft holds and what it belongs to.
use api::{
    ids::{AccountId, CaseId, OrganisationId, RecordId},
    paths::pages,
};
use serde::{Deserialize, Serialize};
use vault::DraftId;

use crate::pages::cases::{file::form_path, form::Values};

/// In the address: which draft a form is to go on with.
pub(crate) const DRAFT_PARAM: &str = "entwurf";

/// What is being written: an entry of a case (a new one has no record yet), or one of the forms of a new case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct DraftKey {
    /// The case. A new case has its id from the first letter on, so that a save without an answer makes no second one.
    pub(crate) case: CaseId,
    /// The case itself is being made.
    pub(crate) new_case: bool,
    /// Form code.
    pub(crate) form: String,
    /// The entry; none for a new one.
    pub(crate) record: Option<RecordId>,
}

impl DraftKey {
    /// Where one can go on writing it.
    pub(crate) fn path(&self, id: DraftId) -> String {
        let path = if self.new_case {
            pages::CASE_NEW.to_owned()
        } else {
            form_path(self.case, &self.form, self.record)
        };
        format!("{path}?{DRAFT_PARAM}={id}")
    }
}

/// What was typed and not saved, with what it belongs on top of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What it belongs to.
    pub(crate) key: DraftKey,
    /// When it was typed, by this device's clock, in seconds since 1970.
    pub(crate) at: i64,
    /// What stood in the fields.
    pub(crate) values: Values,
    /// What was stored when the writing began. Whoever goes on writing later must still notice what others saved
    /// since then.
    pub(crate) base: Values,
    /// Entry and revision that the writing is based on; 0 for a new one. A save without an answer may have stored it, so
    /// that the next one must name the same entry. None for a new case.
    pub(crate) target: Option<(RecordId, u32)>,
}

/// Whose a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Owner {
    /// Who typed it.
    pub(crate) account: AccountId,
    /// In which organisation.
    pub(crate) organisation: OrganisationId,
}

/// A draft as the page holds it: everything that was typed is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its name on this device.
    pub(crate) id: DraftId,
    /// Whose it is.
    pub(crate) owner: Owner,
    /// What it belongs to.
    pub(crate) key: DraftKey,
    /// When it was typed.
    pub(crate) at: i64,
    /// The sealed [`Kept`].
    pub(crate) sealed: Vec<u8>,
    /// It lies on the device; otherwise it ends with this page.
    pub(crate) stored: bool,
}
