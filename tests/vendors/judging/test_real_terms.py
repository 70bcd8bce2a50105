"""Real texts of vendors' terms go in; what is posted of them, and how well they are judged, comes out. No text is kept here."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.commands.vendors.terms import replayed
from bot.policy.vendors.terms import Direction, Severity
from bot.vendors.judging.judge import judge

GOLDEN = Path(__file__).parents[1] / "golden" / "timelines.json"


@pytest.mark.needs("terms")
def test_four_pages_are_replayed_as_they_were_reviewed(real_terms: Path) -> None:
    """Page, day, severity, topics, direction and dates; a reviewer reads the difference. MAYI_RECORD=1 writes it anew."""
    made = {folder.name: [_row(one) for one in replayed(folder)] for folder in sorted((real_terms / "dev-timelines").glob("*/"))}
    if os.environ.get("MAYI_RECORD"):
        lines = [f'"{page}": [\n' + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]" for page, rows in made.items()]
        GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert made == json.loads(GOLDEN.read_text(encoding="utf-8"))


def _row(one: Any) -> list[str]:
    if one.posted is None:
        return [str(one.recorded), "not posted", one.why]
    was = one.judgement
    dates = [f"effective {was.effective_date}"] if was.effective_date else []
    return [str(one.recorded), f"posted {one.posted}", was.severity.value, "+".join(was.topics), was.direction.value, *dates]


@pytest.mark.needs("terms")
def test_the_labelled_pairs_are_judged_well_enough(real_terms: Path) -> None:
    """Alerts, direction, topics and dates against the labels of one reader; the bounds are those that were promised."""
    pairs = [
        (json.loads((folder / "meta.json").read_text(encoding="utf-8")), folder)
        for folder in (real_terms / "dev-pairs").glob("[0-9]*")
    ]
    made = [(label, judge(_read(folder, "before"), _read(folder, "after"))) for label, folder in pairs]
    told = [label for label, one in made if one.severity is Severity.ALERT]
    wanted = [(label, one) for label, one in made if label["severity"] == "alert"]
    assert sum(label["severity"] == "alert" for label in told) >= 0.85 * len(told)
    assert sum(one.severity is Severity.ALERT for _, one in wanted) >= 0.95 * len(wanted)
    assert all(one.direction in {label["direction"], Direction.UNCLEAR} for label, one in wanted)
    right = sum(len(set(label["topics"]) & set(one.topics)) for label, one in made)
    said = sum(len(label["topics"]) + len(one.topics) for label, one in made)
    assert 2 * right / said >= 0.75
    assert all(str(one.effective_date) == label["effective_date"] for label, one in made if label["effective_date"])


@pytest.mark.needs("terms")
def test_what_decided_stands_on_the_page(real_terms: Path) -> None:
    """Word for word, in every pair that is told."""
    for folder in (real_terms / "dev-pairs").glob("[0-9]*"):
        before, after = _read(folder, "before"), _read(folder, "after")
        quote = judge(before, after).deciding_quote
        assert quote in after or quote in before, folder.name


def _read(folder: Path, name: str) -> str:
    return (folder / f"{name}.md").read_text(encoding="utf-8")
