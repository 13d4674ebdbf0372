use leptos::prelude::*;

/// A picture from the portal's one icon family (`frontend/public/icons.svg`). Decorative: the words beside it, or
/// the button's label, say what it means.
#[component]
pub fn Icon(
    /// Symbol in the sprite, as `lock` or `key-round`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// `icon-lg` for larger ones; nothing for the size of the text beside it.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let href = move || format!("/icons.svg#{}", name.get());
    view! {
        <svg class=format!("icon {class}") aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}
