"""JSON and text from strangers, read so that two readers cannot see two things in them.

JSON allows a member twice (the last one wins here, the first one elsewhere), parsers allow NaN, and Unicode allows two
spellings of one name and letters that turn the line around. None of these occurs in what we issue, so none is let in.
"""

import base64
import json
import math
import unicodedata
from typing import Any

from openhearth.ethics.credential.errors import RefusalError

DEPTH = 20  # levels; a certificate has 6
NAME = 100  # characters of a person's or an institution's name

_JOINERS = "\u200c\u200d"  # in correct Persian, Hindi, Sinhala ... names, between letters of those scripts
_NOT_JOINED = ("LATIN", "GREEK", "CYRILLIC", "CJK", "DIGIT")


def loads(content: bytes, cap: int) -> dict[str, Any]:
    """The JSON object in ``content``, at most ``cap`` bytes.

    Raises:
        RefusalError: it is longer, not UTF-8, not JSON, not an object, nested deeper than `DEPTH`, has a member
            twice, a number that is none, or text that is not what it looks like.
    """
    if len(content) > cap:
        raise RefusalError(f"it is {len(content):,} bytes long, more than the {cap:,} allowed")
    try:
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except UnicodeDecodeError:
        raise RefusalError("it is not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise RefusalError(f"it is not JSON ({str(error)[:80]})") from None
    if not isinstance(value, dict):
        raise RefusalError("it is not a JSON object")
    _walk(value)
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal to the type: Python takes 0, 0.0 and false for the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def name(text: str) -> str:
    """``text``, if it can stand as a name.

    Raises:
        RefusalError: it is empty, too long, begins or ends with space, or is not what it looks like.
    """
    _look(text)
    if not text.strip() or text != text.strip() or len(text) > NAME:
        raise RefusalError(f"a name has 1 to {NAME} characters and no space at its ends")
    return text


def unbase64url(text: str) -> bytes:
    """The bytes of unpadded base64url ``text``, of which there is one spelling.

    Raises:
        RefusalError: it is not base64url, or another spelling of the same bytes.
    """
    try:
        content = base64.b64decode(
            text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
    except ValueError:
        raise RefusalError("it is not base64url") from None
    if base64.urlsafe_b64encode(content).rstrip(b"=").decode() != text:
        raise RefusalError("its base64url has a second spelling")
    return content


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise RefusalError("it has a member twice, so that two readers may see two values")
    return found


def _no_number(text: str) -> Any:
    raise RefusalError(f"{text} is no number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise RefusalError(f"{text[:20]} is too large a number")
    return value


def _walk(value: Any, depth: int = 1) -> None:
    if isinstance(value, str):
        _look(value)
    elif isinstance(value, dict | list):
        if depth > DEPTH:
            raise RefusalError(f"it is nested more than {DEPTH} levels deep")
        for item in value if isinstance(value, list) else [*value, *value.values()]:
            _walk(item, depth + 1)


def _look(text: str) -> None:
    """Raises `RefusalError` where ``text`` is not what it looks like."""
    if text.isascii() and text.isprintable():
        return
    for at, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") and not (
            character in _JOINERS and at and _joins(text[at - 1])
        ):
            raise RefusalError(f"it has an invisible character (U+{ord(character):04X}) in its text")
    if not unicodedata.is_normalized("NFC", text):
        raise RefusalError("its text is not in Unicode's normal form NFC, so that one name has two spellings")


def _joins(before: str) -> bool:
    return unicodedata.category(before)[0] in "LM" and not unicodedata.name(before, "LATIN").startswith(
        _NOT_JOINED
    )
