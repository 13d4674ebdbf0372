"""Checks of the frozen vectors. Every check fails at the first difference."""

import hmac
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import Refused, cbor, export, plaintexts, secrets
from .organisation import OrganisationLog
from .signatures import message, revision_body, verify
from .suite01 import (OrganisationKey, check_value, context, derive, header, hkdf, open_body, open_envelope,
                      sha256)

HERE = pathlib.Path(__file__).parent.parent


def check(condition, what):
    if not condition:
        raise Refused(what)


def refused(what, work, *arguments):
    try:
        work(*arguments)
    except Refused:
        return
    raise Refused(f"{what} was accepted")


def load(name):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sample(length):
    return bytes((7 * n + n // 251) % 256 for n in range(length))


def suite01():
    for case in load("suite01"):
        key, place, salt = (bytes.fromhex(case[name]) for name in ("key", "context", "salt"))
        plaintext = sample(case["length"])
        message_key, base, commitment = derive(key, salt, place)
        body = salt + commitment
        for number in range(len(plaintext) // 16384 + 1):
            nonce = (base ^ number).to_bytes(12, "big")
            body += AESGCM(message_key).encrypt(nonce, plaintext[number * 16384:][:16384], None)
        check(sha256(body).hex() == case["body_sha256"], "another body")
        check(body.hex() == case.get("body", body.hex()), "another body")
        check(open_body(key, place, body) == plaintext, "another plaintext")
        for changed in (body[:-1], body + b"\0", body[:-16], bytes([body[0] ^ 1]) + body[1:], body[:30]):
            refused("a changed body", open_body, key, place, changed)
        refused("another context", open_body, key, place + b"\0", body)


def derivations():
    v = load("derivations")
    o = v["organisation"]
    key = OrganisationKey(o["epoch"], bytes.fromhex(o["key"]))
    check(key.id.hex() == o["id"], "id of the organisation key")
    check(key.fingerprint.hex() == o["fingerprint"], "fingerprint of the organisation key")
    check(hkdf(key.key, b"wimes/organisation/kem/1").hex() == o["kem_seed"], "KEM seed")
    joined = message("join", bytes.fromhex(o["join_context"]), bytes.fromhex(o["join_body"]))
    check(hmac.digest(key.join, joined, "sha256").hex() == o["join_proof"], "join proof")
    check(check_value(bytes.fromhex(v["part"]["key"])).hex() == v["part"]["check"], "check value")
    root = public(bytes.fromhex(v["root"]["seed"]))
    check(root.hex() == v["root"]["public"], "root")
    check(secrets.root_fingerprint(root).hex() == v["root"]["fingerprint"], "fingerprint of the root")
    master = bytes.fromhex(v["password"]["master"])
    check(hkdf(master, b"wimes/password/login/1").hex() == v["password"]["login_seed"], "login seed")
    check(hkdf(master, b"wimes/password/bundle/1").hex() == v["password"]["bundle_key"], "bundle key")
    seed = bytes.fromhex(v["invitation"]["seed"])
    check(hkdf(seed, b"wimes/invitation/sign/1").hex() == v["invitation"]["signing_seed"], "one-use seed")


def fields_of(v):
    """The fields of a vector: texts and numbers as they are, everything else from hexadecimal digits."""
    return {
        name: bytes.fromhex(value) if isinstance(value, str) and name != "form" else value
        for name, value in v["fields"].items()
    }


KIND_OF = {
    "record": "record", "case key": "slot", "part key": "slot", "bundle": "bundle", "enrolment seed": "bundle",
    "organisation data": "organisation data", "device organisation key": "device cache",
    "device account keys": "device cache", "device bundle key": "device cache", "device data": "device cache",
    "previous organisation key": "previous organisation key", "attachment": "attachment",
}


def wrapping(v):
    """Key and key id that a vector is sealed under."""
    what, none = v["what"], bytes(16)
    keys = {name: bytes.fromhex(key) for name, key in v["keys"].items()}
    organisation = OrganisationKey(0, keys["organisation"]) if "organisation" in keys else None
    if what in ("record", "attachment"):
        return keys["part"], keys["part_id"]
    if what == "part key":
        return keys["case"], keys["case_id"]
    if what == "bundle":
        return hkdf(organisation.site + keys["bundle"], b"wimes/bundle/1"), organisation.id
    if what == "enrolment seed":
        return hkdf(keys["bundle"], b"wimes/enrolment/1"), none
    if what.startswith("device"):
        ikm, label = keys["device"] + keys["share"], b"wimes/device/session/1"
        if "master" in keys:
            ikm += hkdf(keys["master"], b"wimes/password/device/1")
            label = b"wimes/device/remembered/1"
        return hkdf(ikm, label), none
    return organisation.wrap, organisation.id


def envelopes():
    all_of_them = load("envelopes") + load("attachments")
    for at, v in enumerate(all_of_them):
        what, envelope = v["what"], bytes.fromhex(v["envelope"])
        key, key_id = wrapping(v)
        plaintext = open_envelope(KIND_OF[what], key, key_id, fields_of(v), envelope)
        if what == "record":
            check(plaintexts.texts(plaintext) == v["holds"], "other texts")
        elif what == "attachment":
            name, media_type, content = plaintexts.file(plaintext)
            holds = v["holds"]
            check((name, media_type) == (holds["name"], holds["media_type"]), "another name or type")
            check(content == sample(holds["length"]), "another content")
        elif what in ("organisation data", "device data"):
            check(plaintexts.unpad(plaintext).hex() == v["holds"], "other data")
        else:
            check(plaintext.hex() == v["holds"], "another key")
        # In the place of another one it does not open, and not with any byte of the header changed.
        for other in all_of_them[:at] + all_of_them[at + 1:]:
            refused("an envelope in another place", open_envelope, KIND_OF[what], key, key_id, fields_of(v),
                    bytes.fromhex(other["envelope"]))
        for byte in range(24):
            changed = envelope[:byte] + bytes([envelope[byte] ^ 1]) + envelope[byte + 1:]
            refused("a changed header", open_envelope, KIND_OF[what], key, key_id, fields_of(v), changed)


def heads_of(v):
    return tuple((v[name]["n"], bytes.fromhex(v[name]["hash"])) for name in ("organisation_head", "part_head"))


def statements():
    v = load("statements")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(v["seed"]))
    place, body = bytes.fromhex(v["context"]), bytes.fromhex(v["body"])
    check(place == b"\x01" * 16 + b"\x02" * 16, "another context")
    for given in v["signatures"]:
        signed = message(given["namespace"], place, body)
        check(key.sign(signed).hex() == given["signature"], "another signature")
        verify(public(bytes.fromhex(v["seed"])), signed, bytes.fromhex(given["signature"]))
        refused("another namespace", verify, public(bytes.fromhex(v["seed"])),
                message(given["namespace"] + "s", place, body), bytes.fromhex(given["signature"]))
    revision = v["revision"]
    _revision(v["seed"], revision, load("envelopes")[0], bytes.fromhex(revision["envelope"]))
    for attached in load("attachments"):
        _revision(attached["revision"]["seed"], attached["revision"], attached, bytes.fromhex(attached["envelope"]))


def _revision(seed, revision, v, envelope):
    """A signed revision verifies from the hash of its envelope, with the header written anew."""
    fields = fields_of(v)
    place = context(header(KIND_OF[v["what"]], bytes.fromhex(v["keys"]["part_id"])), fields)
    body = revision_body(fields["facts"], sha256(envelope), heads_of(revision))
    check(len(body) == 144, "another length")
    signature = bytes.fromhex(revision["signature"])
    verify(public(bytes.fromhex(seed)), message("revision", place, body), signature)
    refused("another envelope", verify, public(bytes.fromhex(seed)),
            message("revision", place, revision_body(fields["facts"], sha256(b""), heads_of(revision))), signature)


def texts():
    v = load("texts")
    ok, root, seed = b"\x21" * 32, b"\x51" * 32, b"\x71" * 32
    sheet = secrets.groups(b"wimes/sheet/1", secrets.sheet_payload(1, 3, ok), 40)
    check(sheet == v["organisation_sheet"] and "WIMES-KEY:" + "".join(sheet) == v["organisation_qr"], "sheet")
    for typed in (v["organisation_qr"], " ".join(sheet), "-".join(sheet).lower()):
        read = secrets.organisation_sheet(typed)
        check((read.epoch, read.key) == (3, ok), "another key on the sheet")
    refused("a wrong symbol", secrets.organisation_sheet, " ".join(sheet).replace(sheet[2], "0000" + "0"))
    refused("the other part of the sheet", secrets.root_sheet, v["organisation_qr"])
    sheet = secrets.groups(b"wimes/sheet/1", secrets.sheet_payload(2, 0, root), 40)
    check(sheet == v["root_sheet"] and "WIMES-ROOT:" + "".join(sheet) == v["root_qr"], "sheet of the root")
    check(secrets.root_sheet(v["root_qr"]) == root, "another root on the sheet")
    fingerprint = secrets.fingerprint_text(OrganisationKey(3, ok).fingerprint)
    check(fingerprint == v["organisation_fingerprint"], "fingerprint")
    shown = secrets.fingerprint_text(secrets.root_fingerprint(public(root)))
    check(shown == v["root_fingerprint"], "fingerprint of the root")
    check(secrets.invitation_groups(b"\x05" * 16, seed) == v["invitation_groups"], "invitation")
    fragment = f"{secrets.to_base64url(bytes([5]) * 16)}.{secrets.to_base64url(seed)}"
    check(fragment == v["invitation_fragment"], "invitation")
    file = secrets.KeyFile(v["key_file"].encode())
    check((file.key.epoch, file.key.key, file.root) == (3, ok, public(root)), "another key file")
    check((file.tenant, file.organisation, file.checkpoint) == (b"\1" * 16, b"\2" * 16, (12, b"\x77" * 32)), "key file")
    check(secrets.KeyFile(v["key_file"].replace("\n", "\r\n").encode("utf-16")).key.key == ok, "key file in UTF-16")
    refused("a damaged key file", secrets.KeyFile, v["key_file"].replace("epoch: 3", "epoch: 4").encode())


def exports():
    """The export of an organisation whose key was renewed twice, opened with the newest key file alone."""
    folder = HERE / "export"
    newest, first = (secrets.KeyFile((folder / name).read_bytes()) for name in ("key-3.txt", "key-1.txt"))
    found = export.read(folder, [newest])
    check(found == json.loads((folder / "expected.json").read_text(encoding="utf-8")), "the export reads differently")
    check(export.is_in_order(found), "the export is not in order")
    # The first key file alone opens nothing that is wrapped under later keys.
    before = export.read(folder, [first])
    check(before["organisation"]["opened_epochs"] == [1], "the first key opens a later one")
    check(not any(part["opened_epochs"] for case in before["cases"] for part in case["parts"]), "an old key opens texts")
    entries, _ = export.read_log(folder)
    log = OrganisationLog(newest.tenant, newest.organisation, entries)
    check(log.join_proof_fits(entries[1].statement(), first.key), "the join proof of a certificate")
    check(not log.join_proof_fits(entries[1].statement(), newest.key), "the join proof under another key")
    # Entries left out or exchanged: refused as a whole.
    for number in range(len(entries) - 1):
        gap = entries[:number] + entries[number + 1:]
        refused("a log with a gap", OrganisationLog, newest.tenant, newest.organisation, gap)
        swapped = entries[:number] + [entries[number + 1], entries[number]] + entries[number + 2:]
        refused("a log in another order", OrganisationLog, newest.tenant, newest.organisation, swapped)
    refused("the log of another tenant", OrganisationLog, bytes(16), newest.organisation, entries)
    shorter = OrganisationLog(newest.tenant, newest.organisation, entries[:-1])
    refused("a log that was rolled back", shorter.compare, newest)
    keys, case = export.read_keys(folder, log, [newest]), (folder / "case-1.cbor").read_bytes()
    tampered(log, keys, case)
    # Whatever is damaged gives an error of its own, never another one.
    for at in range(0, len(case), 41):
        damaged = case[:at] + bytes([case[at] ^ 0x41]) + case[at + 1:]
        try:
            export.read_case(log, keys, damaged)
            export.read_case(log, keys, case[:at])
        except export.UNREADABLE:
            continue
        raise Refused("a case that is cut was read")


def tampered(log, keys, original):
    """What a server could change in a case shows, and the rest stays readable."""
    def changed(change):
        file = cbor.read(original)
        change(file["parts"][0]["entries"], file)
        part = export.read_case(log, keys, cbor.write(file))["parts"][0]
        shown = [revision for record in part["records"] for revision in record["revisions"]]
        return part["problems"], [revision["verified"] for revision in shown], [revision["opened"] for revision in shown]

    def revision(entries, number):
        return [entry["content"]["revision"] for entry in entries if "revision" in entry["content"]][number]

    def flip(data):
        return bytes([data[0] ^ 1]) + data[1:]

    yes = [True, True, True]
    check(changed(lambda entries, file: None) == ([], yes, yes), "re-encoding changes something")
    withheld = changed(lambda entries, file: revision(entries, 2).update(envelope=None))
    check(withheld == ([], yes, [True, True, False]), "a withheld envelope is verified by its hash and not opened")
    signed = changed(lambda entries, file: revision(entries, 2).update(signature=flip(revision(entries, 2)["signature"])))
    check(signed == ([], [True, True, False], yes), "a signature that does not fit")
    damaged = changed(lambda entries, file: revision(entries, 1).update(envelope=flip(revision(entries, 1)["envelope"])))
    check(damaged == ([], yes, [True, False, True]), "a damaged envelope takes more than its own texts")
    for field in ("facts", "envelope_hash"):
        problems, verified, _ = changed(lambda entries, file, field=field: revision(entries, 1).update(
            {field: flip(revision(entries, 1)[field])}))
        check(problems == [] and verified == [True, False, True], f"{field} changed: more than one entry is poisoned")
    for field in ("form_version", "epoch", "revision"):
        problems, verified, _ = changed(lambda entries, file, field=field: revision(entries, 1).update(
            {field: revision(entries, 1)[field] + 1}))
        check(problems != [] or not verified[1], f"{field} changed")
    for field in ("author", "certificate", "previous", "record"):
        problems, verified, _ = changed(lambda entries, file, field=field: revision(entries, 1).update(
            {field: flip(revision(entries, 1)[field])}))
        check(problems != [] or False in verified, f"{field} changed")
    problems, verified, opened = changed(lambda entries, file: entries[3].pop("hash"))
    check(problems != [] and verified == [True, False] and opened[0], "a poisoned entry takes those before it with it")
    problems, _, _ = changed(lambda entries, file: entries.pop())
    check(problems != [], "the last entry left out")
    problems, _, opened = changed(lambda entries, file: file["parts"][0]["slots"].reverse() or file["slots"].pop())
    check(problems == [] and opened == [True, True, False], "a slot left out")


ALL = (suite01, derivations, envelopes, statements, texts, exports)
