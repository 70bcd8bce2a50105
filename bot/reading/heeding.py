"""Tokens go in, the phrases in them that count come out: none of another language's, none inside a phrase to ignore."""

from __future__ import annotations

from bot.reading.data.pieces import DATA
from bot.reading.words.language import stops_of
from bot.text.common import common_words
from bot.text.entries import Match
from bot.text.index import Index
from bot.text.small import small, small_of
from bot.text.tokens import SPOKEN, Token

_VERBS = {language: tuple(endings) for language, endings in small_of("infinitive").items()}
_ENDINGS = small("plural_ending")
_CHANGED = str.maketrans("vz", "fs")
"""Dutch letters at the end of a stem."""
_NAMES = frozenset({"row", "offering", "tool", "brand", "toolplan", "plan"})
"""What is called the same in every language."""
STRICTER = ("class.restricted", "class.secret")


class Heeding:
    """Finds phrases for one policy. ``plan_nouns``: words such as plan, which make a phrase to ignore one to read;
    ``containers``: words such as data, which make no level a stricter one."""

    def __init__(self, index: Index, plan_nouns: frozenset[str], containers: frozenset[str]) -> None:
        self.index = index
        self.plan_nouns, self.containers = plan_nouns, containers

    def matches(self, tokens: tuple[Token, ...], language: str) -> list[Match]:
        """Every phrase that counts. ``language``: the message's."""
        read = [m for m in self.index.find(tokens, language) if _is_name(m) or _is_read(tokens[m.first])]
        found = self._without_denied([m for m in read if self._is_spoken(m, tokens, language)])
        return self._heeded(tokens, found, language)

    def _is_spoken(self, match: Match, tokens: tuple[Token, ...], language: str) -> bool:
        """Words for plans, accounts and hosting count in their sentence's language only, names and phrases in any; a single word
        for data in another language's sense only where it is no word of the message's own ("mag", "arts", "brief"), and no
        everyday word is another form of one ("actually" of actuals)."""
        held = match.entry.language
        language = next(iter(tokens[match.first].langs), language)
        if match.entry.slot in ("plan", "account", "hosting", "family"):
            return held in ("any", "en", language)
        word = tokens[match.first].folded
        if match.entry.slot in DATA and match.size == 1 and self._is_another(match, word, language):
            return False
        # A policy's "resume" has no form "résumer" in French, where that is an everyday verb.
        foreign = match.entry.slot == "data" and language not in self.index.languages and word.endswith(_VERBS.get(language, ()))
        if match.size > 1 or match.part or not (foreign or match.entry.slot in ("kind", "part")):
            return True
        if held in ("any", language):
            near = (match.entry.words[0], f"{match.entry.words[0]}s", match.entry.words[0].removesuffix("s"))
            return word in near or not self.index.is_listed(word, language)
        return word == match.entry.words[0] and word not in common_words(language)

    def _is_another(self, match: Match, word: str, language: str) -> bool:
        """Whether a word only shares its stem with a name for data: the French "son" is no form of *sons*, and a *tribunal* no
        *tribune*, which is public."""
        name = match.entry.words[0]
        if word in stops_of(language) and word != name:
            return True
        is_mild = match.entry.id in self.index.mild_kinds and not match.part and match.via != "fuzzy"
        return is_mild and not _is_plural(word, name)

    def _without_denied(self, matches: list[Match]) -> list[Match]:
        """Without a harmless kind that a no of its own language stands before, whatever the message's language: "the nicht
        veröffentlichte Quartalszahlen" are none that are published."""
        denied = {(m.last, m.entry.language) for m in matches if m.entry.id == "read.negation" and m.via != "fuzzy"}
        mild = self.index.mild_kinds
        return [m for m in matches if m.size < 2 or m.entry.id not in mild or (m.first, m.entry.language) not in denied]

    def _heeded(self, tokens: tuple[Token, ...], matches: list[Match], language: str) -> list[Match]:
        """Without what stands inside a phrase to ignore ("log in", "HR said"), unless a word such as plan follows; and without
        a class that is named inside a stricter level ("strictly confidential" is more than the policy's "confidential")."""
        strict = [m for m in matches if m.entry.id in STRICTER and m.size > 1 and m.via != "fuzzy"]
        matches = [
            m
            for m in matches
            if m.entry.slot not in DATA or not any(_hides(one, m) for one in strict if self._is_more(tokens, one, m))
        ]
        ignored = [
            m
            for m in matches
            if m.entry.id == "ignore"
            and m.entry.language in ("any", language)
            and m.via != "fuzzy"
            and not (m.last < len(tokens) and tokens[m.last].folded in self.plan_nouns)
        ]
        if not ignored:
            return matches
        return [m for m in matches if m.entry.slot == "word" or not any(_hides(i, m) for i in ignored)]

    def _is_more(self, tokens: tuple[Token, ...], level: Match, match: Match) -> bool:
        """Whether a level says more than what stands in it: "protected data" is the policy's "protected"."""
        beside = {*range(level.first, level.last)} - {*range(match.first, match.last)}
        return level.size > match.size and any(tokens[place].folded not in self.containers for place in beside)


def _is_plural(word: str, other: str) -> bool:
    """Whether two words are the same but for the ending of one, however it is spelt before it ("brief, brieven")."""
    short, long = sorted((_squeezed(word), _squeezed(other)), key=len)
    cut = len(short)
    return long[: cut - 1] == short[:-1] and (long == short or long[cut:] in _ENDINGS or long[cut - 1 :] in _ENDINGS)


def _squeezed(word: str) -> str:
    """Without double letters, and with one letter for two that change before an ending."""
    spelt = word.translate(_CHANGED)
    return "".join(letter for place, letter in enumerate(spelt) if not place or spelt[place - 1] != letter)


def _is_name(match: Match) -> bool:
    return match.entry.slot in _NAMES and match.via != "fuzzy"


def _is_read(token: Token) -> bool:
    """Whether a word stands in a sentence of a language that is read: an Italian *cartella* is no Spanish *cartel*."""
    return not token.langs or token.langs[0] in SPOKEN


def _hides(ignored: Match, match: Match) -> bool:
    """Whether a match stands inside a phrase to ignore, or reaches into a longer one ("our code of conduct")."""
    if ignored.first <= match.first and match.last <= ignored.last:
        return ignored.size >= match.size
    return match.first < ignored.last and ignored.first < match.last and ignored.size > match.size
