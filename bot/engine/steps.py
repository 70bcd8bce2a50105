"""The callables of a house go in; the workflows find them here until it stops: then their work ends, to go on at a next start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Event
from typing import Any, ParamSpec, TypeVar

from bot.engine.outbox import Outcome, Said, Sayer

P = ParamSpec("P")
T = TypeVar("T")

Plain = dict[str, Any]
"""Plain data: what JSON can say. Anything else is refused by the serializer."""


@dataclass(frozen=True, slots=True)
class AnswerSteps:
    """The steps of an answer, on plain data. Each may run again after a crash; only its last result counts.

    ``state`` grows on the way: ``asked``, then ``reading``, ``ruled``, ``said``, ``posted`` (an ``Outcome`` as dict), and
    ``timings_ms`` by step. What each callable gives is kept under its name.
    """

    read: Callable[[Plain], Plain]
    """asked -> reading"""
    decide: Callable[[Plain], Plain]
    """state -> ruled"""
    say: Callable[[Plain], Said]
    """state -> said. What stands in it under ``explain`` is explained afterwards, by a workflow of its own."""
    sorry: Callable[[Plain, str], Said]
    """state, name of the step that failed each time -> said: nobody is left without a reply"""
    log: Callable[[Plain], None]
    """state, once it is said. Must be idempotent by ``asked.key``."""
    think: Callable[[Plain], Plain] | None = None
    """asked -> reading, where ``read`` gave ``later``: it may ask a model, and so has a queue of its own."""


@dataclass(frozen=True, slots=True)
class NoticeSteps:
    """The steps of anything that the house says by itself: a reminder, a correction, a word to the owner."""

    word: Callable[[Plain], Said | None]
    """notice -> said; None where there is nothing to say any more"""
    keep: Callable[[Plain, Plain], None]
    """notice, outcome (``state``, ``ts``, ``reason``, and ``said``) -> kept. Must be idempotent."""


def nothing_found(_told: Plain) -> Plain:
    """Nobody checks."""
    return {}


def nothing_read(_asked: Plain, _given: Plain) -> Plain:
    """Nobody reads anew."""
    return {"dropped": "nobody amends"}


def nothing_said(_state: Plain) -> Plain:
    """Nothing to say."""
    return {"dropped": "nobody amends"}


def nothing_kept(*_: Any) -> None:
    """Nothing is kept."""


@dataclass(frozen=True, slots=True)
class AmendSteps:
    """The steps of what a model makes of an answer that stands. Where one gives ``dropped``, the answer stays; it says why."""

    check: Callable[[Plain], Plain] = nothing_found
    """``{asked, reading}`` of an answer -> ``{asked, given}`` of its amendment, ``again`` where no reply came, or nothing."""
    read: Callable[[Plain, Plain], Plain] = nothing_read
    """asked, given -> reading. ``given["overtaken"]``: whether the asker has said something since."""
    say: Callable[[Plain], Said] = nothing_said
    """state -> said"""
    keep: Callable[[Plain], None] = nothing_kept
    """state, once it is said. Must be idempotent."""
    drop: Callable[[Plain, str], None] = nothing_kept
    """given, why. Must be idempotent."""


def no_explanation(_told: Plain) -> Outcome:
    """Nobody explains."""
    return Outcome("posted")


@dataclass(frozen=True, slots=True)
class House:
    """All that the workflows call."""

    answer: AnswerSteps
    notice: NoticeSteps
    sayer: Sayer
    explain: Callable[[Plain], Outcome] = no_explanation
    """``{asked, explain}`` of an answer -> one try at saying more of it. May run again after a crash, and after a ``wait``."""
    amend: AmendSteps = AmendSteps()


_house: list[House] = []
_stopped = [Event()]


def use(house: House | None) -> None:
    """Give the workflows their steps, before the engine is launched; None takes them away, and wakes what rests."""
    _house[:] = [house] if house else []
    if house is None:
        _stopped[0].set()
    elif _stopped[0].is_set():
        _stopped[0] = Event()


class StoppedError(BaseException):
    """The house has stopped: the work stays in the database as it is, and goes on at the next start. No ``Exception``: DBOS tries
    a step again after one, and calls the work failed, in its log and, where it still can, in the database."""


def now_in() -> House:
    """The house that runs."""
    if not _house:
        raise StoppedError
    return _house[0]


def rest_for(seconds: float) -> None:
    """Wait; a house that stops meanwhile does not wait for it. Raises ``StoppedError``."""
    if _stopped[0].wait(seconds):
        raise StoppedError


def until_the_stop(call: Callable[P, T]) -> Callable[P, T]:
    """A workflow or a step that ends without a word where its house has stopped meanwhile: what it ran on is closed by then."""

    @wraps(call)
    def ended(*given: P.args, **named: P.kwargs) -> T:
        mine = now_in()
        try:
            return call(*given, **named)
        except Exception:
            if _house and _house[0] is mine:
                raise
            raise StoppedError from None

    return ended
