use api::paths::pages;
use leptos::prelude::*;
use vault::view::SetupLetter;

use crate::{
    components::{ButtonKind, Card, CopyButton, LinkButton, QrCode},
    i18n::{t, t_string, use_i18n},
    platform,
    state::AppState,
};

/// The setup link of an organisation's first administrator. Shown once and kept nowhere.
#[component]
pub(super) fn SetupLetterView(
    /// The link.
    letter: SetupLetter,
    /// Name of what was made.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let title = StoredValue::new(name);
    let administrator = StoredValue::new(letter.letter.display_name.clone());
    let expires = letter.letter.expires_at;
    let link = letter.letter.link.as_str().to_owned();
    let (shown, copied) = (link.clone(), link.clone());
    let text = move || {
        let date = platform::format_timestamp(state.language.get(), expires);
        t_string!(i18n, institute.new.ready_text, administrator = administrator.get_value(), date = date)
            .to_string()
    };
    view! {
        <Card title=move || t_string!(i18n, institute.new.ready_title, name = title.get_value()).to_string()>
            <p>{text}</p>
            <div class="secret-link">
                <p class="muted">{t!(i18n, institute.new.link)}</p>
                <code class="break">{shown}</code>
            </div>
            <div class="row"><QrCode text=link label=move || t_string!(i18n, institute.new.qr)/></div>
            <div class="actions">
                <CopyButton text=Signal::derive(move || copied.clone())/>
                <LinkButton href=format!("{}/{}", pages::INSTITUTE, letter.tenant) kind=ButtonKind::Primary>
                    {t!(i18n, institute.new.to_tenant)}
                </LinkButton>
            </div>
        </Card>
    }
}
