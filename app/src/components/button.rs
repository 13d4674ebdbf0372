use leptos::{ev::MouseEvent, prelude::*, text_prop::TextProp};
use leptos_router::components::A;

use super::Icon;
use crate::{
    i18n::{t, t_string, use_i18n},
    platform,
};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// One of several.
    #[default]
    Plain,
    /// The one next step of the page.
    Primary,
    /// Takes something away or cannot be undone.
    Danger,
    /// Without a frame.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Primary => "btn btn-primary",
            Self::Danger => "btn btn-danger",
            Self::Quiet => "btn btn-quiet",
        }
    }
}

/// A button. While `busy` it shows that something is under way, stays focusable and does nothing.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its action is running.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Name for assistive technology where the button shows only an icon.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Further classes (`btn-small`, `btn-wide`, `btn-icon`).
    #[prop(optional)]
    class: &'static str,
    /// The key that presses it, where shortcuts are on.
    #[prop(optional)]
    key: Option<&'static str>,
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// The words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
            return;
        }
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    let title = label.clone();
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=format!("{} {class}", kind.class())
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            aria-label=move || label.as_ref().map(|text| text.get().to_string())
            title=move || title.as_ref().map(|text| text.get().to_string())
            aria-keyshortcuts=key
            on:click=click
        >
            {move || {
                if busy.get() {
                    Some(view! { <Icon name="loader-circle" class="spin"/> })
                } else {
                    icon.map(|name| view! { <Icon name=name class=""/> })
                }
            }}
            {children.map(|children| view! { <span>{children()}</span> })}
        </button>
    }
}

/// A link that looks like a button: for going somewhere, where [`Button`] does something.
#[component]
pub fn LinkButton(
    /// Path inside the portal.
    #[prop(into)]
    href: TextProp,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The key that leads there, where shortcuts are on.
    #[prop(optional)]
    key: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <A
            href=move || href.get().to_string()
            attr:class=format!("{} {class}", kind.class())
            attr:aria-keyshortcuts=key
        >
            {icon.map(|name| view! { <Icon name=name/> })}
            <span>{children()}</span>
        </A>
    }
}

/// Puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// Words on the button where "copy" alone is not clear enough.
    #[prop(optional, into)]
    label: Option<TextProp>,
) -> impl IntoView {
    let i18n = use_i18n();
    let outcome = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        platform::spawn(async move {
            let copied = platform::copy_text(&text).await;
            outcome.try_set(Some(copied));
            platform::later(3_000, move || {
                if outcome.try_get_untracked().flatten() == Some(true) {
                    outcome.try_set(None);
                }
            });
        });
    };
    let words = move || match (outcome.get(), &label) {
        (Some(true), _) => t_string!(i18n, common.copied).to_owned(),
        (_, Some(label)) => label.get().to_string(),
        (_, None) => t_string!(i18n, common.copy).to_owned(),
    };
    view! {
        <span class="copy">
            <button type="button" class="btn btn-small" on:click=copy>
                <Icon name=Signal::derive(move || if outcome.get() == Some(true) { "check" } else { "copy" })/>
                <span aria-live="polite">{words}</span>
            </button>
            {move || {
                (outcome.get() == Some(false))
                    .then(|| view! { <span class="field-error" role="alert">{t!(i18n, common.copy_failed)}</span> })
            }}
        </span>
    }
}

/// Opens the print dialog.
#[component]
pub fn PrintButton(
    /// Words on the button where "print" alone is not clear enough.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Called after the print dialog was opened.
    #[prop(optional, into)]
    on_print: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || match &label {
        Some(label) => label.get().to_string(),
        None => t_string!(i18n, common.print).to_owned(),
    };
    let print = move |_: MouseEvent| {
        platform::print();
        if let Some(on_print) = on_print {
            on_print.run(());
        }
    };
    view! { <Button kind=kind icon="printer" on_click=print>{words}</Button> }
}
