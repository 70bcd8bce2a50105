"""Bans that were read in; a look first for whoever says most of what they are about, and not all of it, out.

"AI must never decide whether a lift goes back into service" is meant by whoever would have the lift signed off by Copilot. The
words are those by which the ban is told from what else the document speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limit_sentences import parts, spread
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.telling import Telling
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, tokens, unique_slug
from bot.tongue.deeds import DECIDING, deed_of
from bot.tongue.small import small_of
from bot.tongue.text import stem

_MOST = 16
"""Pairs of one ban."""
_APART = 2
"""Words that may stand between two things that tell something together."""
_WHOLE = 3
"""Words of a thing that nobody says all of by chance."""


class _Said(NamedTuple):
    """What one ban says: its line, the sentence as it is quoted, what of it says what is done or kept out, and the rows."""

    line: Line
    quoted: str
    part: str
    rows: tuple[str, ...]
    firm: frozenset[frozenset[str]] = frozenset()
    """Words that the ban itself waits for."""


def find_near(built: Built, telling: Telling, taken: set[str]) -> Iterator[Limit]:
    """One for each ban of a deed, and of a thing that no kind of data of the catalog says; whoever says all its words is told no."""
    quoted = {limit.line for limit in built.limits if limit.asks and limit.words}
    deeds = [one for one in _deeds(built) if one.line not in quoted]
    banned = frozenset(one.line.line for one in (*built.limits, *built.use_bans, *built.data_bans))
    near = _Near(built, telling, banned)
    for said in deeds:
        yield from near.limits(said, near.of_deed(said.part, said.firm), taken)
    for ban in built.data_bans:
        words = near.content(ban.phrase)
        if ban.whole or ban.of or len(words) < (_WHOLE if ban.kinds else 2):
            continue
        thing = _Said(ban.line, ban.line.text.replace("**", ""), ban.phrase, ban.rows)
        if len(words) >= _WHOLE and not ban.kinds:
            yield Limit(unique_slug(f"never {' '.join(words)}", taken), ban.line, thing.quoted, rows=ban.rows, words=(" ".join(words),))
        yield from near.limits(thing, near.of_things(words), taken)


def _deeds(built: Built) -> Iterator[_Said]:
    """The sentences that forbid a deed, each once."""
    known = set[str]()
    limits = [one for one in built.limits if not (one.asks or one.who) and (one.uses or one.words)]
    read = [(one.line, one.said, one.rows) for one in limits]
    read += [(ban.line, said, ban.rows) for ban in built.use_bans for said in _forbidding(ban.line)]
    for line, said, rows in read:
        firm = frozenset(frozenset(words.split()) for one in limits if one.line == line for words in one.words)
        bare = said.removeprefix(line.lead).strip() or said
        quoted = f"{line.lead} {bare}".strip() if line.lead else said
        if bare not in known:
            known.add(bare)
            yield _Said(line, quoted, fold(without_brackets(bare)), rows, firm)


def _forbidding(line: Line) -> Iterable[str]:
    """The sentences of a line that forbid: of an item the first one, of a paragraph those with a ban in them."""
    said = [whole for whole, _ in parts(line.text, any_length=True)]
    bans = [one for one in said if has_word(spread(one), limit_words()["ban"])]
    return said[:1] if line.lead or not bans else bans


class _Near:
    """Knows what else a document says."""

    def __init__(self, built: Built, telling: Telling, banned: frozenset[int]) -> None:
        self.telling, self.language = telling, built.language
        self.languages = tuple(dict.fromkeys((built.language, "en")))
        self.hollow = small_of("stop").get(self.language, frozenset())
        bans = limit_words()["ban"]
        others = (line for line in built.document.lines if line.line not in banned and line.kind != "row")
        told = (part for line in others for _, part in parts(line.text, any_length=True) if not has_word(part, bans))
        self.plain = [frozenset(map(self._stem, tokens(spread(part)))) for part in told]
        """The stems of each sentence that bans nothing."""
        self.listed = frozenset[str]().union(*self.plain)

    def limits(self, said: _Said, words: Iterable[str], taken: set[str]) -> Iterator[Limit]:
        told = tuple(dict.fromkeys(words))[:_MOST]
        if told:
            yield Limit(unique_slug(f"look first {told[0]}", taken), said.line, said.quoted, rows=said.rows, asks=True, words=told)

    def of_deed(self, part: str, firm: frozenset[frozenset[str]]) -> list[str]:
        """A deed with each thing beside it. ``firm``: what forbids already."""
        clauses = (self.content(clause) for clause in part.replace(";", ",").split(","))
        found = [*self.telling.decided(part), *(said for words in clauses for said in self._done(words))]
        return [said for said in found if frozenset(said.split()) not in firm]

    def _done(self, words: list[str]) -> Iterator[str]:
        """Everyday deeds ("write") with those of their things that nothing else speaks of, and others two by two."""
        deeds = {word: deed for word in words if (deed := deed_of(word, self.languages))}
        things = [word for word in words if word not in deeds]
        for deed in (word for word, kind in deeds.items() if kind != DECIDING):
            yield from (f"{deed} {thing}" for thing in things if self._stem(thing) not in self.listed)
            yield from (f"{deed} {one} {other}" for one, other in pairwise(things) if self._is_told_by(one, other))

    def of_things(self, words: list[str]) -> Iterator[str]:
        """Things two by two that stand near each other, in no other sentence."""
        near = (pair for pair in combinations(enumerate(words), 2) if pair[1][0] - pair[0][0] <= _APART)
        for (_, one), (_, other) in near:
            weights = [self.telling.weighs(one), self.telling.weighs(other)]
            if all(weights) and self._is_told_by(one, other):
                yield f"{one} {other}"

    def content(self, text: str) -> list[str]:
        """The words of a text that say something, each once."""
        words = (word for word in tokens(spread(fold(text))) if word not in self.hollow and self.telling.weighs_alone(word))
        return list(dict.fromkeys(words))

    def _is_told_by(self, *words: str) -> bool:
        return not any(sentence.issuperset(map(self._stem, words)) for sentence in self.plain)

    def _stem(self, word: str) -> str:
        return stem(word, self.language)
