"""Usage of a span of days beside the one before it: every figure and every chart, and no team of a few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.console.charts import Drawing
from bot.console.usage import Usage, usage_page
from bot.ledger.asked.search import NO_VERDICT, Filter
from bot.ledger.ledger import Ledger, open_ledger
from bot.saying.words import words_for
from tests.databases import ledger_in

TEAMS = {f"{team}{number}": team for team in ("finance", "legal") for number in range(9)}


def ask(ledger: Ledger, days_ago: int, asker: str, verdict: str = "allowed") -> None:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    receipt = ledger.keep_question(
        f"{asker}-{days_ago}", at=at, asker=asker, verdict=verdict, text="Invoices?", timings_ms={"all": 15.0}, model="qwen3"
    )
    ledger.keep_feedback(receipt, who=asker, value="helpful", reason="", note="", at=at)


@pytest.fixture
def usage(tmp_path: Path) -> Usage:
    """A week in which five of finance and four of legal asked, after one in which four and five did."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a key of the tests, long enough for all")
    for days_ago, finance, legal in ((1, 5, 4), (8, 4, 5)):
        for team, number in (("finance", finance), ("legal", legal)):
            for one in range(number):
                ask(ledger, days_ago, f"{team}{one}", "forbidden" if days_ago > 7 else "allowed")
    found = usage_page(ledger, words_for("en", ()), 7, TEAMS)
    ledger.close()
    return found


def rows(drawing: Drawing) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in drawing.table.rows]


def test_a_team_is_shown_from_five_people_on_in_each_of_both_periods(usage: Usage) -> None:
    teams = next(one for one in usage.drawings if one.title == "Questions by team")
    assert rows(teams) == [("finance", "5", "–")]


def test_every_figure_stands_beside_that_of_the_period_before(usage: Usage) -> None:
    assert [figure.before.split(" · ")[0].removesuffix(" in the period before") for figure in usage.figures] == [
        "9", "9", "1 h", "100%", "≤ 20 ms",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Answers by verdict", [("✓\u00a0Allowed", "9", "0")]),
        ("How long answers took", [("≤ 20 ms", "9", "9")]),
        ("Feedback", [("Useful", "9", "9")]),
    ],
)
def test_every_chart_has_the_period_before_in_its_table(usage: Usage, title: str, wanted: list[tuple[str, ...]]) -> None:
    assert rows(next(one for one in usage.drawings if one.title == title)) == wanted


def test_what_was_answered_with_no_verdict_is_named_and_the_bars_add_up(tmp_path: Path) -> None:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a key of the tests, long enough for all")
    for number, verdict in enumerate(("allowed", "forbidden", "", "")):
        ask(ledger, 1, f"finance{number}", verdict)
    found = usage_page(ledger, words_for("en", ()), 7, TEAMS)
    verdicts = next(one for one in found.drawings if one.title == "Answers by verdict")
    over_time = next(one for one in found.drawings if one.title == "Questions over time")
    assert ("No verdict", "2", "0") in rows(verdicts) and sum(bar.total for bar in verdicts.bars) == 4
    assert {colour for bar in over_time.bars for colour, number in bar.parts if number} == {one.value for one in over_time.legend}
    assert ledger.count_questions(Filter(verdict=NO_VERDICT)) == len(ledger.search(Filter(verdict=NO_VERDICT)).rows) == 2
    assert ledger.count_questions(Filter(verdict="allowed")) == 1
    ledger.close()
