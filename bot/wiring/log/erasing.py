"""Keys of questions, or a person, go in; all that is kept of them goes, but for what a legal hold keeps. The keys of all that was
asked about in the same message come out for a key: edits, clicks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.desk.log import erasable
from bot.engine.forget import EngineRows
from bot.ledger.asked.mine import Proof
from bot.ledger.asked.questions import is_key
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS
from bot.ledger.store.keyed import amended_of
from bot.policy.talks.talk import Address
from bot.settings import Settings
from bot.wiring.wordings import wordings_of

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
        self._erase([kin for key, _ in free for kin in _kin_of(key, self.ledger, self.hash_of)], "person", now)
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


def kin_of(key: str, ledger: Ledger, hash_of: Callable[..., str]) -> tuple[str, ...]:
    """The question and whatever has since been answered in the message that answers it. While addresses are kept.

    Edits carry the mark of the message that asked, clicks that of the message that was clicked on: what other people or this
    one asked elsewhere is never looked at.
    """
    for other, old in ledger.unmarked_beside(key).items():
        if is_key(other) and (mark := message_of(ADDRESS.validate_python(old), hash_of)):
            ledger.mark_address(other, mark)
    return _kin_of(key, ledger, hash_of)


def _kin_of(key: str, ledger: Ledger, hash_of: Callable[..., str]) -> tuple[str, ...]:
    kept = ledger.address(key)
    if kept is None:
        return (key, amended_of(key))
    first: Address = ADDRESS.validate_python(kept)
    wordings = [wording for wording, _ in wordings_of(key, ledger)]
    answered_in = dict.fromkeys(said.ts for wording in wordings if (said := ledger.outgoing(wording)) and said.ts)
    marks = [mark_of(hash_of, first.team, first.channel, ts) for ts in answered_in]
    kin = (*wordings, *(other for other in ledger.keys_beside(marks) if other not in wordings))
    return tuple(dict.fromkeys((*kin, *map(amended_of, kin))))


def mark_of(hash_of: Callable[..., str], team: str, channel: str, ts: str) -> str:
    """The mark of one message of ours, for the addresses of what is clicked on in it."""
    return hash_of("message", team, channel, ts)


def message_of(address: Address, hash_of: Callable[..., str]) -> str:
    """What the address of an answer is found by: the message that asked, else the message of ours that is to be changed."""
    if address.message or not address.message_ts:
        return address.message
    return mark_of(hash_of, address.team, address.channel, address.message_ts)


def erasing_beside(ledger: Ledger, settings: Settings, hash_of: Callable[..., str]) -> Erasing:
    """Erasure by a process that does not run the engine. What was asked of an owner is the bot's to take back."""
    rows = EngineRows(settings.engine_url)
    return Erasing(ledger, lambda: rows, hash_of, lambda key: None, lambda: datetime.now(UTC))
