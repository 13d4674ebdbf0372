use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::{NewInvitation, Person};

use super::{Failure, Task, Tasks};
use crate::{
    components::{Button, ButtonKind, Choice, Select, TextField},
    i18n::{t, t_string, use_i18n},
    pages::admin::{
        area::AdminArea,
        grants::{GrantFields, GrantRows},
    },
    platform,
};

/// Invites a new person, or somebody anew who forgot the password.
#[component]
pub(super) fn InviteForm(tasks: Tasks, again: Option<Person>) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let account = again.map(|person| person.person.account);
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("14".to_owned());
    let rows = GrantRows::new(&[]);
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let name_error = Signal::derive(move || {
        (submitted.get() && name.with(|name| name.trim().is_empty()))
            .then(|| t_string!(i18n, admin.invite.name_missing).to_owned())
    });
    let units = Signal::derive(move || area.organisation.value.get().map(|o| o.units).unwrap_or_default());
    let durations = Signal::derive(move || {
        vec![
            Choice::new("7", t_string!(i18n, admin.invite.days_7)),
            Choice::new("14", t_string!(i18n, admin.invite.days_14)),
            Choice::new("30", t_string!(i18n, admin.invite.days_30)),
        ]
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let Some(organisation) = area.id() else { return };
        let valid_days = days.get_untracked().parse().unwrap_or(14);
        let vault = area.vault.get();
        let done = move |letter| tasks.begin(Task::Letter(letter));
        if let Some(account) = account {
            area.act(
                busy,
                failure,
                async move { vault.reinvite(organisation, account, valid_days).await },
                done,
            );
            return;
        }
        let display_name = name.get_untracked().trim().to_owned();
        let Some(grants) = untrack(|| rows.grants()).filter(|_| !display_name.is_empty()) else {
            platform::focus_first_invalid();
            return;
        };
        let invitation = NewInvitation { organisation, display_name, grants, valid_days };
        area.act(busy, failure, async move { vault.invite(invitation).await }, done);
    };
    view! {
        <form class="form" on:submit=submit novalidate=true>
            {if account.is_none() {
                view! {
                    <TextField
                        label=move || t_string!(i18n, admin.invite.name)
                        hint=move || t_string!(i18n, admin.invite.name_hint)
                        value=name
                        error=name_error
                        max_length=120
                    />
                    <GrantFields rows units submitted/>
                }
                    .into_any()
            } else {
                view! { <p>{t!(i18n, admin.people.reinvite_hint)}</p> }.into_any()
            }}
            <Select
                label=move || t_string!(i18n, admin.invite.days)
                value=days
                choices=durations
                no_empty=true
                class="field-short"
            />
            <Failure words=failure/>
            <div class="actions actions-end">
                <Button on_click=move |_| tasks.end()>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>{t!(i18n, admin.invite.create)}</Button>
            </div>
        </form>
    }
}
