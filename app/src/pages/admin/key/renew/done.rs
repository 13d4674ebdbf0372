//! What is left to do with files and sheets, and what colleagues must be told.
use api::paths::pages;
use leptos::prelude::*;

use super::Renewal;
use crate::{
    components::{ButtonKind, Card, CopyButton, Icon, LinkButton, Notice, Tone},
    i18n::{t, t_string, use_i18n},
};

/// The new key is in force and everything is wrapped under it.
#[component]
pub(super) fn DoneStep(renewal: Renewal) -> impl IntoView {
    let i18n = use_i18n();
    let membership = move || renewal.area.state.membership();
    let name = move || membership().map(|membership| membership.name).unwrap_or_default();
    let message = Signal::derive(move || {
        let place = membership().map(|membership| membership.key_hint).filter(|hint| !hint.is_empty());
        let place = place.unwrap_or_else(|| t_string!(i18n, keys.renew.message_place).to_owned());
        t_string!(i18n, keys.renew.message, epoch = renewal.epoch.get(), place = place).to_string()
    });
    view! {
        <Notice
            tone=Tone::Good
            title=move || t_string!(i18n, keys.renew.done_title, organisation = name()).to_string()
        >
            <p>{move || t_string!(i18n, keys.renew.done_text, epoch = renewal.epoch.get()).to_string()}</p>
        </Notice>
        <Show when=move || !renewal.printed.get()>
            <Notice tone=Tone::Warn title=move || t_string!(i18n, keys.renew.no_sheet_title)>
                <p>{t!(i18n, keys.renew.no_sheet_text)}</p>
                <p>
                    <LinkButton href=pages::KEY_COPY class="btn-small" icon="printer">
                        {t!(i18n, keys.renew.no_sheet_go)}
                    </LinkButton>
                </p>
            </Notice>
        </Show>
        <Card title=move || t_string!(i18n, keys.renew.done_next)>
            <ul class="points">
                <li><Icon name="users" class="icon-md"/><p>{t!(i18n, keys.renew.done_3)}</p></li>
                <li><Icon name="printer" class="icon-md"/><p>{t!(i18n, keys.renew.done_2)}</p></li>
                <li><Icon name="trash-2" class="icon-md"/><p>{t!(i18n, keys.renew.done_1)}</p></li>
            </ul>
            <h3>{t!(i18n, keys.renew.message_label)}</h3>
            <blockquote class="message">{message}</blockquote>
            <div class="actions">
                <CopyButton text=message label=move || t_string!(i18n, keys.renew.message_copy)/>
            </div>
            <div class="actions actions-end">
                <LinkButton href=format!("{}/schluessel", pages::ADMIN) kind=ButtonKind::Primary>
                    {t!(i18n, keys.renew.done_button)}
                </LinkButton>
            </div>
        </Card>
    }
}
