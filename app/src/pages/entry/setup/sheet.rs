use leptos::prelude::*;
use vault::view::{KeyCopySheet, KeySheet, RootDraft, Sheet};

use crate::{
    components::QrCode,
    i18n::{t, t_string, use_i18n},
    platform,
    state::AppState,
};

/// The sheet for the safe: organisation key and root as QR code and typeable groups. Looks the same on screen and on
/// A4 paper.
#[component]
pub(super) fn KeySheetView(
    /// What stands on it.
    sheet: KeySheet,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <SheetFrame organisation_name=sheet.organisation_name epoch=sheet.epoch>
            <KeyPart sheet=sheet.key fingerprint=sheet.key_fingerprint/>
            <SheetPart
                title=Signal::derive(move || t_string!(i18n, entry.sheet.root).to_owned())
                text=Signal::derive(move || t_string!(i18n, entry.sheet.root_text).to_owned())
                sheet=sheet.root
                fingerprint=sheet.root_fingerprint
            />
        </SheetFrame>
    }
}

/// The sheet of a renewed key or of a further copy: without the root, which stays on its own sheet.
#[component]
pub(crate) fn CopySheetView(
    /// What stands on it.
    sheet: KeyCopySheet,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <SheetFrame organisation_name=sheet.organisation_name epoch=sheet.epoch>
            <KeyPart sheet=sheet.key fingerprint=sheet.key_fingerprint/>
            <p>
                {t!(i18n, entry.sheet.root_elsewhere)} " " {t!(i18n, entry.sheet.fingerprint)} ": "
                <code>{sheet.root_fingerprint}</code>
            </p>
        </SheetFrame>
    }
}

/// The sheet of a new root, without the organisation key.
#[component]
pub(crate) fn RootSheetView(
    /// What stands on it.
    sheet: RootDraft,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <SheetFrame organisation_name=sheet.organisation_name>
            <SheetPart
                title=Signal::derive(move || t_string!(i18n, entry.sheet.root).to_owned())
                text=Signal::derive(move || t_string!(i18n, entry.sheet.root_text).to_owned())
                sheet=sheet.root
                fingerprint=sheet.root_fingerprint
            />
            <p>
                {t!(i18n, entry.sheet.root_before)} " " {t!(i18n, entry.sheet.fingerprint)} ": "
                <code>{sheet.previous_fingerprint}</code>
            </p>
        </SheetFrame>
    }
}

#[component]
fn SheetFrame(
    organisation_name: String,
    #[prop(optional)] epoch: Option<u32>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let today = move || platform::format_date(state.language.get(), &platform::today_iso());
    view! {
        <article class="sheet">
            <header class="stack-small">
                <h2>{t!(i18n, entry.sheet.title)}</h2>
                <p>
                    <strong>{organisation_name}</strong>
                    {epoch.map(|epoch| view! { " · " {t!(i18n, entry.sheet.epoch)} " " {epoch} })}
                    " · " {t!(i18n, entry.sheet.printed)} " " {today}
                </p>
                <p class="sheet-warning">{t!(i18n, entry.sheet.warning)}</p>
            </header>
            {children()}
            <p class="sheet-line">{t!(i18n, entry.sheet.kept_by)}</p>
        </article>
    }
}

#[component]
fn KeyPart(sheet: Sheet, fingerprint: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <SheetPart
            title=Signal::derive(move || t_string!(i18n, entry.sheet.key).to_owned())
            text=Signal::derive(move || t_string!(i18n, entry.sheet.key_text).to_owned())
            sheet=sheet
            fingerprint=fingerprint
        />
    }
}

#[component]
fn SheetPart(
    title: Signal<String>,
    text: Signal<String>,
    sheet: Sheet,
    fingerprint: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let qr = sheet.qr.as_str().to_owned();
    let groups = sheet
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| view! { <li><span>{at + 1}</span>{group.as_str().to_owned()}</li> })
        .collect_view();
    view! {
        <section class="sheet-columns">
            <QrCode
                text=qr
                label=move || t_string!(i18n, entry.sheet.qr_label, what = title.get()).to_string()
            />
            <div class="stack-small">
                <h3>{title}</h3>
                <p class="muted">{text}</p>
                <ol class="sheet-groups">{groups}</ol>
                <p class="muted">{t!(i18n, entry.sheet.fingerprint)} ": " <code>{fingerprint}</code></p>
            </div>
        </section>
    }
}
