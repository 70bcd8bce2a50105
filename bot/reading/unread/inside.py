"""Words of one question and its data go in; what is said to be in a thing, in words that name no data, comes out as places.

"The memo says who has to go", "the agenda plus what she told me", "everything in my drawer, mostly procedures": each word is an
everyday one, and together they may say anything.
"""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.tongue.small import Spoken
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token

_WHO = Spoken("asks_who")
_SAYS, _ADDS, _ABOUT = Spoken("tells"), Spoken("adds"), Spoken("tells_of")
_WITH = Spoken("adds_for_sure")
_RELATIVE = Spoken("asks_who_relative")
_MUCH = Spoken("how_much")
_HOW, _TO = Spoken("asks_how"), Spoken("asks_to")
_ASKS, _IS = Spoken("asks_may"), Spoken("asks_is")
_BETWEEN = Spoken("between")
_SOMEBODY, _THAT = Spoken("somebody"), Spoken("that_somebody")
_ONE, _WHICH = Spoken("asks_one"), Spoken("asks_which")
_SELF = Spoken("self")
_SEES, _WHO_SEES = Spoken("sees_it"), Spoken("sees_who")
_STORE, _WHOLE, _MOSTLY = Spoken("store"), Spoken("whole"), Spoken("mostly")
_ONLY, _FEW, _PERSONS, _SEE = Spoken("only"), Spoken("few"), Spoken("persons"), Spoken("may_see")
_PLACED = Spoken("held_in", "placed")
_AI, _NO, _FORBIDS = Spoken("any_ai"), Spoken("no_ai"), Spoken("forbids")
_MARKS = (":", " - ", " – ", " — ", "(", "+", "&")
_LEAST, _QUOTED = 2, 6
"""Words behind "who" that tell something, and how many of all are quoted."""
_NEAR = 4
"""Words between "everything" and where it is."""
_BESIDE = 2
"""Words between "mostly" and what is in a thing for the most part."""


def told_inside(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """Places of what is in a thing beside the data that was read."""
    told = _told(tokens, own) | _stores(tokens, own) | _most(tokens, own) | _kept_close(tokens) | _somebody(tokens, own)
    return told | _banned(tokens)


def _told(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """ "It says who has to go", "plus why she left": who, what or why tells of something where it asks nothing."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if not token.own or token not in _WHO or place in found:
            continue
        if not (_is_near(tokens, place, own) or _is_told_later(tokens, place, own)):
            continue
        rest = rest_of(tokens, place)
        named = (piece for piece in own if not piece.is_class and not piece.is_weak)
        data = places_of(named)
        if len(rest) <= _LEAST or data & set(rest):
            continue
        if not _is_seen(tokens, place) and (not _is_opened(tokens, place) or _asks(tokens, place)):
            continue
        found |= set(rest[:_QUOTED])
    return found


def rest_of(tokens: tuple[Token, ...], place: int) -> list[int]:
    """A word and those behind it, to the end of its clause, as places."""
    end = place + 1
    while end < len(tokens) and not tokens[end].breaks and tokens[end].own:
        end += 1
    return list(range(place, end))


def _is_near(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
    """Whether data stands in the sentence or the one before. Without any data what is told in a reply still counts."""
    return not own or any(0 <= tokens[place].sentence - tokens[piece.first].sentence <= 1 for piece in own)


def _is_told_later(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
    """ "... It is two pages. It says why she left": however much stands between, a thing that tells it was spoken of."""
    before = _before(tokens, place)
    told = before is not None and (before in _SAYS or before in _ABOUT or before in _WITH)
    return (told or _is_seen(tokens, place)) and tokens[place].sentence > min(tokens[piece.first].sentence for piece in own)


def _is_seen(tokens: tuple[Token, ...], place: int) -> bool:
    """ "You can see what she weighs", "man sieht sofort, wer es ist": told, and no question ("can you see what is wrong?")."""
    here = [p for p in range(max(0, place - 2 * _NEAR), place) if tokens[p].sentence == tokens[place].sentence]
    sees = next((p for p in reversed(here[-_NEAR:]) if tokens[p] in _SEES), None)
    if sees is None or (place + 1 < len(tokens) and tokens[place + 1] in _SELF):
        return False
    who = [p for p in here if abs(p - sees) <= _BESIDE and tokens[p] in _WHO_SEES]
    return bool(who) and not any(p and tokens[p - 1] in _ASKS and not tokens[p].breaks for p in who)


def _is_opened(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether the word before makes it part of the thing, and no question of its own."""
    before, gap = _before(tokens, place), tokens[place].gap
    if before is None:
        return False
    if before in _SAYS or before in _ABOUT or before in _WITH:
        much = place + 1 < len(tokens) and tokens[place + 1] in _MUCH  # "about how many seats they bought" is no guide
        return before not in _ABOUT or tokens[place] not in _HOW or much
    return (before in _ADDS and not before.breaks) or any(mark in gap for mark in _MARKS)


def _before(tokens: tuple[Token, ...], place: int) -> Token | None:
    """The word before in its sentence, over small words that only stand between ("I wrote down there who")."""
    back = place - 1
    while back > max(0, place - _NEAR) and tokens[back] in _BETWEEN and not tokens[back + 1].breaks:
        back -= 1
    back = back if tokens[back] in _SAYS else place - 1
    return tokens[back] if back >= 0 and tokens[back].sentence == tokens[place].sentence else None


def _asks(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether it asks after all: "what may I ...", "which tool", "and who is the owner?", "how to ask"."""
    before, word, following = _before(tokens, place) or tokens[place], tokens[place], tokens[place + 1]
    sure = before in _SAYS or before in _WITH or before in _ABOUT
    which = before in _SAYS and word in _WHICH and not any(tokens[p] in _SELF for p in rest_of(tokens, place))
    if following in _ASKS or (following in _ONE and not which) or (word in _RELATIVE and word.gap.strip() == ","):
        return True
    if before in _ADDS and not sure and word in _WHICH:
        return True
    if following in _TO and before not in _WITH:
        return True
    if following in _SELF and place + 2 < len(tokens) and tokens[place + 2] in _ASKS:
        return True
    return not sure and (following in _IS or bool(POSSESSIVE.search(word.text)))


def _stores(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """ "The whole shared folder", "everything on my desk": nothing says what else is there."""
    data = places_of(own)
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if not token.own or token not in _STORE or place in data:
            continue
        for start in range(max(0, place - _NEAR), place):
            between = tokens[start + 1 : place + 1]
            if tokens[start] not in _WHOLE or any(t.breaks for t in between) or tokens[start].clause != token.clause:
                continue
            if len(between) <= _BESIDE or any(t in _PLACED for t in between):
                found |= set(range(start, place + 1))
                break
    return found


def _most(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """ "Mostly project plans": what the rest is, nobody says."""
    found: set[int] = set()
    for piece in own:
        before = range(max(0, piece.first - _BESIDE), piece.first)
        said = [p for p in before if tokens[p].own and tokens[p] in _MOSTLY]
        if said and not any(t.breaks for t in tokens[said[-1] + 1 : piece.first + 1]):
            found |= set(range(said[-1], piece.last))
    return found


def _kept_close(tokens: tuple[Token, ...]) -> set[int]:
    """ "Only four people may see it": not for everybody, whatever it is."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        rest = [p for p in rest_of(tokens, place) if p <= place + 2 * _NEAR]
        few = next((p for p in rest[1 : _NEAR + 1] if tokens[p] in _FEW), None) if token.own and token in _ONLY else None
        if few is None:
            continue
        seen = [p for p in rest if p > few and tokens[p] in _SEE]
        if seen and any(tokens[p] in _PERSONS for p in range(few, seen[0])):
            found |= set(range(place, seen[0] + 1))
    return found


def _banned(tokens: tuple[Token, ...]) -> set[int]:
    """ "Their terms say: no generative AI", "the owner forbids AI": whoever's it is lets nobody use it so."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if token not in _AI:
            continue
        before = [p for p in range(max(0, place - _NEAR), place) if not any(t.breaks for t in tokens[p + 1 : place + 1])]
        denied = [p for p in before if tokens[p] in _NO and place - p <= _BESIDE]
        forbidden = [p for p in before if tokens[p] in _FORBIDS]
        found |= set(range((denied or forbidden)[-1], place + 1)) if denied or forbidden else set()
    return found


def _somebody(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """ "The man in 4C shouts at night": a person who is spoken of by no name and no role."""
    data = places_of(own)
    return {
        place
        for place in range(1, len(tokens))
        if tokens[place].own
        and tokens[place] in _SOMEBODY
        and place not in data
        and not tokens[place].breaks
        and tokens[place - 1] in _THAT
    }
