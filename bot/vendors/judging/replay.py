"""The recorded texts of a page, oldest first, go in; what would have been posted when, or why nothing, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.policy.vendors.terms import Direction, Judgement, Noise, Severity, Topic
from bot.vendors.judging.judge import judge
from bot.vendors.judging.noise import fingerprint

DIGEST_DAY = 0
"""Monday: what is not told at once is told in the week's digest."""
PAGE_IS_GONE = frozenset({Noise.COLLAPSED, Noise.WRONG_DOCUMENT, Noise.LOCALE_FLIP})
"""After these the text before stays the one to compare with."""


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded text. ``technical``: the recorder reads the page in another way, the vendor changed nothing."""

    recorded: date
    text: str
    technical: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recorded text. ``posted``: the day it is told, None where it is not; ``why``: why it is not."""

    recorded: date
    judgement: Judgement
    posted: date | None
    why: str = ""


def replay(versions: Iterable[Version], judge: Callable[[str, str], Judgement] = judge) -> Iterator[Outcome]:
    """One outcome for each text but the first, with the judging as it stands today."""
    standing: Version | None = None
    known: set[str] = set()
    for version in versions:
        mark = fingerprint(version.text)
        if standing is None:
            standing = version
            known.add(mark)
            continue
        outcome = _outcome(standing, version, judge, came_back=mark in known)
        known.add(mark)
        if outcome.judgement.noise not in PAGE_IS_GONE:
            standing = version
        yield outcome


def _outcome(standing: Version, version: Version, judge: Callable[[str, str], Judgement], *, came_back: bool) -> Outcome:
    if version.technical:
        return Outcome(version.recorded, _nothing(None), None, "technical")
    judgement = judge(standing.text, version.text)
    if came_back and judgement.severity is not Severity.IGNORE:
        judgement = _nothing(Noise.EARLIER_TEXT)
    if judgement.severity is Severity.IGNORE:
        return Outcome(version.recorded, judgement, None, judgement.noise.value if judgement.noise else "ignore")
    at_once = judgement.severity is Severity.ALERT
    return Outcome(version.recorded, judgement, version.recorded if at_once else next_digest(version.recorded))


def next_digest(day: date) -> date:
    """The next day on which a digest is posted; on that day itself the next week's."""
    return day + timedelta(days=7 - (day.weekday() - DIGEST_DAY) % 7)


def _nothing(noise: Noise | None) -> Judgement:
    return Judgement(Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=noise)
