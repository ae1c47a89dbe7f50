"""Documents with their proof inside (Data Integrity, eddsa-rdfc-2022): exactly one, in an array, by a known key.

What openbadgeslib does: canonical form, hash, signature, and that the JSON says no more than what is signed. What
stands here is only which proofs we look at.
"""

import datetime
from typing import Any

from openhearth.ethics.credential import times
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.keys import Key, public_pem

_MEMBERS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}


def add(document: dict[str, Any], key: Key, method: str, created: datetime.datetime) -> dict[str, Any]:
    """``document`` with a proof by ``key`` that names it as ``method``."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import add_data_integrity_proof

    try:
        signed = add_data_integrity_proof(document, key.pem, method, created=created)
    except LibOpenBadgesException as error:
        raise CredentialError(f"this cannot be signed: {str(error)[:200]}") from None
    return {**signed, "proof": [signed["proof"]]}


def split(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``document`` without its proof, and the proof.

    Raises:
        RefusalError: there is none, or more than one, or it is of another kind than ours.
    """
    proofs = document.get("proof")
    if not isinstance(proofs, list) or len(proofs) != 1 or not isinstance(proofs[0], dict):
        raise RefusalError("it has not exactly one proof, in an array")
    proof = proofs[0]
    if set(proof) != _MEMBERS or not all(isinstance(value, str) for value in proof.values()):
        raise RefusalError("its proof has other members than a proof of ours")
    if (proof["type"], proof["cryptosuite"]) != ("DataIntegrityProof", "eddsa-rdfc-2022"):
        raise RefusalError("its proof is made another way than eddsa-rdfc-2022")
    if proof["proofPurpose"] != "assertionMethod":
        raise RefusalError("its proof was made for another purpose than to assert something")
    times.read(proof["created"])
    return {key: value for key, value in document.items() if key != "proof"}, proof


def require_signed(document: dict[str, Any], multibase: str) -> None:
    """Raises `RefusalError` where the proof in ``document`` does not fit, or covers less than it says."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import verify_data_integrity_proof

    try:
        verify_data_integrity_proof(document, public_pem(multibase))
    except LibOpenBadgesException as error:
        raise RefusalError(f"its signature does not fit what it says ({str(error)[:120]})") from None
