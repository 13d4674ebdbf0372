use std::sync::Arc;

use api::{
    configuration::{ClearKind, Configuration, FieldKind, Language as Words},
    facts::Fact,
    ids::{CaseId, TenantId},
    paths::pages,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};
use vault::view::{CaseView, Entry};

use crate::{
    components::{Card, Chip, EmptyState, PageHeader, Sealed, Term, Tone},
    i18n::{Language, t, t_string, td_string, use_i18n},
    load::{Loaded, Loader},
    pages::admin::NotAllowed,
    platform,
    state::AppState,
    vault_context::VaultContext,
};

/// A case as support sees it: codes, dates and ratings; every sealed field reads "verschlüsselt".
#[component]
pub fn SupportCasePage() -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    let vault = VaultContext::expect();
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        params.with(|params| {
            Some((
                params.get("tenant")?.parse::<TenantId>().ok()?,
                params.get("case")?.parse::<CaseId>().ok()?,
            ))
        })
    });
    let loader = Loader::new(move || {
        let ((tenant, case), vault) = (ids.get()?, vault.get());
        state.is_operator().then_some(async move {
            let case = vault.support_case(tenant, case).await?;
            let document = vault.configuration().await?;
            Ok((Arc::new(case), Arc::new((*document).clone())))
        })
    });
    let code = move || loader.value.get().map(|(case, _)| case.summary.code.clone()).unwrap_or_default();
    let back = Signal::derive(move || {
        ids.get().map(|(tenant, _)| format!("{}/{tenant}", pages::INSTITUTE)).unwrap_or_default()
    });
    view! {
        <Show when=move || state.is_operator() fallback=NotAllowed>
            <div class="page">
                <PageHeader
                    title=move || t_string!(i18n, institute.case.title, code = code()).to_string()
                    subtitle=move || t_string!(i18n, institute.case.subtitle)
                    back=ViewFn::from(move || {
                        view! { <A href=move || back.get()>{t!(i18n, institute.case.back)}</A> }
                    })
                />
                <p class="muted">{t!(i18n, institute.tenant.audited)}</p>
                <Loaded loader=loader let:found>
                    <Forms case=found.0 document=found.1/>
                </Loaded>
            </div>
        </Show>
    }
}

#[component]
fn Forms(case: Arc<CaseView>, document: Arc<Configuration>) -> impl IntoView {
    let i18n = use_i18n();
    let state = AppState::expect();
    if case.entries.is_empty() {
        return view! { <EmptyState icon="folder-open" title=move || t_string!(i18n, institute.case.no_entries)/> }
            .into_any();
    }
    let cards = move || {
        let language = match state.language.get() {
            Language::German => Words::De,
            Language::English => Words::En,
        };
        document
            .forms
            .iter()
            .filter_map(|form| {
                let entries: Vec<&Entry> =
                    case.entries.iter().filter(|entry| entry.form == form.code).collect();
                let count = entries.len();
                if count == 0 {
                    return None;
                }
                let items = entries
                    .into_iter()
                    .map(|entry| support_entry(entry, &document, language, state, i18n.get_locale()))
                    .collect_view();
                Some(view! {
                    <Card
                        title=form.title.get(language).to_owned()
                        aside=ViewFn::from(move || {
                            view! { <Chip>{t!(i18n, institute.case.entry_count, count = move || count)}</Chip> }
                        })
                    >
                        <div class="stack">{items}</div>
                    </Card>
                })
            })
            .collect_view()
    };
    view! { <div class="stack">{cards}</div> }.into_any()
}

/// One entry: clear facts in words, sealed fields as "verschlüsselt".
fn support_entry(
    entry: &Entry,
    document: &Configuration,
    language: Words,
    state: AppState,
    locale: crate::i18n::Locale,
) -> impl IntoView + use<> {
    let fields = document
        .form(&entry.form)
        .map(|form| document.fields(form))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|field| {
            let label = match field.dimension {
                Some(dimension) => {
                    format!("{}: {}", dimension.label.get(language), field.field.label.get(language))
                }
                None => field.field.label.get(language).to_owned(),
            };
            match field.field.kind {
                FieldKind::Sealed(_) => {
                    // Of fields that stand once per dimension only those of rated dimensions are worth a line.
                    field.dimension.is_none().then(|| view! { <Term name=label><Sealed/></Term> }.into_any())
                }
                FieldKind::Clear(_) => {
                    let fact = entry.facts.get(&field.key)?;
                    let shown = state.language.get();
                    let word = |code: &str| match field.field.clear() {
                        Some(ClearKind::Code { list } | ClearKind::Codes { list, .. }) => {
                            document.word(list, code, language).to_owned()
                        }
                        Some(ClearKind::Dimension) => document.dimension(code).map_or_else(
                            || code.to_owned(),
                            |dimension| dimension.label.get(language).to_owned(),
                        ),
                        Some(ClearKind::TimePoint) => document.time_point_label(code, language),
                        Some(ClearKind::Month) => platform::format_month(shown, code),
                        Some(ClearKind::Date) => platform::format_date(shown, code),
                        _ => code.to_owned(),
                    };
                    let words = match fact {
                        Fact::Int(number) => number.to_string(),
                        Fact::Bool(true) => td_string!(locale, common.yes).to_owned(),
                        Fact::Bool(false) => td_string!(locale, common.no).to_owned(),
                        Fact::Code(code) => word(code),
                        Fact::Codes(codes) => {
                            codes.iter().map(|code| word(code)).collect::<Vec<_>>().join(", ")
                        }
                        Fact::Id(id) => id.to_string(),
                    };
                    Some(view! { <Term name=label>{words}</Term> }.into_any())
                }
            }
        })
        .collect_view();
    let at = platform::format_timestamp(state.language.get(), entry.at);
    let author = entry.author.name.clone();
    let revision = td_string!(locale, institute.case.revision, number = entry.revision).to_string();
    let withdrawn = entry.withdrawn.then(|| {
        view! { <Chip tone=Tone::Warn>{td_string!(locale, institute.case.withdrawn)}</Chip> }
    });
    view! {
        <article class="support-entry">
            <p class="muted">{at} " · " {author} " · " {revision} " " {withdrawn}</p>
            <dl class="terms">{fields}</dl>
        </article>
    }
}
