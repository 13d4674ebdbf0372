//! What strict verification refuses by the mere bytes of a signature, so that every Ed25519 gives the same verdict.

use core::cmp::Ordering;

/// The order L of the base point (RFC 8032 §5.1), little-endian: S is smaller.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The prime p = 2²⁵⁵ − 19, little-endian: the coordinate y of a canonical point is smaller.
const PRIME: [u8; 32] = {
    let mut prime = [0xff; 32];
    prime[0] = 0xed;
    prime[31] = 0x7f;
    prime
};

/// The coordinates y of all eight points of small order: of order 1, of order 4 (two points), of order 8 (two and two
/// points), of order 2. A second encoding of them has y ≥ p, or a sign where x = 0; both are refused too.
const SMALL_ORDER: [[u8; 32]; 5] = [
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    [0; 32],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    {
        let mut minus_one = PRIME;
        minus_one[0] = 0xec;
        minus_one
    },
];

/// Whether R is canonical and not of small order, and S is canonical.
pub(crate) fn is_strict(signature: &[u8; 64]) -> bool {
    let (mut y, mut s) = ([0; 32], [0; 32]);
    y.copy_from_slice(&signature[..32]);
    s.copy_from_slice(&signature[32..]);
    // The highest bit is the sign of x.
    y[31] &= 0x7f;
    is_less(&y, &PRIME) && is_less(&s, &ORDER) && !SMALL_ORDER.contains(&y)
}

/// Compares little-endian numbers; signatures are no secrets.
fn is_less(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().rev().cmp(b.iter().rev()) == Ordering::Less
}
