//! Steps that making a key and renewing it have in common: save the file, print the sheet.
use leptos::{prelude::*, text_prop::TextProp};

use crate::{
    components::{Button, ButtonKind, Card, Checkbox, Icon, PrintButton},
    i18n::{t, t_string, use_i18n},
};

/// Offers a key file to be saved, and goes on once the person says that it lies where it belongs.
#[component]
pub(crate) fn SaveFileStep(
    /// Heading.
    #[prop(into)]
    title: TextProp,
    /// Where the file belongs.
    #[prop(into)]
    text: TextProp,
    /// Name of the file.
    #[prop(into)]
    file_name: Signal<String>,
    /// Offers the file as a download.
    #[prop(into)]
    on_save: Callback<()>,
    /// Goes on.
    #[prop(into)]
    on_next: Callback<()>,
    /// More to say about the place.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let offered = RwSignal::new(false);
    let saved = RwSignal::new(false);
    let save = move |_| {
        on_save.run(());
        offered.set(true);
    };
    view! {
        <Card title=title>
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
            <p class="row">
                <Icon name="file-key" class="icon-lg"/>
                <code>{file_name}</code>
            </p>
            <div class="actions">
                <Button kind=ButtonKind::Primary icon="download" on_click=save>
                    {move || {
                        if offered.get() {
                            t_string!(i18n, entry.setup.file_again)
                        } else {
                            t_string!(i18n, entry.setup.file_button)
                        }
                    }}
                </Button>
            </div>
            <Show when=move || offered.get()>
                <Checkbox checked=saved>{t!(i18n, entry.setup.file_saved)}</Checkbox>
            </Show>
            <div class="actions actions-end">
                <Button
                    icon="arrow-right"
                    disabled=Signal::derive(move || !saved.get())
                    on_click=move |_| on_next.run(())
                >
                    {t!(i18n, common.next)}
                </Button>
            </div>
        </Card>
    }
}

/// Prints the sheet for the safe, and goes on once the person says that it was printed.
#[component]
pub(crate) fn PrintSheetStep(
    /// Heading.
    #[prop(into)]
    title: TextProp,
    /// What stands on the sheet.
    #[prop(into)]
    text: TextProp,
    /// Back to the step before, where there is one.
    #[prop(optional, into)]
    on_back: Option<Callback<()>>,
    /// Goes on.
    #[prop(into)]
    on_next: Callback<()>,
    /// The sheet.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let printed = RwSignal::new(false);
    view! {
        <Card title=title>
            <p>{move || text.get()}</p>
            <div class="actions">
                <PrintButton label=move || t_string!(i18n, entry.setup.sheet_button) kind=ButtonKind::Primary/>
            </div>
            {children()}
            <p class="muted no-print">{t!(i18n, entry.setup.sheet_no_printer)}</p>
            <div class="no-print">
                <Checkbox checked=printed>{t!(i18n, entry.setup.sheet_printed)}</Checkbox>
            </div>
            <div class="actions actions-end">
                {on_back
                    .map(|on_back| {
                        view! {
                            <Button icon="arrow-left" on_click=move |_| on_back.run(())>{t!(i18n, common.back)}</Button>
                        }
                    })}
                <Button
                    icon="arrow-right"
                    disabled=Signal::derive(move || !printed.get())
                    on_click=move |_| on_next.run(())
                >
                    {t!(i18n, common.next)}
                </Button>
            </div>
        </Card>
    }
}
