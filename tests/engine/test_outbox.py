"""The say-once protocol, with the process killed between any two of its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.engine.outbox import Outcome, Patience, Said, Sayer
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.talks.posting import LookRefused, RateLimited, Refused, Uncertain
from tests.databases import ledger_in

SAID = {"text": "No."}
PATIENCE = Patience(grace=15, fresh=3)


class Killed(BaseException):
    """kill -9 at this point."""


@dataclass
class Clock:
    """Time that passes only when told to."""

    at: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Chat:
    """A chat: ``plan`` says how each post ends, in turn; after that all is well."""

    clock: Clock
    plan: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    messages: list[tuple[str, datetime]] = field(default_factory=list)
    """Key, and the moment from which it can be seen."""

    def post(self, key: str, said: Said) -> str:
        ending = self.plan.pop(0) if self.plan else "ok"
        if ending == "limited":
            raise RateLimited(7)
        if ending == "refused":
            raise Refused("channel_not_found")
        if ending == "lost":
            raise Uncertain
        delay = 12.0 if ending == "posted but unknown" else 0.0
        self.messages.append((key, self.clock.now() + timedelta(seconds=delay)))
        if ending == "posted but unknown":
            raise Uncertain
        return str(len(self.messages))

    def find(self, key: str, said: Said) -> str | None:
        ending = self.looks.pop(0) if self.looks else "ok"
        if ending == "refused":
            self.looks.insert(0, "refused")
            raise LookRefused("missing_scope")
        if ending == "limited":
            raise RateLimited(7)
        if ending == "broken":
            raise Uncertain
        seen = (str(n) for n, (found, at) in enumerate(self.messages, 1) if found == key and at <= self.clock.now())
        return next(seen, None)


class Mortal:
    """Stands before a port and kills the process just before or just after its n-th call."""

    def __init__(self, port: Any, lives: list[int]) -> None:
        self._port, self._lives = port, lives

    def _tick(self) -> None:
        self._lives[0] -= 1
        if self._lives[0] == 0:
            raise Killed

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._call, getattr(self._port, name))

    def _call(self, call: Callable[..., Any], *given: Any) -> Any:
        self._tick()
        got = call(*given)
        self._tick()
        return got


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The real rows; not synced to disk, since the process that dies here is not a real one."""
    path: Path = tmp_path_factory.mktemp("outbox")
    opened = open_ledger(ledger_in(path / "bot.db"), b"secret")
    event.listen(opened._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    opened._engine.dispose()
    yield opened
    opened.close()


def until_decided(sayer: Sayer, clock: Clock, key: str) -> Outcome:
    """What the durable workflow does."""
    for _ in range(30):
        outcome = sayer.say_once(key, SAID)
        if outcome.state != "wait":
            return outcome
        clock.sleep(outcome.seconds)
    raise AssertionError("waits for ever")


PLANS = [list(plan) for length in (0, 1, 2) for plan in product(("limited", "lost", "posted but unknown"), repeat=length)]
MOST_POINTS = 60
"""More than any run of the protocol has."""


def run(ledger: Ledger, key: str, plan: list[str], deaths: tuple[int, ...], *, after_crash: Any = "late", looks: Any = ()) -> Any:
    """One thing said by one process after another, each dying at its point, the last one living. Gives outcome, chat, deaths."""
    clock = Clock()
    chat = Chat(clock, list(plan), list(looks))
    died = 0
    for lives in (*deaths, -1):
        left = [lives]
        sayer = Sayer(Mortal(ledger, left), Mortal(chat, left), clock.now, after_crash, PATIENCE)
        try:
            return until_decided(sayer, clock, key), chat, died
        except Killed:
            died += 1
            clock.sleep(0.5)
    raise AssertionError("the last process does not die")


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: ", ".join(plan) or "all is well")
def test_killed_at_any_point_it_is_said_exactly_once(ledger: Ledger, plan: list[str]) -> None:
    for point in range(1, MOST_POINTS):
        outcome, chat, died = run(ledger, f"{plan} {point}", plan, (point,))
        assert outcome.state == "posted", f"killed at point {point}"
        assert len(chat.messages) == 1, f"killed at point {point}"
        if not died:
            break
    assert point > 6


@pytest.mark.parametrize("second", range(1, 16))
def test_killed_twice_it_is_said_exactly_once(ledger: Ledger, second: int) -> None:
    for first in range(1, 9):
        outcome, chat, _ = run(ledger, f"twice {first} {second}", ["posted but unknown"], (first, second))
        assert (outcome.state, len(chat.messages)) == ("posted", 1)


def test_where_the_look_is_refused_nothing_is_repeated_and_the_row_is_flagged(ledger: Ledger) -> None:
    ends = {}
    for point in range(1, MOST_POINTS):
        key = f"late {point}"
        outcome, chat, died = run(ledger, key, [], (point,), looks=["refused"])
        row = ledger.outgoing(key)
        assert len(chat.messages) <= 1
        assert row is not None and row.state == outcome.state
        assert outcome.state == "posted" or "missing_scope" in outcome.reason
        ends[point] = (outcome.state, len(chat.messages))
        if not died:
            break
    # killed before the claim, or after the timestamp was kept: as ever; between them: late, whether it stands there or not
    assert set(ends.values()) == {("posted", 1), ("late", 0), ("late", 1)}


def test_where_the_look_is_refused_the_operator_may_choose_to_repeat(ledger: Ledger) -> None:
    said = set()
    for point in range(1, MOST_POINTS):
        outcome, chat, died = run(ledger, f"again {point}", [], (point,), after_crash="twice", looks=["refused"])
        assert outcome.state == "posted"
        said.add(len(chat.messages))
        if not died:
            break
    assert said == {1, 2}


def test_who_stops_and_who_says_first_wins_whatever_dies(ledger: Ledger) -> None:
    clock = Clock()
    assert ledger.stop_saying("stop first", clock.now())
    outcome, chat, _ = run(ledger, "stop first", [], ())
    assert (outcome.state, chat.messages) == ("stopped", [])
    assert ledger.stop_saying("stop first", clock.now())
    outcome, chat, _ = run(ledger, "said first", [], ())
    assert (outcome.state, len(chat.messages)) == ("posted", 1)
    assert not ledger.stop_saying("said first", clock.now())
    assert not ledger.is_stopped("said first")


def test_what_is_said_bit_by_bit_can_be_cut_short_at_any_time(ledger: Ledger) -> None:
    clock = Clock()
    ledger.begin_saying("bits", clock.now())
    ledger.cut_short("bits", clock.now())
    ledger.said("bits", "1")
    assert ledger.is_stopped("bits")


def test_a_timeout_without_any_crash_is_looked_after_too(ledger: Ledger) -> None:
    outcome, chat, _ = run(ledger, "timeout", ["posted but unknown"], ())
    assert (outcome.state, outcome.ts, len(chat.messages)) == ("posted", "1", 1)


@pytest.mark.parametrize("looks", [["limited"], ["broken"], ["limited", "broken", "broken"]])
def test_a_look_that_fails_is_done_again_before_anything_is_repeated(ledger: Ledger, looks: list[str]) -> None:
    outcome, chat, _ = run(ledger, f"looks {looks}", ["posted but unknown"], (), looks=looks)
    assert (outcome.state, len(chat.messages)) == ("posted", 1)


def test_a_refused_post_is_final_and_says_why(ledger: Ledger) -> None:
    outcome, chat, _ = run(ledger, "gone", ["refused"], ())
    assert (outcome.state, outcome.reason, chat.messages) == ("refused", "channel_not_found", [])
    again, _, _ = run(ledger, "gone", [], ())
    assert (again.state, again.reason) == ("refused", "channel_not_found")


def test_what_is_said_is_not_said_again_by_anybody(ledger: Ledger) -> None:
    run(ledger, "once", [], ())
    outcome, chat, _ = run(ledger, "once", [], ())
    assert (outcome.state, outcome.ts, chat.messages) == ("posted", "1", [])


@pytest.mark.parametrize("ending", ["lost", "posted but unknown"])
@pytest.mark.parametrize("back", [5, 3600])
def test_a_clock_that_is_set_back_costs_no_more_than_a_grace_anew(ledger: Ledger, ending: str, back: int) -> None:
    clock = Clock()
    chat = Chat(clock, [ending])
    sayer = Sayer(ledger, chat, clock.now, "late", PATIENCE)
    key = f"{ending} {back} set back"
    assert sayer.say_once(key, SAID).state == "wait"
    clock.at -= timedelta(seconds=back)
    chat.messages = [(said, at - timedelta(seconds=back)) for said, at in chat.messages]
    begun = clock.at
    assert until_decided(sayer, clock, key).state == "posted"
    assert clock.at - begun <= timedelta(seconds=2 * PATIENCE.grace)
    assert len(chat.messages) == 1


def test_a_rate_limit_costs_the_time_that_was_asked_for(ledger: Ledger) -> None:
    clock = Clock()
    sayer = Sayer(ledger, Chat(clock, ["limited"]), clock.now, "late", PATIENCE)
    assert sayer.say_once("limited", SAID) == Outcome("wait", seconds=7, reason="asked to wait")
    assert ledger.outgoing("limited") is None


def test_a_process_frozen_between_its_claim_and_its_post_does_not_post(ledger: Ledger) -> None:
    clock = Clock()
    chat = Chat(clock)

    class Freezing(Mortal):
        def _call(self, call: Callable[..., Any], *given: Any) -> Any:
            got = call(*given)
            clock.sleep(20)
            return got

    frozen = Sayer(Freezing(ledger, [-1]), chat, clock.now, "late", PATIENCE)
    assert frozen.say_once("frozen", SAID).state == "wait"
    assert chat.messages == []


def test_a_process_whose_claim_was_taken_over_does_not_post(ledger: Ledger) -> None:
    clock = Clock()
    chat = Chat(clock)

    class Overtaken(Mortal):
        def _call(self, call: Callable[..., Any], *given: Any) -> Any:
            got = call(*given)
            if call.__name__ == "begin_saying":
                ledger.begin_again("overtaken", clock.now(), clock.now() + timedelta(seconds=1))
            return got

    overtaken = Sayer(Overtaken(ledger, [-1]), chat, clock.now, "late", PATIENCE)
    assert overtaken.say_once("overtaken", SAID).state == "wait"
    assert chat.messages == []


def test_of_two_that_look_at_the_same_time_one_posts(ledger: Ledger) -> None:
    clock = Clock()
    chat = Chat(clock)
    ledger.begin_saying("two", clock.now())
    clock.sleep(16)

    class Overtaken(Mortal):
        def _call(self, call: Callable[..., Any], *given: Any) -> Any:
            got = call(*given)
            if call.__name__ == "find":
                other.say_once("two", SAID)
            return got

    other = Sayer(ledger, chat, clock.now, "late", PATIENCE)
    slow = Sayer(ledger, Overtaken(chat, [-1]), clock.now, "late", PATIENCE)
    assert until_decided(slow, clock, "two").state == "posted"
    assert len(chat.messages) == 1
