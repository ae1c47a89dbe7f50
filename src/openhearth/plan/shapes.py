"""The ladder of models, and what a token costs each of them."""

import math
from dataclasses import dataclass

HEAD_WIDTH = 64
"""One head of 64 learned better than two of 32 at equal cost."""


@dataclass(frozen=True)
class Shape:
    """A decoder's width and depth; the rest follows."""

    width: int
    layers: int

    @property
    def heads(self) -> int:
        return self.width // HEAD_WIDTH

    @property
    def hidden(self) -> int:
        """Of the feed-forward part: 8/3 of the width, in steps of 32 (Shazeer 2020; Touvron et al. 2023)."""
        return round(8 * self.width / 3 / 32) * 32

    @property
    def matrices(self) -> int:
        """Parameters of the layers' matrices."""
        return self.layers * (4 * self.width * self.width + 3 * self.width * self.hidden)

    @property
    def context(self) -> int:
        """Tokens that it reads at once."""
        return 256 if self.matrices < 20e6 else 512 if self.matrices < 80e6 else 1024

    def vocabulary(self, corpus_bytes: int | None) -> tuple[int, str]:
        """Tokens, and why so many."""
        size = 2048 if self.matrices < 4e6 else 8192
        if corpus_bytes is not None and corpus_bytes / size < 500:
            size = max(512, 1 << int(math.log2(max(corpus_bytes / 500, 512))))
            return size, f"at most one token for each 500 bytes of the {corpus_bytes:,} to learn from"
        return (
            size,
            "2,048 to 4 M matrix parameters, 8,192 beyond: for more, the tokenizer reads too little text",
        )

    def parameters(self, vocabulary: int) -> int:
        """All of them: matrices, the embedding (which is the head too), gains."""
        return self.matrices + vocabulary * self.width + (2 * self.layers + 1) * self.width

    def flops_a_token(self, vocabulary: int) -> int:
        """To train on one token: 6 for each matrix parameter, and causal attention (Kaplan et al. 2020)."""
        return 6 * (self.matrices + vocabulary * self.width) + 6 * self.layers * self.width * self.context


LADDER = tuple(
    Shape(width, layers)
    for width, layers in (
        (64, 2),
        (128, 2),
        (128, 4),
        (192, 4),
        (256, 4),
        (256, 6),
        (384, 6),
        (512, 8),
        (768, 12),
        (1024, 16),
        (1280, 20),
        (1536, 24),
        (2048, 24),
        (2560, 32),
        (4096, 32),
    )
)
"""Each costs about 1.5 to 3 times the one before."""
