"""A message in a thread goes in; what it adds to the data asked about, in words that name none, comes out: it may be any."""

from __future__ import annotations

from collections.abc import Container

from bot.policy.words import DataAsk, Question
from bot.reading.build import Builder, Parts
from bot.reading.data.pieces import Piece
from bot.reading.left_out.removals import removed_places
from bot.reading.threads.picking import SHORT
from bot.reading.tools.usage import ARTICLES
from bot.reading.unread.told_of import found_out
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, fold

_TELLS, _QUOTED = 3, 6
"""Words behind "also" that tell of something, and how many of them are quoted."""
_SAME, _POINTS, _SPEAKER = Spoken("same"), small("pointing"), small("speaker")
_TALK = (
    "read.courtesy",
    "read.greeting",
    "read.feedback",
    "intent.praise",
    "read.may",
    "told.waiting",
    "read.again",
    "read.follow",
)
"""Word lists whose words tell nothing of the matter."""
_OTHERS, _THOSE, _WHOSE = Spoken("others"), Spoken("those_of"), Spoken("whose_they_are")
_LEAST = 2
"""Words of "what about"."""
_JOINED, _SMALL = Spoken("and"), small("stop")
_FIRST, _IDLE = small("interjection"), small("interjection", "idle", "settled")
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


def told_beside(parts: Parts, before: Question) -> tuple[Piece, ...]:
    """Other data than the thread's, told in a sentence that asks nothing beside one that does: "what does that mean? It is a
    patient file"."""
    asking = [m for name in ("read.explain", "read.need", "fact.asking") for m in parts.cues.of(name)]
    asked = {parts.tokens[match.first].sentence for match in asking}
    known = {id_ for ask in before.data for id_ in ask.types}
    told = (piece for piece in parts.scope.kept if piece.own and parts.tokens[piece.first].sentence not in asked)
    return tuple(piece for piece in told if piece.types and not set(piece.types) <= known) if asked else ()


def unknown_more(parts: Parts, builder: Builder) -> tuple[DataAsk, ...]:
    """More of something that nobody read ("and the unredacted one?"): it may be anything, so no allowed is said again."""
    more = [m for name in _MORE for m in parts.cues.of(name)]
    if parts.cues.has("read.additive") or parts.cues.has("read.removal_before") or parts.cues.has("fact.still_in"):
        more += parts.cues.of("read.vague")
    removed = removed_places(parts.tokens, parts.cues)
    gone = places_of((*parts.scope.left_out, *parts.scope.absent)) | parts.stated
    spans = ((m, set(range(m.first, m.last))) for m in more if parts.tokens[m.first].text.isalnum())  # "I'd" is no ID
    owned = _owned(parts)
    more = [m for m, span in spans if not removed >= span and not gone & span and not owned >= span]
    if parts.loose.told and (len(parts.tokens) <= _TELLS or ("personal" in parts.loose.accounts and len(parts.tokens) <= SHORT)):
        more = []  # "my own", "on my own account": whose the account is, and no data
    phrase = parts.beside[0] if parts.beside else more[0].entry.words[0] if more else ""
    return (_anything(phrase, builder),) if phrase else ()


def _owned(parts: Parts) -> set[int]:
    """Places of words right before a tool or an account, or in its name, that say whose it is: "my own ChatGPT" is no data."""
    named = [tool.named for tool in (*parts.tools, *((parts.any_of,) if parts.any_of else ()))]
    before = {
        place
        for match in parts.cues.of("read.more")
        for place in range(match.first, match.last)
        if any(match.last == one.first for one in named) and parts.tokens[match.first].clause == parts.tokens[match.last].clause
    }
    return before | places_of(named)


def unnamed_more(parts: Parts, builder: Builder) -> tuple[DataAsk, ...]:
    """What the message speaks of in words that name no data, whichever way it says so; nothing where it speaks of no more."""
    if all(place in parts.stated for place, token in enumerate(parts.tokens) if token.own):
        return ()
    return more_of(_others(parts) or _told_more(parts) or said_right(parts), builder)


def others_more(parts: Parts, builder: Builder) -> tuple[DataAsk, ...]:
    """What the message points at beside the data that it names: "the one of the host university" may be anything of theirs."""
    named = places_of(p for p in parts.scope.kept if p.own)
    own = [place for place, token in enumerate(parts.tokens) if token.own]
    at = next((place for place in own[:-1] if _is_other(parts.tokens, place, place + 1)), len(parts.tokens))
    ahead = bool(named) and min(named) > at and not any(parts.tokens[p].breaks for p in range(at + 1, min(named) + 1))
    return more_of([parts.tokens[p].text for p in own if p >= at], builder) if ahead else ()


def more_of(said: list[str], builder: Builder) -> tuple[DataAsk, ...]:
    """What was said, as data that nobody read; called by its first words from one that says something on."""
    begins = next((place for place, word in enumerate(said) if fold(word) not in _SMALL | _IDLE), 0)
    return (_anything(" ".join(said[begins:][:_QUOTED]), builder),) if said else ()


def _is_other(tokens: tuple[Token, ...], place: int, following: int) -> bool:
    """Whether a word stands for another thing: "the ones", or "the one" before a word for which one it is."""
    return tokens[place] in _OTHERS or (
        tokens[place] in _THOSE and following > place and tokens[following] in _WHOSE and not tokens[following].breaks
    )


def _anything(phrase: str, builder: Builder) -> DataAsk:
    """Data that nobody read: it may be any, and grounds no allowed."""
    return DataAsk(phrase, builder.anything, (), False)


def _others(parts: Parts) -> list[str]:
    """Other things: "and the ones they handed in"."""
    if parts.loose.told or parts.any_of or parts.cues.has("read.explain") or parts.cues.has("told.waiting"):
        return []
    own = [place for place, token in enumerate(parts.tokens) if token.own]
    for place, following in zip(own, [*own[1:], -1], strict=True):
        if _is_other(parts.tokens, place, following):
            return [parts.tokens[at].text for at in own if at >= place]
    return _exchanged(parts, own)


def _exchanged(parts: Parts, own: list[int]) -> list[str]:
    """ "And the orders?", "what about yesterday's", "same for this one", "and who applied?": a thing by everyday words, which say
    nothing of what it is."""
    first = _begins(parts, own)
    same = _behind_same(parts, first)
    start = same or max((m.last for m in parts.cues.of("read.follow") if m.first == first), default=0)
    rest = [place for place in own if place >= start]
    joined = first < len(parts.tokens) and parts.tokens[first] in _JOINED
    if not same and (parts.scope.left_out or parts.unmet or not start or (not joined and start - first < _LEAST)):
        return []
    if not same and not any(parts.tokens[p].folded not in _SMALL and p not in parts.cues.places("read.may") for p in rest):
        return []
    return [parts.tokens[p].text for p in rest if p > rest[0] or parts.tokens[p].folded not in ARTICLES]


def _begins(parts: Parts, own: list[int]) -> int:
    """The place behind what is only said first: "ok. And ..."."""
    polite = parts.cues.places("read.courtesy", "read.greeting", "read.feedback", "intent.praise")
    return next((p for p in own if p not in polite and parts.tokens[p].folded not in _FIRST), 0)


def _behind_same(parts: Parts, first: int) -> int:
    """The place behind "the same for", "same with"; 0 where nothing stands there."""
    for place in range(first, min(first + _LEAST, len(parts.tokens) - 1)):
        if parts.tokens[place] in _SAME and parts.tokens[place + 1].folded in _SMALL and place + _LEAST < len(parts.tokens):
            return place + _LEAST
    return 0


def asks_of_thing(parts: Parts) -> list[str]:
    """The words of what only looks like a question about the answer: something is told before it ("column G says why they need
    it"), or it is joined to the last question and points neither to its answer nor to whoever asks ("and who signed up?")."""
    who = [place for place in sorted(found_out(parts.tokens)) if len(_said_before(parts.tokens, place)) > _LEAST]
    if who:
        return [token.text for token in parts.tokens[who[0] :] if token.own]
    asking = ("intent.why", "read.explain", "intent.keeper", "intent.meaning", "read.asking", "read.again", "fact.asking")
    asked = [m.first for name in asking for m in parts.cues.of(name)]
    own = [place for place, token in enumerate(parts.tokens) if token.own]
    if asked and all(
        any(t.folded not in _SMALL | _IDLE and t not in _THOSE for t in _before(parts.tokens, place)) for place in asked
    ):
        return [parts.tokens[place].text for place in own]
    return _joined(parts, own)


def _before(tokens: tuple[Token, ...], place: int) -> list[Token]:
    """The words of its clause before a word."""
    return [token for token in tokens[:place] if token.own and token.clause == tokens[place].clause]


def _said_before(tokens: tuple[Token, ...], place: int) -> list[Token]:
    """The words of its sentence before a word."""
    return [token for token in tokens[:place] if token.own and token.sentence == tokens[place].sentence]


def _joined(parts: Parts, own: list[int]) -> list[str]:
    asks = {m.first for m in parts.cues.of("read.asking")}
    joined = [place for place in own[:_LEAST] if parts.tokens[place] in _JOINED and place + 1 in asks]
    words = [parts.tokens[place] for place in own if joined and place > joined[0]]
    about = parts.cues.has("intent.keeper") or parts.cues.has("intent.policy") or parts.cues.has("read.explain")
    points = any(token.folded in _POINTS | _SPEAKER for token in words)
    return [token.text for token in words] if words and not points and not about else []


def untold(parts: Parts, named: Container[str] = ()) -> list[str]:
    """The words of a message that only tells something, of which nothing was read: "next one is from an agency". ``named``:
    words of the name of what it is about."""
    talk = parts.cues.places(*_TALK) | parts.stated
    own = [token for token in parts.tokens if token.own]
    said = (
        t
        for p, t in enumerate(parts.tokens)
        if t.own and p not in talk and t.folded not in _SMALL | _IDLE and t.folded not in named
    )
    return [token.text for token in own] if any(said) else []


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
    marks = parts.cues.places("read.correction") - parts.cues.places("refused")  # "a visitor said no" corrects nothing
    if not marks or parts.cues.has("read.explain") or parts.cues.has("told.waiting"):
        return []
    said = [token for place, token in enumerate(parts.tokens) if token.own and place not in marks]
    return [token.text for token in said] if len(said) >= _TELLS and any(token.folded not in _SMALL for token in said) else []
