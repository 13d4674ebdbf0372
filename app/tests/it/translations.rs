//! German and English say the same things, and every problem code has words.
use std::collections::BTreeSet;

use api::ProblemCode;
use app::{
    errors::error_text,
    i18n::{Language, Locale},
};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test as test;

macro_rules! namespaces {
    ($($name:literal),*) => {
        [$((
            $name,
            include_str!(concat!("../../locales/de/", $name, ".json")),
            include_str!(concat!("../../locales/en/", $name, ".json")),
        )),*]
    };
}

/// Every key with the variables that its text names.
fn keys(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                keys(value, &format!("{path}.{key}"), found);
            }
        }
        Value::String(text) => {
            let mut variables: Vec<&str> = text
                .split("{{")
                .skip(1)
                .filter_map(|piece| piece.split("}}").next())
                .map(str::trim)
                .collect();
            variables.sort_unstable();
            variables.dedup();
            found.insert(format!("{path}({})", variables.join(",")));
        }
        other => panic!("{path} is no text: {other}"),
    }
}

#[test]
fn english_is_complete_and_names_the_same_variables() {
    for (name, german, english) in
        namespaces!("common", "entry", "cases", "admin", "institute", "errors", "protections", "keys")
    {
        let (mut de, mut en) = (BTreeSet::new(), BTreeSet::new());
        keys(&serde_json::from_str(german).unwrap(), name, &mut de);
        keys(&serde_json::from_str(english).unwrap(), name, &mut en);
        let differing: Vec<_> = de.symmetric_difference(&en).collect();
        assert!(differing.is_empty(), "{differing:?}");
    }
}

#[test]
fn every_problem_code_has_words_of_its_own_in_both_languages() {
    for locale in [Locale::de, Locale::en] {
        let unknown = error_text(locale, ProblemCode::Unknown);
        for code in ProblemCode::ALL {
            assert_ne!(error_text(locale, *code), unknown, "{}", code.as_str());
        }
    }
}

#[test]
fn languages_are_read_back_from_their_tags() {
    for language in [Language::German, Language::English] {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
    assert_eq!(Language::from_tag("fr"), None);
}
