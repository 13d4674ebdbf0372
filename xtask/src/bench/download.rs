//! What the first screen needs, as Brotli.

use super::row;
use crate::bundle::{self, Flavour};
use crate::failure::{Context, Done};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Bytes that the first screen should need at most.
const AIM: u64 = 350_000;

/// Builds the bundle where needed and weighs what `index.html` loads at once.
pub fn measure() -> Done<Value> {
    weigh(&bundle::ensure(Flavour::Release)?.folder)
}

fn weigh(dist: &Path) -> Done<Value> {
    let page = fs::read_to_string(dist.join("index.html")).context("the bundle has no index.html")?;
    let mut files = Vec::new();
    let mut sum = 0;
    for entry in fs::read_dir(dist).context("cannot read the bundle")? {
        let name = entry.context("cannot read the bundle")?.file_name().to_string_lossy().into_owned();
        let code = [".html", ".wasm", ".js", ".css"].iter().any(|ending| name.ends_with(ending));
        let loaded = name == "index.html" || page.contains(&format!("\"/{name}\""));
        if code && loaded {
            let compressed = dist.join(format!("{name}.br"));
            let file = if compressed.is_file() { compressed } else { dist.join(&name) };
            let bytes = fs::metadata(&file).context(format!("cannot read {}", file.display()))?.len();
            sum += bytes;
            files.push(json!({ "file": name, "bytes": bytes }));
        }
    }
    Ok(json!({ "bytes": sum, "aim": AIM, "files": files }))
}

/// What was weighed beside what is aimed at.
pub fn table(value: &Value) -> String {
    let kilobytes = |bytes: &Value| format!("{} kB", bytes.as_u64().unwrap_or_default().div_ceil(1000));
    let mut text = "\nWhat the first screen loads, as Brotli\n".to_owned();
    for file in value["files"].as_array().into_iter().flatten() {
        text += &row(file["file"].as_str().unwrap_or_default(), &kilobytes(&file["bytes"]), "");
    }
    let met = if value["bytes"].as_u64().is_some_and(|bytes| bytes < AIM) { "met" } else { "missed" };
    text + &row("together", &kilobytes(&value["bytes"]), &format!("(aim < {} kB: {met})", AIM / 1000))
}

#[cfg(test)]
mod should {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn weigh_what_the_page_names_in_the_form_in_which_it_travels() {
        let folder = Scratch::make("weigh").unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("index.html", "<script src=\"/a.js\"></script>");
        write("index.html.br", "0123456789");
        write("a.js", "long");
        write("a.js.br", "x");
        write("later.js", "not named");
        let value = weigh(folder.path()).unwrap();
        assert_eq!(value["bytes"], 11);
        assert!(table(&value).contains("1 kB   (aim < 350 kB: met)"), "{}", table(&value));
    }
}
