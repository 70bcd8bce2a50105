"""Several tools in one message: each is ruled with its own data, and none is dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import SAMPLE, named
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "cases" / "apiece.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_each_tool_is_ruled_with_its_own_data(name: str) -> None:
    case = CASES[name]
    answerer = named(SAMPLE)
    questions = [one.item.question for one in answerer.ask(case["asked"]).ruled]
    tools = [" / ".join(tool.name for tool in question.tools) for question in questions]
    data = [" + ".join(dict.fromkeys(ask.name for ask in question.data)) for question in questions]
    if "read" in case:
        assert [f"{tool}: {kinds}" for tool, kinds in zip(tools, data, strict=True)] == case["read"]
    else:
        assert tools == case["tools"]
        assert answerer.label_and_why(case["asked"], [])[0] != case["never"]
