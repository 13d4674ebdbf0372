use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, Card, PageHeader, PasswordField, TextField},
    i18n::{t_string, use_i18n},
};

/// Login.
#[component]
pub fn LoginPage() -> impl IntoView {
    let i18n = use_i18n();
    let tenant = RwSignal::new(String::new());
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    view! {
        <div class="page">
            <PageHeader title=move || t_string!(i18n, entry.title)/>
            <Card>
                <form class="form">
                    <TextField label=move || t_string!(i18n, entry.title) value=tenant code=true/>
                    <TextField label=move || t_string!(i18n, entry.title) value=login code=true/>
                    <PasswordField label=move || t_string!(i18n, entry.title) value=password/>
                    <Button kind=ButtonKind::Primary submit=true>{move || t_string!(i18n, entry.title)}</Button>
                </form>
            </Card>
        </div>
    }
}
