//! One error per operation, with variants that the interface turns into words. None carries plaintext or keys.

mod call;
mod cases;
mod keys;
mod people;
mod session;

pub use call::CallError;
pub use cases::{AssignError, CaseError, CreateCaseError, WriteError};
pub use keys::{KeyError, RecoverError, RotationError, SetupError};
pub use people::{AdminError, TenantError};
pub use session::{AcceptError, ChangePasswordError, CodeError, InvitationError, LoginError, UnlockError};
