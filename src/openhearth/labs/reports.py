"""A reproducibility report as an RO-Crate, and how to read one without believing it (lesson 11).

    write_report()   claim and seal, inputs, lock file, every run, the outcome, the machine; each file with its SHA-256
    read_report()    opens it with the library, checks each file, and judges again

Sources: RO-Crate (Soiland-Reyes et al. 2022) and its Process Run Crate profile 0.5 (Leo et al. 2024).
"""

import datetime
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from openhearth.errors import OpenhearthError
from openhearth.labs.reproduce import Claim, Rerun, Verdict, judge, lock_file
from openhearth.workspace import sha256_of, write_atomic

LOCK = "requirements.lock"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"


class ReportError(OpenhearthError):
    """A report that is not whole, or says what its own files do not."""


@dataclass(frozen=True)
class Report:
    """What a report says, once its files have been checked."""

    claim: Claim
    seal: str
    runs: tuple[Rerun, ...]
    differences: tuple[float, ...]
    verdict: Verdict
    machine: str
    files: Mapping[str, str]  # SHA-256 by name


def machine() -> str:
    """This machine in a few words: system, processor, Python."""
    return f"{platform.system()}, {platform.machine()}, Python {platform.python_version()}"


def write_report(
    folder: Path,
    *,
    claim: Claim,
    seal: str,
    runs: Sequence[Rerun],
    differences: Sequence[float],
    inputs: Mapping[str, str],
) -> Path:
    """Write a report as an RO-Crate: claim, seal, every run, outcome, versions, machine, and each file's SHA-256.

    Args:
        differences: what the claim is about, one for each seed.
        inputs: texts by file name: what the runs read, so that others can run again.

    Raises:
        ClaimError: see `judge`.
    """
    from rocrate.model import ContextEntity
    from rocrate.rocrate import ROCrate

    verdict = judge(claim, differences, seal=seal)
    outcome = {**asdict(verdict), "differences": list(differences)}
    results = {"runs.json": [asdict(run) for run in runs], "outcome.json": outcome}
    texts = {
        **inputs,
        LOCK: lock_file(),
        "claim.json": json.dumps({**asdict(claim), "seal": seal}, indent=1),
    }
    texts |= {name: json.dumps(value, indent=1) for name, value in results.items()}
    crate = ROCrate()
    crate.name, crate.description = f"Reproducing: {claim.text}", verdict.reason
    about = {"@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    crate.root_dataset["conformsTo"] = crate.add(ContextEntity(crate, PROFILE, properties=about))
    files = {}
    for name, text in texts.items():
        path = write_atomic(folder / name, text)
        files[name] = crate.add_file(path, name, properties={"name": name, "sha256": sha256_of(path)})
    tools = []
    for line in lock_file().splitlines()[1:]:
        name, version = line.split("==")
        facts = {"@type": "SoftwareApplication", "name": name, "softwareVersion": version}
        tools.append(crate.add(ContextEntity(crate, f"#{name}", properties=facts)))
    stated = {"machine": machine(), "seeds": sorted({run.seed for run in runs}), "outcome": verdict.result}
    properties = [
        crate.add(
            ContextEntity(
                crate, f"#{key}", properties={"@type": "PropertyValue", "name": key, "value": value}
            )
        )
        for key, value in stated.items()
    ]
    action = crate.add_action(
        tools,
        identifier="#rerun",
        object=[files[name] for name in texts if name not in results] + properties,
        result=[files[name] for name in results],
        properties={
            "name": claim.text,
            "endTime": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        },
    )
    crate.root_dataset["mentions"] = action
    crate.write(folder)
    return folder


def read_report(folder: Path, *, seal: str | None = None) -> Report:
    """The report in ``folder``, checked: every file is there and unchanged, and the outcome follows from its numbers.

    Args:
        seal: of the claim, as it was published before the reruns; default the one that the report itself names, which
            whoever changed the claim could have changed as well.

    Raises:
        ReportError: something is missing, was changed, or does not follow; it says what.
        ClaimError: the claim is not the one that was sealed.
    """
    from rocrate.rocrate import ROCrate

    try:
        crate = ROCrate(folder)
    except (ValueError, OSError, KeyError) as error:
        raise ReportError(
            f"there is no RO-Crate in this folder ({error}); ask for the whole folder"
        ) from None
    files = {}
    for entity in crate.get_by_type("File"):
        path = folder / entity.id
        if path.parent != folder or not path.is_file() or sha256_of(path) != entity.get("sha256"):
            raise ReportError(f"{entity.id} is missing, or not the file that the report was made with")
        files[entity.id] = sha256_of(path)
    missing = {"claim.json", "runs.json", "outcome.json", LOCK} - set(files)
    action, stated, where = crate.get("#rerun"), crate.get("#outcome"), crate.get("#machine")
    if missing or action is None or stated is None or where is None:
        raise ReportError(
            f"the report lacks {', '.join(sorted(missing)) or 'the action, its machine or its outcome'}"
        )
    try:
        told, outcome, listed = (
            json.loads((folder / name).read_text("utf-8"))
            for name in ("claim.json", "outcome.json", "runs.json")
        )
        own = told.pop("seal")
        claim, runs = Claim(**told), tuple(Rerun(**run) for run in listed)
        differences, result = tuple(outcome["differences"]), outcome["result"]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReportError(f"a file of the report is not what its name says ({error})") from None
    if any(run.lock != files[LOCK] for run in runs):
        raise ReportError(f"a run was made with other versions than {LOCK} names")
    verdict = judge(claim, differences, seal=seal or own)
    if verdict.result != result or stated.get("value") != result:
        raise ReportError(f"the report says {result!r}, and its own numbers say {verdict.result!r}")
    return Report(claim, seal or own, runs, differences, verdict, str(where.get("value")), files)
