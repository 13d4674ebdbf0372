//! The opened case, shared by its sections.
use std::sync::Arc;

use api::{
    configuration::{known, parse_date},
    ids::{CaseId, RecordId},
    paths::pages,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use vault::{
    CaseError,
    view::{CaseView, Entry},
};

use super::{
    super::{
        area::{Area, today},
        due::{Due, due},
    },
    history::TakenUp,
    slug,
};
use crate::{errors::notice_session_end, platform};

/// How far ahead a case file names what is due, in days.
const HORIZON_DAYS: i64 = 200;

/// Path of a case.
pub(crate) fn case_path(case: CaseId) -> String {
    pages::CASE.replace(":case", &case.to_string())
}

/// Path of a section of a case.
pub(crate) fn section_path(case: CaseId, section: &str) -> String {
    format!("{}/{section}", case_path(case))
}

/// Path of an entry of a section: a record id, or `neu`.
pub(crate) fn entry_path(case: CaseId, section: &str, entry: &str) -> String {
    format!("{}/{entry}", section_path(case, section))
}

/// Path of an entry by its form; of a new one without `record`. Forms that exist once stand in a section of their own.
pub(crate) fn form_path(case: CaseId, form: &str, record: Option<RecordId>) -> String {
    let many = |section| {
        let record = record.map(|record| record.to_string());
        entry_path(case, section, record.as_deref().unwrap_or(slug::NEW))
    };
    match form {
        known::PERSON => section_path(case, slug::PERSON),
        known::HELP => section_path(case, slug::HELP),
        known::CLOSING => section_path(case, slug::CLOSING),
        known::CONTACT => many(slug::CONTACTS),
        known::RATING => many(slug::RATINGS),
        known::GOAL => many(slug::GOALS),
        _ => many(slug::COURSE),
    }
}

/// The opened case; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct CaseFile {
    /// What all pages about cases share.
    pub(crate) area: Area,
    /// The case.
    pub(crate) id: CaseId,
    /// The opened case, once it is there.
    pub(crate) view: RwSignal<Option<Arc<CaseView>>>,
    /// Why it could not be opened (anew).
    pub(crate) failure: RwSignal<Option<CaseError>>,
    /// An earlier state of an entry that the entry's form is to take up; the form takes it out.
    pub(crate) taken_up: RwSignal<Option<TakenUp>>,
}

impl CaseFile {
    /// Opens the case and provides it as context. It is opened anew when a key is loaded or somebody unlocks.
    pub(super) fn provide(area: Area, id: CaseId) -> Self {
        let file = Self {
            area,
            id,
            view: RwSignal::new(None),
            failure: RwSignal::new(None),
            taken_up: RwSignal::new(None),
        };
        provide_context(file);
        Effect::new(move |_| {
            area.state.epoch.track();
            file.load();
        });
        file
    }

    /// The opened case; every section is inside the page that provides it.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Fetches and opens the case. What is shown meanwhile stays.
    pub(crate) fn load(self) {
        let Some(organisation) = self.area.organisation() else { return };
        self.failure.set(None);
        platform::spawn(async move {
            let vault = self.area.vault.get();
            match platform::timed("wimes:open-case", vault.open_case(organisation, self.id)).await {
                Ok(view) => {
                    // Whoever opens a case may learn from it that the organisation has a newer key.
                    self.area.state.refresh(vault.session());
                    self.area.memory.looked.opened_case(self.area, &view);
                    self.view.try_set(Some(Arc::new(view)));
                }
                Err(error) => {
                    if let CaseError::Call(call) = &error {
                        notice_session_end(self.area.state, call);
                    }
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    /// Looks at the opened case. Reactive.
    pub(crate) fn with<T>(self, look: impl FnOnce(&CaseView) -> T) -> Option<T> {
        self.view.with(|view| view.as_deref().map(look))
    }

    /// The entries of a form, withdrawn ones included. Reactive.
    pub(crate) fn entries(self, form: &str) -> Vec<Entry> {
        self.with(|case| case.entries.iter().filter(|entry| entry.form == form).cloned().collect())
            .unwrap_or_default()
    }

    /// The entries of a form that count: neither withdrawn nor unverifiable. Reactive.
    pub(crate) fn valid(self, form: &str) -> Vec<Entry> {
        self.with(|case| case.of_form(form).cloned().collect()).unwrap_or_default()
    }

    /// The entry of a form that exists once. Reactive.
    pub(crate) fn single(self, form: &str) -> Option<Entry> {
        self.with(|case| case.single(form).cloned()).flatten()
    }

    /// An entry by id. Reactive.
    pub(crate) fn entry(self, record: RecordId) -> Option<Entry> {
        self.with(|case| case.entry(record).cloned()).flatten()
    }

    /// Whether this person may write here now. Reactive.
    pub(crate) fn writable(self) -> bool {
        self.with(|case| case.writable && !case.closed).unwrap_or(false)
    }

    /// Whether this person could write here if the case were open. Reactive.
    pub(crate) fn may_write(self) -> bool {
        self.with(|case| case.writable).unwrap_or(false)
    }

    /// Shows an entry as it was just stored, and opens the case anew for everything that follows from it.
    pub(crate) fn stored(self, entry: Entry) {
        self.view.update(|view| {
            if let Some(view) = view {
                let mut case = CaseView::clone(view);
                match case.entries.iter_mut().find(|one| one.record == entry.record) {
                    Some(one) => *one = entry,
                    None => case.entries.push(entry),
                }
                *view = Arc::new(case);
            }
        });
        self.load();
    }

    /// What is due in this case. Reactive.
    pub(crate) fn due(self) -> Vec<Due> {
        let configuration = self.area.configuration();
        let now = today();
        let horizon = now.checked_add(time::Duration::days(HORIZON_DAYS)).unwrap_or(now);
        self.with(|case| {
            let review = case.summary.review.as_deref().and_then(parse_date);
            due(&configuration, &case.summary, review, now, horizon)
        })
        .unwrap_or_default()
    }
}

/// The entry that the address names: `neu`, a record id, or none.
pub(crate) fn entry_param() -> Memo<Option<String>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("entry")).filter(|entry| !entry.is_empty()))
}
