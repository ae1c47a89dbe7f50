"""How many tokens: in a step, and in a text; and how many stories a training can use."""

import math

from openhearth.plan.memory import USUAL_CORPUS
from openhearth.plan.plan import Plan

LEAST_STEP, MOST_STEP = 2048, 524_288
"""Tokens."""
AT_A_MILLION, GROWTH = 1950, 0.65
"""Tokens a step at a million tokens, and the power of all tokens that they grow with. On tales, at a million, steps of 2,048
ended at 0.41 bits per byte, of 4,096 at 0.50, of 1,024 at 0.44; at two million, of 2,048 at 0.258, of 4,096 at 0.251; at 4.5
million, of 4,096 at 0.175, of 8,192 at 0.179; at 7.5 million, of 4,096 at 0.181, of 8,192 at 0.176, of 16,384 at 0.183; at 16
million (256 × 4), of 16,384 and 32,768 at 0.155, of 65,536 at 0.159; at 70 million (256 × 6), of 65,536 at 0.1120, of 131,072 at
0.1124, of 262,144 at 0.1156. On storybooks, at 3.7 million, of 4,096 at 2.07, of 8,192 at 2.08."""
DECAY, MOST_DECAY = 0.1, 2.0
"""Muon's weight decay, usually and at most."""
USUAL_STORIES, MOST_STORIES = 20_000, 500_000
"""Of `tales`: in the default corpus, and in as much text as is held in memory."""
FRESH_ROUNDS = 4
"""Reading a text so often is about as good as new text (Muennighoff et al. 2023)."""


def bytes_a_token(vocabulary: int) -> float:
    """Of text, about: 1.8 to 2.0 with 512 tokens, 2.5 to 3.2 with 2,048, 3.0 to 5.1 with 8,192."""
    return math.log2(vocabulary) / 2 - 2.6


def stories_for(plan: Plan) -> int:
    """How many `tales` ``plan`` reads `FRESH_ROUNDS` times; with more it learns hardly better. At most `MOST_STORIES`."""
    text = fresh_text(plan.predicted.tokens, plan.vocab_size)
    return min(MOST_STORIES, math.ceil(text * USUAL_STORIES / USUAL_CORPUS))


def fresh_text(tokens: float, vocabulary: int) -> float:
    """Bytes that are read `FRESH_ROUNDS` times in so many ``tokens``."""
    return tokens * bytes_a_token(vocabulary) / FRESH_ROUNDS


def text_of_tales(tokens: float, vocabulary: int) -> float:
    """Bytes of `tales` that `openhearth train` takes where nobody says how many."""
    most = USUAL_CORPUS * MOST_STORIES / USUAL_STORIES
    return min(max(fresh_text(tokens, vocabulary), USUAL_CORPUS), most)


def suited_step(tokens: float) -> float:
    """Tokens a step that suit a training on so many ``tokens``."""
    suits: float = AT_A_MILLION * (max(tokens, 1) / 1e6) ** GROWTH
    return min(max(suits, LEAST_STEP), MOST_STEP)


def best_step(tokens: float) -> int:
    """The power of two nearest to the step that suits so many ``tokens``."""
    return int(2 ** round(math.log2(suited_step(tokens))))


def weight_decay(rate: float, step: int, unique: float) -> float:
    """Muon's: a weight forgets within one round through the text, so that no text is learned by heart.

    A weight is 1/e of what it was after 1/(rate·decay) steps (Wang & Aitchison 2025). A text that is long has few rounds,
    and the usual decay is enough.
    """
    return min(max(DECAY, step / (rate * unique)), MOST_DECAY)
