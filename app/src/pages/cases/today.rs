//! Today: what is due, what others wrote, what one worked on last, the short way to a new entry.
use api::{
    cases::CaseState,
    configuration::parse_date,
    ids::{AccountId, CaseId},
    paths::pages,
};
use leptos::prelude::*;
use leptos_router::components::A;
use time::Duration;
use vault::view::{CaseName, CaseRow};

use super::{
    area::{Area, instant_text, today},
    drafts::BegunToday,
    due::{Due, due},
    file::{DueLine, case_path},
    list::ListFailure,
    name::Name,
    news::NewFromOthers,
    quick_entry::QuickEntry,
};
use crate::{
    components::{Button, ButtonKind, Card, EmptyState, LinkButton, PageHeader, Spinner},
    i18n::{t, t_string, use_i18n},
    layout::KeyMissingNotice,
    pages::admin::KeyReminder,
    platform,
};

/// Days ahead that count as "what is due".
const HORIZON_DAYS: i64 = 14;
/// Dates shown at first.
const DATES_AT_FIRST: usize = 12;
/// Cases in "recently changed".
const RECENT: usize = 8;

/// Something due, with the case it belongs to.
#[derive(Clone, Debug, PartialEq)]
struct Task {
    case: CaseId,
    code: String,
    name: CaseName,
    due: Due,
}

fn is_mine(row: &CaseRow, me: Option<AccountId>) -> bool {
    let summary = &row.summary;
    me.is_some_and(|me| summary.responsible == me || summary.deputy == Some(me) || summary.team.contains(&me))
}

/// The first page of the day.
#[component]
pub fn TodayPage() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let state = area.state;
    area.load_rows();
    // What is new can be told once the key is there.
    Effect::new(move |_| {
        state.epoch.track();
        if state.opens_cases() && state.is_open() {
            area.memory.looked.load(area);
        }
    });
    let only_mine = RwSignal::new(true);
    // Whoever works on no case of their own (a manager) sees all at once.
    let has_own = Memo::new(move |_| {
        let me = area.me();
        area.rows.with(|rows| rows.iter().any(|row| is_mine(row, me)))
    });
    let has_others = Memo::new(move |_| {
        let me = area.me();
        area.rows.with(|rows| rows.iter().any(|row| !is_mine(row, me)))
    });
    let shown = Memo::new(move |_| {
        let me = area.me();
        let mine = only_mine.get() && has_own.get();
        area.rows
            .with(|rows| rows.iter().filter(|row| !mine || is_mine(row, me)).cloned().collect::<Vec<_>>())
    });
    let picking = RwSignal::new(false);
    let administers = Memo::new(move |_| state.administers());
    let writes = Memo::new(move |_| state.opens_cases() && state.is_open());
    let any_open = Memo::new(move |_| {
        area.rows.with(|rows| rows.iter().any(|row| row.summary.state == CaseState::Open))
    });
    let empty = Memo::new(move |_| area.listed.get() && area.rows.with(Vec::is_empty));
    let date = move || platform::format_date_long(area.language(), &platform::today_iso());
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, cases.today.title)
                subtitle=date
                actions=ViewFn::from(move || {
                    view! {
                        <Show when=move || writes.get() && any_open.get()>
                            <Button
                                kind=ButtonKind::Primary
                                icon="notebook-pen"
                                key="n"
                                on_click=move |_| picking.set(true)
                            >
                                {t!(i18n, cases.today.new_entry)}
                            </Button>
                        </Show>
                    }
                })
            />
            <KeyMissingNotice/>
            <Show when=move || administers.get()>
                <KeyReminder/>
            </Show>
            <ListFailure/>
            <BegunToday/>
            <Show when=move || area.listed.get() fallback=|| view! { <Spinner/> }>
                <Show when=move || !empty.get() fallback=First>
                    <Show when=move || has_own.get() && has_others.get()>
                        <WhoseCases only_mine=only_mine/>
                    </Show>
                    <div class="columns">
                        <DueTasks rows=shown/>
                        <div class="stack">
                            <Show when=move || writes.get()>
                                <NewFromOthers rows=shown/>
                            </Show>
                            <Recent rows=shown/>
                        </div>
                    </div>
                </Show>
            </Show>
            <QuickEntry open=picking/>
        </div>
    }
}

/// Own cases, or all that this person sees.
#[component]
fn WhoseCases(only_mine: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let pressed = |on: bool| if on { "true" } else { "false" };
    view! {
        <div class="segmented" role="group" aria-label=move || t_string!(i18n, cases.today.whose)>
            <button type="button" aria-pressed=move || pressed(only_mine.get()) on:click=move |_| only_mine.set(true)>
                {t!(i18n, cases.today.mine)}
            </button>
            <button type="button" aria-pressed=move || pressed(!only_mine.get()) on:click=move |_| only_mine.set(false)>
                {t!(i18n, cases.today.everyone)}
            </button>
        </div>
    }
}

/// What to do first, when there is no case at all.
#[component]
fn First() -> impl IntoView {
    let i18n = use_i18n();
    let state = Area::expect().state;
    let writes = Memo::new(move |_| state.opens_cases());
    let text = move || {
        if writes.get() {
            t_string!(i18n, cases.today.first_text)
        } else {
            t_string!(i18n, cases.today.first_readonly)
        }
    };
    view! {
        <Card>
            <EmptyState icon="folder-plus" title=move || t_string!(i18n, cases.today.first_title) text=text>
                <Show when=move || writes.get()>
                    <LinkButton href=pages::CASE_NEW kind=ButtonKind::Primary icon="plus">
                        {t!(i18n, cases.list.new)}
                    </LinkButton>
                </Show>
            </EmptyState>
        </Card>
    }
}

/// What is due, earliest first; what is late stands on top.
#[component]
fn DueTasks(rows: Memo<Vec<CaseRow>>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let limit = RwSignal::new(DATES_AT_FIRST);
    let tasks = Memo::new(move |_| {
        let configuration = area.configuration();
        let now = today();
        let horizon = now.checked_add(Duration::days(HORIZON_DAYS)).unwrap_or(now);
        let mut tasks: Vec<Task> = rows.with(|rows| {
            rows.iter()
                .flat_map(|row| {
                    let review = row.summary.review.as_deref().and_then(parse_date);
                    due(&configuration, &row.summary, review, now, horizon).into_iter().map(|due| Task {
                        case: row.summary.id,
                        code: row.summary.code.clone(),
                        name: row.name.clone(),
                        due,
                    })
                })
                .collect()
        });
        tasks.sort_by(|a, b| a.due.day.cmp(&b.due.day).then_with(|| a.code.cmp(&b.code)));
        tasks
    });
    let rest = move || tasks.with(Vec::len).saturating_sub(limit.get());
    view! {
        <Card title=move || t_string!(i18n, cases.today.due)>
            <Show
                when=move || tasks.with(|tasks| !tasks.is_empty())
                fallback=move || {
                    view! {
                        <EmptyState
                            icon="circle-check"
                            title=move || t_string!(i18n, cases.today.due_none_title)
                            text=move || t_string!(i18n, cases.today.due_none)
                        />
                    }
                }
            >
                <ul class="lines tasks">
                    <For
                        each=move || tasks.get().into_iter().take(limit.get())
                        key=|task| format!("{} {:?} {:?}", task.case, task.due, task.name)
                        let:task
                    >
                        <li>
                            <DueLine case=task.case due=task.due.clone()/>
                            <A href=case_path(task.case) attr:class="task-case">
                                <Name name=Signal::stored(task.name.clone())/>
                                <code>{task.code.clone()}</code>
                            </A>
                        </li>
                    </For>
                </ul>
                <Show when=move || rest() != 0>
                    <button type="button" class="btn btn-small" on:click=move |_| limit.set(usize::MAX)>
                        {move || t_string!(i18n, cases.today.more_due, count = rest()).to_string()}
                    </button>
                </Show>
            </Show>
        </Card>
    }
}

/// What was worked on last.
#[component]
fn Recent(rows: Memo<Vec<CaseRow>>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let looked = area.memory.looked;
    // Those that this person opened on this device; on a new device those that were written last.
    let opened = Memo::new(move |_| {
        let opened = looked.opened();
        rows.with(|rows| {
            opened
                .iter()
                .filter_map(|case| rows.iter().find(|row| row.summary.id == *case))
                .take(RECENT)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let recent = Memo::new(move |_| {
        let mut recent = opened.get();
        if recent.is_empty() {
            recent = rows.get();
            recent.sort_by_key(|row| std::cmp::Reverse(row.summary.updated_at));
            recent.truncate(RECENT);
        }
        recent
    });
    let title = move || {
        if opened.with(Vec::is_empty) {
            t_string!(i18n, cases.today.recent)
        } else {
            t_string!(i18n, cases.today.opened)
        }
    };
    let aside = ViewFn::from(move || view! { <A href=pages::CASES>{t!(i18n, cases.today.all_cases)}</A> });
    view! {
        <Card title=title aside=aside>
            <ul class="lines recent">
                <For
                    each=move || recent.get()
                    key=|row| format!("{} {} {:?}", row.summary.id, row.summary.updated_at, row.name)
                    let:row
                >
                    <li>
                        <A href=case_path(row.summary.id) attr:class="recent-case">
                            <Name name=Signal::stored(row.name.clone())/>
                        </A>
                        <code>{row.summary.code.clone()}</code>
                        <span class="muted recent-when">
                            {move || platform::format_day(area.language(), &instant_text(row.summary.updated_at))}
                        </span>
                    </li>
                </For>
            </ul>
        </Card>
    }
}
