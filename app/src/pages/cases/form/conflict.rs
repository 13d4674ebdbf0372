//! "Jemand hat inzwischen gespeichert": both versions side by side, field by field.
use std::collections::BTreeMap;

use leptos::prelude::*;
use vault::view::{Entry, Texts};

use super::{
    Editor, Values,
    merge::{Contradiction, Merge, merge},
    show::fact_words,
};
use crate::{
    components::{Button, ButtonKind, Dialog},
    i18n::{t, t_string, use_i18n},
    pages::cases::area::{Area, instant_text},
    platform,
};
use api::configuration::FieldKind;

/// What stands in an entry, as the content of a form.
pub(crate) fn values_of(entry: &Entry) -> Values {
    let texts = match &entry.texts {
        Texts::Open(texts) => Some(texts),
        Texts::Hidden(_) => None,
    };
    Values::of(&entry.facts, texts)
}

/// The dialog. Closing it leads back to the writing, with everything as it was.
#[component]
pub(crate) fn ConflictDialog(
    /// What is being written here.
    editor: Editor,
    /// What somebody else saved in between; the dialog is open while there is something.
    conflict: RwSignal<Option<Entry>>,
    /// Called with the other version once the person has chosen; the fields then hold the united content.
    #[prop(into)]
    on_united: Callback<Entry>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if conflict.with(Option::is_some) {
            open.set(true);
        }
    });
    view! {
        <Dialog
            open=open
            title=move || t_string!(i18n, cases.conflict.title)
            class="dialog-wide"
            on_close=move |()| conflict.set(None)
        >
            {move || {
                conflict
                    .get()
                    .map(|theirs| view! { <Choice editor=editor theirs=theirs open=open on_united=on_united/> })
            }}
        </Dialog>
    }
}

#[component]
fn Choice(editor: Editor, theirs: Entry, open: RwSignal<bool>, on_united: Callback<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let Merge { united, taken, contradictions } =
        untrack(|| merge(&editor.base(), &editor.values(), &values_of(&theirs)));
    let name = theirs.author.name.clone();
    let when = untrack(|| platform::format_date_time(area.language(), &instant_text(theirs.at)));
    let taken = untrack(|| taken.iter().map(|key| label(area, editor, key)).collect::<Vec<_>>().join(", "));
    // True: what was typed here holds.
    let mine: BTreeMap<String, RwSignal<bool>> =
        contradictions.iter().map(|one| (one.key.clone(), RwSignal::new(true))).collect();
    let choices = StoredValue::new((united, contradictions.clone(), mine.clone()));
    let other = StoredValue::new(theirs.clone());
    let save = move |_| {
        let united = choices.with_value(|(united, contradictions, mine)| {
            let mut united = united.clone();
            for one in contradictions {
                if mine.get(&one.key).is_some_and(|mine| !mine.get_untracked()) {
                    united.set(&one.key, one.theirs.clone());
                }
            }
            united
        });
        open.set(false);
        editor.fill(&united);
        on_united.run(other.get_value());
    };
    let none = contradictions.is_empty();
    let by = name.clone();
    let withdrawn_by = name.clone();
    let rows = contradictions
        .into_iter()
        .filter_map(|one| {
            let mine = *mine.get(&one.key)?;
            Some(view! { <Row editor=editor one=one mine=mine name=name.clone()/> })
        })
        .collect_view();
    view! {
        <p>{move || t_string!(i18n, cases.conflict.by, name = by.clone(), when = when.clone()).to_string()}</p>
        {theirs
            .withdrawn
            .then(|| {
                view! {
                    <p>
                        {move || t_string!(i18n, cases.conflict.withdrawn, name = withdrawn_by.clone()).to_string()}
                    </p>
                }
            })}
        {(!taken.is_empty())
            .then(|| {
                view! {
                    <p class="muted">
                        {move || t_string!(i18n, cases.conflict.taken, fields = taken.clone()).to_string()}
                    </p>
                }
            })}
        <p>
            {move || {
                if none { t_string!(i18n, cases.conflict.united) } else { t_string!(i18n, cases.conflict.choose) }
            }}
        </p>
        {rows}
        <div class="actions actions-end">
            <Button on_click=move |_| open.set(false)>{t!(i18n, cases.conflict.back)}</Button>
            <Button kind=ButtonKind::Primary on_click=save>{t!(i18n, cases.conflict.save)}</Button>
        </div>
    }
}

/// One field with both versions; a radio button says which holds.
#[component]
fn Row(editor: Editor, one: Contradiction, mine: RwSignal<bool>, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let group = crate::components::unique_id("conflict");
    let version = move |key: &str, text: &str| {
        let shown = shown(area, editor, key, text);
        if shown.is_empty() { t_string!(i18n, cases.conflict.nothing).to_owned() } else { shown }
    };
    let (own, other) = untrack(|| (version(&one.key, &one.mine), version(&one.key, &one.theirs)));
    let title = untrack(|| label(area, editor, &one.key));
    view! {
        <fieldset class="conflict">
            <legend>{title}</legend>
            <label class="conflict-version">
                <span class="check">
                    <input type="radio" name=group.clone() prop:checked=mine on:change=move |_| mine.set(true)/>
                    <span>{t!(i18n, cases.conflict.mine)}</span>
                </span>
                <span class="long-text" dir="auto">{own}</span>
            </label>
            <label class="conflict-version">
                <span class="check">
                    <input type="radio" name=group prop:checked=move || !mine.get() on:change=move |_| mine.set(false)/>
                    <span>{move || t_string!(i18n, cases.conflict.theirs, name = name.clone()).to_string()}</span>
                </span>
                <span class="long-text" dir="auto">{other}</span>
            </label>
        </fieldset>
    }
}

/// What a field is called; those that exist once per dimension with its name.
fn label(area: Area, editor: Editor, key: &str) -> String {
    let configuration = area.configuration();
    let form = editor.form();
    configuration.field(&form, key).map_or_else(
        || key.to_owned(),
        |field| match field.dimension {
            Some(dimension) => {
                format!("{}: {}", area.label(&dimension.label), area.label(&field.field.label))
            }
            None => area.label(&field.field.label),
        },
    )
}

/// The content of a field in words.
fn shown(area: Area, editor: Editor, key: &str, text: &str) -> String {
    let configuration = area.configuration();
    let form = editor.form();
    let Some(field) = configuration.field(&form, key) else { return text.to_owned() };
    let FieldKind::Clear(kind) = &field.field.kind else { return text.to_owned() };
    // The same words as when reading: by way of the facts that would be stored. A value that is not valid stays text.
    super::values::read_clear(&configuration, kind, text)
        .ok()
        .and_then(|fact| fact_words(area, kind, Some(&fact)))
        .unwrap_or_else(|| text.to_owned())
}
