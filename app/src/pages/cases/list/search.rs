//! The search: names at once, texts as far as case files were opened, all in this browser.
use leptos::prelude::*;

use super::super::area::Area;
use crate::{
    components::{Icon, Progress, unique_id},
    i18n::{t, t_string, use_i18n},
    platform,
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
                aria-keyshortcuts="/"
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

/// What the search covers and what not yet, and the way to search the rest.
#[component]
pub(super) fn TextSearch() -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let searching = Memo::new(move |_| !area.memory.query.search.with(|words| words.trim().is_empty()));
    let progress = area.index;
    let missing = move || progress.with(|progress| progress.total == 0 || progress.done < progress.total);
    let all = Memo::new(move |_| {
        area.list.track();
        area.rows.with_untracked(Vec::len)
    });
    let number = move |count: usize| {
        #[expect(clippy::cast_precision_loss, reason = "no list has more cases than fit into 52 bits")]
        let count = count as f64;
        platform::format_number(area.language(), count, 0)
    };
    let coverage = move || {
        let (pending, all) = (area.pending_names.get(), all.get());
        let (done, total) = progress.with(|progress| (progress.done, progress.total.max(1)));
        let names = if pending == 0 {
            t_string!(i18n, cases.list.covers_names, all = number(all)).to_string()
        } else {
            let named = number(all.saturating_sub(pending));
            t_string!(i18n, cases.list.covers_some_names, named = named, all = number(all)).to_string()
        };
        let texts = if done >= total {
            t_string!(i18n, cases.list.covers_texts_all).to_owned()
        } else {
            t_string!(i18n, cases.list.covers_texts, done = number(done)).to_string()
        };
        format!("{names} {texts}")
    };
    view! {
        <Show when=move || searching.get() && area.state.is_open()>
            <div class="text-search">
                <p class="muted" role="status">{coverage}</p>
                <Show when=move || !area.indexing.get() && missing()>
                    <button type="button" class="btn btn-small" on:click=move |_| area.start_indexing()>
                        <Icon name="file-search"/>
                        <span>{t!(i18n, cases.list.search_texts)}</span>
                    </button>
                </Show>
                <Show when=move || area.indexing.get()>
                    <Progress
                        label=move || t_string!(i18n, cases.list.search_texts_running)
                        done=Signal::derive(move || u32::try_from(progress.get().done).unwrap_or(u32::MAX))
                        total=Signal::derive(move || u32::try_from(all.get()).unwrap_or(u32::MAX))
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
