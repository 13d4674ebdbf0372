"""A second implementation of the published format, for reading. Written from docs/CRYPTO.md, not from the Rust source.

Needs Python 3.9 or later and the package `cryptography`. It opens and verifies; it seals and signs nothing.

| module | section of docs/CRYPTO.md |
|---|---|
| suite01 | Keys (HKDF), Suite 01, Envelopes, Contexts |
| plaintexts | Plaintexts |
| cbor | deterministic CBOR, and the CBOR of the HTTP interface |
| signatures | Signatures |
| secrets | Key file, Typed groups, Sheet and invitations, Fingerprints |
| logs | Statements, Logs |
| organisation | What counts: the organisation log |
| cases | What counts: parts of a case; slots, records |
| vectors | the frozen vectors beside this package |
"""


class Refused(Exception):
    """Something does not open, does not verify or is not in the published form."""
