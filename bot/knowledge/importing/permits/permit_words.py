"""A sentence and the names of a page's classes in; what it says of each class that it names out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.importing.permits.leave_words import (
    bans,
    breaks,
    giving_words,
    grants,
    leave,
    licensed,
    may_words,
    only_words,
    outs,
    plain_phrases,
    plain_words,
    up_to,
    up_to_words,
    words_of_bans,
)
from bot.knowledge.importing.permits.own_classes import written
from bot.knowledge.importing.permits.product_names import plan_words, plans_in, products_in
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import (
    example_words,
    find_run,
    fold,
    generic_data,
    has_word,
    limit_words,
    lists,
    permit_words,
    table_words,
    tokens,
)

_SHORT = 6
"""Words beside classes of what only names them: "Open and Everyday information"."""
_ODD = re.compile(r"[^\w\s,.;:!()'’&/+*–-]|\.\.\.|…|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]")
"""Marks of notes, struck words, quotes: what they say is not read."""
_YEAR = re.compile(r"\b20\d\d\b")
_QUOTED = re.compile(r"[\"“”„«»‹›]|~~")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of one class: ``yes``, ``if`` (with what it asks for), ``review`` or ``no``. ``of_team``: it is a
    plain yes of one department, and so an ``if`` of everybody."""

    name: str
    effect: str
    text: str
    of_team: bool = False


def said_of(
    sentence: str, classes: tuple[str, ...], *, is_label: bool = False, of: str = "", is_lead: bool = False
) -> Iterator[Said]:
    """``is_label``: the sentence stands behind a tool's name. ``of``: the class that it is about where it names none.
    ``is_lead``: it stands above a list of tools, and what may be used is what stands there. A yes is a sentence each of whose
    words is known; a leave with another word in is its own condition; what is no leave says nothing."""
    told = _without_grants(sentence)
    bare = _without_products(told)
    places = {name: [found.start() for found in written(name).finditer(bare) if _is_named(bare, found)] for name in classes}
    named = {name: at for name, at in places.items() if at} or ({of: [len(told)]} if of else {})
    if not named or "?" in sentence:
        return
    no, may = _first(bans(), told), _first(leave(), told)
    ends = max((found.start() for found in breaks().finditer(told[: max(no, 0)])), default=-1)  # of what is allowed before a no
    if is_label and may < 0 < ends and not any(written(name).search(told[ends:no]) for name in classes):
        may = 0  # "Copilot: Open and Working, not Sealed"
    head = told[:ends] if no >= 0 and 0 <= may < ends else told
    if of and not any(places.values()):
        head = re.sub(rf"(?<!\w){re.escape(of)}(?!\w)", of, head, flags=re.IGNORECASE)
    effect = _effect(head, told, classes, is_label=is_label, is_lead=is_lead)
    if head != told and not (_is_plain(told[ends:], classes, also=words_of_bans()) and max(map(max, named.values())) > ends):
        effect = effect and "review"
    for name, at in {**_reach(told, named, classes), **named}.items():
        if (
            _excepted(told, at)
            or (is_lead and _has(told, permit_words()["excepted"]))
            or (no >= 0 and not (0 <= may < ends and min(at) < ends))
        ):
            yield Said(name, "no", sentence)
        elif effect:
            yield Said(name, effect, sentence.strip())


def _effect(head: str, told: str, classes: tuple[str, ...], *, is_label: bool, is_lead: bool) -> str:
    """What a sentence without its no says of the classes that it names; empty where it gives no leave."""
    if is_doubtful(told):
        return "review"
    is_short = is_label and (len(_other_words(head, classes)) <= _SHORT or _begins(head, only_words()))
    is_bare_label = (is_label or is_lead) and _first(may_words(), head) < 0
    if _is_plain(head, classes) and not _is_tools_own(head) and (is_bare_label or _has(head, giving_words())):
        return "yes"
    is_leave = _first(may_words(), head) >= 0 and _has(head, permit_words()["uses"])
    is_leave = is_leave and not _is_tools_own(head)
    return "if" if is_leave or is_short or _reaches(head) else ""


def _is_tools_own(said: str) -> bool:
    """Whether a tool does something itself: "It may use Sealed information"."""
    words = permit_words()
    is_done = _has(said, words["passives"]) or _has(said, words["objects"])
    return not is_done and _begins(said, words["things"]) and _has(said, words["deeds"])


def is_doubtful(said: str) -> bool:
    """Whether words are struck, quoted, dated, or say that it does not hold, not today, or only as somebody has it."""
    return bool(_QUOTED.search(said) or _YEAR.search(said)) or _has(said, permit_words()["doubts"])


def is_over(said: str) -> bool:
    """Whether a sentence beside a leave says that it does not hold, or not today."""
    return _has(said, permit_words()["over"]) or (not tokens(said) and bool(_ODD.search(said) or "*" in said))


def is_narrow(said: str, of: str = "", *, is_licensed: bool = False) -> bool:
    """Whether a sentence beside a leave says when, for whom or with which plan it holds: one that begins with an "only" or an
    order, points back at the leave, or names a team or a plan. ``of``: the tool's
    name. ``is_licensed``: the leave is one of who holds a licence."""
    whose = table_words()["whose"]
    is_of_some = not is_licensed and (
        not {*plans_in(said)} <= {*of.split()} or _has(_without_words(said, of), [*whose["team"], *whose["units"]])
    )
    if _begins(said, [*only_words(), *permit_words()["orders"]]) or is_of_some:
        return True
    words = [*permit_words()["narrows"], *lists()["approval"], *table_words()["approvals"]]
    is_no = is_denied(said) and not _has(said, table_words()["page_lists"]["learns"])
    return _begins(said, lists()["pointing"]) and (is_no or _has(said, words))


def _without_words(said: str, of: str) -> str:
    return " ".join(word for word in said.split() if word.strip(" .,;:()") not in of.split())


def _begins(said: str, words: list[str]) -> bool:
    told = tokens(said)
    return any(told[: len(word)] == word for word in map(tokens, words) if word)


def is_denied(said: str) -> bool:
    return _first(bans(), said) >= 0


def is_idle(said: str) -> bool:
    """Whether words narrow nothing."""
    return _is_plain(said, ())


def _is_plain(said: str, classes: tuple[str, ...], *, also: tuple[str, ...] = ()) -> bool:
    """Whether each word is one that narrows nothing."""
    if _ODD.search(_without_licence(said).replace("**", "")):
        return False
    return {*_rest(_other_words(said, classes), also)} <= {*plain_words(), *also}


def _rest(rest: list[str], also: tuple[str, ...] = ()) -> list[str]:
    """Words without the phrases that narrow nothing."""
    for phrase in (*plain_phrases(), *also):
        words = tokens(phrase)
        while len(words) > 1 and (at := find_run(words, tuple(rest))) >= 0:
            rest = [*rest[:at], *rest[at + len(words) :]]
    return rest


def _other_words(said: str, classes: tuple[str, ...]) -> list[str]:
    """The words beside classes, products and the clause that only speaks of having the licence."""
    rest = _without_products(_without_licence(said))
    for name in sorted(classes, key=len, reverse=True):
        rest = written(name).sub(" ", rest)
    return list(tokens(rest))


def _is_named(told: str, found: re.Match[str]) -> bool:
    """Whether a class is meant where its name begins a sentence: "Open it" names none."""
    behind = tokens(told[found.end() : found.end() + 40])
    is_first = not tokens(told[: found.start()])
    known = {*generic_data(), *map(fold, permit_words()["beside"])}
    return not is_first or not behind or behind[0] in known or told[found.end() :].lstrip()[:1] in (",", ".", ":", ";", "–", "—")


def _excepted(told: str, places: list[int]) -> bool:
    """Whether words right before a class take it out: "anything except Sealed", "rather than Sealed"."""
    return any(outs().search(told[:at]) for at in places)


def _without_grants(sentence: str) -> str:
    """A sentence without the clause that grants what a thing is: "..., even though these are Guarded"."""
    return grants().sub(" ", sentence)


def _first(found: re.Pattern[str], text: str) -> int:
    match = found.search(text)
    return match.start() if match else -1


def _has(said: str, words: list[str] | tuple[str, ...]) -> bool:
    return bool(has_word(said, words))


def _reaches(told: str) -> bool:
    return _has(told, up_to_words())


def _reach(told: str, named: dict[str, list[int]], classes: tuple[str, ...]) -> dict[str, list[int]]:
    """The classes that are milder than the one that "up to" stands before."""
    tops = [(name, at[0]) for name, at in named.items() if name in classes and up_to().search(told[: at[0]].replace("**", ""))]
    return {milder: [at] for name, at in tops for milder in classes[: classes.index(name)]}


def asks(told: str) -> bool:
    """Whether words ask for something beside the tool's own licence."""
    words = [*limit_words()["under"], *example_words()["conditions"], *lists()["approval"], *lists()["ban_exceptions"]]
    return _has(_without_licence(told), [*words, *table_words()["approvals"]])


def is_bare(told: str) -> bool:
    """Whether an item or a name says hardly more than the name of a product, its plan, and what it is: "(the add-on in Word)"."""
    begun = any_of([*example_words()["articles"], *lists()["owners"]])
    told = re.sub(rf"\((?:{begun})\s[^()]*\)", lambda found: found[0] if is_narrow(found[0][1:]) or asks(found[0]) else " ", told)
    for product in products_in(told):
        told = told.replace(product.split(" (")[0], " ")
    accounts = lists()["accounts"]
    for phrase in accounts["company"]:
        told = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", told, flags=re.IGNORECASE)
    rest = [word for word in _rest(list(tokens(told))) if not word.isdigit()]
    return not _ODD.search(told) and {*rest} <= {*plain_words(), *plan_words(), *accounts["kinds"], *accounts["nouns"]}


def _without_products(text: str) -> str:
    for product in products_in(text):
        text = text.replace(product, " " * len(product))
    return text


def is_licensed(told: str) -> bool:
    """Whether a leave is one of those who hold the licence."""
    return _without_licence(told) != told


def _without_licence(told: str) -> str:
    """A sentence without a clause that only speaks of having the licence: "If you hold a licence you may use it"."""
    return licensed().sub(" ", told)
