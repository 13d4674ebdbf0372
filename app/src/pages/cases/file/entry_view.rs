//! One entry to be read, with everything that can be done with it.
use api::{configuration::known, ids::RecordId};
use leptos::{prelude::*, text_prop::TextProp};
use vault::{
    WriteError,
    view::{Entry, Hidden, Text, Texts, Verification, WriteEntry},
};

use super::{
    CaseFile,
    history::History,
    records::{BackToList, Records},
    section_path,
};
use crate::{
    components::{Button, ButtonKind, Card, Dialog, EmptyState, Notice, Sealed, TextArea, Tone},
    errors::Words,
    i18n::{t, t_string, td_string, use_i18n},
    pages::cases::{
        area::{Area, instant_text},
        drafts::{DraftKey, EntryDraft},
        form::{EntryForm, EntryTerms, FormActions, SaveFailure, Saver, SaverNotices, Values, values_of},
    },
    platform,
};

/// The entry, or its form while it is being changed.
#[component]
pub(super) fn EntryView(
    /// Which entries.
    records: Records,
    /// The entry.
    record: RecordId,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let key =
        DraftKey { case: file.id, new_case: false, form: records.form.to_owned(), record: Some(record) };
    // Whoever comes from a draft goes on writing at once.
    let editing = RwSignal::new(area.memory.drafts.wants(&key) && untrack(|| file.writable()));
    let entry = Memo::new(move |_| file.entry(record));
    let there = Memo::new(move |_| entry.with(Option::is_some));
    let back = section_path(file.id, records.slug);
    let back = StoredValue::new(back);
    let title = TextProp::from(move || {
        if editing.get() {
            (records.edit)(area.locale()).to_owned()
        } else {
            entry
                .get()
                .and_then(|entry| (records.heading)(file, &entry))
                .unwrap_or_else(|| (records.title)(area.locale()).to_owned())
        }
    });
    let body = move || {
        if editing.get() {
            let entry = entry.get_untracked();
            view! {
                <EntryForm
                    case=file.id
                    form=records.form
                    entry=entry
                    on_saved=move |entry| {
                        file.stored(entry);
                        editing.set(false);
                    }
                    on_cancel=move |()| editing.set(false)
                />
            }
            .into_any()
        } else {
            view! {
                <EntryDraft form=records.form record=Some(record) on_go_on=move |()| editing.set(true)/>
                <Reading entry=entry editing=editing headed=records.headed/>
            }
            .into_any()
        }
    };
    view! {
        <Show
            when=move || there.get()
            fallback=move || {
                view! {
                    <Card>
                        <EmptyState icon="file-search" title=move || t_string!(i18n, cases.file.no_entry_title)/>
                    </Card>
                }
            }
        >
            <Card title=title.clone()>
                <BackToList path=back.get_value()/>
                {body}
            </Card>
        </Show>
    }
}

/// The entry to be read.
#[component]
pub(super) fn Reading(
    /// The entry.
    entry: Memo<Option<Entry>>,
    /// Set to change it.
    editing: RwSignal<bool>,
    /// Fields that stand in the heading already, while they can be read.
    #[prop(default = &[])]
    headed: &'static [&'static str],
    /// The content stands elsewhere on the page, to be changed there: only what else there is to say and do.
    #[prop(optional)]
    around: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let withdrawing = RwSignal::new(false);
    move || {
        let entry = entry.get()?;
        let id = entry.record;
        let changeable = entry.texts.is_open() && entry.verification != Verification::Failed;
        let withdrawn = entry.withdrawn;
        let single = file
            .area
            .configuration()
            .form(&entry.form)
            .is_some_and(|form| form.cardinality == api::configuration::Cardinality::One);
        Some(view! {
            <div class="record-body stack-small" class:is-withdrawn=withdrawn>
                <EntryNotices entry=entry.clone()/>
                {(!withdrawn && !around)
                    .then(|| {
                        let without = if entry.texts.is_open() { headed } else { &[] };
                        view! {
                            <EntryTerms
                                form=entry.form.clone()
                                facts=entry.facts.clone()
                                texts=entry.texts.clone()
                                without=without
                            />
                        }
                    })}
                <Signature entry=entry.clone()/>
                <Show when=move || file.writable() && changeable>
                    <div class="actions">
                        {(!withdrawn && !around)
                            .then(|| {
                                view! {
                                    <Button icon="pencil" key="b" on_click=move |_| editing.set(true)>
                                        {t!(i18n, cases.entry.edit)}
                                    </Button>
                                }
                            })}
                        {(!withdrawn && !single)
                            .then(|| {
                                view! {
                                    <Button
                                        kind=ButtonKind::Quiet
                                        icon="undo-2"
                                        on_click=move |_| withdrawing.set(true)
                                    >
                                        {t!(i18n, cases.entry.withdraw)}
                                    </Button>
                                }
                            })}
                        {withdrawn.then(|| view! { <Restore record=id/> })}
                    </div>
                </Show>
                {(entry.revision > 1).then(|| view! { <History record=id form=entry.form.clone() on_take_up=move |()| editing.set(true)/> })}
                <Withdraw entry=entry open=withdrawing/>
            </div>
        })
    }
}

/// What must be known about an entry before reading it.
#[component]
fn EntryNotices(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    // With the key of an earlier epoch texts are closed without being damaged.
    let outdated = untrack(|| area.state.key_outdated());
    let broken = entry.verification == Verification::Failed
        || (matches!(entry.texts, Texts::Hidden(Hidden::Damaged)) && !outdated);
    let withheld = matches!(entry.texts, Texts::Hidden(Hidden::Withheld)) && !outdated;
    let by = entry.author.name.clone();
    let at = entry.at;
    let reason = entry.withdrawn.then(|| entry.texts.get(known::REASON));
    view! {
        {broken.then(|| view! { <Notice tone=Tone::Bad><p>{t!(i18n, cases.entry.unreadable)}</p></Notice> })}
        {withheld.then(|| view! { <Notice tone=Tone::Bad><p>{t!(i18n, cases.entry.withheld)}</p></Notice> })}
        {reason
            .map(|reason| {
                view! {
                    <Notice tone=Tone::Warn>
                        <p>
                            {move || {
                                let when = platform::format_date_time(area.language(), &instant_text(at));
                                t_string!(i18n, cases.entry.withdrawn_by, name = by.clone(), when = when).to_string()
                            }}
                        </p>
                        {match reason {
                            Text::Open(reason) => {
                                view! {
                                    <p>
                                        {move || {
                                            t_string!(i18n, cases.entry.withdrawn_reason, reason = reason.clone())
                                                .to_string()
                                        }}
                                    </p>
                                }
                                    .into_any()
                            }
                            Text::Sealed => view! { <Sealed/> }.into_any(),
                        }}
                    </Notice>
                }
            })}
    }
}

/// Who wrote it and when; who changed it last.
#[component]
pub(super) fn Signature(
    /// The entry.
    entry: Entry,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    let name = move |name: &str| {
        if name.is_empty() { t_string!(i18n, cases.entry.unknown_author).to_owned() } else { name.to_owned() }
    };
    let when = move |at: i64| platform::format_date_time(area.language(), &instant_text(at));
    let (first, last) = (entry.created_by.name.clone(), entry.author.name.clone());
    view! {
        <p class="muted signature">
            {move || {
                t_string!(i18n, cases.entry.written_by, name = name(&first), when = when(entry.created_at)).to_string()
            }}
            {move || {
                let when = when(entry.at);
                let words = t_string!(i18n, cases.entry.changed_by, name = name(&last), when = when).to_string();
                (entry.revision > 1).then(|| format!(" · {words}"))
            }}
        </p>
    }
}

/// Asks for a reason and withdraws.
#[component]
fn Withdraw(entry: Entry, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let saver = Saver::new(area);
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let target = StoredValue::new((entry.record, entry.revision));
    let error = Signal::derive(move || missing.get().then(|| t_string!(i18n, cases.form.missing).to_owned()));
    let withdraw = move || {
        missing.set(reason.with(|reason| reason.trim().is_empty()));
        if missing.get_untracked() {
            return platform::focus_first_invalid();
        }
        let (record, based_on) = target.get_value();
        let vault = area.vault.get();
        let text = reason.get_untracked();
        saver.run(async move { vault.withdraw_entry(file.id, record, based_on, text).await }, move |entry| {
            open.set(false);
            let (words, undo) = untrack(|| {
                (
                    t_string!(i18n, cases.entry.withdrawn_done).to_owned(),
                    t_string!(i18n, common.undo).to_owned(),
                )
            });
            let withdrawn = entry.clone();
            area.state.toasts.undo(words, undo, move || undo_withdrawal(file, withdrawn.clone()));
            file.stored(entry);
        });
    };
    // Somebody changed the entry meanwhile: it is shown as it is now, and can be withdrawn then.
    Effect::new(move |_| {
        if let Some(other) = saver.conflict.get() {
            target.set_value((other.record, other.revision));
            saver.failed(SaveFailure::Overtaken);
        }
    });
    view! {
        <Dialog open=open title=move || t_string!(i18n, cases.entry.withdraw_title)>
            <form
                class="form"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    withdraw();
                }
            >
                <p>{t!(i18n, cases.entry.withdraw_text)}</p>
                <TextArea
                    label=move || t_string!(i18n, cases.entry.withdraw_reason)
                    hint=move || t_string!(i18n, cases.entry.withdraw_hint)
                    value=reason
                    error=error
                    rows=2
                    sealed=true
                />
                <SaverNotices saver=saver/>
                <FormActions
                    saver=saver
                    on_cancel=move |()| open.set(false)
                    words=move || t_string!(i18n, cases.entry.withdraw_do)
                />
            </form>
        </Dialog>
    }
}

/// Makes a withdrawn entry valid again, with the content that it had before.
async fn restored(area: Area, entry: Entry) -> Result<Entry, WriteError> {
    let vault = area.vault.get();
    let configuration = area.configuration();
    let versions = vault.history(entry.case, entry.record).await.map_err(WriteError::Case)?;
    let before = versions
        .into_iter()
        .rev()
        .find(|version| !version.withdrawn && version.verification != Verification::Failed);
    let values = before.map_or_else(Values::default, |version| {
        values_of(&Entry { facts: version.facts, texts: version.texts, ..entry.clone() })
    });
    let form = configuration.form(&entry.form).ok_or(WriteError::Unreadable)?;
    let (facts, texts) = values.split(&configuration, form).map_err(|_| WriteError::Unreadable)?;
    let draft = vault::view::Draft { facts, texts };
    let write = WriteEntry {
        case: entry.case,
        record: entry.record,
        form: entry.form,
        based_on: entry.revision,
        draft,
    };
    vault.write_entry(write).await
}

/// Takes the withdrawal back that was just made, for whoever changes their mind; also from another page.
fn undo_withdrawal(file: CaseFile, entry: Entry) {
    let area = file.area;
    platform::spawn(async move {
        let locale = untrack(|| area.locale());
        match restored(area, entry).await {
            Ok(entry) => {
                area.state.toasts.good(td_string!(locale, cases.entry.restored).to_owned());
                // The case may have been left meanwhile.
                if file.view.try_with_untracked(|_| ()).is_some() {
                    file.stored(entry);
                }
            }
            Err(error) => {
                let failure = SaveFailure::Write(Box::new(error));
                area.state.toasts.bad(failure.words(locale));
            }
        }
    });
}

/// Offers to make a withdrawn entry valid again.
#[component]
fn Restore(record: RecordId) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let saver = Saver::new(area);
    let restore = move |_| {
        let Some(entry) = untrack(|| file.entry(record)) else { return };
        saver.run(restored(area, entry), move |entry| {
            area.state.toasts.good(untrack(|| t_string!(i18n, cases.entry.restored).to_owned()));
            file.stored(entry);
        });
    };
    view! {
        <Button icon="rotate-ccw" busy=saver.busy on_click=restore>{t!(i18n, cases.entry.restore)}</Button>
        <SaverNotices saver=saver/>
    }
}
