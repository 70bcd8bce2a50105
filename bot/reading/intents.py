"""Cues, tools and data of a message go in, what it wants comes out. Rules on words; never a similarity."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.talk import Intent
from bot.reading.cues import Cues
from bot.reading.text import Token


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read so far of one message."""

    tools: int
    data: int
    """Grounded or not, the class words too."""
    sensitive: bool
    """Data that people ask about only with AI in mind: sensitive, or a word for a class."""
    facts: bool
    in_thread: bool
    stated: bool = False
    """A condition was said to hold, or not."""
    pasted: bool = False


def intent_of(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> Intent:  # noqa: PLR0911 - one return a rule
    """The intent of a message."""
    own = [token for token in tokens if token.own]
    if not any(any(c.isalpha() for c in token.text) for token in tokens):
        return Intent.EMPTY
    greeted = len(cues.places("read.greeting"))
    if not seen.tools and not seen.data and own and greeted >= len(own) - 1 and greeted:
        return Intent.GREETING
    has_ai = seen.tools > 0 or cues.has("read.ai")
    if _is_incident(tokens, cues, seen, has_ai):
        return Intent.INCIDENT
    if cues.has("read.report") and not (seen.tools and seen.data):
        return Intent.REPORT
    if cues.has("read.feedback") and not seen.tools and not seen.data:
        return Intent.FEEDBACK
    asks = cues.has("read.may")
    if cues.has("read.terms") and has_ai and not seen.data and not seen.stated and not (asks and seen.tools):
        return Intent.TERMS
    if cues.has("read.advice") and not seen.data and not (asks and seen.tools):
        return Intent.ADVICE
    return _asking(tokens, cues, seen, has_ai)


def _asking(tokens: tuple[Token, ...], cues: Cues, seen: Seen, has_ai: bool) -> Intent:  # noqa: PLR0911 - one return a rule
    if cues.has("off_topic") and not has_ai and not seen.sensitive and not seen.facts:
        return Intent.OFF_TOPIC
    if cues.has("intent.private") and not seen.sensitive and not seen.stated and not seen.in_thread:
        return Intent.OFF_TOPIC
    if seen.in_thread and _is_explain(cues, seen):
        return Intent.EXPLAIN
    is_task = any(match.first <= 3 for match in cues.of("read.task"))
    if is_task and not seen.tools and not cues.has("read.ai"):
        return Intent.TASK
    if (
        cues.has("read.which_tool")
        and not (seen.in_thread and _exchanges(cues))
        and (has_ai or seen.data or _names_tool(cues))
        and seen.tools <= 1
    ):
        return Intent.WHICH_TOOL if not seen.tools else (Intent.COMPARE if seen.tools > 1 else Intent.MAY_I)
    if seen.tools > 1:
        return Intent.COMPARE
    if seen.tools:
        return Intent.MAY_I
    if cues.has("read.explain") and not seen.sensitive and (cues.has("read.ai") or seen.facts):
        return Intent.EXPLAIN
    if has_ai or seen.sensitive:
        return Intent.MAY_I
    if seen.data and (cues.has("read.may") or seen.in_thread or seen.stated):
        return Intent.MAY_I
    if cues.has("intent.tool_noun") and (seen.data or cues.has("read.may") or cues.has("intent.needs")):
        return Intent.MAY_I
    return Intent.OFF_TOPIC


def _names_tool(cues: Cues) -> bool:
    return any(len(match.entry.words) >= 2 for match in cues.of("read.which_tool"))


def _exchanges(cues: Cues) -> bool:
    """Whether a word such as instead is all that asks for another tool: in a thread it exchanges the data."""
    return all(match.entry.words in (("instead",), ("alternative",), ("alternativ",)) for match in cues.of("read.which_tool"))


def _is_explain(cues: Cues, seen: Seen) -> bool:
    return cues.has("read.explain") and not (seen.tools and seen.data) and not seen.tools and not seen.sensitive


def _is_incident(tokens: tuple[Token, ...], cues: Cues, seen: Seen, has_ai: bool) -> bool:
    """Something was put in already: a past verb with who did it, and a mark (by accident, yesterday) or a tool it went into."""
    if not has_ai and not seen.sensitive:
        return False
    past = [m for m in cues.of("read.incident_past") if _is_done(tokens, m, cues)]
    marks = [*cues.of("read.incident_mark"), *cues.of("read.incident_after")]
    if cues.has("read.incident_after"):
        past += cues.of("read.incident_did")
    if not past:
        return False
    may = [
        m
        for m in cues.of("read.may")
        if any(tokens[m.first].sentence == tokens[p.first].sentence and m.first <= p.first for p in past)
    ]
    if may:
        return False
    sure = any(len(m.entry.words) > 1 or len(m.entry.words[0]) >= 4 for m in marks)
    went_in = any(_goes_in(tokens, m) for m in past)
    return (sure and (bool(seen.tools) or cues.has("read.ai") or (seen.sensitive and went_in))) or (seen.tools > 0 and went_in)


def _is_done(tokens: tuple[Token, ...], match: object, cues: Cues) -> bool:
    first: int = match.first  # type: ignore[attr-defined]
    people = {m.first for m in cues.of("read.incident_person")}
    sentence = tokens[first].sentence
    starts = first == 0 or tokens[first - 1].sentence != sentence
    return starts or any(
        place in people and tokens[place].sentence == sentence for place in range(max(0, first - 9), min(len(tokens), first + 2))
    )


_INTO = frozenset(
    ["into", "in", "to", "through", "naar", "in", "door", "ins", "in", "im", "bei", "dans", "vers", "sur", "en", "a", "al"]
)
_UNSURE = frozenset(["put", "sent", "used", "gave", "shared"])


def _goes_in(tokens: tuple[Token, ...], match: object) -> bool:
    first: int = match.first  # type: ignore[attr-defined]
    last: int = match.last  # type: ignore[attr-defined]
    if tokens[first].folded in _UNSURE:
        return False
    after = tokens[last : last + 14]
    return any(t.folded in _INTO and t.sentence == tokens[first].sentence for t in after)
