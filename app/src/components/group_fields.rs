use leptos::{html, prelude::*, text_prop::TextProp};

use super::unique_id;
use crate::{
    i18n::{t_string, use_i18n},
    platform,
};

/// Symbols of one group on paper.
const GROUP_LENGTH: usize = 5;

/// Small fields for the groups of a printed sheet or letter: each checks itself, the focus moves on by itself, and
/// pasted text spreads over the fields.
#[component]
pub fn GroupFields(
    /// What the groups are.
    #[prop(into)]
    label: TextProp,
    /// A sentence of help.
    #[prop(into)]
    hint: TextProp,
    /// How many groups there are.
    count: usize,
    /// Whether the text of group `number` (from 1) is in order.
    #[prop(into)]
    check: Callback<(usize, String), bool>,
    /// All groups, separated by spaces.
    value: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let hint_id = unique_id("groups");
    let described_by = hint_id.clone();
    let groups: Vec<RwSignal<String>> = (0..count).map(|_| RwSignal::new(String::new())).collect();
    let nodes: Vec<NodeRef<html::Input>> = (0..count).map(|_| NodeRef::new()).collect();
    let all = StoredValue::new(groups.clone());
    let fields = StoredValue::new_local(nodes.clone());
    let typed = move |at: usize, text: String| {
        // A code read with a hand scanner says before the groups what it is.
        let text = text.rsplit_once(':').map_or(text.as_str(), |(_, groups)| groups);
        let symbols: Vec<char> = text.chars().filter(|character| character.is_alphanumeric()).collect();
        let pieces: Vec<String> = symbols.chunks(GROUP_LENGTH).map(|piece| piece.iter().collect()).collect();
        all.with_value(|groups| {
            if pieces.is_empty() {
                groups[at].set(String::new());
            }
            for (group, piece) in groups[at..].iter().zip(&pieces) {
                group.set(piece.to_uppercase());
            }
            let joined: Vec<String> =
                groups.iter().map(|group| group.get_untracked()).filter(|group| !group.is_empty()).collect();
            value.set(joined.join(" "));
        });
        let last_full = pieces.last().is_some_and(|piece| piece.chars().count() == GROUP_LENGTH);
        if last_full
            && let Some(Some(next)) = fields.with_value(|nodes| nodes.get(at + pieces.len()).map(|n| n.get()))
        {
            platform::focus_element(&next);
        }
    };
    let inputs = groups
        .into_iter()
        .zip(nodes)
        .enumerate()
        .map(|(at, (group, node))| {
            let wrong = Memo::new(move |_| {
                group.with(|text| text.chars().count() >= GROUP_LENGTH) && !check.run((at + 1, group.get()))
            });
            view! {
                <label class:is-wrong=move || wrong.get()>
                    <span aria-hidden="true">{at + 1}</span>
                    <input
                        node_ref=node
                        class="input"
                        type="text"
                        prop:value=group
                        on:input=move |event| typed(at, event_target_value(&event))
                        aria-label=move || t_string!(i18n, entry.key.group, number = at + 1)
                        aria-invalid=move || wrong.get().then_some("true")
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                    />
                </label>
            }
        })
        .collect_view();
    let first_wrong = move || {
        all.with_value(|groups| {
            groups.iter().enumerate().find_map(|(at, group)| {
                let text = group.get();
                (text.chars().count() >= GROUP_LENGTH && !check.run((at + 1, text))).then_some(at + 1)
            })
        })
    };
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{move || label.get()}</legend>
            <p class="field-hint" id=hint_id>{move || hint.get()}</p>
            <div class="groups">{inputs}</div>
            <div aria-live="polite">
                {move || {
                    first_wrong()
                        .map(|number| {
                            view! {
                                <p class="field-error">{t_string!(i18n, entry.error.wrong_group, number = number)}</p>
                            }
                        })
                }}
            </div>
        </fieldset>
    }
}
