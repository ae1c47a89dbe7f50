"""Which submissions are alike beyond what the task makes alike: pairs for a person to look at, not a verdict.

Answers are compared by the Jaccard similarity of their five-token pieces, comments and layout left out. What the handed-out
notebook says, and pieces that a good part of the class shares, count for nothing; so short answers to which there
is one way are not called copies. MinHash (Broder 1997) with locality-sensitive hashing finds the candidates without comparing
every pair; a pair's similarity is then computed exactly.
"""

import io
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PIECE = 5  # tokens
ALIKE = 0.8  # similarity from which a pair is shown
COMMON = 0.25  # share of the class from which a piece is nobody's own
FEWEST = 12  # pieces of one's own below which nothing is said
PERMUTATIONS = 128
_IGNORED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
}

Piece = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two students whose answers are alike; ``similarity`` from 0 to 1."""

    first: str
    second: str
    similarity: float


def alike(answers: Mapping[str, Iterable[str]], given: Iterable[str]) -> list[Pair]:
    """The pairs of students whose answers are alike, the most similar first.

    Args:
        answers: the texts that each student wrote.
        given: the texts that everybody was given.
    """
    from datasketch import MinHash, MinHashLSH

    pieces = {student: set[Piece]().union(*map(_pieces, texts)) for student, texts in answers.items()}
    everyones = set[Piece]().union(*map(_pieces, given))
    counts = Counter(piece for found in pieces.values() for piece in found)
    limit = max(3.0, COMMON * len(pieces))  # three are needed before a piece can be common
    own = {
        student: {piece for piece in found if piece not in everyones and counts[piece] < limit}
        for student, found in pieces.items()
    }
    index = MinHashLSH(threshold=ALIKE - 0.1, num_perm=PERMUTATIONS)
    hashes = {}
    for student, found in own.items():
        if len(found) >= FEWEST:
            hashes[student] = MinHash(num_perm=PERMUTATIONS)
            hashes[student].update_batch([" ".join(piece).encode() for piece in found])
            index.insert(student, hashes[student])
    pairs = set()
    for student, hashed in hashes.items():
        for other in index.query(hashed):
            if student < str(other):
                similarity = len(own[student] & own[other]) / len(own[student] | own[other])
                if similarity >= ALIKE:
                    pairs.add(Pair(student, str(other), round(similarity, 3)))
    return sorted(pairs, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def _pieces(text: str) -> set[Piece]:
    words = _words(text)
    return {tuple(words[at : at + PIECE]) for at in range(len(words) - PIECE + 1)}


def _words(text: str) -> list[str]:
    """The text's tokens as Python has them; its words where it is none."""
    try:
        found = [
            token
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type not in _IGNORED
        ]
    except (tokenize.TokenError, SyntaxError):
        return text.split()
    return [token.string for token in found if token.string]
