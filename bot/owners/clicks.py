"""A ledger goes in; words that several people said and then clicked what they mean come out, for the policy's owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from bot.answers.settle import CLICKED
from bot.ledger.asked.gaps import Changed
from bot.ledger.ledger import Ledger
from bot.ledger.plain import READING
from bot.owners.shares import words_of_questions
from bot.policy.clicks import Clicked, Settled, clicked_words
from bot.policy.talks.talk import Reading
from bot.policy.words import Slot
from bot.text.tokens import Token, pasted_spans, tokens_of

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
            settled = [one for row in rows if (one := _settled(row)) is not None]
            self._kept = (state, clicked_words(settled, self.ledger.questions_since(since) if rows else 0))
        return self._kept[1]


def _settled(row: Changed) -> Settled | None:
    """None also of a reading that an older release wrote in another form."""
    try:
        before, after = READING.validate_python(row.before), READING.validate_python(row.after)
    except ValidationError:
        return None
    return settled_of(row.asker, before, after)


def settled_of(asker: str, before: Reading, after: Reading) -> Settled | None:
    """A reading, and the one that its asker's click made of it: a click is about the last question of a message."""
    if len(after.items) != 1 or not before.items:
        return None
    clicked = (one.id for one in after.items[0].mentions if one.slot == Slot.DATA and one.via == CLICKED)
    left = left_words(before) if len(before.items) == 1 else ""
    return Settled(asker, before.items[-1].question, after.items[0].question, frozenset(clicked), before.text, left)


def left_words(reading: Reading) -> str:
    """The longest run of words that are neither read nor said in questions about anything; none where two are as long."""
    read = [range(one.start, one.end) for item in reading.items for one in item.mentions]
    idle = words_of_questions(reading.language)
    runs: list[list[Token]] = [[]]
    for token in tokens_of(reading.text, pasted_spans(reading.text)):
        is_left = token.own and token.folded not in idle and not any(token.start in span for span in read)
        if token.breaks or not is_left:
            runs.append([])
        if is_left:
            runs[-1].append(token)
    longest = max(map(len, runs))
    found = [run for run in runs if len(run) == longest]
    return reading.text[found[0][0].start : found[0][-1].end] if longest and len(found) == 1 else ""
