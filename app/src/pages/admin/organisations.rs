use api::{
    organisations::{OrganisationState, Role},
    paths::pages,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Failure, area::AdminArea};
use crate::{
    actions::Actions,
    components::{Button, ButtonKind, Card, Chip, Dialog, LinkButton, PageHeader, TextField, Tone},
    i18n::{t, t_string, use_i18n},
};

/// The organisations of this person, and a further one.
#[component]
pub(super) fn OrganisationsSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let actions = Actions::expect();
    let open = RwSignal::new(false);
    let rows = move || {
        let current = area.state.organisation();
        area.state
            .session_view()
            .map(|session| session.memberships)
            .unwrap_or_default()
            .into_iter()
            .map(|membership| {
                let id = membership.organisation;
                let here = current == Some(id);
                let ready = membership.state == OrganisationState::Ready;
                let makes_key = here && !ready && membership.has(Role::Administrator);
                view! {
                    <li>
                        <strong>{membership.name}</strong>
                        {if ready {
                            view! { <Chip tone=Tone::Good>{t!(i18n, admin.organisations.ready)}</Chip> }.into_any()
                        } else {
                            view! { <Chip tone=Tone::Warn>{t!(i18n, admin.organisations.waiting)}</Chip> }.into_any()
                        }}
                        <span class="row-actions">
                            {if makes_key {
                                view! {
                                    <LinkButton
                                        href=pages::KEY_SETUP
                                        kind=ButtonKind::Primary
                                        class="btn-small"
                                        icon="key-round"
                                    >
                                        {t!(i18n, admin.organisations.make_key)}
                                    </LinkButton>
                                }
                                    .into_any()
                            } else if here {
                                view! { <span class="muted">{t!(i18n, admin.organisations.current)}</span> }.into_any()
                            } else {
                                view! {
                                    <Button
                                        class="btn-small"
                                        on_click=move |_| actions.change_organisation.run(id)
                                    >
                                        {t!(i18n, admin.organisations.switch)}
                                    </Button>
                                }
                                    .into_any()
                            }}
                        </span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.organisations.title)
                subtitle=move || t_string!(i18n, admin.organisations.subtitle)
                actions=ViewFn::from(move || {
                    view! {
                        <Button kind=ButtonKind::Primary icon="plus" on_click=move |_| open.set(true)>
                            {t!(i18n, admin.organisations.add)}
                        </Button>
                    }
                })
            />
            <Card class="card-flush"><ul class="lines">{rows}</ul></Card>
            <Dialog open=open title=move || t_string!(i18n, admin.organisations.new_title)>
                <NewOrganisation open=open/>
            </Dialog>
        </div>
    }
}

#[component]
fn NewOrganisation(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let navigate = use_navigate();
    let name = RwSignal::new(String::new());
    let submitted = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let error = Signal::derive(move || {
        (submitted.get() && name.with(|name| name.trim().is_empty()))
            .then(|| t_string!(i18n, admin.units.name_missing).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submitted.set(true);
        let text = name.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let vault = area.vault.get();
        let navigate = navigate.clone();
        let deed = async move {
            let id = vault.create_organisation(text).await?;
            Ok(vault.use_organisation(id).await?)
        };
        area.act(busy, failure, deed, move |session| {
            open.set(false);
            area.state.log_in(session);
            area.state.toasts.good(t_string!(i18n, admin.organisations.created));
            navigate(pages::KEY_SETUP, NavigateOptions::default());
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate=true>
            <TextField
                label=move || t_string!(i18n, admin.organisations.name)
                hint=move || t_string!(i18n, admin.organisations.name_hint)
                value=name
                error=error
                max_length=120
            />
            <Failure words=failure/>
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>{t!(i18n, common.add)}</Button>
            </div>
        </form>
    }
}
