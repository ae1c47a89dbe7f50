"""Bytes at the peak of training, said before anything is allocated.

In a control group the kernel kills: there is nothing to catch, so the prediction must not be too low.
"""

BASE_BYTES = 420 << 20
"""Resident memory of Python with torch loaded, before any model or text: 370 to 420 MiB, as the kernel maps libraries in
smaller or larger pieces."""
CORPUS_FACTOR = 7
"""Bytes held for each byte of the corpus: as text, as stories, as tokens."""
USUAL_CORPUS = 19_000_000
"""Bytes of the default corpus."""
PREPARING = 505 << 20
"""Resident memory while the tokenizer learns, at most: a floor under every prediction on a CPU."""
HEADROOM = 1.4
"""Planned over counted on a CPU: what the allocator's fragmentation costs, and what it keeps for the next step."""
DEVICE_HEADROOM = 1.1
"""And on a device: 34 kinds of step on an H200 took 0.83 to 1.01 times what is predicted here."""
HEAD_ROWS, QUERIES = 512, 64
"""Tokens whose scores for the whole vocabulary are held at once on a CPU; queries whose attention is."""
SCORED_ROWS, SCORED_TOKENS = 4, 4096
"""Windows of held-out stories scored at once on a CPU; tokens on a device, which waits for Python otherwise."""
WORKSPACES = 100 << 20
"""What matrix products set aside on a device."""


def scored_at_once(device: str, context: int) -> int:
    """Windows of held-out stories that are scored at once."""
    return SCORED_ROWS if device == "cpu" else max(SCORED_ROWS, SCORED_TOKENS // context)


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
    compiled: bool = False,
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
    backward = rows * size * (4 * hidden + 4 * width)
    stacked = 2 * layers * width * hidden  # gates and ups have one shape
    update = 6 * size * stacked if muon else 0
    copies = 2 * (matrices + embedding)  # in the dtype of the products
    if device == "cpu":
        folded = 4 * (layers * (6 * width * width + 2 * width * hidden) + embedding)  # gains: before, after
        copies = folded + 4 * (matrices + embedding)  # cast, and the gradients of a micro-batch
        seen = heads * (context + QUERIES) // 2  # scores, but none of the future
        kept = layers * rows * size * (6 * width + 4 * hidden + seen)
        head = (HEAD_ROWS * vocab_size * 3 + rows * width * 2) * 4 + embedding * 4
        update = max(update, weights + folded)  # handing gradients on from what was folded
    elif compiled:  # scores are made again where they are needed
        kept = layers * rows * size * (16 * width + 7 * hidden) // 2
        head = size * rows * vocab_size
    else:  # scores and their gradients, in the products' dtype and in float32
        kept = layers * rows * size * (9 * width + 4 * hidden)
        head = (2 * size + 8) * rows * vocab_size
    step = weights // shards + max(copies + kept + max(head, backward), update)  # beside the gradients
    looking = scored_at_once(device, context) * context * vocab_size * 4 * 3
    fixed = 0 if device == "cpu" else WORKSPACES
    return fixed + (weights + moments) // shards + max(step, looking)
