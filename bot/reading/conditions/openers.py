"""A message that begins a talk goes in, with the conditions for what it asks about; out come those that it says are met, in the
words by which the policy expects to hear it.

Anything may be meant there, so a clause has to say all of that, in whatever order and language, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from bot.policy.house import Knowledge
from bot.policy.words import Question
from bot.reading.conditions.checklist import (
    ANY_USE,
    ASKING,
    OUT,
    SENSES,
    Checklist,
    Said,
    clauses_of,
    is_denied,
    keys_of,
    stems_of,
)
from bot.reading.conditions.facts import IN_PART
from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, tokens_of

_ALIKE = {"=only": small("only"), "=part": small("a_part"), "=needed": small("needed")}
"""What stands for the same in any language, beside names."""
_NOT_CLAIMED = Spoken("not_claimed")
_LINK = "s"
"""Joins the two words of a compound ("Vertragspartner")."""
_ASKS = (*ASKING, "read.may", "read.need", "read.asking")


class Openers:
    """What each condition's own phrases say, made once for one policy."""

    def __init__(self, knowledge: Knowledge, checklist: Checklist) -> None:
        self.checklist, self.languages = checklist, checklist.policy_languages()
        told = knowledge.vocabulary.conditions
        said = {id_: {self._keys(phrase, one) for phrase in told[id_].met for one in self.languages} for id_ in told}
        self.phrases = {id_: frozenset(keys for keys in held if keys - SENSES) for id_, held in said.items()}

    def _keys(self, text: str, language: str) -> frozenset[str]:
        tokens = tokens_of(text)
        cues = Cues(tokens, self.checklist.index.find(tokens, language), (language,))
        return frozenset().union(*_bridged(keys_of(tokens, cues, (language,)), tokens, cues).values())

    def heard(
        self, tokens: tuple[Token, ...], cues: Cues, question: Question, spans: Iterable[tuple[int, int]], *, asks: bool
    ) -> Said:
        """``spans``: where the tools are named; ``asks``: whether the last sentence may be a question."""
        ids = [id_ for id_ in self.checklist.open_in(question) if self.phrases.get(id_)]
        if not ids or any(cues.has(name) for name in IN_PART) or cues.done_in_part():
            return Said()
        keys = _bridged(keys_of(tokens, cues, (cues.language, *self.languages)), tokens, cues)
        known = frozenset(s for ask in question.data for t in tokens_of(ask.name) for s in stems_of(t, ("en", cues.language)))
        given = places_of(m for m in cues.of("approval.met") if m.size > 1)  # "gave the ok"
        asking = (cues.places(*_ASKS) - given) | cues.unclaimed | _asked(tokens, spans, asks=asks)
        clauses = clauses_of(tokens)
        denied = [here for here in clauses if is_denied(here, tokens, cues)]
        met: set[str] = set()
        places: set[int] = set()
        for here in clauses:
            said = [keys[place] for place in here if place in keys]
            if not said or set(here) & asking or here in denied or any(tokens[place] in _NOT_CLAIMED for place in here):
                continue
            told = frozenset().union(*said)
            for id_ in ids:
                phrases = (_apart(phrase, told) for phrase in self.phrases[id_])
                wanted = [phrase for phrase in phrases if (rest := phrase if OUT in phrase else phrase - known) and rest <= told]
                if any(all(one & (phrase | (known if OUT in phrase else frozenset())) for one in said) for phrase in wanted):
                    met.add(id_)
                    places |= set(here)
        # "the owner agreed" is that person's own yes, unless something is denied beside it
        return Said(met=frozenset(met), about=frozenset() if denied else frozenset(met), places=frozenset(places))


def joined(said: Said, claimed: Said) -> Said:
    """What a reply says of its thread's conditions, with those that it claims; not with what it denies beside that."""
    if said.unmet or not claimed.met:
        return said
    met, about, places = said.met | claimed.met, said.about | claimed.about, said.places | claimed.places
    return replace(said, met=met, about=about, places=places)


def _asked(tokens: tuple[Token, ...], spans: Iterable[tuple[int, int]], *, asks: bool) -> frozenset[int]:
    """Places of the sentences that ask, and of the tools."""
    sentences = {before.sentence for before, token in pairwise(tokens) if "?" in token.gap}
    sentences |= {tokens[-1].sentence} if asks else set()
    named = {place for first, last in spans for place in range(first, last)}
    return frozenset(named | {place for place, token in enumerate(tokens) if token.sentence in sentences})


def _apart(phrase: frozenset[str], told: frozenset[str]) -> frozenset[str]:
    """A phrase with what is said for a compound of its own: "contracteigenaar" is an "eigenaar van het contract"."""
    for whole in phrase - SENSES:
        for one in told:
            other = whole.removeprefix(one)
            if other != whole and (rest := {other, other.removeprefix(_LINK)} & told):
                return phrase - {whole} | {one} | rest
    return phrase


def _bridged(keys: dict[int, frozenset[str]], tokens: tuple[Token, ...], cues: Cues) -> dict[int, frozenset[str]]:
    """With one sense for what is said alike in every language; without words that everybody uses of anything."""
    names, helping, found = cues.places("fact.names"), cues.places("read.auxiliary"), dict[int, frozenset[str]]()
    for place, token in enumerate(tokens):
        word, held = token.folded, keys.get(place, frozenset[str]())
        sense = next((sense for sense, words in _ALIKE.items() if word in words), "=names" if place in names else "")
        if sense and token.own:
            found[place] = frozenset({sense, *(held & SENSES)})
        elif held & SENSES or (held and not (is_stop(word) or word in ANY_USE or place in helping)):
            found[place] = held
    return found
