"""An answer that was given goes in, by its receipt; it comes out as it stands now, by the policy of today."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.board import announced, board_of
from bot.answers.correct import answer_again
from bot.answers.mind import Minds
from bot.answers.settle import shown_of
from bot.app import App
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ANSWER, READING
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import RedactedCopy
from bot.reading.redacted_copy import counted
from bot.saying.notices.own import by_todays_policy


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as it stands under a message now."""

    answer: Answer
    key: str
    """The key in the message's metadata."""


def find_again(app: App, minds: Minds, receipt: str, message_ts: str) -> Found | None:
    """The newest answer in that message; None where it is erased."""
    clicked = app.ledger.question(receipt)
    if clicked is None or clicked.erased_at is not None:
        return None
    row = newest_in(app.ledger, clicked, message_ts)
    if row.answer is None:
        return None
    answer: Answer = ANSWER.validate_python(row.answer)
    if row.verdict and row.policy_version != minds.today().version:
        answer = by_todays_policy(answer_again(app, minds, row) or answer)
    return Found(announced(answer, board_of(app.ledger, app.today)), row.key)


def copy_of_question(ledger: Ledger, receipt: str) -> RedactedCopy | None:
    """The text that was asked, as it was kept; None where it is erased or nothing was left out of it."""
    clicked = ledger.question(receipt)
    text = asked_with(ledger, clicked).text if clicked is not None else None
    found = counted(text or "")
    return found if found.left_out else None


def understood(ledger: Ledger, receipt: str) -> dict[str, dict[str, str]]:
    """What was understood of a question, as a form shows it."""
    row = ledger.question(receipt)
    return shown_of(READING.validate_python(row.reading).items[-1].question) if row and row.reading else {}


def asked_with(ledger: Ledger, clicked: QuestionRow) -> QuestionRow:
    """The message behind an answer: a click or a correction has no words, and took the place of an earlier answer."""
    row = clicked
    for earlier in ledger.questions(asker=clicked.asker):
        if row.text or row.erased_at is not None:
            break
        row = earlier if earlier.superseded_by == row.key else row
    return row


def newest_in(ledger: Ledger, clicked: QuestionRow, message_ts: str) -> QuestionRow:
    """The last answer that was put into a message: an edit, a choice or a correction may have replaced the one clicked on."""
    for row in ledger.questions(asker=clicked.asker, since=clicked.at):
        posted = ledger.outgoing(row.key) if row.thread == clicked.thread else None
        if posted is not None and posted.ts == message_ts:
            return row
    return clicked
