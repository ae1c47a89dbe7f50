"""`load` a dataset by name: the catalogue's terms are applied here."""

import random
from collections.abc import Iterable
from typing import Any, Literal, overload

from openhearth.data.catalogue import info, nearest
from openhearth.data.download import Unavailable
from openhearth.data.records import Corpus, DataError, Table


@overload
def load(
    name: Literal["tales", "storybooks", "udhr"],
    *,
    languages: Iterable[str] | None = None,
    stories: int | None = None,
    seed: int = 0,
    for_training: bool = True,
    **knobs: Any,
) -> Corpus: ...
@overload
def load(name: Literal["digits", "breast_cancer"], *, for_training: bool = True) -> Table: ...
@overload
def load(
    name: str,
    *,
    languages: Iterable[str] | None = None,
    stories: int | None = None,
    seed: int = 0,
    for_training: bool = True,
    **knobs: Any,
) -> Corpus | Table: ...
def load(
    name: str,
    *,
    languages: Iterable[str] | None = None,
    stories: int | None = None,
    seed: int = 0,
    for_training: bool = True,
    **knobs: Any,
) -> Corpus | Table:
    """The dataset called ``name``.

    Args:
        name: a name in the catalogue.
        languages: only these (BCP 47, as the stories or their folders say); default all.
        stories: this many, drawn by ``seed``; default all (of "tales", 20,000).
        seed: of whatever is drawn or generated.
        for_training: say False to get a set that is for evaluation only.
        knobs: what else the generator of "tales" takes.

    Raises:
        DataError: no such dataset or language, not for training, or its archive cannot be had or trusted.
    """
    entry = info(name)
    if for_training:
        entry.require_training()
    if entry.tier != "open":
        raise DataError(f"{name} is {entry.tier}; openhearth data get {name} says what that asks for")
    if entry.kind == "table":
        from openhearth.data import tables

        if languages is not None or stories is not None or knobs:
            raise DataError(f"{name} is a table: it has no languages, stories or knobs to choose")
        return tables.digits() if name == "digits" else tables.breast_cancer()
    if stories is not None and stories < 1:
        raise DataError(f"{name}: {stories} stories were asked for; ask for at least one")
    wanted = None if languages is None else list(dict.fromkeys(languages))
    if name == "tales":
        return _tales(wanted, stories, seed, knobs)
    if knobs:
        raise DataError(f"{name} has no knob {', '.join(knobs)}; only tales, which is generated, has knobs")
    from openhearth.data import storybooks, udhr

    corpus = storybooks.corpus() if name == "storybooks" else udhr.corpus()
    if wanted is not None:
        known = sorted({tag for one in corpus.stories for tag in (one.language, one.folder_language)})
        _require_known(name, wanted, known)
        corpus = corpus.filter(lambda one: one.language in wanted or one.folder_language in wanted)
    return corpus if stories is None else _draw(corpus, stories, seed)


def load_or_default(
    name: str, *, languages: Iterable[str] | None = None, stories: int | None = None, seed: int = 0
) -> tuple[Corpus, str]:
    """The corpus called ``name``, or "tales" where that cannot be had; and a sentence that says so.

    The sentence is empty where nothing was replaced. A damaged or altered archive is still an error.
    """
    try:
        corpus = load(name, languages=languages, stories=stories, seed=seed, for_training=False)
    except Unavailable as error:
        default = load("tales", stories=stories, seed=seed)
        return default, f"Using the embedded dataset tales instead of {name}: {error}."
    if isinstance(corpus, Table):
        raise DataError(f"{name} is a table, not a corpus of stories; load it with load({name!r})")
    return corpus, ""


def _tales(languages: list[str] | None, stories: int | None, seed: int, knobs: dict[str, Any]) -> Corpus:
    from openhearth.data.tales import LANGUAGES, corpus

    if languages is not None:
        _require_known("tales", languages, LANGUAGES)
    return corpus(stories=stories or 20_000, languages=languages, seed=seed, **knobs)


def _require_known(name: str, wanted: list[str], known: Iterable[str]) -> None:
    known = list(known)
    if not wanted:
        raise DataError(f"{name}: no language was asked for; {nearest('', known)}")
    for tag in wanted:
        if tag not in known:
            raise DataError(f"{name} has no language {tag!r}; {nearest(tag, known)}")


def _draw(corpus: Corpus, stories: int, seed: int) -> Corpus:
    """``stories`` of ``corpus``, in its order."""
    if stories > len(corpus):
        raise DataError(
            f"{corpus.name} has {len(corpus)} such stories, {stories} were asked for; ask for fewer"
        )
    chosen = {one.id for one in random.Random(seed).sample(corpus.stories, stories)}
    return corpus.filter(lambda one: one.id in chosen)
