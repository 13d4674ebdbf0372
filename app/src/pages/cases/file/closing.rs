//! Closing and reopening a case.
use api::configuration::{Due, FieldKind, known};
use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::Entry;

use super::{CaseFile, entry_view::Signature, goals::is_done, history::History, section::SectionHeading};
use crate::{
    components::{Button, ButtonKind, Card, ConfirmDialog, HelpTopic, Icon, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{
        drafts::{DraftKey, EntryDraft, FormNotices},
        form::{
            ConflictDialog, Editor, EntryTerms, FieldInput, FormActions, FormProblems, Saver, SaverNotices,
            SealedLegend, UnsavedGuard, Values, cell_class, values_of,
        },
    },
    platform,
};

/// The closing: what is still missing, the form, or the closing as it stands.
#[component]
pub(super) fn Closing() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let closed = Memo::new(move |_| file.with(|case| case.closed).unwrap_or(false));
    view! {
        <section class="stack single-section">
            <SectionHeading title=move || t_string!(i18n, cases.closing.title) help=HelpTopic::Dropout/>
            <Show when=move || closed.get() fallback=Running>
                <Closed/>
            </Show>
        </section>
    }
}

/// The case is open: what is missing before it can be closed well, and the form.
#[component]
fn Running() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    // Whoever comes from a draft goes on writing at once.
    let writing =
        RwSignal::new(file.area.memory.drafts.wants(&closing_key(file)) && untrack(|| file.writable()));
    let begun = move || {
        let record = closing_key(file).record;
        view! { <EntryDraft form=known::CLOSING record=record on_go_on=move |()| writing.set(true)/> }
    };
    let writable = Memo::new(move |_| file.writable());
    let reopened = Memo::new(move |_| file.single(known::CLOSING));
    let no_end_rating = Memo::new(move |_| !has_end_rating(file));
    let open_goals = Memo::new(move |_| file.valid(known::GOAL).iter().filter(|goal| !is_done(goal)).count());
    view! {
        <Card title=move || t_string!(i18n, cases.closing.running_title)>
            <p>{t!(i18n, cases.closing.running_text)}</p>
            <ul class="stack-small">
                <Show when=move || no_end_rating.get()>
                    <li class="closing-check">
                        <Icon name="triangle-alert"/>
                        <span>{t!(i18n, cases.closing.end_rating_missing)}</span>
                    </li>
                </Show>
                <Show when=move || open_goals.get() != 0>
                    <li class="closing-check">
                        <Icon name="target"/>
                        <span>
                            {move || t_string!(i18n, cases.closing.open_goals, count = open_goals.get()).to_string()}
                        </span>
                    </li>
                </Show>
            </ul>
            <Show when=move || writable.get() && !writing.get()>
                <div class="actions">
                    <Button kind=ButtonKind::Primary icon="archive" on_click=move |_| writing.set(true)>
                        {t!(i18n, cases.closing.close)}
                    </Button>
                </div>
            </Show>
            <Show when=move || writing.get() fallback=begun>
                <ClosingForm writing=writing/>
            </Show>
            {move || {
                reopened
                    .get()
                    .filter(|entry| entry.revision > 1)
                    .map(|entry| view! { <History record=entry.record form=known::CLOSING.to_owned()/> })
            }}
        </Card>
    }
}

fn has_end_rating(file: CaseFile) -> bool {
    let configuration = file.area.configuration();
    let ends: Vec<&str> = configuration
        .time_points
        .iter()
        .filter(|time_point| matches!(time_point.due, Due::AtEnd))
        .map(|time_point| time_point.code.as_str())
        .collect();
    file.valid(known::RATING)
        .iter()
        .any(|sheet| sheet.facts.code(known::TIME_POINT).is_some_and(|code| ends.contains(&code)))
}

/// What the draft of a closing belongs to.
fn closing_key(file: CaseFile) -> DraftKey {
    let existing = untrack(|| file.single(known::CLOSING));
    let record = existing.map(|entry| entry.record);
    DraftKey { case: file.id, new_case: false, form: known::CLOSING.to_owned(), record }
}

/// The form `closing` without its state, which the vault adds.
#[component]
fn ClosingForm(writing: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let key = closing_key(file);
    let mut values = Values::default();
    values.set(known::STATE, known::CLOSED);
    values.set(known::DATE, platform::today_iso());
    let editor = Editor::begin(area, key, values, None)?;
    let saver = Saver::new(area);
    let kind_missing = RwSignal::new(false);
    let save = move || {
        let Some(mut draft) = editor.check() else { return };
        kind_missing.set(draft.facts.code(known::KIND).is_none());
        if kind_missing.get_untracked() {
            return;
        }
        draft.facts.remove(known::STATE);
        let vault = area.vault.get();
        saver.run(async move { vault.close_case(file.id, draft).await }, move |entry: Entry| {
            editor.saved(None);
            writing.set(false);
            area.state.toasts.good(untrack(|| t_string!(i18n, cases.closing.closed_done).to_owned()));
            file.stored(entry);
            area.load_rows();
        });
    };
    let united = move |theirs: Entry| {
        editor.rebase(values_of(&theirs), None);
        save();
    };
    let fields = editor
        .form()
        .fields
        .into_iter()
        .filter(|field| field.code != known::STATE)
        .map(|mut field| {
            // The statistics need to know how a help ended, although a reopened case has no kind of ending.
            field.required |= field.code == known::KIND && !matches!(field.kind, FieldKind::Sealed(_));
            view! {
                <div class=cell_class(&field)>
                    <FieldInput editor=editor key=field.code.clone() field=field.clone()/>
                </div>
            }
        })
        .collect_view();
    Some(view! {
        <form
            class="form"
            novalidate=true
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
        >
            <FormNotices editor=editor/>
            <FormProblems editor=editor/>
            <Show when=move || kind_missing.get()>
                <Notice tone=Tone::Bad><p>{t!(i18n, cases.closing.kind_missing)}</p></Notice>
            </Show>
            <div class="form-grid">{fields}</div>
            <SealedLegend/>
            <SaverNotices saver=saver/>
            <FormActions
                saver=saver
                on_cancel=move |()| {
                    editor.discard();
                    writing.set(false);
                }
                words=move || t_string!(i18n, cases.closing.close)
            />
        </form>
        <UnsavedGuard
            changed=Signal::derive(move || editor.is_changed() && !saver.busy.get())
            discard=move |()| editor.discard()
        />
        <ConflictDialog editor=editor conflict=saver.conflict on_united=united/>
    })
}

/// The closing as it stands, and the way to reopen.
#[component]
fn Closed() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let entry = Memo::new(move |_| file.single(known::CLOSING));
    let asking = RwSignal::new(false);
    let saver = Saver::new(area);
    let may = Memo::new(move |_| area.state.opens_cases() && area.state.is_open());
    let reopen = move |()| {
        let vault = area.vault.get();
        let day = platform::today_iso();
        saver.run(async move { vault.reopen_case(file.id, day).await }, move |entry| {
            asking.set(false);
            area.state.toasts.good(untrack(|| t_string!(i18n, cases.closing.reopened_done).to_owned()));
            file.stored(entry);
            area.load_rows();
        });
    };
    view! {
        <Card title=move || t_string!(i18n, cases.closing.closed_title)>
            {move || {
                entry
                    .get()
                    .map(|entry| {
                        view! {
                            <EntryTerms
                                form=known::CLOSING
                                facts=entry.facts.clone()
                                texts=entry.texts.clone()
                                without=&[known::STATE]
                            />
                            <Signature entry=entry.clone()/>
                            {(entry.revision > 1)
                                .then(|| view! { <History record=entry.record form=known::CLOSING.to_owned()/> })}
                        }
                    })
            }}
            <Show when=move || may.get()>
                <div class="actions">
                    <Button icon="archive-restore" on_click=move |_| asking.set(true)>
                        {t!(i18n, cases.closing.reopen)}
                    </Button>
                </div>
            </Show>
            <SaverNotices saver=saver/>
        </Card>
        <ConfirmDialog
            open=asking
            title=move || t_string!(i18n, cases.closing.reopen_title)
            confirm=move || t_string!(i18n, cases.closing.reopen)
            busy=saver.busy
            on_confirm=reopen
        >
            <p>{t!(i18n, cases.closing.reopen_text)}</p>
            <SaverNotices saver=saver/>
        </ConfirmDialog>
    }
}
