"""A change of terms, a week of them, or a page that cannot be read goes in; the words for the channel come out, verdict first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.policy.house import Knowledge
from bot.policy.vendors.facts import TERMS_KINDS
from bot.policy.vendors.terms import Judgement, Noise, Topic
from bot.saying.notices.seen import reason
from bot.saying.words import Words, words_for

MOST_LINES = 15
LONGEST_PLACE = 60
"""Signs: a longer heading is no heading, but a clause."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change, as it is told."""

    page: str
    judgement: Judgement
    seen: date
    url: str = ""
    before: str = ""
    now: str = ""
    """A short part of the clause that decided, before and after."""


def changed(told: Told, knowledge: Knowledge, today: date) -> str:
    """One change at once: what it means for our data, what it is about, the words, from when, where to read it."""
    words = words_for("", knowledge.organisation.languages)
    lines = [headline(told.page, told.judgement.direction.value, knowledge, words), _about(told.judgement, words)]
    if told.before and told.now:
        lines += [words("terms.before", text=told.before), words("terms.now", text=told.now)]
    elif told.now or told.before:
        lines.append(words("terms.new" if told.now else "terms.gone", text=told.now or told.before))
    lines.append(_when(told, today, words))
    if told.url:
        lines.append(words("terms.read", url=told.url))
    return "\n".join(lines)


def digest(told: Sequence[Told], knowledge: Knowledge) -> str:
    """The changes of a week that nobody had to hear of at once, one line each."""
    words = words_for("", knowledge.organisation.languages)
    lines = [words("terms.digest")]
    for one in told[:MOST_LINES]:
        line = f"• {headline(one.page, one.judgement.direction.value, knowledge, words)}. {_about(one.judgement, words)}"
        lines.append(" ".join(part for part in (line, one.url) if part))
    if len(told) > MOST_LINES:
        lines.append(words("list.more", count=str(len(told) - MOST_LINES)))
    return "\n".join(lines)


def unread(page: str, look: str, why: str, url: str, knowledge: Knowledge) -> str:
    """A page that could not be read three times: which, what is the matter, and what to do."""
    words = words_for("", knowledge.organisation.languages)
    vendor, kind = _names(page, knowledge, words)
    lines = [words(f"terms.page.{look}", vendor=vendor, page=kind), words("terms.page.why", why=reason(why, words))]
    if url:
        lines.append(words("terms.page.url", url=url))
    return "\n".join([*lines, words("terms.page.do")])


def here_instead(said: str, unreached: str, knowledge: Knowledge) -> str:
    """What is said in another place than it should be, with why."""
    why = words_for("", knowledge.organisation.languages)("task.unreached", place=unreached) if unreached else ""
    return "\n".join(part for part in (why, said) if part)


def lost(tool: str, knowledge: Knowledge) -> str:
    """A suspension that holds nothing back any more, as nothing goes by its name: what that means, and what to do."""
    words = words_for("", knowledge.organisation.languages)
    label = knowledge.labels.get(tool, {})
    return "\n".join([words("task.suspended.lost", tool=label.get(words.language, tool)), words("task.suspended.lost.do")])


def headline(page: str, direction: str, knowledge: Knowledge, words: Words) -> str:
    """Which page of whom changed, and which way; where nobody judged it, which page."""
    vendor, kind = _names(page, knowledge, words)
    return words(f"terms.{direction}", vendor=vendor, page=kind) if direction else kind


def topics_named(topics: Sequence[str], words: Words) -> list[str]:
    """What a change is about. People may name a topic by its first word."""
    full = [next((one.value for one in Topic if f"{one.value}_".startswith(f"{said.replace('-', '_')}_")), "") for said in topics]
    return [words(f"terms.topic.{one}") for one in full if one]


def in_short(page: str, judgement: Judgement, knowledge: Knowledge, words: Words) -> str:
    """A judged change in a line or two."""
    said = headline(page, judgement.direction.value, knowledge, words)
    return f"{said}. {_about(judgement, words)}"


def summed_up(judgement: Judgement, language: str) -> str:
    """What a change is about, which way it goes, how many sentences and where; for noise, why it is none."""
    words = words_for("", (language,))
    if judgement.noise is not None:
        return words(f"terms.noise.{judgement.noise.value}")
    clauses = judgement.clauses
    if not clauses:
        return ""
    topics = words.join(topics_named([topic.value for topic in judgement.topics], words))
    said = [words("terms.sum", topics=topics, direction=words(f"terms.sum.{judgement.direction.value}"))]
    said.append(words("terms.sum.one") if len(clauses) == 1 else words("terms.sum.many", count=str(len(clauses))))
    places = list(dict.fromkeys(one.heading.rstrip(" .:") for one in clauses[:4] if 0 < len(one.heading) <= LONGEST_PLACE))[:2]
    if places:
        said.append(words("terms.sum.under", places=words.join([words("terms.sum.place", place=place) for place in places])))
    return " ".join(said)


def replayed_as(posted: date | None, why: str, language: str) -> str:
    """Whether a recorded text would have been told: on which day, or why not."""
    words = words_for("", (language,))
    if posted is not None:
        return words("terms.replay.posted", day=posted.isoformat())
    known = {"technical": "terms.replay.technical", **{one.value: f"terms.noise.{one.value}" for one in Noise}}
    return words("terms.replay.kept", why=words(known[why]) if why in known else why)


def _about(judgement: Judgement, words: Words) -> str:
    return words("terms.about", topics=words.join(topics_named([topic.value for topic in judgement.topics], words)))


def _when(told: Told, today: date, words: Words) -> str:
    effective = told.judgement.effective_date
    if effective is None:
        return words("terms.undated", day=_day(told.seen, words))
    return words("terms.past" if effective < today else "terms.ahead", day=_day(effective, words))


def _day(day: date, words: Words) -> str:
    return format_date(day, format="long", locale=words.language)


def _names(page: str, knowledge: Knowledge, words: Words) -> tuple[str, str]:
    vendor, _, kind = page.partition("/")
    name = next((one.name for one in knowledge.vendors if one.id == vendor), vendor)
    return name, words(f"terms.kind.{kind}") if kind in TERMS_KINDS else kind.replace("-", " ").replace("_", " ")
