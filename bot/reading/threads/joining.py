"""A message in a thread that names data goes in; whether that joins what was asked about, or takes its place, comes out."""

from __future__ import annotations

from bot.reading.build import Parts
from bot.reading.tools.usage import ARTICLES
from bot.tongue.small import Spoken, small

_LEAST = 3
"""Words of "and for payroll"; words before "in them" that tell what is."""
_FIRST, _TOO = small("interjection"), small("back")
_IN, _OF_IT = Spoken("in", "placed"), Spoken("of_it")
_ASKS_ANEW = ("read.exchange", "read.correction")
_ON_CONDITION = Spoken("on_condition")
_ALONE, _JOINERS = small("interjection", "settled"), Spoken("and_it", "or", "but", "then", "too")
_OF_THAT, _FROM, _OF, _DERIVED = (
    Spoken("of_that"),
    Spoken("genitive", "about_it", "made_from"),
    Spoken("genitive"),
    Spoken("derived"),
)
_IT = small("pointing", "of_it")
_FOR, _TELLS = Spoken("for"), Spoken("self")
_JOINED, _MOST = Spoken("and"), 6
"""Words of "and for the annual report"."""
_LEAD = 3
"""Words from "for" to what is named: "for translating a leaflet"."""
_RENAMES, _RENAMED, _CLOSE = Spoken("renames"), Spoken("renamed_it"), 3
"""Verbs and what stands beside them for what was asked about, and how near."""
_MADE_OF, _POINTS = Spoken("for", "genitive", "with", "about_it"), small("pointing")


def joins(parts: Parts, *, asks_which: bool = False) -> bool:
    """Whether what is said joins what was said before: an adding word, or a remark ("it's public") that exchanges nothing.

    ``asks_which``: it is asked which tool to use.
    """
    is_made = asks_which and _points_back(parts)  # "which tool for a leaflet from this?"
    if is_made or _is_same_for(parts) or (asks_which and _is_for_another(parts)):
        return is_made
    if parts.cues.has("read.additive") or is_of_before(parts) or _is_made_of_it(parts) or _is_renamed(parts):
        return True
    exchanges = parts.cues.has("read.exchange") or parts.cues.has("read.correction")
    begins = next((t for t in parts.tokens if t.own and t.folded not in _FIRST), None)
    own = [t for t in parts.tokens if t.own]
    is_in_it = len(own) > _LEAST and own[-1].folded in _POINTS and own[-2] in _IN  # "his bank details are on them"
    if not exchanges and ((begins is not None and begins in _OF_IT) or is_in_it):
        return True
    kept = [p for p in parts.scope.kept if p.own]
    if not kept:
        return False
    if not all(p.is_mild_class or p.is_class or p.is_weak for p in kept):
        return not _takes_its_place(parts, kept[0].first, kept[-1].last)
    first = kept[0].first
    remark = any(m.first < first for m in parts.cues.of("read.remark"))
    return remark or not parts.cues.has("read.exchange")


def _points_back(parts: Parts) -> bool:
    """Whether what was asked about is meant by a small word, which is no article of what is named: "this leaflet"."""
    articles = {p.first - 1 for p in parts.scope.kept}
    own = [(at, token) for at, token in enumerate(parts.tokens) if token.own][1:]
    return any((token.folded in _IT and at not in articles) or token in _OF_THAT for at, token in own)


def asks_for_other(parts: Parts) -> bool:
    """ "And for the annual report?": the same is asked for another thing, whether or not anybody read what that is."""
    own = [token for token in parts.tokens if token.own]
    while own and own[0].folded in _FIRST:
        own.pop(0)
    if parts.tools or not _LEAST <= len(own) <= _MOST or own[0] not in _JOINED or own[1] not in _FOR:
        return False
    return not any(token.folded in _IT | _POINTS or token.breaks for token in own[2:])


def asks_for_other_task(parts: Parts) -> bool:
    """ "And to look something up?": another task is asked for, and nobody tells what they do themselves."""
    own = [token for token in parts.tokens if token.own and token.folded not in _FIRST]
    begins = bool(own) and own[0] in _JOINED and not any(token in _TELLS for token in own)
    return begins and bool(parts.fit.families) and not (parts.tools or parts.any_of or parts.loose.told)


def points_back(parts: Parts) -> bool:
    """Whether a small word stands for what was asked about: "and to translate it?"."""
    return any(token.own and token.folded in _IT for token in parts.tokens)


def _is_for_another(parts: Parts) -> bool:
    """ "Which tool for a leaflet?", "and for the minutes?": each is a matter of its own. "It is for a leaflet" and "for a leaflet
    from this" are not: what was asked about goes in."""
    named = [p for p in parts.scope.kept if p.own]
    if not named or any(p.is_class or p.is_mild_class or p.is_weak for p in named) or _is_made_of_it(parts):
        return False
    leads = parts.tokens[max(0, named[0].first - _LEAD) : named[0].first]
    led = any(token in _FOR for token in leads) and not any(token in _IN for token in parts.tokens[named[0].last :])
    return led and (parts.cues.has("intent.which_tool") or parts.cues.has("read.additive"))


def _takes_its_place(parts: Parts, first: int, last: int) -> bool:
    """Whether a message asks about what it names, and does not tell of it: "what about the leaflet?", "may I ...?", or its name
    alone. "It stands in the leaflet", "for the leaflet" and "as part of it" say of what was asked about where it is, or what for.

    ``first``, ``last``: places of what it names.
    """
    tokens, cues = parts.tokens, parts.cues
    if last < len(tokens) and tokens[last].folded in _IT and not tokens[last].breaks:
        return False  # "what about the leaflet it is stapled to?"
    asks = any(tokens[m.first] not in _ON_CONDITION for m in cues.of("read.may"))  # "if I call it a leaflet" asks nothing anew
    if asks or parts.tools or any(cues.has(name) for name in _ASKS_ANEW):
        return True
    around = (token for at, token in enumerate(parts.tokens) if token.own and not first <= at < last)
    return all(token.folded in _ALONE or token.folded in ARTICLES or token in _JOINERS for token in around)


def _is_made_of_it(parts: Parts) -> bool:
    """ "A summary of it", "eine Kurzfassung davon", "and a short version": made of what was asked about."""
    own = [token for token in parts.tokens if token.own]
    for token, behind in zip(own, (*own[1:], None), strict=True):
        if token in _OF_THAT or (behind is not None and token in _FROM and behind.folded in _IT):
            return True
        if token in _DERIVED and (behind is None or behind not in _OF):
            return True
    return False


def _is_renamed(parts: Parts) -> bool:
    """ "OK, I'll make it a work instruction", "dann nenne ich es Protokoll": another name for what was asked about."""
    tokens, first = parts.tokens, min((p.first for p in parts.scope.kept if p.own), default=0)
    verbs = [p for p in range(first) if tokens[p].own and tokens[p] in _RENAMES and tokens[p].sentence == tokens[first].sentence]
    return any(abs(p - verb) <= _CLOSE and tokens[p] in _RENAMED for verb in verbs for p in range(first) if p != verb)


def is_of_before(parts: Parts) -> bool:
    """ "Then a caption for it": what is named is made of what was asked about, which goes in with it."""
    behind = {p.last for p in parts.scope.kept if p.own}
    pairs = zip(parts.tokens, parts.tokens[1:], strict=False)
    return any(at in behind and a in _MADE_OF and b.folded in _POINTS and not b.breaks for at, (a, b) in enumerate(pairs))


def _is_same_for(parts: Parts) -> bool:
    """ "Does that go for contracts as well?": they are asked about alone, and nothing else is said of what is in them."""
    marks = parts.cues.of("read.same_for")
    first = min((p.first for p in parts.scope.kept if p.own), default=-1)
    right_before = any(
        match.last <= first and all(token.folded in ARTICLES for token in parts.tokens[match.last : first]) for match in marks
    )
    beside = [m for m in parts.cues.of("read.additive") if parts.tokens[m.last - 1].folded not in _TOO]
    return right_before and not beside and not parts.unread and not parts.beside
