"""The gate: a round trip from challenge to opened key, and checking its log.

python benchmarks/gate.py [--quick] [--json FILE]

A round trip is what a learner waits for: a challenge, a presentation signed with the learner's key, the decision with the
certificate verified in full, the key wrapped and unwrapped. Everything is written to the disk as in use.
"""

import json
import statistics
import tempfile
import time
from pathlib import Path

from report import Report, main

from openhearth.access import Desk, Gate, Records, Resource, audit, sealing, terms
from openhearth.access.local import DOMAIN, compact, trusting
from openhearth.access.signed import Agreement, Presentation, agree, present
from openhearth.ethics.credential import Evidence, Part, issue, make_office, times
from openhearth.ethics.credential.achievement import latest
from openhearth.ethics.credential.keys import Key, make_key


def measure(report: Report, quick: bool) -> None:
    """Milliseconds of a round trip through a credentialed resource; seconds of checking the log."""
    turns = 30 if quick else 300
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        learner = make_key(root / "learner.pem")
        certificate = certified(root, learner)
        gate = placed(root)
        allow(gate, learner)
        _round_trip(gate, learner, certificate)  # what is imported at first use is imported
        each = sorted(_round_trip(gate, learner, certificate) for _ in range(turns))
        report.figure("round trip, ms, median", statistics.median(each))
        report.figure("round trip, ms, 95th percentile", each[int(0.95 * turns)], ("<=", 300.0))
        lines = long_log(2_000 if quick else 100_000)
        began = time.perf_counter()
        audit.check(lines)
        report.figure(f"check a log of {len(lines):,} lines, s", time.perf_counter() - began)


def certified(root: Path, learner: Key) -> str:
    """A certificate of an institution that the gate in ``root`` trusts."""
    now = times.now()
    office = make_office(root / "ethics" / "issuer", "Escola de Exemplo", "", now)
    parts = tuple(Part(part, 36, 40, 1, "1.0", "0" * 64, times.write(now)) for part in latest().parts)
    [path] = issue(office, [Evidence(learner.did, "Amina Diallo", "1.0", parts)], now)
    return compact(path.read_bytes())


def placed(root: Path) -> Gate:
    """A gate with one credentialed resource."""
    records = Records(f"sqlite:///{root / 'access' / 'gate.db'}", root / "access" / "anchors.txt")
    gate = Gate(root / "access", records, DOMAIN, trusting(root / "ethics"))
    (root / "content").mkdir()
    (root / "content" / "a.csv").write_text("id,value\n1,2\n")
    policy, text = terms.default_policy("clinic", "credentialed"), terms.default_agreement("credentialed")
    gate.place(
        Resource("clinic", "dataset", "credentialed", "Clinic", text, policy, "1.0", ""),
        root / "content",
        "me",
    )
    return gate


def allow(gate: Gate, learner: Key) -> None:
    """The learner signs and is granted access."""
    desk, hash_ = Desk(gate.records), gate.resource("clinic").agreement_hash
    desk.agree(agree(Agreement(learner.did, "clinic", hash_, times.write(times.now())), learner))
    desk.grant(desk.request(learner.did, "clinic", "education", "to measure how long it takes", 30), "me")


def long_log(count: int) -> list[audit.Entry]:
    """A log of ``count`` lines."""
    before, found = audit.START, []
    for n in range(1, count + 1):
        found.append(
            audit.entry(n, before, float(n), {"what": "opened", "resource": "clinic", "holder": f"{n}"})
        )
        before = found[-1].hash
    assert json.loads(found[-1].body)["n"] == count
    return found


def _round_trip(gate: Gate, learner: Key, certificate: str) -> float:
    began, private = time.perf_counter(), sealing.make_key()
    said = Presentation(
        learner.did,
        "clinic",
        "education",
        gate.challenge(),
        gate.domain,
        sealing.public(private),
        times.write(times.now()),
        certificate,
    )
    decision = gate.open(present(said, learner))
    assert decision.wrapped, decision.missing
    sealing.unwrap(decision.wrapped, private)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main("The gate", measure)
