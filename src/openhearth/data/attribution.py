"""Who made the stories: the credits that CC BY asks for, as one readable Markdown file."""

import re
from itertools import groupby

from openhearth.data.records import Corpus, Story

_NAMES = {"CC0-1.0": "public domain, CC0 1.0", "CC-PDM-1.0": "public domain"}
_DEEDS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-PDM-1.0": "https://creativecommons.org/publicdomain/mark/1.0/",
}


def attribution(corpus: Corpus) -> str:
    """Credits of every story of ``corpus``, by source and language: title, makers, licence.

    Creative Commons licences ask for the makers, the title, a link to the source and to the licence, and
    a word on changes; all of that is here.
    """
    stories = sorted(corpus.stories, key=lambda one: (one.source, one.language, one.title, one.id))
    lines = [
        f"# Attribution: {_plain(corpus.name)}",
        "",
        f"{len(corpus):,} stories in {len(corpus.languages)} languages, each under the licence that stands with it. "
        "Thank you to everyone named here.",
        "",
        "Changes: only the words were kept (pictures and layout are not here), and blank lines within a page were "
        "removed.",
        "",
        "Licences: "
        + "; ".join(_licence(name) for name in sorted({story.licence for story in stories}))
        + ".",
    ]
    for source, group in groupby(stories, key=lambda one: one.source):
        lines += ["", f"## {_source(source)}"]
        for language, part in groupby(group, key=lambda one: one.language):
            lines += ["", f"### {language}", ""]
            lines += [_credit(story) for story in part]
    return "\n".join(lines) + "\n"


def _credit(story: Story) -> str:
    makers = [
        f"{role} {_plain(who)}"
        for role, who in (
            ("by", story.author),
            ("translated by", story.translator),
            ("illustrated by", story.illustrator),
        )
        if who
    ]
    return f"- *{_plain(story.title)}*, {'; '.join(makers) or 'maker unknown'}. {story.licence}. `{story.id}`"


def _source(source: str) -> str:
    """``owner/name@commit`` as a link to GitHub; anything else as it stands."""
    match = re.fullmatch(r"([\w.-]+/[\w.-]+)@([0-9a-f]{7,40})", source)
    return f"[{source}](https://github.com/{match[1]}/tree/{match[2]})" if match else _plain(source)


def _licence(name: str) -> str:
    if match := re.fullmatch(r"CC-(BY[A-Z-]*)-([\d.]+)", name):
        return f"[{name}](https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/)"
    return f"[{_NAMES[name]}]({_DEEDS[name]})" if name in _DEEDS else _plain(name)


def _plain(text: str) -> str:
    """``text`` on one line, with what Markdown or HTML would act on made harmless."""
    return re.sub(r"([\\`*_\[\]<>#|&])", r"\\\1", " ".join(text.split()))
