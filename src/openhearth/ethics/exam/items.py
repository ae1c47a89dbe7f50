"""The item bank: templates in plain text files whose scenario, numbers and right answer depend on what is drawn.

A file holds templates of one module (TOML); a module may have several files, here one for each objective::

    module = "E1"
    [objectives]
    anonymity = "Tell what is anonymous from what only looks so"

    [[item]]
    id = "smallest-group"
    objective = "anonymity"
    difficulty = 2                                  # 1 easy to 3 hard
    stem = "A clinic in {city} wants to publish a table. ..."
    draw = {city = ["Lima", "Accra"], k = {from = 2, to = 9}, asked = [5, 10]}
    derive = {short = "asked - k"}                  # in order; optional
    where = "k != asked - 1"                        # draws to leave out; optional

    [[item.option]]
    text = "Publish it"
    when = "k >= asked"                             # it is right for these draws; true or false are good too
    if_right = "Everybody shares their values with at least {asked} others."
    if_wrong = "The smallest group has {k} people, {short} fewer than was agreed."

Every draw is looked at when a file is loaded: exactly one option is right for each, every option is explained for what it
can be, and more than one option is right for some draw. So a key that was learnt by heart helps nobody.
"""

import itertools
import math
import string
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.ethics.exam.expressions import ExpressionError, check, evaluate

MOST_DRAWS = 20_000  # a template may have: all are looked at
MODULES = ("E1", "E2", "E3", "E4", "E5", "E6")


class ItemError(OpenhearthError):
    """An item file that is not as it must be: which file, which item, what."""


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    text: str
    when: str  # an expression
    if_right: str
    if_wrong: str


@dataclass(frozen=True)
class Choice:
    """An option as a learner sees it, and what only the grader knows."""

    text: str
    right: bool
    why: str
    option: int  # its place in the template


@dataclass(frozen=True)
class Item:
    """A template with values drawn."""

    id: str
    module: str
    objective: str
    difficulty: int
    stem: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> int:
        """The index of the right choice."""
        return next(at for at, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True)
class Template:
    """An item before anything is drawn. Making one raises `ItemError` where it is no sound one."""

    id: str
    module: str
    objective: str
    difficulty: int
    stem: str
    draw: Mapping[str, tuple[Any, ...]]
    derive: Mapping[str, str]
    where: str
    options: tuple[Option, ...]

    @cached_property
    def cases(self) -> dict[int, list[dict[str, Any]]]:
        """Everything that can be drawn, by the index of the option that is then right.

        Raises:
            ItemError: for some draw no option is right, or two are.
        """
        found: dict[int, list[dict[str, Any]]] = {}
        for values in self._draws():
            right = [at for at, option in enumerate(self.options) if evaluate(option.when, values)]
            if len(right) != 1:
                said = "no option is" if not right else f"options {right[0] + 1} and {right[1] + 1} are both"
                drawn = {name: values[name] for name in self.draw}
                raise ItemError(f"{said} right for {drawn}")
            found.setdefault(right[0], []).append(values)
        return found

    def item(self, values: Mapping[str, Any], order: tuple[int, ...]) -> Item:
        """The item for ``values``, its options in ``order``."""
        choices = []
        for at in order:
            option = self.options[at]
            right = bool(evaluate(option.when, values))
            why = option.if_right if right else option.if_wrong
            choices.append(Choice(option.text.format_map(values), right, why.format_map(values), at))
        about = (self.id, self.module, self.objective, self.difficulty)
        return Item(*about, self.stem.format_map(values), tuple(choices))

    def _draws(self) -> list[dict[str, Any]]:
        found = []
        for drawn in itertools.product(*self.draw.values()):
            values = dict(zip(self.draw, drawn, strict=True))
            for name, text in self.derive.items():
                values[name] = evaluate(text, values)
            if not self.where or evaluate(self.where, values):
                found.append(values)
        return found


@dataclass(frozen=True)
class Bank:
    """All templates, and what each objective says."""

    templates: tuple[Template, ...]
    objectives: Mapping[tuple[str, str], str]  # (module, objective): sentence

    @property
    def items(self) -> int:
        """Materially different items: of one template, those with different right options."""
        return sum(len(template.cases) for template in self.templates)

    def of(self, module: str) -> tuple[Template, ...]:
        return tuple(template for template in self.templates if template.module == module)


def load_bank(folder: Path | None = None) -> Bank:
    """The bank in ``folder``, default Openhearth's own. A module may have several files.

    Raises:
        ItemError: a file is missing, cannot be read, or holds an unsound item.
    """
    folder = folder or Path(__file__).parent / "bank"
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ItemError(f"there are no items in {folder}; name a folder of .toml files")
    return collect((load_file(path) for path in files), str(folder))


def collect(parts: Iterable[tuple[list[Template], dict[tuple[str, str], str]]], where: str) -> Bank:
    """One bank of what several files hold.

    Raises:
        ItemError: two items have one id, or two files say different things of one objective.
    """
    templates: list[Template] = []
    objectives: dict[tuple[str, str], str] = {}
    for found, said in parts:
        templates += found
        for key, sentence in said.items():
            if objectives.setdefault(key, sentence) != sentence:
                raise ItemError(f"{where}: the objective {key[1]!r} of {key[0]} is worded in two ways")
    twice = [name for name, times in Counter(template.id for template in templates).items() if times > 1]
    if twice:
        raise ItemError(f"{where}: the item {twice[0]!r} is there twice; ids must differ")
    return Bank(tuple(templates), objectives)


def load_file(path: Path) -> tuple[list[Template], dict[tuple[str, str], str]]:
    """The templates of one file, and its objectives.

    Raises:
        ItemError: it cannot be read, or an item is unsound; the message names both.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise ItemError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise ItemError(f"{path} is no TOML file ({error})") from None


def parse(text: str, name: str) -> tuple[list[Template], dict[tuple[str, str], str]]:
    """The templates in ``text``, the content of an item file called ``name``, and its objectives.

    Raises:
        ItemError: it is no item file, or an item is unsound; the message names both.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ItemError(f"{name} is no TOML file ({error})") from None
    module, objectives = data.get("module"), data.get("objectives", {})
    if module not in MODULES or not objectives or not data.get("item"):
        raise ItemError(
            f"{name} must name its module ({', '.join(MODULES)}), its objectives, and hold items as [[item]]"
        )
    found = []
    for at, raw in enumerate(data["item"], start=1):
        item = str(raw.get("id") or f"number {at}")
        try:
            found.append(_template(module, raw, objectives))
        except (ItemError, ExpressionError) as error:
            raise ItemError(f"{name}, item {item}: {error}") from None
    return found, {(module, name): sentence for name, sentence in objectives.items()}


_KEYS = {"id", "objective", "difficulty", "stem", "draw", "derive", "where", "option"}
_OPTION_KEYS = {"text", "when", "if_right", "if_wrong"}


def _template(module: str, raw: Mapping[str, Any], objectives: Mapping[str, str]) -> Template:
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise ItemError(f"nothing is called {unknown[0]!r}; an item has {', '.join(sorted(_KEYS))}")
    for key in ("id", "objective", "difficulty", "stem", "draw", "option"):
        if not raw.get(key):
            raise ItemError(f"it has no {key}")
    if raw["objective"] not in objectives:
        raise ItemError(f"the objective {raw['objective']!r} is not one of {', '.join(objectives)}")
    if raw["difficulty"] not in (1, 2, 3):
        raise ItemError(f"its difficulty is {raw['difficulty']!r}, not 1, 2 or 3")
    made = Template(
        str(raw["id"]),
        module,
        raw["objective"],
        raw["difficulty"],
        str(raw["stem"]).strip(),
        {name: _domain(name, domain) for name, domain in raw["draw"].items()},
        dict(raw.get("derive", {})),
        str(raw.get("where", "")),
        tuple(_option(option) for option in raw["option"]),
    )
    _check(made)
    return made


def _domain(name: str, domain: Any) -> tuple[Any, ...]:
    """The values that can be drawn: a list, or ``{from, to, step}``, both ends counted."""
    if isinstance(domain, dict) and set(domain) <= {"from", "to", "step"} and {"from", "to"} <= set(domain):
        step = domain.get("step", 1)
        if all(isinstance(number, int) for number in domain.values()) and step > 0:
            values = tuple(range(domain["from"], domain["to"] + 1, step))
            if values:
                return values
    if isinstance(domain, list) and domain:
        return tuple(domain)
    raise ItemError(f"what can be drawn for {name!r} is neither a list nor whole numbers from, to, step")


def _option(raw: Mapping[str, Any]) -> Option:
    unknown = sorted(set(raw) - _OPTION_KEYS)
    if unknown:
        raise ItemError(
            f"nothing is called {unknown[0]!r} in an option; it has {', '.join(sorted(_OPTION_KEYS))}"
        )
    if not raw.get("text") or "when" not in raw:
        raise ItemError("an option lacks its text, or when it is right")
    when = str(raw["when"]) if not isinstance(raw["when"], bool) else str(int(raw["when"]))
    return Option(str(raw["text"]), when, str(raw.get("if_right", "")), str(raw.get("if_wrong", "")))


def _check(template: Template) -> None:
    size = math.prod(len(domain) for domain in template.draw.values())
    if size > MOST_DRAWS:
        raise ItemError(f"{size:,} draws are too many to look at; at most {MOST_DRAWS:,}: draw fewer values")
    names = list(template.draw)
    for name, text in template.derive.items():
        check(text, names)
        names.append(name)
    for text in (template.where, *(option.when for option in template.options)):
        check(text or "1", names)
    texts = [template.stem, *(part for o in template.options for part in (o.text, o.if_right, o.if_wrong))]
    for text in texts:
        _check_text(text, names)
    if not 3 <= len(template.options) <= 5:
        raise ItemError(f"it has {len(template.options)} options; it needs 3 to 5")
    cases = template.cases
    for at, option in enumerate(template.options):
        ever_wrong = any(other != at for other in cases)
        if at in cases and not option.if_right:
            raise ItemError(f"option {at + 1} can be right, and if_right does not say why")
        if ever_wrong and not option.if_wrong:
            raise ItemError(f"option {at + 1} can be wrong, and if_wrong does not say why")
    if len(cases) < 2:
        raise ItemError("one option is right for every draw, so its answer can be learnt by heart")
    for values in (drawn for found in cases.values() for drawn in found):
        shown = [option.text.format_map(values) for option in template.options]
        if len(set(shown)) < len(shown):
            raise ItemError(f"two options read alike for { {name: values[name] for name in template.draw} }")


def _check_text(text: str, names: list[str]) -> None:
    try:
        fields = [
            (name, conversion)
            for _, name, _, conversion in string.Formatter().parse(text)
            if name is not None
        ]
    except ValueError as error:
        raise ItemError(f"{text[:60]!r} has a bracket too many or too few ({error})") from None
    for name, conversion in fields:
        if name not in names or conversion:
            raise ItemError(f"{text[:60]!r} shows {{{name}}}, which nothing draws or derives")
