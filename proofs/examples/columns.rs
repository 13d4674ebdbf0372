//! Writes the table of all columns into `docs/THREAT-MODEL.md`: `cargo run -p proofs --example columns`.

use proofs::{Trouble, columns};
use std::fs;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/THREAT-MODEL.md");

fn main() -> Result<(), Trouble> {
    let document = fs::read_to_string(DOCUMENT)?;
    let written = columns::put(&document, "columns", &columns::markdown());
    let written =
        written.ok_or_else(|| Trouble::new("the document has no place for the table of columns"))?;
    Ok(fs::write(DOCUMENT, written)?)
}
