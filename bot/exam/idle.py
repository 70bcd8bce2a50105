"""A house whose owner says `exam: when_idle` goes in; its model sits the exam question by question while nobody asks.

It is the exam of ``mayi exam``, with the same file of replies: what one has asked, the other does not ask again, nor is anything
asked twice after a restart. As soon as anybody asks, the reply under way is broken off and asked for again later.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from bot.answers.quiet_model import quiet_model
from bot.clock.clock import Tick
from bot.exam.belief import Believer, exam_files
from bot.exam.examined import Examined, examined
from bot.exam.records import Belief
from bot.exam.sealed import NO_RECORD, RecordError, loaded, writing
from bot.exam.sitting import Examining, RefusedError
from bot.knowledge.faults import KnowledgeError
from bot.llm.ollama import MemoryModelError, ModelError, OllamaModel
from bot.llm.wanted import giving_way, quiet_seconds, while_wanted
from bot.policy.talks.claims import Reply
from bot.policy.trust import WHEN_IDLE, Level, Limits
from bot.reading.model.hearing import Model
from bot.settings import Settings

QUIET_SECONDS = 600.0
"""So long nobody has asked: what a model computed of the house's policy gives way to the exam's, and whoever asks next waits."""
LOOK_SECONDS = 60.0
AGAIN_SECONDS = 3600.0
"""So long after an exam that could not go on it is tried again."""
STEP_SECONDS = 1.0
_FILE = "idle.json"
_UNSAT = frozenset({"none", "changed", "edited"})
"""Of ``Belief.why``: no exam of the model as it is now was sat. What somebody took back is looked at by people first."""
log = logging.getLogger("mayi.model")


class _StoppedError(Exception):
    """The house stops, or its owner no longer wants it."""


class IdleExam:
    """Begins it, goes on with it, and keeps how far it is."""

    def __init__(
        self, settings: Settings, believer: Believer | None, limits: Callable[[], Limits], quiet: float = QUIET_SECONDS
    ) -> None:
        """``limits``: what the owner says now. ``quiet``: seconds for which nobody asks."""
        self._settings, self._believer, self._limits, self._quiet = settings, believer, limits, quiet
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._not_before = 0.0
        self._spent, self._seconds = 0.0, list[float]()

    def tick(self) -> Tick:
        """Looks whether it is time."""
        return Tick("exam", LOOK_SECONDS, self.look)

    def look(self, _now: datetime | None = None) -> None:
        """Begin the exam, or go on with it, beside the house."""
        is_sitting = self._thread is not None and self._thread.is_alive()
        if self._believer is None or is_sitting or self._limits().exam != WHEN_IDLE or monotonic() < self._not_before:
            return
        belief = self._believer.now()
        if may_sit(self._limits(), belief) and quiet_seconds() > self._quiet:
            self._thread = threading.Thread(target=self._sit, args=(self._believer, belief), name="exam", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """What was replied is kept; the rest is asked after the next start."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5)

    def _sit(self, believer: Believer, belief: Belief) -> None:
        admission = belief.admission
        if admission is None:
            return
        log.info("model `%s` sits its exam while nobody asks", believer.name)
        self._not_before = monotonic() + AGAIN_SECONDS
        try:
            with giving_way():
                exam = Examining(
                    believer.name,
                    [],
                    self._settings.knowledge,
                    (),
                    settings=self._settings,
                    asked=self._gives_way,
                    way=admission.thinks,
                )
                exam.sit(lambda done, of: self._tell(admission.examined, done, of))
            log.warning("model `%s` has sat its exam: %s", believer.name, "; ".join(exam.kept))
            believer.forget()
        except _StoppedError:
            self._not_before = 0.0
        except (ModelError, RefusedError, RecordError, KnowledgeError) as problem:
            log.warning("the exam of model `%s` cannot go on: %s", believer.name, problem)

    def _tell(self, now: Examined, done: int, of: int) -> None:
        """Keep how far it is, with the seconds of a question that the model was asked in this run."""
        if self._spent:
            self._seconds.append(self._spent)
            self._spent = 0.0
        seconds = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
        Progress(done, of, seconds).keep(exam_files(self._settings), now)
        self._go_on()

    def _gives_way(self, model: OllamaModel) -> Model:
        """The model as it is asked only while nobody else asks anything."""

        def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
            return self._undisturbed(model, lambda: model.hear(shared, rest, schema))

        def learn(shared: str) -> None:
            self._undisturbed(model, lambda: model.learn(shared))

        return replace(quiet_model(model), hear=hear, learn=learn)

    def _undisturbed(self, model: OllamaModel, ask: Callable[[], Reply | None]) -> Reply | None:
        """A reply that nobody's question fell into. Raises ``ModelError`` where the server is away or has too little memory, for
        that is no bad reply."""
        while True:
            while quiet_seconds() <= self._quiet:
                self._stopping.wait(STEP_SECONDS)
                self._go_on()
            self._go_on()
            began = monotonic()

            def is_undisturbed(began: float = began) -> bool:
                so_far = monotonic() - began
                return quiet_seconds() >= so_far and not self._stopping.is_set()

            try:
                reply = while_wanted(is_undisturbed, ask)
            except MemoryModelError:
                raise
            except ModelError:
                examined(model)
                reply = None
            if reply is not None or is_undisturbed():
                self._spent += monotonic() - began
                return reply

    def _go_on(self) -> None:
        if self._stopping.is_set() or self._limits().exam != WHEN_IDLE:
            raise _StoppedError


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the exam of a model as it is now."""

    done: int
    of: int
    seconds: float = 0.0
    """A question took so long on average; 0 before the first."""

    @property
    def seconds_left(self) -> float:
        """As long as all the others would take; 0 where nobody knows."""
        return (self.of - self.done) * self.seconds

    def keep(self, folder: Path, now: Examined) -> None:
        """After a restart what was asked before is only looked up, so it never falls back. Raises ``RecordError``."""
        before = _kept(folder, now) or self
        told = {"done": max(self.done, before.done), "of": self.of, "seconds": self.seconds or before.seconds}
        with writing(folder / _FILE) as part:
            part.write_text(json.dumps({**told, "examined": asdict(now)}), encoding="utf-8")


def may_sit(limits: Limits, belief: Belief) -> bool:
    """Whether an exam could bring anything: the model proposes, it sat none yet, and its owner caps it no lower."""
    is_admitted = belief.admission is not None and belief.admission.marks.is_admitted
    return is_admitted and limits.highest is Level.BELIEVED and belief.why in _UNSAT


def progress_of(folder: Path, belief: Belief) -> Progress | None:
    """None where no exam was begun, or it has ended."""
    is_open = belief.admission is not None and belief.why in _UNSAT
    return _kept(folder, belief.admission.examined) if belief.admission is not None and is_open else None


def _kept(folder: Path, now: Examined) -> Progress | None:
    told = loaded(folder / _FILE)
    try:
        examined = told["examined"]["digest"], told["examined"]["reading"]
        kept = Progress(int(told["done"]), int(told["of"]), float(told["seconds"]))
    except NO_RECORD:
        return None
    return kept if examined == (now.digest, now.reading) else None
