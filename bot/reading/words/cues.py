"""Matches of word lists go in, the places of each cue come out: negation, removal, joiners, what is published."""

from __future__ import annotations

from bot.text.common import common_words
from bot.text.entries import Match
from bot.text.small import Spoken, small
from bot.text.spans import places_of
from bot.text.tokens import Token

_ALSO = {
    "intent.which_tool": "read.which_tool",
    "intent.explain": "read.explain",
    "intent.greeting": "read.greeting",
    "intent.feedback": "read.feedback",
    "intent.task": "read.task",
    "intent.terms": "read.terms",
    "intent.advice": "read.advice",
    "intent.may_i": "read.may",
    "incident": "read.incident_mark",
    "report": "read.report",
    "intent.report": "read.report",
    "intent.why": "read.explain",
    "correction": "read.correction",
    "class.not_sensitive": "read.negated_sensitivity",
    "ai_word": "read.ai",
}
"""Lists of the catalog that say the same as one of the reader's own."""
_ANYWHERE = ("read.greeting", "intent.greeting", "intent.praise", "read.feedback")
"""Words of politeness are said in any language."""
_SHORT = 5
_OPENING = 2
"""Words of a greeting at the very beginning."""
_POLITE = "read.courtesy"
_ASKS_NICELY = 3
"""Words of a polite phrase from which on its own words say nothing else: "could you tell me" supposes nothing."""
_DROPPED, _PUT, _INTO = small("dropped"), small("put_in"), Spoken("put_into")
_LATER, _PLAIN = "fact.later", "fact.plain"
_WITHOUT = small("without", "without_short")
_REMOVING = frozenset({"read.removal_before", "read.exception"})
"""Word lists of removals that a name of data or of a tool may hold."""
_NAMED = ("data", "kind", "row", "offering")
_THINGS = ("data", "kind", "tool", "brand")
_TOOLS = frozenset({"row", "offering", "tool", "toolplan", "brand"})
_STRICTER = frozenset(
    {"read.unpublished", "read.guarded", "read.out_wrongly", "class.confidential", "class.restricted", "class.secret"}
)
"""Word lists that never make a ruling looser: they are heeded in any language, whatever the others of the message are."""


def _is_put(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "Drop the file into X" takes nothing out; "drop the names and put the rest into X" does."""
    if tokens[match.first].folded not in _DROPPED:
        return False
    for token in tokens[match.last :]:
        if token.breaks or token.folded in _PUT:
            return False
        if token in _INTO:
            return True
    return False


def _is_as_written(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether the words stand in the list as they were written, and not as another form."""
    return tuple(t.folded for t in tokens[match.first : match.last]) == tuple(match.entry.words)


def is_heeded(match: Match, tokens: tuple[Token, ...]) -> bool:
    """Whether a phrase that only makes a ruling stricter stands there, in a language that the message is not in: several words
    of it, or one that is none of the message's own ("les chiffres non publiés" in a Dutch question)."""
    if match.entry.id not in _STRICTER or match.via == "fuzzy":
        return False
    here = tokens[match.first]
    return match.size > 1 or not any(here.folded in common_words(lang) for lang in here.langs)


class Cues:
    """Word-list matches of one message, by list name. Only words of the languages of their sentence, or of any."""

    def __init__(self, tokens: tuple[Token, ...], matches: list[Match], languages: tuple[str, ...]) -> None:
        self.tokens, self.language = tokens, languages[0]
        self.by_name: dict[str, list[Match]] = {}
        self.tools = frozenset(tokens[m.first].sentence for m in matches if m.entry.slot in _TOOLS and m.via != "fuzzy")
        """Sentences that name a tool."""
        polite = [m for m in matches if m.entry.id == _POLITE and m.size >= _ASKS_NICELY]
        named = [m for m in matches if m.entry.slot in _NAMED and m.via != "fuzzy"]
        self.changes = [m for m in matches if m.entry.slot == "transformation" and self._is_said(m, named, languages)]
        """What is done to data so that it is another kind, and is no word of a name ("Claude Code" in French)."""
        exact = {m.first for m in matches if m.entry.slot in _THINGS and _is_as_written(tokens, m)}
        plain = {m.first for m in matches if m.entry.id == _PLAIN and _is_as_written(tokens, m)}
        for match in matches:
            if match.entry.id in _REMOVING and any(m.first <= match.first and match.last < m.last for m in named):
                # "without prejudice letters" leave nothing out, nor do a policy's "notes without names", "Copilot without login"
                continue
            if match.entry.id in _REMOVING and _is_put(tokens, match):
                continue
            if match.entry.id != _POLITE and any(p.first <= match.first and match.last <= p.last for p in polite):
                continue
            if match.entry.id == _LATER and match.size == 1 and match.first in plain and not _is_as_written(tokens, match):
                continue  # a "part" is not "partly"
            if match.entry.id.startswith("concept.") and match.first in exact and not _is_as_written(tokens, match):
                continue  # "code" is a thing of its own, and only shares its stem with "coded"
            spoken = match.entry.language in ("any", *(tokens[match.first].langs or languages)) or (
                match.entry.id in _ANYWHERE and (len(tokens) <= _SHORT or match.last <= _OPENING)
            )
            spoken = spoken or is_heeded(match, tokens)
            if match.entry.slot == "word" and spoken and match.via != "fuzzy":
                self.by_name.setdefault(match.entry.id, []).append(match)
                if match.entry.id in _ALSO:
                    self.by_name.setdefault(_ALSO[match.entry.id], []).append(match)

    def _is_said(self, change: Match, named: list[Match], languages: tuple[str, ...]) -> bool:
        here = self.tokens[change.first]
        is_name = any(one.first <= change.first and change.last <= one.last and change.size < one.size for one in named)
        return change.via != "fuzzy" and here.own and not is_name and change.entry.language in ("any", *(here.langs or languages))

    def of(self, name: str, pasted: bool = False) -> list[Match]:
        """Where a list's words stand in the asker's own words (``pasted``: in all of it), longest first at one place."""
        return [m for m in self.by_name.get(name, []) if pasted or self.tokens[m.first].own]

    def without(self) -> list[Match]:
        """Where a "without" stands: a removal, and as good as a not before what is done or given."""
        return [m for m in self.of("read.removal_before") if m.entry.words[0] in _WITHOUT]

    def has(self, name: str) -> bool:
        """Whether any word of the list stands in the asker's own words."""
        return bool(self.of(name))

    def places(self, *names: str) -> set[int]:
        """Token places that the words of some lists cover."""
        return places_of(m for name in names for m in self.of(name))
