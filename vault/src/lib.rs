#![doc = include_str!("../README.md")]

mod admin;
mod cases;
mod clock;
mod convert;
mod drafts;
mod error;
mod http;
mod invitation;
mod keys;
mod log;
mod memory;
mod others;
mod preferences;
mod search;
mod session;
mod signature;
mod state;
mod store;
mod text;
mod together;
mod transport;
mod vault;
pub mod view;
mod visits;

pub use clock::Clock;
#[cfg(not(target_arch = "wasm32"))]
pub use clock::SystemClock;
pub use crypto::work::work;
pub use drafts::{DraftId, DraftPlace};
pub use error::{
    AcceptError, AdminError, AssignError, CallError, CaseError, ChangePasswordError, CodeError,
    CreateCaseError, InvitationError, KeyError, LoginError, RecoverError, RotationError, SetupError,
    TenantError, UnlockError, WriteError,
};
pub use invitation::InvitationCode;
pub use log::LogError;
pub use signature::SignatureJob;
pub use store::{MemoryStore, Store, StoreError};
pub use transport::{Method, Request, Response, Transport, TransportError};
pub use vault::Vault;
pub use visits::{Visit, Visits};
