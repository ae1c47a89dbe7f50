"""From a run to something others may use: documented, licensed, signed, checked. The stages, in order:

facts       what the run's own files say; nothing else may be claimed
licences    what the training data's terms allow
cards       model card and data card, each number with its evidence
bundle      the folder: weights, tokenizer, cards, terms, evaluation, provenance
signing     the OpenSSF model signature, with a local key
checks      the gate: executable checks, each with evidence and remedy
"""

from openhearth.release.bundle import build, evaluation_of, facts_of
from openhearth.release.cards import claims_without_evidence, data_card, model_card
from openhearth.release.checks import Finding, check
from openhearth.release.errors import ReleaseError
from openhearth.release.facts import Fact, Facts, gather
from openhearth.release.licences import LICENCES, require_compatible
from openhearth.release.signing import fingerprint, key_pair, sign, verify

__all__ = [
    "LICENCES",
    "Fact",
    "Facts",
    "Finding",
    "ReleaseError",
    "build",
    "check",
    "claims_without_evidence",
    "data_card",
    "evaluation_of",
    "facts_of",
    "fingerprint",
    "gather",
    "key_pair",
    "model_card",
    "require_compatible",
    "sign",
    "verify",
]
