use leptos::{prelude::*, text_prop::TextProp};

use super::Icon;

/// Which column a table is sorted by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortOrder<C> {
    /// The column.
    pub column: C,
    /// From large to small.
    pub descending: bool,
}

impl<C: Copy + PartialEq> SortOrder<C> {
    /// Sorted by `column`, from small to large.
    pub const fn by(column: C) -> Self {
        Self { column, descending: false }
    }

    /// After a click on `column`: the same column turns round, another one starts from small to large.
    #[must_use]
    pub fn clicked(self, column: C) -> Self {
        Self { column, descending: self.column == column && !self.descending }
    }
}

/// A table that scrolls sideways in itself on narrow screens (and can be reached by keyboard then).
#[component]
pub fn TableWrap(
    /// What the table shows, for assistive technology.
    #[prop(into)]
    label: TextProp,
    /// Turns rows into small cards on phones: each cell then needs `data-label`.
    #[prop(optional)]
    stack: bool,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    let region = label.clone();
    view! {
        <div class="table-wrap" role="region" tabindex="0" aria-label=move || region.get().to_string()>
            <table class="table" class:table-stack=stack>
                <caption class="visually-hidden">{move || label.get()}</caption>
                {children()}
            </table>
        </div>
    }
}

/// A heading of a column that can be sorted.
#[component]
pub fn ColumnHeader<C>(
    /// The words.
    #[prop(into)]
    label: TextProp,
    /// This column.
    column: C,
    /// How the table is sorted now.
    order: RwSignal<SortOrder<C>>,
    /// Further classes (`num` for numbers at the right).
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView
where
    C: Copy + PartialEq + Send + Sync + 'static,
{
    let state = move || {
        let order = order.get();
        (order.column == column).then_some(order.descending)
    };
    let aria = move || match state() {
        Some(true) => "descending",
        Some(false) => "ascending",
        None => "none",
    };
    let icon = Signal::derive(move || match state() {
        Some(true) => "chevron-down",
        Some(false) => "chevron-up",
        None => "arrow-up-down",
    });
    view! {
        <th scope="col" class=class aria-sort=aria>
            <button
                type="button"
                class="column-sort"
                class:is-active=move || state().is_some()
                on:click=move |_| order.update(|order| *order = order.clicked(column))
            >
                {move || label.get()} <Icon name=icon/>
            </button>
        </th>
    }
}
