import math
import warnings

import numpy as np
import pytest
import torch

from openhearth.labs import dp_audit
from openhearth.labs.privacy import (
    People,
    PrivacyError,
    attack,
    auc,
    bound,
    check,
    people,
    roc,
    spent,
    train,
    train_cut,
    train_privately,
    trials,
)

SEEDS = (0, 1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def split(request: pytest.FixtureRequest) -> tuple[int, People, People, People]:
    return (request.param, *people(seed=request.param))


def test_a_model_that_overfits_gives_its_patients_away_and_one_trained_privately_does_not() -> None:
    """The sizes that the lesson shows: told apart at least 73 % against at most 50.5 %, and of use still."""
    overfit = trials(lambda who, seed: train(who, seed=seed), SEEDS)
    private = trials(lambda who, seed: train_privately(who, epsilon=8, seed=seed)[0], SEEDS)
    assert min(one.leak for one in overfit) > 0.73
    assert 0.495 < sum(one.leak for one in private) / len(private) < 0.505
    assert max(one.leak for one in private) < 0.508
    assert min(one.skill for one in private) > 0.65
    assert max(one.skill for one in overfit) < 0.62


def test_a_smaller_epsilon_leaks_less_and_is_of_less_use() -> None:
    eight, tenth = (
        trials(lambda who, seed, epsilon=epsilon: train_privately(who, epsilon=epsilon, seed=seed)[0], SEEDS)
        for epsilon in (8, 0.1)
    )
    assert sum(one.leak for one in tenth) < sum(one.leak for one in eight)
    assert sum(one.skill for one in tenth) < sum(one.skill for one in eight) - 0.03


def test_more_people_make_privacy_cheaper() -> None:
    """In as many draws of people in all, with the same promise."""
    many, few = (
        trials(
            lambda who, seed: train_privately(who, epsilon=0.1, epochs=8000 // len(who), seed=seed)[0],
            range(6),
            members=n,
            others=n,
        )
        for n in (2000, 400)
    )
    assert sum(one.skill for one in few) / 6 < sum(one.skill for one in many) / 6 - 0.03


def test_cutting_without_noise_hides_as_much_from_this_attack_and_stopping_early_a_little_less() -> None:
    cut = trials(lambda who, seed: train_cut(who, seed=seed), SEEDS)
    early = trials(lambda who, seed: train(who, epochs=1, seed=seed), SEEDS)
    assert all(one.leak < 0.508 and one.skill > 0.65 for one in cut)
    assert all(0.508 < one.leak < 0.53 and one.skill > 0.65 for one in early)


def test_taking_turns_takes_the_luck_of_the_draw_out() -> None:
    sizes = {"members": 200, "others": 200, "tested": 400}
    untrained = trials(lambda who, seed: train(who, epochs=0, seed=seed), range(5), **sizes)
    assert all(one.leak == pytest.approx(0.5) for one in untrained)
    once = []
    for seed in range(5):
        members, others, _ = people(seed=seed, **sizes)
        once.append(attack(train(members, epochs=0, seed=seed), members, others))
    assert max(abs(leak - 0.5) for leak in once) > 0.01


def test_in_each_group_half_got_worse_and_nobody_is_in_two(
    split: tuple[int, People, People, People],
) -> None:
    _, *groups = split
    assert [len(group) for group in groups] == [2000, 2000, 3000]
    assert all(group.worse.double().mean() == 0.5 for group in groups)
    assert len(torch.cat([group.rows for group in groups]).unique(dim=0)) == 7000


def test_no_warning_reaches_the_reader_and_the_same_seed_gives_the_same_model() -> None:
    members, _, _ = people(members=100, others=10, tested=10)
    before = torch.get_rng_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (one, _), (other, _) = (
            train_privately(members, epsilon=2, epochs=2, batch=20, seed=5) for _ in range(2)
        )
        train_cut(members, epochs=1, seed=5)
        spent(1.0, 20, 100, 10, 1e-3)
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("seed", SEEDS)
def test_cutting_each_gradient_bounds_everybodys_influence_and_cutting_the_batch_does_not(seed: int) -> None:
    members, _, _ = people(members=100, others=10, tested=10, seed=seed)
    rows, worse = members.rows.double().numpy(), members.worse.double().numpy()
    rows[0] *= 8
    each = dp_audit.gradients(np.zeros(rows.shape[1]), rows, worse)
    assert dp_audit.influence(each, 1.0, "each").max() <= 1 + 1e-9
    assert dp_audit.influence(each, 1.0, "together").max() > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_an_audit_finds_the_promise_broken_without_noise_and_with_the_batch_cut(seed: int) -> None:
    claimed = spent(8, 200, 200, 5, 0.1 / 200)
    assert claimed < 1
    assert dp_audit.audit("each", 8, seed=seed).epsilon < claimed
    assert dp_audit.audit("together", 8, seed=seed).epsilon > claimed + 0.5
    assert dp_audit.audit("each", 0, seed=seed).epsilon > 4


def test_our_gradients_are_those_that_opacus_computes() -> None:
    from opacus import GradSampleModule

    members, _, _ = people(members=50, others=10, tested=10)
    layer = torch.nn.Linear(members.rows.shape[1], 1, bias=False).double()
    weights = layer.weight.detach().numpy()[0].copy()
    rows, worse = members.rows.double(), members.worse.double()
    model = GradSampleModule(layer, loss_reduction="sum")
    torch.nn.functional.binary_cross_entropy_with_logits(
        model(rows.clone().requires_grad_())[:, 0], worse, reduction="sum"
    ).backward()
    theirs = layer.weight.grad_sample[:, 0].numpy()
    assert np.allclose(dp_audit.gradients(weights, rows.numpy(), worse.numpy()), theirs)


def test_no_attack_on_private_training_passes_the_bound(split: tuple[int, People, People, People]) -> None:
    seed, members, others, _ = split
    private, epsilon = train_privately(members, epsilon=1, seed=seed)
    assert epsilon == pytest.approx(1, abs=0.02)
    alarms, finds = roc(private, members, others)
    assert (finds <= bound(epsilon, 0.1 / len(members), alarms) + 0.05).all()


def test_the_bound_is_guessing_at_nothing_and_everything_as_epsilon_grows() -> None:
    f = np.linspace(0, 1, 11)
    assert np.allclose(bound(0, 0, f), f)
    assert bound(1, 0, f)[5] == pytest.approx(min(math.e * 0.5, 1 - math.exp(-1) * 0.5))
    assert (bound(8, 0, f)[1:] > 0.99).all()
    assert (bound(2, 0.01, f) >= bound(1, 0.001, f)).all()


def test_auc_counts_pairs() -> None:
    assert auc([3, 2], [1, 2]) == 0.875
    assert auc([1], [1]) == 0.5
    with pytest.raises(PrivacyError, match="at least one of each"):
        auc([], [1])


def test_more_noise_or_fewer_steps_spend_less_and_a_larger_part_of_the_people_more() -> None:
    base = spent(1.5, 64, 400, 100, 1e-4)
    assert spent(3.0, 64, 400, 100, 1e-4) < base
    assert spent(1.5, 64, 400, 50, 1e-4) < base < spent(1.5, 128, 400, 100, 1e-4)


@pytest.mark.parametrize("epsilon", [0, -1, math.inf, math.nan])
def test_an_epsilon_that_promises_nothing_or_allows_nothing_is_refused(epsilon: float) -> None:
    members, _, _ = people(members=50, others=10, tested=10)
    with pytest.raises(PrivacyError, match="give a positive number"):
        train_privately(members, epsilon=epsilon)


def test_a_delta_that_gives_a_person_away_and_a_clip_that_is_none_are_refused() -> None:
    members, _, _ = people(members=50, others=10, tested=10)
    for delta in (0, 1 / 50, 0.5, -1e-5):
        with pytest.raises(PrivacyError, match="well below 1/50"):
            train_privately(members, epsilon=1, delta=delta)
    with pytest.raises(PrivacyError, match="a clip of inf"):
        train_privately(members, epsilon=1, clip=math.inf)
    with pytest.raises(PrivacyError, match="a clip of 0"):
        train_cut(members, clip=0)
    with pytest.raises(PrivacyError, match="without noise there is no epsilon"):
        spent(0, 10, 100, 5, 1e-4)
    with pytest.raises(PrivacyError, match="a positive clip"):
        dp_audit.audit("each", 1, clip=0)
    check(1, 1e-5, 1000)
