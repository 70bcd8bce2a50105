"""Policies in forms that organisations publish, and hostile tables: nothing is falsely allowed, and none is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.published import KINDS, PUBLISHED, answers_of, figures, is_worse

FOLDERS = [folder for kind in KINDS for folder in sorted((PUBLISHED / kind).iterdir())]
RECORDED = json.loads((PUBLISHED / "recorded.json").read_text(encoding="utf-8"))


def test_each_has_its_line() -> None:
    assert sorted(folder.name for folder in FOLDERS) == sorted(RECORDED)


@pytest.mark.sets
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_questions_are_answered_as_they_were(folder: Path) -> None:
    now = figures(list(answers_of(folder)))
    assert not now["falsely allowed"] and not now["refused"]
    assert not is_worse(now, RECORDED[folder.name])
