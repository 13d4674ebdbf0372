"""Key derivation, suite 01, envelopes and their contexts."""

import hashlib
import hmac
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import Refused

LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
SEALED_CHUNK = 16384 + 16

KINDS = {
    "record": 1, "slot": 2, "bundle": 3, "attachment": 4, "organisation data": 5, "device cache": 6,
    "previous organisation key": 8,
}
CONTENT = {
    "case key": 1, "part key": 2, "organisation key": 3, "account keys": 4, "enrolment seed": 5, "bundle key": 6, "data": 7,
}


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hkdf(ikm, info):
    return HKDF(hashes.SHA512(), 32, None, info).derive(ikm)


def expand(key, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha512).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def derive(key, salt, context):
    """Message key, base nonce as a number, commitment."""
    derived = expand(key, LABEL + salt + context, 76)
    return derived[:32], int.from_bytes(derived[32:44], "big"), derived[44:]


def open_body(key, context, body):
    salt, commitment, chunks = body[:24], body[24:56], body[56:]
    message_key, base, expected = derive(key, salt, context)
    if not hmac.compare_digest(expected, commitment):
        raise Refused("does not open")
    # The last chunk is shorter than all others, and holds at least its tag.
    if len(chunks) % SEALED_CHUNK < 16:
        raise Refused("does not open")
    aead, out = AESGCM(message_key), []
    for number, at in enumerate(range(0, len(chunks), SEALED_CHUNK)):
        try:
            nonce = (base ^ number).to_bytes(12, "big")
            out.append(aead.decrypt(nonce, chunks[at:at + SEALED_CHUNK], None))
        except InvalidTag:
            raise Refused("does not open") from None
    return b"".join(out)


def u32(number):
    return struct.pack(">I", number)


# In their order, with how each is written.
FIELDS = {
    "tenant": bytes, "organisation": bytes, "case": bytes, "part": bytes, "object": bytes, "form": str.encode,
    "form_version": u32, "epoch": u32, "revision": u32, "author": bytes, "certificate": bytes, "previous": bytes,
    "facts": bytes, "account": bytes, "kdf": bytes, "content": lambda content: bytes([content]), "device": bytes,
}


def context(header, fields):
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"no such fields: {unknown}")
    out = header
    for name, written in FIELDS.items():
        field = written(fields[name]) if name in fields else b""
        out += u32(len(field)) + field
    return out


def header(kind, key_id, schema=1):
    return b"WMS\x01\x01" + bytes([KINDS[kind]]) + struct.pack(">H", schema) + key_id


def key_id(envelope):
    """The id of the key that an envelope says it is sealed under."""
    if len(envelope) < 24 or envelope[:5] != b"WMS\x01\x01":
        raise Refused("no envelope")
    return envelope[8:24]


def open_envelope(kind, key, wrapping_id, fields, envelope):
    """Opens an envelope of this kind, under this key, for exactly these fields."""
    expected = header(kind, wrapping_id)
    if envelope[:24] != expected:
        raise Refused("does not open")
    return open_body(key, context(expected, fields), envelope[24:])


def open_key(kind, key, wrapping_id, fields, envelope):
    plaintext = open_envelope(kind, key, wrapping_id, fields, envelope)
    if len(plaintext) != 32:
        raise Refused("does not open")
    return plaintext


class OrganisationKey:
    """The organisation key of an epoch and what is derived from it."""

    def __init__(self, epoch, key):
        self.epoch, self.key = epoch, key
        self.id = hkdf(key, b"wimes/organisation/id/1")[:16]
        self.fingerprint = hkdf(key, b"wimes/organisation/fingerprint/1" + u32(epoch))
        self.wrap = hkdf(key, b"wimes/organisation/wrap/1")
        self.site = hkdf(key, b"wimes/organisation/site/1")
        self.join = hkdf(key, b"wimes/organisation/join/1")


def check_value(part_key):
    return hkdf(part_key, b"wimes/part/check/1")
