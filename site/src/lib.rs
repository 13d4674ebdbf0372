#![doc = include_str!("../README.md")]

mod content;
mod document;
mod operator;
mod page;
mod text;

pub use api::configuration::Language;
pub use content::{Article, ArticleProps};
pub use document::{Document, DocumentProps, Setting};
pub use operator::Operator;
pub use page::PublicPage;

/// A whole public page as HTML with its doctype, for answers that need no streaming.
#[cfg(feature = "ssr")]
#[must_use]
pub fn render(page: PublicPage, setting: Setting) -> String {
    use leptos::prelude::{Owner, RenderHtml as _, view};
    let owner = Owner::new();
    owner.with(|| view! { <Document page=page setting=setting /> }.to_html())
}
