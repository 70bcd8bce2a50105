"""Sentences of a policy's documents, as values: what became of each, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.importing.texts.words import tokens
from bot.policy.words import Citation
from bot.text.flat import digest_of

SENTENCE = "sentence"
CAUTION = "caution-"
"""The ids of rules begin so that wait for an owner to say what a sentence rules."""


class Standing(StrEnum):
    """What became of a sentence."""

    RULE = "rule"
    """A rule or a cell says it."""
    WORDS = "words"
    """A rule says it of data or deeds that are known by its own words alone: it holds where somebody says these."""
    WAITS = "waits"
    """Whoever speaks of what it is about is sent to somebody, with the sentence, until an owner says what it rules."""
    CONDITION = "condition"
    NOTE = "note"
    """It stands below answers, and changes none."""
    EXAMPLE = "example"
    """Data, a tool, a contact or a definition was taken from it."""
    LEFT = "left"
    """As what waits, and an owner said that it should stay so."""
    CONFIRMED = "confirmed"
    """An owner said that it rules nothing."""
    BACKGROUND = "background"
    """It takes nothing away."""
    UNREAD = "unread"
    """It takes something away, and nothing of the policy says so."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a document."""

    text: str
    at: Citation
    standing: Standing
    rests: tuple[str, ...] = ()
    """Ids of the rules or conditions that say it."""
    tools: tuple[str, ...] = ()
    """Tools that it names, or that what it stands below is about; none where it may be about all."""
    data: tuple[str, ...] = ()
    is_only: bool = False
    """It names what may go in, or who may, and shuts out the rest."""
    heading: str = ""
    """What it stands below: the words that lead to its list, else the nearest heading."""
    is_ban: bool = False
    """It says what may not or must be done, by itself or with the words that lead to its list, and no rule says any of it."""

    @property
    def id(self) -> str:
        """The same for the same words, wherever they stand."""
        return f"{SENTENCE}/{digest_of(' '.join(tokens(self.text)).encode())[:8]}"
