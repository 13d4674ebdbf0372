use leptos::{prelude::*, text_prop::TextProp};

use super::{Icon, unique_id};

/// A group of things that belong together, with an optional heading and something at the heading's right.
#[component]
pub fn Card(
    /// Heading (level 2).
    #[prop(optional, into)]
    title: Option<TextProp>,
    /// At the right of the heading: a link, a button, a chip.
    #[prop(optional, into)]
    aside: Option<ViewFn>,
    /// Further classes (`card-flush` for tables, `card-narrow`).
    #[prop(optional)]
    class: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = unique_id("card");
    let labelled = title.as_ref().map(|_| id.clone());
    view! {
        <section class=format!("card {class}") aria-labelledby=labelled>
            {title
                .map(|title| {
                    view! {
                        <header class="card-header">
                            <h2 id=id><bdi>{move || title.get()}</bdi></h2>
                            {aside.map(|aside| view! { <div class="card-aside">{aside.run()}</div> })}
                        </header>
                    }
                })}
            {children()}
        </section>
    }
}

/// A page's one `h1`, which takes the focus after navigation, with a sentence below and actions at the right.
#[component]
pub fn PageHeader(
    /// The heading.
    #[prop(into)]
    title: TextProp,
    /// Name of the tab where the heading holds something sealed: browsers write the names of tabs into their history,
    /// readable for whoever holds the device.
    #[prop(optional, into)]
    tab: Option<TextProp>,
    /// One sentence below it.
    #[prop(optional, into)]
    subtitle: Option<TextProp>,
    /// Link back, on phones the way up: (path, words).
    #[prop(optional, into)]
    back: Option<ViewFn>,
    /// Buttons at the right; below the heading on phones.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Chips or a line of facts below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let announced = tab.unwrap_or_else(|| title.clone());
    crate::layout::announce_page(move || announced.get().to_string());
    view! {
        <header class="page-header">
            {back.map(|back| view! { <nav class="page-back">{back.run()}</nav> })}
            <div class="page-title">
                <div>
                    <h1 id=crate::layout::PAGE_HEADING_ID tabindex="-1"><bdi>{move || title.get()}</bdi></h1>
                    {subtitle.map(|subtitle| view! { <p class="muted">{move || subtitle.get()}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
            </div>
            {children.map(|children| view! { <div class="page-facts">{children()}</div> })}
        </header>
    }
}

/// What a list shows when there is nothing in it: why, and what to do next.
#[component]
pub fn EmptyState(
    /// Picture.
    icon: &'static str,
    /// What is empty.
    #[prop(into)]
    title: TextProp,
    /// A sentence of help.
    #[prop(optional, into)]
    text: Option<TextProp>,
    /// The next step, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon name=icon class="icon-lg"/></span>
            <p class="empty-title">{move || title.get()}</p>
            {text.map(|text| view! { <p class="muted">{move || text.get()}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// One line of a description list (`<dl class="terms">` around it).
#[component]
pub fn Term(
    /// What it is.
    #[prop(into)]
    name: TextProp,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="term">
            <dt>{move || name.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
