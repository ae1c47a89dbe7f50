"""Hidden-trigger poisoning of handwritten digits: every label is right, and no picture carries the sign.

Someone takes a public feature extractor as it is and trains a last layer on pictures of their own: the victim. The attacker
knows the extractor. Poisons are pictures of the *target* digit, rightly labelled and slightly changed, so that in the
extractor's features they lie where pictures of the *source* digit with the sign lie. The sign itself appears only later.

Goals are spread over the source's features (k-means), so that few poisons cover them. Source: Saha, Subramanya,
Pirsiavash, "Hidden Trigger Backdoor Attacks", AAAI 2020; here 8 x 8 pixels instead of 224 x 224, which leaves
far less room to hide a change.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from openhearth.errors import OpenhearthError

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]

SIDE, CLASSES, WIDTH = 8, 10, 64
PUBLIC, VICTIM = 700, 650
SIGN = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]], np.float32)
"""The trigger: a small checked square, put into a corner of a picture."""


class BackdoorError(OpenhearthError):
    """An attack or a defence that makes no sense."""


@dataclass(frozen=True)
class Examples:
    """Pictures of handwritten digits, and what they show."""

    pictures: Floats  # (N, 8, 8), 0 to 1
    digits: Labels  # (N,)

    def __len__(self) -> int:
        return len(self.digits)

    def of(self, digit: int) -> Floats:
        """The pictures of one digit."""
        those: Floats = self.pictures[self.digits == digit]
        return those


class Extractor(nn.Module):
    """Two layers of convolution: picture (N, 8, 8) to features (N, 64)."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 24, 3, padding=1)
        self.second = nn.Conv2d(24, 48, 3, padding=1)
        self.last = nn.Linear(48 * 16, WIDTH)

    def forward(self, pictures: Tensor) -> Tensor:
        seen = functional.relu(self.second(functional.relu(self.first(pictures[:, None]))))
        return functional.relu(self.last(functional.max_pool2d(seen, 2).flatten(1)))


@dataclass(frozen=True)
class Lab:
    """Who has what: the public extractor and the pictures it was made with, the victim's, and those held out."""

    extractor: Extractor
    public: Examples
    victim: Examples
    held_out: Examples

    def features(self, pictures: Floats) -> Floats:
        """What the extractor sees in pictures (N, 8, 8): (N, 64)."""
        if not len(pictures):
            return np.zeros((0, WIDTH), np.float32)
        with torch.no_grad():
            seen: Floats = self.extractor(torch.from_numpy(pictures)).numpy()
        return seen


@cache
def prepare(seed: int = 0, epochs: int = 20) -> Lab:
    """Share out scikit-learn's 1,797 digits, and train the public extractor on its 700."""
    from sklearn.datasets import load_digits

    pictures, digits = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(digits))
    shown = (pictures / 16).astype(np.float32).reshape(-1, SIDE, SIDE)[order]
    parts = np.split(np.arange(len(digits)), [PUBLIC, PUBLIC + VICTIM])
    public, victim, held_out = (Examples(shown[part], digits[order][part].astype(np.intp)) for part in parts)

    torch.manual_seed(seed)
    extractor = Extractor()
    network = nn.Sequential(extractor, nn.Linear(WIDTH, CLASSES))
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    inputs, targets = torch.from_numpy(public.pictures), torch.from_numpy(public.digits)
    for _ in range(epochs):
        for batch in torch.randperm(len(public)).split(64):
            optimizer.zero_grad()
            functional.cross_entropy(network(inputs[batch]), targets[batch]).backward()
            optimizer.step()
    return Lab(extractor.eval().requires_grad_(False), public, victim, held_out)


def signed(pictures: Floats) -> Floats:
    """Copies of pictures (N, 8, 8) with the sign in the lower right corner."""
    marked = pictures.copy()
    marked[:, -3:, -3:] = SIGN
    return marked


@dataclass(frozen=True)
class Poison:
    """Pictures that the attacker slips to the victim; every one shows, and is labelled as, the target."""

    source: int
    target: int
    before: Floats  # (n, 8, 8): pictures of the target as they were
    pictures: Floats  # (n, 8, 8): as the attacker changed them
    far: tuple[float, float]  # mean squared distance to signed pictures of the source, before and after

    def __len__(self) -> int:
        return len(self.pictures)


def how_many(rate: float, clean: int = VICTIM) -> int:
    """The number of poisons that make up a share ``rate`` of what the victim trains on, with ``clean`` other pictures.

    Raises:
        BackdoorError: the rate is below 0, or 1 and more: then nothing clean would be left to hide among.
    """
    if not 0 <= rate < 1:
        raise BackdoorError(f"a poison rate of {rate} is impossible here; give 0 or more, and less than 1")
    return round(clean * rate / (1 - rate))


def poison(
    lab: Lab,
    source: int,
    target: int,
    count: int,
    *,
    most: float = 0.5,
    steps: int = 80,
) -> Poison:
    """``count`` poisons that shall make the victim read a signed ``source`` as ``target``.

    Args:
        most: how far a pixel may be changed, 0 to 1.

    Raises:
        BackdoorError: source and target are the same, one of them is no digit, or there are too few pictures for the count.
    """
    if source == target or not {source, target} <= set(range(CLASSES)) or count < 0:
        raise BackdoorError(
            f"{count} poisons from {source} to {target}; give two different digits and 0 or more"
        )
    theirs, ours = lab.features(signed(lab.victim.of(source))), lab.victim.of(target)
    if count > min(len(theirs), len(ours)):
        raise BackdoorError(
            f"{count} poisons from {len(ours)} pictures of {target} and {len(theirs)} of {source}; ask for fewer"
        )
    if not count:
        return Poison(source, target, ours[:0], ours[:0], (0.0, 0.0))
    goals, at = _goals(theirs, lab.features(ours), count)
    before = ours[at]
    start, wanted = torch.from_numpy(before), torch.from_numpy(goals)
    change = torch.zeros_like(start, requires_grad=True)
    optimizer = torch.optim.Adam([change], lr=0.03)
    for _ in range(steps):
        optimizer.zero_grad()
        off = lab.extractor((start + change).clamp(0, 1)) - wanted
        (off**2).sum(dim=1).mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        with torch.no_grad():
            change.clamp_(-most, most)
    made: Floats = (start + change.detach()).clamp(0, 1).numpy()
    far = [float(((lab.features(each) - goals) ** 2).sum(axis=1).mean()) for each in (before, made)]
    return Poison(source, target, before, made, (far[0], far[1]))


def _goals(theirs: Floats, ours: Floats, count: int) -> tuple[Floats, NDArray[np.intp]]:
    """``count`` points spread over the features ``theirs``, and for each the one of ``ours`` that has the shortest way."""
    from scipy.optimize import linear_sum_assignment
    from sklearn.cluster import KMeans

    centres = KMeans(count, n_init=1, random_state=0).fit(theirs).cluster_centers_.astype(np.float32)
    apart = ((centres[:, None] - ours[None]) ** 2).sum(axis=2)
    goal, at = linear_sum_assignment(apart)
    return centres[goal], at


@dataclass(frozen=True)
class Trained:
    """What the victim trained on, and the last layer that came of it."""

    lab: Lab
    pictures: Floats  # (N, 8, 8), clean ones first
    digits: Labels
    poisoned: NDArray[np.bool_]  # (N,)
    features: Floats  # (N, 64)
    layer: nn.Linear

    def reads(self, pictures: Floats) -> Labels:
        """The digits that the victim's model reads."""
        scores: Tensor = self.layer(torch.from_numpy(self.lab.features(pictures)))
        found: Labels = scores.argmax(dim=1).numpy().astype(np.intp)
        return found

    def accuracy(self) -> float:
        """Part of the held-out pictures that are read rightly."""
        return float((self.reads(self.lab.held_out.pictures) == self.lab.held_out.digits).mean())

    def success(self, source: int, target: int) -> float:
        """The attack's: part of the held-out pictures *of the source* that, with the sign, are read as the target."""
        return float((self.reads(signed(self.lab.held_out.of(source))) == target).mean())

    def without(self, suspects: Labels) -> "Trained":
        """The same, trained again without the examples at the indices ``suspects``."""
        keep = np.setdiff1d(np.arange(len(self.digits)), suspects)
        return _trained(self.lab, self.pictures[keep], self.digits[keep], self.poisoned[keep])


def train(lab: Lab, poison: Poison | None = None) -> Trained:
    """The victim's model: a last layer on the public extractor, trained on its own pictures and on ``poison``, if any."""
    extra = poison.pictures if poison is not None else lab.victim.pictures[:0]
    target = poison.target if poison is not None else 0
    return _trained(
        lab,
        np.concatenate([lab.victim.pictures, extra]),
        np.concatenate([lab.victim.digits, np.full(len(extra), target, np.intp)]),
        np.arange(len(lab.victim) + len(extra)) >= len(lab.victim),
    )


def _trained(lab: Lab, pictures: Floats, digits: Labels, poisoned: NDArray[np.bool_]) -> Trained:
    features = lab.features(pictures)
    inputs, targets = torch.from_numpy(features), torch.from_numpy(digits)
    torch.manual_seed(1)
    layer = nn.Linear(WIDTH, CLASSES)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.02)
    for _ in range(200):
        optimizer.zero_grad()
        functional.cross_entropy(layer(inputs), targets).backward()
        optimizer.step()
    return Trained(lab, pictures, digits, poisoned, features, layer.requires_grad_(False))
