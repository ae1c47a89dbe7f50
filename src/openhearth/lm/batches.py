"""Which tokens a step reads: a function of the seed and the step's number alone, so a run can be resumed."""

import numpy as np
import torch
from torch import Tensor

from openhearth.lm.errors import ModelError


def batch(tokens: Tensor, *, step: int, seed: int, sequences: int, context: int) -> tuple[Tensor, Tensor]:
    """Inputs and targets of one step, (sequences, context) each, int64: targets are inputs shifted by one.

    Args:
        tokens: the corpus as one row, (N,) integers, on the device where the step is to be taken.

    Raises:
        ModelError: the corpus is shorter than one sequence.
    """
    if len(tokens) < context + 2:
        raise ModelError(
            f"the corpus has {len(tokens)} tokens, fewer than one sequence of {context + 1}; give it more stories"
        )
    starts = np.random.default_rng((seed, step)).integers(0, len(tokens) - context - 1, sequences)
    at = torch.from_numpy(starts[:, None] + np.arange(context + 1)).to(tokens.device)
    rows = tokens[at].long()
    return rows[:, :-1], rows[:, 1:]
