"""The organisation log: who is a member, who administers, which keys are in force. Computed from the log alone."""

import hmac

from . import Refused
from . import logs
from .logs import Chain, Statement, account_keys
from .signatures import check_kem_key, check_public_key, message, verify

ADMINISTRATOR, WRITERS = 0, (1, 2)
BEGUN, ACTIVE, COMPLETE = range(3)


class Member:
    def __init__(self):
        self.name, self.certificate, self.version = "", None, 0
        self.rights, self.blocks = [], []

    @property
    def blocked(self):
        return bool(self.blocks) and self.blocks[-1][1] is None

    def set_rights(self, n, version, grants):
        if version <= self.version:
            raise Refused("not newer than the rights in force")
        self.version = version
        self.rights.append((n, grants))

    def block(self, n, version):
        if version <= self.version or self.blocked:
            raise Refused("not newer than the rights in force")
        self.version = version
        self.blocks.append([n, None])

    def certify(self, n, certificate, name, version, grants):
        if version <= self.version and self.blocked:
            raise Refused("blocked")
        if self.blocked:
            self.blocks[-1][1] = n
        if version > self.version or not self.rights:
            self.version = max(self.version, version)
            self.rights.append((n, grants))
        self.certificate, self.name = certificate, name

    def _has(self, n, roles):
        if any(start <= n and (end is None or n < end) for start, end in self.blocks):
            return False
        grants = next((grants for since, grants in reversed(self.rights) if since <= n), [])
        return any(grant[0] in roles for grant in grants)

    def administers_at(self, n):
        return self._has(n, (ADMINISTRATOR,))

    def writes_at(self, n):
        return self._has(n, WRITERS)


class Epoch:
    def __init__(self, item, at):
        self.number, self.key, self.fingerprint, self.kem, self.state, self.min_seal = (item[n] for n in range(6))
        self.at = at
        check_kem_key(self.kem)

    def same_key(self, other):
        return (self.key, self.fingerprint, self.kem) == (other.key, other.fingerprint, other.kem)


class OrganisationLog:
    """A verified log. What does not verify does not count; a broken chain or a proven fork refuses the whole log."""

    def __init__(self, tenant, organisation, entries):
        self.tenant, self.organisation = tenant, organisation
        self.context = tenant + organisation
        self.chain = Chain(organisation)
        self.members, self.certificates, self.used = {}, {}, set()
        self.ignored = []
        if not entries:
            raise Refused("the organisation log is empty")
        self._genesis(entries[0])
        for entry in entries[1:]:
            self._append(entry)

    def member(self, account):
        return self.members.setdefault(account, Member())

    def _genesis(self, entry):
        signed = entry.statement()
        genesis = signed.payload
        if signed.number != logs.GENESIS or signed.organisation != self.organisation or genesis[0] != self.tenant:
            raise Refused("the log does not begin with this organisation")
        self.root, self.roots = genesis[1], [genesis[1]]
        signed.verify(self.root, self.context)
        self.chain.append(entry)
        account, signing, kem = account_keys(genesis[2])
        check_public_key(signing)
        check_kem_key(kem)
        self.member(account).certify(1, signed.hash, genesis[3], 1, genesis[4])
        self.certificates[signed.hash] = (account, signing, 1)
        self.epochs = [Epoch(genesis[5], 1)]

    def _append(self, entry):
        self.chain.append(entry)
        if not entry.is_statement:
            raise Refused("the organisation log has statements only")
        try:
            signed = entry.statement()
            if signed.organisation != self.organisation or signed.object != entry.object or entry.revision:
                raise Refused("about something else")
            fits = self.chain.knows(signed.heads[0]) and signed.heads[0][0] < entry.n
            self._apply(entry.n, signed, fits)
        except (Refused, KeyError, TypeError, ValueError, IndexError) as reason:
            self.ignored.append((entry.n, str(reason)))
            return
        if not fits:
            # Signed by somebody who counts, and it names a head of another history.
            raise Refused(f"entry {entry.n} proves that the organisation log was replaced")

    def _apply(self, n, signed, fits):
        payload = signed.payload
        if signed.number == logs.CERTIFICATE:
            self._certificate(n, signed)
        elif signed.number == logs.RECOVERY:
            self._recovery(n, signed)
        elif signed.number == logs.SUCCESSOR_ROOT:
            self._successor(signed)
        elif signed.number == logs.RIGHTS:
            self._by_administrator(n, signed)
            self.member(payload[0]).set_rights(n, payload[2], payload[1])
        elif signed.number == logs.REVOCATION:
            self._by_administrator(n, signed)
            self.member(payload[0]).block(n, payload[1])
        elif signed.number == logs.KEY_EPOCH:
            self._by_administrator(n, signed)
            if fits:
                self._epoch(n, signed)
        elif signed.number == logs.KEY_CHECK:
            self._by_administrator(n, signed)
            if payload[0] != self.epoch().number or payload[1] is not True or payload[2] is not True:
                raise Refused("not both copies of the key in force")
        else:
            raise Refused("this statement has no place in an organisation log")

    def _by_administrator(self, n, signed):
        member = self.members.get(signed.signer)
        if member is None or member.certificate != signed.certificate or not member.administers_at(n):
            raise Refused("not signed by an administrator")
        self.verify_by(signed)

    def verify_by(self, signed):
        """Verifies a statement by the certificate that it names."""
        account, signing, _ = self.certificates.get(signed.certificate, (None, None, None))
        if account != signed.signer or signed.organisation != self.organisation:
            raise Refused("not certified")
        signed.verify(signing, self.context)

    def _certificate(self, n, signed):
        invitation, keys, name, one_use_signature, _ = (signed.payload[number] for number in range(5))
        invited = Statement(*invitation)
        account, signing, kem = account_keys(keys)
        offer = invited.payload
        if invited.number != logs.INVITATION or not signed.signer == account == offer[1]:
            raise Refused("not the certificate of the invited account")
        if not self.chain.knows(invited.heads[0]):
            raise Refused("the invitation names another history")
        self.verify_by(invited)
        if not self.members[invited.signer].administers_at(n):
            raise Refused("not invited by an administrator")
        check_kem_key(kem)
        enrolled = message("enrolment", self.context, logs.cbor.write(keys))
        verify(offer[5], enrolled, one_use_signature)
        signed.verify(signing, self.context)
        if offer[0] in self.used:
            raise Refused("the invitation was used before")
        self.used.add(offer[0])
        self.member(account).certify(n, signed.hash, name, offer[6], offer[3])
        self.certificates[signed.hash] = (account, signing, n)

    def _recovery(self, n, signed):
        keys, name, grants, version = (signed.payload[number] for number in range(4))
        account, signing, kem = account_keys(keys)
        before = self.members[account].version if account in self.members else 0
        if signed.signer != account or signed.certificate != bytes(32) or version <= before:
            raise Refused("not a recovery of this account")
        signed.verify(self.root, self.context)
        check_public_key(signing)
        check_kem_key(kem)
        self.member(account).certify(n, signed.hash, name, version, grants)
        self.certificates[signed.hash] = (account, signing, n)

    def _successor(self, signed):
        root = signed.payload[0]
        if signed.certificate != bytes(32) or root in self.roots:
            raise Refused("no root comes back")
        signed.verify(self.root, self.context)
        check_public_key(root)
        self.root = root
        self.roots.append(root)

    def epoch(self):
        """The epoch in force."""
        return next(epoch for epoch in reversed(self.epochs) if epoch.state != BEGUN)

    def epoch_by_key(self, key):
        return next((epoch for epoch in self.epochs if epoch.key == key and epoch.state != BEGUN), None)

    def _epoch(self, n, signed):
        said, current = Epoch(signed.payload, n), self.epoch()
        following = said.number == current.number + 1
        announced = next((epoch for epoch in reversed(self.epochs) if epoch.number == current.number + 1), None)
        used = any(epoch.state != BEGUN and said.key == epoch.key or
                   epoch.state != BEGUN and said.fingerprint == epoch.fingerprint for epoch in self.epochs)
        steps = {
            BEGUN: following and not used,
            ACTIVE: following and announced is not None and announced.same_key(said),
            COMPLETE: (current.state, current.number) == (ACTIVE, said.number) and current.same_key(said)
            and current.min_seal == said.min_seal,
        }
        if signed.heads[0][0] + 1 != n or not steps.get(said.state):
            raise Refused("this step of an epoch does not follow")
        if not current.min_seal <= said.min_seal <= said.number:
            raise Refused("the oldest epoch to seal under does not fit")
        self.epochs.append(said)

    def compare(self, file):
        """Refuses a key file of another organisation, another history or with another key than the log says."""
        if (file.tenant, file.organisation) != (self.tenant, self.organisation):
            raise Refused("the key file is of another organisation")
        if file.root not in self.roots:
            raise Refused("the key file names another root")
        if not self.chain.knows(file.checkpoint):
            raise Refused("the organisation log was rolled back or replaced since the key file was made")
        epoch = self.epoch_by_key(file.key.id)
        announced = [epoch for epoch in self.epochs if epoch.number == file.key.epoch]
        if not any(hmac.compare_digest(said.fingerprint, file.key.fingerprint) for said in announced):
            raise Refused("the key in the file has another fingerprint")
        return epoch

    def join_proof_fits(self, certificate, key):
        """Whether whoever enrolled held the organisation key; only somebody with that key can tell."""
        invitation, keys, _, _, proof = (certificate.payload[number] for number in range(5))
        body = Statement(*invitation).hash + logs.cbor.write(keys)
        return hmac.compare_digest(hmac.digest(key.join, message("join", self.context, body), "sha256"), proof)
