//! Words: German first, English complete. Keys are typed; see `locales/<language>/<namespace>.json`.
//!
//! In a component: `let i18n = use_i18n();`, then `{t!(i18n, common.save)}` as a child and
//! `move || t_string!(i18n, common.save)` where a property wants text.
mod generated;
mod language;

pub use generated::i18n::*;
pub use language::Language;
