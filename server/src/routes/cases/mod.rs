//! Cases: list, create, open, write, assign, who is writing, and what others wrote.

mod append;
mod assign;
mod create;
mod files;
mod list;
pub(super) mod load;
mod news;
mod open;
mod presence;
mod renew;
mod write;

use crate::state::AppState;
use utoipa_axum::router::OpenApiRouter;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(list::router())
        .merge(open::router())
        .merge(files::router())
        .merge(write::router())
        .merge(assign::router())
        .merge(renew::router())
        .merge(presence::router())
        .merge(news::router())
}
