"""Lists that say tool by tool what people may do with it: each item is asked about, and nothing is a yes before its owner's."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.permits.leave_lists import leaves_in, rest_of
from bot.policy.confirming import Way
from bot.wiring import import_policy, make_answerer
from bot.wiring.owners.confirming import Confirming
from tests.askers import label_as_read
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "leave_lists.yaml").read_text(encoding="utf-8"))


@pytest.fixture(params=CASES["pages"], ids=lambda case: case["name"])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def policy(case: dict[str, Any], tmp_path: Path) -> Path:
    (tmp_path / "policy.md").write_text(case["document"], encoding="utf-8")
    import_policy(tmp_path / "policy.md", None, tmp_path / "policy.md", tmp_path / "policy")
    return tmp_path / "policy"


def test_no_cell_is_a_yes_and_what_a_tool_is_not_for_is_a_no(case: dict[str, Any], policy: Path) -> None:
    with (policy / "matrix.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert (head[1:], [row[0] for row in rows]) == (case["data"], case["tools"])
    denied = [f"{row[0]}: {name}" for row in rows for name, word in zip(head, row, strict=True) if word == "deny"]
    assert [one for one in denied if one.split(":")[0] not in case["refused"]] == case["denied"]
    assert {word for row in rows for word in row[1:]} <= {"unknown", "deny"}


def test_each_item_is_a_question_about_its_tool_its_data_and_its_people(case: dict[str, Any], policy: Path) -> None:
    asked = [one.question for one in Confirming(policy).questions() if one.question.gives]
    told = [[one.ways[0].id, *one.ways[0].tools, "|", *one.ways[0].data] for one in sorted(asked, key=lambda one: one.at.line)]
    assert [" ".join(one) for one in told] == case["asks"]
    whose = {who for one in asked for way in one.ways for who in way.who}
    assert whose == set(case["people"])


def test_its_answers_are_what_the_page_says(case: dict[str, Any], policy: Path) -> None:
    asked = [question for question, _ in case["answers"]]
    answerer = make_answerer(policy)
    assert "allow" not in [label_as_read(answerer, one) for one in asked]
    confirming = Confirming(policy)
    while leaves := [one.question for one in confirming.questions() if one.question.gives]:
        confirming.answer(leaves[0].id, Way(leaves[0].ways[0].id), "Noor")
    answerer = make_answerer(policy)
    assert [label_as_read(answerer, one) for one in asked] == [wanted for _, wanted in case["answers"]]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["document"])
def test_a_no_stands_beside_leaves(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_text(case["document"], encoding="utf-8")
    import_policy(tmp_path / "policy.md", None, tmp_path / "policy.md", tmp_path / "policy")
    with (tmp_path / "policy" / "matrix.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    assert [row[0] for row in rows if {*row[1:]} == {"deny"}] == case["tools"]


@pytest.mark.parametrize("document", CASES["none"])
def test_what_is_no_such_list_gives_no_leave(document: str) -> None:
    assert not [one for one in leaves_in(document) if not one.is_ban]


@pytest.mark.parametrize("one", CASES["beside"], ids=lambda one: one["item"])
def test_a_ban_beside_a_leave_is_no_condition_of_it(one: dict[str, Any]) -> None:
    *_, leave = leaves_in(f"# AI\n\n## Tools for everybody\n\n{one['item']}")
    assert rest_of(one["item"].splitlines()[-1].strip(" -"), leave) == one["left"]


@pytest.mark.parametrize("one", CASES["items"], ids=lambda one: one["item"])
def test_what_an_item_says_is_parted(one: dict[str, Any]) -> None:
    found = leaves_in(f"# AI\n\n## {one.get('heading', 'Tools for everybody')}\n\n{one['item']}")
    kinds = ["ban" if leave.is_ban else "if" if leave.condition else "leave" for leave in found]
    told = [[*leave.tools, kind, leave.given, *leave.who] for kind, leave in zip(kinds, found, strict=True)]
    assert told == one["leaves"]
