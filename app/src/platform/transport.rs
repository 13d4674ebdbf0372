use std::{cell::Cell, rc::Rc};

use api::auth::CLIENT_HEADER;
use gloo_net::http::{Request, RequestBuilder};
use js_sys::Reflect;
use vault::{Method, Response, Transport, TransportError};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, RequestCredentials, RequestInit};

/// Longest wait for an answer, in milliseconds: long enough for an entry of several megabytes over a poor connection.
const TIMEOUT_MILLIS: u64 = 60_000;
/// What this client calls itself; the server may refuse releases that are too old.
const CLIENT: &str = env!("CARGO_PKG_VERSION");

/// Sends the vault's requests by the browser's `fetch`, to the own origin only.
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchTransport;

impl Transport for FetchTransport {
    async fn send(&self, request: vault::Request) -> Result<Response, TransportError> {
        let abort = AbortController::new().map_err(|_| TransportError::Cancelled)?;
        let timed_out = Rc::new(Cell::new(false));
        let _timer = {
            let (abort, timed_out) = (abort.clone(), timed_out.clone());
            super::page::Timer::start(TIMEOUT_MILLIS, move || {
                timed_out.set(true);
                abort.abort();
            })
        };
        let failed = |_| if timed_out.get() { TransportError::Timeout } else { TransportError::Offline };
        let mut builder = RequestBuilder::new(&request.path)
            .method(method(request.method))
            .credentials(RequestCredentials::SameOrigin)
            .abort_signal(Some(&abort.signal()))
            .header(CLIENT_HEADER, CLIENT);
        if let Some(content_type) = request.content_type {
            builder = builder.header("content-type", content_type);
        }
        let answer = if request.body.is_empty() {
            let built = builder.build().map_err(|_| TransportError::Cancelled)?;
            if request.method.writes() { outliving_the_page(built) } else { built }.send().await
        } else {
            let body = js_sys::Uint8Array::from(request.body.as_slice());
            builder.body(body).map_err(|_| TransportError::Cancelled)?.send().await
        }
        .map_err(failed)?;
        if let Some(date) = answer.headers().get("date") {
            super::clock::note_server_time(&date);
        }
        let content_type = answer.headers().get("content-type").unwrap_or_default();
        let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let status = answer.status();
        let body = answer.binary().await.map_err(failed)?;
        Ok(Response { status, content_type, body })
    }

    fn origin(&self) -> String {
        super::origin()
    }
}

/// A request that the browser finishes even when the page is closed meanwhile, such as a logout. Only for those without a
/// body: of bodies browsers keep no more than 64 KiB.
fn outliving_the_page(request: Request) -> Request {
    let original: web_sys::Request = request.into();
    let init = RequestInit::new();
    // A browser that does not know the word sends the request like any other.
    let _ = Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    match web_sys::Request::new_with_request_and_init(&original, &init) {
        Ok(outliving) => outliving.into(),
        Err(_) => original.into(),
    }
}

const fn method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}
