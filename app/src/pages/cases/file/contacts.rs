//! Contacts.
use api::configuration::known;
use leptos::prelude::*;
use vault::view::{Entry, Text};

use super::{
    CaseFile,
    records::{RecordSection, Records, text_line, withdrawn_chip},
    slug,
};
use crate::{i18n::td_string, pages::cases::form::Values};

/// Sealed name of a contact.
const NAME: &str = "name";
/// Clear role of a contact.
const ROLE: &str = "role";
/// Clear "has custody" of a contact.
const CUSTODY: &str = "custody";
/// Sealed phone number of a contact.
const PHONE: &str = "phone";

const CONTACTS: Records = Records {
    slug: slug::CONTACTS,
    form: known::CONTACT,
    icon: "contact",
    title: |locale| td_string!(locale, cases.contacts.title),
    new: |locale| td_string!(locale, cases.contacts.new),
    edit: |locale| td_string!(locale, cases.contacts.edit),
    none_title: |locale| td_string!(locale, cases.contacts.none_title),
    none_text: |locale| td_string!(locale, cases.contacts.none_text),
    choose: |locale| td_string!(locale, cases.contacts.choose),
    item: |file, entry| view! { <ContactItem file=file entry=entry.clone()/> }.into_any(),
    heading: |file, entry| match entry.texts.get(NAME) {
        Text::Open(name) if !name.is_empty() => Some(name),
        Text::Open(_) | Text::Sealed => {
            entry.facts.code(ROLE).map(|code| file.area.word("contact_role", code))
        }
    },
    headed: &[NAME],
    initial: |_| Values::default(),
};

/// The contacts of a case, withdrawn ones last.
#[component]
pub(super) fn Contacts() -> impl IntoView {
    let file = CaseFile::expect();
    let entries = Signal::derive(move || {
        let mut entries = file.entries(known::CONTACT);
        entries.sort_by_key(|entry| (entry.withdrawn, !entry.facts.flag(CUSTODY), entry.created_at));
        entries
    });
    view! { <RecordSection records=CONTACTS entries=entries/> }
}

#[component]
fn ContactItem(file: CaseFile, entry: Entry) -> impl IntoView {
    let area = file.area;
    let role = entry.facts.code(ROLE).map(ToOwned::to_owned);
    let phone = match entry.texts.get(PHONE) {
        Text::Open(phone) if !phone.is_empty() => Some(phone),
        Text::Open(_) | Text::Sealed => None,
    };
    let custody = entry.facts.flag(CUSTODY) && !entry.withdrawn;
    view! {
        <span class="item-main">
            <strong class="item-title">{text_line(&entry, NAME)}</strong>
            {role.map(|role| view! { <span class="chip">{move || area.word("contact_role", &role)}</span> })}
            {custody
                .then(|| {
                    view! {
                        <span class="chip is-accent">{move || td_string!(area.locale(), cases.contacts.custody)}</span>
                    }
                })}
            {withdrawn_chip(file, &entry)}
            {phone.map(|phone| view! { <span class="muted">{phone}</span> })}
        </span>
    }
}
