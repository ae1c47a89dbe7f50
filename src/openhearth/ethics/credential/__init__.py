"""The certificate of the ethics training, as an Open Badge 3.0 that anyone verifies offline. The stages, in order:

keys, identity   Ed25519 keys in files; the learner
office           the institution: root key, a key a year, register, what it publishes
trust            the signed file that says which keys speak for an institution, and when
achievement      what each version of the training certifies
evidence         what a learner has earned, and where that is recorded
document         what a certificate says; written and read back to the letter
issue            evidence -> certificates; revoke; replace
status           the list of what is revoked, and where it comes from (lists)
bake, pdf        pictures and a printable page that carry the certificate; carriers takes it out again
verify           an ordered list of checks; memory keeps what was seen before; didweb asks the institution's site
rotate           a new key each year; a key that others may know

strict, jws, proof and times read what strangers write. All cryptography is openbadgeslib's.
"""

from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.evidence import Evidence, Part, read_evidence
from openhearth.ethics.credential.identity import Learner, make_learner, open_learner
from openhearth.ethics.credential.issue import issue, reissue, revoke
from openhearth.ethics.credential.memory import Memory
from openhearth.ethics.credential.office import Office, make_office, open_office
from openhearth.ethics.credential.rotate import compromise, rotate
from openhearth.ethics.credential.trust import Institution, read_trust
from openhearth.ethics.credential.verify import Verdict, verify

__all__ = [
    "CredentialError",
    "Evidence",
    "Institution",
    "Learner",
    "Memory",
    "Office",
    "Part",
    "RefusalError",
    "Verdict",
    "compromise",
    "issue",
    "make_learner",
    "make_office",
    "open_learner",
    "open_office",
    "read_evidence",
    "read_trust",
    "reissue",
    "revoke",
    "rotate",
    "verify",
]
