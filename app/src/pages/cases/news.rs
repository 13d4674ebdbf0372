//! "Neu von anderen": what others wrote in one's cases since one last looked.
use api::news::{News, NewsItem};
use leptos::prelude::*;
use leptos_router::components::A;
use vault::view::{CaseName, CaseRow};

use super::{
    area::{Area, instant_text},
    file::form_path,
    name::Name,
};
use crate::{
    components::{Button, ButtonKind, Card, EmptyState},
    i18n::{t, t_string, use_i18n},
    platform,
};

/// Entries shown at first.
const AT_FIRST: usize = 8;

/// The card. Nothing while it is not known what there is.
#[component]
pub(super) fn NewFromOthers(
    /// The cases that the page is about.
    rows: Memo<Vec<CaseRow>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let looked = area.memory.looked;
    let limit = RwSignal::new(AT_FIRST);
    let news = Memo::new(move |_| looked.news());
    let shown = Memo::new(move |_| {
        let entries =
            news.with(|news| news.as_ref().map(|news: &News| news.entries.clone()).unwrap_or_default());
        rows.with(|rows| {
            entries
                .into_iter()
                .filter_map(|item| {
                    let row = rows.iter().find(|row| row.summary.id == item.case)?;
                    Some((item, row.name.clone()))
                })
                .collect::<Vec<(NewsItem, CaseName)>>()
        })
    });
    let rest = move || shown.with(Vec::len).saturating_sub(limit.get());
    let any = Memo::new(move |_| shown.with(|shown| !shown.is_empty()));
    let aside = ViewFn::from(move || {
        view! {
            <Show when=move || any.get()>
                <Button kind=ButtonKind::Quiet class="btn-small" icon="check" on_click=move |_| looked.seen_all(area)>
                    {t!(i18n, cases.today.news_seen)}
                </Button>
            </Show>
        }
    });
    view! {
        <Show when=move || news.with(Option::is_some)>
            <Card title=move || t_string!(i18n, cases.today.news) aside=aside.clone()>
                <Show
                    when=move || any.get()
                    fallback=move || {
                        view! {
                            <EmptyState
                                icon="users"
                                title=move || t_string!(i18n, cases.today.news_none_title)
                                text=move || t_string!(i18n, cases.today.news_none)
                            />
                        }
                    }
                >
                    <ul class="lines news">
                        <For
                            each=move || shown.get().into_iter().take(limit.get())
                            key=|(item, name)| format!("{} {} {name:?}", item.record, item.revision)
                            children=|(item, name)| view! { <Item item=item name=name/> }
                        />
                    </ul>
                    <Show when=move || rest() != 0>
                        <button type="button" class="btn btn-small" on:click=move |_| limit.set(usize::MAX)>
                            {move || t_string!(i18n, cases.today.news_more, count = rest()).to_string()}
                        </button>
                    </Show>
                </Show>
            </Card>
        </Show>
    }
}

/// Whose case, which entry, by whom and when.
#[component]
fn Item(item: NewsItem, name: CaseName) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let path = form_path(item.case, &item.form, Some(item.record));
    let form = item.form.clone();
    let title =
        move || area.configuration().form(&form).map(|form| area.label(&form.title)).unwrap_or_default();
    let by = move || {
        let when = platform::format_date_time(area.language(), &instant_text(item.at));
        let author = match area.person_name(item.author) {
            name if name.is_empty() => t_string!(i18n, cases.entry.unknown_author).to_owned(),
            name => name,
        };
        if item.revision > 1 {
            t_string!(i18n, cases.today.news_changed, name = author, when = when).to_string()
        } else {
            t_string!(i18n, cases.today.news_written, name = author, when = when).to_string()
        }
    };
    view! {
        <li>
            <A href=path attr:class="news-link">
                <span class="news-case"><Name name=Signal::stored(name)/></span>
                <span>{title}</span>
            </A>
            <span class="muted news-by">{by}</span>
        </li>
    }
}
