//! The contract as an OpenAPI document.

use super::headers::RELEASE;
use crate::routes;
use api::auth::CLIENT_HEADER;
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

/// The frame into which the routes enter themselves.
#[must_use]
pub fn frame() -> OpenApi {
    let description = format!(
        "Control data travels as JSON, whatever carries envelopes as CBOR (same fields, binary values as byte \
         strings). Writes need the header `{CLIENT_HEADER}` with the client's release and come from the portal's own \
         origin. Errors are `application/problem+json` with a stable code."
    );
    let info = InfoBuilder::new()
        .title("WIMES portal")
        .version(RELEASE)
        .description(Some(description))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").build()))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// The whole contract.
#[must_use]
pub fn document() -> OpenApi {
    OpenApiRouter::with_openapi(frame()).merge(routes::router()).into_openapi()
}

/// The document as it is served and stored, with a line feed at its end.
///
/// # Errors
/// When it can't be written as JSON.
pub fn text(document: &OpenApi) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(document)?;
    text.push('\n');
    Ok(text)
}
