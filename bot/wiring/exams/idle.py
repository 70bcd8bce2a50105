"""A house whose owner says `exam: when_idle` goes in; its model sits the exam question by question while nobody asks.

It is the exam of ``mayi exam``, with the same file of replies: what one has asked, the other does not ask again, nor is anything
asked twice after a restart. As soon as anybody asks, the reply under way is broken off and asked for again later.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Any

from bot.clock.clock import Tick
from bot.exam.examined import Examined
from bot.exam.progress import Progress, may_sit
from bot.exam.records import Belief
from bot.exam.sealed import RecordError
from bot.knowledge.faults import KnowledgeError
from bot.llm.ollama import MemoryModelError, ModelError, OllamaModel
from bot.llm.wanted import giving_way, quiet_seconds, while_wanted
from bot.policy.talks.claims import Reply
from bot.policy.trust import WHEN_IDLE, Limits
from bot.reading.model.hearing import Model
from bot.settings import Settings
from bot.wiring.answers.model.belief import Believer, exam_files, examined
from bot.wiring.answers.model.quiet import quiet_model
from bot.wiring.exams.examining import Examining, RefusedError

QUIET_SECONDS = 600.0
"""So long nobody has asked: what a model computed of the house's policy gives way to the exam's, and whoever asks next waits."""
LOOK_SECONDS = 60.0
AGAIN_SECONDS = 3600.0
"""So long after an exam that could not go on it is tried again."""
STEP_SECONDS = 1.0
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
