"""Text to numbers: byte-level BPE (Sennrich et al. 2016; Radford et al. 2019), through `tokenizers`.

Every byte is a token to start with, so no text of any script is unknown, and decoding gives back exactly
what was encoded.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor

from openhearth.lm.errors import ModelError

END = "<|endoftext|>"
END_ID = 0
SMALLEST = 257
"""The 256 bytes and the end marker."""
BATCH = 256
"""Texts encoded at once."""


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """A tokenizer of ``vocab_size`` tokens, the end marker first; the same texts give the same one.

    Raises:
        ModelError: the vocabulary has no room for the 256 bytes and the end marker.
    """
    if vocab_size < SMALLEST:
        raise ModelError(f"a vocabulary of {vocab_size} tokens is too small; give at least {SMALLEST}")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode_corpus(tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """All texts as one row of token ids, (N,) int32, each text followed by the end marker."""
    pieces = [torch.empty(0, dtype=torch.int32)]
    for at in range(0, len(texts), BATCH):  # an encoding takes far more memory than its ids
        encodings = tokenizer.encode_batch_fast(list(texts[at : at + BATCH]), add_special_tokens=False)
        ids = [token for encoding in encodings for token in (*encoding.ids, END_ID)]
        pieces.append(torch.tensor(ids, dtype=torch.int32))
    return torch.cat(pieces)


def load_tokenizer(file: Path) -> Tokenizer:
    """The tokenizer in ``file`` (tokenizer.json).

    Raises:
        ModelError: it is missing or damaged.
    """
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"cannot read the tokenizer {file} ({error}); copy the checkpoint again") from None
