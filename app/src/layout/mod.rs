//! Frames around pages: the shell with navigation, the entry frame, the announcer for assistive technology.
mod announce;
mod app_shell;
mod bottom_bar;
mod entry_shell;
mod key_card;
mod lock_screen;
mod menu;
mod nav;
mod password_form;
mod preferences;
mod shortcuts;
mod side_nav;
mod start_screen;

pub(crate) use announce::Announcer;
pub use announce::{PAGE_HEADING_ID, announce_page};
pub use app_shell::AppShell;
pub use entry_shell::EntryShell;
pub use key_card::{KeyCard, KeyChip, KeyMissingNotice};
pub use lock_screen::LockScreen;
pub use nav::{NavItem, nav_items, start_page};
pub use preferences::{LanguageChoice, OrganisationSwitch, ThemeChoice};
pub use shortcuts::ShortcutsLink;
pub use start_screen::StartScreen;
