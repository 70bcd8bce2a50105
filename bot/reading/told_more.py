"""A message in a thread goes in; what it adds to the data asked about, in words that name none, comes out: it may be any."""

from __future__ import annotations

from bot.policy.words import DataAsk
from bot.reading.build import Builder, Parts
from bot.reading.picking import SHORT
from bot.reading.removals import removed_places
from bot.reading.usage import ARTICLES
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of

_TELLS, _QUOTED = 3, 6
"""Words behind "also" that tell of something, and how many of them are quoted."""
_OTHERS, _THOSE, _WHOSE = Spoken("others"), Spoken("those_of"), Spoken("whose_they_are")
_LEAST = 2
"""Words of "what about"."""
_JOINED, _SMALL = Spoken("and"), small("stop")
_MORE = (
    "read.more",
    "class.confidential",
    "class.restricted",
    "class.secret",
    "class.personal",
    "class.high",
    "class.colour.red",
)
"""Word lists that make what was asked about more, or worse, than it was said to be."""


def unknown_more(parts: Parts, builder: Builder) -> tuple[DataAsk, ...]:
    """More of something that nobody read ("and the unredacted one?"): it may be anything, so no allowed is said again."""
    more = [m for name in _MORE for m in parts.cues.of(name)]
    if parts.cues.has("read.additive") or parts.cues.has("read.removal_before") or parts.cues.has("fact.still_in"):
        more += parts.cues.of("read.vague")
    removed = removed_places(parts.tokens, parts.cues)
    gone = places_of(parts.scope.left_out)
    spans = ((m, set(range(m.first, m.last))) for m in more if parts.tokens[m.first].text.isalnum())  # "I'd" is no ID
    more = [m for m, span in spans if not removed >= span and not gone & span]
    if parts.loose.said and (len(parts.tokens) <= _TELLS or ("personal" in parts.loose.accounts and len(parts.tokens) <= SHORT)):
        more = []  # "my own", "on my own account": whose the account is, and no data
    phrase = parts.beside[0] if parts.beside else more[0].entry.words[0] if more else ""
    return (_anything(phrase, builder),) if phrase else ()


def unnamed_more(parts: Parts, builder: Builder) -> tuple[DataAsk, ...]:
    """What the message speaks of in words that name no data, whichever way it says so; nothing where it speaks of no more."""
    said = _others(parts) or _told_more(parts) or said_right(parts)
    return (_anything(" ".join(said[:_QUOTED]), builder),) if said else ()


def _anything(phrase: str, builder: Builder) -> DataAsk:
    """Data that nobody read: it may be any, and grounds no allowed."""
    return DataAsk(phrase, builder.anything, (), False)


def _others(parts: Parts) -> list[str]:
    """Other things: "and the ones they handed in"."""
    if parts.loose.said or parts.any_of or parts.cues.has("read.explain") or parts.cues.has("told.waiting"):
        return []
    own = [place for place, token in enumerate(parts.tokens) if token.own]
    for place, following in zip(own, [*own[1:], -1], strict=True):
        token, behind = parts.tokens[place], parts.tokens[following]
        if token in _OTHERS or (token in _THOSE and following > place and behind in _WHOSE and not behind.breaks):
            return [parts.tokens[at].text for at in own if at >= place]
    return _exchanged(parts, own)


def _exchanged(parts: Parts, own: list[int]) -> list[str]:
    """ "And the orders?", "what about yesterday's", "and who applied?": a thing by everyday words, which say nothing of what it
    is."""
    start = max((m.last for m in parts.cues.of("read.follow") if m.first == 0), default=0)
    rest = [place for place in own if place >= start]
    if parts.scope.left_out or parts.unmet or not start or (parts.tokens[0] not in _JOINED and start < _LEAST):
        return []
    if not any(parts.tokens[place].folded not in _SMALL and place not in parts.cues.places("read.may") for place in rest):
        return []
    return [parts.tokens[place].text for place in rest if place > rest[0] or parts.tokens[place].folded not in ARTICLES]


def _told_more(parts: Parts) -> list[str]:
    """What is said to be in it besides: "it also says who drove the van"."""
    adding = [m.last for m in parts.cues.of("read.additive")]
    adding += [m.last for m in parts.cues.of("joiner") if m.first == 0 and len(parts.tokens) > SHORT]
    said = [token.text for token in parts.tokens[max(adding, default=0) :] if token.own]
    if len(said) < _TELLS:  # "the Acme one too"
        said = [t.text for place, t in enumerate(parts.tokens) if t.own and place not in parts.cues.places("read.additive")]
    if not adding or len(said) < _TELLS or parts.cues.has("read.explain") or parts.cues.has("told.waiting"):
        return []
    return said


def said_right(parts: Parts) -> list[str]:
    """What was asked about is another thing ("oh, they're from a picture library actually"): the words of a correction, where at
    least one of them says something."""
    if not parts.cues.has("read.correction") or parts.cues.has("read.explain") or parts.cues.has("told.waiting"):
        return []
    marks = parts.cues.places("read.correction")
    said = [token for place, token in enumerate(parts.tokens) if token.own and place not in marks]
    return [token.text for token in said] if len(said) >= _TELLS and any(token.folded not in _SMALL for token in said) else []
