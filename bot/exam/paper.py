"""A labelled question goes in, a question of the exam comes out; and where the shipped policies with their questions are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAPER = Path(__file__).with_name("paper")
"""``paper.yaml``, and a folder for each policy."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the exam."""

    id: str
    text: str
    turns: tuple[tuple[str, str], ...]
    right: tuple[str, ...]
    """Labels that are right; the first is the expected one."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One policy with its questions. ``folder``: its knowledge folder."""

    policy: str
    folder: Path
    asked: tuple[Asked, ...]


def asked_of(one: dict[str, Any], turns: list[tuple[str, str]]) -> Asked:
    """A labelled question in the format of the question sets."""
    right = (str(one["expected"]), *(one.get("also_ok") or ()))
    return Asked(str(one["id"]), str(one["question"]), tuple(turns), right, str(one.get("kind", "")))
