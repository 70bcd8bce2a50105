"""Classes that a document explains beside those of its table, and of which no column speaks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.policy.words import Verdict
from bot.wiring import import_policy, make_answerer

TODAY = date(2026, 11, 27)
DOCUMENT = """# AI tools at Brill School

## Three shelves and a safe

- **Yard**: what everybody may see: the website, open-day flyers.
- **Hall**: timetables, lesson plans, minutes of the year teams.
- **Office**: names and marks of pupils, mails to parents.
{more}
## What goes where

| Tool | Yard | Hall | Office |
|---|---|---|---|
| Copilot Chat | yes | yes | no |
| Microsoft 365 Copilot | yes | yes | yes |

What is in the Safe never goes into any tool.
"""
SAFE = "- **Safe**: reports of the school doctor, care plans, child protection files.\n"


def asked(folder: Path, more: str, text: str) -> Verdict:
    document = folder / "policy.md"
    document.write_text(DOCUMENT.format(more=more), encoding="utf-8")
    import_policy(document, None, document, folder / "made")
    answered = make_answerer(folder / "made").ask(text, [], today=TODAY)
    ruling = answered.ruled[0].ruling
    assert ruling is not None
    return ruling.verdict


@pytest.mark.parametrize("thing", ["a care plan", "a report of the school doctor", "a child protection file"])
def test_what_belongs_to_a_class_without_a_column_is_not_let_in_by_another(thing: str, tmp_path: Path) -> None:
    assert asked(tmp_path, SAFE, f"Can I put {thing} into Microsoft 365 Copilot?") not in (Verdict.ALLOWED, Verdict.CONDITIONAL)


def test_what_belongs_to_the_classes_of_the_table_is_ruled_as_before(tmp_path: Path) -> None:
    assert asked(tmp_path, SAFE, "Can I put a lesson plan into Copilot Chat?") is Verdict.ALLOWED


@pytest.mark.parametrize(
    "more",
    [
        "",
        "\nNobody is left alone with a doubt.\n\n\n\n\n- **Helpdesk**: Ines, room 4.\n",
        "- **Contact**: Ines, whenever in doubt.\n",
    ],
    ids=["nothing stands beside them", "it stands far below", "it says whom to ask"],
)
def test_what_only_looks_like_one_is_none(more: str, tmp_path: Path) -> None:
    asked(tmp_path, more, "Can I put a lesson plan into Copilot Chat?")
    data = (tmp_path / "made" / "data.yaml").read_text(encoding="utf-8")
    assert not {"Helpdesk", "Contact"} & set(re.findall(r"label: (\w+)", data))
