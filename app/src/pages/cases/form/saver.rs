//! Saving: under way, failed (with words and the next step), or overtaken by somebody else.
use leptos::prelude::*;
use vault::{AssignError, CallError, CaseError, CreateCaseError, WriteError, view::Entry};

use crate::{
    components::{LinkButton, Notice, Tone, unique_id},
    errors::{Words, notice_session_end},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    pages::cases::area::Area,
    platform,
};

/// How a save is going; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Saver {
    area: Area,
    /// It is under way.
    pub(crate) busy: RwSignal<bool>,
    /// Why it did not work, in words.
    pub(crate) failure: RwSignal<Option<String>>,
    /// The key must be loaded first.
    key_missing: RwSignal<bool>,
    /// What somebody else saved in between.
    pub(crate) conflict: RwSignal<Option<Entry>>,
}

impl Saver {
    /// Nothing is being saved yet.
    pub(crate) fn new(area: Area) -> Self {
        Self {
            area,
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            key_missing: RwSignal::new(false),
            conflict: RwSignal::new(None),
        }
    }

    /// Runs one save at a time; `done` gets what was written. Nothing typed is touched when it fails.
    pub(crate) fn run<T: 'static>(
        self,
        save: impl Future<Output = Result<T, WriteError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.begin();
        platform::spawn(async move {
            let result = save.await;
            self.busy.try_set(false);
            match result {
                Ok(written) => done(written),
                Err(WriteError::Conflict(other) | WriteError::SingletonExists(other))
                    if other.texts.is_open() =>
                {
                    self.conflict.try_set(Some(*other));
                }
                Err(error) => {
                    if let WriteError::Call(call) | WriteError::Case(CaseError::Call(call)) = &error {
                        notice_session_end(self.area.state, call);
                    }
                    let words = untrack(|| write_words(self.area.locale(), &error));
                    self.failed(words, error == WriteError::KeyMissing);
                }
            }
        });
    }

    /// A save that has other errors than those of an entry begins.
    pub(crate) fn begin(self) {
        self.busy.set(true);
        self.failure.set(None);
        self.conflict.set(None);
    }

    /// It did not work.
    pub(crate) fn failed(self, words: String, key_missing: bool) {
        self.busy.try_set(false);
        self.key_missing.try_set(key_missing);
        self.failure.try_set(Some(words));
    }
}

/// Why an entry was not written, in words.
pub(crate) fn write_words(locale: Locale, error: &WriteError) -> String {
    let stays = td_string!(locale, cases.save.text_stays);
    let words = match error {
        WriteError::Conflict(_) | WriteError::SingletonExists(_) | WriteError::Unreadable => {
            td_string!(locale, cases.save.unreadable)
        }
        WriteError::CaseClosed => td_string!(locale, cases.save.closed),
        WriteError::KeyMissing => td_string!(locale, cases.save.key_missing),
        WriteError::Check(_) | WriteError::Facts(_) => td_string!(locale, cases.save.form_changed),
        WriteError::TextTooLong { .. } | WriteError::TooLarge => {
            td_string!(locale, cases.save.too_large)
        }
        // These say themselves what becomes of the text.
        WriteError::Case(error) => return case_words(locale, error),
        WriteError::Call(error) => return error.words(locale),
    };
    format!("{words} {stays}")
}

/// Why a case was not opened, in words.
pub(crate) fn case_words(locale: Locale, error: &CaseError) -> String {
    match error {
        CaseError::NotFound | CaseError::Call(CallError::NotFound) => {
            td_string!(locale, cases.save.not_found).to_owned()
        }
        CaseError::Mismatch => td_string!(locale, cases.file.mismatch).to_owned(),
        CaseError::Call(error) => error.words(locale),
    }
}

/// Why a case was not created, in words.
pub(crate) fn create_words(locale: Locale, error: &CreateCaseError) -> String {
    match error {
        CreateCaseError::KeyMissing => td_string!(locale, cases.save.key_missing).to_owned(),
        CreateCaseError::Facts(_) => td_string!(locale, cases.save.form_changed).to_owned(),
        CreateCaseError::TextTooLong { .. } => td_string!(locale, cases.save.too_large).to_owned(),
        CreateCaseError::NoFreeCode => td_string!(locale, cases.save.no_code).to_owned(),
        CreateCaseError::Call(error) => error.words(locale),
    }
}

/// Why a case was not given to other people, in words.
pub(crate) fn assign_words(locale: Locale, error: &AssignError) -> String {
    match error {
        AssignError::Conflict(_) => td_string!(locale, cases.access.conflict).to_owned(),
        AssignError::Person => td_string!(locale, cases.save.person).to_owned(),
        AssignError::KeyMissing => td_string!(locale, cases.save.key_missing).to_owned(),
        AssignError::Case(error) => case_words(locale, error),
        AssignError::Call(error) => error.words(locale),
    }
}

/// What went wrong with saving, above the buttons: what happened, that the text is still there, what to do next.
#[component]
pub(crate) fn SaverNotices(
    /// The save.
    saver: Saver,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("failure");
    let place = id.clone();
    // The notice stands above the buttons, which may lie over it at the lower edge.
    Effect::new(move |_| {
        if saver.failure.with(Option::is_some) {
            let place = place.clone();
            platform::later(0, move || platform::reveal(&place));
        }
    });
    let notice = move || {
        saver.failure.get().map(|words| {
            let key_missing = saver.key_missing.get();
            view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, cases.save.failed_title)>
                    <p>{words}</p>
                    {key_missing
                        .then(|| {
                            view! {
                                <div class="actions">
                                    <LinkButton href=api::paths::pages::KEY icon="key-round">
                                        {t!(i18n, cases.save.load_key)}
                                    </LinkButton>
                                </div>
                            }
                        })}
                </Notice>
            }
        })
    };
    view! { <div id=id class="failure">{notice}</div> }
}
