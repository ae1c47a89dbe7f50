import errno
import http.server
import multiprocessing
import random
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from zips import COMMIT, GOOD, pack

from openhearth.data import DataError, download
from openhearth.data.download import Archive, Unavailable, cached, fetch

Put = Callable[[dict[str, bytes]], Archive]
TOP = f"small-{COMMIT}"


def nothing_is_left(archive: Archive) -> bool:
    """Whether the cache holds nothing but a lock."""
    folder = cached(archive).parent
    return not folder.exists() or all(path.name.endswith(".lock") for path in folder.iterdir())


def test_an_archive_is_fetched_from_a_mirror_folder_and_kept(small: Archive, empty_home: Path) -> None:
    assert fetch(small) == GOOD
    assert cached(small).parent == empty_home / "cache"
    shutil.rmtree(empty_home.parent / "mirror")
    assert fetch(small) == GOOD


def test_a_recompressed_archive_is_the_same_archive(small: Archive, empty_home: Path) -> None:
    files = {f"{TOP}/{path}": GOOD[path] for path in reversed(GOOD)}
    pack(empty_home.parent / "mirror" / small.name, {f"{TOP}/": b"", **files}, zipfile.ZIP_STORED)
    assert fetch(small) == GOOD


def test_a_truncated_archive_is_refused_with_its_name(small: Archive, empty_home: Path) -> None:
    path = empty_home.parent / "mirror" / small.name
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(
        DataError, match=rf"{small.name} .*truncated.*{small.sha256}.*delete it and run again"
    ):
        fetch(small)
    assert nothing_is_left(small)


def test_every_truncation_and_every_flipped_byte_is_refused_or_harmless(
    small: Archive, tmp_path: Path
) -> None:
    whole = (tmp_path / "mirror" / small.name).read_bytes()
    damaged = tmp_path / "damaged.zip"
    for position in range(len(whole)):
        for content in (
            whole[:position],
            whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :],
        ):
            damaged.write_bytes(content)
            try:
                assert download.read(damaged, small) == GOOD  # a byte that means nothing, such as a date
            except DataError as error:
                assert "damaged.zip" in str(error)  # noqa: PT017


def test_an_altered_archive_is_refused_with_both_hashes(put: Put) -> None:
    archive = put({f"{TOP}/README.md": b"hullo\n", f"{TOP}/en/0001_a.md": b"# A\n"})
    with pytest.raises(DataError, match=rf"altered: .*SHA-256 [0-9a-f]{{64}}, expected {archive.sha256}"):
        fetch(archive)
    assert nothing_is_left(archive)


def test_an_archive_altered_in_the_cache_is_refused(small: Archive) -> None:
    fetch(small)
    pack(cached(small), {f"{TOP}/README.md": b"changed"})
    with pytest.raises(DataError, match=r"altered.*delete it and run again, or set OPENHEARTH_MIRROR"):
        fetch(small)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        f"{TOP}/../../escape.md",
        f"../{TOP}/a.md",
        f"{TOP}/./a.md",
        f"{TOP}//a.md",
        f"{TOP}\\a.md",
        "C:/windows/a.md",
        f"{TOP}/a\nb.md",
        f"{TOP}/a\x7fb.md",
    ],
)
def test_a_member_with_an_unsafe_name_is_refused_with_both_names(put: Put, name: str, tmp_path: Path) -> None:
    archive = put({f"{TOP}/README.md": b"", name: b"harm"})
    with pytest.raises(DataError, match=r"member .* the archive is refused") as caught:
        fetch(archive)
    assert archive.name in str(caught.value)
    assert repr(name) in str(caught.value)
    assert nothing_is_left(archive)
    assert not list(tmp_path.rglob("escape.md"))


def test_a_symbolic_link_is_refused(small: Archive, empty_home: Path) -> None:
    link = zipfile.ZipInfo(f"{TOP}/link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(empty_home.parent / "mirror" / small.name, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match=r"link\.md' is a link or a special file"):
        fetch(small)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_is_refused(small: Archive, empty_home: Path) -> None:
    with zipfile.ZipFile(empty_home.parent / "mirror" / small.name, "a") as archive:
        archive.writestr(f"{TOP}/README.md", "another")
    with pytest.raises(DataError, match=r"README\.md' stands twice"):
        fetch(small)


def test_two_top_folders_are_refused(put: Put) -> None:
    with pytest.raises(DataError, match="one folder with everything in it, not 2"):
        fetch(put({f"{TOP}/a.md": b"", "other/b.md": b""}))


def test_bombs_are_refused_before_they_go_off(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"big\.md' unpacks to more than 16 MB"):
        fetch(put({f"{TOP}/big.md": bytes(17 << 20)}))
    monkeypatch.setattr(download, "MAX_CONTENT", 1 << 20)
    with pytest.raises(DataError, match="as a bomb"):
        fetch(put({f"{TOP}/{number}.md": bytes(1 << 19) for number in range(3)}))
    monkeypatch.setattr(download, "MAX_MEMBERS", 3)
    with pytest.raises(DataError, match="4 members, more than 3"):
        fetch(put({f"{TOP}/{number}.md": b"" for number in range(4)}))
    monkeypatch.setattr(download, "MAX_ARCHIVE", 10)
    with pytest.raises(DataError, match="not the archive it claims to be"):
        fetch(put({f"{TOP}/a.md": b""}))


def test_a_member_that_lies_about_its_size_is_refused(put: Put, empty_home: Path) -> None:
    archive = put({f"{TOP}/big.md": bytes(1 << 20)})
    path = empty_home.parent / "mirror" / archive.name
    path.write_bytes(path.read_bytes().replace((1 << 20).to_bytes(4, "little"), (5).to_bytes(4, "little")))
    with pytest.raises(DataError, match="truncated or damaged"):
        fetch(archive)


def test_a_mirror_without_the_archive_says_which_file_it_lacks(small: Archive, tmp_path: Path) -> None:
    (tmp_path / "mirror" / small.name).unlink()
    with pytest.raises(Unavailable, match=rf"has no file {small.name}; put it there"):
        fetch(small)
    assert nothing_is_left(small)


def test_without_network_and_mirror_there_is_one_clear_sentence(
    small: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    import requests

    monkeypatch.delenv("OPENHEARTH_MIRROR")

    def unreachable(url: str, *, timeout: tuple[float, float], **_: Any) -> None:
        assert url == f"https://github.com/somebody/small/archive/{COMMIT}.zip"
        assert max(timeout) <= 30
        raise requests.ConnectionError("[Errno -3] Temporary failure in name resolution")

    monkeypatch.setattr(requests, "get", unreachable)
    with pytest.raises(
        Unavailable, match=r"no connection.*connect to the internet, or set OPENHEARTH_MIRROR"
    ):
        fetch(small)
    assert nothing_is_left(small)


@pytest.fixture
def served(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The mirror folder over HTTP; the dict tells how the server misbehaves and counts requests."""
    how: dict[str, Any] = {"requests": 0, "cut": 0}

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(empty_home.parent / "mirror"))

        def do_GET(self) -> None:
            how["requests"] += 1
            if not how["cut"]:
                return super().do_GET()
            data = Path(self.translate_path(self.path)).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: -how["cut"]])
            return None

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OPENHEARTH_MIRROR", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield how
        server.shutdown()


def test_an_archive_is_downloaded_from_a_mirror_url(
    small: Archive, served: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch(small) == GOOD
    assert fetch(small) == GOOD
    assert served["requests"] == 1
    out, err = capsys.readouterr()
    assert out == ""  # what a program may read stays clean
    assert "somebody/small" in err


def test_a_download_that_breaks_off_leaves_nothing(small: Archive, served: dict[str, Any]) -> None:
    served["cut"] = 20
    with pytest.raises(DataError, match=small.name):
        fetch(small)
    assert nothing_is_left(small)


def test_a_missing_file_on_the_mirror_is_named(
    small: Archive, served: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "mirror" / small.name).unlink()
    with pytest.raises(Unavailable, match=r"HTTP 404"):
        fetch(small)


def test_a_host_that_does_not_stop_sending_is_cut_off(
    put: Put, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MAX_ARCHIVE", 1 << 20)
    pack_large = {f"{TOP}/noise.md": random.Random(0).randbytes(4 << 20)}
    archive = put(pack_large)
    with pytest.raises(DataError, match="sends more than 1 MB"):
        fetch(archive)
    assert nothing_is_left(archive)


def _fetch_size(archive: Archive) -> int:
    return len(fetch(archive, progress=False))


def test_several_processes_may_fetch_at_once(small: Archive, served: dict[str, Any]) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_fetch_size, [small] * 6) == [2] * 6
    assert served["requests"] == 1
    assert not list(cached(small).parent.glob("*.partial"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_is_one_sentence_and_leaves_nothing(
    small: Archive, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(_: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(code, "no")

    monkeypatch.setattr(shutil, "copyfile", fail)
    with pytest.raises(
        DataError, match=r"cannot be kept in .*cache.*free some space, or set OPENHEARTH_HOME"
    ):
        fetch(small)
    assert nothing_is_left(small)


def test_a_cache_that_cannot_be_made_is_one_sentence(small: Archive, empty_home: Path) -> None:
    empty_home.write_text("a file where the workspace should be")
    with pytest.raises(DataError, match="set OPENHEARTH_HOME"):
        fetch(small)
