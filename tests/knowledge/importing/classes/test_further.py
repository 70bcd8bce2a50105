"""Classes that a document explains beside those of its table, and of which no column speaks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers.answerer import make_answerer
from bot.policy.words import Verdict
from bot.wiring import import_policy
from tests.askers import as_read

CASES = yaml.safe_load(Path(__file__).with_name("further.yaml").read_text(encoding="utf-8"))
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


TABLE = """# AI tools at Orr

## What we have

{text}
## What goes where

| Tool | {0} | {1} |
|---|---|---|
| Microsoft 365 Copilot | yes | yes |
| ChatGPT Free | yes | no |
"""


def ruled(folder: Path, document: str, thing: str) -> Verdict:
    (folder / "policy.md").write_text(document, encoding="utf-8")
    import_policy(folder / "policy.md", None, folder / "policy.md", folder / "made")
    answered = as_read(make_answerer(folder / "made"), f"Can I put {thing} into Microsoft 365 Copilot?", today=TODAY)
    ruling = answered.ruled[0].ruling
    assert ruling is not None
    return ruling.verdict


def asked(folder: Path, more: str, text: str) -> Verdict:
    document = folder / "policy.md"
    document.write_text(DOCUMENT.format(more=more), encoding="utf-8")
    import_policy(document, None, document, folder / "made")
    answered = as_read(make_answerer(folder / "made"), text, today=TODAY)
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


@pytest.mark.parametrize("thing", ["a care plan", "a sick note"])
@pytest.mark.parametrize("case", CASES["shapes"], ids=lambda case: case["name"])
def test_in_whatever_shape_it_is_explained_no_broader_kind_lets_it_in(case: dict[str, Any], thing: str, tmp_path: Path) -> None:
    document = TABLE.format(*case.get("columns", ("Open", "Team")), text=case["text"])
    assert ruled(tmp_path, document, thing) not in (Verdict.ALLOWED, Verdict.CONDITIONAL)


@pytest.mark.parametrize("line", CASES["labels"])
def test_what_stands_beside_classes_and_only_says_what_follows_is_none(line: str, tmp_path: Path) -> None:
    text = f"- **Open**: the website, price lists.\n- **Team**: rotas, order lists, minutes.\n- {line}\n"
    assert ruled(tmp_path, TABLE.format("Open", "Team", text=text), "a letter") in (Verdict.ALLOWED, Verdict.CONDITIONAL)


def test_a_guarded_kind_that_only_a_list_names_is_let_in_by_no_guess(tmp_path: Path) -> None:
    text = "Open is the website. Team is rotas and order lists. Neither are sick notes, wills and care plans.\n"
    assert ruled(tmp_path, TABLE.format("Open", "Team", text=text), "a sick note") is not Verdict.ALLOWED
