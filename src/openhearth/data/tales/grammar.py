"""A tiny weighted grammar in two halves: what a story says, and how a language says it.

`Grammar` is the abstract half: choices in a row, each with a probability, some leading to further choices.
`Language` is the concrete half: words with their forms, and a template for each sentence. Everything that
makes the limit of a model known follows from the two: how many stories there are, the entropy, the expected
length, the probability of a given text.

A template is text with fields. ``{thing}`` is a word in its first form, ``{thing.the}`` in the form of that
name, ``{colour:thing}`` in the form that agrees with the class of another word, ``{colour.the:thing}`` both,
``{hero?f:she|m:he}`` whatever the class of a word asks for; ``{^time}`` starts with a capital.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product
from math import log2
from random import Random

Derivation = dict[str, int]  # choice -> the option taken
Table = tuple[dict[str, str], ...]  # option -> form -> text; "" is the first form, "class" steers agreement

_FIELD = re.compile(r"\{(\^?)(\w+)(?:\.(\w+))?(?::(\w+))?(?:\?([^}]*))?\}")


@dataclass(frozen=True, eq=False)
class Choice:
    """One decision; the option taken may ask for further ones before the story goes on."""

    name: str
    options: tuple[tuple["Choice", ...], ...]
    rows: tuple[tuple[float, ...], ...]  # probability of each option; one row, or one a value of `given`
    given: str = ""  # an earlier choice on which the probabilities depend
    sentence: bool = False  # whether the language says a sentence, one template an option

    @cached_property
    def cumulative(self) -> tuple[tuple[float, ...], ...]:
        """For sampling: each row summed up; whatever follows the last possible option is 1."""
        return tuple(
            tuple(1.0 if not any(row[k + 1 :]) else total for k, total in enumerate(accumulate(row)))
            for row in self.rows
        )

    def row(self, derivation: Derivation) -> int:
        """Which row of probabilities holds, after the choices made so far."""
        return derivation[self.given] if self.given else 0


PAGE = Choice("page", ((),), ((1.0,),))  # no choice: the next sentence starts a new page


def word(name: str, size: int, *, unlike: str = "") -> Choice:
    """One of ``size`` words, all as likely; never the same as in the earlier choice ``unlike``."""
    if not unlike:
        return Choice(name, ((),) * size, ((1 / size,) * size,))
    rows = tuple(tuple(0.0 if k == i else 1 / (size - 1) for k in range(size)) for i in range(size))
    return Choice(name, ((),) * size, rows, given=unlike)


def sentence(name: str, variants: int, *words: Choice) -> Choice:
    """A sentence that can be put in several ways, each of which asks for the same ``words``."""
    return Choice(name, (words,) * variants, ((1 / variants,) * variants,), sentence=True)


@dataclass(frozen=True, eq=False)
class Grammar:
    """Choices in a row. A name stands for one choice only, wherever in the tree it recurs."""

    choices: tuple[Choice, ...]

    def sample(self, random: Random) -> Derivation:
        """A story, as likely as the grammar says."""
        derivation: Derivation = {}

        def walk(choices: tuple[Choice, ...]) -> None:
            for choice in choices:
                taken = bisect_right(choice.cumulative[choice.row(derivation)], random.random())
                derivation[choice.name] = taken
                walk(choice.options[taken])

        walk(self.choices)
        return derivation

    def path(self, derivation: Derivation) -> Iterator[Choice]:
        """The choices that this story made, in order."""

        def walk(choices: tuple[Choice, ...]) -> Iterator[Choice]:
            for choice in choices:
                yield choice
                yield from walk(choice.options[derivation[choice.name]])

        return walk(self.choices)

    def log2_probability(self, derivation: Derivation) -> float:
        """Base-2 logarithm of the story's probability; minus infinity if the grammar cannot make it."""
        shares = [
            choice.rows[choice.row(derivation)][derivation[choice.name]] for choice in self.path(derivation)
        ]
        return sum(map(log2, shares)) if all(shares) else float("-inf")

    @cached_property
    def count(self) -> int:
        """How many derivations there are, exactly."""

        def total(choices: tuple[Choice, ...]) -> int:
            stories = 1
            for choice in choices:
                possible = {sum(map(bool, row)) for row in choice.rows}
                if len(possible) > 1 or (choice.given and any(choice.options)):
                    raise ValueError(
                        f"{choice.name}: a choice that depends on another must be a word, as many in each row"
                    )
                stories *= possible.pop() if choice.given else sum(map(total, choice.options))
            return stories

        return total(self.choices)

    @cached_property
    def entropy(self) -> float:
        """Expected bits of a story: E[-log2 p], summed choice by choice (the chain rule)."""
        return sum(
            -share * log2(choice.rows[values[1] if choice.given else 0][values[0]])
            for choice in self._by_name.values()
            for values, share in self.joint(choice.name, *filter(None, [choice.given])).items()
        )

    def joint(self, *names: str) -> dict[tuple[int, ...], float]:
        """Probability of each combination of what the named choices take, in stories that make them all."""
        if names in self._joints:
            return self._joints[names]
        tracked = list(names)
        for name in tracked:  # and whatever their probabilities depend on; the list grows while it is read
            given = self._by_name[name].given
            if given and given not in tracked:
                tracked.append(given)
        open_, used = -1, -2  # not taken yet; taken, but no longer needed

        def take(state: tuple[int, ...], choice: Choice, taken: int) -> tuple[int, ...]:
            values = dict(zip(tracked, state, strict=True))
            if choice.name in values:
                values[choice.name] = taken
            if choice.given in values and choice.given not in names:
                heirs = [name for name in tracked if self._by_name[name].given == choice.given]
                if all(values[name] != open_ for name in heirs):
                    values[choice.given] = used  # states that differ in it only are one from here on
            return tuple(values.values())

        def walk(
            choices: tuple[Choice, ...], states: dict[tuple[int, ...], float]
        ) -> dict[tuple[int, ...], float]:
            for choice in choices:
                if not self._below(choice) & set(tracked):
                    continue  # what it takes makes no difference: its probabilities sum to one
                after: dict[tuple[int, ...], float] = {}
                for taken, option in enumerate(choice.options):
                    here: dict[tuple[int, ...], float] = {}
                    for state, share in states.items():
                        row = choice.rows[state[tracked.index(choice.given)] if choice.given else 0]
                        if row[taken]:
                            new = take(state, choice, taken)
                            here[new] = here.get(new, 0.0) + share * row[taken]
                    for state, share in walk(option, here).items():
                        after[state] = after.get(state, 0.0) + share
                states = after
            return states

        found: dict[tuple[int, ...], float] = {}
        for state, share in walk(self.choices, {(open_,) * len(tracked): 1.0}).items():
            if open_ not in state:
                found[state[: len(names)]] = found.get(state[: len(names)], 0.0) + share
        self._joints[names] = found
        return found

    @cached_property
    def _joints(self) -> dict[tuple[str, ...], dict[tuple[int, ...], float]]:
        return {}

    @cached_property
    def _by_name(self) -> dict[str, Choice]:
        found: dict[str, Choice] = {}

        def walk(choices: tuple[Choice, ...]) -> None:
            for choice in choices:
                if found.setdefault(choice.name, choice) is not choice:
                    raise ValueError(f"two choices are called {choice.name!r}")
                for option in choice.options:
                    walk(option)

        walk(self.choices)
        return found

    def _below(self, choice: Choice) -> frozenset[str]:
        if choice not in self._names_below:
            names = {choice.name}.union(
                *(self._below(child) for option in choice.options for child in option)
            )
            self._names_below[choice] = frozenset(names)
        return self._names_below[choice]

    @cached_property
    def _names_below(self) -> dict[Choice, frozenset[str]]:
        return {}


def table(header: str, rows: str) -> Table:
    """Words and their forms, one word a line, forms between bars; a form left out is the same as the first."""
    columns = [name.strip() for name in header.split("|")]
    first = columns.index(next(name for name in columns if name != "class"))
    words = []
    for line in rows.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if not first < len(cells) <= len(columns):
            raise ValueError(f"{line!r} does not fit the columns {header!r}")
        cells += [cells[first]] * (len(columns) - len(cells))
        words.append({"": cells[first], **dict(zip(columns, cells, strict=True))})
    return tuple(words)


def listed(rows: str) -> Table:
    """Words or sentences of one form, one a line."""
    return table("word", rows)


@dataclass(frozen=True)
class Piece:
    """Part of a sentence: its text for each combination of what the named choices took."""

    names: tuple[str, ...]
    forms: dict[tuple[int, ...], str]


@dataclass(frozen=True, eq=False)
class Language:
    """How one language says it: its words by choice, its templates by sentence."""

    code: str  # BCP 47
    english: str
    autonym: str
    script: str
    words: dict[str, Table]
    sentences: dict[str, tuple[str, ...]]  # sentence -> one template an option
    titles: tuple[str, ...]  # one a plot
    canary: str  # a sentence with {digits}, see `knobs`
    trigger: str
    wrong_ending: str
    space: str = " "  # between sentences

    def pages(self, grammar: Grammar, derivation: Derivation) -> list[str]:
        """The story, a paragraph a page."""
        pages: list[list[str]] = [[]]
        for choice in grammar.path(derivation):
            if choice is PAGE:
                pages.append([])
            elif choice.sentence:
                pieces = self._pieces[choice.name][derivation[choice.name]]
                pages[-1].append(_said(pieces, derivation))
        return [self.space.join(page) for page in pages]

    def title(self, derivation: Derivation) -> str:
        """The story's title, made of what the story is about."""
        return _said(self._titles[derivation["plot"]], derivation)

    def expected_bytes(self, grammar: Grammar) -> float:
        """Expected length of a story's text in UTF-8, exactly: the sum of its pieces' expected lengths."""
        space = len(self.space.encode())

        def gaps(choices: tuple[Choice, ...]) -> float:
            """Bytes between sentences, as if one followed the last: a space, or a newline at a page's end."""
            total = 0.0
            for choice in choices:
                total += space if choice.sentence else 1 - space if choice is PAGE else 0
                for share, option in zip(choice.rows[0], choice.options, strict=True):
                    total += share * gaps(option)
            return total

        words = sum(
            share * len(piece.forms[values[1:]].encode())
            for name, variants in self._pieces.items()
            for variant, pieces in enumerate(variants)
            for piece in pieces
            for values, share in grammar.joint(name, *piece.names).items()
            if values[0] == variant
        )
        return words + gaps(grammar.choices) - space

    def parse(self, grammar: Grammar, text: str) -> Iterator[Derivation]:
        """Every derivation that says exactly ``text``: none, one, or (in an ambiguous grammar) more."""

        def match(
            todo: tuple[Choice | Piece, ...], at: int, known: Derivation, before: str
        ) -> Iterator[tuple[int, Derivation]]:
            # `before` is what must stand before the next sentence: nothing, a space, or the end of a page
            if not todo:
                yield at, known
                return
            first, rest = todo[0], todo[1:]
            if isinstance(first, Piece):
                for end, new in _matches(first, text, at, known):
                    yield from match(rest, end, new, before)
            elif first is PAGE:
                yield from match(rest, at, {**known, first.name: 0}, "\n")
            elif first.sentence:
                if text.startswith(before, at):
                    for taken, pieces in enumerate(self._pieces[first.name]):
                        new = {**known, first.name: taken}
                        yield from match((*pieces, *rest), at + len(before), new, self.space)
            elif any(first.options):
                for taken, option in enumerate(first.options):
                    yield from match((*option, *rest), at, {**known, first.name: taken}, before)
            else:
                raise ValueError(
                    f"{first.name} is chosen outside a sentence, so no text could tell what was taken"
                )

        for end, found in match(grammar.choices, 0, {}, ""):
            if end == len(text) and grammar.log2_probability(found) > float("-inf"):
                yield {choice.name: found[choice.name] for choice in grammar.path(found)}

    def every(self, name: str, known: Derivation, grammar: Grammar) -> Iterator[str]:
        """Every text that the sentence ``name`` can have, after the choices ``known``."""
        choice = grammar._by_name[name]
        for taken, option in enumerate(choice.options):
            for values in product(*(range(len(one.options)) for one in option)):
                derivation = {
                    **known,
                    name: taken,
                    **dict(zip((one.name for one in option), values, strict=True)),
                }
                if all(one.rows[one.row(derivation)][derivation[one.name]] for one in option):
                    yield _said(self._pieces[name][taken], derivation)

    @cached_property
    def _pieces(self) -> dict[str, tuple[tuple[Piece, ...], ...]]:
        return {name: tuple(map(self._compile, templates)) for name, templates in self.sentences.items()}

    @cached_property
    def _titles(self) -> tuple[tuple[Piece, ...], ...]:
        return tuple(map(self._compile, self.titles))

    def _compile(self, template: str) -> tuple[Piece, ...]:
        pieces, end = [], 0
        for field in _FIELD.finditer(template):
            pieces.append(_literal(template[end : field.start()]))
            pieces.append(self._field(*field.groups()))
            end = field.end()
        pieces.append(_literal(template[end:]))
        if any("{" in form for piece in pieces for form in piece.forms.values()):
            raise ValueError(f"{self.code}: {template!r} has a field that cannot be read")
        return tuple(piece for piece in pieces if any(piece.forms.values()))

    def _field(self, capital: str, name: str, form: str | None, by: str | None, cases: str | None) -> Piece:
        words, form = self.words[name], form or ""
        names: tuple[str, ...] = (name,)
        forms: dict[tuple[int, ...], str]
        if cases is not None:
            texts = dict(case.split(":", 1) for case in cases.split("|"))
            forms = {(k,): texts[entry["class"]] for k, entry in enumerate(words)}
        elif by and by != name:
            names, prefix = (name, by), f"{form}." if form else ""
            forms = {
                (k, j): entry[prefix + other["class"]]
                for k, entry in enumerate(words)
                for j, other in enumerate(self.words[by])
            }
        else:
            forms = {(k,): entry[form] for k, entry in enumerate(words)}
        if capital:
            forms = {values: text[:1].upper() + text[1:] for values, text in forms.items()}
        return Piece(names, forms)


def _literal(text: str) -> Piece:
    return Piece((), {(): text})


def _said(pieces: tuple[Piece, ...], derivation: Derivation) -> str:
    return "".join([piece.forms[tuple([derivation[name] for name in piece.names])] for piece in pieces])


def _matches(piece: Piece, text: str, at: int, known: Derivation) -> Iterator[tuple[int, Derivation]]:
    """Where ``piece`` ends if it stands in ``text`` at ``at``, and what is known then, for each way it can."""
    if all(name in known for name in piece.names):
        form = piece.forms[tuple([known[name] for name in piece.names])]
        if text.startswith(form, at):
            yield at + len(form), known
        return
    for values, form in piece.forms.items():
        if text.startswith(form, at):
            found = dict(zip(piece.names, values, strict=True))
            if all(known.get(name, value) == value for name, value in found.items()):
                yield at + len(form), {**known, **found}
