"""The class service as it runs: opening what is behind the gate, a large class's pages, an exam that a crash interrupts.

python benchmarks/service.py [--quick] [--json FILE]

One service (``openhearth serve``, a process of its own) on one workspace that is filled first. Then, over HTTP:

gate       a learner opens a resource: challenge, signature, certificate verified, key unwrapped, file fetched and unsealed
pages      the catalogue, a resource with how one stands, and the desk, one after the other
exam       everybody sits the exam at once and never stops to think; half way the service is killed (SIGKILL) and started
           again. Whoever loses the connection tries again, as a person would. Then what was acknowledged is looked up
"""

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
import sqlalchemy as sa
from gate import certified
from report import Report, main

from openhearth.access import Desk, Gate, Records, Resource, audit, terms
from openhearth.access.local import DOMAIN, trusting
from openhearth.access.records import AGREEMENT, AUDIT, COHORT, GRANT, REQUEST
from openhearth.access.remote import Service
from openhearth.access.signed import Agreement, agree
from openhearth.ethics.credential import times
from openhearth.ethics.credential.identity import Learner, make_learner
from openhearth.ethics.exam import Store
from openhearth.ethics.exam.attempts import ITEMS
from openhearth.ethics.exam.store import kept_in
from openhearth.service.accounts import MEMBER, SESSION, Accounts
from openhearth.service.settings import load

DAY, PATIENCE = 86_400.0, 120.0  # seconds; the second is how long somebody tries to reach the service
CSRF = "c" * 32


@dataclass(frozen=True)
class Size:
    """How large the class is."""

    learners: int = 10_000
    resources: int = 50
    lines: int = 100_000  # of the audit log
    requests: int = 5_000  # two of five wait for a decision
    grants: int = 3_000
    takers: int = 200
    turns: int = 300  # of the gate's round trip, and of each page


QUICK = Size(100, 5, 500, 50, 30, 10, 20)


class Running:
    """The service of the workspace ``root``, in a process of its own."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address, self.log = f"http://localhost:{self.port}", root / "service.log"
        self._environment = {**os.environ, "OPENHEARTH_HOME": str(root)}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "openhearth", "serve", "--port", str(self.port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        Client(self.port, "").get("/")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @property
    def work(self) -> float:
        """Seconds that the process has computed."""
        used = psutil.Process(self._process.pid).cpu_times()
        return float(used.user + used.system)

    @property
    def complaints(self) -> int:
        """How many errors the process wrote of itself."""
        return self.log.read_text().count("Traceback")


@dataclass
class Client:
    """A browser with the session ``token``. It keeps its connection, and where that is lost makes another and asks again."""

    port: int
    token: str
    lost: int = 0  # connections
    errors: list[str] = field(default_factory=list)  # what the service answered that is no page

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)[1]

    def post(self, path: str, **form: object) -> str:
        """Where the answer leads to."""
        return self._ask("POST", path, urlencode({"csrf": CSRF, **form}))[0]

    def _ask(self, method: str, path: str, body: str | None) -> tuple[str, str]:
        headers, until = {"Cookie": f"openhearth={self.token}"}, time.monotonic() + PATIENCE
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        while True:
            try:
                self._line.request(method, path, body, headers)
                answer = self._line.getresponse()
                text, to = answer.read().decode(), answer.headers.get("Location", "")
                break
            except (OSError, http.client.HTTPException):
                self._line.close()
                self.lost += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        if answer.status != (200 if method == "GET" else 303):
            self.errors.append(f"{method} {path}: {answer.status} {text[:200]}")
        return to, text

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def measure(report: Report, quick: bool) -> None:
    """Milliseconds of the gate and of the pages of a large class; answers lost in an exam that a crash interrupts."""
    size = QUICK if quick else Size()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        learner = make_learner(root / "learner", "Amina Diallo")
        certificate = certified(root, learner.key)
        fill(root, size, learner)
        running = Running(root)
        try:
            gate(report, running, size, learner, certificate, root / "opened")
            pages(report, running, size)
            exam(report, running, size, Store(kept_in(root / "ethics")))
        finally:
            running.kill()


def gate(
    report: Report, running: Running, size: Size, learner: Learner, certificate: str, folder: Path
) -> None:
    """Round trips of the learner's own client, each with connections of its own."""
    service = Service(running.address)

    def turn() -> float:
        began = time.perf_counter()
        service.open("set-00", "education", certificate, learner, folder)
        return (time.perf_counter() - began) * 1000

    turn()  # what is imported at first use is imported
    began = time.process_time() + running.work
    show(report, "open through the gate", [turn() for _ in range(size.turns)], 300.0)
    work = (time.process_time() + running.work - began) / size.turns * 1000
    report.figure("open through the gate, ms of work of both sides", work)


def pages(report: Report, running: Running, size: Size) -> None:
    """Pages in turn, by other learners and of other resources each time; the desk by its pages."""
    desk, seconds = Client(running.port, "instructor"), defaultdict[str, list[float]](list)
    for turn in range(size.turns):
        learner = Client(running.port, f"learner-{turn * 7 % size.learners}")
        for name, client, path in (
            ("catalogue", learner, "/catalogue"),
            ("resource", learner, f"/catalogue/set-{turn % size.resources:02d}"),
            ("desk", desk, f"/desk?waiting={turn % 9 + 1}&running={turn % 7 + 1}"),
        ):
            began = time.perf_counter()
            text = client.get(path)
            seconds[name].append((time.perf_counter() - began) * 1000)
            assert not client.errors, client.errors
            assert name != "resource" or "How you stand" in text
    for name, each in seconds.items():
        show(report, f"page: {name}", each, 150.0)
    began = time.perf_counter()
    assert "whole and in order" in desk.get("/desk/audit")
    report.figure(f"page: check a log of {size.lines:,} lines, s", time.perf_counter() - began)


def exam(report: Report, running: Running, size: Size, store: Store) -> None:
    """Everybody at once, and the service killed half way."""
    kept: list[dict[int, int]] = [{} for _ in range(size.takers)]  # by taker: the acknowledged choices
    clients = [Client(running.port, f"learner-{n}") for n in range(size.takers)]
    half, lock, waits, count = threading.Event(), threading.Lock(), list[float](), 0

    def sit(n: int) -> None:
        nonlocal count
        client, chance = clients[n], random.Random(n)
        to = client.post("/exam")
        for _ in range(ITEMS):
            began = time.perf_counter()
            choice = chance.randrange(client.get(to).count('name="choice"'))
            number, to = int(to.rpartition("/")[2]), client.post(to, choice=choice)
            kept[n][number - 1] = choice
            with lock:
                waits.append(time.perf_counter() - began)
                count += 1
                if count >= size.takers * ITEMS // 2:
                    half.set()
        client.post(to, **{"hand-in": "1"})

    began = time.perf_counter()
    with ThreadPoolExecutor(size.takers) as pool:
        sitting = [pool.submit(sit, n) for n in range(size.takers)]
        half.wait(600)
        running.kill()
        running.start()
        for one in sitting:
            one.result()
    seconds = time.perf_counter() - began
    lost = unfinished = 0
    for n, choices in enumerate(kept):
        [attempt] = store.attempts(did(n))
        lost += sum(attempt.answers.get(at) != choice for at, choice in choices.items())
        unfinished += attempt.finished is None or len(choices) != ITEMS
    errors = [error for client in clients for error in client.errors]
    for error in errors[:5]:
        print(error, file=sys.stderr)
    report.figure("exam: takers at once", size.takers)
    report.figure("exam: connections lost to the crash", sum(client.lost for client in clients))
    report.figure("exam: errors", len(errors) + running.complaints, ("<=", 0.0))
    report.figure("exam: answers lost", lost, ("<=", 0.0))
    report.figure("exam: takers who could not finish", unfinished, ("<=", 0.0))
    report.figure("exam: whole, s", seconds)
    report.figure("exam: a question shown and answered, s, median", sorted(waits)[len(waits) // 2])


def show(report: Report, name: str, each: list[float], target: float) -> None:
    each = sorted(each)
    report.figure(f"{name}, ms, median", each[len(each) // 2])
    report.figure(f"{name}, ms, 95th percentile", each[int(0.95 * len(each))], ("<=", target))


def fill(root: Path, size: Size, learner: Learner) -> None:
    """A class of ``size``, with everything that ``learner`` needs to open ``set-00``."""
    (root / "ethics" / "class.secret").write_text("5e" * 32)
    (root / "content").mkdir()
    (root / "content" / "a.csv").write_text("id,value\n1,2\n")
    records = Records(f"sqlite:///{root / 'access' / 'gate.db'}", root / "access" / "anchors.txt")
    gate, desk = Gate(root / "access", records, DOMAIN, trusting(root / "ethics")), Desk(records)
    text = terms.default_agreement("credentialed")
    for n in range(size.resources):
        name = f"set-{n:02d}"
        policy = terms.default_policy(name, "credentialed")
        about = Resource(name, "dataset", "credentialed", f"Set {n}", text, policy, "1.0", "")
        resource = gate.place(about, root / "content", "Dr. Sato")
        said = Agreement(learner.key.did, name, resource.agreement_hash, times.write(times.now()))
        desk.agree(agree(said, learner.key))
    desk.grant(desk.request(learner.key.did, "set-00", "education", "to measure how long it takes", 30), "me")
    _members(root, size, learner)
    _history(records, size)
    records.close()


def did(n: int) -> str:
    return f"did:key:learner-{n:05d}"


def _members(root: Path, size: Size, learner: Learner) -> None:
    """Learners and an instructor, all signed in."""
    settings = load(root, "http://localhost:8080")
    Accounts(settings)  # makes the tables
    now = time.time()
    people = [(did(n), f"Learner {n}", "learner", f"learner-{n}") for n in range(size.learners)]
    people.append(("did:key:instructor", "Dr. Sato", "instructor", "instructor"))
    people.append((learner.key.did, "Amina Diallo", "learner", "amina"))
    engine = sa.create_engine(settings.database)
    with engine.begin() as base:
        base.execute(
            MEMBER.insert(),
            [{"did": d, "name": name, "role": role, "since": now} for d, name, role, _ in people],
        )
        rows = [
            {
                "token": hashlib.sha256(token.encode()).hexdigest(),
                "did": d,
                "csrf": CSRF,
                "expires": now + DAY,
            }
            for d, _, _, token in people
        ]
        base.execute(SESSION.insert(), rows)
    engine.dispose()


def _history(records: Records, size: Size) -> None:
    """Requests, grants to learners and to cohorts, agreements, and a log as long as it says."""
    chance, resources = random.Random(0), [f"set-{n:02d}" for n in range(size.resources)]
    with records.writing() as change:
        now, rows = change.now, []
        for n in range(size.requests):
            decided = {"decided": now - DAY, "decided_by": "Dr. Sato", "granted": n % 2 == 0}
            rows.append(
                {"id": f"request{n:05d}", "learner": did(chance.randrange(size.learners)), "days": 90,
                 "resource": chance.choice(resources), "purpose": "education", "referee": "", "at": now - n,
                 "why": "a seminar on errors of measurement, with a report at its end " * 4,
                 **(decided if n % 5 < 3 else dict.fromkeys(decided))}
            )  # fmt: skip
        change.base.execute(REQUEST.insert(), rows)
        about = {
            "purpose": "education",
            "begins": now - DAY,
            "ends": now + 60 * DAY,
            "granted_by": "Dr. Sato",
        }
        grants = [
            {"id": f"grant{n:05d}", "resource": chance.choice(resources), "cohort": None,
             "learner": did(chance.randrange(size.learners)), **about}
            for n in range(size.grants)
        ] + [
            {"id": f"cohort{n:03d}", "resource": name, "cohort": f"class-{n}", "learner": None, **about}
            for n, name in enumerate(resources)
        ]  # fmt: skip
        change.base.execute(GRANT.insert(), grants)
        members = [{"name": f"class-{n % size.resources}", "learner": did(n)} for n in range(size.learners)]
        change.base.execute(COHORT.insert(), members)
        signed = [
            {"learner": did(n), "resource": resources[0], "sha256": "0" * 64, "token": "x" * 500, "at": now}
            for n in range(size.learners)
        ]
        change.base.execute(AGREEMENT.insert(), signed)
        last = change.base.execute(sa.select(AUDIT).order_by(AUDIT.c.n.desc()).limit(1)).one()
        before, lines = last.hash, []
        for n in range(last.n + 1, size.lines + 1):
            event = {"what": "opened", "resource": chance.choice(resources), "holder": did(n % size.learners)}
            made = audit.entry(n, before, now, {**event, "purpose": "education", "missing": []})
            before = made.hash
            lines.append({"n": made.n, "body": made.body, "hash": made.hash})
        change.base.execute(AUDIT.insert(), lines)
        change.head = size.lines, before


if __name__ == "__main__":
    main("The class service", measure)
