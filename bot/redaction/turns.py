"""Text goes in; values come out that one person asks for and another tells: the answer is read as if it stood behind a colon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.redaction.spans import Span
from bot.redaction.talk import is_common
from bot.text.patterns import late, listed

_TIME = r"(?:\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]?[ ,–-]{0,3})?"
_WHO = r"[^\W\d_][^\n:?!]{0,30}"
_TURN = late(
    rf"[?.!…]?[\"”»)]?[ \t]{{0,3}}\n{{1,2}}[ \t>*–-]{{0,4}}{_TIME}{_WHO}:[ \t]{{1,3}}(?:(?i:{listed('answer_begins')}),?[ ])?"
    rf"|\?[\"”»)]?\s{{1,3}}[–-]?[ ]?(?:(?i:{listed('answer_begins')}),?[ ])?(?i:{listed('answer_is_it')})[ ]"
)
_LINE = late(r"\n|(?<=[^\W\d_]{4})[.!?]\s")

_FARTHEST = 200
"""Signs of an answer that are looked at."""


def answered(text: str, finders: Sequence[Callable[[str], Iterator[Span]]]) -> Iterator[Span]:
    """What the finders see in the answers once nothing but a colon parts them from the questions."""
    parts, at, shown = [], 0, 0
    places: list[tuple[int, int, int]] = []
    for turn in _TURN.finditer(text):
        parts += [text[at : turn.start()], ": "]
        shown += turn.start() - at + 2
        last = min(turn.end() + _FARTHEST, len(text))
        stop = _LINE.search(text, turn.end(), last)
        places.append((shown, turn.end(), stop.start() if stop else last))
        at = turn.end()
    if not places:
        return
    view = "".join([*parts, text[at:]])
    spans = sorted(span for find in finders for span in find(view))
    place = 0
    for begin, end, kind in spans:
        while place + 1 < len(places) and places[place + 1][0] <= begin:
            place += 1
        first, real, last = places[place]
        found, over = begin - first + real, end - first + real
        is_whole = over == last and found == real and text[found:over].islower()
        if first <= begin and over <= last and (is_whole or not is_common(text[found:over])):
            yield found, over, kind
