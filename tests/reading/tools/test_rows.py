"""Which row of a policy a question means: deployments, switches, plans, contradictions, tools inside tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import make_answerer
from bot.wiring import import_policy
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "rows.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_question_means_these_rows(case: dict[str, Any], tmp_path: Path) -> None:
    for name, suffix in (("matrix", "csv"), ("terms", "json"), ("document", "md")):
        (tmp_path / f"{name}.{suffix}").write_text(case.get(name, "# Policy\n"), encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", tmp_path / "document.md", tmp_path / "out")
    answerer = make_answerer(tmp_path / "out")
    wrong = []
    for question in case["questions"]:
        reading = answerer.ask(question["ask"], [("user", question["after"])] if "after" in question else []).reading
        read = {o.partition("/")[0] for item in reading.items for tool in item.question.tools for o in tool.offerings}
        data = {id_ for item in reading.items for ask in item.question.data if ask.grounded for id_ in ask.types}
        if not set(question["rows"]) <= read or question.get("never") in data:
            wrong.append((question["ask"], sorted(read), sorted(question["rows"])))
    assert not wrong, "\n".join(map(str, wrong))
