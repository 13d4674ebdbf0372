//! The history of an entry: who changed what and when, and every state it ever had.
mod changes;
mod compare;
mod state;
mod take_up;

use api::ids::RecordId;
use leptos::prelude::*;
use vault::{
    CaseError,
    view::{EntryVersion, Text, Verification},
};

use super::{CaseFile, unconfirmed::UnconfirmedChip};
use crate::{
    components::{Button, ButtonKind, Chip, Icon, Notice, Sealed, Spinner, Tone},
    errors::{Words, notice_session_end},
    i18n::{t, t_string, use_i18n},
    pages::cases::area::instant_text,
    platform,
};
use api::configuration::known;
use changes::{Deed, FieldChange, changes, deed};
use compare::Piece;
use state::StateDialog;
pub(crate) use take_up::{TakeUpNotice, TakenUp};

/// Versions shown at first.
const AT_FIRST: usize = 10;

/// All versions of an entry, fetched when asked for; the newest first.
#[component]
pub(super) fn History(
    /// The entry.
    record: RecordId,
    /// Form code.
    form: String,
    /// Opens the form of the entry, which then takes up the earlier state that [`CaseFile::taken_up`] holds. Without
    /// it states can only be looked at.
    #[prop(optional, into)]
    on_take_up: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let versions = RwSignal::new(None::<Result<Vec<EntryVersion>, CaseError>>);
    let limit = RwSignal::new(AT_FIRST);
    let looked_at = RwSignal::new(None::<EntryVersion>);
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
    let form_code = StoredValue::new(form);
    let list = move |versions: &[EntryVersion]| {
        let count = versions.len();
        let items = (0..count)
            .rev()
            .take(limit.get())
            .map(|index| {
                let (deed, before) = deed(versions, index);
                view! {
                    <Version
                        form=form_code.get_value()
                        version=versions[index].clone()
                        deed=deed
                        before=before.cloned()
                        current=index + 1 == count
                        looked_at=looked_at
                    />
                }
            })
            .collect_view();
        let more = count > limit.get();
        view! {
            <ol class="versions">{items}</ol>
            {more
                .then(|| {
                    view! {
                        <Button class="btn-small" on_click=move |_| limit.set(usize::MAX)>
                            {move || t_string!(i18n, cases.history.all, count = count).to_string()}
                        </Button>
                    }
                })}
        }
    };
    let shown = move || {
        versions.with(|versions| match versions {
            None => {
                view! { <Spinner label=move || t_string!(i18n, cases.entry.history_loading)/> }.into_any()
            }
            Some(Err(error)) => {
                let words = error.words(i18n.get_locale());
                view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> }.into_any()
            }
            Some(Ok(versions)) => list(versions).into_any(),
        })
    };
    view! {
        <details class="history" on:toggle=move |_| load()>
            <summary>{t!(i18n, cases.entry.history)}</summary>
            {shown}
        </details>
        <StateDialog record=record form=form_code.get_value() version=looked_at on_take_up=on_take_up/>
    }
}

/// One version: who, when, and what it changed.
#[component]
fn Version(
    form: String,
    version: EntryVersion,
    deed: Deed,
    before: Option<EntryVersion>,
    current: bool,
    looked_at: RwSignal<Option<EntryVersion>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = CaseFile::expect().area;
    let number = version.revision;
    let unconfirmed = version.verification == Verification::Failed;
    let sealed = !version.texts.is_open() || before.as_ref().is_some_and(|before| !before.texts.is_open());
    let reason = match version.texts.get(known::REASON) {
        Text::Open(reason) if version.withdrawn && !reason.is_empty() => Some(reason),
        Text::Open(_) | Text::Sealed => None,
    };
    let head = version.clone();
    let state = version.clone();
    let compared = StoredValue::new((form, version));
    let earlier = StoredValue::new(before);
    let what = move || match deed {
        Deed::Written => t_string!(i18n, cases.history.written).to_owned(),
        Deed::Changed => String::new(),
        Deed::Withdrawn => t_string!(i18n, cases.history.withdrawn).to_owned(),
        Deed::Restored => t_string!(i18n, cases.history.restored).to_owned(),
    };
    let difference = move || {
        let configuration = area.configuration();
        let fields = compared.with_value(|(form, version)| {
            earlier.with_value(|before| {
                let form = configuration.form(form)?;
                Some(changes(area, form, before.as_ref()?, version))
            })
        })?;
        if fields.is_empty() {
            let nothing = deed == Deed::Changed && !sealed;
            return nothing
                .then(|| view! { <p class="muted">{t!(i18n, cases.history.nothing)}</p> }.into_any());
        }
        let rows = fields.into_iter().map(|change| view! { <Field change=change/> }).collect_view();
        Some(view! { <dl class="version-changes">{rows}</dl> }.into_any())
    };
    view! {
        <li class="version" class:is-withdrawn=deed == Deed::Withdrawn class:is-unconfirmed=unconfirmed>
            {unconfirmed
                .then(|| {
                    view! {
                        <div class="stack-small">
                            <div><UnconfirmedChip/></div>
                            <p class="muted">{t!(i18n, cases.unconfirmed.version)}</p>
                        </div>
                    }
                })}
            <div class="version-head">
                <p class="version-who">{move || version_words(area, &head)}</p>
                {current.then(|| view! { <Chip tone=Tone::Accent>{t!(i18n, cases.history.current)}</Chip> })}
                {(state.verification == Verification::Verified)
                    .then(|| {
                        view! {
                            <span class="version-signed">
                                <Icon name="shield-check"/>
                                {t!(i18n, cases.history.signed)}
                            </span>
                        }
                    })}
            </div>
            {move || {
                let words = what();
                (!words.is_empty()).then(|| view! { <p>{words}</p> })
            }}
            {reason
                .map(|reason| {
                    let words = move || {
                        t_string!(i18n, cases.entry.withdrawn_reason, reason = reason.clone()).to_string()
                    };
                    view! { <p>{words}</p> }
                })}
            {(deed != Deed::Withdrawn).then_some(difference)}
            {sealed.then(|| view! { <p class="muted">{t!(i18n, cases.history.texts)} " " <Sealed/></p> })}
            {(deed != Deed::Withdrawn)
                .then(|| {
                    let label = move || t_string!(i18n, cases.history.look_at, number = number).to_string();
                    view! {
                        <div class="actions">
                            <Button
                                kind=ButtonKind::Quiet
                                class="btn-small"
                                icon="eye"
                                label=label
                                on_click=move |_| looked_at.set(Some(state.clone()))
                            >
                                {t!(i18n, cases.history.look)}
                            </Button>
                        </div>
                    }
                })}
        </li>
    }
}

/// "Fassung 3 · Berta Beispiel, 23. November 2026, 10:14". Reactive in the language.
fn version_words(area: crate::pages::cases::area::Area, version: &EntryVersion) -> String {
    use crate::i18n::td_string;
    let locale = area.locale();
    let when = platform::format_date_time(area.language(), &instant_text(version.at));
    let name = match version.author.name.as_str() {
        "" => td_string!(locale, cases.entry.unknown_author).to_owned(),
        name => name.to_owned(),
    };
    format!(
        "{} · {}",
        td_string!(locale, cases.entry.version, number = version.revision),
        td_string!(locale, cases.entry.written_by, name = name, when = when),
    )
}

/// One field, readable like a text. What was struck out and written in is marked by lines as well as by colour, and named
/// for those who hear it.
#[component]
fn Field(change: FieldChange) -> impl IntoView {
    let i18n = use_i18n();
    let pieces = change
        .pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Same(text) => text.into_any(),
            Piece::Gone(text) => view! {
                <del>
                    <span class="visually-hidden">{t!(i18n, cases.history.gone)} ": "</span>
                    {text}
                </del>
                " "
            }
            .into_any(),
            Piece::New(text) => view! {
                <ins>
                    <span class="visually-hidden">{t!(i18n, cases.history.new)} ": "</span>
                    {text}
                </ins>
            }
            .into_any(),
            Piece::LeftOut => view! { <span class="muted">" […] "</span> }.into_any(),
        })
        .collect_view();
    view! {
        <dt>{change.name}</dt>
        <dd class="long-text">{pieces}</dd>
    }
}
