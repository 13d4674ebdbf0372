//! Cases that this device has opened and that the server does not list any more.
use leptos::prelude::*;

use super::super::area::Area;
use crate::{
    components::{Notice, Tone},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// Says calmly how many cases are gone from the list. Most were given to somebody else; a server that leaves cases out
/// would look the same, so the person decides.
#[component]
pub(super) fn MissingCases() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let accepted = RwSignal::new(0_u32);
    let missing = Memo::new(move |_| {
        area.listed.track();
        area.rows.track();
        accepted.track();
        let organisation = area.state.organisation();
        organisation.map_or(0, |organisation| area.vault.get().missing_cases(organisation))
    });
    let accept = move |_| {
        let Some(organisation) = area.state.organisation() else { return };
        let vault = area.vault.get();
        platform::spawn(async move {
            // Where nobody is logged in any more, the next list says it again.
            let _forgotten = vault.accept_missing_cases(organisation).await;
            accepted.try_update(|accepted| *accepted += 1);
        });
    };
    view! {
        <Show when=move || { missing.get() > 0 }>
            <Notice tone=Tone::Warn title=move || t_string!(i18n, cases.list.missing_title, count = missing.get()).to_string()>
                <p>{t!(i18n, cases.list.missing_text)}</p>
                <div class="actions">
                    <button type="button" class="btn btn-small" on:click=accept>
                        {t!(i18n, cases.list.missing_accept)}
                    </button>
                </div>
            </Notice>
        </Show>
    }
}
