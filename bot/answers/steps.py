"""The engine's steps on plain data: each takes JSON and gives JSON. What a step gave is kept, so that after a crash the
next one goes on from it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.answers import talks
from bot.answers.admit import Admit
from bot.answers.answer import after, rule_for, unnamed, with_files
from bot.answers.board import announced, board_of
from bot.answers.correct import correct_kept
from bot.answers.mind import Mind, Minds
from bot.answers.model_wait import to_nobody
from bot.answers.notices import take_back_later, tell_in_the_open
from bot.answers.overhear import is_outright
from bot.answers.settle import correction, press, still_ticked
from bot.answers.take_in import WORDED, asker_of
from bot.app import App
from bot.clock.today import today_at
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, READING, RULED, STATE, plain, question_values
from bot.ledger.store.keyed import amended_of
from bot.llm.wanted import while_wanted
from bot.policy.talks.admission import CHANNEL
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Board
from bot.policy.talks.incoming import EDITS, REWORDED, UNASKED, Asked
from bot.policy.talks.talk import Asker, Reading, Ruled, SafeText, ThreadState
from bot.saying.notices import own as notices
from bot.saying.notices.home import paused

Plain = dict[str, Any]

LATE, OBJECTION = "late_reading", "objection"
"""Triggers of an amendment: what a model makes of an answer that stands. Nobody asked for it anew."""
REPLACING = frozenset({"click", "correction", LATE, OBJECTION}) | EDITS
"""What takes an answer's place, in its message or, an objection, below it."""
GRACE_SECONDS = 60
"""A late reading came in time; after a crash it is still wanted for so long."""
CHECK_SECONDS = 3600
"""An objection that comes later is none any more."""


Wait = Callable[[Callable[[], Reading]], Reading | None]
"""A reading that asks a model -> the reading, or None where it takes too long."""
InTime = Callable[[Callable[[], Reading], Callable[[Reading], None]], Reading | None]
"""The same, with who wants it where it comes late."""


def at_any_time(read: Callable[[], Reading], _then: Callable[[Reading], None] = to_nobody) -> Reading | None:
    """Whoever asks waits for the model."""
    return read()


@dataclass(frozen=True, slots=True)
class Steps:
    """Read, decide, say, log."""

    app: App
    minds: Minds
    admit: Admit
    in_time: InTime

    def read(self, asked_plain: Plain) -> Plain:
        """As ``think``; ``later`` where that would ask a model, which may take its time."""
        asked = ASKED.validate_python(asked_plain)
        mind = self.minds.today()
        if mind.is_helped and asked.choice is None and not asked.correction:
            words = mind.reader.read_words(
                SafeText(asked.text, asked.kinds), talks.before(self.app, asked), Asker(asked.asker.id)
            )
            if mind.reader.takes_time(words) or asked.files:
                return {"later": True}
        return self._given(asked, at_any_time)

    def think(self, asked_plain: Plain) -> Plain:
        """asked -> reading, the asker and what the thread had settled, and the version that read it."""
        return self._given(ASKED.validate_python(asked_plain), self.in_time)

    def _given(self, asked: Asked, in_time: InTime) -> Plain:
        mind = self.minds.today()
        before = talks.before(self.app, asked)
        talks.keep_before(self.app, asked, before)
        pause, barred = self._board(mind).pause, self._barred(asked.key)
        kept: Plain = {"before": plain(STATE, before) if before else None, "version": mind.version}

        def wait(read: Callable[[], Reading]) -> Reading | None:
            def amend(late: Reading) -> None:
                amend_later(self.app, asked, {**kept, "reading": plain(READING, unnamed(late))})

            return in_time(lambda: while_wanted(lambda: self._is_wanted(asked.key), read), amend)

        is_answered = pause is None and not barred
        reading = self._reading(asked, before, mind, is_answered=is_answered, wait=wait)
        return {
            **kept,
            "reading": plain(READING, unnamed(reading)) if reading else None,
            "barred": barred,
            "paused": pause.words if pause else None,
            "check": reading is not None and is_answered and mind.reader.checks(reading),
        }

    def decide(self, state: Plain) -> Plain:
        """reading -> ruled. A question that was read by an older policy is read again by today's."""
        asked = ASKED.validate_python(state["asked"])
        mind = self.minds.today()
        is_answered = not state["reading"].get("barred") and state["reading"].get("paused") is None
        reading = self._reading_by(mind, asked, state, is_answered=is_answered)
        ruled = rule_for(mind, reading, asker_of(self.app, asked, mind.knowledge).groups) if reading and is_answered else ()
        return {
            "ruled": plain(RULED, ruled),
            "reading": plain(READING, unnamed(reading)) if reading else None,
            "version": mind.version,
        }

    def say(self, state: Plain) -> Plain:
        """ruled -> the answer. What the thread has settled is kept here, so that a quick click finds it."""
        asked = ASKED.validate_python(state["asked"])
        reading = self._ruled(state)[0]
        barred = state["reading"].get("barred", "")
        answer = self.word(state)
        if asked.trigger in UNASKED and not is_outright(answer):
            return {"kind": "silence", "key": asked.key, "answer": plain(ANSWER, answer)}
        before = self._state(state)
        silent = asked.trigger == "thread" and reading is not None and talks.is_among_people(reading, before)
        is_remark = silent and before is not None and before.is_colleagues
        if reading is not None and not barred and not is_remark and state["reading"].get("paused") is None:
            self.settle(state)
        # in a channel where it is not to speak, nobody but the asker is told so
        kind = "silence" if silent else "whisper" if barred == CHANNEL and asked.channel_kind != "private" else "answer"
        return {"kind": kind, "key": asked.key, "answer": plain(ANSWER, answer)}

    def word(self, state: Plain) -> Answer:
        """The answer; nothing is kept of it."""
        asked = ASKED.validate_python(state["asked"])
        mind = self.minds.of(state["ruled"]["version"]) or self.minds.today()
        receipt = self.app.ledger.receipt(asked.key)
        reading, ruled = self._ruled(state)
        barred = state["reading"].get("barred", "")
        if barred:
            return notices.barred(barred, mind.knowledge, reading.language if reading else "", receipt)
        if (words := state["reading"].get("paused")) is not None:
            return paused(reading.language if reading else "", mind.knowledge.organisation.languages, receipt, words)
        if reading is None:
            return notices.expired(asked.asker.language, mind.knowledge.organisation.languages, receipt)
        answer = self._with_notes(asked, mind.say(reading, ruled, receipt, today_at(mind.knowledge)), mind)
        return announced(answer, self._board(mind))

    def settle(self, state: Plain) -> None:
        """What the thread has settled with an answer is kept, unless its asker pressed stop."""
        asked = ASKED.validate_python(state["asked"])
        reading, ruled = self._ruled(state)
        if reading is not None and not self.app.ledger.is_stopped(asked.key):
            talks.keep_thread(self.app, asked, after(self._state(state), reading, ruled, self.app.ledger.receipt(asked.key)))

    def is_closed(self, key: str) -> bool:
        """Whether nobody is answered now, or not whoever asked this."""
        return bool(self._barred(key)) or self._board(self.minds.today()).pause is not None

    def _is_wanted(self, key: str) -> bool:
        return not self.app.ledger.is_stopped(key) and self.app.ledger.has_address(key)

    def _board(self, mind: Mind) -> Board:
        return board_of(self.app.ledger, today_at(mind.knowledge))

    def _barred(self, key: str) -> str:
        kept = self.app.ledger.address(key)
        return self.admit(ADDRESS.validate_python(kept)) if kept else ""

    def _with_notes(self, asked: Asked, answer: Answer, mind: Mind) -> Answer:
        """What is clicked under an answer of an older policy is answered by today's, and says so; so does a file. A message with
        values in it may be had without them, also once something was clicked."""
        under = self.app.ledger.question(asked.receipt) if asked.receipt else None
        if asked.files:
            answer = notices.about_files(answer)
        if asked.kinds or (under is not None and "copy" in (under.answer or {}).get("captions", {})):
            answer = notices.about_values(answer, asked)
        is_older = under is not None and bool(under.policy_version) and under.policy_version != mind.version
        return notices.by_todays_policy(answer) if is_older else answer

    def sorry(self, state: Plain, step: str) -> Plain:
        """A step failed each time: an honest reply all the same."""
        asked = ASKED.validate_python(state["asked"])
        languages = self.minds.today().knowledge.organisation.languages
        answer = notices.sorry(asked.asker.language, languages, self.app.ledger.receipt(asked.key))
        kind = "silence" if asked.trigger in UNASKED else "answer"
        return {"kind": kind, "key": asked.key, "answer": plain(ANSWER, answer), "failed": step}

    def log(self, state: Plain) -> None:
        """The ledger's row of one question, and what follows: a correction where the policy has changed meanwhile, a word on
        values that others can read, a check of what words gave by name. Nothing is kept of what nobody put to us and was not
        answered after all."""
        asked = ASKED.validate_python(state["asked"])
        if asked.trigger in UNASKED and state["said"]["kind"] == "silence":
            self.app.ledger.erase_address(asked.key)
            self.app.ledger.keep_unsaid(asked.key, datetime.now(UTC), asked.trigger)
            if asked.trigger == REWORDED:
                take_back_later(self.app, asked.message)
            return
        answer: Answer = ANSWER.validate_python(state["said"]["answer"])
        reading, ruled = self._ruled(state) if "ruled" in state else (None, ())
        version = state.get("ruled", {}).get("version", "")
        if state["posted"]["state"] == "stopped":
            # nobody has seen this answer: what it said is nothing that may have to be corrected
            values: Plain = {"text": asked.text, "language": answer.language}
        else:
            values = question_values(reading or Reading(asked.text, answer.language, ()), ruled, answer, version)
        self.app.ledger.keep_question(
            asked.key,
            at=datetime.now(UTC),
            asker=asked.asker.id,
            thread=asked.thread,
            channel_kind=asked.channel_kind,
            trigger=asked.trigger,
            kinds=list(asked.kinds),
            timings_ms=state["timings_ms"],
            posted=state["posted"]["state"],
            receipt=answer.receipt,
            **values,
        )
        if asked.trigger in REPLACING:
            self.app.ledger.supersede(asked.key, state["posted"].get("ts", ""), asked.receipt)
        correct_kept(self.app, self.minds, answer.receipt, version)
        tell_in_the_open(self.app, state)
        given = state.get("reading") or {}
        if given.get("check") and state["posted"]["state"] == "posted" and _may_change(asked):
            self.app.engine.check({"asked": state["asked"], "reading": given, "until": time.time() + CHECK_SECONDS})

    def _reading(
        self, asked: Asked, before: ThreadState | None, mind: Mind, *, is_answered: bool = True, wait: Wait = at_any_time
    ) -> Reading | None:
        """By the asker's hand or by their words; what is not answered is not read by a model. None: a click on a question that
        is not known any more."""
        if asked.choice is not None:

            def rule(one: Reading) -> tuple[Ruled, ...]:
                return rule_for(mind, one, asker_of(self.app, asked, mind.knowledge).groups)

            card = talks.under_card(self.app, asked, before, mind.version, rule)
            pressed = press(mind, card, rule, asked.choice, datetime.now(UTC).isoformat(timespec="seconds"))
            return pressed or talks.of_older_policy(self.app, asked, mind.version)
        if asked.correction:
            return correction(mind, talks.under(self.app, asked, before), asked.correction)
        asker = asker_of(self.app, asked, mind.knowledge)

        def by(read: Callable[[SafeText, ThreadState | None, Asker], Reading]) -> Reading:
            safe, files = SafeText(asked.text, asked.kinds), asked.files if is_answered else ()
            return with_files(mind, safe, files, asker.groups, lambda one: read(one, before, asker))

        if not is_answered:
            return by(mind.reader.read_words)
        return still_ticked(wait(lambda: by(mind.reader.read)) or by(mind.reader.unheard), before)

    def _reading_by(self, mind: Mind, asked: Asked, state: Plain, *, is_answered: bool) -> Reading | None:
        kept = state["reading"]
        if kept["version"] == mind.version:
            return READING.validate_python(kept["reading"]) if kept["reading"] else None
        return self._reading(asked, self._state(state), mind, is_answered=is_answered)

    @staticmethod
    def _ruled(state: Plain) -> tuple[Reading | None, tuple[Ruled, ...]]:
        kept = state["ruled"]
        reading = READING.validate_python(kept["reading"]) if kept["reading"] else None
        return reading, RULED.validate_python(kept["ruled"])

    @staticmethod
    def _state(state: Plain) -> ThreadState | None:
        before = state["reading"]["before"]
        return STATE.validate_python(before) if before else None


def amend_later(app: App, asked: Asked, given: Plain) -> None:
    """The model's reading came, and words have answered. ``given``: ``reading``, ``before`` and ``version``."""
    if _may_change(asked) and app.ledger.has_address(asked.key):
        app.engine.amend(*amendment(app, asked, LATE, given, time.time() + GRACE_SECONDS))


def amendment(app: App, asked: Asked, kind: str, given: Plain, until: float) -> tuple[Plain, Plain]:
    """As the engine queues it: ``given`` with the key of the earlier answer, and until when it may be said, in seconds since
    1970: they outlive a restart."""
    amended = replace(asked, key=amended_of(asked.key), trigger=kind, receipt=app.ledger.receipt(asked.key), message="")
    return plain(ASKED, amended), {
        **given,
        "kind": kind,
        "of": asked.key,
        "until": until,
        "must_be_seen": kind == OBJECTION,
    }


def _may_change(asked: Asked) -> bool:
    """Whether its answer is a message of ours that can be changed, in a talk in which it has its turn."""
    return asked.trigger in WORDED and asked.channel_kind != "private" and bool(asked.thread and asked.turn)
