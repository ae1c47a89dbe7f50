"""What a model gives away about those it was trained on, and what differential privacy promises (lesson 16).

A small network learns from two thousand patients of the synthetic clinic who will get worse. `attack` asks of each patient
whether they were among them; `train_privately` trains so that nobody can tell for sure. `trials` measures both fairly.

Sources: Yeom et al. (2018) for the attack by loss; Abadi et al. (2016) for DP-SGD; Kairouz, Oh and Viswanath (2015) for
`bound`; Yousefpour et al. (2021) for Opacus. Shapes: n patients, F features, P parameters.
"""

import math
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from openhearth.data import clinic
from openhearth.errors import OpenhearthError

WIDTH = 128


class PrivacyError(OpenhearthError):
    """A setting under which nothing private would come out."""


@dataclass(frozen=True)
class People:
    """Patients as a model sees them: rows (n, F), standardised; whether they got worse, (n,) of 0 and 1."""

    rows: Tensor
    worse: Tensor

    def __len__(self) -> int:
        return len(self.worse)


def people(
    members: int = 2000, others: int = 2000, tested: int = 3000, seed: int = 0
) -> tuple[People, People, People]:
    """Those trained on, others like them, and those the model is tested on; all of one clinic, where luck decides much.

    In each of the three half got worse, as in a study that compares cases with controls, so that an attack learns nothing from that.
    """
    one = clinic.make(patients=3 * (members + others + tested), seed=seed, noise=2.0)  # a quarter get worse
    rows, _ = one.features()
    rows = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-9)
    worse = one.truth["deteriorated"]
    cases, controls = np.flatnonzero(worse), np.flatnonzero(~worse)
    found = []
    for size in (members, others, tested):
        half = size // 2
        at = np.sort(np.concatenate((cases[:half], controls[: size - half])))
        cases, controls = cases[half:], controls[size - half :]
        found.append(People(torch.tensor(rows[at], dtype=torch.float32), torch.tensor(worse[at].astype(int))))
    return found[0], found[1], found[2]


def network(features: int, seed: int = 0) -> nn.Module:
    """A network of two hidden layers, before training: (n, features) -> (n, 2) scores."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Linear(features, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 2)
        )  # fmt: skip


def train(who: People, *, epochs: int = 60, rate: float = 2e-3, batch: int = 64, seed: int = 0) -> nn.Module:
    """A network trained as usual: Adam, for ``epochs`` passes over ``who``."""
    model = network(who.rows.shape[1], seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    chance = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        for part in torch.randperm(len(who), generator=chance).split(batch):
            optimizer.zero_grad()
            cross_entropy(model(who.rows[part]), who.worse[part]).backward()
            optimizer.step()
    return model


def train_privately(
    who: People,
    *,
    epsilon: float,
    delta: float | None = None,
    epochs: int = 4,
    rate: float = 0.1,
    batch: int = 128,
    clip: float = 1.0,
    seed: int = 0,
) -> tuple[nn.Module, float]:
    """A network trained by Opacus's DP-SGD, and the epsilon that was spent.

    Args:
        delta: default a tenth of one over the number of people.
        batch: expected size; each step draws every person with probability ``batch / len(who)``.

    Raises:
        PrivacyError: epsilon, delta or clip make no sense.
    """
    delta = 0.1 / len(who) if delta is None else delta
    check(epsilon, delta, len(who))
    with _quiet():
        from opacus.accountants.utils import get_noise_multiplier

        noise = get_noise_multiplier(
            target_epsilon=epsilon,
            target_delta=delta,
            sample_rate=1 / math.ceil(len(who) / batch),
            epochs=epochs,
            accountant="rdp",
        )
    model, engine = _descend(who, noise, epochs, rate, batch, clip, seed)
    with _quiet():
        return model, float(engine.get_epsilon(delta))


def train_cut(
    who: People, *, epochs: int = 4, rate: float = 0.1, batch: int = 128, clip: float = 1.0, seed: int = 0
) -> nn.Module:
    """A network trained by the same steps without noise: each gradient is cut, and nothing is promised.

    Raises:
        PrivacyError: clip makes no sense.
    """
    return _descend(who, 0.0, epochs, rate, batch, clip, seed)[0]


def _descend(
    who: People, noise: float, epochs: int, rate: float, batch: int, clip: float, seed: int
) -> tuple[nn.Module, Any]:
    """The network after DP-SGD with ``noise`` clips of noise, and Opacus's engine, which has kept account."""
    if not (math.isfinite(clip) and clip > 0):
        raise PrivacyError(
            f"a clip of {clip:g}; give a positive length, or nothing bounds what one person does"
        )
    model = network(who.rows.shape[1], seed)
    with _quiet(), torch.random.fork_rng():
        from opacus import PrivacyEngine

        torch.manual_seed(seed)
        engine = PrivacyEngine(accountant="rdp")
        private, optimizer, loader = engine.make_private(
            module=model,
            optimizer=torch.optim.SGD(model.parameters(), lr=rate),
            data_loader=torch.utils.data.DataLoader(
                torch.utils.data.TensorDataset(who.rows, who.worse), batch_size=batch
            ),
            noise_multiplier=noise,
            max_grad_norm=clip,
        )
        for _ in range(epochs):
            for rows, worse in loader:
                if len(rows):
                    optimizer.zero_grad()
                    # Inputs that ask for gradients keep PyTorch from warning about Opacus's hooks.
                    cross_entropy(private(rows.requires_grad_()), worse).backward()
                    optimizer.step()
        return model, engine


def check(epsilon: float, delta: float, n: int) -> None:
    """Refuse a promise that is none.

    Raises:
        PrivacyError: epsilon is not a positive number; or delta is not between 0 and one over ``n``, the number of people:
            with a larger one, a program may hand out a whole person's record and still keep its promise.
    """
    if not (math.isfinite(epsilon) and epsilon > 0):
        raise PrivacyError(
            f"an epsilon of {epsilon:g}; give a positive number: 0 would allow nothing to be learnt, and infinity promises nothing"
        )
    if not 0 < delta < 1 / n:
        raise PrivacyError(
            f"a delta of {delta:g} for {n} people; give one above 0 and well below 1/{n} = {1 / n:g}, "
            "or somebody's whole record may come out"
        )


def losses(model: nn.Module, who: People) -> NDArray[np.float64]:
    """What each person's outcome costs the model, in nats: (n,)."""
    with torch.no_grad():
        found = cross_entropy(model(who.rows), who.worse, reduction="none")
    return found.numpy().astype(float)


def auc(positives: ArrayLike, negatives: ArrayLike) -> float:
    """How often a positive scores above a negative, drawn at random, ties counting half: 0.5 is guessing."""
    from scipy.stats import mannwhitneyu

    first, second = np.asarray(positives, float), np.asarray(negatives, float)
    if not len(first) or not len(second):
        raise PrivacyError(f"{len(first)} positives and {len(second)} negatives; give at least one of each")
    return float(mannwhitneyu(first, second).statistic / (len(first) * len(second)))


def attack(model: nn.Module, members: People, others: People) -> float:
    """How well low loss tells who was trained on, as AUC."""
    return auc(-losses(model, members), -losses(model, others))


def skill(model: nn.Module, tested: People) -> float:
    """How well the model tells who will get worse, as AUC."""
    with torch.no_grad():
        score = model(tested.rows).softmax(dim=1)[:, 1].numpy()
    worse = tested.worse.numpy() == 1
    return auc(score[worse], score[~worse])


@dataclass(frozen=True)
class Trial:
    """How well an attack tells members from others, and the model who will get worse; both as AUC."""

    leak: float
    skill: float


def trials(
    fit: Callable[[People, int], nn.Module], seeds: Iterable[int] = range(3), **sizes: int
) -> list[Trial]:
    """What ``fit(people, seed)`` leaks and is good for, in one clinic a seed.

    Two groups take turns as members and others. A group whose outcomes happen to be easy to foresee looks like members
    to the attack, whoever was trained on; over both turns that luck falls out.

    Args:
        sizes: of `people`; as many others as members, or one group's luck weighs more.
    """
    found = []
    for seed in seeds:
        one, other, tested = people(seed=seed, **sizes)
        models = fit(one, seed), fit(other, seed)
        leaks = attack(models[0], one, other), attack(models[1], other, one)
        skills = [skill(model, tested) for model in models]
        found.append(Trial(sum(leaks) / 2, sum(skills) / 2))
    return found


def bound(epsilon: float, delta: float, false_alarms: ArrayLike) -> NDArray[np.float64]:
    """The highest share of members that any attack may find, when it wrongly accuses this share of others."""
    f = np.asarray(false_alarms, float)
    found: NDArray[np.float64] = np.minimum(
        np.exp(epsilon) * f + delta, 1 - np.exp(-epsilon) * (1 - delta - f)
    ).clip(0, 1)
    return found


def roc(model: nn.Module, members: People, others: People) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The attack's false alarms and finds, from accusing nobody to accusing everybody: two rising rows of shares."""
    inside, outside = np.sort(losses(model, members)), np.sort(losses(model, others))
    at = np.concatenate(([-np.inf], np.unique(np.concatenate((inside, outside)))))
    return np.searchsorted(outside, at, "right") / len(outside), np.searchsorted(inside, at, "right") / len(
        inside
    )


def spent(noise: float, batch: int, n: int, steps: int, delta: float) -> float:
    """The epsilon of DP-SGD: ``noise`` times the clip is the noise's standard deviation; Opacus's accountant.

    Raises:
        PrivacyError: there is no noise, which no epsilon describes, or delta makes no sense.
    """
    if noise <= 0:
        raise PrivacyError(
            f"a noise of {noise:g}; without noise there is no epsilon, however short the gradients are cut"
        )
    check(1.0, delta, n)
    with _quiet():
        from opacus.accountants import RDPAccountant

        accountant = RDPAccountant()
        accountant.history = [(noise, batch / n, steps)]
        return float(accountant.get_epsilon(delta))


@contextmanager
def _quiet() -> Iterator[Any]:
    """Without two of Opacus's warnings that a reader cannot act on here."""
    with warnings.catch_warnings():
        # True, and the lesson says so: noise from a fast generator could in principle be guessed.
        warnings.filterwarnings("ignore", message="Secure RNG turned off", category=UserWarning)
        # The accountant tried a list of orders and took the best; a longer list changes epsilon in the third digit.
        warnings.filterwarnings(
            "ignore", message="Optimal order is the (largest|smallest) alpha", category=UserWarning
        )
        yield
