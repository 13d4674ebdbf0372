//! Invitations made on the command line. The secret is made here, printed once and forgotten: what is stored is only
//! the public key that belongs to it. The formats are those of `docs/CRYPTO.md`.

use api::{Bytes, Bytes32, ids::InvitationId, paths::pages};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use sha2::Sha512;
use std::fmt;
use uuid::Uuid;
use zeroize::Zeroizing;

const SIGN_LABEL: &[u8] = b"wimes/invitation/sign/1";

/// The system gave no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random numbers")]
pub struct NoRandomness;

/// Where an invitation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationPage {
    /// A personal access.
    Access,
    /// A personal access and then the key of a new organisation.
    Setup,
}

/// An invitation with its secret.
pub struct InvitationLink {
    /// The invitation.
    pub id: InvitationId,
    /// Public key of the one-use key pair.
    pub one_use_public_key: Bytes32,
    seed: Zeroizing<[u8; 32]>,
}

/// Without the secret.
impl fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationLink").field("id", &self.id).finish_non_exhaustive()
    }
}

impl InvitationLink {
    /// Makes a secret.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn make() -> Result<Self, NoRandomness> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|_| NoRandomness)?;
        Ok(Self::of(InvitationId(Uuid::new_v4()), seed))
    }

    fn of(id: InvitationId, seed: Zeroizing<[u8; 32]>) -> Self {
        let one_use_public_key = Bytes32(one_use_key(&seed).verifying_key().to_bytes());
        Self { id, one_use_public_key, seed }
    }

    /// The link for a person. It holds the secret, in the fragment, which browsers never send.
    #[must_use]
    pub fn text(&self, origin: &str, page: InvitationPage) -> Zeroizing<String> {
        let page = match page {
            InvitationPage::Access => pages::INVITATION,
            InvitationPage::Setup => pages::SETUP,
        };
        let id = Bytes(self.id.as_bytes().to_vec()).to_base64url();
        let seed = Zeroizing::new(Bytes(self.seed.to_vec()).to_base64url());
        Zeroizing::new(format!("{origin}{page}#{id}.{}", *seed))
    }
}

/// HKDF-SHA-512 of the secret, then Ed25519.
fn one_use_key(seed: &[u8; 32]) -> SigningKey {
    let mut key = Zeroizing::new([0; 32]);
    // 32 bytes are far below what HKDF can make, so this can't fail.
    let expanded = Hkdf::<Sha512>::new(None, seed).expand(SIGN_LABEL, key.as_mut_slice());
    debug_assert!(expanded.is_ok());
    SigningKey::from_bytes(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_holds_id_and_secret_behind_the_hash_sign() {
        let link = InvitationLink::of(InvitationId::from_bytes([0; 16]), Zeroizing::new([0xff; 32]));
        assert_eq!(
            *link.text("https://portal.example", InvitationPage::Access),
            format!("https://portal.example/einladung#{}.{}8", "A".repeat(22), "_".repeat(42)),
        );
        assert!(
            link.text("https://portal.example", InvitationPage::Setup)
                .starts_with("https://portal.example/einrichten#")
        );
    }

    #[test]
    fn the_one_use_key_is_the_one_that_the_browser_derives() {
        // Computed with Python: HMAC-SHA-512 by hand as in RFC 5869, Ed25519 of the package `cryptography`.
        let seed: Vec<u8> = (0..32).collect();
        let link =
            InvitationLink::of(InvitationId::from_bytes([0; 16]), Zeroizing::new(seed.try_into().unwrap()));
        let hex: String = link.one_use_public_key.0.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "6cec62afefa635b61dd209abb43a942c31b2e091fd36f7af38961956ff76828f");
    }

    #[test]
    fn two_invitations_never_share_a_secret() {
        let (first, second) = (InvitationLink::make().unwrap(), InvitationLink::make().unwrap());
        assert_ne!(first.id, second.id);
        assert_ne!(first.one_use_public_key, second.one_use_public_key);
    }
}
