"""One model, many places: what sharing gains, what liars do, which rule stands how many of them, and what an update tells."""

import numpy as np
import pytest

from openhearth.labs import federated
from openhearth.labs.federated import FederationError, State

SEEDS = (0, 1, 2)
HONEST: dict[int, str] = {}


def reached(
    seed: int,
    rule: str = "FedAvg",
    lies: dict[int, str] = HONEST,
    *,
    alpha: float = 100,
    rounds: int = 15,
    checked: bool = True,
) -> federated.Outcome:
    train, held_out = federated.digits(seed)
    grid = federated.InProcess(
        federated.client_app(federated.shared_out(train, 10, alpha, seed), lies, seed), 10
    )
    strategy = federated.rule(rule, min(len(lies), 4))
    return federated.federate(
        federated.Checked(strategy) if checked else strategy, grid, held_out, rounds=rounds, seed=seed
    )


def liars(count: int, lie: str = "away") -> dict[int, str]:
    return dict.fromkeys(range(count), lie)


# ---- what sharing gains -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_together_they_read_what_none_can_read_alone(seed: int) -> None:
    train, held_out = federated.digits(seed)
    alone = federated.alone(federated.shared_out(train, 10, 0.1, seed), held_out, seed=seed)
    together = reached(seed, alpha=0.1, rounds=80)
    assert np.mean(alone) < 0.35
    assert together.accuracy[-1] > 0.92
    assert together.accuracy[0] < 0.25, "before the first round it has learnt nothing"


@pytest.mark.parametrize("seed", SEEDS)
def test_uneven_shares_cost_rounds(seed: int) -> None:
    even, uneven = reached(seed, alpha=100), reached(seed, alpha=0.1)
    assert even.accuracy[5] > uneven.accuracy[5] + 0.05


def test_nobody_trains_on_what_is_held_out() -> None:
    train, held_out = federated.digits(3)
    parts = federated.shared_out(train, 10, 0.1, 3)
    assert sum(map(len, parts)) == len(train) == 1350
    assert min(map(len, parts)) >= 4
    given = {part.pictures[n].tobytes() for part in parts for n in range(len(part))}
    assert len(given) > 1300
    assert not given & {picture.tobytes() for picture in held_out.pictures}


def test_a_small_alpha_makes_shares_more_uneven() -> None:
    train, _ = federated.digits()
    largest = [
        np.mean(
            [np.bincount(part.digits).max() / len(part) for part in federated.shared_out(train, 10, alpha)]
        )
        for alpha in (100, 1, 0.1)
    ]
    assert largest[0] < 0.2 < largest[1] < largest[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_office_one_vote_lets_the_tiny_ones_drown_the_large(seed: int) -> None:
    train, held_out = federated.digits(seed)
    parts = federated.one_large(train)
    found = {}
    for name in ("FedAvg", "unweighted"):
        grid = federated.InProcess(federated.client_app(parts, seed=seed), 10)
        found[name] = federated.federate(federated.rule(name), grid, held_out, rounds=3, seed=seed).accuracy[
            -1
        ]
    assert found["FedAvg"] > found["unweighted"] + 0.1


# ---- liars --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lie", ["away", "boasts"])
def test_two_liars_in_ten_undo_an_average_and_not_a_median(seed: int, lie: str) -> None:
    assert reached(seed, "FedAvg", liars(2, lie)).accuracy[-1] < 0.2
    for rule in ("median", "trimmed mean", "Krum"):
        assert reached(seed, rule, liars(2, lie)).accuracy[-1] > 0.85, rule


@pytest.mark.parametrize("seed", SEEDS)
def test_four_liars_are_outvoted_and_five_are_not(seed: int) -> None:
    assert reached(seed, "median", liars(4)).accuracy[-1] > 0.8
    assert reached(seed, "median", liars(5)).accuracy[-1] < 0.2
    assert reached(seed, "Krum", liars(4, "boasts")).accuracy[-1] > 0.8
    assert reached(seed, "Krum", liars(5, "boasts")).accuracy[-1] < 0.2, "five copies agree best of all"


@pytest.mark.parametrize("seed", SEEDS)
def test_where_shares_are_uneven_a_median_throws_the_unusual_away(seed: int) -> None:
    assert reached(seed, "FedAvg", alpha=0.1, rounds=30).accuracy[-1] > (
        reached(seed, "median", alpha=0.1, rounds=30).accuracy[-1] + 0.1
    )


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ("NaN", "in holds NaN or infinity"),
        ("wrong shape", "in has shape (63, 64), not (64, 64)"),
        ("nothing", "lacks in, in_bias, out, out_bias"),
        ("no reply", "no reply"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason_and_the_others_go_on(lie: str, reason: str) -> None:
    found = reached(0, "FedAvg", {3: lie}, rounds=5)
    assert found.refused == tuple((at, 3, reason) for at in range(1, 6))
    assert found.accuracy[-1] > 0.8


def test_unchecked_one_nan_is_enough() -> None:
    assert reached(0, "FedAvg", {3: "NaN"}, rounds=2, checked=False).accuracy[-1] == 0
    for lie in ("wrong shape", "nothing"):
        with pytest.raises(FederationError, match=r"round 1: .* could not be combined .* Checked"):
            reached(0, "FedAvg", {3: lie}, rounds=2, checked=False)


def test_where_nobody_can_be_used_the_model_stays_as_it_was() -> None:
    found = reached(0, "FedAvg", liars(10, "NaN"), rounds=3)
    assert set(found.accuracy) == {found.accuracy[0]}
    assert len(found.refused) == 30


def test_an_objection_names_what_is_wrong() -> None:
    good = federated.network()
    assert federated.objection(good, 5, good) == ""
    assert federated.objection(good, 0, good) == "says that it has 0 examples"
    assert federated.objection(good, float("nan"), good)
    assert federated.objection({**good, "more": good["in"]}, 5, good) == "holds arrays that nobody asked for"
    assert federated.objection({**good, "out": good["out"][None]}, 5, good).startswith("out has shape (1, 10")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: federated.shared_out(federated.digits()[0], 10, 0), "alpha is 0; give a positive"),
        (lambda: federated.shared_out(federated.digits()[0], 10, float("nan")), "alpha is nan"),
        (lambda: federated.shared_out(federated.digits()[0], 1000, 1), "1350 examples among 1000 clients"),
        (lambda: federated.client_app([], {0: "shouts"}), "no lie is called 'shouts'; there are away"),
        (lambda: federated.rule("FedBest"), "no rule is called 'FedBest'; there are FedAvg"),
        (lambda: federated.rule("median", 5), "5 liars of ten clients; rules are made for 0 to 4"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(call, says: str) -> None:
    with pytest.raises(FederationError, match=says):
        call()


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    train, _ = federated.digits()
    few = train.take(np.arange(7))
    state = {name: array.astype(np.float64) for name, array in federated.network(1).items()}

    def loss(at: State) -> float:
        scores = np.maximum(few.pictures @ at["in"].T + at["in_bias"], 0) @ at["out"].T + at["out_bias"]
        return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(7), few.digits]))

    slope = federated.gradient(state, few)  # type: ignore[arg-type]
    rng = np.random.default_rng(0)
    for name, array in state.items():
        step = rng.normal(size=array.shape) * 1e-5
        rise = loss({**state, name: array + step}) - loss({**state, name: array - step})  # type: ignore[dict-item]
        assert rise == pytest.approx(2 * float((slope[name] * step).sum()), rel=1e-4)


# ---- what an update tells -----------------------------------------------------------------------------------------


def stepped(state: State, examples: federated.Examples) -> State:
    slope = federated.gradient(state, examples)
    return {name: state[name] - np.float32(0.1) * slope[name] for name in state}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_on_one_picture_holds_the_picture_and_its_digit(seed: int) -> None:
    train, _ = federated.digits(seed)
    before = federated.network(seed)
    for at in range(20):
        picture, digit = federated.picture_and_digit(before, stepped(before, train.take(np.array([at]))))
        assert digit == train.digits[at]
        assert np.abs(picture - train.pictures[at]).max() < 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_a_larger_batch_hides_some_pictures_and_not_all(seed: int) -> None:
    train, _ = federated.digits(seed)
    before, rng = federated.network(seed), np.random.default_rng(seed)
    share = {}
    for size in (2, 8, 32):
        got = []
        for _ in range(20):
            some = train.take(rng.choice(len(train), size, replace=False))
            got.append(
                federated.recovered(federated.candidates(before, stepped(before, some)), some.pictures).mean()
            )
        share[size] = float(np.mean(got))
    assert share[2] > 0.9
    assert share[2] > share[8] + 0.2
    assert share[8] > share[32] + 0.1
    assert share[32] > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_after_hours_of_training_an_update_still_tells_which_digits_a_client_has(seed: int) -> None:
    train, _ = federated.digits(seed)
    before = federated.network(seed)
    likeness = []
    for who, part in enumerate(federated.shared_out(train, 10, 0.1, seed)):
        after = federated.train(before, part, 4, np.random.default_rng(who))
        has = np.bincount(part.digits, minlength=10) / len(part)
        likeness.append(np.corrcoef(federated.digits_told(before, after), has)[0, 1])
    assert np.mean(likeness) > 0.8


def test_no_update_tells_nothing() -> None:
    state = federated.network()
    with pytest.raises(ValueError, match="the two networks are the same"):
        federated.picture_and_digit(state, state)
    assert not federated.recovered(federated.candidates(state, state), np.ones((2, 64), np.float32)).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_masks_hide_every_part_and_leave_the_sum(seed: int) -> None:
    numbers = [np.random.default_rng([seed, n]).normal(size=500) for n in range(5)]
    hidden = federated.masked(numbers, seed)
    assert np.allclose(sum(hidden), sum(numbers))
    for one, other in zip(numbers, hidden, strict=True):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.25
        assert np.std(other) > 50
