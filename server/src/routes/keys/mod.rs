//! The life of the organisation key: epochs, case keys that are wrapped anew, bundles, copies, the root.

mod bundle;
mod epochs;
mod log;
mod root;
mod slots;

pub(super) use epochs::key_in_use;
pub(super) use log::in_force_since;

use crate::state::AppState;
use utoipa_axum::router::OpenApiRouter;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(epochs::router())
        .merge(slots::router())
        .merge(bundle::router())
        .merge(root::router())
}
