//! The overview: need at the start and now, course, what is due, goals, who has access.
use api::configuration::known;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    CaseFile,
    course::{CourseItem, by_date},
    due_list::DueLine,
    entry_path,
    goals::{GoalState, WORDING, sorted},
    profile::Profile,
    records::text_line,
    section_path, slug,
};
use crate::{
    components::{Card, Icon},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// Entries of the course that the overview shows.
const LATEST: usize = 3;
/// Goals that the overview shows.
const GOALS: usize = 5;
/// Dates that the overview shows.
const DATES: usize = 4;

/// The overview of a case.
#[component]
pub(super) fn Overview() -> impl IntoView {
    let file = CaseFile::expect();
    Effect::new(move |_| {
        // Never the person's name: browsers keep the names of tabs in their history.
        let code = file.with(|case| case.summary.code.clone()).unwrap_or_default();
        platform::set_title(&format!("{code} · WIMES"));
    });
    view! {
        <div class="columns">
            <div class="stack">
                <Profile/>
                <LatestCourse/>
            </div>
            <div class="stack">
                <DueCard/>
                <GoalsCard/>
                <AccessCard/>
            </div>
        </div>
    }
}

#[component]
fn LatestCourse() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let entries = Memo::new(move |_| by_date(file.valid(known::COURSE)));
    let count = Memo::new(move |_| entries.with(Vec::len));
    let all = section_path(file.id, slug::COURSE);
    let aside = ViewFn::from(move || {
        let all = all.clone();
        view! {
            <Show when=move || count.get() != 0>
                <A href=all.clone()>
                    {move || t_string!(i18n, cases.file.all_entries, count = count.get()).to_string()}
                </A>
            </Show>
        }
    });
    view! {
        <Card title=move || t_string!(i18n, cases.overview.course) aside=aside>
            <Show
                when=move || count.get() != 0
                fallback=move || view! { <p class="muted">{t!(i18n, cases.overview.course_none)}</p> }
            >
                <ul class="item-list is-plain">
                    <For
                        each=move || entries.get().into_iter().take(LATEST)
                        key=|entry| (entry.record, entry.revision, entry.texts.is_open())
                        let:entry
                    >
                        <li>
                            <A
                                href=entry_path(file.id, slug::COURSE, &entry.record.to_string())
                                attr:class="item-link"
                            >
                                <CourseItem file=file entry=entry/>
                            </A>
                        </li>
                    </For>
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn DueCard() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let due = Memo::new(move |_| file.due());
    view! {
        <Card title=move || t_string!(i18n, cases.overview.due)>
            <Show
                when=move || due.with(|due| !due.is_empty())
                fallback=move || view! { <p class="muted">{t!(i18n, cases.overview.due_none)}</p> }
            >
                <ul class="lines due-lines">
                    {move || {
                        due.get()
                            .into_iter()
                            .take(DATES)
                            .map(|one| view! { <li><DueLine case=file.id due=one/></li> })
                            .collect_view()
                    }}
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn GoalsCard() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let goals = Memo::new(move |_| sorted(file.valid(known::GOAL)));
    let all = section_path(file.id, slug::GOALS);
    let aside = ViewFn::from(move || view! { <A href=all.clone()>{t!(i18n, cases.file.all)}</A> });
    view! {
        <Card title=move || t_string!(i18n, cases.overview.goals) aside=aside>
            <Show
                when=move || goals.with(|goals| !goals.is_empty())
                fallback=move || view! { <p class="muted">{t!(i18n, cases.overview.goals_none)}</p> }
            >
                <ul class="lines">
                    <For
                        each=move || goals.get().into_iter().take(GOALS)
                        key=|goal| (goal.record, goal.revision, goal.texts.is_open())
                        let:goal
                    >
                        <li class="goal-line">
                            <GoalState file=file entry=goal.clone()/>
                            <A href=entry_path(file.id, slug::GOALS, &goal.record.to_string()) attr:class="row-link">
                                {text_line(&goal, WORDING)}
                            </A>
                        </li>
                    </For>
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn AccessCard() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let assignment = Memo::new(move |_| file.with(|case| case.assignment.clone()));
    let organisation =
        Memo::new(move |_| area.state.membership().map(|membership| membership.name).unwrap_or_default());
    let all = section_path(file.id, slug::ACCESS);
    let aside = ViewFn::from(move || view! { <A href=all.clone()>{t!(i18n, cases.file.manage)}</A> });
    let people = move || {
        let assignment = assignment.get()?;
        let responsible = t_string!(i18n, cases.overview.responsible);
        let deputy = t_string!(i18n, cases.overview.deputy);
        let team = t_string!(i18n, cases.overview.team);
        let lines = std::iter::once((assignment.responsible, responsible))
            .chain(assignment.deputy.into_iter().map(|person| (person, deputy)))
            .chain(assignment.team.into_iter().map(|person| (person, team)))
            .map(|(person, part)| {
                let name = if person.name.is_empty() {
                    t_string!(i18n, cases.entry.unknown_author).to_owned()
                } else {
                    person.name
                };
                view! { <li><strong>{name}</strong> <span class="muted">{part}</span></li> }
            })
            .collect_view();
        Some(lines)
    };
    view! {
        <Card title=move || t_string!(i18n, cases.overview.access) aside=aside>
            <ul class="lines">{people}</ul>
            <p class="muted">
                <Icon name="lock"/>
                " "
                {move || t_string!(i18n, cases.overview.access_note, organisation = organisation.get()).to_string()}
            </p>
        </Card>
    }
}
