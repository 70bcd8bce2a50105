"""A pasted notice of a vendor goes in; its subject, the day it takes effect and its link come out. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.vendors.judging.data import load
from bot.vendors.judging.dates import dates_in, effective_in
from bot.vendors.mail import read_mail, words

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
    notice = read_mail(text)
    first = next((line.strip() for line in notice.text.splitlines() if line.strip()), "")
    title = " ".join((notice.subject or first).split())[:LONGEST_TITLE]
    day_first = _writes_days_first(notice.text)
    sentences = [one for one in _sentences(notice.text) if not _patterns().stretch.search(one)]
    said = {day for one in sentences if (day := _effective(one, day_first=day_first)) is not None}
    if not said:
        said = {day for one in sentences for day in _from_then_on(one, day_first=day_first)}
    named = {day for _, day in dates_in(notice.text, day_first=day_first) if day is not None}
    link = LINK.search(notice.text)
    effective = said.pop() if len(said) == 1 else None
    return Pasted(title, effective, tuple(sorted(named)), link[0].rstrip(".,;:") if link else "")


def _sentences(text: str) -> list[str]:
    """Mails break lines anywhere; a number with a dot ("15. Januar", "Okt. 2027") ends no sentence."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [one for part in paragraphs for one in re.split(r"(?<=[^\d\s][.!?])\s+(?=\D)|(?<=\d{4}\.)\s+", part) if one]


def _effective(sentence: str, *, day_first: bool) -> date | None:
    """The day on which it takes effect. A notice is about a change: one day in a sentence that speaks of effect is that day."""
    told = effective_in(sentence)
    if told is not None or not _patterns().effect.search(sentence):
        return told
    named = {day for _, day in dates_in(sentence, day_first=day_first)}
    return named.pop() if len(named) == 1 else None


def _from_then_on(sentence: str, *, day_first: bool) -> set[date]:
    """Days from which on something holds, by the words right before them."""
    found = dates_in(sentence, day_first=day_first)
    return {day for at, day in found if day is not None and _patterns().from_then_on.search(sentence[:at])}


def _writes_days_first(text: str) -> bool:
    """Whether it is in a language that does, by its small words: in English nobody knows which way round 03/04 is."""
    small = re.findall(r"[^\W\d_]+", text.lower())
    others, english = (sum(word in words()[kind] for word in small) for kind in ("day_first", "english"))
    return others > english


@dataclass(frozen=True, slots=True)
class _Patterns:
    effect: re.Pattern[str]
    from_then_on: re.Pattern[str]
    stretch: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data, ours = load("dates"), words()
    onset = "|".join([*data["onset"], *ours["from_then_on"]])
    weekday, behind, article = ("|".join(ours[kind]) for kind in ("weekdays", "weekday_article", "stretch_article"))
    return _Patterns(
        re.compile(rf"(?<!\w)(?:{'|'.join(data['effective'])})", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{onset})\s*(?:(?:{weekday})\.?,?\s*(?:(?:{behind})\s+)?)?$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(ours['stretch'])})\s+(?:(?:{article})\s+)?\d", re.IGNORECASE),
    )
