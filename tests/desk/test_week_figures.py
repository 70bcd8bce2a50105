"""The week's figures for the admins: once a week, of the week that ended, counts and nothing else, with a chart below."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from slack_sdk.errors import SlackApiError

from bot.app import App
from bot.desk.digests import figures_words, keep, queue_figures
from bot.knowledge.catalog import load_catalog
from bot.knowledge.matrix import pictures
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import question_values
from bot.policy.requests import Request, RequestKind
from bot.policy.talks.talk import Address
from bot.saying.notices.week import Week, chart, figures
from bot.saying.words import load_catalog_of
from bot.settings import read_settings
from bot.slack.posts.picture import tell_figures
from tests.console.place import answerer
from tests.databases import ledger_in

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
QUIET = Week()
BUSY = Week(1200, Counter(allowed=1000, forbidden=200), Counter(Grok=7, Sora=2, Suno=1, Udio=1), Counter(helpful=3))
BEFORE = Week(1000, Counter(allowed=900, ask=100), Counter(), Counter())


@dataclass
class Queue:
    """The engine, as far as it is asked; a second use of an id is a no-op."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)

    def notify(self, id_: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(id_, notice)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    ledger = open_ledger(ledger_in(tmp_path / "week.db"), b"a key that is long enough for this")
    settings = read_settings(database="sqlite:///x.db", admin_channel="C1", console_port=8123)
    made = App(settings, load_catalog(), ledger, lambda: answerer().mind.knowledge)
    made.engine = Queue()  # type: ignore[assignment]
    yield made
    ledger.close()


def queued(app: App) -> dict[str, dict[str, Any]]:
    return app.engine.queued  # type: ignore[attr-defined, no-any-return]


def ask(app: App, days_ago: int, text: str = "May I use Grok for a press release?") -> None:
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    at = MONDAY - timedelta(days=days_ago)
    app.ledger.keep_question(f"{days_ago}:{text}", at=at, asker="", channel_kind="dm", trigger="dm", **values)


class Slack:
    """Where it is posted; ``problem``: what it says to a picture."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.problem = problem
        self.told: list[tuple[str, str]] = []
        self.shown: list[dict[str, Any]] = []

    def api_call(self, _method: str, json: dict[str, Any]) -> SimpleNamespace:
        self.told.append((json["channel"], json["text"]))
        return SimpleNamespace(data={"ok": True, "ts": "17.1"})

    def files_upload_v2(self, **picture: Any) -> None:
        if self.problem:
            raise self.problem
        self.shown.append(picture)


def post(app: App, slack: Slack) -> str:
    queue_figures(app, MONDAY)
    ((_, notice),) = queued(app).items()
    found = figures_words(app, notice)
    assert found is not None
    return tell_figures(app, slack, "key", found, Address("", found["channel"], ""))  # type: ignore[arg-type]


def said(app: App) -> str:
    ((_, notice),) = queued(app).items()
    found = figures_words(app, notice)
    return found["words"] if found else ""


# --- the words -----------------------------------------------------------------------------------------------------


def test_a_week_beside_the_week_before() -> None:
    text = figures(date(2026, 11, 16), BUSY, BEFORE, ("en",), "https://may-i.example/console/usage?days=7")
    assert text.splitlines() == [
        "What was asked from 16 Nov to 22 Nov:",
        "Questions: 1,200, 20% more than in the week before.",
        "• ✓\u00a0Allowed: 1,000 (the week before: 900)",
        "• ✕\u00a0Not allowed: 200 (the week before: 0)",
        "• ?\u00a0One thing: 0 (the week before: 100)",
        "Asked for and not granted: Grok (7), Sora (2), Suno (1)",
        "• Useful: 3 (the week before: 0)",
        "More in the console: https://may-i.example/console/usage?days=7",
    ]


def test_incidents_stand_in_it_once_there_was_one(app: App) -> None:
    ask(app, 3)
    queue_figures(app, MONDAY)
    assert "Incidents" not in said(app)
    for number, days_ago in enumerate((3, 4, 10)):
        at = MONDAY - timedelta(days=days_ago)
        app.ledger.keep_request(Request(RequestKind.INCIDENT, f"R-{number}", f"k{number}", "somebody", at))
        app.ledger.keep_request(Request(RequestKind.OWNER, f"R-{number}", f"k{number}", "somebody", at))
    assert "• Incidents reported: 2 (the week before: 1)" in said(app)


@pytest.mark.parametrize(
    ("now", "before", "line"),
    [
        (BEFORE, BUSY, "Questions: 1,000, 17% fewer than in the week before."),
        (BUSY, BUSY, "Questions: 1,200, as many as in the week before."),
        (BUSY, QUIET, "Questions: 1,200. In the week before there were none."),
        (QUIET, BUSY, "Questions: 0, 100% fewer than in the week before."),
    ],
)
def test_the_change_is_said_in_words(now: Week, before: Week, line: str) -> None:
    assert figures(date(2026, 11, 16), now, before, ("en",)).splitlines()[1] == line


@pytest.mark.parametrize("language", ["nl", "de", "fr", "es"])
def test_it_is_in_the_policys_language(language: str) -> None:
    text = figures(date(2026, 11, 16), BUSY, BEFORE, (language,))
    assert load_catalog_of(language)["week.unmet"].partition("{")[0] in text
    assert "week before" not in text


# --- when ----------------------------------------------------------------------------------------------------------


def test_it_is_queued_once_a_week_from_monday_at_nine(app: App) -> None:
    queue_figures(app, MONDAY.replace(hour=6))
    assert queued(app) == {}
    for moment in (MONDAY, MONDAY, MONDAY + timedelta(days=6)):
        queue_figures(app, moment)
    assert list(queued(app)) == ["figures:2026-W47"]
    keep(app, queued(app)["figures:2026-W47"], {"state": "posted"})
    queued(app).clear()
    queue_figures(app, MONDAY + timedelta(hours=1))
    assert queued(app) == {}, "it is over for this week, also after the engine has forgotten it"
    queue_figures(app, MONDAY + timedelta(days=7))
    assert list(queued(app)) == ["figures:2026-W48"]


def test_without_a_channel_nothing_is_queued(app: App) -> None:
    app.settings = app.settings.model_copy(update={"admin_channel": ""})
    queue_figures(app, MONDAY)
    assert queued(app) == {}


def test_the_week_that_ended_is_counted_whenever_it_is_said(app: App) -> None:
    for days_ago in (0, 1, 7, 8, 14, 15):
        ask(app, days_ago)
    ask(app, 3, "May I use Grok for a press release of jan@example.org?")
    queue_figures(app, MONDAY + timedelta(days=3))
    text = said(app)
    assert "9 Nov to 15 Nov" in text
    assert "Questions: 3, 50% more than in the week before." in text
    assert "Grok (3)" in text and "http://127.0.0.1:8123/console/usage?days=7" in text
    assert "press" not in text and "jan" not in text


def test_two_weeks_without_a_question_are_passed_over(app: App) -> None:
    ask(app, 0)
    ask(app, 15)
    queue_figures(app, MONDAY)
    assert said(app) == ""


def test_incidents_alone_are_told(app: App) -> None:
    for number, days_ago in enumerate((3, 4, 10)):
        at = MONDAY - timedelta(days=days_ago)
        app.ledger.keep_request(Request(RequestKind.INCIDENT, f"R-{number}", f"k{number}", "somebody", at))
    slack = Slack()
    post(app, slack)
    assert "• Incidents reported: 2 (the week before: 1)" in slack.told[0][1]


def test_where_admins_have_no_channel_of_their_own_it_goes_where_the_roots_go(app: App) -> None:
    ask(app, 3)
    app.settings = app.settings.model_copy(update={"admin_channel": "", "root_channel": "C2"})
    slack = Slack()
    post(app, slack)
    assert [channel for channel, _ in slack.told] == ["C2"]


# --- the chart -----------------------------------------------------------------------------------------------------


def test_the_chart_has_a_bar_for_each_day_also_where_nobody_asked() -> None:
    told = chart(date(2026, 11, 16), {date(2026, 11, 17): Counter(allowed=4, ask=1, forbidden=2)}, ("nl",))
    assert told.title == "Vragen per dag, 16 nov tot en met 22 nov"
    days = ["ma 16 nov", "di 17 nov", "wo 18 nov", "do 19 nov", "vr 20 nov", "za 21 nov", "zo 22 nov"]
    assert [day for day, _ in told.bars] == days
    assert told.bars[1][1] == (("allowed", 4), ("forbidden", 2), ("ask", 1))
    assert {count for _, parts in told.bars[2:] for _, count in parts} == {0}
    assert list(told.names.values()) == ["Mag", "Mag niet", "Eén vraag"]


def test_the_chart_stands_below_the_words(app: App) -> None:
    ask(app, 3)
    slack = Slack()
    assert post(app, slack) == "17.1"
    (shown,) = slack.shown
    assert [shown[one] for one in ("channel", "thread_ts", "title")] == ["C1", "17.1", "Questions by day, 9 Nov to 15 Nov"]
    assert "Fri 13 Nov: 1" in shown["alt_txt"] and "Sun 15 Nov: 0" in shown["alt_txt"]
    assert Image.open(io.BytesIO(shown["content"])).format == "PNG"


@pytest.mark.parametrize("problem", [SlackApiError("refused", {"error": "missing_scope"}), TimeoutError("timed out")])
def test_without_its_chart_it_is_said_all_the_same_and_once(app: App, problem: Exception) -> None:
    ask(app, 3)
    slack = Slack(problem)
    assert post(app, slack) == "17.1"
    assert len(slack.told) == 1


def test_without_the_library_for_pictures_as_well(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(app, 3)
    monkeypatch.setattr(pictures, "find_spec", lambda _name: None)
    slack = Slack()
    assert post(app, slack) == "17.1"
    assert (len(slack.told), slack.shown) == (1, [])
