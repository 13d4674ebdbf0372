use api::audit::{AuditAction, AuditEntry};
use leptos::prelude::*;

use super::area::AdminArea;
use crate::{
    components::{Button, Card, Chip, EmptyState, Notice, PageHeader, Spinner, Switch, TableWrap, Tone},
    errors::{Words, notice_session_end},
    i18n::{Locale, t, t_string, td_string, use_i18n},
    platform,
};

/// The tenant's audit, newest first.
#[component]
pub(super) fn AuditSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let entries = RwSignal::new(None::<Vec<AuditEntry>>);
    let before = RwSignal::new(None::<u64>);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let only_institute = RwSignal::new(false);
    let read = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        platform::spawn(async move {
            let page = area.vault.get().audit(before.get_untracked()).await;
            busy.try_set(false);
            match page {
                Ok(page) => {
                    before.try_set(page.before);
                    entries.try_update(|entries| entries.get_or_insert_default().extend(page.entries));
                }
                Err(error) => {
                    notice_session_end(area.state, &error);
                    failure.try_set(Some(error.words(i18n.get_locale_untracked())));
                }
            }
        });
    };
    read();
    let rows = move || {
        let locale = i18n.get_locale();
        let language = area.state.language.get();
        entries
            .get()
            .unwrap_or_default()
            .into_iter()
            .filter(|entry| !only_institute.get() || entry.institute)
            .map(|entry| {
                let at = platform::format_timestamp(language, entry.at);
                let who = entry.who.unwrap_or_else(|| td_string!(locale, admin.audit.nobody).to_owned());
                view! {
                    <tr>
                        <td data-label=td_string!(locale, admin.audit.when)><span>{at}</span></td>
                        <td data-label=td_string!(locale, admin.audit.who)>
                            <span>
                                {who} " "
                                {entry
                                    .institute
                                    .then(|| view! { <Chip tone=Tone::Warn>{t!(i18n, admin.audit.institute)}</Chip> })}
                            </span>
                        </td>
                        <td data-label=td_string!(locale, admin.audit.what)>
                            <span>{action_name(locale, entry.action)}</span>
                        </td>
                        <td data-label=td_string!(locale, admin.audit.about)>
                            <span>{entry.label.unwrap_or_default()}</span>
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.audit.title)
                subtitle=move || t_string!(i18n, admin.audit.subtitle)
            />
            <Switch checked=only_institute>{t!(i18n, admin.audit.only_institute)}</Switch>
            {move || {
                failure.get().map(|words| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> })
            }}
            <Show when=move || entries.with(Option::is_some) fallback=|| view! { <Spinner/> }>
                <Card class="card-flush">
                    <Show
                        when=move || entries.with(|entries| entries.as_ref().is_some_and(|list| !list.is_empty()))
                        fallback=move || {
                            view! {
                                <EmptyState icon="history" title=move || t_string!(i18n, admin.audit.empty_title)/>
                            }
                        }
                    >
                        <TableWrap label=move || t_string!(i18n, admin.audit.title) stack=true>
                            <thead>
                                <tr>
                                    <th scope="col">{t!(i18n, admin.audit.when)}</th>
                                    <th scope="col">{t!(i18n, admin.audit.who)}</th>
                                    <th scope="col">{t!(i18n, admin.audit.what)}</th>
                                    <th scope="col">{t!(i18n, admin.audit.about)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </TableWrap>
                    </Show>
                </Card>
            </Show>
            <Show when=move || before.get().is_some()>
                <Button busy=busy on_click=move |_| read()>{t!(i18n, admin.audit.older)}</Button>
            </Show>
        </div>
    }
}

/// An action in words.
fn action_name(locale: Locale, action: AuditAction) -> &'static str {
    macro_rules! words {
        ($($variant:ident => $key:ident),* $(,)?) => {
            match action {
                $(AuditAction::$variant => td_string!(locale, admin.action.$key),)*
                _ => td_string!(locale, admin.action.unknown),
            }
        };
    }
    words! {
        TenantCreated => tenant_created,
        OrganisationCreated => organisation_created,
        OrganisationChanged => organisation_changed,
        OrganisationReady => organisation_ready,
        UnitChanged => unit_changed,
        Invited => invited,
        InvitationRevoked => invitation_revoked,
        InvitationUsed => invitation_used,
        InvitationReused => invitation_reused,
        Certified => certified,
        KeyBegun => key_begun,
        KeyRenewed => key_renewed,
        KeyCompleted => key_completed,
        KeyChecked => key_checked,
        EmergencyAccess => emergency_access,
        AdministratorRecovered => administrator_recovered,
        RootReplaced => root_replaced,
        CaseKeysRenewed => case_keys_renewed,
        RightsChanged => rights_changed,
        Blocked => blocked,
        LoggedIn => logged_in,
        LoginFailed => login_failed,
        LoggedOut => logged_out,
        PasswordChanged => password_changed,
        DeviceChanged => device_changed,
        CaseCreated => case_created,
        CaseOpened => case_opened,
        CaseAssigned => case_assigned,
        CaseStateChanged => case_state_changed,
        EntryWithdrawn => entry_withdrawn,
        InstituteLooked => institute_looked,
        InstituteLookedAtCases => institute_looked_at_cases,
        InstituteLookedAtCase => institute_looked_at_case,
    }
}
