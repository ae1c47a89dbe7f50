"""The signature: any change is refused with the file's name, and only a key that is trusted counts."""

import base64
import hashlib
import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from release_lines import flip

from openhearth.release import ReleaseError, fingerprint, key_pair, sign, verify
from openhearth.release.bundle import FILES
from openhearth.release.signing import PUBLIC_KEY, SIGNATURE, WrongKeyError
from openhearth.workspace import Workspace

SIGNED = [name for name in FILES if name != SIGNATURE]


def refusal(folder: Path, key: Path | None = None) -> str:
    with pytest.raises(ReleaseError) as caught:
        verify(folder, key)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_release_verifies_wherever_it_is_moved(bundle):
    own = key_pair(Workspace())[1]
    assert verify(bundle) == verify(bundle, own) == fingerprint(own)
    moved = bundle.rename(bundle.with_name("elsewhere"))
    assert verify(moved, own) == fingerprint(own)


@pytest.mark.parametrize("name", SIGNED)
def test_one_flipped_bit_is_refused_with_the_files_name(bundle, name):
    flip(bundle / name, (bundle / name).stat().st_size // 2)
    assert f"{name} was changed" in refusal(bundle)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_with_its_name(bundle, name):
    (bundle / name).unlink()
    assert f"{name} is missing" in refusal(bundle)


@pytest.mark.parametrize(
    "name", ["notes.txt", ".gitignore", ".git/config", ".gitattributes", "a/b.txt", "it's, odd.txt"]
)
def test_an_added_file_is_refused_with_its_name(bundle, name):
    (bundle / name).parent.mkdir(parents=True, exist_ok=True)
    (bundle / name).write_text("not signed")
    assert f"{name} was added" in refusal(bundle)


def test_an_added_folder_is_refused_though_it_is_empty(bundle):
    (bundle / "empty").mkdir()
    assert "empty was added" in refusal(bundle)


def test_a_renamed_file_is_refused_with_both_names(bundle):
    (bundle / "LICENSE").rename(bundle / "LICENCE")
    said = refusal(bundle)
    assert "LICENSE is missing" in said
    assert "LICENCE was added" in said


@pytest.mark.parametrize("name", FILES)
def test_a_link_in_place_of_a_file_is_refused_though_it_leads_to_the_same_bytes(bundle, tmp_path, name):
    (bundle / name).rename(tmp_path / "away")
    (bundle / name).symlink_to(tmp_path / "away")
    assert f"{name} is a symbolic link" in refusal(bundle)


def test_a_pipe_is_refused_and_not_read(bundle):
    os.mkfifo(bundle / "pipe")
    assert "pipe is no plain file" in refusal(bundle)


def test_another_models_evaluation_is_refused(bundle, other):
    shutil.copyfile(other / "evaluation.json", bundle / "evaluation.json")
    assert "evaluation.json was changed" in refusal(bundle)


def test_another_releases_signature_is_refused(bundle, other):
    shutil.copyfile(other / SIGNATURE, bundle / SIGNATURE)
    assert "model.safetensors was changed" in refusal(bundle)


def test_a_signature_with_any_bit_flipped_is_refused(bundle):
    size = (bundle / SIGNATURE).stat().st_size
    for at in [*range(0, 400), *range(400, size - 300, 53), *range(size - 300, size)]:
        flip(bundle / SIGNATURE, at)
        assert SIGNATURE in refusal(bundle), at
        flip(bundle / SIGNATURE, at)
    verify(bundle)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_truncated_signature_is_refused(bundle, share):
    content = (bundle / SIGNATURE).read_bytes()
    (bundle / SIGNATURE).write_bytes(content[: int(share * len(content))])
    assert f"{SIGNATURE} is cut short" in refusal(bundle)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(note="trust me"),
        lambda value: value["dsseEnvelope"]["signatures"][0].update(keyid="mine"),
        lambda value: value["verificationMaterial"]["publicKey"].pop("hint"),
        lambda value: value["dsseEnvelope"]["signatures"].append({"sig": "", "keyid": ""}),
    ],
)
def test_nothing_can_be_written_around_what_is_signed(bundle, change):
    value = json.loads((bundle / SIGNATURE).read_text())
    change(value)
    (bundle / SIGNATURE).write_text(json.dumps(value, separators=(",", ":")))
    assert SIGNATURE in refusal(bundle)


def test_a_file_that_the_signature_asks_to_overlook_is_refused(bundle):
    from model_signing import hashing, signing

    (bundle / SIGNATURE).unlink()
    (bundle / "extra.bin").write_text("unsigned")
    config = signing.Config().use_elliptic_key_signer(private_key=key_pair(Workspace())[0])
    overlooked = [bundle / SIGNATURE, bundle / "extra.bin"]
    config.set_hashing_config(hashing.Config().set_ignored_paths(paths=overlooked, ignore_git_paths=False))
    config.sign(bundle, bundle / SIGNATURE)
    assert "extra.bin was added" in refusal(bundle)


def test_the_openssf_tool_itself_accepts_the_signature(bundle):
    from model_signing import verifying

    config = verifying.Config().use_elliptic_key_verifier(public_key=key_pair(Workspace())[1])
    config.verify(bundle, bundle / SIGNATURE)
    flip(bundle / "config.json", 3)
    with pytest.raises(ValueError, match=r"config\.json"):
        config.verify(bundle, bundle / SIGNATURE)


def test_the_wrong_key_is_refused(bundle, tmp_path):
    stranger = key_pair(Workspace(tmp_path / "stranger"))[1]
    with pytest.raises(WrongKeyError, match="another key"):
        verify(bundle, stranger)


def test_the_key_in_the_release_is_not_trusted(bundle, tmp_path, monkeypatch):
    key = fingerprint(bundle / PUBLIC_KEY)
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "a stranger's"))
    said = refusal(bundle)
    assert key in said
    assert "you have not said whose key this is" in said
    assert not (tmp_path / "a stranger's").exists()  # looking makes no key
    key_pair(Workspace())
    assert "you have not said whose key this is" in refusal(bundle)


def test_who_signs_changed_files_again_is_found_out(bundle, tmp_path):
    own = key_pair(Workspace())[1]
    private, public = key_pair(Workspace(tmp_path / "forger"))
    (bundle / "README.md").write_text("The best model.")
    shutil.copyfile(public, bundle / PUBLIC_KEY)
    sign(bundle, private)
    assert "another key" in refusal(bundle, own)
    assert fingerprint(public) in refusal(bundle)


@pytest.mark.parametrize("content", [None, "", "not a key", "PRIVATE"])
def test_a_key_that_is_none_is_refused_with_its_name(bundle, tmp_path, content):
    key = tmp_path / "given.pub"
    if content == "PRIVATE":
        shutil.copyfile(key_pair(Workspace())[0], key)
    elif content is not None:
        key.write_text(content)
    assert f"public key {key}" in refusal(bundle, key) or f"{key} is no public key" in refusal(bundle, key)


def test_nothing_and_an_empty_folder_are_no_release(home, tmp_path):
    assert "there is no release" in refusal(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    assert "is empty" in refusal(tmp_path / "empty")


def test_a_link_is_not_signed(tmp_path, home):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to("/etc/hostname")
    with pytest.raises(ReleaseError, match="symbolic link"):
        sign(tmp_path / "folder", key_pair(Workspace())[0])


def test_what_git_uses_is_signed_like_everything_else(tmp_path, home):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / ".gitattributes").write_text("signed")
    sign(tmp_path / "folder", key_pair(Workspace())[0])
    verify(tmp_path / "folder")
    (tmp_path / "folder" / ".gitattributes").write_text("changed")
    assert ".gitattributes was changed" in refusal(tmp_path / "folder")


def test_the_private_key_is_its_owners_alone_whatever_the_mask(tmp_path):
    mask = os.umask(0)
    try:
        private, _ = key_pair(Workspace(tmp_path))
    finally:
        os.umask(mask)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_a_private_key_is_never_made_anew(tmp_path):
    private, public = key_pair(Workspace(tmp_path))
    before = private.read_bytes(), public.read_bytes()
    public.unlink()
    assert key_pair(Workspace(tmp_path)) == (private, public)
    assert (private.read_bytes(), public.read_bytes()) == before
    public.write_text("another's")
    key_pair(Workspace(tmp_path))
    assert public.read_bytes() == before[1]


def test_many_at_once_make_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = {pair[0].read_bytes() for pair in pool.map(key_pair, [Workspace(tmp_path)] * 8)}
    assert len(keys) == 1
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"release.pem", "release.pub"}


def test_a_key_that_another_process_makes_meanwhile_is_kept(tmp_path, monkeypatch):
    theirs = key_pair(Workspace(tmp_path / "theirs"))[0].read_bytes()
    private, make = tmp_path / "keys" / "release.pem", ec.generate_private_key

    def slowly(curve):
        private.write_bytes(theirs)
        return make(curve)

    monkeypatch.setattr(ec, "generate_private_key", slowly)
    assert key_pair(Workspace(tmp_path))[0].read_bytes() == theirs


def test_a_damaged_private_key_is_named(tmp_path):
    private, _ = key_pair(Workspace(tmp_path))
    private.write_text("damaged")
    with pytest.raises(ReleaseError, match=r"release\.pem is no private key"):
        key_pair(Workspace(tmp_path))


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReleaseError, match="cannot make a key in"):
        key_pair(Workspace(tmp_path / "file"))


def test_the_fingerprint_is_that_of_the_key_whatever_its_line_ends(tmp_path):
    public = key_pair(Workspace(tmp_path))[1]
    lines = public.read_text().splitlines()
    der = base64.b64decode("".join(lines[1:-1]))  # what openssl pkey -pubin -outform der gives
    assert fingerprint(public).replace(":", "") == hashlib.sha256(der).hexdigest()[:32]
    (tmp_path / "mailed.pub").write_bytes("\r\n".join(lines).encode())
    assert fingerprint(tmp_path / "mailed.pub") == fingerprint(public)
