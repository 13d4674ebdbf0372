//! From the front door to an open key: login, invitation, key set-up, key loading.
mod home;
mod invitation;
mod key;
mod login;
mod new_password;
mod recovery;
mod setup;

pub use home::HomePage;
pub use invitation::InvitationPage;
pub(crate) use invitation::role_words;
pub use key::KeyPage;
pub(crate) use key::{KeyDialog, KeyGroups};
pub use login::LoginPage;
pub(crate) use new_password::NewPasswordField;
pub use recovery::RecoveryPage;
pub use setup::KeySetupPage;
pub(crate) use setup::{CopySheetView, PrintSheetStep, RootSheetView, SaveFileStep};
