"""Children's stories in 153 languages, from three archives of Markdown files, one story a file.

African Storybook (``asp-source``), Pratham Books (``pb-source``), and volunteers' translations of the
African stories into the world's other languages (``global-asp``). A file looks like this::

    # Title
    ##
    a page
    ##
    * License: [CC-BY]
    * Text: author
    * Illustration: illustrator
    * Translation: translator
    * Language: ach

The record keeps what the file says; `defects` tells where the files, their folders and each other disagree.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openhearth.data.download import Archive, fetch
from openhearth.data.records import Corpus, DataError, Story

AFRICAN = Archive(
    "global-asp/asp-source",
    "99e022369a980bd52bce8c6f86d5f24e9a4ada9d",
    "a8141992dc6dc887ef7453d24e9aea613173d2f05fc134ea9c5f32fa07bba982",
    "831f3545216fe686c42eace6d76f9bea5dd56037c9badd5c8b4092acd75788fa",
)
PRATHAM = Archive(
    "global-asp/pb-source",
    "9ea530dfb0011dd1cbaf42e6ffe74aa3ef5733ed",
    "6eab7ed60586cc9c13808d9bf26b45046d325daf2ef50786f733505ecc873ff0",
    "db16ac946ff668d610f532aac6f167b3d2e54e714ed76e96ff30cd756aa6bd84",
)
GLOBAL = Archive(
    "global-asp/global-asp",
    "b0193c31edc62935cb8cc69549a1f416cbbab42f",
    "da9b1a993b947ea83e83436ac1973668509d677f9ad72e95bef148ef249e3428",
    "2c2a956ab769d51ebf7f0c38b6de42852a24114f9a74c50d5dcef8085dd29d9d",
)
ARCHIVES = (AFRICAN, PRATHAM, GLOBAL)

# A file says "CC-BY" without a version. The list in its folder's README.md often links to one; where it
# does not, this is what the archive says of itself: asp-source links to 3.0 in most of its lists, pb-source's
# README.md says 4.0, and so does global-asp's LICENSE.
VERSION = {AFRICAN.repository: "3.0", PRATHAM.repository: "4.0", GLOBAL.repository: "4.0"}

# Folder names that are not BCP 47. Asante and Akuapem are registered variants; "official" is nobody's.
LANGUAGE_TAGS = {
    "ha-ne": "ha-NE",
    "lgg-official": "lgg-x-official",
    "tw-akua": "tw-akuapem",
    "tw-asan": "tw-asante",
}
PUBLIC_DOMAIN = "CC-PDM-1.0"  # SPDX: the Public Domain Mark

_FILE = re.compile(r"(?P<folder>[^/]+)/(?P<number>\d{4})_[^/]*\.md")
_CREDIT = re.compile(
    r"\*\s*(License|Text|Illustration|Translation|Translated By|Adaptation|Language)\s*:\s*(.*)"
)
_LISTED = re.compile(r"(\d{4}) \| .* \| (.*)")  # "0112 | [Kuma](address) | [CC-BY](address)"
_DEED = re.compile(r"licenses/([a-z-]+)/([\d.]+)")


@dataclass(frozen=True)
class Defects:
    """What is wrong with the stories as they were published; each id or family can be looked up."""

    languages_by_tag: int  # as the stories say
    languages_by_folder: int
    same_text: tuple[tuple[str, ...], ...]  # ids of stories with one text, under whatever language
    several_codes: tuple[tuple[str, ...], ...]  # those of `same_text` that stand under three or more codes
    without_text: tuple[str, ...]  # ids
    other_tag: tuple[str, ...]  # ids of stories whose language tag differs from their folder
    disagree_on_commerce: tuple[str, ...]  # families in which some translations are NC, others not
    disagree_on_share_alike: tuple[str, ...]  # families that agree on that, but not on SA
    listed_otherwise: tuple[str, ...]  # ids of stories whose folder's list says another licence
    spellings: dict[str, int]  # the licence as written -> stories
    languages_lost_without_nc: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    story: Story
    spelling: str  # of the licence
    listed: str  # "by-nc", as the folder's README.md says, or ""


def corpus() -> Corpus:
    """All stories of the three archives, textless ones too.

    Raises:
        DataError: an archive cannot be had, or a file in it is not as described above.
    """
    return Corpus("storybooks", tuple(read.story for read in _read_all()))


def defects(corpus: Corpus) -> Defects:
    """What is wrong with the stories of ``corpus`` (the whole of storybooks, or a part)."""
    stories = corpus.stories
    raw = {read.story.id: read for read in _read_all()}
    reads = [raw[story.id] for story in stories]
    by_text, by_family = _grouped(stories, lambda one: one.sha256), _grouped(stories, lambda one: one.family)
    same_text = [group for group in by_text.values() if len(group) > 1 and group[0].text]
    on_commerce = [
        name for name, group in by_family.items() if len({one.non_commercial for one in group}) > 1
    ]
    on_sharing = [
        name
        for name, group in by_family.items()
        if name not in on_commerce and len({"-SA-" in one.licence for one in group}) > 1
    ]
    kept = {story.folder_language for story in stories if not story.non_commercial}
    return Defects(
        languages_by_tag=len({story.language for story in stories}),
        languages_by_folder=len({story.folder_language for story in stories}),
        same_text=tuple(_ids(group) for group in same_text),
        several_codes=tuple(
            _ids(group) for group in same_text if len({story.language for story in group}) >= 3
        ),
        without_text=_ids(story for story in stories if not story.text),
        other_tag=_ids(story for story in stories if story.language != story.folder_language),
        disagree_on_commerce=tuple(sorted(on_commerce)),
        disagree_on_share_alike=tuple(sorted(on_sharing)),
        listed_otherwise=_ids(one.story for one in reads if one.listed and one.listed != _kind(one.spelling)),
        spellings=dict(Counter(one.spelling for one in reads).most_common()),
        languages_lost_without_nc=tuple(sorted({story.folder_language for story in stories} - kept)),
    )


def parse(archive: Archive, path: str, data: bytes, version: str) -> tuple[Story, str]:
    """The story in one file, and how the file spells its licence.

    Args:
        archive: where the file is from.
        path: its path there, ``folder/NUMBER_title.md``.
        data: its bytes.
        version: of the Creative Commons licence, where the file names none.

    Raises:
        DataError: the file is not UTF-8, or lacks its title, licence, author or language.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"storybooks: the story file {path} in {archive.name} is not UTF-8 (byte {error.start} is "
            f"0x{data[error.start]:02x}); convert it or take it out"
        ) from None
    credit: dict[str, list[str]] = defaultdict(list)
    body = []
    for line in text.splitlines():
        if match := _CREDIT.fullmatch(line):
            if value := match[2].strip():
                credit[match[1]].append(value)
        else:
            body.append(line)
    title = next((line[2:].strip() for line in body if line.startswith("# ")), "")
    lacking = [name for name in ("License", "Text", "Language") if not credit[name]]
    if not title or lacking or not (name := _FILE.fullmatch(path)):
        what = ", ".join(lacking) or ("a title" if not title else "a numbered name")
        raise DataError(
            f"storybooks: the story file {path} in {archive.name} lacks {what}; add it or take it out"
        )
    spelling = credit["License"][0].strip("[]")
    return Story(
        id=f"{archive.repository.split('/')[1]}/{path.removesuffix('.md')}",
        language=_language(credit["Language"][0]),
        folder_language=_language(name["folder"]),
        title=title,
        pages=_pages(body),
        author=", ".join(credit["Text"]),
        translator=", ".join(
            [
                *credit["Translation"],
                *credit["Translated By"],
                *(f"{who} (adaptation)" for who in credit["Adaptation"]),
            ]
        ),
        illustrator=", ".join(credit["Illustration"]),
        licence=_spdx(spelling, version, path),
        source=archive.source,
        family=f"{'pb' if archive is PRATHAM else 'asp'}-{name['number']}",  # global-asp numbers as asp does
    ), spelling


def _read_all() -> Iterator[_Read]:
    for archive in ARCHIVES:
        files = fetch(archive)
        lists: dict[str, dict[str, tuple[str, str]]] = {}
        for path in sorted(files):
            match = _FILE.fullmatch(path)
            if not match:
                continue  # a README.md, or what the archive says of itself
            folder = match["folder"]
            if folder not in lists:
                lists[folder] = _listed(files.get(f"{folder}/README.md", b""))
            kind, version = lists[folder].get(match["number"], ("", VERSION[archive.repository]))
            yield _Read(*parse(archive, path, files[path], version), kind)


def _listed(readme: bytes) -> dict[str, tuple[str, str]]:
    """Story number -> (kind, version) of the licence that a folder's README.md links to."""
    found = {}
    for line in readme.decode("utf-8", errors="replace").splitlines():
        if (row := _LISTED.fullmatch(line)) and (deed := _DEED.search(row[2])):
            found[row[1]] = (deed[1], deed[2])
    return found


def _pages(body: list[str]) -> tuple[str, ...]:
    """The pages between lines of ``##``; blank lines within a page carry no meaning and go."""
    lines = iter(body)
    pages: list[list[str]] = [[]]
    titled = False
    for line in lines:
        if not titled and line.startswith("# "):
            titled = True
        elif line.rstrip() == "##":
            pages.append([])
        else:
            pages[-1].append(line)
    joined = (re.sub(r"\n{2,}", "\n", "\n".join(page)).strip() for page in pages)
    return tuple(page for page in joined if page)


def _kind(spelling: str) -> str:
    """``CC BY-NC`` -> ``by-nc``, whichever way it is spelt; ``""`` for the public domain."""
    match = re.fullmatch(r"CC[- ](BY(?:-NC)?(?:-SA)?)", spelling)
    return match[1].lower() if match else ""


def _spdx(spelling: str, version: str, path: str) -> str:
    if spelling == "Public Domain":
        return PUBLIC_DOMAIN
    if not (kind := _kind(spelling)):
        raise DataError(f"storybooks: the story file {path} has a licence that is not known, {spelling!r}")
    return f"CC-{kind.upper()}-{version}"


def _language(tag: str) -> str:
    return LANGUAGE_TAGS.get(tag, tag)


def _grouped(stories: tuple[Story, ...], key: Callable[[Story], str]) -> dict[str, list[Story]]:
    groups: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        groups[key(story)].append(story)
    return groups


def _ids(stories: "Iterator[Story] | list[Story]") -> tuple[str, ...]:
    return tuple(story.id for story in stories)
