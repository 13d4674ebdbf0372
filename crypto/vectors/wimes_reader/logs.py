"""Statements and the hash chain of logs."""

import struct

from . import Refused, cbor
from .signatures import message, verify
from .suite01 import sha256, u32

EMPTY = (0, bytes(32))
NAMESPACES = {
    0: "genesis", 1: "invitation", 2: "certificate", 3: "rights", 4: "revocation", 5: "key-epoch", 6: "recovery",
    7: "successor-root", 8: "key-check", 16: "access", 17: "assignment",
}
(GENESIS, INVITATION, CERTIFICATE, RIGHTS, REVOCATION, KEY_EPOCH, RECOVERY, SUCCESSOR_ROOT, KEY_CHECK, ACCESS,
 ASSIGNMENT) = NAMESPACES


def next_head(log, head, object_id, revision, content_hash):
    n = head[0] + 1
    numbered = struct.pack(">Q", n) + object_id + u32(revision) + content_hash
    return n, sha256(b"wimes/log/1", log, head[1], numbered)


def revision_hash(envelope_hash, facts):
    return sha256(b"wimes/revision/1", envelope_hash, sha256(facts))


def account_keys(item):
    """Account, Ed25519 key, X-Wing key."""
    return _typed(item[0], bytes, 16), _typed(item[1], bytes, 32), _typed(item[2], bytes, 1216)


def _typed(value, kind, length=None):
    if type(value) is not kind or (length is not None and len(value) != length):
        raise Refused("a statement says something else than it should")
    return value


def _head(item):
    n, head = item
    return _typed(n, int), _typed(head, bytes, 32)


class Statement:
    """A signed statement, read strictly; not yet verified."""

    def __init__(self, body, signature):
        if len(body) > 16384:
            raise Refused("the statement is too large")
        self.body, self.signature = body, signature
        self.hash = sha256(body, signature)
        try:
            item = cbor.read_deterministic(body)
            self.organisation = _typed(item[0], bytes, 16)
            self.signer = _typed(item[1], bytes, 16)
            self.certificate = _typed(item[2], bytes, 32)
            self.heads = tuple(_head(head) for head in item[3])
            self.at = _typed(item[4], int)
            self.number, (self.payload,) = item[5]
            self.object = self._object()
            known = self.number in NAMESPACES and len(self.heads) == 2
        except (KeyError, TypeError, ValueError, IndexError):
            known = False
        if not known:
            raise Refused("not a statement")

    def _object(self):
        payload = self.payload
        return _typed({
            GENESIS: lambda: self.organisation,
            INVITATION: lambda: payload[0],
            CERTIFICATE: lambda: payload[1][0],
            RIGHTS: lambda: payload[0],
            REVOCATION: lambda: payload[0],
            KEY_EPOCH: lambda: payload[1],
            RECOVERY: lambda: payload[0][0],
            SUCCESSOR_ROOT: lambda: self.organisation,
            KEY_CHECK: lambda: self.organisation,
            ACCESS: lambda: payload[4],
            ASSIGNMENT: lambda: payload[0],
        }[self.number](), bytes, 16)

    def verify(self, key, context):
        verify(key, message(NAMESPACES[self.number], context, self.body), self.signature)


class Entry:
    """An entry of a log as the HTTP interface delivers it, binary values as bytes."""

    def __init__(self, item):
        try:
            self.n, self.revision, self.at = (_typed(item[name], int) for name in ("n", "revision", "at"))
            self.head = (self.n, _typed(item["hash"], bytes, 32))
            self.object = _typed(item["object"], bytes, 16)
            ((kind, self.content),) = item["content"].items()
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused("not an entry of a log") from None
        self.is_statement = kind == "statement"

    def statement(self):
        return Statement(self.content["body"], self.content["signature"])

    def content_hash(self):
        if self.is_statement:
            return sha256(self.content["body"], self.content["signature"])
        if self.content["record"] != self.object or self.content["revision"] != self.revision:
            raise Refused("the entry is about something else")
        return revision_hash(self.content["envelope_hash"], self.content["facts"])


class Chain:
    """The heads of a log, recomputed."""

    def __init__(self, log):
        self.log, self.heads = log, [EMPTY]

    @property
    def head(self):
        return self.heads[-1]

    def knows(self, head):
        return 0 <= head[0] < len(self.heads) and self.heads[head[0]] == head

    def append(self, entry):
        head = next_head(self.log, self.head, entry.object, entry.revision, entry.content_hash())
        if head != entry.head:
            raise Refused(f"the chain of the log is broken at entry {entry.n}")
        self.heads.append(head)
