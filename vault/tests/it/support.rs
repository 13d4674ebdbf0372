//! What tests have in common.

#[cfg(not(target_arch = "wasm32"))]
pub use tokio::test;
#[cfg(target_arch = "wasm32")]
pub use wasm_bindgen_test::wasm_bindgen_test as test;

use api::{
    configuration::known,
    facts::{Fact, Facts},
};
use std::collections::BTreeMap;
use vault::view::Draft;

/// An entry from clear codes and sealed texts.
pub fn draft(facts: &[(&str, &str)], texts: &[(&str, &str)]) -> Draft {
    let mut clear = Facts::new();
    for (key, code) in facts {
        clear.set(key, Fact::Code((*code).to_owned())).unwrap();
    }
    let texts: BTreeMap<String, String> =
        texts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    Draft { facts: clear, texts }
}

pub fn person(given: &str, family: &str) -> (String, Draft) {
    (known::PERSON.to_owned(), draft(&[(known::SEX, "f")], &[(known::GIVEN, given), (known::FAMILY, family)]))
}

pub fn help(description: &str) -> (String, Draft) {
    let facts = [(known::HELP_TYPE, "§34"), (known::START, "2026-09-01")];
    (known::HELP.to_owned(), draft(&facts, &[("description", description)]))
}

pub fn course(text: &str) -> Draft {
    let mut draft = draft(&[(known::DATE, "2026-11-23"), (known::KIND, "home_visit")], &[("text", text)]);
    draft.facts.set("duration", Fact::Int(45)).unwrap();
    draft
}

/// Whether an address is that of a list of cases, whatever is asked of it.
pub fn is_list(path: &str) -> bool {
    path.split('?').next().is_some_and(|path| path.ends_with("/cases"))
}
