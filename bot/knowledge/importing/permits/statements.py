"""A sentence in; what it lets in or keeps out, of which tools, for whom and under what, out: one reader for all leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.permits.leave_words import bans, breaks, leave, may_words, only_words
from bot.knowledge.importing.permits.people import People, shuts_out
from bot.knowledge.importing.permits.product_names import products_in
from bot.knowledge.importing.texts.patterns import any_of, whole, without_brackets
from bot.knowledge.importing.texts.words import (
    example_words,
    handed_words,
    has_word,
    limit_words,
    lists,
    permit_words,
    table_words,
    tokens,
)

_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORT = 12
"""Words of a sentence in which a word that points back points at the leave before it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence, or an item of a list, says of its tools."""

    text: str
    """All of it; of an item with the tool's name before it."""
    given: str = ""
    """Its words for the data and the uses, without what it asks for; empty where it lets nothing in."""
    condition: str = ""
    """Its words for what it asks for, or takes out of what it lets in."""
    is_ban: bool = False
    tools: tuple[str, ...] = ()
    """As they are written."""
    who: tuple[str, ...] = ()
    """People in lower case; nobody where it is everybody's."""
    line: int = 0
    parts: tuple[str, ...] = ()
    """Of an item: the sentences that it is made of."""
    is_reserved: bool = False
    """It shuts out all but some people, whom it names or not."""
    is_sure: bool = True
    """False where it shuts out people and nobody can read whom it lets in."""
    is_decided: bool = False
    """Somebody decides whether something goes in: "HR decides whether ...", "Managers may allow ..."; it lets nothing in."""


def statement_of(
    text: str, line: int = 0, tools: tuple[str, ...] = (), *, goes_on: bool = False, people: People | None = None
) -> Statement:
    """``goes_on``: the sentence before lets something in, and this may be the rest of it behind a semicolon: "Use it for rotas;
    for stock lists". ``tools``: those that it is about. ``people``: reads whose leave it is; without, nobody asks."""
    given, is_decided = granted(text), _is_decided(text)
    gives = not is_decided and ((goes_on and given[:1].islower()) or leave().search(given))
    found = Statement(text, given if gives else "", condition_of(text), denies(text), tools, line=line, is_decided=is_decided)
    return of_people(found, people) if gives and people else found


def of_people(said: Statement, people: People) -> Statement:
    """With whose leave it is. What it takes out beside data ("except interns", "but not by HR") is asked for in its own words."""
    whose = people.of(_without_asked(said.text))
    taken = [*_taken_out(said.text), *_denied(said.text)]
    words = limit_words()
    is_narrow = not said.parts and has_word(said.text, [*words["asks_first"], *(() if whose.who else words["only"])])
    asks = whose.asks or is_narrow or any(map(people.takes_out, taken))
    asked = said.condition or (said.text if asks else "")
    return replace(said, condition=asked, who=said.who or whose.who, is_reserved=whose.is_reserved, is_sure=whose.is_sure)


def with_rider(said: Statement, rider: str, people: People) -> Statement:
    """A leave with the sentence behind it that limits it."""
    whose, asked = people.of(_without_asked(rider)), condition_of(rider)
    end = "" if said.text.endswith((".", "!", ";", ":")) else ";" if rider[:1].islower() else "."
    text = f"{said.text}{end} {rider}"
    takes_out = denies(rider) or bool(_taken_out(rider))
    if takes_out or not whose.is_reserved:
        return replace(said, text=text, condition=text, is_sure=said.is_sure and whose.is_sure)
    asked = said.condition or (text if asked or not whose.who else "")
    return replace(said, text=text, condition=asked, who=whose.who, is_reserved=True, is_sure=said.is_sure and whose.is_sure)


def limits_leave(text: str, people: People) -> bool:
    """Whether a sentence behind a leave says for whom or under what it holds: "This is for HR only", "Interns are excluded"."""
    first, words = tokens(text)[:1], permit_words()
    begins = bool(first) and bool(has_word(first[0], [*only_words(), *words["seconds"], *lists()["pointing"]]))
    points = len(tokens(text)) <= _SHORT and has_word(text, words["pointers"])
    holds = may_words().search(text) or has_word(text, words["holds"])
    takes_out = holds and (denies(text) or _taken_out(text) or has_word(text, words["seconds"]))
    is_of_some = len(tokens(text)) <= _SHORT and takes_out and people.are_some(text)
    is_another = people.is_thing(text) or bool(products_in(text)) or text.endswith(":")
    if is_another or not (begins or points or is_of_some or text[:1].islower()):
        return False
    is_for_some = shuts_out(text) or has_word(text, [*limit_words()["only"], *limit_words()["asks_first"], *words["seconds"]])
    return bool(is_for_some or takes_out or condition_of(text))


def granted(text: str) -> str:
    """What a sentence says before anything that it denies, without asides in brackets; what a condition denies is asked for: "as
    long as no name is in it". What it excepts before its "may" is no denial: "With the exception of interns, staff may ..."."""
    bare = _clause().sub(lambda found: " " if bans().search(found[0]) else found[0], but_for_first(without_brackets(text)))
    no = bans().search(bare)
    ends = [found.start() for found in breaks().finditer(bare[: no.start()])] if no else []
    return bare[: max(ends, default=0)] if no else bare


def but_for(text: str) -> str:
    """Its words without what it excepts before its "may", and before anything that it excepts behind: that is not let in."""
    bare = but_for_first(text)
    found = _excepted().search(bare)
    return bare[: found.start()] if found else bare


def but_for_first(text: str) -> str:
    """Its words without what it excepts before its "may"."""
    first = _first_excepted(text)
    return f"{text[: first[0]]} {text[first[1] :]}" if first else text


def _first_excepted(text: str) -> tuple[int, int] | None:
    """Where what is excepted before "may" begins and ends; an exception that begins the sentence ends at its last comma. None
    where somebody is denied there: "Without a contract nobody may ..."."""
    may = may_words().search(text)
    found = _excepted().search(text, 0, may.start()) if may else None
    if not (may and found):
        return None
    is_begun = not tokens(text[: found.start()])
    comma = text.rfind(",", found.end(), may.start()) if is_begun else -1
    end = comma + 1 if comma >= 0 else may.start()
    is_denied = has_word(found[0], limit_words()["ban"]) or bans().search(text, found.end(), end)
    return None if is_denied else (found.start(), end)


def _taken_out(text: str) -> list[str]:
    """The words of a sentence for what it excepts."""
    first, rest = _first_excepted(text), but_for_first(text)
    found = [text[slice(*first)]] if first else []
    found += [rest[match.end() :].split(",")[0] for match in _excepted().finditer(rest)]
    return [bans().sub(" ", _excepted().sub(" ", one)) for one in found if not shuts_out(one)]


def _denied(text: str) -> list[str]:
    """The words for what it denies behind its leave, or in brackets."""
    bare = _clause().sub(lambda found: " " if bans().search(found[0]) else found[0], but_for_first(without_brackets(text)))
    told = [bare[len(granted(text)) :], *_BRACKETS.findall(text)]
    return [breaks().sub(" ", bans().sub(" ", one)) for one in told if bans().search(one)]


def _without_asked(text: str) -> str:
    """A sentence without its conditions, whoever agrees, and what it excepts: who stands there is not who may."""
    bare = but_for_first(text)
    may = may_words().search(bare)
    at = may.start() if may else len(bare)
    head, tail = _asked().sub(" ", bare[:at]), _asked().sub(" ", bare[at:])
    found = _excepted().search(tail)
    return head + (tail[: found.start()] if found and not shuts_out(tail[found.start() :]) else tail)


@cache
def _asked() -> re.Pattern[str]:
    """A condition's clause, and words for an approval with those who give it."""
    approvals = any_of([*table_words()["approvals"], *lists()["approval"]])
    return re.compile(rf"{_begun()}[^,:;.()]*|(?<!\w)(?:{approvals})(?!\w)[^,:;.()]*", re.IGNORECASE)


@cache
def _removed() -> re.Pattern[str]:
    """Names and the like that are taken out first: "without names", "anonymised"."""
    return whole([word for words in lists()["transformations"].values() for word in words])


@cache
def _excepted() -> re.Pattern[str]:
    return whole((*permit_words()["excepted"], *table_words()["page_lists"]["buts"]))


def _is_decided(text: str) -> bool:
    """Whether it says who decides: "Ask HR whether ...", "It is up to HR if ...", "Managers may allow ..."."""
    words = permit_words()
    decides = has_word(text, [*handed_words()["decides"], *words["decides"]]) or _asks_whether().search(text)
    return bool(_allowing().search(text) or (decides and may_words().search(text)))


@cache
def _asks_whether() -> re.Pattern[str]:
    asks, whethers = any_of(permit_words()["asks_whom"]), any_of(permit_words()["whethers"])
    return re.compile(rf"(?<!\w)(?:{asks})\s[^,:;.]*(?<!\w)(?:{whethers})(?!\w)", re.IGNORECASE)


@cache
def _allowing() -> re.Pattern[str]:
    """ "May allow", and behind all that is allowed in German and Dutch."""
    may, allow = any_of(table_words()["may"]), any_of(permit_words()["allows"])
    begins, ends = rf"(?:\s+\w+)?\s+(?:{allow})(?!\w)", rf"\s[^,:;.]*\s(?:{allow})\s*(?:[,:;.]|$)"
    return re.compile(rf"(?<!\w)(?:{may})(?:{begins}|{ends})", re.IGNORECASE)


def denies(text: str) -> bool:
    """Whether a sentence or heading denies anything, its conditions and asides in brackets apart."""
    return bool(bans().search(_clause().sub(" ", without_brackets(text))))


def let_in(text: str) -> str:
    """Its words before what it asks for and before what it denies: "for letters, provided that ..." -> "for letters"."""
    said = _condition().sub("", granted(text)).strip(" ,;.–—-")
    return re.sub(rf"[\s,]+(?:{any_of(only_words())})$", "", said, flags=re.IGNORECASE)


def without_condition(text: str) -> str:
    """A sentence without what it asks for, up to the list that it leads to."""
    return _condition().sub("", text)


def condition_of(text: str) -> str:
    """Its words for what it asks for: from "if" on, else all of a sentence such as "The board has to agree"; or empty."""
    found = _condition().search(text)
    words = [*limit_words()["under"], *permit_words()["condition"], *table_words()["approvals"]]
    return found[0] if found else text if has_word(text, words) or _removed().search(text) else ""


def begins_for(text: str) -> re.Match[str] | None:
    """ "For our own drawings", "not for drawings of customers": what it is for stands behind the match."""
    return _for(within=False).match(text)


def without_for(text: str) -> str:
    """ "For letters", "only with letters" -> "letters"."""
    return _for(within=True).sub("", text)


@cache
def _for(*, within: bool) -> re.Pattern[str]:
    words = any_of((*limit_words()["ban"], *only_words(), *permit_words()["also"]))
    begins = any_of((*table_words()["whose"]["for"], *(permit_words()["within"] if within else ())))
    return re.compile(rf"^(?:(?:{words})\s+)?(?:{begins})\s+", re.IGNORECASE)


@cache
def _begun() -> str:
    words = permit_words()
    told = (*example_words()["conditions"], *words["only_after"], *words["unless"], *table_words()["page_lists"]["asks"])
    return rf"(?<!\w)(?:{any_of(told)}|{_dutch_if()})(?!\w)"


@cache
def _dutch_if() -> str:
    """A word that begins a condition in Dutch, and in German says as what."""
    words = permit_words()
    return rf"(?:{any_of(words['dutch_if'])})(?=[^,:;.]*\s(?:{any_of(words['dutch'])})(?!\w))"


@cache
def _condition() -> re.Pattern[str]:
    return re.compile(rf"{_begun()}[^:]*", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    """No more of it than its own clause: what is denied behind it is denied."""
    return re.compile(rf"{_begun()}[^,:;.]*", re.IGNORECASE)
