"""How many tokens: in a step, and in a text; and how many stories a training can use."""

import math
from typing import TYPE_CHECKING

from openhearth.plan.memory import USUAL_CORPUS

if TYPE_CHECKING:
    from openhearth.plan.dial import Plan

LEAST_STEP, MOST_STEP = 2048, 524_288
"""Tokens."""
STEPS = 700
"""Of a training, about. On tales, at a million tokens, steps of 2,048 ended at 0.41 bits per byte, of 4,096 at 0.50, of
1,024 at 0.44; at two million, of 2,048 at 0.258, of 4,096 at 0.251; at 16 million (width 256), of 16,384 and 32,768 at 0.155,
of 65,536 at 0.159. On storybooks, at 3.7 million, of 4,096 at 2.07, of 8,192 at 2.08."""
USUAL_STORIES, MOST_STORIES = 20_000, 500_000
"""Of `tales`: in the default corpus, and in as much text as is held in memory."""
FRESH_ROUNDS = 4
"""Reading a text so often is about as good as new text (Muennighoff et al. 2023)."""


def bytes_a_token(vocabulary: int) -> float:
    """Of text, about: 1.8 to 2.0 with 512 tokens, 2.5 to 3.2 with 2,048, 3.0 to 5.1 with 8,192."""
    return math.log2(vocabulary) / 2 - 2.6


def stories_for(plan: "Plan") -> int:
    """How many `tales` ``plan`` reads `FRESH_ROUNDS` times; with more it learns hardly better. At most `MOST_STORIES`."""
    text = plan.predicted.tokens * bytes_a_token(plan.vocab_size) / FRESH_ROUNDS
    return min(MOST_STORIES, math.ceil(text * USUAL_STORIES / USUAL_CORPUS))


def best_step(tokens: float) -> int:
    """Tokens a step for a training on so many ``tokens``."""
    return int(min(max(2 ** round(math.log2(max(tokens, 1) / STEPS)), LEAST_STEP), MOST_STEP))
