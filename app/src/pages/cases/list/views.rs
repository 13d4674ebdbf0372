//! Saved views, and how the list was looked at last: sealed on this device, for this person only.
use leptos::{ev::SubmitEvent, prelude::*};
use serde::{Deserialize, Serialize};
use vault::CallError;

use super::{
    super::area::Area,
    query::{Look, SavedView},
};
use crate::{
    components::{Icon, unique_id},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// Milliseconds without a change after which the look is kept.
const KEEP_AFTER: u64 = 400;
/// Longest name of a view in characters.
const NAME_MAX: usize = 60;

/// What is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    last: Option<Look>,
    views: Vec<SavedView>,
    scrolled: f64,
}

/// Takes over how the list was looked at last, once the key is there, and keeps every change from then on.
pub(super) fn keep_look(area: Area) {
    let query = area.memory.query;
    Effect::new(move |_| {
        area.state.epoch.track();
        let (false, Some(organisation), true) =
            (query.restored.get(), area.state.organisation(), area.state.is_open())
        else {
            return;
        };
        platform::spawn(async move {
            let kept = area.vault.get().list_views(organisation).await;
            let kept: Kept =
                kept.and_then(|kept| serde_json::from_str(kept.as_str()).ok()).unwrap_or_default();
            if query.restored.try_get_untracked() != Some(false) {
                return;
            }
            query.views.set(kept.views);
            if let Some(last) = kept.last {
                query.apply(last);
                query.scrolled.set_value(kept.scrolled);
            }
            query.restored.set(true);
        });
    });
    let changes = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let kept = Kept { last: Some(query.look()), views: query.views.get(), scrolled: 0.0 };
        query.moved.track();
        if !query.restored.get() {
            return;
        }
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        platform::later(KEEP_AFTER, move || {
            if changes.try_get_value() == Some(change) {
                platform::spawn(async move {
                    // A device that keeps nothing forgets the look with the page; nothing else is lost.
                    let _kept = keep(area, kept).await;
                });
            }
        });
    });
}

/// Lays views and look on this device.
async fn keep(area: Area, kept: Kept) -> Result<(), CallError> {
    let organisation = area.organisation().ok_or(CallError::Locked)?;
    let kept = Kept { scrolled: area.memory.query.scrolled.get_value(), ..kept };
    let text = serde_json::to_string(&kept).map_err(|_| CallError::Locked)?;
    area.vault.get().keep_list_views(organisation, &text.into()).await
}

/// Saved views: choose, save, delete.
#[component]
pub(super) fn ViewMenu() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let query = area.memory.query;
    let name = RwSignal::new(String::new());
    let id = unique_id("view-name");
    let now = Memo::new(move |_| query.look());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let called: String = name.get_untracked().trim().chars().take(NAME_MAX).collect();
        if called.is_empty() {
            return;
        }
        // What was searched for is about one case, a view is about many.
        let look = Look { search: String::new(), ..now.get_untracked() };
        query.views.update(|views| {
            views.retain(|view| view.name != called);
            views.push(SavedView { name: called.clone(), look });
            views.sort_by_key(|view| view.name.to_lowercase());
        });
        name.set(String::new());
        let (saved, unsaved) = untrack(|| {
            let saved = t_string!(i18n, cases.list.view_saved, name = called.clone()).to_string();
            (saved, t_string!(i18n, cases.list.view_unsaved, name = called).to_string())
        });
        let views = query.views.get_untracked();
        let kept = Kept { last: Some(now.get_untracked()), views, scrolled: 0.0 };
        platform::spawn(async move {
            match keep(area, kept).await {
                Ok(()) => area.state.toasts.good(saved),
                Err(_) => area.state.toasts.warn(unsaved),
            }
        });
    };
    let delete = move |view: SavedView| {
        query.views.update(|views| views.retain(|one| one.name != view.name));
        let words =
            untrack(|| t_string!(i18n, cases.list.view_deleted, name = view.name.clone()).to_string());
        let back = move || {
            let view = view.clone();
            query.views.update(|views| {
                views.push(view);
                views.sort_by_key(|view| view.name.to_lowercase());
            });
        };
        area.state.toasts.undo(words, untrack(|| t_string!(i18n, cases.list.undo).to_owned()), back);
    };
    let items = move || {
        query
            .views
            .get()
            .into_iter()
            .map(|view| {
                let (chosen, gone) = (view.clone(), view.clone());
                let (shown, spoken) = (view.name.clone(), view.name.clone());
                let is_now = move || now.with(|now| Look { search: String::new(), ..now.clone() } == view.look);
                view! {
                    <li>
                        <button
                            type="button"
                            class="btn btn-quiet view-choose"
                            aria-pressed=move || if is_now() { "true" } else { "false" }
                            on:click=move |_| {
                                query.scrolled.set_value(0.0);
                                query.apply(chosen.look.clone());
                            }
                        >
                            {shown}
                        </button>
                        <button
                            type="button"
                            class="btn btn-quiet btn-icon"
                            aria-label=move || t_string!(i18n, cases.list.view_delete, name = spoken.clone()).to_string()
                            on:click=move |_| delete(gone.clone())
                        >
                            <Icon name="x"/>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || area.state.is_open()>
            <details class="filters views">
                <summary class="btn">
                    <Icon name="star"/>
                    <span>{t!(i18n, cases.list.views)}</span>
                </summary>
                <div class="filters-panel views-panel">
                    <Show
                        when=move || query.views.with(|views| !views.is_empty())
                        fallback=move || view! { <p class="muted">{t!(i18n, cases.list.views_none)}</p> }
                    >
                        <ul class="plain-list views-list">{items}</ul>
                    </Show>
                    <form class="views-new" on:submit=save>
                        <label for=id.clone()>{t!(i18n, cases.list.view_name)}</label>
                        <div class="views-field">
                            <input
                                id=id.clone()
                                class="input"
                                maxlength=NAME_MAX
                                autocomplete="off"
                                prop:value=name
                                on:input=move |event| name.set(event_target_value(&event))
                            />
                            <button type="submit" class="btn">{t!(i18n, cases.list.view_save)}</button>
                        </div>
                        <p class="hint">{t!(i18n, cases.list.views_where)}</p>
                    </form>
                </div>
            </details>
        </Show>
    }
}
