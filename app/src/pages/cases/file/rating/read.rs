//! The values and comments of a rating sheet that is only read.
use api::configuration::known;
use leptos::prelude::*;
use vault::view::{Entry, Text};

use crate::{
    components::{Icon, NeedBadge, Sealed},
    i18n::{t_string, use_i18n},
    pages::cases::area::Area,
};

/// One line per dimension: value with its sentence, relevance, comment.
#[component]
pub(super) fn DimensionTable(
    /// The sheet.
    entry: Memo<Option<Entry>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    move || {
        let entry = entry.get().filter(|entry| !entry.withdrawn)?;
        let configuration = area.configuration();
        let lines = configuration
            .instrument
            .dimensions
            .iter()
            .map(|dimension| {
                let key = |field: &str| known::per_dimension(field, &dimension.code);
                let value = entry.facts.int(&key(known::VALUE));
                let badge = value.and_then(|value| u8::try_from(value).ok());
                let sentence = value.and_then(|value| dimension.anchor(value)).map(|label| area.label(label));
                let comment = match entry.texts.get(&key(known::COMMENT)) {
                    Text::Sealed => Some(view! { <Sealed/> }.into_any()),
                    Text::Open(text) if text.is_empty() => None,
                    Text::Open(text) => Some(view! { <p class="long-text">{text}</p> }.into_any()),
                };
                view! {
                    <li class="read-dimension">
                        <span class="read-value">
                            {match badge {
                                Some(value) => view! { <NeedBadge value=Signal::stored(value)/> }.into_any(),
                                None => "–".into_any(),
                            }}
                        </span>
                        <div class="stack-small">
                            <strong>
                                {area.label(&dimension.label)}
                                {entry
                                    .facts
                                    .flag(&key(known::RELEVANT))
                                    .then(|| {
                                        view! {
                                            <span class="chip is-accent">
                                                <Icon name="flag"/>
                                                {t_string!(i18n, cases.ratings.relevant)}
                                            </span>
                                        }
                                    })}
                            </strong>
                            {sentence.map(|sentence| view! { <span class="muted">{sentence}</span> })}
                            {comment}
                        </div>
                    </li>
                }
            })
            .collect_view();
        Some(view! { <ol class="read-sheet">{lines}</ol> })
    }
}
