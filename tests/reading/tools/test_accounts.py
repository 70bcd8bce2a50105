"""How people name a tool with an account, in policies that were imported from their document alone: which row they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import make_answerer
from bot.wiring import import_policy
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "accounts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_account_tells_the_row(case: dict[str, Any], tmp_path: Path) -> None:
    document = tmp_path / "policy.md"
    document.write_text(case["document"], encoding="utf-8")
    import_policy(document, None, document, tmp_path / "out")
    answerer = make_answerer(tmp_path / "out")
    wrong = []
    for question in case["questions"]:
        items = answerer.ask(question["ask"], []).reading.items
        read = {o.partition("/")[0] for item in items for tool in item.question.tools for o in tool.offerings}
        data = {id_ for item in items for ask in item.question.data for id_ in ask.types}
        meant = all(any(row.startswith(begun) for row in read) for begun in question["rows"])
        if not meant or not data <= set(question.get("data", data)):
            wrong.append((question["ask"], sorted(read), question["rows"], sorted(data)))
    assert not wrong, "\n".join(map(str, wrong))
