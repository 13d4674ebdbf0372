//! Two people changed the same entry: what does not contradict is united, the rest is asked about.
use std::collections::BTreeSet;

use super::Values;

/// A field that both changed, differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// Key of the field.
    pub(crate) key: String,
    /// What was typed here.
    pub(crate) mine: String,
    /// What the other person saved.
    pub(crate) theirs: String,
}

/// Both versions united as far as they can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    /// United content; where there is a contradiction, what was typed here stands.
    pub(crate) united: Values,
    /// Fields that only the other person changed, taken over.
    pub(crate) taken: Vec<String>,
    /// Fields that both changed.
    pub(crate) contradictions: Vec<Contradiction>,
}

/// Unites what was typed here (`mine`) with what somebody saved meanwhile (`theirs`), both begun from `base`.
pub(crate) fn merge(base: &Values, mine: &Values, theirs: &Values) -> Merge {
    let keys: BTreeSet<&str> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
    let mut merge = Merge { united: mine.clone(), taken: Vec::new(), contradictions: Vec::new() };
    for key in keys {
        let (old, own, other) = (base.get(key), mine.get(key), theirs.get(key));
        if own == other || old == other {
            continue;
        }
        if old == own {
            merge.united.set(key, other);
            merge.taken.push(key.to_owned());
        } else {
            merge.contradictions.push(Contradiction {
                key: key.to_owned(),
                mine: own.to_owned(),
                theirs: other.to_owned(),
            });
        }
    }
    merge
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn values(pairs: &[(&str, &str)]) -> Values {
        let mut values = Values::default();
        for (key, text) in pairs {
            values.set(key, *text);
        }
        values
    }

    #[test]
    fn changes_of_different_fields_unite_without_a_question() {
        let base = values(&[("title", "a"), ("text", "b"), ("duration", "10")]);
        let mine = values(&[("title", "A"), ("text", "b"), ("duration", "10")]);
        let theirs = values(&[("title", "a"), ("text", "B")]);
        let merge = merge(&base, &mine, &theirs);
        assert_eq!(merge.united, values(&[("title", "A"), ("text", "B")]));
        assert_eq!(merge.taken, ["duration", "text"]);
        assert!(merge.contradictions.is_empty());
    }

    #[test]
    fn the_same_field_changed_twice_is_asked_about_and_what_was_typed_stays() {
        let merge =
            merge(&values(&[("text", "a")]), &values(&[("text", "mine")]), &values(&[("text", "theirs")]));
        assert_eq!(merge.united.get("text"), "mine");
        assert_eq!(merge.contradictions.len(), 1);
        assert_eq!(merge.contradictions[0].theirs, "theirs");
    }

    #[test]
    fn the_same_change_made_twice_is_no_contradiction() {
        let same = values(&[("text", "new")]);
        assert!(merge(&values(&[("text", "old")]), &same, &same.clone()).contradictions.is_empty());
    }
}
