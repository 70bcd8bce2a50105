"""Words for a short text and for an everyday thing of an office go in, the data that such a text is comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, told_kind
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import Token

_MEMO = "internal-memo"
"""The kind of what colleagues write each other."""
_FORMS, _LINKS, _READERS = Spoken("office_text"), Spoken("office_about"), Spoken("office_readers")
_MORE, _OF = Spoken("office_more"), Spoken("bearing_of", "venue")
_THINGS, _STOPS = small_of("office_thing"), small("stop")
_GLUED = ("nl", "de")
"""Languages where a thing and what it is part of are one word: "Parkplatzgebühren"."""
_LONGEST = 5
"""Words of an everyday thing, or of a phrase."""
_REACH = 7
"""Words from a text to what it is about: "an email to everybody on our floor about the fridge"."""


def office_texts(tokens: tuple[Token, ...], cues: Cues, tools: Set[int], is_held: Callable[[str], bool]) -> list[Match]:
    """ "The parking email", "a note about the fridge", "eine Mail wegen dem Drucker": a text that the asker writes about a thing
    of which nothing is secret, for those at work.

    None where letters came in ("the emails we got about parking") or more is spoken of ("the camera in the car park"), nor
    where the thing is only part of a name ("parking permits"). ``tools``: places of their names; ``is_held``: whether the
    policy has a word in the name of data that is not harmless.
    """
    if cues.has("read.unpublished") or any(token in _MORE for token in tokens):
        return []
    things = [span for span in things_in(tokens) if not any(is_held(tokens[place].folded) for place in range(*span))]
    entry = told_kind(_MEMO)
    forms = [place for place, token in enumerate(tokens) if token.own and token in _FORMS and place not in tools]
    found = (span for form in forms for span in _texts(tokens, form, things, tools))
    return [Match(*span, entry, "name") for span in found][:1]


def things_in(tokens: tuple[Token, ...], things: Mapping[str, frozenset[str]] = _THINGS) -> Iterable[tuple[int, int]]:
    """Where everyday things stand, or other words of a list, the longest for each."""
    for at, token in enumerate(tokens):
        known = {word for tongue in (*token.tongues, "any") for word in things.get(tongue, ())}
        held = (
            n for n in range(min(_LONGEST, len(tokens) - at), 0, -1) if " ".join(t.folded for t in tokens[at : at + n]) in known
        )
        size = next(held, 0)
        if size:
            yield at, at + size


def _texts(tokens: tuple[Token, ...], form: int, things: list[tuple[int, int]], tools: Set[int]) -> Iterable[tuple[int, int]]:
    """From a text to the thing that it is about, or from the thing right before it."""
    for first, last in things:
        if last == form and not tokens[form].breaks and _ends(tokens, form + 1, tools):
            yield first, form + 1
        elif form < first <= form + _REACH and _leads(tokens, form + 1, first) and _ends(tokens, last, tools):
            yield form, last


def _leads(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether nothing but who gets it and "about" stand between a text and a thing."""
    between = tokens[first:last]
    known = all(token in _LINKS or token in _READERS or token.folded in _STOPS for token in between)
    return known and any(token in _LINKS for token in between) and not any(token.breaks for token in tokens[first : last + 1])


def _ends(tokens: tuple[Token, ...], place: int, tools: Set[int]) -> bool:
    """Whether no other noun follows, and not whose it is: "the parking of the director", "parking fines"."""
    if place >= len(tokens) or tokens[place].breaks or place in tools:
        return True
    is_new = tokens[place].folded in _STOPS or tokens[place - 1].tongues[:1] in {(tongue,) for tongue in _GLUED}
    return is_new and tokens[place] not in _OF
