"""A ban holds for whoever means it in other words: a no, or at least its own sentence and a look first; never a plain yes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.wiring import make_answerer
from tests.askers import as_read
from tests.knowledge.importing.waiting.test_cautions import imported, padding
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "near_bans.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_who_comes_near_a_ban_is_told_of_it(case: dict[str, Any], tmp_path: Path) -> None:
    bot = make_answerer(imported(tmp_path, *padding(case.get("language", "en")), case["text"]))
    for asked in case["asked"]:
        said = asked["says"]
        answered = as_read(bot, said)
        if bot.told.label(answered) == "ask":
            answered = bot.ask("Internal", (("user", said),))
        is_quoted = any(one.rstrip(".") in answered.answer.text for one in case["text"].split("\n- "))
        label = {"deny": "deny", "conditional": "look"}[bot.told.label(answered)] if is_quoted else "free"
        assert (said, label) == (said, asked["label"])
