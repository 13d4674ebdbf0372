//! The search: an index in memory over what was opened, wiped on lock.

use crate::{
    cases::OpenCase,
    text::{fold, fold_char},
    view::SearchHit,
};
use api::{
    configuration::known,
    ids::{CaseId, OrganisationId, RecordId},
};
use std::{cell::OnceCell, collections::BTreeMap};
use zeroize::Zeroizing;

/// Letters around a hit in its excerpt.
const AROUND: usize = 40;
/// Most hits of one case, so that one long file does not hide the others.
const HITS_PER_CASE: usize = 3;

/// A text with what the search compares.
struct Indexed {
    text: Zeroizing<String>,
    /// Made when somebody searches for the first time: opening a case does not wait for it.
    folded: OnceCell<Zeroizing<String>>,
}

impl Indexed {
    fn new(text: &str) -> Self {
        Self { text: Zeroizing::new(text.to_owned()), folded: OnceCell::new() }
    }

    fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }
}

/// A text of an entry.
struct Document {
    record: RecordId,
    form: String,
    field: String,
    text: Indexed,
}

/// What is searchable of a case.
#[derive(Default)]
struct Indices {
    code: Option<Indexed>,
    name: Option<Indexed>,
    /// None until the case was opened.
    texts: Option<Vec<Document>>,
}

/// The index.
#[derive(Default)]
pub(crate) struct Index(BTreeMap<OrganisationId, BTreeMap<CaseId, Indices>>);

impl Index {
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn case(&mut self, organisation: OrganisationId, case: CaseId) -> &mut Indices {
        self.0.entry(organisation).or_default().entry(case).or_default()
    }

    /// The cases of the last list; others are no longer visible.
    pub(crate) fn put_codes<'a>(
        &mut self,
        organisation: OrganisationId,
        codes: impl Iterator<Item = (CaseId, &'a str)>,
    ) {
        let before = self.0.remove(&organisation).unwrap_or_default();
        let mut before = before;
        let after = self.0.entry(organisation).or_default();
        for (case, code) in codes {
            let mut indices = before.remove(&case).unwrap_or_default();
            indices.code = Some(Indexed::new(code));
            after.insert(case, indices);
        }
    }

    pub(crate) fn put_name(&mut self, organisation: OrganisationId, case: CaseId, given: &str, family: &str) {
        let name = Zeroizing::new(format!("{given} {family}"));
        self.case(organisation, case).name = Some(Indexed::new(name.trim()));
    }

    /// Whether the texts of a case are in the index.
    pub(crate) fn has_texts(&self, organisation: OrganisationId, case: CaseId) -> bool {
        self.0.get(&organisation).and_then(|cases| cases.get(&case)).is_some_and(|case| case.texts.is_some())
    }

    /// Nothing to be searched in a case.
    pub(crate) fn skip(&mut self, organisation: OrganisationId, case: CaseId) {
        self.case(organisation, case).texts = Some(Vec::new());
    }

    /// Takes over the texts of an opened case; withdrawn entries are not searched.
    pub(crate) fn put_case(&mut self, open: &OpenCase) {
        let mut documents = Vec::new();
        let mut name = None;
        for part in &open.parts {
            for record in part.records() {
                let Some(latest) = part.latest(record) else { continue };
                let Some(crate::cases::OpenTexts::Open(texts)) = &latest.texts else { continue };
                if latest.facts.is_withdrawn() || !latest.counts() {
                    continue;
                }
                if latest.form == known::PERSON && name.is_none() {
                    let text = |key| texts.get(key).unwrap_or_default();
                    let both = Zeroizing::new(format!("{} {}", text(known::GIVEN), text(known::FAMILY)));
                    name = Some(Indexed::new(both.trim()));
                }
                documents.extend(texts.iter().map(|(field, text)| Document {
                    record,
                    form: latest.form.clone(),
                    field: field.to_owned(),
                    text: Indexed::new(text),
                }));
            }
        }
        let code = Indexed::new(&open.summary.code);
        let indices = self.case(open.organisation, open.summary.id);
        indices.code = Some(code);
        indices.name = name.or_else(|| indices.name.take());
        indices.texts = Some(documents);
    }

    /// Hits of a query, best first: names and codes before texts.
    pub(crate) fn search(&self, organisation: OrganisationId, query: &str, limit: usize) -> Vec<SearchHit> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let (Some(cases), false) = (self.0.get(&organisation), words.is_empty()) else { return Vec::new() };
        let mut hits: Vec<(u8, SearchHit)> =
            cases.iter().flat_map(|(case, indices)| indices.search(*case, &words)).collect();
        hits.sort_by_key(|(rank, _)| *rank);
        hits.into_iter().take(limit).map(|(_, hit)| hit).collect()
    }
}

impl Indices {
    fn search(&self, case: CaseId, words: &[&str]) -> Vec<(u8, SearchHit)> {
        let texts = self.texts.as_deref().unwrap_or_default();
        let all = || self.code.iter().chain(&self.name).chain(texts.iter().map(|document| &document.text));
        if !words.iter().all(|word| all().any(|text| text.folded().contains(word))) {
            return Vec::new();
        }
        let mut hits = Vec::new();
        let head = |text: &Option<Indexed>, rank: u8| {
            let text = text.as_ref()?;
            let (at, length) = first(text, words)?;
            // Where a word begins is better than within.
            let within = u8::from(at > 0 && !text.folded()[..at].ends_with([' ', '-']));
            Some((rank + within, text.hit(case, None, (at, length))))
        };
        hits.extend(head(&self.name, 0));
        hits.extend(head(&self.code, 1));
        let by_name = !hits.is_empty();
        for document in texts {
            // The name itself was found already.
            if hits.len() >= HITS_PER_CASE || (by_name && document.form == known::PERSON) {
                continue;
            }
            if let Some(found) = first(&document.text, words) {
                hits.push((3, document.text.hit(case, Some(document), found)));
            }
        }
        hits
    }
}

/// Where the first of the words stands in the folded text, and how long it is.
fn first(text: &Indexed, words: &[&str]) -> Option<(usize, usize)> {
    words.iter().filter_map(|word| text.folded().find(word).map(|at| (at, word.len()))).min()
}

impl Indexed {
    fn hit(&self, case: CaseId, document: Option<&Document>, found: (usize, usize)) -> SearchHit {
        let (start, end) = self.original(found);
        let before = &self.text[..start];
        let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, letter)| at + letter.len_utf8());
        let after = &self.text[end..];
        let to = end + after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        let mut excerpt = String::new();
        if from > 0 {
            excerpt.push('…');
        }
        let shift = excerpt.len();
        excerpt.push_str(&self.text[from..to]);
        if to < self.text.len() {
            excerpt.push('…');
        }
        SearchHit {
            case,
            record: document.map(|document| document.record),
            form: document.map(|document| document.form.clone()),
            field: document.map(|document| document.field.clone()),
            excerpt,
            hit: (start - from + shift, end - from + shift),
        }
    }

    /// The range of the original text that was folded into a range of the folded one.
    fn original(&self, (at, length): (usize, usize)) -> (usize, usize) {
        let mut folded = 0;
        let mut start = None;
        for (position, letter) in self.text.char_indices() {
            let mut width = 0;
            fold_char(letter, |letter| width += letter.len_utf8());
            if start.is_none() && folded + width > at {
                start = Some(position);
            }
            folded += width;
            if folded >= at + length {
                // Combining marks fold into nothing and belong to the letter before them.
                return (start.unwrap_or(position), position + letter.len_utf8());
            }
        }
        (start.unwrap_or(0), self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn index() -> (Index, OrganisationId, CaseId) {
        let (organisation, case) = (OrganisationId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
        let mut index = Index::default();
        index.put_codes(organisation, [(case, "K7-2M")].into_iter());
        index.put_name(organisation, case, "Zoë", "Grünwald-Straßer");
        (index, organisation, case)
    }

    #[test]
    fn names_are_found_whatever_the_case_umlauts_and_accents() {
        let (index, organisation, case) = index();
        for query in ["zoe", "GRÜNWALD", "grunwald", "strasser", "zoe grun", "k7-2m"] {
            let hits = index.search(organisation, query, 10);
            assert_eq!(hits.first().map(|hit| hit.case), Some(case), "{query}");
        }
        for query in ["", "   ", "zoe meier"] {
            assert!(index.search(organisation, query, 10).is_empty(), "{query}");
        }
    }

    #[test]
    fn a_hit_marks_the_original_letters() {
        let (index, organisation, _) = index();
        let hit = index.search(organisation, "strasser", 1).remove(0);
        assert_eq!(&hit.excerpt[hit.hit.0..hit.hit.1], "Straßer");
        let hit = index.search(organisation, "unw", 1).remove(0);
        assert_eq!(&hit.excerpt[hit.hit.0..hit.hit.1], "ünw");
    }

    #[test]
    fn cases_that_left_the_list_leave_the_search() {
        let (mut index, organisation, _) = index();
        index.put_codes(organisation, std::iter::empty());
        assert!(index.search(organisation, "zoe", 10).is_empty());
    }

    #[test]
    fn excerpts_of_long_texts_are_cut_at_letters() {
        let text = Indexed::new(&format!("{}Nadel{}", "ä".repeat(100), "ö".repeat(100)));
        let found = first(&text, &["nadel"]).unwrap();
        let hit = text.hit(CaseId(Uuid::nil()), None, found);
        assert_eq!(&hit.excerpt[hit.hit.0..hit.hit.1], "Nadel");
        assert_eq!(hit.excerpt, format!("…{}Nadel{}…", "ä".repeat(40), "ö".repeat(40)));
    }
}
