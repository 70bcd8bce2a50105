"""Bans that were read in; a look first for whoever says most of what they are about, and not all of it, out.

"AI must never decide whether a lift goes back into service" is meant by whoever would have the lift signed off by Copilot. The
words are those by which the ban is told from what else the document speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

from bot.knowledge.importing.bans.data_bans import DataBan
from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limit_sentences import parts, spread
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.prose.uses import UseBan
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, tokens, unique_slug
from bot.knowledge.importing.waiting.telling import Telling, look_first
from bot.text.deeds import DECIDING, deed_of
from bot.text.small import small_of
from bot.text.tokens import stem

_MOST = 16
"""Values of one rule."""
_APART = 2
"""Places of two words in a thing that tell something together."""
_WHOLE = 3
"""Words of a thing that nobody says all of by chance."""


class _Said(NamedTuple):
    """One ban of a deed. ``quoted``: the sentence; ``part``: what of it says the deed; ``firm``: what it waits for itself."""

    line: Line
    quoted: str
    part: str
    rows: tuple[str, ...]
    firm: frozenset[frozenset[str]]


def find_near(built: Built, telling: Telling, taken: set[str]) -> Iterator[Limit]:
    """One for each ban of a deed that no caution quotes, and of a thing that is no kind of data of the catalog; whoever says all
    words of such a thing is told no."""
    quoted = {limit.line for limit in built.limits if limit.asks and limit.words}
    near = _Near(built, telling)
    for deed in (one for one in _deeds(built) if one.line not in quoted):
        yield from _asking(deed.line, deed.quoted, deed.rows, near.of_deed(deed.part, deed.firm), taken)
    for ban in built.data_bans:
        words = near.content(ban.phrase)
        if ban.whole or ban.of or len(words) < (_WHOLE if ban.kinds else 2):
            continue
        said, whole = ban.line.text.replace("**", ""), " ".join(words)
        if len(words) >= _WHOLE and not ban.kinds:
            yield Limit(unique_slug(f"never {whole}", taken), ban.line, said, rows=ban.rows, words=(whole,))
        yield from _asking(ban.line, said, ban.rows, near.of_thing(words), taken)


def _asking(line: Line, said: str, rows: tuple[str, ...], words: Iterable[str], taken: set[str]) -> Iterator[Limit]:
    told = tuple(dict.fromkeys(words))[:_MOST]
    if told:
        yield Limit(look_first(told, taken), line, said, rows=rows, asks=True, words=told)


def _deeds(built: Built) -> Iterator[_Said]:
    """The sentences that forbid a deed, each once."""
    known = set[str]()
    limits = [one for one in built.limits if not (one.asks or one.who) and (one.uses or one.words)]
    read = [(one.line, one.said, one.rows) for one in limits]
    read += [(ban.line, said, ban.rows) for ban in built.use_bans for said in _forbidding(ban.line)]
    for line, said, rows in read:
        bare = said.removeprefix(line.lead).strip() or said
        if bare not in known:
            known.add(bare)
            firm = frozenset(frozenset(words.split()) for one in limits if one.line == line for words in one.words)
            quoted = f"{line.lead} {bare}".strip() if line.lead else said
            yield _Said(line, quoted, fold(without_brackets(bare)), rows, firm)


def _forbidding(line: Line) -> Iterable[str]:
    """The sentences of a line that forbid: of an item the first one, of a paragraph those with a ban in them."""
    said = [whole for whole, _ in parts(line.text, any_length=True)]
    bans = [one for one in said if has_word(spread(one), limit_words()["ban"])]
    return said[:1] if line.lead or not bans else bans


class _Near:
    """Knows what else a document says."""

    def __init__(self, built: Built, telling: Telling) -> None:
        self.telling, self.language = telling, built.language
        self.languages = tuple(dict.fromkeys((built.language, "en")))
        self.hollow = small_of("stop").get(self.language, frozenset())
        bans: list[Limit | UseBan | DataBan] = [*built.limits, *built.use_bans, *built.data_bans]
        banned = {one.line.line for one in bans}
        others = (line for line in built.document.lines if line.line not in banned and line.kind != "row")
        told = (part for line in others for _, part in parts(line.text, any_length=True))
        plain = (part for part in told if not has_word(part, limit_words()["ban"]))
        self.plain = [frozenset(map(self._stem, tokens(spread(part)))) for part in plain]
        """The stems of each sentence that bans nothing."""
        self.listed = frozenset[str]().union(*self.plain)

    def of_deed(self, part: str, firm: frozenset[frozenset[str]]) -> list[str]:
        """A deed with each thing beside it; without what forbids already."""
        clauses = (self.content(clause) for clause in part.replace(";", ",").split(","))
        found = [*self.telling.decided(part), *(said for words in clauses for said in self._everyday(words))]
        return [said for said in found if frozenset(said.split()) not in firm]

    def _everyday(self, words: list[str]) -> Iterator[str]:
        """Everyday deeds ("write") with those of their things that nothing else speaks of, and others two by two."""
        deeds = {word: deed for word in words if (deed := deed_of(word, self.languages))}
        things = [word for word in words if word not in deeds]
        for deed in (word for word, kind in deeds.items() if kind != DECIDING):
            yield from (f"{deed} {thing}" for thing in things if self._stem(thing) not in self.listed)
            yield from (f"{deed} {one} {other}" for one, other in pairwise(things) if self._is_told_by(one, other))

    def of_thing(self, words: list[str]) -> Iterator[str]:
        """The words of a thing two by two, where they stand near each other and in no other sentence."""
        near = (pair for pair in combinations(enumerate(words), 2) if pair[1][0] - pair[0][0] <= _APART)
        for (_, one), (_, other) in near:
            if self.telling.weighs(one) and self.telling.weighs(other) and self._is_told_by(one, other):
                yield f"{one} {other}"

    def content(self, text: str) -> list[str]:
        """The words of a text that say something, each once."""
        words = (word for word in tokens(spread(fold(text))) if word not in self.hollow and self.telling.weighs_alone(word))
        return list(dict.fromkeys(words))

    def _is_told_by(self, *words: str) -> bool:
        return not any(sentence.issuperset(map(self._stem, words)) for sentence in self.plain)

    def _stem(self, word: str) -> str:
        return stem(word, self.language)
