//! An earlier state of an entry, in full, and the way to take it up again.
use api::ids::RecordId;
use leptos::prelude::*;
use vault::view::{EntryVersion, Texts, Verification};

use super::{TakenUp, changes::field_name, version_words};
use crate::{
    components::{Button, ButtonKind, Dialog, Notice, Tone},
    i18n::{t, t_string, td_string, use_i18n},
    pages::cases::{
        area::{Area, instant_text},
        file::{CaseFile, unconfirmed::UnconfirmedChip},
        form::{EntryTerms, Values, values_of},
    },
    platform,
};

/// Shows a version while there is one.
#[component]
pub(super) fn StateDialog(
    /// The entry.
    record: RecordId,
    /// Form code.
    form: String,
    /// The version.
    version: RwSignal<Option<EntryVersion>>,
    /// Opens the form of the entry.
    on_take_up: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let form = StoredValue::new(form);
    Effect::new(move |_| {
        if version.with(Option::is_some) {
            open.set(true);
        }
    });
    let title = move || {
        let number = version.with(|version| version.as_ref().map_or(0, |version| version.revision));
        t_string!(i18n, cases.history.state, number = number).to_string()
    };
    view! {
        <Dialog open=open title=title class="dialog-wide" on_close=move |()| version.set(None)>
            {move || {
                version
                    .get()
                    .map(|version| {
                        view! {
                            <State
                                record=record
                                form=form.get_value()
                                version=version
                                open=open
                                on_take_up=on_take_up
                            />
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn State(
    record: RecordId,
    form: String,
    version: EntryVersion,
    open: RwSignal<bool>,
    on_take_up: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let file = CaseFile::expect();
    let area = file.area;
    let now = untrack(|| file.entry(record));
    let unconfirmed = version.verification == Verification::Failed;
    let values = match &version.texts {
        Texts::Open(texts) => Some(Values::of(&version.facts, Some(texts))),
        Texts::Hidden(_) => None,
    };
    // Names of the fields that would change; none where nothing can be taken up.
    let differing =
        now.as_ref().filter(|now| !unconfirmed && !now.withdrawn && now.texts.is_open()).and_then(|now| {
            let (then, now) = (values.as_ref()?, values_of(now));
            let configuration = area.configuration();
            let form = configuration.form(&form)?;
            let fields = configuration.fields(form).into_iter();
            Some(untrack(|| {
                fields
                    .filter(|field| then.get(&field.key) != now.get(&field.key))
                    .map(|field| field_name(area, &field))
                    .collect::<Vec<_>>()
            }))
        });
    let can = on_take_up.is_some() && untrack(|| file.writable());
    let head = version.clone();
    let when = untrack(|| platform::format_date_time(area.language(), &instant_text(version.at)));
    let taken = values.map(|values| TakenUp { record, values, number: version.revision, when });
    let taken = StoredValue::new(taken);
    let take_up = move |_| {
        open.set(false);
        file.taken_up.set(taken.get_value());
        if let Some(on_take_up) = on_take_up {
            on_take_up.run(());
        }
    };
    let words = |area: Area, fields: &[String]| {
        let locale = area.locale();
        if fields.is_empty() {
            td_string!(locale, cases.history.same).to_owned()
        } else {
            td_string!(locale, cases.history.would_change, fields = fields.join(", ")).to_string()
        }
    };
    let changing = differing.as_ref().is_some_and(|fields| !fields.is_empty());
    view! {
        <p class="muted">{move || version_words(area, &head)}</p>
        {unconfirmed
            .then(|| {
                view! {
                    <Notice tone=Tone::Bad>
                        <UnconfirmedChip/>
                        <p>{t!(i18n, cases.unconfirmed.version)}</p>
                    </Notice>
                }
            })}
        <EntryTerms form=form facts=version.facts texts=version.texts dimensions=true/>
        {can
            .then_some(differing)
            .flatten()
            .map(|fields| view! { <p class="muted">{move || words(area, &fields)}</p> })}
        <div class="actions actions-end">
            <Button on_click=move |_| open.set(false)>{t!(i18n, common.close)}</Button>
            {(can && changing)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Primary icon="rotate-ccw" on_click=take_up>
                            {t!(i18n, cases.history.take_up)}
                        </Button>
                    }
                })}
        </div>
    }
}
