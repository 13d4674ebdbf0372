//! HKDF with SHA-512 (RFC 5869).
//!
//! Written out instead of taken from the crate `hkdf`, because suite 01 uses a 32-byte key directly as pseudo-random
//! key, which that crate refuses. The crate checks this one in the tests.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use zeroize::{Zeroize, Zeroizing};

/// HMAC-SHA-512 whose key schedule is done; cloned per message.
pub(crate) type HmacSha512 = Hmac<Sha512>;

const HASH_SIZE: usize = 64;
const BLOCK_SIZE: usize = 128;

/// The keyed state for a key of 32 bytes. HMAC pads short keys with zeroes up to the block, so does this.
pub(crate) fn hmac_state(key: &[u8; 32]) -> HmacSha512 {
    keyed(key)
}

fn keyed(key: &[u8]) -> HmacSha512 {
    let mut block = Zeroizing::new([0; BLOCK_SIZE]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    HmacSha512::new((&*block).into())
}

/// HKDF-Expand: fills `out` from the pseudo-random key behind `state`, with the concatenation of `info`.
pub(crate) fn expand(state: &HmacSha512, info: &[&[u8]], out: &mut [u8]) {
    let mut previous = [0; HASH_SIZE];
    for (counter, block) in (1u8..=u8::MAX).zip(out.chunks_mut(HASH_SIZE)) {
        let mut mac = state.clone();
        if counter > 1 {
            mac.update(&previous);
        }
        for part in info {
            mac.update(part);
        }
        mac.update(&[counter]);
        previous = mac.finalize().into_bytes().into();
        block.copy_from_slice(&previous[..block.len()]);
    }
    previous.zeroize();
}

/// HKDF (extract with empty salt, then expand) to 32 bytes. `ikm` and `info` are concatenated; every label of
/// `docs/CRYPTO.md` is the first part of `info`.
pub(crate) fn derive(ikm: &[&[u8]], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut extract = keyed(&[]);
    for part in ikm {
        extract.update(part);
    }
    let mut prk: [u8; HASH_SIZE] = extract.finalize().into_bytes().into();
    let state = keyed(&prk);
    prk.zeroize();
    let mut out = Zeroizing::new([0; 32]);
    expand(&state, info, out.as_mut_slice());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The crate `hkdf` is an implementation by others.
    #[test]
    fn derive_agrees_with_the_crate_hkdf() {
        for (ikm, info) in [(&b""[..], &b""[..]), (b"a", b"label"), (&[7; 200], &[9; 300])] {
            let mut expected = [0; 32];
            hkdf::Hkdf::<Sha512>::new(None, ikm).expand(info, &mut expected).unwrap();
            assert_eq!(*derive(&[ikm], &[info]), expected);
            let (left, right) = ikm.split_at(ikm.len() / 2);
            assert_eq!(*derive(&[left, right], &[info]), expected);
        }
    }

    #[test]
    fn expand_agrees_with_the_crate_hkdf_over_several_blocks() {
        let prk = [0x42; 64];
        for length in [1, 63, 64, 65, 76, 128, 129, 200] {
            let mut expected = vec![0; length];
            hkdf::Hkdf::<Sha512>::from_prk(&prk).unwrap().expand(b"info", &mut expected).unwrap();
            let mut out = vec![0; length];
            expand(&keyed(&prk), &[b"in", b"fo"], &mut out);
            assert_eq!(out, expected);
        }
    }
}
