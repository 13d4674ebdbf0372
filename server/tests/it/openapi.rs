//! The contract as a snapshot: every change shows in a diff of `docs/openapi.json`.

use crate::{
    app::TestApp,
    client::{Answer, Client},
};
use api::{ProblemCode, paths::v1};
use axum::http::{Method, header};
use std::{collections::BTreeSet, env, fs, path::Path};

fn checked_in() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json")).unwrap_or_default()
}

#[test]
fn the_contract_is_the_one_that_is_checked_in() {
    let document = server::http::openapi::text(&server::http::openapi::document()).unwrap();
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json"), &document).unwrap();
    }
    let checked_in = checked_in();
    let differs = document.lines().zip(checked_in.lines()).position(|(now, then)| now != then);
    assert!(
        document == checked_in,
        "the contract has changed, from line {} on; if that is meant: UPDATE_OPENAPI=1 cargo test -p server openapi",
        differs.map_or(document.lines().count().min(checked_in.lines().count()), |line| line) + 1
    );
}

#[tokio::test]
async fn the_portal_serves_the_contract_that_is_checked_in() {
    let app = TestApp::new().await;
    let answer = Client::default().get(&app, v1::OPENAPI).await;
    answer.done();
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    assert!(answer.body == checked_in().as_bytes());
}

/// All addresses of the interface, out of the text of `api::paths::v1`, so that none can be forgotten here.
fn addresses() -> BTreeSet<String> {
    let text = include_str!("../../../api/src/paths.rs");
    let quoted = text.split('"').skip(1).step_by(2);
    let all: BTreeSet<String> = quoted.filter(|text| text.starts_with("/api/")).map(str::to_owned).collect();
    assert!(all.contains(v1::OPENAPI) && all.contains(v1::TENANT_CASE), "{all:?}");
    all
}

#[test]
fn every_address_is_in_the_contract_and_the_contract_has_no_other() {
    let document: serde_json::Value = serde_json::from_str(&checked_in()).unwrap();
    let described: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    let mut expected = addresses();
    expected.remove(v1::OPENAPI);
    assert_eq!(described, expected);
}

fn is_nowhere(answer: &Answer) -> bool {
    serde_json::from_slice::<api::Problem>(&answer.body)
        .is_ok_and(|problem| problem.code == ProblemCode::NotFound)
}

/// The router tells nobody its routes, so all methods knock at all addresses: where somebody without a session gets
/// anything but "not found", there is a handler, and it has to be in the contract.
#[tokio::test]
async fn every_route_of_the_router_is_in_the_contract() {
    let app = TestApp::new().await;
    let document: serde_json::Value = serde_json::from_str(&checked_in()).unwrap();
    let mut handled = 0;
    for template in addresses() {
        let mut address = template.clone();
        while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
            address.replace_range(from..=to, &uuid::Uuid::new_v4().to_string());
        }
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let answer = Client::default().send(&app, method.clone(), &address, None).await;
            let described = document["paths"][&template].get(method.as_str().to_lowercase()).is_some();
            let expected = described || (template == v1::OPENAPI && method == Method::GET);
            assert_eq!(!is_nowhere(&answer), expected, "{method} {template}: {}", answer.status);
            handled += usize::from(expected);
        }
    }
    assert!(handled > 40, "{handled}");
}

/// Addresses stand in `api` only: a handler under one that is written out would be missing above.
#[test]
fn handlers_name_their_addresses_by_the_constants_of_the_contract() {
    fn visit(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                for line in code.lines().filter(|line| line.contains("path = \"") || line.contains(".route("))
                {
                    found.push(format!("{}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    let mut found = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes"), &mut found);
    assert!(found.is_empty(), "{found:?}");
}
