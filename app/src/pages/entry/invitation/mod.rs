//! From an invitation (link or printed letter) to a personal access.
mod code_form;
mod offer_form;
mod roles;

use leptos::{ev, prelude::*};
use vault::{CodeError, InvitationCode, InvitationError};

use crate::{
    components::{Button, Notice, PageHeader, Spinner, Tone},
    errors::Words,
    i18n::{t, t_string, use_i18n},
    platform,
    vault_context::VaultContext,
};
use code_form::CodeForm;
use offer_form::OfferForm;

pub(crate) use roles::role_words;

/// How far somebody is.
#[derive(Clone)]
enum Step {
    Code,
    Looking,
    Unusable(InvitationError, InvitationCode),
    Offer(Box<api::invitations::InvitationOffer>, InvitationCode),
}

/// Invitation of a colleague, an operator, or the first administrator of an organisation. A secret in the address is
/// read once and wiped from it at once.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let i18n = use_i18n();
    let vault = VaultContext::expect();
    let step = RwSignal::new_local(Step::Code);
    let code_error = RwSignal::new(None::<CodeError>);
    let look = move |code: InvitationCode| {
        step.set(Step::Looking);
        platform::spawn(async move {
            let next = match vault.get().look_at_invitation(&code).await {
                Ok(offer) => Step::Offer(Box::new(offer), code),
                Err(error) => Step::Unusable(error, code),
            };
            step.try_set(next);
        });
    };
    let ask = move || {
        code_error.set(None);
        step.set(Step::Code);
    };
    let take = move |text: &str| match text.parse::<InvitationCode>() {
        Ok(code) => look(code),
        Err(error) => {
            // The form that is open stays, with everything that was typed.
            if step.with_untracked(|step| !matches!(step, Step::Code)) {
                step.set(Step::Code);
            }
            code_error.set(Some(error));
        }
    };
    let take_fragment = move || {
        if let Some(fragment) = platform::take_fragment() {
            take(&fragment);
        }
    };
    take_fragment();
    // Another link that is opened in the same tab changes the fragment only.
    let listener = window_event_listener(ev::hashchange, move |_| take_fragment());
    on_cleanup(move || listener.remove());
    let submit = Callback::new(move |text: String| take(&text));
    move || match step.get() {
        Step::Code => view! { <CodeForm error=code_error on_code=submit/> }.into_any(),
        Step::Looking => view! {
            <div class="page">
                <PageHeader title=move || t_string!(i18n, entry.invitation.title)/>
                <Spinner label=move || t_string!(i18n, entry.invitation.looking)/>
            </div>
        }
        .into_any(),
        Step::Unusable(error, code) => {
            let again = matches!(error, InvitationError::Call(_)).then(|| {
                view! {
                    <Button icon="refresh-cw" on_click=move |_| look(code.clone())>{t!(i18n, common.retry)}</Button>
                }
            });
            view! {
                <div class="page">
                    <PageHeader title=move || t_string!(i18n, entry.invitation.title)/>
                    <Notice tone=Tone::Bad title=move || t_string!(i18n, entry.invitation.unusable)>
                        <p>{move || error.words(i18n.get_locale())}</p>
                    </Notice>
                    <div class="actions">
                        {again}
                        <Button on_click=move |_| ask()>
                            {t!(i18n, entry.invitation.other_code)}
                        </Button>
                    </div>
                </div>
            }
            .into_any()
        }
        Step::Offer(offer, code) => view! { <OfferForm offer=*offer code=code/> }.into_any(),
    }
}
