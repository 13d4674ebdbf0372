//! The search: names at once, texts as far as case files were opened, all in this browser.
use leptos::prelude::*;

use super::super::area::Area;
use crate::{
    components::{Icon, Progress, unique_id},
    i18n::{t, t_string, use_i18n},
};

/// Where to type.
#[component]
pub(super) fn SearchField() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let query = area.memory.query;
    let id = unique_id("search");
    let words = move || {
        if area.state.is_open() {
            t_string!(i18n, cases.list.search)
        } else {
            t_string!(i18n, cases.list.search_codes)
        }
    };
    view! {
        <div class="search-field" role="search">
            <label class="visually-hidden" for=id.clone()>{words}</label>
            <Icon name="search"/>
            <input
                id=id
                class="input"
                type="search"
                placeholder=words
                prop:value=query.search
                on:input=move |event| query.search.set(event_target_value(&event))
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
            />
        </div>
    }
}

/// How far texts are searched, and the way to search the rest.
#[component]
pub(super) fn TextSearch() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let searching = Memo::new(move |_| !area.memory.query.search.with(|words| words.trim().is_empty()));
    let progress = area.index;
    let missing = move || progress.with(|progress| progress.total == 0 || progress.done < progress.total);
    let all = move || progress.with(|progress| progress.total.max(area.rows.with(Vec::len)));
    view! {
        <Show when=move || searching.get() && area.state.is_open()>
            <div class="text-search" aria-live="polite">
                <Show
                    when=move || area.indexing.get()
                    fallback=move || {
                        view! {
                            <Show
                                when=missing
                                fallback=move || view! { <p class="muted">{t!(i18n, cases.list.search_texts_all)}</p> }
                            >
                                <p class="muted">
                                    {move || {
                                        t_string!(
                                            i18n,
                                            cases.list.search_texts_hint,
                                            count = progress.get().done,
                                            all = all()
                                        )
                                            .to_string()
                                    }}
                                </p>
                                <button type="button" class="btn btn-small" on:click=move |_| area.start_indexing()>
                                    <Icon name="file-search"/>
                                    <span>{t!(i18n, cases.list.search_texts)}</span>
                                </button>
                            </Show>
                        }
                    }
                >
                    <Progress
                        label=move || t_string!(i18n, cases.list.search_texts_running)
                        done=Signal::derive(move || u32::try_from(progress.get().done).unwrap_or(u32::MAX))
                        total=Signal::derive(move || u32::try_from(all()).unwrap_or(u32::MAX))
                    >
                        <button type="button" class="btn btn-small" on:click=move |_| area.indexing.set(false)>
                            {t!(i18n, common.cancel)}
                        </button>
                    </Progress>
                </Show>
            </div>
        </Show>
    }
}
