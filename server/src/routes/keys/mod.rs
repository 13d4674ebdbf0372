//! The life of the organisation key: epochs, case keys that are wrapped anew, bundles, copies, the root.

mod bundle;
mod epochs;
mod log;
mod root;
mod slots;

pub(super) use epochs::key_in_use;
pub(super) use log::in_force_since;

use super::{caller::Caller, member::Member};
use crate::{
    http::ApiResult,
    state::AppState,
    store::{Mode, Organisation, Tx, entity::organisation, logs::lock_organisation},
};
use api::{ProblemCode, ids::OrganisationId, organisations::Role};
use utoipa_axum::router::OpenApiRouter;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(epochs::router())
        .merge(slots::router())
        .merge(bundle::router())
        .merge(root::router())
}

/// Begins a write by a certified administrator, with the organisation's log locked: nobody appends meanwhile.
async fn begin_as_administrator(
    state: &AppState,
    caller: &Caller,
    organisation: OrganisationId,
) -> ApiResult<(Tx<Organisation>, organisation::Model, Member)> {
    let tx = caller.begin(state, Mode::Write, organisation).await?;
    let row = lock_organisation(&tx, organisation).await?.ok_or(ProblemCode::NotFound)?;
    let member = Member::load(&tx, caller, organisation).await?;
    member.require(Role::Administrator)?;
    member.signer()?;
    Ok((tx, row, member))
}
