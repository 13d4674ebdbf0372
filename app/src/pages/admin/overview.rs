use api::{
    invitations::InvitationState,
    organisations::{MemberState, OrganisationState},
    paths::pages,
};
use leptos::prelude::*;
use leptos_router::components::A;
use vault::view::OrganisationOverview;

use super::{area::AdminArea, key::KeyBanners};
use crate::{
    components::{Card, Chip, Icon, PageHeader, Tone},
    i18n::{t, t_string, use_i18n},
    load::Loaded,
};

/// First steps of an organisation, and how far they are.
#[component]
pub(super) fn OverviewSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let name = move || area.state.membership().map(|membership| membership.name).unwrap_or_default();
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.overview.title, organisation = name()).to_string()
                subtitle=move || t_string!(i18n, admin.overview.subtitle)
            />
            {move || area.key.value.get().map(|overview| view! { <KeyBanners overview/> })}
            <Loaded loader=area.organisation let:organisation>
                <Steps organisation=organisation.clone()/>
                <Numbers organisation=organisation/>
            </Loaded>
            <p class="muted">{t!(i18n, admin.no_cases)}</p>
        </div>
    }
}

#[component]
fn Steps(organisation: OrganisationOverview) -> impl IntoView {
    let i18n = use_i18n();
    let ready = organisation.state == OrganisationState::Ready;
    let hint = !organisation.key_hint.is_empty();
    let units = !organisation.units.is_empty();
    let people = organisation.people.len() > 1
        || organisation.invitations.iter().any(|invitation| invitation.state == InvitationState::Open);
    let second = organisation.administrators() > 1;
    let key_page = if ready { format!("{}/schluessel", pages::ADMIN) } else { pages::KEY_SETUP.to_owned() };
    let section = |name: &str| format!("{}/{name}", pages::ADMIN);
    view! {
        <ol class="checklist card">
            <Step
                done=ready
                href=key_page
                icon="key-round"
                title=Signal::derive(move || t_string!(i18n, admin.overview.key_title).to_owned())
                text=Signal::derive(move || t_string!(i18n, admin.overview.key_text).to_owned())
            />
            <Step
                done=hint
                href=section("schluessel")
                icon="map-pin"
                title=Signal::derive(move || t_string!(i18n, admin.overview.hint_title).to_owned())
                text=Signal::derive(move || t_string!(i18n, admin.overview.hint_text).to_owned())
            />
            <Step
                done=units
                href=section("organigramm")
                icon="network"
                title=Signal::derive(move || t_string!(i18n, admin.overview.units_title).to_owned())
                text=Signal::derive(move || t_string!(i18n, admin.overview.units_text).to_owned())
            />
            <Step
                done=people
                href=section("personen")
                icon="users"
                title=Signal::derive(move || t_string!(i18n, admin.overview.people_title).to_owned())
                text=Signal::derive(move || t_string!(i18n, admin.overview.people_text).to_owned())
            />
            <Step
                done=second
                href=section("personen")
                icon="user-plus"
                title=Signal::derive(move || t_string!(i18n, admin.overview.second_title).to_owned())
                text=Signal::derive(move || t_string!(i18n, admin.overview.second_text).to_owned())
            />
        </ol>
    }
}

#[component]
fn Step(
    done: bool,
    href: String,
    icon: &'static str,
    title: Signal<String>,
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <li class="checklist-step" class:is-done=done>
            <span class="checklist-icon"><Icon name=if done { "check" } else { icon } class="icon-md"/></span>
            <div>
                <p class="checklist-title">{title}</p>
                <p class="muted">{text}</p>
            </div>
            <div class="checklist-side">
                {if done {
                    view! { <Chip tone=Tone::Good>{t!(i18n, admin.overview.done)}</Chip> }.into_any()
                } else {
                    view! { <Chip tone=Tone::Warn>{t!(i18n, admin.overview.open)}</Chip> }.into_any()
                }}
                <A href=href attr:class="btn btn-small">
                    {move || {
                        if done { t_string!(i18n, admin.overview.look) } else { t_string!(i18n, admin.overview.start) }
                    }}
                    <span class="visually-hidden">": " {title}</span>
                </A>
            </div>
        </li>
    }
}

#[component]
fn Numbers(organisation: OrganisationOverview) -> impl IntoView {
    let i18n = use_i18n();
    let joined = organisation
        .people
        .iter()
        .filter(|person| matches!(person.person.state, MemberState::Joined | MemberState::Certified))
        .count();
    let invited = organisation
        .invitations
        .iter()
        .filter(|invitation| invitation.state == InvitationState::Open)
        .count();
    let without_key: Vec<String> = organisation
        .people
        .iter()
        .filter(|person| {
            person.person.state == MemberState::Joined && api::organisations::needs_key(&person.person.grants)
        })
        .map(|person| person.person.display_name.clone())
        .collect();
    view! {
        <Card title=move || t_string!(i18n, admin.overview.numbers)>
            <dl class="figures">
                <div><dt>{t!(i18n, admin.overview.people_count)}</dt><dd>{joined}</dd></div>
                <div><dt>{t!(i18n, admin.overview.invited_count)}</dt><dd>{invited}</dd></div>
                <div><dt>{t!(i18n, admin.overview.unit_count)}</dt><dd>{organisation.units.len()}</dd></div>
            </dl>
            {(!without_key.is_empty())
                .then(|| {
                    view! {
                        <p class="muted">{t!(i18n, admin.overview.not_certified)} ": " {without_key.join(", ")}</p>
                    }
                })}
        </Card>
    }
}
