"""Reading a folder of what the HTTP interface delivers, with nothing but the key file."""

import json
import uuid

from . import Refused, cbor, plaintexts
from .cases import Part, case_keys
from .logs import Entry
from .organisation import OrganisationLog
from .secrets import KeyFile, fingerprint_text, from_base64url, root_fingerprint
from .suite01 import CONTENT, OrganisationKey, open_key

# What the reading of something malformed ends with.
UNREADABLE = (Refused, LookupError, TypeError, ValueError, AttributeError)


def _entry(item):
    """An entry of a log page in JSON, binary values as bytes."""
    content = item["content"]["statement"]
    signed = {name: from_base64url(content[name]) for name in ("body", "signature")}
    binary = {name: from_base64url(item[name]) for name in ("hash", "object")}
    return Entry({**item, **binary, "content": {"statement": signed}})


def _json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise Refused(f"{path.name} is no JSON") from None


def read_log(folder):
    """All pages of the organisation log, in the order of their entries, and the head that the server named last."""
    entries, heads = {}, []
    for path in sorted(folder.glob("log*.json")):
        page = _json(path)
        heads.append((page["head"]["n"], from_base64url(page["head"]["hash"], 32)))
        for item in page["entries"]:
            entry = _entry(item)
            if entry.n in entries and entries[entry.n].head != entry.head:
                raise Refused(f"two different entries {entry.n}")
            entries[entry.n] = entry
    if not heads:
        raise Refused("there is no log*.json in the folder")
    return [entries[n] for n in sorted(entries)], max(heads)


def read_keys(folder, log, files):
    """The organisation keys by epoch: those of the key files, and earlier ones sealed under them."""
    keys = {}
    for file in files:
        log.compare(file)
        keys[file.key.epoch] = file.key
    path = folder / "keys.json"
    previous = _json(path)["previous"] if path.exists() else []
    for item in sorted(previous, key=lambda item: -item["epoch"]):
        current = keys.get(item["epoch"])
        earlier = item["epoch"] - 1
        said = next((epoch for epoch in log.epochs if epoch.number == earlier and epoch.state), None)
        if current is None or earlier in keys or said is None:
            continue
        fields = {
            "tenant": log.tenant, "organisation": log.organisation, "object": said.key, "epoch": current.epoch,
            "content": CONTENT["organisation key"],
        }
        envelope = from_base64url(item["envelope"])
        key = OrganisationKey(earlier, open_key("previous organisation key", current.wrap, current.id, fields, envelope))
        if (key.id, key.fingerprint) != (said.key, said.fingerprint):
            raise Refused(f"the sealed key of epoch {earlier} is not the one of the log")
        keys[earlier] = key
    return keys


def _id(data):
    return str(uuid.UUID(bytes=data))


def _name(log, account):
    member = log.members.get(account)
    return member.name if member else None


def _show_revision(log, part, keys, entry, verified, reason):
    revision = entry.content
    shown = {
        "revision": revision["revision"], "at": entry.at, "author": _id(revision["author"]),
        "author_name": _name(log, revision["author"]), "epoch": revision["epoch"], "verified": verified,
    }
    if reason:
        shown["reason"] = reason
    try:
        shown["facts"] = plaintexts.facts(revision["facts"])
        shown["texts"] = part.texts(revision, keys)
        shown["opened"] = shown["texts"] is not None
    except UNREADABLE as refusal:
        shown.update(texts=None, opened=False, reason=str(refusal))
    return shown


def read_case(log, keys, data):
    """A case file in CBOR, as a dictionary for people."""
    file = cbor.read(data)
    case = file["summary"]["id"]
    opened = case_keys(log, keys, case, file["slots"])
    parts = []
    for item in file["parts"]:
        part = Part(log, case, item)
        part_keys = part.unwrap(item["slots"], opened)
        records = {}
        for entry, verified, reason in part.revisions:
            if entry.is_statement:
                part.problems.append(f"entry {entry.n} does not count: {reason}")
                continue
            revision = entry.content
            record = records.setdefault(revision["record"], {
                "id": _id(revision["record"]), "form": revision["form"], "revisions": [],
            })
            record["revisions"].append(_show_revision(log, part, part_keys, entry, verified, reason))
        parts.append({
            "id": _id(part.id), "kind": part.kind, "epochs": sorted({access.epoch for access, _ in part.access}),
            "opened_epochs": sorted(part_keys), "problems": part.problems, "records": list(records.values()),
        })
    return {"id": _id(case), "code": file["summary"]["code"], "problems": [], "parts": parts}


def _case(log, keys, path):
    """A case, or what is wrong with its file: the others stay readable."""
    try:
        return read_case(log, keys, path.read_bytes())
    except UNREADABLE as reason:
        return {"id": None, "code": None, "problems": [f"{path.name} is not a case: {reason}"], "parts": []}


def read(folder, files):
    """The whole export. The key files are `KeyFile`s, the first one that of the organisation's epoch in force."""
    entries, named = read_log(folder)
    log = OrganisationLog(files[0].tenant, files[0].organisation, entries)
    if log.chain.head != named:
        raise Refused("the organisation log is not complete")
    keys = read_keys(folder, log, files)
    members = [
        {
            "account": _id(account), "name": member.name, "blocked": member.blocked,
            "administrator": member.administers_at(log.chain.head[0]),
        }
        for account, member in log.members.items()
    ]
    return {
        "organisation": {
            "id": _id(log.organisation), "tenant": _id(log.tenant), "name": files[0].name,
            "root": fingerprint_text(root_fingerprint(log.root)), "entries": log.chain.head[0],
            "epoch": log.epoch().number, "opened_epochs": sorted(keys), "members": members,
            "problems": [f"entry {n} does not count: {reason}" for n, reason in log.ignored],
        },
        "cases": [_case(log, keys, path) for path in sorted(folder.rglob("*.cbor"))],
    }


def is_in_order(export):
    """Whether everything was opened and verified."""
    parts = [part for case in export["cases"] for part in case["parts"]]
    revisions = [revision for part in parts for record in part["records"] for revision in record["revisions"]]
    return (
        not export["organisation"]["problems"]
        and not any(case["problems"] for case in export["cases"])
        and all(not part["problems"] and part["opened_epochs"] == part["epochs"] for part in parts)
        and all(revision["verified"] and revision["opened"] for revision in revisions)
    )


def key_file(path):
    return KeyFile(path.read_bytes())
