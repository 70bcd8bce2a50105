"""Words of removal and the data beside them go in; what they take out comes out, and whether they only seem to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from bot.reading.data.bearing import left_in
from bot.reading.data.pieces import Piece
from bot.reading.left_out.beyond_telling import unknown_places
from bot.reading.left_out.objects import is_head, is_object
from bot.reading.words.cues import REMOVALS, Cues
from bot.reading.words.unclaimed import by_others
from bot.tongue.entries import Match
from bot.tongue.small import small
from bot.tongue.spans import overlap, places_of
from bot.tongue.text import Token

_ONLY = small("only")
_WITHOUT = small("without", "without_short", "minus")
_NOT = small("not_removed")
_THAT = small("that_aside")
_SELF = small("self")
_LET = 6
"""Words between "let" and a removal."""
_TAKEN_BACK = 5
"""Words of a clause that takes something back."""
_ALL = 5
"""Words between a removal and the word that says that it is all."""
_NEXT, _TASK = 2, 2
"""Words from what was taken out to the word that says that it is all; words of a task behind it."""
_BREAKING = small("breaking")
_NEAR, _LIST = 5, 9
"""Words between a thing and the removal behind it, and where a row of things stands between."""
_LAST = 3
"""Words of the last thing of a row, behind "and"."""
_AND, _OPENERS = small("and"), small("openers")
_REACH = 14
"""Words that a removal reaches."""
_APART = 10
"""Words between a verb of removal and its particle, where it reaches what was read."""
_EXCEPTION = "read.exception"
_SAID = ("read.removal_before", _EXCEPTION)
_HARMLESS = ("class.public", "class.not_sensitive", "class.low", "read.published")
"""What a thing is said to be but for a part of it: nothing is taken out by that."""
_NOT_ALL = ("read.not_all", "read.half_done", "read.negation", "read.exception", "fact.still_in", "read.unsure", "read.need")
_MAY, _OF = small("may"), small("genitive")
_IDLE = small("stop", "interjection", "of_it", "piece_of_it", "pointing", "deed_soon")
_DENIED = ("read.negation", "read.negated_sensitivity", "read.removal_before", "read.removal_after", "read.claim")


def removed_places(tokens: tuple[Token, ...], cues: Cues, said: tuple[str, ...] = _SAID) -> set[int]:
    """Places that a removal before them reaches: to the end of its clause or the first word that ends a scope. ``said``: the
    lists of words that say so."""
    return {place for _, reached in _reaches(tokens, cues, said) for place in reached}


def is_taken_out(tokens: tuple[Token, ...], piece: Piece, data: set[int], cues: Cues, tools: frozenset[int]) -> bool:
    """Whether a removal before a piece reaches it and it is the very thing that is taken out. ``data``: places of all data;
    ``tools``: of tools' names."""
    span = set(range(piece.first, piece.last))
    reaches = _reaches(tokens, cues, _SAID) if not _is_kept_from(tokens, piece, cues) else []
    return any(span & reached and is_object(tokens, start, piece, data, tools) for start, reached in reaches)


def _reaches(tokens: tuple[Token, ...], cues: Cues, said: tuple[str, ...]) -> list[tuple[int, set[int]]]:
    """The place right behind each removal, with those that it reaches."""
    ends = {m.first for m in cues.of("read.scope_end")}
    added = added_in(tokens, cues)
    starts = {m.last for name in said for m in cues.of(name) if name != _EXCEPTION or tokens[m.first].sentence not in added}
    found = [(first, set(range(first, last))) for first, last in _particled(tokens, cues, _APART)]
    for start in sorted(starts):
        reached: set[int] = set()
        for place in range(start, min(len(tokens), start + _REACH)):
            gap = tokens[place].gap if place > start else ""
            if any(mark in gap for mark in ".;:?!()\n→") or " - " in gap or " – " in gap:
                break
            if place in ends and (place > start or "," in tokens[place].gap or tokens[place].folded in _BREAKING):
                break
            reached.add(place)
        found.append((start, reached))
    return found


def added_in(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Sentences in which an exception stands behind a denial, a removal or "anonymised", or beside "is public": what they name is
    there, at least in part."""
    denied = [*(match for name in _DENIED for match in cues.of(name)), *cues.changes]
    found = {
        tokens[m.first].sentence
        for m in cues.of(_EXCEPTION)
        if any(tokens[d.first].sentence == tokens[m.first].sentence and d.last <= m.first for d in denied)
    }
    claimed = {tokens[m.first].sentence for name in _HARMLESS for m in cues.of(name)}
    found |= claimed & {tokens[m.first].sentence for m in cues.of(_EXCEPTION)}
    return found | excepted_in(tokens, cues)


def excepted_in(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Sentences in which something is excepted from what was done: "anonymised, all but the street", "apart from the date it is
    de-identified". "Apart from that" excepts nothing."""
    changed = {tokens[m.first].sentence for m in cues.changes}
    found: set[int] = set()
    for match in cues.of(_EXCEPTION):
        if match.last < len(tokens) and tokens[match.last].folded not in _THAT:
            # one that begins a sentence goes on from the one before it: "anonymised. Except the street."
            whole = {tokens[match.first].sentence, tokens[max(match.first - 1, 0)].sentence}
            found |= whole if whole & changed else set()
    # "de-identified case but not the birth date"
    ends = {tokens[m.first].sentence: m.last for m in cues.changes}
    return found | {s for m in cues.of("read.but_not") if (s := tokens[m.first].sentence) in ends and ends[s] <= m.first}


def _particled(tokens: tuple[Token, ...], cues: Cues, most: int) -> list[tuple[int, int]]:
    """What stands between a verb of removal and its particle, ``most`` words at most."""
    return [
        (verb.last, particle.first)
        for verb in cues.of("read.removal_verb")
        for particle in cues.of("read.removal_particle")
        if 0 < particle.first - verb.last <= most and tokens[particle.first].sentence == tokens[verb.first].sentence
    ]


def is_removed_after(tokens: tuple[Token, ...], piece: Piece, own: list[Piece], cues: Cues) -> bool:
    """ "the names are removed": a word of removal shortly after, with nothing but "and", "are", other data between."""
    auxiliaries = {tokens[p].folded for p in cues.places("read.auxiliary")}
    for match in cues.of("read.removal_after"):
        between = range(piece.last, match.first)
        if not 0 <= match.first - piece.last <= _LIST or tokens[match.first].sentence != tokens[piece.first].sentence:
            continue
        if any(any(mark in tokens[p].gap for mark in ";:.?!()") for p in (*between, match.first)):
            continue
        if match.first == piece.last and match.last < len(tokens) and tokens[match.last].folded in _OF:
            continue  # "the care plans left out of the brochure go in too" says which ones, and takes nothing out
        if not is_head(tokens, piece, places_of(own) | cues.places("fact.names")) or _is_kept_from(tokens, piece, cues):
            return False
        others = [other for other in own if other is not piece]
        chain = places_of(others)
        if len(between) > _NEAR or any(tokens[p].folded not in auxiliaries and p not in chain for p in between):
            listed = listed_in(tokens, piece.last, match.first)
            chain = places_of(other for other in others if other.first in listed) | listed
            is_row = any(tokens[p].folded in _AND for p in between)  # "the manuscript, authors blacked out" is none
            if not is_row or any(tokens[p].folded not in auxiliaries and p not in chain for p in between):
                continue
        if not any(tokens[p].folded in _NOT for p in between):
            return True
    return False


def _is_kept_from(tokens: tuple[Token, ...], piece: Piece, cues: Cues) -> bool:
    """ "Without taking the names out": they stay in."""
    clause = tokens[piece.first].clause
    before = any(tokens[m.first].clause == clause and m.last <= piece.first for m in cues.without())
    return before and any(tokens[m.first].clause == clause and m.first >= piece.last for m in cues.of("read.removal_after"))


def out_beside(tokens: tuple[Token, ...], gone: tuple[Piece, ...], cues: Cues) -> frozenset[int]:
    """Places of what nobody read and is taken out in one row with what was read ("the name, the claim number and the reg"), or
    stands between a verb and its particle ("take the site and licence id out of a ticket"). ``gone``: what is taken out.

    A row ends with what stands behind "and": behind "without the names, gleanings" the gleanings may go in.
    """
    found: set[int] = set()
    names = places_of(gone) | cues.places("fact.names")
    for first, last in _particled(tokens, cues, _REACH):
        whole = Piece(first, last, (), "", "", "")
        found |= set(range(first, last)) if first < last and not is_doubtful(tokens, whole, cues) else set()
    removed = removed_places(tokens, cues, _SAID[:1])  # "de-identified except the zip code and the date": these stay
    for name in sorted(names & removed):
        row = [p for p in range(name, len(tokens)) if set(range(name, p + 1)) <= removed]
        ends = [p for p in row if tokens[p].folded in _AND]
        if ends and not is_doubtful(tokens, Piece(name, name + 1, (), "", "", ""), cues):
            found |= {p for p in row if p <= ends[-1] + _LAST}
    for piece in gone:
        found |= {
            p
            for match in cues.of("read.removal_after")
            if piece.last <= match.first and is_removed_after(tokens, piece, list(gone), cues)
            for p in listed_in(tokens, piece.last, match.first)
        }
    return frozenset(found)


def listed_in(tokens: tuple[Token, ...], first: int, last: int) -> set[int]:
    """Places of what is named in a row there, right behind a comma or "and": "name, ticket number and plate removed"."""
    found: set[int] = set()
    for place in range(first, last):
        before = place - 1
        while before >= first and tokens[before].folded in _OPENERS and not tokens[before + 1].breaks:
            before -= 1
        opens = before >= 0 and tokens[before].folded in _AND
        if tokens[place].folded not in _AND | _OPENERS and (opens or "," in tokens[before + 1].gap):
            found.add(place)
    return found


def is_doubtful(tokens: tuple[Token, ...], piece: Piece, cues: Cues) -> bool:
    """Whether a removal beside a piece is denied, partial, too late, or what the tool is to do: then the piece is there."""
    sentence = tokens[piece.first].sentence
    removals = [m for name in REMOVALS for m in cues.of(name) if tokens[m.first].sentence == sentence]
    stays = any(is_taken_back(tokens, one.last, cues) or _is_part_only(piece, one, cues) for one in removals)
    alone = {tokens[m.first].clause for m in cues.of("read.one_alone")}
    stays = stays or any(tokens[one.first].clause in alone for one in removals)
    if stays or sentence in left_in(tokens, cues) or any(one.first in cues.unclaimed for one in removals):
        return True
    doubts = [m for m in cues.of("read.removal_doubt") if tokens[m.first].sentence == sentence]
    claimed = unknown_places(tokens, cues) if doubts else frozenset()
    doubts = [m for m in doubts if m.first not in claimed]
    tasks = {m.last for m in cues.of("read.removal_task")} | _told(tokens, cues)
    for removal in removals:
        if abs(removal.first - piece.last) > _REACH and abs(piece.first - removal.last) > _REACH:
            continue
        if removal.first in tasks and removal.entry.words[0] not in _WITHOUT:
            return True
        low, high = min(removal.first, piece.first), max(removal.last, piece.last)
        if any(low - 4 <= doubt.first and doubt.last <= high + 4 for doubt in doubts if not overlap(doubt, removal)):
            return True
    return False


def _told(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Places of removals that the tool is told to do: "remove the names with X", "let X take the names out"."""
    found: set[int] = set()
    letting = cues.places("read.letting")
    verbs = (*cues.of("read.removal_verb"), *cues.of("read.removal_before"))
    others = by_others(tokens)
    found |= {m.first for m in verbs if m.first in others and tokens[m.first].folded not in _WITHOUT}
    for match in cues.of("read.removal_command"):
        starts = match.first == 0 or tokens[match.first].sentence != tokens[match.first - 1].sentence
        follows = tokens[match.last].folded if match.last < len(tokens) else ""
        if (starts and follows not in _SELF) or set(range(match.first - _LET, match.first)) & letting:
            found.add(match.first)
    for match in verbs:
        let = max((p for p in range(max(0, match.first - _LET), match.first) if p in letting), default=-1)
        if let >= 0 and not any(tokens[p].breaks or tokens[p].folded in _SELF for p in range(let + 1, match.first + 1)):
            found.add(match.first)
    return found


def is_taken_back(tokens: tuple[Token, ...], last: int, cues: Cues) -> bool:
    """ "No names! Well, one or two.": a short clause behind a denial says that there are some."""
    here = bisect_right(tokens, tokens[last - 1].clause, last, key=lambda token: token.clause)
    for clause in sorted({tokens[p].clause for p in range(here, min(len(tokens), here + _TAKEN_BACK))}):
        first, end = (side(tokens, clause, key=lambda token: token.clause) for side in (bisect_left, bisect_right))
        words = range(first, end)
        if len(words) <= _TAKEN_BACK and set(words) & cues.places("read.taken_back"):
            return True
    return False


def _is_part_only(piece: Piece, removal: Match, cues: Cues) -> bool:
    """ "Cleaned of names only": what else there is stays in."""
    return removal.last <= piece.first and piece.last in {m.first for m in cues.of("read.part_only")}


def takes_out_all(tokens: tuple[Token, ...], cues: Cues, words: frozenset[str]) -> bool:
    """Whether a reply says that what was spoken of last is out, and nothing else: "I'll cut that bit out", "blanked".
    ``words``: what that was called. Who lets a tool take it out, or takes out a part, says something else."""
    own = [place for place, token in enumerate(tokens) if token.own]
    verbs = {m.first for name in REMOVALS for m in cues.of(name)}
    both = {m.first for m in cues.of("read.removal_verb")} & verbs and cues.has("read.removal_particle")
    said = cues.places("read.removal_before", "read.removal_after") or both or (len(own) == 1 and verbs)
    if not said or any(cues.has(name) for name in _NOT_ALL) or cues.done_in_part():
        return False
    first = min(verbs)
    if is_doubtful(tokens, Piece(first, first + 1, (), tokens[first].text, "", ""), cues):
        return False
    before = {tokens[place].folded for place in own if place < first}
    asks = before & _MAY and not before & _SELF  # "can it cut that out?"
    idle = verbs | cues.places(*REMOVALS, "read.removal_particle", "read.greeting", "read.courtesy")
    return not asks and all(
        place in idle or len(tokens[place].folded) == 1 or tokens[place].folded in _IDLE | words for place in own
    )


def halved(tokens: tuple[Token, ...], cues: Cues) -> tuple[str, ...]:
    """What is said to be all that was taken out: "cleaned of names only". What else could be taken out is still there."""
    names, found = cues.places("fact.names"), []
    for removal in (match for name in REMOVALS for match in cues.of(name)):
        near = range(max(0, removal.first - _ALL), min(len(tokens), removal.last + _ALL))
        here = [p for p in near if tokens[p].clause == tokens[removal.first].clause]
        only = [p for p in here if tokens[p].folded in _ONLY]
        said = [p for p in here if p in names and only and abs(p - only[0]) <= _NEXT]
        behind = [p for p in range(only[-1] + 1, len(tokens)) if tokens[p].clause == tokens[only[-1]].clause] if only else []
        if len(behind) <= _TASK:  # "... and only sum it up", and not "and only kept the addresses"
            said = [p for p in said if not any(token.folded in _AND for token in tokens[p + 1 : only[0]])]
        if said:
            found.append(" ".join(tokens[p].text for p in sorted((said[0], only[0]))))
    return tuple(dict.fromkeys(found))
