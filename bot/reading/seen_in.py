"""What was read of a message goes in, what of it tells its intent comes out: counts and places."""

from __future__ import annotations

from bot.reading.build import Parts
from bot.reading.intents.seen import Seen
from bot.text.spans import places_of

TALK = ("intent.you", "intent.praise", "intent.vendor", "intent.buy", "intent.report", "read.greeting", "read.feedback")
"""Word lists whose phrases hold no data, though a word of theirs may be read so."""
SENSITIVE = 2
"""Of a kind of data: so much that people ask about it only with AI in mind."""


def seen_in(parts: Parts, in_thread: bool) -> Seen:
    """What of a question tells its intent."""
    own = [p for p in parts.kept if p.own]
    everyday, talk = parts.cues.places("off_topic"), parts.cues.places(*TALK)
    any_of = parts.any_of
    spans = tuple((t.named.first, t.named.last) for t in (*parts.tools, *((any_of,) if any_of else ())))
    asked = any_of is not None and (any_of.named.traits.said or not parts.cues.has("read.which_tool"))
    stated = bool(parts.met)
    return Seen(
        tools=len({t.ask for t in parts.tools}) or int(asked),
        data=len(own),
        sensitive=any(
            (p.is_class or p.sensitivity >= SENSITIVE or p.source == "policy") and not everyday & set(range(p.first, p.last))
            for p in own
        ),
        facts=stated,
        in_thread=in_thread,
        named=any(p.source == "policy" for p in own),
        stated=stated,
        tool_spans=spans,
        data_places=frozenset(places_of(own)),
        listed=is_listed(parts, talk),
    )


def is_listed(parts: Parts, talk: frozenset[int] | set[int]) -> bool:
    """Whether data in the policy's own words, or sensitive data, is named outside what is only talk."""
    own = [p for p in parts.kept if p.own]
    return any(not talk >= set(range(p.first, p.last)) for p in own if p.types or p.sensitivity >= SENSITIVE)
