"""Of tools that are ruled alike the one that is made for the task is named first."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from tests.reading.conftest import answered, answerer_for
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "suited.yaml").read_text(encoding="utf-8"))
NEWSLETTER = ["newsletter", "nieuwsbrief", "boletín", "script"]
TOOLS = {
    "adobe-firefly": "Adobe Firefly",
    "aws-bedrock": "AWS Bedrock",
    "chatgpt": "ChatGPT Team",
    "deepl": "DeepL Pro",
    "github-copilot": "GitHub Copilot",
}


@cache
def policy() -> Answerer:
    """Every tool takes the newsletter."""
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Suited", "languages": ["en"], "owner": "o@example.org"},
        "data.yaml": {"classes": [{"id": "open", "label": "Open", "rank": 0, "synonyms": NEWSLETTER}]},
        **{f"tools/{id_}.yaml": {"id": id_, "label": label, "catalog": [id_]} for id_, label in TOOLS.items()},
        "tools/larch.yaml": {"id": "larch", "label": "Larch Chat", "vendor": "house"},
        "tools/larch-image.yaml": {"id": "larch-image", "label": "Larch image assistant", "vendor": "house"},
        "rules.yaml": [{"rule": "fine", "tools": [*TOOLS, "larch", "larch-image"], "data": ["open"], "effect": "allow"}],
    }
    return answerer_for(files)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_made_for_the_task_comes_first(case: dict[str, Any]) -> None:
    answer = answered(policy(), case["ask"]).answer
    named = [*(line.label for line in answer.tools), *answer.instead]
    assert named, answer.text
    if "nowhere" in case:
        assert not set(case["nowhere"]) & set(named)
    elif "last" in case:
        assert set(case["last"]) <= set(named[len(named) // 2 :])
    elif "among" in case:
        assert case["among"] in named[:2]
        assert case.get("never") not in named[:2]
    else:
        assert named[0].startswith(case["first"])
