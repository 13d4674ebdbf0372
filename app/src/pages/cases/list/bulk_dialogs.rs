//! What is asked before many cases are given to somebody else or closed.
use api::configuration::{ClearKind, FieldKind, known};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    super::{area::Area, assignment::people},
    bulk::{Bulk, Deed},
    query::NO_UNIT,
};
use crate::{
    components::{Button, ButtonKind, Choice, Dialog, Select},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// To whom, and into which unit.
#[component]
pub(super) fn AssignMany(open: RwSignal<bool>, bulk: Bulk, count: Memo<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let responsible = RwSignal::new(String::new());
    let unit = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let people = Signal::derive(move || people(area));
    let units = Signal::derive(move || {
        let mut choices = vec![
            Choice::new("", t_string!(i18n, cases.list.unit_stays)),
            Choice::new(NO_UNIT, t_string!(i18n, cases.list.whole_organisation)),
        ];
        area.overview.with(|overview| {
            for unit in overview.iter().flat_map(|overview| &overview.units) {
                choices.push(Choice::new(unit.id.to_string(), unit.name.clone()));
            }
        });
        choices
    });
    let error = Signal::derive(move || missing.get().then(|| t_string!(i18n, cases.form.choose).to_owned()));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(person) = responsible.get_untracked().parse() else {
            missing.set(true);
            return platform::focus_first_invalid();
        };
        missing.set(false);
        let chosen = unit.get_untracked();
        let unit = match chosen.as_str() {
            "" => None,
            NO_UNIT => Some(None),
            unit => unit.parse().ok().map(Some),
        };
        open.set(false);
        bulk.start(Deed::Assign { responsible: person, unit });
    };
    view! {
        <Dialog open=open title=move || t_string!(i18n, cases.list.assign_title, count = count.get()).to_string()>
            <form class="form" novalidate=true on:submit=send>
                <p>{t!(i18n, cases.list.assign_text)}</p>
                <Select
                    label=move || t_string!(i18n, cases.access.responsible)
                    value=responsible
                    choices=people
                    error=error
                />
                <Select label=move || t_string!(i18n, cases.access.unit) value=unit choices=units no_empty=true/>
                <div class="actions actions-end">
                    <Button on_click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                    <button type="submit" class="btn btn-primary">{t!(i18n, cases.list.assign_do)}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// When, and how the help ended.
#[component]
pub(super) fn CloseMany(open: RwSignal<bool>, bulk: Bulk, count: Memo<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let kind = RwSignal::new(String::new());
    let date = RwSignal::new(platform::today_iso());
    let missing = RwSignal::new(false);
    let kinds = Signal::derive(move || {
        let configuration = area.configuration();
        let list = configuration.form(known::CLOSING).and_then(|form| {
            form.fields.iter().find(|field| field.code == known::KIND).and_then(|field| match &field.kind {
                FieldKind::Clear(ClearKind::Code { list }) => Some(list.clone()),
                _ => None,
            })
        });
        let list = list.and_then(|list| configuration.lists.iter().find(|one| one.code == list).cloned());
        let codes = list.into_iter().flat_map(|list| list.entries);
        codes.map(|code| Choice::new(code.code.clone(), area.label(&code.label))).collect::<Vec<_>>()
    });
    let error = Signal::derive(move || missing.get().then(|| t_string!(i18n, cases.form.choose).to_owned()));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (date, kind) = (date.get_untracked(), kind.get_untracked());
        if kind.is_empty() || date.is_empty() {
            missing.set(kind.is_empty());
            return platform::focus_first_invalid();
        }
        missing.set(false);
        open.set(false);
        bulk.start(Deed::Close { date, kind });
    };
    let id = crate::components::unique_id("closing-date");
    let id = StoredValue::new(id);
    view! {
        <Dialog open=open title=move || t_string!(i18n, cases.list.close_title, count = count.get()).to_string()>
            <form class="form" novalidate=true on:submit=send>
                <p>{t!(i18n, cases.list.close_text)}</p>
                <div class="field">
                    <label for=id.get_value()>{t!(i18n, cases.list.close_date)}</label>
                    <input
                        id=id.get_value()
                        class="input field-short"
                        type="date"
                        required=true
                        prop:value=date
                        on:input=move |event| date.set(event_target_value(&event))
                    />
                </div>
                <Select label=move || t_string!(i18n, cases.list.close_kind) value=kind choices=kinds error=error/>
                <div class="actions actions-end">
                    <Button on_click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                    <Button kind=ButtonKind::Primary submit=true>{t!(i18n, cases.list.close_do)}</Button>
                </div>
            </form>
        </Dialog>
    }
}
