"""Four defences: each looks at what the victim trains on, and names the examples that it would leave out.

Sources: Tran, Li and Madry, "Spectral Signatures in Backdoor Attacks", NeurIPS 2018; Chen et al., "Detecting Backdoor Attacks
on Deep Neural Networks by Activation Clustering", SafeAI at AAAI 2019. The other two need examples that one can trust.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openhearth.labs.backdoors.pictures import CLASSES, Labels, Trained

Defence = Callable[[Trained, int], Labels]
"""(what was trained on, a digit to inspect) -> indices of the examples with that label that it would leave out."""


def spectral_signatures(trained: Trained, digit: int, expected: int = 20) -> Labels:
    """Those that stick out along the direction in which the class varies most: half as many again as are ``expected``."""
    those = np.flatnonzero(trained.digits == digit)
    off = trained.features[those] - trained.features[those].mean(axis=0)
    along = off @ np.linalg.svd(off, full_matrices=False)[2][0]
    worst: Labels = those[np.argsort(-(along**2))[: min(len(those) - 1, expected * 3 // 2)]]
    return worst


def activation_clustering(trained: Trained, digit: int) -> Labels:
    """The smaller of two clusters in the features of one class, reduced to ten directions."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    those = np.flatnonzero(trained.digits == digit)
    directions = PCA(10, random_state=0).fit_transform(trained.features[those])
    cluster = KMeans(2, n_init=5, random_state=0).fit_predict(directions)
    smaller: Labels = those[cluster == np.bincount(cluster, minlength=2).argmin()]
    return smaller


def trusted_prototypes(trained: Trained, digit: int) -> Labels:
    """Those whose features lie nearer to another digit's mean than to their own, by examples that one trusts."""
    trusted = trained.lab.public
    seen = trained.lab.features(trusted.pictures)
    means = np.stack([seen[trusted.digits == each].mean(axis=0) for each in range(CLASSES)])
    those = np.flatnonzero(trained.digits == digit)
    apart = ((trained.features[those][:, None] - means[None]) ** 2).sum(axis=2)
    strange: Labels = those[apart.argmin(axis=1) != digit]
    return strange


def second_reader(trained: Trained, digit: int) -> Labels:
    """Those that a reader of another kind, made from trusted examples and pixels alone, reads as something else."""
    from sklearn.svm import SVC

    trusted = trained.lab.public
    reader = SVC().fit(trusted.pictures.reshape(len(trusted), -1), trusted.digits)
    those = np.flatnonzero(trained.digits == digit)
    strange: Labels = those[reader.predict(trained.pictures[those].reshape(len(those), -1)) != digit]
    return strange


DEFENCES: dict[str, Defence] = {
    "spectral signatures": spectral_signatures,
    "activation clustering": activation_clustering,
    "trusted prototypes": trusted_prototypes,
    "second reader": second_reader,
}


@dataclass(frozen=True)
class Defended:
    """What a defence did to one attack."""

    found: float  # part of the poisons that it names, 0 to 1; 1 if there are none
    wronged: float  # part of the class's honest examples that it names too
    success: float  # the attack's, after training again without those named
    accuracy: float  # on held-out pictures, likewise


def defend(trained: Trained, source: int, target: int, defence: Defence) -> Defended:
    """Let ``defence`` inspect the target's class, leave out what it names, train again, and measure."""
    named = defence(trained, target)
    poisoned: NDArray[np.bool_] = trained.poisoned
    honest = (trained.digits == target) & ~poisoned
    again = trained.without(named)
    return Defended(
        found=float(poisoned[named].sum() / poisoned.sum()) if poisoned.any() else 1.0,
        wronged=float(honest[named].sum() / honest.sum()),
        success=again.success(source, target),
        accuracy=again.accuracy(),
    )
