"""The small part of CBOR (RFC 8949) that occurs: integers, byte and text strings, arrays, maps, true, false, null."""

import struct

from . import Refused

# Nothing here is nested deeper than a statement in a certificate in an entry of a log of a case.
DEPTH = 16


def _head(data, at):
    if at >= len(data):
        raise Refused("CBOR ends too early")
    first = data[at]
    major, info = first >> 5, first & 31
    at += 1
    if info < 24:
        return major, info, info, at
    if info in (24, 25, 26, 27):
        size = 1 << (info - 24)
        if at + size > len(data):
            raise Refused("CBOR ends too early")
        return major, info, int.from_bytes(data[at:at + size], "big"), at + size
    if info == 31:
        return major, info, None, at
    raise Refused("reserved CBOR")


def _item(data, at, depth):
    if depth == 0:
        raise Refused("CBOR is nested too deeply")
    major, info, number, at = _head(data, at)
    if major in (0, 1):
        if number is None:
            raise Refused("reserved CBOR")
        return (number if major == 0 else -1 - number), at
    if major in (2, 3):
        if number is None or number > len(data) - at:
            raise Refused("a CBOR string is longer than what is there")
        content = data[at:at + number]
        if major == 2:
            return content, at + number
        try:
            return content.decode(), at + number
        except UnicodeDecodeError:
            raise Refused("a CBOR text is not UTF-8") from None
    if major in (4, 5):
        out, pairs = [], major == 5
        while number is None or len(out) < number:
            if number is None and data[at:at + 1] == b"\xff":
                at += 1
                break
            item, at = _item(data, at, depth - 1)
            if pairs:
                value, at = _item(data, at, depth - 1)
                item = (item, value)
            out.append(item)
        if not pairs:
            return out, at
        try:
            mapping = dict(out)
        except TypeError:
            raise Refused("a key of a CBOR map is no simple value") from None
        if len(mapping) != len(out):
            raise Refused("a CBOR map repeats a key")
        return mapping, at
    if major == 7 and info in (20, 21, 22):
        return {20: False, 21: True, 22: None}[info], at
    raise Refused("this kind of CBOR does not occur here")


def read(data):
    """The one item that `data` is."""
    item, at = _item(data, 0, DEPTH)
    if at != len(data):
        raise Refused("something follows the CBOR")
    return item


def _number(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for info, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if number < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | info]) + struct.pack(form, number)
    raise Refused("a number is too large")


def write(item):
    """The deterministic encoding of RFC 8949 section 4.2.1."""
    if item is None or isinstance(item, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[item]
    if isinstance(item, int):
        return _number(0, item) if item >= 0 else _number(1, -1 - item)
    if isinstance(item, bytes):
        return _number(2, len(item)) + item
    if isinstance(item, str):
        return _number(3, len(item.encode())) + item.encode()
    if isinstance(item, list):
        return _number(4, len(item)) + b"".join(write(part) for part in item)
    pairs = sorted((write(key), write(value)) for key, value in item.items())
    return _number(5, len(item)) + b"".join(key + value for key, value in pairs)


def read_deterministic(data):
    """Like `read`, but only the one deterministic encoding is accepted."""
    item = read(data)
    if write(item) != data:
        raise Refused("the CBOR is not deterministic")
    return item
