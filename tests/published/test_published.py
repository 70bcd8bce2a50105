"""Policies in forms that organisations publish, and hostile tables: nothing is falsely allowed, and none is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.published import BELIEVED, GRIDS, KINDS, PUBLISHED, cells_in, cells_of, figures, is_worse, ways_of

FOLDERS = [folder for kind in KINDS for folder in sorted((PUBLISHED / kind).iterdir())]
RECORDED = json.loads((PUBLISHED / "recorded.json").read_text(encoding="utf-8"))


def test_each_has_its_lines() -> None:
    ways = ("", *(f"{way}{by}" for way in GRIDS if way for by in ("", BELIEVED)))
    asked = [f"{folder.name}{way}" for folder in FOLDERS for way in (ways if cells_of(folder) else ("",))]
    assert sorted(asked) == sorted(RECORDED)


@pytest.mark.sets
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_questions_are_answered_as_they_were(folder: Path) -> None:
    for way, asked in ways_of(folder):
        now = figures(asked)
        assert not now["refused"] and not is_worse(now, RECORDED[f"{folder.name}{way}"])
        assert way.endswith(BELIEVED) or not now["falsely allowed"]


@pytest.mark.sets
@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if cells_of(folder)], ids=lambda folder: folder.name)
def test_no_cell_of_an_owner_becomes_milder_in_a_grid(folder: Path) -> None:
    for way in (" in the grid", " as drafted and looked at"):
        found = cells_in(folder, GRIDS[way])
        assert not found["milder"] and not found["not there"]
