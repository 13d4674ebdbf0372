//! The addresses of the application: each answers with index.html, so each could answer with another one.

use super::source;
use crate::failure::{Done, Failure};

/// The file that lists them.
const PATHS: &str = "api/src/paths.rs";

/// Every page's path, with an invented word for each `:parameter`.
pub fn all() -> Done<Vec<String>> {
    let source = source(PATHS)?;
    let module = source.split("pub mod pages {").nth(1).and_then(|rest| rest.split("\npub mod ").next());
    let pages: Vec<String> = module
        .unwrap_or_default()
        .lines()
        .filter(|line| line.trim_start().starts_with("pub const ") && line.contains(": &str = \""))
        .filter_map(|line| line.split('"').nth(1))
        .map(concrete)
        .collect();
    if pages.len() > 10 && pages.contains(&"/".to_owned()) {
        Ok(pages)
    } else {
        Err(Failure::new(format!("{PATHS} lists the pages in another way than is read here.")))
    }
}

fn concrete(page: &str) -> String {
    let segment = |segment: &str| if segment.starts_with(':') { "x".to_owned() } else { segment.to_owned() };
    page.split('/').map(segment).collect::<Vec<_>>().join("/")
}
