"""Releases of tiny models, to look at and to tamper with."""

import shutil
from pathlib import Path

import pytest
from release_lines import Line, make_line, stories

from openhearth.workspace import Workspace


@pytest.fixture
def line(tmp_path, monkeypatch) -> Line:
    """A line of public-domain data, in the workspace that is the home."""
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "home"))
    return make_line(Workspace(), stories())


@pytest.fixture(scope="session")
def built_once(tmp_path_factory) -> Path:
    """A home with two finished releases, ``tales-225k`` and ``other``; copy it, do not change it."""
    home = tmp_path_factory.mktemp("built") / "home"
    workspace = Workspace(home)
    make_line(workspace, stories()).build()
    make_line(workspace, stories(), seed=1).build(name="other")
    return home


@pytest.fixture
def home(built_once, tmp_path, monkeypatch) -> Path:
    """One's own copy of `built_once`, which is the home."""
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(built_once, tmp_path / "home"))


@pytest.fixture
def bundle(home, tmp_path) -> Path:
    """A signed release, free to tamper with."""
    return Path(shutil.copytree(home / "release" / "tales-225k" / "bundle", tmp_path / "tales-225k"))


@pytest.fixture
def other(home) -> Path:
    """A release of another model, signed with the same key."""
    return home / "release" / "other" / "bundle"
