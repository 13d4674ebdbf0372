//! Requests by the wire contract, and what their failures mean.

use crate::{CallError, Method, Request, Response, Store, Transport, Vault};
use api::{Problem, ProblemCode, paths::v1};
use serde::{Serialize, de::DeserializeOwned};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// A request that did not succeed, before an operation has looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server said what is wrong.
    Problem(Box<Problem>),
    /// Anything else.
    Call(CallError),
}

impl Failure {
    /// The server's code, if it gave one.
    pub(crate) fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Call(_) => None,
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<crate::TransportError> for Failure {
    fn from(error: crate::TransportError) -> Self {
        Self::Call(error.into())
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        let problem = match failure {
            Failure::Call(error) => return error,
            Failure::Problem(problem) => problem,
        };
        match problem.code {
            ProblemCode::SessionEnded => Self::SessionEnded,
            ProblemCode::AccountBlocked => Self::AccountBlocked,
            ProblemCode::Forbidden => Self::Forbidden,
            ProblemCode::NotFound => Self::NotFound,
            ProblemCode::TooManyAttempts => Self::TooManyAttempts { retry_after: problem.retry_after },
            ProblemCode::UpgradeRequired => Self::UpgradeRequired,
            ProblemCode::StorageFailed => Self::StorageFailed,
            ProblemCode::TooLarge => Self::TooLarge,
            ProblemCode::Internal | ProblemCode::Unknown => Self::Server { request_id: problem.request_id },
            code => Self::Refused(code),
        }
    }
}

/// Fills the `{names}` of an address in order.
pub(crate) fn path(template: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut out = String::with_capacity(template.len() + 36 * values.len());
    let mut values = values.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}').unwrap_or_default();
        out.push_str(before);
        if let Some(value) = values.next() {
            out.push_str(&value.to_string());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn json<R: DeserializeOwned>(response: &Response) -> Result<R, Failure> {
    serde_json::from_slice(&response.body).map_err(|_| Failure::Call(CallError::Protocol))
}

fn cbor<R: DeserializeOwned>(response: &Response) -> Result<R, Failure> {
    minicbor_serde::from_slice(&response.body).map_err(|_| Failure::Call(CallError::Protocol))
}

fn encode_json<B: Serialize>(body: &B) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(body).map_err(|_| Failure::Call(CallError::Protocol))
}

fn encode_cbor<B: Serialize>(body: &B) -> Result<Vec<u8>, Failure> {
    minicbor_serde::to_vec(body).map_err(|_| Failure::Call(CallError::Protocol))
}

impl<T: Transport, S: Store> Vault<T, S> {
    async fn send(
        &self,
        method: Method,
        path: String,
        body: Option<(&'static str, Vec<u8>)>,
    ) -> Result<Response, Failure> {
        let (content_type, body) = match body {
            Some((content_type, body)) => (Some(content_type), body),
            None => (None, Vec::new()),
        };
        if body.len() > api::limits::BODY_MAX {
            return Err(Failure::Call(CallError::TooLarge));
        }
        let response = self.transport.send(Request { method, path, content_type, body }).await?;
        if (200..300).contains(&response.status) {
            return Ok(response);
        }
        if response.content_type == PROBLEM
            && let Ok(problem) = serde_json::from_slice::<Problem>(&response.body)
        {
            return Err(Failure::Problem(Box::new(problem)));
        }
        Err(Failure::Call(match response.status {
            401 => CallError::SessionEnded,
            413 => CallError::TooLarge,
            // A proxy before the server holds back whoever sends too much.
            429 => CallError::TooManyAttempts { retry_after: None },
            // A proxy before the server says that the server is away.
            502..=504 => CallError::Offline,
            _ => CallError::Server { request_id: None },
        }))
    }

    pub(crate) async fn get<R: DeserializeOwned>(&self, path: String) -> Result<R, Failure> {
        json(&self.send(Method::Get, path, None).await?)
    }

    pub(crate) async fn get_cbor<R: DeserializeOwned>(&self, path: String) -> Result<R, Failure> {
        cbor(&self.send(Method::Get, path, None).await?)
    }

    pub(crate) async fn post<B: Serialize, R: DeserializeOwned>(
        &self,
        path: String,
        body: &B,
    ) -> Result<R, Failure> {
        json(&self.send(Method::Post, path, Some((JSON, encode_json(body)?))).await?)
    }

    pub(crate) async fn post_cbor<B: Serialize, R: DeserializeOwned>(
        &self,
        path: String,
        body: &B,
    ) -> Result<R, Failure> {
        cbor(&self.send(Method::Post, path, Some((v1::CBOR, encode_cbor(body)?))).await?)
    }

    /// Sends a JSON body and does not look at the answer's.
    pub(crate) async fn tell<B: Serialize>(
        &self,
        method: Method,
        path: String,
        body: &B,
    ) -> Result<(), Failure> {
        self.send(method, path, Some((JSON, encode_json(body)?))).await.map(drop)
    }

    /// Sends nothing but method and path.
    pub(crate) async fn call(&self, method: Method, path: String) -> Result<(), Failure> {
        self.send(method, path, None).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn addresses_are_filled_in_order() {
        assert_eq!(path("/a/{x}/b/{y}", &[&1, &"z"]), "/a/1/b/z");
        assert_eq!(path("/a", &[]), "/a");
    }
}
