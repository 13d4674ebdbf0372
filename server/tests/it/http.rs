//! What every answer has, whatever was asked: problem documents, security headers, nothing but the contract.

use crate::{
    app::TestApp,
    client::{Answer, Client, path},
    person::random,
    world::{World, caseworker, course_facts},
};
use api::{ProblemCode, limits::BODY_MAX, paths::public, paths::v1};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::fs;

/// As decided in the design, word by word.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: \
    blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// A small built application: a start page and a script whose name holds its hash.
fn build_application(app: &TestApp) {
    let dist = &app.state.config.dist_dir;
    fs::create_dir(dist).unwrap();
    fs::write(dist.join("index.html"), "<!doctype html><title>Portal</title>").unwrap();
    fs::write(dist.join("portal-0123456789abcdef.js"), "export {}").unwrap();
}

/// Path, method and whether it takes a body, of everything that the contract offers.
fn operations() -> Vec<(String, Method, bool)> {
    let document = serde_json::to_value(server::http::openapi::document()).unwrap();
    let mut out = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            if [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(&method) {
                out.push((path.clone(), method, operation.get("requestBody").is_some()));
            }
        }
    }
    assert!(out.len() > 40, "{out:?}");
    out
}

/// The path with this in the place of each parameter.
fn filled(path: &str, value: &str) -> String {
    let mut out = path.to_owned();
    while let (Some(from), Some(to)) = (out.find('{'), out.find('}')) {
        out.replace_range(from..=to, value);
    }
    out
}

#[track_caller]
fn assert_problem(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
    let media_type = answer.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap());
    assert_eq!(media_type, Some("application/problem+json"), "{what}");
    let problem: api::Problem = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(problem.status, answer.status.as_u16(), "{what}");
    assert_eq!(problem.kind, format!("about:blank#{}", problem.code.as_str()), "{what}");
    assert_ne!(problem.code, ProblemCode::Unknown, "{what}");
    assert_eq!(problem.request_id.as_deref(), answer.headers["x-request-id"].to_str().ok(), "{what}");
}

#[tokio::test]
async fn parameters_that_are_none_are_problems_on_every_route() {
    let world = World::new().await;
    for (template, method, _) in operations().into_iter().filter(|(path, ..)| path.contains('{')) {
        for odd in
            ["no-id", "%ff", "%00", "..%2f..", "00000000-0000-4000-8000-00000000000g", &"9".repeat(5000)]
        {
            let address = filled(&template, odd);
            for client in [&world.admin.client, &world.operator.client, &Client::default()] {
                let answer = client.send(&world.app, method.clone(), &address, None).await;
                assert_problem(&answer, &format!("{method} {template} {}", &odd[..odd.len().min(20)]));
            }
        }
    }
}

#[tokio::test]
async fn queries_that_are_none_are_problems() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let log = path(v1::ORGANISATION_LOG, &[&world.organisation]);
    for address in [
        format!("{}?before=x", v1::AUDIT),
        format!("{}?before=-1", v1::AUDIT),
        format!("{}?before=1&before=2", v1::AUDIT),
        format!("{}?before=99999999999999999999", v1::AUDIT),
        format!("{}?before=18446744073709551615", v1::AUDIT),
        format!("{log}?after=x"),
        format!("{log}?after=18446744073709551615"),
        format!("{}?organisation=x", path(v1::CASE, &[&case.id()])),
    ] {
        let answer = world.admin.client.get(&world.app, &address).await;
        assert_problem(&answer, &address);
        assert_eq!(answer.code(), ProblemCode::BadRequest, "{address}");
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_problems_on_every_route() {
    let world = World::new().await;
    let id = uuid::Uuid::new_v4().to_string();
    let nested = "[".repeat(100_000);
    let huge_length = b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec();
    let endless_array = b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff".to_vec();
    let noise = random::<600>().to_vec();
    let bodies: [(&str, &str, Vec<u8>); 12] = [
        ("empty", "application/json", Vec::new()),
        ("null", "application/json", b"null".to_vec()),
        ("broken", "application/json", b"{\"tenant\":".to_vec()),
        ("nested", "application/json", nested.into_bytes()),
        ("not utf-8", "application/json", b"{\"tenant\":\"\xff\"}".to_vec()),
        ("huge number", "application/json", format!("{{\"expires_at\":{}}}", "9".repeat(400)).into_bytes()),
        ("html form", "application/x-www-form-urlencoded", b"tenant=demo".to_vec()),
        ("no cbor", v1::CBOR, noise),
        ("gigantic text", v1::CBOR, huge_length),
        ("gigantic array", v1::CBOR, endless_array),
        ("nested cbor", v1::CBOR, vec![0x81; 300_000]),
        ("empty cbor", v1::CBOR, Vec::new()),
    ];
    for (template, method, _) in operations().into_iter().filter(|(.., takes_body)| *takes_body) {
        let address = filled(&template, &id);
        for (what, media_type, body) in &bodies {
            for client in [&world.admin.client, &world.operator.client, &Client::default()] {
                let answer =
                    client.send(&world.app, method.clone(), &address, Some((media_type, body.clone()))).await;
                assert_problem(&answer, &format!("{method} {template}: {what}"));
            }
        }
    }
}

#[tokio::test]
async fn bodies_beyond_the_limit_are_too_large() {
    let world = World::new().await;
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.case(&jana).await;
    let long = "x".repeat(server::http::body::JSON_MAX);
    let start = json!({ "tenant": "demo", "login": long });
    let answer = Client::default().post(&world.app, v1::LOGIN_START, &start).await;
    assert_problem(&answer, "a long login");
    assert_eq!(answer.code(), ProblemCode::TooLarge);
    let address = path(v1::RECORDS, &[&case.id()]);
    let body = vec![0x40; BODY_MAX + 1];
    let answer = jana.client.send(&world.app, Method::POST, &address, Some((v1::CBOR, body))).await;
    assert_problem(&answer, "a long record");
    assert_eq!(answer.code(), ProblemCode::TooLarge);
}

#[tokio::test]
async fn methods_and_addresses_that_do_not_exist_are_problems() {
    let world = World::new().await;
    let operations = operations();
    let id = uuid::Uuid::new_v4().to_string();
    for (template, ..) in &operations {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
            if operations.iter().any(|(path, known, _)| path == template && *known == method) {
                continue;
            }
            let answer =
                world.admin.client.send(&world.app, method.clone(), &filled(template, &id), None).await;
            assert_problem(&answer, &format!("{method} {template}"));
            assert_eq!(answer.code(), ProblemCode::NotFound, "{method} {template}");
        }
    }
    for address in ["/api/", "/api/v1", "/api/v1/", "/api/v2/session", "/api/v1/session/", "/api/v1/../heute"]
    {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = world.admin.client.send(&world.app, method.clone(), address, None).await;
            assert_problem(&answer, &format!("{method} {address}"));
            assert_eq!(answer.code(), ProblemCode::NotFound, "{method} {address}");
        }
    }
}

#[tokio::test]
async fn all_kinds_of_answers_carry_the_security_headers() {
    let world = World::new().await;
    build_application(&world.app);
    let jana = world.person("jana", &[caseworker()]).await;
    let case = world.draft(&jana, |_| {}).await;
    let (app, client) = (&world.app, &jana.client);
    let get = |address: &'static str| client.send(app, Method::GET, address, None);
    let head = |address: &'static str| client.send(app, Method::HEAD, address, None);
    let created = world.send(&jana, &case.create).await;
    let entry = world.entry(&jana, &case, "course", &course_facts()).await;
    let too_large =
        client.send(app, Method::POST, v1::LOGIN_START, Some(("application/json", vec![b' '; 300_000])));
    let share = json!({ "share": api::Bytes32(random()) });
    let answers = [
        ("page", 200, get("/heute").await),
        ("page, head only", 200, head("/heute").await),
        ("page, wrong method", 405, client.send(app, Method::DELETE, "/heute", None).await),
        ("public page", 200, get(public::PRIVACY).await),
        ("script", 200, get("/portal-0123456789abcdef.js").await),
        ("missing script", 404, get("/portal-fedcba9876543210.js").await),
        ("no page", 404, get("/wp-admin").await),
        ("options", 405, client.send(app, Method::OPTIONS, "/heute", None).await),
        ("contract", 200, get(v1::OPENAPI).await),
        ("health", 200, get(v1::HEALTH).await),
        ("json", 200, get(v1::SESSION).await),
        ("created", 201, created),
        ("cbor", 200, world.open(&jana, case.id()).await),
        ("written", 201, world.write(&jana, &entry).await),
        ("no content", 204, client.json(app, Method::PUT, v1::SESSION_SHARE, &share).await),
        ("forbidden", 403, get(v1::AUDIT).await),
        ("session ended", 401, Client::default().get(app, v1::SESSION).await),
        ("not found", 404, get("/api/v1/nothing").await),
        ("too large", 413, too_large.await),
        ("conflict", 409, {
            let again = world.entry(&jana, &case, "help", &crate::world::help_facts()).await;
            world.write(&jana, &again).await
        }),
    ];
    for (what, status, answer) in &answers {
        assert_eq!(answer.status.as_u16(), *status, "{what}");
        let value = |name: &str| {
            let all: Vec<_> = answer.headers.get_all(name).iter().map(|v| v.to_str().unwrap()).collect();
            assert_eq!(all.len(), 1, "{what}: {name} {all:?}");
            all[0].to_owned()
        };
        assert_eq!(value("content-security-policy"), POLICY, "{what}");
        assert_eq!(value("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(value("x-frame-options"), "DENY", "{what}");
        assert_eq!(value("referrer-policy"), "no-referrer", "{what}");
        assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{what}");
        assert_eq!(value("cross-origin-resource-policy"), "same-origin", "{what}");
        assert_eq!(value("x-app-release"), env!("CARGO_PKG_VERSION"), "{what}");
        assert!(value("permissions-policy").contains("camera=()"), "{what}");
        assert!(!answer.headers.contains_key("server") && !answer.headers.contains_key("x-powered-by"));
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{what}");
        assert!(!value("x-request-id").is_empty(), "{what}");
        let kept = match *what {
            "script" => "public, max-age=31536000, immutable",
            "page" | "page, head only" | "page, wrong method" | "public page" | "missing script"
            | "no page" | "options" => "no-cache",
            _ => "no-store",
        };
        assert_eq!(value("cache-control"), kept, "{what}");
    }
    for (what, _, answer) in answers.iter().filter(|(what, ..)| what.starts_with("missing")) {
        assert!(!String::from_utf8_lossy(&answer.body).contains("<html"), "{what} answers with a page");
    }
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for (public_url, expected, secure) in
        [("http://localhost:8080", "wimes-session", false), ("https://portal.example", "__Host-", true)]
    {
        let app = TestApp::with(|config| config.public_url = public_url.to_owned()).await;
        let answer = Client::default().post(&app, v1::LOGOUT, &Value::Null).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let attributes: Vec<String> = cookie.split(';').skip(1).map(|a| a.trim().to_lowercase()).collect();
        assert!(cookie.starts_with(expected), "{cookie}");
        for needed in ["httponly", "samesite=strict", "path=/"] {
            assert!(attributes.iter().any(|attribute| attribute == needed), "{cookie}");
        }
        assert_eq!(attributes.iter().any(|attribute| attribute == "secure"), secure, "{cookie}");
        assert!(!attributes.iter().any(|attribute| attribute.starts_with("domain")), "{cookie}");
    }
}
