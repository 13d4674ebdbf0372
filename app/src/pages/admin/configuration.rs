use std::sync::Arc;

use api::configuration::{Configuration, FieldKind, Language as Words};
use leptos::prelude::*;

use super::area::AdminArea;
use crate::{
    components::{Card, Chip, PageHeader, Tone},
    i18n::{Language, t, t_string, use_i18n},
    load::{Loaded, Loader},
};

fn words(language: Language) -> Words {
    match language {
        Language::German => Words::De,
        Language::English => Words::En,
    }
}

/// Forms, lists, instrument, time points and steps, to be read.
#[component]
pub(super) fn ConfigurationSection() -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    let loader = Loader::new(move || {
        let vault = area.vault.get();
        Some(async move { vault.configuration().await.map(|document| Arc::new((*document).clone())) })
    });
    let version = move || loader.value.get().map(|document| document.version).unwrap_or_default();
    view! {
        <div class="page">
            <PageHeader
                title=move || t_string!(i18n, admin.configuration.title)
                subtitle=move || t_string!(i18n, admin.configuration.subtitle, version = version()).to_string()
            />
            <Loaded loader=loader let:document>
                <Document document/>
            </Loaded>
        </div>
    }
}

#[component]
fn Document(document: Arc<Configuration>) -> impl IntoView {
    let i18n = use_i18n();
    let area = AdminArea::expect();
    move || {
        let language = words(area.state.language.get());
        let forms = document
            .forms
            .iter()
            .map(|form| {
                let fields = form
                    .fields
                    .iter()
                    .map(|field| {
                        let sealed = matches!(field.kind, FieldKind::Sealed(_));
                        view! {
                            <li>
                                <span>{field.label.get(language).to_owned()}</span>
                                {if sealed {
                                    view! { <Chip icon="lock">{t!(i18n, admin.configuration.sealed)}</Chip> }
                                        .into_any()
                                } else {
                                    view! {
                                        <Chip tone=Tone::Accent>{t!(i18n, admin.configuration.clear)}</Chip>
                                    }
                                        .into_any()
                                }}
                            </li>
                        }
                    })
                    .collect_view();
                view! {
                    <details class="more">
                        <summary>{form.title.get(language).to_owned()}</summary>
                        <ul class="lines">{fields}</ul>
                    </details>
                }
            })
            .collect_view();
        let lists = document
            .lists
            .iter()
            .map(|list| {
                let entries = list
                    .entries
                    .iter()
                    .map(|entry| {
                        view! {
                            <li>
                                <span>{entry.label.get(language).to_owned()}</span>
                                <code class="muted">{entry.code.clone()}</code>
                            </li>
                        }
                    })
                    .collect_view();
                view! {
                    <details class="more">
                        <summary>{list.label.get(language).to_owned()}</summary>
                        <ul class="lines">{entries}</ul>
                    </details>
                }
            })
            .collect_view();
        let dimensions = document
            .instrument
            .dimensions
            .iter()
            .map(|dimension| {
                let anchors = dimension
                    .anchors
                    .iter()
                    .map(|anchor| view! { <li>{anchor.get(language).to_owned()}</li> })
                    .collect_view();
                view! {
                    <details class="more">
                        <summary>{dimension.label.get(language).to_owned()}</summary>
                        <ol class="plain-list is-numbered">{anchors}</ol>
                    </details>
                }
            })
            .collect_view();
        let names =
            |labels: Vec<String>| labels.into_iter().map(|label| view! { <li>{label}</li> }).collect_view();
        let time_points =
            names(document.time_points.iter().map(|p| p.label.get(language).to_owned()).collect());
        let steps = names(document.steps.iter().map(|s| s.label.get(language).to_owned()).collect());
        view! {
            <div class="columns is-even">
                <Card title=move || t_string!(i18n, admin.configuration.forms)>{forms}</Card>
                <Card title=move || t_string!(i18n, admin.configuration.instrument)>{dimensions}</Card>
                <Card title=move || t_string!(i18n, admin.configuration.lists)>{lists}</Card>
                <div class="stack">
                    <Card title=move || t_string!(i18n, admin.configuration.time_points)>
                        <ol class="plain-list is-numbered">{time_points}</ol>
                    </Card>
                    <Card title=move || t_string!(i18n, admin.configuration.steps)>
                        <ol class="plain-list is-numbered">{steps}</ol>
                    </Card>
                </div>
            </div>
        }
    }
}
