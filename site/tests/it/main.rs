//! The public pages as a browser without JavaScript receives them.

use site::{Language, Operator, PublicPage, Setting, render};

fn setting(language: Language, operator: Operator) -> Setting {
    Setting { language, operator, stylesheet: "/app-0123.css".to_owned(), release: "1.2.3".to_owned() }
}

fn operator() -> Operator {
    Operator {
        name: "Institut <Beispiel>".to_owned(),
        address: vec!["Musterweg 1".to_owned(), "00000 Musterstadt".to_owned()],
        email: "kontakt@example.org".to_owned(),
        ..Operator::default()
    }
}

fn every_page() -> impl Iterator<Item = (PublicPage, Language, String)> {
    PublicPage::ALL.into_iter().flat_map(|page| {
        [Language::De, Language::En]
            .map(|language| (page, language, render(page, setting(language, operator()))))
    })
}

#[test]
fn every_public_address_has_a_page() {
    for path in api::paths::public::ALL {
        assert_eq!(PublicPage::from_path(path).map(PublicPage::path), Some(*path));
    }
    assert_eq!(PublicPage::from_path("/info/anderes"), None);
}

#[test]
fn every_page_is_a_complete_document_in_its_language() {
    for (page, language, html) in every_page() {
        assert!(html.starts_with("<!DOCTYPE html>"), "{page:?}: {}", &html[..60]);
        assert!(html.contains(&format!("<html lang=\"{}\"", language.tag())), "{page:?}");
        assert_eq!(html.matches("<h1").count(), 1, "{page:?}");
        assert_eq!(html.matches("<main").count(), 1, "{page:?}");
        assert!(html.contains("aria-current=\"page\""), "{page:?}");
        assert!(html.contains("href=\"/app-0123.css\""), "{page:?}");
    }
}

#[test]
fn no_page_needs_a_script_or_an_inline_style_or_another_origin() {
    for (page, _, html) in every_page() {
        for forbidden in ["<script", "style=", "<style", "onclick", "http://", "https://", "//www"] {
            assert!(!html.contains(forbidden), "{page:?} contains {forbidden}");
        }
    }
}

#[test]
fn both_languages_have_the_same_sections_and_link_to_each_other() {
    let ids = |html: &str| -> Vec<String> {
        html.split("<section id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    for page in PublicPage::ALL {
        let de = render(page, setting(Language::De, operator()));
        let en = render(page, setting(Language::En, operator()));
        assert!(!ids(&de).is_empty());
        assert_eq!(ids(&de), ids(&en), "{page:?}");
        assert!(de.contains(&format!("href=\"{}?lang=en\"", page.path())));
        assert!(en.contains(&format!("href=\"{}\"", page.path())));
    }
}

#[test]
fn what_the_operator_left_out_is_shown_as_missing_and_never_invented() {
    let empty = render(PublicPage::Imprint, setting(Language::De, Operator::default()));
    assert!(empty.contains("vom Betreiber noch nicht eingetragen"));
    assert!(empty.contains("class=\"public-notice\""));
    let filled = render(PublicPage::Imprint, setting(Language::De, operator()));
    assert!(filled.contains("mailto:kontakt@example.org"));
    assert!(!filled.contains("class=\"public-notice\""));
    assert!(!filled.contains("Umsatzsteuer"), "an operator without a VAT number has no such row");
}

#[test]
fn the_operators_words_are_escaped() {
    let html = render(PublicPage::Imprint, setting(Language::De, operator()));
    assert!(html.contains("Institut &lt;Beispiel&gt;"));
    assert!(!html.contains("<Beispiel>"));
}

#[test]
fn the_page_about_protection_says_what_is_not_protected() {
    for (language, words) in
        [(Language::De, "Was dieser Schutz nicht kann"), (Language::En, "What this protection cannot do")]
    {
        assert!(render(PublicPage::Protection, setting(language, Operator::default())).contains(words));
    }
}
