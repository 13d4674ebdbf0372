//! Forms of entries, rendered from the configuration document. No form is written in code.
mod codes;
mod conflict;
mod editor;
mod entry_form;
mod failure;
mod field;
mod guard;
mod merge;
mod presence;
mod saver;
mod show;
mod values;
mod writer;

pub(crate) use conflict::{ConflictDialog, values_of};
pub(crate) use editor::Editor;
pub(crate) use entry_form::{EntryForm, FormActions, FormProblems, SealedLegend, cell_class};
pub(crate) use failure::SaveFailure;
pub(crate) use field::{FieldInput, choices, is_essential};
pub(crate) use guard::UnsavedGuard;
pub(crate) use presence::{Presence, PresenceNotice};
pub(crate) use saver::{Saver, SaverNotices};
pub(crate) use show::{EntryTerms, fact_words};
pub(crate) use values::{Values, YES};
pub(crate) use writer::{Writer, WriterDialogs};
