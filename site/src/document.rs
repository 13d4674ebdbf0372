//! A whole public page: document, header, footer.

use crate::{Article, Language, Operator, PublicPage};
use api::paths::pages;
use leptos::prelude::*;

/// What a page depends on besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Language of the page.
    pub language: Language,
    /// Who operates the portal.
    pub operator: Operator,
    /// Address of the application's stylesheet.
    pub stylesheet: String,
    /// Release of the portal.
    pub release: String,
}

struct Words {
    skip: &'static str,
    portal: &'static str,
    navigation: &'static str,
    login: &'static str,
    other_language: &'static str,
    release: &'static str,
    no_script: &'static str,
}

const DE: Words = Words {
    skip: "Zum Inhalt springen",
    portal: "WIMES Portal",
    navigation: "Informationen",
    login: "Zur Anmeldung",
    other_language: "English",
    release: "Programmstand",
    no_script: "Diese Seite kommt ohne JavaScript, ohne Cookies und ohne Dritte aus.",
};

const EN: Words = Words {
    skip: "Skip to content",
    portal: "WIMES portal",
    navigation: "Information",
    login: "To the login",
    other_language: "Deutsch",
    release: "Release",
    no_script: "This page needs no JavaScript, no cookies and no third parties.",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::De => &DE,
        Language::En => &EN,
    }
}

/// A whole document, for rendering on the server.
#[component]
pub fn Document(
    /// Which page.
    page: PublicPage,
    /// Language, operator, stylesheet, release.
    setting: Setting,
) -> impl IntoView {
    let Setting { language, operator, stylesheet, release } = setting;
    let text = page.text(language);
    let words = words(language);
    let title = format!("{} · {}", text.title, words.portal);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=text.lead />
                <title>{title}</title>
                <link rel="alternate" hreflang="de" href=page.href(Language::De) />
                <link rel="alternate" hreflang="en" href=page.href(Language::En) />
                <link rel="icon" type="image/svg+xml" href="/icon.svg" />
                <link rel="stylesheet" href=stylesheet />
            </head>
            <body class="public">
                <a class="skip-link" href="#content">{words.skip}</a>
                <Header page=page language=language />
                <main id="content" class="public-main" tabindex="-1">
                    <Article page=page language=language operator=operator.clone() />
                </main>
                <footer class="public-footer">
                    <p>{words.no_script}</p>
                    <p>
                        {(!operator.name.is_empty()).then(|| format!("{} · ", operator.name))}
                        {format!("{} {release}", words.release)}
                    </p>
                </footer>
            </body>
        </html>
    }
}

#[component]
fn Header(page: PublicPage, language: Language) -> impl IntoView {
    let words = words(language);
    let other = match language {
        Language::De => Language::En,
        Language::En => Language::De,
    };
    let links: Vec<_> = PublicPage::ALL
        .into_iter()
        .map(|own| {
            let current = (own == page).then_some("page");
            view! { <li><a href=own.href(language) aria-current=current>{own.link_text(language)}</a></li> }
        })
        .collect();
    view! {
        <header class="public-header">
            <a class="brand" href=pages::HOME>{words.portal}</a>
            <nav class="public-nav" aria-label=words.navigation>
                <ul>{links}</ul>
            </nav>
            <a href=page.href(other) hreflang=other.tag() lang=other.tag()>{words.other_language}</a>
            <a class="btn" href=pages::LOGIN>{words.login}</a>
        </header>
    }
}
