"""A deleted question goes in; its answer shrinks to one line, and nothing of it is kept. Where a question stands comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS
from bot.policy.talks.posting import RateLimited
from bot.policy.talks.talk import Address
from bot.saying.words import phrase
from bot.slack.doors.all import Standing
from bot.slack.posts.post import Poster
from bot.slack.posts.text import safe
from bot.wiring.log.erasing import kin_of
from bot.wiring.voices import Voice, Voices
from bot.wiring.wordings import LONGEST, LOOK_SECONDS, ON_ITS_WAY

Plain = dict[str, Any]
KIND, LATER = "taken_back", "take_back"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What becomes of an answer whose question is deleted."""

    ledger: Ledger
    poster: Poster
    notify: Callable[[str, Plain], None]
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    hash_of: Callable[..., str]
    erase: Callable[[str], None]
    """Key -> all work and rows of one question are gone."""

    def heard(self, voices: Voices) -> TakenBack:
        """Itself, with its words given a voice."""
        voices[KIND] = Voice(self.word, self.keep, self.post)
        voices[LATER] = Voice(self._now)
        return self

    def later(self, key: str) -> None:
        """The same from within the work on one of its wordings, which is erased with it."""
        self.notify(f"{LATER}:{key}", {"kind": LATER, "of": key})

    def _now(self, notice: Plain) -> None:
        self(notice["of"])

    def __call__(self, key: str) -> None:
        """Take a question back. May be repeated."""
        seen: set[str] = set()
        for kin in kin_of(key, self.ledger, self.hash_of):
            is_unsaid = self.ledger.stop_saying(kin, datetime.now(UTC))
            kept = self.ledger.address(kin)
            if kept is None or is_unsaid:
                continue
            out = self.ledger.outgoing(kin)
            ts = out.ts if out is not None and out.state not in ON_ITS_WAY else ""
            if not ts or ts not in seen:
                self._tell(kin, ADDRESS.validate_python(kept))
            seen.add(ts)
        self.erase(key)

    def _tell(self, key: str, address: Address) -> None:
        if address.private:
            return
        id_, row = f"{KIND}:{key}", self.ledger.question_by_key(key)
        # an address that names nobody: only the place of our own message
        self.keep_address(id_, replace(address, user="", user_team="", response_url="", message=""), "")
        self.notify(id_, {"kind": KIND, "key": id_, "of": key, "language": row.language if row else ""})

    def word(self, notice: Plain) -> Plain:
        """The one line that is left."""
        return {"kind": KIND, "key": notice["key"], "of": notice["of"], "line": phrase(notice["language"], "taken_back.line")}

    def post(self, key: str, said: Plain, address: Address) -> str:
        """In the answer's place, once that is known. Raises a ``PostingProblem``."""
        out = self.ledger.outgoing(said["of"])
        if out is not None and out.state in ON_ITS_WAY and datetime.now(UTC) - out.at < LONGEST:
            raise RateLimited(LOOK_SECONDS)
        if out is None or not out.ts:
            return ""
        line = safe(said["line"])
        self.poster.change(address, out.ts, line, [{"type": "section", "text": {"type": "mrkdwn", "text": line}}], key)
        return out.ts

    def keep(self, notice: Plain, _outcome: Plain) -> None:
        """Afterwards nobody needs to know the place any more."""
        self.ledger.erase_address(notice["key"])

    def standing(self, receipt: str) -> Standing:
        """Where the question behind a receipt stands."""
        row = self.ledger.question(receipt)
        if row is None:
            return "coming" if self.ledger.is_given_out(receipt) else "unknown"
        return "kept" if row.erased_at is None else "gone"
