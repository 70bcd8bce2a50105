"""A console over a folder that its tests may edit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.environment import shipped
from tests.console.place import Place, place_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A console over a folder of its own."""
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    with place_in(tmp_path) as plain:
        yield Place(plain.ledger, plain.settings.model_copy(update={"knowledge": folder}))
