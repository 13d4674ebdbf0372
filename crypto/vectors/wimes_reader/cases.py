"""The parts of a case: which access statements and revisions count, their keys, their texts."""

from . import Refused, plaintexts
from . import logs
from .logs import Chain, Entry
from .signatures import message, revision_body, verify
from .suite01 import CONTENT, check_value, context, header, key_id, open_envelope, open_key, sha256


class Access:
    def __init__(self, item):
        (self.case, self.part, self.kind, self.epoch, self.key, self.check, self.owner, self.readers,
         self.writers) = (item[number] for number in range(9))
        self.expires, self.previous = item.get(9), item[10]

    def follows(self, log):
        """Whether this statement follows from those that count before it, pairs of access and hash."""
        writers, readers = set(self.writers), set(self.readers)
        if not {self.owner} <= writers <= readers:
            return False
        if not log:
            return self.epoch == 1 and self.previous == bytes(32)
        before, before_hash = log[-1]
        if self.previous != before_hash or self.owner != before.owner:
            return False
        if self.epoch == before.epoch:
            cut = self.expires is not None and (before.expires is None or self.expires < before.expires)
            same = (self.key, self.check) == (before.key, before.check)
            return same and not cut and readers >= set(before.readers) and writers >= set(before.writers)
        used = any(self.key == access.key or self.check == access.check for access, _ in log)
        return self.epoch == before.epoch + 1 and not used


class Part:
    """A part of a case, read entry by entry."""

    def __init__(self, log, case, item):
        self.log, self.case, self.id, self.kind = log, case, item["id"], item["kind"]
        self.chain = Chain(self.id)
        self.problems, self.access, self.revisions = [], [], []
        self.current = {}
        self.assignment = 0
        # Nobody counts with rights that ended before something that counts already.
        self.floor = 0
        for entry in item["entries"]:
            try:
                read = Entry(entry)
            except Refused as reason:
                # What follows cannot count any more, but it can still be read.
                self.problems.append(str(reason))
                continue
            self._append(read)
        if self.chain.head != (item["head"]["n"], item["head"]["hash"]):
            self.problems.append("entries are missing at the end of the log")

    def _append(self, entry):
        try:
            if self.problems:
                raise Refused("the chain is broken before")
            self.chain.append(entry)
        except (Refused, KeyError, TypeError) as reason:
            if not self.problems and not entry.is_statement and entry.n == self.chain.head[0] + 1:
                # One revision that is not what the chain says; signed heads behind it tell whether the named hash is true.
                self.chain.heads.append(entry.head)
                self.revisions.append((entry, False, str(reason)))
                return
            self.problems.append(str(reason))
        if entry.is_statement:
            try:
                self._statement(entry)
            except (Refused, KeyError, TypeError, ValueError, IndexError) as reason:
                self.revisions.append((entry, False, f"statement: {reason}"))
            return
        try:
            self._revision(entry)
            self.revisions.append((entry, True, ""))
        except (Refused, KeyError, TypeError, ValueError) as reason:
            self.revisions.append((entry, False, str(reason)))

    def _heads_fit(self, entry, named):
        organisation, part = named
        if self.problems:
            raise Refused("the chain of this part is broken")
        if not self.log.chain.knows(organisation) or not self.chain.knows(part) or part[0] >= entry.n:
            raise Refused("names heads of another history")
        return max(self.floor, organisation[0])

    def _statement(self, entry):
        signed = entry.statement()
        if signed.object != entry.object or entry.revision:
            raise Refused("about something else")
        at = self._heads_fit(entry, signed.heads)
        member = self.log.members.get(signed.signer)
        may = member is not None and member.writes_at(at)
        if signed.number == logs.ACCESS:
            access = Access(signed.payload)
            here = (access.case, access.part, access.kind) == (self.case, self.id, self.kind)
            if not here or access.owner != self.log.organisation or not access.follows(self.access):
                raise Refused("this access statement does not follow or is not ours")
            if not may:
                raise Refused("its signer may not share")
            self.log.verify_by(signed)
            self.access.append((access, signed.hash))
        elif signed.number == logs.ASSIGNMENT:
            assignment = signed.payload
            here = (assignment[0], assignment[1]) == (self.case, self.id) and self.kind == "core"
            if not here or assignment[2] != self.assignment + 1:
                raise Refused("this assignment does not follow")
            if not may and not (member is not None and member.administers_at(at)):
                raise Refused("its signer may not assign")
            self.log.verify_by(signed)
            self.assignment += 1
        else:
            raise Refused("this statement has no place in the log of a part")
        self.floor = at

    def fields(self, revision):
        return {
            "tenant": self.log.tenant, "organisation": self.log.organisation, "case": self.case, "part": self.id,
            "object": revision["record"], "form": revision["form"], "form_version": revision["form_version"],
            "epoch": revision["epoch"], "revision": revision["revision"], "author": revision["author"],
            "certificate": revision["certificate"], "previous": revision["previous"],
            "facts": sha256(revision["facts"]),
        }

    def _revision(self, entry):
        revision = entry.content
        if (revision["case"], revision["part"]) != (self.case, self.id):
            raise Refused("belongs elsewhere")
        plaintexts.facts(revision["facts"])
        before = self.current.get(revision["record"])
        expected = (before[0] + 1, before[1], before[2]) if before else (1, bytes(32), revision["form"])
        if (revision["revision"], revision["previous"], revision["form"]) != expected:
            raise Refused("does not follow the revision before")
        named = tuple((revision["heads"][log]["n"], revision["heads"][log]["hash"]) for log in ("organisation", "part"))
        at = self._heads_fit(entry, named)
        account, signing, since = self.log.certificates.get(revision["certificate"], (None, None, None))
        if account != revision["author"] or since > named[0][0]:
            raise Refused("its author is not certified")
        if not self.log.members[account].writes_at(at):
            raise Refused("its author may not write")
        access = self.access[-1][0] if self.access else None
        if access is None or access.epoch != revision["epoch"]:
            raise Refused("its epoch is not in force")
        if self.log.organisation not in access.writers:
            raise Refused("its organisation may not write")
        # Neither key nor envelope is needed: the header follows from what is known.
        place = context(header("record", access.key), self.fields(revision))
        body = revision_body(sha256(revision["facts"]), revision["envelope_hash"], named)
        verify(signing, message("revision", place, body), revision["signature"])
        self.floor = at
        following = logs.revision_hash(revision["envelope_hash"], revision["facts"])
        self.current[revision["record"]] = (revision["revision"], following, revision["form"])

    def unwrap(self, slots, case_keys):
        """The part keys by epoch that open and fit to the access statements."""
        keys = {}
        for access, _ in self.access:
            if self.log.organisation not in access.readers:
                continue
            for slot in slots:
                wrapped = (slot["organisation"], slot["epoch"], slot["key"])
                if wrapped != (self.log.organisation, access.epoch, access.key):
                    continue
                fields = {
                    "tenant": self.log.tenant, "organisation": self.log.organisation, "case": self.case, "part": self.id,
                    "object": access.key, "epoch": access.epoch, "content": CONTENT["part key"],
                }
                try:
                    wrapping = key_id(slot["slot"])
                    key = open_key("slot", case_keys[wrapping], wrapping, fields, slot["slot"])
                except (Refused, KeyError):
                    continue
                if check_value(key) == access.check:
                    keys[access.epoch] = (access.key, key)
        return keys

    def texts(self, revision, keys):
        """The texts of a revision; none where there is no envelope or no key."""
        if revision["envelope"] is None or revision["epoch"] not in keys:
            return None
        if sha256(revision["envelope"]) != revision["envelope_hash"]:
            raise Refused("the envelope is not the one of the log")
        wrapping, key = keys[revision["epoch"]]
        return plaintexts.texts(open_envelope("record", key, wrapping, self.fields(revision), revision["envelope"]))


def case_keys(log, keys, case, slots):
    """The case keys by id that open under any of the organisation keys."""
    out = {}
    for slot in slots:
        key = keys.get(slot["epoch"])
        if key is None or slot["organisation"] != log.organisation:
            continue
        fields = {
            "tenant": log.tenant, "organisation": log.organisation, "case": case, "object": slot["key"],
            "epoch": slot["epoch"], "content": CONTENT["case key"],
        }
        try:
            out[slot["key"]] = open_key("slot", key.wrap, key.id, fields, slot["slot"])
        except Refused:
            continue
    return out
