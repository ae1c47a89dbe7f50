"""Verifiers that others wrote agree on the good certificate, and where they accept a forgery we can say why."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from forgeries import ATTACKS
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.contexts import bundled_contexts
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from school import SITE, School, make_school

ORACLES = Path(__file__).parent / "oracles"
BOOK = Path(__file__).parents[2] / "book" / "certificate.md"
MARK = "| --- | --- | --- |\n"
REGISTRY = "https://registry.example/list.json"


@pytest.fixture(scope="session")
def node() -> Path:
    """The pinned verifiers, installed once into _build."""
    folder = Path(__file__).parents[2] / "_build" / "oracles"
    folder.mkdir(parents=True, exist_ok=True)
    lock = (ORACLES / "package-lock.json").read_bytes()
    done = folder / "installed"
    if not done.is_file() or done.read_bytes() != lock:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ORACLES / name, folder / name)
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=folder, check=True, capture_output=True)
        done.write_bytes(lock)
    shutil.copy(ORACLES / "verify.mjs", folder / "verify.mjs")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> School:
    return make_school(tmp_path_factory.mktemp("school"), SITE)


def ask(node: Path, school: School, vectors: Sequence[bytes]) -> list[dict[str, str]]:
    """What each verifier says of each vector: "" for good, else why not."""
    did = json.loads((school.office.public / "did.json").read_bytes())
    documents = {
        **bundled_contexts(),
        f"{SITE}/did.json": did,
        did["id"]: did,
        f"{SITE}/revocation.json": json.loads(school.lists(school.institution)),
        REGISTRY: {"registry": {did["id"]: {"name": "Escola de Exemplo", "url": SITE, "location": "-"}}},
    }
    for method in did["verificationMethod"]:
        documents[method["id"]] = {"@context": "https://w3id.org/security/multikey/v1", **method}
    asked = {
        "documents": documents,
        "registry": REGISTRY,
        "vectors": [base64.b64encode(vector).decode() for vector in vectors],
    }
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=node, input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    for one, vector in zip(found, vectors, strict=True):
        one["openbadgeslib"] = _by_library(school, vector)
    return found


def _by_library(school: School, vector: bytes) -> str:
    did = (school.office.public / "did.json").read_bytes()
    try:
        OB3LdpVerifier.for_issuer_did(school.trusted.issuer).verify(vector, download=lambda url: did)
    except LibOpenBadgesException as error:
        return str(error)
    return ""


def test_three_other_verifiers_accept_the_certificate(node: Path, site: School) -> None:
    [found] = ask(node, site, [site.good])
    assert found == {"vc": "", "core": "", "openbadgeslib": ""}


def test_every_forgery_that_another_verifier_accepts_is_explained(node: Path, site: School) -> None:
    found = ask(node, site, [attack.make(site) for attack in ATTACKS])
    accepted = {
        attack.name: [name for name, why in one.items() if not why]
        for attack, one in zip(ATTACKS, found, strict=True)
        if "" in one.values()
    }
    explained = {attack.name for attack in ATTACKS if attack.others}
    assert set(accepted) <= explained, {name: accepted[name] for name in set(accepted) - explained}
    reasons = {attack.name: attack.others for attack in ATTACKS}
    rows = [f"| {name} | {', '.join(who)} | {reasons[name]} |" for name, who in accepted.items()]
    text = BOOK.read_text(encoding="utf-8")
    if os.environ.get("OPENHEARTH_WRITE_TABLE"):
        head, _, _ = text.partition(MARK)
        BOOK.write_text(head + MARK + "\n".join(rows) + "\n", encoding="utf-8")
    else:
        assert text.partition(MARK)[2].strip().splitlines() == rows, "run with OPENHEARTH_WRITE_TABLE=1"
