"""A console over a folder whose edits the next page shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.environment import shipped
from tests.console.edits.cells.editing import (
    Edited,
)
from tests.console.place import place_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Edited]:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    with place_in(tmp_path) as plain:
        yield Edited(plain.ledger, plain.settings.model_copy(update={"knowledge": folder}))
