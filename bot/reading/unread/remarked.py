"""Words of one question and its data go in; what is said beside the thing, and may be anything, comes out as places.

"Nobody knows yet", "it was not for me", "on how to get in at night", "about us running out of money": each word is an everyday
one. So it is the other way round here: a remark of the thing is passed over only where every word of it is known to be about the
asker's wish, time, length, form or place, or about an everyday thing of an office.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import pairwise

from bot.reading.data.office import things_in
from bot.reading.data.pieces import Piece
from bot.reading.unread.givers import giver_of
from bot.reading.unread.inside import rest_of
from bot.reading.words.cues import Cues
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_IT, _IT_PERHAPS, _BEHIND = Spoken("it_surely"), Spoken("it_perhaps"), Spoken("behind_it")
_NOBODY, _NO, _FORBIDS = Spoken("nobody_does"), Spoken("says_no"), Spoken("forbids_doing")
_TO = Spoken("to_deed", "asks_to")
_PHRASES = small_of("remark_phrases")
_KNOWN, _NOT_WITH_NO = Spoken("remark_known"), Spoken("remark_no_with")
_NO_SUCH = Spoken("no_such")
_ANYBODY, _WHICH, _ONE = Spoken("anybody_does"), Spoken("asks_which"), Spoken("asks_one")
_OF, _WHO, _NEXT = Spoken("speaks_of"), Spoken("asks_who", "indirect_when"), Spoken("indirect_next")
_ASKS, _IS, _SELF, _TELLS = Spoken("asks_may"), Spoken("asks_is"), Spoken("self"), Spoken("tells")
_DOING, _US, _DETERMINER = tuple(small_of("deed_ending")["en"]), Spoken("persons"), small("article", "ours")
_BEING, _FEW = Spoken("being_done"), Spoken("few")
_INFINITIVE = {tongue: tuple(endings) for tongue, endings in small_of("infinitive").items()}
_FROM = Spoken("from_somewhere")
_PART, _PUT_OUT = Spoken("part_kept_back"), Spoken("part_put_out")
_NO_ONE = small_of("nobody_in_two")
_NAMES_NOBODY = ("read.nothing_of", "read.published")
_QUOTED, _LEAST, _NEAR = 12, 2, 2
"""Words of a remark that are quoted, those it has at least, and those between "about" and a verb."""


def remarked(tokens: tuple[Token, ...], own: list[Piece], places: Mapping[str, Set[int]], cues: Cues) -> set[int]:
    """``places``: "tool", of tools' names; "told", of what is said of tools; "read", of all that was read for good."""
    named = [piece for piece in own if not piece.is_class]
    if not named:
        return set()
    data = places_of(own)
    tools, of_tools = places["tool"], places["told"]
    read = places["read"] | {place for span in things_in(tokens) for place in range(*span)}
    phrases = [span for span in things_in(tokens, _PHRASES) if not any(token in _TO for token in tokens[span[1] : span[1] + 1])]
    idle = {place for span in phrases for place in range(*span)}
    found: set[int] = set()
    first = min(piece.first for piece in named)
    is_public = any(piece.sensitivity == 0 and piece.grounded for piece in named)
    for part in _parts(tokens):
        if data & set(part) or tools & set(part):
            continue
        rest = [p for p in part if p not in idle]
        is_told = not of_tools & set(part) and _is_of_thing(tokens, part, first, cues) and not is_known(tokens, rest, read)
        if is_told or (is_public and _is_kept_back(tokens, part)):
            found |= set(part[:_QUOTED])
    for place in range(first + 1, len(tokens)):
        if tokens[place].own and place not in data:
            found |= _told(tokens, place, read, idle)
    return found


def _parts(tokens: tuple[Token, ...]) -> list[list[int]]:
    """The asker's own words, cut where a phrase cannot go on."""
    parts: list[list[int]] = []
    for place, token in enumerate(tokens):
        if not token.own:
            continue
        if not parts or token.breaks or parts[-1][-1] != place - 1 or token.sentence != tokens[place - 1].sentence:
            parts.append([])
        parts[-1].append(place)
    return parts


def _is_of_thing(tokens: tuple[Token, ...], part: list[int], named: int, cues: Cues) -> bool:
    """Whether a part says something of the thing, and neither asks, compares, nor says that it is published or names nobody.
    ``named``: where the thing stands first."""
    first = tokens[part[0]]
    if len(part) < _LEAST or cues.places(*_NAMES_NOBODY) & set(part):
        return False
    is_asked = tokens[part[1]] in _IT  # "macht es einen Unterschied"
    if any(match.first in part and (match.size > 1 or is_asked) for match in cues.of("read.compare")):
        return False
    if (first in _ASKS or first in _IS or first in _WHO) and (tokens[part[1]] in _IT or tokens[part[1]] in _SELF):
        return False
    if _is_of_nobody(tokens, part) or (first in _NO and any(tokens[p] in _FORBIDS for p in part)):
        return True
    if (first in _NO_SUCH and tokens[part[-1]] in _IT) or _is_of_elsewhere(tokens, part):
        return False
    return any(_is_it(tokens, p, part[-1]) for p in part if tokens[p] in _IT or part[0] > named)


def _is_of_elsewhere(tokens: tuple[Token, ...], part: list[int]) -> bool:
    """ "It's not from the client": not whose it is, and what is not in it; "not from us" is somebody's."""
    origin = (p for p, at in pairwise(part) if tokens[p] in _NO and tokens[at] in _FROM and at < part[-1])
    return any(tokens[p + 2] not in _US for p in origin)


def _is_kept_back(tokens: tuple[Token, ...], part: list[int]) -> bool:
    """ "The branch on my machine", "the part we wrote today" of what is public: nobody says that it is, too."""
    return any(tokens[p] in _PART for p in part) and not any(tokens[p] in _PUT_OUT for p in part)


def _is_of_nobody(tokens: tuple[Token, ...], part: list[int]) -> bool:
    """ "Nobody knows yet", "no one knows", "he wants that it's not seen by anyone"."""
    said = {word for tongue in tokens[part[0]].tongues for word in _NO_ONE.get(tongue, ())}
    if any(tokens[p] in _NOBODY for p in part):
        return True
    if any(f"{tokens[p].folded} {tokens[after].folded}" in said for p, after in pairwise(part)):
        return True
    return any(tokens[p] in _NO for p in part) and any(tokens[p] in _ANYBODY for p in part)


def _is_it(tokens: tuple[Token, ...], place: int, last: int) -> bool:
    if tokens[place] in _IT:
        return not tokens[place].text.isupper()  # "IT gave me the licence"
    if tokens[place] not in _IT_PERHAPS:
        return False
    following = tokens[place + 1] if place < last else None
    if following is None or following in _BEHIND:
        return True
    return any(following.folded.endswith(_INFINITIVE.get(tongue, ())) for tongue in following.tongues if tongue in _INFINITIVE)


def is_known(tokens: tuple[Token, ...], part: list[int], read: Set[int]) -> bool:
    """Whether every word is one that tells nothing, and no "no" makes it a thing that somebody may not have."""
    part = part[giver_of(tokens, part) :]
    if any(tokens[place] in _NO for place in part) and any(tokens[p] in _NOT_WITH_NO or tokens[p] in _ANYBODY for p in part):
        return False
    idle = (p for p in part if tokens[p] not in _KNOWN and not tokens[p].folded[:1].isdigit())
    return all(p in read and tokens[p] not in _US and tokens[p] not in _NOBODY for p in idle)


def _told(tokens: tuple[Token, ...], place: int, read: Set[int], idle: set[int]) -> set[int]:
    """ "How to get in", "about us running out of money": a clause that goes on with the thing, and tells what is in it."""
    rest = rest_of(tokens, place)
    begins = tokens[place] in _WHO and len(rest) > _LEAST and _is_indirect(tokens, rest) and _goes_on(tokens, place)
    verb = 0 if begins else _deed(tokens, rest)
    if not begins and not verb:
        return set()
    telling = [p for p in rest[1:] if p not in idle and (p > verb or tokens[verb] in _BEING)]
    return set() if is_known(tokens, telling, read) else set(rest[:_QUOTED])


def _is_indirect(tokens: tuple[Token, ...], rest: list[int]) -> bool:
    """ "How to", "where the", "which buttons"; a question has its verb there, or asks for a tool."""
    following = tokens[rest[1]]
    if tokens[rest[0]] in _WHICH:
        return following not in _ONE and following not in _IS
    return following in _NEXT


def _goes_on(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "how" and the like go on with what stands before, in its sentence."""
    token, before = tokens[place], tokens[place - 1]
    if before.sentence != token.sentence:
        return False
    return token.breaks or before in _OF or before in _TELLS


def _deed(tokens: tuple[Token, ...], rest: list[int]) -> int:
    """Where a deed stands: "about closing two houses", "about us running out", "about being bought"; 0 for none."""
    if tokens[rest[0]] not in _OF or len(rest) < _LEAST:
        return 0
    verb = next((p for p in rest[1 : _NEAR + 1] if tokens[p].folded.endswith(_DOING) and "en" in tokens[p].tongues), 0)
    if verb and verb == rest[1]:
        is_deed = verb < rest[-1] and (
            tokens[verb] in _BEING or tokens[verb + 1].folded in _DETERMINER or tokens[verb + 1] in _FEW
        )
        return verb if is_deed else 0
    return verb if verb and tokens[rest[1]] in _US else 0
