"""The engine's steps on plain data: each takes JSON and gives JSON, with the rooms' callables in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.clock.today import today_at
from bot.flows.questions.answer import after
from bot.flows.questions.attached import with_files
from bot.flows.questions.overhear import is_outright
from bot.flows.questions.settle import still_ticked
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, READING, RULED, STATE, plain, question_values
from bot.llm.wanted import while_wanted
from bot.policy.house import Knowledge
from bot.policy.talks.admission import CHANNEL
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Board
from bot.policy.talks.incoming import EDITS, REWORDED, UNASKED, Asked
from bot.policy.talks.persons import Seen, as_asker, who_is
from bot.policy.talks.talk import Address, Asker, Item, Reading, Ruled, SafeText, ThreadState
from bot.saying.notices import own as notices
from bot.saying.notices.home import paused
from bot.saying.words import languages
from bot.wiring.answers.late import to_nobody
from bot.wiring.answers.mind import Mind, Minds
from bot.wiring.answers.talks import Talks, is_among_people
from bot.wiring.board import announced, board_of

Plain = dict[str, Any]

LATE, OBJECTION = "late_reading", "objection"
"""Triggers of an amendment: what a model makes of an answer that stands. Nobody asked for it anew."""
REPLACING = frozenset({"click", "correction", LATE, OBJECTION}) | EDITS
"""What takes an answer's place, in its message or, an objection, below it."""


Wait = Callable[[Callable[[], Reading]], Reading | None]
"""A reading that asks a model -> the reading, or None where it takes too long."""
InTime = Callable[[Callable[[], Reading], Callable[[Reading], None]], Reading | None]
"""The same, with who wants it where it comes late."""
Amend = Callable[[Asked, Plain], None]
"""What was asked, and ``reading``, ``before`` and ``version`` as the step of that name gives them."""


def at_any_time(read: Callable[[], Reading], _then: Callable[[Reading], None] = to_nobody) -> Reading | None:
    """Whoever asks waits for the model."""
    return read()


def nothing_amended(_asked: Asked, _given: Plain) -> None:
    """What comes late changes nothing."""


def everybody(_address: Address) -> str:
    """Nobody is turned away."""
    return ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Read, decide, say, log."""

    minds: Minds
    ledger: Ledger
    talks: Talks
    look_up: Callable[[str], Seen]
    """User id -> what Slack knows of them."""
    language_of: Callable[[str], str]
    """User id -> the language that they read Slack in; empty where Slack does not say."""
    admit: Callable[[Address], str] = everybody
    """Address -> why it is not answered; empty where it is."""
    in_time: InTime = at_any_time
    amend: Amend = nothing_amended
    take_back: Callable[[str], None] = lambda _: None
    """Key of a message that asked -> its answer is taken back, once this is over."""

    def read(self, asked_plain: Plain) -> Plain:
        """As ``think``; ``later`` where that would ask a model, which may take its time."""
        asked = ASKED.validate_python(asked_plain)
        mind = self.minds.today()
        if mind.is_helped and asked.choice is None and not asked.correction:
            words = mind.reader.read_words(SafeText(asked.text, asked.kinds), self.talks.before(asked), Asker(asked.asker.id))
            if mind.reader.takes_time(words) or asked.files:
                return {"later": True}
        return self._given(asked, at_any_time)

    def think(self, asked_plain: Plain) -> Plain:
        """asked -> reading, the asker and what the thread had settled, and the version that read it."""
        return self._given(ASKED.validate_python(asked_plain), self.in_time)

    def _given(self, asked: Asked, in_time: InTime) -> Plain:
        mind = self.minds.today()
        before = self.talks.before(asked)
        self.talks.keep_before(asked, before)
        pause, barred = self._board(mind).pause, self._barred(asked.key)
        kept: Plain = {"before": plain(STATE, before) if before else None, "version": mind.version}

        def wait(read: Callable[[], Reading]) -> Reading | None:
            def amend(late: Reading) -> None:
                self.amend(asked, {**kept, "reading": plain(READING, unnamed(late))})

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
        ruled = rule_for(mind, reading, self.asker(asked, mind.knowledge).groups) if reading and is_answered else ()
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
        silent = asked.trigger == "thread" and reading is not None and is_among_people(reading, before)
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
        receipt = self.ledger.receipt(asked.key)
        reading, ruled = self._ruled(state)
        barred = state["reading"].get("barred", "")
        if barred:
            return notices.barred(barred, mind.knowledge, reading.language if reading else "", receipt)
        if (words := state["reading"].get("paused")) is not None:
            return paused(reading.language if reading else "", mind.knowledge.organisation.languages, receipt, words)
        if reading is None:
            return notices.expired(asked.asker.language, mind.knowledge.organisation.languages, receipt)
        answer = self._with_notes(asked, mind.flow.say(reading, ruled, receipt, today_at(mind.knowledge)), mind)
        return announced(answer, self._board(mind))

    def settle(self, state: Plain) -> None:
        """What the thread has settled with an answer is kept, unless its asker pressed stop."""
        asked = ASKED.validate_python(state["asked"])
        reading, ruled = self._ruled(state)
        if reading is not None and not self.ledger.is_stopped(asked.key):
            self.talks.keep_thread(asked, after(self._state(state), reading, ruled, self.ledger.receipt(asked.key)))

    def is_closed(self, key: str) -> bool:
        """Whether nobody is answered now, or not whoever asked this."""
        return bool(self._barred(key)) or self._board(self.minds.today()).pause is not None

    def _is_wanted(self, key: str) -> bool:
        return not self.ledger.is_stopped(key) and self.ledger.has_address(key)

    def _board(self, mind: Mind) -> Board:
        return board_of(self.ledger, today_at(mind.knowledge))

    def _barred(self, key: str) -> str:
        kept = self.ledger.address(key)
        return self.admit(ADDRESS.validate_python(kept)) if kept else ""

    def _with_notes(self, asked: Asked, answer: Answer, mind: Mind) -> Answer:
        """What is clicked under an answer of an older policy is answered by today's, and says so; so does a file. A message with
        values in it may be had without them, also once something was clicked."""
        under = self.ledger.question(asked.receipt) if asked.receipt else None
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
        answer = notices.sorry(asked.asker.language, languages, self.ledger.receipt(asked.key))
        kind = "silence" if asked.trigger in UNASKED else "answer"
        return {"kind": kind, "key": asked.key, "answer": plain(ANSWER, answer), "failed": step}

    def log(self, state: Plain) -> None:
        """The ledger's row of one question; none of what nobody put to us and was not answered after all."""
        asked = ASKED.validate_python(state["asked"])
        if asked.trigger in UNASKED and state["said"]["kind"] == "silence":
            self.ledger.erase_address(asked.key)
            self.ledger.keep_unsaid(asked.key, datetime.now(UTC), asked.trigger)
            if asked.trigger == REWORDED:
                self.take_back(asked.message)
            return
        answer: Answer = ANSWER.validate_python(state["said"]["answer"])
        reading, ruled = self._ruled(state) if "ruled" in state else (None, ())
        version = state.get("ruled", {}).get("version", "")
        if state["posted"]["state"] == "stopped":
            # nobody has seen this answer: what it said is nothing that may have to be corrected
            values: Plain = {"text": asked.text, "language": answer.language}
        else:
            values = question_values(reading or Reading(asked.text, answer.language, ()), ruled, answer, version)
        self.ledger.keep_question(
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
            self.ledger.supersede(asked.key, state["posted"].get("ts", ""), asked.receipt)

    def _reading(
        self, asked: Asked, before: ThreadState | None, mind: Mind, *, is_answered: bool = True, wait: Wait = at_any_time
    ) -> Reading | None:
        """By the asker's hand or by their words; what is not answered is not read by a model. None: a click on a question that
        is not known any more."""
        if asked.choice is not None:

            def rule(one: Reading) -> tuple[Ruled, ...]:
                return rule_for(mind, one, self.asker(asked, mind.knowledge).groups)

            card = self.talks.under_card(asked, before, mind.version, rule)
            pressed = mind.settle.press(card, rule, asked.choice, datetime.now(UTC).isoformat(timespec="seconds"))
            return pressed or self.talks.of_older_policy(asked, mind.version)
        if asked.correction:
            return mind.settle.correction(self.talks.under(asked, before), asked.correction)
        asker = self.asker(asked, mind.knowledge)

        def by(read: Callable[[SafeText, ThreadState | None, Asker], Reading]) -> Reading:
            return with_files(
                SafeText(asked.text, asked.kinds),
                asked.files if is_answered else (),
                read=lambda safe: read(safe, before, asker),
                rule=lambda reading: rule_for(mind, reading, asker.groups),
            )

        if not is_answered:
            return by(mind.reader.read_words)
        return still_ticked(wait(lambda: by(mind.flow.read)) or by(mind.reader.unheard), before)

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

    def ids_of(self, key: str, knowledge: Knowledge) -> frozenset[str]:
        """The asker's ids that a waiver may name, for as long as the address is kept."""
        return who_is(self._user(key), knowledge.people, self.look_up).groups

    def asker(self, asked: Asked, knowledge: Knowledge) -> Asker:
        """Who asked, as people.yaml and Slack know them; in a language that has words here, or in none."""
        user = self._user(asked.key)
        known = as_asker(asked.asker.id, who_is(user, knowledge.people, self.look_up))
        spoken = known.language or (self.language_of(user) if user else "")
        return replace(known, language=spoken if spoken in languages() else "")

    def _user(self, key: str) -> str:
        """Who asked it, by their Slack id, for as long as that is kept."""
        kept = self.ledger.address(key)
        return ADDRESS.validate_python(kept).user if kept else ""


def unnamed(reading: Reading) -> Reading:
    """Without the asker's ids, which only waivers look at: what is queued and kept names nobody."""
    return replace(reading, items=tuple(_asked_by(item, frozenset()) for item in reading.items))


def rule_for(mind: Mind, reading: Reading, who: frozenset[str], today: date | None = None) -> tuple[Ruled, ...]:
    """Rule on every item for somebody with these ids; the rulings that come out name nobody again."""
    day = today or today_at(mind.knowledge)
    ruled = tuple(mind.flow.rule(_asked_by(item, who), reading, day) for item in reading.items)
    return tuple(replace(one, item=_asked_by(one.item, frozenset())) for one in ruled)


def _asked_by(item: Item, who: frozenset[str]) -> Item:
    return replace(item, question=replace(item.question, who=who))
