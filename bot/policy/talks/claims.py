"""What one reader tells of a message: claims in this policy's ids, each with the words that it quotes.

Word rules, a model that reads and a model that checks all give this; ``policy.reconcile`` joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.policy.talks.talk import Intent
from bot.policy.words import Slot

OTHER_TOOL = "other"
"""A tool that the policy does not list, as an id of a ``ToolClaim``."""


LONGEST_COVER = 12
"""Words: who quotes more has not said what these are."""


class Part(StrEnum):
    """What becomes of a piece of data."""

    USED = "used"
    LEFT_OUT = "left_out"
    NO_DATA = "no_data"
    """Words that sound like data and are none that goes into the tool: a topic, a reader, somebody met on the way."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the message: ``text[start:end]``. From the thread, or from a click: empty, at 0."""

    text: str = ""
    start: int = 0
    end: int = 0

    def overlaps(self, other: Quote) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end

    def lies_in(self, other: Quote) -> bool:
        """Whether all of its characters are among those of the other."""
        return other.start <= self.start < self.end <= other.end


def quoted(phrase: str, text: str) -> Quote | None:
    """Where a phrase stands in a text, in whole words: as it is written, else whatever its capitals and blanks."""
    spaced = r"\s+".join(re.escape(word) for word in phrase.split())
    words = rf"(?<!\w){spaced}(?!\w)"
    found = re.search(words, text) or re.search(words, text, re.IGNORECASE) if spaced else None
    return Quote(found.group(), *found.span()) if found else None


@dataclass(frozen=True, slots=True)
class ToolClaim:
    """A tool that is asked about. ``ids``: the offerings that it may be, ``OTHER_TOOL`` among them or alone."""

    quote: Quote
    ids: tuple[str, ...]

    @property
    def is_listed(self) -> bool:
        return OTHER_TOOL not in self.ids

    @property
    def offerings(self) -> tuple[str, ...]:
        """As a question has them; empty of a tool that is not listed for sure. One that may be another than those is called by
        its words among them."""
        if self.is_listed or self.ids == (OTHER_TOOL,):
            return self.ids if self.is_listed else ()
        return tuple(self.quote.text if id_ == OTHER_TOOL else id_ for id_ in self.ids)


@dataclass(frozen=True, slots=True)
class DataClaim:
    """A piece of data. ``ids``: the data types or classes that it may be."""

    quote: Quote
    ids: tuple[str, ...]
    part: Part = Part.USED
    changed: tuple[str, ...] = ()
    """Transformations that are said to be done to it."""
    by_name: bool = False
    """Whether words read it by a name, an alias or a value: such a claim has a veto."""
    sure: bool = True
    """Of the model that checks: whether the message says so, or it only may be: then it keeps an allowed from being granted."""

    def is_of(self, other: DataClaim) -> bool:
        """Whether both are about the same words, or about the same data of the thread."""
        if self.quote.text or other.quote.text:
            return self.quote.overlaps(other.quote)
        return bool(set(self.ids) & set(other.ids))


@dataclass(frozen=True, slots=True)
class Said:
    """A condition that is said to be met or not, or a context slot with its value."""

    quote: Quote
    id: str
    slot: Slot | None = None
    """None: ``id`` is a condition."""


@dataclass(frozen=True, slots=True)
class Claims:
    """One question of a message, as one reader tells it."""

    intent: Intent
    tools: tuple[ToolClaim, ...] = ()
    data: tuple[DataClaim, ...] = ()
    met: tuple[Said, ...] = ()
    unmet: tuple[Said, ...] = ()
    context: tuple[Said, ...] = ()
    doubts: tuple[Quote, ...] = ()
    """Words that may make the answer stricter, the reader does not know how."""
    sure: float = 1.0
    """The least probability that a model gives to an id of its reply; 1 where it tells none."""

    @property
    def used(self) -> tuple[DataClaim, ...]:
        """Data that goes into the tool."""
        return tuple(one for one in self.data if one.part is Part.USED)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All words that it explains."""
        told: tuple[ToolClaim | DataClaim | Said, ...] = (*self.tools, *self.data, *self.met, *self.unmet, *self.context)
        return tuple(one.quote for one in told if one.quote.text)


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a model, as JSON, with what it cost."""

    data: dict[str, Any]
    sure: float = 1.0
    """The least probability of any id in it; 1 where the server tells none."""
    prompt_tokens: int = 0
    tokens: int = 0
    seconds: float = 0.0
    prompt: str = ""
    """Of a recorded one: the digest of the prompt that it was made for, where that is known."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that one model tells of a message."""

    asks: tuple[Claims, ...]
    reply: str = ""
    """A hash of the reply, for the ledger."""


def is_covered(words: Quote, quotes: Iterable[Quote]) -> bool:
    """Whether each of these words lies in a quote that is no longer than ``LONGEST_COVER``. What stands nowhere in the message
    never does."""
    short = [quote for quote in quotes if len(quote.text.split()) <= LONGEST_COVER]
    at, spans = words.start, []
    for word in words.text.split():
        start = at + words.text[at - words.start :].index(word)
        at = start + len(word)
        spans.append((start, at))
    return bool(spans) and all(any(quote.start <= first and last <= quote.end for quote in short) for first, last in spans)


def reads_otherwise(claims: Claims, one: DataClaim) -> bool:
    """Whether a reader quotes all words of that data, and not as that data."""
    about = [piece for piece in claims.data if piece.quote.overlaps(one.quote)]
    is_same = any(piece.part is Part.USED and set(piece.ids) & set(one.ids) for piece in about)
    return not is_same and is_covered(one.quote, (piece.quote for piece in about))
