use leptos::{ev::SubmitEvent, prelude::*};
use vault::view::Person;

use super::{Failure, Tasks};
use crate::{
    components::{Button, ButtonKind},
    i18n::{t, t_string, use_i18n},
    pages::admin::{
        area::AdminArea,
        grants::{GrantFields, GrantRows},
    },
    platform,
};

/// Changes all rights of a person.
#[component]
pub(super) fn RightsForm(tasks: Tasks, person: Person) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let account = person.person.account;
    let name = StoredValue::new(person.person.display_name.clone());
    let rows = GrantRows::new(&person.person.grants);
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let units = Signal::derive(move || area.organisation.value.get().map(|o| o.units).unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let (Some(organisation), Some(grants)) = (area.id(), untrack(|| rows.grants())) else {
            platform::focus_first_invalid();
            return;
        };
        let vault = area.vault.get();
        let deed = async move { vault.set_rights(organisation, account, grants).await };
        area.act(busy, failure, deed, move |()| {
            tasks.end();
            area.state.toasts.good(t_string!(i18n, admin.rights.saved, name = name.get_value()).to_string());
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate=true>
            <GrantFields rows units submitted/>
            <Failure words=failure/>
            <div class="actions actions-end">
                <Button on_click=move |_| tasks.end()>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>{t!(i18n, admin.rights.save)}</Button>
            </div>
        </form>
    }
}
