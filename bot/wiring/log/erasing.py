"""Keys of questions, or a person, go in; all that is kept of them goes, but for what a legal hold keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.answers.wordings import kin_of, marked_kin_of
from bot.desk.log import erasable
from bot.engine.forget import EngineRows
from bot.ledger.asked.mine import Proof
from bot.ledger.asked.questions import is_key
from bot.ledger.ledger import Ledger
from bot.settings import Settings

MINE = "mydata:"
"""How the keys of a person's own wishes begin, beside the keys of their questions."""


class Work(Protocol):
    """What of the engine an erasure needs."""

    def erase(self, key: str, receipt: str = "") -> None: ...
    def drop(self, *prefixes: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erasure of questions and of persons. May be repeated; two at once end as one."""

    ledger: Ledger
    work: Callable[[], Work | None]
    """The engine, where one runs."""
    hash_of: Callable[..., str]
    withdraw: Callable[[str], None]
    """Key -> what was asked of an owner is taken back."""
    now: Callable[[], datetime]

    def question(self, key: str) -> None:
        """Erase one question with whatever was answered in the message that answers it."""
        self._erase(kin_of(key, self.ledger, self.hash_of), "asked", self.now())

    def person(self, wish: str, person: str) -> Proof:
        """Erase all that is kept of a person. The proof is kept before anything goes, so that a second try after a crash tells
        the same."""
        now = self.now()  # one moment for all of it: it is one erasure
        free, held = erasable(self.ledger, person)
        receipts = [receipt for _, receipt in free if receipt]
        proof = self.ledger.keep_erasure(wish, receipts, now, held)
        for key, _ in free:
            if key.startswith(MINE) and (work := self.work()):
                work.drop(f"mydata:{key}:")
        self._erase([kin for key, _ in free for kin in marked_kin_of(key, self.ledger, self.hash_of)], "person", now)
        if not held:
            self.ledger.erase_feedback_by(person)
            self.ledger.erase_looks_at(person, now)
            self.ledger.erase_acknowledgements(person)
            self.ledger.erase_console_of(person)
        return proof

    def for_good(self, wish: str, person: str) -> Proof:
        """As ``person``; the database's files let go of it as well, which takes longer."""
        proof = self.person(wish, person)
        self.ledger.tidy()
        return proof

    def _erase(self, keys: Sequence[str], why: str, now: datetime) -> None:
        held = self.ledger.held_among(keys)
        free = [key for key in dict.fromkeys(keys) if key not in held]
        rows, work = self.ledger.rows_of(free), self.work()
        if work is not None:
            for key in free:
                if is_key(key):
                    work.erase(key, rows[key].receipt if key in rows else "")
                else:  # what the house says by itself goes by its own id
                    work.drop(key)
        self.ledger.erase(free, now, why)
        for key in rows:
            self.withdraw(key)


def erasing_beside(ledger: Ledger, settings: Settings, hash_of: Callable[..., str]) -> Erasing:
    """Erasure by a process that does not run the engine. What was asked of an owner is the bot's to take back."""
    rows = EngineRows(settings.engine_url)
    return Erasing(ledger, lambda: rows, hash_of, lambda key: None, lambda: datetime.now(UTC))
