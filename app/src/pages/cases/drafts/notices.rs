//! What a form says about drafts, and what stands at an entry whose change was begun and not saved.
use api::ids::RecordId;
use leptos::prelude::*;
use vault::StoreError;

use super::{DraftKey, Drafts, Item};
use crate::{
    components::{Button, Notice, Tone},
    i18n::{t, t_string, td_string, use_i18n},
    pages::cases::{
        area::{Area, instant_text},
        file::CaseFile,
        form::Editor,
    },
    platform,
};

impl Drafts {
    /// Offers to bring back what was just discarded; `back` is called with each draft that was.
    pub(crate) fn offer_undo(self, items: Vec<Item>, back: impl Fn(&Item) + Send + Sync + 'static) {
        if items.is_empty() {
            return;
        }
        let locale = untrack(|| self.state.language.get().locale());
        let undo = move || {
            for item in &items {
                self.put_back(item.clone());
                back(item);
            }
        };
        let words = td_string!(locale, cases.drafts.discarded);
        self.state.toasts.undo(words, td_string!(locale, common.undo), undo);
    }
}

/// When something was typed, in words. Reactive.
pub(super) fn when(area: Area, at: i64) -> String {
    platform::format_date_time(area.language(), &instant_text(at))
}

/// Above the fields of a form: what was typed earlier and brought back, whether another tab writes the same, and
/// whether this device keeps what is typed.
#[component]
pub(crate) fn FormNotices(
    /// The form.
    editor: Editor,
    /// A second one on the same page, which says nothing of its own.
    #[prop(optional)]
    also: Option<Editor>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let drafts = area.memory.drafts;
    let restored = Memo::new(move |_| editor.restored.get().max(also.and_then(|also| also.restored.get())));
    let elsewhere =
        Memo::new(move |_| editor.written_elsewhere() || also.is_some_and(Editor::written_elsewhere));
    let go_on = move |_| {
        editor.restored.set(None);
        if let Some(also) = also {
            also.restored.set(None);
        }
        platform::focus_first_field();
    };
    let discard = move |_| {
        let items: Vec<Item> =
            [Some(editor), also].into_iter().flatten().filter_map(Editor::give_up).collect();
        drafts.offer_undo(items, move |item| {
            editor.take_back(item);
            if let Some(also) = also {
                also.take_back(item);
            }
        });
    };
    // Asked once: the form is made after the server has answered.
    let server_time = platform::server_time_if_wrong();
    view! {
        {server_time
            .map(|at| {
                view! {
                    <Notice tone=Tone::Warn>
                        <p>{move || t_string!(i18n, cases.drafts.clock, when = when(area, at)).to_string()}</p>
                    </Notice>
                }
            })}
        {move || {
            restored
                .get()
                .map(|at| {
                    let words = move || t_string!(i18n, cases.drafts.kept, when = when(area, at)).to_string();
                    view! {
                        <Notice tone=Tone::Accent>
                            <p>{words}</p>
                            <div class="actions">
                                <Button class="btn-small" on_click=go_on>{t!(i18n, cases.drafts.go_on)}</Button>
                                <Button class="btn-small" on_click=discard>{t!(i18n, cases.drafts.discard)}</Button>
                            </div>
                        </Notice>
                    }
                })
        }}
        {move || {
            elsewhere
                .get()
                .then(|| view! { <Notice tone=Tone::Warn><p>{t!(i18n, cases.drafts.elsewhere)}</p></Notice> })
        }}
        {move || {
            drafts
                .unkept
                .get()
                .map(|error| {
                    let words = move || match error {
                        StoreError::Full => t_string!(i18n, cases.drafts.unkept_full),
                        StoreError::Unavailable => t_string!(i18n, cases.drafts.unkept_private),
                        StoreError::Failed => t_string!(i18n, cases.drafts.unkept_failed),
                    };
                    view! { <Notice tone=Tone::Warn><p>{words}</p></Notice> }
                })
        }}
    }
}

/// At an entry that is being read: its change was begun and not saved.
#[component]
pub(crate) fn EntryDraft(
    /// Form code.
    #[prop(into)]
    form: String,
    /// The entry; none where it is not written yet.
    #[prop(optional_no_strip)]
    record: Option<RecordId>,
    /// Called to go on writing.
    #[prop(into)]
    on_go_on: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let drafts = file.area.memory.drafts;
    let key = DraftKey { case: file.id, new_case: false, form, record };
    let draft = Memo::new(move |_| drafts.listed().into_iter().find(|item| item.key == key));
    move || {
        draft.get().filter(|_| file.writable()).map(|item| {
            let at = item.at;
            let words =
                move || t_string!(i18n, cases.drafts.begun_here, when = when(file.area, at)).to_string();
            let discard = move |_| {
                let dropped = drafts.drop(item.id);
                drafts.offer_undo(dropped.into_iter().collect(), |_| {});
            };
            view! {
                <Notice tone=Tone::Accent>
                    <p>{words}</p>
                    <div class="actions">
                        <Button class="btn-small" on_click=move |_| on_go_on.run(())>
                            {t!(i18n, cases.drafts.go_on)}
                        </Button>
                        <Button class="btn-small" on_click=discard>{t!(i18n, cases.drafts.discard)}</Button>
                    </div>
                </Notice>
            }
        })
    }
}
