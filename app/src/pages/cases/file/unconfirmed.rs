//! Entries that nobody with the right to write here has signed: shown in this one place, marked, and nowhere else.
use leptos::prelude::*;
use vault::view::Entry;

use super::{CaseFile, section::SectionHeading};
use crate::{
    components::{Card, Chip, EmptyState, Notice, Tone},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::instant_text, form::EntryTerms},
    platform,
};

/// What the server shows and nobody confirmed.
#[component]
pub(super) fn Unconfirmed() -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let entries = Memo::new(move |_| file.with(|case| case.unverified.clone()).unwrap_or_default());
    view! {
        <SectionHeading title=move || t_string!(i18n, cases.unconfirmed.title)/>
        <Notice tone=Tone::Warn title=move || t_string!(i18n, cases.unconfirmed.what_title)>
            <p>{t!(i18n, cases.unconfirmed.what)}</p>
            <p>{t!(i18n, cases.unconfirmed.nowhere)}</p>
            <p>{t!(i18n, cases.unconfirmed.next)}</p>
        </Notice>
        {move || {
            let entries = entries.get();
            if entries.is_empty() {
                return view! {
                    <Card>
                        <EmptyState icon="shield-check" title=move || t_string!(i18n, cases.unconfirmed.none)/>
                    </Card>
                }
                    .into_any();
            }
            entries.into_iter().map(|entry| view! { <Claimed entry/> }).collect_view().into_any()
        }}
    }
}

/// One of them: who is said to have written it, and only on demand what it says.
#[component]
fn Claimed(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    let form = entry.form.clone();
    let title =
        move || area.configuration().form(&form).map_or_else(|| form.clone(), |form| area.label(&form.title));
    let (name, at) = (entry.author.name.clone(), entry.at);
    let claimed = move || {
        let when = platform::format_date_time(area.language(), &instant_text(at));
        if name.is_empty() {
            t_string!(i18n, cases.unconfirmed.claimed_nobody, when = when).to_string()
        } else {
            t_string!(i18n, cases.unconfirmed.claimed, name = name.clone(), when = when).to_string()
        }
    };
    view! {
        <Card title=title aside=ViewFn::from(move || view! { <UnconfirmedChip/> }) class="card-unconfirmed">
            <p class="muted">{claimed}</p>
            <details class="more">
                <summary>{t!(i18n, cases.unconfirmed.look)}</summary>
                <EntryTerms form=entry.form facts=entry.facts texts=entry.texts/>
            </details>
        </Card>
    }
}

/// "Nicht bestätigt".
#[component]
pub(super) fn UnconfirmedChip() -> impl IntoView {
    let i18n = use_i18n();
    view! { <Chip tone=Tone::Bad icon="shield">{t!(i18n, cases.unconfirmed.chip)}</Chip> }
}
