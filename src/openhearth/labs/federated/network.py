"""Handwritten digits shared out among many, and the small network that reads them: two layers, the gradient by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openhearth.errors import OpenhearthError

Floats = NDArray[np.float32]
State = dict[str, Floats]
"""A network: in (64, 64), in_bias (64,), out (10, 64), out_bias (10,)."""

CLASSES, PIXELS, HIDDEN = 10, 64, 64
RATE, BATCH = 0.1, 32


class FederationError(OpenhearthError):
    """A federation that cannot be set up, or replies that cannot be combined."""


@dataclass(frozen=True)
class Examples:
    """Pictures of handwritten digits, and what they show."""

    pictures: Floats  # (N, 64): 8 x 8 pixels, 0 to 1
    digits: NDArray[np.intp]  # (N,)

    def __len__(self) -> int:
        return len(self.digits)

    def take(self, which: NDArray[np.intp]) -> "Examples":
        """Those at the indices ``which``."""
        return Examples(self.pictures[which], self.digits[which])


def digits(seed: int = 0, held_out: int = 447) -> tuple[Examples, Examples]:
    """scikit-learn's 1,797 digits as (those to train on, those held out), drawn apart before anybody gets any."""
    from sklearn.datasets import load_digits

    pictures, what = load_digits(return_X_y=True)
    everything = Examples((pictures / 16).astype(np.float32), what.astype(np.intp))
    order = np.random.default_rng(seed).permutation(len(everything))
    return everything.take(order[held_out:]), everything.take(order[:held_out])


def shared_out(
    examples: Examples, clients: int, alpha: float, seed: int = 0, least: int = 4
) -> list[Examples]:
    """``examples`` among ``clients``: for each digit, shares from a Dirichlet distribution with parameter ``alpha``.

    A large ``alpha`` gives everybody the same mixture; a small one gives most of a digit to one or two. Whoever would have
    fewer than ``least`` gets the missing ones from the richest, so that everybody can train.

    Raises:
        FederationError: ``alpha`` is not positive, or there are not ``least`` examples for each client.
    """
    if not (0 < alpha < np.inf):
        raise FederationError(f"alpha is {alpha}; give a positive number, such as 0.1 or 100")
    if clients < 1 or clients * least > len(examples):
        raise FederationError(
            f"{len(examples)} examples among {clients} clients; each needs at least {least}"
        )
    rng = np.random.default_rng([seed, 1])
    given: list[list[int]] = [[] for _ in range(clients)]
    for digit in range(CLASSES):
        those = rng.permutation(np.flatnonzero(examples.digits == digit))
        cuts = np.cumsum(rng.dirichlet([alpha] * clients))[:-1] * len(those)
        for client, part in enumerate(np.split(those, cuts.astype(int))):
            given[client] += part.tolist()
    for poor in given:
        while len(poor) < least:
            poor.append(max(given, key=len).pop())
    return [examples.take(np.array(each, dtype=np.intp)) for each in given]


def one_large(examples: Examples, small: int = 5) -> list[Examples]:
    """Ten clients: nine with ``small`` examples of one digit each, 0 to 8, and one with all the rest."""
    few = [np.flatnonzero(examples.digits == digit)[:small] for digit in range(CLASSES - 1)]
    rest = np.setdiff1d(np.arange(len(examples)), np.concatenate(few))
    return [examples.take(each) for each in (*few, rest)]


def network(seed: int = 0) -> State:
    """A network that has learnt nothing."""
    rng = np.random.default_rng([seed, 2])
    return {
        "in": (rng.normal(size=(HIDDEN, PIXELS)) * np.sqrt(2 / PIXELS)).astype(np.float32),
        "in_bias": np.zeros(HIDDEN, np.float32),
        "out": (rng.normal(size=(CLASSES, HIDDEN)) / np.sqrt(HIDDEN)).astype(np.float32),
        "out_bias": np.zeros(CLASSES, np.float32),
    }


def gradient(state: State, examples: Examples) -> State:
    """The slope of the mean cross-entropy: for each layer, (error at its output)ᵀ times its input."""
    inner = np.maximum(examples.pictures @ state["in"].T + state["in_bias"], 0)  # (N, 64)
    scores = inner @ state["out"].T + state["out_bias"]  # (N, 10)
    error = np.exp(scores - scores.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)  # the network's probabilities ...
    error[np.arange(len(examples)), examples.digits] -= 1  # ... minus the truth
    error /= len(examples)
    below = (error @ state["out"]) * (inner > 0)  # (N, 64)
    return {
        "in": below.T @ examples.pictures,
        "in_bias": below.sum(axis=0),
        "out": error.T @ inner,
        "out_bias": error.sum(axis=0),
    }


def train(state: State, examples: Examples, epochs: int, rng: np.random.Generator) -> State:
    """``state`` after ``epochs`` passes of gradient descent over ``examples``, in batches of about 32."""
    state = dict(state)
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(examples)), max(1, len(examples) // BATCH)):
            slope = gradient(state, examples.take(batch))
            state = {name: state[name] - RATE * slope[name] for name in state}
    return state


def accuracy(state: State, examples: Examples) -> float:
    """Part of the examples that the network reads rightly, 0 to 1; a network of NaN reads none."""
    with np.errstate(all="ignore"):
        inner = np.maximum(examples.pictures @ state["in"].T + state["in_bias"], 0)
        scores = inner @ state["out"].T + state["out_bias"]
    right = (scores.argmax(axis=1) == examples.digits) & np.isfinite(scores).all(axis=1)
    return float(right.mean())


def alone(parts: Sequence[Examples], held_out: Examples, epochs: int = 30, seed: int = 0) -> list[float]:
    """The accuracy of each client that trains on its own examples only."""
    return [
        accuracy(train(network(seed), part, epochs, np.random.default_rng([seed, who])), held_out)
        for who, part in enumerate(parts)
    ]
