"""Pieces of data and cues go in; which pieces are left out, absent, published or not comes out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.reading.cues import Cues
from bot.reading.data import Piece
from bot.reading.index import Match
from bot.reading.text import Token

_OPENERS = frozenset(
    [
        "any",
        "of",
        "the",
        "a",
        "an",
        "de",
        "d",
        "du",
        "des",
        "der",
        "die",
        "das",
        "den",
        "het",
        "een",
        "le",
        "la",
        "les",
        "l",
        "el",
        "los",
        "las",
        "un",
        "una",
        "real",
        "actual",
        "more",
        "all",
        "alle",
        "tous",
        "todos",
        "toutes",
        "todas",
    ]
)
_ONLY = frozenset(["only", "just", "alleen", "slechts", "nur", "seulement", "solo", "solamente"])
_REMOVALS = ("read.removal_before", "read.removal_after", "read.removal_verb")
_WITHOUT = frozenset(["without", "w", "zonder", "ohne", "sans", "sin", "minus"])
_SELF = frozenset(["i", "we", "ik", "we", "wij", "ich", "wir", "je", "nous", "yo"])
_LET = 6
"""Words between "let" and a removal."""
_TAKEN_BACK = 5
"""Words of a clause that takes something back."""
_AT = 3
"""Words between a thing and what says that it is published."""
_ALL = 5
"""Words between a removal and the word that says that it is all."""
_JOINING = frozenset(["and", "with", "into", "plus", "en", "met", "naar", "und", "mit", "et", "avec", "y", "con"])
_BREAKING = frozenset(
    ["but", "then", "so", "maar", "dus", "aber", "dann", "mais", "alors", "pero", "entonces", "still", "plus", "only"]
)
_REACH = 14
"""Words that a removal reaches."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``kept``: what is used; ``left_out``: what the asker takes out; ``absent``: what the asker says is not there."""

    kept: tuple[Piece, ...]
    left_out: tuple[Piece, ...] = ()
    absent: tuple[Piece, ...] = ()
    unpublished: bool = False


def scope_of(tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues) -> Scope:
    """Sort the pieces of a message by what is done with them."""
    own = [piece for piece in pieces if piece.own]
    removed = _removed(tokens, cues)
    added = _added(tokens, cues)
    out = {id(p) for p in own if set(range(p.first, p.last)) & removed or _is_removed_after(tokens, p, own, cues)}
    out -= {id(p) for p in own if _is_doubtful(tokens, p, cues) or _sentence_of(tokens, p) in added}
    out = _not_all(tokens, own, out, removed)
    out |= {
        id(p)
        for p in own
        if id(p) not in out and any(id(o) in out and o.first > p.first and o.types == p.types and o.kind == p.kind for o in own)
    }
    absent = {id(p) for p in own if id(p) not in out and _is_negated(tokens, p, own, cues)}
    absent -= {id(p) for p in own if _sentence_of(tokens, p) in added or _is_taken_back(tokens, p.last, cues)}
    hedged = _hedges(tokens, cues)
    absent |= {id(p) for p in own if set(range(p.first, p.last)) <= hedged}
    unpublished = _unpublished(tokens, cues)
    denied = {p.first for p in own if p.mild and p.is_class and _is_negated(tokens, p, own, cues, mild=True)}
    unpublished |= denied
    dropped = {id(p) for p in own if p.mild and _near_sentence(tokens, p, unpublished)}
    kept = [p for p in pieces if id(p) not in out | absent | dropped]
    published = cues.places("read.published") - unpublished
    kept = [p for p in kept if not _is_published(tokens, p, published, kept)]
    kept = [p for p in kept if not _is_called_public(tokens, p, kept)]
    by_id = {id(p): p for p in pieces}
    return Scope(
        tuple(kept),
        tuple(by_id[i] for i in (id(p) for p in own) if i in out),
        tuple(by_id[i] for i in (id(p) for p in own) if i in absent),
        bool(unpublished),
    )


def halved(tokens: tuple[Token, ...], cues: Cues) -> tuple[str, ...]:
    """What is said to be all that was taken out: "cleaned of names only". What else could be taken out is still there."""
    names, found = cues.places("fact.names"), []
    for removal in (match for name in _REMOVALS for match in cues.of(name)):
        near = range(max(0, removal.first - _ALL), min(len(tokens), removal.last + _ALL))
        here = [p for p in near if tokens[p].clause == tokens[removal.first].clause]
        only = [p for p in here if tokens[p].folded in _ONLY]
        said = [p for p in here if p in names and only and abs(p - only[0]) <= _AT - 1]
        if said:
            found.append(" ".join(tokens[p].text for p in sorted((said[0], only[0]))))
    return tuple(dict.fromkeys(found))


def _not_all(tokens: tuple[Token, ...], own: list[Piece], out: set[int], removed: set[int]) -> set[int]:
    """Where everything would be left out: "if I remove the names, client data ..." and "customer letters, names are removed"
    leave out one side of the comma only."""
    if len(own) < 2 or len(out) < len(own):
        return out
    first = own[0]
    forward = first.first in removed
    for before, piece in pairwise(own):
        if any("," in tokens[p].gap for p in range(before.last, piece.first + 1)):
            side = [p for p in own if (p.first < piece.first) == forward]
            return {id(p) for p in side}
    return out


def transformations_of(
    tokens: tuple[Token, ...], matches: list[Match], cues: Cues, kept: tuple[Piece, ...]
) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """Each transformation that is said to be done, with the pieces it is said of: the nearest in its sentence, else all."""
    negations, asked = cues.places("read.negation"), {tokens[m.first].sentence for m in cues.of("read.need")}
    pending = cues.of("read.pending")
    found = []
    own = [piece for piece in kept if piece.own]
    for match in matches:
        if match.entry.slot != "transformation" or not tokens[match.first].own:
            continue
        if match.via == "fuzzy" and match.size == 1 and match.entry.words[0].startswith(tokens[match.first].folded):
            continue  # "code" is no misspelt "coded"
        sentence = tokens[match.first].sentence
        if set(range(match.first - 3, match.first)) & negations or sentence in asked:
            continue
        if any(tokens[m.first].sentence == sentence for m in pending):
            continue
        here = [p for p in own if tokens[p.first].sentence == sentence]
        if len(here) > 1:
            here = [
                min(here, key=lambda p: (match.first - p.last) if p.last <= match.first else max(0, p.first - match.last) + 1)
            ]
        found.append((match.entry.id, tuple(here or own)))
    return tuple(found)


def _sentence_of(tokens: tuple[Token, ...], piece: Piece) -> int:
    return tokens[piece.first].sentence


def _added(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Sentences in which an exception stands behind a denial or a removal: what they name is there, at least in part."""
    names = ("read.negation", "read.negated_sensitivity", "read.removal_before", "read.removal_after", "read.claim")
    denied = [match for name in names for match in cues.of(name)]
    return {
        tokens[m.first].sentence
        for m in cues.of("read.exception")
        if any(tokens[d.first].sentence == tokens[m.first].sentence and d.last <= m.first for d in denied)
    }


def _is_doubtful(tokens: tuple[Token, ...], piece: Piece, cues: Cues) -> bool:
    """Whether a removal beside a piece is denied, partial, too late, or what the tool is to do: then the piece is there."""
    removals = [m for name in _REMOVALS for m in cues.of(name) if _sentence_of(tokens, piece) == tokens[m.first].sentence]
    doubts = [m for m in cues.of("read.removal_doubt") if _sentence_of(tokens, piece) == tokens[m.first].sentence]
    tasks = {m.last for m in cues.of("read.removal_task")} | _told(tokens, cues)
    if any(_is_taken_back(tokens, removal.last, cues) for removal in removals):
        return True
    if any(_is_part_only(tokens, piece, removal, cues) for removal in removals):
        return True
    for removal in removals:
        if abs(removal.first - piece.last) > _REACH and abs(piece.first - removal.last) > _REACH:
            continue
        if removal.first in tasks and removal.entry.words[0] not in _WITHOUT:
            return True
        low, high = min(removal.first, piece.first), max(removal.last, piece.last)
        if any(low - 4 <= doubt.first and doubt.last <= high + 4 for doubt in doubts if not _overlap(doubt, removal)):
            return True
    return False


def _told(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Places of removals that the tool is told to do: "remove the names with X", "let X take the names out"."""
    found: set[int] = set()
    letting = cues.places("read.letting")
    for match in cues.of("read.removal_command"):
        starts = match.first == 0 or tokens[match.first].sentence != tokens[match.first - 1].sentence
        follows = tokens[match.last].folded if match.last < len(tokens) else ""
        if (starts and follows not in _SELF) or set(range(match.first - _LET, match.first)) & letting:
            found.add(match.first)
    for match in (*cues.of("read.removal_verb"), *cues.of("read.removal_before")):
        let = max((p for p in range(max(0, match.first - _LET), match.first) if p in letting), default=-1)
        if let >= 0 and not any(tokens[p].breaks or tokens[p].folded in _SELF for p in range(let + 1, match.first + 1)):
            found.add(match.first)
    return found


def _is_taken_back(tokens: tuple[Token, ...], last: int, cues: Cues) -> bool:
    """ "No names! Well, one or two.": a short clause behind a denial says that there are some."""
    here = next((p for p in range(last, len(tokens)) if tokens[p].clause != tokens[last - 1].clause), len(tokens))
    for clause in sorted({tokens[p].clause for p in range(here, min(len(tokens), here + _TAKEN_BACK))}):
        words = [p for p, token in enumerate(tokens) if token.clause == clause]
        if len(words) <= _TAKEN_BACK and set(words) & cues.places("read.taken_back"):
            return True
    return False


def _is_part_only(tokens: tuple[Token, ...], piece: Piece, removal: Match, cues: Cues) -> bool:
    """ "Cleaned of names only": what else there is stays in."""
    return removal.last <= piece.first and piece.last in {m.first for m in cues.of("read.part_only")}


def _overlap(one: Match, other: Match) -> bool:
    return one.first < other.last and other.first < one.last


def _removed(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Places that a removal before them reaches: to the end of its clause or the first word that ends a scope."""
    ends = {m.first for m in cues.of("read.scope_end")}
    reached: set[int] = set()
    starts = {m.last for name in ("read.removal_before", "read.exception") for m in cues.of(name)}
    for verb in cues.of("read.removal_verb"):
        for particle in cues.of("read.removal_particle"):
            if 0 < particle.first - verb.last <= 10 and tokens[particle.first].sentence == tokens[verb.first].sentence:
                reached |= set(range(verb.last, particle.first))
    for start in starts:
        for place in range(start, min(len(tokens), start + _REACH)):
            gap = tokens[place].gap if place > start else ""
            if any(mark in gap for mark in ".;:?!()\n→") or " - " in gap or " – " in gap:
                break
            if place in ends and (place > start or tokens[place].folded in _BREAKING):
                break
            reached.add(place)
    return reached


def _is_removed_after(tokens: tuple[Token, ...], piece: Piece, own: list[Piece], cues: Cues) -> bool:
    """ "the names are removed": a word of removal shortly after, with nothing but "and", "are", other data between."""
    auxiliaries = {tokens[p].folded for p in cues.places("read.auxiliary")}
    for match in cues.of("read.removal_after"):
        between = range(piece.last, match.first)
        if not 0 <= match.first - piece.last <= 5 or tokens[match.first].sentence != tokens[piece.first].sentence:
            continue
        if any(any(mark in tokens[p].gap for mark in ";:.?!()") for p in (*between, match.first)):
            continue
        chain = {place for other in own if other is not piece for place in range(other.first, other.last)}
        if any(tokens[p].folded not in auxiliaries and p not in chain for p in between):
            continue
        negated = any(
            tokens[p].folded in ("not", "never", "niet", "nooit", "nicht", "nie", "pas", "jamais", "no", "nunca") for p in between
        )
        if not negated:
            return True
    return False


def _is_negated(tokens: tuple[Token, ...], piece: Piece, own: list[Piece], cues: Cues, mild: bool = False) -> bool:
    """ "no client names", "keine Kundendaten": the negation stands at the phrase, with nothing but an article between."""
    for match in cues.of("read.negation"):
        if match.last > piece.first or piece.first - match.last > 2:
            continue
        between = tokens[match.last : piece.first]
        if any(t.folded not in _OPENERS for t in between) or any(t.breaks for t in tokens[match.last : piece.first + 1]):
            continue
        if any(t.folded in _ONLY for t in tokens[match.last : piece.first]) or tokens[match.first].folded in _ONLY:
            continue
        return mild or not piece.mild
    return False


def _hedges(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Places of "nothing sensitive": a word for a class that is denied says nothing of the data."""
    return cues.places("read.negated_sensitivity")


def _unpublished(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    return cues.places("read.unpublished")


def _near_sentence(tokens: tuple[Token, ...], piece: Piece, places: set[int]) -> bool:
    sentence = tokens[piece.first].sentence
    return any(abs(tokens[place].sentence - sentence) <= 1 for place in places)


def _is_published(tokens: tuple[Token, ...], piece: Piece, published: set[int], kept: list[Piece]) -> bool:
    """A thing that is published is public, whatever its kind usually is; never what is about persons or secret."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > 2 or not any(p.mild for p in kept):
        return False
    near = (range(place + 1, piece.first) if place < piece.first else range(piece.last, place) for place in published)
    return any(
        len(between) <= _AT and not any(tokens[p].breaks or tokens[p].folded in _JOINING for p in between) for between in near
    )


def _is_called_public(tokens: tuple[Token, ...], piece: Piece, kept: list[Piece]) -> bool:
    """ "public meeting minutes": the asker's word for the class stands at a phrase that is harmless enough to take it."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > 1:
        return False
    return any(other.is_class and other.mild and 0 <= piece.first - other.last <= 1 for other in kept)
