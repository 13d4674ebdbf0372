//! People of the organisation: who is there, with which rights, inviting, changing, blocking.
mod block;
mod invitations;
mod invite;
mod leaving;
mod manage;
mod rights;

use api::organisations::{MemberState, UnitView, needs_key};
use leptos::prelude::*;
use vault::view::{InvitationLetter, OrganisationOverview, Person, PersonTrust};

use super::{
    Failure, KeyNeeded,
    area::{AdminArea, grant_words},
    letter::LetterView,
};
use crate::{
    components::{Button, ButtonKind, Card, Chip, Dialog, PageHeader, TableWrap, Tone},
    i18n::{t, t_string, use_i18n},
    load::Loaded,
    platform,
};

/// What a dialog of this section is about.
#[derive(Clone)]
enum Task {
    Invite,
    Manage(Person),
    Reinvite(Person),
    Rights(Person),
    Block(Person),
    Letter(InvitationLetter),
}

/// The section's dialog; copy it freely.
#[derive(Clone, Copy)]
struct Tasks {
    open: RwSignal<bool>,
    task: RwSignal<Option<Task>>,
}

impl Tasks {
    fn begin(self, task: Task) {
        self.task.set(Some(task));
        self.open.set(true);
    }

    fn end(self) {
        self.open.set(false);
    }
}

/// People and rights.
#[component]
pub(super) fn PeopleSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let tasks = Tasks { open: RwSignal::new(false), task: RwSignal::new(None) };
    let title = move || {
        let name = |person: &Person| person.person.display_name.clone();
        match tasks.task.get() {
            None | Some(Task::Invite) => t_string!(i18n, admin.invite.title).to_owned(),
            Some(Task::Manage(person)) => name(&person),
            Some(Task::Reinvite(person)) => {
                t_string!(i18n, admin.invite.title_again, name = name(&person)).to_string()
            }
            Some(Task::Rights(person)) => {
                t_string!(i18n, admin.rights.title, name = name(&person)).to_string()
            }
            Some(Task::Block(person)) => t_string!(i18n, admin.block.title, name = name(&person)).to_string(),
            Some(Task::Letter(letter)) => {
                t_string!(i18n, admin.invite.ready_title, name = letter.display_name).to_string()
            }
        }
    };
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.people.title)
                subtitle=move || t_string!(i18n, admin.people.subtitle)
                actions=ViewFn::from(move || {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            icon="user-plus"
                            on_click=move |_| tasks.begin(Task::Invite)
                        >
                            {t!(i18n, admin.people.invite)}
                        </Button>
                    }
                })
            />
            <KeyNeeded/>
            <Loaded loader=area.organisation let:organisation>
                <PeopleTable organisation=organisation.clone() tasks/>
                <invitations::Invitations organisation tasks/>
            </Loaded>
            <Dialog open=tasks.open title=title class="dialog-wide">
                {move || {
                    tasks
                        .task
                        .get()
                        .map(|task| match task {
                            Task::Invite => view! { <invite::InviteForm tasks again=None/> }.into_any(),
                            Task::Manage(person) => view! { <manage::ManageChoice tasks person/> }.into_any(),
                            Task::Reinvite(person) => {
                                view! { <invite::InviteForm tasks again=Some(person)/> }.into_any()
                            }
                            Task::Rights(person) => view! { <rights::RightsForm tasks person/> }.into_any(),
                            Task::Block(person) => view! { <block::BlockForm tasks person/> }.into_any(),
                            Task::Letter(letter) => {
                                let hint = area.organisation.value.get_untracked().map(|o| o.key_hint).unwrap_or_default();
                                view! {
                                    <LetterView letter hint/>
                                    <div class="actions actions-end">
                                        <Button kind=ButtonKind::Primary on_click=move |_| tasks.end()>
                                            {t!(i18n, admin.invite.done)}
                                        </Button>
                                    </div>
                                }
                                    .into_any()
                            }
                        })
                }}
            </Dialog>
        </div>
    }
}

#[component]
fn PeopleTable(organisation: OrganisationOverview, tasks: Tasks) -> impl IntoView {
    let i18n = use_i18n();
    let units = StoredValue::new(organisation.units);
    let rows = organisation
        .people
        .into_iter()
        .map(|person| view! { <PersonRow person units tasks/> })
        .collect_view();
    view! {
        <Card class="card-flush">
            <TableWrap label=move || t_string!(i18n, admin.people.title) stack=true>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, admin.people.name)}</th>
                        <th scope="col">{t!(i18n, admin.people.rights)}</th>
                        <th scope="col">{t!(i18n, admin.people.state)}</th>
                        <th scope="col">{t!(i18n, admin.people.last_login)}</th>
                        <th scope="col">{t!(i18n, admin.people.actions)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableWrap>
        </Card>
    }
}

#[component]
fn PersonRow(person: Person, units: StoredValue<Vec<UnitView>>, tasks: Tasks) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let own =
        untrack(|| area.state.session_view()).is_some_and(|session| session.account == person.person.account);
    let facts = person.person.clone();
    let state = facts.state;
    let key_user = needs_key(&facts.grants);
    let state_words = move || match state {
        MemberState::Invited => t_string!(i18n, admin.people.state_invited),
        MemberState::Joined if key_user => t_string!(i18n, admin.people.state_joined),
        MemberState::Joined => t_string!(i18n, admin.people.state_joined_evaluation),
        MemberState::Certified => t_string!(i18n, admin.people.state_certified),
        MemberState::Blocked => t_string!(i18n, admin.people.state_blocked),
    };
    let tone = match state {
        MemberState::Certified => Tone::Good,
        MemberState::Joined if !key_user => Tone::Good,
        MemberState::Blocked => Tone::Bad,
        MemberState::Invited | MemberState::Joined => Tone::Warn,
    };
    let grants = facts.grants.clone();
    let last_login = facts.last_login_at;
    let last = move || match last_login {
        Some(at) => platform::format_timestamp(area.state.language.get(), at),
        None => t_string!(i18n, admin.people.never).to_owned(),
    };
    let name = StoredValue::new(facts.display_name.clone());
    let differs = person.trust == PersonTrust::Differs;
    view! {
        <tr>
            <th scope="row" class="cell-main">
                {facts.display_name.clone()} " "
                {own.then(|| view! { <Chip>{t!(i18n, admin.people.you)}</Chip> })}
                {facts.login.map(|login| view! { <span class="muted code">{login}</span> })}
            </th>
            <td data-label=move || t_string!(i18n, admin.people.rights)>
                <ul class="plain-list">
                    {move || {
                        grants
                            .iter()
                            .map(|grant| {
                                let words = units.with_value(|units| grant_words(i18n.get_locale(), grant, units));
                                view! { <li>{words}</li> }
                            })
                            .collect_view()
                    }}
                </ul>
            </td>
            <td data-label=move || t_string!(i18n, admin.people.state)>
                <span>
                    <Chip tone=tone>{state_words}</Chip>
                    {differs
                        .then(|| view! { <Chip tone=Tone::Bad icon="triangle-alert">{t!(i18n, admin.people.differs)}</Chip> })}
                    {(facts.responsible_for > 0)
                        .then(|| {
                            view! {
                                <span class="muted">
                                    " " {t!(i18n, admin.people.cases_of, count = move || facts.responsible_for)}
                                </span>
                            }
                        })}
                </span>
            </td>
            <td data-label=move || t_string!(i18n, admin.people.last_login)><span>{last}</span></td>
            <td>
                <Button class="btn-small" icon="settings" on_click=move |_| tasks.begin(Task::Manage(person.clone()))>
                    {t!(i18n, admin.people.manage)}
                    <span class="visually-hidden">" " {name.get_value()}</span>
                </Button>
            </td>
        </tr>
    }
}
