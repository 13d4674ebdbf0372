//! Invitations: a one-use seed that travels in a link's fragment, a QR code or a printed letter.

use crate::{
    Id, kdf,
    random::{self, RandomError},
    secret::secret,
    signing::OneUseKey,
    text::{
        base64url,
        groups::{self, GroupsError},
    },
};
use zeroize::Zeroizing;

secret! {
    /// The secret of an invitation. The server never sees it.
    OneUseSeed
}

impl OneUseSeed {
    /// Makes a seed.
    ///
    /// # Errors
    /// [`RandomError`] when the system has no randomness.
    pub fn make() -> Result<Self, RandomError> {
        Ok(Self(random::bytes()?))
    }

    /// The key that signs for this invitation.
    #[must_use]
    pub fn key(&self) -> OneUseKey {
        OneUseKey::from_seed(&kdf::derive(&[&self.0], &[b"wimes/invitation/sign/1"]))
    }
}

/// What the invited person gets: the invitation's id and its seed.
#[derive(Debug, Clone)]
pub struct InvitationSecret {
    /// The invitation.
    pub id: Id,
    /// Its secret.
    pub seed: OneUseSeed,
}

/// Why a link or typed groups are not an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationSecretError {
    /// Nothing was given.
    #[error("nothing was entered")]
    Empty,
    /// The link is incomplete or changed.
    #[error("the link is incomplete")]
    Link,
    /// More or fewer groups than [`InvitationSecret::GROUPS`].
    #[error("{found} groups instead of {expected}")]
    Count {
        /// Groups that were found.
        found: usize,
        /// Groups that there should be.
        expected: usize,
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
}

impl InvitationSecret {
    /// Number of typeable groups.
    pub const GROUPS: usize = 20;

    const LABEL: &'static [u8] = b"wimes/invitation/text/1";
    const PAYLOAD: usize = 48;
    const TOTAL: usize = 50;

    /// The fragment of the link, without `#`: id and seed in base64url, with a full stop between them.
    #[must_use]
    pub fn to_fragment(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(base64url::encode(self.seed.expose()));
        Zeroizing::new(format!("{}.{}", base64url::encode(&self.id), *seed))
    }

    /// Reads the fragment of a link, with or without `#`.
    ///
    /// # Errors
    /// [`InvitationSecretError::Empty`], [`InvitationSecretError::Link`].
    pub fn from_fragment(fragment: &str) -> Result<Self, InvitationSecretError> {
        let fragment = fragment.trim().trim_start_matches('#');
        if fragment.is_empty() {
            return Err(InvitationSecretError::Empty);
        }
        let (id, seed) = fragment.split_once('.').ok_or(InvitationSecretError::Link)?;
        let id = base64url::decode(id).ok_or(InvitationSecretError::Link)?;
        let seed = base64url::decode(seed).ok_or(InvitationSecretError::Link)?;
        Ok(Self { id: *id, seed: OneUseSeed::from_secret(&seed) })
    }

    /// The groups of the printed letter.
    #[must_use]
    pub fn to_groups(&self) -> Zeroizing<Vec<String>> {
        let mut payload = Zeroizing::new([0; Self::PAYLOAD]);
        payload[..16].copy_from_slice(&self.id);
        payload[16..].copy_from_slice(self.seed.expose());
        Zeroizing::new(groups::encode(Self::LABEL, payload.as_slice(), Self::TOTAL))
    }

    /// Reads typed groups.
    ///
    /// # Errors
    /// [`InvitationSecretError`] says what is wrong, and in which group.
    pub fn from_groups(text: &str) -> Result<Self, InvitationSecretError> {
        let payload =
            groups::decode(Self::LABEL, text, Self::PAYLOAD, Self::TOTAL).map_err(|error| match error {
                GroupsError::Empty => InvitationSecretError::Empty,
                GroupsError::Count { found } => {
                    InvitationSecretError::Count { found, expected: Self::GROUPS }
                }
                GroupsError::Group(number) => InvitationSecretError::Group { number },
                GroupsError::Checksum => InvitationSecretError::Checksum,
            })?;
        let mut id = Id::default();
        let mut seed = Zeroizing::new([0; 32]);
        id.copy_from_slice(&payload[..16]);
        seed.copy_from_slice(&payload[16..]);
        Ok(Self { id, seed: OneUseSeed::from_secret(&seed) })
    }

    /// Whether what was typed into the field of group `number` (from 1) is in order.
    #[must_use]
    pub fn is_group(number: usize, text: &str) -> bool {
        groups::is_group(number, text)
    }
}
