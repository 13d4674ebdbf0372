//! Who works on the case, and changing it.
use api::organisations::Role;
use leptos::{ev::SubmitEvent, prelude::*};
use vault::{
    AssignError, CallError, CaseError,
    view::{Assign, AssignmentView, PersonRef},
};

use super::{CaseFile, section::SectionHeading};
use crate::{
    components::{Button, Card, HelpTopic, Notice, Term, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, td_string, use_i18n},
    pages::cases::{
        assignment::{Assignment, AssignmentFields},
        form::{FormActions, SaveFailure, Saver, SaverNotices, UnsavedGuard},
    },
    platform,
};

/// The section.
#[component]
pub(super) fn AccessSection() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let editing = RwSignal::new(false);
    let may = Memo::new(move |_| file.may_write());
    view! {
        <section class="stack single-section">
            <SectionHeading title=move || t_string!(i18n, cases.access.title) help=HelpTopic::CaseKey/>
            <Card title=move || t_string!(i18n, cases.access.who)>
                <Show
                    when=move || editing.get()
                    fallback=move || {
                        view! {
                            <Current/>
                            <Show when=move || may.get()>
                                <div class="actions">
                                    <Button icon="pencil" on_click=move |_| editing.set(true)>
                                        {t!(i18n, cases.access.change)}
                                    </Button>
                                </div>
                            </Show>
                        }
                    }
                >
                    <ChangeAssignment editing=editing/>
                </Show>
                <p class="muted">{t!(i18n, cases.access.explain)}</p>
            </Card>
        </section>
    }
}

fn name_of(person: &PersonRef, unknown: &str) -> String {
    if person.name.is_empty() { unknown.to_owned() } else { person.name.clone() }
}

/// As it is.
#[component]
fn Current() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let assignment = Memo::new(move |_| file.with(|case| case.assignment.clone()));
    move || {
        let assignment = assignment.get()?;
        let unknown = t_string!(i18n, cases.entry.unknown_author);
        let nobody = || t_string!(i18n, cases.access.nobody).to_owned();
        let unit = file
            .area
            .unit_name(assignment.unit)
            .unwrap_or_else(|| t_string!(i18n, cases.access.no_unit).to_owned());
        let deputy = assignment.deputy.as_ref().map_or_else(nobody, |person| name_of(person, unknown));
        let team: Vec<String> = assignment.team.iter().map(|person| name_of(person, unknown)).collect();
        let team = if team.is_empty() { nobody() } else { team.join(", ") };
        Some(view! {
            <dl class="terms">
                <Term name=move || t_string!(i18n, cases.access.unit)>{unit}</Term>
                <Term name=move || t_string!(i18n, cases.access.responsible)>
                    {name_of(&assignment.responsible, unknown)}
                </Term>
                <Term name=move || t_string!(i18n, cases.access.deputy)>{deputy}</Term>
                <Term name=move || t_string!(i18n, cases.access.team)>{team}</Term>
            </dl>
        })
    }
}

/// The form.
#[component]
fn ChangeAssignment(editing: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let now = untrack(|| file.with(|case| case.assignment.clone()))?;
    let assignment = Assignment::of(&now);
    let based_on = StoredValue::new(now.version);
    let was = StoredValue::new(now.clone());
    let before = StoredValue::new(untrack(|| assignment.fingerprint()));
    let overtaken = RwSignal::new(None::<AssignmentView>);
    let saver = Saver::new(area);
    let changed = Signal::derive(move || assignment.fingerprint() != before.get_value());
    let gives_away = Memo::new(move |_| area.me().is_some_and(|me| !assignment.includes(me)));
    let save = move || {
        let Some(chosen) = assignment.check() else { return platform::focus_first_invalid() };
        if saver.busy.get_untracked() {
            return;
        }
        saver.begin();
        let assign = Assign {
            case: file.id,
            based_on: based_on.get_value(),
            unit: chosen.unit,
            responsible: chosen.responsible,
            deputy: chosen.deputy,
            team: chosen.team,
        };
        let was = was.get_value();
        platform::spawn(async move {
            match area.vault.get().assign_case(assign).await {
                Ok(now) => {
                    saver.busy.try_set(false);
                    told_with_undo(file, &now, &was);
                    editing.try_set(false);
                    file.load();
                    area.load_rows();
                }
                Err(AssignError::Conflict(current)) => {
                    saver.busy.try_set(false);
                    based_on.set_value(current.version);
                    overtaken.try_set(Some(*current));
                }
                Err(error) => {
                    if let AssignError::Call(call) | AssignError::Case(CaseError::Call(call)) = &error {
                        told(file, call);
                    }
                    saver.failed(SaveFailure::Assign(error));
                }
            }
        });
    };
    let current_words = move |view: &AssignmentView| {
        let mut names = vec![name_of(&view.responsible, t_string!(i18n, cases.entry.unknown_author))];
        names.extend(view.deputy.iter().chain(&view.team).map(|person| person.name.clone()));
        t_string!(i18n, cases.access.conflict_now, now = names.join(", ")).to_string()
    };
    Some(view! {
        <form
            class="form"
            novalidate=true
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
        >
            {move || {
                overtaken
                    .get()
                    .map(|view| {
                        view! {
                            <Notice tone=Tone::Warn>
                                <p>{t!(i18n, cases.access.conflict)}</p>
                                <p>{current_words(&view)}</p>
                            </Notice>
                        }
                    })
            }}
            <AssignmentFields assignment=assignment/>
            <Show when=move || changed.get() && gives_away.get()>
                <Notice tone=Tone::Warn title=move || t_string!(i18n, cases.access.lose_title)>
                    <p>{t!(i18n, cases.access.lose_text)}</p>
                </Notice>
            </Show>
            <SaverNotices saver=saver/>
            <FormActions
                saver=saver
                on_cancel=move |()| editing.set(false)
                words=move || t_string!(i18n, cases.access.save)
            />
        </form>
        <UnsavedGuard
            changed=Signal::derive(move || changed.get() && !saver.busy.get())
            discard=move |()| editing.set(false)
        />
    })
}

/// Says that the case has other people now, and offers to give it back, as long as this person may.
fn told_with_undo(file: CaseFile, now: &AssignmentView, was: &AssignmentView) {
    let area = file.area;
    let locale = untrack(|| area.locale());
    let words = td_string!(locale, cases.access.saved).to_owned();
    let has = |me| {
        let people = [Some(&now.responsible), now.deputy.as_ref()].into_iter().flatten().chain(&now.team);
        people.into_iter().any(|person| person.account == me)
    };
    let may = untrack(|| area.state.has_role(Role::Manager) || area.me().is_some_and(has));
    if !may {
        return area.state.toasts.good(words);
    }
    let back = Assign {
        case: file.id,
        based_on: now.version,
        unit: was.unit,
        responsible: was.responsible.account,
        deputy: was.deputy.as_ref().map(|person| person.account),
        team: was.team.iter().map(|person| person.account).collect(),
    };
    let undo = move || {
        let back = back.clone();
        platform::spawn(async move {
            match area.vault.get().assign_case(back).await {
                Ok(_) => {
                    area.state.toasts.good(td_string!(locale, cases.access.undone));
                    // The case may have been left meanwhile.
                    if file.view.try_with_untracked(|_| ()).is_some() {
                        file.load();
                    }
                    area.load_rows();
                }
                Err(error) => area.state.toasts.bad(SaveFailure::Assign(error).words(locale)),
            }
        });
    };
    area.state.toasts.undo(words, td_string!(locale, common.undo), undo);
}

fn told(file: CaseFile, error: &CallError) {
    notice_session_end(file.area.state, error);
}
