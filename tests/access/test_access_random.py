"""Ten thousand random histories of a gate: it opens exactly when a plain model of its terms says so."""

import itertools
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from world import NOON, WHY, World, resource

from openhearth.access import AccessError, Desk, Gate, Records, sealing, terms
from openhearth.access.records import META, RESOURCE
from openhearth.access.signed import Agreement, agree
from openhearth.ethics.credential.keys import make_key

DAY = 86_400.0
HISTORIES, STEPS = 10_000, 12
NAMES = ("open-set", "registered-set", "credentialed-set", "reviewed-set")
PEOPLE = st.sampled_from((0, 1))
RESOURCES = st.sampled_from(NAMES)
PURPOSES = st.sampled_from(("education", "research", "commerce"))

_FOLDER = Path(tempfile.mkdtemp(prefix="gate-"))
_KEYS = [make_key(_FOLDER / f"{n}.pem") for n in range(2)]
_SIGNED: dict[tuple[int, str, str], bytes] = {}


class _Quick(Records):
    """Records in memory, with no anchor on the disk: the rule is what is looked at here. Emptied for each history."""

    def __init__(self) -> None:
        super().__init__("sqlite://", _FOLDER / "anchors.txt", lambda: self.now)
        self.now = NOON

    def begin(self) -> None:
        self.now = NOON
        with self._engine.begin() as base:
            for table in META.sorted_tables:
                base.execute(table.delete())

    def _anchor(self, n: int, hash_: str) -> None:
        pass


_RECORDS = _Quick()


class Histories(RuleBasedStateMachine):
    @initialize(ready=st.booleans())
    def begin(self, ready: bool) -> None:
        """``ready``: the first person has everything at first, so that what follows takes it away."""
        self.records = _RECORDS
        self.records.begin()
        self.certified: set[str] = set()
        self.gate = Gate(
            _FOLDER,
            self.records,
            "gate.example",
            lambda content, holder, least: "" if holder in self.certified else "no",
        )
        self.desk = Desk(self.records)
        self.version = dict.fromkeys(NAMES, 0)
        self.signed: set[tuple[int, str, int]] = set()
        self.requests: list[dict] = []
        self.grants: list[dict] = []
        self.cohort: set[int] = set()
        for name in NAMES:
            self._place(name)
        if ready:
            self.certify(0)
            for at, name in enumerate(NAMES[2:]):
                self.sign(0, name)
                self.request(0, name, "education", 3)
                self.vouch(at)
                self.decide(at, True)

    def _place(self, name: str) -> None:
        tier = name.removesuffix("-set")
        text = terms.default_agreement(tier) + f"\nversion {self.version[name]}\n"
        made = resource(name, tier, agreement=text)
        with self.records.writing() as change:
            change.base.execute(RESOURCE.delete().where(RESOURCE.c.name == name))
            change.base.execute(RESOURCE.insert().values(name=name, body=made.to_json(), placed=change.now))

    @rule(who=PEOPLE)
    def certify(self, who: int) -> None:
        self.certified.add(_KEYS[who].did)

    @rule(who=PEOPLE)
    def lose_certificate(self, who: int) -> None:
        self.certified.discard(_KEYS[who].did)

    @rule(who=PEOPLE, name=RESOURCES)
    def sign(self, who: int, name: str) -> None:
        hash_ = self.gate.resource(name).agreement_hash
        token = _SIGNED.get((who, name, hash_))
        if token is None:
            token = agree(Agreement(_KEYS[who].did, name, hash_, "2026-11-24T09:30:00Z"), _KEYS[who])
            _SIGNED[who, name, hash_] = token
        self.desk.agree(token)
        self.signed.add((who, name, self.version[name]))

    @rule(name=st.sampled_from(NAMES[1:]))
    def change_agreement(self, name: str) -> None:
        self.version[name] += 1
        self._place(name)

    @rule(who=PEOPLE, name=st.sampled_from(NAMES[2:]), purpose=PURPOSES, days=st.integers(1, 5))
    def request(self, who: int, name: str, purpose: str, days: int) -> None:
        id_ = self.desk.request(_KEYS[who].did, name, purpose, WHY, days, "Prof. Okello")
        if all(one["id"] != id_ for one in self.requests):
            self.requests.append(
                {
                    "id": id_,
                    "who": who,
                    "name": name,
                    "purpose": purpose,
                    "days": days,
                    "vouched": False,
                    "said": None,
                }
            )

    @rule(at=st.integers(0, 5))
    def vouch(self, at: int) -> None:
        if at < len(self.requests) and self.requests[at]["said"] is None:
            self.desk.vouch(self.requests[at]["id"], "Prof. Okello")
            self.requests[at]["vouched"] = True

    @rule(at=st.integers(0, 5), yes=st.booleans())
    def decide(self, at: int, yes: bool) -> None:
        if at >= len(self.requests):
            return
        one = self.requests[at]
        allowed = one["said"] is None and (not yes or one["name"] != "reviewed-set" or one["vouched"])
        try:
            if yes:
                id_ = self.desk.grant(one["id"], "Dr. Sato")
                self.grants.append(
                    {**one, "id": id_, "ends": self.records.now + one["days"] * DAY, "revoked": False}
                )
            else:
                self.desk.refuse(one["id"], "Dr. Sato")
        except AccessError:
            assert not allowed
            return
        assert allowed
        one["said"] = yes

    @rule(days=st.integers(1, 5), purpose=PURPOSES)
    def grant_class(self, days: int, purpose: str) -> None:
        id_ = self.desk.grant_cohort("credentialed-set", "spring", purpose, days, "Dr. Sato")
        self.grants.append(
            {"id": id_, "who": None, "name": "credentialed-set", "purpose": purpose, "ends": self.records.now + days * DAY,
             "revoked": False}
        )  # fmt: skip

    @rule(who=PEOPLE)
    def enrol(self, who: int) -> None:
        self.desk.enrol("spring", [_KEYS[who].did], "Dr. Sato")
        self.cohort.add(who)

    @rule(at=st.integers(0, 5))
    def revoke(self, at: int) -> None:
        if at < len(self.grants) and not self.grants[at]["revoked"]:
            self.desk.revoke(self.grants[at]["id"], "Dr. Sato")
            self.grants[at]["revoked"] = True

    @rule(hours=st.sampled_from((1, 24, 100)))
    def wait(self, hours: int) -> None:
        self.records.now += hours * 3600.0

    def _opens(self, who: int, name: str, purpose: str) -> bool:
        """The model: what the tiers of the design ask for, in plain words."""
        if name == "open-set":
            return True
        if (who, name, self.version[name]) not in self.signed:
            return False
        if name == "registered-set":
            return True
        granted = any(
            one["name"] == name and one["purpose"] == purpose and not one["revoked"] and self.records.now < one["ends"]
            and (one["who"] == who or (one["who"] is None and who in self.cohort))
            for one in self.grants
        )  # fmt: skip
        vouched = name != "reviewed-set" or any(
            one["who"] == who
            and one["name"] == name
            and one["purpose"] == purpose
            and one["vouched"]
            and one["said"]
            for one in self.requests
        )
        return (
            granted and vouched and _KEYS[who].did in self.certified and purpose in ("education", "research")
        )

    @rule(who=PEOPLE, name=RESOURCES, purpose=PURPOSES)
    def ask(self, who: int, name: str, purpose: str) -> None:
        checks = self.gate.standing(_KEYS[who].did, name, purpose, "shown")
        assert all(check.passed for check in checks) == self._opens(who, name, purpose), (who, name, checks)

    def teardown(self) -> None:
        if hasattr(self, "gate"):
            for who, name in itertools.product((0, 1), NAMES[2:]):
                self.ask(who, name, self.grants[-1]["purpose"] if self.grants else "education")


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_a_key_is_wrapped_only_where_the_gate_opens(world: World) -> None:
    """What `standing` says is what `open` does."""
    for key, name in itertools.product((world.ada, world.bo), NAMES):
        if key is world.ada and name != "open-set":
            world.everything(key, name)
        standing = world.gate.standing(key.did, name, "education", f"certificate of {key.did}")
        decision = world.opens(key, name)
        assert decision.opened == all(check.passed for check in standing)
        if decision.wrapped:
            assert sealing.unwrap(decision.wrapped, world.age).startswith("AGE-SECRET-KEY-")
