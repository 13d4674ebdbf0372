//! The local index: the list with its names, and the texts that were opened, sealed on the device, so that the next visit
//! begins with them.
//!
//! It lies in many chunks by the ids of cases, so that a change rewrites little. Every chunk is sealed under the
//! organisation key for exactly this device, account and place. A name counts only for the revision that this device's
//! memory holds to be the newest; so it can hide neither an older nor another one that the server shows later.

use super::name::KnownName;
use crate::{
    Store, Transport, Vault,
    cases::list::List,
    memory::LocalContext,
    search::{Document, Documents},
};
use api::{
    bytes::{Bytes, Bytes32},
    cases::CaseSummary,
    facts::Facts,
    ids::{AccountId, CaseId, OrganisationId, RecordId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::{Zeroize, Zeroizing};

/// Name of the chunk that says as of when the others are.
const HEAD: &str = "head";
/// Chunks of texts that are read at a time.
const CHUNKS_AT_A_TIME: usize = 8;

/// The chunk of a list in which a case lies: one of 64.
pub(super) fn chunk_of(case: CaseId) -> u8 {
    case.as_bytes()[15] & 63
}

/// The chunk of texts in which a case lies: one of 256.
fn texts_chunk_of(case: CaseId) -> u8 {
    case.as_bytes()[15]
}

/// Names of the blobs.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    List,
    Texts,
    Views,
}

impl Part {
    const ALL: [Self; 3] = [Self::List, Self::Texts, Self::Views];

    fn prefix(self, account: AccountId) -> String {
        match self {
            Self::List => format!("cases.{account}."),
            Self::Texts => format!("texts.{account}."),
            Self::Views => format!("views.{account}."),
        }
    }

    pub(super) fn blob(self, account: AccountId, organisation: OrganisationId, chunk: &str) -> String {
        format!("{}{organisation}.{chunk}", self.prefix(account))
    }

    pub(super) fn form(self, account: AccountId, chunk: &str) -> String {
        format!("device-{}{chunk}", self.prefix(account))
    }
}

#[derive(Serialize, Deserialize)]
struct KeptHead {
    cursor: i64,
}

/// A case of the list.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptCase {
    pub summary: CaseSummary,
    pub readable: bool,
    pub stale: bool,
    name: Option<KeptName>,
}

/// An opened name, and the revision that it was opened from.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptName {
    hash: Bytes32,
    given: String,
    family: String,
    facts: Bytes,
}

impl Drop for KeptName {
    fn drop(&mut self) {
        self.given.zeroize();
        self.family.zeroize();
    }
}

impl KeptName {
    fn of((hash, name): &(Bytes32, KnownName)) -> Option<Self> {
        let KnownName::Open { given, family, facts } = name else { return None };
        let facts = Bytes(facts.to_cbor());
        Some(Self { hash: *hash, given: given.to_string(), family: family.to_string(), facts })
    }

    pub(super) fn into_known(mut self) -> Option<(Bytes32, KnownName)> {
        let facts = Facts::from_cbor(&self.facts.0).ok()?;
        let given = Zeroizing::new(std::mem::take(&mut self.given));
        let family = Zeroizing::new(std::mem::take(&mut self.family));
        Some((self.hash, KnownName::Open { given, family, facts }))
    }
}

#[derive(Serialize, Deserialize)]
struct KeptTexts {
    case: CaseId,
    at: i64,
    texts: Vec<KeptText>,
}

#[derive(Serialize, Deserialize)]
struct KeptText {
    record: RecordId,
    form: String,
    field: String,
    text: String,
}

impl Drop for KeptText {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl KeptTexts {
    fn of(case: CaseId, documents: &Documents) -> Self {
        let text = |document: &Document| KeptText {
            record: document.record,
            form: document.form.clone(),
            field: document.field.clone(),
            text: document.text.to_string(),
        };
        Self { case, at: documents.at, texts: documents.all.iter().map(text).collect() }
    }

    fn into_documents(self) -> Documents {
        let document = |mut kept: KeptText| Document {
            record: kept.record,
            form: std::mem::take(&mut kept.form),
            field: std::mem::take(&mut kept.field),
            text: Zeroizing::new(std::mem::take(&mut kept.text)),
        };
        Documents { at: self.at, all: self.texts.into_iter().map(document).collect() }
    }
}

/// Texts of an organisation that lie on the device and are not in memory yet.
#[derive(Default)]
pub(crate) struct LocalTexts {
    /// Chunks that are still to be read; none before the device was asked.
    unread: Option<BTreeSet<u8>>,
    dirty: BTreeSet<u8>,
}

/// By organisation.
pub(crate) type AllLocalTexts = BTreeMap<OrganisationId, LocalTexts>;

impl<T: Transport, S: Store> Vault<T, S> {
    pub(super) async fn local_context(&self, organisation: OrganisationId) -> Option<LocalContext> {
        let device = self.device_id().await;
        let state = self.state.borrow();
        let (account, tenant) = (state.session().ok()?.account, state.tenant().ok()?);
        state.keys.contains_key(&organisation).then_some(LocalContext {
            tenant,
            organisation,
            device,
            account,
        })
    }

    /// Opens a chunk. True in the second place where it lies under a key of an earlier epoch.
    pub(super) fn open_chunk(
        &self,
        place: &LocalContext,
        form: &str,
        sealed: &[u8],
    ) -> Option<(Zeroizing<Vec<u8>>, bool)> {
        let state = self.state.borrow();
        state.session().ok()?;
        place.open(state.keys.get(&place.organisation)?, form, sealed)
    }

    pub(super) fn seal_chunk<V: Serialize>(
        &self,
        place: &LocalContext,
        form: &str,
        value: &V,
    ) -> Option<Vec<u8>> {
        let data = Zeroizing::new(minicbor_serde::to_vec(value).ok()?);
        let state = self.state.borrow();
        state.session().ok()?;
        // Nothing is sealed under a key that was replaced.
        let keys = state.keys.get(&place.organisation).filter(|_| !state.key_outdated(place.organisation))?;
        place.seal(keys, form, &data)
    }

    /// Begins with the list that lies on the device, if there is one.
    pub(super) async fn load_local(&self, organisation: OrganisationId) {
        let Some(place) = self.local_context(organisation).await else { return };
        let account = place.account;
        let numbers: Vec<String> = (0..64_u8).map(|chunk| chunk.to_string()).collect();
        let names = std::iter::once(HEAD).chain(numbers.iter().map(String::as_str));
        let names: Vec<(&str, String)> =
            names.map(|chunk| (chunk, Part::List.blob(account, organisation, chunk))).collect();
        let blobs: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
        let Ok(kept) = self.store.get_many(&blobs).await else { return };
        let mut list = List::default();
        for ((chunk, _), sealed) in names.iter().zip(kept) {
            let Some(sealed) = sealed else { continue };
            let opened = self.open_chunk(&place, &Part::List.form(account, chunk), &sealed);
            let Some((data, older)) = opened else {
                // Without the head nothing else counts; a chunk that does not open is fetched anew.
                if *chunk == HEAD {
                    return self.forget_local(organisation).await;
                }
                continue;
            };
            if *chunk == HEAD {
                let Ok(head) = minicbor_serde::from_slice::<KeptHead>(&data) else { return };
                list.cursor = Some(head.cursor);
                continue;
            }
            if list.cursor.is_none() {
                return;
            }
            let cases: Vec<KeptCase> = minicbor_serde::from_slice(&data).unwrap_or_default();
            if older && let Ok(number) = chunk.parse() {
                list.dirty.insert(number);
            }
            self.recall(&mut list, organisation, cases);
            self.store.breathe().await;
        }
        let mut state = self.state.borrow_mut();
        if state.session().is_ok() && state.lists.get(organisation).is_none() && list.cursor.is_some() {
            *state.lists.get_mut(organisation) = list;
        }
    }

    fn recall(&self, list: &mut List, organisation: OrganisationId, cases: Vec<KeptCase>) {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let Some(keys) = state.keys.get(&organisation) else { return };
        for mut kept in cases {
            let case = kept.summary.id;
            let newest = |name: &KeptName| keys.memory.cases.is_newest_person(case, &name.hash);
            let name = kept.name.take().filter(|name| kept.readable && newest(name));
            if let Some(name) = &name {
                state.index.put_name(organisation, case, &name.given, &name.family);
            }
            list.recall(kept, name);
        }
    }

    /// Keeps what has changed in the list. Without storage the next visit begins from nothing.
    pub(super) async fn save_local(&self, organisation: OrganisationId) {
        let Some(place) = self.local_context(organisation).await else { return };
        let account = place.account;
        let (dirty, cursor) = {
            let mut state = self.state.borrow_mut();
            let list = state.lists.get_mut(organisation);
            let Some(cursor) = list.cursor else { return };
            (std::mem::take(&mut list.dirty), cursor)
        };
        let mut blobs = Vec::new();
        for chunk in &dirty {
            let cases = {
                let state = self.state.borrow();
                let Some(list) = state.lists.get(organisation) else { return };
                let mut cases = Vec::new();
                for item in list.items.values().filter(|item| chunk_of(item.summary.id) == *chunk) {
                    let name = item.name.as_ref().filter(|_| item.readable && item.sealed.is_none());
                    cases.push(KeptCase {
                        summary: item.summary.clone(),
                        readable: item.readable,
                        stale: item.stale,
                        name: name.and_then(KeptName::of),
                    });
                }
                cases
            };
            let chunk = chunk.to_string();
            let Some(sealed) = self.seal_chunk(&place, &Part::List.form(account, &chunk), &cases) else {
                return;
            };
            blobs.push((Part::List.blob(account, organisation, &chunk), sealed));
            self.store.breathe().await;
        }
        let Some(head) = self.seal_chunk(&place, &Part::List.form(account, HEAD), &KeptHead { cursor })
        else {
            return;
        };
        blobs.push((Part::List.blob(account, organisation, HEAD), head));
        if self.store.put_many(blobs).await.is_err() {
            let mut state = self.state.borrow_mut();
            state.lists.get_mut(organisation).dirty.extend(dirty);
        }
    }

    /// Reads some of the texts that lie on the device. True when there are no more.
    pub(super) async fn load_texts(&self, organisation: OrganisationId) -> bool {
        if !self.look_for_texts(organisation).await {
            return true;
        }
        let chunks: BTreeSet<u8> = {
            let state = self.state.borrow();
            let unread = state.local_texts.get(&organisation).and_then(|texts| texts.unread.as_ref());
            unread
                .map_or_else(BTreeSet::new, |unread| unread.iter().take(CHUNKS_AT_A_TIME).copied().collect())
        };
        self.read_texts(organisation, &chunks).await;
        let state = self.state.borrow();
        let unread = state.local_texts.get(&organisation).and_then(|texts| texts.unread.as_ref());
        unread.is_none_or(BTreeSet::is_empty)
    }

    /// Looks once which chunks of texts lie on the device. False where nobody may read them.
    async fn look_for_texts(&self, organisation: OrganisationId) -> bool {
        let Some(place) = self.local_context(organisation).await else { return false };
        let known = |texts: &LocalTexts| texts.unread.is_some();
        if self.state.borrow().local_texts.get(&organisation).is_some_and(known) {
            return true;
        }
        let prefix = Part::Texts.blob(place.account, organisation, "");
        let names = self.store.names(&prefix).await.unwrap_or_default();
        let chunks = names.iter().filter_map(|name| name.strip_prefix(&prefix)?.parse().ok()).collect();
        let mut state = self.state.borrow_mut();
        let texts = state.local_texts.entry(organisation).or_default();
        texts.unread.get_or_insert(chunks);
        true
    }

    /// Reads chunks of texts that were not read yet.
    async fn read_texts(&self, organisation: OrganisationId, chunks: &BTreeSet<u8>) {
        let Some(place) = self.local_context(organisation).await else { return };
        let account = place.account;
        let chunks: Vec<u8> = {
            let mut state = self.state.borrow_mut();
            let texts = state.local_texts.entry(organisation).or_default();
            let Some(unread) = &mut texts.unread else { return };
            chunks.iter().filter(|chunk| unread.remove(chunk)).copied().collect()
        };
        let names: Vec<String> =
            chunks.iter().map(|chunk| Part::Texts.blob(account, organisation, &chunk.to_string())).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kept = self.store.get_many(&names).await.unwrap_or_default();
        for (chunk, sealed) in chunks.iter().zip(kept) {
            let Some(sealed) = sealed else { continue };
            let form = Part::Texts.form(account, &chunk.to_string());
            let Some((data, older)) = self.open_chunk(&place, &form, &sealed) else { continue };
            let cases: Vec<KeptTexts> = minicbor_serde::from_slice(&data).unwrap_or_default();
            for kept in cases {
                if !self.recall_texts(organisation, kept) || older {
                    let mut state = self.state.borrow_mut();
                    state.local_texts.entry(organisation).or_default().dirty.insert(*chunk);
                }
                self.store.breathe().await;
            }
        }
    }

    /// Takes over texts from the device. False where the case may not be read any more, and they are to go.
    fn recall_texts(&self, organisation: OrganisationId, kept: KeptTexts) -> bool {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        if state.session().is_err() {
            return true;
        }
        let case = kept.case;
        let item = state.lists.get(organisation).and_then(|list| list.items.get(&case));
        if !item.is_some_and(|item| item.readable) {
            return false;
        }
        if state.index.documents(organisation, case).is_none() {
            state.index.put_texts(organisation, case, kept.into_documents());
        }
        true
    }

    /// Texts of this case are to be kept on the device.
    pub(crate) fn note_texts(&self, organisation: OrganisationId, case: CaseId) {
        let mut state = self.state.borrow_mut();
        state.local_texts.entry(organisation).or_default().dirty.insert(texts_chunk_of(case));
    }

    /// Keeps on the device what has changed in list and texts since the last time. Meant for a quiet moment.
    pub async fn keep_index(&self, organisation: OrganisationId) {
        let listed = self.state.borrow().lists.get(organisation).is_some_and(|list| !list.dirty.is_empty());
        if listed {
            self.save_local(organisation).await;
        }
        self.save_texts(organisation).await;
    }

    async fn save_texts(&self, organisation: OrganisationId) {
        // Without a list nobody knows which cases may be read.
        if self.state.borrow().lists.get(organisation).is_none() || !self.look_for_texts(organisation).await {
            return;
        }
        let Some(place) = self.local_context(organisation).await else { return };
        let account = place.account;
        let dirty = {
            let mut state = self.state.borrow_mut();
            std::mem::take(&mut state.local_texts.entry(organisation).or_default().dirty)
        };
        // What lies there of other cases must not get lost.
        self.read_texts(organisation, &dirty).await;
        let mut blobs = Vec::new();
        for chunk in &dirty {
            let cases: Vec<KeptTexts> = {
                let state = self.state.borrow();
                let readable = state.lists.readable(organisation);
                let here = readable.into_iter().filter(|(case, _)| texts_chunk_of(*case) == *chunk);
                let kept = |(case, _)| Some(KeptTexts::of(case, state.index.documents(organisation, case)?));
                here.filter_map(kept).collect()
            };
            let chunk = chunk.to_string();
            let Some(sealed) = self.seal_chunk(&place, &Part::Texts.form(account, &chunk), &cases) else {
                return;
            };
            blobs.push((Part::Texts.blob(account, organisation, &chunk), sealed));
            self.store.breathe().await;
        }
        if !blobs.is_empty() && self.store.put_many(blobs).await.is_err() {
            let mut state = self.state.borrow_mut();
            state.local_texts.entry(organisation).or_default().dirty.extend(dirty);
        }
    }

    /// Forgets the local index of an organisation.
    pub(crate) async fn forget_local(&self, organisation: OrganisationId) {
        let account = self.state.borrow().session_even_locked().map(|session| session.account);
        let Some(account) = account else { return };
        {
            let mut state = self.state.borrow_mut();
            state.lists.forget(organisation);
            state.local_texts.remove(&organisation);
        }
        for part in Part::ALL {
            self.delete_all_of(&part.blob(account, organisation, "")).await;
        }
    }

    /// Forgets the local index of all organisations of a person.
    pub(crate) async fn forget_all_local(&self, account: AccountId) {
        self.state.borrow_mut().local_texts.clear();
        for part in Part::ALL {
            self.delete_all_of(&part.prefix(account)).await;
        }
    }

    async fn delete_all_of(&self, prefix: &str) {
        for name in self.store.names(prefix).await.unwrap_or_default() {
            // What cannot be deleted stays sealed.
            let _gone = self.store.delete(&name).await;
        }
    }
}
