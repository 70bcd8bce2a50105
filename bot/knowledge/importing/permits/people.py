"""A sentence that gives leave goes in, without what it asks for and excepts; whose leave it is comes out, as roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile

from bot.knowledge.importing.permits.leave_words import may_words, only_words, plain_words
from bot.knowledge.importing.texts.kinds import SURE
from bot.knowledge.importing.texts.patterns import any_of, joiners, parter, whole, without_brackets, without_determiner
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    generic_data,
    has_word,
    limit_words,
    lists,
    permit_words,
    small_words,
    table_words,
    tokens,
)

_LONGEST = 5
"""Words of a role's name."""
_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_ELIDED = re.compile(r"^(\s*[^\W\d_])['’](?=\w)")
"""An article that lost its vowel: "l'équipe"."""
_STOP = re.compile(r"[,;:.()]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Whose:
    """The people of a leave."""

    who: tuple[str, ...] = ()
    """In lower case, in the order of the sentence; nobody where it is everybody's, or it does not say whose."""
    is_reserved: bool = False
    """All others are shut out: "HR only"."""
    is_sure: bool = True
    """False where it shuts out others and nobody can read whom it lets in."""
    asks: bool = False
    """Something beside people stands before the leave, or narrows it: "In emergencies", "only on Mondays"."""


@dataclass(frozen=True, slots=True)
class People:
    """Reads them in the sentences of one policy. ``is_thing``: whether words name a tool or data of it; ``kinds``: the kinds of
    data of the catalog that a phrase names."""

    is_thing: Callable[[str], bool]
    language: str = ""
    kinds: Callable[[str], Mapping[str, int]] = lambda _: {}

    def of(self, said: str) -> Whose:
        """Of the words that shut others out the first that name people; else who stands before "may", else by or for whom."""
        may = may_words().search(said)
        limits = [self._reserved(said, found) for found in _reserved().finditer(said)]
        head = without_brackets(said[: may.start()] if may else said.partition(",")[0] if "," in said else "")
        asks = any(map(self._is_aside, _STOP.split(head)))
        if kept := [one for one in limits if one.who]:
            return replace(kept[0], asks=asks, is_sure=all(one.who == kept[0].who for one in limits))
        who = self._listed(head) if may else ()
        if not who and may:
            asks = asks or _is_all_but(_STOP.split(head)[-1])
            who = self._named(said[may.end() :]) if asks or not head.strip() else ()
            who = who or self._led(said, may.end())
        asks = (
            asks or any(one.asks for one in limits) or (bool(limits) and not who) or self._agrees(said[may.end() if may else 0 :])
        )
        return Whose(who, any(one.is_reserved for one in limits), all(one.is_sure for one in limits), asks)

    def are_some(self, said: str) -> bool:
        """Whether a sentence begins with what may be people: neither data that anybody knows, nor everybody."""
        first = _STOP.split(re.split(rf"{_verbs()}", said, maxsplit=1, flags=re.IGNORECASE)[0])[0]
        return bool(tokens(first)) and not (is_everybody(first) or self._is_data(first))

    def takes_out(self, text: str) -> bool:
        """Whether words that except or deny something are of more than data: "except interns", "but not by HR"."""
        return any(tokens(part) and not self._is_data(part) for part in parter("[,;/]", self.language).split(text))

    def _is_data(self, part: str) -> bool:
        """Whether it names no people, but data of the policy or a kind that the catalog knows."""
        kinds = self.kinds(without_determiner(_toward().sub("", part).strip(" ,.;")))
        sure = {kind for kind, how_sure in kinds.items() if how_sure == SURE}
        return not _is_known(part) and (self.is_thing(part) or bool(sure.difference(lists()["groups_of_people"])))

    def _led(self, said: str, at: int) -> tuple[str, ...]:
        """By whom or for whom, behind "may", or before a colon; with whom it is agreed is not who may."""
        chunks = [chunk for led, chunk in _chunks(said[at:]) if led not in _withs()]
        chunks += [said.partition(":")[0]] if ":" in said else []
        return next(filter(None, (self._listed(chunk, known_only=True) for chunk in chunks)), ())

    def _agrees(self, text: str) -> bool:
        """Whether it goes in with somebody: "with the go-ahead of Sales", "mit der Personalabteilung"."""
        return any(led in _withs() and self._listed(chunk, known_only=True) for led, chunk in _chunks(text))

    def _reserved(self, said: str, found: re.Match[str]) -> Whose:
        """What one word that shuts others out says: "only HR", "HR only", "dem Vertrieb vorbehalten"."""
        may = may_words().search(said, found.end())
        behind = _STOP.split(said[found.end() : may.start() if may else len(said)])[0]
        before = _last(_STOP.split(said[: found.start()])[-1])
        chunks = [chunk for chunk in _ends().split(behind) if chunk.strip()]
        near = _without_end(_toward().sub("", (chunks or [""])[0]))
        is_led = bool(_toward().match(behind) or _led().search(said[: found.start()]))
        is_aside = bool(tokens(behind)) and tokens(behind)[0] in _asides() and not _toward().match(behind)
        near = "" if is_aside else near
        is_subject = bool(may and may.start() == found.end() + len(behind) and not is_led)
        who = self._listed(near, known_only=not is_subject) or self._listed(before, known_only=True)
        if who:
            return Whose(who, is_reserved=True)
        is_of_thing = self.is_thing(behind if behind.strip() else before)
        is_shut = fold(found[0]) in _shutters()
        is_of_people = not (is_of_thing or is_aside) and (is_shut or is_led)
        return Whose((), is_shut, not is_of_people, not is_of_thing)

    def _is_aside(self, chunk: str) -> bool:
        """Whether words name no people, and neither a tool nor data: "After hours"."""
        said = tokens(chunk)
        return bool(said) and said[0] in _asides() and not self.is_thing(chunk) and not _is_known(chunk)

    def _named(self, text: str) -> tuple[str, ...]:
        """Who stands right behind "may", where something else begins the sentence: "Ohne Namen darf der Vertrieb ..."."""
        words = _STOP.split(text)[0].split()[: _LONGEST + 1]
        runs = (" ".join(words[:size]) for size in range(len(words), 0, -1))
        return next((who for run in runs if not self.is_thing(run) and (who := self._listed(run, known_only=True))), ())

    def _listed(self, text: str, *, known_only: bool = False) -> tuple[str, ...]:
        """The people of a list, from its end back to what is none. ``known_only``: only those named by a word for people."""
        found: list[str] = []
        for part in reversed(parter("[,;:–—]", self.language).split(text)):
            name = _bare(part)
            is_short = 0 < len(name.split()) <= _LONGEST
            if not is_short or is_everybody(name) or self.is_thing(part) or _is_other(part, name):
                break
            if known_only and not _is_known(name):
                break
            found.append(name)
        return tuple(dict.fromkeys(reversed(found)))


def is_everybody(name: str) -> bool:
    """Whether it names nobody in particular: "all staff", "everyone"."""
    return set(tokens(name)) <= _all() | plain_words()


def _is_all_but(name: str) -> bool:
    """Whether it names everybody with words that may take some of them out: "all staff in shops"."""
    whose = table_words()["whose"]
    return bool(has_word(name, [*whose["all"], *whose["anybody"]])) and not is_everybody(name)


def _bare(part: str) -> str:
    """A name without its article, and without "staff of" before it."""
    words = _WORD.findall(_ELIDED.sub(r"\1 ", part.lower()))
    whose = _all() | _small()
    words = list(dropwhile(lambda word: fold(word) in _small(), words))
    while len(words) > 1 and words[-1] in only_words():
        words.pop()  # "HR only"
    if len(words) > 1 and {fold(words[0]), fold(words[1])} <= whose:
        words = list(dropwhile(lambda word: fold(word) in whose, words))
    return " ".join(words)


def _last(before: str) -> str:
    """What stands right before a word, behind "for", "by" or an article."""
    said = [chunk for chunk in _ends().split(before) if chunk.strip()]
    return _article().split(said[-1])[-1] if said else ""


def _is_other(part: str, name: str) -> bool:
    """Whether it is no people's name: it has a digit, begins as none does ("after", "if"), or is of words that all data has."""
    said, begun = tokens(name), tokens(part)[:1]
    has_odd = any(any(map(str.isdigit, word)) for word in said) or has_word(name, limit_words()["under"])
    begins = bool(said) and (said[0] in _asides() or begun[0] in _asides())
    return bool(has_odd) or not said or begins or any(word in generic_data() - _within_names() for word in said)


def _is_known(name: str) -> bool:
    whose = table_words()["whose"]
    words = [*permit_words()["teams"], *permit_words()["people"], *whose["units"], *whose["team"]]
    return bool(has_word(name, words)) or name.strip().endswith(tuple(lists()["roles"]["ends"]))


@cache
def _all() -> frozenset[str]:
    whose = table_words()["whose"]
    return frozenset(map(fold, (*whose["everybody"], *whose["all"], *whose["anybody"])))


@cache
def _small() -> frozenset[str]:
    words = (*lists()["roles"]["determiners"], *lists()["owners"], *example_words()["articles"], *only_words())
    return frozenset(fold(word) for word in words)


@cache
def _asides() -> frozenset[str]:
    """Words that begin what is no people's name."""
    words = (*table_words()["whose"]["for"], *permit_words()["within"], *permit_words()["asides"], *example_words()["conditions"])
    return frozenset(fold(word) for word in words) - frozenset(map(fold, small_words()["determiners"]))


@cache
def _within_names() -> frozenset[str]:
    return _small() | {fold(word) for word in lists()["roles"]["joins"]}


@cache
def _ends() -> re.Pattern[str]:
    """Before or behind the people: by whom, for whom, with what."""
    return whole([*table_words()["whose"]["for"], *permit_words()["within"], *permit_words()["agents"], *permit_words()["uses"]])


@cache
def _led() -> re.Pattern[str]:
    """By whom or for whom, in a few words."""
    words = any_of([*table_words()["whose"]["for"], *permit_words()["agents"]])
    return re.compile(rf"(?<!\w)(?:{words})\s+(?:[^\s,;:.()]+\s+){{1,3}}$", re.IGNORECASE)


@cache
def _toward() -> re.Pattern[str]:
    words = [*limit_words()["agent"], *table_words()["whose"]["for"], *permit_words()["agents"]]
    return re.compile(rf"^\s*(?:{any_of(words)})\s+", re.IGNORECASE)


def _without_end(near: str) -> str:
    """ "HR and", before what else is said, and "la comptabilité y est autorisée": the people alone."""
    words = near.split()
    joins = re.compile(joiners(), re.IGNORECASE)
    while len(words) > 1 and (joins.fullmatch(words[-1]) or fold(words[-1].strip(".,")) in plain_words() - _all()):
        words.pop()
    return " ".join(words)


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """(The word that leads to it, folded, what stands between it and the next such word): "by Finance with rotas"."""
    led, at = "", 0
    for found in (*_ends().finditer(text), None):
        yield led, text[at : found.start() if found else len(text)]
        led, at = (fold(found[0]), found.end()) if found else ("", 0)


@cache
def _verbs() -> str:
    """What stands behind the subject."""
    words = permit_words()
    return rf"(?<!\w)(?:{any_of([*table_words()['may'], *words['holds'], *words['seconds'], *words['verbs']])})(?!\w)"


@cache
def _withs() -> frozenset[str]:
    """Before somebody who is asked, and before data."""
    return frozenset(map(fold, table_words()["whose"]["with"])) & frozenset(map(fold, permit_words()["within"]))


def shuts_out(text: str) -> bool:
    """Whether it has a word that shuts others out: "but only HR"."""
    return bool(_reserved().search(text))


@cache
def _reserved() -> re.Pattern[str]:
    return whole([*permit_words()["reserved"], *only_words()])


@cache
def _shutters() -> frozenset[str]:
    return frozenset(map(fold, permit_words()["reserved"])) - frozenset(map(fold, only_words()))


@cache
def _article() -> re.Pattern[str]:
    return whole((*lists()["roles"]["determiners"], *lists()["owners"], *example_words()["articles"]))
