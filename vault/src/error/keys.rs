//! Errors of making and loading organisation keys.

use super::{CallError, LoginError};

/// Why an organisation key was not loaded. Nothing was adopted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The file or field is empty.
    #[error("empty")]
    Empty,
    /// Some other file.
    #[error("not a key file")]
    NotAKeyFile,
    /// A key file whose content was changed.
    #[error("the key file is damaged")]
    Damaged,
    /// A key file that is cut off.
    #[error("the key file is truncated")]
    Truncated,
    /// A key file of a newer format.
    #[error("the key file is of a newer version")]
    NewerVersion,
    /// The key of another organisation.
    #[error("the key belongs to another organisation")]
    ForeignOrganisation {
        /// Name in the file.
        found: String,
        /// Name of the organisation whose key is needed.
        expected: String,
    },
    /// The key of an earlier epoch.
    #[error("the key is of epoch {found}, epoch {current} is in use")]
    OutdatedEpoch {
        /// Epoch in the file.
        found: u32,
        /// Epoch in use.
        current: u32,
    },
    /// Names the right organisation but is not its key, or not its root: replaced in the intranet, or a server that
    /// shows another organisation log.
    #[error("the key does not fit the organisation log")]
    DoesNotFit,
    /// A key that was announced and is not in force: not yet, or never, because the one of another administrator was
    /// faster.
    #[error("the key of epoch {found} is not in use")]
    NotInUse {
        /// Epoch in the file.
        found: u32,
    },
    /// The key of an earlier epoch, which follows from the one that was loaded, is withheld or was changed, and something
    /// sealed under it is needed.
    #[error("the key of epoch {epoch} does not follow from the one that is loaded")]
    Chain {
        /// The epoch.
        epoch: u32,
    },
    /// Typed groups: this one (from 1) has a wrong character.
    #[error("group {0} is wrong")]
    WrongGroup(usize),
    /// Typed groups: not as many as on the sheet.
    #[error("{found} groups instead of {expected}")]
    GroupCount {
        /// Groups that were typed.
        found: usize,
        /// Groups on the sheet.
        expected: usize,
    },
    /// Typed groups: each is in order, but not all together.
    #[error("the groups do not belong together")]
    MixedGroups,
    /// These are the groups of the root, which stay in the safe.
    #[error("these are the groups of the root")]
    RootGroups,
    /// The password of the session is needed once more, because the page was loaded anew since the login.
    #[error("the password is needed")]
    PasswordNeeded,
    /// The password that was given is not the one of this access, or could not be checked.
    #[error(transparent)]
    Password(LoginError),
    /// The personal bundle does not open: it was sealed under another password or key, or was changed.
    #[error("the personal keys do not open")]
    BundleDoesNotOpen,
    /// The organisation has no key yet.
    #[error("the organisation has no key yet")]
    NotSetUp,
    /// This person needs no key (evaluation only), or is no member.
    #[error("this person needs no key")]
    NotNeeded,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why the set-up of an organisation key did not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// No set-up was begun, or the page was loaded anew since: begin again; files saved so far are worthless.
    #[error("no set-up was begun")]
    NotBegun,
    /// The file that was loaded back is not the one that was just made.
    #[error("the file is not the one that was just made")]
    OtherFile,
    /// The file that was loaded back is not in order.
    #[error(transparent)]
    File(KeyError),
    /// The password of the session is needed once more, because the page was loaded anew since the login.
    #[error("the password is needed")]
    PasswordNeeded,
    /// The password that was given is not the one of this access, or could not be checked.
    #[error(transparent)]
    Password(LoginError),
    /// The organisation has its key already.
    #[error("the organisation has its key already")]
    AlreadySetUp,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why the renewal of an organisation key did not go on. Everything that was there before is untouched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// Another administrator was faster. The log was read again; a file that this page had saved for the coming epoch is
    /// void, say so.
    #[error("another administrator was faster")]
    Conflict,
    /// The file is not the one that was saved for the epoch that was begun.
    #[error("the file is not the one that was saved for the coming epoch")]
    OtherFile,
    /// The file that was loaded back is not in order.
    #[error(transparent)]
    File(KeyError),
    /// No renewal was begun, or (for wrapping case keys) none is in force.
    #[error("no renewal was begun")]
    NotBegun,
    /// The password of the session is needed once more, because the page was loaded anew since the login.
    #[error("the password is needed")]
    PasswordNeeded,
    /// The password that was given is not the one of this access, or could not be checked.
    #[error(transparent)]
    Password(LoginError),
    /// The organisation key is not loaded, so that nothing can be sealed under it.
    #[error("the organisation key is not loaded")]
    KeyMissing,
    /// The key that is loaded is of an earlier epoch; load the new key file first.
    #[error("the organisation has a newer key")]
    KeyOutdated,
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why the root did not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoverError {
    /// The sheet was not typed or scanned correctly.
    #[error(transparent)]
    Sheet(KeyError),
    /// These are the groups of the organisation key, not of the root.
    #[error("these are the groups of the organisation key")]
    KeyGroups,
    /// The root of another organisation.
    #[error("this is the root of another organisation")]
    OtherRoot,
    /// A root of this organisation that has a successor: look for the newer sheet.
    #[error("this root has a successor")]
    ReplacedRoot,
    /// The organisation key is neither loaded nor given.
    #[error("the organisation key is needed")]
    KeyNeeded,
    /// The organisation key that was given is not in order.
    #[error(transparent)]
    Key(KeyError),
    /// No new root was made, or the page was loaded anew since: begin again; sheets printed so far are worthless.
    #[error("no new root was made")]
    NotBegun,
    /// What was typed back is not the new root.
    #[error("what was typed back is not the new root")]
    OtherSheet,
    /// Somebody else administers or has used the root meanwhile: look again.
    #[error("the organisation log has moved on")]
    Conflict,
    /// The password of the session is needed once more, because the page was loaded anew since the login.
    #[error("the password is needed")]
    PasswordNeeded,
    /// The password that was given is not the one of this access, or could not be checked.
    #[error(transparent)]
    Password(LoginError),
    /// Any request.
    #[error(transparent)]
    Call(#[from] CallError),
}
