//! The content of a page as HTML.

use crate::{
    Language, Operator, PublicPage,
    text::{Block, Fact, Section},
};
use leptos::prelude::*;

/// The content of a public page without header and footer.
#[component]
pub fn Article(
    /// Which page.
    page: PublicPage,
    /// In which language.
    language: Language,
    /// Who operates the portal.
    operator: Operator,
) -> impl IntoView {
    let text = page.text(language);
    let notice = (text.needs_operator && !operator.is_complete()).then(|| {
        let words = match language {
            Language::De => "Der Betreiber hat seine Angaben noch nicht vollständig hinterlegt. Was fehlt, ist unten gekennzeichnet.",
            Language::En => "The operator has not yet entered all details. What is missing is marked below.",
        };
        view! { <p class="public-notice">{words}</p> }
    });
    let sections: Vec<_> =
        text.sections.iter().map(|section| section_view(section, language, &operator)).collect();
    view! {
        <article class="prose" lang=language.tag()>
            <h1 id="title">{text.title}</h1>
            <p class="lead">{text.lead}</p>
            {notice}
            {sections}
        </article>
    }
}

fn section_view(section: &'static Section, language: Language, operator: &Operator) -> impl IntoView + use<> {
    let heading = format!("{}-title", section.id);
    let labelled_by = heading.clone();
    let blocks: Vec<_> = section.blocks.iter().map(|block| block_view(block, language, operator)).collect();
    view! {
        <section id=section.id aria-labelledby=labelled_by>
            <h2 id=heading>{section.heading}</h2>
            {blocks}
        </section>
    }
}

fn block_view(block: &'static Block, language: Language, operator: &Operator) -> AnyView {
    match block {
        Block::P(words) => view! { <p>{*words}</p> }.into_any(),
        Block::List(items) => {
            let items: Vec<_> = items.iter().map(|item| view! { <li>{*item}</li> }).collect();
            view! { <ul>{items}</ul> }.into_any()
        }
        Block::Terms(terms) => {
            let terms: Vec<_> = terms
                .iter()
                .map(|(term, meaning)| view! { <div><dt>{*term}</dt><dd>{*meaning}</dd></div> })
                .collect();
            view! { <dl>{terms}</dl> }.into_any()
        }
        Block::Operator(facts) => {
            let facts: Vec<_> = facts
                .iter()
                .filter_map(|(fact, name)| {
                    fact_view(*fact, language, operator)
                        .map(|value| view! { <div><dt>{*name}</dt><dd>{value}</dd></div> })
                })
                .collect();
            view! { <dl>{facts}</dl> }.into_any()
        }
    }
}

/// The operator's fact as HTML; `None` when it is left out.
fn fact_view(fact: Fact, language: Language, operator: &Operator) -> Option<AnyView> {
    let words = match fact {
        Fact::Address => {
            if operator.name.trim().is_empty() && operator.address.is_empty() {
                return Some(missing(language));
            }
            let lines: Vec<_> = std::iter::once(operator.name.clone())
                .chain(operator.address.iter().cloned())
                .filter(|line| !line.trim().is_empty())
                .enumerate()
                .map(|(index, line)| view! { {(index > 0).then(|| view! { <br /> })}{line} })
                .collect();
            return Some(view! { <address>{lines}</address> }.into_any());
        }
        Fact::Email => {
            let email = operator.email.trim();
            if email.is_empty() {
                return Some(missing(language));
            }
            let href = format!("mailto:{email}");
            return Some(view! { <a href=href>{email.to_owned()}</a> }.into_any());
        }
        Fact::Phone => &operator.phone,
        Fact::RepresentedBy => &operator.represented_by,
        Fact::Register => &operator.register,
        Fact::VatId => &operator.vat_id,
        Fact::DataProtectionOfficer => &operator.data_protection_officer,
        Fact::SupervisoryAuthority => &operator.supervisory_authority,
        Fact::Hosting => &operator.hosting,
        Fact::LogRetention => &operator.log_retention,
        Fact::AccessibilityEnforcement => &operator.accessibility_enforcement,
    };
    match words.trim() {
        "" if fact.is_optional() => None,
        "" => Some(missing(language)),
        words => Some(words.to_owned().into_any()),
    }
}

fn missing(language: Language) -> AnyView {
    let words = match language {
        Language::De => "vom Betreiber noch nicht eingetragen",
        Language::En => "not yet entered by the operator",
    };
    view! { <em class="missing">{words}</em> }.into_any()
}
