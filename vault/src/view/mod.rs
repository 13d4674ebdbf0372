//! What the interface shows: owned values without keys. Sealed text is [`Text`], and nothing else is.

mod admin;
mod case;
mod entry;
mod institute;
mod key;
mod session;

pub use admin::{
    Handover, InvitationLetter, KeyFacts, NewInvitation, OrganisationOverview, Person, PersonTrust,
};
pub use case::{
    Assign, AssignmentView, CaseName, CaseRow, CaseView, CaseWarning, CreatedCase, Found, IndexProgress,
    NameBatch, NewCase, SearchHit, SignedPerson, SummaryField,
};
pub use entry::{Draft, Entry, EntryVersion, Hidden, PersonRef, Text, Texts, Verification, WriteEntry};
pub use institute::{NewTenant, SetupLetter};
pub use key::{
    CHECK_EVERY_DAYS, CopyCheck, DamagedSlot, KeyCopy, KeyCopySheet, KeyOrigin, KeyOverview, KeySheet,
    LoadedKey, PendingRotation, RewrapProgress, RootDraft, RotationDraft, RotationReason, SetupDraft, Sheet,
    key_file_text,
};
pub use session::{
    Accept, ChangePassword, KeyState, Login, Membership, Protection, SecretText, SessionInfo, Start,
};
