//! A draft that cannot be gone on with, because its case is closed or not open to this person any more: to be read and
//! copied.
use leptos::prelude::*;
use vault::{DraftId, view::Texts};

use crate::{
    components::{Button, ButtonKind, Dialog},
    i18n::{t, t_string, use_i18n},
    pages::cases::{area::Area, form::EntryTerms},
    platform,
};

/// The dialog; open while there is a draft.
#[component]
pub(super) fn LookDialog(draft: RwSignal<Option<DraftId>>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if draft.with(Option::is_some) {
            open.set(true);
        }
    });
    view! {
        <Dialog
            open=open
            title=move || t_string!(i18n, cases.drafts.look_title)
            class="dialog-wide"
            on_close=move |()| draft.set(None)
        >
            {move || draft.get().map(|id| view! { <Look id=id open=open/> })}
        </Dialog>
    }
}

#[component]
fn Look(id: DraftId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let drafts = area.memory.drafts;
    let kept = drafts.kept(id)?;
    let configuration = area.configuration();
    let form = configuration.form(&kept.key.form)?;
    let (facts, texts) = kept.values.readable(&configuration, form);
    // Everything as one text, each field under its name.
    let all = untrack(|| {
        configuration
            .fields(form)
            .into_iter()
            .filter(|field| !kept.values.get(&field.key).trim().is_empty())
            .map(|field| {
                let name = match field.dimension {
                    Some(dimension) => {
                        format!("{}: {}", area.label(&dimension.label), area.label(&field.field.label))
                    }
                    None => area.label(&field.field.label),
                };
                format!("{name}\n{}\n", kept.values.get(&field.key))
            })
            .collect::<Vec<_>>()
            .join("\n")
    });
    let copy = move |_| {
        let all = all.clone();
        platform::spawn(async move {
            let copied = platform::copy_text(&all).await;
            let (good, bad) = untrack(|| {
                (
                    t_string!(i18n, cases.drafts.copied).to_owned(),
                    t_string!(i18n, cases.drafts.not_copied).to_owned(),
                )
            });
            if copied {
                area.state.toasts.good(good);
            } else {
                area.state.toasts.bad(bad);
            }
        });
    };
    let discard = move |_| {
        open.set(false);
        let dropped = drafts.drop(id);
        drafts.offer_undo(dropped.into_iter().collect(), |_| {});
    };
    let code = kept.key.form.clone();
    Some(view! {
        <p class="muted">{t!(i18n, cases.drafts.look_text)}</p>
        <EntryTerms form=code facts=facts texts=Texts::Open(texts)/>
        <div class="actions actions-end">
            <Button on_click=discard>{t!(i18n, cases.drafts.discard)}</Button>
            <Button kind=ButtonKind::Primary icon="copy" on_click=copy>{t!(i18n, cases.drafts.copy)}</Button>
        </div>
    })
}
