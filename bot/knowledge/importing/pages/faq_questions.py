"""One question of a page in; the tools and the data that it is about, whether it asks for leave, and under what, out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.knowledge.importing.pages.page_labels import is_no
from bot.knowledge.importing.pages.page_things import is_rest, is_use_of, parts_of
from bot.knowledge.importing.pages.products import catalog_names, is_name
from bot.knowledge.importing.texts.patterns import without_determiner
from bot.knowledge.importing.texts.words import (
    faq_set,
    faq_words,
    find_run,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    small_words,
    table_words,
    tokens,
    without_generic,
)

_WORD = re.compile(r"[^\s,;()\"“”„«»]+")
_INVENTED = re.compile(r"^[A-Z][^\Wa-z]*[a-z][^\WA-Z]*[A-Z]\w*$|^[A-Z]{2}(?:[-\w]*-)?[^\Wa-z]*[a-z]\w*$")
"""A name that is no word: "LumoBot"."""
_MOST_NAME = 6
_LONGEST = 8
"""Words of what is asked about."""
_FRONT = 3
"""Words before which the verb of a question stands."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one question is about."""

    tools: tuple[str, ...] = ()
    """Names as they are written; none where AI as such is meant, or nothing of the kind."""
    data: tuple[str, ...] = ()
    is_generic: bool = False
    """Whether it speaks of AI tools and names none of them."""
    is_leave: bool = False
    """Whether it asks for leave to do something with a tool, and with nothing that a tool is or does."""
    is_whole: bool = False
    """Whether it asks whether a tool may be used at all."""
    is_turned: bool = False
    """Whether it asks whether something is forbidden."""
    narrowed: str = ""
    """The case that it asks about: "if I take the names out"."""
    of_people: bool = False
    """Whether it asks for some people."""

    @property
    def things(self) -> tuple[str, ...]:
        """Its data that can be a column: no use, no rest, and no half sentence."""
        return tuple(one for one in self.data if not is_use_of(one) and not is_rest(one) and len(tokens(one)) <= _LONGEST)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    said: tuple[str, ...]


def question_of(text: str, invented: frozenset[str] = frozenset()) -> Question:
    """``invented``: folded names of tools that only the page knows."""
    words = [_Word(found[0], tokens(found[0])) for found in _WORD.finditer(text)]
    words = [word for word in words if word.said]
    behind = _opened(words)
    is_first, words = len(behind) == len(words), behind
    at = _narrows_at(words)
    words, case = words[:at], " ".join(word.text for word in words[at:])
    spans = _tools(words, invented)
    left = [None if any(first <= number < last for first, last in spans) else word for number, word in enumerate(words)]
    phrases = [phrase for phrase in _phrases(left) if without_generic(phrase)]
    data = tuple(part for phrase in phrases for part in parts_of(phrase))
    said = " ".join(word.text for word in words)
    tools = tuple(dict.fromkeys(" ".join(word.text for word in words[first:last]) for first, last in spans))
    is_asked = _asks_leave(words, said, is_first=is_first)
    return Question(
        tools,
        data if len(phrases) == 1 else (),
        is_generic=not tools and bool(has_word(said, [*group_words("generic"), *limit_words()["any_tool"]])),
        is_leave=is_asked and not (phrases and len(phrases) > 1),
        is_whole=is_asked and not phrases and bool(tools),
        is_turned=is_no(said),
        narrowed=case,
        of_people=_is_of_people(words),
    )


def told_of(text: str) -> str:
    """A question, folded, as what its answer says of: without the words that ask, and without whoever asks."""
    words = _opened([word for found in _WORD.finditer(text) if (word := _Word(found[0], tokens(found[0]))).said])
    flat = [one for word in words for one in word.said]
    flat = flat[1:] if flat and flat[0] in faq_set("modal") | faq_set("copula") else flat
    return " ".join(flat[1:] if flat and flat[0] in faq_set("who") else flat)


def names_in_title(text: str) -> frozenset[str]:
    """Names of no word in a text, folded: the organisation's own assistant."""
    generic = {word for phrase in (*group_words("generic"), *limit_words()["any_tool"]) for word in tokens(phrase)}
    names = (found[0] for found in _WORD.finditer(text) if _INVENTED.match(found[0]))
    return frozenset(fold(name) for name in names if not generic.issuperset(tokens(name)))


def tools_in(text: str, invented: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The tools that a sentence names, as they are written."""
    words = [word for found in _WORD.finditer(text) if (word := _Word(found[0].strip(".:!?"), tokens(found[0]))).said]
    return tuple(dict.fromkeys(" ".join(w.text for w in words[first:last]) for first, last in _tools(words, invented)))


def _opened(words: list[_Word]) -> list[_Word]:
    """The words behind what only opens a question: "Est-ce que"."""
    flat = tuple(one for word in words for one in word.said)
    size = max((len(one) for phrase in faq_words()["openers"] if flat[: len(one := tokens(phrase))] == one), default=0)
    while size > 0 and words:
        size -= len(words[0].said)
        words = words[1:]
    return words


def _narrows_at(words: list[_Word]) -> int:
    """Where the case begins that a question is about; the number of its words where there is none."""
    told = (limit_words()["under"], lists()["ban_exceptions"], faq_words()["clauses"], faq_words()["cases"])
    cues = {tokens(word) for words_ in told for word in words_}
    for at in range(_FRONT, len(words)):
        flat = tuple(one for word in words[at : at + _FRONT] for one in word.said)
        if any(flat[: len(cue)] == cue for cue in cues):
            return at
        if flat[0] in faq_words()["where"] and {word.said[0] for word in words[at:]} & faq_set("own"):
            return at
    return len(words)


def _tools(words: list[_Word], invented: frozenset[str]) -> list[tuple[int, int]]:
    """Where tools are named, with the words for whose, or which plan, beside the name."""
    found, at = list[tuple[int, int]](), 0
    names = catalog_names() | invented
    plans = {tokens(str(name))[0] for said in lists()["plans"].values() for name in said if len(tokens(str(name))) == 1}
    behind = {*plans, *lists()["accounts"]["nouns"], *map(fold, group_words("generic"))}
    while at < len(words):
        sizes = range(min(_MOST_NAME, len(words) - at), 0, -1)
        size = next((n for n in sizes if _name(words[at : at + n]) in names), 0) or int(_is_ordinary_name(words, at))
        last = at + size
        while size and last < len(words) and words[last].said[0] in behind:
            last += 1
        if size:
            found.append((_begin(words, at, found[-1][1] if found else 0), last))
        at = last if size else at + 1
    return found


def _name(words: list[_Word]) -> str:
    return " ".join(one for word in words for one in word.said)


def _is_ordinary_name(words: list[_Word], at: int) -> bool:
    """Whether a word is the name of a product, though it be an ordinary word: with a capital, behind "use", "in" or "is"."""
    if not at or not words[at].text[:1].isupper() or not is_name(words[at].text):
        return False
    before = [*lists()["prepositions"], *(word for name in ("use", "copula", "deeds", "into") for word in faq_set(name))]
    return words[at - 1].said[-1] in before


def _begin(words: list[_Word], at: int, least: int) -> int:
    """Where a tool's name begins: "my private ChatGPT", "the free version of ChatGPT"."""
    owns = {fold(word) for name in ("free", "personal") for word in group_words(name)}
    between = {*map(fold, group_words("generic")), *lists()["accounts"]["nouns"], *lists()["list_with"], *small_words()["of"]}
    first = at
    while first > least and words[first - 1].said[0] in owns | between:
        first -= 1
    while first < at and words[first].said[0] not in owns:
        first += 1
    return first


def _phrases(left: list[_Word | None]) -> list[str]:
    """What remains of a question without its tools and its grammar: one phrase, where it is about one thing."""
    runs: list[list[_Word]] = [[]]
    for word in left:
        if word is None:
            runs.append([])
        else:
            runs[-1].append(word)
    found = []
    for run in runs:
        first, last = _first(run), len(run)
        while last > first and _is_idle(run[last - 1]):
            last -= 1
        if first < last:
            found.append(without_determiner(" ".join(word.text for word in run[first:last]).strip(" .:")))
    return found


def _first(run: list[_Word]) -> int:
    """Where the thing begins: behind what is done with it only small words are no part of it, "paste meter readings"."""
    joins = {*lists()["prepositions"], *limit_words()["agent"], *map(fold, group_words("generic"))}
    at, is_done = 0, False
    while at < len(run) and _is_idle(run[at]):
        is_deed = bool({*run[at].said} & _deeds())
        if is_done and is_deed and not {*run[at - 1].said} & joins:
            break
        is_done = is_done or is_deed
        at += 1
    return at


def _is_idle(word: _Word) -> bool:
    return all(one in _idle() for one in word.said)


@cache
def _idle() -> frozenset[str]:
    """Words around what a question is about: of leave, of people who ask, of deeds, of AI as such, and of grammar."""
    page, faq = table_words()["page_lists"], faq_words()
    told = [
        *limit_words()["idle"],
        *limit_words()["any_tool"],
        *page["idle"],
        *page["deeds"],
        *page["not"],
        *lists()["list_words"],
    ]
    told += [*lists()["list_deeds"], *lists()["cells"]["allow"], *lists()["list_approved"], *group_words("generic")]
    told += [*small_words()["determiners"], *lists()["owners"], *lists()["prepositions"], *limit_words()["agent"]]
    told += [*group_words("approved"), *lists()["classes"]["negation"], *lists()["cells"]["deny"]]
    told += [word for name in ("modal", "copula", "which", "who", "idle", "deeds", "use", "needs") for word in faq[name]]
    things = {*limit_words()["things"], *table_words()["class_columns"]["of_data"]}
    return frozenset(word for said in told for word in tokens(str(said))) - {fold(word) for word in things}


def _asks_leave(words: list[_Word], said: str, *, is_first: bool) -> bool:
    """Whether it begins with a word for may, or asks whether something is allowed, and what is done is done with a tool.
    ``is_first``: nothing opened the question, so that its verb stands first."""
    flat = tuple(one for word in words for one in word.said)
    if has_word(said, faq_words()["needs"]):
        return False
    copulas, modals, who = map(faq_set, ("copula", "modal", "who"))
    if copulas.intersection(flat[: 1 if is_first else _MOST_NAME]):
        allows = [*lists()["cells"]["allow"], *lists()["list_approved"], *group_words("approved"), *lists()["cells"]["deny"]]
        return bool(has_word(said, [word for word in allows if len(word) > 1]))
    at = 1 if who.intersection(flat[:1]) else 0  # "est-ce que je peux", "on peut"
    if not modals.intersection(flat[at : at + 1]):
        return False
    then = at + (2 if who.intersection(flat[at + 1 : at + 2]) else 1)
    may_be = flat[then:] if flat[at] in faq_set("verb_last") else flat[then : then + 1]
    may_be = flat[then + 1 :] if set(flat[then : then + 1]) & {*faq_words()["causes"]} else may_be
    return bool(_deeds().intersection(may_be)) or is_passive(flat) or bool({*flat[then:]} & {*faq_words()["goes"]})


def is_passive(flat: tuple[str, ...]) -> bool:
    """ "Can letters be put into it": what is done stands behind "be"."""
    return any(one in faq_words()["passive"] and other in _deeds() for one, other in pairwise(flat))


def is_deed(flat: tuple[str, ...]) -> bool:
    """Whether some words say that something is done with a tool: "put", "use"."""
    return bool(_deeds().intersection(flat))


@cache
def _deeds() -> frozenset[str]:
    page, faq = table_words()["page_lists"], faq_words()
    return frozenset(one for word in (*page["deeds"], *faq["deeds"], *faq["use"]) for one in tokens(str(word)))


def _is_of_people(words: list[_Word]) -> bool:
    """ "May contractors use it", "Is it allowed for interns": people, and nothing that they have."""
    flat = tuple(one for word in words for one in word.said)
    people = [tokens(word) for kind in table_words()["askers"].values() for word in kind]
    all_of_us = {fold(word) for name in ("all", "anybody", "everybody") for word in table_words()["whose"][name]}
    people = [one for one in people if one and not all_of_us.issuperset(one)]
    things = {fold(word) for word in limit_words()["things"]}
    the = {fold(word) for word in small_words()["determiners"]}
    flat = tuple(word for at, word in enumerate(flat) if at != 1 or word not in the)
    places = ((at, one) for one in people if (at := find_run(one, flat)) > 0)
    return _has_subject(flat) or any(
        flat[at - 1] in {*faq_set("modal"), *limit_words()["agent"]}
        and not things.intersection(flat[at + len(one) : at + len(one) + 1])
        and (flat[at - 1] not in limit_words()["agent"] or at + len(one) == len(flat))
        for at, one in places
    )


def _has_subject(flat: tuple[str, ...]) -> bool:
    """ "Can locums use it": somebody of whom no list knows stands where everybody else is "I" or "we"."""
    modals, use = faq_set("modal"), faq_set("use")
    is_asked = bool(modals.intersection(flat[:1])) and not _is_idle(_Word("", flat[1:2]))
    return is_asked and bool(use.intersection(flat[2:4])) and not is_passive(flat)
