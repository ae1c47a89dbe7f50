"""Tiny models and corpora that the tests of lm share."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from openhearth import data
from openhearth.data import Corpus
from openhearth.machine import Machine
from openhearth.plan import Plan, make_plan
from openhearth.workspace import Workspace


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tales() -> Corpus:
    return data.load("tales", stories=180, languages=["en", "zh", "hi"])


@pytest.fixture
def plan() -> Plan:
    made = make_plan(Machine.from_profile("binder"), 0.05, vocab_size=300)
    return dataclasses.replace(made, micro_batch=2, accumulation=2, context=64, dtype="float32", threads=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")
