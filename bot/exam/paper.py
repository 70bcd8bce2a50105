"""A labelled question goes in, a question of the exam comes out; and where the shipped policies with their questions are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answers.score import read_questions, turns_of
from bot.policy.house import Knowledge
from bot.policy.talks.label import OF_VERDICT

OWN = "own"
"""The section of the owner's own tests.yaml."""
LABELS = {verdict.value: label for verdict, label in OF_VERDICT.items()}
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


def sections_of(policies: tuple[str, ...] = ()) -> tuple[Section, ...]:
    """The shipped sections, one for each policy. ``policies``: these alone. Raises OSError and ValueError of broken files."""
    listed = yaml.safe_load((PAPER / "paper.yaml").read_text(encoding="utf-8"))["policies"]
    return tuple(_section(policy) for policy in listed if not policies or policy in policies)


def _section(policy: str) -> Section:
    folder = PAPER / policy
    questions = read_questions((folder / "questions.jsonl").read_text(encoding="utf-8"))
    asked = tuple(asked_of(one, turns_of(one.get("thread") or [])) for one in questions)
    return Section(policy, folder / "knowledge", asked)


def own_section(knowledge: Knowledge, folder: Path, cases: tuple[Asked, ...] = ()) -> Section:
    """What the owner expects: tests.yaml, where a test asks in words, and ``cases``: what should not have been allowed here."""
    asked = [asked_of({"id": f"own-{n}", **one}, []) for n, one in enumerate(_own(knowledge), 1)]
    return Section(OWN, folder, (*asked, *cases))


def _own(knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """Tests in words, of nobody in particular."""
    for test in knowledge.tests:
        if test.question and not test.asker:
            yield {"question": test.question, "expected": LABELS.get(test.verdict, test.verdict), "kind": "own"}
