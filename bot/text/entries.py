"""What a phrase means, and where it was found, as plain values; of several matches the longest are kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.text.small import small, small_of
from bot.text.tokens import Token, is_form_of

_STEM_SLACK = {"en": 2}
"""How many letters two words of one stem may differ: "publication" is not "public"."""

MADE = "made"
"""``via`` of a phrase that nobody wrote down ("the AI in Jira", of a name): it is met letter by letter or not at all."""
_ADJECTIVES = tuple(small_of("adjective_ending")["en"])
_DEEDS = {language: tuple(endings) for language, endings in small_of("deed_ending").items()}

_LINKS = small("of_turned")
"""Words between a thing and what it is of, when its name is turned round."""
_OWN = frozenset({"row", "offering", "data"})
"""Slots that a policy's own names have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means. ``slot``: row, offering, tool, brand, family, plan, account, hosting, data, kind, transformation,
    met, unmet, context or word; ``id``: within that slot."""

    slot: str
    id: str
    via: str = "name"
    source: str = "policy"
    words: tuple[str, ...] = ()
    language: str = "any"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry at tokens ``first`` to ``last`` (``last`` excluded). ``part``: only a part of a compound word was read."""

    first: int
    last: int
    entry: Entry
    via: str
    part: bool = False

    @property
    def size(self) -> int:
        return self.last - self.first


def same_words(entry: Entry, tokens: tuple[Token, ...]) -> bool:
    """Whether tokens of the same stems are the words of a phrase in a form that may mean it."""
    if entry.slot in ("account", "plan", "hosting", "brand", "tool", "toolplan") and len(entry.words) == 1:
        return tokens[0].folded in (entry.words[0], entry.words[0] + "s")
    if entry.id == "ignore":
        return entry.words == tuple(token.folded for token in tokens)
    if entry.slot == "kind" and len(entry.words) == 1:
        return is_form_of(tokens[0].folded, entry.words[0], entry.language)
    if entry.slot == "transformation" and len(entry.words) == 1:
        # What was done has the ending of a participle: "coded" answers are no "codes", and no "code".
        return tokens[0].folded.startswith(entry.words[0])
    if entry.slot == "data" and any(_is_other(word, t.folded) for word, t in zip(entry.words, tokens, strict=True)):
        return False
    # A product's name has no inflected forms: "contracted AI" is no "Contract AI".
    slack = 1 if entry.slot in ("brand", "tool", "toolplan") else _STEM_SLACK.get(entry.language, 3)
    return all(
        word == token.folded
        or (min(len(word), len(token.folded)) >= 3 and abs(len(word) - len(token.folded)) <= min(slack, len(word) - 2))
        for word, token in zip(entry.words, tokens, strict=True)
    )


def _is_other(name: str, said: str) -> bool:
    """Whether a word of the same stem is one for a deed, or for somebody, and a name's word is not."""
    return _is_deed(name) != _is_deed(said) or _is_of_adjective(said, name)


def _is_deed(word: str) -> bool:
    """Whether a word is one for doing something: who has "credentialing" in a mild class says nothing of credentials."""
    return word.removesuffix("s").endswith(_DEEDS["en"])


def _is_of_adjective(word: str, adjective: str) -> bool:
    """Whether a word is the noun of an adjective: the "interns" are nothing "internal"."""
    return any(adjective == f"{word.removesuffix('s')}{ending}" for ending in _ADJECTIVES)


def is_nearer(entry: Entry, held: Match, language: str, fuzzy: bool) -> bool:
    """Whether a word that several languages share ("brochure") was found as another's before it was found as the message's."""
    shared = entry.slot == "kind" and not fuzzy and held.via != "fuzzy"
    return shared and entry.language == language and held.entry.language not in ("any", language)


def longest(matches: list[Match], slots: frozenset[str]) -> list[Match]:
    """Of the matches of some slots those that no longer one covers; equally long ones all stay, and where two only share a word
    the policy's own name does: "el chatgpt corporativo" is the row of that name."""
    mine = sorted((m for m in matches if m.entry.slot in slots), key=lambda m: (-_weight(m), m.entry.slot not in _OWN, m.first))
    taken: dict[int, tuple[int, int]] = {}
    kept = []
    for match in mine:
        spans = {taken.get(place) for place in range(match.first, match.last)}
        if spans <= {None} or spans == {(match.first, match.last)}:
            kept.append(match)
            for place in range(match.first, match.last):
                taken[place] = (match.first, match.last)
    return sorted(kept, key=lambda m: m.first)


def _weight(match: Match) -> int:
    """Its words, without those that only link them: a "plan about Project Heron" is about that project."""
    links = match.entry.words[1:-1] if match.entry.slot == "data" else ()
    return match.size - sum(word in _LINKS for word in links)
