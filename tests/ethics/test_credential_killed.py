"""A process that issues, revokes and renews is killed at some moment: what it left is whole, and goes on."""

import datetime
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from school import School, record

from openhearth.ethics.credential import times
from openhearth.ethics.credential.issue import issue, revoke
from openhearth.ethics.credential.office import open_office
from openhearth.ethics.credential.status import SIZE

ISSUING = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from school import record
    from openhearth.ethics.credential import times
    from openhearth.ethics.credential.issue import issue, revoke
    from openhearth.ethics.credential.office import open_office
    office = open_office(Path(sys.argv[1]))
    print("ready", flush=True)
    while True:
        one, two = issue(office, [record(sys.argv[3])] * 2, times.now())
        print(one.stem, two.stem, flush=True)
        revoke(office, {f"urn:uuid:{two.stem}": "a drill"}, times.now())
        print(f"revoked {two.stem}", flush=True)
    """
)


def test_what_was_issued_or_revoked_stays_so_and_no_place_is_given_twice(own_school: School) -> None:
    from openbadgeslib.ob3.status_registry import StatusRegistry

    folder, chance = own_school.office.folder, random.Random(7)
    words = [sys.executable, "-c", ISSUING, str(folder), str(Path(__file__).parent), own_school.learner.did]
    given: list[str] = []
    gone: list[str] = []
    for _ in range(6):
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            assert running.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.05, 0.8))
            os.kill(running.pid, signal.SIGKILL)
            for line in running.stdout.read().split("\n")[:-1]:
                if line.startswith("revoked "):
                    gone.append(line.split()[1])
                else:
                    given += line.split()
    assert given, "nobody was issued anything before a kill"
    office = open_office(folder)
    entries = StatusRegistry.load(str(office.register), SIZE).entries
    places = [entry.index for entry in entries.values()]
    assert len(set(places)) == len(places)
    for name in given:
        assert f"urn:uuid:{name}" in entries
        json.loads((office.certificates / f"{name}.json").read_bytes())
    for path in office.certificates.glob("*.json"):
        assert f"urn:uuid:{path.stem}" in entries, "a certificate without a place in the list"
    now = times.now() + datetime.timedelta(seconds=1)
    [last] = issue(office, [record(own_school.learner.did)], now)  # nothing is locked
    revoke(office, {f"urn:uuid:{last.stem}": "the end"}, now)
    institution = own_school.institution
    for name in gone:
        content = (office.certificates / f"{name}.json").read_bytes()
        verdict = own_school.verify(content, institution=institution)
        assert "it is revoked" in verdict.reason
    standing = [name for name in given if entries[f"urn:uuid:{name}"].revoked is None]
    for name in standing[:5]:
        assert own_school.verify((office.certificates / f"{name}.json").read_bytes()).accepted
