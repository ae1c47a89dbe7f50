"""How a tokenizer cuts a text, shown in the text's own script (lesson 08).

Byte-level tokenizers may cut inside a character, so single tokens cannot always be shown: `pieces` joins what belongs
to one character, `ribbon` shows the pieces as a browser shapes them.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SHADE = "background:var(--oh-line,#d9d3c7);color:var(--oh-ink,#1b1f27);border-radius:3px"
CUT = "text-decoration:underline solid var(--oh-ember,#b3400e) 2px;text-underline-offset:4px"


@dataclass(frozen=True)
class Piece:
    """Part of a text that whole tokens cover: one token, or the several of a character that was cut."""

    text: str
    tokens: int


@cache
def byte_letters() -> dict[int, str]:
    """The printable letter that stands for each byte in a byte-level vocabulary (Radford et al. 2019).

    Bytes that print stand for themselves; the others take the letters from U+0100 on, in order.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(hidden)}


def as_bytes(token: str) -> bytes:
    """The bytes that a token of a byte-level vocabulary stands for."""
    bytes_of = {letter: byte for byte, letter in byte_letters().items()}
    return bytes(bytes_of[letter] for letter in token)


def as_letters(token: bytes) -> str:
    """How a byte-level vocabulary writes a token."""
    return "".join(byte_letters()[byte] for byte in token)


def pieces(tokenizer: "Tokenizer", text: str) -> list[Piece]:
    """The smallest runs of tokens of ``text`` that begin and end between characters."""
    found, held, tokens = [], b"", 0
    for token in tokenizer.encode(text, add_special_tokens=False).tokens:
        held, tokens = held + as_bytes(token), tokens + 1
        try:
            found.append(Piece(held.decode(), tokens))
        except UnicodeDecodeError:  # the character goes on in the next token
            continue
        held, tokens = b"", 0
    return found


def ribbon(rows: Iterable[tuple[str, str, Sequence[Piece]]], caption: str) -> None:
    """Show (name, language tag, pieces) rows: every second piece shaded, cut characters underlined."""
    from IPython.display import HTML, display

    body = "".join(
        f'<tr><th scope="row" style="text-align:start;white-space:nowrap">{html.escape(name)}</th>'
        f'<td lang="{html.escape(tag)}" dir="auto" style="text-align:start;line-height:1.9">{_chips(shown)}</td>'
        f'<td style="text-align:right">{sum(piece.tokens for piece in shown)}</td></tr>'
        for name, tag, shown in rows
    )
    head = "".join(
        f'<th scope="col" style="text-align:start">{name}</th>' for name in ("", "pieces", "tokens")
    )
    display(
        HTML(
            f'<div class="oh-table" tabindex="0" style="overflow-x:auto"><table><caption>{html.escape(caption)}'
            f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
    )


def _chips(shown: Sequence[Piece]) -> str:
    def chip(i: int, piece: Piece) -> str:
        style = ";".join(part for part in (SHADE if i % 2 else "", CUT if piece.tokens > 1 else "") if part)
        return f'<span style="{style}">{html.escape(piece.text)}</span>'

    return "".join(chip(i, piece) for i, piece in enumerate(shown))
