"""A heading or label of a page in; what it says of the data below it out: it may go in, may not, or only after something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from bot.knowledge.importing.cells.effects import colour_words, read_cell
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.words import (
    example_words,
    find_run,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    table_words,
    tokens,
)

_LONGEST = 14
_MARKED = re.compile(r"^[^\w(~]+")


@dataclass(slots=True)
class Label:
    """``effect``: allow, conditional, review or deny."""

    text: str
    effect: str
    asks: list[str] = field(default_factory=list)
    """What it asks for, of all that stands below it."""
    is_light: bool = False
    """Whether it is a colour: it says what data is, whatever the tool."""


def label_of(text: str) -> Label | None:
    """None where it says nothing of data. A word more than those that allow makes a yes conditional."""
    said = text.strip(" *:_")
    if not tokens(said) or len(tokens(said)) > _LONGEST or "?" in said.rstrip("? "):
        return None
    if "<" in said:
        return None
    if "~~" in said:
        return Label(said, "review", [said.replace("~~", "")]) if label_of(said.replace("~~", "")) else None
    light = None if "?" in said else _light(said)
    return replace(light, is_light=True) if light else _spoken(said.rstrip("? "))


def _light(said: str) -> Label | None:
    """ "🟢 Green - go ahead", "Red", "Amber (ask first)"."""
    mark = next((kind for kind, signs in lists()["symbols"].items() if said.startswith(tuple(signs))), "")
    bare = _MARKED.sub("", said)
    first, *_ = (*tokens(bare), "")
    colour = colour_words().get(first, "")
    behind = re.split(r"^\S+?(?=[\s:,(–—-]|$)", bare, maxsplit=1)[-1].strip() if colour else bare
    words = [word for word in tokens(behind) if word not in _lights()]
    if not (mark or colour) or (not mark and words and behind[:1].isalpha() and words == list(tokens(behind))):
        return None  # "Green energy" is no light
    rest = behind.strip(" :,()–—-")
    if "deny" in (mark, colour):
        return Label(said, "deny")
    if "conditional" in (mark, colour) or "review" in (mark, colour) or (mark and colour and mark != colour):
        return Label(said, "conditional", [rest] if words else [])
    return Label(said, "allow") if says_no_more(rest) else _asking(said, rest)


def signed_of(said: str) -> tuple[Label, str] | None:
    """ "🟢 rosters, letters" -> what the sign says, and the data; a label of its own is none."""
    kinds = lists()["symbols"].items()
    effect, sign = next(((kind, sign) for kind, signs in kinds for sign in signs if said.startswith(sign)), ("", ""))
    label = label_of(said) if effect else None
    if not effect or (label and label.effect == "allow"):
        return None
    rest = said.removeprefix(sign).strip(" \ufe0f:–—-")
    effect = effect if effect in ("allow", "deny") else "conditional"
    return (Label(sign, effect, is_light=True), rest) if tokens(rest) else None


def _asking(said: str, rest: str) -> Label:
    is_no = read_cell(rest, {}).effect
    return Label(said, "deny" if is_no == "deny" else "review" if is_no in ("review", "unknown") else "conditional", [rest])


def _spoken(said: str) -> Label | None:
    """ "What you may put in", "Not allowed", "Only after approval"."""
    words = table_words()["page_lists"]
    if has_word(said, [*lists()["headers"]["tool"], *group_words("generic")]):
        return None  # "Approved tools" are no data
    is_may = bool(has_word(said, [*words["may"], *table_words()["level_lists"]["may_have"]]))
    is_may = is_may or fold(said) in map(fold, lists()["cells"]["allow"])
    if is_no(said):
        without = " ".join(word for word in tokens(said) if word not in lists()["classes"]["negation"])
        is_told = bool(has_word(said, [*words["not"], *words["outs"]]) or has_word(without, words["may"]))
        is_told = is_told or fold(said) in map(fold, words["nots"]) or fold(said) in map(fold, lists()["cells"]["deny"])
        if not is_told:
            return None
        return Label(said, "review", [said]) if has_word(said, _lifts()) else Label(said, "deny")
    if has_word(said, words["asks"]):
        return Label(said, "conditional", [said])
    if not is_may:
        return None
    return Label(said, "allow") if says_no_more(said) else _asking(said, said)


def is_no(said: str) -> bool:
    """Whether words deny: a not, a ban, a "keep out"."""
    words = [*lists()["classes"]["negation"], *table_words()["ban_heads"], *table_words()["page_lists"]["outs"]]
    words += [word for word in lists()["cells"]["deny"] if len(word) > 1]
    return bool(has_word(said, [*words, *table_words()["page_lists"]["nots"]]))


@cache
def _lifts() -> list[str]:
    """Words that take a ban back in part: "not without approval"."""
    words = [*lists()["ban_exceptions"], *table_words()["only"], *table_words()["approvals"], *example_words()["conditions"]]
    return [*words, *table_words()["page_lists"]["not_sure"]]


@cache
def _lights() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words()["page_lists"]["lights"])


def says_no_more(rest: str) -> bool:
    """Whether each word allows, or says nothing: "go ahead", "what you may put in"."""
    if not tokens(rest):
        return True
    if limits(rest) or "~~" in rest:
        return False
    if read_cell(rest, {}).effect == "allow" and not read_cell(rest, {}).doubt and len(tokens(rest)) <= 2:
        return True
    here = list(tokens(rest))
    for phrase in _allowing():
        at = find_run(phrase, tuple(here))
        here = here[:at] + here[at + len(phrase) :] if at >= 0 else here
    return all(word in _idle() for word in here) or is_class_name(" ".join(here))


@cache
def _allowing() -> tuple[tuple[str, ...], ...]:
    words = [*table_words()["page_lists"]["may"], *table_words()["level_lists"]["may_have"], *lists()["cells"]["allow"]]
    return tuple(sorted({tokens(word) for word in words if tokens(word)}, key=len, reverse=True))


@cache
def _idle() -> frozenset[str]:
    words = [*table_words()["page_lists"]["idle"], *table_words()["level_lists"]["idle"], *lists()["generic_data"]]
    words += [*table_words()["page_lists"]["lights"]]
    return frozenset(word for said in words for word in tokens(str(said)))


def limits(said: str, *, of_data: bool = False) -> bool:
    """Whether words narrow what is allowed, or say that it is not sure. ``of_data``: of a name of data, which may speak of
    drafts, teams and trainings."""
    page = table_words()["page_lists"]
    for phrase in page["not_needed"]:
        said = re.sub(rf"\b{re.escape(fold(phrase))}\b", " ", fold(said))
    words = [*table_words()["only"], *limit_words()["only"], *limit_words()["ban"], *lists()["exceptions"], *lists()["approval"]]
    words += [
        *table_words()["approvals"],
        *example_words()["conditions"],
        *page["not_sure"],
        *page["asks"],
        *page["buts"],
        *page["must"],
    ]
    words += [*lists()["tool_lists"]["not_now"], *table_words()["whose"]["pilot"]]
    if not of_data:
        words += [*table_words()["level_lists"]["not_real"], *page["few"], *table_words()["class_columns"]["not_these"]]
        words += [*lists()["cells"]["conditional"], *lists()["cells"]["review"], *page["past"]]
    return bool(has_word(said, words)) or "~~" in said or is_until(said)


def is_until(said: str) -> bool:
    """Whether words name a day: "from January", "until 1 March"."""
    months = {fold(month) for names in lists()["months"].values() for month in names}
    here = tokens(said)
    has_day = any(word in months or word.isdigit() for word in here)
    return has_day and bool(has_word(said, table_words()["page_lists"]["spans"]))
