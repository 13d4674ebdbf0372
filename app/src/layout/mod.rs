mod announce; pub use announce::{PAGE_HEADING_ID, announce_page};
