"""Which row of a policy a question means: deployments, switches, plans, contradictions, tools inside tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.policy.talk import Asker
from bot.reading.door import make_safe
from bot.wiring import import_policy, make_answerer

CASES = yaml.safe_load((Path(__file__).parent / "rows.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_question_means_these_rows(case: dict[str, Any], tmp_path: Path) -> None:
    for name, suffix in (("matrix", "csv"), ("terms", "json"), ("document", "md")):
        (tmp_path / f"{name}.{suffix}").write_text(case.get(name, "# Policy\n"), encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", tmp_path / "document.md", tmp_path / "out")
    reader = make_answerer(tmp_path / "out").mind.reader
    wrong = []
    for question in case["questions"]:
        reading = reader.read(make_safe(question["ask"]), None, Asker())
        read = {o.partition("/")[0] for item in reading.items for tool in item.question.tools for o in tool.offerings}
        if read != set(question["rows"]):
            wrong.append((question["ask"], sorted(read), sorted(question["rows"])))
    assert not wrong, "\n".join(map(str, wrong))
