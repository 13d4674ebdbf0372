use leptos::{ev::SubmitEvent, prelude::*};
use vault::CodeError;

use crate::{
    components::{Button, ButtonKind, Card, GroupFields, PageHeader, TextField},
    errors::ErrorNotice,
    i18n::{t, t_string, use_i18n},
    vault_context::VaultContext,
};

/// Groups on a printed invitation letter.
const GROUPS: usize = 20;

/// Link or typed groups of an invitation.
#[component]
pub(super) fn CodeForm(
    /// What was wrong with the last code.
    #[prop(into)]
    error: Signal<Option<CodeError>>,
    /// Takes what was typed.
    on_code: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let vault = VaultContext::expect();
    let link = RwSignal::new(String::new());
    let groups = RwSignal::new(String::new());
    let check = move |(number, text): (usize, String)| vault.get().is_key_group(number, &text);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = link.get_untracked();
        on_code.run(if typed.trim().is_empty() { groups.get_untracked() } else { typed });
    };
    view! {
        <div class="page page-wide">
            <PageHeader
                title=move || t_string!(i18n, entry.invitation.code_title)
                subtitle=move || t_string!(i18n, entry.invitation.code_subtitle)
            />
            <Card>
                <form class="form" novalidate on:submit=submit>
                    <TextField
                        label=move || t_string!(i18n, entry.invitation.code_link)
                        hint=move || t_string!(i18n, entry.invitation.code_link_hint)
                        value=link
                        optional=true
                        code=true
                    />
                    <p class="or-line"><span>{t!(i18n, entry.invitation.code_or)}</span></p>
                    <GroupFields
                        label=move || t_string!(i18n, entry.invitation.code_groups)
                        hint=move || t_string!(i18n, entry.invitation.code_groups_hint)
                        count=GROUPS
                        check=check
                        value=groups
                    />
                    <ErrorNotice error=error/>
                    <Button kind=ButtonKind::Primary submit=true icon="arrow-right">
                        {t!(i18n, entry.invitation.code_submit)}
                    </Button>
                </form>
            </Card>
        </div>
    }
}
