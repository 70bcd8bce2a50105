"""What is asked goes in; what its thread had settled comes out, and what it settles with the answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.flows.questions.answer import after
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, READING, STATE, plain
from bot.policy.talks.incoming import EDITS, Asked
from bot.policy.talks.talk import SMALL_TALK, Intent, Item, Reading, Ruled, ThreadState
from bot.policy.words import Question

TALK_MINUTES = 60
"""A talk outside any thread (direct messages) is forgotten sooner than a thread: the next message is most likely a new matter."""
POLITE = SMALL_TALK - {Intent.ABOUT_BOT} | {Intent.EMPTY}
ELSEWHERE = POLITE | {Intent.ABOUT_BOT, Intent.OFF_TOPIC, Intent.TASK, Intent.BARE, Intent.PASTED}
"""What nobody expects an answer to, in a thread where the bot was not called: of somebody who asked before, and of others."""


@dataclass(frozen=True, slots=True)
class Talks:
    """The memory of talks. ``thread_days``: how long a thread's state is kept."""

    ledger: Ledger
    place_of: Callable[[str, str, str], str]
    thread_days: int

    def before(self, asked: Asked) -> ThreadState | None:
        """What the thread had settled when this was asked."""
        now = datetime.now(UTC)
        kept = self.ledger.thread(asked.thread, now)
        before: ThreadState | None = STATE.validate_python(kept) if kept else None
        if asked.trigger not in EDITS:
            return before or self._of_colleague(asked, now)
        # what the thread settled with the message's older words does not count
        earlier = self.ledger.thread(asked.message, now)
        if earlier is not None:
            return STATE.validate_python(earlier["before"]) if earlier["before"] else None
        answered = self.ledger.question_by_key(asked.message)
        if before is None or answered is None or answered.posted == "stopped":
            return before
        return replace(before, item=None, pending=None)

    def _of_colleague(self, asked: Asked, now: datetime) -> ThreadState | None:
        """What was asked last in the thread of a channel, where everybody reads it: "and the paid one?" goes on from it. What its
        asker said of themselves, ticked and confirmed holds for them alone."""
        kept = self.ledger.address(asked.key)
        address = ADDRESS.validate_python(kept) if kept else None
        if address is None or not address.thread_ts:
            return None
        last = self.ledger.last_in_thread(self.place_of(address.team, address.channel, address.thread_ts), now)
        item = STATE.validate_python(last).item if last else None
        if item is None or item.intent in (Intent.INCIDENT, Intent.REPORT):
            return None
        theirs = Question(item.question.tools, item.question.data, is_closed=item.question.is_closed)
        return ThreadState(replace(item, question=theirs), is_colleagues=True)

    def under(self, asked: Asked, before: ThreadState | None) -> ThreadState | None:
        """The thread as the answer left it that a form was opened under: the talk may have gone on since."""
        row = self.ledger.question(asked.receipt)
        if row is None or not row.reading:
            return before
        items = READING.validate_python(row.reading).items
        return replace(before or ThreadState(language=row.language), item=items[-1]) if items else before

    def under_card(
        self, asked: Asked, before: ThreadState | None, version: str, rule: Callable[[Reading], tuple[Ruled, ...]]
    ) -> ThreadState | None:
        """The thread as the question back left it that was clicked, also twice, and though something else was asked since.

        As it is now where its asker has said more of that matter since; None where what was clicked is not known any more, or
        another ``version`` of the policy read it.
        """
        is_there = before is not None and before.receipt == asked.receipt
        if before is not None and is_there and before.pending is not None:
            return before
        row = self.ledger.question(asked.receipt)
        if row is None or not row.reading or row.erased_at is not None or row.policy_version != version:
            return before if is_there else None
        later = self.ledger.question_by_key(row.superseded_by) if row.superseded_by else None
        reading = READING.validate_python(row.reading)
        card = after(replace(before or ThreadState(), item=None), reading, rule(reading), asked.receipt)
        if (later is not None and later.trigger != asked.trigger) or (before is not None and _says_more(before.item, card.item)):
            return before
        return card

    def of_older_policy(self, asked: Asked, version: str) -> Reading | None:
        """What was asked on a card that another ``version`` of the policy made: it is put to today's, and what was clicked on it
        counts for nothing, since it was said of what the card showed. None where nothing is kept of it."""
        row = self.ledger.question(asked.receipt)
        if row is None or not row.reading or row.erased_at is not None or row.policy_version == version:
            return None
        return Reading("", row.language, READING.validate_python(row.reading).items[-1:])

    def keep_before(self, asked: Asked, before: ThreadState | None) -> None:
        """What the thread had settled before a message stays beside the message, for when it is edited."""
        is_known = asked.trigger in EDITS and self.ledger.thread(asked.message, datetime.now(UTC)) is not None
        if asked.message and not is_known and not self.ledger.is_stopped(asked.key):
            state = {"before": plain(STATE, before) if before else None}
            self.ledger.keep_thread(asked.message, state, expires_at=self._thread_ends(asked))

    def _thread_ends(self, asked: Asked) -> datetime:
        kept = self.ledger.address(asked.key)
        is_thread = bool(kept and ADDRESS.validate_python(kept).thread_ts)
        return datetime.now(UTC) + (timedelta(days=self.thread_days) if is_thread else timedelta(minutes=TALK_MINUTES))

    def keep_thread(self, asked: Asked, state: ThreadState) -> None:
        """What the thread has settled with an answer."""
        kept = self.ledger.address(asked.key)
        address = ADDRESS.validate_python(kept) if kept else None
        self.ledger.keep_thread(
            asked.thread,
            plain(STATE, state),
            expires_at=self._thread_ends(asked),
            place=self.place_of(address.team, address.channel, address.thread_ts) if address and address.thread_ts else "",
            receipt=state.receipt,
        )


def _says_more(last: Item | None, card: Item | None) -> bool:
    """Whether what was asked last holds all data of a card, with more said of it."""
    if last is None or card is None:
        return False
    now, then = _told(last.question), _told(card.question)
    return now[0] >= then[0] and now != then


def _told(question: Question) -> tuple[frozenset[tuple[str, tuple[str, ...]]], frozenset[str], tuple[str, ...]]:
    """What was said of the data: a choice changes nothing of it."""
    return frozenset((ask.name, ask.transformations) for ask in question.data), question.unmet, question.left_out


def is_among_people(reading: Reading, before: ThreadState | None) -> bool:
    """Whether a reply in a thread, where nobody called the bot, is said among people: thanks, or talk of something else. Of a
    colleague only what asks about another tool or other data, or why, is said to the bot."""
    wanted = {item.intent for item in reading.items}
    if before is None or before.item is None or not before.is_colleagues:
        return wanted <= (POLITE if before and before.item else ELSEWHERE)
    return wanted <= ELSEWHERE or all(_is_same(item, before.item) for item in reading.items)


def _is_same(item: Item, before: Item) -> bool:
    now, then = item.question, before.question
    return item.intent is not Intent.EXPLAIN and (now.tools, now.data) == (then.tools, then.data)
