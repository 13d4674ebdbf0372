"""What people keep: key file, sheet, invitations, fingerprints."""

import base64
import uuid

from . import Refused
from .suite01 import OrganisationKey, sha256, u32

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEPARATORS = "-.,/\u2010\u2011\u2012\u2013\u2014\u2015"
FIELDS = (
    "wimes-key-file", "organisation", "organisation-id", "tenant-id", "epoch", "fingerprint", "root", "checkpoint", "key",
)


def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text, length=None):
    """Canonical base64url without padding."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Refused("not base64url") from None
    if to_base64url(data) != text or length not in (None, len(data)):
        raise Refused("not base64url of the right length")
    return data


def symbols(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(ALPHABET[int(bits[at:at + 5].ljust(5, "0"), 2)] for at in range(0, len(bits), 5))


def fingerprint_text(fingerprint):
    text = symbols(fingerprint[:20])
    return " ".join(text[at:at + 4] for at in range(0, 32, 4))


def root_fingerprint(public):
    return sha256(b"wimes/root/fingerprint/1", public)


def _times_x(value, times):
    for _ in range(times):
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return value


def _check_symbol(number, group):
    check = number % 32
    for power, symbol in enumerate(group, 1):
        check ^= _times_x(ALPHABET.index(symbol), power)
    return ALPHABET[check]


def groups(label, payload, total):
    """The typed form of a secret."""
    text = symbols(payload + sha256(label, payload)[:total - len(payload)])
    parts = [text[at:at + 4] for at in range(0, len(text), 4)]
    return [part + _check_symbol(number, part) for number, part in enumerate(parts, 1)]


def typed(label, length, total, text):
    """The payload of typed groups."""
    meant = {"O": "0", "I": "1", "L": "1", "U": "V"}
    given = [meant.get(c, c) for c in text.upper() if not c.isspace() and c not in SEPARATORS]
    wanted = total * 8 // 5 // 4 * 5
    if len(given) != wanted or any(c not in ALPHABET for c in given):
        raise Refused("not as many symbols as there should be, or others")
    bits = ""
    for number, at in enumerate(range(0, wanted, 5), 1):
        group = given[at:at + 5]
        if _check_symbol(number, group[:4]) != group[4]:
            raise Refused(f"group {number} is wrong")
        bits += "".join(f"{ALPHABET.index(c):05b}" for c in group[:4])
    data = int(bits, 2).to_bytes(total, "big")
    if data[length:] != sha256(label, data[:length])[:total - length]:
        raise Refused("the groups do not belong together")
    return data[:length]


def _sheet(kind, prefix, text):
    text = text.strip()
    if text.upper().startswith(prefix):
        text = text[len(prefix):]
    payload = typed(b"wimes/sheet/1", 37, 40, text)
    if payload[0] != kind:
        raise Refused("another part of the sheet")
    return int.from_bytes(payload[1:5], "big"), payload[5:]


def organisation_sheet(text):
    """The organisation key on the sheet: typed groups or the text of the QR code."""
    return OrganisationKey(*_sheet(1, "WIMES-KEY:", text))


def root_sheet(text):
    """The root seed on the sheet."""
    return _sheet(2, "WIMES-ROOT:", text)[1]


class KeyFile:
    """An intact key file. What it claims counts only after the comparison with the log."""

    def __init__(self, data):
        if len(data) > 64 * 1024:
            raise Refused("too long for a key file")
        lines = [line.strip().strip("\0\ufeff").strip() for line in _text(data).splitlines()]
        lines = [line for line in lines if line]
        start = next((at for at, line in enumerate(lines) if line.startswith(FIELDS[0])), None)
        if start is None:
            raise Refused("no key file")
        values = []
        for field, line in zip(FIELDS + ("checksum",), lines[start:] + [""] * len(FIELDS)):
            name, colon, value = line.partition(":")
            if name != field or not colon:
                raise Refused(f"the key file is incomplete or damaged at {field}")
            values.append(value.strip())
        body = "".join(f"{field}: {value}\n" for field, value in zip(FIELDS, values))
        if values[0] != "1":
            raise Refused("unknown version of the key file")
        if to_base64url(sha256(b"wimes/key-file/1", body.encode())[:16]) != values[9]:
            raise Refused("the key file is damaged")
        self.name = values[1]
        self.organisation, self.tenant = (_uuid(values[at]) for at in (2, 3))
        self.root = from_base64url(values[6], 32)
        number, _, head = values[7].partition(" ")
        self.checkpoint = (int(number), from_base64url(head, 32))
        self.key = OrganisationKey(int(values[4]), from_base64url(values[8], 32))
        if fingerprint_text(self.key.fingerprint) != values[5]:
            raise Refused("the key file is damaged")


def _uuid(text):
    value = uuid.UUID(text)
    if str(value) != text:
        raise Refused("not an id")
    return value.bytes


def _text(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def invitation_groups(invitation, seed):
    return groups(b"wimes/invitation/text/1", invitation + seed, 50)


def sheet_payload(kind, epoch, key):
    return bytes([kind]) + u32(epoch) + key
