//! The contract as a snapshot: every change shows in a diff of `docs/openapi.json`.

use std::{env, fs, path::Path};

#[test]
fn the_contract_is_the_one_that_is_checked_in() {
    let document = server::http::openapi::text(&server::http::openapi::document()).unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&file, &document).unwrap();
    }
    let checked_in = fs::read_to_string(&file).unwrap_or_default();
    let differs = document.lines().zip(checked_in.lines()).position(|(now, then)| now != then);
    assert!(
        document == checked_in,
        "the contract has changed, from line {} on; if that is meant: UPDATE_OPENAPI=1 cargo test -p server openapi",
        differs.map_or(document.lines().count().min(checked_in.lines().count()), |line| line) + 1
    );
}
