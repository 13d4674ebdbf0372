//! A browser without a window: sends requests with its cookie, reads answers.

use crate::app::TestApp;
use api::{Problem, ProblemCode, auth::CLIENT_HEADER, paths::v1};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Mutex;
use tower::ServiceExt;

#[derive(Default)]
pub struct Client {
    cookie: Mutex<Option<String>>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    cbor: bool,
}

impl Answer {
    /// The value of a successful answer.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        if self.cbor {
            minicbor_serde::from_slice(&self.body).unwrap()
        } else {
            serde_json::from_slice(&self.body).unwrap()
        }
    }

    /// That it was successful.
    #[track_caller]
    pub fn done(&self) {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
    }

    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of a refusal.
    #[track_caller]
    pub fn code(&self) -> ProblemCode {
        let problem = self.problem();
        assert_eq!(problem.status, self.status.as_u16());
        problem.code
    }
}

/// Fills the parameters of a path in their order.
pub fn path(template: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut out = template.to_owned();
    for value in values {
        let (from, to) = (out.find('{').unwrap(), out.find('}').unwrap());
        out.replace_range(from..=to, &value.to_string());
    }
    assert!(!out.contains('{'), "{out}");
    out
}

impl Client {
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// Sends anything, with the headers of a browser that is at the portal.
    pub async fn send(
        &self,
        app: &TestApp,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(CLIENT_HEADER, "test/0.1.0").header("sec-fetch-site", "same-origin");
        if let Some(cookie) = self.cookie() {
            request = request.header(header::COOKIE, cookie);
        }
        let body = match body {
            Some((media_type, bytes)) => {
                request = request.header(header::CONTENT_TYPE, media_type);
                Body::from(bytes)
            }
            None => Body::empty(),
        };
        let response = app.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.set_cookie((!pair.ends_with('=')).then_some(pair));
        }
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let cbor = media_type.is_some_and(|value| value == v1::CBOR);
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, body, cbor }
    }

    pub async fn get(&self, app: &TestApp, path: &str) -> Answer {
        self.send(app, Method::GET, path, None).await
    }

    pub async fn delete(&self, app: &TestApp, path: &str) -> Answer {
        self.send(app, Method::DELETE, path, None).await
    }

    pub async fn json<T: Serialize>(&self, app: &TestApp, method: Method, path: &str, body: &T) -> Answer {
        let bytes = serde_json::to_vec(body).unwrap();
        self.send(app, method, path, Some(("application/json", bytes))).await
    }

    pub async fn post<T: Serialize>(&self, app: &TestApp, path: &str, body: &T) -> Answer {
        self.json(app, Method::POST, path, body).await
    }

    pub async fn cbor<T: Serialize>(&self, app: &TestApp, path: &str, body: &T) -> Answer {
        let bytes = minicbor_serde::to_vec(body).unwrap();
        self.send(app, Method::POST, path, Some((v1::CBOR, bytes))).await
    }
}
