"""Words for the adviser go in; the kinds of data in them come out, by the policy's own reading. The rest is clicked."""

from __future__ import annotations

from bot.policy.advice import Understood
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.reading.reader import Reader

MOST_LETTERS = 2_000


def understood(reader: Reader, text: str) -> Understood:
    """No model reads it, and nothing of it is kept."""
    cut_at = MOST_LETTERS if len(text) > MOST_LETTERS else 0
    read = reader.read_words(make_safe(text[:MOST_LETTERS]), None, Asker(""))
    if any(ask.name for item in read.items for ask in item.question.tools):
        return Understood(read.language, names_tool=True)
    unplaced = {phrase for item in read.items for phrase in item.unplaced}
    asks = [ask for item in read.items for ask in item.question.data if ask.grounded and ask.name not in unplaced]
    policy = reader.knowledge.policy
    # an adviser grants nothing: what words are near to counts as well
    ids = [*(id_ for ask in asks for id_ in ask.types), *(id_ for item in read.items for id_ in item.question.near)]
    data = dict.fromkeys(id_ for id_ in ids if id_ in policy.data_types or id_ in policy.data_classes)
    unread = dict.fromkeys(phrase for item in read.items for phrase in (*item.unread, *item.unplaced))
    return Understood(read.language, tuple(data), unread=tuple(unread), cut_at=cut_at)
