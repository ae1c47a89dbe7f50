"""Does a story corpus hold what it says? Checks that a person can act on, each with an example (lesson 02).

The checks are those that found real defects in published children's stories: see
`openhearth.data.storybooks.defects` for their exact definitions there.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from openhearth.data.records import Corpus, Story, hash_text


@dataclass(frozen=True)
class Check:
    """One question put to a corpus, and what failed it."""

    question: str
    failed: tuple[str, ...]  # ids of stories, or names of families
    of: int  # how many were asked
    example: str

    @property
    def share(self) -> float:
        """Part that failed, 0 to 1."""
        return len(self.failed) / self.of if self.of else 0.0


def checks(corpus: Corpus) -> tuple[Check, ...]:
    """The checks of `corpus`, in the order in which the lesson explains them."""
    return (empty(corpus), repeated(corpus), tag_against_folder(corpus), licence_in_family(corpus))


def empty(corpus: Corpus) -> Check:
    """Stories without any text."""
    return _stories(corpus, "has text", lambda story: not story.text.strip())


def repeated(corpus: Corpus) -> Check:
    """Stories whose text stands elsewhere too, under another language or number."""
    groups = [group for group in _groups(corpus, lambda one: one.sha256) if len(group) > 1 and group[0].text]
    failed = [story.id for group in groups for story in group]
    example = " = ".join(story.id for story in groups[0]) if groups else ""
    return Check("has a text of its own", tuple(failed), len(corpus), example)


def tag_against_folder(corpus: Corpus) -> Check:
    """Stories that name another language than the folder they lie in."""
    return _stories(
        corpus, "names its folder's language", lambda story: story.language != story.folder_language
    )


def licence_in_family(corpus: Corpus) -> Check:
    """Families whose translations disagree on whether they may be used commercially."""
    families = _groups(corpus, lambda one: one.family)
    failed = [group for group in families if len({story.non_commercial for story in group}) > 1]
    example = ", ".join(sorted({story.licence for story in failed[0]})) if failed else ""
    names = tuple(group[0].family for group in failed)
    return Check("has one kind of licence in all translations", names, len(families), example)


def damaged(corpus: Corpus) -> Corpus:
    """A copy of ``corpus`` with planted defects, one of each kind: what the lesson checks when offline.

    Args:
        corpus: at least forty stories.

    Raises:
        ValueError: there are fewer.
    """
    if len(corpus) < 40:
        raise ValueError(f"{len(corpus)} stories are too few to damage; take at least 40")
    stories = list(corpus.stories)
    for i in range(0, 20, 4):  # one text under two codes
        stories[i + 1] = replace(
            stories[i], id=stories[i + 1].id, language="x-copy", folder_language="x-copy"
        )
    for i in range(20, 26):  # a tag that is not the folder's
        stories[i] = replace(stories[i], folder_language="und")
    for i in range(26, 30, 2):  # translations that disagree
        stories[i + 1] = replace(stories[i + 1], licence="CC-BY-NC-4.0", family=stories[i].family)
    stories[39] = replace(stories[39], pages=(), sha256=hash_text(""))
    return replace(corpus, name=f"{corpus.name} (damaged on purpose)", stories=tuple(stories), limit=None)


def _stories(corpus: Corpus, question: str, wrong: Callable[[Story], bool]) -> Check:
    failed = tuple(story.id for story in corpus.stories if wrong(story))
    return Check(question, failed, len(corpus), failed[0] if failed else "")


def _groups(corpus: Corpus, key: Callable[[Story], Hashable]) -> list[list[Story]]:
    groups: dict[Hashable, list[Story]] = defaultdict(list)
    for story in corpus.stories:
        groups[key(story)].append(story)
    return list(groups.values())
