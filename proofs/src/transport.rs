//! HTTP as a native client speaks it, with the session cookie kept in memory.

use crate::Trouble;
use api::{auth::CLIENT_HEADER, paths::v1};
use reqwest::{Client, header};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use vault::{Request, Response, Transport, TransportError};

/// One device's connection to a portal. Clones share the session.
#[derive(Clone)]
pub struct Http {
    client: Client,
    origin: String,
    cookie: Rc<RefCell<Option<String>>>,
    last_write: Rc<RefCell<Option<Request>>>,
    holds_back: Rc<Cell<bool>>,
}

impl Http {
    /// A connection without a session.
    ///
    /// # Errors
    /// When the client can't be made.
    pub fn new(origin: &str) -> Result<Self, Trouble> {
        // A connection that the server may have given up meanwhile is not used again.
        let idle = Duration::from_secs(3);
        let client =
            Client::builder().timeout(Duration::from_secs(60)).pool_idle_timeout(idle).no_proxy().build()?;
        Ok(Self {
            client,
            origin: origin.to_owned(),
            cookie: Rc::default(),
            last_write: Rc::default(),
            holds_back: Rc::default(),
        })
    }

    /// Whether the server says that it can work.
    pub async fn is_healthy(&self) -> bool {
        let url = format!("{}{}", self.origin, v1::HEALTH);
        self.client.get(url).send().await.is_ok_and(|answer| answer.status().is_success())
    }

    /// The session's cookie as it is sent, for requests beside the vault.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.borrow().clone()
    }

    /// The last request that wrote something, to be sent again with changes.
    pub fn last_write(&self) -> Option<Request> {
        self.last_write.borrow().clone()
    }

    /// From now on writes are only kept as [`Http::last_write`] and fail, as if there were no network; or go out again.
    pub fn hold_back_writes(&self, hold: bool) {
        self.holds_back.set(hold);
    }

    fn keep_cookie(&self, headers: &header::HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let pair = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            let empty = pair.ends_with('=');
            *self.cookie.borrow_mut() = (!empty).then(|| pair.to_owned());
        }
    }
}

impl Transport for Http {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let method = request.method.as_str().parse().map_err(|_| TransportError::Cancelled)?;
        let mut builder = self.client.request(method, format!("{}{}", self.origin, request.path));
        if request.method.writes() {
            *self.last_write.borrow_mut() = Some(request.clone());
            if self.holds_back.get() {
                return Err(TransportError::Offline);
            }
            builder = builder.header(CLIENT_HEADER, concat!("proofs/", env!("CARGO_PKG_VERSION")));
        }
        if let Some(cookie) = self.cookie() {
            builder = builder.header(header::COOKIE, cookie);
        }
        if let Some(media_type) = request.content_type {
            builder = builder.header(header::CONTENT_TYPE, media_type);
        }
        let failed = |error: reqwest::Error| {
            if error.is_timeout() { TransportError::Timeout } else { TransportError::Offline }
        };
        let answer = builder.body(request.body).send().await.map_err(failed)?;
        self.keep_cookie(answer.headers());
        let content_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let content_type = content_type.to_ascii_lowercase();
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(failed)?.to_vec();
        Ok(Response { status, content_type, body })
    }

    fn origin(&self) -> String {
        self.origin.clone()
    }
}
