"""The week's figures for the admins: once a week, of the week that ended, counts and nothing else, with a chart below."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.knowledge.matrix import pictures
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.requests import Request, RequestKind
from bot.policy.talks.posting import PostingProblem, Refused, Uncertain
from bot.policy.talks.talk import Address
from bot.saying.notices.week import Week, chart, figures
from bot.saying.words import load_catalog_of
from bot.settings import Settings, read_settings
from bot.wiring.answers.mind import Minds
from bot.wiring.due.week_figures import KIND, WeekFigures
from bot.wiring.plain import question_values
from bot.wiring.voices import Voices
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


def minds() -> Minds:
    mind = answerer().mind
    return Minds(lambda: mind.knowledge, lambda _known: mind)


@dataclass
class Rooms:
    """A house with a ledger of its own."""

    ledger: Ledger
    settings: Settings
    voices: Voices = field(default_factory=dict)
    engine: Any = field(default_factory=Queue)
    minds: Minds = field(default_factory=minds)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    ledger = open_ledger(ledger_in(tmp_path / "week.db"), b"a key that is long enough for this")
    yield Rooms(ledger, read_settings(database="sqlite:///x.db", admin_channel="C1", console_port=8123))
    ledger.close()


def ask(rooms: Rooms, days_ago: int, text: str = "May I use Grok for a press release?") -> None:
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    at = MONDAY - timedelta(days=days_ago)
    rooms.ledger.keep_question(f"{days_ago}:{text}", at=at, asker="", channel_kind="dm", trigger="dm", **values)


@dataclass
class Chat:
    """Where it is posted; ``problem``: what Slack says to a picture."""

    problem: PostingProblem | None = None
    told: list[tuple[str, str]] = field(default_factory=list)
    shown: list[tuple[str, str, str, str, bytes]] = field(default_factory=list)

    def tell(self, address: Address, words: str, _key: str) -> str:
        self.told.append((address.channel, words))
        return "17.1"

    def show(self, *picture: Any) -> None:
        if self.problem:
            raise self.problem
        self.shown.append(picture)


def figures_of(rooms: Rooms, chat: Chat | None = None) -> WeekFigures:
    chat = chat or Chat()
    return WeekFigures(rooms, chat.tell, chat.show)


def post(rooms: Rooms, chat: Chat) -> str:
    figures_of(rooms, chat)(MONDAY)
    ((_, notice),) = rooms.engine.queued.items()
    voice = rooms.voices[KIND]
    found = voice.word(notice)
    assert found is not None and voice.post is not None
    return voice.post("key", found, Address("", found["channel"], ""))


def said(rooms: Rooms) -> str:
    ((_, notice),) = rooms.engine.queued.items()
    found = rooms.voices[KIND].word(notice)
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


def test_incidents_stand_in_it_once_there_was_one(rooms: Rooms) -> None:
    ask(rooms, 3)
    figures_of(rooms)(MONDAY)
    assert "Incidents" not in said(rooms)
    for number, days_ago in enumerate((3, 4, 10)):
        at = MONDAY - timedelta(days=days_ago)
        rooms.ledger.keep_request(Request(RequestKind.INCIDENT, f"R-{number}", f"k{number}", "somebody", at))
        rooms.ledger.keep_request(Request(RequestKind.OWNER, f"R-{number}", f"k{number}", "somebody", at))
    assert "• Incidents reported: 2 (the week before: 1)" in said(rooms)


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


def test_it_is_queued_once_a_week_from_monday_at_nine(rooms: Rooms) -> None:
    tick = figures_of(rooms)
    tick(MONDAY.replace(hour=6))
    assert rooms.engine.queued == {}
    for moment in (MONDAY, MONDAY, MONDAY + timedelta(days=6)):
        tick(moment)
    assert list(rooms.engine.queued) == ["figures:2026-W47"]
    rooms.voices[KIND].keep(rooms.engine.queued["figures:2026-W47"], {"state": "posted"})
    rooms.engine.queued.clear()
    tick(MONDAY + timedelta(hours=1))
    assert rooms.engine.queued == {}, "it is over for this week, also after the engine has forgotten it"
    tick(MONDAY + timedelta(days=7))
    assert list(rooms.engine.queued) == ["figures:2026-W48"]


def test_without_a_channel_nothing_is_queued(rooms: Rooms) -> None:
    rooms.settings = rooms.settings.model_copy(update={"admin_channel": ""})
    figures_of(rooms)(MONDAY)
    assert rooms.engine.queued == {}


def test_the_week_that_ended_is_counted_whenever_it_is_said(rooms: Rooms) -> None:
    for days_ago in (0, 1, 7, 8, 14, 15):
        ask(rooms, days_ago)
    ask(rooms, 3, "May I use Grok for a press release of jan@example.org?")
    figures_of(rooms)(MONDAY + timedelta(days=3))
    text = said(rooms)
    assert "9 Nov to 15 Nov" in text
    assert "Questions: 3, 50% more than in the week before." in text
    assert "Grok (3)" in text and "http://127.0.0.1:8123/console/usage?days=7" in text
    assert "press" not in text and "jan" not in text


def test_two_weeks_without_a_question_are_passed_over(rooms: Rooms) -> None:
    ask(rooms, 0)
    ask(rooms, 15)
    figures_of(rooms)(MONDAY)
    assert said(rooms) == ""


def test_incidents_alone_are_told(rooms: Rooms) -> None:
    for number, days_ago in enumerate((3, 4, 10)):
        at = MONDAY - timedelta(days=days_ago)
        rooms.ledger.keep_request(Request(RequestKind.INCIDENT, f"R-{number}", f"k{number}", "somebody", at))
    chat = Chat()
    post(rooms, chat)
    assert "• Incidents reported: 2 (the week before: 1)" in chat.told[0][1]


def test_where_admins_have_no_channel_of_their_own_it_goes_where_the_roots_go(rooms: Rooms) -> None:
    ask(rooms, 3)
    rooms.settings = rooms.settings.model_copy(update={"admin_channel": "", "root_channel": "C2"})
    chat = Chat()
    post(rooms, chat)
    assert [channel for channel, _ in chat.told] == ["C2"]


# --- the chart -----------------------------------------------------------------------------------------------------


def test_the_chart_has_a_bar_for_each_day_also_where_nobody_asked() -> None:
    told = chart(date(2026, 11, 16), {date(2026, 11, 17): Counter(allowed=4, ask=1, forbidden=2)}, ("nl",))
    assert told.title == "Vragen per dag, 16 nov tot en met 22 nov"
    days = ["ma 16 nov", "di 17 nov", "wo 18 nov", "do 19 nov", "vr 20 nov", "za 21 nov", "zo 22 nov"]
    assert [day for day, _ in told.bars] == days
    assert told.bars[1][1] == (("allowed", 4), ("forbidden", 2), ("ask", 1))
    assert {count for _, parts in told.bars[2:] for _, count in parts} == {0}
    assert list(told.names.values()) == ["Mag", "Mag niet", "Eén vraag"]


def test_the_chart_stands_below_the_words(rooms: Rooms) -> None:
    ask(rooms, 3)
    chat = Chat()
    assert post(rooms, chat) == "17.1"
    ((channel, ts, title, about, png),) = chat.shown
    assert (channel, ts, title) == ("C1", "17.1", "Questions by day, 9 Nov to 15 Nov")
    assert "Fri 13 Nov: 1" in about and "Sun 15 Nov: 0" in about
    assert Image.open(io.BytesIO(png)).format == "PNG"


@pytest.mark.parametrize("problem", [Refused("missing_scope"), Uncertain("timed out")])
def test_without_its_chart_it_is_said_all_the_same_and_once(rooms: Rooms, problem: PostingProblem) -> None:
    ask(rooms, 3)
    chat = Chat(problem)
    assert post(rooms, chat) == "17.1"
    assert len(chat.told) == 1


def test_without_the_library_for_pictures_as_well(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(rooms, 3)
    monkeypatch.setattr(pictures, "find_spec", lambda _name: None)
    chat = Chat()
    assert post(rooms, chat) == "17.1"
    assert (len(chat.told), chat.shown) == (1, [])
