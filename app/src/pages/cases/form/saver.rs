//! Saving: under way, failed (with words and the next step), or overtaken by somebody else.
use leptos::prelude::*;
use vault::{CallError, CaseError, WriteError, view::Entry};

use super::SaveFailure;
use crate::{
    components::{Button, Notice, Tone, unique_id},
    errors::{Words, notice_session_end},
    i18n::{t_string, use_i18n},
    pages::{cases::area::Area, entry::KeyDialog},
    platform,
};

/// How long to wait where the server does not say.
const WAIT_SECONDS: u64 = 10;
/// Longest wait before the next try.
const LONGEST_WAIT_SECONDS: u64 = 60;

/// How a save is going; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Saver {
    area: Area,
    /// It is under way.
    pub(crate) busy: RwSignal<bool>,
    /// Why it did not work.
    pub(crate) failure: RwSignal<Option<SaveFailure>>,
    /// What somebody else saved in between.
    pub(crate) conflict: RwSignal<Option<Entry>>,
    again: StoredValue<Option<Callback<()>>>,
}

impl Saver {
    /// Nothing is being saved yet.
    pub(crate) fn new(area: Area) -> Self {
        Self {
            area,
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            conflict: RwSignal::new(None),
            again: StoredValue::new(None),
        }
    }

    /// How the save is repeated by itself when the server asks to wait.
    pub(crate) fn again_with(self, again: Callback<()>) {
        self.again.set_value(Some(again));
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
                        if let CallError::TooManyAttempts { retry_after } = call
                            && let Some(again) = self.again.try_get_value().flatten()
                        {
                            return self.wait(retry_after.unwrap_or(WAIT_SECONDS), again);
                        }
                    }
                    self.failed(SaveFailure::Write(Box::new(error)));
                }
            }
        });
    }

    /// The server asks to wait: what stands here is saved again by itself, unless the person does so before.
    fn wait(self, seconds: u64, again: Callback<()>) {
        let seconds = seconds.clamp(1, LONGEST_WAIT_SECONDS);
        self.failed(SaveFailure::Busy { seconds });
        platform::later(seconds * 1000, move || {
            let waits =
                self.failure.try_with_untracked(|failure| matches!(failure, Some(SaveFailure::Busy { .. })));
            if waits == Some(true) {
                again.run(());
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
    pub(crate) fn failed(self, failure: SaveFailure) {
        if failure.is_key_outdated() {
            self.area.state.refresh(self.area.vault.get().session());
        }
        self.busy.try_set(false);
        self.failure.try_set(Some(failure));
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
    // The key is loaded over the open page, so that what is typed stays where it is.
    let loading = RwSignal::new(false);
    let notice = move || {
        saver.failure.get().map(|failure| {
            let (missing, outdated) = (failure.is_key_missing(), failure.is_key_outdated());
            view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, cases.save.failed_title)>
                    <p>{move || failure.words(i18n.get_locale())}</p>
                    {(missing || outdated)
                        .then(|| {
                            view! {
                                <div class="actions">
                                    <Button icon="key-round" on_click=move |_| loading.set(true)>
                                        {move || {
                                            if outdated {
                                                t_string!(i18n, keys.outdated.load)
                                            } else {
                                                t_string!(i18n, cases.save.load_key)
                                            }
                                        }}
                                    </Button>
                                </div>
                            }
                        })}
                </Notice>
            }
        })
    };
    let loaded = Memo::new(move |_| saver.area.state.is_open());
    Effect::new(move |before: Option<bool>| {
        let now = loaded.get();
        let keyless = |failure: &SaveFailure| failure.is_key_missing() || failure.is_key_outdated();
        if before == Some(false)
            && now
            && saver.failure.with_untracked(|failure| failure.as_ref().is_some_and(keyless))
        {
            saver.failure.set(None);
        }
        now
    });
    view! {
        <div id=id class="failure">{notice}</div>
        <KeyDialog open=loading/>
    }
}
