"""A heading or line above a list in; what it says of the things below out: allowed or not, tools or data, for which data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.patterns import any_of, joiners
from bot.knowledge.importing.texts.words import (
    example_words,
    find_run,
    fold,
    generic_data,
    group_words,
    has_word,
    lists,
    sentence_words,
    table_words,
    tokens,
)

_LONGEST = 10
_MOST = 5
"""Words of a class's name."""
BELOW = 9
"""The level of a lead that is no heading: every heading ends it."""


@dataclass(slots=True)
class Lead:
    """What stands above a list. ``effect``: ``deny``, or ``review`` for all that is no ban."""

    text: str
    effect: str
    about: str
    """``data``, ``tools`` or empty where it does not say."""
    level: int
    data: tuple[str, ...] = ()
    """The classes of data that approved tools are approved for."""


def lead_of(text: str, level: int) -> Lead | None:
    """A heading that says what holds for what stands below: a traffic light, or hardly a word in it says anything else."""
    bare, data = _for_data(text)
    effect = _effect(bare)
    if light := _light(text):
        return Lead(text.strip(" :*"), light, "", level)
    words = [word for word in tokens(bare) if word not in _idle()]
    if not effect or len(tokens(bare)) > _LONGEST or len(words) > 1:
        return None
    heads = lists()["headers"]
    about = _about(bare)
    if about == "data" and has_word(bare, group_words("unapproved")) and has_word(bare, heads["tool"]):
        effect = (
            "review"  # "must not be entered into unapproved tools": those are forbidden anyway, of the others it says nothing
        )
    return Lead(text.strip(" :*"), effect, about, level, data)


def _light(text: str) -> str:
    """What a mark before a heading says, whatever the words: "🟡 Amber - after a word with your manager"."""
    marks = lists()["symbols"]
    said = next((effect for effect in marks if text.strip(" *").startswith(tuple(marks[effect]))), "")
    return "deny" if said == "deny" else said and "review"


def _about(text: str) -> str:
    """By the first word for either: "tools for health data" are tools, "data for approved tools" is data."""
    heads = lists()["headers"]
    words = tokens(text)
    places = {
        kind: min((at for word in heads[head] if (at := find_run(tokens(word), words)) >= 0), default=len(words))
        for kind, head in (("data", "data"), ("tools", "tool"))
    }
    first = min(places, key=places.__getitem__)
    return first if places[first] < len(words) else ""


def _for_data(text: str) -> tuple[str, tuple[str, ...]]:
    """ "Approved tools for internal information" -> "Approved tools", and the classes; nothing where it asks for anything."""
    joiner = any_of(table_words()["whose"]["for"])
    head, *rest = re.split(rf"\s+(?:{joiner})\s+", text.strip(" :*"), maxsplit=1, flags=re.IGNORECASE)
    said = rest[0] if rest else ""
    is_plain = has_word(head, [*group_words("approved"), *lists()["list_approved"], *lists()["cells"]["allow"]])
    asks = [*example_words()["conditions"], *lists()["exceptions"], *lists()["approval"], *table_words()["approvals"]]
    asks += [*table_words()["only"], *table_words()["whose"]["pilot"]]
    limits = [*lists()["cells"]["conditional"], *lists()["cells"]["review"]]
    if not is_plain or _effect(head) != "review" or has_word(text, lists()["tool_lists"]["not_now"]):
        return text, ()
    if has_word(said, asks) or "(" in said:
        return text, ()
    if not has_word(head, lists()["headers"]["tool"]) or has_word(text, limits):
        return text, ()
    names = tuple(part.strip(" .:") for part in between().split(said) if part.strip(" .:"))
    is_data = names and all(map(_is_class, names[:-1])) and _is_data(names[-1])
    return (head, names) if is_data else (text, ())


def _is_data(name: str) -> bool:
    """ "Internal information", "données internes", and no "data analysis"."""
    words = tokens(name)
    of_data = {fold(word) for word in table_words()["class_columns"]["of_data"]}
    is_some = any(word not in generic_data() for word in words) and len(words) <= _MOST
    return is_some and (words[-1] in of_data or (words[0] in of_data and is_class_name(name)))


def _is_class(name: str) -> bool:
    """A name before the last of several: "public and internal information"."""
    return is_class_name(name) or _is_data(name)


@cache
def between() -> re.Pattern[str]:
    """What stands between the things of a list: a sign, or a word such as "and"."""
    return re.compile(rf"\s*[,;]\s*(?:(?:{joiners()})\s+)?|\s+(?:{joiners()})\s+(?=\S)")


def _effect(text: str) -> str:
    cells = lists()["cells"]
    bans = [*cells["deny"], *group_words("banned"), *group_words("unapproved"), *sentence_words()["forbids"]]
    bans += lists()["list_bans"]
    if has_word(text, [word for word in bans if len(word) > 1]) or any(mark in text for mark in lists()["symbols"]["deny"]):
        return "deny"
    said = [word for kind in ("allow", "conditional", "review") for word in cells[kind] if len(word) > 3]
    marks = [mark for kind in ("allow", "conditional", "review") for mark in lists()["symbols"][kind]]
    is_said = has_word(text, [*said, *group_words("approved"), *lists()["list_approved"], *lists()["approval"]]) or any(
        mark in text for mark in marks
    )
    return "review" if is_said else ""


@cache
def _idle() -> frozenset[str]:
    """Words of a lead that say nothing beside its effect and its subject."""
    groups = ("generic", "approved", "unapproved", "banned")
    said = [word for kind in lists()["cells"].values() for word in kind]
    said += [word for name in groups for word in group_words(name)]
    said += [word for kind in ("tool", "data") for word in lists()["headers"][kind]]
    said += [*lists()["approval"], *lists()["condition_cues"], *lists()["generic_data"], *lists()["list_bans"]]
    said += [*lists()["list_words"], *lists()["list_approved"]]
    return frozenset(word for text in said for word in tokens(fold(text)))
