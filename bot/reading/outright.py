"""A message that nobody put to the bot goes in; where words alone surely read a question about the policy, its reading comes
out, else nothing.

In memory only: nothing goes to a model, and most messages are let go before they are read.
"""

from __future__ import annotations

import re

from bot.policy.talks.talk import Asker, Intent, Item, Reading
from bot.reading.door import make_safe
from bot.reading.model.claimed import BY_NAME
from bot.reading.reader import Reader
from bot.reading.words.cues import Cues
from bot.text.patterns import listed
from bot.text.tokens import tokens_of

LONGEST = 500
"""Characters: what is longer tells of many things, and the question in it may be put to anybody."""
ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})
_LEAVE = re.compile(rf"(?<!\w){listed('asks_leave')}(?!\w)", re.I)
_SURE = BY_NAME - {"detector", "compound"}


def may_be_asked(text: str) -> bool:
    """Whether it is worth reading at all: it takes no time to say so, and lets most messages go."""
    return "?" in text and len(text) <= LONGEST and _LEAVE.search(text) is not None


def asked_outright(text: str, reader: Reader, asker: Asker) -> Reading | None:
    """The reading of a question that names data, and a tool or AI, by name, with nothing unread beside it."""
    if not may_be_asked(text):
        return None
    safe = make_safe(text)
    reading = reader.read_words(safe, None, asker)
    if len(reading.items) != 1 or not _is_by_name(reading.items[0]) or reader.takes_time(reading):
        return None
    return reading if _names_tool(reading.items[0]) or _is_of_ai(reading, reader) else None


def _is_of_ai(reading: Reading, reader: Reader) -> bool:
    """Whether AI is spoken of in general."""
    tokens, language = tokens_of(reading.text), reading.language
    return Cues(tokens, reader.index.find(tokens, language), (language,)).has("read.ai")


def _is_by_name(item: Item) -> bool:
    """Whether all data that it asks about was read, and by name."""
    question = item.question
    named = [mention for mention in item.mentions if mention.slot in ("tool", "data")]
    is_whole = not (item.unread or item.unplaced) and all(data.types and data.grounded for data in question.data)
    return item.intent in ASKED and is_whole and bool(question.data) and all(mention.via in _SURE for mention in named)


def _names_tool(item: Item) -> bool:
    """By its own name: "GitHub" and "Teams" are words of every day."""
    return any(mention.slot == "tool" and mention.via == "name" for mention in item.mentions)
