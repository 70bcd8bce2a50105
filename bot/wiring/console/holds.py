"""Whose answers are to be kept, or erased, goes in; what that would change comes out, then that it is done, with its proof."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.console.doors import Person, RefusedError
from bot.console.tables import Reader
from bot.console.values.shown import LogDeed, LogDeedShown
from bot.ledger.asked.holds import ALL, PERSON, RECEIPT, HoldRow
from bot.ledger.ledger import Ledger
from bot.reading.door import make_safe
from bot.saying.notices.home import erased
from bot.wiring.console.ledger import SHOWN_HASH
from bot.wiring.log.erasing import Erasing
from bot.wiring.log.trust import lift_hold, put_up

ERASE, LIFT = "erase", "lift"
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Holds(Reader):
    """What an admin does with other people's answers, in the reader's words."""

    ledger: Ledger
    erasing: Erasing

    def do(self, person: Person, wish: LogDeed, whose: Callable[[str], str]) -> LogDeedShown:
        """Done where it is what was ``seen``, else shown. ``whose``: what was typed -> a pseudonym. Raises ``RefusedError``."""
        wish = replace(wish, reason=make_safe(wish.reason).text.strip())  # it is seen as it is kept
        if len(wish.reason) < SHORTEST_REASON:
            raise RefusedError("console.who.reason_short")
        subject = self._subject(wish, whose)
        title, lines = self.words(f"console.hold.{wish.what}"), self._foreseen(wish.what, subject)
        seen = self.erasing.hash_of("seen", wish.what, subject, *lines)
        if wish.seen != seen:
            return LogDeedShown(title, lines, replace(wish, of=subject, seen=seen))
        return self._done(person, replace(wish, of=subject), title)

    def _subject(self, wish: LogDeed, whose: Callable[[str], str]) -> str:
        if wish.what == ALL:
            return ""
        if wish.what == LIFT:
            return self._standing(wish.of).id
        if wish.what == RECEIPT:
            if row := self.ledger.question(wish.of.strip()):
                return row.receipt
            raise RefusedError("console.error.no_question")
        if wish.what in (PERSON, ERASE):
            return whose(wish.of)
        raise RefusedError("console.error.malformed")

    def _standing(self, number: str) -> HoldRow:
        found = next((one for one in self.ledger.holds(standing=True) if one.id == number), None)
        if found is None:
            raise RefusedError("console.hold.gone")
        return found

    def _foreseen(self, what: str, subject: str) -> tuple[str, ...]:
        if what == LIFT:
            hold = self._standing(subject)
            held = self.words(f"console.ledger.hold.{hold.about}", subject=hold.subject[:SHOWN_HASH])
            return f"{held}: {hold.reason}", self.words("console.hold.lift.seen")
        if what == ERASE:
            free, kept = self.erasing.foreseen(subject)
            goes = self.words("console.hold.erase.seen", count=self.number(sum(bool(receipt) for _, receipt in free)))
            return (goes, *((self.words("ledger.held", count=self.number(kept)),) if kept else ()))
        if what == RECEIPT:
            return (self.words("console.hold.receipt.seen", receipt=subject),)
        count = self.ledger.count_of(subject) if what == PERSON else int(self.ledger.numbers()["mayi_questions"])
        return (self.words(f"console.hold.{what}.seen", count=self.number(count)),)

    def _done(self, person: Person, wish: LogDeed, title: str) -> LogDeedShown:
        if wish.what == ERASE:
            proof = self.erasing.for_good(f"console:{secrets.token_hex(8)}", wish.of)
            told = erased(proof.questions, proof.digest, proof.held, self.words)
            return LogDeedShown(title, tuple(told.splitlines()), deed="erased")
        if wish.what == LIFT:
            lift_hold(self.ledger, wish.of, wish.reason, person.signed)
            return LogDeedShown(title, (self.words("console.hold.lifted", id=wish.of),), deed="lifted")
        row = put_up(self.ledger, wish.what, wish.of, wish.reason, person.signed)
        return LogDeedShown(title, (self.words("console.hold.stands", id=row.id),), deed="held")
