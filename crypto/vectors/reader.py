#!/usr/bin/env python3
"""Reads the frozen vectors beside it. Written from docs/CRYPTO.md, not from the Rust source.

Needs the package `cryptography`. Ends with a non-zero status at the first difference.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = pathlib.Path(__file__).parent
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def load(name):
    return json.loads((HERE / f"{name}.json").read_text())


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


def open_body(key, context, body):
    salt, commitment, chunks = body[:24], body[24:56], body[56:]
    label = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
    derived = expand(key, label + salt + context, 76)
    assert hmac.compare_digest(derived[44:], commitment)
    aead, base = AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big")
    out, number, last = b"", 0, False
    while not last:
        chunk, chunks = chunks[:16400], chunks[16400:]
        last = len(chunk) < 16400
        out += aead.decrypt((base ^ number).to_bytes(12, "big"), chunk, None)
        number += 1
    assert not chunks
    return out


def suite01():
    for case in load("suite01"):
        key, context, salt = (bytes.fromhex(case[name]) for name in ("key", "context", "salt"))
        plaintext = bytes((7 * n + n // 251) % 256 for n in range(case["length"]))
        derived = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context, 76)
        body = salt + derived[44:]
        for number in range(len(plaintext) // 16384 + 1):
            nonce = (int.from_bytes(derived[32:44], "big") ^ number).to_bytes(12, "big")
            body += AESGCM(derived[:32]).encrypt(nonce, plaintext[number * 16384:][:16384], None)
        assert sha256(body).hex() == case["body_sha256"]
        assert body.hex() == case.get("body", body.hex())
        assert open_body(key, context, body) == plaintext


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def message(namespace, context, body):
    parts = (namespace.encode(), context, body)
    return b"wimes/statement/1" + b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def derivations():
    v = load("derivations")
    o = v["organisation"]
    ok, epoch = bytes.fromhex(o["key"]), struct.pack(">I", o["epoch"])
    assert hkdf(ok, b"wimes/organisation/id/1")[:16].hex() == o["id"]
    assert hkdf(ok, b"wimes/organisation/fingerprint/1" + epoch).hex() == o["fingerprint"]
    assert hkdf(ok, b"wimes/organisation/kem/1").hex() == o["kem_seed"]
    joined = message("join", bytes.fromhex(o["join_context"]), bytes.fromhex(o["join_body"]))
    assert hmac.digest(hkdf(ok, b"wimes/organisation/join/1"), joined, "sha256").hex() == o["join_proof"]
    assert hkdf(bytes.fromhex(v["part"]["key"]), b"wimes/part/check/1").hex() == v["part"]["check"]
    root = public(bytes.fromhex(v["root"]["seed"]))
    assert root.hex() == v["root"]["public"]
    assert sha256(b"wimes/root/fingerprint/1", root).hex() == v["root"]["fingerprint"]
    master = bytes.fromhex(v["password"]["master"])
    assert hkdf(master, b"wimes/password/login/1").hex() == v["password"]["login_seed"]
    assert hkdf(master, b"wimes/password/bundle/1").hex() == v["password"]["bundle_key"]
    seed = bytes.fromhex(v["invitation"]["seed"])
    assert hkdf(seed, b"wimes/invitation/sign/1").hex() == v["invitation"]["signing_seed"]


FIELDS = (
    ("tenant", "hex"), ("organisation", "hex"), ("case", "hex"), ("part", "hex"), ("object", "hex"), ("form", "text"),
    ("form_version", "u32"), ("epoch", "u32"), ("revision", "u32"), ("author", "hex"), ("certificate", "hex"),
    ("previous", "hex"), ("facts", "hex"), ("account", "hex"), ("kdf", "hex"), ("content", "u8"), ("device", "hex"),
)
WRITE = {
    "hex": bytes.fromhex,
    "text": str.encode,
    "u32": lambda number: struct.pack(">I", number),
    "u8": lambda number: bytes([number]),
}


def context(header, fields):
    out = header
    assert set(fields) <= {name for name, _ in FIELDS}
    for name, kind in FIELDS:
        field = WRITE[kind](fields[name]) if name in fields else b""
        out += struct.pack(">I", len(field)) + field
    return out


def unpad(plaintext):
    length = int.from_bytes(plaintext[:4], "big")
    whole = max(4 + length, 256)
    exponent = whole.bit_length() - 1
    unit = 1 << (exponent - exponent.bit_length())
    assert len(plaintext) == -(-whole // unit) * unit
    assert not any(plaintext[4 + length:])
    return plaintext[4:4 + length]


def cbor_texts(data):
    """A map of texts with lengths below 256."""
    assert data[0] & 0xE0 == 0xA0 and data[0] & 31 < 24
    texts, at = [], 1

    def text(at):
        assert data[at] & 0xE0 == 0x60
        length, at = data[at] & 31, at + 1
        if length == 24:
            length, at = data[at], at + 1
        return data[at:at + length].decode(), at + length

    for _ in range(data[0] & 31):
        code, at = text(at)
        value, at = text(at)
        texts.append((code, value))
    assert at == len(data)
    assert texts == sorted(texts, key=lambda pair: (len(pair[0].encode()), pair[0].encode()))
    return dict(texts)


KINDS = {
    "record": 1, "case key": 2, "part key": 2, "bundle": 3, "enrolment seed": 3, "organisation data": 5,
    "device organisation key": 6, "device account keys": 6, "device bundle key": 6, "device data": 6,
    "previous organisation key": 8,
}


def envelopes():
    for v in load("envelopes"):
        what, envelope = v["what"], bytes.fromhex(v["envelope"])
        keys = {name: bytes.fromhex(key) for name, key in v["keys"].items()}
        none = bytes(16)
        if "organisation" in keys:
            ok_id = hkdf(keys["organisation"], b"wimes/organisation/id/1")[:16]
            wrap = hkdf(keys["organisation"], b"wimes/organisation/wrap/1")
        if what == "record":
            key, key_id = keys["part"], keys["part_id"]
        elif what == "part key":
            key, key_id = keys["case"], keys["case_id"]
        elif what == "bundle":
            site = hkdf(keys["organisation"], b"wimes/organisation/site/1")
            key, key_id = hkdf(site + keys["bundle"], b"wimes/bundle/1"), ok_id
        elif what == "enrolment seed":
            key, key_id = hkdf(keys["bundle"], b"wimes/enrolment/1"), none
        elif what.startswith("device"):
            ikm, label = keys["device"] + keys["share"], b"wimes/device/session/1"
            if "master" in keys:
                ikm += hkdf(keys["master"], b"wimes/password/device/1")
                label = b"wimes/device/remembered/1"
            key, key_id = hkdf(ikm, label), none
        else:
            key, key_id = wrap, ok_id
        header = b"WMS\x01\x01" + bytes([KINDS[what]]) + struct.pack(">H", 1) + key_id
        assert envelope[:24] == header
        plaintext = open_body(key, context(header, v["fields"]), envelope[24:])
        if what == "record":
            assert cbor_texts(unpad(plaintext)) == v["holds"]
        elif what in ("organisation data", "device data"):
            assert unpad(plaintext).hex() == v["holds"]
        else:
            assert plaintext.hex() == v["holds"]


def statements():
    v = load("statements")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(v["seed"]))
    place, body = bytes.fromhex(v["context"]), bytes.fromhex(v["body"])
    assert place == b"\x01" * 16 + b"\x02" * 16
    for given in v["signatures"]:
        assert key.sign(message(given["namespace"], place, body)).hex() == given["signature"]
    revision = v["revision"]
    envelope = bytes.fromhex(revision["envelope"])
    fields = load("envelopes")[0]["fields"]
    signed = bytes.fromhex(fields["facts"]) + sha256(envelope)
    for head in (revision["organisation_head"], revision["part_head"]):
        signed += struct.pack(">Q", head["n"]) + bytes.fromhex(head["hash"])
    assert len(signed) == 144
    signed = message("revision", context(envelope[:24], fields), signed)
    key.public_key().verify(bytes.fromhex(revision["signature"]), signed)


def symbols(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(ALPHABET[int(bits[at:at + 5], 2)] for at in range(0, len(bits), 5))


def times_x(value, times):
    for _ in range(times):
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return value


def groups(label, payload, total):
    text = symbols(payload + sha256(label, payload)[:total - len(payload)])
    out = []
    for number, at in enumerate(range(0, len(text), 4), 1):
        check = number
        for power, symbol in enumerate(text[at:at + 4], 1):
            check ^= times_x(ALPHABET.index(symbol), power)
        out.append(text[at:at + 4] + ALPHABET[check])
    return out


def shown(fingerprint):
    text = symbols(fingerprint[:20])
    return " ".join(text[at:at + 4] for at in range(0, 32, 4))


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def texts():
    v = load("texts")
    ok, root, seed = b"\x21" * 32, b"\x51" * 32, b"\x71" * 32
    sheet = groups(b"wimes/sheet/1", b"\x01" + struct.pack(">I", 3) + ok, 40)
    assert sheet == v["organisation_sheet"] and "WIMES-KEY:" + "".join(sheet) == v["organisation_qr"]
    sheet = groups(b"wimes/sheet/1", b"\x02" + bytes(4) + root, 40)
    assert sheet == v["root_sheet"] and "WIMES-ROOT:" + "".join(sheet) == v["root_qr"]
    fingerprint = shown(hkdf(ok, b"wimes/organisation/fingerprint/1" + struct.pack(">I", 3)))
    assert fingerprint == v["organisation_fingerprint"]
    assert shown(sha256(b"wimes/root/fingerprint/1", public(root))) == v["root_fingerprint"]
    invitation = b"\x05" * 16
    assert groups(b"wimes/invitation/text/1", invitation + seed, 50) == v["invitation_groups"]
    assert f"{base64url(invitation)}.{base64url(seed)}" == v["invitation_fragment"]
    lines = [
        "wimes-key-file: 1",
        "organisation: Jugendhilfe Größenwahn e. V.",
        "organisation-id: 02020202-0202-0202-0202-020202020202",
        "tenant-id: 01010101-0101-0101-0101-010101010101",
        "epoch: 3",
        f"fingerprint: {fingerprint}",
        f"root: {base64url(public(root))}",
        f"checkpoint: 12 {base64url(bytes([0x77]) * 32)}",
        f"key: {base64url(ok)}",
    ]
    body = "".join(line + "\n" for line in lines)
    checksum = base64url(sha256(b"wimes/key-file/1", body.encode())[:16])
    assert v["key_file"].endswith(f"\n{body}checksum: {checksum}\n")


if __name__ == "__main__":
    for check in (suite01, derivations, envelopes, statements, texts):
        check()
        print(f"{check.__name__}: in order")
