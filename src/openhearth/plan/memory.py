"""Bytes at the peak of training, said before anything is allocated.

In a control group the kernel kills: there is nothing to catch, so the prediction must not be too low.
"""

BASE_BYTES = 372 << 20
"""Resident memory of Python with torch loaded, before any model or text."""
CORPUS_FACTOR = 7
"""Bytes held for each byte of the corpus: as text, as stories, as tokens."""
USUAL_CORPUS = 19_000_000
"""Bytes of the default corpus."""
PREPARING = 470 << 20
"""Resident memory while the tokenizer learns, at most: a floor under every prediction on a CPU."""
HEADROOM = 1.3
"""Planned over predicted: what the allocator's fragmentation costs."""
HEAD_ROWS = 512
"""Tokens whose scores for the whole vocabulary are held at once on a CPU."""
EVALUATED_ROWS = 4
"""Windows of held-out stories that are scored at once."""


def predicted_bytes(
    *,
    width: int,
    layers: int,
    hidden: int,
    vocab_size: int,
    heads: int,
    context: int,
    micro_batch: int,
    dtype: str = "float32",
    device: str = "cpu",
    optimizer: str = "muon",
    shards: int = 1,
) -> int:
    """Bytes that training adds to the process, at its peak.

    Weights, gradients and optimizer state in float32, and the largest of: the activations kept for the backward pass
    (of the hand-written path on a CPU), Muon's iteration, scoring held-out stories.

    Args:
        shards: devices among which weights, gradients and optimizer state are divided.
    """
    matrices = layers * (4 * width * width + 3 * width * hidden)
    embedding = vocab_size * width
    rows = micro_batch * context
    size = 4 if dtype == "float32" else 2
    muon = optimizer == "muon"
    weights = (matrices + embedding) * 4
    moments = matrices * (4 if muon else 8) + embedding * 8
    if device == "cpu":  # gains folded in, rows in pairs: before and after
        copies = 8 * (layers * (3 * width * width + 2 * width * hidden) + embedding)
    else:
        copies = 2 * (matrices + embedding)  # in the dtype of the products
    spelt_out = device == "cpu" and size == 2 and context < 512
    kept = layers * rows * size * (10 * width + 4 * hidden + (heads * context if spelt_out else 0))
    if device == "cpu":
        head = (HEAD_ROWS * vocab_size * 3 + rows * width * 2) * 4 + embedding * 4
    else:
        head = 10 * rows * vocab_size
    backward = rows * size * (4 * hidden + 4 * width + (2 * heads * context if spelt_out else 0))
    stacked = 2 * layers * width * hidden  # gates and ups have one shape
    update = 6 * size * stacked if muon else 0
    step = weights // shards + max(copies + kept + max(head, backward), update)  # beside the gradients
    looking = EVALUATED_ROWS * context * vocab_size * 4 * 3
    return (weights + moments) // shards + max(step, looking)
