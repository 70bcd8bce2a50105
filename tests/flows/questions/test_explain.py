"""A model's words below an answer: begun once, whole at the end, whatever dies on the way and whoever presses stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.engine.outbox import Outcome, Patience, Sayer
from bot.flows.questions.explain import Explain
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.talks.talk import WhyLine
from bot.policy.words import Citation
from tests.databases import ledger_in

LINES = tuple(WhyLine(f"Sentence {n}.", Citation("a.md", n)) for n in (1, 2, 3))
KEY = "explain:k"


class Killed(BaseException):
    """kill -9 at this point."""


@dataclass
class Chat:
    """What stands there outlives the process; which stream is open does not."""

    messages: list[list[str]] = field(default_factory=list)
    kept: list[tuple[WhyLine, ...]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass
class Process:
    """One life: it dies at its n-th touch of anything; 0 is never."""

    chat: Chat
    ledger: Ledger
    at: datetime
    dies: int = 0
    told: tuple[WhyLine, ...] = LINES
    streams: bool = True
    open: int | None = None

    def _touch(self) -> None:
        self.dies -= 1
        if self.dies == 0:
            raise Killed

    def flow(self) -> Explain[str, Outcome]:
        sayer = Sayer(self.ledger, self, lambda: self.at, patience=Patience(grace=15))
        return Explain(
            tell=self._tell,
            may_stream=lambda _: self.streams,
            is_stopped=self.ledger.is_stopped,
            begin=lambda key, lines, streamed: sayer.say_once(key, {"lines": [line.quote for line in lines]}),
            go_on=self._go_on,
            finish=self._finish,
            leave=lambda _, ts: self.chat.left.append(ts),
            keep=lambda _, lines: self.chat.kept.append(lines),
        )

    def _tell(self, _: str) -> Iterator[WhyLine]:
        for line in self.told:
            self._touch()
            yield line

    def post(self, _: str, said: dict[str, Any]) -> str:
        self._touch()
        self.chat.messages.append(list(said["lines"]))
        self.open = len(self.chat.messages)
        self._touch()
        return str(self.open)

    def find(self, _: str, said: dict[str, Any]) -> str | None:
        self._touch()
        return next((str(n) for n, one in enumerate(self.chat.messages, 1) if one[:1] == said["lines"][:1]), None)

    def _go_on(self, _: str, line: WhyLine) -> None:
        self._touch()
        if self.open is not None:
            self.chat.messages[self.open - 1].append(line.quote)
        self._touch()

    def _finish(self, _: str, ts: str, lines: tuple[WhyLine, ...]) -> None:
        self._touch()
        self.chat.messages[int(ts) - 1] = [line.quote for line in lines]
        self._touch()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "bot.db"), b"secret")
    yield opened
    opened.close()


def run(ledger: Ledger, dies: int, streams: bool = True) -> tuple[Chat, bool]:
    """The work as the engine repeats it: once with a death, then until it is decided; gives whether it died."""
    chat, at = Chat(), datetime(2026, 11, 20, tzinfo=UTC)
    try:
        outcome = Process(chat, ledger, at, dies, streams=streams).flow()(KEY)
    except Killed:
        for _ in range(5):
            at += timedelta(seconds=16)
            outcome = Process(chat, ledger, at, streams=streams).flow()(KEY)
            if outcome is None or outcome.state != "wait":
                return chat, True
        raise AssertionError("waits for ever") from None
    assert outcome is not None and outcome.state == "posted"
    return chat, False


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("point", range(1, 14))
def test_killed_anywhere_it_stands_there_once_and_whole(ledger: Ledger, point: int, streams: bool) -> None:
    chat, _ = run(ledger, point, streams)
    assert chat.messages == [[line.quote for line in LINES]]
    assert chat.kept[-1] == LINES


def test_there_are_that_many_points_to_die_at(ledger: Ledger) -> None:
    assert run(ledger, 11)[1]


def test_nothing_that_holds_is_no_message(ledger: Ledger) -> None:
    chat = Chat()
    assert Process(chat, ledger, datetime.now(UTC), told=()).flow()(KEY) is None
    assert (chat.messages, chat.kept) == ([], [])


def test_stopped_before_it_began_it_never_begins(ledger: Ledger) -> None:
    chat, at = Chat(), datetime.now(UTC)
    ledger.cut_short(KEY, at)
    assert Process(chat, ledger, at).flow()(KEY) is None
    assert chat.messages == []


@pytest.mark.parametrize("after", [1, 2, 3])
def test_stopped_on_the_way_no_more_is_said(ledger: Ledger, after: int) -> None:
    chat, at = Chat(), datetime.now(UTC)
    process = Process(chat, ledger, at)

    def tell(_: str) -> Iterator[WhyLine]:
        yield from LINES[:after]
        ledger.cut_short(KEY, at)
        yield from LINES[after:]

    process._tell = tell  # type: ignore[method-assign]
    assert process.flow()(KEY) is None
    assert chat.messages == [[line.quote for line in LINES[:after]]]
    assert (chat.left, chat.kept) == (["1"], [])
