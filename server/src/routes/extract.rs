//! Parameters of addresses: what does not parse is not found, or a bad request, as a problem document.

use crate::http::ApiError;
use api::ProblemCode;
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// Parameters in the path; an id that is none leads nowhere.
pub(super) struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::from_request_parts(parts, state).await.map_err(|_| ProblemCode::NotFound)?;
        Ok(Self(path.0))
    }
}

/// Parameters behind the question mark.
pub(super) struct Ask<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Ask<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::from_request_parts(parts, state).await.map_err(|_| ProblemCode::BadRequest)?;
        Ok(Self(query.0))
    }
}
