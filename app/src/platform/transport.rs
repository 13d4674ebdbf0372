use std::{cell::Cell, rc::Rc};

use api::auth::CLIENT_HEADER;
use gloo_net::http::RequestBuilder;
use vault::{Method, Request, Response, Transport, TransportError};
use web_sys::{AbortController, RequestCredentials};

/// Longest wait for an answer, in milliseconds: long enough for an entry of several megabytes over a poor connection.
const TIMEOUT_MILLIS: u64 = 60_000;
/// What this client calls itself; the server may refuse releases that are too old.
const CLIENT: &str = env!("CARGO_PKG_VERSION");

/// Sends the vault's requests by the browser's `fetch`, to the own origin only.
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchTransport;

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
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
            builder.send().await
        } else {
            let body = js_sys::Uint8Array::from(request.body.as_slice());
            builder.body(body).map_err(|_| TransportError::Cancelled)?.send().await
        }
        .map_err(failed)?;
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

const fn method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}
