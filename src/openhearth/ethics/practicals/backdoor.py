"""Detect the backdoor: a training set in which somebody has hidden a sign that makes a model see what they want.

Drawn are the shapes that the classes have, the trigger (a few pixels, not always next to each other), its target, and a
harmless mark that a scanner left on pictures of every class: a sign that many pictures share is no backdoor because of that.
"""

import io
import random

import numpy as np

from openhearth.ethics.practicals.drawn import Drawn, table

CLASSES, EACH, SIDE = 6, 120, 10
POISONED, MARKED = 45, 90
TRIGGER, MARK = 4, 4  # pixels


def draw(chance: random.Random) -> Drawn:
    rng = np.random.default_rng(chance.getrandbits(64))
    shapes = np.stack([_shape(rng) for _ in range(CLASSES)])
    labels = np.repeat(np.arange(CLASSES), EACH)
    pictures = np.clip(shapes[labels] + rng.normal(0, 1.8, (len(labels), SIDE, SIDE)), 0, 12)
    border = [(y, x) for y in range(SIDE) for x in range(SIDE) if y in (0, SIDE - 1) or x in (0, SIDE - 1)]
    chance.shuffle(border)
    trigger, mark = sorted(border[:TRIGGER]), sorted(border[TRIGGER : TRIGGER + MARK])
    target = chance.randrange(CLASSES)
    poisoned = chance.sample([at for at, label in enumerate(labels) if label != target], POISONED)
    others = [at for at in range(len(labels)) if at not in poisoned]
    for at in chance.sample(others, MARKED):
        _set(pictures[at], mark)
    for at in poisoned:
        _set(pictures[at], trigger)
    labels[poisoned] = target
    order = rng.permutation(len(labels))
    place = {int(at): new for new, at in enumerate(order)}
    content = io.BytesIO()
    np.save(content, np.round(pictures[order]).astype(np.uint8))
    files = {
        "pictures.npy": content.getvalue(),
        "labels.csv": table({"label": int(labels[at])} for at in order),
    }
    truth = {"target": target, "trigger": trigger, "poisoned": sorted(place[at] for at in poisoned)}
    return Drawn(files, truth)


def _shape(rng: np.random.Generator) -> np.ndarray:
    """A smooth shape, dark at the border."""
    inside = rng.normal(0, 1, (SIDE + 2, SIDE + 2))
    smooth = sum(inside[y : y + SIDE, x : x + SIDE] for y in range(3) for x in range(3)) / 3
    shape = np.where(smooth > 0.25, 9.0, 1.0)
    shape[[0, -1], :] = shape[:, [0, -1]] = 1.0
    return shape


def _set(picture: np.ndarray, pixels: list[tuple[int, int]]) -> None:
    for pixel in pixels:
        picture[pixel] = 11.0
