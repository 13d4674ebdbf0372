use leptos::prelude::*;
use vault::view::InvitationLetter;

use crate::{
    components::{CopyButton, PrintButton, QrCode},
    i18n::{t, t_string, use_i18n},
    platform,
    state::AppState,
};

/// An invitation to hand over: link to copy, QR code, and a letter to print. Shown once and kept nowhere.
#[component]
pub(crate) fn LetterView(
    /// The invitation.
    letter: InvitationLetter,
    /// Where the key file lies; empty where nothing was said or no key is needed.
    hint: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let until = letter.expires_at;
    let date = move || platform::format_timestamp(state.language.get(), until);
    let name = StoredValue::new(letter.display_name.clone());
    let address = StoredValue::new(letter.address.clone());
    let link = letter.link.as_str().to_owned();
    let shown = link.clone();
    let copied = link.clone();
    let hint = StoredValue::new(hint);
    let groups = letter
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| view! { <li><span>{at + 1}</span>{group.as_str().to_owned()}</li> })
        .collect_view();
    view! {
        <div class="stack no-print">
            <p>
                {move || {
                    t_string!(i18n, admin.invite.ready_text, date = date()).to_string()
                }}
            </p>
            <div class="secret-link">
                <p class="muted">{t!(i18n, admin.invite.link)}</p>
                <code class="break">{shown}</code>
            </div>
            <div class="actions">
                <CopyButton text=Signal::derive(move || copied.clone())/>
                <PrintButton label=move || t_string!(i18n, admin.invite.print)/>
            </div>
        </div>
        <article class="sheet">
            <header class="stack-small">
                <h2>{t!(i18n, admin.invite.letter_title)}</h2>
                <p>{move || t_string!(i18n, admin.invite.letter_intro, name = name.get_value()).to_string()}</p>
            </header>
            <section class="sheet-columns">
                <QrCode text=link label=move || t_string!(i18n, admin.invite.qr)/>
                <ol class="letter-steps">
                    <li>
                        {move || {
                            t_string!(i18n, admin.invite.letter_step_1, address = address.get_value()).to_string()
                        }}
                    </li>
                    <li>{t!(i18n, admin.invite.letter_step_2)} <ol class="sheet-groups">{groups}</ol></li>
                    <li>{t!(i18n, admin.invite.letter_step_3)}</li>
                    {move || {
                        let hint = hint.get_value();
                        (!hint.is_empty())
                            .then(|| {
                                view! {
                                    <li>{t_string!(i18n, admin.invite.letter_step_4, hint = hint).to_string()}</li>
                                }
                            })
                    }}
                </ol>
            </section>
            <p class="sheet-line">
                {move || {
                    t_string!(i18n, admin.invite.letter_valid, date = date()).to_string()
                }}
            </p>
        </article>
    }
}
