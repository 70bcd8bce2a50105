"""An answer that stands goes in, with a reading that came late or what a model has against it; what becomes of it comes out.

A late reading takes the answer's place in its message, where nobody has clicked or said anything since; an objection is said
below it. Both are answers of their own, with their own receipt and row; the earlier one stays in the ledger.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.engine.engine import Engine
from bot.engine.steps import AmendSteps
from bot.flows.questions.correct import Correct
from bot.flows.questions.take_in import WORDED
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, READING, STATE, plain
from bot.ledger.store.keyed import amended_of
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Address, Reading
from bot.policy.trust import Level
from bot.saying.notices import own as notices
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.ports import keeping
from bot.wiring.answers.steps import LATE, OBJECTION, Steps, unnamed

Plain = dict[str, Any]
GRACE_SECONDS = 60
"""A late reading came in time; after a crash it is still wanted for so long."""
CHECK_SECONDS = 3600
"""An objection that comes later is none any more."""
NOT_SEEN: Plain = {"receipt": "", "version": "", "footer": "", "read_as": "", "text": "", "captions": {}}
"""What of an answer may differ without that it says anything else."""
log = logging.getLogger("mayi.model")


class Rooms(Protocol):
    """What of the house is looked at; all but the first two are made later."""

    minds: Minds
    ledger: Ledger
    steps: Steps
    correct: Correct[QuestionRow]
    engine: Engine


@dataclass(frozen=True, slots=True)
class Amending:
    """The steps of an amendment, and who queues it."""

    rooms: Rooms
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    now: Callable[[], float] = field(default=time.time)
    """Seconds since 1970: they outlive a restart."""

    def steps(self) -> AmendSteps:
        """As the engine wants them."""
        return AmendSteps(self.check, self.read, self.say, self.keep, self.drop)

    # --- how it begins ---------------------------------------------------------------------------------------------------

    def later(self, asked: Asked, given: Plain) -> None:
        """The model's reading came, and words have answered. ``given``: ``reading``, ``before`` and ``version``."""
        if _may_change(asked) and self.rooms.ledger.has_address(asked.key):
            self.rooms.engine.amend(*self._amendment(asked, LATE, given, GRACE_SECONDS))

    def checking(self, keep: Callable[[Plain], None]) -> Callable[[Plain], None]:
        """The step that keeps an answer; one that words gave by name is checked afterwards."""

        def both(state: Plain) -> None:
            keep(state)
            reading = state.get("reading") or {}
            if (
                reading.get("check")
                and state["posted"]["state"] == "posted"
                and _may_change(ASKED.validate_python(state["asked"]))
            ):
                self.rooms.engine.check({"asked": state["asked"], "reading": reading, "until": self.now() + CHECK_SECONDS})

        return both

    def touched(self, receipt: str) -> bool:
        """Somebody clicks under an answer: no late reading takes its place any more. False where one has."""
        row = self.rooms.ledger.question(receipt)
        if row is None or row.trigger not in WORDED or not row.reading or not row.reading.get("joined"):
            return True
        amended = amended_of(row.key)
        if self.rooms.ledger.stop_saying(amended, datetime.now(UTC)):
            return True
        out = self.rooms.ledger.outgoing(amended)
        return out is None or out.state in ("late", "refused")

    # --- the engine's steps ----------------------------------------------------------------------------------------------

    def check(self, told: Plain) -> Plain:
        """What the model that checks has against an answer."""
        asked, kept, mind = ASKED.validate_python(told["asked"]), told["reading"], self.rooms.minds.today()
        hearing = mind.reader.hearing
        if self.now() > told["until"] or kept["version"] != mind.version or hearing is None or not self._stands(asked.key):
            return {}
        reading: Reading = READING.validate_python(kept["reading"])
        before = STATE.validate_python(kept["before"]) if kept["before"] else None
        if not hearing.checks(reading):
            return {}
        objection = hearing.objection(reading, before, self.rooms.steps.asker(asked, mind.knowledge))
        if objection is None:
            return {"again": True}
        if objection.items == reading.items:
            return {}
        given = {"reading": plain(READING, unnamed(objection)), "before": kept["before"], "version": kept["version"]}
        plain_asked, given = self._amendment(asked, OBJECTION, given, told["until"] - self.now())
        return {"asked": plain_asked, "given": given}

    def read(self, asked_plain: Plain, given: Plain) -> Plain:
        """The reading, unless something speaks against saying it."""
        asked, of = ASKED.validate_python(asked_plain), given["of"]
        why = self._hindered(asked, given)
        address = None if why else self._address(of, asked.trigger)
        if address is None:
            return {"dropped": why or "gone"}
        self.keep_address(asked.key, address, asked.asker.id)
        if self.rooms.ledger.is_stopped(asked.key) or not self.rooms.ledger.has_address(of):
            return {"dropped": "clicked"}
        return {name: given[name] for name in ("reading", "before", "version", "overtaken")}

    def say(self, state: Plain) -> Plain:
        """The answer, where it says anything else than the one that stands."""
        row = self.rooms.ledger.question_by_key(state["given"]["of"])
        if row is None or not row.answer:
            return {"dropped": "gone"}
        stands, answer = ANSWER.validate_python(row.answer), self.rooms.steps.word(state)
        if state["asked"]["trigger"] == OBJECTION:
            answer = notices.objection(stands.word, answer)
        elif _seen(answer) == _seen(stands):
            return {"dropped": "same"}
        return {"kind": "answer", "key": state["asked"]["key"], "answer": plain(ANSWER, answer)}

    def keep(self, state: Plain) -> None:
        """Its row, what it settles in the talk, and what became of the earlier answer."""
        asked, given, now = state["asked"], state["given"], datetime.now(UTC)
        if state["posted"]["state"] == "posted" and not state["reading"]["overtaken"]:
            self.rooms.steps.settle(state)
        keeping(self.rooms.steps.log, self.rooms.correct, self.rooms.ledger)(state)
        kind, receipt = asked["trigger"], state["said"]["answer"]["receipt"]
        self.rooms.ledger.keep_amendment(given["of"], now, {"kind": kind, "receipt": receipt})
        self.rooms.ledger.keep_amendment(asked["key"], now, {"kind": kind, "of": asked["receipt"]})

    def drop(self, given: Plain, why: str) -> None:
        """The earlier answer stays as it is."""
        log.info("what the model said later of an answer is dropped (%s): %s", given["kind"], why)
        self.rooms.ledger.erase_address(amended_of(given["of"]))
        now = datetime.now(UTC)
        self.rooms.ledger.keep_amendment(given["of"], now, {"kind": given["kind"], "dropped": why})
        self.rooms.ledger.keep_unsaid(amended_of(given["of"]), now, why)

    # --- what they look at -----------------------------------------------------------------------------------------------

    def _amendment(self, asked: Asked, kind: str, given: Plain, seconds: float) -> tuple[Plain, Plain]:
        """As the engine queues it: ``given`` with the key of the earlier answer, and until when it may be said."""
        key, receipt = amended_of(asked.key), self.rooms.ledger.receipt(asked.key)
        amended = replace(asked, key=key, trigger=kind, receipt=receipt, message="")
        return plain(ASKED, amended), {
            **given,
            "kind": kind,
            "of": asked.key,
            "until": self.now() + seconds,
            "must_be_seen": kind == OBJECTION,
        }

    def _hindered(self, asked: Asked, given: Plain) -> str:
        """Why the earlier answer stays; empty where nothing speaks against it."""
        mind, is_late = self.rooms.minds.today(), given["kind"] == LATE
        reading: Reading = READING.validate_python(given["reading"])
        level = reading.joined.level if reading.joined else Level.BELIEVED
        hindrances = {
            "gone": self._stands(given["of"]) is None,
            "too late": self.now() > given["until"],
            "the policy has changed": given["version"] != mind.version,
            "said something since": is_late and given["overtaken"],
            "clicked": is_late and self.rooms.ledger.is_stopped(asked.key),
            "closed": self.rooms.steps.is_closed(given["of"]),
            "believed no more": mind.reader.level.rank < Level(level).rank,
        }
        return next((why for why, holds in hindrances.items() if holds), "")

    def _stands(self, key: str) -> QuestionRow | None:
        """The row of an answer that people see as it was given."""
        row, out = self.rooms.ledger.question_by_key(key), self.rooms.ledger.outgoing(key)
        is_seen = row is not None and row.posted == "posted" and out is not None and bool(out.ts)
        return row if row is not None and is_seen and not row.superseded_by and row.erased_at is None else None

    def _address(self, of: str, kind: str) -> Address | None:
        """Where it is said: in the message of the earlier answer, or below it."""
        kept, out = self.rooms.ledger.address(of), self.rooms.ledger.outgoing(of)
        if kept is None or out is None:
            return None
        address: Address = replace(ADDRESS.validate_python(kept), message="", edited="")
        if kind == LATE:
            return replace(address, message_ts=out.ts)
        return replace(address, message_ts="", thread_ts=address.thread_ts or out.ts)


def _may_change(asked: Asked) -> bool:
    """Whether its answer is a message of ours that can be changed, in a talk in which it has its turn."""
    return asked.trigger in WORDED and asked.channel_kind != "private" and bool(asked.thread and asked.turn)


def _seen(answer: Answer) -> Answer:
    """What an answer says, without what only tells it apart."""
    return replace(answer, **NOT_SEEN, parts=tuple(_seen(part) for part in answer.parts))
