//! The layer between the native vault and the real server that lies: it edits, swaps, drops and replays what the server
//! answers, keeps every request, and says at the end whether the client survived.

mod books;
mod device;
mod edit;
mod forge;
mod layer;
mod noticed;
mod rechain;
mod secrets;
mod stage;
mod trial;

pub use books::{Books, Cell, RealColumn};
pub use device::{Device, Disk};
pub use edit::is_path;
pub use forge::{Forger, Injected};
pub use layer::{Hostile, Step, problem};
pub use noticed::{Notices, shown};
pub use rechain::{rechain_log, rechain_part};
pub use secrets::{CaseKeys, KnownKeys};
pub use stage::{CANARY, PASSWORD, Place, Stage, TENANT, case_of};
pub use trial::Trial;
