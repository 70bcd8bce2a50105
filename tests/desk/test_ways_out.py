"""Ways out that nobody rehearsed in time are warnings of `mayi check`, and a day of `mayi due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk.vendors import unrehearsed
from bot.knowledge.load import load
from bot.policy.due.freshness import due_by
from tests.knowledge.folders import write

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("rehearsed: 2025-11-25", []),
        ("rehearsed: 2025-11-24", ["K073 vendors/openai.yaml:3: the way out of OpenAI was to be rehearsed by 2026-11-24"]),
        ("rehearsed: 2020-01-01, review: 2026-11-25", []),
        (
            "rehearsed: 2026-11-01, review: 2026-11-24",
            ["K073 vendors/openai.yaml:3: the way out of OpenAI was to be rehearsed by 2026-11-24"],
        ),
        ("note: Some day.", ["K073 vendors/openai.yaml:3: the way out of OpenAI was never rehearsed"]),
    ],
)
def test_a_way_out_is_told_from_the_day_after_its_last_good_one(tmp_path: Path, said: str, wanted: list[str]) -> None:
    vendor = f"id: openai\nname: OpenAI\nmigration: {{to: chatgpt, steps: [Tell the teams.], {said}}}\n"
    knowledge = load(write(tmp_path, {"vendors/openai.yaml": vendor})).or_raise()
    told = [f"{one.code} {one.at.file}:{one.at.line}: {one.what}" for one in unrehearsed(knowledge, TODAY)]
    assert told == wanted
    overdue = [one for one, left in due_by(knowledge.reviews, TODAY, 0) if one.kind == "way_out" and left < 0]
    assert len(overdue) == (1 if wanted and "never" not in wanted[0] else 0)
