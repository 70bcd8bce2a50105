"""Items of lists of what no tool may be used for in; what each does to what, in the policy's own words, out.

"Choosing or ranking applicants" forbids whatever a message says both words of, whichever use of the catalog it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.prose.used_for import used_for
from bot.knowledge.importing.prose.uses import banned_item, rows_told
from bot.knowledge.importing.texts.document import Line, unmarked
from bot.knowledge.importing.texts.patterns import any_of, joiners, without_deed
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import fold, for_all_words, has_word, small_words, unique_slug, use_words
from bot.text.deeds import deed_of

Weigh = Callable[[str], int]
"""A word -> 2 where it tells by itself what is meant, 1 where it tells something, 0 where anybody says it of anything."""
_WORD = re.compile(r"[^\W\d_][\w-]*")
_LEAST = 3
"""Letters of a word that tells anything."""
_MOST = 24
"""Pairs of one item."""
_Thing = tuple[str, ...]
_Read = Iterator[tuple[list[str], list[_Thing]]]


def find_said_uses(built: Built, weigh: Weigh, taken: set[str]) -> list[Limit]:
    """A ban for each item, of what a message must say both words of. None below what is said of some logins only."""
    used = {ban.line for ban in built.data_bans}
    rows, found = list(built.tools.values()), []
    for line in built.document.lines:
        for whole, said in _banned(line) if line not in used else ():
            of = rows_told(line, [said], rows)
            words = done_in(said, built.language, weigh) if of or not has_word(line.lead, for_all_words()["own"]) else ()
            if words:
                found.append(Limit(unique_slug(f"never {words[0]}", taken), line, whole, rows=of, words=words))
    return found


def _banned(line: Line) -> Iterator[tuple[str, str]]:
    """What is quoted of a line, and what it forbids to do: of an item below a lead that forbids, or of its sentences."""
    if item := banned_item(line):
        yield f"{line.lead} {item}".rstrip(" ;,"), item
    for sentence in statements_of(unmarked(line.text)) if line.kind != "row" and not item else ():
        if deeds := used_for(sentence):
            yield sentence.strip(), deeds


def done_in(item: str, language: str, weigh: Weigh) -> tuple[str, ...]:
    """Each deed of an item with each thing that it is done to: "applicants ranking", "applicants scoring"; none where it says
    no deed, or only things that could be anything."""
    joined = rf"[,;]|\b(?:{joiners(language)}|{any_of(use_words()['deeds']['also'])})\b"
    nouns, named = _nouns(item, language)
    parts = [_Part(text, language, weigh, is_thing=bool(nouns)) for text in re.split(joined, named)]
    read = _last if language in use_words()["deeds"]["last"] else _first
    found = iter([(nouns, [part.thing for part in parts if part.thing])]) if nouns else read(parts)
    pairs = (" ".join((*thing, deed)) for deeds, things in found for thing, deed in product(things, deeds))
    return tuple(dict.fromkeys(pairs))[:_MOST]


def _nouns(item: str, language: str) -> tuple[list[str], str]:
    """Deeds that stand first as nouns where verbs stand last, and what they are done to: "das Zusammenfassen von Briefen"; any
    other item as it is."""
    deeds = use_words()["deeds"]
    the, of = (any_of(words) for words in (small_words()["determiners"], deeds["named"]))
    found = re.match(rf"(?P<the>(?:{the})\s+)?(?P<deed>[^,;]+?)\s+(?:{of})\s+(?P<things>.+)$", item, re.IGNORECASE)
    if language not in deeds["last"] or found is None:
        return [], item
    nouns = [fold(one) for one in re.split(rf"\s*,\s*|\s+(?:{joiners(language)})\s+", found["deed"])]
    ends = tuple(deeds["ends"][language])
    are_deeds = all(deed_of(one, (language,)) or (found["the"] and one.endswith(ends)) for one in nouns)
    return (nouns, found["things"]) if are_deeds else ([], item)


def is_of_deed(item: str, language: str) -> bool:
    """Whether an item is about what is done with its things, in a word that the catalog knows, and not about these: "translating
    medical letters"; to enter them is to have them in a tool at all."""
    said = [word for word in _WORD.findall(item) if fold(word) not in _idle()]
    place = -1 if language in use_words()["deeds"]["last"] else 0
    is_deed = len(said) > 1 and (_nouns(item, language)[0] or deed_of(fold(said[place]), (language,)))
    return without_deed(item) == item and bool(is_deed)


@cache
def _idle() -> frozenset[str]:
    return frozenset(fold(word) for word in use_words()["deeds"]["idle"])


class _Part:
    """What stands between two commas or joining words: a deed, a thing, or both."""

    def __init__(self, text: str, language: str, weigh: Weigh, *, is_thing: bool = False) -> None:
        self.language = language
        self.ends = tuple(use_words()["deeds"]["ends"].get(language, ()))
        words = _WORD.findall(text)
        is_last = language in use_words()["deeds"]["last"]
        place = -1 if is_last else 0
        said = [word for word in words if not self._is("idle", word)]
        is_deed = bool(said) and not is_thing and self._is_deed(said[place]) and (not is_last or said[place][0].islower())
        self.deed = _bare(said[place], language) if is_deed else ""
        rest = (said[:-1] if is_last else said[1:]) if is_deed else said
        self.begins_aside = bool(words) and self._is("prepositions", words[0])
        leads = ("of", "prepositions") if is_deed and not is_last else ("of",)  # "deciding on promotion", "de stem"
        while rest and any(self._is(name, rest[0]) for name in leads):
            rest = rest[1:]
        end = next((at for at, word in enumerate(rest) if self._is("prepositions", word)), len(rest))
        self.is_cut = end < len(rest)
        self.thing = self._thing(rest[:end], weigh)

    def _thing(self, words: list[str], weigh: Weigh) -> _Thing:
        """A word that tells by itself; else the noun with what stands beside it, or behind an "of"."""
        end = next((at for at, word in enumerate(words) if self._is("of", word)), len(words))
        named, behind = ([fold(word) for word in part if len(word) >= _LEAST] for part in (words[:end], words[end + 1 :]))
        if not named:
            return ()
        head = named[0] if self.language in use_words()["deeds"]["noun_first"] else named[-1]
        if weigh(head) > 1:
            return (head,)
        near = named[:2] if head == named[0] else named[-2:]
        whole = (*near, *behind[-1:]) if len(near) == 1 else tuple(near)
        return tuple(dict.fromkeys(whole)) if any(map(weigh, whole)) else ()

    def _is(self, name: str, word: str) -> bool:
        return fold(word) in {fold(one) for one in use_words()["deeds"][name]}

    def _is_deed(self, word: str) -> bool:
        is_verb = fold(word).endswith(self.ends) or deed_of(fold(word), (self.language,))
        return bool(is_verb) and not self._is("light", word)


def _first(parts: list[_Part]) -> _Read:
    """Deeds before their things: a deed alone shares the things of the next one, a thing alone the deeds before it; what goes on
    behind a preposition is no thing ("for tiredness, mood or attendance")."""
    deeds: list[str] = []
    things: list[_Thing] = []
    is_aside = False
    for part in parts:
        if part.deed and things:
            yield deeds, things
            deeds, things = [], []
        is_aside = is_aside and not part.deed
        deeds += [part.deed] if part.deed else []
        things += [part.thing] if part.thing and deeds and not is_aside and not part.begins_aside else []
        is_aside = is_aside or part.is_cut or part.begins_aside
    yield deeds, things


def _last(parts: list[_Part]) -> _Read:
    """Deeds behind their things: a thing alone shares the deeds of the next one, a deed alone the things before it."""
    deeds: list[str] = []
    things: list[_Thing] = []
    is_aside = False
    for part in parts:
        is_thing = bool(part.thing) and not is_aside and not part.begins_aside
        if is_thing and deeds:
            yield deeds, things
            deeds, things = [], []
        things += [part.thing] if is_thing else []
        deeds += [part.deed] if part.deed else []
        is_aside = (is_aside or part.is_cut or part.begins_aside) and not part.deed
    yield deeds, things


def _bare(word: str, language: str) -> str:
    """A deed without what stands within it: "auszuwerten"."""
    within = use_words()["deeds"]["within"].get(language)
    return re.sub(within, r"\1\2", fold(word)) if within else fold(word)
