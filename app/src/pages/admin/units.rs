use api::{ids::UnitId, organisations::UnitView};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    Failure,
    area::{AdminArea, tree},
};
use crate::{
    components::{
        Button, ButtonKind, Card, Choice, ConfirmDialog, Dialog, EmptyState, PageHeader, Select, TextField,
    },
    i18n::{t, t_string, use_i18n},
    load::Loaded,
};

/// What the dialog is about.
#[derive(Clone)]
enum Editing {
    New { parent: Option<UnitId> },
    Change(UnitView),
}

/// The org chart as a tree.
#[component]
pub(super) fn UnitsSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let editing = RwSignal::new(None::<Editing>);
    let edit_open = RwSignal::new(false);
    let removing = RwSignal::new(None::<UnitView>);
    let remove_open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let edit = move |what: Editing| {
        failure.set(None);
        editing.set(Some(what));
        edit_open.set(true);
    };
    let remove = move |unit: UnitView| {
        failure.set(None);
        removing.set(Some(unit));
        remove_open.set(true);
    };
    let confirm_remove = Callback::new(move |()| {
        let (Some(id), Some(unit)) = (area.id(), removing.get_untracked()) else { return };
        let vault = area.vault.get();
        area.act(busy, failure, async move { vault.remove_unit(id, unit.id).await }, move |()| {
            remove_open.set(false);
            area.state.toasts.good(t_string!(i18n, admin.units.saved));
        });
    });
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.units.title)
                subtitle=move || t_string!(i18n, admin.units.subtitle)
                actions=ViewFn::from(move || {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            icon="plus"
                            on_click=move |_| edit(Editing::New { parent: None })
                        >
                            {t!(i18n, admin.units.add_root)}
                        </Button>
                    }
                })
            />
            <Loaded loader=area.organisation let:organisation>
                <Card class="card-flush">
                    {if organisation.units.is_empty() {
                        view! {
                            <EmptyState
                                icon="network"
                                title=move || t_string!(i18n, admin.units.empty_title)
                                text=move || t_string!(i18n, admin.units.empty_text)
                            />
                        }
                            .into_any()
                    } else {
                        let people = organisation.people.clone();
                        let rows = tree(&organisation.units)
                            .into_iter()
                            .map(|(depth, unit)| {
                                let count = people
                                    .iter()
                                    .filter(|person| {
                                        person.person.grants.iter().any(|grant| grant.unit == Some(unit.id))
                                    })
                                    .count();
                                let (below, change, gone) = (unit.id, unit.clone(), unit.clone());
                                let name = StoredValue::new(unit.name.clone());
                                view! {
                                    <li class=format!("tree-row depth-{}", depth.min(6))>
                                        <span class="tree-name">{name.get_value()}</span>
                                        <span class="muted">
                                            {t!(i18n, admin.units.people_here, count = move || count)}
                                        </span>
                                        <span class="row-actions">
                                            <Button
                                                kind=ButtonKind::Quiet
                                                class="btn-small"
                                                icon="plus"
                                                on_click=move |_| edit(Editing::New { parent: Some(below) })
                                            >
                                                {t!(i18n, admin.units.add_below)}
                                                <span class="visually-hidden">" " {name.get_value()}</span>
                                            </Button>
                                            <Button
                                                kind=ButtonKind::Quiet
                                                class="btn-small"
                                                icon="pencil"
                                                on_click=move |_| edit(Editing::Change(change.clone()))
                                            >
                                                {t!(i18n, admin.units.rename)}
                                                <span class="visually-hidden">" " {name.get_value()}</span>
                                            </Button>
                                            <Button
                                                kind=ButtonKind::Quiet
                                                class="btn-small"
                                                icon="trash-2"
                                                on_click=move |_| remove(gone.clone())
                                            >
                                                {t!(i18n, admin.units.remove)}
                                                <span class="visually-hidden">" " {name.get_value()}</span>
                                            </Button>
                                        </span>
                                    </li>
                                }
                            })
                            .collect_view();
                        view! { <ul class="tree">{rows}</ul> }.into_any()
                    }}
                </Card>
            </Loaded>
            <Dialog
                open=edit_open
                title=move || match editing.get() {
                    Some(Editing::Change(_)) => t_string!(i18n, admin.units.edit_title),
                    _ => t_string!(i18n, admin.units.new_title),
                }
            >
                {move || editing.get().map(|editing| view! { <UnitForm editing open=edit_open busy failure/> })}
            </Dialog>
            <ConfirmDialog
                open=remove_open
                title=move || {
                    let name = removing.get().map(|unit| unit.name).unwrap_or_default();
                    t_string!(i18n, admin.units.remove_title, name = name).to_string()
                }
                confirm=move || t_string!(i18n, admin.units.remove)
                danger=true
                busy=busy
                on_confirm=confirm_remove
            >
                <p>{t!(i18n, admin.units.remove_text)}</p>
                <Failure words=failure/>
            </ConfirmDialog>
        </div>
    }
}

#[component]
fn UnitForm(
    editing: Editing,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let (own, name, parent, position) = match editing {
        Editing::New { parent } => (None, String::new(), parent, None),
        Editing::Change(unit) => (Some(unit.id), unit.name, unit.parent, Some(unit.position)),
    };
    let name = RwSignal::new(name);
    let parent = RwSignal::new(parent.map(|id| id.to_string()).unwrap_or_default());
    let submitted = RwSignal::new(false);
    let units =
        move || area.organisation.value.get().map(|organisation| organisation.units).unwrap_or_default();
    let choices = Signal::derive(move || {
        let units = units();
        let forbidden = own.map(|own| with_all_below(&units, own)).unwrap_or_default();
        let mut choices = vec![Choice::new("", t_string!(i18n, admin.units.parent_none))];
        choices.extend(tree(&units).into_iter().filter(|(_, unit)| !forbidden.contains(&unit.id)).map(
            |(depth, unit)| Choice::new(unit.id.to_string(), format!("{}{}", "– ".repeat(depth), unit.name)),
        ));
        choices
    });
    let name_error = Signal::derive(move || {
        (submitted.get() && name.with(|name| name.trim().is_empty()))
            .then(|| t_string!(i18n, admin.units.name_missing).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let text = name.get_untracked().trim().to_owned();
        let Some(id) = area.id().filter(|_| !text.is_empty()) else { return };
        let above = parent.get_untracked().parse::<UnitId>().ok();
        let vault = area.vault.get();
        let next = untrack(units).iter().filter(|unit| unit.parent == above).count();
        let position = position.unwrap_or_else(|| u32::try_from(next).unwrap_or(u32::MAX));
        let deed = async move {
            match own {
                Some(own) => {
                    vault.change_unit(id, UnitView { id: own, parent: above, name: text, position }).await
                }
                None => vault.add_unit(id, above, text, position).await.map(|_| ()),
            }
        };
        area.act(busy, failure, deed, move |()| {
            open.set(false);
            area.state.toasts.good(t_string!(i18n, admin.units.saved));
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate=true>
            <TextField
                label=move || t_string!(i18n, admin.units.name)
                hint=move || t_string!(i18n, admin.units.name_hint)
                value=name
                error=name_error
                max_length=120
            />
            <Select
                label=move || t_string!(i18n, admin.units.parent)
                value=parent
                choices=choices
                no_empty=true
            />
            <Failure words=failure/>
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>{t!(i18n, common.save)}</Button>
            </div>
        </form>
    }
}

/// A unit and all units below it: none of them can become its parent.
fn with_all_below(units: &[UnitView], unit: UnitId) -> Vec<UnitId> {
    let mut all = vec![unit];
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        for child in units.iter().filter(|child| child.parent == Some(parent)) {
            if !all.contains(&child.id) {
                all.push(child.id);
            }
        }
        next += 1;
    }
    all
}
