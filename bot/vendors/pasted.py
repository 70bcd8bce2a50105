"""A pasted notice of a vendor goes in; its subject, the day it takes effect and its link come out. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.vendors.judging.data import load
from bot.vendors.judging.dates import dates_in, effective_in

SUBJECT = re.compile(r"^(?:subject|onderwerp|betreff|objet|asunto)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
LINK = re.compile(r"https?://[^\s<>\"')\]]+")
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a notice says."""

    title: str
    effective: date | None
    """None where it names no day, or several."""
    days: tuple[date, ...]
    """All days that it names, oldest first."""
    url: str = ""


def read_notice(text: str) -> Pasted:
    """What can be read off it; the person who pasted it confirms each."""
    subject = SUBJECT.search(text)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    title = " ".join((subject[1] if subject else first).split())[:LONGEST_TITLE]
    said = {day for one in _sentences(text) if (day := _effective(one)) is not None}
    named = {day for _, day in dates_in(text) if day is not None}
    link = LINK.search(text)
    effective = said.pop() if len(said) == 1 else None
    return Pasted(title, effective, tuple(sorted(named)), link[0].rstrip(".,;:") if link else "")


def _sentences(text: str) -> list[str]:
    """Mails break lines anywhere; a number with a dot ("15. Januar") ends no sentence."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [one for part in paragraphs for one in re.split(r"(?<=[^\d\s][.!?])\s+|(?<=\d{4}\.)\s+", part) if one]


def _effective(sentence: str) -> date | None:
    """The day on which it takes effect. A notice is about a change: one day in a sentence that speaks of effect is that day."""
    told = effective_in(sentence)
    if told is not None or not _speaks_of_effect().search(sentence):
        return told
    named = {day for _, day in dates_in(sentence)}
    return named.pop() if len(named) == 1 else None


@cache
def _speaks_of_effect() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(load('dates')['effective'])})", re.IGNORECASE)
