"""An answer that stands goes in, with a reading that came late or what a model has against it; what becomes of it comes out.

A late reading takes the answer's place in its message, where nobody has clicked or said anything since; an objection is said
below it. Both are answers of their own, with their own receipt and row; the earlier one stays in the ledger.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.answers.answer import unnamed
from bot.answers.steps import LATE, OBJECTION, Steps, amendment
from bot.answers.take_in import WORDED, asker_of, keep_address
from bot.app import App
from bot.engine.steps import AmendSteps
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.plain import ADDRESS, ANSWER, ASKED, READING, STATE, plain
from bot.ledger.store.keyed import amended_of
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Address, Reading
from bot.policy.trust import Level
from bot.saying.notices import own as notices

Plain = dict[str, Any]
NOT_SEEN: Plain = {"receipt": "", "version": "", "footer": "", "read_as": "", "text": "", "captions": {}}
"""What of an answer may differ without that it says anything else."""
log = logging.getLogger("mayi.model")


@dataclass(frozen=True, slots=True)
class Amendments:
    """The engine's steps of an amendment."""

    steps: Steps

    @property
    def app(self) -> App:
        return self.steps.app

    def for_engine(self) -> AmendSteps:
        """As the engine wants them."""
        return AmendSteps(self.check, self.read, self.say, self.keep, self.drop)

    def check(self, told: Plain) -> Plain:
        """What the model that checks has against an answer."""
        asked, kept, mind = ASKED.validate_python(told["asked"]), told["reading"], self.steps.minds.today()
        hearing = mind.reader.hearing
        if time.time() > told["until"] or kept["version"] != mind.version or hearing is None or not _stands(self.app, asked.key):
            return {}
        reading: Reading = READING.validate_python(kept["reading"])
        before = STATE.validate_python(kept["before"]) if kept["before"] else None
        if not hearing.checks(reading):
            return {}
        objection = hearing.objection(reading, before, asker_of(self.app, asked, mind.knowledge))
        if objection is None:
            return {"again": True}
        if objection.items == reading.items:
            return {}
        given = {"reading": plain(READING, unnamed(objection)), "before": kept["before"], "version": kept["version"]}
        plain_asked, given = amendment(self.app, asked, OBJECTION, given, told["until"])
        return {"asked": plain_asked, "given": given}

    def read(self, asked_plain: Plain, given: Plain) -> Plain:
        """The reading, unless something speaks against saying it."""
        asked, of = ASKED.validate_python(asked_plain), given["of"]
        why = self._hindered(asked, given)
        address = None if why else _address(self.app, of, asked.trigger)
        if address is None:
            return {"dropped": why or "gone"}
        keep_address(self.app, asked.key, address, asked.asker.id)
        if self.app.ledger.is_stopped(asked.key) or not self.app.ledger.has_address(of):
            return {"dropped": "clicked"}
        return {name: given[name] for name in ("reading", "before", "version", "overtaken")}

    def say(self, state: Plain) -> Plain:
        """The answer, where it says anything else than the one that stands."""
        row = self.app.ledger.question_by_key(state["given"]["of"])
        if row is None or not row.answer:
            return {"dropped": "gone"}
        stands, answer = ANSWER.validate_python(row.answer), self.steps.word(state)
        if state["asked"]["trigger"] == OBJECTION:
            answer = notices.objection(stands.word, answer)
        elif _seen(answer) == _seen(stands):
            return {"dropped": "same"}
        return {"kind": "answer", "key": state["asked"]["key"], "answer": plain(ANSWER, answer)}

    def keep(self, state: Plain) -> None:
        """Its row, what it settles in the talk, and what became of the earlier answer."""
        asked, given, now = state["asked"], state["given"], datetime.now(UTC)
        if state["posted"]["state"] == "posted" and not state["reading"]["overtaken"]:
            self.steps.settle(state)
        self.steps.log(state)
        kind, receipt = asked["trigger"], state["said"]["answer"]["receipt"]
        self.app.ledger.keep_amendment(given["of"], now, {"kind": kind, "receipt": receipt})
        self.app.ledger.keep_amendment(asked["key"], now, {"kind": kind, "of": asked["receipt"]})

    def drop(self, given: Plain, why: str) -> None:
        """The earlier answer stays as it is."""
        log.info("what the model said later of an answer is dropped (%s): %s", given["kind"], why)
        self.app.ledger.erase_address(amended_of(given["of"]))
        now = datetime.now(UTC)
        self.app.ledger.keep_amendment(given["of"], now, {"kind": given["kind"], "dropped": why})
        self.app.ledger.keep_unsaid(amended_of(given["of"]), now, why)

    def _hindered(self, asked: Asked, given: Plain) -> str:
        """Why the earlier answer stays; empty where nothing speaks against it."""
        mind, is_late = self.steps.minds.today(), given["kind"] == LATE
        reading: Reading = READING.validate_python(given["reading"])
        level = reading.joined.level if reading.joined else Level.BELIEVED
        hindrances = {
            "gone": _stands(self.app, given["of"]) is None,
            "too late": time.time() > given["until"],
            "the policy has changed": given["version"] != mind.version,
            "said something since": is_late and given["overtaken"],
            "clicked": is_late and self.app.ledger.is_stopped(asked.key),
            "closed": self.steps.is_closed(given["of"]),
            "believed no more": mind.reader.level.rank < Level(level).rank,
        }
        return next((why for why, holds in hindrances.items() if holds), "")


def touched(app: App, receipt: str) -> bool:
    """Somebody clicks under an answer: no late reading takes its place any more. False where one has."""
    row = app.ledger.question(receipt)
    if row is None or row.trigger not in WORDED or not row.reading or not row.reading.get("joined"):
        return True
    amended = amended_of(row.key)
    if app.ledger.stop_saying(amended, datetime.now(UTC)):
        return True
    out = app.ledger.outgoing(amended)
    return out is None or out.state in ("late", "refused")


def _stands(app: App, key: str) -> QuestionRow | None:
    """The row of an answer that people see as it was given."""
    row, out = app.ledger.question_by_key(key), app.ledger.outgoing(key)
    is_seen = row is not None and row.posted == "posted" and out is not None and bool(out.ts)
    return row if row is not None and is_seen and not row.superseded_by and row.erased_at is None else None


def _address(app: App, of: str, kind: str) -> Address | None:
    """Where it is said: in the message of the earlier answer, or below it."""
    kept, out = app.ledger.address(of), app.ledger.outgoing(of)
    if kept is None or out is None:
        return None
    address: Address = replace(ADDRESS.validate_python(kept), message="", edited="")
    if kind == LATE:
        return replace(address, message_ts=out.ts)
    return replace(address, message_ts="", thread_ts=address.thread_ts or out.ts)


def _seen(answer: Answer) -> Answer:
    """What an answer says, without what only tells it apart."""
    return replace(answer, **NOT_SEEN, parts=tuple(_seen(part) for part in answer.parts))
