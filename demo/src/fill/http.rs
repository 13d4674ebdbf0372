//! HTTP as a native client speaks it, with the session cookie kept in memory.

use api::auth::CLIENT_HEADER;
use reqwest::{Client, header};
use std::{cell::RefCell, time::Duration};
use vault::{Request, Response, Transport, TransportError};

/// How often a request waits when the server asks for patience.
const PATIENCE: u32 = 30;

/// One device's connection to a portal.
pub(super) struct Http {
    client: Client,
    origin: String,
    cookie: RefCell<Option<String>>,
}

impl Http {
    /// A connection without a session.
    pub fn new(origin: &str) -> Result<Self, reqwest::Error> {
        let client = Client::builder().timeout(Duration::from_secs(60)).no_proxy().build()?;
        let origin = origin.trim_end_matches('/').to_owned();
        Ok(Self { client, origin, cookie: RefCell::default() })
    }

    fn keep_cookie(&self, headers: &header::HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let pair = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            *self.cookie.borrow_mut() = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
    }

    async fn send_once(&self, request: &Request) -> Result<reqwest::Response, TransportError> {
        let method = request.method.as_str().parse().map_err(|_| TransportError::Cancelled)?;
        let mut builder = self.client.request(method, format!("{}{}", self.origin, request.path));
        if request.method.writes() {
            builder = builder.header(CLIENT_HEADER, concat!("demo/", env!("CARGO_PKG_VERSION")));
        }
        let cookie = self.cookie.borrow().clone();
        if let Some(cookie) = cookie {
            builder = builder.header(header::COOKIE, cookie);
        }
        if let Some(media_type) = request.content_type {
            builder = builder.header(header::CONTENT_TYPE, media_type);
        }
        let answer = builder.body(request.body.clone()).send().await.map_err(failed)?;
        self.keep_cookie(answer.headers());
        Ok(answer)
    }
}

fn failed(error: reqwest::Error) -> TransportError {
    if error.is_timeout() { TransportError::Timeout } else { TransportError::Offline }
}

fn text_of(answer: &reqwest::Response, name: header::HeaderName) -> String {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

impl Transport for Http {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let mut answer = self.send_once(&request).await?;
        // A dozen people who join within seconds from one address look like an attack; so wait when asked to.
        for _ in 0..PATIENCE {
            if answer.status().as_u16() != 429 {
                break;
            }
            let seconds = text_of(&answer, header::RETRY_AFTER).parse().unwrap_or(1);
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            answer = self.send_once(&request).await?;
        }
        let content_type = text_of(&answer, header::CONTENT_TYPE);
        let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(failed)?.to_vec();
        Ok(Response { status, content_type, body })
    }

    fn origin(&self) -> String {
        self.origin.clone()
    }
}
