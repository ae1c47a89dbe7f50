"""The certificate: verifying one, issuing a thousand, revoking in a list of 131,072.

python benchmarks/ethics.py [--quick] [--json FILE]
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from report import Report, main

from openhearth.ethics.credential import Evidence, Part, compromise, issue, make_office, revoke, times, verify
from openhearth.ethics.credential.achievement import latest
from openhearth.ethics.credential.keys import make_key


def measure(report: Report, quick: bool) -> None:
    """Seconds and milliseconds of the certificate's work, on one core."""
    many, turns = (50, 40) if quick else (1000, 400)
    with tempfile.TemporaryDirectory() as name:
        folder, now = Path(name), times.now()
        office = make_office(folder / "office", "Escola de Exemplo", "https://school.example", now)
        learner = make_key(folder / "learner.pem").did
        parts = tuple(Part(part, 36, 40, 1, "1.0", "0" * 64, times.write(now)) for part in latest().parts)
        records = [Evidence(learner, f"Learner {at}", "1.0", parts) for at in range(many)]
        paths = []
        seconds = _timed(lambda: paths.extend(issue(office, records, now)))
        report.figure(f"issue {many:,} certificates, s", seconds, ("<=", 30.0))
        content, listed = paths[0].read_bytes(), (office.public / "revocation.json").read_bytes()

        def once() -> None:
            assert verify(content, [office.institution], lambda institution: listed).accepted

        once()  # what is imported at first use is imported
        each = sorted(_timed(once) * 1000 for _ in range(turns))
        report.figure("verify, ms, median", statistics.median(each))
        report.figure("verify, ms, 95th percentile", each[int(0.95 * turns)], ("<=", 100.0))
        id_ = f"urn:uuid:{paths[0].stem}"
        report.figure(
            "revoke one of 131,072 places and publish, s", _timed(lambda: revoke(office, {id_: ""}, now))
        )
        seconds = _timed(lambda: compromise(office, "", now, times.now()))
        report.figure(f"compromise drill, {many - 1:,} issued again, s", seconds)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main("The ethics certificate", measure)
