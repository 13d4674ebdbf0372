use leptos::{ev, html, prelude::*, text_prop::TextProp};

use super::{Button, ButtonKind, Icon, unique_id};
use crate::{
    i18n::{t_string, use_i18n},
    platform,
};

/// A window over the page. The browser's own `dialog`: the rest is inert, Escape closes, the focus returns.
#[component]
pub fn Dialog(
    /// Whether it is open; closing by Escape or the cross sets it to false.
    open: RwSignal<bool>,
    /// Heading.
    #[prop(into)]
    title: TextProp,
    /// Further classes (`dialog-wide`).
    #[prop(optional)]
    class: &'static str,
    /// Called after it was closed, however.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// Rendered each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Dialog>::new();
    let id = unique_id("dialog");
    let labelled_by = id.clone();
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            if open.get() {
                platform::open_dialog(&dialog);
            } else {
                platform::close_dialog(&dialog);
            }
        }
    });
    let closed = move |_: ev::Event| {
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=node class=format!("dialog {class}") aria-labelledby=labelled_by on:close=closed>
            <Show when=move || open.get()>
                <div class="dialog-body">{children.with_value(|children| children())}</div>
            </Show>
            <header class="dialog-header">
                <h2 id=id>{move || title.get()}</h2>
                <button
                    type="button"
                    class="btn btn-quiet btn-icon"
                    aria-label=move || t_string!(i18n, common.new_dialog_close)
                    on:click=move |_| open.set(false)
                >
                    <Icon name="x"/>
                </button>
            </header>
        </dialog>
    }
}

/// Asks before something that matters.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: TextProp,
    /// Words of the button that does it: the deed, not "OK".
    #[prop(into)]
    confirm: TextProp,
    /// Takes something away: the button is red.
    #[prop(optional)]
    danger: bool,
    /// The deed is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The deed. It closes the dialog itself by setting `open` when done.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What it means and whether it can be undone.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let children = StoredValue::new(children);
    let confirm = StoredValue::new(confirm);
    view! {
        <Dialog open=open title=title>
            {children.with_value(|children| children())}
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{move || t_string!(i18n, common.cancel)}</Button>
                <Button
                    kind=if danger { ButtonKind::Danger } else { ButtonKind::Primary }
                    busy=busy
                    on_click=move |_| on_confirm.run(())
                >
                    {move || confirm.with_value(TextProp::get)}
                </Button>
            </div>
        </Dialog>
    }
}
