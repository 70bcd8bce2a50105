"""Pieces of data go in, the same without what is only a subject come out: an illness on a poster."""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token

_TOPICS = small("topic_kinds")
"""Kinds that are about anybody where nobody in particular is meant."""
_REACH = 5
"""Words between a public thing and what it is about."""
_AWAY = 3
"""Words between a paper of the house and what it is about: "offertes voor de infuuspompen"."""
_LINKS = small("about")
_OWN = small("somebodys")
_SOMEBODY = small("somebody_before")
_BETWEEN = small("topic_links")
_PAPERS, _PAPER_OF = small("topic_papers"), Spoken("paper_of")
_JOINED = Spoken("paper_with")
_SAID = Spoken("person_said", "somebody", "somebodys", "somebody_before")
_OURS = small("ours") - small("my")
_GENITIVE = small("genitive")
_TOOLS, _ACCOUNT, _OUT = ("tool", "row"), "account", "read.published"
_FEW = 3
"""Sensitivity up to which a paper of the house holds nobody's data."""


def without_topics(
    tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match], readers: frozenset[int] = frozenset()
) -> list[Piece]:
    """A word for an illness, a treatment or a faith names what a public thing is about: "a flyer about the flu shot",
    "the flu clinic leaflet", or a paper of the house that holds nobody's data: "our sepsis protocol", "quotes for insulin pumps".
    Never where anybody in particular may have it: a person, whose it is, or more data stands in the same sentence.
    ``readers``: places of those who only read what comes out."""
    elsewhere = _elsewhere(matches)  # a copilot flies a plane, too
    people = {tokens[m.first].sentence for m in matches if _is_person(tokens, m) and m.first not in readers | elsewhere}
    kept = []
    for piece in pieces:
        if piece.kind not in _TOPICS or not piece.own or tokens[piece.first].sentence in people:
            kept.append(piece)
            continue
        here = [p for p in pieces if tokens[p.first].sentence == tokens[piece.first].sentence and p.own]
        told = [p for p in here if _is_public(p) and _is_topic_of(tokens, piece, p)]
        told += [p for p in here if _is_paper(tokens, p) and _is_topic_of_paper(tokens, piece, p, elsewhere)]
        others = [p for p in here if not _is_public(p) and p.kind not in _TOPICS and p not in told and p.first not in readers]
        first, last = (min(piece.first, told[-1].first), told[-1].last) if told else (0, 0)
        somebodys = _is_somebodys(tokens, last, elsewhere) or _is_called(tokens, first)
        if not told or others or somebodys:
            kept.append(piece)
    return kept


def _is_person(tokens: tuple[Token, ...], match: Match) -> bool:
    return match.entry.slot == "part" and tokens[match.first].own


def _is_paper(tokens: tuple[Token, ...], piece: Piece) -> bool:
    """Whether data is a paper of the house, or of a deal, that holds nobody's data by what it is: a protocol, an offer."""
    holds = piece.personal or piece.is_class or piece.sensitivity > _FEW
    return piece.grounded and not holds and tokens[piece.last - 1].folded in _PAPERS


def _is_topic_of_paper(tokens: tuple[Token, ...], piece: Piece, paper: Piece, elsewhere: frozenset[int]) -> bool:
    """Whether a paper is about an illness, and nothing in its sentence says of whom it may be: "the checklist of bed 12"."""
    first, last = min(piece.first, paper.first), max(piece.last, paper.last)
    here = [p for p, token in enumerate(tokens) if token.sentence == tokens[piece.first].sentence]
    numbers = [p for p in here if any(c.isdigit() for c in tokens[p].folded) and p != first - 1]
    told = (tokens[p] for p in here if p not in elsewhere)
    around = [p for p in here if not first <= p < last and tokens[p] in _JOINED]
    joined = [p for p in around if not elsewhere & set(range(p + 1, p + _AWAY + 1))]  # "with Copilot" joins no data
    own = [t for t in told if (t in _SAID and t.folded not in _OURS) or POSSESSIVE.search(t.text)]
    named = any(tokens[p].text.startswith("[") for p in here)
    of = last < len(tokens) and tokens[last].folded in _GENITIVE and not tokens[last].breaks
    return _is_beside(tokens, piece, paper) and not (numbers or own or named or of or joined)


def _is_beside(tokens: tuple[Token, ...], piece: Piece, paper: Piece) -> bool:
    """Whether a topic stands right before a paper, or behind it with a word that leads to it."""
    if piece.last <= paper.first:
        return piece.last == paper.first and not tokens[paper.first].breaks
    between = tokens[paper.last : piece.first]
    leads = bool(between) and (between[0].folded in _LINKS or between[0] in _PAPER_OF)
    return leads and len(between) <= _AWAY and not any(t.breaks for t in tokens[paper.last : piece.first + 1])


def _is_topic_of(tokens: tuple[Token, ...], piece: Piece, public: Piece) -> bool:
    if public.last <= piece.first:
        return _is_about(tokens, public.last, piece.first)
    between = tokens[piece.last : public.first]
    if public.first < piece.last or public.is_class or any(t.breaks for t in (*between, tokens[public.first])):
        return False
    return all(token.folded in _BETWEEN for token in between)  # nothing else: "the lab results behind our leaflet" are data


def _is_called(tokens: tuple[Token, ...], first: int) -> bool:
    """Whether it is said whose it is right before it: "her depression leaflet" may be what she wrote of herself."""
    if not first or tokens[first].breaks:
        return False
    return tokens[first - 1].folded in _SOMEBODY or bool(POSSESSIVE.search(tokens[first - 1].text))


def _is_public(piece: Piece) -> bool:
    return piece.grounded and not piece.sensitivity


def _is_about(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether words lead from a thing to what it is about; also "public measles page"."""
    between = tokens[first:last]
    if last - first > _REACH or any(t.breaks for t in tokens[first : last + 1]):
        return False
    return not between or any(t.folded in _LINKS for t in between)


def _is_somebodys(tokens: tuple[Token, ...], first: int, elsewhere: frozenset[int]) -> bool:
    places = range(first, len(tokens))
    rest = [tokens[p] for p in places if tokens[p].sentence == tokens[first].sentence and p not in elsewhere]
    return any(t.folded in _OWN or POSSESSIVE.search(t.text) or t.text.startswith("[") for t in rest)


def _elsewhere(matches: list[Match]) -> frozenset[int]:
    """Places of tools, and of words that say whose a site or a tool is: "on our website", "my own ChatGPT"."""
    tools = [m for m in matches if m.entry.slot in _TOOLS]
    begin = {m.first for m in tools}
    said = [m for m in matches if m.entry.id == _OUT or (m.entry.slot == _ACCOUNT and m.last in begin)]
    return frozenset(places_of((*tools, *said)))
