//! Doing the same with many cases: giving them to somebody else, closing them. One after the other, with progress; what
//! did not work is listed case by case, and what worked can be undone.
use api::{
    configuration::known,
    facts::{Fact, Facts},
    ids::{AccountId, CaseId, UnitId},
};
use leptos::prelude::*;
use vault::view::{Assign, AssignmentView, Draft};

use super::{
    super::{area::Area, form::SaveFailure, name::full_name},
    bulk_dialogs::{AssignMany, CloseMany},
    model::Shown,
};
use crate::{
    components::{Button, ButtonKind, Icon, Notice, Progress, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// What is done with every case.
#[derive(Clone)]
pub(super) enum Deed {
    /// Another responsible person; another unit only where one was chosen.
    Assign { responsible: AccountId, unit: Option<Option<UnitId>> },
    /// Closed on a day, with a kind of ending.
    Close { date: String, kind: String },
}

/// How to undo what was done with a case.
#[derive(Clone)]
enum Back {
    Assign(Box<AssignmentView>),
    Reopen,
}

/// A case with which it did not work.
#[derive(Clone)]
struct Failed {
    case: CaseId,
    failure: SaveFailure,
}

/// The work; copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Bulk {
    area: Area,
    running: RwSignal<bool>,
    done: RwSignal<u32>,
    total: RwSignal<u32>,
    failed: RwSignal<Vec<Failed>>,
    undo: RwSignal<Vec<(CaseId, Back)>>,
}

impl Bulk {
    fn new(area: Area) -> Self {
        Self {
            area,
            running: RwSignal::new(false),
            done: RwSignal::new(0),
            total: RwSignal::new(0),
            failed: RwSignal::new(Vec::new()),
            undo: RwSignal::new(Vec::new()),
        }
    }

    /// Does it with all selected cases.
    pub(super) fn start(self, deed: Deed) {
        let cases: Vec<CaseId> = self.area.memory.query.selected.get_untracked().into_iter().collect();
        let steps = cases.into_iter().map(|case| (case, Step::Do(deed.clone()))).collect();
        self.run(steps);
    }

    /// Undoes what was done last.
    fn go_back(self) {
        let steps = self.undo.get_untracked();
        self.run(steps.into_iter().map(|(case, back)| (case, Step::Undo(back))).collect());
    }

    fn run(self, steps: Vec<(CaseId, Step)>) {
        if self.running.get_untracked() || steps.is_empty() {
            return;
        }
        self.total.set(u32::try_from(steps.len()).unwrap_or(u32::MAX));
        self.done.set(0);
        self.failed.set(Vec::new());
        self.undo.set(Vec::new());
        self.running.set(true);
        platform::spawn(async move {
            let selected = self.area.memory.query.selected;
            for (case, step) in steps {
                if self.running.try_get_untracked() != Some(true) {
                    break;
                }
                match self.step(case, step).await {
                    Ok(back) => {
                        selected.update(|selected| {
                            selected.remove(&case);
                        });
                        if let Some(back) = back {
                            self.undo.try_update(|undo| undo.push((case, back)));
                        }
                    }
                    Err(failure) => {
                        self.failed.try_update(|failed| failed.push(Failed { case, failure }));
                    }
                }
                self.done.try_update(|done| *done += 1);
            }
            self.running.try_set(false);
            self.area.load_rows();
        });
    }

    async fn step(self, case: CaseId, step: Step) -> Result<Option<Back>, SaveFailure> {
        let vault = self.area.vault.get();
        let Some(organisation) = self.area.organisation() else { return Ok(None) };
        let opened = vault.open_case(organisation, case).await;
        let opened = opened.map_err(|error| self.told(SaveFailure::Assign(error.into())))?;
        let now = opened.assignment;
        match step {
            Step::Do(Deed::Assign { responsible, unit }) => {
                let assign = Assign {
                    case,
                    based_on: now.version,
                    unit: unit.unwrap_or(now.unit),
                    responsible,
                    deputy: now.deputy.as_ref().map(|one| one.account).filter(|one| *one != responsible),
                    team: accounts(&now).filter(|one| *one != responsible).collect(),
                };
                let same = now.responsible.account == responsible && assign.unit == now.unit;
                if same {
                    return Ok(None);
                }
                let done = vault.assign_case(assign).await;
                done.map_err(|error| self.told(SaveFailure::Assign(error)))?;
                Ok(Some(Back::Assign(Box::new(now))))
            }
            Step::Do(Deed::Close { date, kind }) => {
                if opened.closed {
                    return Ok(None);
                }
                let mut facts = Facts::new();
                let set = facts
                    .set(known::DATE, Fact::Code(date))
                    .and_then(|()| facts.set(known::KIND, Fact::Code(kind)));
                set.map_err(|error| SaveFailure::Write(Box::new(error.into())))?;
                let done = vault.close_case(case, Draft { facts, ..Draft::default() }).await;
                done.map_err(|error| self.told(SaveFailure::Write(Box::new(error))))?;
                Ok(Some(Back::Reopen))
            }
            Step::Undo(Back::Assign(before)) => {
                let assign = Assign {
                    case,
                    based_on: now.version,
                    unit: before.unit,
                    responsible: before.responsible.account,
                    deputy: before.deputy.as_ref().map(|one| one.account),
                    team: accounts(&before).collect(),
                };
                let done = vault.assign_case(assign).await;
                done.map_err(|error| self.told(SaveFailure::Assign(error)))?;
                Ok(None)
            }
            Step::Undo(Back::Reopen) => {
                let done = vault.reopen_case(case, platform::today_iso()).await;
                done.map_err(|error| self.told(SaveFailure::Write(Box::new(error))))?;
                Ok(None)
            }
        }
    }

    /// Where the session has ended, the password is asked for.
    fn told(self, failure: SaveFailure) -> SaveFailure {
        if let Some(error) = failure.call() {
            notice_session_end(self.area.state, error);
        }
        failure
    }

    /// What a case is called.
    fn called(self, case: CaseId) -> String {
        self.area
            .row_now(case, |row| {
                let name = full_name(&row.name).unwrap_or_default();
                format!("{} {name}", row.summary.code).trim().to_owned()
            })
            .unwrap_or_default()
    }
}

enum Step {
    Do(Deed),
    Undo(Back),
}

fn accounts(view: &AssignmentView) -> impl Iterator<Item = AccountId> + '_ {
    view.team.iter().map(|person| person.account)
}

/// How many are selected, what can be done with them, how far it got.
#[component]
pub(super) fn SelectionBar(shown: Memo<Shown>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let bulk = Bulk::new(area);
    let selected = area.memory.query.selected;
    let count = Memo::new(move |_| selected.with(std::collections::BTreeSet::len));
    let assigning = RwSignal::new(false);
    let closing = RwSignal::new(false);
    let idle = move || !bulk.running.get();
    let visible = move || count.get() > 0 || bulk.running.get() || bulk.done.get() > 0;
    let writes = Memo::new(move |_| area.state.opens_cases());
    let hidden = Memo::new(move |_| {
        let cases = shown.get().cases(area);
        selected.with(|selected| selected.difference(&cases).count())
    });
    let dismiss = move |_| {
        bulk.done.set(0);
        bulk.failed.set(Vec::new());
        bulk.undo.set(Vec::new());
    };
    view! {
        <Show when=visible>
            <section class="selection-bar" aria-label=move || t_string!(i18n, cases.list.selection)>
                <Show when=move || idle() && count.get() != 0>
                    <p role="status">
                        <strong>{move || t_string!(i18n, cases.list.selected, count = count.get()).to_string()}</strong>
                        <Show when=move || { hidden.get() > 0 }>
                            " "
                            <span class="muted">
                                {move || t_string!(i18n, cases.list.selected_hidden, count = hidden.get()).to_string()}
                            </span>
                        </Show>
                    </p>
                    <div class="actions">
                        <Button icon="users" on_click=move |_| assigning.set(true)>
                            {t!(i18n, cases.list.assign_many)}
                        </Button>
                        <Show when=move || writes.get()>
                            <Button icon="archive" on_click=move |_| closing.set(true)>
                                {t!(i18n, cases.list.close_many)}
                            </Button>
                        </Show>
                        <Button
                            kind=ButtonKind::Quiet
                            icon="x"
                            on_click=move |_| selected.set(std::collections::BTreeSet::new())
                        >
                            {t!(i18n, cases.list.select_none)}
                        </Button>
                    </div>
                </Show>
                <Show when=move || bulk.running.get()>
                    <Progress label=move || t_string!(i18n, cases.list.bulk_running) done=bulk.done total=bulk.total>
                        <button type="button" class="btn btn-small" on:click=move |_| bulk.running.set(false)>
                            {t!(i18n, common.cancel)}
                        </button>
                    </Progress>
                </Show>
                <Show when=move || idle() && { bulk.done.get() > 0 }>
                    <Outcome bulk=bulk/>
                    <div class="actions">
                        <Show when=move || bulk.undo.with(|undo| !undo.is_empty())>
                            <Button icon="undo-2" on_click=move |_| bulk.go_back()>{t!(i18n, cases.list.undo)}</Button>
                        </Show>
                        <Button kind=ButtonKind::Quiet icon="check" on_click=dismiss>{t!(i18n, cases.list.bulk_dismiss)}</Button>
                    </div>
                </Show>
            </section>
        </Show>
        <AssignMany open=assigning bulk=bulk count=count/>
        <CloseMany open=closing bulk=bulk count=count/>
    }
}

/// With how many it worked, and with which it did not and why.
#[component]
fn Outcome(bulk: Bulk) -> impl IntoView {
    let i18n = use_i18n();
    let failed = bulk.failed;
    let worked = move || {
        let failed = u32::try_from(failed.with(Vec::len)).unwrap_or(u32::MAX);
        bulk.done.get().saturating_sub(failed)
    };
    let rest = move || bulk.total.get().saturating_sub(bulk.done.get());
    let lines = move || {
        let locale = bulk.area.locale();
        let line = |one: Failed| {
            view! { <li><strong>{bulk.called(one.case)}</strong>" "{one.failure.words(locale)}</li> }
        };
        failed.get().into_iter().map(line).collect_view()
    };
    view! {
        <p role="status">
            <Icon name="circle-check"/>
            " "
            {move || t_string!(i18n, cases.list.bulk_done, count = worked()).to_string()}
            <Show when=move || { rest() > 0 }>
                " " {move || t_string!(i18n, cases.list.bulk_left, count = rest()).to_string()}
            </Show>
        </p>
        <Show when=move || failed.with(|failed| !failed.is_empty())>
            <Notice tone=Tone::Bad title=move || t_string!(i18n, cases.list.bulk_failed, count = failed.with(Vec::len)).to_string()>
                <ul class="bulk-failed">{lines}</ul>
            </Notice>
        </Show>
    }
}
