//! Who works on a case: unit, responsible person, stand-in, team. Shared by the new case and the case file.
use api::{
    ids::{AccountId, UnitId},
    organisations::{MemberState, opens_cases},
};
use leptos::prelude::*;
use vault::view::AssignmentView;

use super::area::Area;
use crate::{
    components::{Choice, Icon, Select, unique_id},
    i18n::{t, t_string, use_i18n},
};

/// The choice while it is being made; copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Assignment {
    unit: RwSignal<String>,
    responsible: RwSignal<String>,
    deputy: RwSignal<String>,
    team: RwSignal<Vec<String>>,
    missing: RwSignal<bool>,
}

/// The choice as it is sent.
pub(super) struct Chosen {
    /// Unit; none = the organisation itself.
    pub(super) unit: Option<UnitId>,
    /// Responsible person.
    pub(super) responsible: AccountId,
    /// Stand-in.
    pub(super) deputy: Option<AccountId>,
    /// Further members of the team.
    pub(super) team: Vec<AccountId>,
}

impl Assignment {
    /// For a new case: the person who is logged in, in the unit of the own rights.
    pub(super) fn for_me(area: Area) -> Self {
        let (me, unit) = untrack(|| {
            let unit = area.state.grants().into_iter().find_map(|grant| grant.unit);
            (area.me(), unit)
        });
        Self {
            unit: RwSignal::new(unit.map(|unit| unit.to_string()).unwrap_or_default()),
            responsible: RwSignal::new(me.map(|me| me.to_string()).unwrap_or_default()),
            deputy: RwSignal::new(String::new()),
            team: RwSignal::new(Vec::new()),
            missing: RwSignal::new(false),
        }
    }

    /// As the case is assigned now.
    pub(super) fn of(view: &AssignmentView) -> Self {
        Self {
            unit: RwSignal::new(view.unit.map(|unit| unit.to_string()).unwrap_or_default()),
            responsible: RwSignal::new(view.responsible.account.to_string()),
            deputy: RwSignal::new(
                view.deputy.as_ref().map(|one| one.account.to_string()).unwrap_or_default(),
            ),
            team: RwSignal::new(view.team.iter().map(|one| one.account.to_string()).collect()),
            missing: RwSignal::new(false),
        }
    }

    /// The choice; none (and marked) without a responsible person.
    pub(super) fn check(self) -> Option<Chosen> {
        let responsible = self.responsible.get_untracked().parse().ok();
        self.missing.set(responsible.is_none());
        let responsible: AccountId = responsible?;
        let deputy = self.deputy.get_untracked().parse().ok().filter(|deputy| *deputy != responsible);
        let team: Vec<AccountId> =
            self.team.get_untracked().iter().filter_map(|id| id.parse().ok()).collect();
        Some(Chosen {
            unit: self.unit.get_untracked().parse().ok(),
            responsible,
            deputy,
            team: team.into_iter().filter(|one| *one != responsible && Some(*one) != deputy).collect(),
        })
    }

    /// Whether this person is part of the choice. Reactive.
    pub(super) fn includes(self, account: AccountId) -> bool {
        let id = account.to_string();
        self.responsible.get() == id || self.deputy.get() == id || self.team.get().contains(&id)
    }

    /// Everything chosen, for telling whether it was changed. Reactive.
    pub(super) fn fingerprint(self) -> String {
        format!("{} {} {} {:?}", self.unit.get(), self.responsible.get(), self.deputy.get(), self.team.get())
    }
}

/// The fields.
#[component]
pub(super) fn AssignmentFields(
    /// The choice.
    assignment: Assignment,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let people = Signal::derive(move || people(area));
    let units = Signal::derive(move || {
        area.overview.with(|overview| {
            overview
                .iter()
                .flat_map(|overview| &overview.units)
                .map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let unit_choices = Signal::derive(move || {
        let mut all = vec![Choice::new("", t_string!(i18n, cases.access.no_unit))];
        all.extend(units.get());
        all
    });
    let missing = assignment.missing;
    let error = Signal::derive(move || missing.get().then(|| t_string!(i18n, cases.form.choose).to_owned()));
    view! {
        <div class="form-row">
            <Select
                label=move || t_string!(i18n, cases.access.unit)
                value=assignment.unit
                choices=unit_choices
                no_empty=true
            />
            <Select
                label=move || t_string!(i18n, cases.access.responsible)
                value=assignment.responsible
                choices=people
                error=error
            />
            <Select
                label=move || t_string!(i18n, cases.access.deputy)
                value=assignment.deputy
                choices=people
                optional=true
            />
        </div>
        <TeamField assignment=assignment people=people/>
    }
}

/// Whoever may open cases and has loaded the key once, by name.
pub(super) fn people(area: Area) -> Vec<Choice> {
    area.overview.with(|overview| {
        let mut all: Vec<Choice> = overview
            .iter()
            .flat_map(|overview| &overview.people)
            .filter(|person| {
                person.person.state == MemberState::Certified && opens_cases(&person.person.grants)
            })
            .map(|person| Choice::new(person.person.account.to_string(), person.person.display_name.clone()))
            .collect();
        all.sort_by_key(|choice| choice.label.to_lowercase());
        all
    })
}

#[component]
fn TeamField(assignment: Assignment, people: Signal<Vec<Choice>>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let id = unique_id("team");
    let team = assignment.team;
    let left = move || {
        let (team, responsible, deputy) = (team.get(), assignment.responsible.get(), assignment.deputy.get());
        people
            .get()
            .into_iter()
            .filter(|one| !team.contains(&one.value) && one.value != responsible && one.value != deputy)
            .collect::<Vec<_>>()
    };
    let members = move || {
        team.get()
            .into_iter()
            .map(|id| {
                let name = id.parse().map(|account: AccountId| area.person_name(account)).unwrap_or_default();
                let spoken = name.clone();
                view! {
                    <li class="chip">
                        {name}
                        <button
                            type="button"
                            class="chip-remove"
                            aria-label=move || {
                                t_string!(i18n, cases.access.remove_team, name = spoken.clone()).to_string()
                            }
                            on:click=move |_| team.update(|team| team.retain(|one| *one != id))
                        >
                            <Icon name="x"/>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>
                {t!(i18n, cases.access.team)} <span class="field-optional">{t!(i18n, common.optional)}</span>
            </label>
            <ul class="chips" aria-live="polite">{members}</ul>
            <select
                id=id
                class="input field-short"
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    if !chosen.is_empty() {
                        team.update(|team| team.push(chosen));
                    }
                }
            >
                <option value="" selected=move || { team.track(); true }>
                    {move || t_string!(i18n, cases.access.add_team)}
                </option>
                {move || {
                    left().into_iter().map(|one| view! { <option value=one.value>{one.label}</option> }).collect_view()
                }}
            </select>
        </div>
    }
}
