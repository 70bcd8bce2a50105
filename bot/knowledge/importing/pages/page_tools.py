"""Words of a page that name tools, or say who may use one, in; the tools, or whether it is for some people only, out."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.cells.whose_rows import names_some
from bot.knowledge.importing.pages.list_names import names_in
from bot.knowledge.importing.pages.page_labels import Label, is_no, label_of, limits
from bot.knowledge.importing.pages.products import is_name, names_product
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    table_words,
    tokens,
)

_LONGEST, _BAN, _UNKNOWN, _ABOUT = 5, 8, 3, 6


def tools_of(said: str) -> tuple[str, ...]:
    """The names of a line that holds nothing else, "only" aside: all or none."""
    only = "|".join(re.escape(word) for word in sorted(table_words()["only"], key=len, reverse=True))
    bare = re.sub(rf"(?:^(?:{only})\s+|\s+(?:{only})$)", "", said.strip(" .*:"), flags=re.IGNORECASE)
    names = [re.sub(r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1", name).strip(" .*") for name in names_in(bare)]
    fors = set(table_words()["whose"]["for"])
    is_plain = (
        names
        and not any(fors & set(tokens(name)) and not is_name(name) for name in names)
        and all(
            names_product(name)
            and not limits(re.sub(r"\([^()]*\)", "", name), of_data=True)
            and len(tokens(re.sub(r"\([^()]*\)", "", name))) <= _LONGEST
            for name in names
        )
    )
    aside = re.search(r"\s*\([^()]*\)$", names[-1]) if is_plain else None
    if aside and not any("(" in name for name in names[:-1]):  # "ChatGPT, Claude and Gemini (free)"
        names = [*(f"{name}{aside[0]}" for name in names[:-1]), names[-1]]
    return tuple(_without_limits(name) for name in names) if is_plain else ()


def _without_limits(name: str) -> str:
    """A name with the brackets that say which licence it is, and without those that say when or for whom."""
    aside = re.search(r"\s*\(([^()]*)\)\s*$", name)
    words = [*table_words()["only"], *lists()["condition_cues"], *table_words()["level_lists"]["not_real"]]
    return name[: aside.start()].strip() if aside and has_word(aside[1], words) else name


def may_be_tool(said: str) -> bool:
    """Whether a heading among those of tools may be a tool's that nobody knows: a name of few words."""
    words = tokens(said)
    usual = {*table_words()["page_lists"]["idle"], *group_words("generic"), *lists()["list_with"], *table_words()["whose"]["for"]}
    usual |= {fold(word) for word in lists()["headers"]["tool"]}
    usual |= {fold(word) for name in ("rest", "about", "use", "few") for word in table_words()["page_lists"][name]}
    heads = {fold(word) for kind in ("data", "notes", "who") for word in lists()["headers"][kind]}
    usual |= {*lists()["groups"]["other"], *table_words()["whose"]["everybody"], *lists()["generic_data"]}
    is_short = 0 < len(words) <= _UNKNOWN and said[:1].isupper() and fold(said) not in heads
    return is_short and usual.isdisjoint(words) and not is_for_some(said) and not said.endswith((":", "?", "!"))


def names_of(heading: str) -> tuple[str, ...]:
    """The tools that a heading is about."""
    bare = re.sub(r"\([^()]*\)", "", heading)
    if names_product(heading):
        return (tools_of(heading) or (heading,)) if len(tokens(bare)) <= _LONGEST else ()
    return (heading,) if is_name(bare) or may_be_tool(heading) else ()


def is_free_of_limits(head: str) -> bool:
    """Whether a heading above tools says no more than that they may be used: "Only in", "Approved tools"."""
    said = any_of([*approving(), *table_words()["only"]])
    return not limits(re.sub(rf"\b(?:{said})\b", " ", head, flags=re.IGNORECASE)) and not is_for_some(head)


def tone(said: str, title: str = "") -> str:
    """What a sentence beside the lists does to a yes: ``ask`` makes it conditional, ``doubt`` a review, as what nobody could read
    does; nothing where it only says what the tool is, or that everybody has it."""
    words, page = table_words(), table_words()["page_lists"]
    is_later = [
        *words["level_lists"]["not_real"],
        *page["not_sure"],
        *lists()["tool_lists"]["not_now"],
        *lists()["cells"]["deny"],
    ]
    is_later = [word for word in is_later if word not in page["asks"] and word not in ("if", "no")]
    if has_word(said, page["not_needed"]):
        return ""
    if is_for_all(said) and not is_for_some(said, title) and not limits(said):
        return ""
    if has_word(said, page["learns"]) and has_word(said, lists()["classes"]["negation"]) and not has_word(said, words["only"]):
        told = [*page["asks"], *page["must"], *page["few"], *page["buts"], *limit_words()["under"]]
        return "doubt" if has_word(said, told) or _is_for_less(said) else ""
    asks = [*words["only"], *limit_words()["only"], *words["approvals"], *lists()["approval"], *page["asks"], *page["few"]]
    is_asked = bool(has_word(said, [*asks, *page["must"], *example_words()["conditions"]])) or is_for_some(said, title)
    if is_asked and not has_word(said, is_later):
        return "ask"
    if is_asked or limits(said) or not has_word(re.sub(r"(?<=\bl)['’]", " ", said), page["is_a"]):
        return "doubt"
    return "ask" if _is_for_less(said) else ""


def _is_for_less(said: str) -> bool:
    """ "A tool for the press desk", and no "for you" or "for all colleagues"."""
    words = tokens(said)
    at = next((at for at, word in enumerate(words) if word in table_words()["whose"]["for"]), len(words))
    return bool(set(words[at + 1 :]) - _everybody())


def about(said: str) -> bool:
    """Whether what stands behind "What it is" or "How to get it" narrows the tool."""
    return limits(said) or _is_for_less(said) or is_for_some(said) or bool(has_word(said, table_words()["page_lists"]["few"]))


def whole_bans(said: str) -> str:
    """The sentence, where it forbids the tool whatever the data: "Not allowed", "Verboden voor alles"."""
    is_ban = len(tokens(said)) <= _BAN and read_cell(said, {}).effect == "deny"
    return said if is_ban and not has_word(said, [*lists()["ban_exceptions"], *table_words()["only"]]) else ""


def is_for_some(said: str, title: str = "") -> bool:
    """Whether a sentence about people means some of them. "Everybody with a Merrow account" are all; ``title``: of the page."""
    whose = table_words()["whose"]
    words = set(tokens(said))
    told = [*whose["all"], *whose["everybody"], *whose["anybody"]]
    people = {fold(word) for kind in table_words()["askers"].values() for word in kind} - {fold(word) for word in told}
    people -= {*table_words()["page_lists"]["idle"], *group_words("generic")}
    if has_word(said, sorted(people)) or words & {*whose["team"], *whose["units"]}:
        return True
    if tokens(said)[:1] and tokens(said)[0] in whose["for"] and words & set(limit_words()["only"]):
        return True
    is_of_people = bool(has_word(said, [*whose["all"], *whose["anybody"]])) or bool(set(tokens(said)[:1]) & set(whose["for"]))
    has_few = has_word(said, table_words()["page_lists"]["few"])
    return bool(has_few) or (is_of_people and bool(words - _everybody() - set(tokens(title))))


def is_for_all(said: str) -> bool:
    """Whether words speak of everybody."""
    whose = table_words()["whose"]
    return bool(has_word(said, [*whose["all"], *whose["anybody"]])) or not names_some(said)


def is_titled_for_some(title: str) -> bool:
    """ "AI for the HR team", and no "Merrow Legal"."""
    words = tokens(title)
    at = next((at for at, word in enumerate(words) if word in table_words()["whose"]["for"]), len(words))
    return is_for_some(" ".join(words[at + 1 :]), title)


@cache
def _everybody() -> frozenset[str]:
    """Words of a sentence that means everybody."""
    whose = table_words()["whose"]
    told = [*whose["all"], *whose["everybody"], *whose["anybody"], *whose["for"], *whose["idle"], *lists()["list_words"]]
    told += [
        *lists()["generic_data"],
        *group_words("free"),
        *lists()["accounts"]["nouns"],
        *lists()["accounts"]["company"],
        *lists()["list_with"],
        *group_words("generic"),
    ]
    told += [*group_words("approved"), *lists()["cells"]["allow"], *table_words()["page_lists"]["idle"]]
    return frozenset(word for said in told for word in tokens(str(said)))


def begun(said: str) -> tuple[Label, str] | None:
    """ "You may put in published law." -> what it says of the data, and the data."""
    words = said.split()
    for size in range(2, min(len(words), _ABOUT + 2)):
        label = None if "?" in said else label_of(" ".join(words[:size]))
        is_ban = label is not None and label.effect == "deny" and has_word(label.text, table_words()["page_lists"]["not"])
        if label is not None and (label.effect == "allow" or is_ban):
            return label, " ".join(words[size:])
    return None


def tools_of_sentence(said: str) -> tuple[str, ...]:
    """ "These colours hold for Copilot and ChatGPT Team": names only, behind words that say so."""
    for phrase in sorted(table_words()["page_lists"]["holds"], key=len, reverse=True):
        before, found, behind = said.lower().partition(phrase.lower())
        if found and not limits(said) and not is_no(before):
            return tools_of(said[len(said) - len(behind) :].strip(" :."))
    return ()


def is_use(text: str) -> bool:
    """ "Use with", "Approved tools", "Tools", and no "Tools we looked at": each word is one of them, or narrows."""
    page = table_words()["page_lists"]
    words = [*page["use"], *lists()["headers"]["tool"]]
    known = [*words, *page["idle"], *group_words("generic"), *approving(), *lists()["list_words"]]
    known += [*table_words()["only"], *lists()["generic_data"]]
    idle = {word for said in known for word in tokens(str(said))}
    plain = [word for word in tokens(re.sub(r"\([^()]*\)", "", text)) if word not in idle]
    is_known = not plain or limits(" ".join(plain)) or is_for_some(text)
    return bool(has_word(text, words)) and is_known and not is_no(text) and len(tokens(text)) <= _ABOUT


def is_plain(text: str) -> bool:
    """Whether a heading above a colour's says nothing of its own: "The colours", "Which data may go in"."""
    page = table_words()["page_lists"]
    words = [
        *page["idle"],
        *page["lights"],
        *group_words("generic"),
        *approving(),
        *lists()["list_words"],
        *lists()["generic_data"],
    ]
    words += [*page["may"], *table_words()["class_columns"]["of_data"]]
    return set(tokens(text)) <= {word for said in words for word in tokens(str(said))}


def kind_of(label: str) -> str:
    """ "Who gets it" -> ``who``, "How to get it" -> ``about``, "Good for" -> ``uses``; nothing for any other label."""
    page = table_words()["page_lists"]
    kinds = [kind for kind in ("who", "about", "uses") if len(tokens(label)) <= _ABOUT and has_word(label, page[kind])]
    return kinds[0] if kinds else ""


def approves(text: str) -> bool:
    """Of a heading that stands for itself: "Approved tools", "These colours hold for"."""
    return is_use(text) and bool(has_word(text, [*approving(), *table_words()["page_lists"]["holds"], *table_words()["may"]]))


def approving() -> list[str]:
    return [*group_words("approved"), *lists()["list_approved"], *lists()["cells"]["allow"]]
