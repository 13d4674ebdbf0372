"""Ed25519, verified strictly, and the layout of what is signed."""

import functools
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from . import Refused

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _sum(a, b):
    """Addition on the twisted Edwards curve, projective coordinates (X, Y, Z)."""
    (x1, y1, z1), (x2, y2, z2) = a, b
    zz, xx, yy = z1 * z2 % P, x1 * x2 % P, y1 * y2 % P
    e = D * xx * yy % P
    squared = zz * zz % P
    f, g = (squared - e) % P, (squared + e) % P
    x = zz * f * ((x1 + y1) * (x2 + y2) - xx - yy) % P
    return x, zz * g * (yy + xx) % P, f * g % P


def _times(number, point):
    out = (0, 1, 1)
    while number:
        if number & 1:
            out = _sum(out, point)
        point, number = _sum(point, point), number >> 1
    return out


def _is_identity(point):
    x, y, z = point
    return x % P == 0 and (y - z) % P == 0


def _point(encoded):
    """The point of a canonical encoding."""
    y, sign = int.from_bytes(encoded, "little") & (2**255 - 1), encoded[31] >> 7
    if y >= P:
        raise Refused("not canonical")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Refused("no point, or not canonical")
    return (x if x & 1 == sign else P - x), y, 1


@functools.lru_cache(maxsize=1024)
def check_public_key(key):
    """Refuses what is not the canonical encoding of a point of prime order."""
    if len(key) != 32:
        raise Refused("a public key has 32 bytes")
    point = _point(key)
    if _is_identity(point) or not _is_identity(_times(ORDER, point)):
        raise Refused("degenerate public key")


def check_kem_key(key):
    """Refuses an X-Wing public key with unreduced coefficients or with an X25519 half of low order."""
    if len(key) != 1216:
        raise Refused("an X-Wing public key has 1,216 bytes")
    for at in range(0, 1152, 3):
        three = int.from_bytes(key[at:at + 3], "little")
        if three & 0xFFF >= 3329 or three >> 12 >= 3329:
            raise Refused("malformed ML-KEM key")
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key[1184:]))
    except ValueError:
        raise Refused("degenerate X25519 key") from None


# y = 1, y = 0, the two of order 8, y = -1.
SMALL_ORDER = {
    1, 0, P - 1,
    int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
}


def verify(key, signed, signature):
    """Verifies bytes under a public key that `check_public_key` accepts."""
    check_public_key(key)
    if len(signature) != 64:
        raise Refused("a signature has 64 bytes")
    y = int.from_bytes(signature[:32], "little") & (2**255 - 1)
    if y >= P or y in SMALL_ORDER or int.from_bytes(signature[32:], "little") >= ORDER:
        raise Refused("not a strict signature")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except InvalidSignature:
        raise Refused("the signature does not verify") from None


def message(namespace, context, body):
    parts = (namespace.encode(), context, body)
    return b"wimes/statement/1" + b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def heads(organisation, part):
    """Both heads (n, h) as a revision signs them."""
    return b"".join(struct.pack(">Q", n) + head for n, head in (organisation, part))


def revision_body(facts_hash, envelope_hash, named):
    return facts_hash + envelope_hash + heads(*named)
