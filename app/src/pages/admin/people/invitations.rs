use api::invitations::{InvitationState, InvitationView};
use leptos::prelude::*;
use vault::view::OrganisationOverview;

use super::{Failure, Task, Tasks};
use crate::{
    components::{Button, ButtonKind, Card},
    i18n::{t, t_string, use_i18n},
    pages::admin::area::AdminArea,
    platform,
};

/// Days that a renewed invitation is valid.
const RENEWED_DAYS: u16 = 14;

/// Invitations that wait, and past ones.
#[component]
pub(super) fn Invitations(organisation: OrganisationOverview, tasks: Tasks) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let list = organisation.invitations;
    (!list.is_empty()).then(|| {
        let rows =
            list.into_iter().map(|invitation| view! { <Row invitation tasks busy failure/> }).collect_view();
        view! {
            <Card title=move || t_string!(i18n, admin.people.invitations)>
                <Failure words=failure/>
                <ul class="lines">{rows}</ul>
                <p class="muted">{t!(i18n, admin.people.used_again)}</p>
            </Card>
        }
    })
}

#[component]
fn Row(
    invitation: InvitationView,
    tasks: Tasks,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let id = invitation.id;
    let (state, expires) = (invitation.state, invitation.expires_at);
    let words = move || match state {
        InvitationState::Open => {
            let date = platform::format_timestamp(area.state.language.get(), expires);
            t_string!(i18n, admin.people.invitation_open, date = date).to_string()
        }
        InvitationState::Used => t_string!(i18n, admin.people.invitation_used).to_owned(),
        InvitationState::Expired => t_string!(i18n, admin.people.invitation_expired).to_owned(),
        InvitationState::Revoked => t_string!(i18n, admin.people.invitation_revoked).to_owned(),
    };
    let renew = move |_| {
        let Some(organisation) = area.id() else { return };
        let vault = area.vault.get();
        let deed = async move { vault.renew_invitation(organisation, id, RENEWED_DAYS).await };
        area.act(busy, failure, deed, move |letter| tasks.begin(Task::Letter(letter)));
    };
    let revoke = move |_| {
        let Some(organisation) = area.id() else { return };
        let vault = area.vault.get();
        let deed = async move { vault.revoke_invitation(organisation, id).await };
        area.act(busy, failure, deed, move |()| {
            area.state.toasts.good(t_string!(i18n, admin.people.revoked));
        });
    };
    let waiting = matches!(state, InvitationState::Open | InvitationState::Expired);
    view! {
        <li>
            <strong>{invitation.display_name}</strong>
            <span class="muted">{words}</span>
            {waiting
                .then(|| {
                    view! {
                        <span class="row-actions">
                            <Button class="btn-small" icon="refresh-cw" busy=busy on_click=renew>
                                {t!(i18n, admin.people.renew)}
                            </Button>
                            {(state == InvitationState::Open)
                                .then(|| {
                                    view! {
                                        <Button kind=ButtonKind::Quiet class="btn-small" busy=busy on_click=revoke>
                                            {t!(i18n, admin.people.revoke)}
                                        </Button>
                                    }
                                })}
                        </span>
                    }
                })}
        </li>
    }
}
