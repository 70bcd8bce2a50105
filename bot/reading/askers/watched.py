"""A message goes in, the words come out that rules of the policy wait for (``where: {words: [...]}``).

What is said here only ever makes a ruling stricter: such rules ask for a review or forbid.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, Prefix

from bot.policy.house import Knowledge
from bot.policy.words import SEVERAL, Effect, Slot
from bot.policy.world import Catalog
from bot.reading.undecided import is_denied
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words
from bot.text.deeds import DECIDING, deed_of, places_of_deed
from bot.text.entries import Match
from bot.text.spans import places_of
from bot.text.tokens import Token, is_form_of, stem, words_of

_LONG, _SLIP = 6, 8
"""Letters from which on a word is found within a compound, and misspelt."""
_ROOT, _MOST = 5, 0.6
"""Letters that forms of a deed share at least, and how much of the longer one they are."""
_BEFORE = 2
"""Letters that a deed may have before it."""
_COMPOUNDS = ("de", "nl")
_NO_DATA = ("account", "plan", "hosting")
"""Slots of words that are said of a tool: "my city login" is no credentials."""
_DENIED = 3
"""Words behind a no that it denies: "no court papers in it"."""
_FIRST = 2
"""Names of a kind of data that mean all of it."""


class Watched:
    """The words that one policy's rules wait for."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        rules = (*knowledge.policy.rules, *(waiver.rule for waiver in knowledge.policy.waivers))
        values = {value for rule in rules for value in rule.where.get(Slot.WORDS, frozenset())}
        self.languages = tuple(dict.fromkeys((*knowledge.vocabulary.languages, "en")))
        self.phrases = {value: words for value in sorted(values) if (words := tuple(dict.fromkeys(words_of(value))))}
        forbid = frozenset(v for r in rules if r.effect == Effect.FORBID for v in r.where.get(Slot.WORDS, ()))
        denials = all_words(catalog, "read.negation")
        self.denials = frozenset(v for v in forbid if denials & {*self.phrases.get(v, ())[:1]})
        """Those that forbid and begin with a denial ("no AI"): they are said as they stand."""
        self.firm = forbid - self.denials
        """The others that forbid, which are not said where they are denied: "no court papers in it"."""
        self.deeds = {word: deed for words in self.phrases.values() for word in words if (deed := deed_of(word, self.languages))}
        """Words of theirs which are a deed: other words for it count as well."""
        called = self._called(catalog)
        self.kinds = {value: self._kinds(words, called) for value, words in self.phrases.items()}

    def _called(self, catalog: Catalog) -> dict[tuple[str, ...], set[str]]:
        """Kinds of data by the stems of their first names: a name further down may be of a part of the kind only."""
        found: dict[tuple[str, ...], set[str]] = {}
        for kind in catalog.kinds.values() if self.phrases else ():
            for lang in self.languages:
                for name in kind.words.get(lang, ())[:_FIRST]:
                    found.setdefault(_stems(words_of(name), lang), set()).add(kind.id)
        return found

    def _kinds(self, words: tuple[str, ...], called: dict[tuple[str, ...], set[str]]) -> frozenset[str]:
        """The kinds that a value is called like: they have other names, and names in other languages."""
        return frozenset().union(*(called.get(_stems(words, lang), ()) for lang in self.languages))

    def read(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues) -> str:
        """Those that are said, joined as values of one slot; or nothing."""
        if not self.phrases:
            return ""
        sentences: dict[int, list[str]] = {}
        for token in tokens:
            sentences.setdefault(token.sentence, []).append(token.folded)
        sure = _without_denied(tokens, cues) if self.firm else {}
        logins = places_of(m for m in matches if m.entry.slot in _NO_DATA)
        whole = (m for m in matches if m.entry.slot == "kind" and m.via != "fuzzy" and not m.part)
        kinds = {m.entry.id for m in whole if logins.isdisjoint(range(m.first, m.last))}
        said = (
            value
            for value, words in self.phrases.items()
            if self.kinds[value] & kinds
            or any(self._holds(here, words, value) for here in (sure if value in self.firm else sentences).values())
        )
        return SEVERAL.join(said)

    def _holds(self, here: list[str], words: tuple[str, ...], value: str) -> bool:
        """Whether a sentence says all the words, each by a word of its own where it can."""
        if value in self.denials:
            return any(tuple(here[at : at + len(words)]) == words for at in range(len(here)))
        is_deed = value in self.firm and len(words) > 1  # "ranking applicants": "to rank", "a ranking"
        places = [{at for at, said in enumerate(here) if self._is(said, word, is_deed)} for word in words]
        if len(words) > 1:
            others = (self._other(here, word, is_firm=is_deed) for word in words)
            places = [found | other for found, other in zip(places, others, strict=True)]
        both = set[int].intersection(*places) if is_deed else ()
        one = any(len(here[at]) >= 2 * _LONG for at in both)  # "Bewerbungssortierung"
        return all(places) and (one or len(set().union(*places)) >= min(len(words), 2))

    def _other(self, here: list[str], word: str, *, is_firm: bool) -> set[int]:
        """Where a word stands that says the same deed, or the half of a compound: "codes" of "Schlüsselcodes". ``is_firm``: it
        forbids, so that it must say just the same."""
        deed = self.deeds.get(word, "")
        found = places_of_deed(deed, here, self.languages) if deed and not (is_firm and deed == DECIDING) else set[int]()
        if is_firm:
            return found
        is_long = self.languages[0] in _COMPOUNDS and len(word) >= 2 * _ROOT
        halves = (at for at, said in enumerate(here) if len(said) >= _ROOT and (word.startswith(said) or word.endswith(said)))
        return found | set(halves if is_long else ())

    def _is(self, said: str, word: str, is_deed: bool = False) -> bool:
        return said == word or is_said(said, word, self.languages) or (is_deed and _is_alike(said, word, self.languages[0]))


@lru_cache(maxsize=50_000)
def is_said(said: str, word: str, languages: tuple[str, ...]) -> bool:
    """Whether a word stands for another one that a rule waits for: as a form of it, within a compound, or misspelt."""
    alike = (lang for lang in languages if len(word) > 2 and stem(said, lang) == stem(word, lang))
    if any(is_form_of(said, word, lang) for lang in alike):
        return True
    if len(word) >= _LONG and len(said) > len(word) and languages[0] in _COMPOUNDS:
        bare = stem(word, languages[0])
        return len(bare) >= _LONG - 1 and bare in said
    return len(word) >= _SLIP and OSA.distance(said, word, score_cutoff=1) <= 1


@lru_cache(maxsize=50_000)
def _is_alike(said: str, word: str, language: str) -> bool:
    """Whether two words have most of their beginning in common ("sortieren", "sortiert"), behind a few letters in languages with
    compounds ("vorsortiert", "gesorteerd"); "Bewerbung" is no form of "bewerten"."""
    starts = range(_BEFORE, len(said) - _ROOT + 1) if language in _COMPOUNDS else ()
    parts = (said, *(said[at:] for at in starts))
    shared = ((Prefix.similarity(part, word), max(len(part), len(word))) for part in parts)
    return any(alike >= _ROOT and alike >= _MOST * longer for alike, longer in shared)


def _without_denied(tokens: tuple[Token, ...], cues: Cues) -> dict[int, list[str]]:
    """The words of each sentence without those that are denied: the first few behind a no, in its clause."""
    found: dict[int, list[str]] = {}
    starts = [at for at in range(len(tokens)) if is_denied(tokens, at, cues)]
    denied = {at for start in starts for at in range(start, start + _DENIED) if at < len(tokens)}
    for at, token in enumerate(tokens):
        if at not in denied:
            found.setdefault(token.sentence, []).append(token.folded)
    return found


def _stems(words: tuple[str, ...], lang: str) -> tuple[str, ...]:
    return tuple(stem(word, lang) for word in words)
