"""Sentences of a policy's documents, as values: what became of each, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.knowledge.importing.permits.people import People
from bot.knowledge.importing.permits.statements import Statement, denies, limits_leave, with_rider
from bot.knowledge.importing.texts.words import tokens
from bot.policy.words import Citation
from bot.text.flat import digest_of

SENTENCE = "sentence"


class Standing(StrEnum):
    """What became of a sentence."""

    RULE = "rule"
    """A rule or a cell says it."""
    WORDS = "words"
    """A rule says it of data or deeds that are known by its own words alone: it holds where somebody says these."""
    WAITS = "waits"
    """Nobody could read it: whoever says one of its telling words is sent to somebody, with the sentence."""
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
    gives: tuple[str, ...] = ()
    """Data that it lets into its tools, where no cell says anything."""
    says: Statement = Statement("")
    """As it is read, where no cell says anything of what it gives leave for, or of what somebody decides."""
    heading: str = ""
    """What it stands below: the words that lead to its list, else the nearest heading."""
    is_ban: bool = False
    """It says what may not or must be done, by itself or with the words that lead to its list, and no rule says any of it."""

    @property
    def id(self) -> str:
        """The same for the same words, wherever they stand."""
        return f"{SENTENCE}/{digest_of(' '.join(tokens(self.text)).encode())[:8]}"


def limited(told: Iterable[Told], lines: Sequence[str], people: People) -> Iterator[Told]:
    """Each leave with the sentence behind it that limits it: "This is for HR only". One in a paragraph of its own limits all of
    the list or paragraph above it, another those that begin on the line of the last. ``lines``: those of the document."""
    run: list[Told] = []
    for one in told:
        is_apart = bool(run) and not all(map(str.strip, lines[run[-1].at.line : one.at.line]))
        if run and not one.gives and limits_leave(one.text, people):
            first = 0 if is_apart else next(at for at, leave in enumerate(run) if leave.at.line == run[-1].at.line)
            said = [with_rider(leave.says, one.text, people) for leave in run[first:]]
            run[first:] = [replace(leave, text=says.text, says=says) for leave, says in zip(run[first:], said, strict=True)]
            if one.standing in (Standing.UNREAD, Standing.BACKGROUND) and not denies(one.text):
                continue
        elif one.gives and not is_apart:
            run.append(one)
            continue
        yield from run
        run = [one] if one.gives else []
        yield from () if one.gives else (one,)
    yield from run
