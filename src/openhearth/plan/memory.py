"""Bytes at the peak of training, said before anything is allocated.

In a control group the kernel kills: there is nothing to catch, so the prediction must not be too low.
"""

BASE_BYTES = 340 << 20
"""Resident memory of Python with torch and the tokenizer loaded, before any model."""
HEADROOM = 1.12
"""Planned over predicted: what the allocator's fragmentation costs."""
HEAD_ROWS = 512
"""Tokens whose scores for the whole vocabulary are held at once on a CPU."""


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

    Weights, gradients and their clipping in float32, optimizer state, the activations kept for the backward pass
    (of the hand-written path on a CPU), and the largest passing one.

    Args:
        shards: devices among which weights, gradients and optimizer state are divided.
    """
    matrices = layers * (4 * width * width + 3 * width * hidden)
    embedding = vocab_size * width
    rows = micro_batch * context
    size = 4 if dtype == "float32" else 2
    muon = optimizer == "muon"
    state = (matrices + embedding) * (4 + 4) + matrices * (4 if muon else 8) + embedding * 8
    copies = (matrices + embedding) * 4  # gains folded in, rows in pairs, or another dtype
    spelt_out = device == "cpu" and size == 2 and context < 512
    kept = layers * rows * size * (10 * width + 4 * hidden + (heads * context if spelt_out else 0))
    if device == "cpu":
        head = (HEAD_ROWS * vocab_size * 3 + rows * width * 2) * 4 + embedding * 4
    else:
        head = 10 * rows * vocab_size
    backward = rows * size * (4 * hidden + 4 * width + (2 * heads * context if spelt_out else 0))
    same_shape = layers * max(width * hidden, width * width)
    orthogonal = 4 * size * same_shape * 2 if muon else 0
    return state // shards + max(copies + kept + max(head, backward), orthogonal)
