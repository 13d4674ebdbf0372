//! An earlier state in the form: it is saved as a new revision on top of what stands there now.
use api::ids::RecordId;
use leptos::prelude::*;

use super::changes::field_name;
use crate::{
    components::{Notice, Tone},
    i18n::{t_string, use_i18n},
    pages::cases::{
        area::Area,
        form::{Values, Writer},
    },
};

/// An earlier state of an entry that is being taken up again. Fields that the form has no more are left out.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TakenUp {
    /// The entry.
    pub(crate) record: RecordId,
    /// What stood in it.
    pub(crate) values: Values,
    /// Number of the version.
    pub(crate) number: u32,
    /// When it was written, in words.
    pub(crate) when: String,
}

/// Above the fields of a form that was filled with an earlier state: what is going to change.
#[component]
pub(crate) fn TakeUpNotice(
    /// The form.
    writer: Writer,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = Area::expect();
    let editor = writer.editor;
    let fields = Memo::new(move |_| {
        let (base, now) = (editor.base_now(), editor.values());
        let configuration = area.configuration();
        let form = editor.form();
        configuration
            .fields(&form)
            .into_iter()
            .filter(|field| base.get(&field.key) != now.get(&field.key))
            .map(|field| field_name(area, &field))
            .collect::<Vec<_>>()
    });
    move || {
        writer.taken_up.get().map(|taken| {
            let words = move || {
                let (number, when) = (taken.number, taken.when.clone());
                t_string!(i18n, cases.history.taken_up, number = number, when = when).to_string()
            };
            let changing = move || {
                fields.with(|fields| {
                    if fields.is_empty() {
                        t_string!(i18n, cases.history.same).to_owned()
                    } else {
                        t_string!(i18n, cases.history.would_change, fields = fields.join(", ")).to_string()
                    }
                })
            };
            view! {
                <Notice tone=Tone::Accent>
                    <p>{words}</p>
                    <p>{changing}</p>
                </Notice>
            }
        })
    }
}
