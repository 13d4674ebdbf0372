//! From the front door to an open key: login, invitation, key set-up, key loading.
mod home;
mod login;

pub use home::HomePage;
pub use login::LoginPage;
