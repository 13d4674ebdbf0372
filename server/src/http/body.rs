//! Bodies: JSON for control data, CBOR where envelopes travel. The media type must be the right one, the length is
//! bounded before anything is read into memory, and what does not parse is answered without saying where.

use super::error::ApiError;
use api::{ProblemCode, limits, paths::v1};
use axum::{
    body::{Bytes, HttpBody},
    extract::{DefaultBodyLimit, FromRequest, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// Longest JSON body in bytes. Such bodies are read before anybody has logged in, so little has to suffice; what is
/// large travels as CBOR, behind a session.
pub const JSON_MAX: usize = 256 * 1024;

/// Time within which a body must have arrived; middleware leaves it with the request.
#[derive(Debug, Clone, Copy)]
pub struct UploadTime(pub Duration);

/// A JSON body (`application/json`), in requests and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// A CBOR body (`application/cbor`), in requests and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cbor<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        expect_media_type(request.headers(), "application/json")?;
        let bytes = read(request, state, JSON_MAX).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| ProblemCode::BadRequest.into())
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Cbor<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        expect_media_type(request.headers(), v1::CBOR)?;
        let bytes = read(request, state, limits::BODY_MAX).await?;
        let mut deserializer = minicbor_serde::Deserializer::new(&bytes);
        let value = T::deserialize(&mut deserializer).map_err(|_| ProblemCode::BadRequest)?;
        // Anything behind the value is not part of the contract.
        if deserializer.decoder().position() != bytes.len() {
            return Err(ProblemCode::BadRequest.into());
        }
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => answer(bytes, HeaderValue::from_static("application/json")),
            Err(error) => ApiError::internal(error).into_response(),
        }
    }
}

impl<T: Serialize> IntoResponse for Cbor<T> {
    fn into_response(self) -> Response {
        match minicbor_serde::to_vec(&self.0) {
            Ok(bytes) => answer(bytes, HeaderValue::from_static(v1::CBOR)),
            Err(error) => ApiError::internal(error).into_response(),
        }
    }
}

fn answer(bytes: Vec<u8>, media_type: HeaderValue) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, media_type)], bytes).into_response()
}

/// A browser can send other media types across origins without asking first, so nothing else is read.
fn expect_media_type(headers: &HeaderMap, expected: &str) -> Result<(), ApiError> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) { Ok(()) } else { Err(ProblemCode::BadRequest.into()) }
}

/// Reads at most `most` bytes, counted while they arrive; a longer announced length is refused unread.
async fn read<S: Send + Sync>(request: Request, state: &S, most: usize) -> Result<Bytes, ApiError> {
    let announced = usize::try_from(request.body().size_hint().lower()).unwrap_or(usize::MAX);
    if announced > most {
        return Err(ProblemCode::TooLarge.into());
    }
    let time = request.extensions().get().copied().unwrap_or(UploadTime(Duration::from_secs(60)));
    let mut request = request;
    DefaultBodyLimit::max(most).apply(&mut request);
    let read = tokio::time::timeout(time.0, Bytes::from_request(request, state)).await;
    read.map_err(|_| ProblemCode::BadRequest)?.map_err(|rejection| {
        let code = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ProblemCode::TooLarge
        } else {
            ProblemCode::BadRequest
        };
        code.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::auth::LoginStart;
    use axum::body::Body;

    fn request(media_type: &str, body: impl Into<Body>) -> Request {
        Request::builder().header(header::CONTENT_TYPE, media_type).body(body.into()).unwrap()
    }

    #[tokio::test]
    async fn json_in_another_media_type_is_refused() {
        let body = r#"{"tenant":"demo","login":"jana"}"#;
        let read =
            Json::<LoginStart>::from_request(request("application/json; charset=utf-8", body), &()).await;
        assert_eq!(read.unwrap().0.login, "jana");
        for other in ["text/plain", "application/cbor", "application/x-www-form-urlencoded", ""] {
            let read = Json::<LoginStart>::from_request(request(other, body), &()).await;
            assert_eq!(read.unwrap_err().code(), ProblemCode::BadRequest);
        }
    }

    #[tokio::test]
    async fn cbor_with_something_behind_it_is_refused() {
        // By hand (RFC 8949): map(2), "tenant": "demo", "login": "jana".
        let exact = b"\xa2\x66tenant\x64demo\x65login\x64jana".to_vec();
        let read = Cbor::<LoginStart>::from_request(request("application/cbor", exact.clone()), &()).await;
        assert_eq!(read.unwrap().0.tenant, "demo");
        let longer = [exact, vec![0]].concat();
        let read = Cbor::<LoginStart>::from_request(request("application/cbor", longer), &()).await;
        assert_eq!(read.unwrap_err().code(), ProblemCode::BadRequest);
    }

    #[tokio::test]
    async fn nested_arrays_of_a_whole_body_do_not_exhaust_the_stack() {
        // An unknown key whose value opens arrays and never closes them.
        let mut body = b"\xa3\x67unknown".to_vec();
        body.resize(limits::BODY_MAX, 0x81);
        let read = Cbor::<LoginStart>::from_request(request("application/cbor", body), &()).await;
        assert!(read.is_err());
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_too_large() {
        let body = vec![b' '; JSON_MAX + 1];
        let read = Json::<LoginStart>::from_request(request("application/json", body), &()).await;
        assert_eq!(read.unwrap_err().code(), ProblemCode::TooLarge);
        let body = vec![0xa2; limits::BODY_MAX + 1];
        let read = Cbor::<LoginStart>::from_request(request("application/cbor", body), &()).await;
        assert_eq!(read.unwrap_err().code(), ProblemCode::TooLarge);
    }
}
