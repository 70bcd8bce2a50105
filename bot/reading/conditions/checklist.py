"""A reply goes in, with the conditions that its thread's answer hangs on; what it says of them comes out, in whatever words.

Few conditions can be meant there, so a reply that is made of a condition's own words says that it holds: "I took them out and
the head agreed". A condition is met once every part of it was said, in one message or in several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from bot.policy.house import Knowledge
from bot.policy.words import ANY, Question
from bot.reading.conditions.parts import absent_of
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.patterns import any_of
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, fold, stem, tokens_of, words_of

_YES, OUT, _WRITTEN = "=yes", "=out", "=written"
"""Words of one sense, in conditions and in replies: somebody agreed; it is taken out; it is in writing."""
SENSES = frozenset({_YES, OUT, _WRITTEN})
_GRANTS = ("approval.met", "fact.grants", "concept.consent", "concept.approval")
_TAKEN_OUT = ("read.removal_before", "read.removal_after", "fact.swapped")
_IDLE = small("stop", "interjection", "of_self", "article", "dangling")
_BESIDE = small("pointing", "settled", "openers", "my", "ours", "self", "did", "of_it")
_OF_DEEDS = ("read.removal_verb", "read.removal_particle", "read.auxiliary", "fact.names", "read.container", "container")
_TELLING = (*_GRANTS, *_TAKEN_OUT, *_OF_DEEDS, "read.courtesy")
_CONCEPT = "concept."
_PARTS, _PART_NEAR = small("a_part"), 4
"""Words from "only" to the part that it is of."""
ANY_USE = small("any_use")
"""Words of a condition that fit any use of any tool."""
_IN_WRITING, _AND, _ONLY, _SELF = small("in_writing"), small("and_part"), small("only"), Spoken("self", "did", "mine")
_NO_ONE = re.compile(rf"\b{any_of(small('no_one'))}\b")
_BEFORE = re.compile(rf"\s*{any_of(small('before_what'))}\b")
_NEVER = re.compile(rf"\b{any_of(small('never'))}\b")
_WOULD = small("not_yet_done")
_DENYING = ("read.negation", "fact.denied", "read.pending", "approval.unmet", "fact.later")
ASKING = ("read.unsure", "read.need", "fact.asking", "read.explain")
_BRACKETS = re.compile(r"\([^)]*\)")
_RUNS, _CUTS = re.compile(r"[;.](?:\s|$)"), re.compile(rf"\s*(?:,|\b{any_of(small('and_part'))}\b)\s*")
_HALF = 0.5
"""How much of a clause has to be a condition's words, and how much of a part has to be said."""
_WORD, _LONG = 3, 5
"""Letters that a word has at least that stands for something."""
Key = tuple[str, int]
"""A condition and the number of its part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a condition asks for."""

    keys: frozenset[str]
    """Stems of its words, and the senses above."""
    is_out: bool
    """It is a thing that has to be taken out."""

    def is_said(self, told: frozenset[str], known: frozenset[str]) -> bool:
        """``told``: the keys of a reply; ``known``: stems of what the thread is about, which need not be said again."""
        wanted = self.keys - known or self.keys
        if (self.is_out and OUT not in told) or (_WRITTEN in wanted and _WRITTEN not in told):
            return False
        words = wanted - SENSES
        if words and not words & told:
            return False
        return len(wanted & told) >= _HALF * len(wanted)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says of the conditions. ``met``: of which everything is said by now; ``about``: of which it says something."""

    parts: frozenset[Key] = frozenset()
    met: frozenset[str] = frozenset()
    unmet: frozenset[str] = frozenset()
    """Of which it says that a part does not hold."""
    about: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()
    """Places of the conditions' words: no data."""
    nothing_else: bool = False
    """It says nothing else."""

    def without(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The data of the message without what only names a part of a condition."""
        return tuple(piece for piece in pieces if not set(range(piece.first, piece.last)) <= self.places)


class Checklist:
    """Knows the parts of each condition of one policy."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.policy, self.index = knowledge.policy, index
        self.parts: dict[str, tuple[tuple[Part, ...], ...]] = {}
        """Condition -> its parts, in each language."""
        self.beside: dict[str, frozenset[str]] = {}
        """Condition -> what stands in its brackets, which explains and is no part."""
        self.phrases: dict[str, tuple[Part, ...]] = {}
        """Condition -> what its policy says that people say of it when it is met."""
        self.spoken: dict[str, frozenset[str]] = {}
        """Condition -> stems of the words of those."""
        languages = self.policy_languages()
        for id_, condition in knowledge.policy.conditions.items():
            if not condition.general:
                told = knowledge.vocabulary.conditions.get(id_)
                held = [self._keys(phrase, one) for phrase in (told.met if told else ()) for one in languages]
                self.phrases[id_] = tuple(Part(keys, OUT in keys) for keys in held if keys - SENSES)
                phrases = [t for phrase in (told.met if told else ()) for t in tokens_of(phrase)]
                self.spoken[id_] = frozenset(s for token in phrases for s in stems_of(token, languages))
                self.parts[id_] = tuple(self._parts(text, language) for language, text in condition.text.items())
                explained = (self._keys(" ".join(_BRACKETS.findall(text)), one) for one, text in condition.text.items())
                self.beside[id_] = frozenset().union(*explained)

    def _parts(self, text: str, language: str) -> tuple[Part, ...]:
        found: list[Part] = []
        for run in _RUNS.split(_BRACKETS.sub(" ", text)):
            if not run.strip() or _NEVER.search(fold(run)):
                continue
            pieces = [p for p in _CUTS.split(run) if not _BEFORE.match(fold(p))]
            absent = absent_of([fold(piece) for piece in pieces])
            is_out = False
            for n, piece in reversed(list(enumerate(pieces))):  # "names, addresses and numbers are taken out"
                keys = self._keys(piece, language)
                is_out = OUT in keys or (is_out and _YES not in keys and not _ONLY & set(words_of(piece)))
                if keys - SENSES and n not in absent and not _NO_ONE.search(fold(piece)):
                    found.append(Part(keys - {OUT}, is_out))
        return tuple(found)

    def _keys(self, text: str, language: str) -> frozenset[str]:
        tokens = tokens_of(text)
        cues = Cues(tokens, self.index.find(tokens, language), (language,))
        keys = keys_of(tokens, cues, (language,))
        return frozenset().union(*(held for place, held in keys.items() if tokens[place].folded not in ANY_USE))

    def open_in(self, question: Question) -> tuple[str, ...]:
        """The conditions of rules for a tool and the data of a question; where it asks which tool, for any of them."""
        offered = {offering for tool in question.tools for offering in tool.offerings}
        offered = offered if question.tools else set(self.policy.offerings)
        named = {id_ for ask in question.data for id_ in ask.types}
        types = self.policy.data_types
        named |= {wider for id_ in named if id_ in types for wider in (*types[id_].classes, *types[id_].is_a)}
        rules = (r for r in self.policy.rules if r.conditions and (offered & r.offerings or ANY in r.offerings))
        found = (id_ for r in rules if named & r.data or ANY in r.data for id_ in r.conditions)
        return tuple(dict.fromkeys(id_ for id_ in found if id_ in self.parts))

    def heard(self, tokens: tuple[Token, ...], cues: Cues, question: Question, before: frozenset[Key]) -> Said:
        """``before``: the parts that earlier messages said."""
        keys = keys_of(tokens, cues, (cues.language, *self.policy_languages()))
        known = frozenset(s for ask in question.data for t in tokens_of(ask.name) for s in stems_of(t, ("en", cues.language)))
        clauses = clauses_of(tokens)
        asked = {n for n, here in enumerate(clauses) if set(here) & (cues.places(*ASKING) | cues.unclaimed)}
        denied = {n for n, here in enumerate(clauses) if is_denied(here, tokens, cues)}
        said: set[Key] = set()
        about: set[str] = set()
        unmet: set[str] = set()
        places: set[int] = set()
        spoken: set[int] = set()
        met: set[str] = set()
        for id_ in self.open_in(question):
            for phrase in self.phrases[id_]:
                fits = {n for n, here in enumerate(clauses) if _share(here, keys, phrase.keys) >= _HALF} - denied - asked
                wanted = phrase.keys if phrase.is_out else phrase.keys - known
                if fits and wanted <= _told(fits, clauses, keys) and wanted - SENSES:
                    met.add(id_)
                    about.add(id_)
                    spoken |= fits
                    places |= {place for n in fits for place in clauses[n] if keys.get(place, frozenset()) & phrase.keys}
            for parts in self.parts[id_]:
                every = self.beside[id_].union(*(part.keys for part in parts))
                of_it = {n: _share(here, keys, every) for n, here in enumerate(clauses)}
                of_it = {n: share for n, share in of_it.items() if share >= _HALF}
                told = _told(of_it.keys() - denied - asked, clauses, keys)
                against = _told(of_it.keys() & denied - asked, clauses, keys)
                if against & every - SENSES:
                    unmet.add(id_)
                met -= unmet
                now = {n for n, part in enumerate(parts) if part.is_said(told, known)}
                whole = {n for n, share in of_it.items() if share == 1 and n not in denied | asked and told - SENSES}
                if (not now and not whole) or id_ in unmet:
                    continue
                said |= {(id_, n) for n in now}
                about.add(id_)
                wanted = (frozenset().union(*(parts[n].keys for n in now)) if now else every) | SENSES
                heard = (set(of_it) - denied - asked) if now else whole
                places |= {place for n in heard for place in clauses[n] if keys.get(place, frozenset()) & wanted}
                spoken |= heard
        every_part = before | said
        met |= {id_ for id_ in about if any(p and all((id_, n) in every_part for n in range(len(p))) for p in self.parts[id_])}
        told_all = all(n in spoken or not any(keys.get(p) for p in here) for n, here in enumerate(clauses))
        told_of = (frozenset(unmet), frozenset(about), frozenset(places), bool(spoken) and told_all)
        return Said(frozenset(said), frozenset(met), *told_of)

    def says_more(self, tokens: tuple[Token, ...], cues: Cues, question: Question) -> bool:
        """Whether a reply says anything beside what the conditions ask: "the names are out, the initials stay". Then it ticks
        nothing; whoever is asked has boxes to click."""
        languages = (cues.language, *self.policy_languages())
        ids = self.open_in(question)
        texts = [text for id_ in ids for text in self.policy.conditions[id_].text.values()]
        own = {s for text in texts for t in tokens_of(text) for s in stems_of(t, languages)}
        own |= {stem for id_ in ids for stem in self.spoken[id_]}
        told = cues.places(*_TELLING)
        concepts = (m for name in cues.by_name if name.startswith(_CONCEPT) for m in cues.of(name))
        told |= places_of(m for m in concepts if _is_as_listed(m, tokens))  # "mijn baas" is no BAA
        told |= places_of(cues.changes)
        for place, token in enumerate(tokens):  # "only the relevant part"
            near = range(place + 1, min(len(tokens), place + _PART_NEAR)) if token.folded in _ONLY else ()
            told |= {at for part in near if tokens[part].folded in _PARTS for at in range(place, part)}
        own |= {t.folded for t in tokens if len(t.folded) >= _LONG and any(one.endswith(t.folded) for one in own)}  # compounds
        return any(
            token.own and place not in told and token.folded not in _IDLE | _BESIDE and not stems_of(token, languages) & own
            for place, token in enumerate(tokens)
        )

    def policy_languages(self) -> tuple[str, ...]:
        """The languages that conditions are written in."""
        return tuple(dict.fromkeys(one for condition in self.policy.conditions.values() for one in condition.text))


def stems_of(token: Token, languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(token.folded, language) for language in languages)


def keys_of(tokens: tuple[Token, ...], cues: Cues, languages: tuple[str, ...]) -> dict[int, frozenset[str]]:
    """Place -> what the asker's own word there stands for; words of grammar stand for nothing."""
    yes = {p for name in _GRANTS for m in cues.of(name) if _is_as_listed(m, tokens) for p in range(m.first, m.last)}
    out = _out(tokens, cues, yes)
    changed = places_of(cues.changes)
    names = cues.places("fact.names")
    found: dict[int, frozenset[str]] = {}
    for place, token in enumerate(tokens):
        word = token.folded
        if not token.own:
            continue
        if word in _IN_WRITING:
            found[place] = frozenset({_WRITTEN})
        elif place in out or place in changed:
            found[place] = frozenset({OUT, *(stems_of(token, languages) if place in names else ())})
        elif place in yes and word not in _IDLE:
            found[place] = frozenset({_YES})
        elif (len(word) >= _WORD or word.isdigit()) and word not in _IDLE:
            found[place] = stems_of(token, languages)
    return found


def _out(tokens: tuple[Token, ...], cues: Cues, yes: set[int]) -> set[int]:
    """Places of words that say that something is taken out: a verb, or a particle where nobody "signs off"."""
    verbs = {m.first for m in cues.of("read.removal_verb") if _is_as_listed(m, tokens)}
    particles = {m.first for m in cues.of("read.removal_particle")}
    agreed = {tokens[place].clause for place in yes}
    alone = {p for p in particles if tokens[p].clause not in agreed and (p + 1 == len(tokens) or tokens[p + 1].breaks)}
    both = {tokens[p].clause for p in verbs} & {tokens[p].clause for p in particles}
    pairs = {p for p in verbs | particles if tokens[p].clause in both}
    return cues.places(*_TAKEN_OUT) | alone | pairs


def _is_as_listed(match: Match, tokens: tuple[Token, ...]) -> bool:
    return tuple(t.folded for t in tokens[match.first : match.last]) == tuple(match.entry.words)


def clauses_of(tokens: tuple[Token, ...]) -> list[list[int]]:
    """Places of the words of each clause, cut at "and" as well."""
    number, found = 0, []
    for place, token in enumerate(tokens):
        number += token.folded in _AND or bool(place and token.clause != tokens[place - 1].clause)
        found.append((number, place))
    return [[place for _, place in held] for _, held in groupby(found, key=lambda one: one[0])]


def _share(here: list[int], keys: dict[int, frozenset[str]], every: frozenset[str]) -> float:
    """How much of what a clause says is in a condition's words."""
    said = [keys[place] for place in here if place in keys]
    return sum(bool(one & every) or one == {OUT} for one in said) / len(said) if said else 0.0


def _told(spoken: Iterable[int], clauses: list[list[int]], keys: dict[int, frozenset[str]]) -> frozenset[str]:
    """All keys of some clauses."""
    return frozenset(key for n in spoken for place in clauses[n] for key in keys.get(place, ()))


def is_denied(here: list[int], tokens: tuple[Token, ...], cues: Cues) -> bool:
    """Whether a clause says that it is not so, or not yet. What somebody says they take out themselves they take out."""
    places, out = set(here), cues.places(*_TAKEN_OUT, "read.removal_particle")
    for name in _DENYING:
        for match in cues.of(name):
            span = set(range(match.first, match.last))
            if span & places and _is_as_listed(match, tokens) and not span & out:
                return True
    changed = {m.first for m in cues.changes}
    own = any(tokens[p] in _SELF for p in here) and any(p in out or p in changed for p in here)
    return any(tokens[p].folded in _WOULD for p in here) and not own
