"""Pages that name no classes of data: what becomes of them, and that no leave of theirs is a yes before its owner says so."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.policy.confirming import Way
from bot.wiring import import_policy, make_answerer
from bot.wiring.owners.confirming import Confirming
from tests.askers import label_as_read
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "charters.yaml").read_text(encoding="utf-8"))


def imported(document: str, folder: Path) -> Path:
    (folder / "charter.md").write_text(document, encoding="utf-8")
    import_policy(folder / "charter.md", None, folder / "charter.md", folder / "policy")
    return folder / "policy"


def answers(policy: Path, asked: list[str]) -> list[str]:
    answerer = make_answerer(policy)
    return [label_as_read(answerer, one) for one in asked]


@pytest.mark.parametrize("case", CASES["charters"], ids=lambda case: case["name"])
def test_its_bans_stand_and_what_it_lets_in_waits_for_its_owner(case: dict[str, Any], tmp_path: Path) -> None:
    policy = imported(case["document"], tmp_path)
    with (policy / "matrix.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert (head[1:], [row[0] for row in rows]) == (case["data"], case["tools"])
    assert {word for row in rows for word in row[1:]} == {"unknown"}
    asked = [question for question, _, _ in case["asks"]]
    told = answers(policy, asked)
    assert told == [before for _, before, _ in case["asks"]] and "allow" not in told
    confirming = Confirming(policy)
    while leaves := [one.question for one in confirming.questions() if one.question.gives]:
        confirming.answer(leaves[0].id, Way(leaves[0].ways[0].id), "Noor")
    assert answers(policy, asked) == [after for _, _, after in case["asks"]]


@pytest.mark.parametrize("document", CASES["refused"])
def test_what_rules_nothing_is_refused_and_told_what_to_do(document: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="sentences such as `Press releases may go into DeepL Pro`"):
        imported(document, tmp_path)
