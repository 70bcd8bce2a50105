"""A model's words below an answer: begun once, whole at the end, whatever dies on the way and whoever presses stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.mind import Minds
from bot.app import App
from bot.engine.outbox import Outcome, Patience
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, LINES, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Address, Asker, Intent, WhyLine
from bot.policy.words import Citation
from bot.settings import read_settings
from bot.slack.agent.explaining import Explaining, explanation_of
from bot.slack.posts.stream import bare
from tests.console.place import answerer
from tests.databases import ledger_in

SENTENCES = tuple(WhyLine(f"Sentence {n}.", Citation("a.md", n)) for n in (1, 2, 3))
SECRET = "a secret for tests only, 32 bytes"
KEY = explanation_of("k")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ASK = Asked(key="k", thread="t", asker=Asker("sanne"), text="Why?", kinds=(), channel_kind="channel", trigger="mention")
GIVEN = {"asked": plain(ASKED, ASK), "explain": {"passages": plain(LINES, SENTENCES[:1])}}
SAID = Answer("en", "deny", "forbidden", Intent.MAY_I, "✗", "Not allowed", "No.")


class Killed(BaseException):
    """kill -9 at this point."""


@dataclass
class Chat:
    """What stands there outlives the process; which stream is open does not."""

    messages: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class House:
    """An answer that stands, in a real ledger."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "bot.db"), SECRET.encode())
        mind = answerer().mind
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), self.ledger, lambda: mind.knowledge)
        self.minds = Minds(self.app.current, lambda _known: mind)
        self.ledger.keep_question("k", at=NOW, asker="sanne", text="Why?", answer=plain(ANSWER, SAID))
        address = plain(ADDRESS, Address("T1", "C1", "U1", thread_ts="1.0"))
        self.ledger.keep_address("k", address, expires_at=datetime.now(UTC) + timedelta(days=1), person="sanne", message="")
        self.ledger.begin_saying("k", NOW)
        self.ledger.said("k", "1.1")

    @property
    def kept(self) -> Any:
        row = self.ledger.question_by_key("k")
        assert row is not None and row.answer is not None
        return row.answer["background"]


@dataclass
class Process:
    """One life, in Slack's and the model's place: it dies at its n-th touch of anything; 0 is never."""

    house: House
    chat: Chat
    at: datetime
    dies: int = 0
    told: tuple[WhyLine, ...] = SENTENCES
    streams: bool = True
    open: int | None = None

    def explain(self) -> Outcome:
        working: Any = type("Working", (), {"begin": lambda *_: None, "end": lambda *_: None})()
        house: Any = self
        explaining = Explaining(self.house.app, self.house.minds, house, house, working)
        explaining.telling = self.tell  # type: ignore[assignment]
        explaining.sayer = replace(explaining.sayer, now=lambda: self.at, patience=Patience(grace=15))
        return explaining(GIVEN)

    def _touch(self) -> None:
        self.dies -= 1
        if self.dies == 0:
            raise Killed

    def tell(self, *_: Any) -> Iterator[WhyLine]:
        for line in self.told:
            self._touch()
            yield line

    def may_begin(self) -> bool:
        return self.streams

    def begin(self, _address: Address, words: str, _key: str, _streamed: bool) -> str:
        self._touch()
        self.chat.messages.append(words)
        self.open = len(self.chat.messages)
        self._touch()
        return str(self.open)

    def find(self, _address: Address, _key: str, opening: str) -> str | None:
        self._touch()
        return next((str(n) for n, one in enumerate(self.chat.messages, 1) if bare(one).startswith(bare(opening))), None)

    def go_on(self, _key: str, words: str) -> None:
        self._touch()
        if self.open is not None:
            self.chat.messages[self.open - 1] += words
        self._touch()

    def finish(self, _address: Address, ts: str, words: str, _key: str) -> None:
        self._touch()
        self.chat.messages[int(ts) - 1] = words
        self._touch()

    def leave(self, _address: Address, ts: str, _key: str) -> None:
        self.chat.left.append(ts)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.ledger.close()


def run(house: House, dies: int, streams: bool = True) -> tuple[Chat, bool]:
    """The work as the engine repeats it: once with a death, then until it is decided; gives whether it died."""
    chat, at = Chat(), NOW
    try:
        outcome = Process(house, chat, at, dies, streams=streams).explain()
    except Killed:
        for _ in range(5):
            at += timedelta(seconds=16)
            outcome = Process(house, chat, at, streams=streams).explain()
            if outcome.state != "wait":
                return chat, True
        raise AssertionError("waits for ever") from None
    assert outcome.state == "posted"
    return chat, False


def said(chat: Chat) -> list[list[str]]:
    """The sentences of each message."""
    return [[line.quote for line in SENTENCES if line.quote.strip(".") in one] for one in chat.messages]


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("point", range(1, 14))
def test_killed_anywhere_it_stands_there_once_and_whole(house: House, point: int, streams: bool) -> None:
    chat, _ = run(house, point, streams)
    assert said(chat) == [[line.quote for line in SENTENCES]]
    assert len(house.kept) == len(SENTENCES)


def test_there_are_that_many_points_to_die_at(house: House) -> None:
    assert run(house, 11)[1]


def test_nothing_that_holds_is_no_message(house: House) -> None:
    chat = Chat()
    assert Process(house, chat, NOW, told=()).explain() == Outcome("posted", reason="nothing to say")
    assert (chat.messages, house.kept) == ([], [])


def test_stopped_before_it_began_it_never_begins(house: House) -> None:
    chat = Chat()
    house.ledger.cut_short(KEY, NOW)
    assert Process(house, chat, NOW).explain().reason == "nothing to say"
    assert chat.messages == []


@pytest.mark.parametrize("after", [1, 2, 3])
def test_stopped_on_the_way_no_more_is_said(house: House, after: int) -> None:
    chat = Chat()
    process = Process(house, chat, NOW)

    def tell(*_: Any) -> Iterator[WhyLine]:
        yield from SENTENCES[:after]
        house.ledger.cut_short(KEY, NOW)
        yield from SENTENCES[after:]

    process.tell = tell  # type: ignore[method-assign]
    assert process.explain().reason == "nothing to say"
    assert said(chat) == [[line.quote for line in SENTENCES[:after]]]
    assert (chat.left, house.kept) == (["1"], [])
