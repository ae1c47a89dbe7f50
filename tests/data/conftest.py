"""The real archives, and zips made to order."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from zips import COMMIT, GOOD, pack

from openhearth.data import Corpus, catalogue, storybooks, udhr
from openhearth.data.download import Archive
from openhearth.workspace import content_hash

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def mirror() -> str:
    """Where the archives are: OPENHEARTH_MIRROR, or ../shared/mirror. Without them these tests fail."""
    address = os.environ.get("OPENHEARTH_MIRROR") or str(ROOT.parent / "shared" / "mirror")
    if not address.startswith("http"):
        lacking = [
            archive.name
            for entry in catalogue.entries().values()
            for archive in entry.archives
            if not (Path(address) / archive.name).is_file()
        ]
        if lacking:
            pytest.fail(
                f"set OPENHEARTH_MIRROR to a folder that holds {', '.join(lacking)} (not in {address})"
            )
    return address


@pytest.fixture(scope="session")
def filled_home(mirror: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace whose cache fills from the mirror, for the whole session."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENHEARTH_HOME", str(home))
        patch.setenv("OPENHEARTH_MIRROR", mirror)
        yield home


@pytest.fixture(scope="session")
def books(filled_home: Path) -> Corpus:
    return storybooks.corpus()


@pytest.fixture(scope="session")
def declarations(filled_home: Path) -> Corpus:
    return udhr.corpus()


@pytest.fixture
def with_mirror(filled_home: Path, mirror: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For a test that loads by itself: the filled workspace and the mirror."""
    monkeypatch.setenv("OPENHEARTH_HOME", str(filled_home))
    monkeypatch.setenv("OPENHEARTH_MIRROR", mirror)
    return filled_home


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh workspace and a fresh, empty mirror folder."""
    home, folder = tmp_path / "home", tmp_path / "mirror"
    folder.mkdir()
    monkeypatch.setenv("OPENHEARTH_HOME", str(home))
    monkeypatch.setenv("OPENHEARTH_MIRROR", str(folder))
    return home


@pytest.fixture
def small(empty_home: Path) -> Archive:
    """An archive of two files, whose zip lies in the mirror."""
    digest = content_hash((path, hashlib.sha256(data).hexdigest()) for path, data in GOOD.items())
    archive = Archive("somebody/small", COMMIT, digest, "")
    pack(
        empty_home.parent / "mirror" / archive.name,
        {f"small-{COMMIT}/{path}": data for path, data in GOOD.items()},
    )
    return archive


@pytest.fixture
def put(small: Archive, empty_home: Path) -> Callable[[dict[str, bytes]], Archive]:
    """Replaces the zip in the mirror by one with these members."""

    def replace(files: dict[str, bytes]) -> Archive:
        pack(empty_home.parent / "mirror" / small.name, files)
        return small

    return replace
