"""What is inside envelopes: padding, texts of records, files; and the clear facts beside them."""

from . import Refused, cbor

MAX_CBOR = 4 * 1024 * 1024
MAX_FILE = 64 * 1024 * 1024


def padded_length(length):
    length = max(length, 256)
    exponent = length.bit_length() - 1
    unit = 1 << (exponent - exponent.bit_length())
    return -(-length // unit) * unit


def _check_padding(plaintext, used):
    if len(plaintext) != padded_length(used) or any(plaintext[used:]):
        raise Refused("does not open")


def unpad(plaintext):
    length = int.from_bytes(plaintext[:4], "big")
    _check_padding(plaintext, 4 + length)
    return plaintext[4:4 + length]


def texts(plaintext):
    data = unpad(plaintext)
    if len(data) > MAX_CBOR:
        raise Refused("does not open")
    out = cbor.read_deterministic(data)
    if not isinstance(out, dict) or len(out) > 1024:
        raise Refused("does not open")
    for code, text in out.items():
        if not isinstance(code, str) or not isinstance(text, str) or len(code.encode()) > 128:
            raise Refused("does not open")
    return out


def _short_text(plaintext, at, longest):
    length = int.from_bytes(plaintext[at:at + 2], "big")
    text = plaintext[at + 2:at + 2 + length]
    if not 0 < length <= longest or len(text) != length:
        raise Refused("does not open")
    try:
        return text.decode(), at + 2 + length
    except UnicodeDecodeError:
        raise Refused("does not open") from None


def file(plaintext):
    """Name, media type and content of an attachment."""
    name, at = _short_text(plaintext, 0, 255)
    media_type, at = _short_text(plaintext, at, 127)
    length = int.from_bytes(plaintext[at:at + 8], "big")
    content = plaintext[at + 8:at + 8 + length]
    if any(c in "/\\" or ord(c) < 32 or 127 <= ord(c) < 160 for c in name):
        raise Refused("does not open")
    if any(not 33 <= ord(c) <= 126 for c in media_type) or length > MAX_FILE:
        raise Refused("does not open")
    _check_padding(plaintext, at + 8 + length)
    return name, media_type, content


def facts(data):
    """Clear facts, ids as hexadecimal digits."""
    out = cbor.read_deterministic(data)
    if not isinstance(out, dict):
        raise Refused("no facts")
    shown = {}
    for code, value in out.items():
        codes = isinstance(value, list) and all(isinstance(code, str) for code in value)
        if not isinstance(code, str) or not (isinstance(value, (int, str)) or codes or
                                             isinstance(value, bytes) and len(value) == 16):
            raise Refused("no facts")
        shown[code] = value.hex() if isinstance(value, bytes) else value
    return shown
