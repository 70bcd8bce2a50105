"""The asker's statements about conditions go in; the conditions that they say are met, or not, come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from bot.policy.house import Knowledge
from bot.policy.words import Texts
from bot.policy.world import Catalog
from bot.reading.conditions.against import Against, Contrary
from bot.reading.conditions.checklist import Said
from bot.reading.conditions.forbidding import Forbidding
from bot.reading.conditions.hollow import TOOLS, Hollow, accepts_silence, of_another
from bot.reading.conditions.parts import Asked, asked_by, found_in
from bot.reading.conditions.stated import NONE, Partly, Statement
from bot.reading.conditions.undone import Deeds
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.small import small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token, stem, words_of

_ANCHORING = ("against.", "concept.", "deed.", "fact.", "read.frequent", "refused", "telling.", "use.", "ask.put")
"""Word lists whose words may stand for a part of a condition."""
IN_PART = ("read.exception", "read.not_all", "read.ill_done", "read.dissent", "read.hedged", "fact.elsewhere")
"""Nothing is met where one of these is said: "everybody agreed except Tom", "everybody agreed, but Tom was not asked", "I hope
the owner agreed", "the owner of another contract agreed"."""
_BEFORE = 6
"""Words before a concept that a negation may stand."""
_CLAIMING = small("claiming")
_AND = small_of("and")["en"]
"""Asks for no two things at once; what other languages say for it still does."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Condition ids that are met, and that are not, and the places of words that only say so."""

    met: frozenset[str]
    unmet: frozenset[str]
    places: frozenset[int]
    named: frozenset[str] = frozenset()
    """Those that are not met by the very words that stand for them."""
    barred: frozenset[str] = frozenset()
    """Those that forbid the very use that the asker has in mind."""
    is_part: bool = False
    """What it says holds in part only, or of something else: nothing is met by it."""

    def with_said(self, said: Said) -> Facts:
        """With what a reply says of its thread's conditions; where it says nothing else, no other condition was meant either."""
        unmet = self.unmet & self.barred if said.nothing_else else self.unmet - (said.about - self.barred)
        denied = frozenset() if said.nothing_else else self.named - said.about
        met = (self.met | (frozenset() if self.is_part else said.met)) - unmet - said.unmet
        return replace(self, met=met, unmet=unmet | said.unmet, named=denied, places=self.places | said.places)


class FactReader:
    """Reads statements for one policy: by its own phrases, else by what a condition's text is about."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.conditions = knowledge.vocabulary.conditions
        self._read = cache(lambda text, language: found_in(index, text, language))
        """Each text of a condition is looked through once, whatever is asked about it."""
        self.about: dict[str, frozenset[str]] = {}
        self.deeds, self.against, self.wanted = Deeds(catalog), Against(catalog), dict[str, frozenset[str]]()
        self.both: set[str] = set()
        self.forbidding = Forbidding({id_: self._texts(knowledge, id_) for id_ in self.conditions}, catalog, index)
        for terms in self.conditions.values():
            texts = self._texts(knowledge, terms.id) or {"en": terms.label}
            self._keep_subjects(terms.id, {**texts, "": terms.label})
        self.languages = tuple(dict.fromkeys((*knowledge.vocabulary.languages, "en")))
        self.spoken = {language for terms in self.conditions for language in self._texts(knowledge, terms)}
        """Languages that the conditions are written in."""
        self.plain = all_words(catalog, "fact.plain", "read.container", "container")
        verbs = all_words(catalog, "handling", "read.claim")
        self.frequent = (all_words(catalog, "read.frequent") | verbs) - all_words(catalog, "container")
        self.index = index
        self.general = {c.id for c in knowledge.policy.conditions.values() if c.general and not c.binds}
        self.asked: dict[str, tuple[Asked, ...]] = {}
        for terms in self.conditions.values():
            said = self._texts(knowledge, terms.id) or {self.languages[0]: terms.label}
            self.asked[terms.id] = tuple(self._asked(text, language) for language, text in said.items())
            if terms.id in self.general:
                self.asked[terms.id] = tuple(map(_without_least, self.asked[terms.id]))
        held = [self._texts(knowledge, id_) or {"": terms.label} for id_, terms in self.conditions.items()]
        self.spelt = frozenset(word for texts in held for text in texts.values() for word in words_of(text))
        """Every word of the conditions."""
        self.silence = {id_ for id_ in self.conditions if self._accepts_silence(self._texts(knowledge, id_))}
        weak = all_words(catalog, "read.frequent", "read.container")
        language = self.languages[0]
        self.content: dict[str, frozenset[str]] = {
            terms.id: frozenset(stem(word, language) for word in self._telling(terms.label) - weak)
            for terms in self.conditions.values()
            if not any(part.is_absent or part.is_taken_out for asked in self.asked[terms.id] for part in asked.parts)
        }
        self.unnamed = {name for names in self.about.values() for name in names}
        self._read.cache_clear()

    def _keep_subjects(self, id_: str, texts: Texts) -> None:
        """What a condition is about: its concepts, the deeds that it asks for, and whether it wants several things at once."""
        concepts: set[str] = set()
        wanted: set[str] = set()
        for language, text in texts.items():
            tokens, _, cues = self._read(text, language or "en")
            concepts |= {name for name in cues.by_name if name.startswith("concept.")}
            wanted |= self.deeds.asked_for(tokens, cues) | self.against.wanted(cues)
            if any(not _AND.issuperset(match.entry.words) for match in cues.by_name.get("read.both", ())):
                self.both.add(id_)
        self.about[id_], self.wanted[id_] = frozenset(concepts), frozenset(wanted)

    @staticmethod
    def _telling(text: str) -> set[str]:
        """The words of a text that may tell what it is about: long ones, and abbreviations."""
        short = {word for part in text.split() if part.strip(".,;()").isupper() for word in words_of(part)}
        return {word for word in words_of(text) if len(word) >= 4 or (word in short and len(word) >= 3)}

    def _accepts_silence(self, texts: Texts) -> bool:
        for language, text in texts.items():
            tokens, _, cues = self._read(text, language)
            if accepts_silence(tokens, cues):
                return True
        return False

    @staticmethod
    def _texts(knowledge: Knowledge, id_: str) -> Texts:
        """The condition's own words; a label may be that of data with the same id."""
        held = knowledge.policy.conditions.get(id_)
        return held.text if held else {}

    def is_known(self, token: Token) -> bool:
        """Whether a word stands in a condition: then it is spelt right."""
        return len(token.folded) > 4 and any(token.folded in one.words for several in self.asked.values() for one in several)

    def _asked(self, text: str, language: str) -> Asked:
        def is_plain(token: Token, matches: list[Match], place: int) -> bool:
            word = token.folded
            if len(word) < 3 or not word.isalpha() or word in self.plain or self.index.is_everyday(word, language):
                return True
            if stem(word, language) in self.plain or self.index.is_everyday(word, "en"):
                return True
            over = [m.entry for m in matches if m.first <= place < m.last and m.via not in ("fuzzy", "compound")]
            if any(e.slot == "word" and e.id.startswith("concept.") for e in over):
                return any(e.slot in ("kind", "data") for e in over)
            kept = ("met", "unmet", "tool", "brand", "vendor", "part")
            return any(e.slot not in kept and not (e.slot == "word" and e.id.startswith(_ANCHORING)) for e in over)

        def is_frequent(token: Token) -> bool:
            return len(token.folded) < 4 or not token.folded.isalpha() or token.folded in self.frequent

        return asked_by(text, language, self._read(text, language), is_plain, is_frequent)

    def read(
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        cues: Cues,
        data: set[int],
        carried: frozenset[str] = frozenset(),
        *,
        partly: Partly = NONE,
    ) -> Facts:
        """Condition ids that are met, and that are not. What is asked ("do I need approval?") or pending is never met.

        ``data``: places that were read as data; "for contracts" states nothing of a contract. ``carried``: uses that the
        thread has named whom they are put to.
        """
        said = [m for m in matches if m.entry.slot in ("met", "unmet") and tokens[m.first].own]
        said = [m for m in said if not self._is_asked(tokens, m, cues)]
        met, unmet = ({m.entry.id for m in said if m.entry.slot == slot} for slot in ("met", "unmet"))
        yes, no = self._concepts(tokens, cues, data)
        statement = Statement(tokens, cues, data, tuple(dict.fromkeys((cues.language, *self.languages))), partly)
        unmet |= self._by_content(tokens, matches, cues)
        contrary = Contrary(tokens, cues, self.against, data | self._spelt(tokens))
        undone = self.deeds.undone(tokens, cues, data) | contrary.sorts
        unmet |= {id_ for id_, wanted in self.wanted.items() if wanted & undone}
        unmet |= {id_ for id_ in self.conditions if contrary.leaves(self._spoken(id_, statement, cues))}
        hollow = Hollow(tokens, cues, tuple(dict.fromkeys((cues.language, *self.languages))))
        if cues.has("fact.elsewhere"):
            yes = set()
        for id_, about in self.about.items():
            if about & no:
                unmet.add(id_)
            elif about and about <= yes and id_ not in self.both and hollow.vouches(self.asked[id_]):
                met |= {id_} if any(statement.speaks_of(asked, about) for asked in self.asked[id_]) else set()
        stated = self._stated(statement, hollow)
        barred = self.forbidding.broken(tokens, cues, carried)
        unmet |= stated.unmet | self._hollow(matches, cues, data, hollow) | barred
        is_part = bool(
            any(cues.has(name) for name in IN_PART)
            or cues.done_in_part()
            or of_another(tokens, matches, cues, data | self._spelt(tokens))
        )
        met = set() if is_part else met | stated.met
        return Facts(frozenset(met - unmet), frozenset(unmet), stated.places, stated.named, barred, is_part)

    def _spelt(self, tokens: tuple[Token, ...]) -> set[int]:
        """Places of words of the conditions."""
        return {place for place, token in enumerate(tokens) if token.folded in self.spelt}

    def _spoken(self, id_: str, statement: Statement, cues: Cues) -> set[int]:
        """Where a message speaks of what has to be there or be done for a condition, be it a document; not of what has to go."""
        places = cues.places(*self.about[id_]) - cues.places("ignore")
        return places.union(*(statement.places_of_needed(asked) for asked in self.asked[id_]))

    def _stated(self, statement: Statement, hollow: Hollow) -> Facts:
        """What is stated of the conditions in their own words; one may be met and not met at once."""
        met: set[str] = set()
        unmet: set[str] = set()
        named: set[str] = set()
        places: set[int] = set()
        for id_, several in self.asked.items():
            for asked in several:
                told = statement.of(asked, self.about[id_], id_ in self.general)
                unmet |= {id_} if told.unmet else set()
                met |= {id_} if told.met and hollow.vouches(several) else set()
                places |= told.places
                named |= {id_} if told.by_name else set()
        return Facts(frozenset(met), frozenset(unmet), frozenset(places), frozenset(named))

    def _hollow(self, matches: list[Match], cues: Cues, data: set[int], hollow: Hollow) -> set[str]:
        """Conditions that what is told leaves unmet although it sounds like a yes; and all, where the asker lacks something that
        is said in another language than theirs."""
        special = {id_: several for id_, several in self.asked.items() if id_ not in self.general}
        found = hollow.unmet(special, self.silence)
        if cues.language not in self.spoken:
            tools = places_of(m for m in matches if m.entry.slot not in ("word", "part", "kind"))
            if hollow.lacks(data | tools, lambda token: self.index.is_everyday(token.folded, cues.language)):
                found |= set(special)
        return found

    def _by_content(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues) -> set[str]:
        """Conditions of which several words stand in a clause that denies or puts off ("the officer has not answered yet"); a
        tool's own name says nothing of its condition."""
        names = places_of(m for m in matches if m.entry.slot in TOOLS)
        denied = {
            tokens[m.first].clause
            for name in ("read.negation", "approval.unmet", "read.pending", "fact.later", "fact.denied")
            for m in cues.of(name)
            if not self._is_asked(tokens, m, cues)
        }
        found = set()
        for clause in denied:
            words = [t for p, t in enumerate(tokens) if t.clause == clause and t.own and p not in names]
            here = {stem(t.folded, lang) for t in words for lang in self.spoken}
            for id_, content in self.content.items():
                if len(content & here) >= max(2, (len(content) + 1) // 2):
                    found.add(id_)
        return found

    def concepts_in(self, cues: Cues) -> set[str]:
        """What conditions are about that the message speaks of at all."""
        return {name for name in cues.by_name if name in self.unnamed and cues.of(name)}

    def _concepts(self, tokens: tuple[Token, ...], cues: Cues, data: set[int]) -> tuple[set[str], set[str]]:
        yes: set[str] = set()
        no: set[str] = set()
        ignored = cues.places("ignore")  # who is "signed in" has signed nothing
        for name in self.concepts_in(cues):
            for match in cues.of(name):
                if self._is_asked(tokens, match, cues) or any(set(range(match.first, match.last)) <= s for s in (data, ignored)):
                    continue
                said = self._said(tokens, match, cues)
                (no if said is False else yes if said else set()).add(name)
        return yes - no, no

    def _is_asked(self, tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
        """Whether the sentence only asks about it: do I need, unless, only if, on or off; or its clause: I don't know if."""
        sentence = tokens[match.first].sentence
        return match.first in cues.unclaimed or any(tokens[m.first].sentence == sentence for m in cues.of("read.need"))

    def _said(self, tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool | None:
        clause, sentence = tokens[match.first].clause, tokens[match.first].sentence
        for cue in cues.of("approval.unmet"):
            overlaps = cue.first < match.last and match.first < cue.last
            gap = cue.first - match.last if cue.first >= match.last else match.first - cue.last
            if overlaps or (gap <= 3 and tokens[cue.first].clause == clause):
                return False
        for cue in (*cues.of("read.negation"), *cues.without()):
            before = 0 <= match.first - cue.last <= _BEFORE and tokens[cue.first].clause == clause
            after = 0 <= cue.first - match.last <= 2 and tokens[cue.first].clause == clause
            inside = match.first <= cue.first < match.last
            if (before or after) and not inside:
                return False
        if any(tokens[m.first].sentence == sentence and abs(m.first - match.first) <= 8 for m in cues.of("read.pending")):
            return False
        asking = (*cues.of("read.may"), *cues.of("read.explain"))
        question = any(tokens[m.first].clause == clause and m.first < match.first for m in asking)
        if self._is_claim(tokens, match):
            return True
        near = [m for m in cues.of("approval.met") if m.first - match.last <= 3 and match.first - m.last <= 3]
        told = any(tokens[m.first].clause == clause for m in near)
        claimed = told or bool(cues.places("read.claim") & set(range(match.first, match.last)))
        return True if claimed and not question else None

    @staticmethod
    def _is_claim(tokens: tuple[Token, ...], match: Match) -> bool:
        before = {t.folded for t in tokens[max(0, match.first - 4) : match.first]}
        return bool(before & _CLAIMING)


def _without_least(asked: Asked) -> Asked:
    """What everybody is told is "never more than 20": a number that must be passed is none of theirs."""
    return replace(asked, limits=tuple(one for one in asked.limits if not (one.least and one.strict)))
