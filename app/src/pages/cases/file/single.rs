//! A section with the one entry of a form: person, help.
use leptos::{prelude::*, text_prop::TextProp};

use super::{CaseFile, entry_view::Reading, section::SectionHeading};
use crate::{
    components::{Button, ButtonKind, Card, EmptyState},
    i18n::{t, t_string, use_i18n},
    pages::cases::{
        drafts::{DraftKey, EntryDraft},
        form::{EntryForm, Values},
    },
};

/// The entry, or its form while it is being changed.
#[component]
pub(super) fn SingleSection(
    /// Form code.
    form: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let entry_now = untrack(|| file.single(form));
    let record = entry_now.map(|entry| entry.record);
    let key = DraftKey { case: file.id, new_case: false, form: form.to_owned(), record };
    // Whoever comes from a draft goes on writing at once.
    let editing = RwSignal::new(area.memory.drafts.wants(&key) && untrack(|| file.writable()));
    let entry = Memo::new(move |_| file.single(form));
    let there = Memo::new(move |_| entry.with(Option::is_some));
    let title = TextProp::from(move || {
        area.configuration().form(form).map(|form| area.label(&form.title)).unwrap_or_default()
    });
    let body = move || {
        if editing.get() {
            view! {
                <EntryForm
                    case=file.id
                    form=form
                    entry=entry.get_untracked()
                    initial=Values::default()
                    on_saved=move |entry| {
                        file.stored(entry);
                        editing.set(false);
                    }
                    on_cancel=move |()| editing.set(false)
                />
            }
            .into_any()
        } else if there.get() {
            view! {
                <EntryDraft form=form record=record on_go_on=move |()| editing.set(true)/>
                <Reading entry=entry editing=editing/>
            }
            .into_any()
        } else {
            view! {
                <EntryDraft form=form record=None on_go_on=move |()| editing.set(true)/>
                <EmptyState
                    icon="file-text"
                    title=move || t_string!(i18n, cases.file.not_filled_title)
                    text=move || t_string!(i18n, cases.file.not_filled_text)
                >
                    <Show when=move || file.writable()>
                        <Button kind=ButtonKind::Primary icon="pencil" on_click=move |_| editing.set(true)>
                            {t!(i18n, cases.file.fill)}
                        </Button>
                    </Show>
                </EmptyState>
            }
            .into_any()
        }
    };
    view! {
        <section class="stack single-section">
            <SectionHeading title=title/>
            <Card>{body}</Card>
        </section>
    }
}
