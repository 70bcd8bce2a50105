"""The ledger and the policy of today go in; what the Slack room asks for to show the rest of an answer comes out."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock.today import today_at
from bot.flows.questions.admit import Admit
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ANSWER
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import RedactedCopy
from bot.reading.redacted_copy import counted
from bot.saying.notices.own import barred, by_todays_policy
from bot.slack.citizen import Citizen, Found
from bot.wiring.answers.mind import Minds
from bot.wiring.board import announced, board_of


def citizen_doors(ledger: Ledger, minds: Minds, admit: Admit, again: Callable[[QuestionRow], Answer | None]) -> Citizen:
    """``again``: an answer as it was given -> what the policy says of it now."""

    def refuse(user: str, user_team: str, language: str) -> str:
        why = admit.person(user, user_team)
        return barred(why, minds.today().knowledge, language, "").sentence if why else ""

    def find(receipt: str, message_ts: str) -> Found | None:
        clicked = ledger.question(receipt)
        if clicked is None or clicked.erased_at is not None:
            return None
        row = newest_in(ledger, clicked, message_ts)
        if row.answer is None:
            return None
        answer: Answer = ANSWER.validate_python(row.answer)
        if row.verdict and row.policy_version != minds.today().version:
            answer = by_todays_policy(again(row) or answer)
        return Found(announced(answer, board_of(ledger, today_at(minds.today().knowledge))), row.key)

    def copy(receipt: str) -> RedactedCopy | None:
        clicked = ledger.question(receipt)
        text = asked_with(ledger, clicked).text if clicked is not None else None
        found = counted(text or "")
        return found if found.left_out else None

    return Citizen(find, refuse, copy)


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
