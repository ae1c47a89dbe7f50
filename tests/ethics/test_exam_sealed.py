"""Private banks: they travel encrypted, open for the classes they are meant for, and are drawn from as the public bank is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_exam import file

from openhearth.ethics.exam import Bank, ItemError, load_bank, sealed
from openhearth.ethics.exam.draw import BLUEPRINT, paper


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An institution's folder of items, called so that none is called as a public one."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "E1.toml").write_text(file("E1").replace('id = "E1-', 'id = "E1-own-'), encoding="utf-8")
    return folder


@pytest.fixture
def public(tmp_path: Path) -> Bank:
    folder = tmp_path / "public"
    folder.mkdir()
    for module in BLUEPRINT:
        (folder / f"{module}.toml").write_text(file(module), encoding="utf-8")
    return load_bank(folder)


def home(tmp_path: Path, name: str, *banks: bytes) -> tuple[Path, Path]:
    """A class's folder of banks and the file of its key."""
    folder = tmp_path / name / "banks"
    folder.mkdir(parents=True, exist_ok=True)
    for at, bank in enumerate(banks):
        (folder / f"{at}.age").write_bytes(bank)
    return folder, tmp_path / name / "bank.key"


def test_a_private_bank_is_drawn_from_and_nobody_reads_it_on_the_way(
    own: Path, public: Bank, tmp_path: Path
) -> None:
    keys = [tmp_path / name / "bank.key" for name in ("nairobi", "lima")]
    made = sealed.seal(own, [sealed.class_key(key) for key in keys])
    assert made.startswith(b"age-encryption.org/v1")
    assert b"smallest group" not in made
    for name, key in zip(("nairobi", "lima"), keys, strict=True):
        assert key.stat().st_mode & 0o777 == 0o600
        whole = sealed.with_private(public, *home(tmp_path, name, made))
        assert len(whole.templates) == len(public.templates) + 9
        drawn = {item.id for n in range(20) for item in paper(whole, b"secret", f"learner {n}", 1)}
        assert sum(name.startswith("E1-own-") for name in drawn) == 9


def test_a_class_without_private_banks_needs_no_key(public: Bank, tmp_path: Path) -> None:
    folder, key = home(tmp_path, "kyiv")
    assert sealed.with_private(public, folder, key) == public
    assert not key.exists()


def test_what_cannot_be_opened_is_named(own: Path, public: Bank, tmp_path: Path) -> None:
    theirs = sealed.class_key(tmp_path / "theirs.key")
    made = sealed.seal(own, [theirs])
    folder, key = home(tmp_path, "kyiv", made)
    with pytest.raises(ItemError, match="there is no key in"):
        sealed.with_private(public, folder, key)
    ours = sealed.class_key(key)
    with pytest.raises(
        ItemError, match=rf"0\.age is damaged, or sealed to other keys than this class's \({ours}"
    ):
        sealed.with_private(public, folder, key)
    good = sealed.seal(own, [ours])
    for bad in (good[:-20], good[:300], b"", b"not sealed", good[:-5] + b"xxxxx"):
        (folder / "0.age").write_bytes(bad)
        with pytest.raises(ItemError, match=r"0\.age is damaged"):
            sealed.with_private(public, folder, key)
    key.write_text("no key")
    with pytest.raises(ItemError, match=r"bank\.key holds no age key"):
        sealed.with_private(public, folder, key)


def test_what_is_sealed_is_looked_at_before_and_after(own: Path, public: Bank, tmp_path: Path) -> None:
    folder, key = home(tmp_path, "kyiv")
    ours = sealed.class_key(key)
    with pytest.raises(ItemError, match="'age1wrong' is no age recipient"):
        sealed.seal(own, [ours, "age1wrong"])
    with pytest.raises(ItemError, match="there are no items in"):
        sealed.seal(tmp_path / "nowhere", [ours])
    (folder / "0.age").write_bytes(sealed.seal(own, [ours]))
    (folder / "1.age").write_bytes(sealed.seal(own, [ours]))
    with pytest.raises(ItemError, match="the item 'E1-own-0' is there twice"):
        sealed.with_private(public, folder, key)
    (own / "E1.toml").write_text((own / "E1.toml").read_text().replace('"short > 3"', "false"))
    with pytest.raises(ItemError, match="no option is right"):
        sealed.seal(own, [ours])


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"format": 1, "files": 3}', b"\xff", b'{"format": 2}'])
def test_a_sealed_file_of_something_else_is_named(content: bytes, tmp_path: Path) -> None:
    from pyrage import encrypt, x25519

    folder, key = home(tmp_path, "kyiv")
    (folder / "0.age").write_bytes(encrypt(content, [x25519.Recipient.from_str(sealed.class_key(key))]))
    with pytest.raises(ItemError, match=r"0\.age (holds no item bank|is of format 2)"):
        sealed.unseal(folder / "0.age", key)


def test_sealing_and_sitting_as_commands(own: Path, tmp_path: Path) -> None:
    about = {**os.environ, "OPENHEARTH_HOME": str(tmp_path / "home")}

    def ethics(*words: object, typed: str = "", status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "openhearth", "ethics", *map(str, words)],
            input=typed,
            capture_output=True,
            text=True,
            env=about,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return " ".join((done.stdout + done.stderr).split())

    key = ethics("recipient")
    assert key == ethics("recipient")
    banks = tmp_path / "home" / "ethics" / "banks"
    banks.mkdir()
    assert "puts it into banks/" in ethics("seal", own, "--to", key, "--out", banks / "own.age")
    public = tmp_path / "bank"
    public.mkdir()
    for module in BLUEPRINT:
        (public / f"{module}.toml").write_text(file(module), encoding="utf-8")
    ethics("identity", "--name", "Amina Diallo")
    ethics("secret")
    assert "Attempt 1: 40 questions" in ethics("exam", "--bank", public, typed="q\n")
    (banks / "own.age").write_bytes(b"")
    assert "own.age is damaged" in ethics("exam", "--bank", public, status=1)
    assert "Nothing was kept." in ethics("exam", "--practice", "--items", 1, "--bank", public, typed="1\n")
