//! The search: an index in memory over what was opened, wiped on lock.

mod pattern;
mod words;

use crate::{
    cases::{OpenCase, OpenTexts},
    text::fold_char,
    view::{Found, Hidden, SearchHit},
};
use api::{
    configuration::known,
    ids::{CaseId, OrganisationId, RecordId},
};
use pattern::{Fit, Pattern, patterns};
use std::collections::BTreeMap;
use words::{Text, Words, locate};
use zeroize::Zeroizing;

/// Letters around a hit in its excerpt.
const AROUND: usize = 40;
/// Most hits of one case, so that one long file does not hide the others.
const HITS_PER_CASE: usize = 3;
/// What an error counts in a rank: more than any place.
const ERRORS: u8 = 8;
/// Places that no longer count, from which on the table of words is made anew.
const DEAD_MAX: usize = 4096;

/// A text of an entry.
pub(crate) struct Document {
    pub record: RecordId,
    pub form: String,
    pub field: String,
    pub text: Text,
}

/// Texts of a case as of a write of it.
pub(crate) struct Documents {
    /// Seconds since 1970 of the case's last write when they were opened.
    pub at: i64,
    pub all: Vec<Document>,
}

/// What a place in the table of words belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Code,
    Texts,
}

/// What is searchable of a case.
#[derive(Default)]
struct Indices {
    code: Option<Text>,
    name: Option<Text>,
    /// None until the case was opened.
    texts: Option<Documents>,
    /// Its places in the table of words.
    places: Vec<(Part, u32)>,
    /// Its number among all cases.
    number: Option<u32>,
}

/// What is searchable of an organisation.
#[derive(Default)]
struct Cases {
    all: BTreeMap<CaseId, Indices>,
    words: Words,
    /// By place: number of the case; none where it does not count any more.
    places: Vec<Option<(u32, Part)>>,
    dead: usize,
    /// By number.
    cases: Vec<CaseId>,
}

/// The index.
#[derive(Default)]
pub(crate) struct Index(BTreeMap<OrganisationId, Cases>);

impl Index {
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&mut self, organisation: OrganisationId) -> &mut Cases {
        self.0.entry(organisation).or_default()
    }

    /// The cases of the last list; others are no longer visible.
    pub(crate) fn keep_only(&mut self, organisation: OrganisationId, listed: impl Fn(&CaseId) -> bool) {
        let cases = self.of(organisation);
        let gone: Vec<CaseId> = cases.all.keys().filter(|case| !listed(case)).copied().collect();
        gone.into_iter().for_each(|case| cases.remove(case));
    }

    pub(crate) fn put_code(&mut self, organisation: OrganisationId, case: CaseId, code: &str) {
        let cases = self.of(organisation);
        let known = cases.all.get(&case).and_then(|indices| indices.code.as_ref());
        if known.is_none_or(|known| known.as_str() != code) {
            cases.put(case, Part::Code, |indices| indices.code = Some(Zeroizing::new(code.to_owned())));
        }
    }

    pub(crate) fn put_name(&mut self, organisation: OrganisationId, case: CaseId, given: &str, family: &str) {
        let name = full_name(given, family);
        let cases = self.of(organisation);
        let known = cases.all.get(&case).and_then(|indices| indices.name.as_ref());
        if known.is_none_or(|known| *known != name) {
            cases.put(case, Part::Name, |indices| indices.name = Some(name));
        }
    }

    /// The name of a case does not open any more, or may not be seen.
    pub(crate) fn drop_name(&mut self, organisation: OrganisationId, case: CaseId) {
        let cases = self.of(organisation);
        if cases.all.get(&case).is_some_and(|indices| indices.name.is_some() || indices.texts.is_some()) {
            cases.put(case, Part::Name, |indices| indices.name = None);
            cases.put(case, Part::Texts, |indices| indices.texts = None);
        }
    }

    /// Whether the texts of a case are in the index, as of its last write at `at`.
    pub(crate) fn has_texts(&self, organisation: OrganisationId, case: CaseId, at: i64) -> bool {
        self.documents(organisation, case).is_some_and(|texts| texts.at >= at)
    }

    /// The texts of a case.
    pub(crate) fn documents(&self, organisation: OrganisationId, case: CaseId) -> Option<&Documents> {
        self.0.get(&organisation)?.all.get(&case)?.texts.as_ref()
    }

    /// Nothing to be searched in a case.
    pub(crate) fn skip(&mut self, organisation: OrganisationId, case: CaseId, at: i64) {
        self.put_texts(organisation, case, Documents { at, all: Vec::new() });
    }

    /// Takes over texts that were opened before.
    pub(crate) fn put_texts(&mut self, organisation: OrganisationId, case: CaseId, texts: Documents) {
        self.of(organisation).put(case, Part::Texts, |indices| indices.texts = Some(texts));
    }

    /// Takes over the texts of an opened case; withdrawn entries are not searched. A case that was looked at without a
    /// key says nothing about its texts.
    pub(crate) fn put_case(&mut self, open: &OpenCase) {
        let mut documents = Vec::new();
        let mut name = None;
        let mut sealed = false;
        for part in &open.parts {
            for record in part.records() {
                let Some(latest) = part.latest(record) else { continue };
                sealed |= matches!(latest.texts, Some(OpenTexts::Hidden(Hidden::Sealed)));
                let Some(OpenTexts::Open(texts)) = &latest.texts else { continue };
                if latest.facts.is_withdrawn() || !latest.counts() {
                    continue;
                }
                if latest.form == known::PERSON && name.is_none() {
                    let text = |key| texts.get(key).unwrap_or_default();
                    name = Some((text(known::GIVEN).to_owned(), text(known::FAMILY).to_owned()));
                }
                documents.extend(texts.iter().map(|(field, text)| Document {
                    record,
                    form: latest.form.clone(),
                    field: field.to_owned(),
                    text: Zeroizing::new(text.to_owned()),
                }));
            }
        }
        let (organisation, case) = (open.organisation, open.summary.id);
        self.put_code(organisation, case, &open.summary.code);
        if let Some((given, family)) = name {
            let (given, family) = (Zeroizing::new(given), Zeroizing::new(family));
            self.put_name(organisation, case, &given, &family);
        }
        if documents.is_empty() && sealed {
            return;
        }
        let at = open.summary.updated_at;
        self.put_texts(organisation, case, Documents { at, all: documents });
    }

    /// The cases in which all words of a query stand, best first. Names and codes come before texts, and what has a
    /// typing error comes last.
    pub(crate) fn find(&self, organisation: OrganisationId, query: &str) -> Vec<Found> {
        let patterns = patterns(query);
        match self.0.get(&organisation) {
            Some(cases) if !patterns.is_empty() => cases.find(&patterns),
            _ => Vec::new(),
        }
    }

    /// Where the words of a query stand in a case, best first.
    pub(crate) fn hits(&self, organisation: OrganisationId, case: CaseId, query: &str) -> Vec<SearchHit> {
        let patterns = patterns(query);
        let indices = self.0.get(&organisation).and_then(|cases| cases.all.get(&case));
        indices.map_or_else(Vec::new, |indices| indices.hits(case, &patterns))
    }

    /// Hits of a query, best first: names and codes before texts.
    pub(crate) fn search(&self, organisation: OrganisationId, query: &str, limit: usize) -> Vec<SearchHit> {
        let patterns = patterns(query);
        let Some(cases) = self.0.get(&organisation).filter(|_| !patterns.is_empty()) else {
            return Vec::new();
        };
        let found =
            cases.find(&patterns).into_iter().filter_map(|one| Some((one.case, cases.all.get(&one.case)?)));
        found.flat_map(|(case, indices)| indices.hits(case, &patterns)).take(limit).collect()
    }
}

fn full_name(given: &str, family: &str) -> Text {
    let mut name = Zeroizing::new(String::with_capacity(given.len() + family.len() + 1));
    name.push_str(given.trim());
    if !given.trim().is_empty() && !family.trim().is_empty() {
        name.push(' ');
    }
    name.push_str(family.trim());
    name
}

impl Cases {
    /// Changes a part of a case and enters its words anew.
    fn put(&mut self, case: CaseId, part: Part, change: impl FnOnce(&mut Indices)) {
        let indices = self.all.entry(case).or_default();
        let number = match indices.number {
            Some(number) => number,
            None => {
                let Ok(number) = u32::try_from(self.cases.len()) else { return };
                self.cases.push(case);
                *indices.number.insert(number)
            }
        };
        change(indices);
        let (old, kept): (Vec<_>, Vec<_>) = indices.places.drain(..).partition(|(other, _)| *other == part);
        indices.places = kept;
        for (_, place) in old {
            if let Some(slot) = usize::try_from(place).ok().and_then(|place| self.places.get_mut(place)) {
                *slot = None;
                self.dead += 1;
            }
        }
        if let Some(place) = enter(&mut self.places, &mut self.words, number, indices, part) {
            indices.places.push((part, place));
        }
        if self.dead > DEAD_MAX && self.dead > self.places.len() / 2 {
            self.renew();
        }
    }

    fn remove(&mut self, case: CaseId) {
        let Some(indices) = self.all.remove(&case) else { return };
        for (_, place) in indices.places {
            if let Some(slot) = usize::try_from(place).ok().and_then(|place| self.places.get_mut(place)) {
                *slot = None;
                self.dead += 1;
            }
        }
    }

    fn renew(&mut self) {
        (self.words, self.places, self.dead, self.cases) = (Words::default(), Vec::new(), 0, Vec::new());
        for (case, indices) in &mut self.all {
            indices.places.clear();
            let Ok(number) = u32::try_from(self.cases.len()) else { return };
            self.cases.push(*case);
            indices.number = Some(number);
            for part in [Part::Name, Part::Code, Part::Texts] {
                if let Some(place) = enter(&mut self.places, &mut self.words, number, indices, part) {
                    indices.places.push((part, place));
                }
            }
        }
    }

    fn find(&self, patterns: &[Pattern]) -> Vec<Found> {
        let mut all: Option<Vec<Option<(u8, bool)>>> = None;
        for pattern in patterns {
            // By number of the case: the best rank, and whether in a text.
            let mut best: Vec<Option<(u8, bool)>> = vec![None; self.cases.len()];
            self.words.find(pattern, |place, fit| {
                let slot = usize::try_from(place).ok().and_then(|place| self.places.get(place));
                let Some(Some((number, part))) = slot else { return };
                let Some(known) = usize::try_from(*number).ok().and_then(|at| best.get_mut(at)) else {
                    return;
                };
                let new = (rank(*part, fit), *part == Part::Texts);
                if known.is_none_or(|known| new < known) {
                    *known = Some(new);
                }
            });
            all = Some(match all {
                None => best,
                Some(before) => {
                    before.into_iter().zip(best).map(|(one, other)| Some(join(one?, other?))).collect()
                }
            });
        }
        let found = self.cases.iter().zip(all.unwrap_or_default());
        let mut found: Vec<Found> = found
            .filter_map(|(case, best)| best.map(|(rank, in_text)| Found { case: *case, rank, in_text }))
            .collect();
        found.sort_by_key(|one| one.rank);
        found
    }
}

/// The same case by two words: the better place, and the worse spelling.
fn join((rank, in_text): (u8, bool), (other, other_in_text): (u8, bool)) -> (u8, bool) {
    let errors = (rank / ERRORS).max(other / ERRORS);
    (errors * ERRORS + (rank % ERRORS).min(other % ERRORS), in_text || other_in_text)
}

/// Errors weigh most, then where the word stands.
fn rank(part: Part, fit: Fit) -> u8 {
    let begins = match fit {
        Fit::Exact { at, .. } => at == 0,
        Fit::Spelling { begins } => begins,
        Fit::Near { .. } => true,
    };
    let place = match part {
        Part::Name => 0,
        Part::Code => 1,
        Part::Texts => 3,
    };
    fit.errors() * ERRORS + place + u8::from(!begins)
}

/// Enters the words of a part of a case at a place of its own.
fn enter(
    places: &mut Vec<Option<(u32, Part)>>,
    words: &mut Words,
    number: u32,
    indices: &Indices,
    part: Part,
) -> Option<u32> {
    let place = u32::try_from(places.len()).ok()?;
    match part {
        Part::Name => words.add(place, indices.name.as_ref()?),
        Part::Code => words.add(place, indices.code.as_ref()?),
        Part::Texts => {
            for document in &indices.texts.as_ref()?.all {
                words.add(place, &document.text);
            }
        }
    }
    places.push(Some((number, part)));
    Some(place)
}

impl Indices {
    fn hits(&self, case: CaseId, patterns: &[Pattern]) -> Vec<SearchHit> {
        let mut hits: Vec<(u8, SearchHit)> = Vec::new();
        for text in [&self.name, &self.code].into_iter().flatten() {
            if let Some((place, errors)) = locate(text, patterns) {
                hits.push((errors, excerpt(case, None, text, place)));
            }
        }
        let by_name = hits.iter().any(|(errors, _)| *errors == 0);
        for document in self.texts.iter().flat_map(|texts| &texts.all) {
            // The name itself was found already.
            if hits.len() >= HITS_PER_CASE || (by_name && document.form == known::PERSON) {
                continue;
            }
            if let Some((place, errors)) = locate(&document.text, patterns) {
                hits.push((errors, excerpt(case, Some(document), &document.text, place)));
            }
        }
        // A hit with an error says nothing beside one without.
        let least = hits.iter().map(|(errors, _)| *errors).min().unwrap_or(0);
        hits.retain(|(errors, _)| *errors == least || patterns.len() > 1);
        hits.sort_by_key(|(errors, _)| *errors);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

/// A piece of a text around a hit.
fn excerpt(case: CaseId, document: Option<&Document>, text: &str, (start, end): (usize, usize)) -> SearchHit {
    let before = &text[..start];
    let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, letter)| at + letter.len_utf8());
    let after = &text[end..];
    let to = end + after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let mut excerpt = String::new();
    if from > 0 {
        excerpt.push('…');
    }
    let shift = excerpt.len();
    excerpt.push_str(&text[from..to]);
    if to < text.len() {
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
fn original(text: &str, (at, length): (usize, usize)) -> (usize, usize) {
    let mut folded = 0;
    let mut start = None;
    for (position, letter) in text.char_indices() {
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
    (start.unwrap_or(0), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn index() -> (Index, OrganisationId, CaseId) {
        let (organisation, case) = (OrganisationId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
        let mut index = Index::default();
        index.put_code(organisation, case, "K7-2M");
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
        index.keep_only(organisation, |_| false);
        assert!(index.search(organisation, "zoe", 10).is_empty());
    }

    #[test]
    fn what_has_a_typing_error_is_found_after_what_has_none_and_marked_as_a_whole() {
        let (mut index, organisation, case) = index();
        let other = CaseId(Uuid::from_u128(3));
        index.put_name(organisation, other, "Mira", "Grunwalt");
        let found = index.find(organisation, "Grünwalt");
        assert_eq!(found.iter().map(|one| one.case).collect::<Vec<_>>(), [other, case]);
        let hit = index.search(organisation, "Strosser", 1).remove(0);
        assert_eq!(&hit.excerpt[hit.hit.0..hit.hit.1], "Grünwald-Straßer");
    }

    #[test]
    fn what_was_changed_is_found_as_it_is_now_and_no_longer_as_it_was() {
        let (mut index, organisation, case) = index();
        for round in 0..3 * DEAD_MAX {
            index.put_name(organisation, case, "Zoë", &format!("Name{round}"));
        }
        assert!(index.search(organisation, "Straßer", 9).is_empty());
        assert_eq!(index.search(organisation, &format!("Name{}", 3 * DEAD_MAX - 1), 9).len(), 1);
        index.drop_name(organisation, case);
        assert!(index.search(organisation, "Zoë", 9).is_empty());
        assert_eq!(index.search(organisation, "k7-2m", 9).len(), 1);
    }

    #[test]
    fn excerpts_of_long_texts_are_cut_at_letters() {
        let text = format!("{}Nadel{}", "ä".repeat(100), "ö".repeat(100));
        let (place, errors) = locate(&text, &patterns("nadel")).unwrap();
        let hit = excerpt(CaseId(Uuid::nil()), None, &text, place);
        assert_eq!((&hit.excerpt[hit.hit.0..hit.hit.1], errors), ("Nadel", 0));
        assert_eq!(hit.excerpt, format!("…{}Nadel{}…", "ä".repeat(40), "ö".repeat(40)));
    }
}
