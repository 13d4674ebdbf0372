//! Earlier versions of an entry.
use api::{configuration::known, ids::RecordId};
use leptos::prelude::*;
use vault::{
    CaseError,
    view::{EntryVersion, Text, Verification},
};

use super::{CaseFile, unconfirmed::UnconfirmedChip};
use crate::{
    components::{Chip, Notice, Spinner, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::instant_text, form::EntryTerms},
    platform,
};

/// All versions of an entry, fetched when asked for; the newest first.
#[component]
pub(super) fn History(
    /// The entry.
    record: RecordId,
    /// Form code.
    form: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let versions = RwSignal::new(None::<Result<Vec<EntryVersion>, CaseError>>);
    let form = StoredValue::new(form);
    let load = move || {
        if versions.with_untracked(|versions| matches!(versions, Some(Ok(_)))) {
            return;
        }
        platform::spawn(async move {
            let result = area.vault.get().history(file.id, record).await;
            if let Err(CaseError::Call(call)) = &result {
                notice_session_end(area.state, call);
            }
            versions.try_set(Some(result));
        });
    };
    let shown = move || match versions.get() {
        None => view! { <Spinner label=move || t_string!(i18n, cases.entry.history_loading)/> }.into_any(),
        Some(Err(error)) => {
            view! { <Notice tone=Tone::Bad><p>{move || error.words(i18n.get_locale())}</p></Notice> }
                .into_any()
        }
        Some(Ok(versions)) => {
            // The newest stands above already.
            let earlier = versions.into_iter().rev().skip(1);
            let items = earlier
                .map(|version| view! { <Version form=form.get_value() version=version/> })
                .collect_view();
            view! { <ol class="versions">{items}</ol> }.into_any()
        }
    };
    view! {
        <details class="history" on:toggle=move |_| load()>
            <summary>{t!(i18n, cases.entry.history)}</summary>
            {shown}
        </details>
    }
}

#[component]
fn Version(form: String, version: EntryVersion) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    let (number, name, at) = (version.revision, version.author.name.clone(), version.at);
    let unconfirmed = version.verification == Verification::Failed;
    let reason = match version.texts.get(known::REASON) {
        Text::Open(reason) if version.withdrawn => Some(reason),
        Text::Open(_) | Text::Sealed => None,
    };
    view! {
        <li class="version" class:is-withdrawn=version.withdrawn class:is-unconfirmed=unconfirmed>
            {unconfirmed
                .then(|| {
                    view! {
                        <div class="stack-small">
                            <div><UnconfirmedChip/></div>
                            <p class="muted">{t!(i18n, cases.unconfirmed.version)}</p>
                        </div>
                    }
                })}
            <p class="muted">
                {move || {
                    let when = platform::format_date_time(area.language(), &instant_text(at));
                    format!(
                        "{} · {}",
                        t_string!(i18n, cases.entry.version, number = number),
                        t_string!(i18n, cases.entry.written_by, name = name.clone(), when = when),
                    )
                }}
            </p>
            {version
                .withdrawn
                .then(|| view! { <Chip tone=Tone::Warn>{t!(i18n, cases.entry.withdrawn)}</Chip> })}
            {reason
                .map(|reason| {
                    view! {
                        <p>
                            {move || {
                                t_string!(i18n, cases.entry.withdrawn_reason, reason = reason.clone()).to_string()
                            }}
                        </p>
                    }
                })}
            {(!version.withdrawn)
                .then(|| view! { <EntryTerms form=form facts=version.facts texts=version.texts/> })}
        </li>
    }
}
