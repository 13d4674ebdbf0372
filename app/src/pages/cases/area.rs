//! What all pages about cases share: the configuration document, the org chart, the list of cases and its names.
use std::{collections::HashMap, sync::Arc};

use api::{
    configuration::{Configuration, Label, parse_date},
    ids::{AccountId, CaseId, OrganisationId, UnitId},
};
use leptos::prelude::*;
use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339};
use vault::{
    CallError,
    view::{CaseName, CaseRow, IndexProgress, NameBatch, OrganisationOverview},
};

use super::{
    list::{Keys, keys_of},
    memory::Memory,
};
use crate::{
    VaultContext,
    errors::notice_session_end,
    i18n::{Language, Locale},
    platform,
    state::AppState,
};

/// Names that are fetched, verified and opened together; the first time fewer, so that the first screen has its names
/// at once.
const NAMES_AT_FIRST: usize = 40;
const NAMES_AT_ONCE: usize = 200;
/// Milliseconds between two cases that are opened for the search while somebody works.
const QUIET_MILLIS: u64 = 250;
/// Milliseconds in which a list that was just asked for is not asked for again: several parts of a page need it at once.
const SAME_MILLIS: f64 = 300.0;
/// Names of measures on the page's timeline.
const LIST_MEASURE: &str = "wimes:list-cases";
const NAMES_MEASURE: &str = "wimes:open-names";
/// Case files that are fetched and searched between two breaths.
const FILES_AT_ONCE: usize = 20;

/// Shared state of the pages about cases; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    /// Who is logged in.
    pub(crate) state: AppState,
    /// Access to the vault.
    pub(crate) vault: VaultContext,
    /// What outlives a change of page.
    pub(crate) memory: Memory,
    /// The configuration document, once it is there.
    pub(super) document: RwSignal<Option<Arc<Configuration>>>,
    /// Org chart and people, once they are there.
    pub(crate) overview: RwSignal<Option<Arc<OrganisationOverview>>>,
    /// All cases that this person sees.
    pub(crate) rows: RwSignal<Vec<CaseRow>>,
    /// Whether the list was loaded at least once.
    pub(crate) listed: RwSignal<bool>,
    /// Why the list or the configuration could not be loaded.
    pub(crate) failure: RwSignal<Option<CallError>>,
    /// Names that are still to be opened.
    pub(crate) pending_names: RwSignal<usize>,
    /// Counts up with every list.
    pub(super) list: RwSignal<u32>,
    /// Counts up with every batch of names.
    pub(super) names: RwSignal<u32>,
    /// Keys of the rows, in their order.
    pub(super) keys: StoredValue<Vec<Keys>>,
    /// Where each case stands among the rows.
    pub(super) places: StoredValue<HashMap<CaseId, usize>>,
    /// How far texts are searchable.
    pub(crate) index: RwSignal<IndexProgress>,
    /// Whether case files are being opened for the search.
    pub(crate) indexing: RwSignal<bool>,
    /// Counts up with every load, so that an older one stops.
    generation: StoredValue<u32>,
    /// Organisation, epoch of the session and time of the list that is being fetched.
    fetching: StoredValue<Option<(OrganisationId, u32, f64)>>,
}

impl Area {
    /// Provides the shared state as context.
    pub(super) fn provide() -> Self {
        let state = AppState::expect();
        let memory = use_context::<Memory>().unwrap_or_else(|| Memory::provide(state));
        let area = Self {
            state,
            vault: VaultContext::expect(),
            memory,
            document: RwSignal::new(None),
            overview: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            listed: RwSignal::new(false),
            failure: RwSignal::new(None),
            pending_names: RwSignal::new(0),
            list: RwSignal::new(0),
            names: RwSignal::new(0),
            keys: StoredValue::new(Vec::new()),
            places: StoredValue::new(HashMap::new()),
            index: RwSignal::new(IndexProgress::default()),
            indexing: RwSignal::new(false),
            generation: StoredValue::new(0),
            fetching: StoredValue::new(None),
        };
        provide_context(area);
        area
    }

    /// The shared state; every page about cases is inside the component that provides it.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// The configuration document. Empty only before the pages are shown.
    pub(crate) fn configuration(self) -> Arc<Configuration> {
        self.document.get_untracked().unwrap_or_else(|| Arc::new(empty_configuration()))
    }

    /// The language of the interface. Reactive.
    pub(crate) fn language(self) -> Language {
        self.state.language.get()
    }

    /// The locale of the translations. Reactive.
    pub(crate) fn locale(self) -> Locale {
        self.language().locale()
    }

    /// The language of the configuration's labels. Reactive.
    pub(crate) fn label_language(self) -> api::configuration::Language {
        match self.language() {
            Language::German => api::configuration::Language::De,
            Language::English => api::configuration::Language::En,
        }
    }

    /// A label of the configuration in the reader's language. Reactive.
    pub(crate) fn label(self, label: &Label) -> String {
        label.get(self.label_language()).to_owned()
    }

    /// What a code of a list is called. Reactive.
    pub(crate) fn word(self, list: &str, code: &str) -> String {
        self.configuration().word(list, code, self.label_language()).to_owned()
    }

    /// The organisation in use. Not reactive.
    pub(crate) fn organisation(self) -> Option<OrganisationId> {
        untrack(|| self.state.organisation())
    }

    /// Name of a unit; none for the organisation itself. Reactive.
    pub(crate) fn unit_name(self, unit: Option<UnitId>) -> Option<String> {
        let unit = unit?;
        self.overview.with(|overview| {
            overview.as_ref()?.units.iter().find(|one| one.id == unit).map(|one| one.name.clone())
        })
    }

    /// Name of a person; empty when unknown. Reactive.
    pub(crate) fn person_name(self, account: AccountId) -> String {
        self.overview.with(|overview| {
            overview
                .as_ref()
                .and_then(|overview| overview.person(account))
                .map(|person| person.person.display_name.clone())
                .unwrap_or_default()
        })
    }

    /// Who is logged in.
    pub(crate) fn me(self) -> Option<AccountId> {
        self.state.session_view().map(|session| session.account)
    }

    /// Loads configuration, org chart and list.
    pub(super) fn load(self) {
        self.failure.set(None);
        platform::spawn(async move {
            if self.document.get_untracked().is_none() {
                match self.vault.get().configuration().await {
                    Ok(document) => {
                        self.document.set(Some(Arc::new((*document).clone())));
                    }
                    Err(error) => return self.failed(error),
                }
            }
            if let Some(organisation) = self.organisation() {
                match self.vault.get().organisation(organisation).await {
                    Ok(overview) => {
                        self.overview.try_set(Some(Arc::new(overview)));
                    }
                    Err(error) => self.failed(error),
                }
            }
        });
        self.load_rows();
    }

    /// Loads the list of cases and opens the names bit by bit, those that are in sight first.
    pub(crate) fn load_rows(self) {
        let Some(organisation) = self.organisation() else { return };
        let (epoch, now) = (self.state.epoch.get_untracked(), platform::now_millis());
        let same = |(other, at, begun): (OrganisationId, u32, f64)| {
            other == organisation && at == epoch && now - begun < SAME_MILLIS
        };
        if self.fetching.get_value().is_some_and(same) {
            return;
        }
        self.fetching.set_value(Some((organisation, epoch, now)));
        let generation = self.generation.get_value().wrapping_add(1);
        self.generation.set_value(generation);
        let current = move || self.generation.try_get_value() == Some(generation);
        platform::spawn(async move {
            let listed = platform::timed(LIST_MEASURE, self.list_once(organisation, current)).await;
            if current() {
                self.fetching.set_value(None);
            }
            match listed {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    return if current() {
                        self.failed(error)
                    };
                }
            }
            let named = platform::timed(NAMES_MEASURE, self.name_all(organisation, current)).await;
            if let Err(error) = named {
                if current() {
                    self.pending_names.set(0);
                    self.failed(error);
                }
                return;
            }
            if current() {
                self.index_quietly(organisation, current).await;
            }
        });
    }

    /// Fetches the list. False where another load has begun meanwhile.
    async fn list_once(
        self,
        organisation: OrganisationId,
        current: impl Fn() -> bool,
    ) -> Result<bool, CallError> {
        let vault = self.vault.get();
        let configuration = vault.configuration().await?;
        let rows = vault.list_cases(organisation).await?;
        if !current() {
            return Ok(false);
        }
        let before = self.keys.with_value(|keys| {
            let cases = self.places.with_value(Clone::clone);
            cases.into_iter().filter_map(|(case, at)| Some((case, keys.get(at)?.clone()))).collect()
        });
        let keys = keys_of(&configuration, &rows, before).await;
        if !current() {
            return Ok(false);
        }
        self.pending_names.set(rows.iter().filter(|row| row.name == CaseName::Pending).count());
        self.keys.set_value(keys);
        self.places.set_value(rows.iter().enumerate().map(|(at, row)| (row.summary.id, at)).collect());
        self.rows.set(rows);
        self.list.update(|list| *list = list.wrapping_add(1));
        self.names.update(|names| *names = names.wrapping_add(1));
        self.listed.set(true);
        self.failure.set(None);
        Ok(true)
    }

    /// Opens all names that are pending.
    async fn name_all(
        self,
        organisation: OrganisationId,
        current: impl Fn() -> bool,
    ) -> Result<(), CallError> {
        let mut first = true;
        while current() && self.pending_names.get_untracked() > 0 {
            // A few at first, so that the first screen has its names at once.
            let limit = if first { NAMES_AT_FIRST } else { NAMES_AT_ONCE };
            first = false;
            let batch = self.vault.get().open_names(organisation, limit).await?;
            if !current() {
                return Ok(());
            }
            self.state.refresh(self.vault.get().session());
            let remaining = batch.remaining;
            let last = remaining == 0;
            self.take_names(batch);
            if last {
                // Names that an older load opened after this list was put together.
                let waiting = self.rows.with_untracked(|rows| {
                    let waiting = rows.iter().filter(|row| row.name == CaseName::Pending);
                    waiting.map(|row| row.summary.id).collect::<Vec<_>>()
                });
                self.take_names(self.vault.get().names_now(organisation, &waiting));
            }
            self.pending_names.set(remaining);
            self.names.update(|names| *names = names.wrapping_add(1));
            if last {
                self.rows.notify();
            }
            platform::breathe().await;
        }
        Ok(())
    }

    /// Puts opened names into the rows.
    fn take_names(self, batch: NameBatch) {
        self.rows.update_untracked(|rows| {
            self.keys.update_value(|keys| {
                self.places.with_value(|places| {
                    for (case, name) in batch.names {
                        let Some(at) = places.get(&case) else { continue };
                        if let Some(keys) = keys.get_mut(*at) {
                            keys.named(&name);
                        }
                        if let Some(row) = rows.get_mut(*at) {
                            row.name = name;
                        }
                    }
                    for signed in batch.signed {
                        if let Some(row) = places.get(&signed.case).and_then(|at| rows.get_mut(*at)) {
                            row.summary.sex = signed.sex;
                            row.summary.birth_month = signed.birth_month;
                            row.differs = signed.differs;
                        }
                    }
                });
            });
        });
    }

    /// Takes over texts that lie on this device, then opens the own cases for the search, in quiet moments.
    async fn index_quietly(self, organisation: OrganisationId, current: impl Fn() -> bool) {
        let vault = self.vault.get();
        let Ok(mut last) = vault.index_progress(organisation).await else { return };
        self.index.try_set(last);
        while current() && self.indexing.try_get_untracked() == Some(false) && last.done < last.total {
            platform::pause(QUIET_MILLIS).await;
            let Ok(progress) = vault.index_own_cases(organisation, 1).await else { return };
            self.index.try_set(progress);
            // No step forward means that the own ones are done.
            if progress == last {
                break;
            }
            last = progress;
        }
        vault.keep_index(organisation).await;
    }

    /// A row as it is now. Reactive to names.
    pub(super) fn row_now<R>(self, case: CaseId, read: impl FnOnce(&CaseRow) -> R) -> Option<R> {
        self.names.track();
        let at = self.places.with_value(|places| places.get(&case).copied())?;
        self.rows.with_untracked(|rows| rows.get(at).map(read))
    }

    /// These names are in sight and come first.
    pub(super) fn prefer(self, cases: Vec<CaseId>) {
        if let Some(organisation) = self.organisation()
            && self.pending_names.get_untracked() > 0
        {
            self.vault.get().prefer_names(organisation, cases);
        }
    }

    /// Opens all case files for the search in texts, until done or told to stop.
    pub(crate) fn start_indexing(self) {
        let Some(organisation) = self.organisation() else { return };
        if self.indexing.get_untracked() {
            return;
        }
        self.indexing.set(true);
        platform::spawn(async move {
            let mut last = None;
            while self.indexing.try_get_untracked() == Some(true) {
                match self.vault.get().index_cases(organisation, FILES_AT_ONCE).await {
                    Ok(progress) => {
                        self.index.try_set(progress);
                        // No step forward means that the rest cannot be opened.
                        if progress.done >= progress.total || last == Some(progress) {
                            break;
                        }
                        last = Some(progress);
                    }
                    Err(error) => {
                        self.failed(error);
                        break;
                    }
                }
                platform::pause(0).await;
            }
            self.indexing.try_set(false);
            self.vault.get().keep_index(organisation).await;
        });
    }

    fn failed(self, error: CallError) {
        notice_session_end(self.state, &error);
        self.failure.try_set(Some(error));
    }
}

/// Today by the device's calendar.
pub(crate) fn today() -> Date {
    parse_date(&platform::today_iso()).unwrap_or(Date::MIN)
}

/// A day as it stands in facts, `2026-11-23`.
pub(crate) fn day_text(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// Seconds since 1970 as RFC 3339, the form that the platform writes in words.
pub(crate) fn instant_text(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|instant| instant.format(&Rfc3339).ok())
        .unwrap_or_default()
}

fn empty_configuration() -> Configuration {
    let nothing = || Label { de: String::new(), en: String::new() };
    Configuration {
        version: 0,
        title: nothing(),
        parts: Vec::new(),
        forms: Vec::new(),
        lists: Vec::new(),
        instrument: api::configuration::Instrument {
            code: String::new(),
            version: 0,
            title: nothing(),
            about: nothing(),
            scale: Vec::new(),
            groups: Vec::new(),
            dimensions: Vec::new(),
        },
        time_points: Vec::new(),
        steps: Vec::new(),
    }
}
