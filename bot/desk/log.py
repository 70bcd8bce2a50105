"""What admins do with other people's answers: who asked, holds, and what an erasure would take."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.ledger.asked.holds import RECEIPT, HoldRow
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.store.errors import LedgerError
from bot.reading.door import make_safe


def asker_of(ledger: Ledger, row: QuestionRow, *, by: str, reason: str) -> tuple[str, str] | None:
    """Workspace and user of who asked; None where their address is not kept any more. The look is kept before anything is told.

    Raises ``LedgerError`` where the reason is too short.
    """
    ledger.keep_look(row.receipt, row.asker, by=by, reason=make_safe(reason).text, at=datetime.now(UTC))
    kept = ledger.address(row.key)
    return (kept["team"], kept["user"]) if kept else None


def erasable(ledger: Ledger, person: str) -> tuple[list[tuple[str, str]], int]:
    """Key and receipt of what would go of a person, and how many of theirs a legal hold keeps."""
    kept = ledger.keys_of(person)
    if ledger.is_held(person):
        return [], max(1, len(kept))
    held = ledger.held_among([key for key, _ in kept])
    return [(key, receipt) for key, receipt in kept if key not in held], len(held)


def put_up(ledger: Ledger, about: str, subject: str, reason: str, by: str) -> HoldRow:
    """A hold, for a reason that names nobody. Raises ``LedgerError`` where nothing has the receipt that it is about."""
    if about == RECEIPT:
        row = ledger.question(subject)
        if row is None:
            raise unknown(subject)
        subject = row.receipt
    return ledger.add_hold(about, subject, reason=make_safe(reason).text, by=by, at=datetime.now(UTC))


def lift_hold(ledger: Ledger, number: str, reason: str, by: str) -> None:
    """Raises ``LedgerError`` where no such hold stands."""
    if not ledger.lift_hold(number, reason=make_safe(reason).text, by=by, at=datetime.now(UTC)):
        raise LedgerError(f"no hold `{number[:40]}` stands", "see them with: mayi hold list")


def unknown(receipt: str) -> LedgerError:
    """No answer has this receipt."""
    return LedgerError(f"no answer in this ledger has the receipt `{receipt[:40]}`", "check the letters, and --ledger")
