//! The sheet for the safe: organisation key and root seed as QR payload and as typeable groups.

use crate::{
    organisation::OrganisationKey,
    signing::RootKey,
    text::groups::{self, GroupsError},
};
use zeroize::Zeroizing;

/// Why a scanned or typed sheet was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Nothing was given.
    #[error("nothing was entered")]
    Empty,
    /// More or fewer groups than [`GROUPS`].
    #[error("{found} groups instead of {GROUPS}")]
    Count {
        /// Groups that were found.
        found: usize,
    },
    /// A group has a wrong character.
    #[error("group {number} is wrong")]
    Group {
        /// The first wrong group, counted from 1.
        number: usize,
    },
    /// Every group is in order, but not all together.
    #[error("the groups do not belong together")]
    Checksum,
    /// The organisation key was asked for and the root key given, or the reverse, or something else was scanned.
    #[error("this is another part of the sheet")]
    Other,
}

impl From<GroupsError> for SheetError {
    fn from(error: GroupsError) -> Self {
        match error {
            GroupsError::Empty => Self::Empty,
            GroupsError::Count { found } => Self::Count { found },
            GroupsError::Group(number) => Self::Group { number },
            GroupsError::Checksum => Self::Checksum,
        }
    }
}

/// Number of typeable groups of each key.
pub const GROUPS: usize = 16;

const LABEL: &[u8] = b"wimes/sheet/1";
const PAYLOAD: usize = 37;
const TOTAL: usize = 40;

const TYPE_ORGANISATION: u8 = 1;
const TYPE_ROOT: u8 = 2;

/// Whether what was typed into the field of group `number` (from 1) is in order.
#[must_use]
pub fn is_group(number: usize, text: &str) -> bool {
    groups::is_group(number, text)
}

/// The organisation key on the sheet.
#[derive(Debug)]
pub enum OrganisationSheet {}

/// The root seed on the sheet.
#[derive(Debug)]
pub enum RootSheet {}

impl OrganisationSheet {
    const QR: &'static str = "WIMES-KEY:";

    /// The groups to print.
    #[must_use]
    pub fn groups(key: &OrganisationKey) -> Zeroizing<Vec<String>> {
        encode(TYPE_ORGANISATION, key.epoch(), key.expose())
    }

    /// The text of the QR code; alphanumeric mode suffices.
    #[must_use]
    pub fn qr(key: &OrganisationKey) -> Zeroizing<String> {
        qr(Self::QR, &Self::groups(key))
    }

    /// Reads typed groups or the text of the QR code. The caller compares the fingerprint with the organisation's.
    ///
    /// # Errors
    /// [`SheetError`] says what is wrong, and in which group.
    pub fn parse(text: &str) -> Result<OrganisationKey, SheetError> {
        let (epoch, bytes) = decode(TYPE_ORGANISATION, Self::QR, text)?;
        Ok(OrganisationKey::from_secret(epoch, &bytes))
    }
}

impl RootSheet {
    const QR: &'static str = "WIMES-ROOT:";

    /// The groups to print.
    #[must_use]
    pub fn groups(root: &RootKey) -> Zeroizing<Vec<String>> {
        encode(TYPE_ROOT, 0, root.expose())
    }

    /// The text of the QR code; alphanumeric mode suffices.
    #[must_use]
    pub fn qr(root: &RootKey) -> Zeroizing<String> {
        qr(Self::QR, &Self::groups(root))
    }

    /// Reads typed groups or the text of the QR code. The caller compares the public key with the organisation's.
    ///
    /// # Errors
    /// [`SheetError`] says what is wrong, and in which group.
    pub fn parse(text: &str) -> Result<RootKey, SheetError> {
        let (_, bytes) = decode(TYPE_ROOT, Self::QR, text)?;
        Ok(RootKey::from_seed(&bytes))
    }
}

fn encode(kind: u8, epoch: u32, key: &[u8; 32]) -> Zeroizing<Vec<String>> {
    let mut payload = Zeroizing::new([0; PAYLOAD]);
    payload[0] = kind;
    payload[1..5].copy_from_slice(&epoch.to_be_bytes());
    payload[5..].copy_from_slice(key);
    Zeroizing::new(groups::encode(LABEL, payload.as_slice(), TOTAL))
}

fn qr(prefix: &str, groups: &[String]) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(128));
    out.push_str(prefix);
    for group in groups {
        out.push_str(group);
    }
    out
}

fn decode(kind: u8, prefix: &str, text: &str) -> Result<(u32, Zeroizing<[u8; 32]>), SheetError> {
    let text = text.trim();
    let text = match text.rsplit_once(':') {
        Some((found, groups)) if found.eq_ignore_ascii_case(prefix.trim_end_matches(':')) => groups,
        Some(_) => return Err(SheetError::Other),
        None => text,
    };
    let payload = groups::decode(LABEL, text, PAYLOAD, TOTAL)?;
    let (head, key) = payload.split_first_chunk::<5>().ok_or(SheetError::Checksum)?;
    let [found, epoch @ ..] = *head;
    if found != kind {
        return Err(SheetError::Other);
    }
    let key: [u8; 32] = key.try_into().map_err(|_| SheetError::Checksum)?;
    Ok((u32::from_be_bytes(epoch), Zeroizing::new(key)))
}
