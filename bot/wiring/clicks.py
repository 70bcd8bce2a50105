"""A ledger goes in; words that several people said and then clicked what they mean come out, for the policy's owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bot.flows.settle import CLICKED
from bot.ledger.gaps import Changed
from bot.ledger.ledger import Ledger
from bot.policy.clicks import Clicked, Settled, clicked_words
from bot.policy.talk import Reading
from bot.policy.words import Question, Slot
from bot.tongue.text import pasted_spans, tokens_of
from bot.wiring.plain import READING
from bot.wiring.question_shares import words_of_questions

DAYS = 90
MOST_ROWS = 5_000


@dataclass(slots=True)
class Clicks:
    """Counted anew only where somebody has clicked since."""

    ledger: Ledger
    _kept: tuple[tuple[int, str], tuple[Clicked, ...]] | None = field(default=None, init=False)

    def __call__(self) -> tuple[Clicked, ...]:
        since = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
        state = self.ledger.state_of_changed(since)
        if self._kept is None or self._kept[0] != state:
            rows = self.ledger.changed(since, MOST_ROWS)
            settled = [_settled(row) for row in rows]
            self._kept = (state, clicked_words(settled, self.ledger.questions_since(since) if rows else 0))
        return self._kept[1]


def _settled(row: Changed) -> Settled:
    return settled_of(row.asker, READING.validate_python(row.before), READING.validate_python(row.after))


def settled_of(asker: str, before: Reading, after: Reading) -> Settled:
    """A reading, and the one that its asker's click made of it."""
    clicked = (one.id for item in after.items for one in item.mentions if one.slot == Slot.DATA and one.via == CLICKED)
    return Settled(asker, _questions(before), _questions(after), frozenset(clicked), left_words(before), before.text)


def left_words(reading: Reading) -> str:
    """The longest run of words that are neither read nor said in questions about anything; none where two are as long."""
    read = [range(one.start, one.end) for item in reading.items for one in item.mentions]
    said, idle = tokens_of(reading.text, pasted_spans(reading.text)), words_of_questions(reading.language)
    is_left = [token.own and token.folded not in idle and not any(token.start in span for span in read) for token in said]
    runs = [[token for _, token in run] for left, run in groupby(zip(is_left, said, strict=True), lambda one: one[0]) if left]
    longest = max(map(len, runs), default=0)
    found = [run for run in runs if len(run) == longest]
    return reading.text[found[0][0].start : found[0][-1].end] if len(found) == 1 else ""


def _questions(reading: Reading) -> tuple[Question, ...]:
    return tuple(item.question for item in reading.items)
